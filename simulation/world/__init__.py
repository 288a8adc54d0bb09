"""The laws of the world: small functions on a flat state, the same for every scheduler.

Each module holds one family of laws, told here by the chapters of `docs/model.md`:

2. Threat: `threat` (how data leave or are harmed, a module for each kind), `access` (what one of
   us still reaches), `evidence` (traces kept and lost).
3. Discovery: `discovery` (competing channels, events in the world).
4. Response: `work` (people and tasks), `starting` (which task starts, with whom), `queues`,
   `working_time` (shifts, pace, pay), `morale`, `deciding` (who decides when), `escalation` (who
   must be told inside).
5. What the room knows: `knowledge` (estimates and lists), `conditions`, `notices`.
6. Laws: `duties` (legal clocks and cases), `supervision` (an authority's questions), `claims`.
7. Attention, trust, churn: `public`, `opinion` (what goes on in clients' heads), `care` (help
   for those told), `partners`.
8. Support: `support`, `desk` (clients' questions).
9. Money: `money`.
10. Severity: `severity` (ENISA), `grades` (China's).

`effects` is the closed vocabulary, and `happenings` says what happens when. Between two
happenings `grid` walks on, and `steps` takes the continuous laws along, `compiled`: `opinion` and
`desk` work on the named `columns` of the state, with what stands still `around` them. Such a law
is marked with `compiled.law` and takes numbers alone. All laws work on what `layout` lays out,
the compiled model (`threat_tables`, `people_tables`, `client_tables`, `legal_tables`) and the
state of a run, and write down `facts`.
"""

VERSION = 7
"""Of the model: raised when the same inputs, acts and draws would lead to another course.

`tests/data/figures.json` holds what the library comes to under it, and a test compares.
"""

"""The laws of the world: small functions on a flat state, the same for every scheduler.

Each module holds one law family: `working_time`, `threat` (how data leave or are harmed, a
module for each kind), `evidence` (traces kept and lost), `discovery`, `work` (people and
tasks), `knowledge` (what the room knows), `duties` (legal clocks), `public` (attention,
learning, trust, churn), `support` (clients' questions), `money`, `severity`, `effects` (the
closed vocabulary) and `happenings` (what happens when). Between two happenings `grid` takes the
continuous laws along, compiled: `opinion` (what goes on in clients' heads) and `desk` (their
questions) work on the named `columns` of the state, with what stands still `around` them. Such
a law is marked with `compiled.law` and takes numbers alone.
"""

VERSION = 7
"""Of the model: raised when the same inputs, acts and draws would lead to another course.

`tests/data/figures.json` holds what the library comes to under it, and a test compares.
"""

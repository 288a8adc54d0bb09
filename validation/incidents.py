"""Real incidents that became public, beside the library's breaches, cause by cause."""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation.outcomes import Outcome
from validation.bench import OURSELVES, Bench, breaches, scenario_of
from validation.checks import Check, Floats, Row, Show, days, number, percent, quantile, share

TABLE = Path(__file__).parent.parent / "scenarios" / "evidence" / "public_incidents.csv"
COMMUNITY, FILINGS = "VCDB", "WA_AGO"
SOURCES = {COMMUNITY: "VCDB", FILINGS: "notices in Washington"}
FACTORS = {COMMUNITY: (10.0, "ten"), FILINGS: (3.0, "three")}
"""How far a median may lie from that of a source; the community's hours are coded coarsely."""
QUARTILES = {"q25": 0.25, "q50": 0.5, "q75": 0.75}
FEWEST_RECORDS, FEWEST_RUNS = 15, 10
LEAST_AFFECTED = 500
"""A breach of fewer people is not in the filings."""
GROUPS: dict[str, dict[str, str]] = {
    # root cause: its name in each source
    "insider": {COMMUNITY: "insider_misuse", FILINGS: "unauthorized_access_mixed"},
    "credential-theft": {COMMUNITY: "phishing_social", FILINGS: "phishing_social"},
    "malware": {COMMUNITY: "ransomware", FILINGS: "ransomware"},
    "technical-weakness": {COMMUNITY: "external_technical", FILINGS: "external_technical"},
    "operator-error": {COMMUNITY: "human_error", FILINGS: "error_or_theft_mixed"},
    "neglect": {COMMUNITY: "human_error", FILINGS: "error_or_theft_mixed"},
    "lost-device": {COMMUNITY: "lost_stolen_device", FILINGS: "error_or_theft_mixed"},
    "partner": {COMMUNITY: "third_party_partner"},
}
FOUND_BY = Row(
    *("public incidents: found by outsiders", "input", SOURCES[COMMUNITY]),
    "What happens in a case adds finders of its own.",
)


@dataclass(frozen=True)
class Measure:
    """What is compared: its column in a source, and how it is read from an outcome.

    A run in which it never came has infinity; one that the source would not hold has none.
    """

    source: str
    column: str
    read: Callable[[Outcome], float | None]
    show: Show
    why: str
    unit: float = 1.0

    def row(self, what: str) -> Row:
        """Return the row of the report."""
        return Row(
            f"public incidents: {what}", "order of magnitude", SOURCES[self.source], self.why
        )


def _days(start_h: float | None, end_h: float | None) -> float:
    return math.inf if start_h is None or end_h is None else (end_h - start_h) / 24.0


def _affected(outcome: Outcome) -> float | None:
    return outcome.people_affected if outcome.people_affected >= LEAST_AFFECTED else None


MEASURES: dict[str, Measure] = {
    "first access to first sign": Measure(
        *(COMMUNITY, "compromise_to_discovery_h", lambda o: _days(0.0, o.first_sign_h), days),
        "Only what became public is in the table: insiders had stayed for years, and mistakes are "
        "mostly letters and mails that the wrong reader opens at once, and no open folder.",
        unit=1.0 / 24.0,
    ),
    "first sign to contained": Measure(
        *(COMMUNITY, "discovery_to_containment_h"),
        *(lambda o: _days(o.first_sign_h, o.contained_h), days),
        "The table codes hours coarsely, and says of few incidents when they were over.",
        unit=1.0 / 24.0,
    ),
    "first access to notice": Measure(
        *(COMMUNITY, "incident_to_notification_days"),
        *(lambda o: _days(0.0, o.clients_told_h), days),
        "A notice comes the later, the longer a breach stays hidden.",
    ),
    "awareness to notice": Measure(
        *(FILINGS, "discovery_to_notification_days"),
        *(lambda o: _days(o.aware_h, o.clients_told_h) if o.aware_h is not None else None, days),
        "The delay was fitted to all filings together, and what a cause adds is left out; whom a "
        "mistake concerns is known here at once.",
    ),
    "records out": Measure(
        *(COMMUNITY, "records_lost", lambda o: o.records_out, number),
        "Many insiders of the table looked at a handful of files, while the case copies on "
        "purpose; its extortions and intrusions struck far larger firms.",
    ),
    "people affected": Measure(
        *(FILINGS, "affected", _affected, number),
        "A small firm holds the people that its file says: an open folder shows all of them, and "
        "who alters by hand goes file by file.",
    ),
}


@dataclass(frozen=True)
class Beside:
    """The quartiles of a source and of a breach without a plan."""

    breach: str
    cause: str
    world: Mapping[str, float]
    records: int
    model: Floats

    @property
    def quartiles(self) -> list[float]:
        """The model's quartiles."""
        return [quantile(self.model, level).value for level in QUARTILES.values()]


def checks(bench: Bench) -> list[Check]:
    """Return medians of times, records and people by cause, and shares found by outsiders."""
    found = []
    for what, measure in MEASURES.items():
        row = measure.row(what)
        factor, word = FACTORS[measure.source]
        for beside in compared(bench, measure):
            low, middle, high = (measure.show(beside.world[stat]) for stat in QUARTILES)
            limits = (beside.world["q50"] / factor, beside.world["q50"] * factor)
            ours_low, _, ours_high = (measure.show(value) for value in beside.quartiles)
            found.append(
                row.within(
                    f"{beside.cause}: {beside.breach}",
                    quantile(beside.model, 0.5),
                    limits,
                    measure.show,
                    expected=f"{middle}, within a factor of {word}",
                    note=f"quartiles {ours_low} to {ours_high}; of {beside.records} real ones "
                    f"{low} to {high}",
                )
            )
    return [*found, *found_by(bench)]


def compared(bench: Bench, measure: Measure) -> list[Beside]:
    """Return what a source holds enough of beside the breaches of that cause."""
    found = []
    for breach, cause in by_cause():
        group = GROUPS[cause].get(measure.source, "")
        rows = {
            stat: _table().get((measure.source, group, measure.column, stat)) for stat in QUARTILES
        }
        known = {stat: row for stat, row in rows.items() if row and row[1] >= FEWEST_RECORDS}
        read = (measure.read(sight.outcome) for sight in bench.shipped(breach, "no-plan"))
        model = np.array([value for value in read if value is not None])
        if len(known) == len(QUARTILES) and len(model) >= FEWEST_RUNS:
            world = {stat: measure.unit * value for stat, (value, _) in known.items()}
            found.append(Beside(breach, cause, world, known["q50"][1], model))
    return found


def by_cause() -> list[tuple[str, str]]:
    """Return the breaches that are run with their root causes, causes together."""
    causes = ((breach, scenario_of(breach).root_cause) for breach in breaches())
    known = [(breach, str(cause)) for breach, cause in causes if cause in GROUPS]
    return sorted(known, key=lambda pair: list(GROUPS).index(pair[1]))


def found_by(bench: Bench) -> list[Check]:
    """Shares found by outsiders; the channels lean on this table, so this is an input."""
    found = []
    for breach, cause in by_cause():
        group = GROUPS[cause][COMMUNITY]
        inside, records = _table()[
            COMMUNITY, group, "discovery_channel_of_known", "share_internal"
        ]
        who = [s.outcome.found_by for s in bench.shipped(breach, "no-plan")]
        figure = share([name not in OURSELVES for name in who if name])
        limits = (0.85 - inside, 1.15 - inside)
        expected = f"{percent(1.0 - inside)} ± 15 points"
        quantity, note = f"{cause}: {breach}", f"of {records} real ones"
        found.append(
            FOUND_BY.within(quantity, figure, limits, percent, expected=expected, note=note)
        )
    return found


@functools.cache
def _table() -> dict[tuple[str, str, str, str], tuple[float, int]]:
    """Return the table's values with their numbers of records."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (r["source"], r["group"], r["metric"], r["stat"]): (float(r["value"]), int(r["n"]))
            for r in csv.DictReader(file)
        }

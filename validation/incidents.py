"""Real incidents that became public, beside the library's breaches: orders of magnitude."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import numpy as np

from validation.bench import OURSELVES, Bench, Sight, breaches
from validation.checks import Check, Floats, Row, Show, days, number, percent, quantile, share

TABLE = Path(__file__).parent.parent / "scenarios" / "evidence" / "public_incidents.csv"
TEN = 10.0
QUARTILES = {"q25": 0.25, "q50": 0.5, "q75": 0.75}
GROUPS = {
    "insider-export": "insider_misuse",
    "mailbox-takeover": "phishing_social",
    "mis-sent-filing": "human_error",
}
"""Which incidents of the table are like a breach of the library."""
TIMES: dict[str, tuple[str, float]] = {
    # what: column of the table, its unit in days
    "first access to first sign": ("compromise_to_discovery_h", 1.0 / 24.0),
    "first sign to contained": ("discovery_to_containment_h", 1.0 / 24.0),
    "first access to notice": ("incident_to_notification_days", 1.0),
}
RECORDS = "records_lost"

INCIDENTS = Row(
    "incidents that became public, medians within a factor of ten",
    "order of magnitude",
    "VCDB",
    "The table holds what became public: insiders who stayed for years, and many who looked at a "
    "handful of files; the case is one who copies on purpose.",
)
FOUND_BY = Row("found by outsiders among public incidents", "input", "VCDB")


def checks(bench: Bench) -> list[Check]:
    """Return medians of times and records, and shares found by outsiders."""
    found = []
    for breach in filter(GROUPS.__contains__, breaches()):
        for what in TIMES:
            world, model = world_d(breach, what)["q50"], model_d(bench, breach, what)
            found.append(_magnitude(f"{breach}: {what}", world, model, days))
        records = np.array([s.outcome.records_out for s in bench.shipped(breach, "no-plan")])
        world = _table()[GROUPS[breach], RECORDS, "q50"]
        found.append(_magnitude(f"{breach}: records out", world, records, number))
    return [*found, *found_by(bench)]


def _magnitude(quantity: str, world: float, model: Floats, show: Show) -> Check:
    expected = f"{show(world)}, within a factor of ten"
    limits = (world / TEN, world * TEN)
    return INCIDENTS.within(quantity, quantile(model, 0.5), limits, show, expected=expected)


def found_by(bench: Bench) -> list[Check]:
    """Shares found by outsiders; the channels lean on this table, so this is an input."""
    found = []
    for breach in filter(GROUPS.__contains__, breaches()):
        world = _table()[GROUPS[breach], "discovery_channel_of_known", "share_external"]
        who = [s.outcome.found_by for s in bench.shipped(breach, "no-plan")]
        figure = share([name not in OURSELVES for name in who if name])
        limits = (world - 0.15, world + 0.15)
        expected = f"{percent(world)} ± 15 points"
        found.append(FOUND_BY.within(breach, figure, limits, percent, expected=expected))
    return found


def world_d(breach: str, what: str) -> dict[str, float]:
    """Return quartiles of a time in days among real incidents."""
    column, unit_d = TIMES[what]
    return {stat: unit_d * _table()[GROUPS[breach], column, stat] for stat in QUARTILES}


def model_d(bench: Bench, breach: str, what: str) -> Floats:
    """Return a time in days without a plan, run by run; infinite where it never came."""
    return np.array([_time_d(s, what) for s in bench.shipped(breach, "no-plan")])


def _time_d(sight: Sight, what: str) -> float:
    outcome = sight.outcome
    start, end = {
        "first access to first sign": (0.0, outcome.first_sign_h),
        "first sign to contained": (outcome.first_sign_h, outcome.contained_h),
        "first access to notice": (0.0, outcome.clients_told_h),
    }[what]
    return np.inf if start is None or end is None else (end - start) / 24.0


@functools.cache
def _table() -> dict[tuple[str, str, str], float]:
    """Return the table's values by group, metric and statistic."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(r["group"], r["metric"], r["stat"]): float(r["value"]) for r in rows}

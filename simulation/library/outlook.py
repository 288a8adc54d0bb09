"""A quick look at what a breach may come to: some runs of one plan, and how they spread."""

from __future__ import annotations

from pathlib import Path

from simulation.files import given
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.study import Study, compare
from simulation.study.comparing import Progress
from simulation.study.workers import Cancel, digest

QUICK_RUNS = 60
QUICK_SEED = 1
QUICK_PLAN = "plans/lean"
SHOWN = (
    *("first_sign_h", "contained_h", "clients_told_h", "people_affected"),
    *("people_misused", "cost", "trust_lowest_share", "clients_lost"),
)
"""The measures of a quick look."""
MOST_KEPT = 32
_KEPT: dict[tuple[str | int, ...], Study] = {}
"""The last looks, by what they are looks at."""


def outlook(
    scenario: Scenario | str | Path,
    plan: Plan | str | Path = QUICK_PLAN,
    organisation: Organisation | None = None,
    *,
    replications: int = QUICK_RUNS,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Study:
    """Return a small study of one plan, kept for the next time it is asked for.

    >>> study = outlook("breaches/mis-sent-filing", replications=3)
    >>> outlook("breaches/mis-sent-filing", replications=3) is study
    True
    """
    what, which = given("scenario", scenario, Scenario), given("plan", plan, Plan)
    firm = organisation or what.organisation
    key = digest(what), digest(which), digest(firm), replications
    if key not in _KEPT:
        study = compare(
            what,
            which,
            organisation,
            replications=replications,
            seed=QUICK_SEED,
            progress=progress,
            cancel=cancel,
        )
        while len(_KEPT) >= MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = study
    return _KEPT[key]

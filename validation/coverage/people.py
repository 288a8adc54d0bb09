"""R04, R09, R10, R22, R26, R28: who does the work, when, and in what state."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, Case, Experiment
from validation.coverage.quantities import FIXED, KNOWN, TOLD, WAITED

INSIDER = "insider-export"


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    no_plan, lean = Case.of(INSIDER, "no-plan"), Case.of(INSIDER, "lean")
    yield Experiment(
        *("R04", "heads of a team", "two more administrators"),
        *(no_plan, no_plan.answer({"staffing.it.add": 2}), WAITED, FEWER),
    )
    yield Experiment(
        *("R04", "shifts", "without nights and weekends: everyone is always there"),
        *(no_plan, no_plan.without("nights"), KNOWN, FEWER),
    )
    yield Experiment(
        *("R04", "everyday work", "without other work that comes first"),
        *(no_plan, no_plan.without("everyday-work"), KNOWN, FEWER),
    )
    yield Experiment(
        *("R10", "search for help", "without the search for counsel on the day"),
        *(lean, lean.without("search-for-help"), TOLD, FEWER),
    )
    teams = ("owner", "it", "senior-accountants", "accountants", "reception")
    longer = {f"staffing.{team}.overtime_h": 4 for team in teams}
    often = {"tasks.fix-effort.again": {"chance": 0.5, "wait_h": 1, "most": 3}}
    tired = no_plan.answer(longer | often)
    yield Experiment(
        *(
            "R22",
            "fatigue",
            "long shifts and mends that fail, without fatigue",
        ),
        *(tired, tired.without("fatigue"), FIXED, FEWER, 1.0),
    )

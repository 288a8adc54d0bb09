"""R03, R15, R17: how grave it is, who asks, and what it costs before the law."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, Case, Experiment
from validation.coverage.quantities import LATE, item

INSIDER = "insider-export"


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    no_plan = Case.of(INSIDER, "no-plan")
    yield Experiment(
        *("R15", "cases and fines", "without them"),
        *(no_plan, no_plan.without("legal-cases"), item("fines"), FEWER, None, 300),
    )
    yield Experiment(
        *("R15", "late duties", "the lean plan answers instead of none"),
        *(no_plan, Case.of(INSIDER, "lean"), LATE, FEWER),
    )

"""R01 and R02: how it is found and understood."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import OUTSIDERS, SEEN, VAIN, WAGES, WRONG

INSIDER = "insider-export"


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    no_plan, lean = Case.of(INSIDER, "no-plan"), Case.of(INSIDER, "lean")
    loud = no_plan.breach({"parameters.work.false_alarms_per_month_per_100_staff": 6})
    yield Experiment(
        "R01",
        "false alarms take time",
        "without them, where they come as often as judged possible",
        loud,
        loud.without("false-alarms"),
        WAGES,
        FEWER,
        500.0,
    )
    shares = "parameters.discovery.mixes.insider"
    yield Experiment(
        "R01",
        "competing channels",
        "monitoring finds nothing, clients as much more",
        lean,
        lean.breach({f"{shares}.monitoring": 0, f"{shares}.client": 0.45}),
        OUTSIDERS,
        MORE,
    )
    yield Experiment(
        "R01",
        "a first sign unseen",
        "without the wait until somebody looks at a first sign",
        no_plan,
        no_plan.without("sign-unseen"),
        SEEN,
        FEWER,
        None,
        200,
    )
    yield Experiment(
        "R02",
        "the error of estimates",
        "without it",
        lean,
        lean.without("scope-error"),
        WRONG,
        FEWER,
    )
    yield Experiment(
        "R02",
        "acting on an estimate",
        "all clients told instead of those confirmed",
        lean.answer({"answers.whom": "confirmed"}),
        lean.answer({"answers.whom": "all"}),
        VAIN,
        MORE,
    )

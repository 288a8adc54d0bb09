"""Shipped cases against what was counted in the world (`docs/validation.md`)."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder

pytestmark = pytest.mark.slow

FILINGS_D = {0.10: 22, 0.25: 33, 0.50: 60, 0.75: 123, 0.90: 222}
"""T26: days from awareness to notice in real filings."""


@functools.cache
def outcomes(scenario: str, plan: str, number: int) -> list[Outcome]:
    program = Program(load_scenario(f"breaches/{scenario}"), load_plan(f"plans/{plan}"), seed=99)
    found = []
    for replication in range(number):
        recorder = Recorder(program, keep_log=False)
        Engine(program, replication, recorder).finish()
        found.append(recorder.tally.outcome())
    return found


def days_to_notice(plan: str, number: int) -> np.ndarray:
    """Days from awareness to the notice; whoever was never told counts as the whole year."""
    days = [
        365.0 if o.clients_told_h is None else (o.clients_told_h - o.aware_h) / 24
        for o in outcomes("insider-export", plan, number)
        if o.aware_h is not None
    ]
    return np.array(days)


@pytest.mark.parametrize(("share", "days"), FILINGS_D.items())
def test_a_firm_without_a_plan_tells_as_late_as_firms_did(share: float, days: float) -> None:
    assert np.quantile(days_to_notice("no-plan", 300), share) == pytest.approx(days, rel=0.25)


def test_without_a_plan_few_tell_within_a_month_and_hardly_any_within_three_days() -> None:
    days = days_to_notice("no-plan", 300)
    assert 0.10 <= np.mean(days <= 30) <= 0.25
    assert np.mean(days <= 3) < 0.02


def test_prepared_firms_tell_far_sooner() -> None:
    no_plan, lean, retainer = (
        np.median(days_to_notice(plan, 80)) for plan in ("no-plan", "lean", "retainer")
    )
    assert retainer < lean < no_plan / 2


def test_most_breaches_are_found_by_others() -> None:
    found = [o.found_by for o in outcomes("insider-export", "no-plan", 300)]
    outside = [name not in ("channel/monitoring", "channel/staff") for name in found if name]
    assert 0.60 <= np.mean(outside) <= 0.85


def test_prepared_firms_have_less_exposure_cost_and_distrust() -> None:
    typical = {
        plan: [
            # A few breaches that nobody finds for a year make up most of the mean.
            np.median([o.record_days_untold for o in outcomes("insider-export", plan, 80)]),
            np.mean([o.clients_lost for o in outcomes("insider-export", plan, 80)]),
        ]
        for plan in ("no-plan", "lean", "retainer")
    }
    assert typical["retainer"][0] < typical["lean"][0] < typical["no-plan"][0]
    assert typical["lean"][1] < typical["no-plan"][1]


@pytest.mark.parametrize(("plan", "days"), [("no-plan", 21), ("lean", 7), ("retainer", 7)])
def test_who_knows_at_once_whom_it_concerns_tells_within_weeks_or_days(
    plan: str, days: float
) -> None:
    # Nobody waits for a list, advice or a decision, so only work and shifts are left.
    found = [o for o in outcomes("mis-sent-filing", plan, 80) if o.aware_h is not None]
    told = [(o.clients_told_h - o.aware_h) / 24 for o in found if o.clients_told_h is not None]
    assert len(told) == len(found)
    assert np.median(told) < days

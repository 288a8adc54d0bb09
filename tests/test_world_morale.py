"""Morale falls and heals by its law, those who leave are drawn by it, and welfare helps."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.inputs.plan import Plan
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.world import happenings, morale, work
from simulation.world.layout import DAY, E_HIRE, E_LEAVE, HOUR, NEVER, State, Tables
from simulation.world.working_time import Tiredness, calendar, spent

LEAK = load_scenario("breaches/insider-export")
LEAN = load_plan("plans/lean")
ACCOUNTANTS = 3
EVERYONE = tuple(f"staffing.{team}.overtime_h" for team in ("owner", "it", "accountants"))


def world(plan: Plan = LEAN, replication: int = 0, *off: str) -> tuple[Tables, State]:
    """Return a compiled model and its state at the beginning."""
    program = Program(LEAK.without(*off), plan, seed=5)
    assert program.teams[ACCOUNTANTS] == "accountants"
    return program.tables, program.state(replication)


def test_half_of_a_fall_is_healed_after_its_half_life() -> None:
    p, s = world()
    morale.lower(p, s, ACCOUNTANTS, 0.4)
    assert morale.low_now(p, s, ACCOUNTANTS) == 0.4
    s.now += 21 * DAY
    assert morale.low_now(p, s, ACCOUNTANTS) == pytest.approx(0.2)
    morale.lower(p, s, ACCOUNTANTS, -0.3)
    assert morale.low_now(p, s, ACCOUNTANTS) == 0.0


def test_a_weary_team_is_slower_and_errs_more_by_the_parameters() -> None:
    p, s = world()
    morale.lower(p, s, ACCOUNTANTS, 0.5)
    assert morale.effort_factor(p, s, ACCOUNTANTS) == pytest.approx(1 + 0.3 * 0.5)
    assert morale.repeat_factor(p, s, [0, ACCOUNTANTS]) == pytest.approx(1 + 1.0 * 0.5)


def test_as_many_leave_as_the_closed_form_says() -> None:
    program = Program(LEAK, LEAN, seed=5)
    p, gone = program.tables, []
    for replication, row in enumerate(program.rows(0, 400)):
        s = program.state(replication, row)
        morale.lower(p, s, ACCOUNTANTS, 1.0)
        gone.append(s.due[p.entity(E_LEAVE, ACCOUNTANTS)] < NEVER)
    hazard = 6 * 1.5 / 365 * 21 / math.log(2)
    share = 1 - math.exp(-hazard)
    error = math.sqrt(share * (1 - share) / len(gone))
    assert abs(np.mean(gone) - share) < 3 * error


def test_who_leaves_is_missing_until_somebody_new_comes() -> None:
    p, s = world()
    morale.lower(p, s, ACCOUNTANTS, 0.5)
    s.now += DAY
    before = s.cost
    happenings.happen(p, s, p.entity(E_LEAVE, ACCOUNTANTS))
    assert s.heads[ACCOUNTANTS] == 5
    assert s.cost - before == pytest.approx(600 * 60)
    assert s.due[p.entity(E_HIRE, ACCOUNTANTS)] == s.now + 60 * DAY
    s.now += 60 * DAY
    happenings.happen(p, s, p.entity(E_HIRE, ACCOUNTANTS))
    assert s.heads[ACCOUNTANTS] == 6
    assert s.due[p.entity(E_HIRE, ACCOUNTANTS)] == NEVER


def test_nobody_leaves_a_team_that_is_empty_or_from_outside_or_in_a_world_without_it() -> None:
    p, s = world()
    outside = p.team_outside.index(True)
    morale.lower(p, s, outside, 1.0)
    assert s.low[outside] == 0.0
    morale.lower(p, s, ACCOUNTANTS, 1.0)
    work.change_heads(p, s, ACCOUNTANTS, 0)
    assert s.due[p.entity(E_LEAVE, ACCOUNTANTS)] == NEVER
    for off, low in (("leaving", 1.0), ("morale", 0.0)):
        p, s = world(LEAN, 0, off)
        morale.lower(p, s, ACCOUNTANTS, 1.0)
        assert (s.low[ACCOUNTANTS], s.due[p.entity(E_LEAVE, ACCOUNTANTS)]) == (low, NEVER)


def test_welfare_heals_sooner_wears_down_less_and_costs() -> None:
    cared = LEAN.change({"welfare": {"rest_days": 1, "counselling": True, "incentives": True}})
    p, s = world(cared)
    plain, _ = world()
    assert p.morale_half_life_d == pytest.approx(21 * 0.6 * 0.6)
    assert p.team_wage[ACCOUNTANTS] == pytest.approx(1.2 * plain.team_wage[ACCOUNTANTS])
    morale.lower(p, s, ACCOUNTANTS, 0.5)
    assert s.low[ACCOUNTANTS] == pytest.approx(0.35)
    assert s.cost == pytest.approx(6 * 4 * p.team_wage[ACCOUNTANTS])
    morale.lower(p, s, ACCOUNTANTS, 0.5)
    assert s.cost == pytest.approx(6 * 4 * p.team_wage[ACCOUNTANTS])  # once is enough
    days = p.calendars[s.calendar[ACCOUNTANTS]].pace[0] / plain.calendars[0].pace[0]
    assert days == pytest.approx((0.7 / 0.8) * 4 / 5)


def test_overtime_is_what_is_worked_past_eight_hours_a_day() -> None:
    place = {"zone": "UTC", "begins": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)}
    rules = {"tiredness": Tiredness(carried_share=0.5), "overtime_wage": 1.0}
    long = calendar("Mon-Fri 09:00-17:00", 3.0, 1.0, **place, **rules)
    assert spent(long, 0, 7 * DAY).overtime_s == 5 * 3 * HOUR
    assert spent(long, 9 * HOUR, 18 * HOUR).overtime_s == HOUR
    turns = calendar("always", 0.0, 1.0, **place, **rules)
    assert spent(turns, 0, 7 * DAY).overtime_s == 0


def outcomes(plan: Plan, *off: str) -> list[Outcome]:
    """Return what some replications come to."""
    program = Program(LEAK.without(*off), plan, seed=5)
    found = []
    for replication in range(6):
        recorder = Recorder(program, keep_log=False)
        Engine(program, replication, recorder).finish()
        found.append(recorder.tally.outcome())
    return found


@pytest.mark.slow
def test_long_hours_are_measured_and_wear_people_down() -> None:
    long = LEAN.change(dict.fromkeys(EVERYONE, 4))
    plain, tired, deaf = outcomes(LEAN), outcomes(long), outcomes(long, "morale")
    assert np.mean([o.overtime_h for o in tired]) > np.mean([o.overtime_h for o in plain])
    lowest = [np.mean([o.morale_lowest_share for o in group]) for group in (plain, tired, deaf)]
    assert lowest[1] < lowest[0] < lowest[2] == 1.0
    assert all(o.staff_lost == 0 for o in deaf)

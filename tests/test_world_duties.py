"""Legal clocks: when they start, whether they were met, what an authority does."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from models import Play, breach, firm, flag, only, plan, task, team, world

from simulation.program import Program
from simulation.world import duties
from simulation.world.layout import DAY, F_COMPLAINT, F_MEDIA, HOUR

SIZES = {
    "base_log_odds": -2.5,
    "severe_log_odds": 1.0,
    "size_log_odds": 0.5,
    "late_log_odds": 0.8,
    "media_first_log_odds": 1.0,
    "complaint_log_odds": 0.8,
    "after_aware_d": 90,
}
RANGE = {"uniform": {"low": 5_000, "high": 7_000}}
FINES = [
    {"outcome": "warning", "title": "W", "weight": 0.6, "amount": 0},
    {"outcome": "fine", "title": "F", "weight": 0.3, "amount": 1_000},
    {
        "outcome": "large",
        "title": "L",
        "weight": 0.1,
        "amount": {"uniform": {"low": 5e3, "high": 7e3}},
    },
]


def duty(name: str = "tell", **more: Any) -> dict[str, Any]:
    plain = {
        "id": name,
        "title": "Tell",
        "in_force_from": "2020-01-01",
        "clock": "awareness",
        "deadline": {"value": 72, "unit": "hours"},
        "recipient": "regulator",
        "source": {"title": "Act", "article": "1", "read_on": "2026-01-01"},
        "verified": True,
    }
    return plain | more


def law(*obligations: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {"name": "act", "title": "Act", "jurisdiction": "Land", "currency": "EUR"}
    return head | {"obligations": list(obligations), "case": SIZES, "fines": FINES} | more


def under(*obligations: dict[str, Any], **more: Any) -> Any:
    return breach(firm(team("it"), laws=[law(*obligations)]), switched_off=only(), **more)


def tell(audience: str) -> dict[str, Any]:
    return {"effect": "tell", "audience": audience}


def telling(aware_h: float, told_h: float, audience: str = "regulator") -> dict[str, Any]:
    return {
        "look": task(aware_h, effects=[flag("aware")]),
        "tell": task(told_h - aware_h, after=["look"], effects=[tell(audience)]),
    }


def clocks(play: Play, name: str = "tell") -> dict[str, list[float]]:
    kinds = ("obligation.start", "obligation.late", "obligation.met", "obligation.stop")
    return {k.partition(".")[2]: play.hours(k, f"obligation/{name}") for k in kinds}


def test_a_first_part_meets_only_duties_that_may_be_met_in_phases() -> None:
    first = {"effect": "tell", "audience": "regulator", "complete": False}
    tasks = telling(10, 50) | {"first": task(2, after=["look"], effects=[first])}
    duties_ = (duty("phased", phased=True), duty("whole"))
    play = Play(under(*duties_), plan(tasks)).to(400)
    assert clocks(play, "phased")["met"] == [12]
    assert clocks(play, "whole")["met"] == [52]  # one person does both, one after the other


def test_told_in_time() -> None:
    play = Play(under(duty()), plan(telling(10, 82))).to(400)
    assert clocks(play) == {"start": [10], "late": [], "met": [82], "stop": []}
    (met,) = play.events("obligation.met")
    assert met.after == 0.0


def test_told_too_late() -> None:
    play = Play(under(duty()), plan(telling(10, 100))).to(400)
    assert clocks(play) == {"start": [10], "late": [82], "met": [100], "stop": []}
    (met,) = play.events("obligation.met")
    assert met.after == 18 * HOUR


def test_told_someone_else() -> None:
    play = Play(under(duty()), plan(telling(10, 20, "partners"))).to(400)
    assert clocks(play) == {"start": [10], "late": [82], "met": [], "stop": []}


def test_told_before_the_clock_began_is_met_when_it_begins() -> None:
    early = {
        "tell": task(5, effects=[tell("regulator")]),
        "look": task(10, after=["tell"], effects=[flag("aware")]),
    }
    play = Play(under(duty(clock="occurrence")), plan(early)).to(400)
    assert clocks(play)["met"] == [5]
    play = Play(under(duty()), plan(early)).to(400)
    # Awareness came after the report, so the report did not meet this duty.
    assert clocks(play) == {"start": [15], "late": [87], "met": [], "stop": []}


@pytest.mark.parametrize(
    ("deadline", "hours"),
    [
        ({"value": 4, "unit": "hours"}, 4),
        ({"value": 3, "unit": "days"}, 72),
        ({"unit": "at_once"}, 24),
    ],
)
def test_periods_in_hours_days_and_at_once(deadline: dict[str, Any], hours: float) -> None:
    play = Play(under(duty(deadline=deadline)), plan(telling(10, 300))).to(400)
    assert clocks(play)["late"] == [10 + hours]


CLOCKS = {
    "occurrence": 0.0,
    "awareness": 20.0,
    "assessment": 30.0,
    "materiality": 40.0,
    "told_by_supplier": 50.0,
}
FLAGS = {"aware": 20, "assessed": 30, "material": 40, "told-by-supplier": 50}


@pytest.mark.parametrize("clock", CLOCKS)
def test_each_clock_counts_from_its_own_moment(clock: str) -> None:
    work = {
        f"set-{name}": task(hours, {"it": 1}, effects=[flag(name)])
        for name, hours in FLAGS.items()
    }
    scenario = breach(
        firm(team("it", heads=4), laws=[law(duty(clock=clock))]), switched_off=only()
    )
    play = Play(scenario, plan(work)).to(400)
    (start,) = play.events("obligation.start")
    assert start.before == CLOCKS[clock] * HOUR
    assert clocks(play)["late"] == [CLOCKS[clock] + 72]


@pytest.mark.parametrize("clock", ["assessment", "materiality"])
def test_who_was_told_before_the_firm_had_weighed_it_need_not_be_told_again(clock: str) -> None:
    work = {
        "tell": task(5, {"it": 1}, effects=[{"effect": "tell", "audience": "regulator"}]),
        "weigh": task(20, {"it": 1}, effects=[flag("assessed"), flag("material")]),
    }
    laws = [law(duty(clock=clock))]
    scenario = breach(firm(team("it", heads=2), laws=laws), switched_off=only())
    play = Play(scenario, plan(work)).to(400)
    assert clocks(play) == {"start": [20], "late": [], "met": [20], "stop": []}


def test_a_clock_whose_condition_comes_late_counts_from_the_moment_of_the_law() -> None:
    work = telling(10, 300) | {"grow": task(200, {"hr": 1}, effects=[flag("grown")])}
    company = firm(team("it"), team("hr", "hr"), laws=[law(duty(when={"flag": "grown"}))])
    play = Play(breach(company, switched_off=only()), plan(work)).to(400)
    assert clocks(play) == {"start": [200], "late": [200], "met": [300], "stop": []}
    (met,) = play.events("obligation.met")
    assert met.after == (300 - 82) * HOUR


def test_an_exemption_keeps_a_clock_from_starting() -> None:
    work = telling(10, 300)
    work["look"]["effects"] = [flag("harm-averted"), flag("aware")]
    play = Play(under(duty(exempt_when=[{"flag": "harm-averted"}])), plan(work)).to(400)
    assert clocks(play) == {"start": [], "late": [], "met": [], "stop": []}


@pytest.mark.parametrize(
    ("period", "starts"),
    [
        ({"in_force_from": "2026-03-02"}, True),
        ({"in_force_from": "2026-03-03"}, False),
        ({"in_force_from": "2020-01-01", "in_force_to": "2026-03-01"}, False),
        ({"in_force_from": "2020-01-01", "in_force_to": "2026-03-02"}, True),
    ],
)
def test_a_law_binds_while_it_is_in_force(period: dict[str, str], starts: bool) -> None:
    play = Play(under(duty(**period)), plan(telling(10, 20))).to(400)
    assert bool(clocks(play)["start"]) is starts


def test_an_effect_starts_and_stops_a_clock() -> None:
    start = {"effect": "clock", "obligation": "tell", "act": "start"}
    stop = start | {"act": "stop"}
    work = {"on": task(10, effects=[start]), "off": task(20, after=["on"], effects=[stop])}
    play = Play(under(duty(when={"flag": "never"})), plan(work)).to(400)
    assert clocks(play) == {"start": [10], "late": [], "met": [], "stop": [30]}


# -- cases -------------------------------------------------------------------------------------


def logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


def test_the_chance_of_a_case_is_the_laws_log_odds() -> None:
    p, s = world(under(duty()))
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + 0.5 * math.log10(1 / 100))
    s.found, s.records_out = [True], [1_000.0]
    s.estimate = s.estimate_high = 1_000.0
    size = 0.5 * math.log10(1_000 / 100)
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size)
    s.now, s.duty_from[0], s.duty_met[0] = 40 * DAY, 0, 17 * DAY  # two weeks late, of 7 for half
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size + 0.8 * 2 / 3)
    s.duty_met[0] = 3 * DAY
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size)
    size += 0.8 * 37 / 44 - 0.8
    s.duty_met[0] = -1  # open, and late up to now
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size + 0.8)
    s.flag_at[F_COMPLAINT] = 0
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size + 1.6)
    s.flag_at[F_MEDIA] = 5 * DAY
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size + 2.6)
    s.told_at[2] = 4 * DAY
    assert logit(duties.case_chance(p, s, 0)) == pytest.approx(-2.5 + size + 1.6)


def test_severe_harm_makes_a_case_likelier() -> None:
    secret = {"name": "contact", "title": "C", "categories": {"financial": 0}}
    company = firm(
        team("it"), data_classes=[secret | {"identifiability": 1.0}], laws=[law(duty())]
    )
    p, s = world(breach(company))
    before = duties.case_chance(p, s, 0)
    s.found = [True]
    assert logit(duties.case_chance(p, s, 0)) - logit(before) == pytest.approx(1.0)


@pytest.mark.parametrize(("late", "weights"), [(True, (0.6, 0.3, 0.1)), (False, (0.9, 0.1, 0.0))])
def test_cases_open_and_end_as_often_as_the_law_says(
    late: bool, weights: tuple[float, ...]
) -> None:
    # Whoever reported in time gets off one step lower.
    program, number = Program(under(duty()), plan(), seed=4), 3_000
    opened, fines = 0, []
    for replication, row in enumerate(program.rows(0, number)):
        s = program.state(replication, row)
        s.found, s.flag_at[F_COMPLAINT] = [True], 0
        s.estimate = s.estimate_high = 1_000.0
        s.now, s.duty_from, s.duty_met = 90 * DAY, [0], [60 * DAY if late else HOUR]
        chance = duties.case_chance(program.tables, s, 0)
        duties.decide_case(program.tables, s, 0)
        case = s.facts[0]
        assert case[4] == pytest.approx(chance)
        opened += case[5] > 0
        if case[5] > 0:
            fines.append(s.cost)
    assert abs(opened - number * chance) < 3.5 * math.sqrt(number * chance * (1 - chance))
    amounts = np.array(fines)
    kinds = [np.sum(amounts == 0), np.sum(amounts == 1_000), np.sum(amounts >= 5_000)]
    assert sum(kinds) == opened
    for got, weight in zip(kinds, weights, strict=True):
        assert abs(got - opened * weight) <= 3.5 * math.sqrt(opened * weight * (1 - weight))
    assert amounts.max() <= 7_000


def test_an_authority_decides_90_days_after_awareness() -> None:
    scenario = breach(firm(team("it"), laws=[law(duty())]), switched_off=only("legal-cases"))
    play = Play(scenario, plan(telling(10, 20))).to(24 * 120)
    assert play.hours("case", "case/act") == [10 + 90 * 24]


def test_fines_are_paid_in_the_firms_currency() -> None:
    always = SIZES | {"base_log_odds": 50}
    fines = [{"outcome": "fine", "title": "F", "weight": 1.0, "amount": 100}]
    foreign = law(duty(), case=always, fines=fines, currency="USD")
    company = firm(team("it"), laws=[foreign], exchange_rates={"USD": 7.0})
    scenario = breach(company, switched_off=only("legal-cases"))
    play = Play(scenario, plan(telling(10, 20))).to(24 * 120)
    (fine,) = play.events("cost", "cost/fines")
    assert fine.after - fine.before == pytest.approx(700.0)

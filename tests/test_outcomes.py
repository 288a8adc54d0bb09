"""Outcomes: what was folded is what the log says, and what was asked can be computed by hand."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

import pytest
from models import (
    DATA,
    OFFICE,
    Play,
    breach,
    flag,
    insider,
    only,
    plan,
    play,
    sizes,
    task,
    team,
    wait,
)

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.outcomes import Duty, Outcome
from simulation.program import Program
from simulation.run import Recorder, run
from simulation.world.layout import DAY, FORMS, HOUR
from simulation.world.money import FORM_OF_ITEM, ITEMS

SMALL = (load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml"))
CASES = [
    ("insider-export", "no-plan"),
    ("insider-export", "lean"),
    ("mis-sent-filing", "no-plan"),
    ("mis-sent-filing", "retainer"),
]


COUNT = {"effect": "report", "precision": "triage"}


def outcome(played: Play) -> Outcome:
    return played.recorder.tally.outcome()


@pytest.mark.parametrize(("scenario", "its_plan"), CASES)
def test_money_adds_up_from_the_log_by_item_and_by_form(scenario: str, its_plan: str) -> None:
    one = run(load_scenario(f"breaches/{scenario}"), load_plan(f"plans/{its_plan}"), seed=4)
    items: dict[str, float] = defaultdict(float)
    last = 0.0
    for line in one.log.of("cost"):
        assert line.before == last
        items[line.subject.removeprefix("cost/")] += line.after - line.before
        last = line.after
    result = one.outcome
    assert result.cost == last > 0.0
    assert sum(result.cost_by_item.values()) == pytest.approx(result.cost)
    assert sum(result.cost_by_form.values()) == pytest.approx(result.cost)
    for name, amount in result.cost_by_item.items():
        assert amount == pytest.approx(items[name])
    forms: dict[str, float] = defaultdict(float)
    for name, amount in items.items():
        known = dict(zip(ITEMS, FORM_OF_ITEM, strict=True))
        forms[FORMS[known[name]] if name in known else name.removeprefix("measures: ")] += amount
    assert result.cost_by_form == pytest.approx({form: forms[form] for form in FORMS})


def test_wages_are_hours_times_wage_with_overtime_paid_half_as_much_again() -> None:
    longer = {"it": {"overtime_h": 2}}
    teams = (team("it", shift=OFFICE, wage_per_h=50.0),)
    played = play({"long": task(20)}, *teams, staffing=longer, switched_off=only("nights"))
    # Two days from nine to seven: eight hours at 50 and two at 75, each.
    assert played.ended("long") == 24 + 19
    assert outcome(played).cost_by_item["wages"] == pytest.approx(2 * (8 * 50 + 2 * 75))


def test_wages_of_everyday_work_are_not_the_breachs() -> None:
    half = team("it", shift=OFFICE, everyday_share=0.5)
    played = play({"work": task(4)}, half, switched_off=only("nights", "everyday-work"))
    assert played.ended("work") == 17
    assert outcome(played).cost_by_item["wages"] == pytest.approx(4 * 60)


def paid_hours(start: datetime.datetime, end: datetime.datetime) -> float:
    """Hours of a stretch within one day, those past five in the afternoon half as much again."""
    five = start.replace(hour=17, minute=0, second=0)
    normal = (min(end, five) - min(start, five)).total_seconds()
    over = (max(end, five) - max(start, five)).total_seconds()
    return (normal + 1.5 * over) / HOUR


def test_wages_of_a_whole_run_are_its_stretches_of_work_times_wage() -> None:
    # The small firm works from nine to six and IT two hours longer.
    zone = {"organisation.time_zone": "Asia/Shanghai"}
    scenario = SMALL[0].change(zone).without("everyday-work", "support")
    for replication in range(6):
        played = Play(scenario, SMALL[1], replication=replication).finish()
        program, wages = played.program, {"wages": 0.0, "outside help": 0.0}
        open_: dict[str, list[tuple[int, int]]] = defaultdict(list)
        waits = {f"task/{n}" for n, t in SMALL[1].tasks.items() if t.elapsed_h is not None}
        begins = scenario.begins
        for line in played.log.of("task.start", "task.pause", "task.end", "task.again"):
            if line.subject in waits:
                continue
            if line.kind == "task.start":
                open_[line.subject].append((line.time_s, int(line.before)))
                continue
            for start_s, place in open_.pop(line.subject):
                moments = [begins + datetime.timedelta(seconds=s) for s in (start_s, line.time_s)]
                item = "outside help" if program.tables.team_outside[place] else "wages"
                wages[item] += paid_hours(*moments) * program.tables.team_wage[place]
        by_item = outcome(played).cost_by_item
        assert by_item["wages"] == pytest.approx(wages["wages"], rel=1e-6)
        assert by_item["outside help"] == pytest.approx(wages["outside help"], rel=1e-6)
        assert wages["wages"] > 0.0


def story(**more: Any) -> Play:
    """A leak whose every moment is fixed."""
    tell = {"effect": "tell", "audience": "affected"}
    tasks = {
        "look": task(10, effects=[flag("first_sign"), flag("confirmed")]),
        "triage": task(
            10,
            after=["look"],
            effects=[{"effect": "report", "precision": "triage"}, flag("aware")],
        ),
        "stop": task(4, after=["triage"], effects=[{"effect": "leak", "multiply": 0}]),
        "inform": task(30, after=["stop"], effects=[tell]),
        "fix": task(6, after=["inform"], effects=[flag("cause_fixed")]),
    }
    return Play(insider(switched_off=only(*more.pop("on", ())), **more), plan(tasks)).finish()


def test_moments_and_numbers_of_a_story_told_by_hand() -> None:
    result = outcome(story())
    assert (result.first_sign_h, result.confirmed_h, result.aware_h) == (10, 10, 20)
    assert (result.contained_h, result.cause_fixed_h, result.clients_told_h) == (24, 60, 54)
    # Visits at 0 and 24 hours: tasks end before the world moves, so the second found no way.
    assert (result.records_out, result.people_affected) == (10, 10)
    assert (result.people_known, result.people_told) == (10, 10)
    assert result.record_days_untold == pytest.approx(10 * 54 / 24)
    assert result.severity_true == result.severity_known == 2.0
    assert result.ended_h == 20 + 365 * 24
    # Sixty hours of work, and five letters and five e-mails.
    assert result.cost == pytest.approx(60 * 60.0 + 5 * 1.0)
    assert result.found_by is None


def test_trust_at_its_lowest_and_after_a_year() -> None:
    result = outcome(story(on=("recovery", "delay-shock")))
    samples = [
        (e.time_s, e.after) for e in story(on=("recovery", "delay-shock")).events("sample.trust")
    ]
    assert result.trust_lowest_share == min(trust for _, trust in samples)
    assert result.trust_at_year_share == samples[-1][1]
    assert result.trust_lowest_share < result.trust_at_year_share < 0.75


def test_who_found_it() -> None:
    mix = sizes(discovery__mixes__nobody={"partner": 1.0}).plain()
    played = Play(breach(parameters=mix, switched_off=only()), plan()).finish()
    assert outcome(played).found_by == "channel/partner"


def test_who_waited_for_whom() -> None:
    tasks = {
        "first": task(6),
        "second": task(2),
        "lull": wait(50),
        "paper": task(1, {"legal": 1}),
    }
    played = play(tasks, team("it"), team("counsel", "legal"))
    waits = {w.task: w for w in outcome(played).waits}
    assert (waits["second"].team, waits["second"].waited_h, waits["second"].worked_h) == (
        "it",
        6,
        2,
    )
    assert (waits["first"].waited_h, waits["paper"].waited_h) == (0, 0)
    assert "lull" not in waits
    assert outcome(played).waits[0] == waits["second"]


def test_duties_say_when_they_fell_due_and_how_late_they_were() -> None:
    kept, late, open_ = (
        Duty("a", 0, 24, 20, 0),
        Duty("b", 0, 24, 30, 6),
        Duty("c", 0, 24, None, None),
    )
    assert [duty.in_time for duty in (kept, late, open_)] == [True, False, False]
    assert Outcome("EUR", duties=(kept, late, open_)).duties_late == 2
    one = run(*SMALL, seed=4).outcome
    (duty,) = one.duties
    assert duty.name == "tell-authority"
    assert duty.from_h == one.aware_h
    assert duty.due_h == pytest.approx(one.aware_h + 72)
    assert duty.met_h == one.regulator_told_h
    assert duty.late_h == pytest.approx(max(0.0, duty.met_h - duty.due_h))


def test_an_outcome_needs_no_log() -> None:

    program = Program(*SMALL, seed=4)
    silent = Recorder(program, keep_log=False)
    Engine(program, 0, silent).finish()
    assert len(silent.log) == 0
    assert silent.tally.outcome() == run(*SMALL, seed=4).outcome


def test_before_anything_has_happened_there_is_an_outcome() -> None:
    result = outcome(Play(insider(switched_off=only()), plan()))
    assert result.first_sign_h is None
    assert result.cost == 0.0
    assert result.trust_lowest_share == 0.75


def test_measures_are_settled_at_the_end() -> None:
    off = {"effect": "system", "system": "server", "to": "isolated"}
    tasks = {
        "look": task(24, effects=[flag("aware"), off]),
        "endless": task(100_000, after=["look"]),
    }
    played = play(tasks, team("it"), until_d=2_000, switched_off=only("downtime"))
    result = outcome(played)
    assert result.ended_h == (DAY + 365 * DAY) / HOUR
    assert result.cost_by_item["downtime"] == pytest.approx(365 * 24 * 100)
    assert result.cost_by_item["wages"] == pytest.approx(366 * 24 * 60)


def test_nights_are_no_waiting_for_a_busy_team() -> None:
    tasks = {"first": task(6, priority=90), "second": task(4), "third": task(2, priority=10)}
    shifted = team("it", shift="Mon-Fri 00:00-08:00")
    played = play(tasks, shifted, switched_off=only("nights"))
    waits = {w.task: w for w in outcome(played).waits}
    # The third waits for 6 h of the first and 4 h of the second, and for 16 h of night.
    assert (waits["third"].waited_h, waits["third"].busy_h) == (26, 10)
    assert waits["first"].busy_h == 0

"""The engine: the order of one instant, people and shifts, phases, stops and acts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import (
    DATA,
    OFFICE,
    Play,
    breach,
    firm,
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
from simulation.errors import ActRefused, ModelError
from simulation.files import load_plan, load_scenario
from simulation.inputs.effects import Condition, CostEffect
from simulation.program import Program
from simulation.world import starting
from simulation.world.layout import DAY, HOUR, PHASES, State, Tables

Tasks = dict[str, dict[str, Any]]
INTERRUPTED = only("interruption")


# -- a critical path ----------------------------------------------------------------------------

NETWORKS = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.sets(st.integers(0, 30), max_size=4)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40)
@given(NETWORKS)
def test_with_people_enough_the_last_task_ends_when_the_longest_path_does(
    network: list[tuple[int, bool, set[int]]],
) -> None:
    tasks: Tasks = {}
    ends: dict[str, int] = {}
    for number, (hours, people, befores) in enumerate(network):
        name = f"task-{number:02d}"
        after = [f"task-{before % number:02d}" for before in befores] if number else []
        tasks[name] = (task if people else wait)(hours, after=sorted(set(after)))
        ends[name] = max((ends[other] for other in after), default=0) + hours
    run = play(tasks, team("it", heads=60), switched_off=only(), until_d=20)
    assert {name: run.ended(name) for name in tasks} == ends


# -- the order of one instant -------------------------------------------------------------------


def at(run: Play, hours: float) -> list[tuple[str, str]]:
    """What happened at an instant, in order, without money and samples."""
    events = [e for e in run.log if e.time_s == round(hours * HOUR)]
    quiet = ("cost", "sample", "support", "obligation")
    return [(e.kind, e.subject) for e in events if e.kind.partition(".")[0] not in quiet]


def inject(after_h: float, *effects: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = {"title": "News", "text": "News.", "sender": "World", "to": ["it"], "mode": "news"}
    return words | {"after": "start", "delay_h": after_h, "effects": list(effects)} | more


def question(wait_h: float, *effects: dict[str, Any]) -> dict[str, Any]:
    options = {"yes": {"label": "Yes", "effects": list(effects)}, "no": {"label": "No"}}
    head = {"question": "Well?", "owner": "management", "wait_h": wait_h, "default": "yes"}
    return head | {"options": options}


def test_an_instant_goes_from_tasks_to_staff_to_the_world_to_decisions_to_new_work() -> None:
    call = {"effect": "call_in", "team": "away"}
    tasks = {
        "zz-call": task(0, effects=[call, {"effect": "raise", "decision": "ask"}]),
        "second": task(24, {"hr": 1}),
        "first": task(24, {"hr": 1}),
        "next": task(1, after=["first", "second"], people={"hr": 1}),
        "help": task(1, people={"legal": 1}),
    }
    teams = (
        team("it"),
        team("hr", "hr", heads=2),
        team("away", "legal", outside=True, arrives_h=24),
    )
    run = play(
        tasks,
        *teams,
        injects={"b-news": inject(24), "a-news": inject(24)},
        decisions={"ask": question(24, flag("asked")) | {"when": None}},
        switched_off=only("search-for-help"),
    )
    assert at(run, 24) == [
        ("task.end", "task/first"),
        ("task.end", "task/second"),
        ("staff.arrive", "team/away"),
        ("inject.release", "inject/a-news"),
        ("inject.release", "inject/b-news"),
        ("decision.answer", "decision/ask"),
        ("flag.set", "flag/asked"),
        ("task.start", "task/help"),
        ("task.ready", "task/next"),
        ("task.start", "task/next"),
    ]


def test_names_decide_where_nothing_else_does_whatever_the_order_in_the_file() -> None:
    names = ["c", "a", "d", "b"]
    run = play({name: task(3) for name in names}, team("it", heads=2))
    assert [e.subject[-1] for e in run.events("task.start")] == ["a", "b", "c", "d"]
    assert [e.subject[-1] for e in run.events("task.end")] == ["a", "b", "c", "d"]


def test_highest_priority_first_then_longest_waiting_then_name() -> None:
    tasks = {
        "busy": task(5, priority=99),
        "gap-1": wait(1),
        "gap-2": wait(2),
        "b-late": task(1, after=["gap-2"], priority=50),
        "z-early": task(1, after=["gap-1"], priority=50),
        "a-late": task(1, after=["gap-2"], priority=50),
        "c-pressing": task(1, after=["gap-2"], priority=60),
    }
    run = play(tasks, team("it"))
    order = [e.subject.removeprefix("task/") for e in run.events("task.start")]
    order = [name for name in order if not name.startswith("gap")]
    assert order == ["busy", "c-pressing", "z-early", "a-late", "b-late"]


def test_one_that_cannot_start_does_not_block_a_lesser_one() -> None:
    tasks = {
        "busy": task(10, {"legal": 1}, priority=99),
        "great": task(1, {"it": 1, "legal": 1}, priority=90),
        "small": task(1, priority=10),
    }
    run = play(tasks, team("it"), team("counsel", "legal"))
    assert run.started("small") == [0]
    assert run.started("great") == [10]


def smalls() -> Tasks:
    """Work for two, never both free, until far into the second day."""
    tasks = {"small-0": task(1.5, priority=40)}
    return tasks | {f"small-{n}": task(3, priority=40) for n in range(1, 12)}


@pytest.mark.parametrize(("after_h", "start"), [(4, 6.0), (7, 9.0), (500, 18.0)])
def test_who_has_waited_long_keeps_people_free(after_h: float, start: float) -> None:
    pair = {"gap": wait(0.5), "pair": task(2, {"it": 2}, after=["gap"])}
    parameters = sizes(work__reserve_after_h=after_h).plain()
    run = play(smalls() | pair, team("it", heads=2), parameters=parameters, switched_off=only())
    assert run.started("pair") == [start]


def test_what_an_instant_causes_at_that_instant_comes_in_later_rounds() -> None:
    tasks = {
        "one": task(2, effects=[flag("done-one")]),
        "two": task(0, when={"flag": "done-one"}, effects=[flag("done-two")]),
        "three": task(0, when={"flag": "done-two"}),
    }
    run = play(tasks, team("it"))
    assert [k for k, s in at(run, 2) if k.startswith("task.")] == (
        ["task.end"] + ["task.ready", "task.start", "task.end"] * 2
    )


def test_a_long_chain_of_causes_fits_into_one_instant() -> None:
    chain = {
        f"t{n}": wait(0, after=[f"t{n - 1}"] if n else [], effects=[flag(f"f{n}")])
        for n in range(150)
    }
    assert play(chain, team("it")).ended("t149") == 0


def test_a_run_that_never_comes_out_of_an_instant_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("simulation.engine.MOST_ROUNDS", 100)
    chain = {f"t{n}": wait(0, after=[f"t{n - 1}"] if n else []) for n in range(150)}
    with pytest.raises(ModelError, match="over 100 rounds at one instant"):
        play(chain, team("it"))


# -- interruption -------------------------------------------------------------------------------


def low_and_high(high: dict[str, Any], gap_h: float = 2) -> Tasks:
    return {
        "low": task(10, priority=20),
        "gap": wait(gap_h),
        "high": high | {"after": ["gap"]},
    }


def test_urgent_work_interrupts_at_once() -> None:
    run = play(
        low_and_high(task(1, priority=80, urgent=True)), team("it"), switched_off=INTERRUPTED
    )
    assert run.started("high") == [2]
    assert run.paused("low") == [2]
    assert run.started("low") == [0, 3]
    assert run.ended("low") == 11


def test_other_work_of_higher_priority_waits_for_four_hours_of_uninterrupted_work() -> None:
    run = play(low_and_high(task(1, priority=80)), team("it"), switched_off=INTERRUPTED)
    assert run.started("high") == [4]
    assert run.ended("low") == 11
    run = play(low_and_high(task(1, priority=80), gap_h=6), team("it"), switched_off=INTERRUPTED)
    assert run.started("high") == [6]


def test_a_look_for_tasks_to_start_is_left_out_only_where_none_could(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look, left_out = starting.start_waiting, 0

    def looked(p: Tables, s: State) -> bool:
        nonlocal left_out
        if s.nobody_starts:
            left_out += 1
            twin = s.copy()
            twin.nobody_starts = False
            assert not look(p, twin)
        return look(p, s)

    monkeypatch.setattr(starting, "start_waiting", looked)
    # The last is at a firm with an office abroad, where a team's going home lets another begin.
    cases = {
        "double-extortion": "retainer",
        "insider-export": "no-plan",
        "unpatched-flaw": "retainer",
    }
    for case, answer in cases.items():
        scenario, its_plan = load_scenario(f"breaches/{case}"), load_plan(f"plans/{answer}")
        program = Program(scenario, its_plan, seed=99)
        for replication in range(2):
            Engine(program, replication).finish()
    assert left_out > 100


def test_nothing_interrupts_its_equal_or_what_is_urgent() -> None:
    run = play(low_and_high(task(1, priority=20)), team("it"), switched_off=INTERRUPTED)
    assert run.started("high") == [10]
    tasks = low_and_high(task(1, priority=80, urgent=True))
    tasks["low"]["urgent"] = True
    assert play(tasks, team("it"), switched_off=INTERRUPTED).started("high") == [10]


def test_without_interruption_everyone_finishes_what_they_began() -> None:
    run = play(low_and_high(task(1, priority=80, urgent=True)), team("it"), switched_off=only())
    assert run.started("high") == [10]
    assert run.paused("low") == []


def test_only_those_are_interrupted_whose_people_are_needed() -> None:
    tasks = low_and_high(task(1, priority=80, urgent=True))
    tasks["other"] = task(10, {"legal": 1}, priority=5)
    run = play(tasks, team("it"), team("counsel", "legal"), switched_off=INTERRUPTED)
    assert run.started("high") == [2]
    assert run.paused("other") == []
    assert run.ended("other") == 10


def test_the_least_task_is_the_one_interrupted() -> None:
    tasks = low_and_high(task(1, priority=80, urgent=True))
    tasks["lower"] = task(10, priority=10)
    run = play(tasks, team("it", heads=2), switched_off=INTERRUPTED)
    assert run.paused("lower") == [2]
    assert run.paused("low") == []


# -- shifts and hand-over ----------------------------------------------------------------------

SHIFTED = only("nights", "hand-over")


def test_work_goes_home_at_the_end_of_a_shift_and_comes_back() -> None:
    run = play({"long": task(20)}, team("it", shift=OFFICE), switched_off=SHIFTED)
    assert run.started("long") == [9, 24 + 9, 48 + 9]
    assert run.paused("long") == [17, 24 + 17]
    assert run.ended("long") == 48 + 13


def test_nobody_works_at_the_weekend() -> None:
    run = play({"long": task(41)}, team("it", shift=OFFICE), switched_off=SHIFTED)
    assert run.ended("long") == 7 * 24 + 10


def test_without_nights_work_goes_on() -> None:
    run = play({"long": task(41)}, team("it", shift=OFFICE), switched_off=only())
    assert run.ended("long") == 41


def test_who_takes_over_needs_half_an_hour_more() -> None:
    late = team("late", "it", shift="Mon-Fri 17:00-23:00")
    teams = (team("early", "it", shift=OFFICE), late)
    run = play({"long": task(10)}, *teams, switched_off=SHIFTED)
    assert run.ended("long") == 9 + 10 + 0.5
    assert play({"long": task(10)}, *teams, switched_off=only("nights")).ended("long") == 19


def test_nobody_takes_over_just_before_going_home() -> None:
    early = team("early", "it", shift="Mon-Fri 09:00-17:00")
    teams = (early, team("late", "it", shift="Mon-Fri 09:30-17:30"))
    run = play({"long": task(10)}, *teams, switched_off=SHIFTED)
    assert [int(e.before) for e in run.events("task.start")] == [0, 0]


def test_everyday_work_and_overtime_change_the_hours_of_a_task() -> None:
    half = team("it", shift=OFFICE, everyday_share=0.5)
    tasks = {"work": task(4)}
    assert play(tasks, half, switched_off=only("nights", "everyday-work")).ended("work") == 17
    assert play(tasks, half, switched_off=only("nights")).ended("work") == 13
    relief = {"it": {"everyday_share": 0.0}}
    run = play(tasks, half, staffing=relief, switched_off=only("nights", "everyday-work"))
    assert run.ended("work") == 13
    longer = {"it": {"overtime_h": 2}}
    run = play({"work": task(10)}, team("it", shift=OFFICE), staffing=longer, switched_off=SHIFTED)
    assert run.ended("work") == 19


def test_people_of_two_teams_work_while_both_are_there() -> None:
    teams = (team("it", shift=OFFICE), team("late", "legal", shift="Mon-Fri 13:00-21:00"))
    run = play({"both": task(6, {"it": 1, "legal": 1})}, *teams, switched_off=SHIFTED)
    assert run.started("both") == [13, 24 + 13]
    assert run.ended("both") == 24 + 15


def test_two_who_need_each_other_never_wait_for_ever() -> None:
    pairs = [{"it": 1, "legal": 1}, {"legal": 1, "it": 1}, {"it": 2}]
    teams = (team("it", heads=2), team("counsel", "legal"))
    for seed in range(15):
        rng = np.random.default_rng(seed)
        tasks = {
            f"task-{n:02d}": task(float(rng.choice([0.5, 1, 3, 7])), pairs[rng.integers(3)])
            | {"priority": int(rng.choice([20, 50, 80])), "urgent": bool(rng.random() < 0.2)}
            for n in range(30)
        }
        run = play(tasks, *teams, switched_off=only("interruption", "hand-over"), until_d=30)
        assert all(run.ended(name) > 0 for name in tasks)


# -- trying again -------------------------------------------------------------------------------


def test_work_that_did_not_do_it_is_done_again_after_a_wait() -> None:
    again = {"chance": 1.0, "wait_h": 5, "most": 2}
    tasks = {"stop": task(2, again=again, effects=[flag("stopped")])}
    run = play(tasks, team("it"), switched_off=only("repeats"))
    # Even a sure chance is cut to 95 in 100, and draws decide.
    row = run.state.row
    place = run.tables.task_again[0]
    tries = next((n for n in range(2) if row[place + n] >= 0.95), 2)
    assert len(run.started("stop")) == tries + 1
    assert run.flagged("stopped") == 2 + 7 * tries


def test_without_repeats_everything_works_at_the_first_try() -> None:
    tasks = {"stop": task(2, again={"chance": 1.0, "wait_h": 5, "most": 2})}
    assert play(tasks, team("it"), switched_off=only()).started("stop") == [0]


def test_tired_people_do_more_over() -> None:
    tasks = {"long": task(13.0, again={"chance": 0.4, "most": 1})}
    day = team("it", shift="Mon-Sun 08:00-22:00")
    again = {"tired": 0, "rested": 0}
    for name, mechanisms in (("tired", ["fatigue"]), ("rested", [])):
        scenario = breach(firm(day), switched_off=only("nights", "repeats", *mechanisms))
        program = Program(scenario, plan(tasks), seed=1)
        for replication in range(120):
            run = Play(scenario, plan(tasks), program=program, replication=replication)
            again[name] += len(run.to(24 * 9).events("task.again"))
    assert again["tired"] > again["rested"]
    assert abs(again["rested"] - 48) < 3.5 * (120 * 0.4 * 0.6) ** 0.5


# -- conditions, skipping, effects on tasks -----------------------------------------------------


def test_a_task_waits_for_its_condition_and_is_skipped_where_it_is_not_needed() -> None:
    tasks = {
        "go": task(3, effects=[flag("go")]),
        "when": task(1, when={"flag": "go"}),
        "skipped": task(9, skip_when={"without": "go"}),
        "after": task(1, after=["skipped"], priority=90),
    }
    run = play(tasks, team("it"))
    assert run.started("when") == [4]
    assert run.hours("task.skip", "task/skipped") == [0]
    assert run.started("after") == [0]


def test_tasks_are_started_cancelled_and_slowed_by_name_and_by_label() -> None:
    effects = [
        {"effect": "task", "task": "asleep", "act": "start"},
        {"effect": "task", "task": "fix", "act": "cancel"},
        {"effect": "task", "task": "long", "act": "slow", "factor": 3},
        {"effect": "task", "task": "lull", "act": "slow", "factor": 2},
    ]
    tasks = {
        "asleep": task(1, when={"flag": "never"}, people={"hr": 1}),
        "mend-1": task(50, {"legal": 1}, label="fix"),
        "mend-2": wait(50),
        "then": task(1, {"legal": 1}, after=["mend-1", "mend-2"]),
        "long": task(10),
        "lull": wait(10, label="review"),
    }
    teams = (team("it"), team("hr", "hr"), team("counsel", "legal"))
    run = play(tasks, *teams, injects={"news": inject(4, *effects)}, switched_off=only())
    assert run.started("asleep") == [4]
    assert run.hours("task.cancel", "task/mend-1") == [4]
    assert run.started("then") == [4]
    assert run.ended("long") == 4 + 6 * 3
    assert run.ended("lull") == 4 + 6 * 2


def test_heads_come_and_go_and_the_least_task_goes_back() -> None:
    leave = {"effect": "staff", "team": "it", "add": -1}
    tasks = {"great": task(10, priority=80), "small": task(10, priority=20)}
    run = play(tasks, team("it", heads=2), injects={"ill": inject(4, leave)}, switched_off=only())
    assert run.paused("small") == [4]
    assert run.ended("great") == 10
    assert run.ended("small") == 16
    more = inject(2, leave | {"add": 1})
    run = play(tasks, team("it"), injects={"lent": more}, switched_off=only())
    assert run.started("small") == [2]


# -- the four phases ----------------------------------------------------------------------------


def phased(phases: tuple[str, ...]) -> Play:
    """One task in each phase; injects open the phases without any of them."""
    opening = {
        "confirmed": inject(10, flag("confirmed")),
        "aware": inject(20, flag("aware")),
        "contained": inject(30, {"effect": "leak", "multiply": 0}),
    }
    tasks = {
        name: task(2, {role: 1}, phase=name)
        for name, role in zip(PHASES, ("it", "hr", "legal", "privacy"), strict=True)
    }
    tasks["needs-both"] = task(1, after=["detection", "containment"], phase="remediation")
    teams = [team(role, role) for role in ("it", "hr", "legal", "privacy")]
    off = {"switched_off": only(), "injects": opening}
    return Play(insider(firm(*teams), **off), plan(tasks), phases=phases).to(24 * 9)


def test_phases_open_one_by_one() -> None:
    run = phased(PHASES)
    starts = {name: run.started(name) for name in PHASES}
    assert starts == {
        "detection": [0],
        "containment": [10],
        "notification": [20],
        "remediation": [30],
    }
    assert run.started("needs-both") == [30]
    assert [(e.subject, e.time_h) for e in run.events("phase.start")] == [
        ("phase/detection", 0),
        ("phase/containment", 10),
        ("phase/notification", 20),
        ("phase/remediation", 30),
    ]
    assert [(e.subject, e.time_h) for e in run.events("phase.end")] == [
        ("phase/detection", 10),
        ("phase/containment", 30),
    ]


@pytest.mark.parametrize("missing", PHASES)
def test_without_its_process_a_phases_tasks_do_not_start(missing: str) -> None:
    run = phased(tuple(name for name in PHASES if name != missing))
    whole = phased(PHASES)
    for name in PHASES:
        assert run.started(name) == ([] if name == missing else whole.started(name))
    needed = {"detection", "containment", "remediation"}
    assert run.started("needs-both") == ([] if missing in needed else [30])
    assert run.events("phase.start", f"phase/{missing}") == []


def test_a_false_alarm_is_looked_into_in_the_phase_of_detection() -> None:
    scenario = breach(firm(team("it", heads=90)), switched_off=only("false-alarms"))
    others = tuple(name for name in PHASES if name != "detection")
    with_it = Play(scenario, plan()).to(24 * 90)
    without = Play(scenario, plan(), phases=others).to(24 * 90)
    assert len(with_it.started("false-alarm")) == len(with_it.events("alarm.false")) > 0
    assert without.started("false-alarm") == []


def test_phases_end_when_all_they_are_for_is_done() -> None:
    tasks = {
        "look": task(1, effects=[flag("confirmed")]),
        "triage": task(1, phase="containment", effects=[flag("aware")]),
        "stop": task(2, phase="containment", effects=[{"effect": "leak", "multiply": 0}]),
        "tell": task(
            3, phase="notification", effects=[{"effect": "tell", "audience": "affected"}]
        ),
        "fix": task(4, phase="remediation", effects=[flag("cause_fixed")]),
    }
    run = Play(insider(firm(team("it", heads=9)), switched_off=only()), plan(tasks)).to(24)
    ends = {e.subject.removeprefix("phase/"): e.time_h for e in run.events("phase.end")}
    assert ends == {"detection": 1, "containment": 3, "notification": 5, "remediation": 7}


# -- the clock, its end, and acts ---------------------------------------------------------------


def small(**more: Any) -> Play:
    leak = load_scenario(DATA / "leak.yaml")
    return Play(leak, load_plan(DATA / "plan.yaml"), **more)


def test_a_run_that_nobody_finds_ends_after_three_years() -> None:
    run = Play(breach(), plan()).finish()
    assert run.engine.now == 1_095 * DAY
    assert run.recorder.tally.outcome().first_sign_h is None


def test_a_run_ends_a_year_after_awareness() -> None:
    tasks = {"look": task(30, effects=[flag("aware")])}
    run = play(tasks, team("it"), until_d=2_000)
    assert run.engine.now == 30 * HOUR + 365 * DAY
    assert run.state.finished
    with pytest.raises(ActRefused, match="over"):
        run.engine.set_heads("it", 3)


@pytest.mark.parametrize("drill", [False, True])
def test_stops_on_the_way_change_nothing(drill: bool) -> None:
    straight = small(drill=drill).finish().log.text()
    for seed in range(3):
        rng, run = np.random.default_rng(seed), small(drill=drill)
        while not run.state.finished:
            step = rng.choice([0, 1, 60, 3_599, HOUR, 7 * HOUR, DAY, 40 * DAY])
            run.engine.advance(run.engine.now + int(step))
        assert run.log.text() == straight


def test_the_clock_stops_where_it_was_told_to() -> None:
    run = small()
    for until in (0, 1, 59, 4 * HOUR, 4 * HOUR, 4 * HOUR + 1):
        run.engine.advance(until)
        assert run.engine.now == until
    run.engine.advance(0)
    assert run.engine.now == 4 * HOUR + 1


def test_the_clock_stops_where_only_something_called_off_would_have_happened() -> None:
    run = Play(breach(injects={"news": inject(5)}, switched_off=only()), plan()).to(2)
    run.engine.hold_back("news")
    run.to(5)
    assert run.engine.now == 5 * HOUR
    run.engine.release("news")
    assert run.hours("inject.release", "inject/news") == [5]


def test_next_is_when_something_will_happen() -> None:
    run = Play(breach(injects={"news": inject(5)}, switched_off=only()), plan()).to(1)
    assert run.engine.next_s == 5 * HOUR


def test_in_a_drill_the_first_sign_comes_as_the_scenario_fixes_it() -> None:
    for replication in range(3):
        run = small(drill=True, replication=replication).to(48)
        assert run.hours("channel.fire", "channel/client") == [36]
        assert run.flagged("first_sign") == 36
        assert run.flagged("complaint") == 36


def test_a_plan_answers_in_a_study_and_the_room_in_a_drill() -> None:
    decisions = {"ask": question(8, flag("default")) | {"when": {"flag": "first_sign"}}}
    off = {"switched_off": only(), "decisions": decisions}
    sign = {"sign": inject(5, flag("first_sign"))}
    answers = {"answers": {"ask": "no"}}
    for drill, answer_h, option in ((False, 5, 1), (True, 13, 0)):
        run = Play(breach(injects=sign, **off), plan(**answers), drill=drill).to(24)
        (answered,) = run.events("decision.answer")
        assert (answered.time_h, answered.after) == (answer_h, option)
        assert run.hours("decision.raise", "decision/ask") == [5]


def test_without_an_answer_a_decision_falls_to_its_default_in_time() -> None:
    decisions = {"ask": question(8, flag("default")) | {"when": {"flag": "first_sign"}}}
    sign = {"sign": inject(5, flag("first_sign"))}
    scenario = breach(injects=sign, decisions=decisions, switched_off=only())
    assert Play(scenario, plan()).to(24).flagged("default") == 13


def test_the_room_decides_once_and_before_the_question_if_it_likes() -> None:
    decisions = {"ask": question(8, flag("default")) | {"when": {"flag": "first_sign"}}}
    run = Play(breach(decisions=decisions, switched_off=only()), plan(), drill=True).to(3)
    run.engine.decide("ask", "no")
    (answered,) = run.events("decision.answer")
    assert (answered.time_h, answered.after, answered.cause) == (3, 1, "the room")
    with pytest.raises(ActRefused, match="taken already"):
        run.engine.decide("ask", "yes")
    with pytest.raises(ActRefused, match="no decision 'aks'"):
        run.engine.decide("aks", "yes")


def test_injects_come_at_their_time_on_their_condition_and_by_hand() -> None:
    injects = {
        "timed": inject(5),
        "when": inject(6, when={"flag": "go"}),
        "sign": inject(2, after="first_sign"),
        "after-aware": inject(3, after="aware"),
        "after-decision": inject(1, after="decision/ask"),
        "hand": inject(0, after="hand"),
        "contingency": inject(1, type="contingency"),
    }
    tasks = {"go": task(9, effects=[flag("go"), flag("first_sign"), flag("aware")])}
    decisions = {"ask": question(4) | {"when": {"flag": "go"}}}
    off = {"switched_off": only(), "injects": injects, "decisions": decisions}
    found = {}
    for drill in (False, True):
        run = Play(breach(**off), plan(tasks), drill=drill).to(48)
        found[drill] = {e.subject[7:]: e.time_h for e in run.events("inject.release")}
    study = {"timed": 5, "when": 9, "sign": 11, "after-aware": 12, "after-decision": 14}
    assert found[False] == study
    assert found[True] == study | {"contingency": 1}


def test_injects_are_released_held_back_skipped_edited_and_improvised() -> None:
    cost = {"effect": "cost", "amount": 100}
    injects = {name: inject(10, cost) for name in ("early", "held", "skipped", "edited")}
    run = Play(breach(injects=injects, switched_off=only()), plan(), drill=True).to(2)
    dear = CostEffect(effect="cost", amount={"value": 700})
    run.engine.release("early")
    run.engine.hold_back("held")
    run.engine.skip("skipped")
    run.engine.edit("edited", [dear])
    run.engine.edit("improvised-01", [dear], Condition(flag=("go",)))
    run.to(20)
    run.engine.release("held")
    run.engine.release("improvised-01")
    released = {e.subject[7:]: e.time_h for e in run.events("inject.release")}
    assert released == {"early": 2, "edited": 10, "held": 20, "improvised-01": 20}
    assert run.state.cost == 100 + 700 + 100 + 700
    for name in ("early", "skipped"):
        with pytest.raises(ActRefused, match="already"):
            run.engine.release(name)
    with pytest.raises(ActRefused, match="no inject 'earl'"):
        run.engine.release("earl")


def test_heads_and_shifts_can_be_changed_while_work_is_under_way() -> None:
    off = only("nights")
    run = Play(breach(firm(team("it", shift=OFFICE)), switched_off=off), plan({"long": task(20)}))
    run.to(10).engine.set_shift("it", "Mon-Sun 09:00-21:00")
    assert run.to(100).ended("long") == 24 + 17
    run = Play(breach(firm(team("it", shift=OFFICE)), switched_off=off), plan({"long": task(20)}))
    run.to(10).engine.set_shift("it", "Mon-Sun 12:00-20:00")
    assert run.paused("long") == [10]
    assert run.to(100).started("long")[1] == 12
    run = Play(breach(switched_off=only()), plan({"a": task(9), "b": task(9)})).to(3)
    run.engine.set_heads("it", 2)
    assert run.started("b") == [3]
    run.engine.set_heads("it", 0)
    assert run.to(50).events("task.end") == []
    with pytest.raises(ActRefused, match="heads of it"):
        run.engine.set_heads("it", -1)


def test_help_is_called_by_hand() -> None:
    teams = (team("it"), team("away", "legal", outside=True, arrives_h=6))
    off = only("search-for-help")
    run = Play(breach(firm(*teams), switched_off=off), plan()).to(3)
    run.engine.call_in("away")
    assert run.to(20).hours("staff.arrive", "team/away") == [9]
    with pytest.raises(ActRefused, match="not from outside"):
        run.engine.call_in("it")


def test_acts_at_the_same_instants_give_the_same_bytes() -> None:
    def acted() -> str:
        run = small(drill=True).to(40)
        run.engine.set_heads("it", 2)
        run.engine.release("paper")
        run.to(41.5)
        run.engine.decide("whom", "confirmed")
        run.engine.set_shift("desk", "Mon-Sun 08:00-20:00", 1.0)
        return run.finish().log.text()

    assert acted() == acted()


def test_causes_are_named() -> None:
    tasks = {"look": task(2, effects=[flag("confirmed")])}
    run = play(tasks, team("it"))
    (line,) = run.events("flag.set")
    assert line.cause == "task/look"
    run = Play(breach(injects={"n": inject(4, flag("go"))}, switched_off=only()), plan()).to(9)
    (line,) = run.events("flag.set")
    assert line.cause == "inject/n"


def test_help_from_outside_stands_in_where_it_is_urgent_or_nobody_else_is_left() -> None:
    examiners = {"outside": True, "arrives_h": 0, "deputises": ["it"]}
    away = team("examiners", "forensics", **examiners)
    call = {"effect": "call_in", "team": "examiners"}
    tasks = {
        "busy": task(10, effects=[], priority=90),
        "come": wait(0, effects=[call]),
        "stop": task(1, urgent=False, priority=10),
        "clear-up": task(1, priority=5),
    }
    plain = play(tasks, team("it"), away)
    assert (plain.ended("stop"), plain.ended("clear-up")) == (11, 12)
    urgent = {**tasks, "stop": {**tasks["stop"], "urgent": True}}
    hurried = play({**urgent, "busy": task(10, urgent=True, priority=90)}, team("it"), away)
    assert (hurried.ended("stop"), hurried.ended("clear-up")) == (1, 11)
    alone = play(tasks, team("it", heads=0), away)
    assert alone.ended("clear-up") == 12

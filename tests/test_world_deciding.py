"""Who decides, when and at what price; a team that meets; offices by their own clocks."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from simulation.engine import Engine
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder, run
from simulation.world import starting, work
from simulation.world.effects import raise_decision
from simulation.world.facts import FACT
from simulation.world.layout import A_MANAGEMENT, E_DECISION, E_TASK, HOUR, State, Tables

NIGHT_S = 2 * HOUR
"""Friday, 22:15: nobody is at work before Saturday, 10:00, when the owner comes for an hour."""
SATURDAY_S = round(13.75 * HOUR)

LEAK = load_scenario("breaches/insider-export")
LEAN = load_plan("plans/lean")


def raised(plan: Plan, scenario: Scenario = LEAK, decision: str = "isolate") -> tuple[int, float]:
    """Put a question at night; return when it will be answered and what that has cost."""
    program = Program(scenario, plan, seed=1)
    p, s = program.tables, program.state(0)
    s.now = NIGHT_S
    s.told_at[A_MANAGEMENT] = 0
    place = program.decisions.index(decision)
    raise_decision(p, s, place)
    return s.due[p.entity(E_DECISION, place)], s.cost


def test_a_question_waits_for_its_owner_to_come_to_work_or_for_the_limit() -> None:
    alone = LEAN.change({"staffing.owner.on_call": False})
    patient = LEAK.change({"decisions.isolate.wait_h": 48})
    assert raised(alone, patient) == (SATURDAY_S, 0.0)
    assert raised(alone) == (NIGHT_S + 8 * HOUR, 0.0)  # its limit comes first, and the default


def test_who_is_on_call_decides_at_night_and_is_paid_for_it() -> None:
    when, cost = raised(LEAN)
    assert when == NIGHT_S + HOUR // 2
    assert cost == pytest.approx(0.5 * 260 * 1.5)


def test_a_deputy_decides_after_the_stated_time() -> None:
    staffing = {"owner.on_call": False, "owner.shift": "Mon 09:00-10:00"}
    staffing |= {"senior-accountants.on_call": True}
    plan = LEAN.change({f"staffing.{name}": value for name, value in staffing.items()})
    plan = plan.change({"coordination.deputy_after_h": 3})
    assert raised(plan)[0] == NIGHT_S + round(3.5 * HOUR)


def test_without_the_mechanism_or_in_a_drill_nobody_is_waited_for() -> None:
    alone = LEAN.change({"staffing.owner.on_call": False})
    assert raised(alone, LEAK.without("decision-owner"))[0] == NIGHT_S
    program = Program(LEAK, alone, seed=1)
    p, s = program.tables, program.state(0)
    s.drill = True
    raise_decision(p, s, program.decisions.index("isolate"))
    assert s.due[p.entity(E_DECISION, program.decisions.index("isolate"))] == 8 * HOUR


def test_where_no_team_meets_a_question_goes_round_first() -> None:
    alone = LEAN.change({"coordination.convened": False})
    assert raised(alone)[0] - raised(LEAN)[0] == 4 * HOUR


def test_where_no_team_meets_work_that_goes_on_from_others_takes_longer() -> None:
    asked_h = load_scenario("breaches/insider-export").parameters.people.uncoordinated_task_h
    longer = {}
    for met in (True, False):
        plan = LEAN.change({"coordination.convened": met})
        log = run(LEAK.without("decision-owner", "repeats"), plan, seed=2).log
        longer[met] = {e.subject: e.after for e in reversed(log.of("task.ready"))}
    both = longer[True].keys() & longer[False].keys()
    more = {task: longer[False][task] - longer[True][task] for task in both}
    for task in ("task/triage", "task/draft-notice"):  # the administrator's, the owner's work
        assert more[task] == pytest.approx(asked_h.central)
    assert more["task/first-look"] == pytest.approx(0.0)  # nobody has done anything before
    assert more["task/stop"] == pytest.approx(0.0)  # urgent


def test_where_no_team_meets_taking_over_takes_twice_as_long() -> None:
    plans = (LEAN.change({"coordination.convened": met}) for met in (True, False))
    met_h, alone_h = (Program(LEAK, plan, seed=1).tables.hand_over_h for plan in plans)
    factor = LEAK.parameters.people.uncoordinated_hand_over_factor.central
    assert alone_h == pytest.approx(factor * met_h)
    assert factor > 1.0


def at_work(plan: Plan) -> tuple[Tables, State, int]:
    """Return a running piece of the administrator's work, begun on Monday morning."""
    program = Program(LEAK.without("everyday-work", "interruption"), plan, seed=1)
    engine = Engine(program)
    task = program.tasks.index("preserve-evidence")
    engine.advance(round(60.75 * HOUR))
    p, s = engine.tables, engine.state
    s.phase_start[p.task_phase[task]] = s.now
    work.make_ready(p, s, task)
    s.left_s[task] = 2.0 * HOUR
    starting.start_waiting(p, s)
    return p, s, p.entity(E_TASK, task)


def test_meetings_stretch_the_work_of_who_meets_by_their_share() -> None:
    plan = LEAN.change({"coordination.meeting_share": 0.2})
    p, s, entity = at_work(plan)
    assert s.due[entity] - s.now == 2 * HOUR
    s.now += HOUR
    work.meet(p, s, True)
    assert s.due[entity] - s.now == pytest.approx(HOUR / 0.8, abs=2)
    s.now += HOUR
    work.meet(p, s, False)
    assert s.due[entity] - s.now == pytest.approx(0.2 * HOUR, abs=2)
    kinds = [fact[1] for fact in s.facts]
    assert kinds.count(FACT["staff.meet"]) == kinds.count(FACT["staff.part"]) == 1


@functools.cache
def from_evening(zone: str, holidays: str | None) -> tuple[Outcome, ...]:
    """Let a sign come on a Monday evening to a firm whose second office has some clock."""
    firm = load_organisation("organisations/group-400").change(
        {"offices.hamburg.time_zone": zone, "offices.hamburg.holidays": holidays}
    )
    sign = {"begins": "2026-03-02 12:00", "first_sign": {"after_h": 7.5, "channel": "monitoring"}}
    program = Program(LEAK.change(sign), LEAN, firm, seed=11)
    outcomes = []
    for replication in range(12):
        recorder = Recorder(program, keep_log=False)
        engine = Engine(program, replication, recorder, drill=True)
        engine.advance(60 * 24 * HOUR)
        outcomes.append(recorder.tally.outcome())
    return tuple(outcomes)


@pytest.mark.slow
def test_a_second_office_in_another_zone_shortens_containment_begun_in_the_evening() -> None:
    def hours(outcomes: tuple[Outcome, ...]) -> np.ndarray:
        return np.array([o.contained_h or 60 * 24.0 for o in outcomes])

    saved = hours(from_evening("Asia/Shanghai", "CN")) - hours(from_evening("Europe/Berlin", "DE"))
    assert saved.mean() - 2.2 * saved.std(ddof=1) / len(saved) ** 0.5 > 0.5

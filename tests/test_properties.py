"""What holds in every run, on scenarios and plans that Hypothesis makes up."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from models import OFFICE, Play, breach, firm, holding, plan, task, team, wait

import simulation as sim
from simulation.inputs.fit import check_fit
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.program import Program
from simulation.world import grid, happenings
from simulation.world.layout import (
    DAY,
    PHASES,
    T_RUNNING,
    State,
    Tables,
)
from simulation.world.public import trust_now
from simulation.world.threat import people_affected
from simulation.world.working_time import is_open

Case = tuple[Scenario, Plan]
FLAGS = ("first_sign", "confirmed", "aware", "published", "complaint", "cause_fixed", "own-flag")
AUDIENCES = ("management", "regulator", "affected", "all_clients", "partners", "public")
HOURS = st.sampled_from([0, 0.25, 1, 2, 3, 8, 24, 60])
"""Many whole hours, so that much happens at one instant."""
DISTRIBUTIONS = st.sampled_from(
    [{"lognormal": {"median": 3, "sigma": 0.8}}, {"exponential": {"mean": 12}}]
)

ROLES = ("it", "legal", "hr")
SHIFTS = st.sampled_from([OFFICE, "Mon-Sun 00:00-24:00", "Mon-Sat 14:00-22:00", "Tue 09:00-12:00"])


def effects(tasks: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Any effect that makes sense in a generated case."""
    simple = [
        st.builds(lambda x: {"effect": "leak", "multiply": x}, st.sampled_from([0, 0.5, 2])),
        st.builds(lambda x: {"effect": "harm", "multiply": x}, st.sampled_from([0.3, 1.5])),
        st.builds(
            lambda x, y: {"effect": "flag", "flag": x, "to": y},
            st.sampled_from(FLAGS),
            st.sampled_from([True, True, True, False]),
        ),
        st.builds(lambda x: {"effect": "report", "precision": x}, PRECISIONS),
        st.builds(lambda x: {"effect": "tell", "audience": x}, st.sampled_from(AUDIENCES)),
        st.builds(lambda x: {"effect": "list", "whom": x}, LISTS),
        st.builds(lambda x: {"effect": "staff", "team": "it", "add": x}, st.integers(-2, 2)),
        st.just({"effect": "call_in", "team": "away"}),
        st.just({"effect": "raise", "decision": "ask"}),
        st.builds(lambda x: {"effect": "trust", "shock_share": x}, st.floats(-0.5, 0.5)),
        st.builds(lambda x: {"effect": "mend", "by": x}, MENDINGS),
        st.builds(
            lambda x: {"effect": "system", "system": "server", "to": x},
            st.sampled_from(["isolated", "restored"]),
        ),
        st.builds(lambda x: {"effect": "attention", "multiply": x, "news": True}, st.floats(0, 2)),
        st.just({"effect": "world_event", "event": "data-posted", "median_h": 30}),
        st.builds(lambda x: {"effect": "cost", "amount": x}, st.sampled_from([1, 1_000])),
        st.builds(lambda x: {"effect": "channel", "channel": "staff", "multiply": x}, HOURS),
        st.builds(
            lambda x, y: {"effect": "task", "task": x, "act": y, "factor": 2},
            st.sampled_from(tasks),
            st.sampled_from(["start", "cancel", "slow"]),
        ),
    ]
    return st.one_of(simple)


PRECISIONS = st.sampled_from(["triage", "scope", "listing"])
LISTS = st.sampled_from(["confirmed", "possible", "all"])
MENDINGS = st.sampled_from(["apology", "corrective_action", "compensation"])


@st.composite
def firms(draw: st.DrawFn) -> Organisation:
    away = team("away", "forensics", outside=True, arrives_h=draw(HOURS))
    teams = [
        team(
            role,
            role,
            heads=draw(st.integers(1, 3)),
            shift=draw(SHIFTS),
            deputises=[r for r in ROLES if r != role] if draw(st.booleans()) else [],
            everyday_share=draw(st.sampled_from([0, 0.5])),
        )
        for role in ROLES
    ]
    holdings = [holding("list", 1_000), holding("more", 50, 200)]
    return firm(*teams, away, holdings=holdings)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    names = [f"task-{n:02d}" for n in range(draw(st.integers(2, 12)))]
    tasks = {}
    for n, name in enumerate(names):
        more: dict[str, Any] = {
            "phase": draw(st.sampled_from(PHASES)),
            "after": sorted(draw(st.sets(st.sampled_from(names[:n]), max_size=2))) if n else [],
            "effects": draw(st.lists(effects(names), max_size=2)),
        }
        if draw(st.booleans()):
            more["when"] = {"flag": draw(st.sampled_from(FLAGS))}
        effort = draw(st.one_of(HOURS, DISTRIBUTIONS))
        if draw(st.integers(0, 4)) == 0:
            tasks[name] = wait(effort, **more)
            continue
        more |= {"priority": draw(st.sampled_from([20, 50, 80])), "urgent": draw(st.booleans())}
        more["notices"] = draw(st.integers(0, 5)) == 0
        if draw(st.booleans()):
            more["again"] = {"chance": 0.5, "wait_h": draw(HOURS), "most": 2}
        people = dict.fromkeys(draw(st.sets(st.sampled_from(ROLES), min_size=1, max_size=2)), 1)
        tasks[name] = task(effort, draw(st.sampled_from([people, {"forensics": 1}])), **more)
    # Without these two nothing would ever begin.
    tasks["see"] = wait(draw(HOURS), effects=[{"effect": "flag", "flag": "first_sign"}])
    tasks["know"] = wait(draw(HOURS), after=["see"], effects=[{"effect": "flag", "flag": "aware"}])
    overtime = {
        "it": {"overtime_h": draw(st.sampled_from([0, 3])), "add": draw(st.integers(0, 1))}
    }
    return plan(tasks, staffing=overtime, support={"lent": {"hr": draw(st.integers(0, 2))}})


@st.composite
def cases(draw: st.DrawFn) -> Case:
    its_plan = draw(plans())
    some_effects = st.lists(effects(list(its_plan.tasks)), max_size=2)
    injects = {
        f"inject-{n}": {
            "title": "News",
            "text": "News.",
            "sender": "World",
            "to": ["it"],
            "mode": "news",
            "after": draw(st.sampled_from(["start", "first_sign", "aware", "decision/ask"])),
            "delay_h": draw(HOURS),
            "effects": draw(some_effects),
        }
        for n in range(draw(st.integers(0, 3)))
    }
    options = {
        name: {"label": name, "effects": draw(some_effects)} for name in ("first", "second")
    }
    ask = {"question": "Well?", "owner": "management", "wait_h": 24, "default": "first"}
    visits = {"kind": "insider_copying", "visit_gap_h": draw(st.sampled_from([5, 24]))}
    threats = [
        {"kind": "one_mistake", "holdings": ["more", "list"], "records": 700},
        visits | {"holdings": ["list", "more"], "batch_records": 90},
    ]
    scenario = breach(
        draw(firms()),
        threat=draw(st.sampled_from(threats)),
        channels=draw(st.sampled_from(["nobody", "insider"])),
        injects=injects,
        decisions={"ask": ask | {"when": {"flag": ["confirmed"]}, "options": options}},
        malicious=True,
        misuse=True,
        recipients="unknown",
        switched_off=sorted(draw(st.sets(st.sampled_from(MECHANISMS), max_size=4))),
    )
    assume(not check_fit(scenario, its_plan, scenario.organisation))
    return scenario, its_plan


SEEDS = st.integers(0, 2**64 - 1)
house = settings(max_examples=25, phases=[p for p in Phase if p is not Phase.explain])


def check_people(p: Tables, s: State) -> None:
    """Nobody works on two things at once, or while the team is not there."""
    busy: dict[int, int] = defaultdict(int)
    for number, status in enumerate(s.status):
        if status == T_RUNNING and not p.task_wait[number]:
            assert len(s.task_teams[number]) == len(p.task_roles[number])
            for place in s.task_teams[number]:
                busy[place] += 1
                assert s.arrived[place]
                assert is_open(p.calendars[s.calendar[place]], s.now)
    for place, heads in enumerate(s.heads):
        assert s.busy[place] == busy[place]
        assert 0 <= busy[place] + s.lent[place] <= heads


def check_knowledge(p: Tables, s: State) -> None:
    """The room knows of people where it has found something, and something was to be found."""
    for place, found in enumerate(s.found):
        assert not found or s.records_out[place] > 0.0
    held = sum(n for n, found in zip(p.holding_people, s.found, strict=True) if found)
    assert 0.0 <= s.estimate <= held + 1e-9
    everyone = sum(p.holding_people)
    assert 0.0 <= s.told_true <= min(people_affected(p, s), s.told_people) + 1e-9
    assert s.told_people <= everyone + 1e-9


def check_world(p: Tables, s: State, before: State) -> None:
    """Records, exposure, misuse, money and trust stay within their bounds."""
    for now, earlier, held in zip(
        s.records_out, before.records_out, p.holding_records, strict=True
    ):
        assert earlier <= now <= held
    assert s.record_days_untold >= before.record_days_untold - 1e-9
    assert s.misused >= before.misused
    assert s.misused <= people_affected(p, s) + 1e-9
    assert -1e-9 <= trust_now(p, s) <= p.trust.full + 1e-9
    for share, lasting, passing in zip(s.informed, s.lasting, s.passing, strict=True):
        assert 0.0 <= share <= 1.0 + 1e-9
        assert lasting >= -1e-9
        assert passing >= -1e-9
    assert abs(sum(s.cost_by_item) - s.cost) < 1e-6 * max(1.0, abs(s.cost))
    contacts = (s.contacts_to_come, s.contacts_waiting, s.contacts_answered, s.contacts_abandoned)
    assert min(contacts) >= -1e-9


@pytest.mark.slow
@house
@given(cases(), SEEDS)
def test_bounds_hold_at_every_instant(case: Case, seed: int) -> None:
    run = Play(*case, seed=seed)
    p, before = run.tables, run.state.copy()
    while run.engine.now < 25 * DAY and not run.state.finished:
        run.engine.advance(run.engine.next_s)
        check_people(p, run.state)
        check_knowledge(p, run.state)
        check_world(p, run.state, before)
        before = run.state.copy()


@pytest.mark.slow
@house
@given(cases(), SEEDS)
def test_nothing_happens_before_its_cause(case: Case, seed: int) -> None:
    scenario, its_plan = case
    run = Play(scenario, its_plan, seed=seed).to(24 * 25)
    times = [event.time_s for event in run.log]
    assert times == sorted(times)
    opened = {e.subject.removeprefix("phase/"): e.time_s for e in run.events("phase.start")}
    over: dict[str, int] = {}
    by_hand = {
        effect.task
        for effect in every_effect(scenario, its_plan)
        if effect.effect == "task" and effect.act == "start"
    }
    for event in run.log.of("task.ready", "task.end", "task.skip", "task.cancel", "task.start"):
        name = event.subject.removeprefix("task/")
        if name not in its_plan.tasks:
            continue
        model = its_plan.tasks[name]
        started_by_effect = name in by_hand or model.label in by_hand
        if event.kind in ("task.end", "task.skip", "task.cancel"):
            over[name] = event.time_s
        elif not started_by_effect:
            assert opened[model.phase] <= event.time_s
            assert all(over[other] <= event.time_s for other in model.after)
    happened = {("", "continuous change"), ("", "shift"), ("", "alarm"), ("", "visit")}
    for event in run.log:
        kind, _, name = event.cause.rpartition("/")
        if kind in ("task", "inject", "decision"):
            # Whoever causes something has been there before, or is at this very line.
            assert (kind, name) in happened or event.subject == event.cause
        happened.add(tuple(event.subject.rpartition("/")[::2]))


def every_effect(scenario: Scenario, its_plan: Plan) -> list[Any]:
    found = [effect for model in its_plan.tasks.values() for effect in model.effects]
    found += [effect for inject in scenario.injects.values() for effect in inject.effects]
    for decision in scenario.decisions.values():
        found += [effect for option in decision.options.values() for effect in option.effects]
    return found


@pytest.mark.slow
@house
@given(cases(), SEEDS)
def test_money_adds_up_from_the_log(case: Case, seed: int) -> None:
    run = Play(*case, seed=seed).to(24 * 25)
    last = 0.0
    for line in run.events("cost"):
        assert line.before == last
        last = line.after
    outcome = run.recorder.tally.outcome()
    assert outcome.cost == last == run.state.cost
    for parts in (outcome.cost_by_item, outcome.cost_by_form):
        assert abs(sum(parts.values()) - last) < 1e-6 * max(1.0, abs(last))


@pytest.mark.slow
@house
@given(cases(), SEEDS, st.lists(st.integers(0, 25 * DAY), max_size=5))
def test_stops_and_forks_give_the_same_log(case: Case, seed: int, stops: list[int]) -> None:
    program = Program(*case, seed=seed)
    straight = Play(*case, program=program).to(24 * 25)
    stopped = Play(*case, program=program)
    for stop in sorted(stops):
        stopped.engine.advance(stop)
        recorder = stopped.recorder.copy()
        stopped.engine = stopped.engine.fork(sink=recorder)
        stopped.recorder = recorder
    assert stopped.to(24 * 25).log.text() == straight.log.text()


def test_what_is_kept_from_one_happening_to_the_next_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = sim.run("breaches/double-extortion", "plans/lean", seed=11)

    def forgetful(p: Tables, s: State, until: int) -> int:
        s.around, s.may_come = None, [None] * len(s.may_come)
        return walk(p, s, until)

    walk = grid.walk
    monkeypatch.setattr(grid, "walk", forgetful)
    monkeypatch.setattr(happenings, "has_stirred", lambda _p, _s: True)
    again = sim.run("breaches/double-extortion", "plans/lean", seed=11)
    assert again.log.facts == kept.log.facts

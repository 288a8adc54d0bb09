"""Forks: onto the same replication nothing changes, onto others they are the conditional law."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from models import DATA, Play, breach, firm, flag, only, plan, sizes, task, team
from scipy import stats

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.layout import DAY, HOUR


def small() -> tuple[Scenario, Plan]:
    return load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")


def shipped(scenario: str, its_plan: str) -> tuple[Scenario, Plan]:
    return load_scenario(f"breaches/{scenario}"), load_plan(f"plans/{its_plan}")


def tail(recorder: Recorder, after_s: int) -> list[str]:
    return [str(event) for event in recorder.log if event.time_s > after_s]


def forked(program: Program, until_s: int, **engine: Any) -> tuple[Recorder, Recorder]:
    """A run that goes straight on from a moment, and a fork of it at that moment."""
    straight = Recorder(program)
    trunk = Engine(program, 3, straight, **engine)
    trunk.advance(until_s)
    branch = straight.copy()
    twin = trunk.fork(sink=branch)
    # Going on with one must not be felt by the other, whichever goes first.
    twin.advance(until_s + 20 * DAY)
    trunk.finish()
    twin.finish()
    return straight, branch


def assert_same(straight: Recorder, branch: Recorder) -> None:
    assert branch.log.text() == straight.log.text()
    assert branch.tally.outcome() == straight.tally.outcome()


def moments(program: Program, number: int) -> list[int]:
    """Moments at which much is going on: between, and exactly at, happenings of the response."""
    recorder = Recorder(program)
    Engine(program, 3, recorder).finish()
    busy = recorder.log.of("task", "decision", "inject", "staff", "obligation", "told")
    times = sorted({event.time_s for event in busy})
    chosen = [times[(len(times) - 1) * n // (number - 1)] for n in range(number)]
    return [0, 1, *(t + shift for t in chosen for shift in (-1, 0, 1) if t + shift >= 0)]


def test_a_fork_onto_the_same_replication_goes_on_to_the_byte() -> None:
    program = Program(*small(), seed=5)
    for until_s in moments(program, 8):
        assert_same(*forked(program, until_s))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "its_plan"), [("insider-export", "no-plan"), ("mis-sent-filing", "lean")]
)
def test_shipped_cases_fork_to_the_byte(scenario: str, its_plan: str) -> None:
    program = Program(*shipped(scenario, its_plan), seed=5)
    for until_s in moments(program, 10):
        assert_same(*forked(program, until_s))


def test_a_fork_before_the_first_step_goes_on_to_the_byte() -> None:
    program = Program(*small(), seed=5)
    straight, branch = Recorder(program), Recorder(program)
    trunk = Engine(program, 3, straight)
    twin = trunk.fork(sink=branch)
    trunk.advance(50 * DAY)
    twin.advance(50 * DAY)
    assert tail(branch, 0) == tail(straight, 0)


def test_a_fork_of_a_drill_keeps_held_injects_and_running_work() -> None:
    program = Program(*small(), seed=5)
    straight = Recorder(program)
    trunk = Engine(program, 3, straight, drill=True)
    trunk.advance(37 * HOUR)
    trunk.hold_back("call")
    trunk.set_heads("it", 2)
    trunk.set_shift("desk", "Mon-Sun 07:00-22:00")
    trunk.advance(60 * HOUR)
    branch = straight.copy()
    twin = trunk.fork(sink=branch)
    for engine in (twin, trunk):
        engine.advance(61 * HOUR)
        engine.release("call")
        engine.finish()
    assert_same(straight, branch)


def test_a_fork_without_a_phase_stays_without_it() -> None:
    program = Program(*small(), seed=5)
    phases = ("detection", "containment", "notification")
    assert_same(*forked(program, 30 * DAY, phases=phases))


def test_a_fork_onto_another_replication_differs_only_in_what_is_to_come() -> None:
    program = Program(*small(), seed=5)
    trunk_log = Recorder(program)
    trunk = Engine(program, 3, trunk_log)
    trunk.advance(5 * DAY)
    before = trunk_log.log.text()
    logs = []
    for replication in (4, 5, 6):
        recorder = Recorder(program)
        trunk.fork(replication, recorder).advance(200 * DAY)
        logs.append(recorder.log.text())
    assert len(set(logs)) == 3
    assert trunk_log.log.text() == before
    trunk.advance(200 * DAY)
    again = Play(*small(), program=program, replication=3).to(200 * 24)
    assert trunk_log.log.text() == again.log.text()


def test_work_that_has_begun_keeps_its_effort_and_work_to_come_draws_anew() -> None:
    effort = {"lognormal": {"median": 10, "sigma": 0.5}}
    tasks = {"begun": task(effort), "to-come": task(effort, after=["begun"])}
    scenario = breach(switched_off=only())
    program = Program(scenario, plan(tasks), seed=8)
    first, second = (Play(scenario, plan(tasks), program=program, replication=r) for r in (0, 1))
    for run in (first, second):
        run.to(200)
    trunk = Play(scenario, plan(tasks), program=program).to(1)
    recorder = Recorder(program)
    trunk.engine.fork(1, recorder).advance(200 * HOUR)
    ends = {e.subject: e.time_h for e in recorder.log.of("task.end")}
    assert ends["task/begun"] == first.ended("begun")
    later = second.ended("to-come") - second.ended("begun")
    assert ends["task/to-come"] - ends["task/begun"] == pytest.approx(later, abs=1e-3)


# -- forks over replications are full runs with the same past --------------------------------

FOUND_BY_ALL = {
    "monitoring": 0.1,
    "staff": 0.2,
    "client": 0.3,
    "authority": 0.1,
    "partner": 0.2,
    "attacker": 0.1,
}


def mistake(**more: Any) -> tuple[Scenario, Plan]:
    """A mistake, found by any channel, then looked into, told and answered for."""
    parameters = sizes(discovery__mixes__nobody=FOUND_BY_ALL).plain()
    scenario = breach(
        firm(team("it"), team("desk", "client_service", heads=2)),
        parameters=parameters,
        misuse=True,
        switched_off=["false-alarms"],
        **more,
    )
    tasks = {
        "look": task(
            {"lognormal": {"median": 5, "sigma": 1}},
            when={"flag": "first_sign"},
            effects=[flag("confirmed"), flag("aware"), {"effect": "report", "precision": "scope"}],
        ),
        "tell": task(
            {"lognormal": {"median": 20, "sigma": 1}},
            after=["look"],
            again={"chance": 0.4},
            effects=[{"effect": "tell", "audience": "affected"}],
        ),
    }
    return scenario, plan(tasks, support={"lent": {"desk": 1}})


def signs_of_full_runs(program: Program, number: int, from_s: int) -> list[int]:
    """Replications without a sign so far."""
    quiet = []
    for replication in range(10_000, 10_000 + number):
        recorder = Recorder(program)
        Engine(program, replication, recorder).advance(from_s)
        if not recorder.log.of("channel.fire"):
            quiet.append(replication)
    return quiet


def compare(number: int, from_d: float, *, whole: bool) -> None:
    """Forks from a quiet past against full runs with a quiet past: discovery, and cost."""
    scenario, its_plan = mistake()
    program = Program(scenario, its_plan, seed=21)
    from_s = round(from_d * DAY)
    picked = signs_of_full_runs(program, number, from_s)
    past = Recorder(program)
    trunk = Engine(program, picked[0], past)
    trunk.advance(from_s)
    forks, runs = [], []
    for n, replication in enumerate(picked[1:]):
        branch, straight = past.copy(), Recorder(program)
        begun = trunk.fork(50_000 + n, branch)
        full = Engine(program, replication, straight)
        for engine, recorder, found in ((begun, branch, forks), (full, straight, runs)):
            while not engine.state.finished and (whole or engine.state.first_by < 0):
                engine.advance(engine.next_s)
            outcome = recorder.tally.outcome()
            found.append((outcome.first_sign_h or 1_095 * 24, outcome.cost))
    assert min(hours for hours, _ in forks) > 24 * from_d
    logs = [[math.log(hours) for hours, _ in found] for found in (forks, runs)]
    assert stats.ks_2samp(*logs).pvalue > 0.001
    for one, other in [logs, [[c for _, c in found] for found in (forks, runs)]]:
        error = math.hypot(stats.sem(one), stats.sem(other))
        assert abs(np.mean(one) - np.mean(other)) < 3.5 * error


def test_forks_from_a_quiet_past_are_found_when_full_runs_with_that_past_are() -> None:
    compare(130, 10, whole=False)


@pytest.mark.slow
def test_forks_from_a_quiet_past_cost_what_full_runs_with_that_past_cost() -> None:
    compare(900, 10, whole=True)


def test_forks_see_an_event_in_the_world_at_other_times() -> None:
    event = {"effect": "world_event", "event": "data-posted", "median_h": 240}
    words = {"title": "Posted", "text": "Posted.", "sender": "World", "to": ["it"]}
    posted = words | {"mode": "news", "after": "start", "delay_h": 24, "effects": [event]}
    scenario = breach(injects={"posted": posted}, switched_off=only())
    program = Program(scenario, plan(), seed=2)
    trunk = next(
        run
        for run in (Play(scenario, plan(), program=program, replication=r) for r in range(20))
        if not run.to(100).log.of("channel.fire")
    )
    waits = []
    for replication in range(30_000, 30_150):
        recorder = Recorder(program)
        branch = trunk.engine.fork(replication, recorder)
        while branch.state.first_by < 0:
            branch.advance(branch.next_s)
        (line,) = recorder.log.of("channel.fire")
        waits.append(line.time_h - 100)
    # It has no memory: from the fork on it is exponential again.
    assert stats.kstest(waits, stats.expon(scale=240 / math.log(2)).cdf).pvalue > 0.001


def test_forks_meet_the_media_no_more_often_than_was_left_to_chance() -> None:
    scenario, its_plan = mistake()
    program = Program(scenario, its_plan, seed=2)
    trunk = Engine(program, 0)
    trunk.advance(10 * DAY)
    trunk.state.media_floor = 0.4
    draws = [trunk.fork(r).state.media_u for r in range(40_000, 40_400)]
    assert min(draws) > 0.4
    assert stats.kstest(draws, stats.uniform(0.4, 0.6).cdf).pvalue > 0.001

"""The benchmarks run and print every figure; how fast is not for a test to say."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
import simpy
from models import breach, firm, flag, only, plan, play, task, team, wait

import simulation as sim
from benchmarks import engine
from benchmarks.process_style import Firm
from simulation.program import Program

ROOT = Path(__file__).parent.parent


def asked(*options: str) -> str:
    command = [sys.executable, "-m", "benchmarks.engine", "--quick", *options]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.mark.slow
def test_all_figures_are_printed_as_an_object() -> None:
    figures = json.loads(asked("--json"))
    assert len(figures["speed"]) == len(engine.BREACHES) * len(engine.PLANS)
    for row in figures["speed"]:
        assert row["mechanisms_on"] > 20
        rates = [row[n] for n in ("with_log", "without_log", "few_mechanisms", "textbook")]
        assert all(rate > 0 and math.isfinite(rate) for rate in rates)
    assert [row["what"] for row in figures["growth"]] == ["tasks", "tasks and people", "contacts"]
    for row in figures["growth"]:
        assert row["happenings"]["10"] > row["happenings"]["1"]
        assert all(math.isfinite(cost) for cost in (*row["cost_us"].values(), row["ratio"]))
    assert figures["memory"]["most_mb"] >= figures["memory"]["before_mb"] > 10
    assert figures["left_out_of_the_textbook_version"]
    for line in engine.shown(figures):
        assert line == line.rstrip()


def test_a_growing_plan_has_its_playbook_several_times_over() -> None:
    lean = sim.load("plans/no-plan")
    larger = engine.larger_plan(lean, 3, more_people=True)
    assert len(larger.tasks) == 3 * len(lean.tasks)
    assert larger.tasks["triage-2"].after == ("inform-management-2",)
    assert larger.staffing["it"].add == 2


def test_a_growing_firm_has_more_clients_and_records() -> None:
    scenario = sim.load("breaches/mis-sent-filing")
    larger = engine.larger_firm(scenario, 10)
    clients = [sum(s.clients for s in one.organisation.segments) for one in (scenario, larger)]
    assert clients[1] == 10 * clients[0]


TASKS = {
    "first": task(6, phase="detection"),
    "second": task(5, phase="detection", after=["first"], effects=[flag("confirmed")]),
    "pause": wait(30, after=["second"], effects=[flag("aware")]),
}


def test_the_textbook_version_does_the_same_simple_work() -> None:
    # One person, nine to five: six hours on Monday, two and three of the other task, a wait.
    shift = team("it", shift="Mon-Fri 09:00-17:00")
    engine_play = play(TASKS, shift, switched_off=only("nights"))
    scenario = breach(firm(shift), switched_off=only("nights"))
    program = Program(scenario, plan(TASKS), seed=1)
    textbook = Firm(program, program.rows(0, 1)[0])
    aware = textbook.flags[program.flags.index("aware")]
    textbook.env.run(until=simpy.AnyOf(textbook.env, [aware]))
    assert textbook.env.now / 3_600 == pytest.approx(engine_play.flagged("aware"), abs=0.01)

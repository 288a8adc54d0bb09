"""Runs: the same inputs give the same bytes, and a page says what a manager asks."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from models import DATA, breach, firm, only, plan, team

from simulation.errors import InputError
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.run import Run, run, summary

PROGRAM = """
import hashlib, sys
from simulation.files import load_plan, load_scenario
from simulation.run import run
for name in sys.argv[1:]:
    scenario, plan = name.split("+")
    one = run(load_scenario(f"breaches/{scenario}"), load_plan(f"plans/{plan}"), seed=7)
    print(name, hashlib.sha256((one.log.text() + repr(one)).encode()).hexdigest())
"""
CASES = ("insider-export+lean", "mis-sent-filing+no-plan", "insider-export+retainer")


def shipped(name: str, seed: int = 7) -> Run:
    scenario, its_plan = name.split("+")
    return run(load_scenario(f"breaches/{scenario}"), load_plan(f"plans/{its_plan}"), seed=seed)


def small(seed: int = 7, replication: int = 0) -> Run:
    scenario, its_plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    return run(scenario, its_plan, seed=seed, replication=replication)


def test_the_same_inputs_give_the_same_bytes_in_any_order() -> None:
    forward = {name: shipped(name) for name in CASES}
    backward = {name: shipped(name) for name in reversed(CASES)}
    for name in CASES:
        assert forward[name].log.text() == backward[name].log.text()
        assert forward[name].outcome == backward[name].outcome
        assert repr(forward[name]) == repr(backward[name])


@pytest.mark.slow
def test_another_process_gives_the_same_bytes() -> None:
    def elsewhere(*names: str, hash_seed: str) -> dict[str, str]:
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, *names],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        )
        return dict(line.split() for line in result.stdout.splitlines())

    one = elsewhere(*CASES, hash_seed="1")
    other = elsewhere(*reversed(CASES), hash_seed="2")
    assert one == other
    assert len(one) == len(CASES)


def test_other_luck_is_another_run() -> None:
    logs = {small(seed, replication).log.text() for seed in (1, 2) for replication in (0, 1, 2)}
    assert len(logs) == 6


def test_the_same_seed_with_another_plan_is_the_same_luck() -> None:
    signs = {shipped(f"insider-export+{p}").outcome.first_sign_h for p in ("no-plan", "lean")}
    assert len(signs) == 1


def test_another_organisation_replaces_the_scenarios_own() -> None:
    scenario, its_plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    larger = load_organisation(DATA / "firm.yaml").change({"name": "larger", "teams.it.heads": 5})
    one = run(scenario, its_plan, larger, seed=7)
    assert one.organisation == "larger"
    assert one.outcome != small().outcome


def test_inputs_that_do_not_fit_are_refused() -> None:
    work = {"title": "T", "phase": "detection", "label": "look", "effort_h": 1}
    nobody = plan({"paper": work | {"people": {"legal": 1}}})
    with pytest.raises(InputError, match="nobody can do this"):
        run(breach(firm(team("it"))), nobody, seed=1)


@pytest.mark.parametrize("name", CASES)
def test_a_page_fits_a_screen_and_says_what_a_manager_asks(name: str) -> None:
    one = shipped(name)
    lines = repr(one).splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100
    text = "\n".join(lines)
    for word in ("found after", "contained", "clients told", "people", "cost", "trust", "lost"):
        assert word in text
    assert "record-days untold" in text
    for duty in one.outcome.duties:
        assert duty.name in text


def test_a_breach_that_nobody_finds_says_so() -> None:
    one = run(breach(switched_off=only()), plan(), seed=1)
    assert "never found within three years" in summary(one)


def test_a_run_that_needed_more_draws_than_there_are_says_so() -> None:
    hasty = {"visit_gap_h": {"value": 1}, "batch_records": {"value": 0.01}}
    threat = {"kind": "insider_copying", "holdings": ["list"], **hasty}
    one = run(breach(threat=threat, switched_off=only()), plan(), seed=1)
    assert one.outcome.draws_reused > 0
    assert "beyond their number" in repr(one)
    assert "beyond their number" not in repr(small())


def test_plain_data_hold_every_figure() -> None:
    one = small()
    back = json.loads(json.dumps(one.plain()))
    assert back["outcome"]["cost"] == one.outcome.cost
    assert back["seed"] == 7
    assert back["scenario"] == "leak"
    assert len(back["outcome"]["duties"]) == len(one.outcome.duties)


def test_a_run_cannot_be_altered() -> None:
    with pytest.raises(AttributeError):
        small().seed = 3  # type: ignore[misc]

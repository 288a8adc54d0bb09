"""Conditions: every clause, as far as the room knows."""

from __future__ import annotations

from typing import Any

import pytest
from models import Play, breach, firm, flag, holding, only, plan, task, team, wait

TWO = firm(team("it", heads=9), holdings=[holding("list", 100), holding("more", 900)])


def starts(condition: dict[str, Any], field: str = "when", **more: Any) -> list[float]:
    """When a task with a condition is ready, in a run where things come true hour by hour."""
    tell = {"effect": "tell", "audience": "partners"}
    money = {"effect": "cost", "amount": 500}
    count = {"effect": "report", "precision": "triage"}
    everywhere = {"effect": "report", "precision": "listing"}
    tasks = {
        "one": wait(1, effects=[flag("one")]),
        "two": wait(2, effects=[count]),
        "three": wait(3, effects=[tell]),
        "four": wait(4, effects=[everywhere]),
        "five": wait(5, effects=[money, flag("first_sign")]),
        "six": wait(6, effects=[flag("one") | {"to": False}]),
        "late": wait(7),
        "asked": wait(0, after=["late"], **{field: condition}),
    }
    asked = tasks["asked"] if more.get("late") else tasks["asked"] | {"after": []}
    decision = {
        "question": "Well?",
        "owner": "management",
        "wait_h": 3,
        "default": "yes",
        "when": {"flag": "first_sign"},
        "options": {"yes": {"label": "Yes"}, "no": {"label": "No"}},
    }
    scenario = breach(
        TWO,
        threat={"kind": "one_mistake", "holdings": ["list", "more"], "records": 1_000},
        decisions={"ask": decision},
        recipients="unknown",
        switched_off=only(),
    )
    run = Play(scenario, plan(tasks | {"asked": asked})).to(20)
    return run.hours("task.ready", "task/asked")


@pytest.mark.parametrize(
    ("condition", "hour"),
    [
        ({}, 0),
        ({"flag": "one"}, 1),
        ({"flag": ["one", "first_sign"]}, 5),
        ({"without": "one"}, 0),
        ({"flag": "first_sign", "without": "one"}, 6),
        ({"done": "three"}, 3),
        ({"done": ["three", "six"]}, 6),
        ({"told": "partners"}, 3),
        ({"not_told": "partners"}, 0),
        ({"people_at_least": 100}, 2),
        ({"people_at_least": 1_000}, 4),
        ({"severity_at_least": 1.5}, 2),
        ({"cost_at_least": 500}, 5),
        ({"chosen": "ask/yes"}, 8),
    ],
)
def test_a_condition_holds_from_the_moment_all_its_clauses_do(
    condition: dict[str, Any], hour: float
) -> None:
    assert starts(condition) == [hour]


@pytest.mark.parametrize(
    "condition",
    [
        {"people_at_least": 1_001},
        {"severity_at_least": 2.0},
        {"cost_at_least": 501},
        {"chosen": "ask/no"},
        {"flag": "never"},
        {"told": "public"},
    ],
)
def test_what_does_not_come_true_starts_nothing(condition: dict[str, Any]) -> None:
    assert starts(condition) == []


@pytest.mark.parametrize("condition", [{"without": "one"}, {"not_told": "partners"}])
def test_what_is_no_longer_so_does_not_count(condition: dict[str, Any]) -> None:
    late = starts(condition, late=True)
    # The flag was cleared again; who was told stays told.
    assert late == ([7] if "without" in condition else [])


def test_what_need_not_be_done_is_skipped() -> None:
    assert starts({"flag": "one"}, "skip_when", late=True) == [7]
    assert starts({"flag": "first_sign"}, "skip_when", late=True) == []


def test_a_task_of_another_plan_is_never_done() -> None:
    words = {"title": "News", "text": "News.", "sender": "World", "to": ["it"], "mode": "news"}
    inject = words | {"after": "start", "when": {"done": "recall"}}
    scenario = breach(injects={"news": inject}, switched_off=only())
    without = Play(scenario, plan({"other": task(1)})).to(20)
    assert without.events("inject.release") == []
    with_it = Play(scenario, plan({"recall": task(1)})).to(20)
    assert with_it.hours("inject.release", "inject/news") == [1]

"""The model reference and the judgements behind rankings: tables that are current, turns found."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from simulation.files import load
from validation import marked, ranking, reference, sensitivity
from validation.checks import Figure
from validation.judgements import ENDS, of_plans, of_world
from validation.ranking import MEASURES, OPEN, PAIRS, PLANS, REVERSED, Ranking, Turn

DOCS = Path(__file__).parent.parent / "docs"
SIZES = load("parameters/standard")


def test_the_tables_of_the_reference_are_current_and_every_group_has_one():
    page = (DOCS / "model.md").read_text(encoding="utf-8")
    assert marked.renewed(page, reference.table) == page, "run `make reference`"
    shown = {name.split(".")[1] for name in marked.names(page) if name.startswith("parameters.")}
    assert shown == set(type(SIZES).model_fields) - {"kind"}


def test_a_judgement_is_moved_to_its_ends_and_a_distribution_keeps_its_width():
    scenario, plan = load("breaches/insider-export"), load("plans/lean")
    world = {knob.name: knob for knob in of_world(scenario)}
    shock = world["trust.shock"]
    changed = scenario.change({shock.path: shock.claims["high"]})
    assert changed.parameters.trust.shock.central == shock.values["high"]
    assert not any(name.startswith(("incidents", "discovery.mixes.phishing")) for name in world)
    for knob in of_plans([plan]):
        for end in ENDS:
            task = plan.change({knob.path: knob.claims[end]}).tasks[knob.path.split(".")[1]]
            if knob.path.endswith(("effort_h", "elapsed_h")):
                assert task.duration_h.central == pytest.approx(knob.values[end])
    wait = next(k for k in of_plans([plan]) if k.path == "tasks.notice-sign.elapsed_h")
    usual = plan.tasks["notice-sign"].duration_h.distribution
    moved = plan.change({wait.path: wait.claims["high"]}).tasks["notice-sign"].duration_h
    assert math.isclose(moved.distribution.p95 / moved.distribution.p50, usual.p95 / usual.p50)


def test_what_plans_judge_alike_is_one_judgement_and_moves_in_all_of_them():
    every = [load(f"plans/{plan}") for plan in PLANS]
    tracing = [knob for knob in of_plans(every) if knob.path == "tasks.trace.effort_h"]
    assert [(knob.plan, knob.plans) for knob in tracing] == [("every plan", PLANS)]
    waits = {k.plans for k in of_plans(every) if k.path == "tasks.notice-sign.elapsed_h"}
    assert len(waits) > 1
    assert sorted(plan for plans in waits for plan in plans) == sorted(PLANS)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (Figure(-2.0, -3.0, -1.0), REVERSED),
        (Figure(0.5, -1.0, 2.0), OPEN),
        (Figure(5.0, 4.0, 6.0), ""),
    ],
)
def test_a_ranking_is_reversed_left_open_or_holds(after: Figure, verdict: str):
    assert ranking.verdict_of(Figure(2.0, 1.0, 3.0), after) == verdict
    assert ranking.verdict_of(Figure(2.0, -1.0, 3.0), after) == ""


def test_a_few_runs_leave_in_doubt_what_may_have_turned_and_nothing_else():
    before = Figure(2.0, 1.0, 3.0)
    assert ranking.could_turn(before, Figure(-3.0, -3.1, -2.9))
    assert ranking.could_turn(before, Figure(-1.5, -4.0, 1.0))
    assert not ranking.could_turn(before, Figure(-0.5, -0.6, -0.4))
    assert not ranking.could_turn(Figure(0.5, -1.0, 2.0), Figure(-9.0, -9.1, -8.9))


def test_plans_that_do_nearly_alike_are_not_ranked_however_sure_the_difference():
    luck = np.random.default_rng(1).normal(100.0, 10.0, 500)
    one, other = PAIRS[0]

    def ahead(by: float) -> bool:
        return ranking.ranked({one: luck[None, :], other: luck[None, :] + by}, PAIRS[0], 0)

    assert not ahead(1.0)
    assert ahead(3.0)
    assert ahead(-3.0)
    noise = np.random.default_rng(2).normal(3.0, 100.0, 500)
    assert not ranking.ranked({one: luck[None, :], other: (luck + noise)[None, :]}, PAIRS[0], 0)


def nine_rankings() -> list[Ranking]:
    """Nine breaches, in which the n-th of forty judgements turns something in every n-th."""
    knobs = (of_world(load("breaches/insider-export")) + of_plans([load("plans/lean")]))[:240:6]
    before, after = Figure(2.0, 1.0, 3.0), {REVERSED: Figure(-2.0, -3.0, -1.0)}
    base = {plan: np.arange(18.0).reshape(3, 6) * (1 + PLANS.index(plan)) for plan in PLANS}
    found = []
    for place in range(1, 10):
        turns = []
        for number, knob in enumerate(knobs, start=1):
            verdict = REVERSED if number <= 20 else OPEN
            then = after.get(verdict, Figure(0.5, -1.0, 2.0))
            pairs = PAIRS[: 1 + number % 6] if place % number == 0 or number > 25 + place else ()
            turns += [Turn(knob, "high", p, MEASURES[0], before, then, verdict) for p in pairs]
        found.append(Ranking(f"breach-{place}", base, tuple(turns), 300, 9_000))
    return found


def test_what_carries_rankings_of_nine_breaches_is_a_short_list_with_every_name():
    found = nine_rankings()
    listed = sensitivity.carriers(found)
    lines = listed.splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) < 700
    full = [line for line in lines if "reverses, in" in line]
    counts = [int(line.split("reverses, in ")[1].split(" ")[0]) for line in full]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 9
    rests = {turn.knob.name.partition(".")[2] for one in found for turn in one.turns}
    assert all(f"{rest}`" in listed for rest in rests)
    assert lines[-1].endswith("(sensitivity.md).")


def test_the_page_of_nine_rankings_names_a_judgement_once_in_each_table():
    page = sensitivity.page(nine_rankings(), 6, 200)
    assert page.count("\n## ") == 1 + 9
    for part in page.split("\n### ")[1:]:
        table = part.split("\n## ")[0]
        names = [line.split("|")[1].strip() for line in table.splitlines() if "`" in line]
        assert len(names) == len(set(names))


@pytest.mark.slow
def test_the_search_tries_each_judgement_and_every_turn_bears_its_verdict():
    with ranking.Runner(workers=1) as runner:
        knobs = ranking.knobs_of("mis-sent-filing")[::30]
        found = ranking.ranking(runner, "mis-sent-filing", knobs, screen=3, confirm=20)
    assert found.tried == len(knobs) >= 5
    assert found.runs >= 100 + 3 * found.tried
    for turn in found.turns:
        assert turn.verdict == ranking.verdict_of(turn.before, turn.after) != ""
    same = ranking.figures("mis-sent-filing", "lean", {}, 3)
    assert np.array_equal(same, found.base["lean"][:, :3], equal_nan=True)

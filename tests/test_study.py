"""Studies from outside: the same bytes whoever works, honest intervals, and plans that differ."""

from __future__ import annotations

import itertools
import json
import math
import os
import subprocess
import sys
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from models import DATA
from typer.testing import CliRunner

import simulation as sim
from simulation import cli
from simulation.errors import InputError, StudyCancelled, StudyError
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.run import run
from simulation.study import MEASURES, Study, compare, comparing, figures, page, sweep, workers
from simulation.study.choosing import replication_of
from simulation.study.columns import MEASURE_NAMES
from simulation.study.curves import CURVES, DAYS
from simulation.study.figures import difference, share_interval, summarise
from simulation.study.measures import measure_named
from simulation.study.wording import verdict
from simulation.study.workers import Case

MISTAKE = "breaches/mis-sent-filing"
T_975 = {4: 2.776, 9: 2.262, 29: 2.045}
"""Student's t from a printed table."""


def small(**more: Any) -> Study:
    """Return a study of a firm of a few people, a slow plan beside a plain one."""
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    plans = [plan, plan.change({"name": "slow", **slower(plan)})]
    return compare(scenario, plans, **{"replications": 7, "seed": 3, **more})


def slower(plan: sim.Plan) -> dict[str, float]:
    return {f"tasks.{name}.effort_h": 40.0 for name, task in plan.tasks.items() if task.effort_h}


def made(**columns: Any) -> Study:
    """Return a study whose figures are given: plan by measure by replication."""
    plans = list(next(iter(columns.values())))
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    count = len(next(iter(next(iter(columns.values())).values())))
    values = np.zeros((len(plans), len(MEASURES), count))
    for column, measure in enumerate(MEASURES):
        for place, label in enumerate(plans):
            values[place, column] = columns.get(measure.name, {}).get(label, 0.0)
    return Study(
        scenario="leak",
        organisation="firm",
        currency="EUR",
        seed=1,
        cases=tuple(Case(label, scenario, plan) for label in plans),
        columns=MEASURE_NAMES,
        values=values,
        curves=np.zeros((len(plans), len(CURVES), len(DAYS), count)),
        asked=count,
    )


def normal(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=count)


# -- the same bytes ---------------------------------------------------------------------------


def test_a_figure_is_that_of_the_run_of_its_replication() -> None:
    study = small()
    for number, case in enumerate(study.cases):
        for replication in range(study.replications):
            one = run(case.scenario, case.plan, seed=3, replication=replication).outcome
            expected = [measure.read(one) for measure in MEASURES]
            got = study.values[number, : len(MEASURES), replication]
            np.testing.assert_array_equal(got, expected)


def test_columns_and_curves_are_those_of_the_runs_log() -> None:
    study = small(replications=3)
    for case, replication in itertools.product(study.cases, range(3)):
        one = run(case.scenario, case.plan, seed=3, replication=replication)
        forms = [study.column(f"form/{form}", case.label)[replication] for form in study.forms]
        assert sum(forms) == pytest.approx(one.outcome.cost)
        waited = [study.column(f"waited/{team}", case.label)[replication] for team in study.teams]
        assert sum(waited) == pytest.approx(sum(wait.busy_h for wait in one.outcome.waits))
        at_s = one.outcome.first_sign_h * 3600 + 14 * 86400
        cost = [event.after for event in one.log.of("cost") if event.time_s <= at_s]
        samples = [e for e in one.log.of("sample.trust") if e.time_s <= at_s + 86400]
        place, day = study.plans.index(case.label), DAYS.index(14)
        _, trust, spent = study.curves[place, :, day, replication]
        assert spent == (cost[-1] if cost else 0.0)
        assert min(e.after for e in samples[-3:]) <= trust <= max(e.after for e in samples[-3:])


def test_a_curve_rises_or_is_unknown_and_its_fan_is_ordered() -> None:
    study = small()
    for name in ("record_days_untold", "cost"):
        course = study.curves[:, CURVES.index(name)]
        steps = np.diff(course, axis=1)
        assert np.all((steps >= 0.0) | np.isnan(steps))
        fan = study.fan(name, "slow")
        assert np.all(fan.p5 <= fan.p50)
        assert np.all(fan.p50 <= fan.p95)
        assert fan.runs[0] == study.replications


def test_an_unknown_column_or_curve_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean .form/response"):
        small().column("form/respons", "slow")
    with pytest.raises(InputError, match=r"did you mean .cost"):
        small().fan("costs", "slow")


@pytest.mark.parametrize("size", [1, 3, 100])
def test_pieces_of_any_size_give_the_same_bytes(monkeypatch, size) -> None:
    whole = small()
    monkeypatch.setattr(workers, "RUNS_PER_PIECE_HERE", size)
    assert small().values.tobytes() == whole.values.tobytes()


@pytest.mark.parametrize("size", [2, 5])
def test_threads_give_the_same_bytes(monkeypatch, size) -> None:
    monkeypatch.setattr(workers, "RUNS_PER_PIECE", size)
    with ThreadPoolExecutor(3) as threads:
        assert small(executor=threads).values.tobytes() == small().values.tobytes()


class Backwards(Executor):
    """Does nothing until the last piece is there, then the last one first."""

    def __init__(self, pieces: int) -> None:
        self.pieces, self.asked = pieces, []

    def submit(self, work, /, *arguments, **words):
        future: Future[Any] = Future()
        self.asked.append((future, work, arguments, words))
        if len(self.asked) == self.pieces:
            for later, do, given, named in reversed(self.asked):
                later.set_result(do(*given, **named))
        return future


def test_pieces_done_in_any_order_give_the_same_bytes(monkeypatch) -> None:
    monkeypatch.setattr(workers, "RUNS_PER_PIECE", 2)
    backwards = Backwards(pieces=8)
    assert small(executor=backwards).values.tobytes() == small().values.tobytes()
    assert len(backwards.asked) == 8


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2])
def test_processes_give_the_same_bytes(monkeypatch, count) -> None:
    monkeypatch.setattr(workers, "RUNS_PER_PIECE", 2 + count)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as processes:
        study = small(executor=processes)
    assert study.values.tobytes() == small().values.tobytes()
    assert repr(study) == repr(small())


@pytest.mark.slow
def test_many_runs_are_done_by_processes_of_our_own(monkeypatch) -> None:
    here = small()
    monkeypatch.setattr(workers, "FEW_RUNS", 1)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    # Were it done in this process, it would fail.
    monkeypatch.setattr(workers, "figures", None)
    assert small().values.tobytes() == here.values.tobytes()


def test_few_runs_open_no_process(monkeypatch) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert small().replications == 7


def test_more_replications_begin_with_the_same_ones() -> None:
    assert small(replications=4).values.tobytes() == small().values[:, :, :4].tobytes()


def test_another_seed_is_other_luck() -> None:
    assert small(seed=4).values.tobytes() != small().values.tobytes()


def test_inputs_are_left_as_they_were_and_figures_cannot_be_altered() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    before = hash((scenario, plan))
    study = compare(scenario, plan, replications=2, seed=1)
    assert hash((scenario, plan)) == before
    assert study.plans == (plan.name,)
    with pytest.raises(ValueError, match="read-only"):
        study.of("cost", plan.name)[0] = 1.0


# -- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [5, 10, 30])
def test_a_paired_difference_is_the_closed_formula(count) -> None:
    ours, theirs = 10.0 + normal(count), 10.5 + 2 * normal(count, 2)
    one = difference(("a", "b", "cost"), ours, theirs, lower_is_better=True)
    pairs = ours - theirs
    half = T_975[count - 1] * pairs.std(ddof=1) / math.sqrt(count)
    assert one.mean == pytest.approx(pairs.mean(), rel=1e-12)
    assert one.low == pytest.approx(pairs.mean() - half, rel=1e-3)
    assert one.high == pytest.approx(pairs.mean() + half, rel=1e-3)
    assert one.better_share == pytest.approx((pairs < 0).mean())
    assert one.pairs == count


def test_intervals_hold_the_true_difference_as_often_as_they_say() -> None:
    held, tries, count = 0, 2_000, 20
    noise = normal(2 * tries * count).reshape(tries, 2, count)
    for luck in noise:
        shared = luck[0] * 5  # what two plans have in common
        one = difference(("a", "b", "cost"), shared + luck[1] + 0.3, shared, lower_is_better=True)
        assert one.low is not None
        assert one.high is not None
        held += one.low <= 0.3 <= one.high
    # Four standard errors of a share of 95 % in 2,000 tries.
    assert abs(held / tries - 0.95) < 4 * math.sqrt(0.95 * 0.05 / tries)


def test_intervals_of_shares_hold_them_as_often_as_they_say() -> None:
    tries, count, true = 4_000, 60, 0.9
    hits = np.random.default_rng(5).binomial(count, true, size=tries)
    ends = [share_interval(int(hit), count) for hit in hits]
    held = sum(low <= true <= high for low, high in ends) / tries
    assert 0.92 < held < 0.98
    assert share_interval(0, 20)[0] == 0.0
    assert share_interval(20, 20)[1] == 1.0


@pytest.mark.parametrize(
    ("shift", "lower", "verdict"),
    [(-1.0, True, "better"), (1.0, True, "worse"), (1.0, False, "better"), (-1.0, False, "worse")],
)
def test_which_way_is_better_is_the_measures_own(shift, lower, verdict) -> None:
    base = normal(50)
    one = difference(
        ("a", "b", "m"), base + shift + 0.1 * normal(50, 2), base, lower_is_better=lower
    )
    assert one.verdict == verdict
    assert one.better_share == (1.0 if verdict == "better" else 0.0)
    assert one.needed is None


def test_an_interval_that_spans_zero_shows_no_difference_and_says_what_would() -> None:
    noise = normal(100)
    pairs = noise - noise.mean() + 0.05  # a mean of a twentieth of its spread
    one = difference(("a", "b", "m"), pairs, np.zeros(100), lower_is_better=True)
    assert one.verdict == "no difference shown"
    assert one.needed == math.ceil((1.959964 * pairs.std(ddof=1) / 0.05) ** 2)
    more = np.tile(pairs, math.ceil(one.needed / 100) + 1)
    shown = difference(("a", "b", "m"), more, np.zeros(len(more)), lower_is_better=True)
    assert shown.verdict == "worse"


def test_equal_plans_are_the_same_and_count_for_neither() -> None:
    one = difference(("a", "b", "m"), normal(9), normal(9), lower_is_better=True)
    assert (one.mean, one.low, one.high) == (0.0, 0.0, 0.0)
    assert (one.verdict, one.needed, one.better_share) == ("the same in every run", None, 0.0)


def test_what_never_happened_is_counted_and_worse_than_what_did() -> None:
    never = math.nan
    ours, theirs = np.array([1.0, 2.0, never, never]), np.array([2.0, never, 3.0, never])
    one = difference(("a", "b", "m"), ours, theirs, lower_is_better=True)
    assert (one.mean, one.low, one.pairs, one.better_share) == (-1.0, None, 1, 0.5)
    higher = difference(("a", "b", "m"), ours, theirs, lower_is_better=False)
    assert higher.better_share == 0.25
    none = difference(("a", "b", "m"), ours * never, theirs, lower_is_better=True)
    assert (none.mean, none.verdict, none.better_share) == (None, "only under one", 0.0)
    both = difference(("a", "b", "m"), ours * never, theirs * never, lower_is_better=True)
    assert (both.mean, both.verdict, both.equal_share) == (None, "never under both", 1.0)


@pytest.mark.parametrize("lower", [True, False])
def test_what_happens_under_one_plan_alone_is_said_so_with_its_runs(lower) -> None:
    told, never = np.array([1.0, 2.0, 3.0]), np.full(3, math.nan)
    one = difference(("a", "b", "regulator_told_h"), told, never, lower_is_better=lower)
    assert (one.verdict, one.plan_runs, one.against_runs) == ("only under one", 3, 0)
    assert (one.better_share, one.worse_share, one.equal_share) == (1.0, 0.0, 0.0)
    said = verdict(one, "EUR")
    assert "happens under a alone, in 3 of 3 runs" in said
    back = difference(("b", "a", "regulator_told_h"), never, told, lower_is_better=lower)
    assert (back.better_share, back.worse_share) == (0.0, 1.0)
    assert "happens under a alone, in 3 of 3 runs; b is better in 0 %, worse in 100 %" in verdict(
        back, "EUR"
    )


def test_equal_survivors_are_not_the_same_where_the_others_never_came() -> None:
    never = math.nan
    ours, theirs = np.array([never, never, 5.0, 5.0]), np.array([1.0, 2.0, 5.0, 5.0])
    one = difference(("a", "b", "m"), ours, theirs, lower_is_better=True)
    assert one.verdict == "no difference shown"
    assert (one.better_share, one.worse_share, one.equal_share) == (0.0, 0.5, 0.5)


def test_survivors_alone_never_make_a_plan_better() -> None:
    ours = np.array([1.0, *[math.nan] * 99, 1.1])
    theirs = np.array([2.0, *[3.0] * 99, 2.1])
    one = difference(("a", "b", "regulator_told_h"), ours, theirs, lower_is_better=True)
    assert one.mean == pytest.approx(-1.0)  # of the two survivors
    assert (one.verdict, one.uneven, one.mean_misleads) == ("worse", True, True)
    said = verdict(one, "EUR")
    assert "a is worse than b" in said
    assert "in 2 of 101 runs, against 101 under b" in said
    assert "sooner" not in said
    assert "worse 2:98" in repr(made(clients_told_h={"b": theirs, "a": ours}))


def test_survivors_that_say_the_same_as_all_runs_are_heard() -> None:
    theirs = np.array([math.nan, *normal(30)])
    ours = np.array([5.0, *theirs[1:] - 1.0])
    one = difference(("a", "b", "clients_told_h"), ours, theirs, lower_is_better=True)
    assert (one.verdict, one.uneven, one.mean_misleads) == ("better", True, False)
    said = verdict(one, "EUR")
    assert "1 h sooner on average where it happens under both (30 runs)" in said
    assert "in 31 of 31 runs, against 30 under b" in said


def test_never_in_the_same_runs_leaves_the_mean_its_say() -> None:
    gap = [math.nan] * 5
    ours, theirs = np.array([*gap, *normal(30)]), np.array([*gap, *normal(30) + 1.0])
    one = difference(("a", "b", "m"), ours, theirs, lower_is_better=True)
    assert (one.verdict, one.uneven, one.pairs) == ("better", False, 30)
    assert one.equal_share == pytest.approx(5 / 35)


def test_a_difference_by_runs_says_how_many_would_show_it() -> None:
    ours, theirs = np.full(20, math.nan), np.arange(20.0)
    ours[:9] = theirs[:9] - 1.0
    one = difference(("a", "b", "m"), ours, theirs, lower_is_better=True)
    assert one.verdict == "no difference shown"
    assert one.needed == math.ceil((1.959964 * 0.5 / 0.05) ** 2)


@pytest.mark.parametrize(
    ("measure", "side"),
    [
        ("people_misused", "people fewer"),
        ("clients_lost", "clients fewer"),
        ("record_days_untold", "record-days fewer"),
        ("cost", "less"),
        ("clients_told_h", "sooner"),
        ("duties_met_share", "points lower"),
    ],
)
def test_a_verdict_says_how_much_in_the_words_of_its_unit(measure, side) -> None:
    noise = np.linspace(-0.1, 0.1, 20)
    one = difference(("a", "b", measure), noise, noise + 6.1, lower_is_better=True)
    assert f"{side} on average" in verdict(one, "EUR")


def test_a_summary_is_mean_error_percentiles_and_the_worst_twentieth() -> None:
    values = np.random.default_rng(3).permutation(np.arange(1.0, 101.0))
    one = summarise(values, lower_is_better=True)
    assert one.mean == 50.5
    assert one.se == pytest.approx(values.std(ddof=1) / 10)
    assert [one.p5, one.p50, one.p95] == pytest.approx(np.percentile(values, [5, 50, 95]))
    assert one.worst_mean == 98.0
    assert summarise(values, lower_is_better=False).worst_mean == 3.0


def test_never_is_in_the_worst_part_of_a_summary() -> None:
    values = np.arange(100.0)
    values[:2] = math.nan
    late = summarise(values, lower_is_better=True)
    assert (late.never, late.worst_mean, late.mean) == (2, None, 50.5)
    assert late.p95 == pytest.approx(96.05)
    low = summarise(values, lower_is_better=False)
    assert low.p5 == pytest.approx(4.95)
    values[:50] = math.nan
    assert summarise(values, lower_is_better=True).p50 is None
    assert summarise(values * math.nan, lower_is_better=True).mean is None


def test_one_replication_has_no_error() -> None:
    study = made(cost={"a": [1.0], "b": [2.0]})
    assert study.summary_of("cost", "a").se is None
    one = study.difference("cost", "b")
    assert (one.mean, one.low, one.verdict) == (1.0, None, "no difference shown")
    assert json.dumps(study.plain(), allow_nan=False)
    assert repr(study)


@pytest.mark.parametrize(
    ("cases", "which", "number"),
    [
        (["b"], "typical", 0),  # 5 of 1, 5, 9 and never: of two in the middle the better one
        (["b"], "worst", 2),
        (["a", "b"], "typical", 0),  # b is worse by 4, 6, never and less 9
        (["a", "b"], "worst", 2),
        (["a", "b"], 3, 3),
    ],
)
def test_the_typical_and_the_worst_run_mean_one_thing(cases, which, number) -> None:
    study = made(clients_told_h={"a": [1.0, 3.0, 4.0, 10.0], "b": [5.0, 9.0, math.nan, 1.0]})
    assert replication_of(study, cases, which, "clients_told_h") == number


# -- a study ----------------------------------------------------------------------------------


def test_differences_are_against_the_first_plan_or_another() -> None:
    study = made(cost={"a": normal(9), "b": normal(9, 2), "c": normal(9, 3)})
    assert {(one.plan, one.against) for one in study.all_differences()} == {
        ("b", "a"),
        ("c", "a"),
    }
    table = study.differences("b")
    assert set(zip(table["plan"], table["against"], strict=True)) == {("a", "b"), ("c", "b")}
    forward, back = study.difference("cost", "b", "a"), study.difference("cost", "a", "b")
    assert forward.mean == pytest.approx(-back.mean)
    assert forward.low == pytest.approx(-back.high)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    study = made(cost={"lean": [1.0, 2.0]})
    with pytest.raises(InputError, match="did you mean “cost”"):
        study.of("costs", "lean")
    with pytest.raises(InputError, match="did you mean “lean”"):
        study.of("cost", "leen")


def test_summary_has_a_row_for_each_plan_and_measure_with_its_unit() -> None:
    study = made(cost={"a": [1.0, 3.0], "b": [2.0, 2.0]})
    table = study.summary().set_index(["plan", "measure"])
    assert len(table) == 2 * len(MEASURES)
    assert table.loc[("a", "cost"), "mean"] == 2.0
    assert table.loc[("a", "cost"), "unit"] == "EUR"
    assert table.loc[("a", "clients_told_h"), "unit"] == "h"


def test_deadlines_count_the_runs_in_which_a_clock_ran() -> None:
    study = compare(load_scenario(MISTAKE), [load_plan("plans/no-plan")], replications=12, seed=1)
    table = study.deadlines().set_index("duty")
    runs = [
        run(study.cases[0].scenario, study.cases[0].plan, seed=1, replication=n).outcome
        for n in range(12)
    ]
    for name in study.duties:
        met = [duty.in_time for one in runs for duty in one.duties if duty.name == name]
        assert table.loc[name, "runs"] == len(met)
        if met:
            assert table.loc[name, "met_share"] == sum(met) / len(met)
            assert table.loc[name, "low"] <= table.loc[name, "met_share"]
            assert table.loc[name, "met_share"] <= table.loc[name, "high"]
    whole = [all(duty.in_time for duty in one.duties) for one in runs if one.duties]
    assert table.loc["all of them", "runs"] == len(whole)
    assert table.loc["all of them", "met_share"] == sum(whole) / len(whole)


def test_plans_of_one_name_are_told_apart() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    study = compare(scenario, [plan, plan], replications=3, seed=1)
    assert study.plans == (plan.name, f"{plan.name} (2)")
    assert {one.verdict for one in study.all_differences()} <= {
        "the same in every run",
        "never under both",
    }


def test_another_organisation_replaces_the_scenarios_own() -> None:
    firm = load_organisation(DATA / "firm.yaml").change({"name": "larger", "teams.it.heads": 5})
    study = small(organisation=firm)
    assert study.organisation == "larger"
    assert study.values.tobytes() != small().values.tobytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_exports_read_back_equal(tmp_path, form) -> None:
    import pandas as pd

    study = small()
    path = tmp_path / f"study.{form}"
    if form == "csv":
        study.to_csv(path)
        back = pd.read_csv(path)
    else:
        study.to_parquet(path)
        back = pd.read_parquet(path)
    pd.testing.assert_frame_equal(back, study.table(), check_dtype=False, check_exact=True)
    assert list(back["plan"].unique()) == list(study.plans)
    again = tmp_path / f"again.{form}"
    getattr(study, f"to_{form}")(again)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["a-plan-with-quite-a-long-name", "plan"])
@pytest.mark.parametrize("plans", [1, 2, 3, 4, 5, 40])
def test_a_study_fits_one_screen_and_says_what_not_to_conclude(plans, name) -> None:
    labels = [f"{name}-{n}" for n in range(plans)]
    columns = {
        measure.name: {
            label: np.abs(normal(9, n)) * (0.3 if measure.unit == "share" else 1e7)
            for n, label in enumerate(labels)
        }
        for measure in MEASURES
    }
    lines = repr(made(**columns)).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 99
    assert "does not forecast" in lines[-2]
    assert ("better" in "\n".join(lines)) == (plans > 1)


@pytest.mark.parametrize("plans", [2, 3, 4, 5])
def test_a_page_shows_eight_measures_of_each_plan_or_says_where_the_others_are(plans) -> None:
    cost = {f"plan-{n}": np.abs(normal(9, n)) * 1e6 for n in range(plans)}
    lines = repr(made(cost=cost)).splitlines()
    heads = [line.split() for line in lines if line.startswith(("mean ±", "less"))]
    assert {name for head in heads for name in head if name in cost} == set(cost) or plans > 4
    for name in page.SHOWN:
        rows = [line for line in lines if line.startswith(measure_named(name).title)]
        cells = sum(line.count(" ± ") + line.count("not shown") for line in rows)
        if name == "cost" and plans <= 4:
            assert cells == 2 * plans - 1
        assert bool(rows) == (plans <= 4)
    assert any("--json" in line for line in lines) == (plans > 4)


def test_the_page_says_how_many_would_show_what_was_not_shown() -> None:
    noise = normal(100)
    study = made(cost={"a": np.zeros(100), "b": noise - noise.mean() + 0.05})
    needed = study.difference("cost", "b").needed
    assert needed > 1_000
    assert f"not shown, {math.ceil(needed / 100) / 10}k" in repr(study)


# -- progress, cancel, stopping ---------------------------------------------------------------


def test_progress_counts_up_to_all_runs() -> None:
    heard: list[tuple[int, int]] = []
    small(progress=lambda ran, total: heard.append((ran, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (14, 14)
    assert len(heard) > 1


@pytest.mark.parametrize("threads", [0, 2])
def test_a_study_can_be_called_off(monkeypatch, threads) -> None:
    monkeypatch.setattr(workers, "RUNS_PER_PIECE", 1)
    stop = threading.Event()
    ran: list[int] = []

    def progress(count: int, _total: int) -> None:
        ran.append(count)
        stop.set()

    with ThreadPoolExecutor(2) as pool:
        executor = pool if threads else None
        with pytest.raises(StudyCancelled):
            small(replications=90, executor=executor, progress=progress, cancel=stop.is_set)
    assert ran[-1] < 180


class Broken(ThreadPoolExecutor):
    """Loses its workers."""

    def submit(self, _work, /, *_arguments, **_words):
        from concurrent.futures import BrokenExecutor

        raise BrokenExecutor


def test_workers_that_end_are_reported_with_what_to_do() -> None:
    with Broken() as broken, pytest.raises(StudyError, match="__main__"):
        small(executor=broken)


@pytest.fixture
def quick_looks(monkeypatch):
    """A stopping rule that looks after four replications, and after every other one."""
    monkeypatch.setattr(comparing, "FIRST_LOOK", 4)
    monkeypatch.setattr(comparing, "NEXT_LOOK", 2)
    monkeypatch.setattr(comparing, "LEAST_UNLIKE", 2)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_looks")
def test_a_study_stops_once_its_interval_is_narrow_enough() -> None:
    whole = small(replications=30)

    def half(count: int) -> float:
        costs = [whole.of("cost", plan)[:count] for plan in whole.plans]
        pairs = costs[1] - costs[0]
        return figures.half_width(pairs.std(ddof=1) / math.sqrt(count), count)

    asked = half(10) * 1.0001
    expected = next(count for count in range(4, 31, 2) if half(count) <= asked)
    stopped = small(replications=30, until={"cost": asked})
    assert stopped.replications == expected
    assert stopped.values.tobytes() == whole.values[:, :, :expected].tobytes()
    assert stopped.ended.startswith(f"narrow enough after {expected} of 30")
    assert stopped.asked == 30
    with ThreadPoolExecutor(2) as threads:
        parallel = small(replications=30, until={"cost": asked}, executor=threads)
    assert parallel.values.tobytes() == stopped.values.tobytes()


@pytest.mark.usefixtures("quick_looks")
@pytest.mark.parametrize("plans", [1, 2])
def test_a_width_of_nothing_stops_no_study(plans) -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    tried = [plan] * plans
    study = compare(scenario, tried, replications=10, seed=3, until={"first_sign_h": 1e9})
    ran_all = plans == 2  # equal plans never differ; one alone has another figure in each run
    assert study.replications == (10 if ran_all else 4)
    assert ("only 0 runs differ of 2 needed" in study.ended) == ran_all


def test_a_stopping_rule_waits_for_what_is_rare() -> None:
    rare = np.zeros((2, len(MEASURES), 5_000))
    rare[1, :, ::100] = 1.0  # one run in a hundred
    looks = [comparing._enough(rare[..., :count], {"cost": 0.1}) for count in (200, 4_900, 5_000)]
    assert looks == [False, False, True]


@pytest.mark.usefixtures("quick_looks")
def test_a_study_that_never_is_narrow_enough_says_so() -> None:
    study = small(until={"cost": 1e-9})
    assert study.replications == 7
    assert study.ended.startswith("not sure enough after 7 of 7")
    assert "not sure enough" in repr(study)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"replications": 0}, "expected 1 or more"),
        ({"until": {"costs": 1.0}}, "did you mean “cost”"),
        ({"until": {"cost": 0.0}}, "half-width above 0"),
    ],
)
def test_what_cannot_be_done_is_refused(more, words) -> None:
    with pytest.raises(InputError, match=words):
        small(**more)


@pytest.mark.parametrize("plans", [["plans/leen"], "plans/leen"])
def test_a_name_that_is_no_plan_s_is_answered_with_the_nearest(plans) -> None:
    with pytest.raises(InputError, match=r"did you mean “plans/lean”"):
        compare(load_scenario(DATA / "leak.yaml"), plans, seed=1)


def test_what_is_no_input_of_its_kind_is_refused_with_what_it_is() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    one = {"staffing.it.add": [1]}
    for call, words in (
        (lambda: compare("plans/lean", plan, seed=1), "plans/lean: the file's kind is plan"),
        (lambda: compare(scenario, plan, 7, seed=1), "or a name such as “organisations/…”"),
        (lambda: compare(scenario, [scenario], seed=1), "plan: got Scenario; expected what load"),
        (lambda: compare(scenario, 3, seed=1), "plan: got int; expected what load gives"),
        (lambda: sweep(scenario, "plans/leen", one, seed=1), "did you mean “plans/lean”"),
        (lambda: sweep(7, plan, one, seed=1), "scenario: got int; expected what load gives"),
        (lambda: compare(scenario, plan, seed=1.5), "seed: got 1.5; expected a whole number"),
    ):
        with pytest.raises(InputError) as refused:
            call()
        assert words in str(refused.value)


def test_no_plan_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="at least one"):
        compare(load_scenario(DATA / "leak.yaml"), [], seed=1)


# -- sweeps -----------------------------------------------------------------------------------


def test_a_sweep_tries_every_combination_on_the_same_draws() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    heads = "organisation.teams.it.heads"
    settings = {heads: [1, 3], "scenario.switched_off": [[], ["fatigue"]]}
    study = sweep(scenario, plan, settings, replications=3, seed=2)
    assert len(study.plans) == 4
    assert study.plans[1] == f'{heads}=1, scenario.switched_off=["fatigue"]'
    table = study.table()
    assert list(table[heads].unique()) == [1, 3]
    assert list(table["scenario.switched_off"].unique()) == ["[]", '["fatigue"]']
    firm = scenario.organisation.change({"teams.it.heads": 3})
    alone = compare(scenario.without("fatigue"), plan, firm, replications=3, seed=2)
    assert study.values[3].tobytes() == alone.values[0].tobytes()


def test_one_at_a_time_changes_one_thing_against_what_was(tmp_path) -> None:
    import pandas as pd

    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    settings = {"organisation.teams.it.heads": [5], "begins": ["2026-03-03 00:00"]}
    study = sweep(scenario, plan, settings, replications=2, seed=2, one_at_a_time=True)
    assert study.plans == (
        "unchanged",
        "organisation.teams.it.heads=5",
        "begins=2026-03-03 00:00",
    )
    plain = compare(scenario, plan, replications=2, seed=2)
    assert study.values[0].tobytes() == plain.values[0].tobytes()
    study.to_parquet(tmp_path / "sweep.parquet")
    back = pd.read_parquet(tmp_path / "sweep.parquet")
    assert back["begins"].isna().sum() == 4


@pytest.mark.parametrize("value", [1, "all", None, {"a": 1}])
def test_a_value_to_try_that_is_no_list_is_refused(value) -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    with pytest.raises(InputError, match=r"staffing\.it\.add: got .*; expected a list of values"):
        sweep(scenario, plan, {"staffing.it.add": value}, seed=1)
    with pytest.raises(InputError, match="values by path"):
        sweep(scenario, plan, ["staffing.it.add"], seed=1)


@pytest.mark.parametrize("values", [range(3), np.array([0, 1, 2]), (0, 1, 2)])
def test_values_to_try_may_come_from_any_row_of_values(values) -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    path = "tasks.first-look.priority"
    tried = sweep(scenario, plan, {path: values}, replications=1, seed=1)
    assert tried.plans == tuple(f"{path}={value}" for value in range(3))


def test_a_sweeps_page_tells_its_settings_apart() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    path = "plan.tasks.stop.effort_h"
    few = repr(sweep(scenario, plan, {path: [1.0, 2.0]}, replications=2, seed=1))
    assert few.count("stop.effort_h=1.0") >= 1
    assert few.count("stop.effort_h=2.0") >= 2
    long = {path: [1.0, 2.0], "plan.tasks.first-look.effort_h": [1.0, 2.0]}
    many = repr(sweep(scenario, plan, long, replications=2, seed=1)).splitlines()
    rows = {line[: page.LABEL_WIDTH].strip() for line in many if line[:1] == "s"}
    assert len(rows) == 4
    assert {row.count("=1.0") + row.count("=2.0") for row in rows} == {2}


def test_labels_that_cannot_be_told_apart_bear_their_place() -> None:
    labels = [f"a.b.c.d={{}}, e.f={middle}, the.long.end=of={{}}" for middle in "12"]
    cut = page.fitted(labels, 20)
    assert [label[:2] for label in cut] == ["1:", "2:"]
    assert all(len(label) <= 20 for label in cut)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "no values"),
        ({"tasks": []}, "no values"),
        ({"teams.it.heads": [1]}, "expected plan.teams.it.heads or organisation.teams.it.heads"),
        ({"taks.triage": [1]}, "did you mean 'tasks'"),
        (
            {"staffing.it.add": [1], "plan.staffing.it.add": [2]},
            "staffing.it.add and plan.staffing.it.add are one setting",
        ),
        ({"staffing.it.add": [1], "plan.staffing": [{}]}, "lie one inside the other"),
        ({"organisation.teams.it.heads": ["two"]}, "heads"),
    ],
)
def test_a_setting_that_is_none_is_refused(settings, words) -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    with pytest.raises(InputError, match=words):
        sweep(scenario, plan, settings, replications=2, seed=1)


# -- the terminal -----------------------------------------------------------------------------


@pytest.fixture
def terminal():
    """Run `compare` on small files, as a terminal would."""
    return lambda *more: CliRunner().invoke(
        cli.app,
        [
            *("compare", str(DATA / "leak.yaml"), str(DATA / "plan.yaml")),
            *(str(DATA / "plan.yaml"), "--seed", "3", *more),
        ],
    )


def test_compare_prints_the_object_that_was_promised(terminal, tmp_path) -> None:
    out = tmp_path / "runs.csv"
    said = terminal("--replications", "4", "--json", "--out", str(out))
    assert said.exit_code == 0, said.output
    plain = json.loads(said.stdout)
    assert list(plain) == ["plans", "replications", "measures", "differences"]
    assert plain["replications"] == 4
    assert list(plain["measures"]) == plain["plans"]
    for measures in plain["measures"].values():
        assert list(measures) == [measure.name for measure in MEASURES]
        for figure in measures.values():
            assert list(figure) == ["mean", "p5", "p50", "p95", "se"]
            assert all(
                value is None or isinstance(value, float | int) for value in figure.values()
            )
    keys = ["plan", "against", "measure", "mean", "low", "high", "better_share"]
    assert [list(one) for one in plain["differences"]] == [keys] * len(MEASURES)
    assert {one["against"] for one in plain["differences"]} == {plain["plans"][0]}
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1 + 2 * 4
    assert "runs.csv" in said.stderr


def test_compare_prints_the_page_without_json(terminal) -> None:
    said = terminal("--replications", "4")
    assert said.exit_code == 0
    assert "does not forecast" in said.stdout
    assert said.stderr == ""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminal can be made here")
def test_a_bar_of_progress_is_for_a_terminal_alone() -> None:
    reader, writer = os.openpty()
    work = [sys.executable, "-c", "from simulation.cli.shown import progress_bar as bar\n"]
    work[2] += "with bar(2) as runs: runs.update(2)"
    silent = subprocess.run(work, check=True, stderr=subprocess.PIPE)
    subprocess.run(work, check=True, stderr=writer)
    assert silent.stderr == b""
    assert b"Runs  [####" in os.read(reader, 4096)
    os.close(reader)
    os.close(writer)


def test_compare_refuses_a_table_of_another_kind_before_it_begins(terminal) -> None:
    said = terminal("--replications", "1000000", "--out", "runs.xlsx")
    assert said.exit_code == 2
    assert ".csv or .parquet" in said.stderr


@pytest.mark.parametrize("out", ["missing/runs.csv", "taken/runs.csv", "folder.csv"])
def test_compare_refuses_a_place_that_cannot_be_written_before_it_begins(
    terminal, tmp_path, out
) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "folder.csv").mkdir()
    good = tmp_path / "good.csv"
    said = terminal(
        *("--replications", "1000000", "--out", str(good), "--out", str(tmp_path / out))
    )
    assert said.exit_code == 2
    assert "--out" in said.stderr
    assert "Runs" not in said.stderr
    assert not good.exists()


# -- what the model says ----------------------------------------------------------------------


@pytest.mark.slow
def test_a_lean_plan_tells_sooner_and_costs_less_than_none_beyond_chance() -> None:
    plans = [load_plan("plans/no-plan"), load_plan("plans/lean")]
    study = compare(load_scenario(MISTAKE), plans, replications=200, seed=1)
    for measure in ("cost", "clients_told_h", "record_days_untold"):
        one = study.difference(measure, "lean")
        assert one.verdict == "better", measure
        assert one.high is not None
        assert one.high < 0.0
        assert one.better_share > 0.8
    # The same luck: who finds the breach, and when, is no matter of the plan.
    assert study.difference("first_sign_h", "lean").verdict == "the same in every run"


def test_pairing_narrows_an_interval() -> None:
    plans = [load_plan("plans/no-plan"), load_plan("plans/lean")]
    study = compare(load_scenario(MISTAKE), plans, replications=25, seed=1)
    one = study.difference("record_days_untold", "lean")
    errors = [study.summary_of("record_days_untold", plan).se or 0.0 for plan in study.plans]
    assert one.high is not None
    assert one.low is not None
    assert (one.high - one.low) / 2 < 0.5 * 2.064 * math.hypot(*errors)


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bytes(monkeypatch) -> None:
    import distributed

    monkeypatch.setattr(workers, "RUNS_PER_PIECE", 3)
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    with cluster, distributed.Client(cluster) as client:
        study = small(executor=client.get_executor())
    assert study.values.tobytes() == small().values.tobytes()
    assert study.curves.tobytes() == small().curves.tobytes()


def test_the_tail_mean_of_an_exponential_lies_within_its_interval_as_often_as_it_says() -> None:
    true = 1.0 + math.log(20.0)  # expected shortfall at 95 % of an exponential of mean 1
    samples = np.random.default_rng(11).exponential(size=(300, 1_000))
    hits = 0
    for sample in samples:
        one = summarise(sample, lower_is_better=True)
        hits += abs(one.worst_mean - true) < 1.96 * one.worst_se
    assert 0.88 < hits / len(samples) < 0.98


@pytest.mark.parametrize("place", [0, 1, 2])
def test_percentiles_of_a_lognormal_lie_within_their_intervals_as_often_as_they_say(place) -> None:
    """Held to the exact quantiles of exp(1.5 z)."""
    name, z = (("p5", -1.6449), ("p50", 0.0), ("p95", 1.6449))[place]
    true = math.exp(1.5 * z)
    samples = np.exp(1.5 * np.random.default_rng(7).standard_normal((400, 200)))
    hits = 0
    for sample in samples:
        one = summarise(sample, lower_is_better=True)
        error = getattr(one, f"{name}_se")
        hits += abs(getattr(one, name) - true) < 1.96 * error
    assert 0.88 < hits / len(samples) < 0.99


def test_a_percentile_has_no_error_where_too_few_runs_lie_beyond_it() -> None:
    few, enough = normal(70), normal(80)
    assert summarise(few, lower_is_better=True).p95_se is None
    assert summarise(enough, lower_is_better=True).p95_se is not None
    partly = np.concatenate([normal(70), np.full(30, np.nan)])
    assert summarise(partly, lower_is_better=True).p50_se is not None
    assert summarise(partly, lower_is_better=True).p95_se is None


def test_the_share_of_better_runs_has_a_binomial_error() -> None:
    ours = np.array([1.0] * 30 + [3.0] * 70)
    one = difference(("a", "b", "cost"), ours, np.full(100, 2.0), lower_is_better=True)
    assert one.better_se == pytest.approx(math.sqrt(0.3 * 0.7 / 100))


def test_a_tail_of_few_runs_has_no_error_for_it_would_be_too_small() -> None:
    few, enough = normal(999), normal(1_000)
    assert summarise(few, lower_is_better=True).worst_se is None
    assert summarise(enough, lower_is_better=True).worst_se is not None


def test_compare_on_the_command_line_writes_studies_and_stops_early(terminal, tmp_path) -> None:
    kept, table = tmp_path / "autumn.study", tmp_path / "runs.csv"
    said = terminal(
        *("--replications", "4", "--out", str(kept), "--out", str(table)),
        *("--until", "cost=1e12"),
    )
    assert said.exit_code == 0, said.output
    assert "not sure enough after 4 of 4" in said.stdout
    assert "only 0 runs differ of 50 needed" in " ".join(said.stdout.split())
    assert Study.load(kept).replications == 4
    assert table.read_text().count("\n") == 9
    again = terminal("--replications", "1000000", "--out", str(table))
    assert again.exit_code == 2
    assert "--replace" in again.stderr
    page = tmp_path / "autumn.html"
    done = CliRunner().invoke(cli.app, ["report", str(kept), "--out", str(page)])
    assert done.exit_code == 0, done.output
    assert "What not to conclude" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--until", "cost"], "a measure and a width"),
        (["--until", "cots=5"], "cost"),
        (["--out", "runs.xlsx"], "expected a file of .csv or .parquet or .study"),
    ],
)
def test_what_compare_cannot_do_is_said(terminal, words, message) -> None:
    said = terminal("--replications", "2", *words)
    assert said.exit_code != 0
    assert message in " ".join(f"{said.output} {said.exception}".split())


def test_a_report_of_what_is_no_study_is_refused(tmp_path) -> None:
    said = CliRunner().invoke(
        cli.app, ["report", "autumn.study", "--out", str(tmp_path / "a.txt")]
    )
    assert said.exit_code == 2
    with pytest.raises(SystemExit) as ended:
        cli.main(["report", str(tmp_path / "no.study"), "--out", str(tmp_path / "a.html")])
    assert ended.value.code == 1


def test_what_a_plan_costs_each_year_is_said_beside_what_a_breach_costs() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    ready = plan.change(
        {"name": "ready", "yearly_cost": {"uniform": {"low": 1_000, "high": 2_000}}}
    )
    study = compare(scenario, [plan, ready], replications=2, seed=3)
    assert study.of("cost", "ready").tolist() == study.of("cost", plan.name).tolist()
    assert "ready EUR 1,050–1,950" in study.yearly_costs["en"]
    assert "No run's cost holds it" in repr(study)
    assert compare(scenario, plan, replications=2, seed=3).yearly_costs == {}

"""Charts of studies and runs: what they say and where they draw it, not their pixels."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from simulation import charts
from simulation.charts import look, paper, sweep, worked
from simulation.charts.days import Amount
from simulation.drill import Bar
from simulation.errors import InputError
from simulation.files import load, load_plan, load_scenario
from simulation.run import Run, run
from simulation.study import Study
from simulation.study.columns import FORM, MEASURE_NAMES, MET, WAITED
from simulation.study.curves import CURVES, DAYS, Fan
from simulation.study.measures import MEASURES
from simulation.study.workers import Case
from simulation.world.facts import FACT
from simulation.world.layout import FORMS

DATA = Path(__file__).parent / "data"
OF_STUDIES = ("fan", "forms", "exceedance", "differences", "deadlines", "waiting")
PLANS = ("none", "short", "long")
TEAMS, DUTIES = ("it", "lead"), ("tell-authority", "tell-people")
RUNS = 40


def made(
    plans: tuple[str, ...] = PLANS,
    runs: int = RUNS,
    settings: tuple[tuple[tuple[str, object], ...], ...] = (),
    **columns: Any,
) -> Study:
    """Return a study whose figures are given by column and plan; others are made up."""
    names = (
        *MEASURE_NAMES,
        *(MET + duty for duty in DUTIES),
        *(FORM + form for form in FORMS),
        *(WAITED + team for team in TEAMS),
    )
    rng = np.random.default_rng(1)
    values = rng.gamma(2.0, 50.0, size=(len(plans), len(names), runs))
    for place, name in enumerate(names):
        share = name.endswith("_share")
        if share or name.startswith(MET):
            values[:, place] = rng.random((len(plans), runs)) if share else 1.0
        for plan, given in columns.get(name.replace("/", "_"), {}).items():
            values[plans.index(plan), place] = given
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    days = np.array(DAYS, dtype=float)[:, None]
    risen = rng.gamma(2.0, 500.0, size=(len(plans), 1, 1, runs)) * np.sqrt(1.0 + days)
    curves = np.repeat(risen, len(CURVES), axis=1)
    curves[:, CURVES.index("trust_share")] = 0.5
    changed = settings or ((),) * len(plans)
    return Study(
        scenario="leak",
        organisation="firm",
        currency="EUR",
        seed=7,
        cases=tuple(
            Case(name, scenario, plan, None, setting)
            for name, setting in zip(plans, changed, strict=True)
        ),
        columns=names,
        values=values,
        curves=curves,
        asked=runs,
    )


@pytest.fixture(scope="module")
def study() -> Study:
    return made()


@pytest.fixture(scope="module")
def one() -> Run:
    return run(load("breaches/insider-export"), load("plans/lean"), seed=7)


def said(ax: Axes) -> str:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return " | ".join(item.get_text() for item in figure.findobj(Text))


def drawn(ax: Axes) -> Axes:
    """Draw it, so that whatever cannot be drawn is found."""
    assert charts.png(ax)[:4] == b"\x89PNG"
    return ax


def line_of(ax: Axes, colour: str, width: float) -> np.ndarray:
    found = [
        line.get_xydata()
        for line in ax.get_lines()
        if line.get_linewidth() == width and to_hex(line.get_color()) == to_hex(colour)
    ]
    return np.asarray(found[0])


# -- every chart ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OF_STUDIES)
def test_a_chart_draws_on_its_own_figure_or_on_yours(study: Study, kind: str) -> None:
    before = dict(mpl.rcParams)
    own = getattr(charts, kind)(study)
    mine = Figure(figsize=(9, 7), layout="constrained").subplots()
    assert getattr(charts, kind)(study, ax=mine) is mine
    assert dict(mpl.rcParams) == before
    assert own.figure is not mine.figure
    title = own.figure.get_suptitle()
    assert title.split(" · ")[0] in mine.get_title(loc="left").replace("\n", " · ")
    assert mine.figure.get_suptitle() == ""


@pytest.mark.parametrize("kind", OF_STUDIES)
def test_a_chart_says_how_many_runs_on_which_draws_in_both_languages(
    study: Study, kind: str
) -> None:
    words = said(getattr(charts, kind)(study))
    assert "40 runs a plan, seed 7, same draws for all plans" in words
    assert "每个预案 40 次运行，种子 7" in words
    assert "none" in words


@pytest.mark.parametrize("kind", OF_STUDIES)
@pytest.mark.parametrize("count", [1, 8])
def test_long_names_of_many_plans_are_cut(kind: str, count: int) -> None:
    plans = tuple(f"plan-{n}-with-a-name-that-goes-on-and-on-and-on-{n}" for n in range(count))
    ax = drawn(getattr(charts, kind)(made(plans, runs=3)))
    texts = [text for text in said(ax).split(" | ") if text.startswith("plan-")]
    assert all(len(text) < 60 for text in texts)


@pytest.mark.parametrize("count", [1, 2, 6, 8])
def test_plans_are_told_apart_by_more_than_their_colour(count: int) -> None:
    inks = paper.inks(charts.LIGHT, count)
    assert len({(ink.colour, ink.marker) for ink in inks}) == count
    assert len({(ink.colour, str(ink.line)) for ink in inks}) == count


@pytest.mark.parametrize("kind", OF_STUDIES)
@pytest.mark.parametrize("figure", [np.nan, 0.0])
@pytest.mark.parametrize("runs", [1, 3])
def test_nothing_ever_and_nothing_at_all_can_be_drawn(kind: str, figure: float, runs: int) -> None:
    given = made(runs=runs)
    values = np.full_like(given.values, figure)
    empty = replace(given, values=values, curves=np.full_like(given.curves, figure))
    if kind == "waiting":
        values[:, -len(TEAMS) :] = 0.0
    drawn(getattr(charts, kind)(empty))


@pytest.mark.parametrize("kind", OF_STUDIES)
@pytest.mark.parametrize("theme", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_letters_are_large_enough_and_in_the_colours_of_the_look(
    study: Study, kind: str, theme: charts.Look
) -> None:
    ax = getattr(charts, kind)(study, look=theme)
    figure = ax.get_figure(root=True)
    assert to_rgb(figure.get_facecolor()) == to_rgb(theme.paper)
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            assert text.get_fontsize() >= look.TEXT_PT


@pytest.mark.parametrize("kind", OF_STUDIES)
def test_no_words_of_a_chart_lie_over_each_other_or_outside(study: Study, kind: str) -> None:
    figure = getattr(charts, kind)(study).get_figure(root=True)
    figure.canvas.draw()
    hidden = {
        tick.label1
        for axis in (figure.axes[0].xaxis, figure.axes[0].yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    texts = [t for t in figure.findobj(Text) if t.get_text().strip() and t not in hidden]
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts]
    page = figure.bbox
    for place, (text, box) in enumerate(boxes):
        assert page.x0 - 1 <= box.x0, text
        assert box.x1 <= page.x1 + 1, text
        assert page.y0 - 1 <= box.y0, text
        assert box.y1 <= page.y1 + 1, text
        for other, second in boxes[place + 1 :]:
            wide = min(box.x1, second.x1) - max(box.x0, second.x0)
            high = min(box.y1, second.y1) - max(box.y0, second.y0)
            assert wide <= 2.0 or high <= 4.0, (text, other)


@pytest.mark.parametrize("kind", OF_STUDIES)
def test_axes_made_elsewhere_get_letters_that_hold_chinese_and_are_large_enough(
    study: Study, kind: str
) -> None:
    # Boxes for missing letters would be warnings, and warnings are errors here.
    figure = Figure(figsize=(14, 5), layout="constrained")
    axes = figure.subplots(1, 2)
    drawn(getattr(charts, kind)(study, ax=axes[0]))
    for text in axes[0].findobj(Text):
        if text.get_text():
            assert text.get_fontsize() >= look.TEXT_PT


def test_names_on_low_axes_have_no_more_lines_than_there_is_room(study: Study) -> None:
    low = Figure(figsize=(9, 3)).subplots()
    names = [label.get_text() for label in charts.differences(study, ax=low).get_yticklabels()]
    assert names[0] == "contained after the first sign…"
    names = [label.get_text() for label in charts.differences(study).get_yticklabels()]
    assert names[0] == "contained after the first sign\n首个迹象到遏制"


# -- over time --------------------------------------------------------------------------------


def test_a_fan_draws_the_medians_and_ranges_of_the_study(study: Study) -> None:
    ax = charts.fan(study, "cost")
    fan = study.fan("cost", "none")
    line = line_of(ax, charts.LIGHT.blue, 2.6)
    np.testing.assert_allclose(line[:, 0], fan.days)
    np.testing.assert_allclose(line[:, 1], fan.p50)
    np.testing.assert_allclose(line_of(ax, charts.LIGHT.blue, 0.9)[:, 1], fan.p5)
    assert ax.get_ylabel() == "EUR"
    assert ax.get_xlim() == (0.0, 90.0)
    assert "days since the first sign" in ax.get_xlabel()


def test_the_first_two_weeks_have_two_fifths_of_the_axis(study: Study) -> None:
    ax = charts.fan(study)
    left, week, end = ax.transData.transform([(0, 1), (14, 1), (90, 1)])[:, 0]
    assert (week - left) / (end - left) == pytest.approx((14 / 90) ** 0.5)
    assert [label.get_text() for label in ax.get_xticklabels()][:4] == ["0", "1", "3", "7"]


def test_trust_is_drawn_in_per_cent_and_exposure_by_powers_of_ten(study: Study) -> None:
    trust, exposure = charts.fan(study, "trust_share"), charts.fan(study)
    assert trust.get_ylabel() == "%"
    assert trust.get_ylim() == (0.0, 100.0)
    assert line_of(trust, charts.LIGHT.blue, 2.6)[0, 1] == pytest.approx(50.0)
    assert exposure.get_yscale() == "symlog"
    assert exposure.get_ylabel().startswith("record-days · 记录·天")


def keys_of(ax: Axes) -> dict[str, tuple[str, object]]:
    """Return what the key of a chart says: the colour and the mark of each plan."""
    figure = ax.get_figure(root=True)
    legends = [*figure.legends, *(one for one in [ax.get_legend()] if one)]
    handles = [line for one in legends for line in one.legend_handles]
    return {line.get_label().split(" (")[0]: (to_hex(line.get_color()), line) for line in handles}


@pytest.mark.parametrize("against", [None, "short"])
def test_a_plan_has_one_colour_and_one_mark_in_every_chart(
    study: Study, against: str | None
) -> None:
    charted = [
        charts.deadlines(study),
        charts.waiting(study),
        charts.fan(study),
        charts.fan(study, plans=["short", "long"]),
        charts.exceedance(study),
        charts.differences(study, against),
    ]
    colours = {(plan, key[0]) for ax in charted for plan, key in keys_of(ax).items()}
    assert {plan for plan, _ in colours} == set(PLANS)
    assert len(colours) == len(PLANS)
    dotted = [keys_of(charted[place]) for place in (0, 1, 5)]
    marks = {(plan, key[1].get_marker()) for one in dotted for plan, key in one.items()}
    assert len(marks) == len(PLANS)


def test_only_the_plans_asked_for_are_drawn_and_one_never_found_says_so(study: Study) -> None:
    assert "short" not in said(charts.fan(study, plans=["none", "long"]))
    curves = study.curves.copy()
    curves[1] = np.nan
    assert "short: found in no run · 没有一次被发现" in said(
        charts.fan(replace(study, curves=curves))
    )
    with pytest.raises(InputError, match="there is no curve"):
        charts.fan(study, "costs")


# -- how often --------------------------------------------------------------------------------


def test_exceedance_falls_by_one_run_at_each_figure() -> None:
    ax = charts.exceedance(made(("a",), runs=4, cost={"a": [1.0, 2.0, 3.0, 4.0]}))
    line = line_of(ax, charts.LIGHT.blue, 2.4)
    steps = dict(line.tolist())
    assert [steps[figure] for figure in (1.0, 2.0, 3.0, 4.0)] == [75.0, 50.0, 25.0, 0.0]
    assert line[0, 1] == 100.0


def test_what_never_happened_lies_above_every_figure() -> None:
    never = made(("a",), runs=4, contained_h={"a": [1.0, 2.0, np.nan, np.nan]})
    line = line_of(charts.exceedance(never, "contained_h"), charts.LIGHT.blue, 2.4)
    assert line[-1, 1] == 50.0
    trust = made(("a",), runs=4, duties_met_share={"a": [0.5, 1.0, np.nan, np.nan]})
    line = line_of(charts.exceedance(trust, "duties_met_share"), charts.LIGHT.blue, 2.4)
    assert line[0, 1] == 50.0
    assert line[-1, 1] == 100.0


def test_of_what_is_better_high_the_worst_runs_lie_below_and_are_marked() -> None:
    shares = np.linspace(0.01, 1.0, 100)
    study = made(("a",), runs=100, trust_at_year_share={"a": shares})
    ax = charts.exceedance(study, "trust_at_year_share")
    line = line_of(ax, charts.LIGHT.blue, 2.4)
    assert (line[0, 1], line[-1, 1]) == (0.0, 100.0)
    assert dict(line.tolist())[100.0 * shares[4]] == 5.0
    tail = 100.0 * study.summary_of("trust_at_year_share", "a").p5
    assert any(list(line.get_xdata()) == [tail] for line in ax.get_lines())
    assert "below" in ax.get_ylabel()
    alternative = charts.alt(study, "exceedance", "trust_at_year_share")
    assert alternative.startswith("Trust after a year that one run in twenty falls below: a 5.9")


def test_chart_and_table_have_one_percentile() -> None:
    study = made(("a",), runs=30, cost={"a": np.arange(30.0) ** 3})
    p95 = study.summary_of("cost", "a").p95
    marks = [line.get_xdata()[0] for line in charts.exceedance(study).get_lines()]
    assert p95 in marks


def test_what_happens_under_one_plan_alone_is_drawn_as_how_often() -> None:
    never = made(
        ("a", "b"), runs=4, contained_h={"a": [1.0, 2.0, np.nan, np.nan], "b": [np.nan] * 4}
    )
    ax = charts.differences(never, measures=["contained_h"])
    assert rows_said(ax)[0] == "2 → 0 / 4 (0:50 %)"
    assert "in 2 of 3 runs, against 1" in said(ax)
    assert ax.texts[0].get_color() == charts.LIGHT.ink  # grey would say: no difference shown
    assert "in 0 of 4 runs, against 2" in charts.alt(never, "differences")


def test_the_figure_that_one_run_in_twenty_exceeds_is_written_and_marked() -> None:
    study = made(("a",), runs=100, cost={"a": np.arange(1.0, 101.0)})
    ax = charts.exceedance(study)
    assert "a (5 %: 95.0)" in said(ax) or "a (5 %: 95)" in said(ax)
    assert any(list(line.get_xdata()) == [pytest.approx(95.05)] for line in ax.get_lines())
    assert re.search(r" a 95(\.\d)? EUR\.$", charts.alt(study, "exceedance"))


def test_a_wide_spread_goes_by_powers_of_ten_and_a_narrow_one_does_not() -> None:
    wide = made(("a",), runs=5, cost={"a": [1.0, 10.0, 100.0, 1e3, 1e4]})
    assert charts.exceedance(wide).get_xscale() == "log"
    assert charts.exceedance(made(("a",), runs=2, cost={"a": [4.0, 5.0]})).get_xscale() == "linear"


def test_thousands_of_runs_stay_a_small_drawing() -> None:
    many = made(("a",), runs=5_000)
    assert len(charts.svg(charts.exceedance(many))) < 400_000


# -- rows -------------------------------------------------------------------------------------


def test_forms_add_up_to_the_mean_cost_with_its_error() -> None:
    parts = {f"form_{form}": {"a": [0.0, 0.0]} for form in FORMS}
    parts |= {"form_response": {"a": [100.0, 300.0]}, "form_reputation": {"a": [800.0, 800.0]}}
    ax = charts.forms(made(("a",), runs=2, cost={"a": [900.0, 1_100.0]}, **parts))
    assert "1k ± 100 EUR" in said(ax)
    assert "reputation · 声誉" in said(ax)
    assert "fines" not in said(ax)
    bars = [patch for patch in ax.patches if patch.get_facecolor()[3] > 0.0]
    assert [bar.get_width() for bar in bars] == [200.0, 800.0]
    assert [bar.get_x() for bar in bars] == [0.0, 200.0]


def rows_said(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_better_lies_to_the_right_whichever_way_a_measure_goes() -> None:
    noise = np.linspace(-1.0, 1.0, 20)
    study = made(
        ("a", "b"),
        runs=20,
        cost={"a": 1_000.0 + noise, "b": 900.0 - noise},
        trust_at_year_share={"a": 0.5 + noise / 100, "b": 0.6 - noise / 100},
    )
    ax = charts.differences(study, measures=["cost", "trust_at_year_share"])
    marks = [line.get_xdata()[0] for line in ax.get_lines() if line.get_marker() == "s"]
    assert marks == pytest.approx([10.0, 10.0])
    assert rows_said(ax)[0].startswith("−100 ± ")
    assert rows_said(ax)[0].endswith(" EUR")
    assert rows_said(ax)[1].startswith("+10 ± ")
    assert rows_said(ax)[1].endswith(" points")
    assert "← worse · 更差" in ax.get_xlabel()
    worse = charts.differences(study, "b", ["cost"])
    marks = [line.get_xdata()[0] for line in worse.get_lines() if line.get_marker() == "o"]
    assert marks == pytest.approx([-100.0 / 9.0])


def test_where_no_difference_is_shown_the_row_is_grey_and_hollow() -> None:
    study = made(("a", "b"), runs=2, cost={"a": [1.0, 2.0], "b": [2.0, 1.0]})
    ax = charts.differences(study, measures=["cost"])
    (mark,) = [line for line in ax.get_lines() if line.get_marker() == "s"]
    assert to_hex(mark.get_markerfacecolor()) == charts.LIGHT.paper
    red, green, blue = to_rgb(mark.get_color())
    assert red == green == blue


def test_a_difference_beyond_the_axis_points_there_from_its_edge() -> None:
    study = made(("a", "b"), runs=2, cost={"a": [1.0, 1.0], "b": [90.0, 90.0]})
    ax = charts.differences(study, measures=["cost"])
    assert [line.get_marker() for line in ax.get_lines()][-1] == "<"
    assert rows_said(ax)[0].startswith("+89")


def test_duties_met_are_drawn_with_wilsons_interval_and_their_titles() -> None:
    study = made(("a",), runs=10, **{"met_tell-people": {"a": [0.0] * 10}})
    ax = charts.deadlines(study)
    assert "100 % (10/10)" in said(ax)
    assert "0 % (0/10)" in said(ax)
    ends = [line.get_xdata() for line in ax.get_lines() if len(line.get_xdata()) == 2]
    assert any(list(end) == pytest.approx([0.0, 27.75], abs=0.01) for end in ends)
    never = made(("a", "b"), runs=2, **{"met_tell-people": {"a": np.nan, "b": np.nan}})
    assert rows_said(charts.deadlines(never)).count("no legal clock ran · 没有时限启动") == 1


def test_a_duty_and_a_team_bear_the_titles_of_their_files() -> None:
    firm = load("organisations/bookkeeping-12")
    given = made(("a",), runs=2)
    columns = tuple(
        {
            MET + DUTIES[0]: "met/" + firm.laws[0].obligations[0].id,
            "waited/it": "waited/owner",
        }.get(column, column)
        for column in given.columns
    )
    case = replace(given.cases[0], organisation=firm)
    study = replace(given, columns=columns, cases=(case,))
    assert "向主管部门报告个人信息泄露" in said(charts.deadlines(study))
    assert "Owner\n负责人" in said(charts.waiting(study))
    assert "Report a leak" in charts.alt(study, "deadlines")


def test_waiting_is_drawn_from_the_5_to_the_95_per_cent_of_runs() -> None:
    hours = np.arange(101.0)
    study = made(("a",), runs=101, waited_it={"a": hours}, waited_lead={"a": 0.0 * hours})
    ax = charts.waiting(study)
    (line,) = [line for line in ax.get_lines() if len(line.get_xdata()) == 2]
    assert list(line.get_xdata()) == [5.0, 95.0]
    assert len(ax.get_yticks()) == 1
    assert rows_said(ax) == ["50.0 ± 2.9 h"]


# -- sweeps -----------------------------------------------------------------------------------


def swept_over(*settings: tuple[tuple[str, object], ...], **columns: Any) -> Study:
    plans = tuple(
        ", ".join(f"{path}={value}" for path, value in setting) or "unchanged"
        for setting in settings
    )
    return made(plans, runs=5, settings=settings, **columns)


def test_one_numeric_setting_is_a_line_through_the_means() -> None:
    study = swept_over(*((("plan.it.add", add),) for add in (0, 1, 3)))
    ax = drawn(charts.swept(study))
    line = line_of(ax, charts.LIGHT.blue, 2.4)
    assert line[:, 0].tolist() == [0.0, 1.0, 3.0]
    means = [study.of("cost", plan).mean() for plan in study.plans]
    np.testing.assert_allclose(line[:, 1], means)
    assert ax.get_xlabel() == "plan.it.add"
    assert "5 runs a setting, seed 7" in said(ax)


def test_a_second_setting_gives_a_line_for_each_of_its_values() -> None:
    pairs = [(("a.x", x), ("b.kind", kind)) for x in (1, 2) for kind in ("day", "night")]
    ax = drawn(charts.swept(swept_over(*pairs), "trust_at_year_share"))
    assert "b.kind=day" in said(ax)
    assert "b.kind=night" in said(ax)
    assert len([line for line in ax.get_lines() if line.get_linewidth() == 2.4]) == 2
    assert ax.get_ylabel() == "%"


def test_settings_that_are_no_numbers_are_rows() -> None:
    study = swept_over(*((("plan.shift", shift),) for shift in ("day", "night", True)))
    ax = drawn(charts.swept(study))
    assert [label.get_text() for label in ax.get_yticklabels()] == list(study.plans)


def test_one_change_at_a_time_is_a_tornado_with_the_largest_on_top() -> None:
    settings: list[tuple[tuple[str, object], ...]] = [()]
    settings += [(("a.x", value),) for value in range(20)]
    cost = {"unchanged": [5.0, 6.0, 7.0, 8.0, 9.0]}
    cost |= {f"a.x={n}": [5.0 + n, 6.0 + n, 7.0 + n, 8.0 + n, 9.5 + n] for n in range(20)}
    ax = drawn(charts.swept(swept_over(*settings, cost=cost)))
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == [f"a.x={n}" for n in range(19, 5, -1)]
    assert next(bar.get_width() for bar in ax.patches) == pytest.approx(19.1)
    assert "6 more do less · 另有 6 项影响更小" in said(ax)
    assert ax.get_xlabel().startswith("← better")
    assert "worse · 更差 →" in ax.get_xlabel()


def test_a_setting_under_which_it_never_happened_leaves_a_gap() -> None:
    study = swept_over(
        *((("x", value),) for value in (0, 1)),
        contained_h={"x=0": np.nan, "x=1": np.nan},
    )
    drawn(charts.swept(study, "contained_h"))
    assert sweep.point(study.of("contained_h", "x=0")) is None


def test_a_study_of_plans_has_no_sweep(study: Study) -> None:
    with pytest.raises(InputError, match="no setting was changed"):
        charts.swept(study)


# -- a run ------------------------------------------------------------------------------------


def test_a_runs_waiting_adds_up_to_what_its_outcome_says(one: Run) -> None:
    waits: dict[tuple[str, str], float] = {}
    for team, task, ready_s, start_s in worked._waits(one):
        if task == "false-alarm":
            continue
        waits[task, team] = waits.get((task, team), 0.0) + (start_s - ready_s) / 3_600
    told = {(w.task, w.team): w.waited_h for w in one.outcome.waits if w.waited_h}
    assert waits == pytest.approx(told)


def test_a_gantt_has_a_row_for_each_task_under_its_team(one: Run) -> None:
    ax = drawn(charts.gantt(one))
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert "Owner · 负责人" in names
    assert "Draft the notice · 起草通知" in names
    assert names.index("Owner · 负责人") < names.index("Tell the owner · 报告负责人")
    assert "false-alarm" not in names
    assert "seed 7, replication 0" in said(ax)
    shown = worked.work_of(one)
    work = ax.patches[: len(shown.spans)]  # what people suffer is drawn over it
    starts = sorted(patch.get_x() for patch in work)
    assert starts[-1] * 24 == pytest.approx(max(span.start_h for span in shown.spans))


def test_a_gantt_shows_overtime_meetings_and_morale_as_the_log_has_them(one: Run) -> None:
    shown, p = worked.work_of(one), one.program.tables
    strain, subject = shown.strain, p.team_subject + one.program.teams.index("it")
    late_h = [f[5] for f in one.log.facts if f[1] == FACT["staff.overtime"] and f[2] == subject]
    drawn_h = sum(s.end_s - s.start_s for s in strain.overtime if s.team == "it") / 3_600
    assert drawn_h == pytest.approx(late_h[-1], abs=0.01)
    lowest = min(level for _, points in strain.morale for _, level in points)
    assert lowest == pytest.approx(one.outcome.morale_lowest_share)
    ax = drawn(charts.gantt(one))
    words = said(ax)
    assert "team meets 10 % of day" in words
    assert "morale" in words
    assert len(ax.patches) > len(shown.spans)
    assert "accountants" not in strain.members


def test_a_drills_story_is_drawn_the_same_way(tmp_path: Path) -> None:
    from simulation.drill import Drill

    file = tmp_path / "a.drill"
    drill = Drill.start(load("breaches/mis-sent-filing"), load("plans/lean"), file, seed=1)
    story = charts.story(drill)
    drill.close()
    drawn(charts.gantt(story))
    team = next(iter(story.teams))
    bars = (Bar(team, "Look for it", story.first_s, story.first_s + 7_200, 1),)
    later = replace(story, bars=bars, now_s=story.first_s + 9_000)
    ax = drawn(charts.gantt(later))
    assert "Look for it" in said(ax)
    assert ax.patches[0].get_width() * 24 == pytest.approx(2.0)


# -- pictures and words -----------------------------------------------------------------------


def test_an_svg_needs_no_font_says_what_it_is_and_is_the_same_each_time(study: Study) -> None:
    text = charts.svg(charts.fan(study), title=charts.alt(study, "fan"))
    assert text == charts.svg(charts.fan(study), title=charts.alt(study, "fan"))
    root = ElementTree.fromstring(text)  # noqa: S314 - our own picture
    assert root.find("{*}title").text.startswith("Exposure")
    assert "font-family" not in text
    assert not re.search(r"(href|src)=.https?:", text)
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))


def test_a_png_is_the_same_each_time(study: Study) -> None:
    first, again = (charts.png(charts.forms(study)) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("kind", OF_STUDIES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_chart_has_a_sentence_with_its_figures(kind: str, language: str) -> None:
    dear = [100.0 + number for number in range(RUNS)]
    study = made(cost={"none": dear, "short": [cost / 2 for cost in dear]})
    sentence = charts.alt(study, kind, language=language)
    assert sentence.endswith("." if language == "en" else "。")
    assert bool(re.search(r"[\u4e00-\u9fff]", sentence)) is (language == "zh")
    assert all(plan in sentence for plan in PLANS[1:])
    assert re.search(r"\d", sentence)
    assert "\n" not in sentence


def test_sentences_say_what_was_never_and_which_charts_there_are(study: Study, one: Run) -> None:
    values, curves = np.full_like(study.values, np.nan), np.full_like(study.curves, np.nan)
    values[:, -len(TEAMS) :] = 0.0
    never = replace(study, values=values, curves=curves)
    assert "none: found in no run" in charts.alt(never, "fan")
    assert "none never" in charts.alt(never, "exceedance")
    assert charts.alt(never, "deadlines") == "Legal duties met in time: never."
    with pytest.raises(InputError, match=r"did you mean .forms"):
        charts.alt(study, "form")
    with pytest.raises(InputError, match="there is no chart"):
        charts.alt(one, "fan")
    assert re.match(r"\d+ tasks of \d+ teams within \d+ days", charts.alt(one, "gantt"))


def test_the_words_of_a_fan_stand_where_its_picture_ends(study: Study) -> None:
    words = charts.alt(study, "fan", "trust_share")
    assert "90 days after the first sign" in words
    for plan in study.plans:
        fan = study.fan("trust_share", plan)
        between = [float(fan.p50[fan.days == day][0]) for day in (84.0, 98.0)]
        middle = 100.0 * (between[0] * 8.0 + between[1] * 6.0) / 14.0
        assert f"{plan} {paper.compact(middle)}" in words


def test_the_difference_in_words_is_that_of_the_study(study: Study) -> None:
    given = made(("a", "b"), runs=3, cost={"a": [9.0, 9.0, 9.0], "b": [4.0, 4.0, 4.0]})
    assert "cost −5 ± 0 EUR (better)" in charts.alt(given, "differences")
    assert "no difference shown" in charts.alt(study, "differences")


# -- the explorer's fan -----------------------------------------------------------------------


def fans() -> tuple[Fan, Fan]:
    study = made(("changed", "unchanged"))
    return study.fan("cost", "changed"), study.fan("cost", "unchanged")


def test_the_live_fan_keeps_its_size_and_draws_its_background_once() -> None:
    changed, unchanged = fans()
    live = charts.LiveFan(400, 240, "cost", "EUR")
    count = []
    whole = live.canvas.draw
    live.canvas.draw = lambda: (count.append(1), whole())
    first = live.png(changed, unchanged, changed.p50, unchanged.p50, "coarse: 8 of 200 runs")
    again = live.png(changed, unchanged, changed.p50, unchanged.p50, "coarse: 8 of 200 runs")
    assert first == again
    assert len(count) == 1
    assert Image.open(io.BytesIO(first)).size == live.size_px == (600, 360)
    other = live.png(changed, unchanged)
    assert other != first
    assert len(count) == 1
    tenfold = replace(changed, p95=10.0 * changed.p95)
    live.png(tenfold, unchanged)
    assert len(count) == 2


def test_an_old_result_has_no_colour_but_its_warning() -> None:
    changed, unchanged = fans()
    live = charts.LiveFan(400, 240, "cost", "EUR")
    blue = np.array([round(255 * part) for part in to_rgb(charts.LIGHT.blue)])

    def blues(old: bool) -> int:
        picture = Image.open(io.BytesIO(live.png(changed, unchanged, old=old)))
        # Below the key, which stays as it is.
        pixels = np.asarray(picture)[90:]
        return int((np.abs(pixels.astype(int) - blue).sum(axis=2) < 20).sum())

    assert blues(old=False) > 100
    assert blues(old=True) == 0


def test_what_moved_leaves_nothing_behind() -> None:
    changed, unchanged = fans()
    live, fresh = (charts.LiveFan(400, 240, "cost", "EUR") for _ in range(2))
    live.png(unchanged, changed, note="first", old=True)
    children = len(live._axes.get_children())
    later = live.png(changed, unchanged, note="second")
    assert len(live._axes.get_children()) == children
    assert later == fresh.png(changed, unchanged, note="second")


def test_nothing_found_yet_can_be_drawn_live() -> None:
    changed, _ = fans()
    nothing = np.full_like(changed.p50, np.nan)
    empty = Fan(changed.days, nothing, nothing, nothing, nothing, nothing, (0,) * len(DAYS))
    for curve in CURVES:
        assert charts.LiveFan(400, 240, curve, "EUR").png(empty, empty)[:4] == b"\x89PNG"
    with pytest.raises(InputError, match="there is no curve"):
        charts.LiveFan(curve="costs")


# -- words and figures ------------------------------------------------------------------------


def test_every_measure_and_unit_has_both_languages() -> None:
    from simulation.text import CATALOGUE

    for measure in MEASURES:
        assert CATALOGUE[f"measure/{measure.name}"]["zh"]
        if measure.unit not in ("money", "share"):
            assert CATALOGUE[f"unit/{measure.unit}"]["zh"]
    for form in FORMS:
        assert CATALOGUE[f"form/{form}"]["zh"]


def test_top_of_the_axis_is_above_the_highest() -> None:
    amount = Amount.of("cost", "EUR")
    assert [amount.top(high) for high in (0.0, 900.0, 1_000.0)] == [1.0, 1000.0, 1500.0]


def test_names_are_wrapped_in_both_languages_and_cut_where_they_must() -> None:
    long = {"en": "word " * 40, "zh": "字" * 90}
    lines = paper.titled(long, letters=30, lines=2).split("\n")
    assert len(lines) == 4
    assert lines[1].endswith("…")
    assert all(paper.width_pt(line) <= 32 * 0.6 * look.TEXT_PT for line in lines)

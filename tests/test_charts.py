"""Charts: drawn from a real drill, readable in both languages, quick when live."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from simulation import charts
from simulation.charts import draw, look, scales
from simulation.charts.bars import bars_of
from simulation.drill import Bar, Drill
from simulation.files import load

ROOT = Path(__file__).parent.parent
KINDS = ("exposure", "cost", "trust", "work")


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    file = tmp_path_factory.mktemp("charts") / "charts.drill"
    running = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    running.step(hours=30)
    yield running
    running.close()


@pytest.fixture
def told(drill):
    return charts.story(drill, truth=True)


def texts(ax: Axes) -> str:
    return " | ".join(item.get_text() for item in ax.findobj(Text))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_draws_on_its_own_figure_or_on_yours(told, kind):
    chart = getattr(charts, kind)
    own = chart(told)
    own.figure.savefig(io.BytesIO(), format="png")
    mine = Figure().subplots()
    assert chart(told, mine) is mine
    assert own.get_title(loc="left") == mine.get_title(loc="left") != ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_changes_no_setting(told, kind):
    before = dict(mpl.rcParams)
    getattr(charts, kind)(told)
    assert dict(mpl.rcParams) == before


def test_charts_open_no_window():
    import subprocess
    import sys

    names = ", ".join(KINDS)
    script = f"import sys; from simulation.charts import {names}; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "'matplotlib'" in done.stdout
    assert "matplotlib.pyplot" not in done.stdout


def test_titles_units_and_currency_are_written_in_both_languages(told):
    exposure, cost, trust = (getattr(charts, kind)(told) for kind in KINDS[:3])
    assert exposure.get_title(loc="left") == "Exposure · 泄露规模"
    assert exposure.get_ylabel() == "people · 人"
    assert cost.get_ylabel() == "CNY"
    assert trust.get_ylabel() == "%"
    assert trust.get_ylim() == (0, 100)
    assert exposure.get_xlabel() == "time since the first sign · 自首个迹象起"


def test_the_axis_of_time_counts_from_the_first_sign_and_shows_the_calendar(told):
    labels = [label.get_text() for label in charts.cost(told).get_xticklabels()]
    assert labels[:2] == ["0 h\nTue 09:00", "12 h\nTue 21:00"]
    later = replace(told, now_s=told.first_s + 9 * 86_400)
    labels = [label.get_text() for label in charts.cost(later).get_xticklabels()]
    assert labels[:2] == ["0 d\n31 Mar", "2 d\n2 Apr"]


def test_the_truth_is_drawn_only_when_it_is_asked_for(drill):
    colour = charts.LIGHT.purple
    for truth in (False, True):
        ax = charts.exposure(charts.story(drill, truth=truth))
        lines = [line.get_color() for line in ax.get_lines()]
        assert (colour in lines) is truth
        assert ("true · 真实" in " ".join(_key(ax))) is truth


def _key(ax: Axes) -> list[str]:
    return [text.get_text() for key in ax.figure.legends for text in key.get_texts()]


def test_deadlines_that_fall_together_are_one_line_with_one_label(told):
    due = {duty.due_s for duty in told.duties}
    told = replace(told, duties=tuple(replace(d, met_s=None, late=False) for d in told.duties))
    lines = scales.deadlines(told)
    assert len(lines) == len(due) > 0
    assert len(told.duties) > len(lines)
    assert "authority + people" in texts(charts.cost(told))
    assert "主管部门、个人" in texts(charts.cost(told))
    ax = charts.work(told)
    at = [line.get_xdata()[0] for line in ax.get_lines()]
    assert told.hours(min(due)) in at


def test_a_deadline_shows_by_its_line_whether_it_was_met(told):
    first = told.duties[0]
    for change, style in (
        ({"met_s": None, "late": False}, draw.DASHES["open"]),
        ({"met_s": None, "late": True}, draw.DASHES["late"]),
        ({"met_s": first.due_s - 9, "late": False}, draw.DASHES["met"]),
    ):
        one = replace(told, duties=(replace(first, **change),))
        line = next(
            line
            for line in charts.trust(one).get_lines()
            if line.get_xdata()[0] == told.hours(first.due_s)
        )
        wanted = Figure().subplots().axvline(1, linestyle=style, linewidth=1.6)
        assert line.get_linestyle() == wanted.get_linestyle()
        assert line._unscaled_dash_pattern == wanted._unscaled_dash_pattern


def line_of(ax: Axes, colour: str):
    return next(
        line
        for line in ax.get_lines()
        if line.get_color() == colour and line.get_drawstyle() == "steps-post"
    )


def test_what_is_known_and_what_it_costs_rise_in_steps_at_their_moments(drill, told):
    cost = line_of(charts.cost(told), charts.LIGHT.blue)
    rises = [e for e in drill.log.of("cost") if e.time_s > drill.began_s]
    assert len(rises) > 3
    assert list(cost.get_xdata())[1:] == [
        *(told.hours(e.time_s) for e in rises),
        *[told.now_h] * 2,
    ]
    assert cost.get_ydata()[-1] == drill.view().known.cost
    known = line_of(charts.exposure(told), charts.LIGHT.blue)
    first = next(e for e in drill.log.of("estimate") if e.after > 0)
    hours, people = np.array(known.get_xdata()), np.array(known.get_ydata())
    assert np.isnan(people[hours < told.hours(first.time_s)]).all()
    assert not np.isnan(people[hours >= told.hours(first.time_s)]).any()
    assert told.hours(first.time_s) in hours
    assert told.hours(first.time_s) % 1 != 0


def test_nothing_known_draws_no_line_and_nobody_told_hides_nothing(told):
    nobody = tuple(0.0 for _ in told.series.time_s)
    nothing = dict.fromkeys(("people_low", "people", "people_high", "people_told"), nobody)
    ax = charts.exposure(replace(told, series=replace(told.series, **nothing)))
    for colour in (charts.LIGHT.blue, charts.LIGHT.green):
        assert np.isnan(line_of(ax, colour).get_ydata()).all()
    ax = charts.exposure(told)
    known, people_told = (line_of(ax, c) for c in (charts.LIGHT.blue, charts.LIGHT.green))
    order = ax.get_lines()
    assert order.index(people_told) < order.index(known)
    assert people_told.get_linewidth() > known.get_linewidth()


def test_labels_of_deadlines_keep_clear_of_the_trust_of_clients(told):
    for share, side in ((0.9, "bottom"), (0.3, "top")):
        trust = tuple(share for _ in told.series.time_s)
        ax = charts.trust(replace(told, series=replace(told.series, trust_share=trust)))
        labels = [text for text in ax.texts if text.get_rotation() == 90.0]
        assert {label.get_va() for label in labels} == {side}


def test_work_has_a_row_for_each_team_and_names_its_tasks(told):
    ax = charts.work(told)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == "Owner"
    assert len(names) == len(told.teams) >= 5
    assert "Tell the owner" in texts(ax)


def test_no_label_of_work_lies_across_the_line_for_now(told):
    bars = tuple(
        Bar(team, "Write a long letter", told.now_s - ago_s - 60, told.now_s - ago_s, 1)
        for team, ago_s in zip(told.teams, (0, 60, 3_600, 8 * 3_600, 16 * 3_600), strict=False)
    )
    ax = charts.work(replace(told, bars=bars))
    now_px = ax.transData.transform((told.now_h, 0.0))[0]
    renderer = ax.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in ax.texts if "Write" in text.get_text()]
    assert len(boxes) == len(bars) == 5
    assert all(box.x0 > now_px or box.x1 < now_px for box in boxes)


def test_bars_of_one_team_at_one_time_lie_in_lanes_and_no_label_runs_into_another(told):
    hour, first = 3_600, told.first_s
    bars = tuple(
        Bar("owner", f"task number {n} of many", first + n * hour, first + (n + 3) * hour, 1)
        for n in range(9)
    )
    ax = charts.work(replace(told, bars=bars))
    placed = bars_of(ax, replace(told, bars=bars))
    for bar in placed:
        for other in placed:
            if bar is not other and bar.top == other.top:
                assert bar.end_h <= other.start_h or other.end_h <= bar.start_h
    renderer = ax.figure.canvas.get_renderer()
    boxes = [
        text.get_window_extent(renderer) for text in ax.texts if text.get_text().startswith("task")
    ]
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_labels_of_the_axis_of_time_never_touch(told):
    for hours in (1, 11, 30, 70, 150, 400, 2000):
        one = replace(told, now_s=told.first_s + hours * 3_600, duties=())
        board = charts.LiveBoard()
        board.png(one)
        renderer = board.canvas.get_renderer()
        for ax in board._axes.values():
            boxes = [label.get_window_extent(renderer) for label in ax.get_xticklabels()]
            assert len(boxes) > 1
            assert all(left.x1 < right.x0 for left, right in pairwise(boxes)), hours


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_every_line_stands_out_from_the_paper(theme):
    for colour in (theme.ink, theme.blue, theme.vermillion, theme.green, theme.purple):
        assert contrast(colour, theme.paper) >= 3.0


@pytest.mark.slow
def test_the_dark_look_is_dark_all_over(told):
    board = charts.LiveBoard(look=charts.DARK)
    pixels = np.asarray(Image.open(io.BytesIO(board.png(told))))
    assert np.median(pixels) < 40


def test_letters_are_at_least_twelve_pixels_high_where_they_are_shown(told):
    board = charts.LiveBoard(660, 430, sharpness=2.0)
    board.png(told)
    for text in board.figure.findobj(Text):
        assert text.get_fontsize() >= 12
    assert board.size_px == (1320, 860)
    # 72 points to the inch of the shown size make a point a pixel.
    assert board.figure.dpi / 2.0 == 72.0


def test_our_fonts_hold_every_character_of_ours():
    said = set()
    for pattern in ("scenarios/**/*.yaml", "simulation/**/*.py", "notebooks/*.ipynb"):
        for path in ROOT.glob(pattern):
            said |= set(re.findall(r"[\u2e80-\u9fff\uff00-\uffef]", path.read_text("utf-8")))
    assert len(said) > 500
    assert sorted(c for c in said if look.printable(c) != c) == []


def test_what_the_fonts_do_not_hold_is_a_box_and_no_warning(told):
    odd = replace(told, teams={"owner": "猫 🐈 $x$ and $y$\n<b>"}, bars=())
    ax = charts.work(odd)
    ax.figure.canvas.draw()
    assert ax.get_yticklabels()[0].get_text() == "猫 □ $x$ and $y…"


def test_chinese_is_drawn_with_our_font(told):
    ax = charts.cost(told)
    assert look.CHINESE in ax.title.get_fontfamily()
    assert ax.title.get_parse_math() is False


def test_the_live_board_draws_its_background_again_only_when_limits_change(told):
    board = charts.LiveBoard()
    drawn = []
    whole = board.canvas.draw
    board.canvas.draw = lambda: (drawn.append(1), whole())
    first = board.png(told)
    again = board.png(told)
    later = board.png(replace(told, now_s=told.now_s + 600))
    assert len(drawn) == 1
    assert first == again != later
    assert Image.open(io.BytesIO(later)).size == board.size_px
    board.png(replace(told, duties=()))
    assert len(drawn) == 2


def test_what_moved_leaves_nothing_behind(told):
    board = charts.LiveBoard()
    board.png(told)
    counts = [len(ax.get_children()) for ax in board._axes.values()]
    for minutes in range(5):
        board.png(replace(told, now_s=told.now_s + minutes))
    assert [len(ax.get_children()) for ax in board._axes.values()] == counts


def test_a_live_frame_looks_as_a_whole_drawing_does(told):
    board, fresh = charts.LiveBoard(), charts.LiveBoard()
    board.png(replace(told, now_s=told.now_s - 3_600))
    assert board.png(told) == fresh.png(told)


def test_a_drill_that_has_just_begun_can_be_drawn(tmp_path):
    start = Drill.start(
        load("breaches/mis-sent-filing"), load("plans/no-plan"), tmp_path / "a.drill", seed=1
    )
    empty = charts.story(start)
    for kind in KINDS:
        getattr(charts, kind)(empty).figure.canvas.draw()
    assert charts.LiveBoard().png(empty)[:4] == b"\x89PNG"
    start.close()


def test_trust_is_what_surveys_found_and_the_truth_only_where_it_is_asked_for(told):
    series = told.series
    never, hours = tuple(math.nan for _ in series.time_s), len(series.time_s)
    room = replace(told, series=replace(series, trust_share=(), trust_surveyed=never))
    ax = charts.trust(room)
    assert "no survey yet" in texts(ax)
    assert not [line for line in ax.get_lines() if line.get_color() == charts.LIGHT.purple]
    surveyed = tuple(0.6 if hour > 1 else math.nan for hour in range(hours))
    ax = charts.trust(replace(room, series=replace(room.series, trust_surveyed=surveyed)))
    assert np.nanmax(line_of(ax, charts.LIGHT.blue).get_ydata()) == 60.0
    assert "no survey yet" not in texts(ax)
    true = replace(series, trust_share=tuple(0.7 for _ in series.time_s), trust_surveyed=never)
    ax = charts.trust(replace(told, series=true))
    drawn = [line for line in ax.get_lines() if line.get_color() == charts.LIGHT.purple]
    assert drawn[0].get_ydata()[-1] == 70.0

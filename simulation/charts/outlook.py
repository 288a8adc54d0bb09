"""A small chart for a card: how a few figures of a quick study spread, each on its own scale."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from simulation.charts.look import LIGHT, Look, style
from simulation.charts.paper import filled, label, own_axes
from simulation.charts.words import measure_title, unit_label
from simulation.study import Study, Summary
from simulation.study.measures import measure_named
from simulation.study.wording import figure

WIDTH_IN, ROW_IN, HEAD_IN = 8.6, 0.56, 0.8
NAMES, PICTURE = 0.36, 0.27
"""Shares of the width: the measures' names, and the marks; the rest is words."""
GAP = 0.02
BEFORE_NEVER = 0.8
"""How far the greatest figure reaches where some runs have none, which lie at the end."""


def outlook(study: Study, measures: Sequence[str], plan: str = "", *, look: Look = LIGHT) -> Axes:
    """Draw a row for each measure: a line for 90 % of runs and a mark for the middle one.

    Each row has a scale of its own that begins at 0, and its three figures in words.
    """
    chosen = plan or study.plans[0]
    high = HEAD_IN + ROW_IN * len(measures)
    with style(look):
        ax = own_axes(WIDTH_IN, high)
        ax.set_title(filled("browse/spread", runs=study.replications, plan=chosen))
        ax.set_xlabel(label("browse/spread_key"), loc="left")
        ax.set(xlim=(0.0, 1.0), ylim=(len(measures) - 0.4, -0.6), xticks=[], yticks=[])
        ax.grid(visible=False)
        ax.spines[["left", "bottom"]].set_visible(False)
        for row, measure in enumerate(measures):
            ax.text(0.0, row, measure_title(measure).replace(" · ", "\n"), va="center")
            _draw(ax, row, study.summary_of(measure, chosen), look)
            ax.text(NAMES + PICTURE + GAP, row, _said(study, measure, chosen), va="center")
    return ax


def _draw(ax: Axes, row: int, one: Summary, look: Look) -> None:
    """Draw a measure between the names and the words: from 0, its greatest figure at the right.

    What never happens in one run of twenty, or in most, lies beyond the right end.
    """
    found = [one.p5, one.p50, one.p95]
    known = [value for value in found if value is not None]
    most = (max(known, default=0.0) or 1.0) / (1.0 if len(known) == len(found) else BEFORE_NEVER)
    ends = [NAMES + PICTURE * (1.0 if v is None else max(0.0, v) / most) for v in found]
    ax.plot([NAMES, NAMES + PICTURE], [row, row], color=look.faint, lw=1.0)
    ax.plot([min(ends), max(ends)], [row, row], color=look.blue, lw=5.0, solid_capstyle="butt")
    ax.plot(ends[1], row, marker="D", ms=7.0, mfc=look.vermillion, mec=look.paper, mew=1.0)


def _said(study: Study, measure: str, plan: str) -> str:
    """Return the three figures with their unit; times are in days."""
    one = study.summary_of(measure, plan)
    found = [one.p5, one.p50, one.p95]
    if all(value is None for value in found):
        return label("browse/never")
    timed = measure_named(measure).unit == "h"
    shown = [v if v is None else figure(measure, v / 24.0 if timed else v) for v in found]
    unit = label("browse/days") if timed else unit_label(study, measure)
    never = label("browse/not_once").replace(" · ", " ")
    return f"{' … '.join(never if v is None else v for v in shown)}  ({unit})"

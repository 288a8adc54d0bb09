"""Charts of plans compared, as curves: over time, and by how often a figure is passed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator

from simulation.charts.days import (
    CURVE_TITLES,
    TO_DAY,
    Amount,
    amount_axis,
    day_axis,
    highest,
)
from simulation.charts.look import LIGHT, Look, style
from simulation.charts.paper import (
    HEIGHT_IN,
    WIDTH_IN,
    Ink,
    compact,
    cut,
    dressed,
    foot,
    head,
    inks,
    inks_of,
    key_in,
    label,
    own_axes,
)
from simulation.charts.words import factor, measure_title, one_in_twenty, source, unit_label
from simulation.study import Study
from simulation.study.curves import Fan
from simulation.study.figures import WORST_SHARE, Floats, share_interval
from simulation.study.measures import measure_named

FEW_PLANS = 2
"""Of more plans than this, the outer ranges are lines without a filling."""
MOST_STEPS = 400
LONGEST_TAIL = " (5 %: 1.23M)"
NARROW = 1_000.0
"""Within so many times, a tenfold axis is labelled at twice and five times as well."""
TENFOLD_FROM = 30.0
"""An axis goes by powers of ten where most runs spread over so many times."""


def fan(
    study: Study,
    curve: str = "record_days_untold",
    ax: Axes | None = None,
    *,
    plans: Sequence[str] | None = None,
    to_day: float = TO_DAY,
    look: Look = LIGHT,
) -> Axes:
    """Draw how a curve spreads over the runs of each plan, by day since the first sign.

    A line for the median, a dark band for half of the runs, a light one for 90 % of them.
    """
    chosen = tuple(study.plans if plans is None else plans)
    fans = [study.fan(curve, plan) for plan in chosen]
    amount = Amount.of(curve, study.currency)
    with style(look):
        own = ax is None
        ax = (
            dressed(ax)
            if ax
            else own_axes(WIDTH_IN, HEIGHT_IN + key_in([cut(plan) for plan in chosen]))
        )
        day_axis(ax, to_day)
        amount_axis(ax, amount, amount.top(max(highest(one, to_day) for one in fans)))
        ax.autoscale(enable=False)
        found = inks_of(look, chosen, study.plans)
        few = len(chosen) <= FEW_PLANS
        for one, ink in zip(fans, found, strict=True):
            _draw_fan(ax, one, ink, amount.factor, outer=0.10 if few else 0.0)
        handles = [
            _line(ink, cut(plan) if any(one.runs) else f"{cut(plan)}: {label('chart/no_run')}")
            for one, ink, plan in zip(fans, found, chosen, strict=True)
        ]
        head(ax, label(CURVE_TITLES[curve]), handles, own=own)
        foot(ax, label("chart/days"), (label("chart/fan_key"), source(study)), own=own)
    return ax


def _draw_fan(ax: Axes, one: Fan, ink: Ink, times: float, *, outer: float) -> None:
    if not any(one.runs):
        return
    days, colour = one.days, ink.colour
    if outer:
        ax.fill_between(days, times * one.p5, times * one.p95, color=to_rgba(colour, outer), lw=0)
    for edge in (one.p5, one.p95):
        ax.plot(days, times * edge, ls=ink.line, color=colour, lw=0.9)
    ax.fill_between(days, times * one.p25, times * one.p75, color=to_rgba(colour, 0.2), lw=0)
    ax.plot(days, times * one.p50, ls=ink.line, color=colour, lw=2.6)


def _line(ink: Ink, name: str) -> Artist:
    return Line2D([], [], color=ink.colour, ls=ink.line, lw=2.6, label=cut(name, 60))


def exceedance(
    study: Study, measure: str = "cost", ax: Axes | None = None, *, look: Look = LIGHT
) -> Axes:
    """Draw in what share of the runs of each plan a measure is worse than a figure.

    Worse is above, of measures of which higher is better below; what never happened in a run is
    worse than any figure. The bands are pointwise 95 % intervals (Wilson, 1927); the dashed line
    is one run in twenty, and where it is met is the table's percentile.
    """
    times = factor(measure)
    lower = measure_named(measure).lower_is_better
    with style(look):
        own = ax is None
        ax = (
            dressed(ax)
            if ax
            else own_axes(
                WIDTH_IN, HEIGHT_IN + key_in([cut(plan) + LONGEST_TAIL for plan in study.plans])
            )
        )
        found = inks(look, len(study.plans))
        columns = [times * study.of(measure, plan) for plan in study.plans]
        _figure_axis(ax, np.concatenate(columns))
        tails = [one_in_twenty(study, measure, plan) for plan in study.plans]
        handles = []
        for plan, tail, column, ink in zip(study.plans, tails, columns, found, strict=True):
            _draw_steps(ax, column, ink, lower_is_better=lower)
            handles.append(_marked(ax, cut(plan), ink, None if tail is None else times * tail))
        ax.axhline(100.0 * WORST_SHARE, color=look.ink, ls=(0, (4, 3)), lw=1.2)
        ax.set_ylim(0.0, 101.0)
        ax.set_yticks([5, 25, 50, 75, 100])
        ax.set_ylabel(label("chart/above" if lower else "chart/below"))
        head(ax, measure_title(measure), handles, own=own)
        foot(ax, unit_label(study, measure), (label("chart/above_key"), source(study)), own=own)
    return ax


def _figure_axis(ax: Axes, values: Floats) -> None:
    """Choose limits that hold all figures, by powers of ten where they spread widely."""
    known = values[~np.isnan(values)]
    if not len(known):
        ax.set_xlim(0.0, 1.0)
        return
    low, high = float(known.min()), float(known.max())
    positive = known[known > 0.0]
    spread = (
        float(np.percentile(positive, 95) / np.percentile(positive, 5)) if len(positive) else 0
    )
    if len(positive) >= 0.9 * len(known) and spread > TENFOLD_FROM:
        ax.set_xscale("log")
        steps = (1.0, 2.0, 5.0) if high / float(positive.min()) < NARROW else (1.0,)
        ax.xaxis.set_major_locator(LogLocator(subs=steps))
        ax.set_xlim(float(positive.min()) / 1.2, high * 1.2)
        ax.minorticks_off()
    else:
        margin = 0.04 * (high - low) or 0.5 * abs(high) or 1.0
        ax.set_xlim(low - margin if low < 0.0 else max(0.0, low - margin), high + margin)
    ax.xaxis.set_major_formatter(lambda value, _: compact(value))


def _draw_steps(ax: Axes, values: Floats, ink: Ink, *, lower_is_better: bool) -> None:
    """Draw a flight of steps with its band: in how many runs it is worse than each figure."""
    known = np.sort(values[~np.isnan(values)])
    never, count = len(values) - len(known), len(values)
    if not len(known):
        return
    steps = np.unique(known)
    if len(steps) > MOST_STEPS:
        steps = np.quantile(steps, np.linspace(0.0, 1.0, MOST_STEPS), method="nearest")
    passed = np.searchsorted(known, steps, side="right")
    beyond = len(known) - passed if lower_is_better else passed
    left, right = ax.get_xlim()
    first = count if lower_is_better else never
    counts = [first, *(int(beyond_it) + never for beyond_it in beyond)]
    counts.append(counts[-1])
    places = [left, *steps, right]
    shares = [100.0 * worse / count for worse in counts]
    band = [share_interval(worse, count) for worse in counts]
    low, high = (100.0 * np.array(edge) for edge in zip(*band, strict=True))
    ax.fill_between(places, low, high, step="post", color=to_rgba(ink.colour, 0.16), lw=0)
    ax.plot(places, shares, ls=ink.line, color=ink.colour, lw=2.4, drawstyle="steps-post")


def _marked(ax: Axes, name: str, ink: Ink, tail: float | None) -> Artist:
    """Mark the figure that one run in twenty is worse than; return the line for the key."""
    if tail is None:
        return _line(ink, f"{name} (5 %: {label('chart/never')})")
    ax.plot([tail], [100.0 * WORST_SHARE], ink.marker, color=ink.colour, ms=7.5)
    return _line(ink, f"{name} (5 %: {compact(tail)})")

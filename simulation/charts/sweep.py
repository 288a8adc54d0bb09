"""Charts of settings tried: a measure over one setting or two, or a bar for each change alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from simulation.charts.dots import Dot, Group, dot_axes, draw_dots, marks, names_pt
from simulation.charts.look import LIGHT, Look, style
from simulation.charts.paper import (
    HEIGHT_IN,
    WIDTH_IN,
    Ink,
    compact,
    cut,
    dressed,
    filled,
    foot,
    head,
    inks,
    key_in,
    label,
    own_axes,
)
from simulation.charts.words import (
    by_runs,
    factor,
    measure_text,
    measure_title,
    short_unit,
    source,
    unit_label,
)
from simulation.study import Difference, Study
from simulation.study.figures import NOT_SHOWN, Floats, half_width, mean_and_error, percentile
from simulation.study.measures import measure_named
from simulation.study.refusing import refused
from simulation.text import both

MOST_BARS = 14
BAR, MOST_TICKS = 0.7, 9
TWO = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A measure at one setting: mean, its 95 % interval, and where 90 % of runs lie."""

    mean: float
    low: float
    high: float
    p5: float
    p95: float


def swept(
    study: Study, measure: str = "cost", ax: Axes | None = None, *, look: Look = LIGHT
) -> Axes:
    """Draw a measure over the values of a sweep's settings.

    One numeric setting is a line with its bands; a second setting gives a line for each of its
    values; settings that are no numbers give rows. One change at a time gives bars: the paired
    difference of each from unchanged.
    """
    measure_named(measure)
    paths = study.settings
    if not paths:
        raise refused("no setting was changed in this study", "a study made by sweep")
    if not study.cases[0].setting:
        return _bars(study, measure, ax, look)
    if len(paths) <= TWO and all(_number(dict(case.setting)[paths[0]]) for case in study.cases):
        return _lines(study, measure, ax, look)
    return _rows(study, measure, ax, look)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(path: str) -> str:
    """Return the end of a path, which says what is set.

    >>> _short("organisation.teams.it.heads")
    'it.heads'
    """
    return ".".join(path.split(".")[-2:])


def point(values: Floats) -> Point | None:
    """Return a measure at a setting, over the runs in which it happened; None if in none.

    >>> point(np.array([1.0, 3.0, np.nan])).mean
    2.0
    """
    known = np.sort(values[~np.isnan(values)])
    mean, error = mean_and_error(known)
    if mean is None:
        return None
    half = 0.0 if error is None else half_width(error, len(known))
    p5, p95 = (percentile(known, share) or 0.0 for share in (0.05, 0.95))
    return Point(mean, mean - half, mean + half, p5, p95)


def _lines(study: Study, measure: str, ax: Axes | None, look: Look) -> Axes:
    """Draw a line over the first setting for each value of the second."""
    first, *others = study.settings
    lines: dict[str, list[tuple[float, Point]]] = {}
    for case in study.cases:
        setting = dict(case.setting)
        name = ", ".join(f"{_short(path)}={setting[path]}" for path in others)
        found = point(factor(measure) * study.of(measure, case.label))
        line = lines.setdefault(name, [])
        if found:
            line.append((float(setting[first]), found))  # type: ignore[arg-type]
    with style(look):
        own = ax is None
        ax = (
            dressed(ax)
            if ax
            else own_axes(WIDTH_IN, HEIGHT_IN + (key_in(list(lines)) if others else 0.0))
        )
        handles: list[Artist] = []
        for (name, line), ink in zip(lines.items(), inks(look, len(lines)), strict=True):
            never = "" if line else f": {label('chart/never')}"
            handles.append(
                Line2D(
                    [],
                    [],
                    color=ink.colour,
                    ls=ink.line,
                    marker=ink.marker,
                    lw=2.4,
                    label=cut(name, 44) + never,
                )
            )
            _draw_line(ax, sorted(line, key=lambda at: at[0]), ink, alone=len(lines) == 1)
        known = [at.p95 for line in lines.values() for _, at in line]
        _floor(ax, known)
        values = sorted({place for line in lines.values() for place, _ in line})
        if 0 < len(values) <= MOST_TICKS:
            ax.set_xticks(values, [compact(value) for value in values])
        ax.set_ylabel(unit_label(study, measure))
        head(ax, measure_title(measure), handles if others else (), own=own)
        foot(ax, cut(first, 60), (label("chart/swept"), source(study, "setting")), own=own)
    return ax


def _draw_line(ax: Axes, line: Sequence[tuple[float, Point]], ink: Ink, *, alone: bool) -> None:
    places = [place for place, _ in line]
    edges = {name: [getattr(at, name) for _, at in line] for name in Point.__slots__}
    if alone:
        ax.fill_between(places, edges["p5"], edges["p95"], color=to_rgba(ink.colour, 0.12), lw=0)
    for edge in ("p5", "p95"):
        ax.plot(places, edges[edge], ls=ink.line, color=ink.colour, lw=0.9)
    ax.fill_between(places, edges["low"], edges["high"], color=to_rgba(ink.colour, 0.3), lw=0)
    ax.plot(
        places, edges["mean"], ls=ink.line, marker=ink.marker, color=ink.colour, lw=2.4, ms=7.0
    )


def _floor(ax: Axes, known: Sequence[float]) -> None:
    """Begin the axis of figures at nothing, where it is not far."""
    low, high = ax.get_ylim()
    if not known:
        low, high = 0.0, 1.0
    ax.set_ylim(
        0.0 if 0.0 <= low < high / 2 or low < 0.0 <= min(known, default=0.0) else low, high
    )
    ax.locator_params(axis="y", nbins=5)
    ax.yaxis.set_major_formatter(lambda value, _: compact(value))


def _rows(study: Study, measure: str, ax: Axes | None, look: Look) -> Axes:
    """Draw a row for each combination: the mean with its interval."""
    groups = [
        Group(cut(case.label, 40), (_mean(study, measure, case.label),)) for case in study.cases
    ]
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else dot_axes(groups)
        found, _ = marks(("",), look)
        draw_dots(ax, groups, found, look, own=own)
        ax.margins(x=0.08)
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        head(ax, measure_title(measure), own=own, beside_pt=names_pt(groups))
        notes = (label("chart/mean_interval"), source(study, "setting"))
        foot(ax, unit_label(study, measure), notes, own=own)
    return ax


def _mean(study: Study, measure: str, plan: str) -> Dot:
    at = point(factor(measure) * study.of(measure, plan))
    if at is None:
        return Dot(None, None, None, label("chart/never"), grey=True)
    said = f"{compact(at.mean)} ± {compact(at.high - at.mean)} {short_unit(study, measure)}"
    return Dot(at.mean, at.low, at.high, said)


def _bars(study: Study, measure: str, ax: Axes | None, look: Look) -> Axes:
    """Draw what each change alone does, the largest at the top: a tornado."""
    found = [study.difference(measure, case.label) for case in study.cases[1:]]
    found.sort(key=lambda one: -abs(one.mean or 0.0))
    left_out = len(found) - len(found[:MOST_BARS])
    groups = [Group(cut(one.plan, 40), (_change(one),)) for one in found[:MOST_BARS]]
    lower = measure_named(measure).lower_is_better
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else dot_axes(groups)
        ax.axvline(0.0, color=look.ink, lw=1.4)
        (ink,), _ = marks(("",), look)
        rows = draw_dots(ax, groups, [ink], look, own=own)
        for row, group in zip(rows, groups, strict=True):
            dot = group.dots[0]
            shade = to_rgba(look.ink if dot.grey else ink.colour, 0.25)
            ax.barh(row[0], dot.middle or 0.0, BAR, color=shade)
        reach = 1.05 * max(map(abs, ax.get_xlim()))
        ax.set_xlim(-reach, reach)
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value, sign=True))
        title = label("chart/one_at_a_time") + ": " + both(measure_text(measure))
        head(ax, title, own=own, beside_pt=names_pt(groups))
        sides = ("chart/better", "chart/worse") if lower else ("chart/worse", "chart/better")
        unit = "points" if measure_named(measure).unit == "share" else unit_label(study, measure)
        axis = f"← {label(sides[0])}     {unit}     {label(sides[1])} →"
        notes = [label("chart/paired"), source(study, "setting")]
        if any(one.mean_misleads for one in found[:MOST_BARS]):
            notes.insert(0, label("chart/happened"))
        if left_out:
            notes.insert(0, filled("chart/left_out", count=left_out))
        foot(ax, axis, notes, own=own)
    return ax


def _change(one: Difference) -> Dot:
    """Return what a change does, in the unit of the measure."""
    times = factor(one.measure)
    shown = one.verdict in ("better", "worse")
    if one.mean_misleads:
        return Dot(None, None, None, by_runs(one), grey=one.verdict == NOT_SHOWN)
    if one.mean is None:
        return Dot(None, None, None, label("chart/never"), grey=True)
    low, high = (None if end is None else times * end for end in (one.low, one.high))
    half = "" if low is None or high is None else f" ± {compact((high - low) / 2)}"
    said = f"{compact(times * one.mean, sign=True)}{half}"
    return Dot(times * one.mean, low, high, said, grey=not shown)

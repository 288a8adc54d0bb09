"""The four charts, each in two layers: a background that seldom changes, and what moves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simulation.charts.bars import draw_bars
from simulation.charts.look import LIGHT, TEXT_PT, Look, printable, style
from simulation.charts.paper import HEIGHT_IN, WIDTH_IN, dressed, label, own_axes
from simulation.charts.scales import Scale, scale, short, ticks
from simulation.charts.signs import dress
from simulation.charts.story import Story

DASHES: dict[str, Any] = {"open": (0, (5, 3)), "late": "solid", "met": (0, (1, 2))}
KEY: dict[str, Any] = {
    "ncols": 5,
    "framealpha": 0.85,
    "borderaxespad": 0.2,
    "columnspacing": 1.0,
    "handlelength": 2.0,
    "handletextpad": 0.4,
    "labelspacing": 0.2,
    "edgecolor": "none",
}


# The background of each chart.


def time_axis(ax: Axes, story: Story, limits: Scale, *, named: bool) -> None:
    """Draw the axis of time: since the first sign, with the calendar under it."""
    room = ax.get_window_extent().width / (TEXT_PT * _dpi(ax) / 72.0)
    places = ticks(story, limits.end_h, room)
    ax.set_xlim(0.0, limits.end_h)
    ax.set_xticks([at for at, _ in places], [text for _, text in places])
    if places[-1][0] > 0.95 * limits.end_h:
        ax.get_xticklabels()[-1].set_horizontalalignment("right")
    ax.tick_params(length=3.0)
    if named:
        ax.set_xlabel(label("chart/time"), loc="right")


def _dpi(ax: Axes) -> float:
    figure = ax.get_figure(root=True)
    return figure.dpi if figure else 72.0


def _deadline_lines(
    ax: Axes, limits: Scale, look: Look, *, labelled: bool = True, at_top: bool = True
) -> None:
    """Mark each deadline; label it in as many languages as there is room for."""
    px_per_h = ax.get_window_extent().width / limits.end_h
    line_px = 1.45 * TEXT_PT * _dpi(ax) / 72.0
    free_px = 0.0
    for line in limits.deadlines:
        if not 0.0 <= line.due_h <= limits.end_h:
            continue
        colour = look.green if line.state == "met" else look.vermillion
        ax.axvline(line.due_h, color=colour, linestyle=DASHES[line.state], linewidth=1.6)
        at_px = line.due_h * px_per_h
        lines = line.label[: int((at_px - free_px) // line_px)]
        free_px = at_px
        if labelled and lines:
            ax.annotate(
                "\n".join(map(printable, lines)),
                (line.due_h, 0.98 if at_top else 0.03),
                xytext=(-4.0, 0.0),
                xycoords=ax.get_xaxis_transform(),
                textcoords="offset points",
                bbox={"facecolor": look.paper, "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
                color=colour,
                ha="right",
                va="top" if at_top else "bottom",
                linespacing=1.0,
                rotation=90,
            )


def _amounts(ax: Axes, top: float, unit: str, title: str) -> None:
    ax.set_ylim(0.0, top)
    ax.locator_params(axis="y", nbins=4)
    ax.yaxis.set_major_formatter(lambda value, _: short(value))
    ax.set_ylabel(unit)
    ax.set_title(title)


def frame_exposure(ax: Axes, limits: Scale, look: Look) -> None:
    """Draw the background of the exposure chart."""
    _amounts(ax, limits.people, label("chart/people"), label("chart/exposure"))
    _deadline_lines(ax, limits, look)


def key_lines(limits: Scale, look: Look) -> list[Artist]:
    """Return what the key explains: the lines of the exposure chart, and deadlines."""
    lines: list[Artist] = [
        Line2D([], [], color=look.blue, linewidth=2.5, label=label("chart/known")),
        Patch(color=look.blue, alpha=0.3, linewidth=0.0, label=label("chart/range")),
        Line2D([], [], color=look.green, linewidth=2.5, ls="--", label=label("chart/told")),
    ]
    if limits.truth:
        lines.append(
            Line2D([], [], color=look.purple, linewidth=2.5, ls="-.", label=label("chart/true"))
        )
    law = Line2D([], [], color=look.vermillion, linewidth=1.6, label=label("chart/deadline"))
    law.set_linestyle(DASHES["open"])
    return [*lines, law]


def key_signs(limits: Scale, look: Look) -> list[Artist]:
    """Return what the key of the chart of work explains: the signs at its bars."""
    return [Line2D([], [], label=label(f"mark/{k}"), **dress(k, look)) for k in limits.signs]


def frame_cost(ax: Axes, limits: Scale, look: Look) -> None:
    """Draw the background of the cost chart."""
    _amounts(ax, limits.cost, limits.currency, label("chart/cost"))
    _deadline_lines(ax, limits, look)


def frame_trust(ax: Axes, limits: Scale, look: Look) -> None:
    """Draw the background of the trust chart."""
    _amounts(ax, 100.0, "%", label("chart/trust"))
    _deadline_lines(ax, limits, look, at_top=limits.trust_fell)


def frame_work(ax: Axes, limits: Scale, look: Look) -> None:
    """Draw the background of the chart of work: a row for each team."""
    names = [_cut(name, 15) for name in limits.teams]
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(axis="y", length=0.0)
    ax.grid(visible=False, axis="y")
    for row in range(len(names) - 1):
        ax.axhline(row + 0.5, color=look.faint, linewidth=0.8)
    ax.set_title(label("chart/work"))
    _deadline_lines(ax, limits, look, labelled=False)


def _cut(name: str, most: int) -> str:
    name = printable(name)
    return name if len(name) <= most else name[: most - 1] + "…"


# What moves. Each returns the artists it made, so that a live board can draw them alone.


def ink_exposure(ax: Axes, story: Story, look: Look) -> list[Artist]:
    """Draw the known people with their range, those told, and the truth when it is given."""
    series = story.series
    told = [people if people > 0.0 else math.nan for people in series.people_told]
    known = [
        people if high > 0.0 else math.nan
        for people, high in zip(series.people, series.people_high, strict=True)
    ]
    drawn = [
        _range(ax, story, look),
        # Wider and under the line of what is known, so that neither hides the other.
        *_steps(ax, story, (story.told_s, told), look.green, line="--", width=5.0),
        *_steps(ax, story, (story.known_s, known), look.blue),
    ]
    if series.people_true:
        hours = [story.hours(t) for t in series.time_s]
        drawn += _curve(ax, hours, series.people_true, look.purple, "-.")
    return drawn


def _range(ax: Axes, story: Story, look: Look) -> Artist:
    """Draw between what bounds the number of people, once anything is known."""
    hours = [*map(story.hours, story.known_s), story.now_h]
    low, high = _held(story.series.people_low), _held(story.series.people_high)
    known = [top > 0.0 for top in high]
    return ax.fill_between(
        hours, low, high, where=known, step="post", color=look.blue, alpha=0.25, lw=0
    )


def ink_cost(ax: Axes, story: Story, look: Look) -> list[Artist]:
    """Draw the cost so far."""
    times_s = [time_s for time_s, _ in story.cost]
    return _steps(ax, story, (times_s, [cost for _, cost in story.cost]), look.blue)


def ink_trust(ax: Axes, story: Story, look: Look) -> list[Artist]:
    """Draw the trust of clients as surveys found it, and the truth when it is given."""
    series = story.series
    surveyed = [100.0 * share for share in series.trust_surveyed]
    drawn = _steps(ax, story, (series.time_s, surveyed), look.blue)
    if series.trust_share:
        hours = [story.hours(t) for t in series.time_s]
        percent = [100.0 * share for share in series.trust_share]
        drawn += _curve(ax, hours, percent, look.purple, "-.")
    elif all(map(math.isnan, surveyed)):
        said = ax.text(0.02, 0.97, label("card/no_survey"), color=look.ink, transform=ax.transAxes)
        said.set(va="top")
        drawn.append(said)
    return drawn


def ink_work(ax: Axes, story: Story, look: Look) -> list[Artist]:
    """Draw what each team works on, and a line for now."""
    return [
        ax.axvline(story.now_h, color=look.ink, linewidth=1.8),
        *draw_bars(ax, story, look),
    ]


def _held(values: Sequence[float]) -> list[float]:
    """Return values with the last once more, for it holds until now."""
    return [*values, *values[-1:]]


def _steps(
    ax: Axes,
    story: Story,
    moments: tuple[Sequence[int], Sequence[float]],
    colour: str,
    *,
    line: str = "-",
    width: float = 2.5,
) -> list[Artist]:
    """Draw what changes at moments and holds in between, with a dot where now is."""
    times_s, values = moments
    hours = [*map(story.hours, times_s), story.now_h]
    drawn = ax.plot(
        hours, _held(values), line, color=colour, linewidth=width, drawstyle="steps-post"
    )
    return [*drawn, _dot(ax, story.now_h, values[-1], colour, width)]


def _dot(ax: Axes, hours: float, value: float, colour: str, width: float) -> Artist:
    size = 2.8 * width
    return ax.plot([hours], [value], "o", color=colour, markersize=size, clip_on=False)[0]


def _curve(
    ax: Axes, hours: Sequence[float], values: Iterable[float], colour: str, line: str
) -> list[Artist]:
    """Draw a curve with a dot at its end, where now is."""
    values = list(values)
    drawn: list[Artist] = list(ax.plot(hours, values, line, color=colour, linewidth=2.5))
    if values:
        drawn.append(_dot(ax, hours[-1], values[-1], colour, 2.5))
    return drawn


CHARTS = {
    "exposure": (frame_exposure, ink_exposure),
    "cost": (frame_cost, ink_cost),
    "trust": (frame_trust, ink_trust),
    "work": (frame_work, ink_work),
}


def _draw(name: str, story: Story, given: Axes | None, look: Look) -> Axes:
    with style(look):
        ax = dressed(given) if given else own_axes(WIDTH_IN, HEIGHT_IN)
        limits = scale(story)
        frame, ink = CHARTS[name]
        frame(ax, limits, look)
        time_axis(ax, story, limits, named=True)
        ax.autoscale(enable=False)
        ink(ax, story, look)
        lines = key_lines(limits, look)
        figure = ax.get_figure()
        if name == "exposure" and given is None and figure is not None:
            figure.legend(handles=lines, loc="outside upper left", **KEY)
        elif name == "exposure":
            ax.legend(handles=lines, loc="upper left", **{**KEY, "ncols": 2})
        elif name == "work" and given is None and figure is not None and limits.signs:
            figure.legend(handles=key_signs(limits, look), loc="outside upper left", **KEY)
    return ax


def exposure(data: Story, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw how many people are affected as far as known, and how many have been told."""
    return _draw("exposure", data, ax, look)


def cost(data: Story, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw the cost so far, in the organisation's currency."""
    return _draw("cost", data, ax, look)


def trust(data: Story, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw the trust of clients, from 0 to 100 %."""
    return _draw("trust", data, ax, look)


def work(data: Story, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw who worked on what and when: a row for each team, a bar for each task."""
    return _draw("work", data, ax, look)

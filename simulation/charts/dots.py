"""Rows of marks with their ranges: a group of rows for each thing, a row for each plan in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation.charts.look import TEXT_PT, Look
from simulation.charts.paper import (
    LINE_EM,
    POINTS_PER_INCH,
    WIDTH_IN,
    Ink,
    cut,
    inks_of,
    key_in,
    own_axes,
    width_pt,
)

GAP_ROWS = 0.5
ABOVE_AND_BELOW_IN = 1.6


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark with its range, and its figures in words; None where there is no figure."""

    middle: float | None
    low: float | None
    high: float | None
    said: str
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A thing with its name on a few lines, and a mark for each plan."""

    name: str
    dots: tuple[Dot, ...]

    @property
    def rows(self) -> int:
        """How many lines of text it needs."""
        return max(len(self.dots), self.name.count("\n") + 1)


def dot_axes(groups: Sequence[Group], plans: Sequence[str] = ()) -> Axes:
    """Return the axes of a figure that is high enough for the groups and the key."""
    rows = max(3.0, sum(group.rows + GAP_ROWS for group in groups))
    key = key_in([cut(plan) for plan in plans], names_pt(groups))
    high = ABOVE_AND_BELOW_IN + key + rows * LINE_EM * TEXT_PT / POINTS_PER_INCH
    return own_axes(WIDTH_IN, high)


def names_pt(groups: Sequence[Group]) -> float:
    """Return about how wide the names at the left are."""
    return max((width_pt(group.name) for group in groups), default=0.0)


def draw_dots(
    ax: Axes, groups: Sequence[Group], colours: Sequence[Ink], look: Look, *, own: bool
) -> list[list[float]]:
    """Draw the groups from above to below, and what is said of each mark at its right.

    Returns the places of the rows of each group.
    """
    top, places, rows_at = 0.0, [], []
    for number, group in enumerate(groups):
        rows = group.rows
        places.append(top + rows / 2)
        if number:
            ax.axhline(top - GAP_ROWS / 2, color=look.faint, linewidth=0.8)
        first = top + (rows - len(group.dots)) / 2 + 0.5
        rows_at.append([first + row for row in range(len(group.dots))])
        for row, dot, ink in zip(rows_at[-1], group.dots, colours, strict=True):
            _draw(ax, row, dot, ink, look)
        top += rows + GAP_ROWS
    ax.set_ylim(max(top, 1.0) - GAP_ROWS / 2, -GAP_ROWS / 2)
    ax.set_yticks(places, [_fitted(ax, group, top, own=own) for group in groups])
    ax.tick_params(axis="y", length=0.0)
    ax.grid(visible=False, axis="y")
    return rows_at


def _fitted(ax: Axes, group: Group, rows: float, *, own: bool) -> str:
    """Return a name, on low axes of somebody else on as many lines as its rows have room for."""
    figure = ax.get_figure(root=True)
    if own or figure is None:
        return group.name
    row_pt = ax.get_window_extent().height * POINTS_PER_INCH / figure.dpi / rows
    most = max(1, int((group.rows + GAP_ROWS) * row_pt / (LINE_EM * TEXT_PT)))
    lines = group.name.split("\n")
    return "\n".join(lines[:most]) + ("…" if most < len(lines) else "")


def _draw(ax: Axes, row: float, dot: Dot, ink: Ink, look: Look) -> None:
    colour = grey(look) if dot.grey else ink.colour
    if dot.low is not None and dot.high is not None:
        ax.plot([dot.low, dot.high], [row, row], color=colour, linewidth=2.4)
    if dot.middle is not None and math.isfinite(dot.middle):
        face = look.paper if dot.grey else colour
        at, marker = _at_edge(ax, dot.middle, ink.marker)
        ax.plot([at], [row], marker, color=colour, mfc=face, ms=7.5, clip_on=False)
    ax.text(
        *(1.015, row, dot.said),
        transform=ax.get_yaxis_transform(),
        color=colour if dot.grey else look.ink,
        va="center_baseline",
    )


def _at_edge(ax: Axes, middle: float, marker: str) -> tuple[float, str]:
    """Return where a mark goes: one that lies beyond fixed limits points there from their edge."""
    left, right = ax.get_xlim()
    if ax.get_autoscalex_on() or left <= middle <= right:
        return middle, marker
    return (left, "<") if middle < left else (right, ">")


def grey(look: Look) -> str:
    """Return the grey in which no difference is shown, readable on the paper."""
    return "#707070" if look.paper > look.ink else "#9a9a9a"


def marks(
    plans: Sequence[str], look: Look, among: Sequence[str] = ()
) -> tuple[list[Ink], list[Artist]]:
    """Return the ink of each plan among all of a study, and what the key says of it."""
    found = inks_of(look, plans, among or plans)
    handles: list[Artist] = [
        Line2D([], [], color=ink.colour, marker=ink.marker, ms=7.5, lw=2.4, label=cut(plan))
        for plan, ink in zip(plans, found, strict=True)
    ]
    return found, handles

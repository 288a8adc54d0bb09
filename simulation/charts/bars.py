"""Bars of work: which lane of its team's row a bar lies in, and where its label fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patheffects import AbstractPathEffect, withStroke

from simulation.charts.look import TEXT_PT, Look, printable
from simulation.charts.signs import AT_WORK, dress
from simulation.charts.story import Story
from simulation.drill.view import Bar

ROW = 0.84
FEWEST_LETTERS = 4
LETTER_PX = 0.60
"""Mean width of a Latin letter, as a share of the letters' size; a Chinese one is 1."""
GAP_PX, SIGN_PX = 4.0, 12.0


@dataclass(slots=True)
class Placed:
    """A bar in its lane: edges in hours, and its label."""

    start_h: float
    end_h: float
    running: bool
    task: str
    top: float
    height: float
    signs: Sequence[str] = ()
    label: str = ""
    label_at_h: float = 0.0

    def corners(self) -> list[tuple[float, float]]:
        """Return the four corners."""
        bottom = self.top + self.height
        return [
            *((self.start_h, self.top), (self.end_h, self.top)),
            *((self.end_h, bottom), (self.start_h, bottom)),
        ]


def draw_bars(ax: Axes, story: Story, look: Look) -> list[Artist]:
    """Draw all bars with their labels, and return what was drawn."""
    placed = bars_of(ax, story)
    drawn: list[Artist] = []
    for running, colour, line in ((False, look.blue, "-"), (True, look.green, "--")):
        boxes = PolyCollection([bar.corners() for bar in placed if bar.running == running])
        boxes.set(facecolor=to_rgba(colour, 0.3), edgecolor=colour, linewidth=1.5, linestyle=line)
        drawn.append(ax.add_collection(boxes))
    halo: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground=look.paper)]
    for bar in placed:
        if bar.label:
            middle = bar.top + bar.height / 2
            text = ax.text(bar.label_at_h, middle, bar.label, va="center_baseline")
            text.set_path_effects(halo)
            drawn.append(text)
    return [*drawn, *_draw_signs(ax, placed, look)]


def _draw_signs(ax: Axes, placed: Sequence[Placed], look: Look) -> list[Artist]:
    """Draw the signs of starts of work, each left of its bar or at the left edge of the chart.

    One that would cover another is left out, the more frequent kinds first.
    """
    left, right = ax.get_xlim()
    box = ax.get_window_extent()
    h_per_px, rows_per_px = (right - left) / box.width, abs(np.diff(ax.get_ylim())[0]) / box.height
    wanted = []
    for bar in placed:
        first_h = max(left, bar.start_h - len(bar.signs) * SIGN_PX * h_per_px)
        for number, kind in enumerate(bar.signs):
            middle_h = first_h + (number + 0.5) * SIGN_PX * h_per_px
            wanted.append((kind, middle_h, bar.top + bar.height / 2))
    at: dict[str, list[tuple[float, float]]] = {}
    taken: list[tuple[float, float]] = []
    for kind, hours, row in sorted(wanted, key=lambda one: -AT_WORK.index(one[0])):
        where = hours / h_per_px, row / rows_per_px
        if all(max(abs(where[0] - x), abs(where[1] - y)) >= SIGN_PX - 1.0 for x, y in taken):
            taken.append(where)
            at.setdefault(kind, []).append((hours, row))
    drawn: list[Artist] = []
    for kind, points in at.items():
        (line,) = ax.plot(*zip(*points, strict=True), **(dress(kind, look) | {"markersize": 6.5}))
        line.set_gid(kind)
        drawn.append(line)
    return drawn


def bars_of(ax: Axes, story: Story) -> list[Placed]:
    """Return the bars of every team that has a row, each in its lane with its label."""
    figure = ax.get_figure(root=True)
    left, right = ax.get_xlim()
    box = ax.get_window_extent()
    px_per_h = box.width / (right - left)
    row_px = box.height / max(1, len(story.teams))
    letter_px = TEXT_PT * (figure.dpi if figure else 72.0) / 72.0
    signs = story.signs.at_starts()
    placed = []
    for row, team in enumerate(story.teams):
        lanes = _lanes([bar for bar in story.bars if bar.team == team], story.now_s)
        height = ROW / max(1, len(lanes))
        for number, lane in enumerate(lanes):
            top = row - ROW / 2 + number * height
            in_lane = [_place(bar, story, top, height, signs) for bar in lane]
            # A label lower than its letters would run into the next lane.
            if height * row_px >= 0.95 * letter_px:
                _label(in_lane, (story.now_h, right), px_per_h, letter_px)
            placed += in_lane
    return placed


def _lanes(bars: list[Bar], now_s: int) -> list[list[Bar]]:
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start_s, bar.task)):
        for lane in lanes:
            if (lane[-1].end_s or now_s) <= bar.start_s:
                lane.append(bar)
                break
        else:
            lanes.append([bar])
    return lanes


def _place(
    bar: Bar,
    story: Story,
    top: float,
    height: float,
    signs: Mapping[tuple[str, str, int], Sequence[str]],
) -> Placed:
    end_s = story.now_s if bar.end_s is None else bar.end_s
    running = bar.end_s is None
    return Placed(
        story.hours(bar.start_s),
        story.hours(end_s),
        running,
        printable(bar.task),
        top,
        height,
        signs.get((bar.team, bar.task, bar.start_s), ()),
    )


def _label(
    lane: list[Placed], now_and_right_h: tuple[float, float], px_per_h: float, letter_px: float
) -> None:
    """Put each label inside its bar, or beside it where the next bar leaves room.

    None lies across the line for now: beside the last bar it ends before that, or begins there.
    """
    now_h, right_h = now_and_right_h
    for bar, after in zip(lane, [*lane[1:], None], strict=True):
        # At the left edge of the chart, signs lie on their bar.
        over_px = max(0.0, len(bar.signs) * SIGN_PX - max(bar.start_h, 0.0) * px_per_h)
        rooms = [(max(bar.start_h, 0.0) + over_px / px_per_h, bar.end_h)]
        # A line for now, and the signs of the next bar, are kept free.
        signs_px = len(after.signs) * SIGN_PX if after else 0.0
        next_h = now_h if after is None else after.start_h - signs_px / px_per_h
        rooms.append((max(rooms[0][0], bar.end_h), next_h))
        if after is None:
            rooms.append((now_h, right_h))
        fits = [
            (_fit(bar.task, (until_h - from_h) * px_per_h - 2 * GAP_PX, letter_px), from_h)
            for from_h, until_h in rooms
        ]
        bar.label, from_h = max(fits, key=lambda fit: (fit[0] == bar.task, len(fit[0])))
        bar.label_at_h = from_h + GAP_PX / px_per_h


def _fit(text: str, width_px: float, letter_px: float) -> str:
    """Return as much of a text as fits, or nothing when that says nothing."""
    used_px = 0.0
    for count, letter in enumerate(text):
        used_px += letter_px * (LETTER_PX if ord(letter) < 0x2E80 else 1.0)
        if used_px > width_px:
            return text[: count - 1].rstrip() + "…" if count > FEWEST_LETTERS else ""
    return text

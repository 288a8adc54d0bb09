"""The live fan of the explorer: what a change does to the whole spread, quick enough to drag."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image

from simulation.charts.days import (
    CURVE_TITLES,
    TO_DAY,
    Amount,
    Spread,
    amount_axis,
    day_axis,
    highest,
)
from simulation.charts.look import LIGHT, TEXT_PT, Look, printable, style
from simulation.charts.paper import POINTS_PER_INCH, label
from simulation.study.curves import curve_place

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 82.0, 16.0, 50.0, 54.0
KEY_PT = 1.75 * TEXT_PT
UNCHANGED_GREY = 0.45
"""How far what is unchanged lies between ink and paper."""
OLD_GREY = 0.6
LOOSE = 4.0
"""How many times as long as is needed the axis may be before it is drawn anew."""

Curve = Sequence[float] | np.ndarray[Any, Any]


class LiveFan:
    """Two fans and a run of each in one picture of fixed size: changed in colour, before in grey.

    The background is drawn again only when the axis is too short, or far too long: while a first
    answer sharpens, the axis stays.

    >>> LiveFan(400, 200).size_px
    (600, 300)
    """

    def __init__(
        self,
        width_px: int = 900,
        height_px: int = 380,
        curve: str = "record_days_untold",
        currency: str = "",
        look: Look = LIGHT,
        *,
        to_day: float = TO_DAY,
        sharpness: float = 1.5,
    ) -> None:
        curve_place(curve)
        self.look = look
        self._curve = curve
        self._amount = Amount.of(curve, currency)
        self._to_day = to_day
        self._top: float | None = None
        self._background: Any = None
        # With 72 points to the inch, a letter of 12 points is 12 pixels high where it is shown.
        self.figure = Figure(
            figsize=(width_px / POINTS_PER_INCH, height_px / POINTS_PER_INCH),
            dpi=POINTS_PER_INCH * sharpness,
        )
        self.canvas: Any = FigureCanvasAgg(self.figure)
        wide, high = width_px - LEFT_PX - RIGHT_PX, height_px - TOP_PX - BOTTOM_PX
        self._place = (
            *(LEFT_PX / width_px, BOTTOM_PX / height_px),
            *(wide / width_px, high / height_px),
        )
        with style(look):
            self.figure.set_facecolor(look.paper)
            self._axes = self.figure.add_axes(self._place)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width, height = self.canvas.get_width_height()
        return int(width), int(height)

    def png(
        self,
        changed: Spread,
        unchanged: Spread,
        changed_run: Curve | None = None,
        unchanged_run: Curve | None = None,
        note: str = "",
        *,
        old: bool = False,
    ) -> bytes:
        """Return the picture: fans, a run of each by the fan's days, and a note at the top.

        Old figures, those of a setting that is no longer the one chosen, are drawn in grey.
        """
        with style(self.look):
            top = self._amount.top(max(highest(f, self._to_day) for f in (changed, unchanged)))
            if self._top is None or not top <= self._top <= LOOSE * top:
                self._draw_background(top)
            self.canvas.restore_region(self._background)
            before = _between(self.look.ink, self.look.paper, UNCHANGED_GREY)
            colour = _between(self.look.ink, self.look.paper, OLD_GREY) if old else self.look.blue
            drawn = [
                *self._fan(unchanged, before, hatch="////", line=(0, (6, 3))),
                *self._fan(changed, colour, hatch="", line="-"),
                *self._run(unchanged, unchanged_run, before, (0, (1.5, 1.5))),
                *self._run(changed, changed_run, colour, (0, (1.5, 1.5))),
                *self._note(note, old=old),
            ]
            for artist in drawn:
                self._axes.draw_artist(artist)
                artist.remove()
        return self._encode()

    def _fan(self, spread: Spread, colour: Any, hatch: str, line: Any) -> list[Artist]:
        ax, factor = self._axes, self._amount.factor
        days = spread.days
        outer = ax.fill_between(
            days, factor * spread.p5, factor * spread.p95, lw=0.8, ls=line, ec=colour
        )
        outer.set_facecolor(to_rgba(colour, 0.12))
        inner = ax.fill_between(days, factor * spread.p25, factor * spread.p75, lw=0.0)
        inner.set(facecolor=to_rgba(colour, 0.22), edgecolor=to_rgba(colour, 0.5))
        if hatch:
            inner.set_hatch(hatch)
        (middle,) = ax.plot(days, factor * spread.p50, ls=line, color=colour, lw=2.6)
        return [outer, inner, middle]

    def _run(self, spread: Spread, run: Curve | None, colour: Any, line: Any) -> list[Artist]:
        if run is None:
            return []
        values = self._amount.factor * np.asarray(run, dtype=np.float64)
        return list(self._axes.plot(spread.days, values, ls=line, color=colour, lw=1.6))

    def _note(self, note: str, *, old: bool) -> list[Artist]:
        """Write on the line of the title, at its right, where no curve runs."""
        parts = [label("chart/old")] if old else []
        text = "; ".join([*parts, *([printable(note)] if note else [])])
        colour = self.look.vermillion if old else self.look.ink
        above = self._axes.annotate(
            text,
            (1.0, 1.0),
            xytext=(0.0, KEY_PT),
            xycoords="axes fraction",
            textcoords="offset points",
            color=colour,
            ha="right",
            va="bottom",
        )
        return [above]

    def _draw_background(self, top: float) -> None:
        ax, look = self._axes, self.look
        ax.clear()
        day_axis(ax, self._to_day)
        amount_axis(ax, self._amount, top)
        ax.set_title(label(CURVE_TITLES[self._curve]), pad=KEY_PT)
        ax.set_xlabel(label("chart/days"), loc="right")
        ax.autoscale(enable=False)
        ax.set_position(self._place)
        self._key(look)
        self.canvas.draw()
        self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self._top = top

    def _key(self, look: Look) -> None:
        before = _between(look.ink, look.paper, UNCHANGED_GREY)
        handles: list[Artist] = [
            Line2D([], [], color=look.blue, lw=2.6, label=label("chart/changed")),
            Line2D([], [], color=before, lw=2.6, ls=(0, (6, 3)), label=label("chart/unchanged")),
            Patch(color=before, alpha=0.35, lw=0, label=label("chart/half_and_most")),
            Line2D([], [], color=look.ink, lw=1.6, ls=(0, (1.5, 1.5)), label=label("chart/run")),
        ]
        self._axes.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=len(handles),
            frameon=False,
            borderaxespad=0.1,
            borderpad=0.1,
            columnspacing=1.0,
            handlelength=2.6,
            handletextpad=0.4,
        )

    def _encode(self) -> bytes:
        pixels = np.asarray(self.canvas.buffer_rgba())[..., :3]
        sink = io.BytesIO()
        # Level 1 takes a third of the time of the usual level for a tenth more bytes.
        Image.fromarray(pixels).save(sink, "png", compress_level=1)
        return sink.getvalue()


def _between(ink: str, paper: str, share: float) -> tuple[float, float, float]:
    """Return the grey that lies by a share of the way from ink to paper."""
    dark, light = (np.array(to_rgba(colour)[:3]) for colour in (ink, paper))
    red, green, blue = (float(part) for part in dark + share * (light - dark))
    return red, green, blue

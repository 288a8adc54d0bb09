"""The board of four live charts: one figure, a kept background, and only what moves drawn anew."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from simulation.charts.draw import CHARTS, KEY, key_lines, key_signs, time_axis
from simulation.charts.look import LIGHT, Look, style
from simulation.charts.scales import Scale, scale
from simulation.charts.story import Story

POINTS_PER_INCH = 72.0
PLACES = (("exposure", "cost"), ("trust", "work"))
MARGINS_PX = {
    "left": 62.0,
    "right": 12.0,
    "across": 62.0,
    "top": 46.0,
    "bottom": 54.0,
    "down": 60.0,
}
KEY_ROW_PX, KEY_MORE_PX = 18.0, 11.0
"""How far the key of the signs at work stands under that of the lines, and what more it takes."""
WORK_MARGIN_PX = 54.0
"""Team names are wider than numbers."""


class LiveBoard:
    """Four charts in one picture of fixed size, quick enough for four frames a second.

    The background (axes, titles, deadlines) is drawn again only when limits or deadlines change.

    >>> LiveBoard(640, 400).size_px
    (960, 600)
    """

    def __init__(
        self,
        width_px: int = 660,
        height_px: int = 430,
        *,
        sharpness: float = 1.5,
        look: Look = LIGHT,
    ) -> None:
        self.look = look
        # With 72 points to the inch, a letter of 12 points is 12 pixels high where it is shown.
        self.figure = Figure(
            figsize=(width_px / POINTS_PER_INCH, height_px / POINTS_PER_INCH),
            dpi=POINTS_PER_INCH * sharpness,
        )
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self._scale: Scale | None = None
        self._shape = width_px, height_px
        with style(look):
            self.figure.set_facecolor(look.paper)
            grid = self.figure.subplots(2, 2, squeeze=False)
        self._axes = {
            name: grid[row, column]
            for row, names in enumerate(PLACES)
            for column, name in enumerate(names)
        }
        self._background: Any = None
        for name, place in _places(*self._shape).items():
            self._axes[name].set_position(place)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width, height = self.canvas.get_width_height()
        return int(width), int(height)

    def png(self, story: Story) -> bytes:
        """Return the four charts as a picture."""
        with style(self.look):
            limits = scale(story)
            if limits != self._scale:
                self._draw_background(story, limits)
            self.canvas.restore_region(self._background)
            for name, ax in self._axes.items():
                for artist in CHARTS[name][1](ax, story, self.look):
                    ax.draw_artist(artist)
                    artist.remove()
        return self._encode()

    def _draw_background(self, story: Story, limits: Scale) -> None:
        bottom = PLACES[-1]
        places = _places(*self._shape, KEY_MORE_PX if limits.signs else 0.0)
        for name, ax in self._axes.items():
            place = places[name]
            ax.clear()
            ax.set_position(place)
            CHARTS[name][0](ax, limits, self.look)
            time_axis(ax, story, limits, named=name in bottom)
            ax.autoscale(enable=False)
            ax.set_position(place)
        for old in tuple(self.figure.legends):
            old.remove()
        key = {**KEY, "ncols": 5, "framealpha": 0.0, "borderaxespad": 0.0}
        self.figure.legend(handles=key_lines(limits, self.look), loc="upper left", **key)
        if limits.signs:
            at = (0.0, 1.0 - KEY_ROW_PX / self._shape[1])
            signs = key_signs(limits, self.look)
            key |= {"handlelength": 1.0, "bbox_to_anchor": at}
            self.figure.legend(handles=signs, loc="upper left", **key)
        self.canvas.draw()
        self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self._scale = limits

    def _encode(self) -> bytes:
        pixels = np.asarray(self.canvas.buffer_rgba())[..., :3]
        sink = io.BytesIO()
        # Level 1 takes a third of the time of the usual level for a tenth more bytes.
        Image.fromarray(pixels).save(sink, "png", compress_level=1)
        return sink.getvalue()


def _places(
    width_px: float, height_px: float, more_key_px: float = 0.0
) -> dict[str, tuple[float, float, float, float]]:
    """Return left, bottom, width and height of each chart as shares of the figure."""
    m = {**MARGINS_PX, "top": MARGINS_PX["top"] + more_key_px}
    wide = (width_px - m["left"] - m["across"] - m["right"]) / 2
    high = (height_px - m["top"] - m["down"] - m["bottom"]) / 2
    places = {}
    for row, names in enumerate(PLACES):
        for column, name in enumerate(names):
            left = m["left"] + column * (wide + m["across"])
            width = wide
            if name == "work":
                left, width = left + WORK_MARGIN_PX, wide - WORK_MARGIN_PX
            bottom = m["bottom"] + (1 - row) * (high + m["down"])
            places[name] = (
                left / width_px,
                bottom / height_px,
                width / width_px,
                high / height_px,
            )
    return places

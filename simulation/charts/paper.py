"""What the charts of studies share: own axes, inks of plans, words that fit, pictures out."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import blended_transform_factory

from simulation.charts.look import CHINESE, LATIN, TEXT_PT, TITLE_PT, Look, printable, settings
from simulation.text import CATALOGUE, LANGUAGES, Text, both, in_language

POINTS_PER_INCH = 72.0
WIDTH_IN, HEIGHT_IN = 9.0, 4.9
LATIN_EM, CHINESE_EM = 0.60, 1.0
"""Mean width of a letter, as a share of the letters' size."""
FIRST_CHINESE = 0x2E80
LINE_EM = 1.3
PAD_IN = 0.08
LEFT_SHARE = 0.008
OWN_PT = WIDTH_IN * POINTS_PER_INCH - 20.0
"""Room across a figure of our own, but for its edges."""
MOST_LETTERS = 34
"""A name longer than this is cut."""
SALT = "simulation"
"""Names inside an SVG are made from this, so that the same chart gives the same bytes."""

LINES: tuple[Any, ...] = (
    *("-", (0, (6, 2)), (0, (6, 2, 1.5, 2)), (0, (1.5, 1.5))),
    *((0, (11, 3)), (0, (4, 1.5, 1, 1.5, 1, 1.5))),
)
MARKERS = ("o", "s", "D", "^", "v", "P")
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---")


@dataclass(frozen=True, slots=True)
class Ink:
    """How one of several things is told apart: by colour, and by form for whom colour is not."""

    colour: str
    line: Any
    marker: str
    hatch: str


def inks(look: Look, count: int) -> list[Ink]:
    """Return so many inks; the seventh is the first again with another line.

    >>> from simulation.charts.look import LIGHT
    >>> [ink.marker for ink in inks(LIGHT, 3)]
    ['o', 's', 'D']
    """
    colours = (look.blue, look.vermillion, look.green, look.purple, look.ink, look.ochre)
    most = len(colours)
    turned = [(place + place // most) % most for place in range(count)]
    return [
        Ink(colours[place % most], LINES[turn], MARKERS[turn], HATCHES[turn])
        for place, turn in enumerate(turned)
    ]


def inks_of(look: Look, chosen: Sequence[str], among: Sequence[str]) -> list[Ink]:
    """Return the ink of each plan chosen: that which it has in every chart of all of them.

    >>> from simulation.charts.look import LIGHT
    >>> [ink.marker for ink in inks_of(LIGHT, ["lean"], ["no-plan", "lean"])]
    ['s']
    """
    known = dict(zip(among, inks(look, len(among)), strict=True))
    return [known[plan] for plan in chosen]


def own_axes(width_in: float = 8.0, height_in: float = 4.5) -> Axes:
    """Return the axes of a figure of its own, which no window knows."""
    layout = ConstrainedLayoutEngine(w_pad=PAD_IN, h_pad=PAD_IN)
    figure = Figure(figsize=(width_in, height_in), dpi=100, layout=layout)
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def dressed(ax: Axes) -> Axes:
    """Give axes that were made elsewhere our letters, which hold Chinese and are large enough.

    >>> dressed(Figure().add_subplot()).xaxis.label.get_fontsize()
    12.0
    """
    family = [LATIN, CHINESE]
    for place in ("left", "center", "right"):
        title = ax.get_title(place)
        ax.set_title(title, loc=place, fontfamily=family, fontsize=TITLE_PT)
    for text in (ax.xaxis.label, ax.yaxis.label):
        text.set(fontfamily=family, fontsize=TEXT_PT)
    ax.tick_params(labelsize=TEXT_PT, labelfontfamily=family)
    return ax


def label(key: str) -> str:
    """Return a message of the catalogue in both languages, side by side.

    >>> label("chart/cost")
    'Cost · 成本'
    """
    return both(CATALOGUE[key])


def filled(key: str, **values: object) -> str:
    """Return a message in both languages with its values filled in."""
    return both({name: form.format(**values) for name, form in CATALOGUE[key].items()})


def width_pt(text: str) -> float:
    """Return about how wide the longest line of a text is, in points.

    >>> width_pt("cost"), width_pt("成本")
    (28.8, 24.0)
    """
    wide = [CHINESE_EM if ord(c) >= FIRST_CHINESE else LATIN_EM for c in text if c != "\n"]
    if "\n" in text:
        return max(width_pt(line) for line in text.split("\n"))
    return TEXT_PT * sum(wide)


def room_pt(ax: Axes) -> float:
    """Return about how wide an axes is, in points."""
    figure = ax.get_figure(root=True)
    dpi = figure.dpi if figure else POINTS_PER_INCH
    return float(ax.get_window_extent().width) * POINTS_PER_INCH / dpi


def fitted(text: str, width: float) -> str:
    r"""Return a text in both languages on one line, or on two where one is too narrow.

    >>> fitted("Cost · 成本", width=40.0)
    'Cost\n成本'
    """
    return text if width_pt(text) <= width else text.replace(" · ", "\n", 1)


def cut(name: str, most: int = MOST_LETTERS) -> str:
    """Return a name as our fonts can show it, cut in its middle where it is too long.

    >>> cut("staffing.administration.add=12", most=20)
    'staffing.a…on.add=12'
    """
    name = printable(name)
    if len(name) <= most:
        return name
    end = (most - 1) // 2
    return f"{name[: most - 1 - end]}…{name[len(name) - end :]}"


def titled(text: Text, letters: int = 30, lines: int = 2) -> str:
    r"""Return a title on a few lines, the English above the Chinese, each cut where it must be.

    >>> titled({"en": "Tell the authority", "zh": "报告主管部门"})
    'Tell the authority\n报告主管部门'
    """
    forms = dict.fromkeys(printable(in_language(text, language)) for language in LANGUAGES)
    wrapped = []
    for form in forms:
        chinese = any(ord(c) >= FIRST_CHINESE for c in form)
        width = round(letters * LATIN_EM / CHINESE_EM) if chinese else letters
        pieces = textwrap.wrap(form, width)
        if len(pieces) > lines:
            pieces = [*pieces[: lines - 1], pieces[lines - 1][: width - 1].rstrip() + "…"]
        wrapped += pieces
    return "\n".join(wrapped)


def compact(value: float, *, sign: bool = False) -> str:
    """Print a figure by three digits, a large one with k, M or bn.

    >>> [compact(value) for value in (0, 0.123, 7.5, 1_234, 131_900, 2e6)]
    ['0', '0.123', '7.5', '1.23k', '132k', '2M']
    >>> compact(-131_900, sign=True)
    '−132k'
    """
    mark = "−" if value < 0.0 else "+" if sign and value > 0.0 else ""
    size = abs(value)
    for least, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if size >= 0.9995 * least:
            return f"{mark}{_digits(size / least)}{letter}"
    return f"{mark}{_digits(size)}"


def _digits(size: float) -> str:
    """Print three digits without an exponent."""
    if size == 0.0:
        return "0"
    decimals = min(6, max(0, 2 - math.floor(math.log10(size))))
    text = f"{size:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def head(
    ax: Axes,
    title: str,
    handles: Sequence[Artist] = (),
    *,
    own: bool,
    beside_pt: float = 0.0,
    across: bool = False,
) -> None:
    """Write the title, and the key under it: of a figure of our own at its left edge.

    Beside the axes of our own figure so many points are taken by names; a key across it stands
    above the names as well.
    """
    room = OWN_PT if own else room_pt(ax)
    rows = _key(ax, handles, beside_pt if own else 0.0, room) if handles else 0
    figure = ax.get_figure(root=True)
    key = ax.get_legend()
    if own and across and key is not None and figure is not None:
        edge = blended_transform_factory(figure.transFigure, ax.transAxes)
        key.set_bbox_to_anchor((LEFT_SHARE, 1.0), transform=edge)
    if own and figure is not None:
        whole = fitted(title, WIDTH_IN * POINTS_PER_INCH)
        figure.suptitle(whole, x=LEFT_SHARE, ha="left", fontsize=TITLE_PT)
    else:
        ax.set_title(fitted(title, room), pad=5.0 + rows * LINE_EM * TEXT_PT)


def key_size(
    names: Sequence[str], beside_pt: float = 0.0, room: float = OWN_PT
) -> tuple[int, int]:
    """Return how many rows and columns the key of some names needs, where some room is taken.

    >>> key_size(["lean", "retainer"]), key_size(["a name of many letters"] * 4, room=500.0)
    ((1, 2), (2, 2))
    """
    if not names:
        return 0, 0
    column_pt = max(map(width_pt, names)) + 4.0 * TEXT_PT
    most = max(1, min(len(names), int((room - beside_pt) // column_pt)))
    rows = math.ceil(len(names) / most)
    return rows, math.ceil(len(names) / rows)


def key_in(names: Sequence[str], beside_pt: float = 0.0) -> float:
    """Return how high the key of some names is on a figure of our own, in inches."""
    return key_size(names, beside_pt)[0] * LINE_EM * TEXT_PT / POINTS_PER_INCH


def _key(ax: Axes, handles: Sequence[Artist], beside_pt: float, room: float) -> int:
    """Draw the key above the axes, as wide as there is room; return its number of rows."""
    names = [str(handle.get_label()) for handle in handles]
    rows, columns = key_size(names, beside_pt, room)
    ax.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        borderaxespad=0.1,
        borderpad=0.1,
        columnspacing=1.0,
        handlelength=2.6,
        handletextpad=0.5,
        labelspacing=0.25,
    )
    return rows


def foot(ax: Axes, unit: str, notes: Sequence[str], *, own: bool) -> None:
    """Write under the axes what it counts, and under that the notes, over the whole width."""
    figure = ax.get_figure(root=True)
    if own and figure is not None:
        ax.set_xlabel(fitted(unit, 0.7 * WIDTH_IN * POINTS_PER_INCH))
        lines = [fitted(note, WIDTH_IN * POINTS_PER_INCH) for note in notes]
        figure.supxlabel("\n".join(lines), x=LEFT_SHARE, ha="left", fontsize=TEXT_PT)
    else:
        room = room_pt(ax)
        ax.set_xlabel("\n".join(fitted(note, room) for note in (unit, *notes)))


def arranged(chart: Axes | Figure) -> Figure:
    """Return a chart's figure with everything in its place, so that a picture takes less time.

    >>> chart = own_axes(2, 1)
    >>> whole = png(chart)
    >>> png(arranged(chart)) == whole
    True
    """
    figure = _figure(chart)
    engine = figure.get_layout_engine()
    if engine is not None:
        with settings({}):
            engine.execute(figure)
        figure.set_layout_engine("none")
    return figure


def png(chart: Axes | Figure) -> bytes:
    """Return a chart as a PNG picture.

    >>> png(own_axes(2, 1))[1:4]
    b'PNG'
    """
    sink = io.BytesIO()
    with settings({}):
        _figure(chart).savefig(sink, format="png", metadata={"Software": None})
    return sink.getvalue()


def svg(chart: Axes | Figure, title: str = "") -> str:
    """Return a chart as an SVG picture that needs no font and no other file.

    The title is what a screen reader says of it.

    >>> "matplotlib" in svg(own_axes(2, 1), title="An empty chart")
    True
    """
    sink = io.StringIO()
    with settings({"svg.fonttype": "path", "svg.hashsalt": SALT}):
        about = {"Date": None, **({"Title": title} if title else {})}
        _figure(chart).savefig(sink, format="svg", metadata=about)
    return sink.getvalue()


def _figure(chart: Axes | Figure) -> Figure:
    figure = chart if isinstance(chart, Figure) else chart.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes has no figure; expected one that is still drawn on")
    return figure

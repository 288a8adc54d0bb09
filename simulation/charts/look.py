"""How charts look: colours that keep their contrast, and letters for both languages."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

TEXT_PT = 12.0
TITLE_PT = 13.0
LATIN = "DejaVu Sans"
CHINESE = "Drill Sans SC"
_FONT_FILE = Path(__file__).parent.parent / "fonts" / "DrillSansSC-Regular.otf"
_DRAWING = threading.RLock()


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a chart; each line keeps a contrast of 3 to 1 or more on the paper.

    >>> LIGHT.paper
    '#ffffff'
    """

    paper: str
    ink: str
    faint: str
    blue: str
    vermillion: str
    green: str
    purple: str
    ochre: str


# Blue, vermillion, green, purple of Okabe and Ito, who chose them for colour-blind readers.
# Ochre stands for their yellow, which is too bright for white paper.
LIGHT = Look(
    "#ffffff", "#000000", "#d9d9d9", "#0072b2", "#d55e00", "#009e73", "#b0578a", "#8a6d00"
)
DARK = Look("#111111", "#ffffff", "#444444", "#56b4e9", "#e8752a", "#2bbd94", "#d695b9", "#e0c341")


@functools.cache
def _letters() -> frozenset[int]:
    """Make our Chinese font known, once; return every character that a chart can show."""
    font_manager.fontManager.addfont(_FONT_FILE)
    latin = font_manager.findfont(LATIN)
    return frozenset(FT2Font(latin).get_charmap()) | frozenset(FT2Font(_FONT_FILE).get_charmap())


def printable(text: str) -> str:
    """Return a text with a box for each character that our fonts do not hold.

    >>> printable("stop 停 🙂")
    'stop 停 □'
    """
    letters = _letters()
    return "".join(c if ord(c) in letters else "□" for c in " ".join(text.split()))


@contextmanager
def settings(changed: Any) -> Iterator[None]:
    """Change matplotlib's settings for a while.

    They hold for the whole process, so one thread alone draws at a time.
    """
    with _DRAWING, mpl.rc_context(changed):
        yield


def style(look: Look) -> AbstractContextManager[None]:
    """Return the setting in which a chart is drawn; it is undone at the end."""
    _letters()
    return settings(
        {
            "axes.axisbelow": True,
            "axes.edgecolor": look.ink,
            "axes.facecolor": look.paper,
            "axes.grid": True,
            "axes.labelcolor": look.ink,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlelocation": "left",
            "axes.titlesize": TITLE_PT,
            "axes.titlepad": 5.0,
            "figure.facecolor": look.paper,
            "font.family": [LATIN, CHINESE],
            "font.size": TEXT_PT,
            "grid.color": look.faint,
            "legend.fontsize": TEXT_PT,
            "savefig.facecolor": look.paper,
            "text.color": look.ink,
            # A dollar sign in a team's name is a dollar sign.
            "text.parse_math": False,
            "xtick.color": look.ink,
            "ytick.color": look.ink,
            "xtick.labelsize": TEXT_PT,
            "ytick.labelsize": TEXT_PT,
        }
    )

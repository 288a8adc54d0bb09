"""A check: what is expected and why, what was measured, and whether the two agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulation.distributions import normal_quantile
from simulation.study.figures import half_width, mean_and_error, share_interval

Floats = NDArray[np.float64]
Kind = Literal["input", "fitted", "prediction", "order of magnitude", "direction", "property"]
Show = Callable[[float], str]

PASSED, MISSED, NOT_DECIDED, NOT_YET = "passed", "missed", "not decided", "not modelled yet"
TOLERANCE = 0.05
"""The share of its base up to which a difference counts as no rise."""
_Z95 = normal_quantile(0.975)


@dataclass(frozen=True)
class Figure:
    """A measured figure with its 95 % interval; infinity stands for never."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Check:
    """One line of the report.

    `row` is the quantity that the check belongs to.
    """

    row: str
    quantity: str
    kind: Kind
    expected: str
    rows: str
    verdict: str
    measured: str = "–"
    note: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """What is asked of a quantity, before anything is measured."""

    name: str
    kind: Kind
    rows: str
    why: str = ""

    def within(
        self,
        quantity: str,
        figure: Figure,
        limits: tuple[float, float],
        show: Show,
        *,
        expected: str = "",
        note: str = "",
        rows: str = "",
    ) -> Check:
        """Hold a figure against limits: it passes when the figure itself lies within them."""
        low, high = limits
        passed = low <= figure.value <= high
        crossed = figure.low < low <= figure.high or figure.low <= high < figure.high
        if crossed:
            note = "; ".join(filter(None, [note, "the interval crosses a limit"]))
        return Check(
            self.name,
            quantity,
            self.kind,
            expected or f"{show(low)} to {show(high)}",
            rows or self.rows,
            PASSED if passed else MISSED,
            said(figure, show),
            note,
            self.why,
        )

    def verdict(
        self,
        quantity: str,
        expected: str,
        figure: Figure,
        show: Show,
        *,
        passed: bool,
        note: str = "",
    ) -> Check:
        """Say of a figure whether it is as expected, by a rule that is no pair of limits."""
        return self._said(quantity, expected, figure, show, PASSED if passed else MISSED, note)

    def no_rise(
        self, quantity: str, figure: Figure, base: float, show: Show, note: str = ""
    ) -> Check:
        """Say of a difference of paired runs whether it is at or below zero.

        It passes when its whole interval ends below a small share of what it is a difference
        to, misses when the whole interval lies above zero, and is not decided otherwise.
        """
        most = TOLERANCE * base
        verdict = NOT_DECIDED
        if figure.low > 0.0:
            verdict = MISSED
        elif figure.high < most:
            verdict = PASSED
        expected = f"no rise: the interval ends below {show(most)}"
        note = "; ".join(filter(None, [note, f"{show(base)} before"]))
        return self._said(quantity, expected, figure, show, verdict, note)

    def _said(
        self, quantity: str, expected: str, figure: Figure, show: Show, verdict: str, note: str
    ) -> Check:
        measured = said(figure, show)
        words = (self.name, quantity, self.kind, expected, self.rows, verdict, measured)
        return Check(*words, note, self.why)

    def not_yet(self, quantity: str, expected: str, note: str) -> Check:
        """Return the line of a mechanism that the model does not have."""
        return Check(self.name, quantity, self.kind, expected, self.rows, NOT_YET, "–", note)


def said(figure: Figure, show: Show) -> str:
    """Return a figure with its interval, as far as it has one."""
    if figure.low == figure.high:
        return show(figure.value)
    return f"{show(figure.value)} ({show(figure.low)} to {show(figure.high)})"


# -- how figures are shown -------------------------------------------------------------------


def days(value: float) -> str:
    """Show days: three figures, or never."""
    return "never" if math.isinf(value) else f"{_short(value)} d"


def hours(value: float) -> str:
    """Show hours."""
    return "never" if math.isinf(value) else f"{_short(value)} h"


def percent(value: float) -> str:
    """Show a share in percent."""
    return f"{_short(100.0 * value)} %"


def number(value: float) -> str:
    """Show a plain number."""
    return "never" if math.isinf(value) else _short(value)


def _short(value: float) -> str:
    """Return three figures without an exponent."""
    if value == 0.0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if text != "-0" else "0"


# -- figures of many runs --------------------------------------------------------------------


def exactly(value: float) -> Figure:
    """Return a figure that comes from arithmetic and has no chance in it."""
    return Figure(value, value, value)


def quantile(values: Floats, share: float) -> Figure:
    """Return a quantile; its interval is between two order statistics (binomial)."""
    ordered = np.sort(values)
    count = len(ordered)
    middle, half = share * (count - 1), _Z95 * math.sqrt(count * share * (1.0 - share))
    return Figure(*(_at(ordered, place) for place in (middle, middle - half, middle + half)))


def _at(ordered: Floats, place: float) -> float:
    place = min(max(place, 0.0), len(ordered) - 1.0)
    below, above = float(ordered[math.floor(place)]), float(ordered[math.ceil(place)])
    if math.isinf(below) or math.isinf(above):
        return above
    return below + (above - below) * (place - math.floor(place))


def share(hits: Sequence[bool] | NDArray[np.bool_]) -> Figure:
    """Return a share with Wilson's interval."""
    number_of_hits, count = int(np.sum(hits)), len(hits)
    if count == 0:
        return Figure(math.nan, math.nan, math.nan)
    return Figure(number_of_hits / count, *share_interval(number_of_hits, count))


def mean(values: Sequence[float] | Floats) -> Figure:
    """Return a mean with Student's interval."""
    middle, error = mean_and_error(np.asarray(values, dtype=float))
    if middle is None or error is None:
        return Figure(math.nan if middle is None else middle, math.nan, math.nan)
    half = half_width(error, len(values))
    return Figure(middle, middle - half, middle + half)


def ratio(values: Floats, others: Floats) -> Figure:
    """Return the ratio of two paired means; its interval is linearised (delta method)."""
    middle = float(np.mean(values) / np.mean(others))
    _, error = mean_and_error(values - middle * others)
    if error is None:
        return Figure(middle, math.nan, math.nan)
    half = half_width(error, len(values)) / float(np.mean(others))
    return Figure(middle, middle - half, middle + half)


def correlation(values: Floats, others: Floats) -> Figure:
    """Return Spearman's rank correlation; its interval by Fisher's transformation."""
    from scipy import stats

    rho = float(stats.spearmanr(values, others).statistic)
    half = _Z95 * 1.06 / math.sqrt(max(1, len(values) - 3))
    low, high = (math.tanh(math.atanh(rho) + side * half) for side in (-1.0, 1.0))
    return Figure(rho, low, high)

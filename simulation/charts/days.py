"""The axis of days since the first sign, on which the first two weeks have room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from simulation.charts.paper import compact, label
from simulation.charts.scales import round_up

TICKS_D = (0, 1, 3, 7, 14, 30, 60, 90, 180, 270, 365)
TO_DAY = 90.0
DECADES = 3
"""So many powers of ten are shown of what spreads over many."""
CURVE_TITLES = {
    "record_days_untold": "chart/untold_over_time",
    "trust_share": "chart/trust_over_time",
    "cost": "chart/cost_over_time",
}
NEAREST_TICKS = 0.045
"""Ticks nearer than this share of the axis are left out."""


class Spread(Protocol):
    """Percentiles of a curve by day: what `Study.fan` returns."""

    @property
    def days(self) -> NDArray[np.float64]:
        """Days since the first sign."""

    @property
    def p5(self) -> NDArray[np.float64]:
        """Below it lies one run in twenty."""

    @property
    def p25(self) -> NDArray[np.float64]:
        """Below it lies a quarter of the runs."""

    @property
    def p50(self) -> NDArray[np.float64]:
        """Half of the runs lie below."""

    @property
    def p75(self) -> NDArray[np.float64]:
        """Above it lies a quarter of the runs."""

    @property
    def p95(self) -> NDArray[np.float64]:
        """Above it lies one run in twenty."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How a curve is shown: factor, unit, and by which axis."""

    factor: float
    unit: str
    share: bool
    tenfold: bool

    @staticmethod
    def of(curve: str, currency: str) -> Amount:
        """Return how a curve is shown.

        >>> Amount.of("cost", "EUR").unit
        'EUR'
        """
        share = curve == "trust_share"
        units = {"cost": currency, "trust_share": "%"}
        unit = units.get(curve) or label("unit/record-days")
        return Amount(100.0 if share else 1.0, unit, share, curve == "record_days_untold")

    def top(self, highest: float) -> float:
        """Return where the axis ends: a round figure above the highest of all."""
        return 100.0 if self.share else round_up(1.06 * self.factor * highest, least=1.0)


def _stretched(days: ArrayLike) -> NDArray[np.float64]:
    return np.sqrt(np.maximum(np.asarray(days, dtype=np.float64), 0.0))


def _back(places: ArrayLike) -> NDArray[np.float64]:
    return np.maximum(np.asarray(places, dtype=np.float64), 0.0) ** 2


def day_axis(ax: Axes, to_day: float) -> None:
    """Make the axis of days: by their square root, so that day 14 of 90 is at two fifths."""
    scale: Any = (_stretched, _back)
    ax.set_xscale("function", functions=scale)
    ax.set_xlim(0.0, to_day)
    kept: list[int] = []
    for day in TICKS_D:
        apart = (day**0.5 - kept[-1] ** 0.5) / to_day**0.5 if kept else 1.0
        if day <= to_day and apart >= NEAREST_TICKS:
            kept.append(day)
    ax.set_xticks(kept, [str(day) for day in kept])
    ax.minorticks_off()


def amount_axis(ax: Axes, amount: Amount, top: float) -> None:
    """Make the axis of what is followed, from nothing to a round figure.

    Exposure spreads over powers of ten: its axis goes by them, with nothing at its foot.
    """
    unit = amount.unit
    if amount.tenfold:
        floor = 10.0 ** (math.floor(math.log10(top)) - DECADES)
        ax.set_yscale("symlog", linthresh=floor, linscale=0.5)
        powers = [floor * 10.0**step for step in range(DECADES + 2)]
        ax.set_yticks([0.0, *(power for power in powers if power <= top)])
        ax.minorticks_off()
        unit = f"{unit}\n{label('chart/tenfold')}"
    else:
        ax.locator_params(axis="y", nbins=5)
    ax.set_ylim(0.0, top)
    ax.yaxis.set_major_formatter(lambda value, _: compact(value))
    ax.set_ylabel(unit)


def highest(spread: Spread, to_day: float) -> float:
    """Return the highest figure that is shown; 0 where there is none."""
    shown = spread.p95[: int(np.searchsorted(spread.days, to_day)) + 1]
    return float(np.nanmax(shown)) if np.isfinite(shown).any() else 0.0


__all__ = ["CURVE_TITLES", "TO_DAY", "Amount", "Spread", "amount_axis", "day_axis", "highest"]

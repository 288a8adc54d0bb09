"""What a year comes to when breaches come by chance: a compound Poisson distribution.

Each cause brings a Poisson number of breaches a year, each of which costs what one of its
simulated runs cost. The distribution of the sum is computed and not drawn: on a fine grid the
discrete Fourier transform of the severities, taken to the exponential, is that of the year's loss
(Embrechts and Frei, "Panjer recursion versus FFT for compound distributions", 2009).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GRID_POINTS = 2**17
BEYOND = 1e-10
"""More breaches in a year than come with this chance are left out of the grid."""


@dataclass(frozen=True)
class YearlyLoss:
    """The distribution of a year's loss: the chance of each point of an even grid from 0 on."""

    step: float
    chances: Floats

    @property
    def amounts(self) -> Floats:
        """The points of the grid."""
        return self.step * np.arange(len(self.chances), dtype=np.float64)

    @property
    def mean(self) -> float:
        """The mean loss of a year."""
        return float(self.amounts @ self.chances)

    def exceedance(self, amount: float) -> float:
        """Return the chance that a year's loss is above an amount."""
        return float(self.chances[math.floor(amount / self.step + 1e-9) + 1 :].sum())

    def value_at_risk(self, share: float) -> float:
        """Return the loss that a share of years stays within."""
        within = np.cumsum(self.chances)
        place = int(np.searchsorted(within, share))
        return self.step * min(place, len(within) - 1)

    def tail_mean(self, share: float) -> float:
        """Return the mean loss of the years beyond a share of years (TVaR)."""
        edge = self.value_at_risk(share)
        beyond = self.amounts - edge
        return edge + float(np.maximum(beyond, 0.0) @ self.chances) / (1.0 - share)


def yearly_loss(
    causes: Sequence[tuple[float, Floats]], *, points: int = GRID_POINTS
) -> YearlyLoss:
    """Return the distribution of a year's loss, from each cause's yearly number and losses.

    Each loss of a cause is as likely as the others of it; none is below 0.

    >>> year = yearly_loss([(0.5, np.array([100.0, 300.0]))])
    >>> round(year.mean, 6), round(year.exceedance(0.0), 6)
    (100.0, 0.393469)
    """
    largest = max((float(losses.max()) for rate, losses in causes if rate > 0.0), default=0.0)
    if largest <= 0.0:
        return YearlyLoss(1.0, np.array([1.0]))
    most = _most_breaches(sum(rate for rate, _ in causes))
    step = largest * most / (points // 2 - 1)
    exponent = np.zeros(points // 2 + 1, dtype=np.complex128)
    for rate, losses in causes:
        exponent += rate * (np.fft.rfft(_on_grid(losses, step, points)) - 1.0)
    chances = np.fft.irfft(np.exp(exponent), points)
    chances = np.maximum(chances[: points // 2], 0.0)
    return YearlyLoss(step, chances / chances.sum())


def _on_grid(losses: Floats, step: float, points: int) -> Floats:
    """Return the chances of the grid's points; each loss is shared by its two neighbours.

    That keeps the mean.
    """
    places = losses / step
    below = np.floor(places).astype(np.int64)
    above = places - below
    chances = np.zeros(points)
    np.add.at(chances, below, (1.0 - above) / len(losses))
    np.add.at(chances, below + 1, above / len(losses))
    return chances


def _most_breaches(rate: float) -> int:
    """Return how many breaches a year holds at most, but for a chance that can be left out."""
    number, term = 0, math.exp(-rate)
    left = 1.0 - term
    while left > BEYOND:
        number += 1
        term *= rate / number
        left -= term
    return number + 1

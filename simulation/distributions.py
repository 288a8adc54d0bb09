"""The distributions a file may name.

Everything random in the model is `distribution.quantile(u)` with a uniform `u` from the table
of draws, so a distribution here is a frozen value that owns no generator. This is the only
module that opens `scipy.special`.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, overload, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

__all__ = [
    "Beta",
    "Choice",
    "Distribution",
    "Exponential",
    "Fixed",
    "Gamma",
    "Lognormal",
    "Pert",
    "Quantiles",
    "Triangular",
    "Uniform",
    "Weibull",
    "normal_cdf",
    "normal_quantile",
    "student_quantile",
]

Floats = NDArray[np.float64]

PERT_SHAPE = 4.0
"""Weight of the mode in a PERT distribution, as in its first publication."""


def normal_quantile(u: float) -> float:
    """Return the standard normal value below which a share u lies.

    >>> round(normal_quantile(0.95), 6)
    1.644854
    """
    return float(special.ndtri(u))


def normal_cdf(z: float) -> float:
    """Return the share of the standard normal distribution below z.

    >>> round(normal_cdf(1.644854), 6)
    0.95
    """
    return float(special.ndtr(z))


def student_quantile(u: float, freedom: int) -> float:
    """Return the value of Student's t below which a share u lies.

    >>> round(student_quantile(0.975, 9), 3)
    2.262
    """
    return float(special.stdtrit(freedom, u))


@runtime_checkable
class Distribution(Protocol):
    """A quantity that chance decides, read by its quantiles.

    >>> isinstance(Fixed(3), Distribution)
    True
    """

    @overload
    def quantile(self, u: float) -> float: ...

    @overload
    def quantile(self, u: ArrayLike) -> Floats: ...

    def quantile(self, u: ArrayLike) -> float | Floats:
        """Return the value below which a share u of all cases lies, for one u or for many."""

    @property
    def mean(self) -> float:
        """The mean over all cases."""

    @property
    def p05(self) -> float:
        """The value below which 5 % of all cases lie."""

    @property
    def p50(self) -> float:
        """The value below which half of all cases lie."""

    @property
    def p95(self) -> float:
        """The value below which 95 % of all cases lie."""


class _Quantity(ABC):
    """What all distributions here share; only the mean is left for each to say."""

    @overload
    def quantile(self, u: float) -> float: ...

    @overload
    def quantile(self, u: ArrayLike) -> Floats: ...

    def quantile(self, u: ArrayLike) -> float | Floats:
        """Return the value below which a share u of all cases lies, for one u or for many.

        >>> Uniform(10, 20).quantile(0.25)
        12.5
        """
        shares = np.asarray(u, dtype=np.float64)
        if not np.all((shares >= 0.0) & (shares <= 1.0)):
            raise ValueError(f"{type(self).__name__}: quantile of {u!r}; expected 0 <= u <= 1")
        # One and many take the same road through NumPy, so that they agree to the last bit.
        values = self._quantiles(np.atleast_1d(np.ascontiguousarray(shares)))
        return float(values[0]) if shares.ndim == 0 else values.reshape(shares.shape)

    @abstractmethod
    def _quantiles(self, u: Floats) -> Floats:
        """Return the quantiles of an array of shares, all within 0 and 1."""

    @property
    def p05(self) -> float:
        """The value below which 5 % of all cases lie."""
        return self.quantile(0.05)

    @property
    def p50(self) -> float:
        """The value below which half of all cases lie."""
        return self.quantile(0.50)

    @property
    def p95(self) -> float:
        """The value below which 95 % of all cases lie."""
        return self.quantile(0.95)

    def _wrong(self, given: str, expected: str) -> ValueError:
        return ValueError(f"{type(self).__name__}: {given}; expected {expected}")

    def _expect_finite(self, **parameters: float) -> None:
        for name, value in parameters.items():
            if not math.isfinite(value):
                raise self._wrong(f"{name} is {value}", "a finite number")

    def _expect_positive(self, **parameters: float) -> None:
        self._expect_finite(**parameters)
        for name, value in parameters.items():
            if value <= 0:
                raise self._wrong(f"{name} is {value}", f"{name} > 0")

    def _expect_columns(self, **columns: tuple[float, ...]) -> None:
        (first, ones), (second, others) = columns.items()
        if len(ones) != len(others) or not ones:
            given = f"{len(ones)} {first}, {len(others)} {second}"
            raise self._wrong(given, f"as many {first} as {second}, at least one")
        for name, column in columns.items():
            for value in column:
                self._expect_finite(**{name: value})

    def _expect_rising(self, name: str, column: tuple[float, ...]) -> None:
        for low, high in pairwise(column):
            if not low < high:
                raise self._wrong(f"{name} has {high} after {low}", f"rising {name}")


@dataclass(frozen=True)
class Fixed(_Quantity):
    """Always the same value.

    >>> Fixed(3.0).quantile(0.9)
    3.0
    """

    value: float

    def __post_init__(self) -> None:
        """Check the value."""
        self._expect_finite(value=self.value)

    def _quantiles(self, u: Floats) -> Floats:
        return np.full_like(u, self.value)

    @property
    def mean(self) -> float:
        """The value itself."""
        return float(self.value)


@dataclass(frozen=True)
class Uniform(_Quantity):
    """Anything between low and high, all equally likely.

    >>> Uniform(2, 4).mean
    3.0
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Check that low is below high."""
        self._expect_finite(low=self.low, high=self.high)
        if not self.low < self.high:
            raise self._wrong(f"low {self.low}, high {self.high}", "low < high")

    def _quantiles(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * u

    @property
    def mean(self) -> float:
        """The middle of low and high."""
        return (self.low + self.high) / 2.0


@dataclass(frozen=True)
class _ThreePoint(_Quantity):
    """What PERT and triangular share: a low, a mode and a high."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        """Check that low, mode and high are in order and not all the same."""
        self._expect_finite(low=self.low, mode=self.mode, high=self.high)
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            given = f"low {self.low}, mode {self.mode}, high {self.high}"
            raise self._wrong(given, "low <= mode <= high and low < high")


@dataclass(frozen=True)
class Pert(_ThreePoint):
    """A guess by low, most likely and high value; smooth, and light at both ends.

    The mode is the true mode: a beta distribution of shape 4 stretched from low to high.

    >>> Pert(0, 1, 5).mean
    1.5
    """

    def _quantiles(self, u: Floats) -> Floats:
        width = self.high - self.low
        below = 1.0 + PERT_SHAPE * (self.mode - self.low) / width
        above = 1.0 + PERT_SHAPE * (self.high - self.mode) / width
        return self.low + width * np.asarray(special.betaincinv(below, above, u))

    @property
    def mean(self) -> float:
        """A sixth of low, four times mode, and high."""
        return (self.low + PERT_SHAPE * self.mode + self.high) / (PERT_SHAPE + 2.0)


@dataclass(frozen=True)
class Triangular(_ThreePoint):
    """A guess by low, most likely and high value, with straight sides.

    >>> Triangular(0, 1, 5).mean
    2.0
    """

    def _quantiles(self, u: Floats) -> Floats:
        width = self.high - self.low
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1.0 - u) * width * (self.high - self.mode))
        return np.where(u * width < self.mode - self.low, rising, falling)

    @property
    def mean(self) -> float:
        """The mean of low, mode and high."""
        return (self.low + self.mode + self.high) / 3.0


@dataclass(frozen=True)
class Lognormal(_Quantity):
    """A positive quantity with a long tail, by its median and the spread of its logarithm.

    >>> Lognormal(8, 0.5).p50
    8.0
    """

    median: float
    sigma: float

    def __post_init__(self) -> None:
        """Check that both parameters are positive."""
        self._expect_positive(median=self.median, sigma=self.sigma)

    @classmethod
    def from_range(cls, low5: float, high95: float) -> "Lognormal":
        """Return the lognormal with these 5 % and 95 % quantiles.

        >>> Lognormal.from_range(2, 50).median
        10.0
        """
        if not 0.0 < low5 < high95 < math.inf:
            raise ValueError(
                f"{cls.__name__}: 5 % is {low5}, 95 % is {high95}; expected 0 < 5 % < 95 %"
            )
        sigma = math.log(high95 / low5) / (2.0 * normal_quantile(0.95))
        return cls(math.sqrt(low5 * high95), sigma)

    def _quantiles(self, u: Floats) -> Floats:
        return self.median * np.exp(self.sigma * np.asarray(special.ndtri(u)))

    @property
    def mean(self) -> float:
        """The mean, which lies above the median."""
        return self.median * math.exp(self.sigma**2 / 2.0)


@dataclass(frozen=True)
class Beta(_Quantity):
    """A share between 0 and 1.

    >>> Beta(1, 3).mean
    0.25
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        """Check that both parameters are positive."""
        self._expect_positive(a=self.a, b=self.b)

    def _quantiles(self, u: Floats) -> Floats:
        return np.asarray(special.betaincinv(self.a, self.b, u))

    @property
    def mean(self) -> float:
        """The weight of a within a and b."""
        return self.a / (self.a + self.b)


@dataclass(frozen=True)
class Gamma(_Quantity):
    """A positive quantity such as the sum of several waits.

    >>> Gamma(2, 3).mean
    6.0
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        """Check that both parameters are positive."""
        self._expect_positive(shape=self.shape, scale=self.scale)

    def _quantiles(self, u: Floats) -> Floats:
        return self.scale * np.asarray(special.gammaincinv(self.shape, u))

    @property
    def mean(self) -> float:
        """Shape times scale."""
        return float(self.shape * self.scale)


@dataclass(frozen=True)
class Weibull(_Quantity):
    """A time until something happens, whose hazard rises (shape over 1) or falls.

    >>> round(Weibull(1.12, 214).p50)  # days
    154
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        """Check that both parameters are positive."""
        self._expect_positive(shape=self.shape, scale=self.scale)

    def _quantiles(self, u: Floats) -> Floats:
        with np.errstate(divide="ignore"):  # u = 1 is infinitely far out, and meant
            return self.scale * np.power(-np.log1p(-u), 1.0 / self.shape)

    @property
    def mean(self) -> float:
        """Scale times Γ(1 + 1/shape)."""
        return self.scale * math.gamma(1.0 + 1.0 / self.shape)


@dataclass(frozen=True)
class Exponential(_Quantity):
    """A time until something happens that is never more due than before.

    >>> round(Exponential(10).p50, 3)
    6.931
    """

    mean: float

    def __post_init__(self) -> None:
        """Check that the mean is positive."""
        self._expect_positive(mean=self.mean)

    def _quantiles(self, u: Floats) -> Floats:
        with np.errstate(divide="ignore"):  # u = 1 is infinitely far out, and meant
            return self.mean * -np.log1p(-u)


@dataclass(frozen=True)
class Quantiles(_Quantity):
    """Quantiles as a table gives them, with straight lines between.

    Outside the first and last probability the outermost value holds; give the probabilities
    0 and 1 to say where the extremes lie.

    >>> Quantiles(probabilities=(0, 0.5, 1), values=(10, 20, 60)).quantile(0.75)
    40.0
    """

    probabilities: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check that both rows are as long as each other and rise."""
        self._expect_columns(probabilities=self.probabilities, values=self.values)
        self._expect_rising("probabilities", self.probabilities)
        self._expect_rising("values", self.values)
        for probability in (self.probabilities[0], self.probabilities[-1]):
            if not 0.0 <= probability <= 1.0:
                raise self._wrong(f"probability {probability}", "probabilities from 0 to 1")

    def _quantiles(self, u: Floats) -> Floats:
        return np.interp(u, self.probabilities, self.values)

    @property
    def mean(self) -> float:
        """The area below the line of quantiles."""
        at = (0.0, *self.probabilities, 1.0)
        value = (self.values[0], *self.values, self.values[-1])
        segments = zip(pairwise(at), pairwise(value), strict=True)
        return math.fsum((b - a) * (low + high) / 2.0 for (a, b), (low, high) in segments)


@dataclass(frozen=True)
class Choice(_Quantity):
    """One of several values, each as likely as its weight says.

    >>> Choice(values=(1, 2, 10), weights=(5, 3, 2)).quantile(0.9)
    10.0
    """

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check that each value has a positive weight."""
        self._expect_columns(values=self.values, weights=self.weights)
        for weight in self.weights:
            self._expect_positive(weight=weight)

    def _quantiles(self, u: Floats) -> Floats:
        order = np.argsort(self.values, kind="stable")
        sorted_values = np.asarray(self.values, dtype=np.float64)[order]
        upper_ends = np.cumsum(np.asarray(self.weights, dtype=np.float64)[order])
        # The last value owns all that is left, whatever rounding did to the sum.
        found = np.searchsorted(upper_ends[:-1] / upper_ends[-1], u, side="left")
        return sorted_values[found]

    @property
    def mean(self) -> float:
        """The values weighed by their weights."""
        weighed = math.fsum(v * w for v, w in zip(self.values, self.weights, strict=True))
        return weighed / math.fsum(self.weights)

"""Claims: numbers about the world, with where they come from.

A file holds *fiction* (plain numbers: heads, records) and *claims* (rates, durations,
probabilities, prices, effects). A claim names its evidence, or says that it is judgement.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from simulation.distributions import (
    Beta,
    Choice,
    Distribution,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Pert,
    Quantiles,
    Triangular,
    Uniform,
    Weibull,
)
from simulation.inputs.base import Input, Text


class Judgement(Input):
    """What an expert would hold possible: low, base and high of the central value.

    >>> Judgement(low=1, base=2, high=4).base
    2.0
    """

    low: float
    base: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Judgement:
        if not self.low < self.base < self.high:
            given = f"{self.low:g}, {self.base:g}, {self.high:g}"
            raise ValueError(f"judgement is {given}; expected low < base < high")
        return self


class UniformShape(Input):
    """Any value between low and high alike."""

    low: float
    high: float


class ModeShape(Input):
    """A most likely value between low and high (PERT or triangular)."""

    low: float
    mode: float
    high: float


class LognormalShape(Input):
    """A lognormal by median and sigma, or by its 5 % and 95 % values."""

    median: float | None = Field(default=None, gt=0)
    sigma: float | None = Field(default=None, gt=0)
    mu: float | None = None
    p05: float | None = Field(default=None, gt=0)
    p95: float | None = Field(default=None, gt=0)


class BetaShape(Input):
    """A beta distribution on 0 to 1."""

    a: float = Field(gt=0)
    b: float = Field(gt=0)


class ScaleShape(Input):
    """A gamma or Weibull distribution by shape and scale."""

    shape: float = Field(gt=0)
    scale: float = Field(gt=0)


class ExponentialShape(Input):
    """An exponential distribution by its mean."""

    mean: float = Field(gt=0)


class QuantileShape(Input):
    """Quantiles read from a table, straight lines between them."""

    probabilities: tuple[float, ...] = Field(min_length=2, max_length=100)
    values: tuple[float, ...] = Field(min_length=2, max_length=100)


class ChoiceShape(Input):
    """One of a few values, by weight."""

    values: tuple[float, ...] = Field(min_length=1, max_length=100)
    weights: tuple[float, ...] = Field(min_length=1, max_length=100)


def _lognormal(shape: LognormalShape) -> Lognormal:
    given = {name for name in LognormalShape.model_fields if getattr(shape, name) is not None}
    if given == {"median", "sigma"}:
        return Lognormal(shape.median or 0.0, shape.sigma or 0.0)
    if given == {"mu", "sigma"}:
        return Lognormal(math.exp(shape.mu or 0.0), shape.sigma or 0.0)
    if given == {"p05", "p95"}:
        return Lognormal.from_range(shape.p05 or 0.0, shape.p95 or 0.0)
    names = ", ".join(sorted(given)) or "nothing"
    wanted = "median and sigma, mu and sigma, or p05 and p95"
    raise ValueError(f"a lognormal of {names}; expected {wanted}")


_SHAPES: dict[str, Callable[[Any], Distribution]] = {
    "value": Fixed,
    "uniform": lambda s: Uniform(s.low, s.high),
    "pert": lambda s: Pert(s.low, s.mode, s.high),
    "triangular": lambda s: Triangular(s.low, s.mode, s.high),
    "lognormal": _lognormal,
    "beta": lambda s: Beta(s.a, s.b),
    "gamma": lambda s: Gamma(s.shape, s.scale),
    "weibull": lambda s: Weibull(s.shape, s.scale),
    "exponential": lambda s: Exponential(s.mean),
    "quantiles": lambda s: Quantiles(s.probabilities, s.values),
    "choice": lambda s: Choice(s.values, s.weights),
}


class Claim(Input):
    """A number about the world: fixed or a distribution, with its source.

    A bare number is read as a value without source; ``check`` names those.

    >>> Claim.model_validate(4).distribution.p50
    4.0
    >>> Claim(value=4, evidence=("K12",)).sourced
    True
    """

    value: float | None = None
    uniform: UniformShape | None = None
    pert: ModeShape | None = None
    triangular: ModeShape | None = None
    lognormal: LognormalShape | None = None
    beta: BetaShape | None = None
    gamma: ScaleShape | None = None
    weibull: ScaleShape | None = None
    exponential: ExponentialShape | None = None
    quantiles: QuantileShape | None = None
    choice: ChoiceShape | None = None
    evidence: tuple[str, ...] = ()
    judgement: Judgement | None = None
    why: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, data: Any) -> Any:
        if isinstance(data, (int, float)) and not isinstance(data, bool):
            return {"value": data}
        if isinstance(data, dict) and isinstance(data.get("evidence"), str):
            return {**data, "evidence": (data["evidence"],)}
        return data

    @model_validator(mode="after")
    def _one_shape_one_source(self) -> Claim:
        shapes = self._shapes()
        if len(shapes) != 1:
            given = ", ".join(shapes) or "none"
            raise ValueError(
                f"shapes given: {given}; expected exactly one of {', '.join(_SHAPES)}"
            )
        if self.evidence and self.judgement:
            raise ValueError("both evidence and judgement given; expected one of them")
        if self.judgement and not self.why:
            raise ValueError("judgement without a reason; expected a line `why`")
        _ = self.distribution
        return self

    def _shapes(self) -> list[str]:
        return [name for name in _SHAPES if getattr(self, name) is not None]

    @property
    def distribution(self) -> Distribution:
        """The distribution the claim stands for.

        >>> Claim(exponential=ExponentialShape(mean=2)).distribution.mean
        2.0
        """
        name = self._shapes()[0]
        return _SHAPES[name](getattr(self, name))

    @property
    def central(self) -> float:
        """The value itself, or the median of the distribution.

        >>> Claim(value=3).central
        3.0
        """
        return self.value if self.value is not None else self.distribution.p50

    @property
    def sourced(self) -> bool:
        """Whether the claim says where it comes from.

        >>> Claim(value=3).sourced
        False
        """
        return bool(self.evidence) or self.judgement is not None


_LOWEST, _HIGHEST = 0.5 * 2.0**-52, 1.0 - 2.0**-53
"""The ends of what a table of draws can hold."""


def _not_below_zero(claim: Claim) -> Claim:
    least = claim.distribution.quantile(_LOWEST)
    if least < 0.0:
        raise ValueError(f"it can be {least:g}; expected 0 or more")
    return claim


def _between_zero_and_one(claim: Claim) -> Claim:
    most = claim.distribution.quantile(_HIGHEST)
    if most > 1.0:
        raise ValueError(f"it can be {most:g}; expected a share, 0 to 1")
    return claim


Amount = Annotated[Claim, AfterValidator(_not_below_zero)]
"""A claim about something that cannot be below 0: a time, a price, a rate, a factor."""
Share = Annotated[Amount, AfterValidator(_between_zero_and_one)]
"""A claim about a share or a chance."""

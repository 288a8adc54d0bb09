"""One capability tried: the same luck with and without a mechanism, and what it moves.

What is measured, and in which direction it must move, is written down beforehand.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.engine import Engine
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.study.figures import half_width, mean_and_error

SEED, REPLICATIONS = 2026, 60
FEWEST = 5
"""From fewer pairs of runs nothing is said."""
LEAST_SHARE = 0.05
"""An effect smaller than this share of the base shows nothing, unless a size is stated."""
FEWER, MORE = -1, +1


@dataclass(frozen=True)
class Case:
    """A breach, a plan and, where it is not the breach's own, an organisation."""

    scenario: Scenario
    plan: Plan
    organisation: Organisation | None = None

    @classmethod
    def of(cls, breach: str, plan: str, organisation: str | None = None) -> Case:
        """Return a case of the library.

        >>> Case.of("mis-sent-filing", "lean").plan.name
        'lean'
        """
        firm = None if organisation is None else load_organisation(f"organisations/{organisation}")
        return cls(load_scenario(f"breaches/{breach}"), load_plan(f"plans/{plan}"), firm)

    @property
    def firm(self) -> Organisation:
        """The organisation that the breach happens to."""
        return self.organisation or self.scenario.organisation

    def without(self, *mechanisms: str) -> Case:
        """Return the case with mechanisms switched off."""
        return Case(self.scenario.without(*mechanisms), self.plan, self.organisation)

    def breach(self, changes: Mapping[str, Any]) -> Case:
        """Return the case with the scenario changed, by dotted paths."""
        return Case(self.scenario.change(dict(changes)), self.plan, self.organisation)

    def answer(self, changes: Mapping[str, Any]) -> Case:
        """Return the case with the plan changed, by dotted paths."""
        return Case(self.scenario, self.plan.change(dict(changes)), self.organisation)

    def at(self, firm: Organisation | Mapping[str, Any]) -> Case:
        """Return the case at another organisation, or at its own changed by dotted paths."""
        other = firm if isinstance(firm, Organisation) else self.firm.change(dict(firm))
        return Case(self.scenario, self.plan, other)


@dataclass(frozen=True)
class Quantity:
    """What is measured in every run, and in which unit."""

    title: str
    unit: str
    read: Callable[[Outcome], float]


@dataclass(frozen=True)
class Experiment:
    """A row of the table of capabilities, and a change that must move a quantity.

    `change` says in words what the changed case differs in. The quantity must move in the
    direction given by at least `least`, in its own unit, or by 5 % of the base's mean.
    """

    row: str
    mechanism: str
    change: str
    base: Case
    changed: Case
    quantity: Quantity
    direction: int
    least: float | None = None
    replications: int = REPLICATIONS

    def effect(self, replications: int | None = None) -> Effect:
        """Run it: every replication of both cases on the same draws, or the first of them alone.

        Runs in which one of the moments never came, under either, are left out (NaN).
        """
        read, count = self.quantity.read, replications or self.replications
        base = np.array([read(one) for one in outcomes(self.base, count)])
        changed = np.array([read(one) for one in outcomes(self.changed, count)])
        both = ~np.isnan(base) & ~np.isnan(changed)
        return effect_of(base[both], changed[both], self.direction, self.least)

    def effect_when_plain(self) -> Effect:
        """Run as many replications as make the effect plain, or else all that are asked for."""
        count = FEWEST
        while count < self.replications:
            found = self.effect(count)
            if found.plain:
                return found
            count += math.ceil(0.6 * count)
        return self.effect()


@dataclass(frozen=True)
class Effect:
    """What an experiment came to: the base's mean, and the paired difference with its interval."""

    base: float
    changed: float
    low: float
    high: float
    least: float
    direction: int

    @property
    def difference(self) -> float:
        """The changed case less the base, in the mean."""
        return self.changed - self.base

    @property
    def shown(self) -> bool:
        """Whether the interval excludes zero on the right side, and the effect is large enough."""
        nearest = self.low if self.direction > 0 else -self.high
        return nearest > 0.0 and abs(self.difference) >= self.least

    @property
    def plain(self) -> bool:
        """Whether it would be shown by an interval half as wide again, and is half as large again.

        For a change that does nothing, and normal differences, it is so on the right side once in
        140 first looks, and at any of the looks before the last once in 50 or 60; with the last
        look, whose interval is the usual one, something is shown once in 25.
        """
        half = 0.5 * (self.high - self.low)
        gain = self.direction * self.difference
        return gain > 1.5 * half and gain >= 1.5 * self.least


def effect_of(
    base: NDArray[np.float64],
    changed: NDArray[np.float64],
    direction: int,
    least: float | None = None,
) -> Effect:
    """Return the effect that pairs of figures show; a few pairs show nothing."""
    if len(base) < FEWEST:
        return Effect(math.nan, math.nan, -math.inf, math.inf, least or 0.0, direction)
    mean, error = mean_and_error(changed - base)
    half = half_width(error or 0.0, len(base))
    middle = float(np.mean(base))
    size = LEAST_SHARE * abs(middle) if least is None else least
    low, high = (mean or 0.0) - half, (mean or 0.0) + half
    return Effect(middle, float(np.mean(changed)), low, high, size, direction)


def outcomes(case: Case, count: int) -> list[Outcome]:
    """Return what a case comes to in each replication; none is run twice."""
    return _runs(case).first(count)


class _Runs:
    """The replications of a case, as many as were asked for so far."""

    def __init__(self, case: Case) -> None:
        self._program = Program(case.scenario, case.plan, case.organisation, SEED)
        self._found: list[Outcome] = []

    def first(self, count: int) -> list[Outcome]:
        """Return the first replications, and run those that are missing."""
        for replication in range(len(self._found), count):
            recorder = Recorder(self._program, keep_log=False)
            Engine(self._program, replication, recorder).finish()
            self._found.append(recorder.tally.outcome())
        return self._found[:count]


@functools.lru_cache(maxsize=64)
def _runs(case: Case) -> _Runs:
    return _Runs(case)

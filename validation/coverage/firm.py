"""R16 and R21: what breaches cost a firm in a year, before any has come, and what lowers that."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.risk import Risk, audit
from simulation.risk.assessing import assess, fitting
from simulation.study.comparing import Request
from validation.coverage.experiment import (
    FEWER,
    MORE,
    SEED,
    Case,
    Effect,
    Experiment,
    Quantity,
    effect_of,
)

RUNS = 60
BREACHES = (
    *("breaches/insider-export", "breaches/mailbox-takeover"),
    *("breaches/mis-sent-filing", "breaches/open-share"),
)
MEAN_YEAR = Quantity("mean loss of a year", "money", lambda outcome: outcome.cost)


@dataclass(frozen=True)
class YearlyExperiment(Experiment):
    """An experiment on a firm's yearly loss: over the breaches of several causes."""

    breaches: tuple[str, ...] = BREACHES

    def effect(self, replications: int | None = None) -> Effect:
        """Compare the mean loss of a year, replication by replication over all causes."""
        count = replications or self.replications
        base, changed = (
            _yearly(one.firm, one.plan, self.breaches, count) for one in (self.base, self.changed)
        )
        return effect_of(_losses(base), _losses(changed), self.direction, self.least)


@functools.lru_cache(maxsize=16)
def _yearly(firm: Organisation, plan: Plan, breaches: tuple[str, ...], count: int) -> Risk:
    # Families of experiments have a process each, so this one needs no more.
    with ThreadPoolExecutor(1) as here:
        cases = fitting(firm, plan, breaches)
        return assess([firm], plan, cases, Request(SEED, count, here))[0]


def _losses(found: Risk) -> NDArray[np.float64]:
    """Return the mean year's loss of each replication: its breaches, weighted by their number."""
    weighed = [one.per_year * one.losses for one in found.causes]
    losses: NDArray[np.float64] = np.sum(weighed, axis=0)
    return losses


def experiments() -> Iterator[Experiment]:
    """Give the experiments of this row."""
    lean = Case.of("insider-export", "lean")
    for mechanism, change, at, direction in _changes():
        changed = lean.at(at(lean.firm))
        yield YearlyExperiment(
            "R21",
            mechanism,
            change,
            lean,
            changed,
            MEAN_YEAR,
            direction,
            None,
            RUNS,
        )
    yield YearlyExperiment(
        "R21",
        "a hire",
        "one more person in the owner's team",
        lean,
        lean.answer({"staffing.owner.add": 1}),
        MEAN_YEAR,
        FEWER,
        10.0,
        30,
    )
    yield YearlyExperiment(
        "R16",
        "review of suppliers",
        "those who hold our data are checked each year",
        lean,
        lean.at(lean.firm.with_control("supplier-checks")),
        MEAN_YEAR,
        FEWER,
        None,
        RUNS,
        ("breaches/supplier-transfer",),
    )
    large = Case.of("insider-export", "lean", "group-400")
    yield YearlyExperiment(
        "R21",
        "size of the firm",
        "400 people instead of 12",
        lean,
        large,
        MEAN_YEAR,
        MORE,
        None,
        RUNS,
    )


def _changes() -> Iterator[tuple[str, str, Callable[[Organisation], Organisation], int]]:
    yield (
        "controls and how often",
        "log-in with a second factor",
        lambda firm: firm.with_control("multi-factor-login"),
        FEWER,
    )
    yield "audit", "all that an internal audit finds is mended", _after_an_audit, FEWER


def _after_an_audit(firm: Organisation) -> Organisation:
    for weakness in audit(firm, by="internal", seed=SEED):
        if weakness.found:
            firm = firm.with_control(weakness.control)
    return firm

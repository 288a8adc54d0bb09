"""Whose story is told: one meaning of the typical and the worst replication, for every screen."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from simulation.study.figures import Floats
from simulation.study.measures import measure_named
from simulation.study.refusing import refused
from simulation.study.results import Study

CHOICES = ("typical", "worst")


def replication_of(
    study: Study, cases: Sequence[str], which: str | int, measure: str = "cost"
) -> int:
    """Return the number of the replication that is asked for, of one case or of a pair.

    Replications are put in order by how badly the case does in the measure, of a pair by how
    badly the second does against the first; never is worse than any figure, and equals go by
    their number. `typical` is the middle one, of an even number the better of the two in the
    middle; `worst` is the last; a number is itself.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> one = compare(load("breaches/mis-sent-filing"), load("plans/lean"), replications=3, seed=1)
    >>> cost = one.of("cost", "lean")
    >>> bool(cost[replication_of(one, ["lean"], "typical")] == sorted(cost)[1])
    True
    """
    if isinstance(which, int):
        if not 0 <= which < study.replications:
            last = study.replications - 1
            raise refused(f"replication {which} is asked for", f"a number from 0 to {last}")
        return which
    if which not in CHOICES:
        raise refused(f"{which!r} is asked for", f"{', '.join(CHOICES)} or a replication")
    bad = [_badly(study, case, measure) for case in cases]
    worse = bad[-1] if len(bad) == 1 else [_less(b, a) for a, b in zip(*bad, strict=True)]
    order = sorted(range(len(worse)), key=lambda number: (worse[number], number))
    return order[-1] if which == "worst" else order[(len(order) - 1) // 2]


def _badly(study: Study, case: str, measure: str) -> list[float]:
    """Return how badly a case does, by replication: higher is worse."""
    values: Floats = study.of(measure, case)
    turned = values if measure_named(measure).lower_is_better else -values
    found: list[float] = np.where(np.isnan(values), math.inf, turned).tolist()
    return found


def _less(one: float, other: float) -> float:
    return 0.0 if one == other else one - other

"""What many runs come to: means with their errors, shares with intervals, paired differences.

Sums are exactly rounded (`math.fsum`), so they do not depend on an order of adding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.distributions import normal_quantile, student_quantile

Floats = NDArray[np.float64]

CONFIDENCE_SHARE = 0.95
WORST_SHARE = 0.05
_UPPER = 0.5 + CONFIDENCE_SHARE / 2


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure over all replications of a plan.

    `mean` and `se` are of the runs in which it happened; `never` counts the others. In
    percentiles and in the mean of the worst 5 %, never is worse than any figure, and None says
    that the answer is never. `worst_se` is the standard error of `worst_mean`.
    """

    mean: float | None
    se: float | None
    p5: float | None
    p50: float | None
    p95: float | None
    worst_mean: float | None
    worst_se: float | None
    never: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan less another in a measure, replication by replication on the same draws.

    Mean and interval are of the pairs in which it happened under both, `pairs` of them.
    `better_share` is of all replications: what never happened is worse than what did, and
    equals count for neither. `needed` is how many replications would show a difference of this
    size where these have not.
    """

    plan: str
    against: str
    measure: str
    mean: float | None
    low: float | None
    high: float | None
    better_share: float
    pairs: int
    verdict: str
    needed: int | None


def summarise(values: Floats, *, lower_is_better: bool) -> Summary:
    """Summarise a measure; NaN stands for never.

    >>> one = summarise(np.array([1.0, 2.0, 3.0, np.nan]), lower_is_better=True)
    >>> one.mean, one.p50, one.p95, one.never
    (2.0, 2.5, None, 1)
    """
    known = values[~np.isnan(values)]
    mean, se = mean_and_error(known)
    never = math.inf if lower_is_better else -math.inf
    ordered = np.sort(np.where(np.isnan(values), never, values))
    worst = ordered[::-1] if lower_is_better else ordered
    worst_mean, worst_se = _tail(worst)
    low, middle, high = (_percentile(ordered, share) for share in (0.05, 0.5, 0.95))
    never_runs = len(values) - len(known)
    return Summary(mean, se, low, middle, high, worst_mean, worst_se, never_runs)


def _tail(worst_first: Floats) -> tuple[float | None, float | None]:
    """Return the mean of the worst 5 % and its standard error.

    Var = (variance in the tail + 0.95 (mean of the tail - its edge)^2) / number in the tail
    (Manistre and Hancock, "Variance of the CTE estimator", 2005).
    """
    tail = worst_first[: max(1, math.ceil(WORST_SHARE * len(worst_first)))]
    if not np.isfinite(tail).all():
        return None, None
    mean, error = mean_and_error(tail)
    if mean is None or error is None:
        return mean, None
    edge = (1.0 - WORST_SHARE) * (mean - float(tail[-1])) ** 2
    return mean, math.sqrt(error**2 + edge / len(tail))


def mean_and_error(values: Floats) -> tuple[float | None, float | None]:
    """Return the mean and its standard error, where there are enough values for them.

    >>> mean_and_error(np.array([1.0, 3.0]))
    (2.0, 1.0)
    """
    count = len(values)
    if count == 0:
        return None, None
    mean = math.fsum(values.tolist()) / count
    if count == 1:
        return mean, None
    square = math.fsum(((values - mean) ** 2).tolist()) / (count - 1)
    return mean, math.sqrt(square / count)


def half_width(error: float, count: int) -> float:
    """Return half of the 95 % interval of a mean, by Student's t.

    >>> round(half_width(1.0, 10), 3)
    2.262
    """
    return student_quantile(_UPPER, count - 1) * error


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, "Probable inference", 1927).

    >>> [round(end, 3) for end in share_interval(0, 10)]
    [0.0, 0.278]
    """
    z2 = normal_quantile(_UPPER) ** 2
    middle = (hits + z2 / 2) / (count + z2)
    half = math.sqrt(z2 * (hits * (count - hits) / count + z2 / 4)) / (count + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(
    names: Sequence[str], values: Floats, others: Floats, *, lower_is_better: bool
) -> Difference:
    """Compare two plans in a measure, pair by pair; names are plan, against and measure.

    >>> ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.5])
    >>> one = difference(("ours", "theirs", "cost"), ours, theirs, lower_is_better=True)
    >>> round(one.mean, 3), one.better_share, one.verdict
    (-1.167, 1.0, 'no difference shown')
    """
    plan, against, measure = names
    pairs = values - others
    pairs = pairs[~np.isnan(pairs)]
    mean, error = mean_and_error(pairs)
    low = high = needed = None
    verdict = "no difference shown"
    if not pairs.any():
        verdict = "the same in every run" if len(pairs) else "never under both"
    if mean is not None and error is not None:
        half = half_width(error, len(pairs))
        low, high = mean - half, mean + half
        if low > 0.0 or high < 0.0:
            verdict = "better" if (mean < 0.0) == lower_is_better else "worse"
        elif mean:
            needed = _needed(abs(mean), error, len(pairs), len(values))
    share = _better(values, others, lower_is_better=lower_is_better)
    return Difference(plan, against, measure, mean, low, high, share, len(pairs), verdict, needed)


def _needed(size: float, error: float, pairs: int, replications: int) -> int:
    """Return how many replications would narrow the interval to a size, were it the true one.

    Never fewer than one more: these have not been enough.
    """
    sufficient = pairs * (normal_quantile(_UPPER) * error / size) ** 2
    return max(replications + 1, math.ceil(sufficient * replications / pairs))


def _better(values: Floats, others: Floats, *, lower_is_better: bool) -> float:
    never = math.inf if lower_is_better else -math.inf
    ours = np.where(np.isnan(values), never, values)
    theirs = np.where(np.isnan(others), never, others)
    better = ours < theirs if lower_is_better else ours > theirs
    return int(better.sum()) / len(values)


def _percentile(ordered: Floats, share: float) -> float | None:
    """Interpolate between neighbours; beside a never, the answer is never."""
    place = share * (len(ordered) - 1)
    below, above = float(ordered[math.floor(place)]), float(ordered[math.ceil(place)])
    if not math.isfinite(below) or not math.isfinite(above):
        return None
    return below + (above - below) * (place - math.floor(place))

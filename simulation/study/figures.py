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
SHARES = (0.05, 0.5, 0.95)
WORST_SHARE = 0.05
TAIL_RUNS = 1_000
"""Fewer replications than this hold fewer than 50 in the worst 5 %: too few for its error."""
NOT_SHOWN = "no difference shown"
ONLY_ONE = "only under one"
"""The verdict on what never happened under one of two plans, and did under the other."""
_EVEN = 0.5
_UPPER = 0.5 + CONFIDENCE_SHARE / 2


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure over all replications of a plan.

    `mean` and `se` are of the runs in which it happened; `never` counts the others. In
    percentiles and in the mean of the worst 5 %, never is worse than any figure, and None says
    that the answer is never. `worst_se` is the standard error of `worst_mean`, None below
    `TAIL_RUNS` replications, where it would be too small; `p5_se`, `p50_se` and `p95_se` are
    those of the percentiles, None where too few runs lie beyond one (`percentile_error`).
    """

    mean: float | None
    se: float | None
    p5: float | None
    p50: float | None
    p95: float | None
    p5_se: float | None
    p50_se: float | None
    p95_se: float | None
    worst_mean: float | None
    worst_se: float | None
    never: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan less another in a measure, replication by replication on the same draws.

    Mean and interval are of the pairs in which it happened under both, `pairs` of them.
    `better_share` and `worse_share` are of all replications: what never happened is worse than
    what did, and equals, `equal_share`, count for neither. `plan_runs` and `against_runs` are
    in how many of the `replications` it happened under each. `needed` is how many replications
    would show a difference of this size where these have not. `mean_misleads` where the mean,
    which leaves runs out, says something else than the verdict.
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
    worse_share: float
    plan_runs: int
    against_runs: int
    replications: int
    mean_misleads: bool

    @property
    def better_se(self) -> float:
        """The standard error of `better_share`, a share of independent runs."""
        return math.sqrt(self.better_share * (1.0 - self.better_share) / self.replications)

    @property
    def equal_share(self) -> float:
        """In what share of all replications neither is better."""
        unequal = round((self.better_share + self.worse_share) * self.replications)
        return (self.replications - unequal) / self.replications

    @property
    def uneven(self) -> bool:
        """Whether it happened under one alone in some runs; the mean leaves those runs out.

        The verdict then rests on which plan is better in more runs.
        """
        return self.plan_runs + self.against_runs > 2 * self.pairs


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
    low, middle, high = (percentile(ordered, share) for share in SHARES)
    low_se, middle_se, high_se = (percentile_error(ordered, share) for share in SHARES)
    never_runs = len(values) - len(known)
    return Summary(
        *(mean, se, low, middle, high),
        *(low_se, middle_se, high_se),
        worst_mean,
        worst_se,
        never_runs,
    )


def _tail(worst_first: Floats) -> tuple[float | None, float | None]:
    """Return the mean of the worst 5 % and its standard error.

    Var = (variance in the tail + 0.95 (mean of the tail - its edge)^2) / number in the tail
    (Manistre and Hancock, "Variance of the CTE estimator", 2005).
    """
    tail = worst_first[: max(1, math.ceil(WORST_SHARE * len(worst_first)))]
    if not np.isfinite(tail).all():
        return None, None
    mean, error = mean_and_error(tail)
    if mean is None or error is None or len(worst_first) < TAIL_RUNS:
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
    under = ~np.isnan(values), ~np.isnan(others)
    both = under[0] & under[1]
    pairs = values[both] - others[both]
    mean, error = mean_and_error(pairs)
    low = high = None
    if mean is not None and error is not None:
        half = half_width(error, len(pairs))
        low, high = mean - half, mean + half
    better, worse = _better_and_worse(values, others, lower_is_better=lower_is_better)
    plan_runs, against_runs = int(under[0].sum()), int(under[1].sum())
    count = len(values)
    side = -1.0 if lower_is_better else 1.0
    by_mean = _by_mean(side * (mean or 0.0), error, len(pairs), count)
    mean_misleads = False
    if not plan_runs or not against_runs:
        verdict, needed = ONLY_ONE if plan_runs or against_runs else "never under both", None
        mean_misleads = verdict == ONLY_ONE
    elif plan_runs + against_runs > 2 * len(pairs):
        verdict, needed = _by_runs(better, worse, count)
        mean_misleads = verdict != by_mean[0]
    elif not pairs.any():
        verdict, needed = "the same in every run", None
    else:
        verdict, needed = by_mean
    return Difference(
        *(plan, against, measure, mean, low, high, better / count, len(pairs), verdict, needed),
        worse_share=worse / count,
        plan_runs=plan_runs,
        against_runs=against_runs,
        replications=count,
        mean_misleads=mean_misleads,
    )


def _by_mean(
    gain: float, error: float | None, pairs: int, replications: int
) -> tuple[str, int | None]:
    """Return the verdict on a mean gain, and how many replications would show it if these do not.

    The interval is Student's, of the pairs.
    """
    if error is None:
        return NOT_SHOWN, None
    if abs(gain) > half_width(error, pairs):
        return ("better" if gain > 0.0 else "worse"), None
    return NOT_SHOWN, _needed(abs(gain), error, pairs, replications) if gain else None


def _by_runs(better: int, worse: int, replications: int) -> tuple[str, int | None]:
    """Return the verdict on how often each is better; the interval is Wilson's, ties left out."""
    uneven = better + worse
    low, high = share_interval(better, uneven)
    if low > _EVEN or high < _EVEN:
        return ("better" if low > _EVEN else "worse"), None
    gain = abs(better / uneven - _EVEN)
    error = _EVEN / math.sqrt(uneven)
    return NOT_SHOWN, _needed(gain, error, uneven, replications) if gain else None


def _needed(size: float, error: float, pairs: int, replications: int) -> int:
    """Return how many replications would narrow the interval to a size, were it the true one.

    Never fewer than one more: these have not been enough.
    """
    sufficient = pairs * (normal_quantile(_UPPER) * error / size) ** 2
    return max(replications + 1, math.ceil(sufficient * replications / pairs))


def _better_and_worse(values: Floats, others: Floats, *, lower_is_better: bool) -> tuple[int, int]:
    never = math.inf if lower_is_better else -math.inf
    ours = np.where(np.isnan(values), never, values)
    theirs = np.where(np.isnan(others), never, others)
    lower, higher = int((ours < theirs).sum()), int((ours > theirs).sum())
    return (lower, higher) if lower_is_better else (higher, lower)


def percentile(ordered: Floats, share: float) -> float | None:
    """Return a percentile, straight between neighbours; beside a never, the answer is never.

    It is the seventh definition of Hyndman and Fan, "Sample quantiles" (1996).

    >>> percentile(np.array([1.0, 2.0, 4.0]), 0.75)
    3.0
    """
    place = share * (len(ordered) - 1)
    below, above = float(ordered[math.floor(place)]), float(ordered[math.ceil(place)])
    if not math.isfinite(below) or not math.isfinite(above):
        return None
    return below + (above - below) * (place - math.floor(place))


def percentile_error(ordered: Floats, share: float) -> float | None:
    """Return the standard error of a percentile, or None where too few values lie beyond it.

    The 95 % interval of the share is read off the values and halved (Woodruff, "Confidence
    intervals for medians and other position measures", 1952).

    >>> values = np.arange(1001.0)
    >>> round(percentile_error(values, 0.5), 1), percentile_error(values[:50], 0.05)
    (15.8, None)
    """
    steps = normal_quantile(_UPPER)
    half = steps * math.sqrt(share * (1.0 - share) / len(ordered))
    if share - half <= 0.0 or share + half >= 1.0:
        return None
    low, high = percentile(ordered, share - half), percentile(ordered, share + half)
    return None if low is None or high is None else (high - low) / (2.0 * steps)

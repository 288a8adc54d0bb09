"""How figures of a study are said: short numbers, amounts with their unit, verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from simulation.inputs.plan import Plan
from simulation.study.figures import NOT_SHOWN, ONLY_ONE, Difference
from simulation.study.measures import measure_named
from simulation.text import LANGUAGES, say
from simulation.units import HOUR_S, show_duration, true_minus

MANY_RUNS = 1_000_000
"""More replications than this would be needed: said so, for a number would promise something."""
NEXT_TO_NOTHING = "≈ 0"
_NEXT_TO = 0.005
_UNITS = {"share": "%"}
_SIDES = {"h": ("sooner", "later"), "money": ("less", "more"), "share": ("lower", "higher")}
_FEWER = ("fewer", "more")


def figure(measure: str, value: float, sign: str = "") -> str:
    """Return a figure by three digits, a large one with k, M or G, a share in per cent.

    >>> figure("cost", 123456.0), figure("duties_met_share", 0.5), figure("aware_h", -2.0, "+")
    ('123k', '50.0', '-2.00')
    """
    if measure_named(measure).unit == "share":
        return f"{100 * value:{sign}.1f}"
    size = abs(value)
    for least, scale, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if size >= 0.9995 * least:
            return f"{value / scale:{sign}.{_decimals(size / scale)}f}{letter}"
    return f"{value:{sign},.{_decimals(size)}f}"


def _decimals(size: float) -> int:
    return 0 if size >= 99.95 else 1 if size >= 9.995 else 2


def amount(measure: str, value: float | None, currency: str, language: str = "en") -> str:
    """Return a figure with its unit; None is never.

    >>> (
    ...     amount("cost", 123456.0, "CNY"),
    ...     amount("aware_h", 30.0, "CNY"),
    ...     amount("aware_h", None, ""),
    ... )
    ('CNY 123k', '1 d 6 h', 'never')
    >>> amount("people_affected", 30.0, "", "zh")
    '30.0 人'
    """
    if value is None:
        return say("table/never", language)
    unit = measure_named(measure).unit
    if unit == "h":
        return show_duration(round(value * HOUR_S), language)
    shown = figure(measure, value)
    if unit == "money":
        return f"{currency} {shown}"
    return f"{shown} {_UNITS.get(unit) or say(f'unit/{unit}', language)}"


def wide(measure: str, value: float, currency: str, language: str = "en") -> str:
    """Return half a width of an interval with the measure's unit, a share in points.

    >>> wide("cost", 5_000.0, "CNY"), wide("trust_at_year_share", 0.02, "CNY")
    ('5,000 CNY', '2 points')
    """
    unit = measure_named(measure).unit
    key = "points" if unit == "share" else unit
    words = currency if unit == "money" else say(f"unit/{key}", language)
    return f"{100 * value if unit == 'share' else value:,.6g} {words}"


def signed(measure: str, value: float) -> str:
    """Return a figure with its sign, nothing without one; what is lost in rounding is said so.

    >>> signed("cost", -123456.0), signed("aware_h", 2.0), signed("cost", 0.0)
    ('−123k', '+2.00', '0.00')
    >>> signed("cost", -0.001)
    '≈ 0'
    """
    if value and prints_as_nothing(measure, value):
        return NEXT_TO_NOTHING
    return true_minus(figure(measure, value, sign="+" if value else ""))


def mean_and_interval(one: Difference) -> tuple[str, str]:
    """Return a mean difference and its interval in brackets, nothing where it has none to show.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0])
    >>> mean_and_interval(difference(("a", "b", "cost"), ours, theirs, lower_is_better=True))
    ('−1.00', '(−3.48 … +1.48)')
    """
    mean = signed(one.measure, one.mean or 0.0)
    if one.low is None or one.high is None:
        return mean, ""
    low, high = (signed(one.measure, end) for end in (one.low, one.high))
    return mean, "" if mean == low == high == NEXT_TO_NOTHING else f"({low} … {high})"


def prints_as_nothing(measure: str, value: float) -> bool:
    """Return whether a figure is less than half of the last digit printed, so that zero is read.

    >>> prints_as_nothing("cost", 0.004), prints_as_nothing("trust_lowest_share", -0.0006)
    (True, False)
    """
    return not any(digit in figure(measure, value) for digit in "123456789")


def happened(one: Difference, language: str = "en") -> str:
    """Return in how many runs it happened under each of two plans.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> told, never = np.array([1.0, 2.0]), np.array([np.nan, np.nan])
    >>> happened(difference(("a", "b", "regulator_told_h"), told, never, lower_is_better=True))
    'in 2 of 2 runs, against 0'
    """
    counts = (one.plan_runs, one.replications, one.against_runs)
    names = ("plan", "runs", "against")
    return say(
        "verdict/happened",
        language,
        **{name: f"{count:,}" for name, count in zip(names, counts, strict=True)},
    )


def shares(one: Difference, language: str = "en") -> str:
    """Return in what share of the runs each of two plans is better, and neither.

    The first share has its standard error beside it, where it is neither none nor all.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> ours, theirs = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0, 3.0, 3.0])
    >>> shares(difference(("a", "b", "cost"), ours, theirs, lower_is_better=True))
    'better in 50 % ± 25, worse in 25 %, equal in 25 % of runs'
    """
    given = {"better": one.better_share, "worse": one.worse_share, "equal": one.equal_share}
    return say(
        "verdict/shares",
        language,
        error=f" ± {100.0 * one.better_se:.2g}" if 0.0 < one.better_share < 1.0 else "",
        **{name: share_words(share) for name, share in given.items()},
    )


def share_words(share: float) -> str:
    """Return a share in per cent without decimals; nearly none and nearly all are not said so.

    >>> share_words(0.5), share_words(0.001), share_words(1.0)
    ('50', '< 1', '100')
    """
    if 0.0 < share < _NEXT_TO:
        return "< 1"
    return "> 99" if 1.0 - _NEXT_TO < share < 1.0 else f"{100 * share:.0f}"


def _size(measure: str, value: float, currency: str) -> str:
    """Return how large a difference is: shares differ by points."""
    points = measure_named(measure).unit == "share"
    return f"{figure(measure, value)} points" if points else amount(measure, value, currency)


def verdict(one: Difference, currency: str) -> str:
    """Return in a sentence what a difference between two plans comes to, and how surely.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.5])
    >>> one = difference(("lean", "no-plan", "cost"), ours, theirs, lower_is_better=True)
    >>> verdict(one, "CNY").partition(" (")[0]
    'Cost: no difference shown between lean and no-plan'
    """
    title = measure_named(one.measure).title
    return f"{title[0].upper()}{title[1:]}: {_said(one, currency)}."


def _said(one: Difference, currency: str) -> str:
    between = f"between {one.plan} and {one.against}"
    shown = f"{one.plan} is {one.verdict} than {one.against}"
    if one.verdict == ONLY_ONE:
        with_it = one.plan if one.plan_runs else one.against
        runs = max(one.plan_runs, one.against_runs)
        return (
            f"happens under {with_it} alone, in {runs:,} of {one.replications:,} runs; "
            f"{one.plan} is {shares(one)}"
        )
    if one.verdict in ("better", "worse"):
        often = f"; it happens {_among(one)}" if one.uneven else ""
        if one.mean_misleads:
            return f"{shown}: {shares(one)}{often}"
        both = f" where it happens under both ({one.pairs:,} runs)" if one.uneven else ""
        return (
            f"{shown}, {size_and_side(one, currency)} on average{both} "
            f"(95 % interval {_range(one, currency)}), and {shares(one)}{often}"
        )
    if one.verdict != NOT_SHOWN:
        return f"{one.verdict}, {between}"
    often = f"; it happens {_among(one)}" if one.uneven else ""
    known = _not_shown(one, currency)
    if one.needed is None:
        return f"{one.verdict}, {between}{known}{often}"
    needed = f"over {MANY_RUNS:,}" if one.needed > MANY_RUNS else f"{one.needed:,}"
    size = "such shares of runs" if one.uneven else "one of this size"
    return f"{one.verdict} {between}{known}{often}; {size} would need {needed} replications"


def _not_shown(one: Difference, currency: str) -> str:
    """Return how large a difference that is not shown may be, wherever it has an interval."""
    if one.low is None or one.high is None:
        return ""
    among = f" where it happens under both, {one.pairs:,} runs" if one.uneven else ""
    mean = size_and_side(one, currency)
    return f" ({mean} on average{among}, 95 % interval {interval(one, currency)})"


def _among(one: Difference) -> str:
    return f"{happened(one)} under {one.against}"


def size_and_side(one: Difference, currency: str) -> str:
    """Return by how much a plan differs on average, and to which side.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0])
    >>> one = difference(("lean", "no-plan", "cost"), ours, theirs, lower_is_better=True)
    >>> size_and_side(one, "CNY")
    'CNY 1.00 less'
    """
    return _sided(one.measure, one.mean or 0.0, currency)


def _sided(measure: str, value: float, currency: str) -> str:
    below, above = _SIDES.get(measure_named(measure).unit, _FEWER)
    return f"{_size(measure, abs(value), currency)} {below if value < 0.0 else above}"


def interval(one: Difference, currency: str) -> str:
    """Return an interval in words, with its sides where it has both; nothing without one.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> ours, theirs = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0])
    >>> one = difference(("lean", "no-plan", "cost"), ours, theirs, lower_is_better=True)
    >>> interval(one, "CNY")
    'CNY 3.48 less to CNY 1.48 more'
    >>> span = difference(("a", "b", "clients_lost"), ours, theirs, lower_is_better=True)
    >>> interval(span, "CNY")
    '3.48 fewer to 1.48 clients more'
    >>> two = difference(("lean", "no-plan", "clients_lost"), ours, ours + 1, lower_is_better=True)
    >>> sooner = difference(("a", "b", "clients_lost"), ours, 5 * ours + 5, lower_is_better=True)
    >>> interval(two, "CNY"), interval(sooner, "CNY")
    ('1.00 clients', '3.06 to 22.9 clients')
    """
    if one.low is None or one.high is None:
        return ""
    if one.low * one.high > 0.0:
        return _range(one, currency)
    low, high = (_sided(one.measure, end, currency) for end in (one.low, one.high))
    if _counted(one.measure):
        low = f"{low.partition(' ')[0]} {low.rpartition(' ')[2]}"
    return f"{low} to {high}"


def _counted(measure: str) -> bool:
    """Return whether figures of a measure are a number and then its unit."""
    return measure_named(measure).unit not in ("h", "money")


def unhappened(measure: str, language: str = "en") -> str:
    """Return what is said where a measure has no figure in any run.

    >>> unhappened("clients_told_h"), unhappened("duties_met_share")
    ('never', 'no legal clock ran')
    """
    return say("chart/no_duty" if measure == "duties_met_share" else "table/never", language)


def _range(one: Difference, currency: str) -> str:
    """Return the ends of an interval as sizes, the smaller first."""
    ends = sorted(abs(end) for end in (one.low, one.high) if end is not None)
    low, high = (_size(one.measure, end, currency) for end in ends)
    if low == high:
        return low
    return f"{low.partition(' ')[0] if _counted(one.measure) else low} to {high}"


def yearly_costs(plans: Iterable[tuple[str, Plan]]) -> dict[str, str]:
    """Return what plans cost each year, breach or not: a sentence in each language, or nothing.

    No run holds it, so a comparison has to say it beside the costs it shows.

    >>> from simulation.files import load
    >>> yearly_costs([("lean", load("plans/no-plan"))])
    {}
    """
    parts = []
    for label, plan in plans:
        if plan.yearly_cost is not None:
            cost = plan.yearly_cost.distribution
            low, high = figure("cost", cost.p05), figure("cost", cost.p95)
            parts.append(f"{label} {plan.currency} {low}–{high}")
    if not parts:
        return {}
    both_forms = (say("study/yearly", language, costs="; ".join(parts)) for language in LANGUAGES)
    return dict(zip(LANGUAGES, both_forms, strict=True))

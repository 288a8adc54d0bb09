"""How figures of a study are said: short numbers, amounts with their unit, verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from simulation.inputs.plan import Plan
from simulation.study.figures import Difference
from simulation.study.measures import measure_named
from simulation.text import LANGUAGES, say
from simulation.units import show_duration

MANY_RUNS = 1_000_000
"""More replications than this would be needed: said so, for a number would promise something."""
_UNITS = {"share": "%"}
HOUR_S = 3_600


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


def amount(measure: str, value: float | None, currency: str) -> str:
    """Return a figure with its unit; None is never.

    >>> (
    ...     amount("cost", 123456.0, "CNY"),
    ...     amount("aware_h", 30.0, "CNY"),
    ...     amount("aware_h", None, ""),
    ... )
    ('CNY 123k', '1 d 6 h', 'never')
    """
    if value is None:
        return "never"
    unit = measure_named(measure).unit
    if unit == "h":
        return show_duration(round(value * HOUR_S))
    shown = figure(measure, value)
    return f"{currency} {shown}" if unit == "money" else f"{shown} {_UNITS.get(unit, unit)}"


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
    >>> verdict(one, "CNY").partition("; ")[0]
    'Cost: no difference shown between lean and no-plan'
    """
    measure = measure_named(one.measure)
    title = measure.title[0].upper() + measure.title[1:]
    between = f"between {one.plan} and {one.against}"
    if one.verdict in ("better", "worse") and one.mean is not None:
        low, high = ("sooner", "later") if measure.unit == "h" else ("lower", "higher")
        side = low if one.mean < 0.0 else high
        size = _size(one.measure, abs(one.mean), currency)
        return (
            f"{title}: {one.plan} is {one.verdict} than {one.against}, {size} {side} on average "
            f"(95 % interval {_range(one, currency)}), and better in "
            f"{100 * one.better_share:.0f} % of the runs."
        )
    if one.needed is None:
        return f"{title}: {one.verdict}, {between}."
    needed = f"over {MANY_RUNS:,}" if one.needed > MANY_RUNS else f"{one.needed:,}"
    return (
        f"{title}: no difference shown {between}; "
        f"one of this size would need {needed} replications."
    )


def _range(one: Difference, currency: str) -> str:
    """Return the ends of an interval as sizes, the smaller first."""
    ends = sorted(abs(end) for end in (one.low, one.high) if end is not None)
    low, high = (_size(one.measure, end, currency) for end in ends)
    return low if low == high else f"{low} to {high}"


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

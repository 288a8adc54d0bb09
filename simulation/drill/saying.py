"""How expected changes are said: a mean with its interval, or a sign that nothing was shown."""

from __future__ import annotations

from simulation.study.figures import Difference
from simulation.study.measures import measure_named
from simulation.study.wording import NEXT_TO_NOTHING, figure

NOT_SHOWN, THE_SAME = "–", "0"


def change_text(change: Difference) -> str:
    """Return a mean difference with its 95 % interval, without the unit; shares are in points.

    A dash says that no difference is shown, 0 that it was the same in every future, and ≈ 0 that
    there is one too small to be written. What happens under one alone in some futures is said by
    how many: of the other, of this one, of all.

    >>> from simulation.study.figures import difference
    >>> import numpy as np
    >>> names, high, low = ("now", "later", "cost"), np.array([3.0, 4.0, 5.0]), np.ones(3)
    >>> change_text(difference(names, high, low, lower_is_better=True))
    '+3.00 (+0.52 to +5.48)'
    >>> change_text(difference(names, low, low, lower_is_better=True))
    '0'
    >>> told, never = np.ones(3), np.full(3, np.nan)
    >>> change_text(difference(names, told, never, lower_is_better=True))
    '0 → 3 / 3'
    """
    if change.mean_misleads:
        return f"{change.against_runs} → {change.plan_runs} / {change.replications}"
    if change.verdict not in ("better", "worse"):
        return THE_SAME if change.verdict == "the same in every run" else NOT_SHOWN
    parts = [
        _signed(change.measure, value)
        for value in (change.mean, change.low, change.high)
        if value is not None
    ]
    if not any(digit in part for part in parts for digit in "123456789"):
        return NEXT_TO_NOTHING
    mean, low, high = parts
    return mean if low == high else f"{mean} ({low} to {high})"


def _signed(measure: str, value: float) -> str:
    """Return a figure with its sign; differences of shares are small, so they have two places."""
    if measure_named(measure).unit == "share":
        return f"{100 * value:+.2f}"
    return figure(measure, value, "+")


def unit_of(measure: str, currency: str) -> str:
    """Return the unit in which differences of a measure are said.

    >>> unit_of("cost", "CNY"), unit_of("duties_met_share", "CNY"), unit_of("clients_lost", "CNY")
    ('CNY', 'points', 'clients')
    """
    unit = measure_named(measure).unit
    return {"money": currency, "share": "points"}.get(unit, unit)

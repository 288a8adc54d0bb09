"""How exposure, trust and cost go on from the first sign, and how far runs spread around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.outcomes import Tally
from simulation.study.figures import Floats
from simulation.study.refusing import place_of
from simulation.world.layout import DAY, HOUR

CURVES = ("record_days_untold", "trust_share", "cost")
"""What is followed over time: towards the public, exposure; towards clients, trust; and money."""
DAYS = (*range(15), *range(21, 85, 7), *range(98, 366, 14), 365)
"""Days after the first sign at which a curve is read: dense at first, when most happens."""
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """Percentiles of a curve by day since the first sign, over the runs that were found.

    `runs` counts them by day. A run that has ended by a day no longer counts on it.
    """

    days: Floats
    p5: Floats
    p25: Floats
    p50: Floats
    p75: Floats
    p95: Floats
    runs: tuple[int, ...]


def curves_of(tally: Tally) -> Floats:
    """Return the curves of a run that is over: a row for each, a column for each of `DAYS`.

    Continuous quantities are read between the run's daily samples by straight lines; cost is a
    flight of steps. NaN where the run was never found, or was over before that day.
    """
    values = np.full((len(CURVES), len(DAYS)), np.nan)
    outcome = tally.outcome()
    if outcome.first_sign_h is None:
        return values
    at_s = outcome.first_sign_h * HOUR + np.array(DAYS, dtype=np.float64) * DAY
    for row, (name, course) in enumerate(zip(CURVES, tally.courses(), strict=True)):
        times_s, levels = course
        if name == "cost":
            place = np.searchsorted(times_s, at_s, side="right") - 1
            values[row] = np.where(place < 0, 0.0, levels[np.maximum(place, 0)])
        else:
            values[row] = np.interp(at_s, times_s, levels)
    values[:, at_s > outcome.ended_h * HOUR] = np.nan
    return values


def curve_place(name: str) -> int:
    """Return the row of a curve; InputError names the nearest where there is none.

    >>> curve_place("trust_share")
    1
    """
    return place_of("curve", name, CURVES)


def fan_of(values: Floats) -> Fan:
    """Return the percentiles of a curve, given a row for each of `DAYS`, a column for each run.

    >>> fan = fan_of(np.tile(np.arange(101.0), (len(DAYS), 1)))
    >>> print(fan.p5[0], fan.p50[-1], fan.runs[0])
    5.0 50.0 101
    """
    known = ~np.isnan(values)
    levels = np.full((len(SHARES), len(DAYS)), np.nan)
    for day in np.flatnonzero(known.any(axis=1)):
        levels[:, day] = np.percentile(values[day, known[day]], [100.0 * s for s in SHARES])
    runs = tuple(int(count) for count in known.sum(axis=1))
    p5, p25, p50, p75, p95 = levels
    return Fan(np.array(DAYS, dtype=np.float64), p5, p25, p50, p75, p95, runs)

"""A theft from outside: most of it in one go, before it would have been found by itself."""

from __future__ import annotations

import math

from simulation.distributions import normal_cdf
from simulation.world.layout import E_VISIT, HOUR, State, Tables, draw, schedule
from simulation.world.threat.exposure import release_records
from simulation.world.threat.systems import within_reach
from simulation.world.threat.visits import visit_copying

_HALVINGS = 60
_EARLIEST_H, _LATEST_H = 1e-3, 1e6


def begin_theft(p: Tables, s: State, found_s: int) -> None:
    """Data will leave at F^-1(u F(t)), with t the time of discovery at base watchfulness.

    So every theft comes before its discovery as the base curve has it, and only closer watching
    can come before the theft.
    """
    s.found_base_s = found_s
    _plan_theft(p, s, since_s=0)


def _plan_theft(p: Tables, s: State, since_s: int) -> None:
    u = draw(s, p.draw_at["theft/moment"], 1)
    from_share, to_share = (taken_by(p, at / HOUR) for at in (since_s, s.found_base_s))
    share = from_share + u * (to_share - from_share)
    when = round(theft_h(p, share) * HOUR)
    schedule(s, p.entity(E_VISIT), min(max(s.now + 1, when), s.found_base_s))


def taken_by(p: Tables, hours: float) -> float:
    """Return F, the share of thefts done within some hours (T36, T37): hasty ones and patient."""
    if hours <= 0.0:
        return 0.0
    shares = (
        normal_cdf((math.log(hours) - math.log(median)) / sigma)
        for median, sigma in (p.attack.hasty, p.attack.patient)
    )
    hasty, patient = shares
    return float(p.threat.hasty_share * hasty + (1.0 - p.threat.hasty_share) * patient)


def theft_h(p: Tables, share: float) -> float:
    """Return the hours within which a share of thefts is done (inverse of F, by halving)."""
    low, high = math.log(_EARLIEST_H), math.log(_LATEST_H)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if taken_by(p, math.exp(middle)) < share else (low, middle)
    return math.exp(high)


def visit_theft(p: Tables, s: State) -> bool:
    """Take a share of what has come within reach, else a further batch.

    Returns whether it was the first of all.
    """
    fresh = [h for h in within_reach(p, s) if not s.bulk_taken[h]]
    first = bool(fresh) and not any(s.bulk_taken)
    share = draw(s, p.draw_at["theft/share"], 1) * s.leak_factor
    for holding in fresh:
        s.bulk_taken[holding] = True
        release_records(p, s, holding, share * p.holding_records[holding])
    if not fresh:
        visit_copying(p, s)
    return first


def redraw_theft(p: Tables, s: State) -> bool:
    """After a fork a theft that has not begun is drawn anew; returns whether it was."""
    if any(s.bulk_taken) or s.now >= s.found_base_s or s.visits:
        return False
    _plan_theft(p, s, since_s=s.now)
    return True

"""An open share: each holding is seen sooner or later, by chance 1 - e^(-v t)."""

from __future__ import annotations

import math

from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    E_TURN,
    E_VISIT,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.threat.exposure import release_records
from simulation.world.threat.systems import within_reach
from simulation.world.threat_tables import U_CACHES

_NEARLY = 1e-5
"""A second's share of a hazard: seen then counts as seen."""


def begin_open_share(p: Tables, s: State) -> None:
    """Each holding lies open until so much hazard has passed that a stranger sees it."""
    _draw_thresholds(p, s)
    plan_sight(p, s)


def _draw_thresholds(p: Tables, s: State) -> None:
    first, width = p.draw_at["open/seen"], len(p.holding_records)
    for holding in p.threat_holdings:
        if not s.bulk_taken[holding]:
            fresh = -math.log(1.0 - draw(s, first, width, holding))
            s.seen_threshold[holding] = s.seen_hazard + fresh


def pass_time(p: Tables, s: State) -> None:
    """Carry the hazard of being seen forward to now."""
    days = (s.now - s.seen_at) / DAY
    s.seen_at = s.now
    s.seen_hazard += p.attack.seen_per_d * p.attack.visit_factor * s.leak_factor * days


def plan_sight(p: Tables, s: State) -> None:
    """Find when the next holding is seen if nothing changes."""
    rate = p.attack.seen_per_d * p.attack.visit_factor * s.leak_factor
    unseen = [s.seen_threshold[h] for h in within_reach(p, s) if not s.bulk_taken[h]]
    when = NEVER
    if unseen and rate > 0.0:
        days = max(0.0, min(unseen) - s.seen_hazard) / rate
        when = s.now + max(1, round(days * DAY))
    schedule(s, p.entity(E_VISIT), when)


def visit_share(p: Tables, s: State) -> None:
    """A stranger sees what lies open."""
    pass_time(p, s)
    for holding in within_reach(p, s):
        seen = s.seen_threshold[holding] <= s.seen_hazard + _NEARLY
        if seen and not s.bulk_taken[holding]:
            s.bulk_taken[holding] = True
            release_records(p, s, holding, p.holding_records[holding])
    plan_sight(p, s)


def take_down(p: Tables, s: State) -> float:
    """The share is closed; caches still show it to fewer people until they are cleared.

    Returns the factor of the leak that is left.
    """
    caches = p.entity(E_TURN, U_CACHES)
    if s.leak_factor <= 0.0 or s.due[caches] != NEVER:
        return s.leak_factor
    schedule(s, caches, s.now + max(1, round(draw(s, p.draw_at["open/caches"], 1))))
    return float(p.threat.cached_share * s.leak_factor)


def clear_caches(p: Tables, s: State) -> None:
    """Nothing is shown any more."""
    pass_time(p, s)
    note(s, FACT["leak.factor"], p.entity(E_VISIT), s.leak_factor, 0.0)
    s.leak_factor = 0.0
    plan_sight(p, s)


def redraw_share(p: Tables, s: State) -> None:
    """After a fork, what has not been seen yet is seen after a fresh exponential of hazard."""
    pass_time(p, s)
    _draw_thresholds(p, s)
    plan_sight(p, s)

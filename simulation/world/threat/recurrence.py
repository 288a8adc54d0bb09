"""It happens again while it is contained but its cause is still there."""

from __future__ import annotations

import math

from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    E_TURN,
    F_CAUSE_FIXED,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.threat.exposure import release_records
from simulation.world.threat_tables import MOST_AGAIN, U_AGAIN


def await_again(p: Tables, s: State) -> None:
    """From containment on it may happen again, at a constant hazard, until the cause is fixed."""
    rate = p.threat.second_breach_per_d if p.on.recurrence else 0.0
    when = NEVER
    if rate > 0.0 and s.flag_at[F_CAUSE_FIXED] < 0 and s.second_breaches < MOST_AGAIN:
        u = draw(s, p.draw_at["again/gap"], MOST_AGAIN, s.second_breaches)
        when = s.now + max(1, round(-math.log(1.0 - u) / rate * DAY))
    schedule(s, p.entity(E_TURN, U_AGAIN), when)


def happens_again(p: Tables, s: State) -> None:
    """A part of what is left goes too."""
    s.second_breaches += 1
    note(s, FACT["breach.again"], p.entity(E_TURN, U_AGAIN), 0.0, s.second_breaches)
    for holding in p.threat_holdings:
        left = p.holding_records[holding] - s.records_out[holding]
        release_records(p, s, holding, left * p.threat.second_breach_share)
    await_again(p, s)


def stop_waiting(p: Tables, s: State) -> None:
    """The cause is fixed."""
    schedule(s, p.entity(E_TURN, U_AGAIN), NEVER)

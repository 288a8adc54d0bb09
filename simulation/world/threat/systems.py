"""Systems are clean, reached, off line or back; intruders move along links between them."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    E_SPREAD,
    HOUR,
    NEVER,
    State,
    Tables,
    note,
    schedule,
)
from simulation.world.money import DOWNTIME, charge
from simulation.world.threat_tables import MOVING


def begin_systems(p: Tables, s: State) -> None:
    """Reach what the threat reaches at the start: where it moves, the way in alone."""
    if p.attack.kind in MOVING:
        reach(p, s, p.attack.entry_system)
        return
    for holding in p.threat_holdings:
        s.reached_at[p.holding_system[holding]] = s.now


def reach(p: Tables, s: State, system: int) -> None:
    """An intruder has come to a system, and looks for ways on from there."""
    s.reached_at[system] = s.spread_from[system] = s.now
    note(s, FACT["system.reached"], p.system_subject + system, 0.0, 1.0)
    plan_spread(p, s)


def spread(p: Tables, s: State, system: int) -> None:
    """The way to a system has been found."""
    if s.reached_at[system] < 0:
        reach(p, s, system)


def within_reach(p: Tables, s: State) -> list[int]:
    """Return the threat's holdings on systems that are reached and on line."""
    return [
        h
        for h in p.threat_holdings
        if s.reached_at[p.holding_system[h]] >= 0 and s.system_off_at[p.holding_system[h]] < 0
    ]


def plan_spread(p: Tables, s: State) -> None:
    """Find when each clean system is reached, along ways from those reached and on line.

    A way is found after an exponential time over how open it is.
    """
    if p.attack.kind not in MOVING or not p.on.lateral_movement:
        return
    for target, reached_at in enumerate(s.reached_at):
        if reached_at < 0:
            schedule(s, p.entity(E_SPREAD, target), _when_reached(p, s, target))


def _when_reached(p: Tables, s: State, target: int) -> int:
    when = NEVER
    for system, ways in enumerate(p.attack.ways):
        active = s.reached_at[system] >= 0 and s.system_off_at[system] < 0 and s.leak_factor > 0.0
        for to, openness, at in ways:
            if active and to == target and openness > 0.0 and s.system_off_at[target] < 0:
                found = s.spread_from[system] + s.row[at] * HOUR / openness
                when = min(when, max(s.now + 1, round(found)))
    return when


def redraw_spread(p: Tables, s: State) -> None:
    """After a fork, ways that have not been found are looked for anew from now on."""
    s.spread_from = [s.now if at >= 0 else at for at in s.spread_from]
    plan_spread(p, s)


def take_off_line(p: Tables, s: State, system: int) -> None:
    """A system goes off line; nothing leaves it and nobody moves on from it."""
    if s.system_off_at[system] < 0:
        s.system_off_at[system] = s.now
        note(s, FACT["system.off"], p.system_subject + system, 0.0, 1.0)
        plan_spread(p, s)


def bring_back(p: Tables, s: State, system: int) -> None:
    """A system comes back on line, and its downtime is charged.

    It is clean again once the ways in have been closed.
    """
    off_at = s.system_off_at[system]
    if off_at < 0:
        return
    s.system_off_at[system] = -1
    hours = (s.now - off_at) / HOUR
    note(s, FACT["system.on"], p.system_subject + system, hours, 0.0)
    if p.on.downtime:
        charge(p, s, DOWNTIME, hours * p.system_cost[system])
    if p.attack.kind in MOVING and s.leak_factor <= 0.0:
        s.reached_at[system] = -1
    plan_spread(p, s)


def charge_downtime(p: Tables, s: State) -> None:
    """At the end of a run, systems still off line cost what they have cost until then."""
    for system in range(len(s.system_off_at)):
        bring_back(p, s, system)

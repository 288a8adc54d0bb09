"""Visits: someone with a login copies a batch each time."""

from __future__ import annotations

from simulation.world.layout import E_VISIT, NEVER, State, Tables, draw, schedule
from simulation.world.threat.exposure import release_records
from simulation.world.threat.systems import within_reach

MOST_VISITS = 200


def visit_copying(p: Tables, s: State) -> None:
    """Copy a batch from the next holding that is still on line."""
    batch, holding = next_batch(p, s)
    if holding >= 0:
        release_records(p, s, holding, batch)


def next_batch(p: Tables, s: State) -> tuple[float, int]:
    """Count a visit; return how much it takes and from which holding (-1: none is on line)."""
    count = s.visits
    s.visits = count + 1
    batch = draw(s, p.draw_at["visit/batch"], MOST_VISITS, count) * s.leak_factor
    reachable = within_reach(p, s)
    return batch, reachable[count % len(reachable)] if reachable else -1


def plan_next_visit(p: Tables, s: State) -> None:
    """The next visit comes after the gap drawn for the last one."""
    when = NEVER if s.leak_factor <= 0.0 else s.now + _gap(p, s, max(0, s.visits - 1))
    schedule(s, p.entity(E_VISIT), when)


def _gap(p: Tables, s: State, count: int) -> int:
    gap = draw(s, p.draw_at["visit/gap"], MOST_VISITS, count)
    return max(1, round(gap / p.attack.visit_factor))


def redraw_visit(p: Tables, s: State) -> None:
    """After a fork the next visit is drawn anew where gaps have no memory; else it is kept."""
    entity = p.entity(E_VISIT)
    if p.visit_gap_mean_s > 0.0 and s.due[entity] != NEVER:
        schedule(s, entity, s.now + _gap(p, s, max(0, s.visits - 1)))

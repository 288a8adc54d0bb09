"""Whether a condition holds, as far as the room knows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from simulation.world.knowledge import possible_under, returned_notices
from simulation.world.layout import T_DONE, T_SKIPPED, State, Tables
from simulation.world.severity import known_severity

C_FLAG, C_NO_FLAG, C_DONE, C_TOLD, C_NOT_TOLD, C_CHOSEN, C_PEOPLE, C_SEVERITY = range(8)
C_COST, C_PRIMARY_COST, C_RETURNED = 8, 9, 10


def holds(p: Tables, s: State, condition: int) -> bool:
    """Whether all clauses of a condition hold; no condition (-1) always does."""
    if condition < 0:
        return True
    for code, item, value in p.condition_clauses[condition]:  # all() would take twice as long
        if not _LAWS[code](p, s, item, value):
            return False
    return True


def limits_passed(p: Tables, s: State) -> int:
    """Return how many of the amounts that conditions name the costs have reached."""
    primary = bisect_right(p.primary_limits, s.primary_cost) if p.primary_limits else 0
    return primary + (bisect_right(p.cost_limits, s.cost) if p.cost_limits else 0)


_LAWS: dict[int, Callable[[Tables, State, int, float], bool]] = {
    C_FLAG: lambda p, s, item, value: s.flag_at[item] >= 0,
    C_NO_FLAG: lambda p, s, item, value: s.flag_at[item] < 0,
    C_DONE: lambda p, s, item, value: s.status[item] in (T_DONE, T_SKIPPED),
    C_TOLD: lambda p, s, item, value: s.told_at[item] >= 0,
    C_NOT_TOLD: lambda p, s, item, value: s.told_at[item] < 0,
    C_CHOSEN: lambda p, s, item, value: s.answer[item] == int(value),
    C_PEOPLE: lambda p, s, item, value: possible_under(p, s, item) >= value,
    C_SEVERITY: lambda p, s, item, value: known_severity(p, s) >= value,
    C_COST: lambda p, s, item, value: s.cost >= value,
    C_PRIMARY_COST: lambda p, s, item, value: s.primary_cost >= value,
    C_RETURNED: lambda p, s, item, value: returned_notices(s) >= value,
}

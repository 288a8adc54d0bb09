"""Whether a condition holds, as far as the room knows."""

from __future__ import annotations

from collections.abc import Callable

from simulation.world.knowledge import possible_under
from simulation.world.layout import T_DONE, T_SKIPPED, State, Tables
from simulation.world.money import primary_cost
from simulation.world.severity import known_severity

C_FLAG, C_NO_FLAG, C_DONE, C_TOLD, C_NOT_TOLD, C_CHOSEN, C_PEOPLE, C_SEVERITY = range(8)
C_COST, C_PRIMARY_COST = 8, 9


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
    if not (p.cost_limits or p.primary_limits):
        return 0
    primary = primary_cost(s)
    reached = [limit for limit in p.cost_limits if s.cost >= limit]
    return len(reached) + sum(primary >= limit for limit in p.primary_limits)


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
    C_PRIMARY_COST: lambda p, s, item, value: primary_cost(s) >= value,
}

"""Whether a condition holds, as far as the room knows."""

from __future__ import annotations

from simulation.world.knowledge import upper_estimate
from simulation.world.layout import T_DONE, T_SKIPPED, State, Tables
from simulation.world.severity import known_severity

(C_FLAG, C_NO_FLAG, C_DONE, C_TOLD, C_NOT_TOLD, C_CHOSEN, C_PEOPLE, C_SEVERITY, C_COST) = range(9)


def holds(p: Tables, s: State, condition: int) -> bool:
    """Whether all clauses of a condition hold; no condition (-1) always does."""
    if condition < 0:
        return True
    return all(_clause(p, s, *clause) for clause in p.condition_clauses[condition])


def _clause(p: Tables, s: State, code: int, item: int, value: float) -> bool:  # noqa: PLR0911
    match code:
        case 0:
            return s.flag_at[item] >= 0
        case 1:
            return s.flag_at[item] < 0
        case 2:
            return s.status[item] in (T_DONE, T_SKIPPED)
        case 3:
            return s.told_at[item] >= 0
        case 4:
            return s.told_at[item] < 0
        case 5:
            return s.answer[item] == int(value)
        case 6:
            return upper_estimate(p, s) >= value
        case 7:
            return known_severity(p, s) >= value
    return s.cost >= value

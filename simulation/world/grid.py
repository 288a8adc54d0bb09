"""The walk along the grid, from one happening to the next (model, chapter 7).

The continuous laws advance on grid points only: whole hours for two weeks after news or a notice
and while clients who wait can be answered, else midnights. What they work on is the state's own
columns, which go through the compiled `steps`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.world.around import around, kept_shares
from simulation.world.columns import (
    CAUSE,
    DESK_ROWS,
    HERE,
    KEPT_SHARE,
    LENT,
    NOW,
    ORDINAL,
    Numbers,
    World,
    packed,
    sizes_of,
)
from simulation.world.desk import STAFF_LENT
from simulation.world.facts import facts_of
from simulation.world.layout import DAY, E_GRID, State, Tables, note
from simulation.world.steps import (
    ADVANCE,
    BOOK,
    FULL,
    MOVED,
    SAMPLE,
    SAMPLE_LINES,
    STEPS,
    WALK,
    Limits,
    next_point,
)
from simulation.world.work import put_back_excess

MIDNIGHTS = 128
"""At how many midnights a walk writes samples before its lines are full."""
_NO_LIMITS = (math.inf, math.inf)
Standing = tuple[NDArray[Any], Numbers]
"""What stands still, packed, and the stretches of work of the teams at the desk."""


class Still:
    """What the walk takes from a compiled model once for all runs: constants, and who answers."""

    __slots__ = ("_desks", "constants", "sizes", "teams")

    def __init__(self, p: Tables) -> None:
        self.sizes = sizes_of(p)
        self.constants = packed(self.sizes)
        self.teams = [team for team, lent in enumerate(p.team_lent) if lent > 0]
        self._desks: dict[tuple[Any, ...], tuple[Numbers, Numbers]] = {}

    def desk(self, p: Tables, s: State) -> tuple[Numbers, Numbers]:
        """Return the rows of the teams that may answer clients, and their stretches of work."""
        key = tuple([(s.calendar[t], s.heads[t], s.arrived[t]) for t in self.teams])
        found = self._desks.get(key)
        if found is None:
            found = self._desks[key] = self._make_desk(p, key)
        return found

    def _make_desk(self, p: Tables, key: tuple[Any, ...]) -> tuple[Numbers, Numbers]:
        hours, first = [np.zeros((5, 0))], 0
        rows = np.zeros((DESK_ROWS - HERE, len(self.teams)))
        for place, (team, (calendar, heads, here)) in enumerate(zip(self.teams, key, strict=True)):
            cal = p.calendars[calendar]
            end = first + len(cal.start)
            most = min(p.team_lent[team], heads)
            rows[:, place] = here, most, p.team_wage[team], first, end
            hours.append(np.array([cal.start, cal.end, cal.pay, cal.wage, cal.opened], float))
            first = end
        return rows, np.concatenate(hours, axis=1)


def _look_around(p: Tables, s: State) -> Standing:
    """Work out what stands still until something stirs; some of it the columns themselves hold."""
    _, segment, _, desk = s.columns.arrays
    segment[KEPT_SHARE] = kept_shares(p, s)
    desk[LENT] = [s.lent[team] for team in p.still.teams]
    desk[HERE:], hours = p.still.desk(p, s)
    return packed(around(p, s)), hours


def _limits(p: Tables, s: State) -> Limits:
    """Return what ends a walk at a midnight."""
    return _next_limit(p.cost_limits, s.cost), _next_limit(p.primary_limits, s.primary_cost)


def _next_limit(limits: list[float], now: float) -> float:
    place = bisect_right(limits, now)
    return limits[place] if place < len(limits) else math.inf


def _room(p: Tables, midnights: int) -> Numbers:
    """Return room for the lines of some midnights, and of people moved."""
    rows = midnights * (SAMPLE_LINES + len(p.item_form)) + 4 * len(p.still.teams) + 2
    lines = np.empty((rows, 6))
    lines[0, 0] = 0.0
    return lines


def _step(
    p: Tables, s: State, standing: Standing, what: int, until: int, limits: Limits = _NO_LIMITS
) -> tuple[int, Numbers]:
    """Have `steps` do something with the state; return how it ended and what it wrote."""
    still, hours = standing
    lines = _room(p, min((until - s.now) // DAY + 2, MIDNIGHTS))
    levels, grid = s.columns.levels, p.entity(E_GRID)
    levels[NOW], levels[ORDINAL], levels[CAUSE] = s.now, s.ordinal, s.cause
    ended: int
    ask, records = (what, until, s.due[grid]), (p.still.constants, still)
    ended, s.due[grid] = STEPS(ask, limits, records, s.columns.arrays, (hours, lines))
    s.now, s.ordinal = int(levels[NOW]), int(levels[ORDINAL])
    return ended, _written(lines)


def _written(lines: Numbers) -> Numbers:
    return lines[1 : int(lines[0, 0]) + 1]


def _write(p: Tables, s: State, lines: Numbers) -> None:
    """Write lines into the log; where people were lent or came back, let them move."""
    if len(lines):
        still, moved = _parted(lines)
        s.facts.extend(facts_of(still))
        _let_move(p, s, moved)


def _parted(lines: Numbers) -> tuple[Numbers, Numbers]:
    """Return lines without those of people lent or back, which stand last, and those alone."""
    still = len(lines) - int(np.count_nonzero(lines[:, 1] == STAFF_LENT))
    return lines[:still], lines[still:]


def _let_move(p: Tables, s: State, lines: Numbers) -> None:
    for _, _, subject, _, before, after in facts_of(lines):
        team = p.still.teams[subject]
        s.lent[team] = int(after)
        note(s, STAFF_LENT, p.team_subject + team, before, after)
        put_back_excess(p, s, team)


def change(p: Tables, s: State, its_law: Callable[..., None], *arguments: Any) -> None:
    """Let one law change the state's columns at this moment."""
    w = columns_of(p, s)
    its_law(p.still.sizes, w, *arguments)
    _write(p, s, _written(w.lines))


def columns_of(p: Tables, s: State) -> World:
    """Return the state's columns, as laws take them."""
    _, hours = _look_around(p, s)
    levels = s.columns.levels
    levels[NOW], levels[CAUSE] = s.now, s.cause
    return World(*s.columns.arrays, hours, _room(p, 0))


def next_grid(p: Tables, s: State) -> int:
    """Return the next grid point from now on."""
    return next_point(around(p, s), columns_of(p, s))


def walk(p: Tables, s: State, until: int) -> int:
    """Class 0: carry the continuous laws over the grid points up to a time, both included.

    Stops at the first point at which tasks may start or a condition may come to hold, and
    returns why (see `steps`): where people are lent or come back, or at a midnight when the costs
    booked there pass a limit.
    """
    s.cause = p.entity(E_GRID)
    if s.around is None:
        s.around = _look_around(p, s)
    ended, limits = FULL, _limits(p, s)
    while ended == FULL:
        ended, lines = _step(p, s, s.around, WALK, until, limits)
        lines, moved = _parted(lines) if ended == MOVED else (lines, lines[:0])
        if len(lines):
            s.lines.append(lines)
    if ended == MOVED:
        _let_move(p, s, moved)
        if s.now % DAY == 0:
            sample(p, s)
    return ended


def advance_public(p: Tables, s: State) -> None:
    """Carry learning, recovery, churn and support forward to now."""
    if s.now > s.public_at:
        _now(p, s, ADVANCE)


def sample(p: Tables, s: State) -> None:
    """Write down the continuous quantities as they stand now."""
    _now(p, s, SAMPLE)


def book_accrued(p: Tables, s: State) -> None:
    """Book what has run up since the last time."""
    _now(p, s, BOOK)


def _now(p: Tables, s: State, what: int) -> None:
    """Have `steps` do something at this moment, with the world as it stands."""
    _, lines = _step(p, s, _look_around(p, s), what, s.now)
    _write(p, s, lines)

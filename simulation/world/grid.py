"""The walk along the grid, from one happening to the next (model, chapter 8).

The continuous laws advance on grid points only: whole hours for two weeks after news or a notice
and while clients who wait can be answered, else midnights. What they work on is taken from the
state, goes through the compiled `steps` and is given back.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.world.around import around, around_still, kept_shares
from simulation.world.columns import (
    COLUMNS,
    DESK_ROWS,
    LEVEL_COUNT,
    LEVELS,
    SEGMENT_ROWS,
    SWITCHED_LEVELS,
    WHOLE_LEVELS,
    Numbers,
    World,
    packed,
    sizes_of,
)
from simulation.world.desk import STAFF_LENT
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
    next_point,
    spread,
)
from simulation.world.work import put_back_excess

MIDNIGHTS = 128
"""At how many midnights a walk writes samples before its lines are put into the log."""
_levels = attrgetter(*WHOLE_LEVELS, *SWITCHED_LEVELS, *LEVELS)
_NO_AGE = (-1.0, 0.0)


class Still:
    """What the columns take from a compiled model once for all runs."""

    __slots__ = ("_desks", "_nights", "_rest", "constants", "counts", "sizes", "teams")

    def __init__(self, p: Tables) -> None:
        self.sizes = sizes_of(p)
        self.constants = packed(self.sizes)
        self.teams = [team for team, lent in enumerate(p.team_lent) if lent > 0]
        self.counts = (len(p.segment_clients), len(p.item_form), len(self.teams))
        self._rest = (*p.segment_clients, *p.segment_people, *p.segment_margin)
        self._nights: dict[int, bool] = {}
        self._desks: dict[tuple[Any, ...], tuple[list[float], Numbers]] = {}

    def row(self, p: Tables, s: State) -> tuple[Numbers, Numbers]:
        """Return the state's part in the columns as one row of numbers, and stretches of work."""
        teams, hours = self._desk(p, s)
        values = [
            *_levels(s),
            *_NO_AGE,
            *s.informed,
            *s.lasting,
            *s.passing,
            *s.talking,
            *s.clients_informed,
            *s.clients_unaware,
            *s.clients_lost,
            *kept_shares(p, s),
            *self._rest,
            *s.accrued,
            *s.cost_by_item,
            *[s.lent[team] for team in self.teams],
            *teams,
        ]
        return np.array(values, dtype=np.float64), hours

    def somebody_at_midnight(self, p: Tables, s: State) -> bool:
        """Whether people work whose hours ever include a midnight; no task starts without."""
        for team, calendar in enumerate(s.calendar):
            if s.heads[team] > 0 and s.arrived[team] and self._night(p, calendar):
                return True
        return False

    def _night(self, p: Tables, calendar: int) -> bool:
        found = self._nights.get(calendar)
        if found is None:
            cal = p.calendars[calendar]
            spans = zip(cal.start, cal.end, strict=True)
            found = any((end - 1) // DAY * DAY >= start for start, end in spans)
            self._nights[calendar] = found
        return found

    def _desk(self, p: Tables, s: State) -> tuple[list[float], Numbers]:
        """Return the rows of the teams that may answer clients, and their stretches of work."""
        key = tuple([(s.calendar[t], s.heads[t], s.arrived[t]) for t in self.teams])
        found = self._desks.get(key)
        if found is None:
            found = self._desks[key] = self._make_desk(p, key)
        return found

    def _make_desk(self, p: Tables, key: tuple[Any, ...]) -> tuple[list[float], Numbers]:
        hours, first = [np.zeros((5, 0))], 0
        rows: list[list[float]] = [[] for _ in range(DESK_ROWS - 1)]
        for team, (calendar, heads, here) in zip(self.teams, key, strict=True):
            cal = p.calendars[calendar]
            end = first + len(cal.start)
            most = min(p.team_lent[team], heads)
            figures = (here, most, p.team_wage[team], first, end)
            for row, figure in zip(rows, figures, strict=True):
                row.append(float(figure))
            hours.append(np.array([cal.start, cal.end, cal.pay, cal.wage, cal.opened], float))
            first = end
        return [figure for row in rows for figure in row], np.concatenate(hours, axis=1)


def _take_back(s: State, row: Numbers) -> None:
    """Let the state have what its columns have become; people move by themselves."""
    values: list[float] = row.tolist()
    place = 0
    for name in WHOLE_LEVELS:
        setattr(s, name, int(values[place]))
        place += 1
    for name in SWITCHED_LEVELS:
        setattr(s, name, values[place] > 0.0)
        place += 1
    for name in LEVELS:
        setattr(s, name, values[place])
        place += 1
    segments, items = len(s.informed), len(s.accrued)
    place = LEVEL_COUNT
    for name in COLUMNS:
        setattr(s, name, values[place : place + segments])
        place += segments
    place = LEVEL_COUNT + SEGMENT_ROWS * segments
    s.accrued = values[place : place + items]
    s.cost_by_item = values[place + items : place + 2 * items]


def _write_lines(p: Tables, s: State, lines: Numbers) -> None:
    """Write the lines into the log; where people were lent or came back, let them move."""
    count = int(lines[0, 0])
    if not count:
        return
    times, kinds, subjects = lines[1 : count + 1, :3].T.astype(np.int64).tolist()
    before, after = lines[1 : count + 1, 3:].T.tolist()
    moved = kinds.count(STAFF_LENT)  # they stand last, for a walk ends with them
    still = count - moved
    facts = zip(times, kinds, subjects, repeat(s.cause), before, after, strict=False)
    s.facts.extend([fact for fact, _ in zip(facts, range(still), strict=False)])
    for place in range(still, count):
        team = p.still.teams[subjects[place]]
        s.lent[team] = int(after[place])
        note(s, STAFF_LENT, p.team_subject + team, before[place], after[place])
        put_back_excess(p, s, team)


def _step(p: Tables, s: State, still: NDArray[Any], what: int, until: int, midnights: int) -> int:
    """Have `steps` do something with the state; return how it ended."""
    row, hours = p.still.row(p, s)
    lines = _lines(p, midnights)
    grid = p.entity(E_GRID)
    ask = (what, until, s.due[grid])
    ended: int
    ended, s.due[grid] = STEPS(
        ask, (p.still.constants, still), row, p.still.counts, (hours, lines)
    )
    _take_back(s, row)
    _write_lines(p, s, lines)
    return ended


def _lines(p: Tables, midnights: int) -> Numbers:
    """Return room for the lines of some midnights, and of people moved."""
    _, items, teams = p.still.counts
    lines = np.empty((midnights * (SAMPLE_LINES + items) + 4 * teams + 2, 5))
    lines[0, 0] = 0.0
    return lines


def change(p: Tables, s: State, its_law: Callable[..., None], *arguments: Any) -> None:
    """Let one law change the state's columns at this moment."""
    row, hours = p.still.row(p, s)
    lines = _lines(p, 0)
    its_law(p.still.sizes, spread(row, p.still.counts, hours, lines), *arguments)
    _take_back(s, row)
    _write_lines(p, s, lines)


def columns_of(p: Tables, s: State) -> World:
    """Return the state's columns, for laws that only look."""
    row, hours = p.still.row(p, s)
    return spread(row, p.still.counts, hours, _lines(p, 0))


def next_grid(p: Tables, s: State) -> int:
    """Return the next grid point from now on."""
    return next_point(around(p, s), columns_of(p, s))


def walk(p: Tables, s: State, until: int) -> int:
    """Class 0: carry the continuous laws over the grid points up to a time, both included.

    Stops at the first point at which tasks may start or a condition may come to hold, and
    returns why (see `steps`): where people are lent or come back, at a midnight while tasks wait
    and somebody is at work, or when the costs booked there pass a limit.
    """
    s.cause = p.entity(E_GRID)
    while True:
        s.around = around_still(p, s)
        days = (until - s.now) // DAY + 2
        ended = _step(p, s, s.around[1], WALK, until, min(days, MIDNIGHTS))
        if ended == MOVED and s.now % DAY == 0:
            sample(p, s)
        if ended != FULL:
            return ended


def advance_public(p: Tables, s: State) -> None:
    """Carry learning, recovery, churn and support forward to now."""
    if s.now > s.public_at:
        _step(p, s, packed(around(p, s)), ADVANCE, s.now, 0)


def sample(p: Tables, s: State) -> None:
    """Write down the continuous quantities as they stand now."""
    _step(p, s, packed(around(p, s)), SAMPLE, s.now, 1)


def book_accrued(p: Tables, s: State) -> None:
    """Book what has run up since the last time."""
    _step(p, s, packed(around(p, s)), BOOK, s.now, 1)

"""The walk along the grid: all continuous laws, from one happening to the next (chapter 8).

They advance on grid points only: whole hours for two weeks after news or a notice and while
clients who wait can be answered, else midnights. `steps` is compiled; `walk`, `advance_public`
and `sample` fill its columns from the state and take them back.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np

from simulation.world.around import around, kept_shares
from simulation.world.columns import (
    COLUMNS,
    CONTACTS_ABANDONED,
    CONTACTS_ANSWERED,
    COST,
    EXPOSURE_AT,
    FILED_WRONG,
    LEVEL_COUNT,
    LEVELS,
    MISUSED,
    NOW,
    ORDINAL,
    PUBLIC_AT,
    RECORD_DAYS_UNTOLD,
    SUPPORT_BEGAN,
    SUPPORT_OPEN,
    SWITCHED_LEVELS,
    WHOLE_LEVELS,
    WRONG_AT,
    Around,
    Numbers,
    Sheets,
    Sizes,
    World,
    sizes_of,
)
from simulation.world.compiled import Entry, law
from simulation.world.desk import LENT, answer_contacts, desk_opens, write
from simulation.world.facts import FACT
from simulation.world.layout import DAY, E_GRID, HOUR, State, Tables
from simulation.world.money import PRIMARY_ITEMS
from simulation.world.opinion import attention, learn_from_others, recover_and_leave, trust
from simulation.world.threat.exposure import grown
from simulation.world.threat.tampering import filed_after
from simulation.world.work import put_back_excess

WALK, ADVANCE, SAMPLE, BOOK = range(4)
"""What `steps` is asked for: a walk to a time, one step to now, one sample, or booking alone."""
ARRIVED, STIRRED, MOVED, FULL = range(4)
"""How a walk ended: at its end, at a point that stirs work, with people moved, or out of lines."""
_MIDNIGHTS = 128
_SAMPLES = 8
_COST = FACT["cost"]
_EXPOSURE, _TRUST = FACT["sample.exposure"], FACT["sample.trust"]
_ATTENTION, _CLIENTS_LOST = FACT["sample.attention"], FACT["sample.clients_lost"]
_MISUSE, _SEVERITY = FACT["sample.misuse"], FACT["sample.severity"]
_SUPPORT, _WRONG = FACT["support"], FACT["sample.wrong"]
_SEGMENT_COLUMNS = len(COLUMNS) + 1
_levels = attrgetter(*WHOLE_LEVELS, *SWITCHED_LEVELS, *LEVELS)


# -- laws --------------------------------------------------------------------------------------


@law
def next_point(a: Around, w: World) -> int:
    """Return the next grid point: a whole hour, or a midnight counted from the start.

    While contacts wait and nobody is there to answer them, the next hour is that of opening.
    """
    now = int(w.level[NOW])
    hour, midnight = (now // HOUR + 1) * HOUR, (now // DAY + 1) * DAY
    if now < a.fine_grid_until:
        return hour
    if w.level[SUPPORT_OPEN] > 0.0:
        return min(midnight, max(hour, -(-desk_opens(w) // HOUR) * HOUR))
    return midnight


@law
def _advance(k: Sizes, a: Around, w: World) -> None:
    """Carry learning, contacts, recovery and churn forward to now."""
    from_s = int(w.level[PUBLIC_AT])
    w.level[PUBLIC_AT] = w.level[NOW]
    days = (w.level[NOW] - from_s) / DAY
    if days <= 0.0:
        return
    learned = learn_from_others(k, a, w, from_s)
    if w.level[SUPPORT_OPEN] > 0.0 or learned > 0.0:
        answer_contacts(k, a, w, from_s, learned)
    recover_and_leave(k, w, days)


@law
def _expose(a: Around, w: World) -> None:
    """Carry record-days untold and misuse forward to now."""
    days = (w.level[NOW] - w.level[EXPOSURE_AT]) / DAY
    w.level[EXPOSURE_AT] = w.level[NOW]
    w.level[RECORD_DAYS_UNTOLD] = grown(w.level[RECORD_DAYS_UNTOLD], a.untold_per_d, days)
    w.level[MISUSED] = grown(w.level[MISUSED], a.misused_per_d, days)


@law
def _file_wrong(k: Sizes, a: Around, w: World) -> None:
    """Carry wrong records on into filings."""
    days = (w.level[NOW] - w.level[WRONG_AT]) / DAY
    w.level[WRONG_AT] = w.level[NOW]
    if k.on_tampering_spread:
        share_per_d = k.threat_filing_share_per_d
        w.level[FILED_WRONG] = filed_after(
            w.level[FILED_WRONG], a.records_wrong, share_per_d, days
        )


@law
def _book(a: Around, w: World) -> None:
    """Book what has run up since the last time."""
    for item in range(len(w.accrued)):
        amount = w.accrued[item]
        if amount != 0.0:
            w.accrued[item] = 0.0
            before = w.level[COST]
            w.level[COST] = before + amount
            w.cost_by_item[item] += amount
            write(w, _COST, a.item_subject + item, before, w.level[COST])


@law
def _sample(k: Sizes, a: Around, w: World) -> None:
    """Write down the continuous quantities, daily and at the end."""
    _expose(a, w)
    _book(a, w)
    news = 0.0
    if a.attention_factor > 0.0:
        age_d = (w.level[NOW] - a.news_at) / DAY
        news = a.attention_factor * attention(
            k.attention_exponent, k.attention_time_scale_d, age_d
        )
    write(w, _EXPOSURE, 0, a.records_out, w.level[RECORD_DAYS_UNTOLD])
    write(w, _TRUST, 0, _total(w.informed), trust(k, w))
    write(w, _ATTENTION, 0, 0.0, news)
    write(w, _CLIENTS_LOST, 0, 0.0, _total(w.clients_lost))
    write(w, _MISUSE, 0, 0.0, w.level[MISUSED])
    write(w, _SEVERITY, 0, a.known_severity, a.true_severity)
    if a.tampering:
        _file_wrong(k, a, w)
        write(w, _WRONG, 0, a.records_wrong, w.level[FILED_WRONG])
    if w.level[SUPPORT_BEGAN] > 0.0:
        write(w, _SUPPORT, 0, w.level[CONTACTS_ANSWERED], w.level[CONTACTS_ABANDONED])


@law
def _total(column: Numbers) -> float:
    total = 0.0
    for value in column:
        total += value
    return total


@law
def _primary_cost(w: World) -> float:
    total = 0.0
    for item in PRIMARY_ITEMS:
        total += w.cost_by_item[item]
    return total


@law
def _stirs(a: Around, w: World) -> bool:
    """Whether a midnight may let tasks start or a condition come to hold."""
    dear = w.level[COST] >= a.next_cost_limit or _primary_cost(w) >= a.next_primary_limit
    return a.tasks_wait or dear


@law
def _walk(k: Sizes, a: Around, w: World, until: int, point: int) -> tuple[int, int]:
    """Take the grid points up to a time; return how the walk ended and the next point."""
    full = len(w.lines) - _SAMPLES - len(w.accrued) - 2 * len(w.lent) - 1
    while point <= until:
        if w.lines[0, 0] >= full:
            return FULL, point
        w.level[NOW] = point
        w.level[ORDINAL] += 1
        before = w.lines[0, 0]
        _advance(k, a, w)
        moved = w.lines[0, 0] > before
        midnight = point % DAY == 0
        point = next_point(a, w)
        if moved:
            return MOVED, point
        if midnight:
            _sample(k, a, w)
            if _stirs(a, w):
                return STIRRED, point
    return ARRIVED, point


@law
def spread(state: Numbers, sheets: Sheets) -> World:
    """Give the parts of one row of numbers their names."""
    crowd, desk, hours, lines = sheets
    segments, teams = crowd.shape[1], desk.shape[1]
    first = LEVEL_COUNT + _SEGMENT_COLUMNS * segments
    items = (len(state) - first - teams) // 2
    n = LEVEL_COUNT
    return World(
        state[:n],
        state[n : n + segments],
        state[n + segments : n + 2 * segments],
        state[n + 2 * segments : n + 3 * segments],
        state[n + 3 * segments : n + 4 * segments],
        state[n + 4 * segments : n + 5 * segments],
        state[n + 5 * segments : n + 6 * segments],
        state[n + 6 * segments : first],
        state[first : first + items],
        state[first + items : first + 2 * items],
        state[first + 2 * items :],
        crowd,
        desk,
        hours,
        np.full(2, np.nan),
        lines,
    )


def steps(
    ask: tuple[int, int, int], k: Sizes, a: Around, state: Numbers, sheets: Sheets
) -> tuple[int, int]:
    """Do what is asked with the world's columns; return how it ended and the next grid point."""
    what, until, point = ask
    w = spread(state, sheets)
    if what == WALK:
        return _walk(k, a, w, until, point)
    if what == ADVANCE:
        _advance(k, a, w)
    elif what == SAMPLE:
        _sample(k, a, w)
    else:
        _book(a, w)
    return ARRIVED, point


STEPS = Entry(steps)


# -- between the state and its columns ---------------------------------------------------------


class Still:
    """What the columns take from a compiled model once for all runs."""

    __slots__ = ("_desks", "crowd", "sizes", "teams")

    def __init__(self, p: Tables) -> None:
        self.sizes = sizes_of(p)
        self.crowd = np.array([p.segment_clients, p.segment_people, p.segment_margin], dtype=float)
        self.teams = [team for team, lent in enumerate(p.team_lent) if lent > 0]
        self._desks: dict[tuple[Any, ...], tuple[Numbers, Numbers]] = {}

    def sheets(self, p: Tables, s: State, lines: Numbers) -> Sheets:
        """Return what stands beside the columns: clients, who may answer them when, and lines."""
        return Sheets(self.crowd, *self._desk(p, s), lines)

    def _desk(self, p: Tables, s: State) -> tuple[Numbers, Numbers]:
        key = tuple([(s.calendar[t], s.heads[t], s.arrived[t]) for t in self.teams])
        found = self._desks.get(key)
        if found is None:
            found = self._desks[key] = self._make_desk(p, key)
        return found

    def _make_desk(self, p: Tables, key: tuple[Any, ...]) -> tuple[Numbers, Numbers]:
        rows, hours, first = [], [np.zeros((5, 0))], 0
        for team, (calendar, heads, here) in zip(self.teams, key, strict=True):
            cal = p.calendars[calendar]
            end = first + len(cal.start)
            most = min(p.team_lent[team], heads)
            rows.append([here, most, p.team_wage[team], first, end])
            hours.append(np.array([cal.start, cal.end, cal.pay, cal.wage, cal.opened], float))
            first = end
        desk = np.array(rows, dtype=float).reshape(len(rows), 5)
        return np.ascontiguousarray(desk.T), np.concatenate(hours, axis=1)


def _columns(p: Tables, s: State) -> Numbers:
    """Return the state's levels and columns as one row of numbers."""
    return np.array(
        [
            *_levels(s),
            *s.informed,
            *s.lasting,
            *s.passing,
            *s.clients_informed,
            *s.clients_unaware,
            *s.clients_lost,
            *kept_shares(p, s),
            *s.accrued,
            *s.cost_by_item,
            *[s.lent[team] for team in p.still.teams],
        ],
        dtype=np.float64,
    )


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
    for name in COLUMNS:
        setattr(s, name, values[place : place + segments])
        place += segments
    place += segments
    s.accrued = values[place : place + items]
    s.cost_by_item = values[place + items : place + 2 * items]


def _write_lines(p: Tables, s: State, lines: Numbers) -> None:
    """Write the lines into the log; where people were lent or came back, let them move."""
    count = int(lines[0, 0])
    if not count:
        return
    times, kinds, subjects, before, after = lines[1 : count + 1].T.tolist()
    facts, cause = s.facts, s.cause
    for time, kind, subject, one, other in zip(times, kinds, subjects, before, after, strict=True):
        if kind == LENT:
            team = p.still.teams[int(subject)]
            s.lent[team] = int(other)
            facts.append((int(time), LENT, p.team_subject + team, cause, one, other))
            put_back_excess(p, s, team)
        else:
            facts.append((int(time), int(kind), int(subject), cause, one, other))


def _step(p: Tables, s: State, what: int, until: int, midnights: int) -> int:
    """Have `steps` do something with the state; return how it ended."""
    row = _columns(p, s)
    rows = midnights * (_SAMPLES + len(s.accrued)) + 4 * len(p.still.teams) + 2
    lines = np.empty((rows, 5))
    lines[0, 0] = 0.0
    grid = p.entity(E_GRID)
    ended: int
    ended, s.due[grid] = STEPS(
        (what, until, s.due[grid]),
        p.still.sizes,
        around(p, s),
        row,
        p.still.sheets(p, s, lines),
    )
    _take_back(s, row)
    _write_lines(p, s, lines)
    return ended


def change(p: Tables, s: State, its_law: Callable[..., None], *arguments: Any) -> None:
    """Let one law change the state's columns at this moment."""
    row = _columns(p, s)
    lines = np.zeros((4 * len(p.still.teams) + 2, 5))
    sheets = p.still.sheets(p, s, lines)
    its_law(p.still.sizes, spread(row, sheets), *arguments)
    _take_back(s, row)
    _write_lines(p, s, lines)


def next_grid(p: Tables, s: State) -> int:
    """Return the next grid point from now on."""
    sheets = p.still.sheets(p, s, np.zeros((1, 5)))
    return next_point(around(p, s), spread(_columns(p, s), sheets))


def walk(p: Tables, s: State, until: int) -> bool:
    """Class 0: carry the continuous laws over the grid points up to a time, both included.

    Returns True at the first point at which tasks may start or a condition may come to hold:
    where people are lent or come back, at a midnight while tasks wait, or when the costs booked
    there pass a limit.
    """
    s.cause = p.entity(E_GRID)
    while True:
        days = (until - s.now) // DAY + 2
        ended = _step(p, s, WALK, until, min(days, _MIDNIGHTS))
        if ended == MOVED and s.now % DAY == 0:
            sample(p, s)
        if ended != FULL:
            return ended != ARRIVED


def advance_public(p: Tables, s: State) -> None:
    """Carry learning, recovery, churn and support forward to now."""
    if s.now > s.public_at:
        _step(p, s, ADVANCE, s.now, 0)


def sample(p: Tables, s: State) -> None:
    """Write down the continuous quantities as they stand now."""
    _step(p, s, SAMPLE, s.now, 1)


def book_accrued(p: Tables, s: State) -> None:
    """Book what has run up since the last time."""
    _step(p, s, BOOK, s.now, 1)

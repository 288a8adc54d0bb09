"""Working time: when a team is at work, how fast, how tired, at what pay.

A calendar is a list of stretches over the whole horizon, so that work in shifts is found in
closed form (bisection) and no shift needs an event of its own.
"""

from __future__ import annotations

import datetime
import functools
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from simulation.workdays import NO_SPECIAL_DAYS, SpecialDays

HORIZON_D = 1_461
"""Three years until a breach counts as never found, and a year after it."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Hol")
_MONDAY, _FRIDAY, _SUNDAY, _HOLIDAY = 0, 4, 6, 7
_NEVER = 1 << 60
_SECOND_H = 1.0 / 3_600


@dataclass(frozen=True, slots=True)
class Tiredness:
    """Pace and errors after 8, 10 and 12 hours a day, and the share carried to the next day."""

    pace: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    errors: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    carried_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Stretches of working time in seconds since the start, with sums up to each.

    `work` counts productive seconds, `errors` productive seconds weighted by tiredness,
    `pay` paid seconds with overtime weighted, `opened` seconds, `over` those that are overtime.
    """

    start: list[int]
    end: list[int]
    shift_end: list[int]
    pace: list[float]
    error: list[float]
    wage: list[float]
    work: list[float]
    errors: list[float]
    pay: list[float]
    opened: list[int]
    next_shift: list[int]
    """When the team is at work again after the shift of a stretch, at its end or later."""
    late: list[bool]
    over: list[int]


@functools.lru_cache(maxsize=512)
def calendar(
    shift: str,
    overtime_h: float,
    pace: float,
    *,
    zone: str,
    begins: datetime.datetime,
    tiredness: Tiredness,
    overtime_wage: float,
    special: SpecialDays = NO_SPECIAL_DAYS,
) -> Calendar:
    """Compile a weekly shift such as ``Mon-Fri 09:00-18:00`` into a calendar.

    On public holidays only those work whose shift names hours for them (``Hol 10:00-14:00``).
    Hours are told by the clock of the zone; so is the beginning, unless it has a clock of its own.

    >>> from datetime import datetime
    >>> place = {"zone": "UTC", "begins": datetime(2026, 3, 2)}
    >>> rules = {"tiredness": Tiredness(), "overtime_wage": 1.5}
    >>> week = calendar("Mon-Fri 09:00-17:00", 0, 1.0, **place, **rules)
    >>> is_open(week, 9 * 3600), is_open(week, 20 * 3600)
    (True, False)
    >>> finish(week, 16 * 3600, 2 * 3600.0) / 3600  # one hour today, one tomorrow
    34.0
    """
    # People who are always there take turns, so none of them works overtime.
    late_wage = None if shift == "always" else overtime_wage
    place = ZoneInfo(zone)
    local = begins.astimezone(place) if begins.tzinfo else begins.replace(tzinfo=place)
    windows = _windows(shift, overtime_h, local, special)
    built = Calendar(*([] for _ in range(13)))
    carried_h = 0.0
    day: datetime.date | None = None
    hours = 0.0
    for date, start, end in windows:
        if date != day:
            rested = day is None or (date - day).days > 1
            carried_h = 0.0 if rested else tiredness.carried_share * max(0.0, hours - 8.0)
            day, hours = date, carried_h
        hours = _add(built, (start, end), hours, carried_h, (pace, late_wage), tiredness)
    built.next_shift.extend(next_open(built, end) for end in built.shift_end)
    return built


def _windows(
    shift: str,
    overtime_h: float,
    begins: datetime.datetime,
    special: SpecialDays,
) -> list[tuple[datetime.date, int, int]]:
    """Return the working windows of all days, merged where they touch."""
    if shift == "always":
        first = begins.date()
        return [(first, 0, HORIZON_D * 86_400)]
    zoneinfo, origin = begins.tzinfo, begins.timestamp()
    weekly = _weekly(shift)
    found: list[tuple[datetime.date, int, int]] = []
    for offset in range(-1, HORIZON_D):
        date = begins.date() + datetime.timedelta(days=offset)
        spans = _spans(weekly, date, special)
        for index, (opens, closes) in enumerate(spans):
            extra_s = overtime_h * 3_600 if index == len(spans) - 1 else 0.0
            midnight = datetime.datetime.combine(date, datetime.time(), zoneinfo)
            start = (midnight + datetime.timedelta(minutes=opens)).timestamp() - origin
            end = (midnight + datetime.timedelta(minutes=closes)).timestamp() - origin + extra_s
            if end > 0:
                found.append((date, round(start), round(end)))
    return _without_overlaps(found)


def _spans(
    weekly: list[list[tuple[int, int]]], date: datetime.date, special: SpecialDays
) -> list[tuple[int, int]]:
    """Return a day's spans; a weekend day made up for is worked as the weekday beside it."""
    weekday = date.weekday()
    if date in special.off:
        return weekly[_HOLIDAY]
    if date in special.worked:
        return weekly[_MONDAY if weekday == _SUNDAY else _FRIDAY] or weekly[weekday]
    return weekly[weekday]


def _without_overlaps(
    windows: list[tuple[datetime.date, int, int]],
) -> list[tuple[datetime.date, int, int]]:
    kept: list[tuple[datetime.date, int, int]] = []
    for date, start, end in sorted(windows, key=lambda w: w[1]):
        begin = max(start, kept[-1][2]) if kept else start
        if end > begin:
            kept.append((date, begin, end))
    return kept


def _weekly(shift: str) -> list[list[tuple[int, int]]]:
    """Return for each weekday, and for holidays, its spans in minutes.

    A span may run past midnight.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    for part in shift.split(", "):
        days, hours = part.split(" ")
        first, _, last = days.partition("-")
        at, until = _DAYS.index(first), _DAYS.index(last or first)
        opens, closes = (int(h[:2]) * 60 + int(h[3:]) for h in hours.split("-"))
        closes += 24 * 60 if closes <= opens else 0
        if at == _HOLIDAY:
            week[_HOLIDAY].append((opens, closes))
            continue
        for step in range((until - at) % 7 + 1):
            week[(at + step) % 7].append((opens, closes))
    return [sorted(spans) for spans in week]


def _add(
    built: Calendar,
    window: tuple[int, int],
    hours: float,
    carried_h: float,
    rates: tuple[float, float | None],
    tiredness: Tiredness,
) -> float:
    """Add a window, cut where people become more tired or overtime begins."""
    start, end = window
    pace, late_wage = rates
    limits = sorted({8.0, 10.0, 12.0, 8.0 + carried_h})
    position = start
    while position < end:
        following = next((limit for limit in limits if limit > hours + _SECOND_H), None)
        # A limit less than half a second away would otherwise never be passed.
        left_s = None if following is None else max(1, round((following - hours) * 3600))
        stop = end if left_s is None else min(end, position + left_s)
        band = sum(hours >= limit - _SECOND_H for limit in (8.0, 10.0, 12.0))
        wage = late_wage if hours - carried_h >= 8.0 - _SECOND_H else None
        _append(built, (position, stop, end), tiredness, band, pace, wage)
        hours += (stop - position) / 3600
        position = stop
    return hours


def _append(
    built: Calendar,
    span: tuple[int, int, int],
    tiredness: Tiredness,
    band: int,
    pace: float,
    late_wage: float | None,
) -> None:
    start, end, shift_end = span
    if end <= 0:
        return
    start = max(0, start)  # a run may begin in the middle of a shift
    rate, error = pace * tiredness.pace[band], tiredness.errors[band]
    if built.start:
        length = built.end[-1] - built.start[-1]
        done = length * built.pace[-1]
        built.work.append(built.work[-1] + done)
        built.errors.append(built.errors[-1] + done * built.error[-1])
        built.pay.append(built.pay[-1] + length * built.wage[-1])
        built.opened.append(built.opened[-1] + length)
        built.over.append(built.over[-1] + length * built.late[-1])
    else:
        built.work.append(0.0)
        built.errors.append(0.0)
        built.pay.append(0.0)
        built.opened.append(0)
        built.over.append(0)
    built.start.append(start)
    built.end.append(end)
    built.shift_end.append(shift_end)
    built.pace.append(rate)
    built.error.append(error)
    built.wage.append(1.0 if late_wage is None else late_wage)
    built.late.append(late_wage is not None)


def is_open(cal: Calendar, at: int) -> bool:
    """Whether the team is at work at a time."""
    place = bisect_right(cal.start, at) - 1
    return place >= 0 and at < cal.end[place]


def next_open(cal: Calendar, at: int) -> int:
    """Return the first time at or after a time at which the team is at work."""
    place = bisect_right(cal.start, at) - 1
    if place >= 0 and at < cal.end[place]:
        return at
    return cal.start[place + 1] if place + 1 < len(cal.start) else _NEVER


def next_shift(cal: Calendar, at: int) -> int:
    """Return when the shift after the one at a time begins; the next one where nobody is there."""
    place = bisect_right(cal.start, at) - 1
    if place >= 0 and at < cal.end[place]:
        return cal.next_shift[place]
    return cal.start[place + 1] if place + 1 < len(cal.start) else _NEVER


def shift_end(cal: Calendar, at: int) -> int:
    """Return when the shift that is on at a time ends."""
    place = bisect_right(cal.start, at) - 1
    return cal.shift_end[place] if place >= 0 and at < cal.end[place] else at


class Spent(NamedTuple):
    """What a team did in a span of time.

    Productive seconds, plain and weighted by errors of tiredness, paid seconds with overtime
    weighted, and seconds of overtime.
    """

    work_s: float
    tired_s: float
    paid_s: float
    overtime_s: int


def spent(cal: Calendar, start: int, end: int) -> Spent:
    """Return what lies between two times."""
    if not cal.start:
        return Spent(0.0, 0.0, 0.0, 0)
    (a, begun), (b, done) = _reached(cal, start), _reached(cal, end)
    tired_a, tired_b = cal.pace[a] * cal.error[a], cal.pace[b] * cal.error[b]
    return Spent(
        cal.work[b] + done * cal.pace[b] - (cal.work[a] + begun * cal.pace[a]),
        cal.errors[b] + done * tired_b - (cal.errors[a] + begun * tired_a),
        cal.pay[b] + done * cal.wage[b] - (cal.pay[a] + begun * cal.wage[a]),
        cal.over[b] + done * cal.late[b] - (cal.over[a] + begun * cal.late[a]),
    )


def _reached(cal: Calendar, at: int) -> tuple[int, int]:
    """Return the last stretch that has begun at a time, or the first, and how much has passed."""
    place = max(0, bisect_right(cal.start, at) - 1)
    return place, max(0, min(at, cal.end[place]) - cal.start[place])


def open_between(cal: Calendar, start: int, end: int) -> int:
    """Return the seconds between two times in which the team is at work."""
    return _opened_until(cal, end) - _opened_until(cal, start)


def _opened_until(cal: Calendar, at: int) -> int:
    place = bisect_right(cal.start, at) - 1
    return cal.opened[place] + min(at, cal.end[place]) - cal.start[place] if place >= 0 else 0


def days_a_week(shift: str) -> int:
    """Return on how many days of the week a shift is worked.

    >>> days_a_week("Mon-Fri 09:00-18:00, Sat 09:00-12:00, Hol 09:00-12:00")
    6
    """
    return sum(bool(spans) for spans in _weekly(shift)[:_HOLIDAY])


def finish(cal: Calendar, start: int, work_s: float) -> float:
    """Return when work begun at a time is done, in closed form.

    Times beyond the horizon are returned as never.
    """
    place, begun = _reached(cal, start)
    target = cal.work[place] + begun * cal.pace[place] + work_s
    place = max(0, bisect_right(cal.work, target) - 1)
    # A target reached exactly at the end of a stretch is reached there, not at the next start.
    while place > 0 and cal.work[place] >= target - 1e-9:
        place -= 1
    if cal.pace[place] <= 0.0:
        return float(_NEVER)
    end = cal.start[place] + (target - cal.work[place]) / cal.pace[place]
    if place == len(cal.start) - 1 and end > cal.end[place]:
        return float(_NEVER)
    return max(float(start), end)

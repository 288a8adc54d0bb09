"""Limits, ticks and deadlines: what stays the same from one frame to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulation.charts.signs import AT_WORK
from simulation.charts.story import Story
from simulation.speaking import BOTH, LANGUAGES, one_language, spoken
from simulation.text import say
from simulation.units import weekday_zh

DAY_H = 24.0
STEPS_H = (1, 2, 3, 6, 12, 24, 48, 72, 96, 168, 336, 672, 1344, 2688, 5376)
WINDOWS_H = (12, 24, 48, 72, 120, 168, 240, 336, 504, 672, 1008, 1344, 2016, 2688, 4032, 5376)
NEARBY_WINDOWS = 3.0
"""A deadline to come widens the window up to so many times the time that has passed."""

LOW_TRUST_SHARE = 0.6
"""Labels of deadlines stand under a curve of trust that has not fallen so far, else above it."""

HOUR_LETTERS, DAY_LETTERS = 8.0, 5.5
"""Room that a label of the time axis needs, in sizes of its letters."""
JOINTS = {"en": " + ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """When duties fall due, whom they concern, and how they stand."""

    due_h: float
    label: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Everything the background of the charts depends on."""

    end_h: float
    currency: str
    people: float
    cost: float
    deadlines: tuple[Deadline, ...]
    teams: tuple[str, ...]
    truth: bool
    trust_fell: bool
    signs: tuple[str, ...]


def scale(story: Story) -> Scale:
    """Return the limits that hold a story, in steps, so that they change seldom."""
    series = story.series
    people = (*series.people_high, *series.people_told, *series.people_true)
    lines = deadlines(story)
    return Scale(
        end_h=window_h(story.now_h, [line.due_h for line in lines if line.state == "open"]),
        currency=story.currency,
        people=round_up(1.4 * max(people, default=0.0), least=10.0),
        cost=round_up(1.2 * max(series.cost, default=0.0), least=100.0),
        deadlines=lines,
        teams=tuple(story.teams.values()),
        truth=bool(series.people_true),
        trust_fell=any(t < LOW_TRUST_SHARE for t in (*series.trust_surveyed, *series.trust_share)),
        signs=tuple(kind for kind in story.signs.kinds() if kind in AT_WORK),
    )


def window_h(now_h: float, due_h: list[float]) -> float:
    """Return how many hours the time axis shows: now, and the deadline that comes next.

    >>> window_h(20, [30]), window_h(23.5, []), window_h(20, [900])
    (48, 48, 24)
    """
    reach_h = NEARBY_WINDOWS * max(now_h, DAY_H / 2)
    wanted_h = max([1.05 * now_h, *(1.1 * due for due in due_h if due <= reach_h)])
    return next((w for w in WINDOWS_H if w >= wanted_h), DAY_H * math.ceil(wanted_h / 672) * 28)


def round_up(value: float, least: float) -> float:
    """Return the next of 1, 1.5, 2, 3, 5, 7 times a power of ten.

    >>> round_up(1_234, least=10), round_up(0, least=10)
    (1500.0, 10.0)
    """
    value = max(value, least)
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0) if m * power >= value)


def ticks(story: Story, end_h: float, room: float) -> list[tuple[float, str]]:
    """Return places and labels of the time axis: time since the first sign, and the calendar.

    The room is the width of the axis in sizes of its letters.
    """
    step_h = next((s for s in STEPS_H if s / end_h * room >= _tick_width(s)), STEPS_H[-1])
    places = [float(n * step_h) for n in range(int(end_h // step_h) + 1)]
    return [(at_h, _tick(story, at_h, whole_days=step_h >= DAY_H)) for at_h in places]


def _tick_width(step_h: float) -> float:
    return DAY_LETTERS if step_h >= DAY_H else HOUR_LETTERS


def _tick(story: Story, at_h: float, *, whole_days: bool) -> str:
    moment = story.moment(at_h)
    if one_language(None) == "zh":
        if whole_days:
            return f"{at_h / DAY_H:.0f} 天\n{moment.month}月{moment.day}日"
        return f"{at_h:.0f} 小时\n{weekday_zh(moment)} {moment:%H:%M}"
    day = f"{moment.day} {moment:%b}"
    if whole_days:
        return f"{at_h / DAY_H:.0f} d\n{day}"
    return f"{at_h:.0f} h\n{moment:%a %H:%M}"


def deadlines(story: Story) -> tuple[Deadline, ...]:
    """Return the deadlines of the law, those due at one moment together."""
    together: dict[tuple[int, str], list[str]] = {}
    for duty in story.duties:
        state = "late" if duty.late else "open" if duty.met_s is None else "met"
        whom = together.setdefault((duty.due_s, state), [])
        if duty.recipient not in whom:
            whom.append(duty.recipient)
    return tuple(
        Deadline(story.hours(due_s), _deadline_label(whom), state)
        for (due_s, state), whom in sorted(together.items())
    )


def _deadline_label(recipients: list[str]) -> tuple[str, ...]:
    return tuple(
        JOINTS[language].join(say(f"recipient/{name}", language) for name in recipients)
        for language in (LANGUAGES if spoken() == BOTH else (spoken(),))
    )


def short(number: float) -> str:
    """Print a number for an axis: thousands as k, millions as M.

    >>> [short(0), short(750), short(12_500), short(2e6)]
    ['0', '750', '12.5k', '2M']
    """
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"

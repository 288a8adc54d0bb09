"""Looking ahead from where a drill stands: what an inject does, and what waiting costs.

Both compare two courses over many futures of the drill, forked from this moment, each pair on the
same luck. They are for the facilitator's eyes: they know what is true.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulation.drill.course import Change, History, Record, history_of
from simulation.drill.futures import (
    END_MEASURES,
    MARK_MEASURES,
    How,
    Question,
    compared,
    expect_futures,
    play_futures,
)
from simulation.drill.saying import change_text, unit_of
from simulation.errors import ActRefused, nearest
from simulation.study.figures import Difference, Floats
from simulation.world.layout import DAY, HOUR

AFTER_D = (1, 3, 7)
FUTURES = 40
WAIT_H = 1.0
QUARTER_S = HOUR // 4
KEY = "– no difference shown"
RELEASED, NOT_RELEASED, WAITED, AT_ONCE = "released", "not released", "waited", "at once"


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected change in a measure so many days from now; None is at the end of the run."""

    after_d: int | None
    change: Difference


@dataclass(frozen=True, repr=False)
class Forecast:
    """What an inject is expected to change if it is released now rather than never.

    It holds for `at_s`, the moment of the drill at which it was asked for.
    """

    inject: str
    at_s: int
    futures: int
    currency: str
    changes: tuple[Expected, ...]

    def of(self, measure: str, after_d: int | None = None) -> Difference:
        """Return the expected change in a measure some days from now, or at the end."""
        found = (e.change for e in self.changes if e.after_d == after_d)
        return next(change for change in found if change.measure == measure)

    def plain(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        return dataclasses.asdict(self)

    def __repr__(self) -> str:
        """Return the expected changes as a table."""
        head = f"If {self.inject} is released now rather than never, {self.futures} futures"
        lines = [f"{head} ({KEY}):"]
        for measure in MARK_MEASURES:
            for after_d in (*AFTER_D, None):
                when = "at the end" if after_d is None else f"after {after_d} d"
                words = _line(self.of(measure, after_d), self.currency)
                lines.append(f"  {measure:<22} {when:<11} {words}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a quarter of an hour of waiting costs at the end, if this option is taken then.

    Each difference is later less at once, for `wait_s`, divided by its quarters of an hour.
    """

    option: str
    changes: tuple[Difference, ...]

    def of(self, measure: str) -> Difference:
        """Return what waiting does to a measure."""
        return next(change for change in self.changes if change.measure == measure)


@dataclass(frozen=True, repr=False)
class WaitingCost:
    """The cost of waiting with an open decision, by option; it holds for the moment `at_s`."""

    decision: str
    at_s: int
    wait_s: int
    futures: int
    currency: str
    options: tuple[Waiting, ...]

    def of(self, option: str) -> Waiting:
        """Return the cost of waiting with an option."""
        return next(waiting for waiting in self.options if waiting.option == option)

    def plain(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        return dataclasses.asdict(self)

    def __repr__(self) -> str:
        """Return the cost of a quarter of an hour, a line for each option and measure."""
        head = f"Waiting with {self.decision}, per quarter of an hour, {self.futures} futures"
        lines = [f"{head} ({KEY}):"]
        for waiting in self.options:
            for measure in MARK_MEASURES:
                words = _line(waiting.of(measure), self.currency)
                lines.append(f"  {waiting.option:<18} {measure:<22} {words}")
        return "\n".join(lines)


def _line(change: Difference, currency: str) -> str:
    return f"{change_text(change)} {unit_of(change.measure, currency)}"


def forecast(
    record: Record, inject: str, *, futures: int = FUTURES, how: How | None = None
) -> Forecast:
    """Return what an inject that waits is expected to change; see `Drill.forecast`."""
    history = history_of(record)
    _expect_waiting(history, inject)
    futures = expect_futures(futures)
    now_s = record.reached_s
    marks = tuple(now_s + days * DAY for days in AFTER_D)
    arms = tuple((Change(kind, inject, time_s=now_s),) for kind in ("skip", "release"))
    table = play_futures(Question(record, arms, marks), futures, how or How())
    names = (RELEASED, NOT_RELEASED)
    changes = [
        Expected(days, compared((*names, measure), *_pair(table, 1, 0, place)))
        for place, (days, measure) in enumerate((d, m) for d in AFTER_D for m in MARK_MEASURES)
    ]
    first = len(changes)
    changes += [
        Expected(None, compared((*names, measure), *_pair(table, 1, 0, first + place)))
        for place, measure in enumerate(END_MEASURES)
    ]
    currency = history.program.tables.currency
    return Forecast(inject, now_s, futures, currency, tuple(changes))


def _pair(table: Floats, ours: int, theirs: int, column: int) -> tuple[Floats, Floats]:
    return table[ours, column], table[theirs, column]


def _expect_waiting(history: History, inject: str) -> None:
    if inject not in history.injects:
        hint = nearest(inject, history.injects)
        mean = f"; did you mean “{hint}”?" if hint else ""
        raise ActRefused(f"there is no inject {inject!r}{mean}")
    if not history.waits(inject):
        raise ActRefused(f"inject {inject} does not wait any more; expected one that does")


def waiting_cost(
    record: Record,
    decision: str,
    options: Sequence[str] = (),
    *,
    wait_h: float = WAIT_H,
    futures: int = FUTURES,
    how: How | None = None,
) -> WaitingCost:
    """Return what waiting with an open decision costs; see `Drill.waiting_cost`."""
    history = history_of(record)
    chosen = _options(history, decision, options)
    futures = expect_futures(futures)
    now_s = record.reached_s
    wait_s = _wait_s(history, decision, wait_h)
    arms = tuple(
        (Change("decide", decision, option, at_s),)
        for option in chosen
        for at_s in (now_s, now_s + wait_s)
    )
    table = play_futures(Question(record, arms), futures, how or How())
    quarters = wait_s / QUARTER_S
    found = [
        Waiting(
            option,
            tuple(
                _per_quarter(
                    compared((WAITED, AT_ONCE, measure), *_pair(table, at + 1, at, place)),
                    quarters,
                )
                for place, measure in enumerate(END_MEASURES)
            ),
        )
        for at, option in zip(range(0, len(arms), 2), chosen, strict=True)
    ]
    currency = history.program.tables.currency
    return WaitingCost(decision, now_s, wait_s, futures, currency, tuple(found))


def _per_quarter(change: Difference, quarters: float) -> Difference:
    mean, low, high = (
        None if value is None else value / quarters
        for value in (change.mean, change.low, change.high)
    )
    return dataclasses.replace(change, mean=mean, low=low, high=high)


def _options(history: History, decision: str, options: Sequence[str]) -> list[str]:
    """Return the options to look at; without any, the plan's answer, or else the default."""
    program = history.program
    names = program.decisions
    if decision not in names:
        hint = nearest(decision, names)
        raise ActRefused(
            f"there is no decision {decision!r}" + (f"; did you mean “{hint}”?" if hint else "")
        )
    taken = history.taken.get(decision)
    if taken is None or taken.option:
        what = "has not come up" if taken is None else "has been taken"
        raise ActRefused(f"decision {decision} {what}; expected one that waits for its answer")
    item = names.index(decision)
    for option in options:
        if option not in program.options[item]:
            hint = nearest(option, program.options[item])
            mean = f"; did you mean “{hint}”?" if hint else ""
            raise ActRefused(f"decision {decision} has no option {option!r}{mean}")
    default = program.options[item][program.tables.decision_default[item]]
    return list(options) or [history.advice(decision) or default]


def _wait_s(history: History, decision: str, wait_h: float) -> int:
    """Return how long to wait: no longer than the decision does."""
    wait_s = round(wait_h * HOUR) if math.isfinite(wait_h) else 0
    if wait_s < 1:
        raise ActRefused(f"wait_h is {wait_h:g}; expected hours above 0, a second at least")
    item = history.program.decisions.index(decision)
    lapses_s = history.taken[decision].raised_s + history.program.tables.decision_wait_s[item]
    left_s = lapses_s - 1 - history.record.reached_s
    if left_s < 1:
        raise ActRefused(f"decision {decision} falls to its default now; there is no waiting")
    return min(wait_s, left_s)

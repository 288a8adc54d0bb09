"""The log of a run: every change with its time, cause, before and after."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulation.units import format_number
from simulation.world.facts import FACTS, Fact, Lines, facts_of

HOUR = 3_600


def moment_at(begins: datetime.datetime, time_s: int) -> datetime.datetime:
    """Return the local moment some seconds after a moment with its time zone.

    Clocks that go forward or back in between are taken into account.

    >>> from zoneinfo import ZoneInfo
    >>> begins = datetime.datetime(2026, 3, 7, 12, tzinfo=ZoneInfo("America/New_York"))
    >>> moment_at(begins, 24 * 3600).hour
    13
    """
    later = begins.astimezone(datetime.UTC) + datetime.timedelta(seconds=time_s)
    return later.astimezone(begins.tzinfo)


class Sink(Protocol):
    """Whatever takes the facts of a run, an instant at a time."""

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""

    def flow(self, lines: Lines) -> None:
        """Take what quantities that flow wrote from one happening to the next."""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated line of the log.

    >>> line = Event(7, 3600, "2026-03-02 22:40", "flag.set", "flag/aware", "task/triage", 0, 1)
    >>> line.time_h
    1.0
    """

    number: int
    time_s: int
    moment: str
    kind: str
    subject: str
    cause: str
    before: float
    after: float

    @property
    def time_h(self) -> float:
        """Hours since the first unauthorised access."""
        return self.time_s / HOUR

    def __str__(self) -> str:
        """Return the line as text, with 9 significant digits."""
        change = f"{format_number(self.before)} -> {format_number(self.after)}"
        return f"{self.time_s}\t{self.kind}\t{self.subject}\t{self.cause}\t{change}"


class Log:
    """All events of a run, in order.

    >>> from simulation.run import run
    >>> from simulation.files import load
    >>> log = run(load("breaches/insider-export"), load("plans/lean"), seed=7).log
    >>> log.of("channel.fire")[0].kind
    'channel.fire'
    """

    def __init__(self, names: list[str], begins: datetime.datetime) -> None:
        """Begin an empty log; `begins` is a moment with its time zone."""
        self._names = names
        self._begins = begins
        self.facts: list[Fact] = []

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""
        self.facts.extend(facts)

    def flow(self, lines: Lines) -> None:
        """Take what quantities that flow wrote from one happening to the next."""
        self.facts.extend(facts_of(lines))

    def copy(self) -> Log:
        """Return a log that goes on from here on its own."""
        twin = Log(self._names, self._begins)
        twin.facts = list(self.facts)
        return twin

    @property
    def names(self) -> list[str]:
        """What facts name by number: their subjects and causes."""
        return self._names

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.facts)

    def __getitem__(self, number: int) -> Event:
        """Return an event by its place in the log."""
        time_s, kind, subject, cause, before, after = self.facts[number]
        return Event(
            number,
            time_s,
            f"{moment_at(self._begins, time_s):%Y-%m-%d %H:%M}",
            FACTS[kind],
            self._names[subject],
            self._names[cause],
            before,
            after,
        )

    def __iter__(self) -> Iterator[Event]:
        """Go through all events in order."""
        return (self[number] for number in range(len(self.facts)))

    def of(self, *kinds: str) -> list[Event]:
        """Return the events of some kinds, such as ``task.start``; a prefix takes all of it."""
        chosen = {
            place
            for place, name in enumerate(FACTS)
            if name in kinds or name.partition(".")[0] in kinds
        }
        return [self[n] for n, fact in enumerate(self.facts) if fact[1] in chosen]

    def table(self, *kinds: str) -> dict[str, list[object]]:
        """Return events as plain columns, ready for a table: all, or those of some kinds."""
        events = self.of(*kinds) if kinds else list(self)
        columns = ("time_h", "moment", "kind", "subject", "cause", "before", "after")
        return {column: [getattr(event, column) for event in events] for column in columns}

    def text(self) -> str:
        """Return the whole log as text: the same run gives the same bytes."""
        return "".join(f"{event}\n" for event in self)

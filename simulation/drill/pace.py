"""The wall clock: it paces a drill and nothing else; simulated time never reads it."""

from __future__ import annotations

import time
from collections.abc import Callable

from simulation.drill.acts import whole
from simulation.errors import ActRefused
from simulation.inputs.scenario import LENGTHS_MIN, Scenario

MOST_MINUTES_PER_SECOND = 60.0 * 24 * 7
ASLEEP_S = 20.0
"""Longer than this between two looks, and the machine, or the kernel, was not at work."""

RUNNING_SHARE = 0.5
"""Of a drill's length: the rest is talk, while the clock is held. A judgement."""


def expect_length(length_min: object) -> int:
    """Return how many minutes a drill is meant to take, or say which it may.

    >>> expect_length(60)
    Traceback (most recent call last):
        ...
    simulation.errors.ActRefused: length_min is 60; expected 45, 90 or 180
    """
    if (minutes := whole("length_min", length_min)) not in LENGTHS_MIN:
        *some, last = LENGTHS_MIN
        known = f"{', '.join(map(str, some))} or {last}"
        raise ActRefused(f"length_min is {minutes}; expected {known}")
    return minutes


def fitting_pace(scenario: Scenario, length_min: int) -> float:
    """Return the simulated minutes a second at which a story fits into a drill's length.

    The story is as long as the longest delay of an inject that comes by itself in a drill of that
    length, from whatever it waits for. What comes some time after the first access has run part of
    its way when the drill begins.

    >>> from simulation.files import load
    >>> f"{fitting_pace(load('breaches/insider-export'), 180):.2f}"
    '0.49'
    """
    spare = scenario.spare(length_min)
    coming = [i for n, i in scenario.injects.items() if n not in spare and i.after != "hand"]
    sign_h = scenario.first_sign.after_h if scenario.first_sign is not None else 0.0
    delays_h = (i.delay_h - (sign_h if i.after == "start" else 0.0) for i in coming)
    story_min = max(delays_h, default=0.0) * 60.0
    return max(0.0, story_min) / (length_min * 60.0 * RUNNING_SHARE)


class Pace:
    """How many simulated minutes pass in a second of the room's time.

    `now` is a clock that only goes forward; `wall` may be set, also back, and goes on while the
    machine sleeps, which the other need not.

    >>> times = iter([10.0, 12.0])
    >>> pace = Pace(lambda: next(times))
    >>> pace.run(5.0)
    >>> pace.elapsed_s()  # two seconds at five minutes a second
    600
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._now = now
        self._wall = wall
        self._since: tuple[float, float] | None = None
        self._rest_s = 0.0
        self.minutes_per_second = 1.0
        self.hold_on_news = True
        self.slept_s = 0.0
        """How long nobody looked at the clock before it was held for that; 0 once it runs."""

    @property
    def running(self) -> bool:
        """Whether simulated time is passing."""
        return self._since is not None

    def run(self, minutes_per_second: float | None = None) -> None:
        """Let time pass, at a new pace when one is given.

        Raises ValueError for a pace that is not above 0 and at most a week a second.
        """
        pace = self.minutes_per_second if minutes_per_second is None else minutes_per_second
        if not 0.0 < pace <= MOST_MINUTES_PER_SECOND:
            raise ValueError(f"pace {pace:g}; expected above 0 and at most a week a second")
        self.minutes_per_second = pace
        self._since, self._rest_s = (self._now(), self._wall()), 0.0
        self.slept_s = 0.0

    def hold(self) -> None:
        """Stop the clock; the time of the room goes on without it."""
        self._since = None

    def elapsed_s(self) -> int:
        """Return the simulated seconds that have passed since this was last asked.

        After a sleep of the machine none have, and the clock is held: nobody was there to play.
        """
        if self._since is None:
            return 0
        now, wall = self._now(), self._wall()
        passed_s = max(0.0, now - self._since[0])
        away_s = max(passed_s, wall - self._since[1])
        if away_s > ASLEEP_S:
            self.hold()
            self.slept_s = away_s
            return 0
        passed = passed_s * self.minutes_per_second * 60.0 + self._rest_s
        self._since, whole = (now, wall), int(passed)
        self._rest_s = passed - whole
        return whole

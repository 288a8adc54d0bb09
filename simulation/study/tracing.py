"""The way back through a log: from a moment to what it waited for, step by step to the start.

Every fact names its cause, and every task says when it could begin, began and ended. So the time
from the first access to a moment falls into legs without gap or overlap: waiting for people,
working, waiting for an answer. Two runs are compared leg by leg, and the differences of the legs
add up to the difference of the moment, to the second.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulation.inputs.plan import Task
from simulation.run import Run
from simulation.study.workers import Case
from simulation.world.facts import FACT, FACTS, Fact

TASK_KINDS = frozenset(number for number, name in enumerate(FACTS) if name.startswith("task."))
TRIGGERS = ("task.end", "flag.set", "told", "decision.answer", "estimate", "inject.release")
"""What may let a condition hold, the most telling first."""
SOURCES = {
    "task": "task.end",
    "decision": "decision.answer",
    "inject": "inject.release",
    "channel": "channel.fire",
    "event": "channel.fire",
}
"""The line at which a cause of a kind had its effects."""
PHASE_FLAG = {"containment": "confirmed", "notification": "aware", "remediation": "contained"}
MOMENTS: dict[str, tuple[str, str]] = {
    "first_sign": ("flag.set", "flag/first_sign"),
    "confirmed": ("flag.set", "flag/confirmed"),
    "aware": ("flag.set", "flag/aware"),
    "contained": ("flag.set", "flag/contained"),
    "regulator_told": ("told", "audience/regulator"),
    "clients_told": ("told", "audience/affected"),
    "media": ("flag.set", "flag/media"),
    "cause_fixed": ("flag.set", "flag/cause_fixed"),
}
"""Moments of a run, in the order of a breach: the kind and subject of their first line."""
_BY_FACT = {(FACT[kind], subject): name for name, (kind, subject) in MOMENTS.items()}


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of the way to a moment: `kind` says how the time went, `subject` on what.

    Kinds: found, wait, queue, work, again, decision, inject, before. Of a queue, `ended_by` is
    what let the work begin: a shift, another task, an arrival.
    """

    kind: str
    subject: str
    from_s: int
    to_s: int
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A leg in two runs, in seconds; None where the way does not lead through it."""

    kind: str
    subject: str
    before_s: int | None
    after_s: int | None

    @property
    def change_s(self) -> int:
        """How many seconds more it takes in the second run.

        >>> Part("work", "task/stop", 7200, None).change_s
        -7200
        """
        return (self.after_s or 0) - (self.before_s or 0)


@dataclass(frozen=True, slots=True)
class Shift:
    """A moment in two runs, in seconds since the first access, and the parts of the change.

    Where it came in both, the changes of the parts add up to the change of the moment.
    """

    moment: str
    before_s: int | None
    after_s: int | None
    parts: tuple[Part, ...] = ()

    @property
    def change_s(self) -> int | None:
        """How much later it came, or nothing where it did not come in both."""
        if self.before_s is None or self.after_s is None:
            return None
        return self.after_s - self.before_s


Way = tuple[list[Leg], dict[str, tuple[int, int]]]
Step = tuple[list[Leg], int | None]


class Story:
    """A run's log with an index of its lines, and the inputs that it came from."""

    def __init__(self, one: Run, case: Case) -> None:
        self.run, self.case = one, case
        self.facts, self.names = one.log.facts, one.log.names
        self._times = [fact[0] for fact in self.facts]
        self.tasks: dict[str, list[int]] = {}
        self.moments: dict[str, int] = {}
        self.flags: dict[str, int] = {}
        self._of: dict[int, list[int]] = {}
        for number, fact in enumerate(self.facts):
            self._of.setdefault(fact[1], []).append(number)
            if fact[1] in TASK_KINDS:
                self.tasks.setdefault(self.names[fact[2]], []).append(number)
            elif fact[1] in (FACT["flag.set"], FACT["told"]):
                subject = self.names[fact[2]]
                self.flags.setdefault(subject, number)
                if name := _BY_FACT.get((fact[1], subject)):
                    self.moments.setdefault(name, number)
        ends = {self._ended(number): name for name, number in self.moments.items()}
        self._marks = ends | {number: name for name, number in self.moments.items()}

    def _ended(self, number: int) -> int:
        """Return the end of the task that brought a moment, or else the moment's own line."""
        ended = self._here(number, "task.end", {self.names[self.facts[number][3]]})
        return number if ended is None else ended

    def task(self, subject: str) -> Task | None:
        """Return the plan's task of a name such as ``task/stop``."""
        return self.case.plan.tasks.get(subject.removeprefix("task/"))

    def moment_s(self, name: str) -> int | None:
        """Return when a moment came."""
        number = self.moments.get(name)
        return None if number is None else self.facts[number][0]

    def of(self, kind: str, subject: str | None = None) -> Iterator[tuple[int, Fact]]:
        """Give the lines of a kind with their numbers, those of one subject if it is given."""
        for number in self._of.get(FACT[kind], ()):
            fact = self.facts[number]
            if subject is None or self.names[fact[2]] == subject:
                yield number, fact

    # -- the way back ----------------------------------------------------------------------

    def way(self, moment: str) -> Way:
        """Return the legs to a moment, the earliest first, and the moments on the way.

        Each of those has its time and how many legs lie behind it.
        """
        number: int | None = self.moments[moment]
        legs: list[Leg] = []
        marks: dict[str, tuple[int, int]] = {}
        until = self.facts[self.moments[moment]][0]
        while number is not None:
            fact = self.facts[number]
            if (name := self._marks.get(number, moment)) != moment:
                marks[name] = fact[0], len(legs)
            found, previous = self._previous(number)
            legs += found
            until = found[-1].from_s if found else until
            number = previous if previous is not None and previous < number else None
        if until > 0:
            legs.append(Leg("before", "", 0, until))
        return legs[::-1], marks

    def _previous(self, number: int) -> Step:
        """Return what time went by before a line, the latest first, and the line before that."""
        fact = self.facts[number]
        ways: dict[str, Callable[[int], Step]] = {
            "channel.fire": self._found,
            "task.end": self._work,
            "decision.answer": self._answer,
            "inject.release": self._inject,
            "phase.start": self._phase,
        }
        if way := ways.get(FACTS[fact[1]]):
            return way(number)
        cause = self.names[fact[3]]
        source = SOURCES.get(cause.partition("/")[0])
        return [], self._here(number, source, {cause}) if source else self._trigger(number)

    def _found(self, number: int) -> Step:
        fact = self.facts[number]
        return [Leg("found", self.names[fact[2]], 0, fact[0])], None

    def _answer(self, number: int) -> Step:
        fact, subject = self.facts[number], self.names[self.facts[number][2]]
        leg = Leg("decision", subject, int(fact[4]), fact[0])
        return [leg], self._last("decision.raise", subject, number)

    def _phase(self, number: int) -> Step:
        phase = self.names[self.facts[number][2]].removeprefix("phase/")
        return [], self.flags.get(f"flag/{PHASE_FLAG.get(phase)}")

    def _work(self, end: int) -> Step:
        """Return the legs of a task that has ended, and the line at which it could begin."""
        subject = self.names[self.facts[end][2]]
        ready = start = again = None
        resting = False
        for number in self.tasks[subject]:
            kind = FACTS[self.facts[number][1]]
            if number > end:
                break
            if kind == "task.ready" and not resting:
                ready, start, again = number, None, None
            elif kind == "task.start" and start is None:
                start = number
            elif kind == "task.again" and again is None:
                again = number
            resting = kind == "task.again"
        if ready is None or start is None:
            return [], None
        ready_s, start_s, end_s = (self.facts[n][0] for n in (ready, start, end))
        done_s = end_s if again is None else self.facts[again][0]
        is_wait = self.facts[start][4] < 0.0
        legs = [] if again is None else [Leg("again", subject, done_s, end_s)]
        legs.append(Leg("wait" if is_wait else "work", subject, start_s, done_s))
        if not is_wait:
            by = self.names[self.facts[start][3]]
            legs.append(Leg("queue", subject, ready_s, start_s, by))
        return legs, ready

    def _inject(self, number: int) -> Step:
        time_s, subject = self.facts[number][0], self.names[self.facts[number][2]]
        inject = self.case.scenario.injects.get(subject.removeprefix("inject/"))
        anchor = inject.after if inject else "start"
        if anchor.startswith("decision/"):
            previous = self._last("decision.answer", anchor, number)
        else:
            previous = self.flags.get(f"flag/{anchor}")
        from_s = 0 if previous is None else self.facts[previous][0]
        return [Leg("inject", subject, from_s, time_s)], previous

    def _trigger(self, number: int) -> int | None:
        """Return the line of the same instant that let a condition hold."""
        fact = self.facts[number]
        kind, subject = FACTS[fact[1]], self.names[fact[2]]
        if subject == "flag/contained":
            closed = self._here(number, "leak.factor")
            return closed if closed is not None else self._here(number, "flag.set")
        task = self.task(subject) if kind in ("task.ready", "task.skip") else None
        if task is not None:
            after = {f"task/{name}" for name in task.after}
            for source in ("task.end", "task.skip", "task.cancel"):
                if (found := self._here(number, source, after)) is not None:
                    return found
            found = self._here(number, "phase.start", {f"phase/{task.phase}"})
            if found is not None:
                return found
        for source in TRIGGERS:
            if (found := self._here(number, source)) is not None:
                return found
        return None

    def _here(self, number: int, kind: str, subjects: set[str] | None = None) -> int | None:
        """Return the last line of a kind before another at the same instant."""
        code, time_s = FACT[kind], self.facts[number][0]
        for other in range(number - 1, bisect.bisect_left(self._times, time_s) - 1, -1):
            fact = self.facts[other]
            if fact[1] == code and (subjects is None or self.names[fact[2]] in subjects):
                return other
        return None

    def _last(self, kind: str, subject: str, before: int) -> int | None:
        """Return the last line of a kind and subject before another."""
        found = [number for number, _ in self.of(kind, subject) if number < before]
        return found[-1] if found else None


def shifts(ours: Story, theirs: Story) -> list[Shift]:
    """Return every moment whose time differs, with the parts of its change.

    What lies before an earlier moment that both ways lead through is one part: that moment.
    """
    found = []
    for name in MOMENTS:
        before, after = ours.moment_s(name), theirs.moment_s(name)
        if before == after:
            continue
        parts: tuple[Part, ...] = ()
        if before is not None and after is not None:
            parts = tuple(_parts(ours.way(name), theirs.way(name)))
        found.append(Shift(name, before, after, parts))
    return found


def _parts(ours: Way, theirs: Way) -> Iterator[Part]:
    (our_legs, our_marks), (their_legs, their_marks) = ours, theirs
    shared = [name for name in our_marks if name in their_marks]
    if shared:
        mark = max(shared, key=lambda name: (their_marks[name], our_marks[name]))
        since, behind = our_marks[mark]
        until, left = their_marks[mark]
        our_legs, their_legs = (
            our_legs[len(our_legs) - behind :],
            their_legs[len(their_legs) - left :],
        )
        yield Part("moment", mark, since, until)
    before, after = _lengths(our_legs), _lengths(their_legs)
    for key in dict.fromkeys([*before, *after]):
        yield Part(*key, before.get(key), after.get(key))


def _lengths(legs: list[Leg]) -> dict[tuple[str, str], int]:
    """Return how long each leg is; a thing that comes twice on a way counts once, for both."""
    lengths: dict[tuple[str, str], int] = {}
    for leg in legs:
        key = leg.kind, leg.subject
        lengths[key] = lengths.get(key, 0) + leg.to_s - leg.from_s
    return lengths

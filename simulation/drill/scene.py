"""One course of a drill: the world from the first sign on, and what it shows.

A course knows no file. The same inputs and the same acts make the same course, so it can be made
anew for any moment of a drill.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.drill import viewing
from simulation.drill.acts import APPLY, inject_from
from simulation.drill.records import Act, Line
from simulation.drill.view import Bar, DecisionView, FeedLine, Sample, Series, TeamView, View
from simulation.drill.wording import HIDDEN, Wording
from simulation.engine import Engine
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Inject, Scenario
from simulation.log import Log
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.facts import FACT
from simulation.world.layout import (
    F_FIRST_SIGN,
    HOUR,
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a drill is made from."""

    scenario: Scenario
    plan: Plan
    organisation: Organisation | None
    seed: int
    length_min: int = LENGTHS_MIN[-1]
    """How long it is meant to take: injects of longer drills are held back."""

    def program(self) -> Program:
        """Compile them; raises InputError when they do not fit together."""
        return Program(self.scenario, self.plan, self.organisation, self.seed)


class Scene:
    """A world that people act on, with its log, its curves and its feed.

    >>> from simulation.files import load
    >>> inputs = Inputs(load("breaches/insider-export"), load("plans/lean"), None, 7)
    >>> scene = Scene(inputs)
    >>> scene.advance(scene.began_s + 7_200)
    >>> scene.now_s - scene.began_s
    7200
    """

    def __init__(self, inputs: Inputs) -> None:
        """Make the world and go to its first sign."""
        self.program = inputs.program()
        self.recorder = Recorder(self.program)
        held = inputs.scenario.spare(inputs.length_min)
        self.engine = Engine(self.program, sink=self.recorder, drill=True, held=held)
        self.injects: dict[str, Inject] = dict(inputs.scenario.injects)
        self.wording = Wording(self.program, self.injects)
        self.acts: list[Act] = []
        """Acts that were applied, in order."""
        self.lines_before: dict[int, int] = {}
        """How long the log was when an act was applied, by the act's number."""
        self._samples: list[Sample] = []
        self._feed: list[FeedLine] = []
        self._worded = 0
        self._events: list[FeedLine] = []
        self._searched = 0
        self._go_to_first_sign()

    def _go_to_first_sign(self) -> None:
        state = self.engine.state
        while state.flag_at[F_FIRST_SIGN] < 0 and not state.finished:
            self.engine.advance(min(self.engine.next_s, state.end_s))
        self.began_s = self.engine.now
        self._samples.append(viewing.sample(self.engine))

    # -- going on --------------------------------------------------------------------------

    @property
    def now_s(self) -> int:
        """Seconds since the first unauthorised access."""
        return self.engine.now

    @property
    def finished(self) -> bool:
        """Whether the end of its year is reached."""
        return self.engine.state.finished

    @property
    def log(self) -> Log:
        """Every event so far."""
        return self.recorder.log

    def advance(self, until_s: int) -> None:
        """Advance hour by hour, so that the curves have a sample at each."""
        until_s = min(until_s, self.engine.state.end_s)
        while self.now_s < until_s and not self.finished:
            hour = (self.now_s // HOUR + 1) * HOUR
            self.engine.advance(min(until_s, hour))
            if self.now_s % HOUR == 0:
                self._samples.append(viewing.sample(self.engine))

    def apply(self, act: Act) -> None:
        """Apply an act at this moment."""
        self.lines_before[act.number] = len(self.log)
        if act.kind in ("improvise", "edit"):
            inject = inject_from(act.arguments["inject"])
            APPLY[act.kind](self.engine, act.arguments)
            self.injects[act.arguments["name"]] = inject
        else:
            APPLY[act.kind](self.engine, act.arguments)
        self.acts.append(act)

    def try_out(self, kind: str, arguments: dict[str, Any]) -> None:
        """Apply an act to a fork, which says whether it is possible now."""
        APPLY[kind](self.engine.fork(), arguments)

    def next_of(self, kinds: Sequence[str], until_s: int) -> int | None:
        """Return when a fact of some kinds comes, as a fork shows, or None if not in time."""
        wanted = {FACT[kind] for kind in kinds}
        seen = Log(self.program.tables.names, self.program.begins)
        engine = self.engine.fork(sink=seen)
        while engine.now < until_s and not engine.state.finished:
            engine.advance(min(engine.next_s, until_s))
            if any(fact[1] in wanted for fact in seen.facts):
                return engine.now
            seen.facts.clear()
        return None

    # -- reading ---------------------------------------------------------------------------

    @property
    def moment(self) -> str:
        """The moment as a person reads it."""
        return viewing.moment(self.program.begins, self.now_s)

    @property
    def outcome(self) -> Outcome:
        """The measures of what has happened up to now."""
        until_now = self.recorder.copy()
        if not self.finished:
            self.engine.fork(sink=until_now).sample()
        return until_now.tally.outcome()

    def view(self, notes: Sequence[Act], *, truth: bool, undone: Collection[int] = ()) -> View:
        """Return everything a screen shows; the truth only when asked for."""
        engine, begins, facts = self.engine, self.program.begins, self.log.facts
        return View(
            now_s=self.now_s,
            moment=self.moment,
            begins=begins,
            finished=self.finished,
            drill_began_s=self.began_s,
            currency=self.program.organisation.currency,
            phases=viewing.phases(engine),
            known=viewing.known(engine),
            truth=viewing.truth(engine) if truth else None,
            injects=viewing.injects(engine, self.injects, facts),
            decisions=self.decisions(),
            staff=self.staff(),
            duties=viewing.duties(engine),
            feed=self.feed(truth=truth),
            notes=viewing.notes(notes, begins, undone),
        )

    def staff(self) -> tuple[TeamView, ...]:
        """Return every team as it stands."""
        return viewing.staff(self.engine)

    def decisions(self) -> tuple[DecisionView, ...]:
        """Return every decision, open or not, with who took it and why."""
        return viewing.decisions(self.engine, self.acts, self.log.facts)

    def feed(self, *, truth: bool) -> tuple[FeedLine, ...]:
        """Return the lines since the first sign; the truth's only when asked for."""
        return tuple(
            line
            for line in self._word()
            if truth or (line.kind not in HIDDEN and line.time_s >= self.began_s)
        )

    def events(self, *, truth: bool) -> tuple[FeedLine, ...]:
        """Return every event since the first sign, costs too; the truth's only when asked for."""
        facts = self.log.facts
        for number in range(self._searched, len(facts)):
            line = self.wording.event(number, facts[number])
            if line is not None and line.time_s >= self.began_s:
                self._events.append(line)
        self._searched = len(facts)
        return tuple(line for line in self._events if truth or line.kind not in HIDDEN)

    def _word(self) -> list[FeedLine]:
        """Put the facts into words, each once."""
        facts = self.log.facts
        for number in range(self._worded, len(facts)):
            line = self.wording.line(number, facts[number])
            if line is not None:
                self._feed.append(line)
        self._worded = len(facts)
        return self._feed

    def lines(self, start: int) -> list[Line]:
        """Return the log from a place on, as the drill file keeps it."""
        words: dict[int, FeedLine] = {}
        for said in reversed(self._word()):
            if said.number < start:
                break
            words[said.number] = said
        return [
            Line(
                number=number,
                time_s=(event := self.log[number]).time_s,
                kind=event.kind,
                text=str(event),
                words=_words(words.get(number)),
            )
            for number in range(start, len(self.log))
        ]

    def series(self, *, truth: bool) -> Series:
        """Return the curves, a value per simulated hour and one for now."""
        samples = [*self._samples, viewing.sample(self.engine)]
        columns = {
            name: tuple(getattr(sample, name) for sample in samples)
            for name in Series.__dataclass_fields__
        }
        if not truth:
            columns |= dict.fromkeys(("trust_share", "people_true", "record_days_untold"), ())
        return Series(**columns)

    def bars(self) -> tuple[Bar, ...]:
        """Return who worked on what from when to when."""
        return viewing.bars(self.log.facts, self.program)


def _words(line: FeedLine | None) -> str:
    if line is None:
        return ""
    return json.dumps({**line.text, "by_room": line.by_room}, ensure_ascii=False, sort_keys=True)

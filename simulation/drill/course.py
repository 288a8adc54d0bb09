"""What was done in a drill, as data that plays again: as it was, or with something changed.

A record holds the inputs, the acts that stand and how far the clock had gone. Played again on the
same luck it leads to the same bytes. A change takes another option, releases or skips an inject,
or alters a team's heads; whatever was done later is done again where it still applies.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulation.drill.acts import APPLY, inject_from
from simulation.drill.records import Act
from simulation.engine import Engine
from simulation.errors import SimulationError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Inject, Scenario
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.facts import FACT
from simulation.world.layout import (
    E_DECISION,
    E_INJECT,
    F_FIRST_SIGN,
    I_HELD,
    I_PENDING,
    I_RELEASED,
    I_SKIPPED,
    NEVER,
)

Key = tuple[int, int]
"""A place in the course of a drill: the second, and the order within it."""

LAST = 10**12
"""After everything that was done in the same second."""
PLANS_ANSWER = 2 * LAST
THE_END: Key = (NEVER, 0)
KEPT_RECORDS = 4
_RAISED = frozenset((FACT["decision.raise"],))


@dataclass(frozen=True, slots=True)
class Record:
    """A drill as it was played: its inputs, the acts that stand as JSON, and the time reached.

    It is made of plain values, so that it travels to a worker and serves as a key.
    """

    scenario: Scenario
    plan: Plan
    organisation: Organisation | None
    seed: int
    acts: str
    reached_s: int
    length_min: int = LENGTHS_MIN[-1]

    @staticmethod
    def written(acts: Sequence[Act]) -> str:
        """Return acts as they stand in a record.

        >>> Record.written([Act(1, 60, 4, "skip", {"inject": "call"}, "")])
        '[[1, 60, "skip", {"inject": "call"}]]'
        """
        rows = [[act.number, act.time_s, act.kind, act.arguments] for act in acts]
        return json.dumps(rows, ensure_ascii=False, sort_keys=True)

    def leads_to(self, other: Record) -> bool:
        """Return whether another record is this one gone on: no act of it is undone or changed.

        >>> from dataclasses import replace
        >>> from simulation.files import load
        >>> inputs = (load("breaches/insider-export"), load("plans/lean"), None, 7)
        >>> before = Record(*inputs, Record.written([]), 60)
        >>> act = Act(1, 60, 4, "skip", {"inject": "call"}, "")
        >>> after = replace(before, acts=Record.written([act]), reached_s=90)
        >>> before.leads_to(after), after.leads_to(before)
        (True, False)
        """
        # Acts have numbers that are given once, and stand one after the other.
        kept = other.acts.startswith(self.acts.removesuffix("]"))
        return kept and self.reached_s <= other.reached_s

    def program(self) -> Program:
        """Compile the model anew."""
        return Program(self.scenario, self.plan, self.organisation, self.seed)


@dataclass(frozen=True, slots=True)
class Change:
    """What is done otherwise: `decide`, `release`, `skip` or `heads`, of whom, how and when.

    Without a time it is where the record has it.
    """

    kind: str
    name: str
    value: str | int = ""
    time_s: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An act at its time; `number` is that of the recorded act, 0 for none."""

    key: Key
    kind: str
    arguments: Mapping[str, Any] = field(hash=False)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, given so long after its question comes up."""

    option: str
    delay_s: int
    order: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """How a decision went in the record: when it came up, and what was answered when, if it was.

    `act` is the number of the room's act; 0 where nobody answered and the default holds. The room
    may have answered `beforehand`, so that the question never came up.
    """

    raised_s: int
    option: str = ""
    answered_s: int = -1
    act: int = 0
    beforehand: bool = False

    @property
    def by_default(self) -> bool:
        """Whether nobody answered in time."""
        return bool(self.option) and not self.act


@dataclass(frozen=True)
class Script:
    """What is done from somewhere on: acts at their times, and answers to questions to come."""

    steps: tuple[Step, ...]
    replies: Mapping[str, Reply]


class Player:
    """Plays a script on an engine, and keeps what could be done and what could not."""

    def __init__(self, engine: Engine, recorder: Recorder, script: Script, since: Key) -> None:
        self.engine, self.recorder, self.script = engine, recorder, script
        self.done: dict[int, int] = {}
        self.refused: dict[int, str] = {}
        self._place = sum(step.key < since for step in script.steps)
        self._seen: set[int] = set()
        self._pending: list[tuple[Key, int, str]] = []
        answers = zip(engine.program.decisions, engine.state.answer, strict=True)
        self._before = {name for name, answer in answers if answer >= 0}
        self._expect()

    def play(self, until: Key = THE_END) -> None:
        """Go on up to a place of the course, left out, or to the end of the run."""
        engine = self.engine
        while not engine.state.finished:
            key = self._next()
            due = key < until
            if due and key[0] <= engine.now:
                self._act()
            elif not due and engine.now >= until[0]:
                return
            else:
                # A question that comes up on the way may be answered before anything else.
                engine.advance((key if due else until)[0], _RAISED)
            self._expect()

    def fork(self, replication: int | None, recorder: Recorder) -> Engine:
        """Return an engine that goes on from here on its own."""
        return self.engine.fork(replication, recorder)

    def left_over(self) -> dict[int, str]:
        """Return the recorded acts that found no place before the run's end, each with why."""
        steps = {s.number: "over" for s in self.script.steps[self._place :] if s.number}
        asked = {name for _, _, name in self._pending}
        late = {
            reply.number: "over" if name in asked else "never"
            for name, reply in self.script.replies.items()
            if reply.number and name not in self._before
            if reply.number not in {**self.done, **self.refused}
        }
        return {**steps, **late}

    def _expect(self) -> None:
        """Take note of questions that have come up, and of when each will be answered."""
        s, names = self.engine.state, self.engine.program.decisions
        for item, raised_s in enumerate(s.raised_at):
            if raised_s < 0 or item in self._seen:
                continue
            self._seen.add(item)
            reply = self.script.replies.get(names[item])
            if reply is not None and s.answer[item] < 0:
                key = (raised_s + reply.delay_s, reply.order)
                self._pending = sorted([*self._pending, (key, reply.number, names[item])])

    def _next(self) -> Key:
        steps, place = self.script.steps, self._place
        step = steps[place].key if place < len(steps) else (NEVER, LAST)
        return min(step, self._pending[0][0]) if self._pending else step

    def _act(self) -> None:
        key = self._next()
        if self._pending and self._pending[0][0] == key:
            _, number, name = self._pending.pop(0)
            option = self.script.replies[name].option
            step = Step(key, "decide", {"decision": name, "option": option}, number)
        else:
            step = self.script.steps[self._place]
            self._place += 1
        try:
            APPLY[step.kind](self.engine, step.arguments)
        except SimulationError:
            self.refused[step.number] = self._why_not(step)
        else:
            self.done[step.number] = self.engine.now

    def _why_not(self, step: Step) -> str:
        """Return in a word why an act does not apply any more."""
        s, program = self.engine.state, self.engine.program
        if step.kind == "decide":
            return "answered"
        name = step.arguments.get("inject") or step.arguments.get("name")
        if name in program.injects:
            state = s.inject_state[program.injects.index(name)]
            words = {I_RELEASED: "released", I_SKIPPED: "skipped", I_HELD: "held"}
            return words.get(state, "not_held")
        return "refused"


class History:
    """A record played up to the time reached, with what became of each decision and inject."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.program = record.program()
        self.acts = [Act(n, t, 0, kind, a, "") for n, t, kind, a in json.loads(record.acts)]
        self.injects: dict[str, Inject] = dict(record.scenario.injects)
        for act in self.acts:
            if act.kind in ("improvise", "edit"):
                self.injects[act.arguments["name"]] = inject_from(act.arguments["inject"])
        steps = tuple(Step((a.time_s, a.number), a.kind, a.arguments, a.number) for a in self.acts)
        self._steps = steps
        player = self._begin(Script(steps, {}), keep_log=True)
        self.began_s = player.engine.now
        player.play((record.reached_s, PLANS_ANSWER))
        self.engine, self.log = player.engine, player.recorder.log
        self.taken = self._taken()
        self.played = self.script(())

    def _begin(self, script: Script, *, keep_log: bool) -> Player:
        recorder = Recorder(self.program, keep_log=keep_log)
        held = self.record.scenario.spare(self.record.length_min)
        engine = Engine(self.program, sink=recorder, drill=True, held=held)
        while engine.state.flag_at[F_FIRST_SIGN] < 0 and not engine.state.finished:
            engine.advance(min(engine.next_s, engine.state.end_s))
        return Player(engine, recorder, script, (-1, 0))

    def _taken(self) -> dict[str, Taken]:
        """Return how each decision that came up went."""
        s, program = self.engine.state, self.program
        facts = [f for f in self.log.facts if f[1] == FACT["decision.answer"]]
        answered = {f[2]: f[0] for f in facts}
        asked = {f[2] for f in self.log.facts if f[1] in _RAISED}
        acts = {a.arguments["decision"]: a for a in self.acts if a.kind == "decide"}
        found = {}
        for item, name in enumerate(program.decisions):
            if s.raised_at[item] < 0:
                continue
            raised_s, answer = s.raised_at[item], s.answer[item]
            if answer < 0:
                found[name] = Taken(raised_s)
                continue
            option = program.options[item][answer]
            act = acts[name].number if name in acts else 0
            entity = program.tables.entity(E_DECISION, item)
            found[name] = Taken(raised_s, option, answered[entity], act, entity not in asked)
        return found

    def advice(self, decision: str) -> str:
        """Return the plan's answer to a decision, or nothing.

        A decision that stays without an answer falls to its default by itself.
        """
        item = self.program.decisions.index(decision)
        planned = self.program.tables.decision_plan[item]
        return self.program.options[item][planned] if planned >= 0 else ""

    def inject_state(self, inject: str) -> int:
        """Return the state of an inject at the time reached."""
        return self.engine.state.inject_state[self.program.injects.index(inject)]

    def released_s(self, inject: str) -> int | None:
        """Return when an inject was released, if it was."""
        entity = self.program.tables.entity(E_INJECT, self.program.injects.index(inject))
        kind = FACT["inject.release"]
        return next((f[0] for f in self.log.facts if f[1] == kind and f[2] == entity), None)

    def waits(self, inject: str) -> bool:
        """Whether an inject can still be released or skipped."""
        return self.inject_state(inject) in (I_PENDING, I_HELD)

    # -- scripts ---------------------------------------------------------------------------

    def script(self, changes: Sequence[Change]) -> Script:
        """Return what was done, with changes, and how questions are answered from then on.

        The room answers a question again as long after it comes up as it did. What it left to
        the default stays so. To a question that the record does not know an answer to, the plan
        gives its own, as soon as it comes up and not before the time reached.
        """
        replies = {name: reply for name in self.program.decisions if (reply := self._reply(name))}
        spoken = {reply.number for reply in replies.values()}
        steps = [step for step in self._steps if step.number not in spoken]
        for place, change in enumerate(changes):
            if change.kind == "decide" and self.taken[change.name].beforehand:
                steps = [_answered(step, change) for step in steps]
                continue
            if change.kind == "decide":
                replies |= self._changed_reply(change)
                continue
            if change.kind == "skip":
                releases = ("release", "put_back")
                steps = [
                    s
                    for s in steps
                    if s.kind not in releases or s.arguments["inject"] != change.name
                ]
            steps.append(Step((self._time(change), LAST + place), *_as_act(change)))
        return Script(tuple(sorted(steps, key=lambda step: step.key)), replies)

    def _reply(self, name: str) -> Reply | None:
        taken, order = self.taken.get(name), PLANS_ANSWER + self.program.decisions.index(name)
        if taken is not None and taken.option:
            if taken.by_default or taken.beforehand:
                return None
            return Reply(taken.option, taken.answered_s - taken.raised_s, taken.act, taken.act)
        advice = self.advice(name)
        delay_s = 0 if taken is None else self.record.reached_s - taken.raised_s
        return Reply(advice, delay_s, order) if advice else None

    def _changed_reply(self, change: Change) -> dict[str, Reply]:
        """Return the answer that a change gives; one that holds already changes nothing."""
        taken, option = self.taken[change.name], str(change.value)
        if taken.option == option:
            return {}
        before = self._reply(change.name)
        if before is not None and change.time_s is None:
            return {change.name: replace(before, option=option, number=0)}
        delay_s = self._time(change) - taken.raised_s
        return {change.name: Reply(option, delay_s, LAST)}

    def _time(self, change: Change) -> int:
        """Return when a change is made; what came by itself is forestalled by a second."""
        if change.time_s is not None:
            return change.time_s
        if change.kind == "decide":
            return self.taken[change.name].answered_s - 1
        released_s = self.released_s(change.name) if change.kind == "skip" else None
        return self.record.reached_s if released_s is None else released_s - 1

    def moment(self, changes: Sequence[Change]) -> Key:
        """Return the first place at which changes make a course other than what was played."""
        keys = [(self.record.reached_s, PLANS_ANSWER)]
        for change in changes:
            taken = self.taken.get(change.name) if change.kind == "decide" else None
            if taken is not None and taken.act and change.time_s is None:
                keys.append((taken.answered_s, taken.act))
            else:
                keys.append((self._time(change), LAST))
        return min(keys)

    # -- playing ---------------------------------------------------------------------------

    def trunk(self, moment: Key, *, keep_log: bool) -> Player:
        """Return the course as it was played up to a place."""
        player = self._begin(self.played, keep_log=keep_log)
        player.play(moment)
        return player

    def arm(self, engine: Engine, recorder: Recorder, script: Script, moment: Key) -> Player:
        """Return who plays a script on a fork of the trunk at a place."""
        return Player(engine, recorder, script, moment)


def _answered(step: Step, change: Change) -> Step:
    """Return an answer given beforehand with another option."""
    if step.kind != "decide" or step.arguments["decision"] != change.name:
        return step
    return replace(step, arguments={**step.arguments, "option": change.value}, number=0)


def _as_act(change: Change) -> tuple[str, dict[str, Any]]:
    if change.kind == "heads":
        return "heads", {"team": change.name, "heads": change.value, "by": ""}
    return change.kind, {"inject": change.name}


def history_of(record: Record) -> History:
    """Return a record played up to the time reached; the last ones are kept, by thread.

    A compiled model takes in new shifts and effects as they come, so threads do not share one.
    """
    return _history(record, threading.get_ident())


@functools.lru_cache(maxsize=KEPT_RECORDS)
def _history(record: Record, _thread: int) -> History:
    return History(record)

"""The SimPy engine: it keeps the clock and wakes what happens next; the world's laws do the rest.

Order of one instant, to the letter:

0. continuous laws advance to it;
1. tasks end, by name;
2. staff arrive or leave;
3. threat, channels, due times, outside events, injects, by name;
4. decisions, by name;
5. waiting tasks that can start are started: highest priority, then longest waiting, then
   name; the scan begins anew after each start;
6. conditions on knowledge are tested; then phases whose moment has come open or close.

What an instant causes at that instant is done in its next round, lowest class first; over
1,000 rounds is an error. SimPy's key is (time, priority, creation), so the priority carries
round, class and rank, and nothing depends on when something was scheduled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from typing import Any

import simpy

from simulation.errors import ActRefused, ModelError
from simulation.inputs.effects import Condition, Effect
from simulation.log import Sink
from simulation.program import Program
from simulation.world import grid, happenings, work
from simulation.world.facts import FACT
from simulation.world.layout import (
    CHANNELS,
    CONDITION,
    DAY,
    E_GRID,
    E_INJECT,
    HOUR,
    I_HELD,
    I_PENDING,
    I_RELEASED,
    I_SKIPPED,
    NEVER,
    PHASES,
    START,
    State,
    note,
    schedule,
)
from simulation.world.steps import ARRIVED

MOST_ROUNDS = 1_000
_CLASS_STEP = 10_000
_ROUND_STEP = 10 * _CLASS_STEP
_AFTER_SIMPY = 2
"""SimPy's own events have priorities 0 and 1; ours come after them."""

_PHASE_TESTS = {"start": happenings.phase_starts, "end": happenings.phase_ends}
Phases = tuple[str, ...]
Waiting = Generator[simpy.Event, Any, None]
What = Callable[[Any], None]


class _Happening(simpy.Event):
    """A SimPy event at a fixed priority; it is void when its version is out of date."""

    __slots__ = ("entity", "round", "version")

    def __init__(self, engine: Engine, what: What, entity: int, version: int, round_: int) -> None:
        self.env, self.callbacks = engine.env, [what]
        self.entity, self.version, self.round = entity, version, round_
        self._ok, self._value = True, None


class Engine:
    """One replication of a compiled model, which can be stopped, acted on and forked.

    Injects that are `held` from the start wait to be released by hand.
    A row of draws that was made before, together with others, spares making it here.

    >>> from simulation.files import load
    >>> program = Program(load("breaches/insider-export"), load("plans/lean"), seed=7)
    >>> engine = Engine(program)
    >>> engine.advance(24 * 3600)
    >>> engine.now
    86400
    """

    def __init__(
        self,
        program: Program,
        replication: int = 0,
        sink: Sink | None = None,
        *,
        drill: bool = False,
        held: Collection[str] = (),
        phases: Phases = PHASES,
        state: State | None = None,
        row: Sequence[float] | None = None,
    ) -> None:
        self.program = program
        self.tables = program.tables
        self.sink = sink
        self.phases = phases
        self._grid = program.tables.entity(E_GRID)
        self._round = 0
        self._asked: set[tuple[int, int]] = set()
        if state is None:
            self.state = program.state(replication, row)
            self.state.drill = drill
            for inject in held:
                self.state.inject_state[program.injects.index(inject)] = I_HELD
            self.env = simpy.Environment()
        else:
            self.state = state
            self.env = simpy.Environment(initial_time=state.now)
        self._version = [0] * len(self.state.due)
        self._moments: dict[tuple[str, int], simpy.Event] = {}
        for phase, name in enumerate(PHASES):
            if name in phases:
                self.env.process(self._phase(phase))
        if state is None:
            self._begin()
        else:
            self._rebuild()

    # -- reading ---------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Seconds since the first unauthorised access."""
        return self.state.now

    @property
    def next_s(self) -> int:
        """When something will happen next."""
        return min(self.state.due)

    # -- the clock -------------------------------------------------------------------------

    def advance(self, until: int, news: Collection[int] = ()) -> None:
        """Let everything happen up to and including a time, and stop with the instant settled.

        A run ends 365 days after awareness, or at 1,095 days; the clock does not pass its end.
        With kinds of facts as `news` it stops earlier, after the first instant that has one.
        """
        s = self.state
        if s.finished:
            return
        while True:
            following, last = self.env.peek(), min(until, s.end_s)
            coming = min(following, last)
            if s.due[self._grid] <= coming:
                self._walk(int(coming))
                following = self.env.peek()
            if following > last:
                break
            self.env.step()
            if news and self.env.peek() > self.env.now and self._has(news):
                until = int(self.env.now)
                break
        stop = min(until, s.end_s)
        if stop > self.env.now:
            self.env.run(until=stop)
        # Also when the last event was void, for then nothing else has moved the state's clock.
        self._new_instant()
        if s.now >= s.end_s:
            happenings.finish_run(self.tables, s)
        self._drain()

    def _has(self, news: Collection[int]) -> bool:
        """Whether the instant that has just ended brought a fact of some kinds."""
        return any(fact[1] in news for fact in self.state.facts)

    def sample(self) -> None:
        """Write down the continuous quantities as they stand now, as each midnight does."""
        self.state.cause = self.tables.entity(E_GRID)
        grid.sample(self.tables, self.state)
        self._drain()

    def finish(self) -> None:
        """Let the run go to its end."""
        while not self.state.finished:
            self.advance(self.state.end_s)

    def _begin(self) -> None:
        sign = self.program.scenario.first_sign if self.state.drill else None
        fixed = (CHANNELS.index(sign.channel), round(sign.after_h * HOUR)) if sign else None
        self.state.cause = self.tables.entity(E_GRID)
        happenings.begin(self.tables, self.state, fixed)
        self._settle()

    def _rebuild(self) -> None:
        """Build SimPy's schedule anew from the state: nothing lives anywhere else."""
        for entity, when in enumerate(self.state.due):
            self._schedule(entity, when)

    def _walk(self, until: int) -> None:
        """Class 0: take the continuous laws along to the next happening, or to where they stir.

        The grid needs no events of SimPy's: its points are passed on the way to the next one.
        """
        self._drain()
        self._round = 0
        self._asked.clear()
        ended = grid.walk(self.tables, self.state, until)
        if ended != ARRIVED:
            self._flush()
            self._ask(START, 0)
            self._ask(CONDITION, 0)

    def _new_instant(self) -> None:
        now = int(self.env.now)
        if now != self.state.now:
            self._drain()
            self.state.now = now
            self._round = 0
            self._asked.clear()

    def _drain(self) -> None:
        """Give what the walk wrote, then the facts of a finished instant, to the sink."""
        s = self.state
        if s.lines:
            if self.sink is not None:
                for lines in s.lines:
                    self.sink.flow(lines)
            s.lines = []
        if s.facts:
            if self.sink is not None:
                self.sink.record(s.facts)
            s.facts = []

    # -- SimPy's events --------------------------------------------------------------------

    def _schedule(self, entity: int, when: int) -> None:
        """Give an entity a new time; whatever it had before is void."""
        self._version[entity] += 1
        if when >= NEVER or entity == self._grid:
            return
        p = self.tables
        round_ = self._round + 1 if when <= self.state.now else 0
        event = _Happening(self, self._on_happening, entity, self._version[entity], round_)
        priority = p.entity_class[entity] * _CLASS_STEP + p.entity_rank[entity]
        self._put(event, priority, max(when, self.state.now))

    def _put(self, event: _Happening, priority: int, when: int) -> None:
        priority += event.round * _ROUND_STEP + _AFTER_SIMPY
        self.env.schedule(event, priority=priority, delay=when - int(self.env.now))  # type: ignore[arg-type]

    def _ask(self, class_: int, round_: int) -> None:
        """Ask once for class 5 or 6 in a round of this instant."""
        if (class_, round_) in self._asked:
            return
        self._check(round_)
        self._asked.add((class_, round_))
        what = self._on_start if class_ == START else self._on_conditions
        event = _Happening(self, what, class_, 0, round_)
        self._put(event, class_ * _CLASS_STEP, self.state.now)

    def _check(self, round_: int) -> None:
        if round_ > MOST_ROUNDS:
            moment = self.state.now / DAY
            raise ModelError(f"over {MOST_ROUNDS} rounds at one instant, day {moment:.3f}")

    def _on_happening(self, event: _Happening) -> None:
        if event.version != self._version[event.entity]:
            return
        self._new_instant()
        self._round = event.round
        happenings.happen(self.tables, self.state, event.entity)
        self._flush()
        # Rounds in which nothing else happens: SimPy need not order them.
        while self.env.peek() > self.env.now:
            happenings.start_work(self.tables, self.state)
            if not self._test():
                return
            self._round += 1
            self._check(self._round)
        self._ask(START, self._round)
        self._ask(CONDITION, self._round)

    def _on_start(self, event: _Happening) -> None:
        self._round = event.round
        started = happenings.start_work(self.tables, self.state)
        self._flush()
        if started:
            self._ask(CONDITION, self._round)

    def _on_conditions(self, event: _Happening) -> None:
        self._round = event.round
        if self._test():
            self._ask(START, self._round + 1)
            self._ask(CONDITION, self._round + 1)

    def _test(self) -> bool:
        """Test conditions where something has stirred; return whether another round follows."""
        stirred = happenings.has_stirred(self.tables, self.state)
        changed = stirred and happenings.test_conditions(self.tables, self.state)
        self._flush()
        if stirred:
            self._wake_phases()
        return changed

    def _flush(self) -> None:
        """Pass the times that laws have changed on to SimPy."""
        if self.state.touched:
            touched, self.state.touched = self.state.touched, []
            for entity in dict.fromkeys(touched):
                self._schedule(entity, self.state.due[entity])

    def _follow_up(self) -> None:
        """After a change from outside: a new round of this instant follows."""
        self._flush()
        self._ask(START, self._round + 1)
        self._ask(CONDITION, self._round + 1)

    # -- the four phases -------------------------------------------------------------------

    def _phase(self, phase: int) -> Waiting:
        """A phase of the response: wait for its start, release its tasks, wait for its end."""
        s = self.state
        if s.phase_start[phase] < 0:
            yield self._moment("start", phase)
            happenings.start_phase(self.tables, s, phase)
            self._follow_up()
        if s.phase_end[phase] < 0:
            yield self._moment("end", phase)
            happenings.end_phase(self.tables, s, phase)

    def _moment(self, which: str, phase: int) -> simpy.Event:
        event = self.env.event()
        self._moments[which, phase] = event
        return event

    def _wake_phases(self) -> None:
        """Wake the processes of phases whose start or end has come."""
        p, s = self.tables, self.state
        ready = [key for key in self._moments if _PHASE_TESTS[key[0]](p, s, key[1])]
        for key in sorted(ready):  # by name, for a fork made them in other order
            self._moments.pop(key).succeed()

    # -- acts ------------------------------------------------------------------------------

    def release(self, inject: str) -> None:
        """Release an inject now, whatever it was waiting for."""
        item = self._inject(inject, (I_PENDING, I_HELD))
        self._act()
        schedule(self.state, self.tables.entity(E_INJECT, item), NEVER)
        self.state.cause = self.tables.entity(E_INJECT, item)
        happenings.release_inject(self.tables, self.state, item)
        self._settle()

    def improvise(self, inject: str, effects: Iterable[Effect]) -> None:
        """Give a free inject its effects and release it at once."""
        item = self._inject(inject, (I_PENDING,))
        rules = self.program.inject_rules(effects)
        self.state.inject_effects[item], self.state.inject_when[item] = rules
        self.release(inject)

    def put_back(self, inject: str) -> None:
        """Let an inject that was held back come at its time, or now if that has passed."""
        item = self._inject(inject, (I_HELD,))
        self._act()
        self.state.inject_state[item] = I_PENDING
        happenings.plan_again(self.tables, self.state, item)
        note(self.state, FACT["inject.back"], self.tables.entity(E_INJECT, item), 0.0, 1.0)
        self._settle()

    def hold_back(self, inject: str) -> None:
        """Hold an inject back until it is released by hand."""
        self._set_inject(self._inject(inject, (I_PENDING,)), I_HELD, "inject.hold")

    def skip(self, inject: str) -> None:
        """Take an inject out of this run."""
        self._set_inject(self._inject(inject, (I_PENDING, I_HELD)), I_SKIPPED, "inject.skip")

    def edit(self, inject: str, effects: Iterable[Effect], when: Condition | None = None) -> None:
        """Give an inject that has not been released other effects and another condition."""
        item = self._inject(inject, (I_PENDING, I_HELD))
        rules = self.program.inject_rules(effects, when)
        self._act()
        self.state.inject_effects[item], self.state.inject_when[item] = rules
        note(self.state, FACT["inject.edit"], self.tables.entity(E_INJECT, item), 0.0, 1.0)
        self._settle()

    def decide(self, decision: str, option: str) -> None:
        """Answer a decision; one that has not come up yet is answered beforehand."""
        item = self._place(decision, self.program.decisions, "decision")
        choice = self._place(option, self.program.options[item], f"option of {decision}")
        if self.state.answer[item] >= 0:
            raise ActRefused(f"decision {decision} has been taken already")
        self._act()
        happenings.answer(self.tables, self.state, item, choice)
        self._settle()

    def set_heads(self, team: str, heads: int) -> None:
        """Change how many people a team has from now on."""
        place = self._place(team, self.program.teams, "team")
        if not 0 <= heads <= 10_000:
            raise ActRefused(f"heads of {team}: got {heads}; expected 0 to 10,000")
        self._act()
        work.change_heads(self.tables, self.state, place, heads)
        self._settle()

    def set_shift(self, team: str, shift: str, overtime_h: float = 0.0) -> None:
        """Change a team's working hours from now on; work in progress is timed anew."""
        place = self._place(team, self.program.teams, "team")
        calendar = self.program.calendar(team, shift, overtime_h)
        self._act()
        work.change_calendar(self.tables, self.state, place, calendar)
        self._settle()

    def call_in(self, team: str) -> None:
        """Call in a team from outside."""
        place = self._place(team, self.program.teams, "team")
        if not self.tables.team_outside[place]:
            raise ActRefused(f"team {team} is not from outside; expected one that is called in")
        self._act()
        work.call_in(self.tables, self.state, place)
        self._settle()

    def _act(self) -> None:
        if self.state.finished:
            raise ActRefused("the run is over; nothing can be changed any more")
        self.state.cause = self.tables.room_subject
        self.state.ordinal += 1

    def _settle(self) -> None:
        self._follow_up()
        self.advance(self.state.now)

    def _set_inject(self, item: int, to: int, fact: str) -> None:
        self._act()
        entity = self.tables.entity(E_INJECT, item)
        self.state.inject_due[item] = self.state.due[entity]
        self.state.inject_state[item] = to
        schedule(self.state, entity, NEVER)
        note(self.state, FACT[fact], entity, 0.0, 1.0)
        self._settle()

    def _inject(self, name: str, allowed: tuple[int, ...]) -> int:
        item = self._place(name, self.program.injects, "inject")
        state = self.state.inject_state[item]
        if state not in allowed:
            words = {I_RELEASED: "has been released", I_SKIPPED: "has been skipped"}
            words |= {I_HELD: "has been held back", I_PENDING: "is not held back"}
            raise ActRefused(
                f"inject {name} {words[state]} already"
                if state
                else f"inject {name} {words[state]}"
            )
        return item

    def _place(self, name: str, names: list[str], kind: str) -> int:
        if name not in names:
            raise ActRefused(f"there is no {kind} {name!r}; expected one of {', '.join(names)}")
        return names.index(name)

    # -- forks -----------------------------------------------------------------------------

    def fork(self, replication: int | None = None, sink: Sink | None = None) -> Engine:
        """Return an engine that goes on from this moment on its own.

        Onto the same replication it continues byte-equal. Onto another one, what began before
        keeps its draw and what begins later reads the new row.
        """
        twin = self.state.copy()
        engine = Engine(self.program, sink=sink, phases=self.phases, state=twin)
        if replication is not None and replication != twin.replication:
            twin.replication = replication
            twin.row = self.program.rows(replication, 1)[0]
            happenings.redraw(self.tables, twin)
            engine._flush()
        return engine

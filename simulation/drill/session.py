"""A live session on a drill file: clock, injects, decisions, staff, notes, undo."""

from __future__ import annotations

import atexit
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulation.drill import viewing
from simulation.drill.acts import (
    APPLY,
    BESIDE_THE_WORLD,
    MOST_NAME,
    MOST_TEXT,
    effect_menu,
    inject_from,
    short,
    still_valid,
)
from simulation.drill.asking import Asking
from simulation.drill.drill_file import Act, DrillFile
from simulation.drill.pace import Pace
from simulation.drill.view import Bar, FeedLine, MenuEffect, Sample, Series, View
from simulation.drill.wording import HIDDEN, Wording
from simulation.engine import Engine
from simulation.errors import ActRefused, DamagedDrill, DrillError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Inject, Scenario
from simulation.log import Log
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.layout import (
    F_FIRST_SIGN,
    FACT,
    FACTS,
    HOUR,
)

MOST_JUMP_H = 24.0 * 14
"""How far ahead a jump looks for something to happen."""
_NEWS = {
    "decision.raise": "decision",
    "decision.answer": "decision",  # while time passes nobody answers, so this is a default
    "inject.release": "inject",
}
"""What the room should not run over, and what kind of news it is."""
_HAPPENINGS = tuple(kind for kind in FACTS if not kind.startswith(("sample", "cost")))
_OPEN: dict[Path, Drill] = {}
"""Drills open in this process, so that running a cell again takes over instead of failing."""


@atexit.register
def _close_all() -> None:
    """Leave every drill whole in its one file when the process ends."""
    for drill in list(_OPEN.values()):
        drill.close()


class Drill(Asking):
    """A drill with people, kept in one file.

    >>> import tempfile
    >>> from simulation.files import load
    >>> path = Path(tempfile.mkdtemp()) / "friday.drill"
    >>> scenario, plan = load("breaches/insider-export"), load("plans/lean")
    >>> drill = Drill.start(scenario, plan, path, seed=7)
    >>> drill.step(hours=2)
    >>> drill.note("The room has met.", by="Wang")
    >>> drill.set_heads("it", 2)
    >>> drill.undo()["en"]
    'people of Part-time administrator'
    >>> drill.close()
    """

    def __init__(self, file: DrillFile) -> None:
        self._file = file
        about = file.about()
        try:
            self._scenario = Scenario.model_validate_json(about["scenario"])
            self._plan = Plan.model_validate_json(about["plan"])
            stored = about["organisation"]
            self._organisation = Organisation.model_validate_json(stored) if stored else None
            self.seed = int(about["seed"])
        except (KeyError, ValueError) as error:
            raise DamagedDrill(f"{file.path.name}: its inputs cannot be read") from error
        self.pace = Pace()
        self.closed = False
        self._acts: list[Act] = []
        self._replay()

    # -- opening and closing ---------------------------------------------------------------

    @classmethod
    def start(
        cls,
        scenario: Scenario,
        plan: Plan,
        file: str | Path,
        *,
        seed: int,
        organisation: Organisation | None = None,
    ) -> Drill:
        """Begin a drill at its first sign, or go on with it when the file is there already.

        Raises InputError when the inputs do not fit together, DrillError when the file is
        another drill's.
        """
        path = Path(file).absolute()
        about = {
            "scenario": _as_json(scenario),
            "plan": _as_json(plan),
            "organisation": _as_json(organisation) if organisation else "",
            "seed": str(seed),
        }
        if path.exists():
            drill = cls.resume(path)
            given = (scenario, plan, organisation, seed)
            if given != (drill.scenario, drill.plan, drill.organisation, drill.seed):
                drill.close()
                raise DrillError(
                    f"{path.name} is a drill of other inputs; expected a new file name, "
                    "or Drill.resume to go on with it"
                )
            return drill
        Program(scenario, plan, organisation, seed)  # refuses what does not fit
        return cls._register(cls(DrillFile.create(path, about)))

    @classmethod
    def resume(cls, file: str | Path) -> Drill:
        """Go on with a drill where it was left.

        Raises DrillInUse when another session has it open, DamagedDrill when it is no drill.
        """
        path = Path(file).absolute()
        if path in _OPEN:
            _OPEN[path].close()
        return cls._register(cls(DrillFile.open(path)))

    @classmethod
    def _register(cls, drill: Drill) -> Drill:
        _OPEN[drill.file] = drill
        return drill

    def close(self) -> None:
        """Close the drill; everything is in its file already."""
        self.pace.hold()
        if not self.closed:
            self.closed = True
            self._file.close()
            _OPEN.pop(self.file, None)

    @property
    def file(self) -> Path:
        """The drill file."""
        return self._file.path

    def __repr__(self) -> str:
        """Return what the drill is and where it stands."""
        state = "closed" if self.closed else "finished" if self.finished else self._moment()
        return f"{self._scenario.name} · {self._plan.name} · {self.file.name} · {state}"

    # -- replaying -------------------------------------------------------------------------

    def _replay(self) -> None:
        """Build the world anew from the file: the first sign, every act, the time reached."""
        reached_s = self._file.reached_s()
        self._program = Program(self._scenario, self._plan, self._organisation, self.seed)
        self._recorder = Recorder(self._program)
        self._engine = Engine(self._program, sink=self._recorder, drill=True)
        self._injects: dict[str, Inject] = dict(self._scenario.injects)
        self._wording = Wording(self._program, self._injects)
        self._samples: list[Sample] = []
        self._lines: list[FeedLine] = []
        self._worded = 0
        self._go_to_first_sign()
        self._acts = still_valid(self._file.acts())
        for act in self._world_acts():
            self._advance(act.time_s)
            if self._engine.state.ordinal != act.ordinal:
                what = self._wording.act(act.kind, act.arguments)["en"]
                raise DamagedDrill(
                    f"{self.file.name}: act {act.number} ({what}) does not fit this drill's course"
                )
            try:
                self._apply(act.kind, act.arguments)
            except (KeyError, TypeError, ValueError) as error:
                problem = f"act {act.number} ({act.kind}) cannot be read"
                raise DamagedDrill(f"{self.file.name}: {problem}") from error
        self._advance(reached_s)

    def _go_to_first_sign(self) -> None:
        state = self._engine.state
        while state.flag_at[F_FIRST_SIGN] < 0 and not state.finished:
            self._engine.advance(min(self._engine.next_s, state.end_s))
        self.began_s = self._engine.now
        self._samples.append(viewing.sample(self._engine))

    def _apply(self, kind: str, arguments: dict[str, Any]) -> None:
        if kind in ("improvise", "edit"):
            self._injects[arguments["name"]] = inject_from(arguments["inject"])
        APPLY[kind](self._engine, arguments)

    # -- the clock -------------------------------------------------------------------------

    @property
    def now_s(self) -> int:
        """Seconds since the first unauthorised access."""
        return self._engine.now

    @property
    def finished(self) -> bool:
        """Whether the drill has reached the end of its year."""
        return self._engine.state.finished

    def advance(self, until_s: int) -> None:
        """Let simulated time pass up to a moment; the past cannot be reached."""
        self._expect_open()
        until_s = min(until_s, self._engine.state.end_s)
        if until_s > self.now_s:
            self._file.reach(until_s)
            self._advance(until_s)

    def step(self, hours: float = 1.0) -> None:
        """Let some hours pass.

        Raises ActRefused unless the hours are above 0 and at most a year.
        """
        if not 0.0 < hours <= 24 * 365:
            raise ActRefused(f"step of {hours:g} hours; expected above 0 and at most a year")
        self.advance(self.now_s + max(1, round(hours * HOUR)))

    def jump(self, to: str, within_h: float = MOST_JUMP_H) -> str:
        """Go to the next news, when a decision, inject or happening is on its way.

        Stops at whatever comes first of decisions and injects, so that nothing is run over, and
        returns which it was. Returns "" and stays where it is when nothing of the kind asked for
        comes in time. Raises ActRefused for any other word.
        """
        if to not in (*_NEWS.values(), "happening"):
            raise ActRefused(f"jump to {to!r}; expected decision, inject or happening")
        self._expect_open()
        kinds = _HAPPENINGS if to == "happening" else tuple(_NEWS)
        until_s = self.now_s + round(within_h * HOUR)
        if not self._comes(kinds, until_s):
            return ""
        self._advance_until_fact(until_s, kinds)
        return self._what_came(to)

    def _comes(self, kinds: Sequence[str], until_s: int) -> bool:
        """Whether a fact of some kinds comes, as a fork of this drill shows."""
        wanted = {FACT[kind] for kind in kinds}
        seen = Log(self._program.tables.names, self._program.begins)
        engine = self._engine.fork(sink=seen)
        while engine.now < until_s and not engine.state.finished:
            engine.advance(min(engine.next_s, until_s))
            if any(fact[1] in wanted for fact in seen.facts):
                return True
            seen.facts.clear()
        return False

    def _what_came(self, asked: str) -> str:
        came = [_NEWS[event.kind] for event in self.log.of(*_NEWS) if event.time_s == self.now_s]
        return asked if asked in came or not came else came[0]

    def tick(self) -> bool:
        """Advance by what the wall clock says; returns whether simulated time has passed.

        The clock holds by itself when a decision comes up or an inject is released, unless
        `pace.hold_on_news` is off.
        """
        passed_s = self.pace.elapsed_s()
        if passed_s <= 0 or self.closed or self.finished:
            return False
        until_s = self.now_s + passed_s
        if not self.pace.hold_on_news:
            self.advance(until_s)
        elif self._advance_until_fact(until_s, tuple(_NEWS)):
            self.pace.hold()
        self._hold_at_end()
        return True

    def _hold_at_end(self) -> None:
        if self.finished:
            self.pace.hold()

    def _advance_until_fact(self, until_s: int, kinds: Sequence[str]) -> bool:
        self._expect_open()
        wanted = {FACT[kind] for kind in kinds}
        facts = self._recorder.log.facts
        until_s = min(until_s, self._engine.state.end_s)
        seen = len(facts)
        while self.now_s < until_s and not self.finished:
            self.advance(min(self._engine.next_s, until_s))
            if any(fact[1] in wanted for fact in facts[seen:]):
                return True
            seen = len(facts)
        return False

    def _advance(self, until_s: int) -> None:
        """Advance hour by hour, so that the curves have a sample at each."""
        until_s = min(until_s, self._engine.state.end_s)
        while self.now_s < until_s and not self._engine.state.finished:
            hour = (self.now_s // HOUR + 1) * HOUR
            self._engine.advance(min(until_s, hour))
            if self.now_s % HOUR == 0:
                self._samples.append(viewing.sample(self._engine))

    # -- acts ------------------------------------------------------------------------------

    def release(self, inject: str) -> None:
        """Release an inject of the deck now."""
        self._do("release", {"inject": inject})

    def hold_back(self, inject: str) -> None:
        """Hold an inject back until it is released by hand."""
        self._do("hold_back", {"inject": inject})

    def put_back(self, inject: str) -> None:
        """Let an inject that was held back come at its time again."""
        self._do("put_back", {"inject": inject})

    def skip(self, inject: str) -> None:
        """Take an inject out of this drill."""
        self._do("skip", {"inject": inject})

    def edit(
        self,
        inject: str,
        *,
        title: str | None = None,
        text: str | None = None,
        effects: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        """Change the words or effects of an inject that has not been released.

        Raises InputError when an effect is not of the vocabulary.
        """
        if inject not in self._injects:
            names = ", ".join(self._injects)
            raise ActRefused(f"there is no inject {inject!r}; expected one of {names}")
        given = {"title": title, "text": text, "effects": effects}
        changes = {name: value for name, value in given.items() if value is not None}
        changed = self._injects[inject].change(changes)
        self._do("edit", {"name": inject, "inject": changed.plain()})

    def improvise(
        self,
        title: str,
        text: str,
        *,
        sender: str = "Facilitator",
        to: Sequence[str] = ("management",),
        effects: Sequence[dict[str, Any]] = (),
    ) -> str:
        """Make up an inject and release it now; returns its name.

        Raises InputError when an effect is not of the vocabulary.
        """
        free = [n for n in self._program.injects if n not in self._injects]
        if not free:
            raise ActRefused(
                "this drill has used all its improvised injects; edit one of the deck"
            )
        inject = inject_from(
            {
                "title": title,
                "text": text,
                "sender": sender,
                "to": list(to),
                "mode": "in person",
                "after": "hand",
                "effects": list(effects),
            }
        )
        self._do("improvise", {"name": free[0], "inject": inject.plain()})
        return free[0]

    def decide(self, decision: str, option: str, reason: str = "", by: str = "") -> None:
        """Take a decision of the room, with its reason and who took it."""
        words = {"reason": short(reason, MOST_TEXT), "by": short(by, MOST_NAME)}
        self._do("decide", {"decision": decision, "option": option, **words})

    def set_heads(self, team: str, heads: int, by: str = "") -> None:
        """Change how many people a team has."""
        self._do("heads", {"team": team, "heads": heads, "by": short(by, MOST_NAME)})

    def set_shift(self, team: str, shift: str, overtime_h: float = 0.0, by: str = "") -> None:
        """Change a team's working hours, such as ``Mon-Sun 08:00-20:00``."""
        words = {"shift": shift, "overtime_h": overtime_h, "by": short(by, MOST_NAME)}
        self._do("shift", {"team": team, **words})

    def call_in(self, team: str, by: str = "") -> None:
        """Call in a team from outside."""
        self._do("call_in", {"team": team, "by": short(by, MOST_NAME)})

    def note(self, text: str, by: str = "") -> None:
        """Take a note; it stays, whatever is undone."""
        if not text.strip():
            raise ActRefused("the note is empty; expected a line of text")
        self._record("note", {"text": short(text, MOST_TEXT), "by": short(by, MOST_NAME)})

    def end(self) -> None:
        """End the drill for the room: from now on its summary tells the truth."""
        self.pace.hold()
        self._record("end", {})

    def go_on(self) -> None:
        """Go on with a drill that was ended."""
        self._record("go_on", {})

    @property
    def ended(self) -> bool:
        """Whether the drill has been ended for the room."""
        marks = [act.kind for act in self._acts if act.kind in ("end", "go_on")]
        return marks[-1:] == ["end"]

    @property
    def next_undo(self) -> dict[str, str] | None:
        """What undo would take back, in both languages, or nothing."""
        acts = self._world_acts()
        return self._wording.act(acts[-1].kind, acts[-1].arguments) if acts else None

    def undo(self) -> dict[str, str]:
        """Take back the last act that changed the world; the clock goes back to its moment.

        Notes stay. Returns what was taken back, in both languages.
        """
        self._expect_open()
        acts, what = self._world_acts(), self.next_undo
        if what is None:
            raise ActRefused("nothing has been done yet that could be undone")
        last = acts[-1]
        self.pace.hold()
        self._file.append(last.time_s, last.ordinal, "undo", {"act": last.number})
        self._replay()
        return what

    def _world_acts(self) -> list[Act]:
        return [act for act in self._acts if act.kind not in BESIDE_THE_WORLD]

    def _record(self, kind: str, arguments: dict[str, Any]) -> None:
        """Write down an act that changes nothing in the world."""
        self._expect_open()
        ordinal = self._engine.state.ordinal
        self._acts.append(self._file.append(self.now_s, ordinal, kind, arguments))

    def _do(self, kind: str, arguments: dict[str, Any]) -> None:
        """Try an act on a fork, write it down, then apply it."""
        self._expect_open()
        trial = self._engine.fork()
        APPLY[kind](trial, arguments)
        ordinal = self._engine.state.ordinal
        act = self._file.append(self.now_s, ordinal, kind, arguments)
        self._acts.append(act)
        self._apply(kind, arguments)

    def _expect_open(self) -> None:
        if self.closed:
            raise DrillError(f"{self.file.name} is closed; Drill.resume opens it again")

    # -- reading ---------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """What happens in this drill."""
        return self._scenario

    @property
    def plan(self) -> Plan:
        """The plan the room works with."""
        return self._plan

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that plays in place of the scenario's own, if any."""
        return self._organisation

    @property
    def log(self) -> Log:
        """Every event so far."""
        return self._recorder.log

    @property
    def outcome(self) -> Outcome:
        """The measures of what has happened up to now."""
        until_now = self._recorder.copy()
        if not self.finished:
            self._engine.fork(sink=until_now).sample()
        return until_now.tally.outcome()

    def view(self, *, truth: bool = False) -> View:
        """Return everything a screen shows; the truth only when asked for."""
        engine, begins = self._engine, self._program.begins
        facts = self._recorder.log.facts
        return View(
            now_s=self.now_s,
            moment=self._moment(),
            begins=begins,
            finished=self.finished,
            drill_began_s=self.began_s,
            currency=self._program.organisation.currency,
            phases=viewing.phases(engine),
            known=viewing.known(engine),
            truth=viewing.truth(engine) if truth else None,
            injects=viewing.injects(engine, self._injects, facts),
            decisions=viewing.decisions(engine, self._acts, facts),
            staff=viewing.staff(engine),
            duties=viewing.duties(engine),
            feed=self._feed(truth=truth),
            notes=viewing.notes(self._acts, begins),
        )

    def _moment(self) -> str:
        return viewing.moment(self._program.begins, self.now_s)

    def _feed(self, *, truth: bool) -> tuple[FeedLine, ...]:
        """Return the lines since the first sign; a fact is worded once."""
        facts = self._recorder.log.facts
        for number in range(self._worded, len(facts)):
            line = self._wording.line(number, facts[number])
            if line is not None:
                self._lines.append(line)
        self._worded = len(facts)
        return tuple(
            line
            for line in self._lines
            if truth or (line.kind not in HIDDEN and line.time_s >= self.began_s)
        )

    def series(self, *, truth: bool = False) -> Series:
        """Return the curves of the drill, a value per simulated hour and one for now."""
        samples = [*self._samples, viewing.sample(self._engine)]
        columns = {
            name: tuple(getattr(sample, name) for sample in samples)
            for name in Series.__dataclass_fields__
        }
        if not truth:
            columns["people_true"] = columns["record_days_untold"] = ()
        return Series(**columns)

    def bars(self) -> tuple[Bar, ...]:
        """Return who worked on what from when to when, for a Gantt chart."""
        return viewing.bars(self._recorder.log.facts, self._program)

    def effect_menu(self) -> tuple[MenuEffect, ...]:
        """Return ready-made effects for improvised injects."""
        own = [t for t in self._program.organisation.teams if "it" in t.roles and t.heads]
        return effect_menu(own[0] if own else None)


def _as_json(model: Scenario | Plan | Organisation) -> str:
    return json.dumps(model.plain(), ensure_ascii=False, sort_keys=True)

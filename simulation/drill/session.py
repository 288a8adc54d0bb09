"""A session on a drill file: opening it, the clock, and how an act is written and applied."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from simulation import world
from simulation.drill.acts import whole
from simulation.drill.drill_file import DrillFile, now
from simulation.drill.given import plainly
from simulation.drill.opening import (
    about_drill,
    inputs_of,
    other_model,
    played_otherwise,
    unplayed,
)
from simulation.drill.pace import Pace, expect_length
from simulation.drill.records import Act, Branch, Line
from simulation.drill.replaying import (
    changes_world,
    difference,
    done_anew,
    left_behind,
    lineage,
    replay,
    why,
)
from simulation.drill.scene import Inputs, Scene
from simulation.drill.view import Bar, Series, View
from simulation.drill.writer import elsewhere
from simulation.drill.written import Written
from simulation.errors import ActRefused, DamagedDrill, DrillError, OtherModel
from simulation.files import given
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Scenario
from simulation.log import Log
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.world.facts import FACTS
from simulation.world.layout import HOUR

MOST_JUMP_H = 24.0 * 14
"""How far ahead a jump looks for something to happen."""
MOST_STEP_H = 24.0 * 365
_NEWS = {
    "decision.raise": "decision",
    "decision.answer": "decision",  # while time passes nobody answers, so this is a default
    "inject.release": "inject",
}
"""What the room should not run over, and what kind of news it is."""
_HAPPENINGS = tuple(kind for kind in FACTS if not kind.startswith(("sample", "cost")))
_OPEN: dict[Path, Session] = {}
"""Drills open in this process, so that running a cell again takes over instead of failing."""


@atexit.register
def _close_all() -> None:
    """Leave every drill whole in its one file when the process ends."""
    for drill in list(_OPEN.values()):
        drill.close()


class Session:
    """A drill file that is open, the world it leads to, and the clock."""

    written: Written | None = None
    """What was written of a drill of another model, which is only read; else nothing."""

    def __init__(
        self, file: DrillFile, *, accept_new_model: bool = False, as_written: bool = False
    ) -> None:
        self._file = file
        if as_written:
            self.written = Written.of_open(file)
        self.inputs = inputs_of(file, as_written=as_written)
        """What the drill is made from."""
        self.pace = Pace()
        self.closed = False
        self._present: Scene | None = None
        self._undone: tuple[tuple[int, int], frozenset[int]] = ((0, 0), frozenset())
        self.failed: dict[int, str] = {}
        """Acts that could not be applied, by number, each with why; replays leave them out."""
        if self.written is None:
            self._load(accept_new_model=accept_new_model)
        else:
            self._take_as_written(self.written)

    # -- opening and closing ---------------------------------------------------------------

    @classmethod
    @plainly
    def start(
        cls,
        scenario: Scenario | str | Path,
        plan: Plan | str | Path,
        file: str | Path,
        *,
        seed: int,
        length_min: int = LENGTHS_MIN[-1],
        organisation: Organisation | str | Path | None = None,
    ) -> Self:
        """Begin a drill at its first sign, or go on with it when the file is there already.

        Scenario, plan and organisation are loaded ones, or names as `load` takes them.
        A length of 45 or 90 minutes instead of 180 holds the injects of longer drills back:
        they are spare, and can be released by hand.
        Raises InputError when the inputs do not fit together, DrillError when the file is
        another drill's.
        """
        path = Path(file).resolve()
        what, which = given("scenario", scenario, Scenario), given("plan", plan, Plan)
        who = None if organisation is None else given("organisation", organisation, Organisation)
        asked = Inputs(what, which, who, seed, expect_length(length_min))
        if path.exists():
            drill = cls.resume(path)
            if asked != drill.inputs:
                drill.close()
                raise DrillError(
                    f"{path.name} is a drill of other inputs; expected a new file name, "
                    "or Drill.resume to go on with it"
                )
            return drill
        first = Scene(asked)  # refuses what does not fit
        about = about_drill(asked, first.program.begins)
        return cls._register(cls._on(DrillFile.create(path, about, first.began_s)))

    @classmethod
    @plainly
    def resume(cls, file: str | Path, *, accept_new_model: bool = False) -> Self:
        """Go on with a drill where it was left.

        Raises DrillInUse when another session writes to it, DamagedDrill when it is no drill, and
        OtherModel when this model takes what was done to another course than was written. Then
        `Written` shows what was written, and with `accept_new_model` the acts are done anew on a
        branch of their own.
        """
        path = Path(file).resolve()
        if path in _OPEN:
            _OPEN[path].close()
        opened = DrillFile.open(path)
        return cls._register(cls._on(opened, accept_new_model=accept_new_model))

    @classmethod
    @plainly
    def read(cls, file: str | Path) -> Self:
        """Look on at a drill, also while another session plays it; `refresh` follows it.

        One that this model takes to another course is not played: `written` holds its feed,
        notes, acts and branches, it can be reported on, copied and exported, and whatever only a
        replay gives raises OtherModel.
        """
        path = Path(file).resolve()
        try:
            return cls._on(DrillFile.read(path))
        except OtherModel:
            return cls._on(DrillFile.read(path), as_written=True)

    @classmethod
    def _on(
        cls, file: DrillFile, *, accept_new_model: bool = False, as_written: bool = False
    ) -> Self:
        try:
            return cls(file, accept_new_model=accept_new_model, as_written=as_written)
        except BaseException:
            file.close()
            raise

    @classmethod
    def _register(cls, drill: Self) -> Self:
        _OPEN[drill.file] = drill
        return drill

    def close(self) -> None:
        """Close the drill; everything is in its file already."""
        self.pace.hold()
        if not self.closed:
            self.closed = True
            if not self.read_only:
                # The log follows from the acts, so a full disk costs only the comparison.
                with contextlib.suppress(DrillError):
                    self._file.reach(self._branch, self._unwritten())
            self._file.close()
            if _OPEN.get(self.file) is self:
                del _OPEN[self.file]

    @property
    def file(self) -> Path:
        """The drill file."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Whether this session only looks on."""
        return self._file.read_only

    @property
    def lies_elsewhere(self) -> str:
        """What tells that the file is not on this machine's own disk, such as ``nfs``, or "".

        There a lock may not hold and a commit may not last.
        """
        return elsewhere(self.file)

    @plainly
    def save_copy(self, file: str | Path) -> None:
        """Write a whole copy of the drill as it stands, which can be opened by itself."""
        self._expect_open()
        target = Path(file).resolve()
        if target == self.file:
            raise DrillError(f"{target.name} is this drill itself; expected another name")
        if not self.read_only:
            self._reach(self._branch.reached_s)
        self._file.save_copy(target)

    def __repr__(self) -> str:
        """Return what the drill is and where it stands."""
        if self.written is not None:
            return repr(self.written)
        state = "closed" if self.closed else "finished" if self.finished else self._scene.moment
        return f"{self.scenario.name} · {self.plan.name} · {self.file.name} · {state}"

    # -- replaying -------------------------------------------------------------------------

    def _load(self, number: int | None = None, *, accept_new_model: bool = False) -> None:
        """Read the file and build the world anew: the first sign, every act, the time reached.

        The branch is the one that the file is played on, unless a `number` is given.
        """
        looking_on = self._file.together() if self.read_only else contextlib.nullcontext()
        with looking_on:
            branches = self._file.branches()
            chosen = [one for one in branches if one.number == number]
            branch = chosen[0] if chosen else self._file.branch()
            acts, written = self._file.acts(), self._file.lines(branch.number)
            known = self._file.failed(branch.number)
        other = other_model(branch)
        if other and not accept_new_model:  # its inputs or acts may be nothing to this model
            raise played_otherwise(self.file.name, other)
        made = replay(
            self.inputs,
            lineage(branches, branch.number, acts),
            branch.reached_s,
            known,
            other_until=done_anew(branches, branch.number),
        )
        if max(one.reached_s for one in branches) > made.scene.engine.state.end_s:
            raise DamagedDrill(f"{self.file.name} is damaged: it goes on after its end")
        other = other or difference(made.scene, written) or made.misfit
        if other and not accept_new_model:
            raise played_otherwise(self.file.name, other)
        if other:
            branch, written = self._open_anew(branches, branch, acts), []
        if not self.read_only:
            for act, message in made.failed.items():
                self._file.fail(branch.number, act, message)
        self._branch, self._acts = branch, acts
        self._scene, self._present = made.scene, None
        self._written = len(written)
        self.failed = {**known, **made.failed}
        self._torn = False

    def _take_as_written(self, written: Written) -> None:
        """Stand where the file stands, without a course."""
        self._branch, self._acts, self._torn = written.branch, list(written.acts), False
        self._written = len(written.lines)
        self._scene = unplayed(self.file.name)

    def _open_anew(self, branches: Sequence[Branch], old: Branch, acts: Sequence[Act]) -> Branch:
        """Open a branch on which all acts are done once more, by this model."""
        new = Branch(
            number=len(branches) + 1,
            parent=old.number,
            after_act=len(acts),
            from_s=old.reached_s,
            first_line=0,
            model=str(world.VERSION),
            opened_at=now(),
            reached_s=old.reached_s,
        )
        self._file.open_branch(new)
        return new

    def refresh(self) -> bool:
        """Follow a drill that another session plays; returns whether anything was new."""
        self._expect_open()
        branch, acts = self._file.branch(), self._file.acts()
        if self.written is not None:
            self.written = Written.of_open(self._file)
            self._take_as_written(self.written)
            return False
        if (branch, len(acts)) == (self._branch, len(self._acts)):
            return False
        same_branch = branch.number == self._branch.number
        if same_branch and not any(map(changes_world, acts[len(self._acts) :])):
            self._branch, self._acts = branch, acts
            self._now.advance(branch.reached_s)
        else:
            past = self._scene if self._present is not None and same_branch else None
            self._load()
            if past is not None:  # what has come since leaves an earlier moment as it was
                self._present, self._scene = self._scene, past
        return True

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """Change file and world in a block; if that is broken off, both are read anew later."""
        self._expect_open()
        if self._torn:
            self._load()
        self._torn = True
        yield
        self._torn = False

    def _unwritten(self) -> list[Line]:
        return self._now.lines(self._written)

    def _reach(self, time_s: int) -> None:
        """Write down how far the clock will have gone."""
        lines, branch = self._unwritten(), replace(self._branch, reached_s=time_s)
        self._file.reach(branch, lines)
        self._branch, self._written = branch, self._written + len(lines)

    # -- the clock -------------------------------------------------------------------------

    @property
    def _now(self) -> Scene:
        """The course up to the present, also while an earlier moment is shown."""
        return self._present or self._scene

    @contextlib.contextmanager
    def at_present(self) -> Iterator[None]:
        """Read the drill as it stands now in a block, also while an earlier moment is shown."""
        shown = self._scene, self._present
        self._scene, self._present = self._now, None
        try:
            yield
        finally:
            self._scene, self._present = shown

    @property
    def now_s(self) -> int:
        """Seconds since the first unauthorised access."""
        return self._scene.now_s

    @property
    def began_s(self) -> int:
        """When the first sign came, in the same seconds."""
        return self._scene.began_s

    @property
    def finished(self) -> bool:
        """Whether the drill has reached the end of its year."""
        return self._scene.finished

    @plainly
    def advance(self, until_s: int) -> None:
        """Let simulated time pass up to a moment; the past cannot be reached."""
        self._expect_present()
        until_s = min(whole("until_s", until_s), self._scene.engine.state.end_s)
        if until_s > self.now_s:
            with self._whole():
                self._reach(until_s)
                self._scene.advance(until_s)

    @plainly
    def step(self, hours: float = 1.0) -> None:
        """Let some hours pass.

        Raises ActRefused unless the hours are above 0 and at most a year.
        """
        if not 0.0 < hours <= MOST_STEP_H:
            raise ActRefused(f"step of {hours:g} hours; expected above 0 and at most a year")
        self.advance(self.now_s + max(1, round(hours * HOUR)))

    @plainly
    def jump(self, to: str, within_h: float = MOST_JUMP_H) -> str:
        """Go to the next news, when a decision, inject or happening is on its way.

        Stops at whatever comes first of decisions and injects, so that nothing is run over, and
        returns which it was. Returns "" and stays where it is when nothing of the kind asked for
        comes in time. Raises ActRefused for any other word.
        """
        if to not in (*_NEWS.values(), "happening"):
            raise ActRefused(f"jump to {to!r}; expected decision, inject or happening")
        if not 0.0 < within_h <= MOST_STEP_H:
            raise ActRefused(f"jump within {within_h:g} hours; expected above 0, at most a year")
        self._expect_present()
        kinds = _HAPPENINGS if to == "happening" else tuple(_NEWS)
        comes_s = self._scene.next_of(kinds, self.now_s + round(within_h * HOUR))
        if comes_s is None:
            return ""
        self.advance(comes_s)
        return self._what_came(to)

    def _what_came(self, asked: str) -> str:
        came = [_NEWS[event.kind] for event in self.log.of(*_NEWS) if event.time_s == self.now_s]
        return asked if asked in came or not came else came[0]

    def tick(self) -> bool:
        """Advance by what the wall clock says; returns whether simulated time has passed.

        The clock holds by itself when a decision comes up or an inject is released, unless
        `pace.hold_on_news` is off, and when the machine was asleep or time cannot be written.
        """
        passed_s = self.pace.elapsed_s()
        if passed_s <= 0 or self.closed or self.finished:
            return False
        try:
            self._tick(self.now_s + passed_s)
        except DrillError:
            self.pace.hold()
            raise
        self._hold_at_end()
        return True

    def _hold_at_end(self) -> None:
        if self.finished:
            self.pace.hold()

    def _tick(self, until_s: int) -> None:
        news_s = self._scene.next_of(tuple(_NEWS), until_s) if self.pace.hold_on_news else None
        self.advance(until_s if news_s is None else news_s)
        if news_s is not None:
            self.pace.hold()

    # -- writing down ----------------------------------------------------------------------

    def _done(self) -> list[Act]:
        """Return the acts of the course that is shown, and those beside the world."""
        beside = [act for act in self._acts if not changes_world(act)]
        own = self._scene.acts if self.written is None else self.written.course
        return sorted([*own, *beside], key=lambda act: act.number)

    def _record(self, kind: str, arguments: dict[str, Any]) -> None:
        """Write down an act that changes nothing in the world."""
        with self._whole():
            self._append(kind, arguments)

    def _do(self, kind: str, arguments: dict[str, Any]) -> None:
        """Try an act on a fork, write it down, then apply it."""
        self._expect_present()
        self._scene.try_out(kind, arguments)
        with self._whole():
            act = self._append(kind, arguments)
            try:
                self._apply(act)
            except Exception as error:
                self._file.fail(self._branch.number, act.number, why(error))
                self._load()
                problem = f"act {act.number} could not be done, and is left out: {why(error)}"
                raise ActRefused(problem) from error

    def _append(self, kind: str, arguments: dict[str, Any]) -> Act:
        scene, lines = self._scene, self._unwritten()
        number, ordinal = self._branch.number, scene.engine.state.ordinal
        act = Act(0, scene.now_s, ordinal, kind, arguments, "", number)
        act = self._file.append(act, self._branch, lines)
        self._acts.append(act)
        self._written += len(lines)
        return act

    def _apply(self, act: Act) -> None:
        self._scene.apply(act)

    def _expect_open(self) -> None:
        if self.closed:
            raise DrillError(f"{self.file.name} is closed; Drill.resume opens it again")

    def _expect_present(self) -> None:
        self._expect_open()
        if self._present is not None:
            raise ActRefused(
                f"this is how it was at {self._scene.moment}; go back to now, or go on from here"
            )

    # -- reading ---------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        """Whether the drill has been ended for the room."""
        marks = [act.kind for act in self._acts if act.kind in ("end", "go_on")]
        return marks[-1:] == ["end"]

    @property
    def scenario(self) -> Scenario:
        """What happens in this drill."""
        return self.inputs.scenario

    @property
    def plan(self) -> Plan:
        """The plan the room works with."""
        return self.inputs.plan

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that plays in place of the scenario's own, if any."""
        return self.inputs.organisation

    @property
    def seed(self) -> int:
        """The seed of its luck."""
        return self.inputs.seed

    @property
    def length_min(self) -> int:
        """How many minutes it is meant to take: 45, 90 or 180."""
        return self.inputs.length_min

    @property
    def log(self) -> Log:
        """Every event so far."""
        return self._scene.log

    @property
    def program(self) -> Program:
        """The compiled model that the drill plays."""
        return self._scene.program

    @property
    def outcome(self) -> Outcome:
        """The measures of what has happened up to now."""
        return self._scene.outcome

    def view(self, *, truth: bool = False) -> View:
        """Return everything a screen shows; the truth only when asked for."""
        return self._scene.view(self._acts, truth=truth, undone=self.undone)

    @property
    def undone(self) -> frozenset[int]:
        """Numbers of notes and other records that belong to a future which was undone."""
        state = self._branch.number, len(self._acts)
        if self._undone[0] != state and not self.closed:  # a screen asks several times a second
            self._undone = state, left_behind(self._file.branches(), state[0], self._acts)
        return self._undone[1]

    def series(self, *, truth: bool = False) -> Series:
        """Return the curves of the drill, a value per simulated hour and one for now."""
        return self._scene.series(truth=truth)

    def bars(self) -> tuple[Bar, ...]:
        """Return who worked on what from when to when, for a Gantt chart."""
        return self._scene.bars()

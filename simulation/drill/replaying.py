"""From what a file holds to the course it describes, and where the two part.

An act that cannot be applied is left out with a message. Lines of the log that were written are
compared with those that the replay makes; the first that differs is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from simulation.drill.acts import APPLY, BESIDE_THE_WORLD
from simulation.drill.records import Act, Branch, Line
from simulation.drill.scene import Inputs, Scene
from simulation.errors import DamagedDrill, SimulationError


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a course: a time, and the last act that had been done."""

    time_s: int
    after_act: int


@dataclass(frozen=True, slots=True)
class Replay:
    """A course made anew, and the acts that could not be applied, each with why."""

    scene: Scene
    failed: dict[int, str]
    misfit: str
    """The first act that no longer comes after as many happenings as it did."""


def lineage(branches: Sequence[Branch], number: int, acts: Sequence[Act]) -> list[Act]:
    """Return the acts that changed the world of a branch: inherited ones, then its own.

    >>> first = Branch(1, 0, 0, 0, 0, "1", "")
    >>> second = Branch(2, 1, 1, 60, 0, "1", "")
    >>> acts = [Act(n, 60, 0, "skip", {}, "", b) for n, b in ((1, 1), (2, 1), (3, 2))]
    >>> [act.number for act in lineage([first, second], 2, acts)]
    [1, 3]
    """
    by_number = {branch.number: branch for branch in branches}
    until: float = float("inf")
    found: list[Act] = []
    while number:
        own = [a for a in acts if a.branch == number and a.number <= until and changes_world(a)]
        found = own + found
        until = min(until, by_number[number].after_act)
        number = by_number[number].parent
    return found


def left_behind(branches: Sequence[Branch], number: int, acts: Sequence[Act]) -> frozenset[int]:
    """Return the notes, by number, that were taken in a future which a branch does not have.

    A branch has its own, and of each that it came out of those taken up to the moment it left,
    unless something had been done there before which it does not have.

    >>> first = Branch(1, 0, 0, 0, 0, "1", "")
    >>> second = Branch(2, 1, 1, 60, 0, "1", "")
    >>> kinds = ("skip", "note", "heads", "note", "note")
    >>> acts = [Act(n, 60, 0, kind, {}, "", 1) for n, kind in enumerate(kinds, 1)]
    >>> sorted(left_behind([first, second], 2, acts))
    [4, 5]
    """
    by_number = {branch.number: branch for branch in branches}
    has = {act.number for act in lineage(branches, number, acts)}
    until_s: dict[int, float] = {number: float("inf")}
    while parent := by_number[number].parent:
        until_s[parent] = min(until_s[number], by_number[number].from_s)
        number = parent
    lost = [act for act in acts if changes_world(act) and act.number not in has]
    return frozenset(
        note.number
        for note in acts
        if not changes_world(note)
        and (
            note.time_s > until_s.get(note.branch, -1)
            or any(
                act.branch == note.branch
                and act.number < note.number
                and act.time_s <= note.time_s
                for act in lost
            )
        )
    )


def changes_world(act: Act) -> bool:
    """Whether an act changes the world, so that a branch has it or has it not."""
    return act.kind not in BESIDE_THE_WORLD


def replay(
    inputs: Inputs,
    acts: Sequence[Act],
    until_s: int,
    failed: Mapping[int, str],
    *,
    other_until: int = 0,
) -> Replay:
    """Make a course from its acts, up to a moment.

    Acts up to `other_until` were first done in another course, after other happenings.
    An act that fails may have half changed the world, so the course is made anew without it.
    """
    missed = dict(failed)
    while True:
        scene, misfit = Scene(inputs), ""
        for act in acts:
            if act.kind not in APPLY:
                raise DamagedDrill(f"act {act.number} is of an unknown kind, {act.kind!r}")
            if act.number in missed:
                continue
            scene.advance(act.time_s)
            same = act.number <= other_until or scene.engine.state.ordinal == act.ordinal
            if not same:
                misfit = misfit or f"act {act.number} ({act.kind}) comes after other happenings"
            try:
                scene.apply(act)
            except Exception as error:  # noqa: BLE001, whatever an act does, the drill goes on
                missed[act.number] = why(error)
                break
        else:
            scene.advance(until_s)
            new = {number: said for number, said in missed.items() if number not in failed}
            return Replay(scene, new, misfit)


def done_anew(branches: Sequence[Branch], number: int) -> int:
    """Return the last act that a branch inherits from the course of another model, or 0."""
    by_number = {branch.number: branch for branch in branches}
    while number:
        branch = by_number[number]
        if branch.parent and not branch.first_line:
            return branch.after_act
        number = branch.parent
    return 0


def why(error: Exception) -> str:
    """Return what an act failed of: our own words, or the kind of a fault of ours.

    >>> why(KeyError("inject"))
    "KeyError: 'inject'"
    """
    return str(error) if isinstance(error, SimulationError) else f"{type(error).__name__}: {error}"


def difference(scene: Scene, written: Sequence[Line]) -> str:
    """Say where a course parts from the log that was written, or nothing if it does not.

    The last lines need not have been written yet: an act is committed before what it leads to.
    """
    made = scene.lines(0)
    for old, new in zip_longest(written, made[: len(written)]):
        if new is None or old.text != new.text:
            act = _act_before(scene, old.number)
            now = "nothing" if new is None else _shown(new.text)
            return f"line {old.number} of its log, {act}: written {_shown(old.text)}, now {now}"
    return ""


def _act_before(scene: Scene, line: int) -> str:
    before = [act for act in scene.acts if scene.lines_before[act.number] <= line]
    if not before:
        return "before any act"
    last = before[-1]
    what = scene.wording.act(last.kind, last.arguments)["en"]
    return f"after act {last.number} ({what})"


def _shown(text: str) -> str:
    return "“" + " ".join(text.split("\t")) + "”"

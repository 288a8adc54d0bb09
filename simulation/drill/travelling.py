"""Time travel in a drill: looking back, going on from there, and the branches that are left.

Nothing is ever taken out of a drill file. Whoever goes on from an earlier moment opens a branch;
what came after that moment stays where it was.
"""

from __future__ import annotations

from dataclasses import replace

from simulation import world
from simulation.drill.acts import MOST_NAME, short, whole
from simulation.drill.branches import (
    BranchComparison,
    BranchView,
    branch_views,
    compared,
)
from simulation.drill.drill_file import now
from simulation.drill.given import plainly
from simulation.drill.records import Branch
from simulation.drill.replaying import Moment, done_anew, lineage, replay
from simulation.drill.scene import Scene
from simulation.drill.session import Session
from simulation.drill.view import FeedLine
from simulation.errors import ActRefused, OtherModel


class Travelling(Session):
    """A session that can look back and go on from any moment."""

    # -- undo ------------------------------------------------------------------------------

    @property
    def next_undo(self) -> dict[str, str] | None:
        """What undo would take back, in both languages, or nothing."""
        acts = self._scene.acts
        return self._scene.wording.act(acts[-1].kind, acts[-1].arguments) if acts else None

    def undo(self) -> dict[str, str]:
        """Take back the last act that changed the world; the clock goes back to its moment.

        Notes stay, and what is taken back stays in the file as a branch, so that opening it again
        takes the undo back. Returns what was taken back, in both languages.
        """
        self._expect_present()
        what = self.next_undo
        if what is None:
            raise ActRefused("nothing has been done yet that could be undone")
        self.go_to(act=self._scene.acts[-1].number)
        self.go_on_from_here()
        return what

    # -- looking back ----------------------------------------------------------------------

    @property
    def looking_back(self) -> bool:
        """Whether an earlier moment is shown; then nothing can be done but look and note."""
        return self._present is not None

    @property
    def moments(self) -> tuple[FeedLine, ...]:
        """The event feed up to now, also while looking back: where `go_to(event=…)` can go."""
        return self._now.feed(truth=False)

    @plainly
    def events(self, *, truth: bool = False) -> tuple[FeedLine, ...]:
        """Return every event since the first sign, up to now also while looking back.

        Those are the feed's, and what is no news, such as each cost; with the truth also what
        only the facilitator sees. Points of curves are no events.
        """
        return self._now.events(truth=truth)

    @plainly
    def go_to(
        self, *, event: int | None = None, time_s: int | None = None, act: int | None = None
    ) -> None:
        """Show the drill as it was: at an event of the log, at a time, or just before an act.

        Only to look at, until `now_again` or `go_on_from_here`. Raises ActRefused when this branch
        has no such moment.
        """
        self._expect_open()
        if self._torn:
            self._load()
        present = self._now
        moment = _moment(present, event, time_s, act)
        self.pace.hold()
        made = replay(
            self.inputs,
            [done for done in present.acts if done.number <= moment.after_act],
            moment.time_s,
            self.failed,
            other_until=done_anew(self._branches(), self._branch.number),
        )
        self._present, self._scene = present, made.scene

    def now_again(self) -> None:
        """Come back from looking at an earlier moment."""
        if self._present is not None:
            self._scene, self._present = self._present, None

    @plainly
    def go_on_from_here(self, name: str = "") -> int:
        """Go on from the moment that is looked at, on a new branch; returns its number.

        What came after that moment stays in the file, as the branch that was played until now.
        """
        self._expect_open()
        if self._present is None:
            raise ActRefused("this is now; look back to a moment first, then go on from there")
        here, last = self._scene, self._scene.acts[-1:]
        new = Branch(
            number=len(self._branches()) + 1,
            parent=self._branch.number,
            after_act=last[0].number if last else 0,
            from_s=here.now_s,
            first_line=len(here.log),
            model=str(world.VERSION),
            opened_at=now(),
            name=short(name, MOST_NAME),
            reached_s=here.now_s,
        )
        missed = {n: said for n, said in self.failed.items() if n <= new.after_act}
        with self._whole():
            self._file.reach(self._branch, self._unwritten())
            self._file.open_branch(new)
            for number, message in missed.items():
                self._file.fail(new.number, number, message)
            self._branch, self._written, self.failed = new, new.first_line, missed
            self._present = None
        if self.ended:
            self._record("go_on", {})
        return new.number

    def _last_line(self) -> FeedLine | None:
        """Return the last line of the event feed at the moment that is shown."""
        return next(iter(reversed(self._scene.feed(truth=False))), None)

    # -- branches --------------------------------------------------------------------------

    def _branches(self) -> list[Branch]:
        return self._file.branches()

    @property
    def branches(self) -> tuple[BranchView, ...]:
        """Every course this drill has taken, in the order in which they were opened."""
        present = self._now
        current = replace(self._branch, reached_s=present.now_s)
        known = [current if b.number == current.number else b for b in self._branches()]
        return branch_views(present, known, self._acts, current.number)

    @plainly
    def open_branch(self, number: int) -> None:
        """Go on with another branch where it was left."""
        self.now_again()
        self._branch_of(number)
        self.pace.hold()
        with self._whole():
            self._file.reach(self._branch, self._unwritten())
            # A branch that cannot be played must not become the one that a file is resumed on.
            self._load(number)
            self._file.open_branch(self._branch)

    @plainly
    def name_branch(self, number: int, name: str) -> None:
        """Give a branch a name that people choose it by."""
        named = replace(self._branch_of(number), name=short(name, MOST_NAME))
        with self._whole():
            self._file.reach(named, [])
            if number == self._branch.number:
                self._branch = named

    @plainly
    def compare_branches(
        self, one: int, other: int, until_s: int | None = None
    ) -> BranchComparison:
        """Put two branches side by side, at the last moment that both have reached."""
        branches = {number: self._branch_of(number) for number in (one, other)}
        both_s = min(branch.reached_s for branch in branches.values())
        until_s = both_s if until_s is None else min(whole("until_s", until_s), both_s)
        scenes = [self._scene_of(branch, until_s) for branch in branches.values()]
        return compared(scenes[0], scenes[-1])

    def _scene_of(self, branch: Branch, until_s: int) -> Scene:
        if branch.model != str(world.VERSION):
            raise OtherModel(
                f"branch {branch.number} was played with model {branch.model}; this is model "
                f"{world.VERSION}, which may take it to another course"
            )
        known = self._branches()
        acts = [a for a in lineage(known, branch.number, self._acts) if a.time_s <= until_s]
        failed = self._file.failed(branch.number)
        other_until = done_anew(known, branch.number)
        return replay(self.inputs, acts, until_s, failed, other_until=other_until).scene

    def _branch_of(self, number: int) -> Branch:
        self._expect_open()
        found = {branch.number: branch for branch in self._branches()}
        if number not in found:
            known = ", ".join(map(str, found))
            raise ActRefused(f"there is no branch {number}; expected one of {known}")
        return self._branch if number == self._branch.number else found[number]


def _moment(scene: Scene, event: int | None, time_s: int | None, act: int | None) -> Moment:
    """Return the moment of a course that is meant by one of an event, a time and an act."""
    given = {"event": event, "time_s": time_s, "act": act}
    places = {name: whole(name, place) for name, place in given.items() if place is not None}
    if len(places) != 1:
        raise ActRefused("go to one of an event, a time or an act")
    event, time_s, act = map(places.get, given)
    if event is not None:
        if not 0 <= event < len(scene.log):
            raise ActRefused(f"event {event}; expected 0 to {len(scene.log) - 1}")
        done = [a.number for a in scene.acts if scene.lines_before[a.number] <= event]
        at_s = scene.log.facts[event][0]
    elif time_s is not None:
        done, at_s = [a.number for a in scene.acts if a.time_s <= time_s], time_s
    else:
        (at_s,) = [a.time_s for a in scene.acts if a.number == act] or (-1,)
        done = [a.number for a in scene.acts if act is not None and a.number < act]
        if at_s < 0:
            raise ActRefused(f"there is no act {act} in this branch")
    if at_s > scene.now_s or (time_s is not None and at_s < scene.began_s):
        raise ActRefused("that moment is not between the first sign and now")
    return Moment(max(at_s, scene.began_s), max(done, default=0))

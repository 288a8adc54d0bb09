"""The drill file: what people did, appended and committed before it is applied.

One SQLite file holds the inputs whole, the seed, the versions, the acts, and the lines of the log
they led to. What the model concludes follows from inputs and acts, so resuming a drill is
replaying its acts; the lines are there to be compared with, and to be read where the model that
wrote them is gone.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulation import world
from simulation.drill import database
from simulation.drill.database import UNREADABLE, explain, seal
from simulation.drill.making import expect_new, made_beside
from simulation.drill.records import Act, Branch, Contents, Line
from simulation.drill.strict import (
    MOST_BRANCHES,
    MOST_LINES,
    expect_about,
    expect_act,
    expect_branches,
    expect_line,
    expect_together,
)
from simulation.drill.writer import WriterLock, describe, in_use, this_session
from simulation.errors import ActRefused, DamagedDrill, DrillError, DrillInUse
from simulation.files.whole import written_whole

MOST_ARGUMENT_BYTES = 200_000
MOST_ACTS = 10_000


class DrillFile:
    """An open drill file; one session alone writes to it, others may read.

    Raises DrillInUse when another session writes, DamagedDrill when it is no drill.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.path = path
        self._db = db
        self._lock = lock
        self._last_seal = ""

    @property
    def read_only(self) -> bool:
        """Whether this session only looks on."""
        return self._lock is None

    # -- opening ---------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, about: dict[str, str], began_s: int) -> DrillFile:
        """Make a new drill file with what it is about and when its first sign comes."""
        _expect_folder(path)
        lock = WriterLock(path)
        try:
            with made_beside(path) as place:
                cls._made(place, about, began_s).close()
            return cls(path, database.connect_to_write(path), lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def restore(
        cls,
        path: Path,
        about: dict[str, str],
        contents: Contents,
        check: Callable[[Path], None],
    ) -> None:
        """Make a new drill file of what another one held, once it has passed a check."""
        _expect_folder(path)
        lock = WriterLock(path)
        try:
            with made_beside(path) as place:
                with contextlib.closing(cls._made(place, about, 0)) as file:
                    file.take_over(contents)
                check(place)
        finally:
            lock.release()

    @classmethod
    def _made(cls, path: Path, about: dict[str, str], began_s: int) -> DrillFile:
        lock = WriterLock(path)
        try:
            file = cls(path, database.connect_to_write(path), lock)
        except DrillError:
            lock.release()
            raise
        rows = {**about, "format": str(database.FORMAT), "inputs": seal(sorted(about.items()))}
        first = Branch(1, 0, 0, began_s, 0, str(world.VERSION), now(), reached_s=began_s)
        try:
            with file._written():
                file._db.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
                for table in database.SCHEMA:
                    file._db.execute(table)
                file._db.executemany("INSERT INTO about VALUES (?, ?)", rows.items())
                file._put_branch(first)
                file._put_here(1)
                file._db.execute("INSERT INTO writer VALUES (1, ?)", (this_session(),))
        except DrillError:
            file.close()
            raise
        return file

    @classmethod
    def open(cls, path: Path) -> DrillFile:
        """Open an existing drill file to go on with it, once it was found whole."""
        with contextlib.closing(cls.read(path)) as found:
            try:
                lock = WriterLock(path)
            except DrillInUse:
                if who := found.writer():
                    raise in_use(path, who) from None
                raise
        try:
            file = cls(path, database.connect_to_write(path), lock)
        except DrillError:
            lock.release()
            raise
        try:
            with file._written():
                file._db.execute("UPDATE writer SET who = ?", (this_session(),))
            file._check()
        except DrillError:
            file.close()
            raise
        return file

    @classmethod
    def read(cls, path: Path) -> DrillFile:
        """Open a drill file to look on, also while another session writes to it."""
        if not path.is_file():
            raise DrillError(f"there is no drill file {path.name}; expected one to resume")
        file = cls(path, database.connect_to_read(path), None)
        try:
            file._check()
        except DrillError:
            file.close()
            raise
        return file

    def _check(self) -> None:
        with self._understood():
            database.expect_drill(self._db, self.path)
            about = self.about()
            inputs = {n: v for n, v in about.items() if n not in ("format", "inputs")}
            if seal(sorted(inputs.items())) != about.get("inputs"):
                raise DamagedDrill(
                    f"{self.path.name}: its inputs have been changed since it began"
                )
            if self.branch().number not in {branch.number for branch in self.branches()}:
                raise self._damaged("its branch is missing")
            expect_about(about)
            expect_together(self.branches(), self.acts())

    def close(self) -> None:
        """Close the file; another session may write to it."""
        if self._lock is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        if self._lock is not None:
            self._lock.release()

    # -- reading ---------------------------------------------------------------------------

    def contents(self) -> Contents:
        """Return all that was done and written, to be restored elsewhere."""
        with self.together():
            branches = tuple(self.branches())
            failed = self._rows("SELECT branch, act, message FROM failed ORDER BY branch, act")
            own = "SELECT number, time_s, kind, text, words FROM lines WHERE branch = ? ORDER BY 1"
            return Contents(
                here=self.branch().number,
                branches=branches,
                acts=tuple(self.acts()),
                lines={b.number: [Line(*r) for r in self._rows(own, b.number)] for b in branches},
                failed=tuple((int(b), int(a), str(m)) for b, a, m in failed),
            )

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Read several things as of one moment, whatever another session writes meanwhile."""
        with self._understood():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    @contextlib.contextmanager
    def _understood(self) -> Iterator[None]:
        """Say what is wrong with a file that cannot be read."""
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from None
        except UNREADABLE as error:
            raise self._damaged(f"{error}") from None

    def _damaged(self, what: str) -> DamagedDrill:
        return DamagedDrill(f"{self.path.name} is damaged: {what}")

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._understood():
            rows: list[tuple[Any, ...]] = self._db.execute(query, values).fetchall()
        return rows

    def about(self) -> dict[str, str]:
        """Return what the drill is about: inputs as JSON, seed, when it began."""
        return dict(self._rows("SELECT name, value FROM about"))

    def acts(self) -> list[Act]:
        """Return the acts of all branches in the order in which they were written."""
        rows = self._rows("SELECT * FROM acts ORDER BY number")
        acts, before = [], ""
        for place, (*values, found) in enumerate(rows, 1):
            before = seal(before, *values)
            if found != before or values[0] != place:
                raise self._damaged(f"act {values[0]} is not what was written")
            with self._understood():
                number, branch, time_s, ordinal, kind, arguments, at = values
                act = Act(number, time_s, ordinal, kind, json.loads(arguments), at, branch)
                expect_act(act)
            acts.append(act)
        self._last_seal = before
        return acts

    def failed(self, branch: int) -> dict[int, str]:
        """Return the acts of a branch that could not be applied, each with its message."""
        rows = self._rows("SELECT * FROM failed WHERE branch = ?", branch)
        self._expect_sealed(rows, "failed")
        return {act: message for _, act, message, _ in rows}

    def branches(self) -> list[Branch]:
        """Return all branches in the order in which they were opened."""
        rows = self._rows("SELECT * FROM branches ORDER BY number")
        self._expect_sealed(rows, "branches")
        found = [Branch(*values) for *values, _ in rows]
        with self._understood():
            expect_branches(found)
        return found

    def branch(self) -> Branch:
        """Return the branch that is played."""
        rows = self._rows("SELECT * FROM here")
        self._expect_sealed(rows, "here")
        numbers = [number for _, number, _ in rows]
        for branch in self.branches():
            if [branch.number] == numbers:
                return branch
        raise self._damaged("its branch is missing")

    def lines(self, branch: int) -> list[Line]:
        """Return the log of a branch as far as it was written, its parents' part first."""
        by_number = {b.number: b for b in self.branches()}
        until, pieces = MOST_LINES, []
        while branch:
            rows = self._rows(
                "SELECT number, time_s, kind, text, words FROM lines WHERE branch = ? "
                "AND number < ? ORDER BY number",
                *(branch, until),
            )
            pieces.append([Line(*row) for row in rows])
            until = min(until, by_number[branch].first_line)
            branch = by_number[branch].parent if until else 0
        found = [line for piece in reversed(pieces) for line in piece]
        with self._understood():
            for line in found:
                expect_line(line)
        if [line.number for line in found] != list(range(len(found))):
            raise self._damaged("lines of its log are missing")
        return found

    def writer(self) -> str:
        """Return who wrote to the file last, as people read it."""
        return describe(next((who for (who,) in self._rows("SELECT who FROM writer")), ""))

    def _expect_sealed(self, rows: Sequence[tuple[Any, ...]], table: str) -> None:
        for *values, found in rows:
            if found != seal(table, *values):
                raise DamagedDrill(
                    f"{self.path.name} is damaged: {table} are not what was written"
                )

    # -- writing ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def _written(self) -> Iterator[None]:
        """Commit what is written in a block as one, or nothing of it."""
        if self._lock is None:
            raise DrillError(f"{self.path.name} is open for reading alone; Drill.resume writes")
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from None

    def _take_in(self) -> None:
        """Move what was committed into the drill file itself, so that a copy of it is whole.

        Where that cannot be done now it lies safe in the log beside the file, and is moved later.
        """
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def append(self, act: Act, branch: Branch, lines: Sequence[Line]) -> Act:
        """Write an act with the log so far, and commit them; returns the act with its number."""
        text = json.dumps(act.arguments, ensure_ascii=False, sort_keys=True)
        if len(text.encode()) > MOST_ARGUMENT_BYTES:
            raise DrillError(f"that is too long; expected at most {MOST_ARGUMENT_BYTES:,} bytes")
        (last,) = self._rows("SELECT coalesce(max(number), 0) FROM acts")[0]
        if last >= MOST_ACTS:
            raise DrillError(
                f"the drill has {last:,} acts, as many as a file takes; begin another"
            )
        act = replace(act, number=last + 1, written_at=now())
        try:
            expect_act(replace(act, arguments=json.loads(text)))
        except ValueError as error:
            # What could not be read again must not be written.
            raise ActRefused(str(error)) from None
        values = (act.number, act.branch, act.time_s, act.ordinal, act.kind, text, act.written_at)
        sealed = seal(self._last_seal, *values)
        with self._written():
            self._db.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, sealed))
            self._put_lines(branch.number, lines)
            self._put_branch(branch)
        self._last_seal = sealed
        self._take_in()
        return act

    def reach(self, branch: Branch, lines: Sequence[Line]) -> None:
        """Write down how far the clock will have gone, and the log so far."""
        with self._written():
            self._put_lines(branch.number, lines)
            self._put_branch(branch)

    def open_branch(self, branch: Branch) -> None:
        """Make a branch the one that is played, whether it is new or not."""
        if branch.number > MOST_BRANCHES:
            raise DrillError(f"the drill has {MOST_BRANCHES:,} branches; begin another")
        with self._written():
            self._put_branch(branch)
            self._put_here(branch.number)
        self._take_in()

    def fail(self, branch: int, act: int, message: str) -> None:
        """Write down that an act could not be applied."""
        values = (branch, act, message)
        with self._written():
            row = (*values, seal("failed", *values))
            self._db.execute("INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?)", row)

    def save_copy(self, path: Path) -> None:
        """Write a whole copy of the file as it stands; what has that name is replaced at once."""
        with written_whole(path, DrillError) as place:
            try:
                with contextlib.closing(sqlite3.connect(place)) as copy:
                    self._db.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.Error as error:
                raise explain(error, path) from None

    def _put_branch(self, branch: Branch) -> None:
        values = tuple(getattr(branch, name) for name in Branch.__dataclass_fields__)
        row = (*values, seal("branches", *values))
        self._db.execute(
            "INSERT OR REPLACE INTO branches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
        )

    def _put_here(self, number: int) -> None:
        row = (1, number, seal("here", 1, number))
        self._db.execute("INSERT OR REPLACE INTO here VALUES (?, ?, ?)", row)

    def take_over(self, contents: Contents) -> None:
        """Hold what another file held in place of all that was done."""
        with self._written():
            self._db.execute("DELETE FROM branches")
            for branch in contents.branches:
                self._put_branch(branch)
                self._put_lines(branch.number, contents.lines.get(branch.number, ()))
            self._put_here(contents.here)
            self._put_acts(contents.acts)
            for values in contents.failed:
                row = (*values, seal("failed", *values))
                self._db.execute("INSERT INTO failed VALUES (?, ?, ?, ?)", row)
        self._check()

    def _put_acts(self, acts: Sequence[Act]) -> None:
        before = ""
        for act in acts:
            text = json.dumps(act.arguments, ensure_ascii=False, sort_keys=True)
            if len(text.encode()) > MOST_ARGUMENT_BYTES or act.number > MOST_ACTS:
                raise self._damaged(f"act {act.number} is larger than an act can be")
            place = act.number, act.branch, act.time_s, act.ordinal
            values = (*place, act.kind, text, act.written_at)
            before = seal(before, *values)
            self._db.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, before))

    def _put_lines(self, branch: int, lines: Sequence[Line]) -> None:
        rows = [(branch, *(getattr(line, f) for f in Line.__dataclass_fields__)) for line in lines]
        self._db.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?, ?, ?)", rows)


def _expect_folder(path: Path) -> None:
    """Refuse a name that is taken, or a folder that is not there, before a lock is put there."""
    expect_new(path)
    if not path.parent.is_dir():
        raise DrillError(f"the folder {path.parent} does not exist; expected one to write to")


def now() -> str:
    """Return the moment of writing, by the machine's clock; nothing is ordered by it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

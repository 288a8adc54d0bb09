"""The drill file: what people did, appended and committed before it is applied.

One SQLite file holds the inputs whole, the seed, the versions and the acts. What the model
concluded follows from them, so resuming a drill is replaying its acts.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation import world
from simulation.errors import DamagedDrill, DrillError, DrillInUse

FORMAT = 1
APPLICATION_ID = 0x64726C6C
MOST_ARGUMENT_BYTES = 200_000
PAGES_BESIDE_THE_FILE = 50
"""How much of the clock's progress may lie in the log beside the file before it is taken in."""

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE acts (
    number INTEGER PRIMARY KEY,
    time_s INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    arguments TEXT NOT NULL,
    written_at TEXT NOT NULL
);
CREATE TABLE clock (only INTEGER PRIMARY KEY CHECK (only = 1), reached_s INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did: when in the drill, after which happening, what."""

    number: int
    time_s: int
    ordinal: int
    kind: str
    arguments: dict[str, Any]
    written_at: str


class DrillFile:
    """An open drill file; only one session can write to it.

    Raises DrillInUse when another session holds it, DamagedDrill when it is no drill.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def create(cls, path: Path, about: dict[str, str]) -> DrillFile:
        """Make a new drill file with what it is about."""
        if path.exists():
            raise DrillError(f"{path.name} exists already; expected a new name")
        if not path.parent.is_dir():
            raise DrillError(f"the folder {path.parent} does not exist; expected one to write to")
        file = cls(path, _connect(path))
        versions = {"format": str(FORMAT), "model": str(world.VERSION)}
        inputs = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
        try:
            with file._db:
                file._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                for statement in _SCHEMA.strip().split(";\n"):
                    file._db.execute(statement)
                rows = {**about, **versions, "inputs_sha256": inputs}
                file._db.executemany("INSERT INTO about VALUES (?, ?)", rows.items())
                file._db.execute("INSERT INTO clock VALUES (1, 0)")
            file._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise _explain(error, path) from None
        return file

    @classmethod
    def open(cls, path: Path) -> DrillFile:
        """Open an existing drill file and check that it is one, whole and of this format."""
        if not path.is_file():
            raise DrillError(f"there is no drill file {path.name}; expected one to resume")
        file = cls(path, _connect(path))
        try:
            file._check()
        except sqlite3.Error as error:
            file.close()
            raise _explain(error, path) from None
        except DrillError:
            file.close()
            raise
        return file

    def _check(self) -> None:
        (found,) = self._db.execute("PRAGMA application_id").fetchone()
        if found != APPLICATION_ID:
            raise DamagedDrill(f"{self.path.name} is a database, but not a drill")
        (state,) = self._db.execute("PRAGMA quick_check").fetchone()
        if state != "ok":
            raise DamagedDrill(f"{self.path.name} is damaged: {state}")
        about = self.about()
        if about.get("format") != str(FORMAT):
            have = about.get("format", "none")
            raise DamagedDrill(f"{self.path.name} has format {have}; expected {FORMAT}")
        if about.get("model") != str(world.VERSION):
            have = about.get("model", "none")
            raise DrillError(
                f"{self.path.name} was played with model {have}; this is model "
                f"{world.VERSION}, which could lead to another course"
            )
        inputs = {n: about.get(n, "") for n in about if n not in _OF_FILE}
        digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
        if digest != about.get("inputs_sha256"):
            raise DamagedDrill(f"{self.path.name}: its inputs have been changed since it began")

    def about(self) -> dict[str, str]:
        """Return what the drill is about: inputs as JSON, seed, versions."""
        return dict(self._db.execute("SELECT name, value FROM about").fetchall())

    def append(self, time_s: int, ordinal: int, kind: str, arguments: dict[str, Any]) -> Act:
        """Write an act and commit it."""
        text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
        if len(text.encode()) > MOST_ARGUMENT_BYTES:
            raise DrillError(f"that is too long; expected at most {MOST_ARGUMENT_BYTES:,} bytes")
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        insert = "INSERT INTO acts (time_s, ordinal, kind, arguments, written_at)"
        try:
            with self._db:
                row = self._db.execute(
                    f"{insert} VALUES (?, ?, ?, ?, ?)", (time_s, ordinal, kind, text, now)
                )
                self._db.execute("UPDATE clock SET reached_s = ?", (time_s,))
            # What has been done stands in the drill file itself, so that a copy of it is whole.
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise _explain(error, self.path) from None
        return Act(int(row.lastrowid or 0), time_s, ordinal, kind, arguments, now)

    def reach(self, time_s: int) -> None:
        """Write down how far the clock will have gone."""
        try:
            with self._db:
                self._db.execute("UPDATE clock SET reached_s = ?", (time_s,))
        except sqlite3.Error as error:
            raise _explain(error, self.path) from None

    def reached_s(self) -> int:
        """Return how far the clock has gone."""
        (reached,) = self._db.execute("SELECT reached_s FROM clock").fetchone()
        return int(reached)

    def acts(self) -> list[Act]:
        """Return all acts in the order in which they were written."""
        rows = self._db.execute(
            "SELECT number, time_s, ordinal, kind, arguments, written_at FROM acts ORDER BY number"
        ).fetchall()
        try:
            return [Act(n, t, o, k, json.loads(a), at) for n, t, o, k, a, at in rows]
        except ValueError:
            raise DamagedDrill(f"{self.path.name}: an act cannot be read") from None

    def close(self) -> None:
        """Close the file; another session may open it."""
        self._db.close()


_OF_FILE = ("format", "model", "inputs_sha256")


def _connect(path: Path) -> sqlite3.Connection:
    """Open the database for this session alone, durable at each commit."""
    try:
        db = sqlite3.connect(path, timeout=0.5, check_same_thread=False)
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BESIDE_THE_FILE}")
        with db:
            db.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise _explain(error, path) from None
    return db


def _explain(error: sqlite3.Error, path: Path) -> DrillError:
    """Say what a person can do about an error of the database."""
    text = str(error)
    if "locked" in text:
        return DrillInUse(f"{path.name} is open in another session; close that one first")
    if "readonly" in text or "unable to open" in text:
        return DrillError(f"{path.name} cannot be written to; choose another folder")
    if "full" in text:
        return DrillError("the disk is full; nothing of this act was recorded")
    if "not a database" in text or "malformed" in text or "no such table" in text:
        return DamagedDrill(f"{path.name} is no drill file, or it is damaged: {text}")
    return DrillError(f"{path.name}: {text}")

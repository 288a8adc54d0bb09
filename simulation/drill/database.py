"""The database under a drill file: how it is opened, how large it may be, what its errors mean.

A drill file may come from a stranger, so its tables must be ours to the letter before anything in
it is read, and whoever only reads can change nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

from simulation.errors import DamagedDrill, DrillError

FORMAT = 2
APPLICATION_ID = 0x64726C6C
MOST_TEXT_BYTES = 8_000_000
"""The longest text of a file: a scenario whole, with its organisation and laws."""
MOST_PAGES = 65_536
"""At pages of 4,096 bytes a quarter of a gigabyte; a drill of a year takes about one megabyte."""
PAGES_BESIDE_THE_FILE = 50
"""How much of the clock's progress may lie in the log beside the file before it is taken in."""
BUSY_S = 0.5

SCHEMA = tuple(
    """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE acts (
    number INTEGER PRIMARY KEY, branch INTEGER NOT NULL, time_s INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, kind TEXT NOT NULL, arguments TEXT NOT NULL,
    written_at TEXT NOT NULL, seal TEXT NOT NULL
) STRICT;
CREATE TABLE failed (
    branch INTEGER NOT NULL, act INTEGER NOT NULL, message TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (branch, act)
) STRICT, WITHOUT ROWID;
CREATE TABLE branches (
    number INTEGER PRIMARY KEY, parent INTEGER NOT NULL, after_act INTEGER NOT NULL,
    from_s INTEGER NOT NULL, first_line INTEGER NOT NULL, model TEXT NOT NULL,
    opened_at TEXT NOT NULL, name TEXT NOT NULL, reached_s INTEGER NOT NULL, seal TEXT NOT NULL
) STRICT;
CREATE TABLE here (
    only INTEGER PRIMARY KEY CHECK (only = 1), branch INTEGER NOT NULL, seal TEXT NOT NULL
) STRICT;
CREATE TABLE lines (
    branch INTEGER NOT NULL, number INTEGER NOT NULL, time_s INTEGER NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (branch, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE writer (only INTEGER PRIMARY KEY CHECK (only = 1), who TEXT NOT NULL) STRICT
""".strip().split(";\n")
)
"""Every table of a drill file; a file with any other is none."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_TEXT_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 20,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 3,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 20,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
# What reading a file that was made to harm, or was damaged, may end in.
UNREADABLE = (ValueError, TypeError, KeyError, OverflowError, RecursionError)


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Open a drill file, durable at each commit; whoever holds its lock is the only writer."""
    try:
        db = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
        _limit(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BESIDE_THE_FILE}")
        db.execute(f"PRAGMA max_page_count = {MOST_PAGES}")
        # Says now, and not at the first act, that nothing can be written here.
        with db:
            db.execute("BEGIN IMMEDIATE")
    except (sqlite3.Error, *UNREADABLE) as error:
        raise explain(error, path) from None
    return db


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a drill file for reading alone, while another session may write to it."""
    place = path.absolute().as_uri()
    try:
        try:
            return _reading(f"{place}?mode=ro")
        except sqlite3.OperationalError:
            if path.with_name(f"{path.name}-wal").exists():
                raise
            # A closed file in a folder that nobody may write to needs no place for its readers.
            return _reading(f"{place}?immutable=1")
    except (sqlite3.Error, *UNREADABLE) as error:
        raise explain(error, path) from None


def _reading(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_S, check_same_thread=False)
    try:
        _limit(db)
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite3.Error, *UNREADABLE):
        db.close()
        raise
    return db


def _limit(db: sqlite3.Connection) -> None:
    for limit, most in _LIMITS.items():
        db.setlimit(limit, most)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA mmap_size = 0")


def expect_drill(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is no drill of this format, or whose pages are damaged."""
    (found,) = db.execute("PRAGMA application_id").fetchone()
    if found != APPLICATION_ID:
        raise DamagedDrill(f"{path.name} is a database, but not a drill")
    (state,) = db.execute("PRAGMA quick_check").fetchone()
    if state != "ok":
        raise DamagedDrill(f"{path.name} is damaged: {' '.join(str(state).split())}")
    (have,) = db.execute("SELECT value FROM about WHERE name = 'format'").fetchone() or ("none",)
    if have != str(FORMAT):
        raise DamagedDrill(
            f"{path.name} has format {have}; expected {FORMAT}. It was made by another version "
            "of this program, which can still open it"
        )
    tables = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")}
    if tables != set(SCHEMA):
        raise DamagedDrill(f"{path.name} is damaged: its tables are not those of a drill")


def seal(*values: object) -> str:
    """Return a short fingerprint of some values, so that a change by chance is seen.

    It keeps out accidents, not people: whoever can write the file can seal it too.

    >>> seal(1, "note") == seal(1, "note"), seal(1, "note") == seal(1, "nope")
    (True, False)
    """
    written = json.dumps(values, ensure_ascii=True, sort_keys=True).encode()
    return hashlib.blake2b(written, digest_size=16).hexdigest()


def explain(error: Exception, path: Path) -> DrillError:
    """Say what a person can do about an error of the database."""
    # The database quotes what it stumbles over, and that need not be text at all.
    text = str(error) if isinstance(error, sqlite3.Error) else "it holds what is no text"
    if "locked" in text or "busy" in text:
        return DrillError(f"{path.name} is being written to by another program; try again")
    if "readonly" in text or "unable to open" in text:
        return DrillError(
            f"{path.name} cannot be written to; choose another folder, or look at it "
            "with Drill.read"
        )
    if "full" in text:
        return DrillError("the disk is full; nothing of this act was recorded. Make room, go on")
    if "disk I/O" in text:
        return DrillError(
            f"{path.name} cannot be written: the disk is full, or gone. Nothing of this act was "
            "recorded; make room, go on"
        )
    if "too big" in text:
        return DrillError(f"{path.name}: that is too long to keep")
    return DamagedDrill(f"{path.name} is no drill file, or it is damaged: {text}")

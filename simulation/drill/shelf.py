"""The drills of a folder, to choose one to go on with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from simulation import world
from simulation.drill.writer import WriterLock, is_this_process
from simulation.drill.written import Written
from simulation.errors import DrillError, DrillInUse
from simulation.inputs.base import Text

MOST_DRILLS = 200


@dataclass(frozen=True, slots=True)
class DrillEntry:
    """A drill file of a folder: what it is, how far it went, and whether it can go on."""

    file: Path
    title: Text
    plan_title: Text = ""
    seed: int = 0
    length_min: int = 0
    """How many minutes it is meant to take; 0 where the file cannot be read."""
    began_at: str = ""
    last_at: str = ""
    moment: str = ""
    """How far it went, by the firm's clocks."""
    time_zone: str = ""
    """Where the firm's clocks are."""
    branches: int = 0
    ended: bool = False
    in_use: str = ""
    """Who writes to it now, or "" when nobody does."""
    other_model: str = ""
    """The model it was played with, where that is not this one."""
    damaged: str = ""
    """Why it cannot be opened, or "" when it can."""

    @property
    def in_use_here(self) -> bool:
        """Whether it is this very process that writes to it now."""
        return is_this_process(self.in_use)

    @property
    def began_here(self) -> str:
        """When the drill file was made, by the clock of whoever reads this."""
        return here(self.began_at)

    @property
    def last_here(self) -> str:
        """When the last act was written, by the same clock."""
        return here(self.last_at)


def here(written_at: str) -> str:
    """Return a moment of the wall clock in the time zone of this machine, as a person reads it.

    >>> moment = datetime.datetime(2026, 3, 2, 9, 0).astimezone()
    >>> here(moment.astimezone(datetime.UTC).isoformat())
    'Mon 2026-03-02 09:00'
    >>> here("")
    ''
    """
    if not written_at:
        return ""
    return f"{datetime.datetime.fromisoformat(written_at).astimezone():%a %Y-%m-%d %H:%M}"


def drills(folder: str | Path = ".") -> tuple[DrillEntry, ...]:
    """Return the drills of a folder, the one that was written to last first; or a file's own.

    >>> drills("no such folder")
    ()
    """
    place = Path(folder)
    found = [place] if place.is_file() else place.glob("*.drill")
    files = [path for path in found if path.is_file()]
    files.sort(key=_changed_s, reverse=True)
    return tuple(_entry(path) for path in files[:MOST_DRILLS])


def _changed_s(path: Path) -> float:
    beside = [path, path.with_name(f"{path.name}-wal")]
    return max((p.stat().st_mtime for p in beside if p.exists()), default=0.0)


def _entry(path: Path) -> DrillEntry:
    try:
        record = Written.of(path)
    except DrillError as error:
        return DrillEntry(file=path, title=path.stem, damaged=str(error))
    return DrillEntry(
        file=path,
        title=record.title,
        plan_title=record.plan_title,
        seed=record.seed,
        length_min=record.length_min,
        began_at=record.began_at,
        last_at=record.last_at,
        moment=record.moment,
        time_zone=str(record.begins.tzinfo),
        branches=len(record.branches),
        ended=record.ended,
        in_use=_writer_now(record),
        other_model="" if record.model == str(world.VERSION) else record.model,
    )


def _writer_now(record: Written) -> str:
    try:
        WriterLock(record.file).release()
    except DrillInUse:
        return record.writer or "?"
    except DrillError:
        return ""
    return ""

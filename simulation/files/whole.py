"""A file that appears under its name whole, or not at all, whatever ends the writing of it.

It is made in a folder of its own beside the name, hidden, and moved at the end. What a process
that was killed has left there is cleared away by the next one that writes the same file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from simulation.errors import SimulationError

__all__ = ["made_whole", "replace_with", "write_whole", "written_whole"]

Put = Callable[[Path, Path], None]
"""Moves a file that is whole to its name."""


def replace_with(place: Path, path: Path) -> None:
    """Move a file to a name; what stood there is replaced at once."""
    place.replace(path)


@contextlib.contextmanager
def made_whole(path: Path, error: type[SimulationError], put: Put) -> Iterator[Path]:
    """Give a place beside a path to make a file in, and `put` it there once the block is through.

    A disk that is full or cannot be written to is said as an `error`, and leaves nothing behind.
    """
    folder = path.with_name(f".{path.name}.part")
    try:
        # A fixed name, so that whatever a kill has left is found again; nothing of it is used.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        mine = folder.stat().st_ino
        try:
            # Messages quote the name, so it is the same inside.
            place = folder / path.name
            yield place
            _to_disk(place)
            if folder.stat().st_ino != mine:
                raise error(f"{path.name} is being written by somebody else; try again")
            put(place, path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as fault:
        why = fault.strerror or "the disk does not take it"
        raise error(f"{path.name} cannot be written: {why}; choose another folder") from None


@contextlib.contextmanager
def written_whole(path: Path, error: type[SimulationError]) -> Iterator[Path]:
    """Give a place to write a file in; at the end it replaces what stood under its name.

    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "page.html"
    >>> with written_whole(page, SimulationError) as place:
    ...     _ = place.write_text("whole")
    ...     page.exists()
    False
    >>> page.read_text(), [one.name for one in page.parent.iterdir()]
    ('whole', ['page.html'])
    """
    # Through a link to the file that it means, as an ordinary writer would.
    with made_whole(path.resolve(), error, replace_with) as place:
        yield place


def write_whole(path: Path, data: bytes, error: type[SimulationError]) -> None:
    """Write a file at once; what stood under its name stays until the new one is whole."""
    with written_whole(path, error) as place:
        place.write_bytes(data)


def _to_disk(place: Path) -> None:
    """Have the system write a file out, so that a power cut finds no name without its contents."""
    with place.open("rb+") as file:
        os.fsync(file.fileno())

"""A new file that appears under its name whole, or not at all, and never in place of another."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from simulation.errors import DrillError
from simulation.files.whole import made_whole


@contextlib.contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """Give a place beside a path to make a file in, and put the file under that path at the end.

    What stands there by then stays, and the new file is dropped, as it is when making it fails.

    >>> import tempfile
    >>> friday = Path(tempfile.mkdtemp()) / "friday.drill"
    >>> with made_beside(friday) as place:
    ...     _ = place.write_text("whole")
    >>> friday.read_text(), [one.name for one in friday.parent.iterdir()]
    ('whole', ['friday.drill'])
    >>> with made_beside(friday) as place:
    ...     _ = place.write_text("another")
    Traceback (most recent call last):
        ...
    simulation.errors.DrillError: friday.drill exists already; expected a new name
    >>> friday.read_text()
    'whole'
    """
    expect_new(path)
    with made_whole(path, DrillError, _put) as place:
        yield place


def expect_new(path: Path) -> None:
    """Refuse a name under which something stands already."""
    if path.exists() or path.is_symlink():
        raise DrillError(f"{path.name} exists already; expected a new name")


def _put(place: Path, path: Path) -> None:
    beside = place.with_name(f"{place.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise DrillError(f"{path.name} cannot be written whole: the disk is full. Make room")
    try:
        os.link(place, path)
    except FileExistsError:
        raise DrillError(f"{path.name} exists already; expected a new name") from None
    except OSError:
        # A disk without hard links. Whoever makes the empty file first has the name.
        try:
            path.open("xb").close()
        except FileExistsError:
            raise DrillError(f"{path.name} exists already; expected a new name") from None
        place.replace(path)

"""Zip archives of ours: the same content gives the same bytes, and a stranger's is read in limits.

Nothing in an archive is executed, and nothing is unpacked to the disk.
"""

from __future__ import annotations

import contextlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.errors import SimulationError
from simulation.files.whole import written_whole

MOST_MEMBERS = 20_100
MOST_JSON_BYTES = 60_000_000
MOST_JSON_PARTS = 500_000
"""Tables and lists of one member, each of which takes many times its two letters in memory."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BEGINNING = (1980, 1, 1, 0, 0, 0)


def write_archive(
    path: Path,
    members: Mapping[str, bytes],
    error: type[SimulationError],
    *,
    most_bytes: int,
    instead: str,
) -> None:
    """Write an archive; what stood under the name before is replaced once the new one is whole.

    A disk that is full or cannot be written to is said as an `error`, and leaves nothing behind.
    So is what is too large to be opened again, with what can be done `instead`.
    """
    sizes = [len(data) for data in members.values()]
    problems = [_too_large(name, data) for name, data in members.items() if _is_json(name)]
    if _over(sizes, most_bytes):
        problems.append(f"{sum(sizes):,} bytes; expected under {most_bytes:,}")
    if problem := next(filter(None, problems), ""):
        raise error(f"{path.name} would be too large to be opened again: {problem}. {instead}")
    with (
        written_whole(path, error) as place,
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, data in members.items():
            member = zipfile.ZipInfo(name, _BEGINNING)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)


@contextlib.contextmanager
def opened(
    path: Path,
    *,
    about: str,
    what: str,
    error: type[SimulationError],
    most_bytes: int,
) -> Iterator[zipfile.ZipFile]:
    """Open an archive that has a member `about`; what is wrong with it is said as an `error`."""
    if not path.is_file():
        raise error(f"{path.name}: there is no such file; expected a {what} that was saved")
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path.name, about, what, error, most_bytes)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise error(f"{path.name} is no {what} file, or it is damaged: {fault}") from None
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise error(f"{path.name} is damaged: {type(fault).__name__}: {fault}") from None


def _check(
    archive: zipfile.ZipFile,
    name: str,
    about: str,
    what: str,
    error: type[SimulationError],
    most_bytes: int,
) -> None:
    members = archive.infolist()
    if _over([one.file_size for one in members], most_bytes):
        raise error(f"{name} is too large to be a {what}; expected under {most_bytes:,} bytes")
    if any(one.compress_type not in _PACKED for one in members):
        raise error(f"{name} is packed in another way than a {what} is")
    if about not in archive.namelist():
        raise error(f"{name} is an archive, but not a {what}")


def as_json(plain: object) -> bytes:
    """Return plain data as the JSON that stands in an archive.

    >>> as_json({"b": 1, "a": "停"}).decode().split()
    ['{', '"a":', '"停",', '"b":', '1', '}']
    """
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode()


def from_json(archive: zipfile.ZipFile, inside: str) -> Any:
    """Return the plain data of a member of an archive."""
    if archive.getinfo(inside).file_size > MOST_JSON_BYTES:
        raise ValueError(f"{inside} is too large")
    data = archive.read(inside)
    if problem := _too_large(inside, data):
        raise ValueError(problem)
    return json.loads(data)


def _is_json(name: str) -> bool:
    return name.endswith(".json")


def _over(sizes: Sequence[int], most_bytes: int) -> bool:
    return len(sizes) > MOST_MEMBERS or sum(sizes) > most_bytes


def _too_large(inside: str, data: bytes) -> str:
    """Say what of a member is over a limit, the same for whoever writes it and who opens it."""
    if len(data) > MOST_JSON_BYTES:
        return f"{inside} is too large: {len(data):,} bytes; expected at most {MOST_JSON_BYTES:,}"
    parts = data.count(b"{") + data.count(b"[")
    if parts > MOST_JSON_PARTS:
        return f"{inside} has too many parts: {parts:,}; expected at most {MOST_JSON_PARTS:,}"
    return ""

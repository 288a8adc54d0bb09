"""Zip archives of ours: the same content gives the same bytes, and a stranger's is read in limits.

Nothing in an archive is executed, and nothing is unpacked to the disk.
"""

from __future__ import annotations

import contextlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulation.errors import SimulationError

MOST_MEMBERS = 20_100
MOST_JSON_BYTES = 20_000_000
MOST_JSON_PARTS = 500_000
"""Tables and lists of one member, each of which takes many times its two letters in memory."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BEGINNING = (1980, 1, 1, 0, 0, 0)


def write_archive(path: Path, members: Mapping[str, bytes], error: type[SimulationError]) -> None:
    """Write an archive; what stood under the name before is replaced once the new one is whole.

    A disk that is full or cannot be written to is said as an `error`, and leaves nothing behind.
    """
    draft = path.with_name(path.name + ".part")
    try:
        try:
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in members.items():
                    member = zipfile.ZipInfo(name, _BEGINNING)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(member, data)
            draft.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
    except OSError as fault:
        why = fault.strerror or "the disk does not take it"
        raise error(f"{path.name} cannot be written: {why}; choose another folder") from None


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
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > most_bytes:
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
    if data.count(b"{") + data.count(b"[") > MOST_JSON_PARTS:
        raise ValueError(f"{inside} has too many parts")
    return json.loads(data)

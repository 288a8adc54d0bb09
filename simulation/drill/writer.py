"""One writer for each drill file, and whether the file lies on this machine at all.

The lock lies in a file of its own beside the drill, so that readers are welcome while somebody
writes. The system lets go of it when its holder ends, however that ends, on Windows too.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from pathlib import Path

from filelock import FileLock, Timeout

from simulation.errors import DrillError, DrillInUse

PATIENCE_S = 0.3
_REMOTE = frozenset(
    (
        *("9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs"),
        *("nfs", "nfs4", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "drvfs"),
    )
)
"""File systems that lie elsewhere, by Linux's names for them, besides most of ``fuse.``."""
_LOCAL_FUSE = ("fuse.exfat", "fuse.ntfs", "fuse.fuse-overlayfs", "fuse.snapfuse")
_CLOUDS = ("dropbox", "google drive", "googledrive", "icloud", "nextcloud", "onedrive")
_MOUNTS = Path("/proc/mounts")
_WHAT_TO_DO = (
    "close it there, by drill.close() or by shutting its kernel down, and run this again, "
    "or look on with Drill.read"
)


class WriterLock:
    """The right to write to a drill file, held until it is released or its holder ends.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "friday.drill"
    >>> lock = WriterLock(file)
    >>> WriterLock(file)
    Traceback (most recent call last):
        ...
    simulation.errors.DrillInUse: friday.drill is open in another session; ...
    >>> lock.release()
    """

    def __init__(self, path: Path) -> None:
        place = path.with_name(f".{path.name}.lock")
        self._lock = FileLock(place, timeout=PATIENCE_S, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise DrillInUse(f"{path.name} is open in another session; {_WHAT_TO_DO}") from None
        except (OSError, NotImplementedError):
            raise DrillError(_cannot_write(path)) from None

    def release(self) -> None:
        """Let another session write."""
        self._lock.release()


def in_use(path: Path, who: str) -> DrillInUse:
    """Return the refusal that names the writer."""
    return DrillInUse(f"{path.name} is open in another session ({who}); {_WHAT_TO_DO}")


def _cannot_write(path: Path) -> str:
    return f"the folder of {path.name} cannot be written to; choose another, or use Drill.read"


def this_session() -> str:
    """Return who writes, as data for whoever is refused."""
    now = datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")
    return json.dumps({"pid": os.getpid(), "host": platform.node(), "since": now})


def describe(who: str) -> str:
    """Return a writer's name as people read it, as far as it is known.

    >>> describe('{"pid": 77, "host": "desk", "since": "2026-03-02 09:00+08:00"}')
    'process 77 on desk, since 2026-03-02 09:00+08:00'
    >>> describe("")
    ''
    """
    try:
        said = json.loads(who)
        return f"process {said['pid']:d} on {said['host']:.60}, since {said['since']:.25}"
    except (ValueError, TypeError, KeyError):
        return ""


def is_this_process(writer: str) -> bool:
    """Say whether a writer, as `describe` names it, is the process that asks.

    >>> is_this_process(describe(this_session()))
    True
    """
    return writer.startswith(f"process {os.getpid()} on {platform.node():.60},")


def elsewhere(path: Path) -> str:
    """Return what tells that a file does not lie on this machine's own disk, or nothing."""
    inside = [part.casefold() for part in path.parts]
    for cloud in _CLOUDS:
        if any(part.startswith(cloud) for part in inside):
            return cloud
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return _file_system(path, lines)


def _file_system(path: Path, mounts: list[str]) -> str:
    """Return the kind of the file system that a path lies on, when it is a remote one."""
    best, kind = -1, ""
    for line in mounts:
        fields = line.split()
        if len(fields) < 3:
            continue
        at = Path(fields[1].replace("\\040", " "))
        if path.is_relative_to(at) and len(at.parts) >= best:
            best, kind = len(at.parts), fields[2]
    remote = kind in _REMOTE or (kind.startswith("fuse.") and not kind.startswith(_LOCAL_FUSE))
    return kind if remote else ""

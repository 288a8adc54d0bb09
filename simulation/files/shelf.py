"""What ships with the package: where the library lies, its names, its evidence."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType

from simulation.errors import UnknownName, nearest

__all__ = ["FOLDERS", "EvidenceRow", "evidence", "evidence_row", "find", "names"]

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "organisations": "organisation",
        "breaches": "scenario",
        "plans": "plan",
        "laws": "law",
        "parameters": "parameters",
        "controls": "control",
    }
)
"""The library's folders, and the kind of file each holds."""

_STEM = re.compile(r"[a-z0-9][a-z0-9_-]*")
_PACKAGE = Path(__file__).parent.parent


def _folder() -> Path:
    # A built wheel carries the library inside; a checkout, also one installed in place, does not.
    inside = _PACKAGE / "_library"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def names() -> list[str]:
    """Return the name of every library file, folder by folder.

    >>> "plans/lean" in names()
    True
    """
    root = _folder()
    return [f"{f}/{path.stem}" for f in FOLDERS for path in sorted((root / f).glob("*.yaml"))]


def find(name: str) -> Path:
    """Return the path of a library file.

    >>> find("plans/lean").name
    'lean.yaml'
    """
    folder, _, stem = name.partition("/")
    path = _folder() / f"{name}.yaml"
    if folder in FOLDERS and _STEM.fullmatch(stem) and path.is_file():
        return path
    known = names()
    by_stem = {full.rpartition("/")[2]: full for full in known}
    hint = nearest(name, known) or by_stem.get(nearest(name, by_stem), "")
    raise UnknownName(name, FOLDERS.get(folder, "library file"), hint)


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the evidence table, each cell as it is written there.

    >>> evidence_row("T18").unit
    'days'
    """

    id: str
    quantity: str
    population: str
    year: str
    statistic: str
    value: str
    unit: str
    source_title: str
    source_address_or_repo_path: str
    status: str
    tier: str
    note: str

    @property
    def verified(self) -> bool:
        """Whether the source itself was read.

        >>> evidence_row("T02").verified
        False
        """
        return self.status == "verified"


@functools.cache
def evidence() -> Mapping[str, EvidenceRow]:
    """Return the evidence table, each row by its id.

    >>> evidence()["T18"].id
    'T18'
    """
    columns = [field.name for field in fields(EvidenceRow)]
    path = _folder() / "evidence" / "evidence.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [EvidenceRow(**{c: row[c] or "" for c in columns}) for row in csv.DictReader(file)]
    return MappingProxyType({row.id: row for row in rows})


def evidence_row(id_: str) -> EvidenceRow:
    """Return one row of the evidence table; raises UnknownName for an id it does not hold.

    >>> evidence_row("T18").quantity != ""
    True
    """
    table = evidence()
    if id_ not in table:
        raise UnknownName(id_, "evidence row", nearest(id_, table))
    return table[id_]

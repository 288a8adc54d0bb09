"""What a drill file holds beside its inputs: acts, branches and lines of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did: when in the drill, after which happening, what, on which branch."""

    number: int
    time_s: int
    ordinal: int
    kind: str
    arguments: dict[str, Any]
    written_at: str
    branch: int = 1


@dataclass(frozen=True, slots=True)
class Branch:
    """One course of a drill: where it left its parent, and how far it has gone.

    It shares its parent's acts up to `after_act`, and its parent's log up to `first_line`; the
    first branch has parent 0.
    """

    number: int
    parent: int
    after_act: int
    from_s: int
    first_line: int
    model: str
    opened_at: str
    name: str = ""
    reached_s: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log as it was written: also in words, where the feed shows it."""

    number: int
    time_s: int
    kind: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a drill file holds beside its inputs."""

    here: int
    branches: tuple[Branch, ...]
    acts: tuple[Act, ...]
    lines: Mapping[int, Sequence[Line]]
    failed: tuple[tuple[int, int, str], ...]

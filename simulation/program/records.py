"""Groups of claims as named floats."""

from __future__ import annotations

import collections
from typing import Any

from simulation.inputs.base import Input
from simulation.inputs.claims import Claim


def make_record(name: str, fields: list[str]) -> Any:
    """Return a kind of named tuple whose fields come from data, so no class can spell them."""
    return collections.namedtuple(name, fields)  # noqa: PYI024


def floats(group: Input) -> Any:
    """Return a group of parameters as named floats (the central values of its claims)."""
    names = [n for n in type(group).model_fields if isinstance(getattr(group, n), Claim)]
    kind = make_record(type(group).__name__, names)
    return kind(*(getattr(group, n).central for n in names))

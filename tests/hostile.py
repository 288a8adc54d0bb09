"""Inputs of a stranger who means harm: active content wherever a file holds words."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import TypeAdapter

from simulation.files import load
from simulation.inputs.base import Input

ACTIVE = (
    '<img src="x" onerror="window.hacked = 1"><script>window.hacked = 2</script>'
    '<a href="javascript:window.hacked = 3">look</a> [look](javascript:window.hacked=4) '
    r"$\href{javascript:window.hacked=5}{x}$ <iframe src='http://elsewhere.invalid/'></iframe>"
    '<img src="http://elsewhere.invalid/pixel.png"> & "quoted" \u202e'
)
NAME = "<img src=x onerror='window.hacked = 6'>$5 & window.hacked"
"""What a file may be called where nobody forbids it."""
LOOKED_UP = ("Organisation.time_zone", "Scenario.switched_off", "Claim.evidence")
"""Texts that must be the name of something that there is."""
WORDS = ("sender", "title", "text", "en", "zh")


def damaged(data: Any) -> Any:
    """Plain data of an input with active content at the head of every text."""
    if isinstance(data, dict):
        return {
            key: ACTIVE + value if key in WORDS and isinstance(value, str) else damaged(value)
            for key, value in data.items()
        }
    return [damaged(item) for item in data] if isinstance(data, list) else data


def write_damaged(name: str, path: Path) -> Path:
    """Write a damaged copy of an input of the library; JSON is YAML too."""
    path.write_text(json.dumps(damaged(load(name).plain()), ensure_ascii=False), encoding="utf-8")
    return path


def load_damaged(name: str, folder: Path) -> Input:
    """A damaged input of the library, read as a user's file would be."""
    return load(str(write_damaged(name, folder / f"{name.rpartition('/')[2]}.yaml")))


@functools.cache
def _takes_any_text(model: type[Input], name: str) -> str:
    """How a field of an input takes any text: as one, in a list, or not at all."""
    field = model.model_fields[name]
    kind = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    for form, sample in (("one", ACTIVE), ("list", [ACTIVE])):
        try:
            if TypeAdapter(kind).validate_python(sample):
                return form
        except ValueError:
            continue
    return ""


def damaged_everywhere(value: Any, found: set[str] | None = None) -> Any:
    """Plain data of an input with active content in every field that takes any text at all.

    `found` takes down which fields these are, as `Model.field`.
    """
    if isinstance(value, Input):
        return {
            name: _damaged_field(value, name, child, found)
            for name, child in value
            if name in value.model_fields_set
        }
    if isinstance(value, dict):
        return {key: damaged_everywhere(child, found) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [damaged_everywhere(child, found) for child in value]
    return value


def _damaged_field(model: Input, name: str, value: Any, found: set[str] | None) -> Any:
    place = f"{type(model).__name__}.{name}"
    form = _takes_any_text(type(model), name) if place not in LOOKED_UP else ""
    if form and found is not None and value:
        found.add(place)
    if form == "one" and isinstance(value, str):
        return ACTIVE + value
    if form == "list" and all(isinstance(one, str) for one in value):
        return [ACTIVE + one for one in value]
    return damaged_everywhere(value, found)


def every_text_field() -> set[str]:
    """Every field of every input that takes any text at all."""

    def kinds(model: type[Input]) -> Iterator[type[Input]]:
        for kind in model.__subclasses__():
            yield kind
            yield from kinds(kind)

    return {
        f"{kind.__name__}.{name}"
        for kind in kinds(Input)
        for name in kind.model_fields
        if _takes_any_text(kind, name)
    } - set(LOOKED_UP)

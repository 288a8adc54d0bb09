"""From a validation error to faults a person can act on."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from simulation.errors import Fault, nearest

Path = tuple[str | int, ...]
Place = tuple[str, int, int]
Locate = Callable[[Path, bool], Place]
"""Gives the place of a value by its path, or of its key when the second argument is true."""


def faults_from(
    error: ValidationError, model: type[BaseModel], data: object, locate: Locate
) -> list[Fault]:
    """Turn a validation error into one fault per problem.

    `data` is what was validated; `locate` gives file, line and column of a path into it.
    """
    found: dict[tuple[Place, str], Fault] = {}
    for item in error.errors(include_url=False):
        path = _path_in_data(item["loc"], data)
        fault = _fault(item, path, model, locate)
        found.setdefault(((fault.file, fault.line, fault.column), fault.problem), fault)
    return list(found.values())


def _fault(item: Any, path: Path, model: type[BaseModel], locate: Locate) -> Fault:
    place = locate(path, item["type"] == "extra_forbidden")
    where = ".".join(str(part) for part in path)
    kind = item["type"]
    if kind == "extra_forbidden":
        known = _fields_at(model, path[:-1])
        near = nearest(str(path[-1]), known)
        expected = "" if near else f"one of {', '.join(sorted(known))}"
        return Fault(*place, f"{where}: unknown field", expected, near)
    if kind == "missing":
        return Fault(*place, f"{where}: missing", "a value for this field")
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        context = item.get("ctx", {})
        expected = str(context.get("expected") or context.get("expected_tags", ""))
        given = context.get("tag", item["input"])
        near = nearest(str(given), expected.replace(" or ", ", ").replace("'", "").split(", "))
        return Fault(*place, f"{where}: {given!r} is not known", expected.replace("'", ""), near)
    message = item["msg"].removeprefix("Value error, ")
    problem, _, expected = message.partition("; expected ")
    expected, _, hint = expected.partition("; did you mean ")
    if kind == "value_error":
        return Fault(*place, f"{where}: {problem}" if where else problem, expected, hint.strip("'?"))
    return Fault(*place, f"{where}: got {_short(item['input'])}", _wanted(message))


def _wanted(message: str) -> str:
    return message.removeprefix("Input should be ").removeprefix("a valid ").strip()


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _path_in_data(loc: tuple[str | int, ...], data: object) -> Path:
    """Drop the parts of a pydantic location that name union members, not places in the data."""
    path: list[str | int] = []
    for position, part in enumerate(loc):
        last = position == len(loc) - 1
        if isinstance(data, dict):
            if part in data:
                data = data[part]
            elif not last:
                continue
        elif isinstance(data, (list, tuple)):
            if not isinstance(part, int) or part >= len(data):
                continue
            data = data[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the field names of all models that may stand at a path."""
    annotations: list[Any] = [model]
    for part in path:
        annotations = [inner for a in annotations for inner in _step(a, part)]
    return sorted({name for m in _models(annotations) for name in m.model_fields})


def _models(annotations: list[Any]) -> Iterator[type[BaseModel]]:
    for annotation in annotations:
        for member in _members(annotation):
            if isinstance(member, type) and issubclass(member, BaseModel):
                yield member


def _members(annotation: Any) -> list[Any]:
    if isinstance(annotation, typing.TypeAliasType) if hasattr(typing, "TypeAliasType") else False:
        annotation = annotation.__value__
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [m for a in typing.get_args(annotation) for m in _members(a)]
    return [annotation]


def _step(annotation: Any, part: str | int) -> list[Any]:
    steps: list[Any] = []
    for member in _members(annotation):
        origin = typing.get_origin(member)
        if origin is dict:
            steps.append(typing.get_args(member)[1])
        elif origin in (tuple, list):
            steps.append(typing.get_args(member)[0])
        elif isinstance(member, type) and issubclass(member, BaseModel):
            field = member.model_fields.get(str(part))
            if field is not None:
                steps.append(field.annotation)
    return steps

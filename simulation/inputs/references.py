"""Names that one part of an input uses and another part of it lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simulation.errors import nearest

Path = tuple[str | int, ...]

MOST_NAMES_SHOWN = 12


class Reference(NamedTuple):
    """Where names are used, where they are listed, and what stands before each in its use.

    Both places are dotted, with ``*`` for every item of a list or mapping.

    >>> Reference("tasks.*.after.*", "tasks").listed
    'tasks'
    """

    used: str
    listed: str
    prefix: str = ""


class Misfit(NamedTuple):
    """A name that nothing has, or that two things have."""

    path: Path
    problem: str
    expected: str = ""
    hint: str = ""


def one_of(names: Mapping[str, Any] | list[str] | tuple[str, ...]) -> str:
    """Return names as a reader wants them: all, or the first and how many more.

    >>> one_of(["it", "legal"])
    'one of it, legal'
    >>> one_of([])
    'nothing here, for there are none'
    """
    if not names:
        return "nothing here, for there are none"
    shown = list(names)[:MOST_NAMES_SHOWN]
    more = len(names) - len(shown)
    return f"one of {', '.join(shown)}" + (f" and {more} more" if more else "")


def leaves(data: Any, places: str) -> Iterator[tuple[Path, Any]]:
    """Return what stands at dotted places, each with its path; odd data are passed over.

    >>> list(leaves({"teams": [{"name": "it"}, 7]}, "teams.*.name"))
    [(('teams', 0, 'name'), 'it')]
    """
    found: list[tuple[Path, Any]] = [((), data)]
    for part in places.split("."):
        found = [
            ((*path, key), child)
            for path, value in found
            for key, child in _children(value)
            if part in ("*", key)
        ]
    yield from found


def _children(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, (list, tuple)) else []


def unknown_names(data: Any, references: tuple[Reference, ...]) -> Iterator[Misfit]:
    """Return every name that is used and not listed.

    >>> data = {"tasks": {"stop": {"after": ["triag"]}, "triage": {}}}
    >>> [misfit.hint for misfit in unknown_names(data, (Reference("tasks.*.after.*", "tasks"),))]
    ['triage']
    """
    for reference in references:
        top = data.get(reference.listed.split(".")[0]) if isinstance(data, Mapping) else None
        if top is not None and not isinstance(top, (Mapping, list, tuple)):
            continue  # what lists the names is itself faulty
        listed = _listed(data, reference.listed)
        for path, value in leaves(data, reference.used):
            if not isinstance(value, str) or not value.startswith(reference.prefix):
                continue
            name = value.removeprefix(reference.prefix)
            if name not in listed:
                problem = f"{name!r} is not known"
                yield Misfit(path, problem, one_of(listed), nearest(name, listed))


def _listed(data: Any, places: str) -> list[str]:
    names: list[str] = []
    for _, value in leaves(data, places):
        if isinstance(value, str):
            names.append(value)
        elif isinstance(value, Mapping):
            names += [str(key) for key in value]
    return names


def repeated_names(data: Any, places: tuple[str, ...]) -> Iterator[Misfit]:
    """Return every name that a second item of a list takes.

    >>> data = {"teams": [{"name": "it"}, {"name": "it"}]}
    >>> [misfit.path for misfit in repeated_names(data, ("teams.*.name",))]
    [('teams', 1, 'name')]
    """
    for place in places:
        seen: set[str] = set()
        for path, value in leaves(data, place):
            if isinstance(value, str) and value in seen:
                yield Misfit(path, f"{value!r} is given twice", "each name once")
            elif isinstance(value, str):
                seen.add(value)

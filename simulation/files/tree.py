"""YAML text to a tree of values that know where they stand, and back.

This is the only module that opens the YAML parser. It reads YAML 1.2 by the core rules and takes
nothing beyond plain data: no tags, no anchors and aliases, no merge keys, no second document.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from simulation.errors import Fault, nearest
from simulation.inputs.references import one_of

__all__ = ["Place", "Source", "Tree", "locate", "merge", "parse", "plain", "write"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 50_000
MAX_DIGITS = 30

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Source:
    """A file or text, by the name messages call it, and the folder its references start from.

    >>> Source("plan.yaml").label
    'plan.yaml'
    """

    label: str
    folder: Path | None = None


class Place(NamedTuple):
    """Where something stands; lines and columns count from 1.

    >>> print(Place(Source("plan.yaml"), 3, 7).fault("given twice"))
    plan.yaml:3:7: given twice
    """

    source: Source
    line: int
    column: int

    def fault(self, problem: str, expected: str = "", hint: str = "") -> Fault:
        """Return a fault at this place."""
        return Fault(self.source.label, self.line, self.column, problem, expected, hint)


@dataclass(frozen=True, slots=True)
class Tree:
    """A value of a file with its place, and for a mapping the places of its keys.

    Where nothing can be made of what is written, as a fault says, the value is None and unread.
    """

    place: Place
    value: Scalar | dict[str, Tree] | list[Tree]
    keys: Mapping[str, Place] = field(default_factory=dict)
    unread: bool = False


_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEXADECIMAL = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def _scalar(text: str) -> Scalar:
    """Return what an unquoted word means by the core rules of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    is_integer = _INTEGER.fullmatch(text)
    is_other_base = _OCTAL_OR_HEXADECIMAL.fullmatch(text)
    if not (is_integer or is_other_base or _FLOAT.fullmatch(text)):
        if _NOT_FINITE.fullmatch(text):
            raise ValueError(f"{text} is no finite number")
        return text
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number of {len(text)} digits")
    if is_integer or is_other_base:
        return int(text, 10 if is_integer else 0)
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is no finite number")
    return number


class _Refused(Exception):
    """Reading cannot go on; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def parse(data: bytes, source: Source) -> tuple[Tree | None, list[Fault]]:
    r"""Read the bytes of a file; return its tree, where there is one, and every fault found.

    >>> tree, faults = parse(b"a: 1\na: 2", Source("plan.yaml"))
    >>> print(faults[0])
    plan.yaml:2:1: a: given twice, first in line 1; expected each field once
    """
    builder = _Builder(source)
    try:
        text = _text(data, source)
        return builder.document(_events(text, source)), builder.faults
    except _Refused as refused:
        return None, [*builder.faults, refused.fault]


_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB = re.compile(r"^ *\t", re.MULTILINE)


def _text(data: bytes, source: Source) -> str:
    top = Place(source, 0, 0)
    if len(data) > MAX_BYTES:
        raise _Refused(top.fault("the file is too large", f"at most {MAX_BYTES:,} bytes"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        place = _place_after(before, source)
        raise _Refused(place.fault("this is not UTF-8", "a file saved as UTF-8")) from None
    if found := _UNREADABLE.search(text):
        place = _place_after(text[: found.start()], source)
        raise _Refused(place.fault(f"control character {found.group()!r}", "text alone"))
    if found := _TAB.search(text):
        place = _place_after(text[: found.end() - 1], source)
        raise _Refused(place.fault("a tab in the indentation", "spaces"))
    return text


def _place_after(before: str, source: Source) -> Place:
    lines = re.split("\r\n|\n|\r", before)
    return Place(source, len(lines), len(lines[-1]) + 1)


def _events(text: str, source: Source) -> Iterator[Any]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        raise _Refused(_syntax_fault(error, source)) from None
    except YAMLError as error:
        said = " ".join(str(error).split())
        raise _Refused(Place(source, 0, 0).fault(f"this is not YAML: {said}")) from None


# What the parser says, and what a person can do about it.
_SYNTAX = {
    "found unexpected end of stream": ("a quotation mark is never closed", "one at the end"),
    "mapping values are not allowed": (
        "a colon where no field can begin",
        "quotation marks around a text with a colon, or another indentation",
    ),
    "expected <block end>": (
        "this line does not go on with the lines above",
        "the same indentation as its neighbours, and quotation marks closed where they began",
    ),
    "could not find expected ':'": (
        "a field without a colon",
        "name: value, with an ordinary colon and a space",
    ),
    "expected ',' or": ("a bracket is not closed", "a comma, or the closing bracket"),
    "that cannot start any token": (
        "a text cannot begin with this character",
        "quotation marks around it",
    ),
}


def _syntax_fault(error: MarkedYAMLError, source: Source) -> Fault:
    problem = " ".join((error.problem or "").split())
    begins_earlier = problem.endswith("end of stream") or "could not find" in problem
    marks = (error.context_mark if begins_earlier else None, error.problem_mark)
    mark = marks[0] or marks[1] or error.context_mark
    place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source, 0, 0)
    for said, (ours, expected) in _SYNTAX.items():
        if said in problem:
            return place.fault(ours, expected)
    context = " ".join((error.context or "").split())
    return place.fault(f"this is not YAML: {', '.join(s for s in (context, problem) if s)}")


class _Builder:
    """Makes the tree from the parser's events, and keeps every fault on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.values = 0

    def document(self, events: Iterator[Any]) -> Tree:
        tree: Tree | None = None
        for event in events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if tree is not None:
                problem = "a second document begins"
                self.faults.append(self._place(event).fault(problem, "one document in a file"))
                break
            if event.tags or event.version not in (None, (1, 2)):
                self.faults.append(self._place(event).fault("a % line", "YAML 1.2 without it"))
            tree = self._node(next(events), events, ())
        if tree is None or (tree.value is None and tree.place.column == 1 and self.values == 1):
            raise _Refused(Place(self.source, 0, 0).fault("the file is empty", "kind: and more"))
        return tree

    def _place(self, event: Any) -> Place:
        return Place(self.source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, events: Iterator[Any], path: tuple[str, ...]) -> Tree:
        place = self._place(event)
        self.values += 1
        if len(path) > MAX_DEPTH:
            problem = f"values inside values over {MAX_DEPTH} levels"
            raise _Refused(place.fault(problem, "fewer levels"))
        if self.values > MAX_VALUES:
            raise _Refused(place.fault(f"more than {MAX_VALUES:,} values", "a smaller file"))
        self._refuse_machinery(event, place)
        if isinstance(event, MappingStartEvent):
            return self._mapping(place, events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(place, events, path)
        if isinstance(event, AliasEvent):
            return Tree(place, None, unread=True)
        return self._single(event, place)

    def _refuse_machinery(self, event: Any, place: Place) -> None:
        if isinstance(event, AliasEvent):
            problem = f"the alias *{event.anchor}"
            self.faults.append(place.fault(problem, "the value written out"))
        elif event.anchor is not None:
            problem = f"the anchor &{event.anchor}"
            self.faults.append(place.fault(problem, "the value written out where it is used"))
        elif event.tag is not None:
            self.faults.append(
                place.fault(f"the tag {str(event.tag)!r}", "plain data without tags")
            )

    def _single(self, event: ScalarEvent, place: Place) -> Tree:
        if event.style:
            return Tree(place, str(event.value))
        try:
            return Tree(place, _scalar(event.value))
        except ValueError as error:
            self.faults.append(place.fault(str(error), "an ordinary number"))
            return Tree(place, None, unread=True)

    def _sequence(self, place: Place, events: Iterator[Any], path: tuple[str, ...]) -> Tree:
        items: list[Tree] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._node(event, events, (*path, str(len(items)))))
        return Tree(place, items)

    def _mapping(self, place: Place, events: Iterator[Any], path: tuple[str, ...]) -> Tree:
        fields: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            at = self._place(event)
            key = self._key(event, events, path)
            tree = self._node(next(events), events, (*path, key or "?"))
            if key is None:
                continue
            if key in fields:
                problem = f"{'.'.join((*path, key))}: given twice, first in line {keys[key].line}"
                self.faults.append(at.fault(problem, "each field once"))
                continue
            fields[key] = tree
            keys[key] = at
        return Tree(place, fields, keys)

    def _key(self, event: Any, events: Iterator[Any], path: tuple[str, ...]) -> str | None:
        if not isinstance(event, ScalarEvent):
            at = self._place(event)
            self._node(event, events, (*path, "?"))
            self.faults.append(at.fault("this stands where a field's name belongs", "a word"))
            return None
        at = self._place(event)
        self._refuse_machinery(event, at)
        key = str(event.value)
        if key == "<<" and not event.style:
            self.faults.append(at.fault("the merge key <<", "extends, or the fields written out"))
            return None
        if not key or not key.isprintable():
            self.faults.append(at.fault(f"a field is named {key!r}", "a word"))
            return None
        return key


def plain(tree: Tree) -> Any:
    """Return the values of a tree without their places.

    >>> plain(parse(b"a: [1, no, 1:30]", Source("x"))[0])
    {'a': [1, 'no', '1:30']}
    """
    if isinstance(tree.value, dict):
        return {key: plain(child) for key, child in tree.value.items()}
    if isinstance(tree.value, list):
        return [plain(child) for child in tree.value]
    return tree.value


def locate(tree: Tree, path: tuple[str | int, ...], *, key: bool = False) -> tuple[str, int, int]:
    r"""Return file, line and column of a path, or of what is nearest above it.

    A single value stands where it is written; a mapping or list, and anything when `key` is
    asked for, where its key is.

    >>> tree, _ = parse(b"a:\n  b: 1", Source("x"))
    >>> locate(tree, ("a", "b")), locate(tree, ("a", "missing"))
    (('x', 2, 6), ('x', 1, 1))
    """
    place = tree.place
    for part in path:
        if isinstance(tree.value, dict) and str(part) in tree.value:
            at = tree.keys[str(part)]
            tree = tree.value[str(part)]
            inside = isinstance(tree.value, (dict, list)) and tree.place.source is at.source
            place = at if key or inside else tree.place
        elif isinstance(tree.value, list) and isinstance(part, int) and part < len(tree.value):
            tree = tree.value[part]
            place = tree.place
        else:
            break
    return place.source.label, place.line, place.column


def merge(
    base: Tree,
    over: Tree,
    whole: Callable[[Tree, Tree], bool],
    path: tuple[str, ...] = (),
) -> tuple[Tree, list[Fault]]:
    """Lay one tree over another: mappings merge, an explicit null removes, the rest replaces.

    `whole(base, over)` says which mappings replace as a whole.

    >>> base, _ = parse(b"a: {x: 1, y: 2}", Source("base"))
    >>> over, _ = parse(b"a: {x: null, z: 3}", Source("over"))
    >>> plain(merge(base, over, lambda base, over: False)[0])
    {'a': {'y': 2, 'z': 3}}
    """
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)) or whole(base, over):
        return over, []
    faults: list[Fault] = []
    fields = dict(base.value)
    keys = dict(base.keys)
    for key, child in over.value.items():
        if child.value is None and not child.unread:
            if fields.pop(key, None) is None:
                problem = f"{'.'.join((*path, key))}: there is nothing to remove"
                expected, hint = one_of([*base.value]), nearest(key, base.value)
                faults.append(over.keys[key].fault(problem, expected, hint))
            continue
        if key in fields:
            child, found = merge(fields[key], child, whole, (*path, key))  # noqa: PLW2901 - the laid-over child
            faults += found
        fields[key] = child
        keys[key] = over.keys[key]
    return Tree(over.place, fields, keys), faults


_SAFE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 ()/.,_+-]*")


def _styled(data: Any) -> Any:
    if isinstance(data, dict):
        return {_styled(key): _styled(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_styled(item) for item in data]
    if not isinstance(data, str):
        return data
    if _SAFE_WORD.fullmatch(data) and data == data.strip() and _scalar(data) == data:
        return data
    return DoubleQuotedScalarString(data)


def write(data: Mapping[str, Any]) -> str:
    """Return plain data as YAML that `parse` reads back to the same.

    >>> print(write({"kind": "plan", "shift": "1:30"}), end="")
    kind: plan
    shift: "1:30"
    """
    out = io.StringIO()
    writer = YAML(typ="rt", pure=True)
    writer.width = 10**6
    writer.default_flow_style = False
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(_styled(data), out)
    return out.getvalue()

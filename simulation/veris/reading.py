"""The bytes of a stranger's record, read within limits: JSON that is what it seems to be.

Nothing of a record is executed or unpacked. What is wrong is said with its line and column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from simulation.errors import Fault, InputError
from simulation.files.tree import Source, locate, parse

__all__ = ["MOST_BYTES", "Record", "record_in", "record_of_bytes"]

MOST_BYTES = 256_000
"""Records of the community are of a few thousand bytes; long notes make some ten times as many."""
MOST_DEPTH = 20
MOST_WORDS = 100
MOST_DIGITS = 30
_SHOWN = 40
_EXPECTED = "one incident in the VERIS format, as JSON"

Where = tuple[str | int, ...]


class _Refused(ValueError):
    """Something that JSON allows, or that Python reads, and that no record needs."""


def record_in(path: str | Path) -> Record:
    """Return the record that a file holds; raises InputError where it cannot be read."""
    place = Path(path)
    if not place.is_file():
        raise InputError([Fault(str(path), 0, 0, "there is no such file", _EXPECTED)])
    try:
        with place.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise InputError([Fault(str(path), 0, 0, f"the file cannot be read: {reason}")]) from None
    return record_of_bytes(data, str(path))


def record_of_bytes(data: bytes, label: str = "record") -> Record:
    """Return the record that bytes hold; raises InputError where they are none.

    >>> record_of_bytes(b'{"action": {"error": {"variety": ["Loss"]}}}').words("action", "error")
    ()
    >>> record_of_bytes(b'{"a": 1, "a": 2}', "r.json")
    Traceback (most recent call last):
        ...
    simulation.errors.InputError: r.json: 'a' is given twice; expected each field once
    """
    if len(data) > MOST_BYTES:
        raise _wrong(label, "the file is too large", f"at most {MOST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].count(b"\n")
        fault = Fault(label, before + 1, 1, "this is not UTF-8", "a file saved as UTF-8")
        raise InputError([fault]) from None
    try:
        plain = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_int=_short(int),
            parse_float=_short(float),
        )
    except json.JSONDecodeError as error:
        fault = Fault(
            label, error.lineno, error.colno, f"this is not JSON: {error.msg}", _EXPECTED
        )
        raise InputError([fault]) from None
    except RecursionError:
        raise _too_deep(label) from None
    except _Refused as error:
        problem, expected = error.args
        raise _wrong(label, problem, expected) from None
    _expect_shallow(plain, label)
    if not isinstance(plain, dict):
        problem = (
            f"a list of {len(plain):,} things" if isinstance(plain, list) else "a single value"
        )
        raise _wrong(label, problem, _EXPECTED)
    return Record(plain, data, label)


def _wrong(label: str, problem: str, expected: str) -> InputError:
    return InputError([Fault(label, 0, 0, problem, expected)])


def _too_deep(label: str) -> InputError:
    return _wrong(label, f"values inside values over {MOST_DEPTH} levels", "fewer levels")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(f"{shown(key)} is given twice", "each field once")
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise _Refused(f"{word} is no number", "an ordinary number")


def _short(kind: type[int | float]) -> Any:
    def read(digits: str) -> int | float:
        if len(digits) > MOST_DIGITS:
            raise _Refused(f"a number of {len(digits):,} digits", "an ordinary number")
        number = kind(digits)
        if abs(number) == float("inf"):
            raise _Refused(f"{digits} is too large", "an ordinary number")
        return number

    return read


def _expect_shallow(plain: Any, label: str) -> None:
    level: list[Any] = [plain] if isinstance(plain, dict | list) else []
    for _ in range(MOST_DEPTH):
        parts = [part.values() if isinstance(part, dict) else part for part in level]
        level = [child for part in parts for child in part if isinstance(child, dict | list)]
    if level:
        raise _too_deep(label)


def shown(value: object) -> str:
    r"""Return a stranger's value for a message: in quotation marks, escaped, and cut short.

    >>> shown("a\u202eb" + "c" * 9)
    "'a\\u202ebccccccccc'"
    """
    return ascii(value)[:_SHOWN]


class Record:
    """A record's plain data, asked by path; what is of the wrong type is noted, not raised."""

    def __init__(self, plain: Mapping[str, Any], data: bytes, label: str) -> None:
        self.plain = plain
        self.label = label
        self.faults: list[tuple[Where, str, str]] = []
        self._data = data

    def fault(self, where: Where, problem: str, expected: str) -> None:
        """Note what is wrong at a place."""
        if (where, problem, expected) not in self.faults:
            self.faults.append((where, problem, expected))

    def expect_fine(self) -> None:
        """Raise InputError with everything noted so far, each with its line and column."""
        if not self.faults:
            return
        # JSON is YAML too, and the reader of our files knows where each value stands.
        tree, _ = parse(self._data, Source(self.label))
        faults = []
        for where, problem, expected in self.faults:
            place = locate(tree, where) if tree is not None else (self.label, 0, 0)
            said = f"{'.'.join(map(str, where))}: {problem}"
            faults.append(Fault(*place, said, expected))
        raise InputError(faults)

    def has(self, *where: str) -> bool:
        """Whether something is written at a path."""
        return self._at(where) is not None

    def _at(self, where: Iterable[str]) -> Any:
        place: Any = self.plain
        path: Where = ()
        for part in where:
            if not isinstance(place, dict):
                self.fault(path, f"got {shown(place)}", "fields")
                return None
            place, path = place.get(part), (*path, part)
            if place is None:
                return None
        return place

    def fields(self, *where: str) -> Mapping[str, Any]:
        """Return the mapping at a path; an empty one where there is none."""
        found = self._at(where)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.fault(where, f"got {shown(found)}", "fields")
            return {}
        return found

    def items(self, *where: str) -> list[Any]:
        """Return the list at a path; an empty one where there is none."""
        found = self._at(where)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > MOST_WORDS:
            self.fault(where, f"got {shown(found)}", f"a list of at most {MOST_WORDS}")
            return []
        return found

    def words(self, *where: str) -> tuple[str, ...]:
        """Return the words of the list, or the one word, at a path."""
        found = self._at(where)
        if isinstance(found, str):
            return (found,)
        if isinstance(found, dict):
            return ()
        words = []
        for number, word in enumerate(self.items(*where)):
            if isinstance(word, str):
                words.append(word)
            else:
                self.fault((*where, number), f"got {shown(word)}", "a word")
        return tuple(words)

    def word(self, *where: str) -> str:
        """Return the word at a path; an empty one where there is none."""
        found = self._at(where)
        if found is None or isinstance(found, str):
            return found or ""
        self.fault(where, f"got {shown(found)}", "a word")
        return ""

    def number(self, value: Any, where: Where, most: float) -> float | None:
        """Return a number from 0 to `most`; nothing where there is none or it is none such."""
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 0 <= value <= most:
            return float(value)
        self.fault(where, f"got {shown(value)}", f"a number from 0 to {most:,.0f}")
        return None

"""What callers give to a drill, read by how each parameter is annotated, before anything is done.

So a word in place of a number, or a figure that is none, is one refusal in plain words: nothing
has been written by then, and nothing is lost.
"""

from __future__ import annotations

import functools
import inspect
import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import ParamSpec, SupportsFloat, TypeVar

from simulation.drill.acts import whole
from simulation.errors import ActRefused

P = ParamSpec("P")
R = TypeVar("R")
Reader = Callable[[str, object], object]


def plainly(method: Callable[P, R]) -> Callable[P, R]:
    """Have a method refuse what its parameters cannot be.

    >>> @plainly
    ... def wait(hours: float) -> float:
    ...     return hours
    >>> wait(2)
    2.0
    >>> wait("two")
    Traceback (most recent call last):
        ...
    simulation.errors.ActRefused: hours is 'two'; expected a number
    """
    signature = inspect.signature(method)
    readers = {
        name: READERS[str(parameter.annotation)]
        for name, parameter in signature.parameters.items()
        if parameter.kind is not parameter.VAR_KEYWORD and str(parameter.annotation) in READERS
    }

    @functools.wraps(method)
    def checked(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            bound = signature.bind(*arguments, **named)
        except TypeError:
            return method(*arguments, **named)  # says itself which argument it misses
        for name, read in readers.items():
            if name in bound.arguments:
                bound.arguments[name] = read(name, bound.arguments[name])
        return method(*bound.args, **bound.kwargs)

    return checked


def _refused(name: str, value: object, expected: str) -> ActRefused:
    shown = repr(value)
    return ActRefused(f"{name} is {shown if len(shown) < 80 else shown[:77] + '…'}; {expected}")


def _number(name: str, value: object) -> float:
    if isinstance(value, SupportsFloat) and not isinstance(value, bool):
        try:
            return float(value)  # the method says within which limits
        except OverflowError:
            return math.inf
    raise _refused(name, value, "expected a number")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _refused(name, value, "expected a text")
    return value


def _place(name: str, value: object) -> object:
    try:
        if isinstance(value, (str, os.PathLike)) and b"\0" not in os.fsencode(value):
            return value
    except (TypeError, UnicodeError):
        pass
    raise _refused(name, value, "expected the name of a file")


def _list_of(kind: type, expected: str) -> Reader:
    def read(name: str, value: object) -> object:
        inside = value if isinstance(value, Sequence) else [None]
        if isinstance(value, (str, bytes)) or not all(isinstance(one, kind) for one in inside):
            raise _refused(name, value, f"expected a list of {expected}")
        return value

    return read


def _by_name(name: str, value: object) -> object:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _refused(name, value, 'expected values by name, such as {"heads/it": 2}')
    return value


def _or_none(read: Reader) -> Reader:
    return lambda name, value: None if value is None else read(name, value)


_EFFECTS = _list_of(Mapping, "effects")
READERS: dict[str, Reader] = {
    "int": whole,
    "int | None": _or_none(whole),
    "float": _number,
    "float | None": _or_none(_number),
    "str": _text,
    "str | None": _or_none(_text),
    "str | Path": _place,
    "Sequence[str]": _list_of(str, "texts"),
    "Sequence[dict[str, Any]]": _EFFECTS,
    "Sequence[dict[str, Any]] | None": _or_none(_EFFECTS),
    "Mapping[str, object] | None": _or_none(_by_name),
}
"""How each annotation is read; others are left to the method."""

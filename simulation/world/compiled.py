"""Laws that a run takes thousands of times are compiled, once for a machine (the door of numba).

A law marked with `law` stays a plain function: Python may call it, and so may whatever is
compiled. Only an `Entry` is compiled, with all laws that it calls; numba keeps the result beside
the source or in the user's cache. Its name there carries a digest of the laws, for numba itself
looks at one file alone, so that what was compiled from other laws is never taken for it.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable
from typing import Any, TypeVar

Law = TypeVar("Law", bound=Callable[..., Any])
_LAWS: list[Callable[..., Any]] = []
_NEW: list[Callable[..., Any]] = []


def law(function: Law) -> Law:
    """Mark a law that compiled code calls; it remains a plain function.

    >>> from simulation.world.opinion import attention
    >>> attention(0.6, 2.76, 0.0)
    1.0
    """
    _LAWS.append(function)
    _NEW.append(function)
    return function


class Entry:
    """A function that is compiled when it is first called, or read from the cache.

    >>> from simulation.world.steps import STEPS
    >>> STEPS.plain.__name__
    'steps'
    """

    __slots__ = ("_compiled", "plain")

    def __init__(self, plain: Callable[..., Any]) -> None:
        self.plain = plain
        self._compiled: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """Call the compiled function."""
        if self._compiled is None:
            self._compiled = _compile(self.plain)
        return self._compiled(*arguments)


def _compile(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function with its laws; without a folder to keep it in, for this process alone."""
    import numba
    from numba.extending import register_jitable

    while _NEW:
        register_jitable(_NEW.pop())
    twin = types.FunctionType(plain.__code__, plain.__globals__, plain.__name__)
    twin.__qualname__ = f"{plain.__name__}_{digest(plain)}"  # the name of its files in the cache
    try:
        compiled: Callable[..., Any] = numba.njit(cache=True)(twin)
    except RuntimeError:  # neither the package's folder nor the user's can be written to
        compiled = numba.njit(twin)
    return compiled


def digest(plain: Callable[..., Any]) -> str:
    """Return a digest of a function and all laws, with the constants that they read."""
    found = hashlib.sha256()
    for function in (plain, *_LAWS):
        code = function.__code__
        found.update(code.co_code)
        read = [(name, _constant(function.__globals__.get(name))) for name in code.co_names]
        inner = [c.co_code if isinstance(c, types.CodeType) else c for c in code.co_consts]
        found.update(repr((inner, code.co_varnames, read)).encode())
    return found.hexdigest()[:16]


def _constant(value: Any) -> Any:
    """Return what is compiled in of a name's value: numbers, and the fields of named columns."""
    if isinstance(value, int | float | tuple):
        return value
    return getattr(value, "_fields", None)

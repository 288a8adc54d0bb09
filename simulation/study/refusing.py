"""How a study refuses what it cannot do."""

from __future__ import annotations

from collections.abc import Iterable

from simulation.errors import Fault, InputError, nearest, nearest_few
from simulation.inputs.references import MOST_NAMES_SHOWN


def refused(problem: str, expected: str, hint: str = "", *, where: str = "study") -> InputError:
    """Return the error of something that no study can do.

    >>> print(refused("no plan is given", "at least one"))
    study: no plan is given; expected at least one
    """
    return InputError([Fault(where, 0, 0, problem, expected, hint)])


def place_of(what: str, name: str, names: Iterable[str], *, where: str = "study") -> int:
    """Return which of some names one is; InputError names the nearest where it is none of them.

    >>> place_of("plan", "lean", ("no-plan", "lean"))
    1
    >>> place_of("plan", "leen", ("no-plan", "lean"))
    Traceback (most recent call last):
        ...
    simulation.errors.InputError: study: there is no plan 'leen'; expected one of no-plan, ...
    """
    known = list(names)
    if name not in known:
        expected = f"one of {', '.join(known)}"
        if len(known) > MOST_NAMES_SHOWN:
            near = nearest_few(name, known)
            expected = f"one of {len(known)} names, nearest {', '.join(near)}"
        problem = f"there is no {what} {name!r}"
        raise refused(problem, expected, nearest(name, known), where=where)
    return known.index(name)

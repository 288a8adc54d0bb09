"""Where two runs part: the settings that differ, and the first lines of each log alone."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulation.log import Event, Log
from simulation.study.workers import Case
from simulation.world.facts import FACTS

FIRST_LINES = 5
SAMPLED = frozenset(
    number
    for number, name in enumerate(FACTS)
    if name.startswith("sample.")
    or name in ("support", "cost", "draws.reused", "staff.overtime", "staff.morale")
)
"""Kinds of lines that follow from others: samples and bookings."""
WORDS_ALONE = frozenset(
    (
        *("kind", "name", "title", "summary", "narrative", "why", "judgement", "evidence"),
        *("hint", "expected", "debrief", "objectives", "place", "source", "question", "label"),
    )
)
"""Fields that tell people something and change no run."""
STAFFING = "plan.staffing."
SHAPES = frozenset(
    (
        *("value", "uniform", "pert", "triangular", "lognormal", "beta", "gamma", "weibull"),
        *("exponential", "quantiles", "choice"),
    )
)


@dataclass(frozen=True, slots=True)
class Setting:
    """An input that differs: its dotted path, and what it is in the first and second case.

    >>> Setting("plan.staffing.it.add", 0, 1).words
    'plan.staffing.it.add: 0 -> 1'
    """

    path: str
    before: Any = field(hash=False)
    after: Any = field(hash=False)

    @property
    def words(self) -> str:
        """The setting as a line."""
        return f"{self.path}: {_short(self.before)} -> {_short(self.after)}"


def _short(value: Any, longest: int = 30) -> str:
    text = "not given" if value is None else str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def settings_between(ours: Case, theirs: Case) -> tuple[Setting, ...]:
    """Return what differs between the inputs of two cases and may change a run."""
    found: list[Setting] = []
    for room, before, after in (
        ("plan", ours.plan, theirs.plan),
        ("scenario", ours.scenario, theirs.scenario),
        ("organisation", ours.firm, theirs.firm),
    ):
        if before is not after and before != after:
            pair = [_plain(one.model_dump(mode="json")) for one in (before, after)]
            if room == "scenario":
                pair = [{**one, "organisation": None, "people": None} for one in pair]
            found += _differences(room, *pair)
    return tuple(found)


def _plain(value: Any) -> Any:
    """Return plain data without words; a claim becomes its shape, a list of things a mapping."""
    if isinstance(value, dict):
        if "judgement" in value and "evidence" in value:
            return next((_shape(n, v) for n, v in value.items() if n in SHAPES and v is not None))
        return {key: _plain(inner) for key, inner in value.items() if key not in WORDS_ALONE}
    if isinstance(value, list):
        names = [
            one.get("name", one.get("id")) if isinstance(one, dict) else None for one in value
        ]
        if value and all(names):
            return {name: _plain(one) for name, one in zip(names, value, strict=True)}
        return [_plain(one) for one in value]
    return value


def _shape(name: str, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    given = {key: one for key, one in value.items() if one is not None}
    return f"{name}({', '.join(f'{key} {one}' for key, one in given.items())})"


def _differences(path: str, before: Any, after: Any) -> Iterator[Setting]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _differences(f"{path}.{key}", before.get(key), after.get(key))
    elif before != after:
        yield from _opened(Setting(path, before, after))


def _opened(one: Setting) -> Iterator[Setting]:
    """Give the changes to a team that one plan alone has one by one; all else whole."""
    block = one.after if one.before is None else one.before
    if not isinstance(block, Mapping) or not one.path.startswith(STAFFING):
        yield one
        return
    for key, value in block.items():
        if value:
            pair = (None, value) if one.before is None else (value, None)
            yield Setting(f"{one.path}.{key}", *pair)


Line = tuple[int, int, str, str, float, float]


def first_lines(ours: Log, theirs: Log) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return the first lines that each log alone has; samples and bookings do not count."""
    our_lines, their_lines = _lines(ours), _lines(theirs)
    return (
        tuple(ours[number] for number in _alone(our_lines, their_lines)),
        tuple(theirs[number] for number in _alone(their_lines, our_lines)),
    )


def _lines(log: Log) -> list[tuple[int, Line]]:
    names = log.names
    return [
        (number, (time_s, kind, names[subject], names[cause], before, after))
        for number, (time_s, kind, subject, cause, before, after) in enumerate(log.facts)
        if kind not in SAMPLED
    ]


def _alone(lines: list[tuple[int, Line]], others: list[tuple[int, Line]]) -> list[int]:
    left = collections.Counter(line for _, line in others)
    alone: list[int] = []
    for number, line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            alone.append(number)
            if len(alone) == FIRST_LINES:
                break
    return alone

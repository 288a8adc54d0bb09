"""The quantities that flow in a run, and the costs, as one table of facts in their order."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from simulation.world.facts import FACT, Fact, Lines

Course = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Times in seconds, and the level of a quantity from each on."""
FLOWING = (
    *("cost", "support", "sample.trust", "sample.attention", "sample.wrong", "sample.exposure"),
    *("sample.clients_lost", "sample.misuse", "sample.severity"),
)
"""Kinds of facts that walks write in great number: they are folded all at once, at the end."""
_TIME, _KIND, _SUBJECT, _BEFORE, _AFTER = 0, 1, 2, 4, 5


class Flows:
    """Facts of flowing kinds, gathered as they come."""

    __slots__ = ("_before", "_facts", "_lines")

    def __init__(self) -> None:
        self._lines: list[Lines] = []
        self._facts: list[Fact] = []
        self._before: list[int] = []  # how many walks came before each fact

    def copy(self) -> Flows:
        """Return flows that go on from here on their own."""
        twin = Flows()
        twin._lines = list(self._lines)
        twin._facts, twin._before = list(self._facts), list(self._before)
        return twin

    def add(self, fact: Fact) -> None:
        """Take one fact, which a happening wrote."""
        self._facts.append(fact)
        self._before.append(len(self._lines))

    def extend(self, lines: Lines) -> None:
        """Take the lines of a walk."""
        self._lines.append(lines)

    def read(self) -> FlowTable:
        """Return all of it as one table."""
        facts = np.array(self._facts, dtype=float).reshape(-1, 6)
        pieces, first = [], 0
        for walk, lines in enumerate(self._lines):
            end = bisect_right(self._before, walk, first)
            if end > first:
                pieces.append(facts[first:end])
                first = end
            pieces.append(lines)
        return FlowTable(np.concatenate([*pieces, facts[first:]]))


class FlowTable:
    """Facts of flowing kinds, to be read by kind.

    >>> flows = Flows()
    >>> flows.add((3_600, FACT["cost"], 0, 0, 0.0, 5.0))
    >>> flows.read().last("cost")
    (0.0, 5.0)
    """

    def __init__(self, lines: Lines) -> None:
        kinds = lines[:, _KIND].astype(np.int16)  # which are sorted four times as fast
        order, codes = np.argsort(kinds, kind="stable"), [FACT[name] for name in FLOWING]
        firsts, ends = (
            np.searchsorted(kinds, codes, side=side, sorter=order) for side in ("left", "right")
        )
        parts = zip(FLOWING, firsts, ends, strict=True)
        self._of = {name: lines[order[first:end]] for name, first, end in parts}

    def last(self, kind: str) -> tuple[float, float]:
        """Return before and after of the last fact of a kind, zeros if there is none."""
        lines = self._of[kind]
        if not len(lines):
            return 0.0, 0.0
        return float(lines[-1, _BEFORE]), float(lines[-1, _AFTER])

    def befores(self, kind: str) -> NDArray[np.float64]:
        """Return what stood before each fact of a kind."""
        return self._of[kind][:, _BEFORE]

    def course(self, kind: str) -> Course:
        """Return when facts of a kind came, and what stood after each."""
        lines = self._of[kind]
        return lines[:, _TIME], lines[:, _AFTER]

    def costs(self, first: int, items: int) -> list[float]:
        """Return what each item of cost came to, added up in order, from its first subject on."""
        lines = self._of["cost"]
        item = lines[:, _SUBJECT].astype(int) - first
        spent: list[float] = np.bincount(
            item, weights=lines[:, _AFTER] - lines[:, _BEFORE], minlength=items
        ).tolist()
        return spent

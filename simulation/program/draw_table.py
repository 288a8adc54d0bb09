"""The table of draws of a model: one row per replication, read by every scheduler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.distributions import Distribution
from simulation.draws import Draws


@dataclass(frozen=True, slots=True)
class Column:
    """Values drawn for one name: how many, from what, in what unit, and where in a row."""

    name: str
    width: int
    distribution: Distribution | None
    scale: float
    at: int


class DrawTable:
    """Names and distributions of everything random; a value depends on its name alone.

    >>> table = DrawTable()
    >>> at = table.add("media/picks_up")
    >>> row = table.rows(seed=1, first=0, count=2)
    >>> row.shape
    (2, 1)
    """

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.at: dict[str, int] = {}
        self._size = 0

    def add(
        self,
        name: str,
        distribution: Distribution | None = None,
        width: int = 1,
        scale: float = 1.0,
    ) -> int:
        """Add a name and return where its first value stands in a row.

        Without a distribution the value is the uniform itself.
        """
        column = Column(name, width, distribution, scale, self._size)
        self.columns.append(column)
        self.at[name] = self._size
        self._size += width
        return column.at

    def add_group(
        self, group: str, members: Mapping[str, Distribution | None], scale: float = 1.0
    ) -> int:
        """Add one value for each member, side by side, and return where the first stands.

        Each has a name of its own, so a further member moves no other draw.

        >>> table = DrawTable()
        >>> table.add_group("event", {"sale-offer": None, "data-posted": None})
        0
        """
        at = self._size
        for name, distribution in members.items():
            self.add(f"{group}/{name}", distribution, scale=scale)
        self.at[group] = at
        return at

    def rows(self, seed: int, first: int, count: int) -> NDArray[np.float64]:
        """Return the values of some replications, one row each."""
        draws = Draws(seed)
        table = np.empty((count, self._size))
        for column in self.columns:
            values = draws.block(column.name, column.width, first, count)
            if column.distribution is not None:
                values = column.distribution.quantile(values)
            table[:, column.at : column.at + column.width] = values * column.scale
        return table

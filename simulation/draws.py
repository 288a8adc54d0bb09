"""Chance is data: one uniform for each seed, replication, name and index.

A value depends on these alone; not on the plan, on the order of asking, on other names or on the
worker that asks. Nothing is stored: the table is the output of Philox 4x64-10 (Salmon and others,
"Parallel random numbers: as easy as 1, 2, 3", 2011), a counter-based generator whose n-th output
is a function of n. The key is (seed, first eight bytes of the BLAKE2b hash of the name, little
endian). A name of width w owns w values in each replication, and replication r reads the outputs
from r·w to r·w + w - 1.

This is the only module that opens a random generator.
"""

import hashlib
import operator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Draws", "hash64"]

OUTPUTS_PER_STEP = 4
"""Philox 4x64 gives four outputs for each step of its counter."""

SEED_LIMIT = 2**64


def hash64(name: str) -> int:
    """Return the 64-bit number that stands for a name in the key of its draws.

    >>> hash64("channel/client")
    5607239816479105679
    """
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8")).digest()[:8], "little")


def _uniform(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Turn 64 random bits into a number strictly between 0 and 1.

    52 bits and a half are exact in a double. With 53 the largest value would be rounded to 1,
    where a quantile may be infinite.
    """
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


@dataclass(frozen=True)
class Draws:
    """The table of uniforms that belongs to a seed.

    The width of a name, the number of its values in each replication, is part of what the name
    means: always ask for it with the same width.

    >>> draws = Draws(seed=7)
    >>> table = draws.block("task/isolate/duration", width=3, first=0, count=1_000)
    >>> table.shape
    (1000, 3)
    >>> draws.uniform("task/isolate/duration", replication=42, index=1, width=3) == float(
    ...     table[42, 1]
    ... )
    True
    """

    seed: int

    def __post_init__(self) -> None:
        """Check the seed."""
        if not 0 <= operator.index(self.seed) < SEED_LIMIT:
            raise ValueError(f"seed is {self.seed}; expected 0 <= seed < 2**64")

    def block(self, name: str, width: int, first: int, count: int) -> NDArray[np.float64]:
        """Return the uniforms of a name for replications first to first + count - 1.

        The result has a row for each replication and a column for each index.

        >>> Draws(seed=7).block("media/picks_up", width=1, first=0, count=2).shape
        (2, 1)
        """
        if width < 1 or first < 0 or count < 0:
            given = f"width {width}, first {first}, count {count}"
            raise ValueError(f"draws of “{name}”: {given}; expected width >= 1, the others >= 0")
        step, ahead = divmod(first * width, OUTPUTS_PER_STEP)
        key = np.array([self.seed, hash64(name)], dtype=np.uint64)
        raw = np.random.Philox(key=key, counter=step).random_raw(ahead + count * width)
        return _uniform(raw[ahead:]).reshape(count, width)

    def uniform(self, name: str, replication: int, index: int = 0, width: int = 1) -> float:
        """Return one uniform.

        >>> 0.0 < Draws(seed=7).uniform("media/picks_up", replication=0) < 1.0
        True
        """
        if not 0 <= index < width:
            raise ValueError(f"draws of “{name}”: index {index}; expected 0 <= index < {width}")
        return float(self.block(name, width, replication, 1)[0, index])

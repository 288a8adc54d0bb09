"""R18 to R21: what stands between a thief and the data, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import Experiment


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from ()

"""A drill that this model does not play: what was written of it is all that can be had."""

from __future__ import annotations

from typing import NoReturn

from simulation.errors import OtherModel


class Unplayed:
    """Stands where a course would be; whatever is asked of it is refused with why.

    >>> Unplayed("it was played with model 1").log
    Traceback (most recent call last):
        ...
    simulation.errors.OtherModel: it was played with model 1
    """

    def __init__(self, why: str) -> None:
        self._why = why

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise OtherModel(self._why)

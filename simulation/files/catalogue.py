"""The shipped preventive controls, by name."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from simulation.files import shelf
from simulation.files.documents import load
from simulation.inputs import control
from simulation.inputs.control import Control

__all__ = ["controls"]


@functools.cache
def controls() -> Mapping[str, Control]:
    """Return the library's preventive controls by name, read once.

    >>> controls()["firewall"].family
    'network'
    """
    names = (name for name in shelf.names() if name.startswith("controls/"))
    made = (load(name) for name in names)
    return MappingProxyType({c.name: c for c in made if isinstance(c, Control)})


control.library_controls = controls

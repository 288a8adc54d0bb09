"""Screens in a notebook: the facilitator's, the risk manager's and the student's.

These are `library`, `console`, `comparison` and `explore`; `summary` and `result` are what stays
of them in a saved notebook.
"""

from simulation.panels.comparison import Comparison, comparison, result
from simulation.panels.console import Console, console
from simulation.panels.explorer import Explore, explore
from simulation.panels.library import Library, library
from simulation.panels.markup import Static
from simulation.panels.shelf import Shelf, shelf
from simulation.panels.summary import summary

__all__ = [
    "Comparison",
    "Console",
    "Explore",
    "Library",
    "Shelf",
    "Static",
    "comparison",
    "console",
    "explore",
    "library",
    "result",
    "shelf",
    "summary",
]

"""Screens in a notebook: the facilitator's `console`, the risk manager's `comparison`.

`summary` and `result` are what stays of them in a saved notebook.
"""

from simulation.panels.comparison import Comparison, comparison, result
from simulation.panels.console import Console, console
from simulation.panels.markup import Static
from simulation.panels.summary import summary

__all__ = ["Comparison", "Console", "Static", "comparison", "console", "result", "summary"]

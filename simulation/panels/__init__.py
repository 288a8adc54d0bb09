"""The facilitator's screen in a notebook: `console(drill)`, and `summary(drill)` for its end."""

from simulation.panels.console import Console, console
from simulation.panels.markup import Static
from simulation.panels.summary import summary

__all__ = ["Console", "Static", "console", "summary"]

"""Charts of a drill: each takes a story, and an axes if you have one, and returns the axes.

They never simulate and never show; a chart without an axes makes a figure of its own.
"""

from simulation.charts.draw import cost, exposure, trust, work
from simulation.charts.explore import LiveFan
from simulation.charts.live import LiveBoard
from simulation.charts.look import DARK, LIGHT, Look
from simulation.charts.story import Story, story

__all__ = [
    "DARK",
    "LIGHT",
    "LiveBoard",
    "LiveFan",
    "Look",
    "Story",
    "cost",
    "exposure",
    "story",
    "trust",
    "work",
]

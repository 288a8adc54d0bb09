"""Charts of a drill, a run or a study: each takes one, and an axes if you have one.

They return the axes, never simulate and never show; a chart without an axes makes a figure of its
own. `png` and `svg` make pictures of them.
"""

from simulation.charts.compare import exceedance, fan
from simulation.charts.draw import cost, exposure, trust, work
from simulation.charts.explore import LiveFan
from simulation.charts.live import LiveBoard
from simulation.charts.look import DARK, LIGHT, Look
from simulation.charts.outlook import outlook
from simulation.charts.paper import arranged, png, svg
from simulation.charts.plans import deadlines, differences, forms, waiting
from simulation.charts.saying import alt
from simulation.charts.story import Story, story
from simulation.charts.sweep import swept
from simulation.charts.worked import gantt
from simulation.charts.yearly import by_cause, treated, yearly

__all__ = [
    "DARK",
    "LIGHT",
    "LiveBoard",
    "LiveFan",
    "Look",
    "Story",
    "alt",
    "arranged",
    "by_cause",
    "cost",
    "deadlines",
    "differences",
    "exceedance",
    "exposure",
    "fan",
    "forms",
    "gantt",
    "outlook",
    "png",
    "story",
    "svg",
    "swept",
    "treated",
    "trust",
    "waiting",
    "work",
    "yearly",
]

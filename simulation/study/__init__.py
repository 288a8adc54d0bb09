"""Studies: plans, or settings, over many replications on the same draws, compared in pairs."""

from simulation.study.comparing import compare
from simulation.study.explaining import Why, why, why_between
from simulation.study.figures import Difference, Summary
from simulation.study.measures import MEASURES, Measure
from simulation.study.results import Study
from simulation.study.sweeping import sweep
from simulation.study.workers import Case

__all__ = [
    "MEASURES",
    "Case",
    "Difference",
    "Measure",
    "Study",
    "Summary",
    "Why",
    "compare",
    "sweep",
    "why",
    "why_between",
]

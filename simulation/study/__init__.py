"""Studies: plans, or settings, over many replications on the same draws, compared in pairs."""

from simulation.study.comparing import compare
from simulation.study.figures import Difference, Summary
from simulation.study.measures import MEASURES, Measure
from simulation.study.results import Study
from simulation.study.sweeping import sweep

__all__ = ["MEASURES", "Difference", "Measure", "Study", "Summary", "compare", "sweep"]

"""Reports: pages to hand on, each one file that needs nothing else."""

from simulation.reports.after_action import after_action
from simulation.reports.comparison import comparison

__all__ = ["after_action", "comparison"]

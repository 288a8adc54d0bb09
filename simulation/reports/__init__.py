"""Reports: pages to hand on, each one file that needs nothing else."""

from simulation.reports.comparison import comparison

__all__ = ["comparison"]

"""Measures of a run, folded from its facts."""

from simulation.outcomes.outcome import Case, Duty, Outcome, Wait
from simulation.outcomes.tally import YEAR_S, Course, Tally

__all__ = ["YEAR_S", "Case", "Course", "Duty", "Outcome", "Tally", "Wait"]

"""Measures of a run, folded from its facts."""

from simulation.outcomes.flows import Course
from simulation.outcomes.outcome import Case, Duty, Outcome, Wait
from simulation.outcomes.tally import YEAR_S, Tally

__all__ = ["YEAR_S", "Case", "Course", "Duty", "Outcome", "Tally", "Wait"]

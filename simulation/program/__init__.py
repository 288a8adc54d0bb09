"""From models to the flat tables that every scheduler reads."""

from simulation.program.program import Program

__all__ = ["Program"]

"""Risk of an organisation: what breaches may cost it in a year, and what lowers that."""

from simulation.risk.assessing import CauseRisk, Risk, risk
from simulation.risk.auditing import Weakness, audit
from simulation.risk.treating import Treatment, Treatments, treatments
from simulation.risk.yearly import YearlyLoss, yearly_loss

__all__ = [
    "CauseRisk",
    "Risk",
    "Treatment",
    "Treatments",
    "Weakness",
    "YearlyLoss",
    "audit",
    "risk",
    "treatments",
    "yearly_loss",
]

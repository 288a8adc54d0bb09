"""How often a firm is hit in a year, by cause: its size, and its controls."""

from __future__ import annotations

from simulation.inputs.control import Cause
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.program.controls import Strength


def yearly_rates(organisation: Organisation, parameters: Parameters) -> dict[Cause, float]:
    """Return the mean number of breaches a year of each cause.

    A firm of its size is hit so often in the mean (F01, F02); that is split by cause (A07), and
    each cause's part is multiplied by the factor of the firm's controls on it.

    >>> from simulation.files import load
    >>> rates = yearly_rates(load("organisations/bookkeeping-12"), load("parameters/standard"))
    >>> round(sum(rates.values()), 4)
    0.02
    """
    sizes = parameters.incidents
    small = organisation.staff < sizes.small_firm_heads.central
    in_all = (sizes.per_year_small if small else sizes.per_year_large).central
    shares = {cause: share.central for cause, share in sizes.cause_shares.items()}
    whole = sum(shares.values())
    strength = Strength(organisation, parameters.controls)
    return {
        cause: in_all * share / whole * strength.factor("frequency", cause)
        for cause, share in shares.items()
    }

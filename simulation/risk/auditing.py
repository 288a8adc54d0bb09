"""An audit of a firm's controls: which weaknesses are open, and which of them it finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulation.draws import Draws
from simulation.files import given
from simulation.inputs.control import Control, Owned
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.organisation import Organisation
from simulation.program.controls import catalogue
from simulation.study.refusing import refused

WEAK_BELOW = 0.5
"""A control with less than half its strength is an open weakness (judgement: .3 to .7)."""
FOUND_SHARE = {"self-check": 0.5, "internal": 0.7, "outside": 0.9}
"""The share of open weaknesses that an audit of a kind finds (judgement, each ± .15)."""


@dataclass(frozen=True)
class Weakness:
    """A control that is missing, poor or let go, and whether the audit found it."""

    control: str
    strength: float
    usual: float
    found: bool


def audit(
    organisation: Organisation | str | Path, *, by: str = "internal", seed: int
) -> list[Weakness]:
    """Return the open weaknesses of a firm, the weakest against the usual first.

    Each is found with the chance of its kind of audit, on a draw of its own: another kind that is
    more thorough finds all that this one finds.

    >>> found = audit("organisations/bookkeeping-12", by="outside", seed=1)
    >>> found[0].found in (True, False)
    True
    """
    firm = given("organisation", organisation, Organisation)
    whole_number("seed", seed, SEEDS)
    if by not in FOUND_SHARE:
        raise refused(f"an audit by {by!r}", f"one of {', '.join(FOUND_SHARE)}", where="audit")
    draws = Draws(seed)
    open_ones = []
    for control in catalogue(firm).values():
        strength = _strength(firm, control)
        if strength < WEAK_BELOW:
            found = draws.uniform(f"audit/{control.name}", 0) < FOUND_SHARE[by]
            open_ones.append(Weakness(control.name, strength, control.usual_quality, found))
    return sorted(open_ones, key=lambda one: (one.strength - one.usual, one.control))


def _strength(firm: Organisation, control: Control) -> float:
    owned = firm.controls.get(control.name, Owned(quality=control.usual_quality))
    return control.strength(owned.quality, owned.age_of_upkeep_months)

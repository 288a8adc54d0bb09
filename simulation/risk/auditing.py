"""An audit of a firm's controls: which weaknesses are open, and which of them it finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulation.draws import Draws
from simulation.files import given
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.program.controls import catalogue, strength_of
from simulation.study.refusing import refused

AUDITS = ("self-check", "internal", "outside")
"""Who looks; `incidents.audit_finds_share` says what each finds."""


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
    more thorough finds all that this one finds. The chances, and below what strength a control
    is weak, are the standard ones (`parameters/standard`).

    >>> found = audit("organisations/bookkeeping-12", by="outside", seed=1)
    >>> found[0].found in (True, False)
    True
    """
    firm = given("organisation", organisation, Organisation)
    whole_number("seed", seed, SEEDS)
    if by not in AUDITS:
        raise refused(f"an audit by {by!r}", f"one of {', '.join(AUDITS)}", where="audit")
    sizes = given("parameter", "parameters/standard", Parameters).incidents
    finds_share = getattr(sizes.audit_finds_share, by.replace("-", "_")).central
    draws = Draws(seed)
    open_ones = []
    for control in catalogue(firm).values():
        strength = strength_of(firm, control)
        if strength < sizes.weak_below_share.central:
            found = draws.uniform(f"audit/{control.name}", 0) < finds_share
            open_ones.append(Weakness(control.name, strength, control.usual_quality, found))
    return sorted(open_ones, key=lambda one: (one.strength - one.usual, one.control))

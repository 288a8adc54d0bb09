"""An audit of a firm's controls: which weaknesses are open, and which of them it finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulation.draws import Draws
from simulation.files import given
from simulation.inputs.control import Control
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.program.controls import catalogue, strength_of
from simulation.risk.frequency import yearly_rates
from simulation.study.refusing import refused
from simulation.text import LANGUAGES, in_language

AUDITS = ("self-check", "internal", "outside")
"""Who looks; `incidents.audit_finds_share` says what each finds."""
HELPS: dict[str, frozenset[str]] = {
    "fewer": frozenset({"frequency"}),
    "sooner": frozenset({"watch"}),
    "smaller": frozenset(
        {"reach", "harm", "warned_harm", "identifiability", "visits", "batch", "links"}
    ),
    "better": frozenset(),
}
"""What a control helps with, in the order of a breach, by quantities; the last has all others."""


@dataclass(frozen=True)
class Weakness:
    """A control that is missing, poor or let go, and whether the audit found it.

    `spared_share` is the share of the firm's yearly breaches that would not come, were it at full
    strength; `helps` is what it is there for in the first place, one of `HELPS`.
    """

    control: str
    title: dict[str, str]
    strength: float
    usual: float
    found: bool
    spared_share: float
    helps: str


def audit(
    organisation: Organisation | str | Path, *, by: str = "internal", seed: int
) -> list[Weakness]:
    """Return the open weaknesses of a firm, those first whose control spares most breaches.

    How often breaches come is known without a run; by what a control takes from a year's loss,
    `treatments` orders them. Those that spare none follow by what they help with.

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
    sizes_of = given("parameter", "parameters/standard", Parameters)
    sizes = sizes_of.incidents
    finds_share = getattr(sizes.audit_finds_share, by.replace("-", "_")).central
    draws = Draws(seed)
    often = _breaches_per_year(firm, sizes_of)
    open_ones = []
    for control in catalogue(firm).values():
        strength = strength_of(firm, control)
        if strength < sizes.weak_below_share.central:
            found = draws.uniform(f"audit/{control.name}", 0) < finds_share
            spared = often - _breaches_per_year(firm.with_control(control.name), sizes_of)
            open_ones.append(
                Weakness(
                    control=control.name,
                    title={one: in_language(control.title, one) for one in LANGUAGES},
                    strength=strength,
                    usual=control.usual_quality,
                    found=found,
                    spared_share=max(0.0, spared / often),
                    helps=_helps(control),
                )
            )
    return sorted(open_ones, key=_urgency)


def _breaches_per_year(firm: Organisation, parameters: Parameters) -> float:
    return sum(yearly_rates(firm, parameters).values())


def _helps(control: Control) -> str:
    """Return what a control is there for: of all it does, what comes first in a breach."""
    done = {act.on for act in control.acts}
    return next(name for name, quantities in HELPS.items() if not quantities or done & quantities)


def _urgency(one: Weakness) -> tuple[int, float, float, str]:
    """Return what a weakness goes by: fewer breaches, then what it helps with, then how weak."""
    return list(HELPS).index(one.helps), -one.spared_share, one.strength - one.usual, one.control

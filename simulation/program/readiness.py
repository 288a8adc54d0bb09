"""How ready the firm is, as factors on efforts, waits and repeats (coverage R26)."""

from __future__ import annotations

from typing import Any

from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.inputs.people import Readiness
from simulation.inputs.plan import Plan

KIT_LABELS = ("image", "scope")
"""Labels of tasks that need disks, cables, tools."""


class Ready:
    """The factors of a plan in a firm: 1 throughout where nothing is prepared, or all is fresh."""

    def __init__(self, plan: Plan, firm: Organisation, sizes: Parameters, on: Any) -> None:
        self._sizes = sizes.people
        state = merged(plan.readiness, firm.readiness) if plan.readiness and on.readiness else None
        untried = 0.0 if state is None else self._stale(state.drill_age_months)
        old = 0.0 if state is None else self._stale(state.contact_lists_age_months)
        bare = state is not None and not state.kits
        self.effort = _between(self._sizes.untested_effort_factor.central, untried)
        self.repeat = _between(self._sizes.untested_repeat_factor.central, untried)
        self.lists = _between(self._sizes.old_lists_factor.central, old)
        self.kits = self._sizes.no_kits_factor.central if bare else 1.0

    def factor(self, quantity: str, label: str) -> float:
        """Return the factor on a task's effort, wait or chance of a repeat, by its label."""
        if quantity == "repeat":
            return self.repeat
        if quantity == "wait":
            return self.lists if label == "list" else 1.0
        return self.effort * (self.kits if label in KIT_LABELS else 1.0)

    def _stale(self, age_months: float | None) -> float:
        """Return 1 - 2^(-age / half-life): 0 for what is fresh, 1 for what was never done."""
        if age_months is None:
            return 1.0
        return float(1.0 - 2.0 ** (-age_months / self._sizes.readiness_half_life_months.central))


def merged(plan: Readiness, firm: Readiness) -> Readiness:
    """Return what holds: the plan's word where it has one, else the organisation's.

    >>> merged(Readiness(kits=True), Readiness(kits=False, drill_age_months=24))
    Readiness(drill_age_months=24.0, kits=True)
    """
    known = {name: value for name, value in plan if value is not None}
    return firm.change(known) if known else firm


def _between(factor: float, share: float) -> float:
    return 1.0 + (factor - 1.0) * share

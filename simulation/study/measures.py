"""What a study asks of every run: each measure with its unit and which way is better."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from simulation.outcomes import Outcome
from simulation.study.refusing import place_of
from simulation.text import CATALOGUE

NEVER = math.nan
"""What stands for something that did not happen in a run."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a run.

    >>> measure_named("cost").lower_is_better
    True
    """

    name: str
    unit: str
    lower_is_better: bool
    read: Callable[[Outcome], float]

    @property
    def title(self) -> str:
        """What people call it, on every screen and page.

        >>> measure_named("regulator_told_h").title
        'authority told after awareness'
        """
        return CATALOGUE[f"measure/{self.name}"]["en"]


def _hours(name: str) -> Callable[[Outcome], float]:
    """Read a time since the first unauthorised access."""
    return lambda o: _known(getattr(o, name))


def _hours_after(name: str, since: str) -> Callable[[Outcome], float]:
    """Read a time since another one; what came before that took no time."""
    return lambda o: _after(getattr(o, name), getattr(o, since))


def _number(name: str) -> Callable[[Outcome], float]:
    return lambda o: float(getattr(o, name))


def _known(hours: float | None) -> float:
    return NEVER if hours is None else hours


def _after(hours: float | None, since_h: float | None) -> float:
    return NEVER if hours is None or since_h is None else max(0.0, hours - since_h)


def _duties_met(outcome: Outcome) -> float:
    """Return the share of the clocks that ran; none runs where nobody became aware."""
    duties = [duty for duty in outcome.duties if not duty.by_clients]
    return sum(duty.in_time for duty in duties) / len(duties) if duties else NEVER


MEASURES: tuple[Measure, ...] = (
    Measure("first_sign_h", "h", True, _hours("first_sign_h")),
    Measure("aware_h", "h", True, _hours("aware_h")),
    Measure("contained_h", "h", True, _hours_after("contained_h", "first_sign_h")),
    Measure("regulator_told_h", "h", True, _hours_after("regulator_told_h", "aware_h")),
    Measure("clients_told_h", "h", True, _hours_after("clients_told_h", "aware_h")),
    Measure("record_days_untold", "record-days", True, _number("record_days_untold")),
    Measure("people_affected", "people", True, _number("people_affected")),
    Measure("people_misused", "people", True, _number("people_misused")),
    Measure("downtime_h", "h", True, _number("downtime_h")),
    Measure("filings_wrong", "filings", True, _number("filings_wrong")),
    Measure("second_breaches", "breaches", True, _number("second_breaches")),
    Measure("cost", "money", True, _number("cost")),
    Measure("trust_lowest_share", "share", False, _number("trust_lowest_share")),
    Measure("trust_at_year_share", "share", False, _number("trust_at_year_share")),
    Measure("clients_lost", "clients", True, _number("clients_lost")),
    Measure("overtime_h", "h", True, _number("overtime_h")),
    Measure("morale_lowest_share", "share", False, _number("morale_lowest_share")),
    Measure("staff_lost", "people", True, _number("staff_lost")),
    Measure("duties_met_share", "share", False, _duties_met),
    Measure("fine_tier", "tiers", True, _number("fine_tier")),
    Measure("authority_legal_h", "h", True, _number("authority_legal_h")),
    Measure("claims", "claims", True, _number("claims")),
)
"""Every measure of a study, in the order of a breach."""


def measure_named(name: str) -> Measure:
    """Return the measure of a name; InputError names the nearest where there is none.

    >>> measure_named("clients_told_h").title
    'clients told after awareness'
    """
    return MEASURES[place_of("measure", name, (measure.name for measure in MEASURES))]

"""What a firm's preventive controls come to, as factors on the quantities of the model.

Every control counts against the firm that the base curves were made of: the factor of a quantity
is F(controls the firm has) / F(controls such a firm usually has), so that a firm that says nothing
of its controls has factors of 1.

F is made of factors f by their logarithms, each taken a share of it strong (quality, halved each
half-life without upkeep). Of one family the strongest counts whole, the next a half, the k-th
0.5^(k-1), for they partly do the same; what raises a quantity is ranked apart from what lowers it.
Families multiply. The rule is judgement: no measurement of controls in combination was found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from simulation.errors import Fault, InputError
from simulation.files import controls as shipped_controls
from simulation.inputs.control import Act, Control, Owned, Price, unknown_control
from simulation.inputs.organisation import IDENTIFIABILITY, Organisation
from simulation.inputs.parameters import ControlParameters

TRAINING = "training"


class _Pull(NamedTuple):
    """An act of a control, and the logarithms it comes to in the firm and usually."""

    family: str
    control: str
    act: Act
    has: float
    usual: float


class Strength:
    """The factors of a firm's controls, by quantity and what it is told apart by.

    >>> from simulation.files import load
    >>> firm, sizes = load("organisations/bookkeeping-12"), load("parameters/standard").controls
    >>> Strength(firm, sizes).factor("watch", "monitoring")
    1.0
    >>> Strength(firm.with_control("log-review"), sizes).factor("watch", "monitoring") > 1.0
    True
    """

    def __init__(
        self,
        organisation: Organisation,
        sizes: ControlParameters,
        *,
        counted: bool = True,
        upkeep: bool = True,
        training_decay: bool = True,
    ) -> None:
        self._further_share = sizes.further_share.central
        self._pulls: dict[str, list[_Pull]] = {}
        if not counted or not organisation.controls:
            return
        for name, control in catalogue(organisation).items():
            usual = control.usual_quality
            owned = organisation.controls.get(name, Owned(quality=usual))
            decays = training_decay if control.family == TRAINING else upkeep
            age_months = owned.age_of_upkeep_months if decays else 0.0
            has = control.strength(owned.quality, age_months)
            for act in control.acts:
                log = math.log(act.factor.central)
                self._pulls.setdefault(act.on, []).append(
                    _Pull(control.family, name, act, log * has, log * usual)
                )

    def factor(self, on: str, of: str = "", *, sensitive: bool = True) -> float:
        """Return what a quantity is multiplied by."""
        pulls = [p for p in self._pulls.get(on, ()) if p.act.touches(on, of, sensitive=sensitive)]
        has = self._of_families((p.family, p.control, p.has) for p in pulls)
        usual = self._of_families((p.family, p.control, p.usual) for p in pulls)
        return math.exp(has - usual)

    def _of_families(self, logs: Iterable[tuple[str, str, float]]) -> float:
        """Return the logarithm of F from family, control and logarithm of each act."""
        families: dict[str, dict[str, float]] = {}
        for family, control, log in logs:
            controls = families.setdefault(family, {})
            controls[control] = controls.get(control, 0.0) + log
        return sum(
            together(list(controls.values()), self._further_share)
            for controls in families.values()
        )

    def share_left(self, on: str, of: str = "", *, sensitive: bool = True) -> float:
        """Return a factor on a share that cannot grow, such as the records within reach."""
        return min(1.0, self.factor(on, of, sensitive=sensitive))

    def kept(self, on: str, chance: float) -> float:
        """Return a chance of success whose failures are multiplied, from 0 to 1."""
        factor = self.factor(on)
        return chance if factor == 1.0 else max(0.0, 1.0 - (1.0 - chance) * factor)

    def identifiability(self, ease: float, *, sensitive: bool) -> float:
        """Return how easily a record tells whose it is, on the nearest step of ENISA's scale."""
        factor = self.factor("identifiability", sensitive=sensitive)
        if factor == 1.0:
            return ease
        wanted = ease * factor
        return min(IDENTIFIABILITY, key=lambda step: (abs(step - wanted), step))

    def on_sizes(self, groups: dict[str, Any], kind: str) -> dict[str, Any]:
        """Return the world's parameters as they are in this firm, for a kind of threat."""
        if not self._pulls:
            return groups
        harm, knowledge = groups["harm"], groups["knowledge"]
        wider = self.factor("precision")
        return groups | {
            "harm": harm._replace(
                misuse_per_record_day=harm.misuse_per_record_day * self.factor("harm", kind),
                warned_factor=min(1.0, harm.warned_factor * self.factor("warned_harm")),
            ),
            "knowledge": knowledge._replace(
                triage_sigma=knowledge.triage_sigma * wider,
                scope_sigma=knowledge.scope_sigma * wider,
                listing_sigma=knowledge.listing_sigma * wider,
                scope_finds_share=self.kept("overlooked", knowledge.scope_finds_share),
            ),
        }


def strength_of(organisation: Organisation, control: Control) -> float:
    """Return how strong a firm has a control by now; as is usual where it says nothing of it.

    >>> from simulation.files import load
    >>> firm, control = load("organisations/bookkeeping-12"), load("controls/firewall")
    >>> strength_of(firm, control)
    1.0
    >>> strength_of(firm.change({"controls.firewall": {"quality": 0.5}}), control)
    0.5
    """
    owned = organisation.controls.get(control.name, Owned(quality=control.usual_quality))
    return control.strength(owned.quality, owned.age_of_upkeep_months)


def catalogue(organisation: Organisation) -> dict[str, Control]:
    """Return the controls a firm can name: the library's, and its own beside or in their place.

    Raises InputError where the firm names one that is in neither.
    """
    known = {**shipped_controls(), **{own.name: own for own in organisation.own_controls}}
    faults = [
        unknown_control(organisation.name, name, known)
        for name in organisation.controls
        if name not in known
    ]
    if faults:
        raise InputError(faults)
    return known


def costs(organisation: Organisation, name: str) -> tuple[float, float]:
    """Return what a control costs a firm to set up and each year, in the firm's currency.

    >>> from simulation.files import load
    >>> once, yearly = costs(load("organisations/bookkeeping-12"), "disk-encryption")
    >>> once > 0 and yearly > 0
    True
    """
    control = catalogue(organisation.with_control(name))[name]
    rate = 1.0
    if control.currency != organisation.currency:
        rate = _rate(organisation, control)
    return (
        rate * _in_all(organisation, control.set_up_cost),
        rate * _in_all(organisation, control.yearly_cost),
    )


def _rate(organisation: Organisation, control: Control) -> float:
    if control.currency not in organisation.exchange_rates:
        problem = f"{control.name} is priced in {control.currency}, for which there is no rate"
        fault = Fault(f"organisation {organisation.name}", 0, 0, problem, "it in exchange_rates")
        raise InputError([fault])
    return organisation.exchange_rates[control.currency].central


def _in_all(organisation: Organisation, price: Price) -> float:
    counts: Mapping[str, int] = {
        "firm": 1,
        "head": organisation.staff,
        "system": len(organisation.systems),
        "client": organisation.clients,
    }
    return price.amount.central * counts[price.per]


def together(logs: list[float], further_share: float) -> float:
    """Return what the controls of one family come to, from the logarithm of each one's factor.

    Each further control counts that share of the one before, the strongest first.

    >>> together([math.log(0.5), math.log(0.25)], 0.5) == math.log(0.25) + math.log(0.5) / 2
    True
    """
    total = 0.0
    for direction in (-1.0, 1.0):
        sizes = sorted((abs(log) for log in logs if log * direction > 0.0), reverse=True)
        total += direction * sum(size * further_share**k for k, size in enumerate(sizes))
    return total

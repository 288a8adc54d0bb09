"""Preventive controls: what each acts on, how strongly, at what cost, and how it decays.

A control multiplies quantities of the model by factors. `program.controls` puts those of a firm
together; the shipped ones are `scenarios/controls`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from simulation.errors import Fault, nearest
from simulation.inputs.base import Currency, Input, Name, Text
from simulation.inputs.claims import Amount, Claim
from simulation.inputs.effects import Channel, Label
from simulation.inputs.references import one_of

Family = Literal[
    "people",
    "access",
    "monitoring",
    "network",
    "software",
    "data",
    "data-life-cycle",
    "training",
    "back-up",
    "physical",
    "suppliers",
    "sending",
    "clients",
    "readiness",
]
"""Controls of one family do partly the same, so that each further one adds less."""
Cause = Literal[
    "technical-weakness",
    "insider",
    "credential-theft",
    "malware",
    "operator-error",
    "lost-device",
    "neglect",
    "partner",
]
"""Why a breach comes about, as far as controls tell causes apart."""
ThreatKind = Literal[
    "insider_copying",
    "stolen_login",
    "one_mistake",
    "outside_theft",
    "open_share",
    "supplier",
    "lost_device",
    "extortion",
    "tampering",
]
Quantity = Literal[
    "frequency",
    "watch",
    "reach",
    "harm",
    "warned_harm",
    "identifiability",
    "visits",
    "batch",
    "effort",
    "wait",
    "repeat",
    "precision",
    "overlooked",
    "false_alarms",
    "links",
    "backup_failure",
    "supplier_delay",
    "posts_seen",
]
_KINDS = get_args(ThreatKind)
WORDS: dict[str, tuple[str, ...]] = {
    "frequency": get_args(Cause),
    "watch": get_args(Channel),
    "reach": _KINDS,
    "harm": _KINDS,
    "warned_harm": (),
    "identifiability": (),
    "visits": _KINDS,
    "batch": _KINDS,
    "effort": get_args(Label),
    "wait": get_args(Label),
    "repeat": get_args(Label),
    "precision": (),
    "overlooked": (),
    "false_alarms": (),
    "links": (),
    "backup_failure": (),
    "supplier_delay": (),
    "posts_seen": (),
}
"""What each quantity is told apart by: `of` names some of these, or none for all."""
BY_KIND = ("reach", "harm", "visits", "batch")
"""Quantities told apart by the kind of threat."""
BY_DATA = ("reach", "identifiability")
"""Quantities that may be changed for sensitive data alone."""


def _above_zero(claim: Claim) -> Claim:
    # Factors are put together by their logarithms.
    if not 0.0 < claim.central < math.inf:
        raise ValueError(f"the factor is {claim.central:g}; expected one above 0")
    return claim


class Act(Input):
    """One quantity that a control multiplies, by a factor at full quality.

    >>> Act(on="watch", of=("monitoring",), factor=Claim(value=1.5)).touches("watch", "monitoring")
    True
    """

    on: Quantity
    of: tuple[Name, ...] = Field(
        default=(), description="causes, channels, kinds of threat or labels; none means all"
    )
    data: Literal["all", "sensitive"] = "all"
    factor: Annotated[Amount, AfterValidator(_above_zero)]

    @model_validator(mode="after")
    def _words_of_the_quantity(self) -> Act:
        known = WORDS[self.on]
        for word in self.of:
            if word not in known:
                near = nearest(word, known)
                hint = f"; did you mean {near!r}?" if near else ""
                raise ValueError(f"{self.on} of {word!r}; expected {one_of(known)}{hint}")
        if self.data != "all" and self.on not in BY_DATA:
            what = f"{self.on} for {self.data} data alone"
            raise ValueError(f"{what}; expected that only on {' or '.join(BY_DATA)}")
        return self

    def __str__(self) -> str:
        """Return it as one line.

        >>> str(Act(on="watch", of=("staff", "client"), factor=Claim(value=1.5)))
        'watch of staff, client × 1.5'
        """
        of = f" of {', '.join(self.of)}" if self.of else ""
        data = f" for {self.data} data" if self.data != "all" else ""
        return f"{self.on.replace('_', ' ')}{of}{data} × {self.factor.central:g}"

    def touches(self, on: str, of: str = "", *, sensitive: bool = True) -> bool:
        """Return whether it changes a quantity, for data of a kind."""
        return (
            self.on == on and (not self.of or of in self.of) and (sensitive or self.data == "all")
        )


class Price(Input):
    """What something costs: once, or for each head, system or client."""

    amount: Amount
    per: Literal["firm", "head", "system", "client"] = "firm"


class Control(Input):
    """A measure taken before anything happens.

    Its factors count against the firm the base curves were made of, which has the control with
    `usual_quality`: a firm that says nothing of a control has it as usual.

    >>> from simulation.files import load
    >>> load("controls/multi-factor-login").family
    'access'
    """

    kind: Literal["control"] = "control"
    name: Name
    title: Text
    summary: Text
    family: Family
    grade: Literal["measured", "surveyed", "judgement"]
    usual_quality: float = Field(default=0.0, ge=0, le=1)
    half_life_months: Amount | None = Field(
        default=None, description="after so many months without upkeep half its strength is left"
    )
    currency: Currency
    set_up_cost: Price
    yearly_cost: Price
    acts: tuple[Act, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _some_half_life(self) -> Control:
        if self.half_life_months is not None and self.half_life_months.central <= 0.0:
            raise ValueError("half_life_months is 0; expected more, or none where nothing decays")
        return self

    def strength(self, quality: float, age_months: float) -> float:
        """Return the share of its full effect: quality, halved each half-life without upkeep.

        >>> from simulation.files import load
        >>> load("controls/phishing-training").strength(0.8, 6)
        0.4
        """
        if self.half_life_months is None:
            return quality
        return float(quality * 0.5 ** (age_months / self.half_life_months.central))


class Owned(Input):
    """A control that a firm has: how good it is, and how long ago it was last looked after.

    For training, quality is the share of staff it covers, and the age that of the last course.
    """

    quality: float = Field(default=1.0, ge=0, le=1)
    age_of_upkeep_months: float = Field(default=0.0, ge=0, le=1_200)


library_controls: Callable[[], Iterable[str]] = tuple
"""Says which controls the library has; the room of files puts its own here, for it reads them."""


def unknown_control(firm: str, name: str, known: Iterable[str]) -> Fault:
    """Return the fault of naming a control for a firm that there is not.

    >>> print(unknown_control("ours", "fire-wall", ["firewall"]).problem)
    controls.fire-wall: there is no such control
    """
    problem = f"controls.{name}: there is no such control"
    expected = "a control of the library, or of own_controls"
    return Fault(f"organisation {firm}", 0, 0, problem, expected, nearest(name, list(known)))

"""Whom to tell, within how long of what; and what may follow."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from simulation.inputs.base import Day, HolidayPlace, Input, Line, Name, Text
from simulation.inputs.claims import Amount, Claim, Share
from simulation.inputs.effects import Audience, Condition

ClockStart = Literal[
    "occurrence",
    "discovery",
    "awareness",
    "assessment",
    "materiality",
    "told_by_supplier",
    "first_report",
    "clients_told",
    "handled",
]
"""What a period counts from; `handled` is when nothing leaves any more."""
HoldingRole = Literal["controller", "processor"]
"""Whose data they are: our own responsibility, or held for a client who is responsible."""


class Source(Input):
    """Where a rule was read, and when."""

    title: Line
    article: Line
    read_on: Day


class Deadline(Input):
    """A legal period: hours or days, or at once (no hours in the text).

    Business days count from the day after, and end with the last one.
    """

    value: float = Field(default=0, ge=0)
    unit: Literal["hours", "days", "business_days", "at_once"]

    @model_validator(mode="after")
    def _whole_days(self) -> Deadline:
        if self.unit == "business_days" and (self.value < 1 or self.value % 1):
            raise ValueError(f"got {self.value:g} business days; expected a whole number from 1")
        return self


class Obligation(Input):
    """A duty to tell someone.

    With a role it binds for data held in that role alone; any one exemption frees from it.
    """

    id: Name
    title: Text
    in_force_from: Day
    in_force_to: Day | None = None
    role: HoldingRole | None = None
    when: Condition | None = None
    clock: ClockStart
    deadline: Deadline
    recipient: Audience
    content: tuple[Text, ...] = ()
    phased: bool = False
    closing: bool = False
    """Met by the last report alone, as a first part or the whole meet others."""
    by_clients: bool = False
    """A duty of the clients for whom data are held, once they have been told."""
    public_notice: Literal["also", "only"] | None = None
    """Met by a public notice too, or by it alone, as where letters came back."""
    exempt_when: tuple[Condition, ...] = ()
    source: Source
    verified: bool

    @model_validator(mode="after")
    def _public_notice_to_people(self) -> Obligation:
        if self.public_notice and (self.recipient != "affected" or self.closing):
            problem = f"a public notice is for those affected, not for {self.recipient}"
            raise ValueError(f"{problem}; expected recipient: affected, not closing")
        return self


class CaseRule(Input):
    """When an authority opens a case (log-odds), and what follows."""

    base_log_odds: Claim
    severe_log_odds: Claim
    size_log_odds: Claim
    late_log_odds: Claim
    media_first_log_odds: Claim
    complaint_log_odds: Claim
    late_in_news_factor: Claim | None = None
    after_aware_d: Claim


class Maximum(Input):
    """The most a law lets an authority ask: an amount or a share of turnover, the higher."""

    amount: float = Field(gt=0)
    turnover_share: float = Field(default=0.0, ge=0, le=1)
    source: Source
    verified: bool


class Band(Input):
    """A share of the maximum, from a low to a high end; without `verified` it is not read."""

    share: Claim
    verified: bool

    @model_validator(mode="after")
    def _two_ends(self) -> Band:
        low, high = self.ends
        if not 0.0 <= low <= high <= 1.0:
            problem = "a band has two ends or one value"
            raise ValueError(f"{problem}; expected share as uniform or value, from 0 to 1")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest share."""
        both, one = self.share.uniform, self.share.value
        if both is not None:
            return (both.low, both.high)
        return (one, one) if one is not None else (-1.0, -1.0)


class SeriousnessBand(Band):
    """How much of the maximum a case of some seriousness begins at, and from how many points."""

    name: Name
    title: Text
    from_points: Claim | None = None


class SizeBand(Band):
    """How much of that is kept for a firm with a turnover up to some amount (none: any)."""

    turnover_up_to: float | None = Field(default=None, gt=0)


class StartingAmount(Input):
    """A fine by tables: the maximum, times a share for seriousness, times one for size."""

    seriousness: tuple[SeriousnessBand, ...] = Field(min_length=1, max_length=10)
    sizes: tuple[SizeBand, ...] = Field(min_length=1, max_length=20)
    source: Source

    UNIQUE = ("seriousness.*.name",)

    @model_validator(mode="after")
    def _in_order(self) -> StartingAmount:
        points = [band.from_points for band in self.seriousness]
        first, *later = points
        steps = [claim.central for claim in later if claim is not None]
        if first is not None or len(steps) < len(later) or steps != sorted(steps):
            expected = "none for the first and rising from_points for the others"
            raise ValueError(f"bands of seriousness are out of order; expected {expected}")
        *bounded, last = [band.turnover_up_to for band in self.sizes]
        limits = [limit for limit in bounded if limit is not None]
        if last is not None or len(limits) < len(bounded) or limits != sorted(limits):
            expected = "rising turnover_up_to and none for the last"
            raise ValueError(f"bands of size are out of order; expected {expected}")
        return self


class FineStep(Input):
    """One outcome of a case: its weight, and the amount or the maximum it is reckoned from.

    Amounts are in the law's currency; with neither there is nothing to pay. The first outcome
    has the weight that the others leave.
    """

    outcome: Name
    title: Text
    weight: Claim
    amount: Claim | None = None
    maximum: Maximum | None = None
    source: Source | None = None
    """The rule that the amount comes from; a maximum has its own."""

    @model_validator(mode="after")
    def _not_both(self) -> FineStep:
        if self.amount is not None and self.maximum is not None:
            raise ValueError("a fine is fixed or reckoned; expected amount or maximum, not both")
        return self


class ClaimRule(Input):
    """What people may claim; amounts in the law's currency, for one claim.

    The share of claimants is meant for people who know, at an ENISA score of 4, told in time.
    """

    claims_share: Share
    severity_exponent: Amount
    late_factor: Amount
    negligent_factor: Amount
    offer_factor: Share
    spread: Amount
    settled_share: Share
    settlement: Amount
    won_share: Share
    award: Amount
    litigation_cost: Amount
    after_aware_d: Amount
    source: Source


class GradeLine(Input):
    """From where on an incident has a grade: any one of the figures is enough.

    The direct loss is in the law's currency; an outage counts for critical infrastructure alone.
    `loss_verified` speaks for loss and outage, `verified` for the people.
    """

    grade: Literal["relatively_major", "major", "extremely_major"]
    people_from: float = Field(gt=0)
    direct_loss_from: float = Field(gt=0)
    outage_from_h: float = Field(gt=0)
    source: Source
    verified: bool
    loss_verified: bool


class Law(Input):
    """The rules of one jurisdiction.

    >>> from simulation.files import load
    >>> load("laws/china").currency
    'CNY'
    """

    kind: Literal["law"] = "law"
    name: Name
    title: Text
    jurisdiction: Line
    binds: Literal["people", "firm"] = "people"
    """Whether it is about data of people who live there, or of all a firm under it holds."""
    currency: str = Field(pattern="^[A-Z]{3}$")
    holidays: HolidayPlace | None = None
    """Whose holidays are no business days; those of the firm, where it names none."""
    obligations: tuple[Obligation, ...] = Field(min_length=1, max_length=50)
    case: CaseRule
    fines: tuple[FineStep, ...] = Field(min_length=1, max_length=20)
    starting_amount: StartingAmount | None = None
    claims: ClaimRule | None = None
    grades: tuple[GradeLine, ...] = Field(default=(), max_length=3)
    """The grades of incidents above the lowest, rising."""

    UNIQUE = ("obligations.*.id", "fines.*.outcome", "grades.*.grade")

    @model_validator(mode="after")
    def _tables_for_maxima(self) -> Law:
        reckoned = [step.outcome for step in self.fines if step.maximum]
        if reckoned and self.starting_amount is None:
            problem = f"fine {reckoned[0]!r} is reckoned from a maximum"
            raise ValueError(f"{problem}; expected starting_amount with its tables")
        return self

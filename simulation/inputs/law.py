"""Whom to tell, within how long of what; and what may follow."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.inputs.base import Day, Input, Line, Name, Text
from simulation.inputs.claims import Claim
from simulation.inputs.effects import Audience, Condition

ClockStart = Literal[
    "occurrence", "discovery", "awareness", "assessment", "materiality", "told_by_supplier"
]


class Source(Input):
    """Where a rule was read, and when."""

    title: Line
    article: Line
    read_on: Day


class Deadline(Input):
    """A legal period: hours or days, or at once (no hours in the text)."""

    value: float = Field(default=0, ge=0)
    unit: Literal["hours", "days", "at_once"]


class Obligation(Input):
    """A duty to tell someone."""

    id: Name
    title: Text
    in_force_from: Day
    in_force_to: Day | None = None
    when: Condition | None = None
    clock: ClockStart
    deadline: Deadline
    recipient: Audience
    content: tuple[Text, ...] = ()
    phased: bool = False
    exempt_when: Condition | None = None
    source: Source
    verified: bool


class CaseRule(Input):
    """When an authority opens a case (log-odds), and what follows."""

    base_log_odds: Claim
    severe_log_odds: Claim
    size_log_odds: Claim
    late_log_odds: Claim
    media_first_log_odds: Claim
    complaint_log_odds: Claim
    after_aware_d: Claim


class FineStep(Input):
    """One outcome of a case: its weight and the amount, in the law's currency."""

    outcome: Name
    title: Text
    weight: Claim
    amount: Claim


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
    currency: str = Field(pattern="^[A-Z]{3}$")
    obligations: tuple[Obligation, ...] = Field(min_length=1, max_length=50)
    case: CaseRule
    fines: tuple[FineStep, ...] = Field(min_length=1, max_length=20)

    UNIQUE = ("obligations.*.id", "fines.*.outcome")

"""The closed vocabulary of conditions and effects.

Tasks, decisions, injects and laws change the world by these effects and by nothing else;
each change becomes a line of the log with its cause.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulation.inputs.base import Input, Line, Name, Text
from simulation.inputs.claims import Claim, Share
from simulation.inputs.references import Reference

Channel = Literal["monitoring", "staff", "client", "authority", "partner", "attacker"]
Audience = Literal[
    "management",
    "regulator",
    "affected",
    "all_clients",
    "partners",
    "public",
    "our_staff",
]
NoticeList = Literal["confirmed", "possible", "all"]
CostForm = Literal[
    "productivity",
    "response",
    "replacement",
    "fines_and_judgments",
    "competitive_advantage",
    "reputation",
]
Label = Literal[
    "look",
    "triage",
    "scope",
    "stop",
    "isolate",
    "evict",
    "image",
    "trace",
    "restore",
    "interview",
    "assess",
    "approve",
    "draft",
    "list",
    "advice",
    "inform",
    "support",
    "fix",
    "review",
]


class Condition(Input):
    """What must hold, as far as the room knows it; all that is given must hold together.

    Amounts are in the currency of the file. The primary cost is the firm's own hours, help from
    outside and downtime; the cost has all that others do about the breach as well, clients lost
    among it.

    >>> Condition(flag="aware", without="contained").flag
    ('aware',)
    """

    flag: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()
    done: tuple[Name, ...] = ()
    told: tuple[Audience, ...] = ()
    not_told: tuple[Audience, ...] = ()
    chosen: Annotated[str, Field(pattern=r"^[a-z0-9_-]+/[a-z0-9_-]+$")] | None = None
    people_at_least: float | None = Field(default=None, ge=0)
    severity_at_least: float | None = Field(default=None, ge=0, le=6)
    cost_at_least: float | None = Field(default=None, ge=0)
    primary_cost_at_least: float | None = Field(default=None, ge=0)
    returned_at_least: float | None = Field(
        default=None, ge=0, description="notices that have come back, as far as the room knows"
    )

    @model_validator(mode="before")
    @classmethod
    def _lists_from_words(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        lists = ("flag", "without", "done", "told", "not_told")
        return {k: (v,) if k in lists and isinstance(v, str) else v for k, v in data.items()}


class LeakEffect(Input):
    """Multiply the rate of a leak path; 0 stops it."""

    effect: Literal["leak"]
    multiply: float = Field(ge=0, le=10)


class HarmEffect(Input):
    """Multiply the harm that leaked records still do (recall, confirmed deletion)."""

    effect: Literal["harm"]
    multiply: float = Field(ge=0, le=10)


class SystemEffect(Input):
    """Take a system off line, or bring it back."""

    effect: Literal["system"]
    system: Name
    to: Literal["isolated", "restored"]


class ChannelEffect(Input):
    """Multiply the watchfulness of a discovery channel."""

    effect: Literal["channel"]
    channel: Channel
    multiply: float = Field(ge=0, le=100)


class WorldEventEffect(Input):
    """An event in the world that may reveal the breach, with its median time to discovery."""

    effect: Literal["world_event"]
    event: Name
    median_h: Claim
    external: bool = True
    disproves: bool = Field(
        default=False, description="whether it shows that what we said was not true"
    )


class FlagEffect(Input):
    """Set or clear a flag; moments such as ``aware`` and ``contained`` are flags too."""

    effect: Literal["flag"]
    flag: Name
    to: bool = True


class StaffEffect(Input):
    """Add or remove heads in a team."""

    effect: Literal["staff"]
    team: Name
    add: int = Field(ge=-1000, le=1000)


class CallInEffect(Input):
    """Call in a team from outside."""

    effect: Literal["call_in"]
    team: Name


class TaskEffect(Input):
    """Start, cancel or slow a task, named by itself or by its label."""

    effect: Literal["task"]
    task: Name
    act: Literal["start", "cancel", "slow"]
    factor: float = Field(default=1.0, gt=0, le=100)


class ReportEffect(Input):
    """A finding reaches the room and the estimate of people affected is made anew."""

    effect: Literal["report"]
    precision: Literal["triage", "scope", "listing"]


class AttentionEffect(Input):
    """Raise or damp public attention; news starts it afresh."""

    effect: Literal["attention"]
    multiply: float = Field(default=1.0, ge=0, le=10)
    news: bool = False


class TrustEffect(Input):
    """A shock to the trust of informed clients (a share of full trust, below 0 a gain)."""

    effect: Literal["trust"]
    shock_share: float = Field(ge=-0.5, le=0.5)


class MoraleEffect(Input):
    """A blow to the morale of a team, or of everybody inside (below 0 a gain)."""

    effect: Literal["morale"]
    team: Name | None = None
    shock_share: float = Field(ge=-0.5, le=0.5)


class MendEffect(Input):
    """Something done to mend trust: apology, corrective action, compensation."""

    effect: Literal["mend"]
    by: Literal["apology", "corrective_action", "compensation"]
    offered_share: float = Field(default=1.0, ge=0, le=2)
    remedy: Literal["functional", "financial"] = "functional"


class TellEffect(Input):
    """Tell an audience; clients on the list become informed, legal clocks stop.

    A public notice reaches some of those whose letters came back, and is news.
    """

    effect: Literal["tell"]
    audience: Audience
    complete: bool = True
    closing: bool = False
    """The last report, when all has been dealt with."""
    by: Literal["word", "public_notice"] = "word"
    """Word to each, or a public notice to those whom no letter reaches."""

    @model_validator(mode="after")
    def _public_notice_to_people(self) -> TellEffect:
        if self.by == "public_notice" and self.audience != "affected":
            problem = f"a public notice stands in for letters, and cannot tell {self.audience}"
            raise ValueError(f"{problem}; expected audience: affected")
        return self


class ListEffect(Input):
    """Choose who is on the list of those to be told."""

    effect: Literal["list"]
    whom: NoticeList


class CostEffect(Input):
    """Add a cost, once or for each person or client told."""

    effect: Literal["cost"]
    amount: Claim
    per: Literal["once", "person_told", "client_told"] = "once"
    take_up_share: Claim | None = None
    form: CostForm = "response"


class ClockEffect(Input):
    """Start or stop the clock of an obligation."""

    effect: Literal["clock"]
    obligation: Name
    act: Literal["start", "stop"]


class RaiseEffect(Input):
    """Put a decision before the room."""

    effect: Literal["raise"]
    decision: Name


class MessageEffect(Input):
    """Send the room a message."""

    effect: Literal["message"]
    sender: Line
    text: Text


class SurveyEffect(Input):
    """Some clients answer how far they trust us; what the room then knows has a sample's error."""

    effect: Literal["survey"]
    answers: int = Field(ge=5, le=100_000)


class CareEffect(Input):
    """Something done for those who were told, taken up by a share of them.

    An agreement is one to keep confidential what they were told.
    """

    effect: Literal["care"]
    by: Literal["guidance", "follow_up", "counselling", "agreement"]
    take_up_share: Share


Effect = Annotated[
    LeakEffect
    | HarmEffect
    | SystemEffect
    | ChannelEffect
    | WorldEventEffect
    | FlagEffect
    | StaffEffect
    | CallInEffect
    | TaskEffect
    | ReportEffect
    | AttentionEffect
    | TrustEffect
    | MoraleEffect
    | MendEffect
    | TellEffect
    | ListEffect
    | CostEffect
    | ClockEffect
    | RaiseEffect
    | MessageEffect
    | SurveyEffect
    | CareEffect,
    Field(discriminator="effect"),
]


class Option(Input):
    """One answer to a decision, and what it does."""

    label: Text
    effects: tuple[Effect, ...] = Field(default=(), max_length=20)


class Otherwise(Input):
    """Another option that is taken by default in a share of cases."""

    option: Name
    share: Share


class Decision(Input):
    """A question to the room, with its owner, how long it may wait, and its options.

    Where nobody decides, the default is taken, or in a share of cases the option `otherwise`.
    """

    question: Text
    owner: Name
    when: Condition | None = None
    wait_h: float = Field(gt=0, le=24 * 365)
    default: Name
    otherwise: Otherwise | None = None
    options: dict[Name, Option] = Field(min_length=2, max_length=8)

    REFERENCES = (Reference("default", "options"), Reference("otherwise.option", "options"))

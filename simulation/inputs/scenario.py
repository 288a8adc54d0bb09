"""What happens to us: cause, how data leave, how it is found, the events list."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator

from simulation.errors import nearest
from simulation.inputs.base import Input, Line, Moment, Name, Role, Text
from simulation.inputs.control import Cause
from simulation.inputs.effects import Channel, Condition, Decision, Effect
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.inputs.references import Reference, one_of
from simulation.inputs.threat import Threat

MECHANISMS: tuple[str, ...] = (
    "accountability",
    "advice-wait",
    "attention",
    "back-ups",
    "churn",
    "claims",
    "controls",
    "coordination",
    "corrections",
    "deciding-wait",
    "decision-owner",
    "delay-shock",
    "deputies",
    "downtime",
    "escalation",
    "everyday-work",
    "evidence",
    "false-alarms",
    "fake-notices",
    "fatigue",
    "hand-over",
    "holidays",
    "interruption",
    "joint-response",
    "lateral-movement",
    "learning",
    "leaving",
    "legal-cases",
    "listing-wait",
    "media",
    "message",
    "missing-addresses",
    "misuse",
    "morale",
    "nights",
    "partners",
    "published",
    "readiness",
    "recovery",
    "recurrence",
    "remedy-fit",
    "repeat-contacts",
    "repeats",
    "rumour",
    "scope-error",
    "search-for-help",
    "sign-unseen",
    "social-monitoring",
    "supervision",
    "supplier-delay",
    "support",
    "survey-error",
    "tampering-spread",
    "told-first",
    "training-decay",
    "untrue-statement",
    "upkeep",
    "word-of-mouth",
)
"""Every mechanism that ``scenario.without(name)`` can switch off."""


Length = Literal[45, 90, 180]
LENGTHS_MIN: tuple[Length, ...] = (45, 90, 180)
"""How long a drill may be meant to take, in minutes of the room."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years a scenario may begin in: time zones are known for them, and laws might be."""


class FirstSign(Input):
    """The first sign as a drill fixes it; a study draws it."""

    after_h: float = Field(ge=0)
    channel: Channel


class Objective(Input):
    """What the drill is to practise."""

    id: Name
    text: Text


class ExpectedAction(Input):
    """What a prepared room would do upon an inject."""

    text: Text
    by: Role
    within_h: float | None = Field(default=None, gt=0)


class Inject(Input):
    """One message to the players: at a time, on a condition, or by hand."""

    title: Text
    text: Text
    sender: Line
    to: tuple[Role, ...] = Field(min_length=1)
    mode: Literal["e-mail", "phone", "in person", "letter", "chat", "news", "system"]
    type: Literal["inject", "contingency", "information"] = "inject"
    after: Annotated[
        str, Field(pattern=r"^(start|first_sign|aware|contained|decision/[a-z0-9_-]+|hand)$")
    ]
    delay_h: float = Field(default=0, ge=0, le=24 * 365)
    when: Condition | None = None
    objectives: tuple[Name, ...] = ()
    expected: tuple[ExpectedAction, ...] = ()
    hint: Text | None = None
    from_length_min: Length = Field(
        default=45, description="the shortest drill that has it; in shorter ones it is spare"
    )
    effects: tuple[Effect, ...] = Field(default=(), max_length=20)

    @property
    def by_hand(self) -> bool:
        """Whether the inject plays in drills alone.

        Contingency injects and those released by hand are not part of a study.
        """
        return self.after == "hand" or self.type == "contingency"


class Scenario(Input):
    """What would happen to us whatever we do.

    >>> from simulation.files import load
    >>> load("breaches/insider-export").without("fatigue").switched_off
    ('fatigue',)
    """

    kind: Literal["scenario"] = "scenario"
    name: Name
    title: Text
    summary: Text
    narrative: Text
    people: tuple[Text, ...] = Field(
        default=(), max_length=100, description="names in the story; an anonymous archive has none"
    )
    objectives: tuple[Objective, ...] = ()
    organisation: Organisation
    begins: Moment
    cause: Name
    root_cause: Cause | None = Field(
        default=None, description="which of an organisation's yearly incidents it stands for"
    )
    channels: Name
    responsibility: Literal["victim", "accident", "preventable"]
    threat: Threat
    malicious: bool
    recipients: Literal["none", "known", "unknown"]
    integrity: Literal["intact", "restored", "restorable", "lost"] = "intact"
    availability: Literal["kept", "recovered", "interrupted", "lost"] = "kept"
    affected_known: bool = False
    misuse: bool
    first_sign: FirstSign | None = None
    decisions: dict[Name, Decision] = Field(default_factory=dict, max_length=40)
    injects: dict[Name, Inject] = Field(default_factory=dict, max_length=60)
    debrief: tuple[Text, ...] = ()
    parameters: Parameters
    switched_off: tuple[str, ...] = ()

    REFERENCES = (
        Reference("threat.holdings.*", "organisation.holdings.*.name"),
        Reference("cause", "parameters.discovery.causes"),
        Reference("channels", "parameters.discovery.mixes"),
        Reference("injects.*.objectives.*", "objectives.*.id"),
        Reference("injects.*.after", "decisions", prefix="decision/"),
    )
    UNIQUE = ("objectives.*.id",)

    @field_validator("begins")
    @classmethod
    def _local(cls, moment: datetime.datetime) -> datetime.datetime:
        if moment.tzinfo is not None:
            raise ValueError("a time zone is given; expected local time such as 2026-03-02 21:40")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            years = f"{FIRST_YEAR} to {LAST_YEAR}"
            raise ValueError(f"the year is {moment.year}; expected one from {years}")
        return moment.replace(microsecond=0)

    @field_validator("switched_off")
    @classmethod
    def _known_mechanisms(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in MECHANISMS:
                near = nearest(name, MECHANISMS)
                hint = f"; did you mean {near!r}?" if near else ""
                raise ValueError(
                    f"mechanism {name!r} is not known; expected {one_of(MECHANISMS)}{hint}"
                )
        return tuple(sorted(set(names)))

    def spare(self, length_min: int) -> tuple[str, ...]:
        """Return the injects that a drill of a length holds back, to be released by hand.

        >>> from simulation.files import load
        >>> load("breaches/insider-export").spare(180)
        ()
        """
        return tuple(n for n, one in self.injects.items() if one.from_length_min > length_min)

    def without(self, *mechanisms: str) -> Scenario:
        """Return the same scenario with mechanisms switched off.

        Raises InputError for a name that is no mechanism.
        """
        return self.change({"switched_off": [*self.switched_off, *mechanisms]})

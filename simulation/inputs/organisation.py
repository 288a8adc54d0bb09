"""Who we are before it begins: clients, data, systems, people."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, field_validator, model_validator

from simulation.inputs.base import HolidayPlace, Input, Line, Name, Role, Text
from simulation.inputs.claims import Amount
from simulation.inputs.law import HoldingRole, Law
from simulation.inputs.references import Reference

Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
_DAYS = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_HOURS = f"({_DAYS}(-{_DAYS})?|Hol) {_CLOCK}-({_CLOCK}|24:00)"
ShiftText = Annotated[str, StringConstraints(pattern=f"^{_HOURS}(, {_HOURS})*$", max_length=200)]
"""Working hours, such as ``Mon-Fri 09:00-18:00, Hol 09:00-12:00`` (public holidays)."""


class Segment(Input):
    """Clients who react alike; those without a jurisdiction count under every law."""

    name: Name
    clients: int = Field(ge=1, le=10_000_000)
    people_per_client: float = Field(default=40, gt=0, le=100_000)
    margin_per_client_year: float = Field(ge=0)
    expects_compensation_share: float = Field(default=0.0, ge=0, le=1)
    jurisdiction: Line | None = None


Adjustment = Annotated[int, Field(ge=-3, le=3)]


IDENTIFIABILITY = (0.25, 0.5, 0.75, 1.0)
"""ENISA's four steps of how easily a record tells whose it is."""


class DataClass(Input):
    """A kind of data, scored as ENISA 2013 scores it."""

    name: Name
    title: Text
    categories: dict[Literal["simple", "behavioural", "financial", "sensitive"], Adjustment] = (
        Field(min_length=1)
    )
    identifiability: float
    sensitive: bool = False

    @field_validator("identifiability")
    @classmethod
    def _step_of_the_scale(cls, value: float) -> float:
        if value not in IDENTIFIABILITY:
            steps = ", ".join(str(step) for step in IDENTIFIABILITY)
            raise ValueError(f"got {value:g}; expected one of {steps}")
        return value


class Holding(Input):
    """Records of one data class on one system.

    Without a jurisdiction its people live where the clients' people do, in proportion.
    """

    name: Name
    data_class: Name
    system: Name
    records: int = Field(ge=1, le=10_000_000_000)
    people: int = Field(ge=1, le=1_000_000_000)
    role: HoldingRole = "controller"
    jurisdiction: Line | None = None


class System(Input):
    """A place where records lie, and what an hour without it costs."""

    name: Name
    title: Text
    downtime_cost_per_h: float = Field(default=0.0, ge=0)


class Team(Input):
    """People with the same work, hours and wage.

    A team from outside has no heads until it has been called in and has arrived.
    """

    name: Name
    title: Text
    heads: int = Field(ge=0, le=10_000)
    shift: ShiftText = "Mon-Fri 09:00-18:00"
    wage_per_h: float = Field(ge=0)
    roles: tuple[Role, ...] = Field(min_length=1)
    deputises: tuple[Role, ...] = ()
    everyday_share: float = Field(default=0, ge=0, le=0.95)
    outside: bool = False
    arrives_h: Amount | None = None

    @model_validator(mode="after")
    def _outside_arrives(self) -> Team:
        if self.outside and self.arrives_h is None:
            raise ValueError("a team from outside needs arrives_h; expected a time to arrive")
        return self


class Organisation(Input):
    """Who we are before it begins.

    >>> from simulation.files import load
    >>> load("organisations/bookkeeping-12").currency
    'CNY'
    """

    kind: Literal["organisation"] = "organisation"
    name: Name
    title: Text
    summary: Text
    place: Line
    time_zone: str
    holidays: HolidayPlace | None = None
    currency: Currency
    exchange_rates_on: str | None = None
    exchange_rates: dict[Currency, Amount] = Field(default_factory=dict)
    turnover_per_year: float = Field(gt=0)
    notice_limit_h: Amount
    letter_cost: Amount
    mailing_house_letter_cost: Amount
    segments: tuple[Segment, ...] = Field(min_length=1, max_length=20)
    data_classes: tuple[DataClass, ...] = Field(min_length=1, max_length=50)
    systems: tuple[System, ...] = Field(min_length=1, max_length=100)
    holdings: tuple[Holding, ...] = Field(min_length=1, max_length=200)
    teams: tuple[Team, ...] = Field(min_length=1, max_length=50)
    laws: tuple[Law, ...] = ()

    REFERENCES = (
        Reference("holdings.*.data_class", "data_classes.*.name"),
        Reference("holdings.*.system", "systems.*.name"),
        Reference("holdings.*.jurisdiction", "laws.*.jurisdiction"),
        Reference("segments.*.jurisdiction", "laws.*.jurisdiction"),
    )
    UNIQUE = (
        *("segments.*.name", "data_classes.*.name", "systems.*.name", "holdings.*.name"),
        *("teams.*.name", "laws.*.name"),
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            problem = f"time zone {zone!r} is not known; expected a name such as Asia/Shanghai"
            raise ValueError(problem) from error
        return zone

    @model_validator(mode="after")
    def _rates_of_laws(self) -> Organisation:
        for law in self.laws:
            if law.currency not in (self.currency, *self.exchange_rates):
                problem = f"{law.name} fines in {law.currency}, for which there is no rate"
                raise ValueError(f"{problem}; expected it among exchange_rates")
        return self

    def people_share(self, jurisdiction: str) -> float:
        """Return the share of clients' people who live under a law.

        >>> from simulation.files import load
        >>> load("organisations/bookkeeping-12").people_share("China")
        1.0
        """
        people = [s.clients * s.people_per_client for s in self.segments]
        places = [s.jurisdiction for s in self.segments]
        under = sum(n for n, at in zip(people, places, strict=True) if at in (None, jurisdiction))
        return under / sum(people)

    @property
    def staff(self) -> int:
        """How many people work here."""
        return sum(team.heads for team in self.teams if not team.outside)

    @property
    def clients(self) -> int:
        """How many clients there are in all segments."""
        return sum(segment.clients for segment in self.segments)

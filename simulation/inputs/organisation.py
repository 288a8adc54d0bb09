"""Who we are before it begins: clients, data, systems, people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from simulation.errors import InputError
from simulation.inputs import control
from simulation.inputs.base import Currency, HolidayPlace, Input, Line, Name, Role, Text
from simulation.inputs.claims import Amount
from simulation.inputs.control import Control, Owned
from simulation.inputs.law import HoldingRole, Law
from simulation.inputs.people import Office, Readiness, TimeZone
from simulation.inputs.references import Reference

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
Identifier = Literal["full_name", "id_number", "phone_or_address", "email", "photo", "code"]
IDENTIFIERS: dict[Identifier, tuple[float, ...]] = {
    # Many, few in the country, few in a small city share it; with birth date and e-mail.
    "full_name": (0.25, 0.5, 0.75, 1.0),
    # Nothing else and no access to the register; tells the birth date; with the name.
    "id_number": (0.25, 0.75, 1.0),
    # In no public register; in none, in a small city; in a public register.
    "phone_or_address": (0.25, 0.5, 1.0),
    # Not found on the internet; used in social networks; holds the name and can be searched.
    "email": (0.25, 0.75, 1.0),
    # Unclear; unclear with a clue to the place; clear alone; clear with place or group.
    "photo": (0.25, 0.5, 0.75, 1.0),
    # No link without the register; tells the first name, with e-mail; tells the full name.
    "code": (0.25, 0.75, 1.0),
}
"""ENISA's steps for each identifier: Recommendations of 2013, table of identifiers."""
ADJUSTMENTS = {
    "simple": (0, 3),
    "behavioural": (-1, 2),
    "financial": (-2, 1),
    "sensitive": (-3, 0),
}
"""How far each category's base score may move: the same, assessment table 1."""


class DataClass(Input):
    """A kind of data, scored as ENISA 2013 scores it."""

    name: Name
    title: Text
    categories: dict[Literal["simple", "behavioural", "financial", "sensitive"], Adjustment] = (
        Field(min_length=1)
    )
    identifiability: float | None = None
    identifiers: dict[Identifier, float] = Field(default_factory=dict)
    """In place of one number: how far each thing in a record tells whose it is."""
    sensitive: bool = False

    @field_validator("identifiability")
    @classmethod
    def _step_of_the_scale(cls, value: float | None) -> float | None:
        if value is not None and value not in IDENTIFIABILITY:
            raise _not_a_step(f"got {value:g}", IDENTIFIABILITY)
        return value

    @model_validator(mode="after")
    def _within_the_tables(self) -> DataClass:
        for category, adjustment in self.categories.items():
            low, high = ADJUSTMENTS[category]
            if not low <= adjustment <= high:
                problem = f"{category} data are adjusted by {adjustment}"
                raise ValueError(f"{problem}; expected {low} to {high}, as in ENISA's table")
        for name, value in self.identifiers.items():
            if value not in IDENTIFIERS[name]:
                raise _not_a_step(f"{name} is {value:g}", IDENTIFIERS[name])
        if (self.identifiability is None) == (not self.identifiers):
            problem = "a kind of data has identifiability or identifiers"
            raise ValueError(f"{problem}; expected one of the two")
        return self


def _not_a_step(problem: str, steps: tuple[float, ...]) -> ValueError:
    return ValueError(f"{problem}; expected one of {', '.join(str(step) for step in steps)}")


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


class Link(Input):
    """A way from one system to another, and how well it is guarded.

    A control of 0 leaves the way open, one of 1 shuts it.
    """

    to: Name
    control: float = Field(ge=0, le=1)


class System(Input):
    """A place where records lie, what an hour without it costs, and where it leads."""

    name: Name
    title: Text
    downtime_cost_per_h: float = Field(default=0.0, ge=0)
    links: tuple[Link, ...] = ()


class BackUps(Input):
    """How often copies are made, how long they are kept, and when one was last tried.

    A copy that intruders can reach from our systems is often destroyed with them.
    """

    every_h: float = Field(default=24, gt=0, le=24 * 365)
    kept_d: float = Field(default=30, gt=0, le=3_650)
    tested_months_ago: float = Field(default=24, ge=0, le=240)
    offline: bool = False


class SupplierContract(Input):
    """What contracts with suppliers say of a breach there: who bears the cost, how soon we hear.

    The share is of outside help, notices, answers and downtime.
    """

    cost_borne_share: float = Field(default=0.0, ge=0, le=1)
    notice_within_h: float | None = Field(default=None, gt=0)


class Team(Input):
    """People with the same work, hours and wage.

    A team from outside has no heads until it has been called in and has arrived. Its hours are
    told by the clock of its office; without one, by the organisation's.
    """

    name: Name
    title: Text
    heads: int = Field(ge=0, le=10_000)
    shift: ShiftText = "Mon-Fri 09:00-18:00"
    wage_per_h: float = Field(ge=0)
    roles: tuple[Role, ...] = Field(min_length=1)
    deputises: tuple[Role, ...] = ()
    everyday_share: float = Field(default=0, ge=0, le=0.95)
    office: Name | None = None
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
    time_zone: TimeZone
    holidays: HolidayPlace | None = None
    readiness: Readiness = Readiness()
    offices: dict[Name, Office] = Field(default_factory=dict, max_length=20)
    currency: Currency
    exchange_rates_on: str | None = None
    exchange_rates: dict[Currency, Amount] = Field(default_factory=dict)
    turnover_per_year: float = Field(gt=0)
    notice_limit_h: Amount
    escalation: dict[Literal["low", "medium", "high"], Amount] = Field(default_factory=dict)
    """Within how many hours management must know of an incident of a grade."""
    importance: Literal["general", "important", "extremely_important"] = "general"
    """Of what the firm runs, in the words of GB/T 20986-2023."""
    critical_infrastructure: bool = False
    letter_cost: Amount
    mailing_house_letter_cost: Amount
    missing_addresses_share: float = Field(default=0.0, ge=0, le=0.95)
    """Of the people whose data are held: without an address that works."""
    partners_cost_per_h: float = Field(default=0.0, ge=0)
    """What an hour costs in which banks, platforms or others have cut their connection to us."""
    segments: tuple[Segment, ...] = Field(min_length=1, max_length=20)
    data_classes: tuple[DataClass, ...] = Field(min_length=1, max_length=50)
    systems: tuple[System, ...] = Field(min_length=1, max_length=100)
    back_ups: BackUps = BackUps()
    supplier_contract: SupplierContract = SupplierContract()
    holdings: tuple[Holding, ...] = Field(min_length=1, max_length=200)
    teams: tuple[Team, ...] = Field(min_length=1, max_length=50)
    laws: tuple[Law, ...] = ()
    controls: dict[Name, Owned] = Field(default_factory=dict, max_length=200)
    own_controls: tuple[Control, ...] = Field(default=(), max_length=200)

    REFERENCES = (
        Reference("holdings.*.data_class", "data_classes.*.name"),
        Reference("holdings.*.system", "systems.*.name"),
        Reference("systems.*.links.*.to", "systems.*.name"),
        Reference("holdings.*.jurisdiction", "laws.*.jurisdiction"),
        Reference("segments.*.jurisdiction", "laws.*.jurisdiction"),
        Reference("teams.*.office", "offices"),
    )
    UNIQUE = (
        *("segments.*.name", "data_classes.*.name", "systems.*.name", "holdings.*.name"),
        *("teams.*.name", "laws.*.name", "own_controls.*.name"),
    )

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

    def with_control(
        self, name: str, quality: float = 1.0, age_of_upkeep_months: float = 0.0
    ) -> Organisation:
        """Return the firm with a preventive control, as good and as lately looked after as said.

        Raises InputError where neither the library nor the firm's own files have it.

        >>> from simulation.files import load
        >>> load("organisations/bookkeeping-12").with_control("log-review", 0.5).controls
        {'log-review': Owned(quality=0.5, age_of_upkeep_months=0.0)}
        """
        self._known_control(name)
        owned = {"quality": quality, "age_of_upkeep_months": age_of_upkeep_months}
        return self.change({f"controls.{name}": owned})

    def without_control(self, name: str) -> Organisation:
        """Return the firm without a preventive control, also one that such firms usually have.

        >>> from simulation.files import load
        >>> load("organisations/bookkeeping-12").without_control("firewall").controls
        {'firewall': Owned(quality=0.0)}
        """
        self._known_control(name)
        return self.change({f"controls.{name}": {"quality": 0.0}})

    def _known_control(self, name: str) -> None:
        known = [*control.library_controls(), *(own.name for own in self.own_controls)]
        if name not in known:
            raise InputError([control.unknown_control(self.name, name, known)])

    @property
    def staff(self) -> int:
        """How many people work here."""
        return sum(team.heads for team in self.teams if not team.outside)

    @property
    def clients(self) -> int:
        """How many clients there are in all segments."""
        return sum(segment.clients for segment in self.segments)

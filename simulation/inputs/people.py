"""How people are led and looked after: offices, meetings, readiness, welfare."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from simulation.inputs.base import HolidayPlace, Input, Role


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        problem = f"time zone {zone!r} is not known; expected a name such as Asia/Shanghai"
        raise ValueError(problem) from error
    return zone


TimeZone = Annotated[str, AfterValidator(_known_zone)]


class Office(Input):
    """A place of work with a clock of its own; its teams' shifts are told by that clock."""

    time_zone: TimeZone
    holidays: HolidayPlace | None = None


class Coordination(Input):
    """Whether a response team is convened, what its meetings take, and who stands in.

    It meets from the confirmation until nothing leaves any more and everybody has been told.
    """

    convened: bool = False
    meeting_share: float = Field(default=0.1, ge=0, le=0.6)
    members: tuple[Role, ...] = (
        *("management", "it", "forensics", "legal", "privacy", "hr", "communications"),
    )
    deputy_after_h: float | None = Field(default=None, ge=0, le=24 * 30)


class Welfare(Input):
    """What is done for those who work long: days off in turns, counselling, a bonus.

    Days off come on top of those the shift gives; wages of the hours worked rise by the bonus.
    """

    rest_days: int = Field(default=0, ge=0, le=2)
    counselling: bool = False
    incentives: bool = False


class Readiness(Input):
    """How lately a plan was tried, and whether what it needs is at hand.

    An age left out is that of something never done.
    """

    drill_age_months: float | None = Field(default=None, ge=0, le=1200)
    contact_lists_age_months: float | None = Field(default=None, ge=0, le=1200)
    kits: bool | None = None

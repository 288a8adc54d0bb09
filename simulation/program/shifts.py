"""The calendars of a model: one for each shift, overtime and share of everyday work."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program.names import Names
from simulation.workdays import NO_SPECIAL_DAYS, SpecialDays, special_days
from simulation.world.working_time import HORIZON_D, Calendar, Tiredness, calendar, days_a_week


class Shifts:
    """Calendars and the shift, overtime and everyday share each was made of."""

    def __init__(
        self, names: Names, scenario: Scenario, plan: Plan, organisation: Organisation, on: Any
    ) -> None:
        self._names, self._scenario, self._plan = names, scenario, plan
        self._organisation, self._on = organisation, on
        self.calendars: list[Calendar] = []
        self.keys: list[tuple[str, float, float]] = []
        self._known: dict[tuple[str, float, float, str | None, float], int] = {}

    def everyday_share(self, team: int) -> float:
        """Return the share of a team's shift that everyday work takes."""
        change = self._plan.staffing.get(self._names.team_names[team])
        share = self._names.teams[team].everyday_share
        if change is not None and change.everyday_share is not None:
            share = change.everyday_share
        return share if self._on.everyday_work else 0.0

    def calendar(self, team: int, shift: str, overtime_h: float) -> int:
        """Return the place of a team's calendar for a shift, compiling it if it is new."""
        if not self._on.nights:
            shift, overtime_h = "always", 0.0
        everyday_share = self.everyday_share(team)
        office = self._names.teams[team].office
        rest_share = self.rest_share(team, shift)
        key = (shift, overtime_h, everyday_share, office, rest_share)
        if key not in self._known:
            self._known[key] = len(self.calendars)
            self.keys.append((shift, overtime_h, everyday_share))
            zone, holidays = self._place(office)
            self.calendars.append(
                calendar(
                    shift,
                    overtime_h,
                    (1.0 - everyday_share) * (1.0 - rest_share),
                    zone=zone,
                    begins=self._scenario.begins.replace(
                        tzinfo=ZoneInfo(self._organisation.time_zone)
                    ),
                    tiredness=self._tiredness(rested=rest_share > 0.0),
                    overtime_wage=self._scenario.parameters.work.overtime_wage_factor.central,
                    special=self._special(holidays),
                )
            )
        return self._known[key]

    def _place(self, office: str | None) -> tuple[str, str | None]:
        """Return the time zone and the holidays of an office; without one, of the firm."""
        own = self._organisation.offices.get(office) if office else None
        place = own or self._organisation
        return place.time_zone, place.holidays

    def _special(self, place: str | None) -> SpecialDays:
        if place is None or not self._on.holidays:
            return NO_SPECIAL_DAYS
        return days_of_run(place, self._scenario.begins)

    def rest_share(self, team: int, shift: str) -> float:
        """Return the share of a team's days that its people have off in turns."""
        days = self._plan.welfare.rest_days
        if not days or shift == "always" or self._names.teams[team].outside:
            return 0.0
        return min(0.5, days / days_a_week(shift))

    def _tiredness(self, *, rested: bool) -> Tiredness:
        size = self._scenario.parameters.work
        if not self._on.fatigue or not self._on.nights:
            return Tiredness()
        return Tiredness(
            pace=(
                1.0,
                size.tired_pace_after_8h.central,
                size.tired_pace_after_10h.central,
                size.tired_pace_after_12h.central,
            ),
            errors=(
                1.0,
                size.tired_errors_after_8h.central,
                size.tired_errors_after_10h.central,
                size.tired_errors_after_12h.central,
            ),
            carried_share=0.0 if rested else size.tired_carried_share.central,
        )


def days_of_run(place: str, begins: datetime.datetime) -> SpecialDays:
    """Return a place's special days in all years that a run may reach."""
    last = begins + datetime.timedelta(days=HORIZON_D)
    return special_days(place, begins.year, last.year)

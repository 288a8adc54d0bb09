"""What is compiled of teams: who they are, when they work and how they are led."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.world.client_tables import ClientTables
from simulation.world.working_time import Calendar


@dataclass(slots=True)
class PeopleTables(ClientTables):
    """Teams by their place, roles by theirs, and the calendars that teams keep."""

    # teams
    team_heads: list[int]
    team_calendar: list[int]
    team_wage: list[float]
    team_outside: list[bool]
    team_lent: list[int]
    role_teams: list[list[int]]
    role_deputies: list[list[int]]
    role_fillers: list[list[int]]
    role_regulars: list[list[int]]
    # how they are led
    convened: bool
    meeting_factor: float
    team_meets: list[bool]
    hand_over_h: float
    asks_around_h: float
    deputy_after_s: int
    team_on_call: list[bool]
    counselling: bool
    morale_half_life_d: float
    morale_fall_factor: float
    leaving_draw: list[int]
    calendars: list[Calendar]
    calendar_key: list[tuple[str, float, float]]

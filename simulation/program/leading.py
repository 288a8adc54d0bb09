"""How people are led, compiled: meetings, hand-overs, who decides when the owner is away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulation.inputs.organisation import Team
from simulation.inputs.parameters import Parameters
from simulation.inputs.plan import Plan
from simulation.program.draw_table import DrawTable
from simulation.world.layout import HOUR
from simulation.world.morale import MOST_LEAVING

Fields = dict[str, Any]


def leading_tables(
    plan: Plan, teams: Sequence[Team], sizes: Parameters, on: Any
) -> dict[str, Any]:
    """Return the fields of the tables that say how people are led."""
    led = plan.coordination
    meets = led.convened and on.coordination
    alone = on.coordination and not led.convened
    factor = sizes.people.uncoordinated_hand_over_factor.central if alone else 1.0
    deputy_after_h = led.deputy_after_h
    if deputy_after_h is None:
        deputy_after_h = sizes.people.deputy_after_h.central
    called = {name for name, change in plan.staffing.items() if change.on_call}
    return {
        "convened": led.convened,
        "meeting_factor": 1.0 / (1.0 - led.meeting_share) if meets else 1.0,
        "team_meets": [meets and not set(led.members).isdisjoint(team.roles) for team in teams],
        "hand_over_h": sizes.work.hand_over_h.central * factor,
        "asks_around_h": sizes.people.uncoordinated_task_h.central if alone else 0.0,
        "deputy_after_s": round(deputy_after_h * HOUR),
        "team_on_call": [team.name in called for team in teams],
    }


def welfare_tables(
    plan: Plan, teams: Sequence[Team], sizes: Parameters, draws: DrawTable
) -> Fields:
    """Return the fields of the tables that say how morale falls and heals, and add its draws."""
    size, care = sizes.people, plan.welfare
    half_life_d = size.morale_half_life_d.central
    half_life_d *= size.rest_half_life_factor.central if care.rest_days else 1.0
    half_life_d *= size.counselling_half_life_factor.central if care.counselling else 1.0
    return {
        "counselling": care.counselling,
        "morale_half_life_d": half_life_d,
        "morale_fall_factor": size.incentive_fall_factor.central if care.incentives else 1.0,
        "leaving_draw": [draws.add(f"leaving/{team.name}", None, MOST_LEAVING) for team in teams],
    }


def filler_tables(teams: Sequence[Team], roles: Sequence[str]) -> dict[str, Any]:
    """Return who fills each role: own people of it, then help from outside, then deputies."""
    holders = [[t for t, team in enumerate(teams) if role in team.roles] for role in roles]
    deputies = [[t for t, team in enumerate(teams) if role in team.deputises] for role in roles]
    outside = [team.outside for team in teams]
    fillers = [_in_order(*pair, outside) for pair in zip(holders, deputies, strict=True)]
    regulars = [
        [t for t in every if t in own or not outside[t]]
        for every, own in zip(fillers, holders, strict=True)
    ]
    return {
        "role_teams": holders,
        "role_deputies": deputies,
        "role_fillers": fillers,
        "role_regulars": regulars,
    }


def _in_order(own: list[int], deputies: list[int], outside: list[bool]) -> list[int]:
    return sorted({*own, *deputies}, key=lambda t: (t not in own, outside[t], t))

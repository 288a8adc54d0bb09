"""Morale: it falls with long hours and accusation, heals with time, and the weary leave.

How low a team's morale is, D (0 good, 1 none left), falls by half in h days, in closed form:
D(t) = D0 2^(-t/h). People leave at rate r D each, so that a team of n loses its next one when
n r D0 h / ln 2 (1 - 2^(-t/h)) has used up -ln(1 - u) of the draw of that leaver.
"""

from __future__ import annotations

import math

from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    E_HIRE,
    E_LEAVE,
    FORMS,
    NEVER,
    YEAR_D,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import FIRST_FORM_ITEM, charge

MOST_LEAVING = 5
"""Leavers of a team that a run draws for."""
_RESPONSE = FIRST_FORM_ITEM + FORMS.index("response")
_REPLACEMENT = FIRST_FORM_ITEM + FORMS.index("replacement")


def low_now(p: Tables, s: State, team: int) -> float:
    """Return how low a team's morale is now: 0 good, 1 none left."""
    low = s.low[team]
    return low * _kept(p, s.now - s.low_at[team]) if low > 0.0 else 0.0


def _kept(p: Tables, passed_s: int) -> float:
    return float(2.0 ** (-passed_s / DAY / p.morale_half_life_d))


def lower(p: Tables, s: State, team: int, by: float) -> None:
    """Let a team's morale fall, or rise where `by` is negative; where asked, it is counselled."""
    if not p.on.morale or p.team_outside[team] or s.heads[team] <= 0:
        return
    low = carry(p, s, team)
    after = min(1.0, max(0.0, low + (by * p.morale_fall_factor if by > 0.0 else by)))
    if after == low:
        return
    s.low[team] = after
    note(s, FACT["staff.morale"], p.team_subject + team, 1.0 - low, 1.0 - after)
    if p.counselling and not s.counselled[team]:
        s.counselled[team] = True
        hours = s.heads[team] * p.people.counselling_wage_h
        charge(p, s, _RESPONSE, hours * p.team_wage[team])
    _plan_leaving(p, s, team)


def carry(p: Tables, s: State, team: int) -> float:
    """Carry a team's morale and its wish to leave to now; return how low it is."""
    low, now = s.low[team], low_now(p, s, team)
    s.strain[team] += _rate(p, s, team) * (low - now)
    s.low[team], s.low_at[team] = now, s.now
    return now


def _rate(p: Tables, s: State, team: int) -> float:
    """Return what a fall of D by one from now on adds to a team's wish to leave."""
    a_day = s.heads[team] * p.people.leaving_per_year / YEAR_D
    return float(a_day * p.morale_half_life_d / math.log(2.0))


def _plan_leaving(p: Tables, s: State, team: int) -> None:
    """The next one leaves when the team's strain has used up what was drawn for it."""
    entity = p.entity(E_LEAVE, team)
    if not p.on.leaving:
        return
    u = draw(s, p.leaving_draw[team], MOST_LEAVING, s.left[team])
    wanted = -math.log1p(-min(u, 1.0 - 1e-12)) - s.strain[team]
    most = _rate(p, s, team) * s.low[team]
    when = NEVER
    if wanted < most:
        days = -p.morale_half_life_d * math.log2(1.0 - max(0.0, wanted) / most)
        when = s.now + max(1, round(days * DAY))
    schedule(s, entity, when)


def leaves(p: Tables, s: State, team: int) -> None:
    """Somebody leaves for good and is looked for; the caller takes the head away."""
    carry(p, s, team)
    s.left[team] += 1
    s.strain[team] = 0.0
    s.vacant[team] += 1
    if s.vacant[team] == 1:
        _look_for_one(p, s, team)
    note(s, FACT["staff.leave"], p.team_subject + team, s.heads[team], s.heads[team] - 1)
    charge(p, s, _REPLACEMENT, p.people.replacement_wage_h * p.team_wage[team])


def arrives(p: Tables, s: State, team: int) -> None:
    """Who was looked for has been found and comes; the caller adds the head."""
    s.vacant[team] -= 1
    if s.vacant[team] > 0:
        _look_for_one(p, s, team)


def _look_for_one(p: Tables, s: State, team: int) -> None:
    schedule(s, p.entity(E_HIRE, team), s.now + round(p.people.replacement_d * DAY))


def plan_next_leaving(p: Tables, s: State, team: int) -> None:
    """After one has left, or after a fork: the next one's time is found anew."""
    if s.heads[team] <= 0:
        schedule(s, p.entity(E_LEAVE, team), NEVER)
    elif s.low[team] > 0.0:
        carry(p, s, team)
        _plan_leaving(p, s, team)


def redraw_leaving(p: Tables, s: State) -> None:
    """After a fork: leaving has no memory, so the next leaver of each team is drawn anew."""
    for team in range(len(s.heads)):
        s.strain[team] = 0.0
        plan_next_leaving(p, s, team)


def effort_factor(p: Tables, s: State, team: int) -> float:
    """Return by how much longer a team takes, its morale being what it is."""
    return 1.0 + float(p.people.low_morale_effort) * low_now(p, s, team)


def repeat_factor(p: Tables, s: State, teams: list[int]) -> float:
    """Return by how much more often work fails, the morale of its worst team being what it is."""
    lowest = max((low_now(p, s, team) for team in teams), default=0.0)
    return 1.0 + float(p.people.low_morale_repeat) * lowest

"""When a question that the plan has answered is decided: its owner must be there (chapter 4).

A question belongs to a role. Where nobody who holds it is at work or on call the question
waits, after a while a deputy decides, and past its limit the default holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulation.world.layout import HOUR, NEVER, State, Tables
from simulation.world.money import WAGES, charge
from simulation.world.working_time import next_open


def answer_s(p: Tables, s: State, decision: int) -> int:
    """Return when a question put now is decided, or its limit; a call at night is paid."""
    limit = s.raised_at[decision] + p.decision_wait_s[decision]
    waited_s = 0.0 if p.convened or not p.on.coordination else p.people.uncoordinated_decision_h
    now = s.now + round(waited_s * HOUR)
    role = p.decision_owner[decision]
    if role < 0 or not p.on.decision_owner:
        return min(now, limit)
    owners = [team for team in p.role_teams[role] if _decides(p, s, team)]
    deputies = [team for team in p.role_deputies[role] if _decides(p, s, team)]
    since = now + p.deputy_after_s if owners else now
    when, team = min(
        [*_there(p, s, owners, now), *_there(p, s, deputies, since)], default=(now, -1)
    )
    if team >= 0 and when < limit and when < next_open(p.calendars[s.calendar[team]], now):
        wage = p.team_wage[team] * p.work.overtime_wage_factor
        charge(p, s, WAGES, p.people.on_call_h * wage)
    return min(when, limit)


def _decides(p: Tables, s: State, team: int) -> bool:
    return s.heads[team] > 0 and not p.team_outside[team]


def _there(p: Tables, s: State, teams: Iterable[int], since: int) -> Iterable[tuple[int, int]]:
    """Give for each team when it is there, at work or called, and which it is."""
    for team in teams:
        opens = next_open(p.calendars[s.calendar[team]], since)
        called = since + round(p.people.on_call_h * HOUR) if p.team_on_call[team] else NEVER
        yield min(opens, called), team

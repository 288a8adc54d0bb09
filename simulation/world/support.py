"""Clients' questions: a fluid queue with abandonment (model, chapter 9).

The fluid limit of Erlang-A: waiting and served contacts X follow
dX/dt = arrivals - mu min(X, c) - theta (X - c)+, solved piece by piece in closed form.
"""

from __future__ import annotations

import math

from simulation.world.facts import FACT
from simulation.world.layout import (
    HOUR,
    MINUTE,
    State,
    Tables,
    draw,
    note,
)
from simulation.world.money import ANSWERING, accrue
from simulation.world.work import put_back_excess
from simulation.world.working_time import Calendar, is_open, next_open, open_between, paid_between

_PIECES = 8
WEEK_S = 7 * 24 * HOUR


def fluid_queue(
    waiting: float, arrivals: float, service: float, heads: float, leaving: float, span: float
) -> tuple[float, float, float]:
    """Advance the fluid queue by a span; return contacts present, served and abandoned.

    Rates are per unit of the span's time. In the limit of a long span and arrivals above
    heads x service, contacts present reach heads + (arrivals - heads x service) / leaving.

    >>> present, served, gone = fluid_queue(0, 20, 1, 10, 2, 100)
    >>> round(present, 6)
    15.0
    """
    served = gone = 0.0
    for _ in range(_PIECES):
        if span <= 0.0:
            break
        crowded = waiting > heads or (waiting == heads and arrivals > heads * service)
        rate = leaving if crowded else service
        rest = heads + (arrivals - heads * service) / leaving if crowded else arrivals / service
        step = _time_to_cross(waiting, rest, heads, rate, span)
        after = rest + (waiting - rest) * math.exp(-rate * step)
        after = heads if step < span else after
        area = rest * step + (waiting - rest) * (1.0 - math.exp(-rate * step)) / rate
        if crowded:
            served += heads * service * step
            gone += max(0.0, leaving * (area - heads * step))
        else:
            served += max(0.0, service * area)
        waiting, span = max(0.0, after), span - step
    return waiting, served, gone


def _time_to_cross(present: float, rest: float, heads: float, rate: float, span: float) -> float:
    """Return when the queue passes the number of heads, or the whole span."""
    if present == heads or (present - heads) * (rest - heads) >= 0.0:
        return span
    return min(span, math.log((present - rest) / (heads - rest)) / rate)


def expect_contacts(p: Tables, s: State, people: float, by_news: bool) -> None:
    """Some of the people who have just learned will ask."""
    if not p.on.support or people <= 0.0:
        return
    if by_news:
        share = p.support.news_contact_share
    else:
        share = draw(s, p.draw_at["support/contact_share"], 1)
    s.contacts_to_come += people * share
    s.support_began = True
    if s.contacts_to_come + s.contacts_waiting >= p.support.open_at_contacts:
        s.support_open = True
        _lend(p, s)


def _lend(p: Tables, s: State) -> None:
    """People whom the plan lends to answering clients leave their tasks."""
    for team, wanted in enumerate(p.team_lent):
        number = min(wanted, s.heads[team])
        if number > s.lent[team]:
            _set_lent(p, s, team, number)


def _set_lent(p: Tables, s: State, team: int, number: int) -> None:
    note(s, FACT["staff.lent"], p.team_subject + team, s.lent[team], number)
    s.lent[team] = number
    put_back_excess(p, s, team)


def _close_when_quiet(p: Tables, s: State) -> None:
    """When few questions are left, the people lent go back to their work."""
    if s.contacts_to_come + s.contacts_waiting < p.support.close_below_contacts:
        s.support_open = False
        for team, number in enumerate(s.lent):
            if number > 0:
                _set_lent(p, s, team, 0)


def desk_opens(p: Tables, s: State) -> int:
    """Return when somebody answers from now on; now when nobody is lent and it only rings."""
    lent = [p.calendars[s.calendar[t]] for t, n in enumerate(s.lent) if n > 0 and s.arrived[t]]
    return min((next_open(cal, s.now) for cal in lent), default=s.now)


def advance_support(p: Tables, s: State, from_s: int, learned_people: float) -> None:
    """Answer contacts between two grid points; people wait, give up, ask again.

    Where nobody is lent the telephone rings all the same, and whoever calls gives up.
    """
    expect_contacts(p, s, learned_people, by_news=True)
    if not s.support_open:
        return
    lent = [
        (p.calendars[s.calendar[team]], number, p.team_wage[team])
        for team, number in enumerate(s.lent)
        if number > 0 and s.arrived[team]
    ]
    heads = sum([number for calendar, number, _ in lent if is_open(calendar, from_s)])
    if heads == 0 and lent:
        return  # closed: who would have asked now asks in opening hours, spread over the week
    span_h = (s.now - from_s) / HOUR
    spread_h = 24.0 * p.support.contact_spread_d * _open_share(s, [line[0] for line in lent])
    coming = s.contacts_to_come * (1.0 - math.exp(-span_h / spread_h))
    s.contacts_to_come -= coming
    handling_h = draw(s, p.draw_at["support/handling"], 1) * MINUTE / HOUR
    patience_h = p.support.patience_min * MINUTE / HOUR
    present, served, gone = fluid_queue(
        s.contacts_waiting, coming / span_h, 1.0 / handling_h, heads, 1.0 / patience_h, span_h
    )
    s.contacts_waiting = present
    s.contacts_answered += served
    s.contacts_abandoned += gone
    s.contacts_to_come += gone * p.support.repeat_share
    if gone > 0.0:
        _disappoint(p, s, gone)
    for calendar, number, wage in lent:
        accrue(s, ANSWERING, number * paid_between(calendar, from_s, s.now) / HOUR * wage)
    _close_when_quiet(p, s)


def _open_share(s: State, calendars: list[Calendar]) -> float:
    """Return the share of the week from now on in which somebody answers; 1 when nobody does."""
    open_s = max([open_between(cal, s.now, s.now + WEEK_S) for cal in calendars], default=WEEK_S)
    return max(open_s, HOUR) / WEEK_S


def _disappoint(p: Tables, s: State, gone: float) -> None:
    """Those who gave up waiting trust us less for a time."""
    share = gone / sum(p.segment_people) * p.support.impatience_shock
    for segment, informed in enumerate(s.informed):
        room = p.trust.full * informed - s.lasting[segment] - s.passing[segment]
        s.passing[segment] += max(0.0, min(room, share))

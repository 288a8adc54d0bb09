"""Clients' questions, step by step: a fluid queue with abandonment (model, chapter 8).

The fluid limit of Erlang-A: waiting and served contacts X follow
dX/dt = arrivals - mu min(X, c) - theta (X - c)+, solved piece by piece in closed form.
"""

from __future__ import annotations

import math

from simulation.world.columns import (
    ACCRUED,
    CAUSE,
    CONTACTS_ABANDONED,
    CONTACTS_ANSWERED,
    CONTACTS_TO_COME,
    CONTACTS_WAITING,
    END,
    ENDS,
    FIRST,
    HERE,
    HOURLY_WAGE,
    INFORMED,
    LASTING,
    LENT,
    MOST,
    NOW,
    OPENED,
    PAID,
    PASSING,
    PAY_RATE,
    PEOPLE,
    STARTS,
    SUPPORT_BEGAN,
    SUPPORT_OPEN,
    Around,
    Sizes,
    World,
)
from simulation.world.compiled import law
from simulation.world.facts import FACT
from simulation.world.layout import HOUR, MINUTE, NEVER
from simulation.world.money import ANSWERING

_PIECES = 8
WEEK_S = 7 * 24 * HOUR
STAFF_LENT = FACT["staff.lent"]


@law
def fluid_queue(
    waiting: float, arrivals: float, service: float, heads: float, leaving: float, span: float
) -> tuple[float, float, float]:
    """Advance the fluid queue by a span; return contacts present, served and abandoned.

    Rates are per unit of the span's time. In the limit of a long span and arrivals above
    heads x service, contacts present reach heads + (arrivals - heads x service) / leaving.

    >>> present, served, gone = fluid_queue(0.0, 20.0, 1.0, 10.0, 2.0, 100.0)
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


@law
def _time_to_cross(present: float, rest: float, heads: float, rate: float, span: float) -> float:
    """Return when the queue passes the number of heads, or the whole span."""
    if present == heads or (present - heads) * (rest - heads) >= 0.0:
        return span
    return min(span, math.log((present - rest) / (heads - rest)) / rate)


@law
def expect_contacts(k: Sizes, w: World, people: float, share: float) -> None:
    """A share of the people who have just learned will ask; many open the desk."""
    if not k.on_support or people <= 0.0:
        return
    w.level[CONTACTS_TO_COME] += people * share
    w.level[SUPPORT_BEGAN] = 1.0
    if w.level[CONTACTS_TO_COME] + w.level[CONTACTS_WAITING] >= k.support_open_at_contacts:
        w.level[SUPPORT_OPEN] = 1.0
        for team in range(w.desk.shape[1]):
            if w.desk[MOST, team] > w.desk[LENT, team]:
                _lend(w, team, w.desk[MOST, team])


@law
def _lend(w: World, team: int, number: float) -> None:
    """People whom the plan lends leave their tasks for the desk, or go back to them."""
    write(w, STAFF_LENT, team, w.desk[LENT, team], number)
    w.desk[LENT, team] = number


@law
def write(w: World, kind: int, subject: int, before: float, after: float) -> None:
    """Write down a change."""
    row = int(w.lines[0, 0]) + 1
    w.lines[0, 0] = row
    w.lines[row, 0] = w.level[NOW]
    w.lines[row, 1] = kind
    w.lines[row, 2] = subject
    w.lines[row, 3] = w.level[CAUSE]
    w.lines[row, 4] = before
    w.lines[row, 5] = after


@law
def answer_contacts(k: Sizes, a: Around, w: World, from_s: int, learned_people: float) -> None:
    """Answer contacts between two grid points; people wait, give up, ask again.

    Where nobody is lent the telephone rings all the same, and whoever calls gives up.
    """
    expect_contacts(k, w, learned_people, k.support_news_contact_share)
    if w.level[SUPPORT_OPEN] == 0.0:
        return
    answering, heads = _who_answers(w, from_s)
    if heads == 0.0 and answering:
        return  # closed: who would have asked now asks in opening hours, spread over the week
    span_h = (w.level[NOW] - from_s) / HOUR
    spread_h = 24.0 * k.support_contact_spread_d * _open_share(w, answering)
    coming = w.level[CONTACTS_TO_COME] * (1.0 - math.exp(-span_h / spread_h))
    w.level[CONTACTS_TO_COME] -= coming
    service = 1.0 / (a.handling_min * MINUTE / HOUR)
    leaving = 1.0 / (k.support_patience_min * MINUTE / HOUR)
    present, served, gone = fluid_queue(
        w.level[CONTACTS_WAITING], coming / span_h, service, heads, leaving, span_h
    )
    w.level[CONTACTS_WAITING] = present
    w.level[CONTACTS_ANSWERED] += served
    w.level[CONTACTS_ABANDONED] += gone
    w.level[CONTACTS_TO_COME] += gone * k.support_repeat_share + served * a.again_share
    if gone > 0.0:
        _disappoint(k, w, gone)
    for team in range(w.desk.shape[1]):
        if w.desk[LENT, team] > 0.0 and w.desk[HERE, team] > 0.0:
            paid_s = _paid_until(w, team, int(w.level[NOW])) - _paid_until(w, team, from_s)
            w.item[ACCRUED, ANSWERING] += (
                w.desk[LENT, team] * paid_s / HOUR * w.desk[HOURLY_WAGE, team]
            )
    _close_when_quiet(k, w)


@law
def _who_answers(w: World, at: int) -> tuple[bool, float]:
    """Return whether anybody here is lent, and how many of them are at work at a time."""
    answering, heads = False, 0.0
    for team in range(w.desk.shape[1]):
        if w.desk[LENT, team] > 0.0 and w.desk[HERE, team] > 0.0:
            answering = True
            if next_open(w, team, at) == at:
                heads += w.desk[LENT, team]
    return answering, heads


@law
def _open_share(w: World, answering: bool) -> float:
    """Return the share of the week from now on in which somebody answers; 1 when nobody does."""
    now, open_s = int(w.level[NOW]), 0.0 if answering else float(WEEK_S)
    for team in range(w.desk.shape[1]):
        if w.desk[LENT, team] > 0.0 and w.desk[HERE, team] > 0.0:
            open_s = max(
                open_s, _opened_until(w, team, now + WEEK_S) - _opened_until(w, team, now)
            )
    return max(open_s, float(HOUR)) / WEEK_S


@law
def _disappoint(k: Sizes, w: World, gone: float) -> None:
    """Those who gave up waiting trust us less for a time."""
    people = 0.0
    for i in range(w.segment.shape[1]):
        people += w.segment[PEOPLE, i]
    share = gone / people * k.support_impatience_shock
    for i in range(w.segment.shape[1]):
        room = (
            k.trust_full * w.segment[INFORMED, i] - w.segment[LASTING, i] - w.segment[PASSING, i]
        )
        w.segment[PASSING, i] += max(0.0, min(room, share))


@law
def _close_when_quiet(k: Sizes, w: World) -> None:
    """When few questions are left, the people lent go back to their work."""
    if w.level[CONTACTS_TO_COME] + w.level[CONTACTS_WAITING] < k.support_close_below_contacts:
        w.level[SUPPORT_OPEN] = 0.0
        for team in range(w.desk.shape[1]):
            if w.desk[LENT, team] > 0.0:
                _lend(w, team, 0.0)


@law
def desk_opens(w: World) -> int:
    """Return when somebody answers from now on; now when nobody is lent and it only rings."""
    now = int(w.level[NOW])
    first = NEVER
    answering = False
    for team in range(w.desk.shape[1]):
        if w.desk[LENT, team] > 0.0 and w.desk[HERE, team] > 0.0:
            answering = True
            first = min(first, next_open(w, team, now))
    return first if answering else now


# -- working time, as in `working_time`, on the stretches of the teams at the desk ----------------


@law
def _stretch(w: World, team: int, at: int) -> int:
    """Return the last stretch of a team that has begun at a time; one before its first if none."""
    low, high = int(w.desk[FIRST, team]), int(w.desk[END, team])
    while low < high:
        middle = (low + high) // 2
        if at < w.hours[STARTS, middle]:
            high = middle
        else:
            low = middle + 1
    return low - 1


@law
def next_open(w: World, team: int, at: int) -> int:
    """Return the first time at or after a time at which a team is at work."""
    place = _stretch(w, team, at)
    if place >= w.desk[FIRST, team] and at < w.hours[ENDS, place]:
        return at
    return int(w.hours[STARTS, place + 1]) if place + 1 < w.desk[END, team] else NEVER


@law
def _worked_in(w: World, at: int, place: int) -> float:
    """Return how long of a stretch has passed at a time."""
    return min(float(at), float(w.hours[ENDS, place])) - float(w.hours[STARTS, place])


@law
def _paid_until(w: World, team: int, at: int) -> float:
    """Return a team's paid seconds up to a time, overtime weighted."""
    place = _stretch(w, team, at)
    if place < w.desk[FIRST, team]:
        return 0.0
    return float(w.hours[PAID, place]) + _worked_in(w, at, place) * float(w.hours[PAY_RATE, place])


@law
def _opened_until(w: World, team: int, at: int) -> float:
    """Return for how many seconds a team has been at work up to a time."""
    place = _stretch(w, team, at)
    if place < w.desk[FIRST, team]:
        return 0.0
    return float(w.hours[OPENED, place]) + _worked_in(w, at, place)

"""How the breach is found: competing channels and events in the world (model, chapter 3)."""

from __future__ import annotations

import math

from simulation.distributions import normal_cdf, normal_quantile
from simulation.world.facts import FACT
from simulation.world.layout import (
    CHANNELS,
    DAY,
    E_ALARM,
    E_CHANNEL,
    E_EVENT,
    EXTERNAL_FROM,
    HOUR,
    NEVER,
    NEVER_FOUND_S,
    NEWS_CHANNELS,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.threat import records_out
from simulation.world.threat_tables import THEFTS

FEWEST_ALARM_DRAWS = 64
_MOST_HAZARD = 700.0


def base_hazard(p: Tables, days: float) -> float:
    """Return the integrated hazard H0 = -ln S0 of the breach's cause after some days.

    A share is found on the first day at a constant density; from then on the time is
    lognormal, cut at one day.
    """
    if days <= 0.0:
        return 0.0
    if days < 1.0:
        return -math.log(1.0 - p.same_day_share * days)
    start = normal_cdf(p.mu_log_d / p.sigma_log_d)
    later = normal_cdf(-(math.log(days) - p.mu_log_d) / p.sigma_log_d)
    survival = (1.0 - p.same_day_share) * later / start
    return -math.log(survival) if survival > 0.0 else _MOST_HAZARD


def base_time_d(p: Tables, hazard: float) -> float:
    """Return the days after which the integrated hazard reaches a value (inverse of H0)."""
    survival = math.exp(-hazard)
    if survival > 1.0 - p.same_day_share:
        return (1.0 - survival) / p.same_day_share
    start = normal_cdf(p.mu_log_d / p.sigma_log_d)
    share = survival * start / (1.0 - p.same_day_share)
    if share <= 0.0:
        return math.inf
    return math.exp(p.mu_log_d - p.sigma_log_d * normal_quantile(share))


def base_discovery_s(p: Tables, s: State) -> int:
    """Return when the first channel fires if all are open from the start and watch as usual."""
    if p.attack.kind not in THEFTS:
        return NEVER
    shares = [(k, share) for k, share in enumerate(p.channel_share) if share > 0.0]
    hazards = (-math.log(1.0 - _uniform(p, s, channel)) / share for channel, share in shares)
    least = min(hazards, default=math.inf)
    days = min(base_time_d(p, least), NEVER_FOUND_S / DAY)
    return max(1, round(days * DAY))


def begin_discovery(p: Tables, s: State) -> None:
    """Draw each channel's threshold and let the watch begin, as close as the controls make it."""
    for channel in range(len(CHANNELS)):
        if s.watch[channel] != 1.0:
            subject = p.entity(E_CHANNEL, channel)
            note(s, FACT["channel.watch"], subject, 1.0, s.watch[channel])
        s.threshold[channel] = -math.log(1.0 - _uniform(p, s, channel))
        s.channel_open[channel] = channel < EXTERNAL_FROM
    if records_out(s) > 0.0:
        _open_external(s)
    for channel in range(len(CHANNELS)):
        reschedule_channel(p, s, channel)
    if p.alarm_gap_s > 0.0:
        schedule(s, p.entity(E_ALARM), _next_alarm(p, s))


def _uniform(p: Tables, s: State, channel: int) -> float:
    return draw(s, p.draw_at[f"channel/{CHANNELS[channel]}"], 1)


def _open_external(s: State) -> None:
    for channel in range(EXTERNAL_FROM, len(CHANNELS)):
        s.channel_open[channel] = True


def open_external_channels(p: Tables, s: State) -> None:
    """Outsiders can notice only once data have left."""
    if s.first_by >= 0 or all(s.channel_open) or records_out(s) <= 0.0:
        return
    accrue(p, s)
    _open_external(s)
    for channel in range(EXTERNAL_FROM, len(CHANNELS)):
        reschedule_channel(p, s, channel)


def accrue(p: Tables, s: State) -> None:
    """Carry the integrated hazard of every open channel forward to now."""
    step = base_hazard(p, s.now / DAY) - base_hazard(p, s.hazard_at / DAY)
    s.hazard_at = s.now
    for channel in range(len(CHANNELS)):
        if s.channel_open[channel] or p.attack.kind in THEFTS:
            s.hazard[channel] += p.channel_share[channel] * s.watch[channel] * step


def reschedule_channel(p: Tables, s: State, channel: int) -> None:
    """Find when a channel fires if nothing changes from now on."""
    rate = p.channel_share[channel] * s.watch[channel]
    when = NEVER
    if s.channel_open[channel] and rate > 0.0:
        missing = max(0.0, s.threshold[channel] - s.hazard[channel])
        days = base_time_d(p, base_hazard(p, s.now / DAY) + missing / rate)
        if days < NEVER / DAY:
            when = max(s.now, round(days * DAY))
    schedule(s, p.entity(E_CHANNEL, channel), when)


def watch(p: Tables, s: State, channel: int, factor: float) -> None:
    """Multiply how closely a channel is watched from now on."""
    accrue(p, s)
    before = s.watch[channel]
    s.watch[channel] = before * factor
    note(s, FACT["channel.watch"], p.entity(E_CHANNEL, channel), before, s.watch[channel])
    reschedule_channel(p, s, channel)


def fire_channel(p: Tables, s: State, channel: int) -> bool:
    """A channel fires; returns whether it was the first sign. Later ones are news."""
    accrue(p, s)
    s.channel_open[channel] = False
    return _found(p, s, p.entity(E_CHANNEL, channel))


def fire_event(p: Tables, s: State, event: int) -> bool:
    """An event in the world is noticed; returns whether it was the first sign."""
    return _found(p, s, p.entity(E_EVENT, event))


def _found(p: Tables, s: State, entity: int) -> bool:
    first = s.first_by < 0
    note(s, FACT["channel.fire"], entity, 0.0, 1.0 if first else 0.0)
    if first:
        s.first_by = entity
        for channel in range(len(CHANNELS)):
            if channel not in NEWS_CHANNELS:
                s.channel_open[channel] = False
                schedule(s, p.entity(E_CHANNEL, channel), NEVER)
            elif s.drill and s.channel_open[channel]:
                # A sign that a drill fixes held the others back; from now on they are free.
                _draw_anew(p, s, channel)
    return first


def add_event(p: Tables, s: State, event: int, median_h: float) -> None:
    """Something happened in the world that may reveal the breach; exponential from now.

    The same event a second time keeps the earlier moment.
    """
    if s.event_added[event] or (p.event_external[event] and records_out(s) <= 0.0):
        return
    s.event_added[event] = True
    s.event_median_h[event] = median_h
    _schedule_event(p, s, event)


def _schedule_event(p: Tables, s: State, event: int) -> None:
    u = draw(s, p.draw_at["event"], len(s.event_added), event)
    wait_s = -math.log(1.0 - u) * s.event_median_h[event] * HOUR / math.log(2.0)
    schedule(s, p.entity(E_EVENT, event), s.now + max(1, round(wait_s)))


def false_alarm(p: Tables, s: State) -> None:
    """A sign that means nothing arrives, and the next one is drawn."""
    note(s, FACT["alarm.false"], p.entity(E_ALARM), s.alarms, s.alarms + 1)
    s.alarms += 1
    s.alarms_waiting += 1
    schedule(s, p.entity(E_ALARM), s.now + _next_alarm(p, s))


def _next_alarm(p: Tables, s: State) -> int:
    u = draw(s, p.draw_at["false-alarm/gap"], p.most_alarms, s.alarms)
    return max(1, round(-math.log(1.0 - u) * p.alarm_gap_s))


def _draw_anew(p: Tables, s: State, channel: int) -> None:
    """Let a channel that has not fired by now fire after a fresh exponential of hazard."""
    s.threshold[channel] = s.hazard[channel] - math.log(1.0 - _uniform(p, s, channel))
    reschedule_channel(p, s, channel)


def redraw_discovery(p: Tables, s: State) -> None:
    """After a fork: what has not happened yet follows the new row of draws.

    A channel that has not fired uses u' = F + (1 - F) u, which moves its threshold to the hazard
    so far plus a fresh exponential; events and false alarms have no memory.
    """
    accrue(p, s)
    for channel in range(len(CHANNELS)):
        if s.channel_open[channel]:
            _draw_anew(p, s, channel)
    for event in range(len(s.event_added)):
        if s.due[p.entity(E_EVENT, event)] != NEVER:
            _schedule_event(p, s, event)
    if s.due[p.entity(E_ALARM)] != NEVER:
        schedule(s, p.entity(E_ALARM), s.now + _next_alarm(p, s))

"""Legal clocks, and what an authority may do (model, chapter 7)."""

from __future__ import annotations

import math

from simulation.world.conditions import holds
from simulation.world.knowledge import upper_estimate
from simulation.world.layout import (
    E_CASE,
    E_OBLIGATION,
    F_COMPLAINT,
    F_MEDIA,
    FACT,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import FINES, charge
from simulation.world.severity import known_severity

DAY_S = 86_400


def start_clocks(p: Tables, s: State) -> None:
    """Start the clock of every duty whose condition holds, as far as the room knows."""
    for duty, flag in enumerate(p.duty_clock):
        if s.duty_from[duty] >= 0 or (flag >= 0 and s.flag_at[flag] < 0):
            continue
        if holds(p, s, p.duty_when[duty]) and not _exempt(p, s, duty):
            start_clock(p, s, duty, s.flag_at[flag] if flag >= 0 else 0)


def _exempt(p: Tables, s: State, duty: int) -> bool:
    return p.duty_exempt[duty] >= 0 and holds(p, s, p.duty_exempt[duty])


def start_clock(p: Tables, s: State, duty: int, since: int) -> None:
    """A legal clock starts, counted from a moment that may lie in the past."""
    s.duty_from[duty] = since
    deadline = since + p.duty_deadline_s[duty]
    note(s, FACT["obligation.start"], p.entity(E_OBLIGATION, duty), since, deadline)
    told_at = _told_at(p, s, duty)
    if told_at >= max(since, 0):
        _meet(p, s, duty, told_at)
    else:
        schedule(s, p.entity(E_OBLIGATION, duty), max(s.now, deadline))


def stop_clock(p: Tables, s: State, duty: int) -> None:
    """A duty falls away."""
    if s.duty_from[duty] >= 0 and s.duty_met[duty] < 0:
        s.duty_met[duty] = s.now
        note(s, FACT["obligation.stop"], p.entity(E_OBLIGATION, duty), 0.0, 1.0)
        schedule(s, p.entity(E_OBLIGATION, duty), NEVER)


def deadline_passes(p: Tables, s: State, duty: int) -> None:
    """The last moment to tell in time has come and nobody has been told."""
    if s.duty_met[duty] < 0:
        s.duty_late[duty] = True
        note(s, FACT["obligation.late"], p.entity(E_OBLIGATION, duty), 0.0, 1.0)


def meet_duties(p: Tables, s: State, audience: int) -> None:
    """An audience has been told: the clocks of the duties towards it stop.

    A first part of a report meets those duties that the law lets be met in phases.
    """
    for duty, recipient in enumerate(p.duty_recipient):
        running = s.duty_from[duty] >= 0 and s.duty_met[duty] < 0
        if recipient == audience and running and _told_at(p, s, duty) >= 0:
            _meet(p, s, duty, s.now)


def _told_at(p: Tables, s: State, duty: int) -> int:
    told = s.told_at if p.duty_phased[duty] else s.told_whole_at
    return told[p.duty_recipient[duty]]


def _meet(p: Tables, s: State, duty: int, at: int) -> None:
    s.duty_met[duty] = at
    late_s = max(0, at - s.duty_from[duty] - p.duty_deadline_s[duty])
    note(s, FACT["obligation.met"], p.entity(E_OBLIGATION, duty), at, late_s)
    schedule(s, p.entity(E_OBLIGATION, duty), NEVER)


def case_chance(p: Tables, s: State, law: int) -> float:
    """Return the chance that the authority opens a case, by the law's log-odds."""
    rule = p.case_sizes[law]
    people = max(1.0, upper_estimate(p, s))
    log_odds = rule.base_log_odds + rule.size_log_odds * math.log10(people / 100.0)
    log_odds += rule.severe_log_odds if known_severity(p, s) >= 3.0 else 0.0
    log_odds += rule.late_log_odds if _any_late(p, s, law) else 0.0
    told_at = s.told_at[2]
    media_at = s.flag_at[F_MEDIA]
    media_first = media_at >= 0 and (told_at < 0 or media_at < told_at)
    log_odds += rule.media_first_log_odds if media_first else 0.0
    log_odds += rule.complaint_log_odds if s.flag_at[F_COMPLAINT] >= 0 else 0.0
    return float(1.0 / (1.0 + math.exp(-log_odds)))


def _any_late(p: Tables, s: State, law: int) -> bool:
    return any(late and p.duty_law[duty] == law for duty, late in enumerate(s.duty_late))


def decide_case(p: Tables, s: State, law: int) -> None:
    """The authority opens a case or not, and ends it with a warning or a fine."""
    entity = p.entity(E_CASE, law)
    laws = len(p.case_sizes)
    chance = case_chance(p, s, law)
    opened = draw(s, p.draw_at["case/opened"], laws, law) < chance
    note(s, FACT["case"], entity, chance, 1.0 if opened else 0.0)
    if not opened:
        return
    u = draw(s, p.draw_at["case/outcome"], laws, law)
    outcome = 0
    for weight in p.case_weights[law]:
        if u < weight:
            break
        u -= weight
        outcome += 1
    outcome = min(outcome, len(p.case_weights[law]) - 1)
    if not _any_late(p, s, law):
        outcome = max(0, outcome - 1)  # prompt and full reporting lowers the outcome by a step
    amount = draw(s, p.case_amount[law], len(p.case_weights[law]), outcome)
    charge(p, s, FINES, amount * p.case_rate[law])

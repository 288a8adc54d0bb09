"""Legal clocks, and what an authority may do (model, chapter 6)."""

from __future__ import annotations

import math
from bisect import bisect_right

from simulation.world.conditions import holds
from simulation.world.facts import FACT
from simulation.world.knowledge import possible_under
from simulation.world.layout import (
    A_AFFECTED,
    DAY,
    E_CASE,
    E_OBLIGATION,
    F_ASSESSED,
    F_COMPLAINT,
    F_MATERIAL,
    F_MEDIA,
    HOUR,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import FINES, charge
from simulation.world.severity import SEVERE, known_severity
from simulation.world.supervision import authority_hears, tier_shift
from simulation.world.work import start_now

ANY_ROLE, CONTROLLER, PROCESSOR = range(3)
"""For data held in which role a duty binds."""
PUBLIC_TOO, PUBLIC_ALONE = 1, 2
"""What a public notice does for a duty towards those affected, besides nothing."""
FIRST_REPORT, CLIENTS_TOLD = -2, -3
"""Clocks that start when someone has been told, where others start with a flag."""
OWN_MOMENTS = (F_ASSESSED, F_MATERIAL, CLIENTS_TOLD)
"""Moments that the firm itself brings about: who was told before them need not be told again."""


def start_clocks(p: Tables, s: State) -> None:
    """Start the clock of every duty whose condition holds, as far as the room knows.

    A duty that binds for some data alone counts from when the room knew that such data had left.
    A clock that runs stops as soon as the law frees from the duty.
    """
    for duty, flag in enumerate(p.duty_clock):
        if s.duty_from[duty] >= 0:
            if p.duty_exempt[duty] and s.duty_met[duty] < 0 and _exempt(p, s, duty):
                stop_clock(p, s, duty)
            continue
        moment = s.flag_at[flag] if flag >= 0 else _told_moment(p, s, duty, flag)
        if moment < 0 or not _binds(p, s, duty):
            continue
        if holds(p, s, p.duty_when[duty]) and not _exempt(p, s, duty):
            told_from = 0 if flag in OWN_MOMENTS else moment
            start_clock(p, s, duty, max(moment, s.duty_known[duty]), told_from)


def _told_moment(p: Tables, s: State, duty: int, flag: int) -> int:
    """Return the moment from which a duty without a flag counts, -1 while it has not come."""
    if flag == FIRST_REPORT:
        return s.told_at[p.duty_recipient[duty]]
    return s.told_at[A_AFFECTED] if flag == CLIENTS_TOLD else 0


def _binds(p: Tables, s: State, duty: int) -> bool:
    """Whether data that the duty is about are known to have left: their role, their people."""
    if s.duty_known[duty] >= 0:
        return True
    role, shares = p.duty_role[duty], p.law_share[p.duty_law[duty]]
    if role == ANY_ROLE and min(shares) >= 1.0:
        s.duty_known[duty] = 0
        return True
    for holding, is_found in enumerate(s.found):
        fits = role == ANY_ROLE or p.holding_processed[holding] == (role == PROCESSOR)
        if is_found and fits and shares[holding] > 0.0:
            s.duty_known[duty] = s.now
            return True
    return False


def _exempt(p: Tables, s: State, duty: int) -> bool:
    return any(holds(p, s, condition) for condition in p.duty_exempt[duty])


def start_clock(p: Tables, s: State, duty: int, since: int, told_from: int) -> None:
    """A legal clock starts, counted from a moment that may lie in the past.

    Who has been told of the breach since the moment of the law counts as told.
    """
    s.duty_from[duty] = since
    deadline = deadline_of(p, duty, since)
    note(s, FACT["obligation.start"], p.entity(E_OBLIGATION, duty), since, deadline)
    told_at = _told_at(p, s, duty)
    if p.duty_by_clients[duty]:
        own_h = draw(s, p.draw_at["clients/report_h"], 1)
        s.clients_report_at = s.now + round(own_h * HOUR)
        schedule(s, p.entity(E_OBLIGATION, duty), max(s.now, min(deadline, s.clients_report_at)))
    elif told_at >= told_from:
        _meet(p, s, duty, max(told_at, since))
    else:
        schedule(s, p.entity(E_OBLIGATION, duty), max(s.now, deadline))
        if p.duty_closing[duty]:
            start_now(p, s, p.closing_task)


def deadline_of(p: Tables, duty: int, since: int) -> int:
    """Return the last moment to tell in time.

    Business days are counted from the day after, and the last one counts to its end: Regulation
    (EEC, Euratom) No 1182/71, Art. 3, for periods in days.
    """
    days = p.duty_business_days[duty]
    if not days:
        return since + p.duty_deadline_s[duty]
    begins, ends = p.business_days[p.duty_days[duty]]
    last = bisect_right(begins, since) + days - 1
    return ends[last] if last < len(ends) else NEVER


def stop_clock(p: Tables, s: State, duty: int) -> None:
    """A duty falls away."""
    if s.duty_from[duty] >= 0 and s.duty_met[duty] < 0:
        s.duty_met[duty] = s.now
        note(s, FACT["obligation.stop"], p.entity(E_OBLIGATION, duty), 0.0, 1.0)
        schedule(s, p.entity(E_OBLIGATION, duty), NEVER)


def deadline_passes(p: Tables, s: State, duty: int) -> None:
    """The last moment to tell in time has come and nobody has been told.

    A duty of the clients' own is met when they have got round to it.
    """
    if s.duty_met[duty] >= 0:
        return
    by_clients = p.duty_by_clients[duty]
    if by_clients and s.now >= s.clients_report_at:
        _meet(p, s, duty, s.now)
        authority_hears(p, s)
        return
    s.duty_late[duty] = True
    note(s, FACT["obligation.late"], p.entity(E_OBLIGATION, duty), 0.0, 1.0)
    if by_clients:
        schedule(s, p.entity(E_OBLIGATION, duty), s.clients_report_at)


def meet_duties(p: Tables, s: State, audience: int) -> None:
    """An audience has been told: the clocks of the duties towards it stop.

    A first part of a report meets those duties that the law lets be met in phases.
    """
    for duty, recipient in enumerate(p.duty_recipient):
        running = s.duty_from[duty] >= 0 and s.duty_met[duty] < 0
        ours = running and not p.duty_by_clients[duty]
        if recipient == audience and ours and _told_at(p, s, duty) >= 0:
            _meet(p, s, duty, s.now)


def _told_at(p: Tables, s: State, duty: int) -> int:
    if p.duty_closing[duty]:
        return s.told_last_at[p.duty_recipient[duty]]
    if p.duty_public[duty] == PUBLIC_ALONE:
        return s.public_notice_at
    told = s.told_at if p.duty_phased[duty] else s.told_whole_at
    told_at = told[p.duty_recipient[duty]]
    if told_at < 0 and p.duty_public[duty] == PUBLIC_TOO:
        return s.public_notice_at
    return told_at


def _meet(p: Tables, s: State, duty: int, at: int) -> None:
    s.duty_met[duty] = at
    late_s = max(0, at - deadline_of(p, duty, s.duty_from[duty]))
    note(s, FACT["obligation.met"], p.entity(E_OBLIGATION, duty), at, late_s)
    schedule(s, p.entity(E_OBLIGATION, duty), NEVER)


def late_share(p: Tables, s: State, law: int) -> float:
    """Return how late a law's duties were, from 0 (all in time) towards 1 (all very late).

    The mean of d / (d + h) over the duties that applied, d the days late and h the days that
    count half; an open duty is late up to now.
    """
    shares = []
    for duty, since in enumerate(s.duty_from):
        if since < 0 or p.duty_law[duty] != law or p.duty_by_clients[duty]:
            continue
        met = s.duty_met[duty] if s.duty_met[duty] >= 0 else s.now
        late_d = max(0, met - deadline_of(p, duty, since)) / DAY
        shares.append(late_d / (late_d + p.authority.half_late_d))
    return sum(shares) / len(shares) if shares else 0.0


def case_chance(p: Tables, s: State, law: int) -> float:
    """Return the chance that the authority opens a case, by the law's log-odds.

    Lateness counts by the share of duties late and by how late; where nobody under the law is
    known to be affected, there is no case.
    """
    people = possible_under(p, s, law)
    if people <= 0.0 and min(p.law_share[law]) < 1.0:
        return 0.0
    rule = p.case_sizes[law]
    log_odds = rule.base_log_odds + rule.size_log_odds * math.log10(max(1.0, people) / 100.0)
    log_odds += rule.severe_log_odds if known_severity(p, s) >= SEVERE else 0.0
    log_odds += rule.late_log_odds * late_share(p, s, law)
    log_odds += rule.media_first_log_odds if _media_first(s) else 0.0
    log_odds += rule.complaint_log_odds if s.flag_at[F_COMPLAINT] >= 0 else 0.0
    return float(1.0 / (1.0 + math.exp(-log_odds)))


def _media_first(s: State) -> bool:
    told_at, media_at = s.told_at[A_AFFECTED], s.flag_at[F_MEDIA]
    return media_at >= 0 and (told_at < 0 or media_at < told_at)


def decide_case(p: Tables, s: State, law: int) -> None:
    """The authority opens a case or not, and ends it with a warning or a fine.

    Prompt and full reporting lowers the end by a step, and so does openness; obstruction raises
    it: another outcome, or where fines are reckoned from a maximum another seriousness.
    """
    laws = len(p.case_sizes)
    chance = case_chance(p, s, law)
    opened = draw(s, p.draw_at["case/opened"], laws, law) < chance
    note(s, FACT["case"], p.entity(E_CASE, law), chance, 1.0 if opened else 0.0)
    if not opened:
        return
    late = late_share(p, s, law)
    outcome = _outcome(p, s, law, late)
    if not any(p.case_maximum[law]):
        shift = tier_shift(p, s) - (late <= 0.0)
        outcome = min(len(p.case_weights[law]) - 1, max(0, outcome + shift))
    if p.case_maximum[law][outcome] > 0.0:
        amount = _reckoned(p, s, law, outcome, late)
    else:
        amount = draw(s, p.case_amount[law], len(p.case_weights[law]), outcome)
    note(s, FACT["case.end"], p.entity(E_CASE, law), outcome, amount * p.case_rate[law])
    charge(p, s, FINES, amount * p.case_rate[law])


def _outcome(p: Tables, s: State, law: int, late: float) -> int:
    """Return how a case ends; fines are likelier where news came before a late report."""
    factor = 1.0 + (p.case_news_factor[law] - 1.0) * late if _media_first(s) else 1.0
    heavier = [weight * factor for weight in p.case_weights[law][1:]]
    u = draw(s, p.draw_at["case/outcome"], len(p.case_sizes), law)
    u -= max(0.0, 1.0 - sum(heavier))
    outcome = 0
    while u >= 0.0 and outcome < len(heavier):
        u -= heavier[outcome]
        outcome += 1
    return outcome


def seriousness_points(p: Tables, s: State, late: float) -> float:
    """Return how serious a case is: a point each for severe harm, lateness and negligence.

    After GDPR Art. 83(2)(a), (b), (g) and (h); the points themselves are judgement.
    """
    return float(known_severity(p, s) >= SEVERE) + late + float(p.negligent)


def _reckoned(p: Tables, s: State, law: int, outcome: int, late: float) -> float:
    """Return a fine as EDPB Guidelines 04/2022 let it start: maximum x seriousness x size."""
    points = seriousness_points(p, s, late)
    band = sum(points >= least for least in p.case_points[law])
    band += tier_shift(p, s) - (late <= 0.0)
    band = min(len(p.case_bands[law]) - 1, max(0, band))
    laws = len(p.case_sizes)
    share = _between(p.case_bands[law][band], draw(s, p.draw_at["case/seriousness"], laws, law))
    size = _between(p.case_size[law], draw(s, p.draw_at["case/size"], laws, law))
    return p.case_maximum[law][outcome] * share * size


def _between(ends: tuple[float, float], u: float) -> float:
    low, high = ends
    return low + (high - low) * u

"""Attention, learning, trust and churn (model, chapter 8).

They advance on grid points only: whole hours for two weeks after news or a notice and while
clients who wait can be answered, else midnights.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field

from simulation.distributions import incomplete_gamma
from simulation.world.facts import FACT
from simulation.world.layout import (
    A_PUBLIC,
    DAY,
    E_GRID,
    E_MEDIA,
    F_AWARE,
    F_MEDIA,
    F_PUBLISHED,
    HOUR,
    NEVER,
    YEAR_D,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import LOST_CLIENTS, accrue
from simulation.world.severity import known_severity, true_severity
from simulation.world.support import advance_support, desk_opens
from simulation.world.threat import exposure_rates, records_out

FINE_GRID_S = 14 * DAY
LEAST_SHARE = 1e-12
"""Fewer than this are nobody; sums and ratios of smaller shares lose their meaning."""


Pace = tuple[float, float, float, float, float]
"""Churn, the shares that stay and distrust that is kept after a step, its mean, and beta."""


@dataclass(slots=True)
class Standing:
    """What the continuous laws take from the rest of the world.

    It stands still between two happenings, so it is worked out once for all grid points there.
    """

    news_per_d: float
    misuse_per_d: float
    spread_per_d: float
    aware_at: int
    raw_shock: float
    kept_shares: list[float]
    known_severity: float
    true_severity: float
    exposure_rates: tuple[float, float]
    paces: dict[float, Pace] = field(default_factory=dict)


def standing(p: Tables, s: State) -> Standing:
    """Return what stands still until something happens."""
    severity = true_severity(p, s)  # clients react to what happened to their own data
    news = s.news_at >= 0 and p.on.attention
    misuse = p.misuse and p.on.misuse and records_out(s) > 0.0
    return Standing(
        news_per_d=p.learning.news_per_d * s.attention_factor if news else 0.0,
        misuse_per_d=p.learning.misuse_per_d if misuse else 0.0,
        spread_per_d=p.learning.word_of_mouth_per_d if p.on.word_of_mouth else 0.0,
        aware_at=s.flag_at[F_AWARE],
        raw_shock=raw_shock(p, severity, told_first=s.told_at[A_PUBLIC] >= 0),
        kept_shares=kept_shares(p, s),
        known_severity=known_severity(p, s),
        true_severity=severity,
        exposure_rates=exposure_rates(p, s),
    )


def attention_integral(p: Tables, start_d: float, end_d: float) -> float:
    """Return the integral of A(x) = exp(-(x / tau)^b) between two ages of the news, in days.

    Closed form by the incomplete gamma function.
    """
    law = (p.attention.exponent, p.attention.time_scale_d)
    return _attention_until(*law, end_d) - _attention_until(*law, start_d)


@functools.lru_cache(maxsize=8)  # the end of one step is the start of the next
def _attention_until(b: float, tau: float, age_d: float) -> float:
    return (
        tau * math.gamma(1.0 + 1.0 / b) * incomplete_gamma(1.0 / b, (max(0.0, age_d) / tau) ** b)
    )


def attention_now(p: Tables, s: State) -> float:
    """Return public attention now, 1 at the moment of the news; 0 without news."""
    if s.news_at < 0 or not p.on.attention:
        return 0.0
    age_d = (s.now - s.news_at) / DAY
    return s.attention_factor * math.exp(
        -((age_d / p.attention.time_scale_d) ** p.attention.exponent)
    )


def start_news(p: Tables, s: State) -> None:
    """The breach is in the news from now on; attention starts afresh."""
    advance_public(p, s)
    s.news_at = s.now
    note(s, FACT["news"], p.entity(E_MEDIA), 0.0, 1.0)
    refine_grid(p, s)


def refine_grid(p: Tables, s: State) -> None:
    """Step by the hour for two weeks from now."""
    s.fine_grid_until = max(s.fine_grid_until, s.now + FINE_GRID_S)
    schedule(s, p.entity(E_GRID), next_grid(p, s))


def next_grid(p: Tables, s: State) -> int:
    """Return the next grid point: a whole hour, or a midnight counted from the start.

    While contacts wait and nobody is there to answer them, the next hour is that of opening.
    """
    hour, midnight = (s.now // HOUR + 1) * HOUR, (s.now // DAY + 1) * DAY
    if s.now < s.fine_grid_until:
        return hour
    if s.support_open:
        return min(midnight, max(hour, -(-desk_opens(p, s) // HOUR) * HOUR))
    return midnight


def try_media(p: Tables, s: State, people: float) -> None:
    """Something notable happened: do the media take it up? One draw serves every occasion."""
    if not p.on.media or s.flag_at[F_MEDIA] >= 0 or s.due[p.entity(E_MEDIA)] != NEVER:
        return
    a = p.attention
    log_odds = a.media_log_odds + a.media_size_log_odds * math.log10(max(people, 1.0) / 1000.0)
    sensitive = any(p.holding_sensitive[h] for h, out in enumerate(s.records_out) if out > 0.0)
    log_odds += a.media_sensitive_log_odds if sensitive else 0.0
    log_odds += a.media_published_log_odds if s.flag_at[F_PUBLISHED] >= 0 else 0.0
    chance = 1.0 / (1.0 + math.exp(-log_odds))
    if s.media_u < chance:
        delay_d = draw(s, p.draw_at["media/delay"], 1)
        schedule(s, p.entity(E_MEDIA), s.now + max(1, round(delay_d * DAY)))
    s.media_floor = max(s.media_floor, chance)


def message_credit(p: Tables, s: State, segment: int) -> float:
    """Return M, the share of a shock that words and deeds done so far take away.

    M = min(ceiling, apology + corrective action + compensation x (2 - x)), with x what is
    offered over what is expected, in [0, 2] (1 when nothing is expected).
    """
    if not p.on.message:
        return 0.0
    t = p.trust
    credit = t.apology_credit * s.apology + t.corrective_action_credit * s.action
    if s.compensation > 0.0:
        expected = p.segment_expects[segment]
        x = min(2.0, s.compensation / expected) if expected > 0.0 else 1.0
        credit += t.compensation_credit * x * (2.0 - x)
    return float(min(t.message_ceiling, credit))


def kept_shares(p: Tables, s: State) -> list[float]:
    """Return 1 - M of each segment: the share of a shock that words and deeds leave."""
    if s.compensation > 0.0:
        return [1.0 - message_credit(p, s, i) for i in range(len(s.informed))]
    return [1.0 - message_credit(p, s, 0)] * len(s.informed)  # no segment has an offer to weigh


def raw_shock(p: Tables, severity: float, *, told_first: bool, factor: float = 1.0) -> float:
    """Return S_raw without its delay: s0 min(SE/5, 1) rho kappa."""
    kappa = 1.0 if told_first or not p.on.told_first else p.trust.told_by_others_factor
    return float(p.trust.shock * min(severity / 5.0, 1.0) * p.responsibility * kappa * factor)


def delay_growth(p: Tables, s: State, aware_at: int) -> float:
    """Return by how much a shock has grown since awareness: 1 + delta (1 - e^(-d/d0))."""
    if aware_at < 0 or not p.on.delay_shock:
        return 1.0
    return _growth(p, max(0.0, (s.now - aware_at) / DAY))


def _growth(p: Tables, days: float) -> float:
    t = p.trust
    return float(1.0 + t.delay_factor * (1.0 - math.exp(-days / t.delay_scale_d)))


def shock(
    p: Tables,
    severity: float,
    told_first: bool,
    delay_d: float,
    credit: float,
    factor: float = 1.0,
) -> float:
    """Return how far the trust of someone who learns now falls (0 to full trust).

    S_raw = s0 min(SE/5, 1) rho kappa (1 + delta (1 - e^(-d/d0))),
    S = T0 (1 - exp(-S_raw (1 - M) / T0)).
    """
    raw = raw_shock(p, severity, told_first=told_first, factor=factor)
    raw *= _growth(p, delay_d) if p.on.delay_shock else 1.0
    return float(p.trust.full * (1.0 - math.exp(-raw * (1.0 - credit) / p.trust.full)))


def learn(
    p: Tables,
    s: State,
    shares: list[float],
    severity: float,
    *,
    by_us: bool,
    factor: float = 1.0,
) -> None:
    """A share of each segment's clients learns of the breach and is shocked."""
    raw = raw_shock(p, severity, told_first=by_us, factor=factor)
    raw *= delay_growth(p, s, s.flag_at[F_AWARE])
    _shock_segments(p, s, shares, raw, kept_shares(p, s))


def _shock_segments(
    p: Tables, s: State, shares: list[float], raw: float, kept: list[float]
) -> None:
    """Let shares learn: P += omega S dI, R += (1 - omega) S dI, with S of those who learn now."""
    full = p.trust.full
    lasting_share = p.trust.lasting_share if p.on.recovery else 1.0
    informed, clients_informed, clients_unaware = s.informed, s.clients_informed, s.clients_unaware
    left, fall = -1.0, 0.0
    for i, wanted in enumerate(shares):
        unaware = 1.0 - informed[i]
        share = min(unaware, wanted)
        if share < LEAST_SHARE:
            continue
        if kept[i] != left:  # most often all segments are shocked alike
            left = kept[i]
            fall = full * (1.0 - math.exp(-raw * left / full))
        lasting = lasting_share * fall * share
        s.lasting[i] += lasting
        s.passing[i] += fall * share - lasting
        moving = clients_unaware[i] * share / unaware
        clients_unaware[i] -= moving
        clients_informed[i] += moving
        informed[i] += share


def mend(p: Tables, s: State, kind: int, offered: float) -> None:
    """Apologise, act or compensate: later shocks are softer, earlier ones partly taken back."""
    before = [message_credit(p, s, i) for i in range(len(s.informed))]
    if kind == 0:
        s.apology = 1.0
    elif kind == 1:
        s.action = 1.0
    else:
        s.compensation = max(s.compensation, offered)
    note(s, FACT["mend"], 0, kind, offered)
    for segment, earlier in enumerate(before):
        kept = (1.0 - message_credit(p, s, segment)) / (1.0 - earlier)
        s.lasting[segment] *= kept
        s.passing[segment] *= kept


def jolt(p: Tables, s: State, amount: float) -> None:
    """A passing shock to the trust of informed clients; negative gives some back."""
    for segment, share in enumerate(s.informed):
        room = p.trust.full * share - s.lasting[segment] - s.passing[segment]
        s.passing[segment] = max(0.0, s.passing[segment] + min(room, amount * share))
    note(s, FACT["trust.shock"], 0, 0.0, amount)


def trust_now(p: Tables, s: State) -> float:
    """Return clients' mean trust now, between 0 and full trust."""
    lost = sum(
        n * (a + b) for n, a, b in zip(p.segment_clients, s.lasting, s.passing, strict=True)
    )
    return float(p.trust.full - lost / sum(p.segment_clients))


def advance_public(p: Tables, s: State, around: Standing | None = None) -> None:
    """Carry learning, recovery, churn and support forward to now."""
    from_s, s.public_at = s.public_at, s.now
    days = (s.now - from_s) / DAY
    if days <= 0.0:
        return
    around = around or standing(p, s)
    learned = _learn_from_others(p, s, around, from_s, days) if p.on.learning else 0.0
    if s.support_open or learned > 0.0:
        advance_support(p, s, from_s, learned)
    _recover_and_leave(p, s, around, days)


def _learn_from_others(p: Tables, s: State, around: Standing, from_s: int, days: float) -> float:
    """News, misuse and word of mouth: dI/dt = (p A + m + q I)(1 - I), closed form in a step.

    Returns how many people learned.
    """
    outside = around.misuse_per_d
    if around.news_per_d > 0.0:
        ages = ((from_s - s.news_at) / DAY, (s.now - s.news_at) / DAY)
        outside += around.news_per_d * attention_integral(p, *ages) / days
    if outside <= 0.0 and not any(s.informed):
        return 0.0
    shares = []
    informed, share = -1.0, 0.0
    for before in s.informed:
        if before != informed:  # most often all segments know alike
            informed = before
            share = learned_share(before, outside, around.spread_per_d, days) - before
        shares.append(share)
    raw = around.raw_shock * delay_growth(p, s, around.aware_at)
    _shock_segments(p, s, shares, raw, around.kept_shares)
    return sum([share * people for share, people in zip(shares, p.segment_people, strict=True)])


def learned_share(informed: float, outside: float, spread: float, days: float) -> float:
    """Return the informed share after some days of dI/dt = (a + q I)(1 - I).

    >>> round(learned_share(0.0, 0.1, 0.0, 10.0), 6)  # 1 - e^-1
    0.632121
    """
    if outside + spread * informed <= 0.0 or informed >= 1.0:
        return informed
    odds = (1.0 - informed) / (outside + spread * informed)
    odds *= math.exp(-(outside + spread) * days)
    return (1.0 - outside * odds) / (1.0 + spread * odds)


def _recover_and_leave(p: Tables, s: State, around: Standing, days: float) -> None:
    """Transient distrust halves; clients leave at h0 exp(beta (P + R) / I), others at h0."""
    base, normal, kept, mean, sensitivity = around.paces.get(days) or _pace(p, around, days)
    unaware = s.clients_unaware
    if not any(s.informed):
        s.clients_unaware = [clients * normal for clients in unaware]
        return
    lasting, passing, clients_informed = s.lasting, s.passing, s.clients_informed
    distrust, staying, lost_value = -1.0, normal, 0.0
    for i, informed in enumerate(s.informed):
        now = (lasting[i] + passing[i] * mean) / informed if informed > 0.0 else 0.0
        if now != distrust:  # most often all segments feel alike
            distrust = now
            staying = math.exp(-base * math.exp(sensitivity * distrust) * days)
        clients = clients_informed[i]
        lost = clients * (normal - staying)
        clients_informed[i] = clients * staying
        unaware[i] *= normal
        s.clients_lost[i] += lost
        passing[i] *= kept
        lost_value += lost * p.segment_margin[i]
    accrue(s, LOST_CLIENTS, lost_value / (p.churn.base_per_year + p.churn.discount_per_year))


def _pace(p: Tables, around: Standing, days: float) -> Pace:
    """Work out what a step of some days does to everyone, once for all steps of that length."""
    base = p.churn.base_per_year / YEAR_D
    decay = math.log(2.0) / p.trust.recovery_half_life_d if p.on.recovery else 0.0
    kept = math.exp(-decay * days)
    mean = (1.0 - kept) / (decay * days) if decay > 0.0 else 1.0
    sensitivity = p.churn.trust_sensitivity if p.on.churn else 0.0
    pace = base, math.exp(-base * days), kept, mean, sensitivity
    around.paces[days] = pace
    return pace

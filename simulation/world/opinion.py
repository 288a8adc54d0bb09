"""Attention, learning, trust and churn, step by step (model, chapter 7)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulation.world.columns import (
    ACCRUED,
    CLIENTS,
    CLIENTS_INFORMED,
    CLIENTS_LOST,
    CLIENTS_UNAWARE,
    INFORMED,
    KEPT_SHARE,
    KNOWN_AGE,
    KNOWN_ATTENTION,
    LASTING,
    MARGIN,
    NOW,
    PASSING,
    PEOPLE,
    RUMOUR,
    TALKING,
    Around,
    Numbers,
    Sizes,
    World,
)
from simulation.world.compiled import law
from simulation.world.layout import DAY, YEAR_D
from simulation.world.money import LOST_CLIENTS

LEAST_SHARE = 1e-12
"""Fewer than this are nobody; sums and ratios of smaller shares lose their meaning."""
Row = Sequence[float] | Numbers
_PRECISION = 1e-15
_MOST_TERMS = 1_000


@law
def incomplete_gamma(a: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(a, x).

    By its series below a + 1, else by Legendre's continued fraction for 1 - P, evaluated by
    Lentz's method (Press et al., Numerical Recipes, 3rd ed., section 6.2).

    >>> round(incomplete_gamma(1.0, 1.0), 6)  # 1 - 1/e
    0.632121
    """
    if x <= 0.0:
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        term = total = 1.0 / a
        for n in range(1, _MOST_TERMS):
            term *= x / (a + n)
            total += term
            if term < total * _PRECISION:
                break
        return total * scale
    b = x + 1.0 - a
    c = 1e300
    d = 1.0 / b
    fraction = d
    for n in range(1, _MOST_TERMS):
        above = -n * (n - a)
        b += 2.0
        d = 1.0 / (above * d + b)
        c = b + above / c
        fraction *= d * c
        if abs(d * c - 1.0) < _PRECISION:
            break
    return 1.0 - scale * fraction


@law
def attention(exponent: float, time_scale_d: float, age_d: float) -> float:
    """Return public attention at an age of the news: A(x) = exp(-(x / tau)^b).

    >>> attention(0.6, 2.76, 0.0)
    1.0
    """
    return math.exp(-math.pow(age_d / time_scale_d, exponent))


def attention_age_d(exponent: float, time_scale_d: float, share: float) -> float:
    """Return the age at which a share of attention is left: the inverse of A.

    >>> round(attention(0.6, 2.76, attention_age_d(0.6, 2.76, 0.3)), 9)
    0.3
    """
    return time_scale_d * (-math.log(share)) ** (1.0 / exponent) if share > 0.0 else math.inf


@law
def attention_until(exponent: float, time_scale_d: float, age_d: float) -> float:
    """Return the integral of attention from the news to an age, in days, in closed form.

    >>> round(attention_until(1.0, 2.0, 2.0), 6)  # 2 (1 - 1/e)
    1.264241
    """
    part = 1.0 / exponent
    x = math.pow(max(0.0, age_d) / time_scale_d, exponent)
    return time_scale_d * math.gamma(1.0 + part) * incomplete_gamma(part, x)


@law
def _attention_since(k: Sizes, a: Around, w: World, from_s: int) -> float:
    """Return the integral of attention over a step; its end is the start of the next."""
    b, tau = k.attention_exponent, k.attention_time_scale_d
    if w.level[KNOWN_AGE] != from_s - a.news_at:
        w.level[KNOWN_ATTENTION] = attention_until(b, tau, (from_s - a.news_at) / DAY)
    before = w.level[KNOWN_ATTENTION]
    w.level[KNOWN_AGE] = w.level[NOW] - a.news_at
    w.level[KNOWN_ATTENTION] = attention_until(b, tau, (w.level[NOW] - a.news_at) / DAY)
    return float(w.level[KNOWN_ATTENTION] - before)


@law
def learned_share(informed: float, reached: float) -> float:
    """Return the informed share after some days of dI/dt = r (1 - I), with the integral of r.

    >>> round(learned_share(0.0, 1.0), 6)  # 1 - 1/e
    0.632121
    """
    return 1.0 - (1.0 - informed) * math.exp(-reached)


@law
def rumour_after(k: Sizes, rumour: float, silent: bool, heard: float, days: float) -> float:
    """Return how much larger rumour makes the news, in shares of the news itself.

    While nobody answers, dU = g (u - U) dA for each day A of full attention; once we do, U halves
    each half-life.
    """
    if silent:
        cap = k.attention_rumour_cap
        return cap - (cap - rumour) * math.exp(-k.attention_rumour_growth_per_d * heard)
    return rumour * math.exp(-math.log(2.0) * days / k.attention_rumour_half_life_d)


@law
def delay_growth(k: Sizes, aware_at: int, now: float) -> float:
    """Return by how much a shock has grown since awareness: 1 + delta (1 - e^(-d/d0))."""
    if aware_at < 0 or not k.on_delay_shock:
        return 1.0
    days = max(0.0, (now - aware_at) / DAY)
    return 1.0 + k.trust_delay_factor * (1.0 - math.exp(-days / k.trust_delay_scale_d))


@law
def fall(k: Sizes, raw: float, kept_share: float) -> float:
    """Return S, how far the trust of who learns now falls: T0 (1 - exp(-S_raw (1 - M) / T0))."""
    return k.trust_full * (1.0 - math.exp(-raw * kept_share / k.trust_full))


@law
def shock_segment(k: Sizes, w: World, i: int, wanted: float, raw: float) -> None:
    """A share of a segment learns: P += omega S dI, R += (1 - omega) S dI."""
    unaware = 1.0 - w.segment[INFORMED, i]
    share = min(unaware, wanted)
    if share < LEAST_SHARE:
        return
    falls = fall(k, raw, w.segment[KEPT_SHARE, i])
    lasting_share = k.trust_lasting_share if k.on_recovery else 1.0
    lasting = lasting_share * falls * share
    w.segment[LASTING, i] += lasting
    w.segment[PASSING, i] += falls * share - lasting
    moving = w.segment[CLIENTS_UNAWARE, i] * share / unaware
    w.segment[CLIENTS_UNAWARE, i] -= moving
    w.segment[CLIENTS_INFORMED, i] += moving
    w.segment[INFORMED, i] += share
    w.segment[TALKING, i] += share


@law
def _hear(k: Sizes, a: Around, w: World, from_s: int, days: float) -> float:
    """Carry rumour forward; return how much of the news and its rumours was heard in a step."""
    if a.news_per_d <= 0.0:
        return 0.0
    attention_d = _attention_since(k, a, w, from_s)
    before = w.level[RUMOUR]
    heard = a.attention_factor * attention_d
    w.level[RUMOUR] = rumour_after(k, before, a.silent, heard, days)
    return float(a.news_per_d * attention_d * (1.0 + (before + w.level[RUMOUR]) / 2.0))


@law
def learn_from_others(k: Sizes, a: Around, w: World, from_s: int) -> float:
    """News, misuse and word of mouth: dI/dt = (p A (1 + U) + m + q W)(1 - I).

    W is the share of clients who still talk of it: dW/dt = dI/dt - W/d, d the days for which a
    client does. Who learns within a step talks from the next one on. Returns how many people
    learned.
    """
    if not k.on_learning:
        return 0.0
    days = (w.level[NOW] - from_s) / DAY
    reached = a.misuse_per_d * days + _hear(k, a, w, from_s, days)
    if reached <= 0.0 and not w.segment[TALKING].any():
        return 0.0
    raw = a.raw_shock * delay_growth(k, a.aware_at, w.level[NOW])
    fading = math.exp(-days / k.learning_talk_d)
    told_by_each = a.spread_per_d * k.learning_talk_d * (1.0 - fading)
    learned = 0.0
    for i in range(w.segment.shape[1]):
        informed, talking = w.segment[INFORMED, i], w.segment[TALKING, i]
        w.segment[TALKING, i] = talking * fading if talking > LEAST_SHARE else 0.0
        share = learned_share(informed, reached + told_by_each * talking) - informed
        shock_segment(k, w, i, share, raw)
        learned += share * w.segment[PEOPLE, i]
    return learned


@law
def recover_and_leave(k: Sizes, w: World, days: float) -> None:
    """Transient distrust halves; clients leave at h0 exp(beta (P + R) / I), others at h0.

    Who left because of the breach is counted, and their margin booked as it is lost.
    """
    base = k.churn_base_per_year / YEAR_D
    normal = math.exp(-base * days)
    decay = math.log(2.0) / k.trust_recovery_half_life_d if k.on_recovery else 0.0
    kept = math.exp(-decay * days)
    mean = (1.0 - kept) / (decay * days) if decay > 0.0 else 1.0
    sensitivity = k.churn_trust_sensitivity if k.on_churn else 0.0
    value = 0.0
    for i in range(w.segment.shape[1]):
        informed = w.segment[INFORMED, i]
        distrust = (
            (w.segment[LASTING, i] + w.segment[PASSING, i] * mean) / informed
            if informed > 0.0
            else 0.0
        )
        staying = math.exp(-base * math.exp(sensitivity * distrust) * days)
        lost = w.segment[CLIENTS_INFORMED, i] * (normal - staying)
        w.segment[CLIENTS_INFORMED, i] *= staying
        w.segment[CLIENTS_UNAWARE, i] *= normal
        w.segment[CLIENTS_LOST, i] += lost
        w.segment[PASSING, i] *= kept
        value += lost * w.segment[MARGIN, i]
    w.item[ACCRUED, LOST_CLIENTS] += value / (k.churn_base_per_year + k.churn_discount_per_year)


@law
def mean_trust(full: float, clients: Row, lasting: Row, passing: Row) -> float:
    """Return clients' mean trust, between 0 and full trust; any row of numbers will do.

    >>> mean_trust(0.75, [3.0, 1.0], [0.2, 0.0], [0.2, 0.0])
    0.45
    """
    lost = total = 0.0
    for i in range(len(clients)):
        lost += clients[i] * (lasting[i] + passing[i])
        total += clients[i]
    return full - lost / total


@law
def trust(k: Sizes, w: World) -> float:
    """Return clients' mean trust now."""
    return mean_trust(k.trust_full, w.segment[CLIENTS], w.segment[LASTING], w.segment[PASSING])

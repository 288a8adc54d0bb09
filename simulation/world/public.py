"""Attention, learning, trust and churn as happenings move them (model, chapter 7).

What goes on between two happenings is in `opinion`, and `grid` takes it along.
"""

from __future__ import annotations

import math

from simulation.distributions import normal_quantile
from simulation.world.around import message_credit, raw_shock
from simulation.world.columns import Sizes, World
from simulation.world.facts import FACT
from simulation.world.grid import advance_public, change, next_grid
from simulation.world.layout import (
    A_AFFECTED,
    DAY,
    E_GRID,
    E_MEDIA,
    E_TALK,
    F_AWARE,
    F_CHANNEL,
    F_MEDIA,
    F_POSTS_SEEN,
    F_PUBLISHED,
    F_STATEMENT,
    HOUR,
    NEVER,
    T_IMITATION,
    T_SEEN,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.opinion import (
    attention,
    attention_age_d,
    delay_growth,
    fall,
    mean_trust,
    shock_segment,
)
from simulation.world.partners import partners_read
from simulation.world.threat import people_affected, told_share

FINE_GRID_S = 14 * DAY
APOLOGY, ACTION, COMPENSATION, CARE = range(4)
SURVEYS = 12
"""Surveys for which a run draws; later ones have the luck of the last."""
CONFIDENCE_Z = 1.96


def attention_now(p: Tables, s: State) -> float:
    """Return public attention now, 1 at the moment of the news; 0 without news."""
    if s.news_at < 0 or not p.on.attention:
        return 0.0
    age_d = (s.now - s.news_at) / DAY
    news = attention(p.attention.exponent, p.attention.time_scale_d, age_d)
    return s.attention_factor * news * (1.0 + s.rumour)


def start_news(p: Tables, s: State, share: float = 1.0) -> None:
    """The breach is in the news from now on; attention starts afresh.

    Lesser news gets as much as a report once that share of attention is left, and nothing where
    there is more already.
    """
    since = s.now
    if share < 1.0:
        age_d = attention_age_d(p.attention.exponent, p.attention.time_scale_d, share)
        since = round(max(0.0, s.now - age_d * DAY))
        if share <= 0.0 or since <= s.news_at:
            return
    advance_public(p, s)
    if s.news_at < 0 and p.partners_cost_per_h > 0.0:
        partners_read(p, s)
    s.news_at = since
    note(s, FACT["news"], p.entity(E_MEDIA), 0.0, 1.0)
    _await_posts_seen(p, s)
    await_imitation(p, s)
    refine_grid(p, s)


def _await_posts_seen(p: Tables, s: State) -> None:
    """What is said of us is seen after a while, sooner where somebody watches."""
    seen = p.entity(E_TALK, T_SEEN)
    if p.on.social_monitoring and s.flag_at[F_POSTS_SEEN] < 0 and s.due[seen] == NEVER:
        delay_h = draw(s, p.draw_at["public/posts_seen"], 1)
        schedule(s, seen, s.now + max(1, round(delay_h * HOUR)))


def disprove(p: Tables, s: State) -> None:
    """What we said turns out untrue: those who know it trust us less, and rumour is free again."""
    said = s.told_at[A_AFFECTED] >= 0 or s.flag_at[F_STATEMENT] >= 0
    if not (p.on.untrue_statement and said):
        return
    s.statement_untrue = True
    note(s, FACT["statement.untrue"], 0, 0.0, 1.0)
    jolt(p, s, p.trust.untrue_statement_shock)


def refine_grid(p: Tables, s: State) -> None:
    """Step by the hour for two weeks from now."""
    s.fine_grid_until = max(s.fine_grid_until, s.now + FINE_GRID_S)
    schedule(s, p.entity(E_GRID), next_grid(p, s))


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
    raw *= delay_growth(p.still.sizes, 0, delay_d * DAY)
    return fall(p.still.sizes, raw, 1.0 - credit)


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
    raw *= delay_growth(p.still.sizes, s.flag_at[F_AWARE], s.now)
    change(p, s, _shock_segments, shares, raw)


def _shock_segments(k: Sizes, w: World, shares: list[float], raw: float) -> None:
    for segment, share in enumerate(shares):
        shock_segment(k, w, segment, share, raw)


def mend(p: Tables, s: State, kind: int, offered: float, *, money: bool = False) -> None:
    """Apologise, act, compensate or care: later shocks are softer, earlier ones partly taken back.

    Where sensitive data have left, money counts less unless something was done for people first
    (evidence R17).
    """
    before = [message_credit(p, s, i) for i in range(len(s.informed))]
    if kind == APOLOGY:
        s.apology = 1.0
    elif kind == ACTION:
        s.action = 1.0
    elif kind == CARE:
        s.care = max(s.care, offered)
    else:
        sensitive = any(p.holding_sensitive[h] for h, out in enumerate(s.records_out) if out > 0.0)
        less = money and sensitive and p.on.remedy_fit
        worth = p.trust.financial_sensitive_factor if less else 1.0
        s.remedy_worth = max(s.remedy_worth, worth) if s.compensation > 0.0 else worth
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
    return mean_trust(p.trust.full, p.segment_clients, s.lasting, s.passing)


def survey(p: Tables, s: State, answers: float) -> None:
    """Ask some clients how far they trust us: a sample, with the error of a sample.

    The estimate is normal about the mean with sigma / sqrt(n), and never outside the scale.
    """
    sigma = p.trust.between_clients_sigma / math.sqrt(answers) if p.on.survey_error else 0.0
    u = draw(s, p.draw_at["survey/error"], SURVEYS, s.surveys)
    truth = trust_now(p, s)
    found = truth + sigma * normal_quantile(u)
    s.surveys += 1
    s.trust_surveyed = min(float(p.trust.full), max(0.0, found))
    s.survey_half = CONFIDENCE_Z * sigma
    note(s, FACT["survey"], 0, truth, s.trust_surveyed)


def await_imitation(p: Tables, s: State) -> None:
    """Once the breach is known, somebody may send notices in our name: drawn once for a run."""
    if s.imitation_asked or not (p.misuse and p.on.fake_notices):
        return
    s.imitation_asked = True
    if draw(s, p.draw_at["public/imitation"], 1) < p.harm.fake_notices_share:
        delay_d = draw(s, p.draw_at["public/imitation_after"], 1)
        schedule(s, p.entity(E_TALK, T_IMITATION), s.now + max(1, round(delay_d * DAY)))


def imitate(p: Tables, s: State) -> None:
    """False notices in our name deceive some of those affected.

    Fewer of those who had ours, and fewer still where it said how to check a notice.
    """
    told = told_share(p, s)
    stated = p.harm.channel_stated_factor if s.flag_at[F_CHANNEL] >= 0 else 1.0
    believing = 1.0 - told * (1.0 - p.harm.warned_factor * stated)
    people = people_affected(p, s)
    deceived = p.harm.fake_deceived_share * people * believing
    s.misused = min(people, s.misused + deceived)
    note(s, FACT["notices.fake"], 0, told, deceived)

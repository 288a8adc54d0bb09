"""What the continuous laws take from the rest of the world, worked out once for a walk."""

from __future__ import annotations

from simulation.world.columns import Around
from simulation.world.layout import (
    A_PUBLIC,
    A_STAFF,
    F_AWARE,
    F_POSTS_SEEN,
    F_STATEMENT,
    State,
    Tables,
    draw,
)
from simulation.world.severity import known_severity, true_severity
from simulation.world.threat import (
    agreed_factor,
    exposure_rates,
    people_affected,
    records_out,
    told_share,
)
from simulation.world.threat_tables import K_TAMPERING


def around(p: Tables, s: State) -> Around:
    """Return what stands still until something happens."""
    severity = true_severity(p, s)  # clients react to what happened to their own data
    news = s.news_at >= 0 and p.on.attention
    out = records_out(s)
    untold_per_d, misused_per_d = exposure_rates(p, s)
    return Around(
        news_at=s.news_at,
        attention_factor=float(s.attention_factor) if news else 0.0,
        news_per_d=float(p.learning.news_per_d * s.attention_factor) if news else 0.0,
        silent=news and nobody_answers(p, s),
        misuse_per_d=float(misused_per_d * p.learning.misuse_traced_share / p.all_clients),
        spread_per_d=_spread_per_d(p, s),
        aware_at=s.flag_at[F_AWARE],
        raw_shock=raw_shock(p, severity, told_first=s.told_at[A_PUBLIC] >= 0),
        known_severity=float(known_severity(p, s)),
        true_severity=float(severity),
        untold_per_d=float(untold_per_d),
        misused_per_d=float(misused_per_d),
        people_affected=float(people_affected(p, s)),
        records_out=float(out),
        tampering=p.attack.kind == K_TAMPERING,
        records_wrong=float(sum(s.records_wrong)),
        handling_min=_handling_min(p, s),
        again_share=_again_share(p, s),
        fine_grid_until=s.fine_grid_until,
        item_subject=p.item_subject,
    )


def _spread_per_d(p: Tables, s: State) -> float:
    """Return how many clients each who talks tells in a day, fewer where they agreed not to."""
    rate = p.learning.word_of_mouth_per_d if p.on.word_of_mouth else 0.0
    return float(rate * agreed_factor(p, s, p.learning.agreement_talk_factor))


def _handling_min(p: Tables, s: State) -> float:
    """Return how long a question takes, less where our own people were told what to say."""
    handling = draw(s, p.draw_at["support/handling"], 1)
    briefed = s.told_at[A_STAFF] >= 0
    return float(handling * (p.support.briefed_handling_factor if briefed else 1.0))


def _again_share(p: Tables, s: State) -> float:
    """Return the share of clients who ask again though they were answered.

    Those who ask are those told, so that a share of them is the share that takes up guidance.
    """
    share = p.support.repeat_after_answer_share if p.on.repeat_contacts else 0.0
    if s.told_people > 0.0:
        share *= 1.0 - s.guided * p.support.guidance_eases_share
        share *= 1.0 - s.care * p.support.follow_up_eases_share
    return float(share)


def nobody_answers(p: Tables, s: State) -> bool:
    """Whether rumour has nobody who contradicts it.

    It takes a statement that has not been found untrue, and somebody who has seen what is said.
    """
    if not p.on.rumour:
        return False
    seen = s.flag_at[F_POSTS_SEEN] >= 0 or not p.on.social_monitoring
    return s.flag_at[F_STATEMENT] < 0 or s.statement_untrue or not seen


def raw_shock(p: Tables, severity: float, *, told_first: bool, factor: float = 1.0) -> float:
    """Return S_raw without its delay: s0 min(SE/5, 1) rho kappa."""
    kappa = 1.0 if told_first or not p.on.told_first else p.trust.told_by_others_factor
    return float(p.trust.shock * min(severity / 5.0, 1.0) * p.responsibility * kappa * factor)


def message_credit(p: Tables, s: State, segment: int) -> float:
    """Return M, the share of a shock that words and deeds done so far take away.

    M = min(ceiling, apology + corrective action + care + compensation w x (2 - x)), with x what
    is offered over what is expected, in [0, 2] (1 when nothing is expected), and w what money is
    worth where data are sensitive and nothing was done for people first (R17), else 1. Care is
    for those told.
    """
    if not p.on.message:
        return 0.0
    t = p.trust
    credit = t.apology_credit * s.apology + t.corrective_action_credit * s.action
    if s.care > 0.0:
        credit += t.care_credit * s.care * told_share(p, s)
    if s.compensation > 0.0:
        expected = p.segment_expects[segment]
        x = min(2.0, s.compensation / expected) if expected > 0.0 else 1.0
        credit += t.compensation_credit * s.remedy_worth * x * (2.0 - x)
    return float(min(t.message_ceiling, credit))


def kept_shares(p: Tables, s: State) -> list[float]:
    """Return 1 - M of each segment: the share of a shock that words and deeds leave."""
    if s.compensation > 0.0:
        return [1.0 - message_credit(p, s, i) for i in range(len(s.informed))]
    return [1.0 - message_credit(p, s, 0)] * len(s.informed)  # no segment has an offer to weigh

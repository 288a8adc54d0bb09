"""Notices: whom they reach, whom they miss, and what a public notice still tells (chapter 5)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.knowledge import reached_people, tell_people
from simulation.world.layout import (
    A_AFFECTED,
    DAY,
    E_TALK,
    F_RETURNED,
    NEVER,
    T_RETURNED,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import NOTICES, charge
from simulation.world.public import await_imitation, learn, refine_grid, start_news, try_media
from simulation.world.severity import true_severity
from simulation.world.support import expect_contacts
from simulation.world.threat import people_affected
from simulation.world.work import postage


def send_notices(p: Tables, s: State, whom: int) -> None:
    """Notices go to those on a list; a second round is a correction and shocks more.

    Of those whom no notice had reached, the share now reached learns from us, unless they know
    already.
    """
    correction = s.told_at[A_AFFECTED] >= 0
    factor = p.knowledge.correction_shock_factor if correction else 1.0
    before, lost = reached_people(s), s.unreached
    sent = tell_people(p, s, whom, people_affected(p, s))
    reached = sent * (1.0 - p.missing_share)
    _learn_from_us(p, s, reached, before, factor)
    note(s, FACT["told"], p.audience_subject + A_AFFECTED, sent, s.told_people)
    _note_reached(p, s, lost)
    charge(p, s, NOTICES, postage(p, sent))
    refine_grid(p, s)
    expect_contacts(p, s, reached, by_news=False)
    try_media(p, s, reached)
    await_imitation(p, s)
    if p.missing_share > 0.0 and sent > 0.0:
        _await_returned(p, s)


def _learn_from_us(p: Tables, s: State, reached: float, before: float, factor: float) -> None:
    """So many people more have had word from us, in whichever way."""
    left = sum(p.holding_people) - before
    share = reached / left if left > 0.0 else 0.0
    shares = [share * (1.0 - informed) for informed in s.informed]
    learn(p, s, shares, true_severity(p, s), by_us=True, factor=factor)


def _note_reached(p: Tables, s: State, lost: float) -> None:
    """Write down how many of those affected have had word, and how many of all had none."""
    subject = p.audience_subject + A_AFFECTED
    note(s, FACT["told.vain"], subject, s.told_true, s.told_in_vain)
    if s.unreached != lost:
        note(s, FACT["told.unreached"], subject, lost, s.unreached)


def _await_returned(p: Tables, s: State) -> None:
    """Notices that reach nobody come back after some days; the first of them are noticed."""
    entity = p.entity(E_TALK, T_RETURNED)
    if s.flag_at[F_RETURNED] < 0 and s.due[entity] == NEVER:
        delay_d = draw(s, p.draw_at["notices/returned"], 1)
        schedule(s, entity, s.now + max(1, round(delay_d * DAY)))


def publish_notice(p: Tables, s: State) -> None:
    """A notice in public reaches a share of those whom no other had reached, and is news.

    It stands in where there is no address: GDPR Art. 34(3)(c), 45 CFR 164.404(d)(2).
    """
    start_news(p, s, p.notices.public_notice_news_share)
    note(s, FACT["notices.public"], p.audience_subject + A_AFFECTED, 0.0, 1.0)
    before, lost = reached_people(s), s.unreached
    found = p.notices.public_notice_share * lost
    if found <= 0.0:
        return
    found_true = p.notices.public_notice_share * s.unreached_true
    s.unreached -= found
    s.unreached_true -= found_true
    s.told_true += found_true
    s.told_in_vain += found - found_true
    _learn_from_us(p, s, found, before, 1.0)
    _note_reached(p, s, lost)
    expect_contacts(p, s, found, by_news=False)

"""What an authority asks, who answers, and how the firm's bearing weighs (model, chapter 6).

An authority that has heard of a breach may ask; each round is work on records, then an answer, by
the firm's own people. Openness lowers the tier of what follows, obstruction and answers that are
late raise it: GDPR Art. 83(2)(f), China's incident reporting measures Arts 10 and 11.
"""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    E_QUESTION,
    F_OBSTRUCTS,
    F_OPEN,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.severity import SEVERE, known_severity
from simulation.world.work import start_now

ROUNDS = 2
"""The most rounds of questions in a run."""
OBSTRUCTIVE, PLAIN, OPEN = -1, 0, 1


def authority_hears(p: Tables, s: State) -> None:
    """The authority knows of the breach, from us or from others; it may ask."""
    if p.on.supervision and s.authority_heard_at < 0 and p.case_sizes:
        s.authority_heard_at = s.now
        _plan_question(p, s, 0)


def _plan_question(p: Tables, s: State, number: int) -> None:
    """Let another question come, or none; obstruction brings more of them."""
    if number >= ROUNDS:
        return
    sizes, bearing = p.supervision, stance(p, s)
    chance = sizes.asks_severe_share if known_severity(p, s) >= SEVERE else sizes.asks_share
    if number:
        chance = sizes.asks_again_share
        chance *= sizes.obstructive_again_factor if bearing == OBSTRUCTIVE else 1.0
        chance *= sizes.open_again_factor if bearing == OPEN else 1.0
    if draw(s, p.draw_at["authority/asks"], ROUNDS, number) < chance:
        after_d = draw(s, p.draw_at["authority/asks_after"], ROUNDS, number)
        schedule(s, p.entity(E_QUESTION), s.now + round(after_d * DAY))


def ask(p: Tables, s: State) -> None:
    """Questions of the authority arrive, and people set to work on them."""
    number = sum(at >= 0 for at in s.asked_at)
    s.asked_at[number] = s.now
    note(s, FACT["authority.asks"], p.entity(E_QUESTION), number, number + 1)
    bearing, sizes = stance(p, s), p.supervision
    factor = {OPEN: sizes.open_effort_factor, OBSTRUCTIVE: sizes.obstructive_effort_factor}
    records, answer = p.answer_tasks[number]
    s.slow[records] *= factor.get(bearing, 1.0)
    s.slow[answer] *= factor.get(bearing, 1.0)
    start_now(p, s, records)


def answered(p: Tables, s: State, number: int) -> None:
    """An answer has gone out; it may bring the next question."""
    s.answered_at[number] = s.now
    note(s, FACT["authority.answered"], p.entity(E_QUESTION), number, number + 1)
    _plan_question(p, s, number + 1)


def stance(p: Tables, s: State) -> int:
    """Return how the firm bears itself: as its plan says, unless a decision was taken since."""
    if s.flag_at[F_OBSTRUCTS] >= 0:
        return OBSTRUCTIVE
    return OPEN if s.flag_at[F_OPEN] >= 0 else p.stance


def answers_late(p: Tables, s: State) -> bool:
    """Whether a question was answered late, or is open past its time."""
    limit_s = p.supervision.answer_within_d * DAY
    pairs = zip(s.asked_at, s.answered_at, strict=True)
    return any(
        (done if done >= 0 else s.now) - asked > limit_s for asked, done in pairs if asked >= 0
    )


def tier_shift(p: Tables, s: State) -> int:
    """Return by how many tiers the end of a case moves: up for obstruction, down for openness."""
    if not p.on.supervision:
        return 0
    bearing = stance(p, s)
    if bearing == OBSTRUCTIVE or answers_late(p, s):
        return 1
    return -1 if bearing == OPEN else 0

"""Extortion: a note, systems that stand still, a clock on a leak site, and the way back."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    E_RESTORE,
    E_TURN,
    F_CONTAINED,
    F_RANSOM_PAID,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import DOWNTIME, charge
from simulation.world.threat.exposure import records_out
from simulation.world.threat.systems import bring_back, take_off_line
from simulation.world.threat_tables import U_NOTE, U_PUBLICATION


def plan_note(p: Tables, s: State, when: int) -> None:
    """The note will come."""
    schedule(s, p.entity(E_TURN, U_NOTE), when)


def note_comes(p: Tables, s: State) -> None:
    """What is reached and on line stands still from now on, and the leak site's clock runs.

    Intruders who have been locked out can only threaten to publish.
    """
    note(s, FACT["ransom.note"], p.entity(E_TURN, U_NOTE), 0.0, 1.0)
    if s.leak_factor > 0.0:
        for system, reached_at in enumerate(s.reached_at):
            if reached_at >= 0 and s.system_off_at[system] < 0:
                s.encrypted[system] = True
                take_off_line(p, s, system)
    clock_d = draw(s, p.draw_at["extortion/clock"], 1)
    schedule(s, p.entity(E_TURN, U_PUBLICATION), s.now + max(1, round(clock_d * DAY)))


def will_publish(p: Tables, s: State) -> bool:
    """The clock has run down: are the data published? Less often where somebody paid."""
    if not p.on.published or records_out(s) <= 0.0:
        return False
    paid = s.flag_at[F_RANSOM_PAID] >= 0
    chance = p.threat.published_paid_share if paid else p.threat.published_unpaid_share
    return bool(draw(s, p.draw_at["extortion/published"], 1) < chance)


def restore_systems(p: Tables, s: State) -> None:
    """Bring back what stands still, once nobody is inside any more: the quickest way there is."""
    if s.flag_at[F_CONTAINED] < 0:
        return
    for system, encrypted in enumerate(s.encrypted):
        if encrypted:
            entity = p.entity(E_RESTORE, system)
            effort_s = draw(s, p.draw_at["extortion/restore"], len(s.encrypted), system)
            pace, lost_h = _pace(p, s)
            when = s.now + max(1, round(effort_s * pace))
            if when < s.due[entity]:
                schedule(s, entity, when)
                s.lost_work_h[system] = lost_h


def _pace(p: Tables, s: State) -> tuple[float, float]:
    """Return how long a restore takes, over that from a copy, and the hours of work lost."""
    t = p.threat
    paid = s.flag_at[F_RANSOM_PAID] >= 0
    if paid and draw(s, p.draw_at["extortion/decryptor"], 1) < t.decryptor_works_share:
        return t.decryptor_pace_factor, 0.0
    if copies_work(p, s):
        return 1.0, p.attack.back_up_every_h * draw(s, p.draw_at["back-up/age"], 1)
    return t.rebuild_factor, t.rebuild_lost_h


def copies_work(p: Tables, s: State) -> bool:
    """Whether the copies can be brought back: a matter of luck that a test improves."""
    return not p.on.back_ups or draw(s, p.draw_at["back-up/usable"], 1) < p.attack.back_up_chance


def restored(p: Tables, s: State, system: int) -> None:
    """A system is back; what was done on it since the last copy is lost."""
    if not s.encrypted[system]:
        return
    s.encrypted[system] = False
    bring_back(p, s, system)
    if p.on.downtime:
        charge(p, s, DOWNTIME, s.lost_work_h[system] * p.system_cost[system])

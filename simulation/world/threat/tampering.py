"""Tampering: a growing share of records is wrong, and gets into filings."""

from __future__ import annotations

import math

from simulation.world.compiled import law
from simulation.world.facts import FACT
from simulation.world.layout import DAY, E_TURN, FORMS, State, Tables, draw, note, schedule
from simulation.world.money import FIRST_FORM_ITEM, charge
from simulation.world.threat.exposure import release_records
from simulation.world.threat.extortion import copies_work
from simulation.world.threat.visits import next_batch
from simulation.world.threat_tables import K_TAMPERING, U_REPAIRED

_REPLACEMENT = FIRST_FORM_ITEM + FORMS.index("replacement")


def visit_tampering(p: Tables, s: State) -> None:
    """Alter a batch; who alters a record has read it, so it has left as well."""
    advance_wrong(p, s)
    batch, holding = next_batch(p, s)
    if holding >= 0:
        release_records(p, s, holding, batch)
        sound = p.holding_records[holding] - s.records_wrong[holding]
        s.records_wrong[holding] += min(sound, batch)
        sample_wrong(p, s)


def advance_wrong(p: Tables, s: State) -> None:
    """Carry wrong records on into filings: each is used at a constant rate."""
    days = (s.now - s.wrong_at) / DAY
    s.wrong_at = s.now
    if days > 0.0 and p.on.tampering_spread:
        wrong, share_per_d = sum(s.records_wrong), p.threat.filing_share_per_d
        s.filed_wrong = filed_after(s.filed_wrong, wrong, share_per_d, days)


@law
def filed_after(filed: float, wrong: float, share_per_d: float, days: float) -> float:
    """Return how many wrong records got into filings, some days after `filed` had.

    >>> round(filed_after(10.0, 30.0, 0.1, 10.0), 6)  # 10 + 20 (1 - 1/e)
    22.642411
    """
    return filed + max(0.0, wrong - filed) * (1.0 - math.exp(-share_per_d * days))


def sample_wrong(p: Tables, s: State) -> None:
    """Write down how many records are wrong, and how many got into filings."""
    if p.attack.kind == K_TAMPERING:
        advance_wrong(p, s)
        note(s, FACT["sample.wrong"], 0, sum(s.records_wrong), s.filed_wrong)


def begin_repair(p: Tables, s: State) -> None:
    """Nobody alters records any more: bring back the copies, or compare each with paper.

    Copies help where they work and go back to before the first change.
    """
    s.repair_from_copies = s.now <= p.attack.back_up_kept_d * DAY and copies_work(p, s)
    wait_s = draw(s, p.draw_at["tampering/repair"], 1)
    wait_s *= 1.0 if s.repair_from_copies else p.threat.rebuild_factor
    schedule(s, p.entity(E_TURN, U_REPAIRED), s.now + max(1, round(wait_s)))


def records_repaired(p: Tables, s: State) -> None:
    """Records are right again; filings made with wrong ones are corrected one by one."""
    advance_wrong(p, s)
    wrong = sum(s.records_wrong)
    hours = s.filed_wrong * p.threat.correct_filing_h
    hours += wrong * p.threat.repair_record_h * (0.0 if s.repair_from_copies else 1.0)
    s.records_wrong = [0.0] * len(s.records_wrong)
    note(s, FACT["records.repaired"], p.entity(E_TURN, U_REPAIRED), wrong, s.filed_wrong)
    charge(p, s, _REPLACEMENT, hours * p.attack.clerk_wage_per_h)

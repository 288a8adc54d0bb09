"""What has left, how long it lies untold, and what it does (model, chapter 2)."""

from __future__ import annotations

from simulation.world.compiled import law
from simulation.world.facts import FACT
from simulation.world.layout import (
    DAY,
    F_PUBLISHED,
    State,
    Tables,
    note,
)


def release_records(p: Tables, s: State, holding: int, amount: float) -> None:
    """Let records of a holding leave; never more than are held within reach."""
    advance_exposure(p, s)
    before = s.records_out[holding]
    within_reach = p.holding_records[holding] * p.attack.reachable_share[holding]
    after = min(within_reach, before + amount)
    if after > before:
        s.records_out[holding] = after
        note(s, FACT["records.out"], p.holding_subject + holding, before, after)


def records_out(s: State) -> float:
    """Return how many records have left so far."""
    return sum(s.records_out)


def people_affected(p: Tables, s: State) -> float:
    """Return how many people's records have left, in truth."""
    affected = 0.0
    rows = zip(p.holding_people, s.records_out, p.holding_records, strict=True)
    for people, out, held in rows:  # sum() would take twice as long
        affected += people * out / held
    return affected


def told_share(p: Tables, s: State) -> float:
    """Return the share of those truly affected who have been told."""
    affected = people_affected(p, s)
    return min(1.0, s.told_true / affected) if affected > 0.0 else 0.0


def agreed_factor(p: Tables, s: State, factor: float) -> float:
    """Return what is left of talk or harm where some of those told agreed to confidentiality.

    The factor is that of whoever agreed.
    """
    if s.agreed <= 0.0:
        return 1.0
    return 1.0 - told_share(p, s) * s.agreed * (1.0 - factor)


def exposure_rates(p: Tables, s: State) -> tuple[float, float]:
    """Return record-days untold and people misused, each per day, as things are now."""
    out = records_out(s)
    if out <= 0.0:
        return 0.0, 0.0
    told = told_share(p, s)
    misused = 0.0
    if p.misuse and p.on.misuse:
        warned = 1.0 - told * (1.0 - p.harm.warned_factor)
        misused = out * p.harm.misuse_per_record_day * s.harm_factor * warned * s.usable
        misused *= agreed_factor(p, s, p.harm.agreement_factor)
        if p.on.published and s.flag_at[F_PUBLISHED] >= 0:
            misused *= p.threat.published_misuse_factor
    return out * (1.0 - told), misused


@law
def grown(amount: float, per_d: float, days: float) -> float:
    """Return an amount that has grown at a rate for some days.

    >>> grown(10.0, 2.0, 0.5)
    11.0
    """
    return amount + per_d * days


@law
def hit_after(hit: float, per_d: float, days: float, people: float) -> float:
    """Return how many people misuse has hit after some days: new ones, until all have been.

    >>> hit_after(10.0, 2.0, 0.5, 300.0), hit_after(10.0, 2.0, 200.0, 300.0)
    (11.0, 300.0)
    """
    return min(people, grown(hit, per_d, days))


def advance_exposure(p: Tables, s: State) -> None:
    """Carry record-days untold and misuse forward to now, in closed form.

    Nothing changes between two happenings, so both are a rate times the time passed; nobody
    counts as hit twice.
    """
    days = (s.now - s.exposure_at) / DAY
    s.exposure_at = s.now
    if days > 0.0:
        untold_per_d, misused_per_d = exposure_rates(p, s)
        s.record_days_untold = grown(s.record_days_untold, untold_per_d, days)
        s.misused = hit_after(s.misused, misused_per_d, days, people_affected(p, s))

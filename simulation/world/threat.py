"""How data leave, and what leaked records do (model, chapter 3)."""

from __future__ import annotations

from simulation.world.layout import (
    DAY,
    E_VISIT,
    FACT,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)

MOST_VISITS = 200


def begin_threat(p: Tables, s: State) -> None:
    """Let the breach begin at time 0: the mistake is made, or the first visit comes."""
    if p.insider:
        schedule(s, p.entity(E_VISIT), 0)
        return
    left = p.mistake_records
    for holding in p.threat_holdings:
        amount = min(left, p.holding_records[holding])
        release_records(p, s, holding, amount)
        left -= amount


def release_records(p: Tables, s: State, holding: int, amount: float) -> None:
    """Let records of a holding leave; never more than are held."""
    advance_exposure(p, s)
    before = s.records_out[holding]
    after = min(p.holding_records[holding], before + amount)
    if after > before:
        s.records_out[holding] = after
        note(s, FACT["records.out"], p.holding_subject + holding, before, after)


def visit(p: Tables, s: State) -> None:
    """An insider's visit: copy a batch from the next holding that is still on line."""
    entity = p.entity(E_VISIT)
    if s.leak_factor <= 0.0:
        schedule(s, entity, NEVER)
        return
    count = s.visits
    s.visits = count + 1
    batch = draw(s, p.draw_at["visit/batch"], MOST_VISITS, count) * s.leak_factor
    reachable = [h for h in p.threat_holdings if s.system_off_at[p.holding_system[h]] < 0]
    if reachable:
        release_records(p, s, reachable[count % len(reachable)], batch)
    schedule(s, entity, s.now + _gap(p, s, count))


def _gap(p: Tables, s: State, count: int) -> int:
    return max(1, round(draw(s, p.draw_at["visit/gap"], MOST_VISITS, count)))


def redraw_visit(p: Tables, s: State) -> None:
    """After a fork the next visit is drawn anew where gaps have no memory; else it is kept."""
    entity = p.entity(E_VISIT)
    if p.visit_gap_mean_s > 0.0 and s.due[entity] != NEVER:
        schedule(s, entity, s.now + _gap(p, s, s.visits - 1))


def records_out(s: State) -> float:
    """Return how many records have left so far."""
    return sum(s.records_out)


def people_affected(p: Tables, s: State) -> float:
    """Return how many people's records have left, in truth."""
    return sum(
        people * out / held
        for people, out, held in zip(
            p.holding_people, s.records_out, p.holding_records, strict=True
        )
    )


def told_share(p: Tables, s: State) -> float:
    """Return the share of those truly affected who have been told."""
    affected = people_affected(p, s)
    return min(1.0, s.told_true / affected) if affected > 0.0 else 0.0


def exposure_rates(p: Tables, s: State) -> tuple[float, float]:
    """Return record-days untold and people misused, each per day, as things are now."""
    out = records_out(s)
    if out <= 0.0:
        return 0.0, 0.0
    told = told_share(p, s)
    misused = 0.0
    if p.misuse and p.on.misuse:
        warned = 1.0 - told * (1.0 - p.harm.warned_factor)
        misused = out * p.harm.misuse_per_record_day * s.harm_factor * warned
    return out * (1.0 - told), misused


def advance_exposure(p: Tables, s: State, rates: tuple[float, float] | None = None) -> None:
    """Carry record-days untold and misuse forward to now, in closed form.

    Nothing changes between two happenings, so both are a rate times the time passed.
    """
    days = (s.now - s.exposure_at) / DAY
    s.exposure_at = s.now
    if days > 0.0:
        untold, misused = rates or exposure_rates(p, s)
        s.record_days_untold += untold * days
        s.misused += misused * days

"""From one grid point to the next: all continuous laws in their order (model, chapter 7).

`steps` is compiled with every law that it calls; `grid` gives it the state.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from simulation.world.columns import (
    ACCRUED,
    CLIENTS_LOST,
    CONTACTS_ABANDONED,
    CONTACTS_ANSWERED,
    COST,
    EXPOSURE_AT,
    FILED_WRONG,
    INFORMED,
    MISUSED,
    NOW,
    ORDINAL,
    PRIMARY_COST,
    PUBLIC_AT,
    RECORD_DAYS_UNTOLD,
    RUMOUR,
    SPENT,
    SUPPORT_BEGAN,
    SUPPORT_OPEN,
    WRONG_AT,
    Around,
    Numbers,
    Sizes,
    World,
)
from simulation.world.compiled import Entry, law
from simulation.world.desk import answer_contacts, desk_opens, write
from simulation.world.facts import FACT
from simulation.world.layout import DAY, HOUR
from simulation.world.money import PRIMARY_ITEMS
from simulation.world.opinion import attention, learn_from_others, recover_and_leave, trust
from simulation.world.threat.exposure import grown, hit_after
from simulation.world.threat.tampering import filed_after

WALK, ADVANCE, SAMPLE, BOOK = range(4)
"""What `steps` is asked for: a walk to a time, one step to now, one sample, or booking alone."""
ARRIVED, DEAR, MOVED, FULL = range(4)
"""How a walk ended: at its end, at a midnight at which costs have passed a limit, at a point
where people were lent or came back, or out of lines."""
Limits = tuple[float, float]
"""What ends a walk at a midnight: the next limits of cost and primary cost."""
SAMPLE_LINES = 8
"""Lines of a sample, besides one for each item of cost that is booked."""
_COST = FACT["cost"]
_EXPOSURE, _TRUST = FACT["sample.exposure"], FACT["sample.trust"]
_ATTENTION, _LOST = FACT["sample.attention"], FACT["sample.clients_lost"]
_MISUSE, _SEVERITY = FACT["sample.misuse"], FACT["sample.severity"]
_SUPPORT, _WRONG = FACT["support"], FACT["sample.wrong"]


@law
def next_point(a: Around, w: World) -> int:
    """Return the next grid point: a whole hour, or a midnight counted from the start.

    While contacts wait and nobody is there to answer them, the next hour is that of opening.
    """
    now = int(w.level[NOW])
    hour, midnight = (now // HOUR + 1) * HOUR, (now // DAY + 1) * DAY
    if now < a.fine_grid_until:
        return hour
    if w.level[SUPPORT_OPEN] > 0.0:
        return min(midnight, max(hour, -(-desk_opens(w) // HOUR) * HOUR))
    return midnight


@law
def _advance(k: Sizes, a: Around, w: World) -> None:
    """Carry learning, contacts, recovery and churn forward to now."""
    from_s = int(w.level[PUBLIC_AT])
    w.level[PUBLIC_AT] = w.level[NOW]
    days = (w.level[NOW] - from_s) / DAY
    if days <= 0.0:
        return
    learned = learn_from_others(k, a, w, from_s)
    if w.level[SUPPORT_OPEN] > 0.0 or learned > 0.0:
        answer_contacts(k, a, w, from_s, learned)
    recover_and_leave(k, w, days)


@law
def _expose(a: Around, w: World) -> None:
    """Carry record-days untold and misuse forward to now."""
    days = (w.level[NOW] - w.level[EXPOSURE_AT]) / DAY
    w.level[EXPOSURE_AT] = w.level[NOW]
    w.level[RECORD_DAYS_UNTOLD] = grown(w.level[RECORD_DAYS_UNTOLD], a.untold_per_d, days)
    w.level[MISUSED] = hit_after(w.level[MISUSED], a.misused_per_d, days, a.people_affected)


@law
def _file_wrong(k: Sizes, a: Around, w: World) -> None:
    """Carry wrong records on into filings."""
    days = (w.level[NOW] - w.level[WRONG_AT]) / DAY
    w.level[WRONG_AT] = w.level[NOW]
    if k.on_tampering_spread:
        share_per_d = k.threat_filing_share_per_d
        w.level[FILED_WRONG] = filed_after(
            w.level[FILED_WRONG], a.records_wrong, share_per_d, days
        )


@law
def _book(a: Around, w: World) -> None:
    """Book what has run up since the last time."""
    for item in range(w.item.shape[1]):
        amount = w.item[ACCRUED, item]
        if amount != 0.0:
            w.item[ACCRUED, item] = 0.0
            before = w.level[COST]
            w.level[COST] = before + amount
            w.item[SPENT, item] += amount
            if item in PRIMARY_ITEMS:
                w.level[PRIMARY_COST] += amount
            write(w, _COST, a.item_subject + item, before, w.level[COST])


@law
def _sample(k: Sizes, a: Around, w: World) -> None:
    """Write down the continuous quantities, daily and at the end."""
    _expose(a, w)
    _book(a, w)
    news = 0.0
    if a.attention_factor > 0.0:
        age_d = (w.level[NOW] - a.news_at) / DAY
        news = a.attention_factor * attention(
            k.attention_exponent, k.attention_time_scale_d, age_d
        )
        news *= 1.0 + w.level[RUMOUR]
    write(w, _EXPOSURE, 0, a.records_out, w.level[RECORD_DAYS_UNTOLD])
    write(w, _TRUST, 0, _total(w.segment[INFORMED]), trust(k, w))
    write(w, _ATTENTION, 0, w.level[RUMOUR], news)
    write(w, _LOST, 0, 0.0, _total(w.segment[CLIENTS_LOST]))
    write(w, _MISUSE, 0, 0.0, w.level[MISUSED])
    write(w, _SEVERITY, 0, a.known_severity, a.true_severity)
    if a.tampering:
        _file_wrong(k, a, w)
        write(w, _WRONG, 0, a.records_wrong, w.level[FILED_WRONG])
    if w.level[SUPPORT_BEGAN] > 0.0:
        write(w, _SUPPORT, 0, w.level[CONTACTS_ANSWERED], w.level[CONTACTS_ABANDONED])


@law
def _total(column: Numbers) -> float:
    total = 0.0
    for value in column:
        total += value
    return total


@law
def _walk(
    k: Sizes, a: Around, w: World, until: int, point: int, limits: Limits
) -> tuple[int, int]:
    """Take the grid points up to a time; return how the walk ended and the next point."""
    full = len(w.lines) - SAMPLE_LINES - w.item.shape[1] - 2 * w.desk.shape[1] - 1
    while point <= until:
        if w.lines[0, 0] >= full:
            return FULL, point
        w.level[NOW] = point
        w.level[ORDINAL] += 1
        before = w.lines[0, 0]
        _advance(k, a, w)
        moved = w.lines[0, 0] > before
        midnight = point % DAY == 0
        point = next_point(a, w)
        if moved:
            return MOVED, point
        if midnight:
            _sample(k, a, w)
            if w.level[COST] >= limits[0] or w.level[PRIMARY_COST] >= limits[1]:
                return DEAR, point
    return ARRIVED, point


def steps(
    ask: tuple[int, int, int],
    limits: Limits,
    records: tuple[NDArray[Any], NDArray[Any]],
    columns: tuple[Numbers, Numbers, Numbers, Numbers],
    sheets: tuple[Numbers, Numbers],
) -> tuple[int, int]:
    """Do what is asked with the world's columns; return how it ended and the next grid point.

    The records hold `Sizes` and `Around`, packed.
    """
    what, until, point = ask
    constants, still = records
    k, a = constants[0], still[0]
    level, segment, item, desk = columns
    hours, lines = sheets
    w = World(level, segment, item, desk, hours, lines)
    if what == WALK:
        return _walk(k, a, w, until, point, limits)
    if what == ADVANCE:
        _advance(k, a, w)
    elif what == SAMPLE:
        _sample(k, a, w)
    else:
        _book(a, w)
    return ARRIVED, point


STEPS = Entry(steps)

"""The course of a threat: what each kind does at its moments."""

from __future__ import annotations

from collections.abc import Callable

from simulation.world.layout import (
    E_TURN,
    E_VISIT,
    F_CAUSE_FIXED,
    F_CONTAINED,
    F_RANSOM_PAID,
    HOUR,
    NEVER,
    State,
    Tables,
    draw,
    schedule,
)
from simulation.world.threat import extortion, mistake, open_share, recurrence, supplier, systems
from simulation.world.threat.tampering import begin_repair, records_repaired, visit_tampering
from simulation.world.threat.theft import begin_theft, redraw_theft, visit_theft
from simulation.world.threat.visits import plan_next_visit, redraw_visit, visit_copying
from simulation.world.threat_tables import (
    K_DEVICE,
    K_EXTORTION,
    K_MISTAKE,
    K_OPEN,
    K_TAMPERING,
    MOVING,
    THEFTS,
    U_ACTS,
    U_AGAIN,
    U_CACHES,
    U_NOTE,
    U_OPENED,
    U_REPAIRED,
)

Law = Callable[[Tables, State], None]


def begin_threat(p: Tables, s: State, found_s: int = NEVER) -> None:
    """Let the breach begin at time 0.

    `found_s` is when it would be found by itself, at base watchfulness; a drill fixes it.
    """
    kind = p.attack.kind
    systems.begin_systems(p, s)
    if kind == K_MISTAKE:
        mistake.begin_mistake(p, s)
    elif kind == K_DEVICE:
        mistake.begin_device(p, s)
    elif kind == K_OPEN:
        open_share.begin_open_share(p, s)
    elif kind in THEFTS:
        begin_theft(p, s, found_s)
        if kind == K_EXTORTION and s.drill:
            extortion.plan_note(p, s, found_s)
    else:
        schedule(s, p.entity(E_VISIT), 0)


def visit(p: Tables, s: State) -> None:
    """Somebody comes to take, see or alter; nobody comes once the leak has been stopped."""
    kind = p.attack.kind
    if s.leak_factor <= 0.0:
        schedule(s, p.entity(E_VISIT), NEVER)
    elif kind == K_OPEN:
        open_share.visit_share(p, s)
    elif kind in THEFTS:
        first = visit_theft(p, s)
        plan_next_visit(p, s)
        if first and kind == K_EXTORTION and not s.drill:
            delay_h = draw(s, p.draw_at["extortion/note"], 1)
            extortion.plan_note(p, s, s.now + max(1, round(delay_h * HOUR)))
    else:
        visit_tampering(p, s) if kind == K_TAMPERING else visit_copying(p, s)
        plan_next_visit(p, s)


def leak_changes(p: Tables, s: State, factor: float) -> None:
    """Multiply the leak, as its kind takes it."""
    kind, before = p.attack.kind, s.leak_factor
    if kind == K_OPEN:
        open_share.pass_time(p, s)
    s.leak_factor = before * factor
    if kind == K_OPEN:
        s.leak_factor = before
        s.leak_factor = open_share.take_down(p, s) if factor <= 0.0 else before * factor
        open_share.plan_sight(p, s)
    elif kind == K_DEVICE and s.leak_factor <= 0.0:
        mistake.wipe_device(p, s)
    elif kind in MOVING:
        systems.plan_spread(p, s)


def isolate(p: Tables, s: State, system: int) -> None:
    """A system is taken off line."""
    if p.attack.kind == K_OPEN:
        open_share.pass_time(p, s)
    systems.take_off_line(p, s, system)
    if p.attack.kind == K_OPEN:
        open_share.plan_sight(p, s)


def back_on_line(p: Tables, s: State, system: int) -> None:
    """A system is put back on line; one that is encrypted cannot be."""
    if s.encrypted[system]:
        return
    if p.attack.kind == K_OPEN:
        open_share.pass_time(p, s)
    systems.bring_back(p, s, system)
    if p.attack.kind == K_OPEN:
        open_share.plan_sight(p, s)


def flag_is_set(p: Tables, s: State, flag: int) -> None:
    """A moment has come that a threat takes notice of."""
    if flag == F_CONTAINED:
        recurrence.await_again(p, s)
        if p.attack.kind == K_TAMPERING:
            begin_repair(p, s)
    elif flag == F_CAUSE_FIXED:
        recurrence.stop_waiting(p, s)
    if flag in (F_CONTAINED, F_RANSOM_PAID) and p.attack.kind == K_EXTORTION:
        extortion.restore_systems(p, s)


def turn(p: Tables, s: State, item: int) -> None:
    """A turn of the threat has come; those that need more are in `happenings`."""
    law = _TURNS.get(item)
    if law is not None:
        law(p, s)


def redraw_threat(p: Tables, s: State) -> None:
    """After a fork: what has not begun reads the new row; what has begun keeps its draw."""
    kind = p.attack.kind
    if kind == K_OPEN:
        open_share.redraw_share(p, s)
    elif kind == K_DEVICE:
        mistake.redraw_device(p, s)
    elif not (kind in THEFTS and redraw_theft(p, s)):
        redraw_visit(p, s)
    if kind in MOVING:
        systems.redraw_spread(p, s)
    if s.due[p.entity(E_TURN, U_AGAIN)] != NEVER:
        recurrence.await_again(p, s)


_TURNS: dict[int, Law] = {
    U_NOTE: extortion.note_comes,
    U_ACTS: supplier.supplier_acts,
    U_CACHES: open_share.clear_caches,
    U_OPENED: mistake.open_device,
    U_REPAIRED: records_repaired,
    U_AGAIN: recurrence.happens_again,
}

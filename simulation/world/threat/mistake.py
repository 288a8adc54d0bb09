"""One mistake: all of it is out at once. A lost device does harm once it is opened."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    E_TURN,
    NEVER,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.threat.exposure import advance_exposure, release_records
from simulation.world.threat_tables import U_OPENED


def begin_mistake(p: Tables, s: State) -> None:
    """Records leave from one holding after the other until the number is reached.

    Of each the share within reach is out: what was deleted before, or what nobody who got it can
    read, is not.
    """
    left = p.mistake_records
    for holding in p.threat_holdings:
        amount = min(left, p.holding_records[holding])
        release_records(p, s, holding, amount * p.attack.reachable_share[holding])
        left -= amount


def begin_device(p: Tables, s: State) -> None:
    """A device is lost with all that is on it; nobody opens one that was encrypted."""
    begin_mistake(p, s)
    s.usable = 0.0
    if draw(s, p.draw_at["device/encrypted"], 1) >= p.attack.encrypted_share:
        _plan_opening(p, s)


def _plan_opening(p: Tables, s: State) -> None:
    wait_s = draw(s, p.draw_at["device/opened"], 1)
    schedule(s, p.entity(E_TURN, U_OPENED), s.now + max(1, round(wait_s)))


def open_device(p: Tables, s: State) -> None:
    """Somebody opens the device: from now on what is on it can be misused."""
    advance_exposure(p, s)
    s.usable = 1.0
    note(s, FACT["device.opened"], p.entity(E_TURN, U_OPENED), 0.0, 1.0)


def wipe_device(p: Tables, s: State) -> None:
    """The device is wiped from afar; where nobody has opened it yet, nobody ever will."""
    schedule(s, p.entity(E_TURN, U_OPENED), NEVER)


def redraw_device(p: Tables, s: State) -> None:
    """After a fork, a device that is still closed is opened after a fresh time."""
    if s.due[p.entity(E_TURN, U_OPENED)] != NEVER:
        _plan_opening(p, s)

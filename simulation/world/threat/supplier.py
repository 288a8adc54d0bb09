"""A theft at a supplier: who finds it first, acts, and tells us later."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    A_PARTNERS,
    E_CHANNEL,
    E_TURN,
    E_VISIT,
    HOUR,
    NEVER,
    PARTNER_CHANNEL,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import ANSWERING, DOWNTIME, NOTICES, OUTSIDE, charge
from simulation.world.threat_tables import K_SUPPLIER, U_ACTS, U_TELLS

BORNE_ITEMS = (OUTSIDE, NOTICES, ANSWERING, DOWNTIME)
"""Costs that a contract can make the supplier bear."""


def supplier_finds(p: Tables, s: State) -> None:
    """The supplier has found it: it acts after a while, and tells us after a while.

    A contract that says how soon we hear shortens the second.
    """
    note(s, FACT["supplier.finds"], p.entity(E_TURN, U_TELLS), 0.0, 1.0)
    acts = draw(s, p.draw_at["supplier/acts"], 1)
    schedule(s, p.entity(E_TURN, U_ACTS), s.now + max(1, round(acts)))
    delay = min(round(draw(s, p.draw_at["supplier/notice"], 1)), p.attack.notice_within_s)
    waits = p.on.supplier_delay and not s.drill
    schedule(s, p.entity(E_TURN, U_TELLS), s.now + (max(0, delay) if waits else 0))


def supplier_told(p: Tables, s: State) -> None:
    """We tell the supplier, who looks at once if it knew nothing, and acts sooner than alone."""
    known = s.leak_factor <= 0.0 or s.told_at[A_PARTNERS] >= 0
    if known or p.attack.kind != K_SUPPLIER or not p.on.joint_response:
        return
    acts = p.entity(E_TURN, U_ACTS)
    left_s = float(s.due[acts] - s.now)
    if s.due[acts] == NEVER:
        note(s, FACT["supplier.finds"], p.entity(E_TURN, U_TELLS), 0.0, 1.0)
        s.channel_open[PARTNER_CHANNEL] = False
        schedule(s, p.entity(E_CHANNEL, PARTNER_CHANNEL), NEVER)
        left_s = draw(s, p.draw_at["supplier/acts"], 1)
    sooner_s = left_s * p.threat.joint_response_factor
    note(s, FACT["supplier.told"], acts, left_s / HOUR, sooner_s / HOUR)
    schedule(s, acts, s.now + max(1, round(sooner_s)))


def supplier_acts(p: Tables, s: State) -> None:
    """The supplier closes the way out at its own place."""
    note(s, FACT["leak.factor"], p.entity(E_VISIT), s.leak_factor, 0.0)
    s.leak_factor = 0.0


def supplier_pays(p: Tables, s: State) -> None:
    """At the end the supplier bears the share of our costs that the contract says."""
    if p.attack.kind == K_SUPPLIER and p.attack.cost_borne_share > 0.0:
        for item in BORNE_ITEMS:
            charge(p, s, item, -p.attack.cost_borne_share * s.cost_by_item[item])

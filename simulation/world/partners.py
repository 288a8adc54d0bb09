"""Partners who exchange data with us: what they do when they read of a breach (chapter 7)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import A_PARTNERS, State, Tables, note
from simulation.world.money import DOWNTIME, charge


def partners_read(p: Tables, s: State) -> None:
    """It is in the news: partners whom we have not told by then cut us off until they trust us."""
    if p.on.partners and s.told_at[A_PARTNERS] < 0:
        hours = p.notices.partners_cut_off_h
        note(s, FACT["partners.cut_off"], p.audience_subject + A_PARTNERS, 0.0, hours)
        charge(p, s, DOWNTIME, hours * p.partners_cost_per_h)

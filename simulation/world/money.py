"""What it costs, by FAIR's forms of loss (model, chapter 9)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    State,
    Tables,
    note,
)

ITEMS = (
    "wages",
    "outside help",
    "notices",
    "answering clients",
    "downtime",
    "measures",
    "lost clients",
    "fines",
    "claims",
)
(
    WAGES,
    OUTSIDE,
    NOTICES,
    ANSWERING,
    DOWNTIME,
    MEASURES,
    LOST_CLIENTS,
    FINES,
    CLAIMS,
) = range(9)
FORM_OF_ITEM = (1, 1, 1, 1, 0, 1, 5, 3, 3)
"""Each item's form, as a place in `layout.FORMS`; measures follow below by their own form."""
FIRST_FORM_ITEM = len(ITEMS)
PRIMARY_ITEMS = (WAGES, OUTSIDE, DOWNTIME)
"""FAIR's primary loss: the breach itself and the work on it; all else others bring about."""


def charge(p: Tables, s: State, item: int, amount: float) -> None:
    """Add an amount to an item of cost; the log carries the total before and after."""
    if amount == 0.0:
        return
    before = s.cost
    s.cost = before + amount
    s.cost_by_item[item] += amount
    if item in PRIMARY_ITEMS:
        s.primary_cost += amount
    note(s, FACT["cost"], p.item_subject + item, before, s.cost)

"""What it costs, by FAIR's forms of loss (model, chapter 10)."""

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
"""What the breach itself and the work on it cost; all else comes by what others do about it."""


def primary_cost(s: State) -> float:
    """Return the primary loss so far, in FAIR's sense."""
    spent, total = s.cost_by_item, 0.0
    for item in PRIMARY_ITEMS:
        total += spent[item]
    return total


def charge(p: Tables, s: State, item: int, amount: float) -> None:
    """Add an amount to an item of cost; the log carries the total before and after."""
    if amount == 0.0:
        return
    before = s.cost
    s.cost = before + amount
    s.cost_by_item[item] += amount
    note(s, FACT["cost"], p.item_subject + item, before, s.cost)

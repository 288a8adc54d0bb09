"""What is compiled of clients, of what the public says and of how they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulation.world.legal_tables import LegalTables


@dataclass(slots=True)
class ClientTables(LegalTables):
    """The parameters of public talk and of clients, segments and prices of notices."""

    attention: Any
    learning: Any
    trust: Any
    churn: Any
    support: Any
    event_disproves: list[bool]
    segment_clients: list[float]
    all_clients: float
    segment_people: list[float]
    segment_margin: list[float]
    segment_expects: list[float]
    letters_share: float
    letter_cost: float
    mailing_house_letter_cost: float
    # the share of people without an address that works
    missing_share: float
    # what an hour costs in which partners have cut us off
    partners_cost_per_h: float

"""What is compiled of a threat, and of what an organisation sets against it."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "insider_copying",
    "stolen_login",
    "one_mistake",
    "lost_device",
    "outside_theft",
    "supplier",
    "extortion",
    "open_share",
    "tampering",
)
(
    K_INSIDER,
    K_LOGIN,
    K_MISTAKE,
    K_DEVICE,
    K_THEFT,
    K_SUPPLIER,
    K_EXTORTION,
    K_OPEN,
    K_TAMPERING,
) = range(9)
THEFTS = (K_THEFT, K_SUPPLIER, K_EXTORTION)
"""Data leave in one go, at a time before the breach would have been found by itself."""
MOVING = (K_THEFT, K_EXTORTION)
"""Who gets from one of our systems to the next."""

TURNS = (
    "ransom-note",
    "publication",
    "supplier-acts",
    "supplier-tells",
    "caches-cleared",
    "device-opened",
    "records-repaired",
    "second-breach",
)
"""What a threat brings at a time of its own, besides visits."""
(
    U_NOTE,
    U_PUBLICATION,
    U_ACTS,
    U_TELLS,
    U_CACHES,
    U_OPENED,
    U_REPAIRED,
    U_AGAIN,
) = range(8)
MOST_AGAIN = 3
"""Breaches after the first that a run draws for."""

Way = tuple[int, float, int]
"""A link: the system it leads to, how open it is (0 to 1), and where its draw stands."""


@dataclass(slots=True)
class ThreatTables:
    """The kind of threat, ways between systems, back-ups and contracts, as plain numbers.

    Factors and shares of 1 leave things as they are; controls of an organisation change them.
    """

    kind: int
    entry_system: int
    ways: list[list[Way]]
    reachable_share: list[float]
    visit_factor: float
    note_event: int
    posting_event: int
    hasty: tuple[float, float]
    patient: tuple[float, float]
    seen_per_d: float
    encrypted_share: float
    back_up_chance: float
    back_up_every_h: float
    back_up_kept_d: float
    clerk_wage_per_h: float
    cost_borne_share: float
    notice_within_s: int

"""The library to choose from: cards, a search, a quick look at what comes, files to begin with."""

from simulation.library.cards import (
    Card,
    card_of,
    cards,
    find_cards,
    known_words,
    nearest_cards,
    words_of,
)
from simulation.library.outlook import QUICK_PLAN, QUICK_RUNS, SHOWN, outlook
from simulation.library.preview import Finding, Preview, preview

__all__ = [
    "QUICK_PLAN",
    "QUICK_RUNS",
    "SHOWN",
    "Card",
    "Finding",
    "Preview",
    "card_of",
    "cards",
    "find_cards",
    "known_words",
    "nearest_cards",
    "outlook",
    "preview",
    "words_of",
]

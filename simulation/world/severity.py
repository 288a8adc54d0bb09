"""How severe it is: ENISA 2013, from the truth and from what the room knows (chapter 10).

Score = DPC x EI + CB: the data processing context (1-4), how easily a person is identified
(0.25-1) and the circumstances of the breach (0-2). Source: ENISA, Recommendations for a
methodology of the assessment of severity of personal data breaches, 2013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.world.layout import F_PUBLISHED, State, Tables

BASE_CONTEXT = {"simple": 1, "behavioural": 2, "financial": 3, "sensitive": 4}
LEVELS = ((2.0, "low"), (3.0, "medium"), (4.0, "high"))
SEVERE = 3.0
"""From this score on ("high") people meet significant consequences."""
CONFIDENTIALITY = (0.0, 0.25, 0.5)
"""No recipient seen, known recipients, unknown recipients or published."""
INTEGRITY = {"intact": 0.0, "restored": 0.0, "restorable": 0.25, "lost": 0.5}
"""Unaltered, altered and put back before use, perhaps used wrongly and restorable, or not."""
AVAILABILITY = {"kept": 0.0, "recovered": 0.0, "interrupted": 0.25, "lost": 0.5}
"""Never away, back without difficulty, away for a time, gone for good."""
MALICIOUS = 0.5
"""Someone meant it: theft, hacking, sale, harm to people or to the firm."""
MORE_THAN_PEOPLE = 100
"""Above so many people ENISA sets a flag; it does not enter the score."""
GRADES = {"low": "low", "medium": "medium", "high": "high", "very high": "high"}


def context_score(categories: Mapping[Any, int]) -> int:
    """Return the highest of the categories' adjusted base scores, within 1 to 4.

    >>> context_score({"simple": 0, "financial": 1})
    4
    """
    return max(min(4, max(1, BASE_CONTEXT[name] + adjust)) for name, adjust in categories.items())


def ease_of_identification(identifiers: Mapping[Any, float]) -> float:
    """Return how easily a person is told from the identifiers in a record: the highest counts.

    That the highest counts is our reading: the text asks for all means reasonably likely.

    >>> ease_of_identification({"full_name": 0.25, "email": 1.0})
    1.0
    """
    return max(identifiers.values())


def circumstances(
    confidentiality: int, integrity: str, availability: str, malicious: bool
) -> float:
    """Return the points for the circumstances of a breach, from 0 to 2.

    >>> circumstances(1, "intact", "interrupted", True)
    1.0
    """
    points = CONFIDENTIALITY[confidentiality] + INTEGRITY[integrity] + AVAILABILITY[availability]
    return points + (MALICIOUS if malicious else 0.0)


def enisa_score(context: int, identifiability: float, circumstances: float) -> float:
    """Return ENISA's severity score.

    >>> enisa_score(4, 1.0, 0.5 + 0.5)
    5.0
    """
    return context * identifiability + circumstances


def level(score: float) -> str:
    """Return ENISA's level of a score.

    >>> level(1.0), level(3.25), level(5.0)
    ('low', 'high', 'very high')
    """
    return next((name for limit, name in LEVELS if score < limit), "very high")


def grade(score: float) -> str:
    """Return the founding documents' grade (low, medium, high) of a score.

    >>> grade(5.0)
    'high'
    """
    return GRADES[level(score)]


def true_severity(p: Tables, s: State) -> float:
    """Return the score from the truth; 0 while nothing has left."""
    return _score(p, s, s.records_out)


def known_severity(p: Tables, s: State) -> float:
    """Return the score from the holdings found so far; 0 while nothing is found."""
    return _score(p, s, s.found)


def expected_severity(p: Tables, s: State) -> float:
    """Return the score as known; before anything is found, that of what the sign is about."""
    if any(s.found):
        return known_severity(p, s)
    named = [0.0] * len(s.found)
    named[p.threat_holdings[0]] = 1.0
    return _score(p, s, named)


def _score(p: Tables, s: State, touched: Sequence[float]) -> float:
    context, identifiability = 0, 0.0
    for holding, is_touched in enumerate(touched):
        if is_touched:
            context = max(context, p.holding_dpc[holding])
            identifiability = max(identifiability, p.holding_identifiability[holding])
    if not context:
        return 0.0
    recipients = 2 if s.flag_at[F_PUBLISHED] >= 0 else p.recipients
    return enisa_score(context, identifiability, CONFIDENTIALITY[recipients] + p.circumstances)

"""The threat of a record: the kind of the breach it is made of, sized to what the record tells."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from simulation.inputs.scenario import Scenario
from simulation.inputs.threat import (
    InsiderCopying,
    LostDevice,
    OneMistake,
    OpenShare,
    Tampering,
)
from simulation.text import CATALOGUE
from simulation.veris.incident import Incident

__all__ = ["Made", "about", "at_stake", "discovery_curve", "threat_of"]

MOST_VISITS = 40
"""Where a theft in visits went on for years, they came more rarely rather than thousandfold."""
SPREAD = 0.5
"""Sigma of the time to discovery about the one that a record tells."""
DAY_H = 24.0
FIRST_DAY_SHARE, NO_FIRST_DAY_SHARE = 0.95, 0.001


class Made(NamedTuple):
    """The fields of a threat, and the names of the defaults that stand in for what is not told."""

    fields: dict[str, Any]
    defaults: tuple[str, ...]


def at_stake(template: Scenario) -> int:
    """Return how many records a breach of the library is about."""
    threat = template.threat
    if isinstance(threat, OneMistake | LostDevice):
        return threat.records
    held = {h.name: h.records for h in template.organisation.holdings}
    share = getattr(threat, "taken_share", None)
    total = sum(held[name] for name in threat.holdings)
    return max(1, round(total * (share.central if share is not None else 1.0)))


def threat_of(template: Scenario, incident: Incident, records: int, wait_h: float) -> Made:
    """Return a threat of the template's kind about a number of records.

    `wait_h` is the time to discovery.
    """
    threat = template.threat
    if isinstance(threat, OneMistake):
        made = Made({"records": records}, ())
    elif isinstance(threat, LostDevice):
        made = _lost(incident, records)
    elif isinstance(threat, OpenShare):
        made = _open(incident)
    elif isinstance(threat, InsiderCopying | Tampering):
        made = Made(_visits(threat, records, wait_h), ("pace",))
    else:
        scale = threat.batch_records.central * records / at_stake(template)
        fields = {"batch_records": _spread(max(1.0, scale), 0.9, "why-scaled")}
        if threat.kind == "extortion" and incident.discovered is not None:
            fields["note_after_h"] = _spread(wait_h, SPREAD, "why-spread")
        made = Made(fields, ("share",))
    return Made({"kind": threat.kind, **made.fields}, made.defaults)


def _lost(incident: Incident, records: int) -> Made:
    """Return the fields of a lost device; on paper, or without a key, it can be read."""
    if incident.encrypted is None:
        return Made({"records": records}, ("encrypted",))
    fields = {"records": records, "encrypted": _encrypted(yes=incident.encrypted)}
    return Made(fields, ())


def _open(incident: Incident) -> Made:
    """Return the fields of what lies open: half of it is seen by the time told of."""
    if incident.exfiltrated is None:
        return Made({}, ("seen",))
    rate = math.log(2) * DAY_H / max(incident.exfiltrated.hours, 1.0)
    return Made({"seen_per_d": about(rate, 3.0, "why-record")}, ())


def _visits(threat: InsiderCopying | Tampering, records: int, wait_h: float) -> dict[str, Any]:
    """Return visits and batches by which the records are out by the time of discovery."""
    gap_h = max(threat.visit_gap_h.central, wait_h / MOST_VISITS)
    visits = 1 + wait_h / gap_h
    return {
        "visit_gap_h": _spread(gap_h, SPREAD, "why-batch"),
        "batch_records": _spread(max(1.0, records / visits), 0.9, "why-batch"),
    }


def discovery_curve(wait_h: float) -> dict[str, Any]:
    """Return the times to discovery of a study, with their middle where a record has it.

    Within the first day the model spreads discoveries evenly; from then on they are lognormal.
    """
    days = wait_h / DAY_H
    is_first_day = days < 1
    share = FIRST_DAY_SHARE if is_first_day else NO_FIRST_DAY_SHARE
    mu = _short(math.log(max(days, 1.0)))
    return {
        "same_day_share": {
            "value": share,
            "judgement": {"low": 0.9 * share, "base": share, "high": _short(1.05 * share)},
            "why": CATALOGUE["veris/why-record"],
        },
        "mu_log_d": {
            "value": mu,
            "judgement": {
                "low": _short(mu - SPREAD),
                "base": _short(mu),
                "high": _short(mu + SPREAD),
            },
            "why": CATALOGUE["veris/why-record"],
        },
        "sigma_log_d": about(SPREAD, 2.0, "why-spread"),
    }


def _encrypted(*, yes: bool) -> dict[str, Any]:
    low, base, high = (0.9, 0.98, 1.0) if yes else (0.0, 0.02, 0.1)
    return {
        "value": base,
        "judgement": {"low": low, "base": base, "high": high},
        "why": CATALOGUE["veris/why-locked-data" if yes else "veris/why-open-data"],
    }


def about(value: float, factor: float, why: str) -> dict[str, Any]:
    """Return a number as a judgement of ours, that many times less or more, with a reason.

    >>> about(2, 3, "why-record")["judgement"]["high"]
    6.0
    """
    return {"value": _short(value), **_judged(value, factor, why)}


def _spread(median: float, sigma: float, why: str) -> dict[str, Any]:
    return {"lognormal": {"median": _short(median), "sigma": sigma}, **_judged(median, 3.0, why)}


def _judged(middle: float, factor: float, why: str) -> dict[str, Any]:
    base = _short(middle)
    judgement = {"low": _short(base / factor), "base": base, "high": _short(base * factor)}
    return {"judgement": judgement, "why": CATALOGUE[f"veris/{why}"]}


def _short(value: float) -> float:
    return float(f"{value:.6g}")

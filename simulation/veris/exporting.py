"""A run or a drill as an incident record: what it came to, without a name of anybody.

Whoever keeps records of incidents can hold ours beside theirs. That it is none is said in the
record: its summary, its source, and a confidence of none.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any, Protocol

from simulation.errors import SimulationError
from simulation.files.whole import write_whole
from simulation.inputs.organisation import DataClass
from simulation.inputs.scenario import Scenario
from simulation.log import Log
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.text import say
from simulation.veris.firm import PREFIX
from simulation.veris.words import DATA, HOURS, STAFF

__all__ = ["SCHEMA_VERSION", "record_of", "write_record"]

SCHEMA_VERSION = "1.4.1"
SOURCE = "simulation"
_UNKNOWN = ["Unknown"]
_OWN_SIZES = [name for name in STAFF if name not in ("Small", "Large")]


class Played(Protocol):
    """A run, or a drill as far as it has come."""

    @property
    def program(self) -> Program:
        """What ran, with its inputs."""

    @property
    def outcome(self) -> Outcome:
        """What it came to."""

    @property
    def log(self) -> Log:
        """Everything that happened."""


def write_record(played: Played, path: str | Path) -> None:
    """Write a run or a drill as a file with one incident record."""
    text = json.dumps(record_of(played), indent=1, sort_keys=True, allow_nan=False)
    write_whole(Path(path), f"{text}\n".encode(), SimulationError)


def record_of(played: Played) -> dict[str, Any]:
    """Return a run or a drill as an incident record in the VERIS format.

    It holds no name and no free text of the inputs. The same run gives the same record.

    >>> from simulation.run import run
    >>> record = record_of(run("breaches/mis-sent-filing", "plans/lean", seed=3))
    >>> record["action"]["error"]["variety"], record["attribute"]["confidentiality"]["data_total"]
    (['Misdelivery'], 1180)
    """
    program, outcome = played.program, played.outcome
    way = _way(program.scenario)
    record = {
        "schema_version": SCHEMA_VERSION,
        "source_id": SOURCE,
        "security_incident": "Confirmed",
        "confidence": "None",
        "summary": say("veris/exported", "en"),
        **_acts(way),
        "asset": {"assets": [{"variety": _ASSETS.get(way, "S - File")}], "cloud": _UNKNOWN},
        "attribute": _attributes(way, played),
        "discovery_method": _found(outcome.found_by),
        "timeline": _timeline(played),
        "victim": {
            "country": _UNKNOWN,
            "employee_count": _size(program.organisation.staff),
            "government": ["NA"],
            "industry": "000",
        },
        "impact": _impact(outcome),
    }
    plain = json.dumps(record, sort_keys=True)
    record["incident_id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, plain)).upper()
    return record


def _way(scenario: Scenario) -> str:
    """Return the name of the way in which data come to harm (`PROFILES`)."""
    threat, root = scenario.threat.kind, scenario.root_cause
    if threat == "lost_device" and scenario.malicious:
        return "stolen-device"
    if own := _OWN_WAYS.get((threat, root)):
        return own
    if threat == "outside_theft" and scenario.cause == "mass-exploited":
        return "unpatched"
    if threat == "tampering" and not scenario.malicious:
        return "fault"
    if threat == "stolen_login" and scenario.cause != "phishing":
        return "weak-password"
    return _WAYS[threat]


_OWN_WAYS: dict[tuple[str, str | None], str] = {
    ("outside_theft", "malware"): "malware",
    ("insider_copying", "credential-theft"): "pretext",
    ("insider_copying", "neglect"): "curious",
    ("stolen_login", "technical-weakness"): "script",
}
_WAYS = {
    "extortion": "extortion",
    "insider_copying": "insider",
    "lost_device": "lost",
    "one_mistake": "mistake",
    "open_share": "open",
    "outside_theft": "outside-theft",
    "stolen_login": "stolen-login",
    "supplier": "supplier",
    "tampering": "tampering",
}
ALTERING = ("tampering", "fault")
"""Ways in which records are spoilt where they are."""
_ASSETS = {
    "lost": "U - Laptop",
    "stolen-device": "U - Laptop",
    "mistake": "S - Mail",
    "stolen-login": "S - Mail",
    "script": "S - Web application",
    "open": "S - Web application",
}
_ACTS: dict[str, dict[str, list[str]]] = {
    "extortion": {"malware": ["Ransomware"]},
    "supplier": {"hacking": ["Unknown"]},
    "stolen-login": {"hacking": ["Use of stolen creds"], "social": ["Phishing"]},
    "weak-password": {"hacking": ["Brute force"]},
    "script": {"hacking": ["XSS"]},
    "outside-theft": {"hacking": ["Unknown"]},
    "malware": {"malware": ["Unknown"]},
    "unpatched": {"hacking": ["Exploit vuln"]},
    "pretext": {"social": ["Pretexting"]},
    "insider": {"misuse": ["Privilege abuse"]},
    "curious": {"misuse": ["Privilege abuse"]},
    "fault": {"error": ["Malfunction"]},
    "tampering": {"misuse": ["Privilege abuse"]},
    "mistake": {"error": ["Misdelivery"]},
    "open": {"error": ["Misconfiguration"]},
    "lost": {"error": ["Loss"]},
    "stolen-device": {"physical": ["Theft"]},
}
_VECTORS = {
    ("pretext", "social"): "Phone",
    ("script", "hacking"): "Web application",
    ("stolen-login", "social"): "Email",
    ("supplier", "hacking"): "Partner",
}
_MOTIVES = {"curious": "Convenience", "fault": "NA", "lost": "NA", "mistake": "NA", "open": "NA"}
_CHAIN = {
    "extortion": {"cash-out": ["Cryptocurrency"], "development": ["Ransomware"]},
    "malware": {"development": ["Unknown"]},
    "pretext": {"development": ["Persona"]},
    "unpatched": {"development": ["Exploit"], "targeting": ["Vulnerabilities"]},
    "stolen-login": {
        "development": ["Email"],
        "distribution": ["Email"],
        "targeting": ["Email addresses", "Lost or stolen credentials"],
    },
}
"""What the format wants said of how an act was prepared, where it has an act like ours."""


def _acts(way: str) -> dict[str, Any]:
    """Return who did what; nobody is known by more than being of us, outside, or a partner."""
    action: dict[str, Any] = {}
    for kind, varieties in _ACTS[way].items():
        vector = _VECTORS.get((way, kind), "Unknown")
        action[kind] = {"variety": varieties, "vector": [vector]}
        if kind == "social":
            action[kind]["target"] = _UNKNOWN
    motive = [_MOTIVES.get(way, "Unknown")]
    actor: dict[str, Any] = {"external": {"variety": _UNKNOWN, "motive": motive}}
    if way == "supplier":
        actor = {"partner": {"country": _UNKNOWN, "motive": motive}}
    elif {"misuse", "error"} & action.keys():
        actor = {"internal": {"variety": _UNKNOWN, "motive": motive}}
    chain = {part: {"variety": words} for part, words in _CHAIN.get(way, {}).items()}
    return {"action": action, "actor": actor, **({"value_chain": chain} if chain else {})}


def _attributes(way: str, played: Played) -> dict[str, Any]:
    outcome = played.outcome
    found: dict[str, Any] = {"confidentiality": _disclosed(way, played)}
    changed = [
        word
        for word, holds in (
            ("Modify data", way in ALTERING),
            ("Software installation", way in ("extortion", "malware")),
            ("Alter behavior", way in ("stolen-login", "pretext")),
        )
        if holds
    ]
    if changed:
        found["integrity"] = {"variety": changed}
    if way in ("lost", "stolen-device"):
        found["availability"] = {"variety": ["Loss"]}
    elif way == "extortion":
        duration = lasting_as(outcome.downtime_h) if outcome.downtime_h else {"unit": "Unknown"}
        found["availability"] = {"variety": ["Obscuration"], "duration": duration}
    return found


def _disclosed(way: str, played: Played) -> dict[str, Any]:
    """Return what left, by kind; of a device that nobody opened it is not known."""
    outcome = played.outcome
    counts, total = _by_kind(played), round(outcome.records_out)
    if way in ALTERING or not total:
        disclosure = "No"
    elif way in ("lost", "stolen-device") and not played.log.of("device.opened"):
        disclosure = "Potentially"
    else:
        disclosure = "Yes"
    if not total:
        return {"data_disclosure": disclosure}
    return {
        "data_disclosure": disclosure,
        "data": [{"variety": variety, "amount": count} for variety, count in counts.items()],
        "data_total": max(total, *counts.values()),
        "data_victim": ["Customer"],
        "state": _UNKNOWN,
    }


def _by_kind(played: Played) -> dict[str, int]:
    """Return how many records of each kind left, or were altered, as the log tells by holding."""
    firm = played.program.organisation
    classes = {kind.name: kind for kind in firm.data_classes}
    out = {e.subject.removeprefix("holding/"): e.after for e in played.log.of("records.out")}
    counts: dict[str, int] = {}
    for holding in firm.holdings:
        if number := round(out.get(holding.name, 0.0)):
            for variety in _varieties(classes[holding.data_class]):
                counts[variety] = counts.get(variety, 0) + number
    return counts


_VARIETY = {kind: variety for variety, kind in reversed(DATA.items())}


def _varieties(kind: DataClass) -> tuple[str, ...]:
    """Return what the format calls a kind of data: as it was imported, or by its categories."""
    if kind.name.startswith(PREFIX):
        slugs = kind.name.removeprefix(PREFIX).split("_")
        return tuple(_VARIETY.get(slug, "Unknown") for slug in slugs)
    named = [
        variety
        for category, variety in (
            ("simple", "Personal"),
            ("behavioural", "Personal"),
            ("financial", "Bank"),
            ("sensitive", "Sensitive Personal"),
        )
        if category in kind.categories
    ]
    return tuple(dict.fromkeys(named))


_FINDERS = {
    "channel/monitoring": ("internal", "Infrastructure monitoring"),
    "channel/staff": ("internal", "Reported by employee"),
    "channel/client": ("external", "Customer"),
    "channel/authority": ("external", "Law enforcement"),
    "channel/partner": ("external", "Unrelated 3rd party"),
    "channel/attacker": ("external", "Actor disclosure"),
    "event/ransom-note": ("external", "Actor disclosure"),
    "event/sale-offer": ("external", "Actor disclosure"),
    "event/data-posted": ("external", "Actor disclosure"),
    "event/client-defrauded": ("external", "Customer"),
}


def _found(by: str | None) -> dict[str, Any]:
    if by is None:
        return {"unknown": True}
    finder, variety = _FINDERS.get(by, ("external", "Unknown"))
    return {finder: {"variety": [variety]}}


def _timeline(played: Played) -> dict[str, Any]:
    outcome, begins = played.outcome, played.program.begins
    left = [event.time_h for event in played.log.of("records.out") if event.after > 0]
    sign_h, contained_h = outcome.first_sign_h, outcome.contained_h
    kept_h = None if sign_h is None or contained_h is None else max(0.0, contained_h - sign_h)
    return {
        "incident": {"year": begins.year, "month": begins.month, "day": begins.day},
        "exfiltration": lasting_as(min(left, default=None)),
        "discovery": lasting_as(sign_h),
        "containment": lasting_as(kept_h),
    }


def lasting_as(hours: float | None) -> dict[str, Any]:
    """Return a length of time in the largest unit that it fills, to one decimal.

    >>> lasting_as(36), lasting_as(0.5), lasting_as(None)
    ({'unit': 'Days', 'value': 1.5}, {'unit': 'Minutes', 'value': 30}, {'unit': 'Never'})
    """
    if hours is None:
        return {"unit": "Never"}
    unit = max((u for u in HOURS if HOURS[u] <= hours), key=HOURS.__getitem__, default="Seconds")
    value = round(max(1.0, hours / HOURS[unit]), 1)
    return {"unit": unit, "value": int(value) if value == int(value) else value}


def _size(staff: int) -> str:
    """Return the class of a firm's size.

    >>> _size(12), _size(80), _size(2_000_000)
    ('11 to 100', '11 to 100', 'Over 100000')
    """
    return next((name for name in _OWN_SIZES if staff <= STAFF[name][1]), _OWN_SIZES[-1])


_LOSSES = {
    "productivity": "Business disruption",
    "response": "Response and recovery",
    "replacement": "Asset and fraud",
    "fines_and_judgments": "Legal and regulatory",
    "competitive_advantage": "Competitive advantage",
    "reputation": "Brand damage",
}
"""The six forms of loss (FAIR), in the words of the format."""
_CURRENCIES = (
    "AED AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD "
    "KZT MAD MOP MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH "
    "USD VND ZAR"
)
"""Currencies in which an amount can be told; in others amounts are left out."""


def _impact(outcome: Outcome) -> dict[str, Any]:
    impact: dict[str, Any] = {"overall_rating": "Unknown"}
    losses = {
        form: round(amount) for form, amount in outcome.cost_by_form.items() if round(amount) > 0
    }
    if outcome.currency not in _CURRENCIES or not losses:
        return impact
    impact["iso_currency_code"] = outcome.currency
    impact["overall_amount"] = sum(losses.values())
    impact["loss"] = [
        {"variety": _LOSSES[form], "amount": amount} for form, amount in losses.items()
    ]
    return impact

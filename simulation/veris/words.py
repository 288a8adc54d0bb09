"""The words of the VERIS format that say something to the model, and what they say.

The format and its enumerations are the community's (veriscommunity.net, versions 1.3.4 to 1.4.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulation.inputs.control import Cause
from simulation.inputs.effects import Channel

__all__ = ["ACTIONS", "ACTORS", "CHANNELS", "DATA", "ENTRIES", "HOURS", "PROFILES", "STAFF"]

UNTOLD = ("Unknown", "NA", "Other", "")
"""Words that tell nothing."""
ACTIONS = ("malware", "hacking", "social", "misuse", "physical", "error", "environmental")
ACTORS = ("external", "internal", "partner")


@dataclass(frozen=True, slots=True)
class Profile:
    """One way in which data come to harm: the breach that stands for it, and its root cause."""

    name: str
    breach: str
    root_cause: Cause
    changes: tuple[tuple[str, Any], ...] = ()


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("extortion", "breaches/double-extortion", "malware"),
        Profile("supplier", "breaches/supplier-transfer", "partner"),
        Profile("stolen-login", "breaches/mailbox-takeover", "credential-theft"),
        Profile("outside-theft", "breaches/site-injection", "technical-weakness"),
        Profile("weak-password", "breaches/weak-password", "credential-theft"),
        Profile("script", "breaches/script-in-portal", "technical-weakness"),
        Profile("unpatched", "breaches/unpatched-flaw", "technical-weakness"),
        Profile("malware", "breaches/stealer-malware", "malware"),
        Profile("pretext", "breaches/voice-of-the-boss", "credential-theft"),
        Profile("curious", "breaches/excess-rights", "neglect"),
        Profile("fault", "breaches/missing-back-up", "neglect"),
        Profile("insider", "breaches/insider-export", "insider"),
        Profile("tampering", "breaches/tampered-filings", "insider"),
        Profile("mistake", "breaches/mis-sent-filing", "operator-error"),
        Profile("open", "breaches/open-share", "neglect"),
        Profile("lost", "breaches/lost-laptop", "lost-device"),
        Profile("stolen-device", "breaches/lost-laptop", "lost-device", (("malicious", True),)),
    )
}
"""Every way in which data come to harm, by its name."""

ENTRIES = {
    ("hacking", "SQLi"): "injection",
    ("hacking", "SSI injection"): "injection",
    ("hacking", "OS commanding"): "injection",
    ("hacking", "LDAP injection"): "injection",
    ("hacking", "Special element injection"): "injection",
    ("hacking", "XSS"): "cross-site-scripting",
    ("hacking", "Brute force"): "weak-password",
    ("hacking", "Exploit vuln"): "unpatched-flaw",
    ("hacking", "Use of stolen creds"): "stolen-login",
    ("hacking", "Exploit misconfig"): "open-setting",
    ("hacking", "Abuse of functionality"): "misused-function",
    ("hacking", "Backdoor"): "back-door",
    ("hacking", "Use of backdoor or C2"): "back-door",
    ("social", "Phishing"): "phishing",
    ("social", "Pretexting"): "pretext",
    ("social", "Bribery"): "bribe",
    ("misuse", "Privilege abuse"): "excess-rights",
    ("physical", "Skimmer"): "altered-reader",
    ("physical", "Tampering"): "altered-reader",
    ("physical", "Theft"): "taken-away",
    ("error", "Misdelivery"): "wrong-recipient",
    ("error", "Publishing error"): "published",
    ("error", "Misconfiguration"): "open-setting",
    ("error", "Loss"): "lost",
    ("error", "Disposal error"): "thrown-away",
}
"""Ways in, by action and its variety."""
PROFILE_OF_ENTRY = {
    "weak-password": "weak-password",
    "cross-site-scripting": "script",
    "unpatched-flaw": "unpatched",
}
"""Ways in that have a breach of their own, where somebody from outside came in."""
MAIL = ("Email", "Email attachment", "Email autoexecute", "Email link", "Email unknown")
"""Vectors by which software comes with mail."""
HARMLESS = ("Fun", "Convenience")
"""Motives of those who only looked."""
OPENED = ("Publishing error", "Misconfiguration", "Programming error")
"""Errors after which data lie open."""
LOST = ("Loss", "Disposal error")
"""Errors after which papers or a device are out of our hands."""
FAULTS = ("Malfunction", "Maintenance error", "Data entry error", "Capacity shortage")
"""Errors by which records go wrong or are lost in their place."""
ALTERED = ("Modify data", "Misrepresentation", "Fraudulent transaction")
"""What is done to the integrity of records; the rest is done to machines."""

DATA = {
    "Personal": "personal",
    "Sensitive Personal": "sensitive-personal",
    "Medical": "medical",
    "Payment": "payment",
    "Bank": "bank",
    "Credentials": "credentials",
    "Internal": "internal",
    "Classified": "classified",
    "Secrets": "secrets",
    "System": "system",
    "Other": "other",
    "Unknown": "unknown",
    "API key": "credentials",
    "Digital certificate": "credentials",
    "Multi-factor credential": "credentials",
    "Session key": "credentials",
    "Copyrighted": "secrets",
    "Source code": "secrets",
    "Virtual currency": "bank",
}
"""Kinds of data, and what they are called in our files."""
SCORES: dict[str, dict[str, Any]] = {
    "personal": {"categories": {"simple": 0}, "identifiability": 1.0},
    "sensitive-personal": {"categories": {"sensitive": 0}, "identifiability": 1.0},
    "medical": {"categories": {"sensitive": 0}, "identifiability": 1.0},
    "payment": {"categories": {"financial": 0}, "identifiability": 0.75},
    "bank": {"categories": {"financial": 0}, "identifiability": 1.0},
    "credentials": {"categories": {"financial": 1}, "identifiability": 0.75},
    "unknown": {"categories": {"simple": 0}, "identifiability": 1.0},
}
"""ENISA's scores of kinds of data, as those of the shipped firms; the others are of no person."""
OF_NO_PERSON: dict[str, Any] = {"categories": {"simple": 0}, "identifiability": 0.25}
SENSITIVE = ("sensitive-personal", "medical", "payment", "bank", "credentials")

STAFF = {
    "1 to 10": (1, 10),
    "11 to 100": (11, 100),
    "101 to 1000": (101, 1_000),
    "1001 to 10000": (1_001, 10_000),
    "10001 to 25000": (10_001, 25_000),
    "25001 to 50000": (25_001, 50_000),
    "50001 to 100000": (50_001, 100_000),
    "Over 100000": (100_001, 1_000_000),
    "Small": (1, 1_000),
    "Large": (1_001, 1_000_000),
}
"""How many people a firm has, by the format's classes; the last is open at its end."""

HOURS = {
    "Seconds": 1 / 3600,
    "Minutes": 1 / 60,
    "Hours": 1.0,
    "Days": 24.0,
    "Weeks": 168.0,
    "Months": 730.0,
    "Years": 8760.0,
}
"""The hours of a unit of time; a month is a twelfth of a year."""
SOME = {
    "Seconds": 8,
    "Minutes": 8,
    "Hours": 5,
    "Days": 2.6,
    "Weeks": 2.1,
    "Months": 3.5,
    "Years": 2,
}
"""What a unit without a number is taken for: the geometric middle between 1 and the next unit
(of years, two)."""

CHANNELS: dict[tuple[str, str], Channel] = {
    ("internal", "Reported by employee"): "staff",
    ("internal", "Offboarding"): "staff",
    ("internal", "Break in discovered"): "staff",
    ("external", "Customer"): "client",
    ("external", "Law enforcement"): "authority",
    ("external", "Emergency response team"): "authority",
    ("external", "Actor disclosure"): "attacker",
}
"""Who finds it, where the kind of finder alone does not say it."""
FINDERS: dict[str, Channel] = {
    "internal": "monitoring",
    "external": "partner",
    "partner": "partner",
}
"""Who finds it otherwise: our own watching, or somebody outside who is no client."""

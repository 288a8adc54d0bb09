"""The capabilities R01 to R28, and which of them are no mechanism of the model."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage import breach, clients, controls, firm, law, notices, people, threats
from validation.coverage.experiment import Effect, Experiment

ROWS = {
    "R01": "Discovery and first report",
    "R02": "Confirming and scoping under uncertainty",
    "R03": "Severity grades and escalation",
    "R04": "Response team and coordination",
    "R05": "Six causes of a breach",
    "R06": "Containment",
    "R07": "Forensics and tracing the source",
    "R08": "Back-ups, recovery, tampered data",
    "R09": "Internal investigation and accountability",
    "R10": "Help from outside",
    "R11": "Notification",
    "R12": "Client support",
    "R13": "Trust and satisfaction",
    "R14": "Public opinion",
    "R15": "Legal liability",
    "R16": "Partners and suppliers",
    "R17": "Supervision",
    "R18": "Preventive controls",
    "R19": "Data classes and life cycle",
    "R20": "Training and culture",
    "R21": "Risk, audit, early warning",
    "R22": "Welfare of staff",
    "R23": "Remediation and lasting improvement",
    "R24": "After-action review",
    "R25": "Drills",
    "R26": "Readiness",
    "R27": "Sector and society",
    "R28": "Several places, laws and languages",
}
ELSEWHERE = {
    "R24": "no mechanism: the after-action report of a drill, `python -m simulation report DRILL`",
    "R25": "no mechanism: the drill itself, its console, file and report",
    "R27": "no mechanism: public incidents as cases; records and archives without names",
}
"""Capabilities that change no number of a run, and where they live."""


FAMILIES = {
    "breach": breach,
    "threats": threats,
    "people": people,
    "clients": clients,
    "notices": notices,
    "law": law,
    "controls": controls,
    "firm": firm,
}
Tried = tuple[Experiment, Effect]


def experiments() -> Iterator[Experiment]:
    """Give every experiment."""
    for family in FAMILIES.values():
        yield from family.experiments()


def try_family(name: str) -> list[Effect]:
    """Run the experiments of a family; cases that they share are run once."""
    return [one.effect() for one in FAMILIES[name].experiments()]

"""Which numbers of its inputs a drill has used, so that its findings lean on them."""

from __future__ import annotations

from typing import Any

from simulation.inputs.scenario import Scenario
from simulation.reports.assumptions import Carries, Path
from simulation.reports.material import Material

_NEEDS = {
    "notices": ("told",),
    "attention": ("news",),
    "learning": ("news", "media"),
    "support": ("news", "told"),
    "letter_cost": ("told",),
    "mailing_house_letter_cost": ("told",),
    "laws": ("case",),
    "notice_limit_h": ("obligation.start",),
    "authority": ("obligation.start",),
    "supervision": ("authority.asks", "obligation.met"),
    "escalation": ("escalation.start",),
}
"""Facts without which a part of the inputs has had no say."""
_SILENT = frozenset(("yearly_cost", "exchange_rates"))
"""Numbers that no course of a drill holds."""


def used_by(m: Material) -> Carries:
    """Return which numbers of a drill's inputs have had a say in it so far."""
    kinds = {event.kind for event in m.log}
    subjects = {(event.kind, event.subject) for event in m.log}
    chosen = {d.name: d.answer for d in m.view.decisions}
    released = {inject.name for inject in m.view.injects if inject.state == "released"}

    def used(_model: Any, path: Path) -> bool:
        room = path[1] if path[0] == "parameters" else path[0]
        name = str(path[1]) if len(path) > 1 else ""
        if room == "tasks":
            return ("task.start", f"task/{name}") in subjects
        if room == "decisions":
            return chosen.get(name) == path[3]
        if room == "injects":
            return name in released
        if path[:2] == ("parameters", "threat"):  # how what criminals post is noticed
            return ("flag.set", "flag/published") in subjects
        if room == "discovery":
            return m.scenario.first_sign is None and of_scenario(m.scenario, path)
        return room not in _SILENT and any(kind in kinds for kind in _NEEDS.get(str(room), kinds))

    return used


def of_study(model: Any, path: Path) -> bool:
    """Whether a number can have a say in a study: ways of being found are those of its breach."""
    return not isinstance(model, Scenario) or of_scenario(model, path)


def of_scenario(scenario: Scenario, path: Path) -> bool:
    """Whether a number is none of another breach's ways of being found."""
    if path[:2] != ("parameters", "discovery"):
        return True
    own = {"causes": scenario.cause, "mixes": scenario.channels}
    return str(path[2]) not in own or path[3] == own[str(path[2])]

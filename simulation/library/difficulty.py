"""How hard a drill is: counted from its file, so that nobody has to judge it.

A point each for: nobody knows at first whose data are out; data go on leaving while the room
works; systems or records are harmed too; somebody makes demands; eleven decisions or more; five
owners of decisions or more; two laws or more. Up to one point is easy, four and more are hard.
It says how much comes together, not how well a room will do.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulation.inputs.scenario import Scenario

OVER_AT_ONCE = ("one_mistake", "lost_device")
"""Kinds of threat in which all that leaves has left when it is found."""
HARMFUL = ("extortion", "tampering")
"""Kinds of threat that leave systems standing still, or records wrong."""
MANY_DECISIONS, MANY_OWNERS, MANY_LAWS = 11, 5, 2
LEVELS = {"easy": 0, "medium": 2, "hard": 4}
"""From how many points on a drill has a level."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A level, and the points that make it."""

    level: str
    points: tuple[str, ...]


def difficulty(scenario: Scenario) -> Difficulty:
    """Return how hard a drill is, and why.

    >>> from simulation.files import load
    >>> difficulty(load("breaches/mis-sent-filing"))
    Difficulty(level='easy', points=())
    """
    firm, kind = scenario.organisation, scenario.threat.kind
    harmed = kind in HARMFUL or scenario.availability != "kept" or scenario.integrity != "intact"
    holds = {
        "extent": not scenario.affected_known,
        "goes_on": kind not in OVER_AT_ONCE,
        "harmed": harmed,
        "demands": kind == "extortion",
        "decisions": len(scenario.decisions) >= MANY_DECISIONS,
        "owners": len({d.owner for d in scenario.decisions.values()}) >= MANY_OWNERS,
        "laws": len(firm.laws) >= MANY_LAWS,
    }
    points = tuple(name for name, true in holds.items() if true)
    level = [name for name, least in LEVELS.items() if len(points) >= least][-1]
    return Difficulty(level, points)

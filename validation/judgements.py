"""The judgements that a case rests on, each with its low and its high end put in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario

ENDS = ("low", "high")
RISK_ALONE = "incidents"
"""The group of parameters that no run reads."""
_SCALED = {
    # shape: what of it moves with its middle
    "lognormal": ("median", "p05", "p95"),
    "exponential": ("mean",),
    "uniform": ("low", "high"),
    "pert": ("low", "mode", "high"),
    "triangular": ("low", "mode", "high"),
}


@dataclass(frozen=True)
class Knob:
    """One judgement: where it stands, its three values, and its claim at either end.

    `plans` are those that hold it, and `plan` names them; none where it is a size of the world.
    """

    path: str
    plan: str
    values: Mapping[str, float]
    claims: Mapping[str, Mapping[str, Any]]
    why: str
    plans: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in a table: the plans that hold it, or nothing, and its path."""
        path = self.path.removeprefix("parameters.")
        return f"{self.plan}: {path}" if self.plan else path


def of_world(scenario: Scenario) -> list[Knob]:
    """Return the judged sizes of the world that a breach can touch.

    Left out is what another cause, or other finders, would use, and what risk alone reads.
    """
    parameters = scenario.plain()["parameters"]
    found = []
    for path, claim in _judged(parameters):
        group, *rest = path
        used = group != RISK_ALONE
        if group == "discovery":
            used = rest[1] in (scenario.cause, scenario.channels)
        if used:
            found.append(_knob(f"parameters.{'.'.join(path)}", "", claim))
    return found


def of_plans(plans: Sequence[Plan]) -> list[Knob]:
    """Return the judged times and chances of the tasks of some plans.

    What several plans judge alike is one judgement: the same work takes as long in each of them.
    """
    holders: dict[str, list[str]] = {}
    alike: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for plan in plans:
        for place, claim in _judged(plan.plain()["tasks"]):
            path = f"tasks.{'.'.join(place)}"
            key = f"{path} {json.dumps(claim, sort_keys=True)}"
            holders.setdefault(key, []).append(plan.name)
            alike[key] = path, claim
    every = [plan.name for plan in plans]
    return [
        replace(_knob(path, holders_named(holders[key], every), claim), plans=tuple(holders[key]))
        for key, (path, claim) in alike.items()
    ]


def holders_named(some: Sequence[str], every: Sequence[str]) -> str:
    """Return who of several plans holds a judgement, in few words.

    >>> holders_named(["lean", "retainer"], ["no-plan", "lean", "retainer"])
    'every plan but no-plan'
    >>> holders_named(["lean"], ["no-plan", "lean", "retainer"])
    'lean'
    """
    others = [name for name in every if name not in some]
    if len(others) >= len(some):
        return " and ".join(some)
    return f"every plan but {' and '.join(others)}" if others else "every plan"


def _judged(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(data, dict):
        return
    if data.get("judgement"):
        yield path, data
        return
    for key, value in data.items():
        yield from _judged(value, (*path, key))


def _knob(path: str, plan: str, claim: Mapping[str, Any]) -> Knob:
    judged = claim["judgement"]
    ends = {end: _moved(claim, judged[end], judged["base"]) for end in ENDS}
    return Knob(path, plan, judged, ends, claim["why"]["en"])


def _moved(claim: Mapping[str, Any], to: float, base: float) -> dict[str, Any]:
    """Return a claim whose middle is elsewhere; a distribution keeps its relative width."""
    if claim.get("value") is not None:
        return {"value": to}
    for shape, places in _SCALED.items():
        given = claim.get(shape)
        if given is not None:
            scaled = {place: given[place] * to / base for place in places if given.get(place)}
            return {shape: {**given, **scaled}}
    raise ValueError(f"a judgement of a shape that cannot be moved: {sorted(claim)}")

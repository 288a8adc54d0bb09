"""The judgements that a case rests on, each with its low and its high end put in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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

    `plan` names the plan that it belongs to; none where it is a size of the world.
    """

    path: str
    plan: str
    values: Mapping[str, float]
    claims: Mapping[str, Mapping[str, Any]]
    why: str

    @property
    def name(self) -> str:
        """What it is called in a table: the plan's name, or nothing, and its path."""
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


def of_plan(plan: Plan) -> list[Knob]:
    """Return the judged times and chances of a plan's tasks."""
    tasks = plan.plain()["tasks"]
    return [_knob(f"tasks.{'.'.join(path)}", plan.name, claim) for path, claim in _judged(tasks)]


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

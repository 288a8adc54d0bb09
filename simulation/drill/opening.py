"""What a drill file was made from, and whether this model can play it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import cast

from simulation import world
from simulation.drill.drill_file import DrillFile
from simulation.drill.records import Branch
from simulation.drill.scene import Inputs, Scene
from simulation.drill.unplayed import Unplayed
from simulation.errors import DamagedDrill, OtherModel
from simulation.inputs.faults import fields_differ
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Scenario

_ANEW = "Drill.resume(file, accept_new_model=True) does the acts anew on a branch of their own"


def played_otherwise(name: str, how: str) -> OtherModel:
    """Return the refusal to play a drill that this model takes to another course."""
    return OtherModel(
        f"{name} was played otherwise than this model plays it: {how}. "
        f"Drill.read(file) and panels.shelf() show what was written; {_ANEW}"
    )


def unplayed(name: str) -> Scene:
    """Return what stands in the place of a course that is not played."""
    why = (
        f"{name} was played otherwise than model {world.VERSION} plays it, so what only a replay "
        f"gives cannot be had; drill.written has its feed, notes and acts, and {_ANEW}"
    )
    return cast("Scene", Unplayed(why))


def other_model(branch: Branch) -> str:
    """Say which model played a branch, or nothing if it was this one."""
    if branch.model == str(world.VERSION):
        return ""
    return f"with model {branch.model}, and this is model {world.VERSION}"


def inputs_of(file: DrillFile, *, as_written: bool = False) -> Inputs:
    """Return what a drill was made from; another model's may be nothing that this one reads."""
    about = file.about()
    try:
        stored = about["organisation"]
        return Inputs(
            Scenario.model_validate_json(about["scenario"]),
            Plan.model_validate_json(about["plan"]),
            Organisation.model_validate_json(stored) if stored else None,
            int(about["seed"]),
            length_of(about),
        )
    except (KeyError, ValueError) as error:
        if why := _none_of_ours(file, error):
            if as_written:
                return cast("Inputs", Unplayed(why))
            raise OtherModel(why) from error
        raise DamagedDrill(f"{file.path.name}: its inputs cannot be read") from error


def length_of(about: Mapping[str, str]) -> int:
    """Return how many minutes a drill is meant to take.

    >>> length_of({"length_min": "45"}), length_of({})  # files from before there was a choice
    (45, 180)
    """
    return int(about.get("length_min", LENGTHS_MIN[-1]))


def _none_of_ours(file: DrillFile, error: Exception) -> str:
    """Say whose inputs they are when whole inputs are none that this program reads."""
    model = other_model(file.branch())
    if not model and not fields_differ(error):
        return ""
    how = f"it was played {model}" if model else "another version of this program wrote them"
    return (
        f"{file.path.name}: its inputs are none of this model's: {how}. "
        "Drill.read(file) and panels.shelf() show what was written"
    )


def about_drill(inputs: Inputs, begins: datetime.datetime) -> dict[str, str]:
    """Return what a drill is about, as its file keeps it."""
    return {
        "scenario": _as_json(inputs.scenario),
        "plan": _as_json(inputs.plan),
        "organisation": _as_json(inputs.organisation) if inputs.organisation else "",
        "seed": str(inputs.seed),
        "length_min": str(inputs.length_min),
        "begins": begins.isoformat(),
        "time_zone": str(begins.tzinfo),
    }


def _as_json(model: Scenario | Plan | Organisation) -> str:
    return json.dumps(model.plain(), ensure_ascii=False, sort_keys=True)

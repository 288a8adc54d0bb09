"""Settings by their dotted path: whose they are, what they stand at, and a case with them changed.

A path is as `change` takes it, such as `plan.staffing.it.add`, `organisation.teams.it.heads` or
`scenario.switched_off`; the first word may be left out where one of the three alone has such a
field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.errors import nearest
from simulation.files import controls
from simulation.inputs.base import Input
from simulation.inputs.control import Owned
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan, Staffing
from simulation.inputs.scenario import Scenario
from simulation.study.refusing import refused
from simulation.study.workers import Case

Setting = tuple[tuple[str, object], ...]
INPUTS: dict[str, type[Scenario | Plan | Organisation]] = {
    "scenario": Scenario,
    "plan": Plan,
    "organisation": Organisation,
}


def owner_of(path: str) -> tuple[str, str]:
    """Return which input a path belongs to, and the path inside it.

    >>> owner_of("staffing.it.add")
    ('plan', 'staffing.it.add')
    """
    first, _, rest = path.partition(".")
    if first in INPUTS and rest:
        return first, rest
    owners = [name for name, model in INPUTS.items() if first in model.model_fields]
    if len(owners) == 1:
        return owners[0], path
    if owners:
        begin = " or ".join(f"{name}.{path}" for name in owners)
        raise refused(f"{path}: {' and '.join(owners)} have a field {first!r}", begin)
    fields = [field for model in INPUTS.values() for field in model.model_fields]
    near = nearest(first, fields)
    also = f"; did you mean {near!r}?" if near else ""
    raise refused(f"{path}: nothing has a field {first!r}{also}", "a field of plan or scenario")


def case_with(label: str, case: Case, setting: Setting) -> Case:
    """Return a case with settings changed, under a label; InputError names every fault at once.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> case_with("one more", case, (("staffing.it.add", 1),)).plan.staffing["it"].add
    1
    """
    changes: dict[str, dict[str, object]] = {name: {} for name in INPUTS}
    for path, value in setting:
        name, inside = owner_of(path)
        changes[name][inside] = value
    firm = case.firm
    return Case(
        label,
        case.scenario.change(changes["scenario"]) if changes["scenario"] else case.scenario,
        case.plan.change(changes["plan"]) if changes["plan"] else case.plan,
        firm.change(changes["organisation"]) if changes["organisation"] else firm,
        setting,
    )


def value_at(case: Case, path: str) -> Any:
    """Return what a path stands at, None where it is not given; InputError names the nearest.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> value_at(case, "staffing.reception.everyday_share")
    0.2
    >>> value_at(case, "staffing.reception.ad")
    Traceback (most recent call last):
        ...
    simulation.errors.InputError: study: staffing.reception.ad: there is no 'ad'; expected one ...
    """
    name, inside = owner_of(path)
    found: Any = dict(zip(INPUTS, case.inputs, strict=True))[name]
    walked: list[str] = []
    for part in inside.split("."):
        found = _step(found, part, _open_names(case, name, walked), path)
        walked.append(part)
    return found


def _open_names(case: Case, name: str, walked: list[str]) -> dict[str, object]:
    """Return what a plan or firm may name here and need not, with what is then meant."""
    teams = (team.name for team in (*case.firm.teams, *case.plan.teams))
    if name == "plan" and walked == ["staffing"]:
        return dict.fromkeys(teams, Staffing())
    if name == "plan" and walked == ["answers"]:
        return dict.fromkeys(case.scenario.decisions)
    if name == "plan" and walked == ["support", "lent"]:
        return dict.fromkeys(teams, 0)
    if name == "organisation" and walked == ["controls"]:
        known = (*controls().values(), *case.firm.own_controls)
        return {control.name: Owned(quality=control.usual_quality) for control in known}
    return {}


def _step(found: Any, part: str, open_names: Mapping[str, object], path: str) -> Any:
    """Return what is under a name in an input, a mapping or a list."""
    inner: dict[str, Any]
    if isinstance(found, Input):
        inner = {field: getattr(found, field) for field in type(found).model_fields}
    elif isinstance(found, Mapping):
        inner = {**open_names, **found}
    elif isinstance(found, list | tuple):
        inner = dict(_named(found))
    else:
        raise refused(f"{path}: there is nothing under a value", "a path to a field")
    if part not in inner:
        expected = f"one of {', '.join(name for name in inner if not name.isdecimal())}"
        raise refused(f"{path}: there is no {part!r}", expected, nearest(part, inner))
    return inner[part]


def _named(items: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for place, item in enumerate(items):
        yield str(place), item
        name = getattr(item, "name", getattr(item, "id", None))
        if name is not None:
            yield name, item

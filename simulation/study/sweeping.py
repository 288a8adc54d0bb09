"""Settings tried on the same draws: every combination of them, or one change at a time."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from simulation.files import given
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.study.comparing import Progress, Request, distinct, study_of
from simulation.study.paths import Setting, case_with, owner_of
from simulation.study.refusing import refused
from simulation.study.results import Study
from simulation.study.workers import Cancel, Case

UNCHANGED = "unchanged"
MOST_CASES = 10_000


def sweep(  # noqa: PLR0913 - each is one plain choice, and all but four have a default
    scenario: Scenario | str | Path,
    plan: Plan | str | Path,
    settings: Mapping[str, Sequence[object]],
    organisation: Organisation | str | Path | None = None,
    *,
    replications: int = 200,
    seed: int,
    one_at_a_time: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Study:
    """Try values for settings on the same luck: all combinations, or each alone.

    Scenario, plan and organisation are loaded ones, or names as `load` takes them.

    A setting is a dotted path as `change` takes it, such as `plan.staffing.it.add`,
    `organisation.teams.it.heads` or `scenario.switched_off`; the first word may be left out where
    one of the three alone has such a field. One at a time, the first case is unchanged, and every
    other is compared with it.

    >>> from simulation.files import load
    >>> scenario, plan = load("breaches/mis-sent-filing"), load("plans/lean")
    >>> sweep(scenario, plan, {"staffing.it.add": [0, 1]}, replications=2, seed=1).plans
    ('staffing.it.add=0', 'staffing.it.add=1')
    """
    what, which = given("scenario", scenario, Scenario), given("plan", plan, Plan)
    who = what.organisation if organisation is None else organisation
    firm = given("organisation", who, Organisation)
    tried = _values(settings)
    _told_apart(tried)
    choices = _one_at_a_time(tried) if one_at_a_time else _grid(tried)
    if len(choices) > MOST_CASES:
        raise refused(f"{len(choices):,} combinations", f"at most {MOST_CASES:,}")
    labels = distinct(_label(setting) for setting in choices)
    unchanged = Case(UNCHANGED, what, which, firm)
    cases = [
        case_with(label, unchanged, setting)
        for label, setting in zip(labels, choices, strict=True)
    ]
    return study_of(cases, Request(seed, replications, executor, progress, cancel))


def _values(settings: object) -> dict[str, list[object]]:
    """Return the values to try by path; what is no path or no list of values is refused."""
    if not isinstance(settings, Mapping):
        raise refused(f"settings: got {settings!r}", 'values by path: {"staffing.it.add": [0, 1]}')
    tried = {}
    for path, values in settings.items():
        owner_of(path)
        if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
            raise refused(f"{path}: got {values!r}", f"a list of values, such as [{values!r}]")
        tried[path] = [v.item() if isinstance(v, np.generic) else v for v in values]
    if not tried or not all(tried.values()):
        raise refused("a setting has no values", "at least one path with at least one value")
    return tried


def _told_apart(paths: Iterable[str]) -> None:
    """Refuse paths of which one is another in other words, or lies inside it."""
    seen: dict[str, str] = {}
    for path in paths:
        whole = ".".join(owner_of(path))
        for other, spelling in seen.items():
            if f"{whole}.".startswith(f"{other}.") or f"{other}.".startswith(f"{whole}."):
                same = "are one setting" if whole == other else "lie one inside the other"
                raise refused(f"{spelling} and {path} {same}", "each setting once")
        seen[whole] = path


def _grid(settings: Mapping[str, Sequence[object]]) -> list[Setting]:
    combinations = itertools.product(*settings.values())
    return [tuple(zip(settings, values, strict=True)) for values in combinations]


def _one_at_a_time(settings: Mapping[str, Sequence[object]]) -> list[Setting]:
    alone = [((path, value),) for path, values in settings.items() for value in values]
    return [(), *alone]


def _label(setting: Setting) -> str:
    parts = (
        f"{path}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for path, value in setting
    )
    return ", ".join(parts) or UNCHANGED

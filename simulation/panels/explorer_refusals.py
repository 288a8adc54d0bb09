"""Why settings cannot be, said of the setting that was turned last and the tasks it leaves."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.errors import InputError
from simulation.inputs.fit import misfits
from simulation.panels.markup import beside
from simulation.panels.screen import WARNING
from simulation.study.ledger import CHANGED
from simulation.study.paths import case_with
from simulation.study.workers import Case
from simulation.text import LANGUAGES, Text, in_language, say


def refusal_lines(
    refusal: InputError, base: Case, changes: Mapping[str, object], setting: Text
) -> list[str]:
    """Return the reasons of a refusal, the setting turned last before the first of them.

    >>> from simulation.files import load
    >>> from simulation.study.refusing import refused
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> nobody = {"staffing.it.add": -1}
    >>> print(refusal_lines(refused("no IT", "one"), case, nobody, "IT: 0")[0])
    ⚠ IT: 0: nobody can do “Close the way out” · IT: 0：“堵住泄露途径”无人能做
    """
    first, *others = _tasks_without_people(base, changes) or [*str(refusal).splitlines()]
    if setting:
        told = {one: in_language(first, one) for one in LANGUAGES}
        about = {one: in_language(setting, one) for one in LANGUAGES}
        first = {
            one: say("explore/because", one, setting=about[one], why=told[one]) for one in told
        }
    return [f"{WARNING} {beside(first)}", *map(beside, others)]


def _tasks_without_people(base: Case, changes: Mapping[str, object]) -> list[Text]:
    """Return what is said where all that is wrong is that nobody can do some tasks."""
    try:
        case = case_with(CHANGED, base, tuple(changes.items()))
    except InputError:
        return []
    lines: dict[str, Text] = {}
    for _, misfit in misfits(case.scenario, case.plan, case.firm):
        kind, name, part = (*map(str, misfit.path), "", "")[:3]
        if (kind, part) != ("tasks", "people"):
            return []
        title = case.plan.tasks[name].title
        lines[name] = {
            one: say("explore/nobody_can", one, task=in_language(title, one)) for one in LANGUAGES
        }
    return [*lines.values()]

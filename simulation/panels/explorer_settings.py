"""What a student may turn: settings by dotted path, each with its title, its range or choices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.errors import nearest
from simulation.files import controls
from simulation.inputs.claims import Claim
from simulation.inputs.organisation import Team
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.markup import beside
from simulation.panels.parts import label
from simulation.panels.staff import SHIFTS
from simulation.study.ledger import CHANGED
from simulation.study.paths import case_with, owner_of, value_at
from simulation.study.refusing import refused
from simulation.study.workers import Case
from simulation.text import CATALOGUE, Text

GROUPS = ("people", "tasks", "decisions", "controls", "other")
_GROUP_OF = {
    "staffing": "people",
    "teams": "people",
    "tasks": "tasks",
    "answers": "decisions",
    "controls": "controls",
}
QUALITY = (0.0, 1.0, 0.25)
"""Least, most and step of how good a control is."""
MORE_HEADS = 3
MOST_OVERTIME_H = 4.0
TIMES = (0.25, 3.0, 0.25)
"""Least, most and step of a factor on an effort or a wait."""
STEPS = 20
PARTS = (1, 2, 3, 4, 5, 10, 20, 50, 100)
"""By how much a step is made finer, so that a slider reaches what stands there."""


@dataclass(frozen=True)
class Range:
    """Numbers that a slider may take."""

    low: float
    high: float
    step: float

    @property
    def whole(self) -> bool:
        """Whether all of them are whole numbers."""
        return all(isinstance(number, int) for number in (self.low, self.high, self.step))


Choices = tuple[tuple[str, object], ...]
"""Labels with their values."""


@dataclass(frozen=True)
class Offer:
    """A setting that may be changed: how it is shown, and what then stands at its path.

    `added_to` is what a number is added to where it is shown; `times` says that a factor on what
    stands there is shown; `otherwise` is what holds where nothing is given.
    """

    path: str
    title: Text
    group: str
    values: Range | Choices
    added_to: float = 0
    times: bool = False
    otherwise: object = None
    heading: Text = ""

    def shown(self, case: Case) -> object:
        """Return what a case has here, as it is shown.

        >>> from simulation.files import load
        >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
        >>> Offer("staffing.it.add", "IT", "people", Range(0, 4, 1), added_to=1).shown(case)
        1
        """
        if self.times:
            return 1.0
        found = value_at(case, self.path)
        if isinstance(found, Claim):
            found = found.central
        found = self.otherwise if found is None else found
        if isinstance(self.values, Range) and isinstance(found, int | float):
            return found + self.added_to
        return found

    def put(self, case: Case, shown: Any) -> object:
        """Return what stands at the path for what is shown."""
        found = value_at(case, self.path)
        if isinstance(found, Claim):
            centre = found.central
            factor = shown if self.times else shown / centre if centre else math.nan
            return scaled(found, factor) if math.isfinite(factor) else shown
        return shown - self.added_to if self.added_to else shown


def scaled(claim: Claim, factor: float) -> dict[str, Any]:
    """Return a claim with every value times a factor, and its spread as it was, as plain data.

    It has no source any more: it is what somebody tries.

    >>> scaled(Claim.model_validate({"lognormal": {"median": 2.0, "sigma": 0.8}}), 1.5)
    {'lognormal': {'median': 3.0, 'sigma': 0.8}}
    """
    plain = claim.plain()
    shape, numbers = next((k, v) for k, v in plain.items() if k not in _SOURCES)
    if not isinstance(numbers, dict):
        return {shape: numbers * factor}
    return {shape: {name: _times(name, value, factor) for name, value in numbers.items()}}


_SOURCES = ("evidence", "judgement", "why")
_SHAPE_ALONE = ("sigma", "shape", "weights", "probabilities", "a", "b")


def _times(name: str, value: Any, factor: float) -> Any:
    if name in _SHAPE_ALONE:
        return value
    if name == "mu":
        return value + math.log(factor)
    return [each * factor for each in value] if isinstance(value, list) else value * factor


# -- what is offered where nothing is asked for --------------------------------------------------


def usual(case: Case) -> tuple[Offer, ...]:
    """Return what a case offers by itself: heads and hours, efforts and waits, decisions.

    And how good the preventive controls are that the firm's file names.
    """
    people, tasks, decisions = _people(case), _tasks(case.plan), _decisions(case.scenario)
    return (*people, *tasks, *decisions, *of_controls(case, case.firm.controls))


def _people(case: Case) -> Iterator[Offer]:
    for team in (*case.firm.teams, *case.plan.teams):
        if team.outside:
            yield from _help(case, team)
        elif team in case.firm.teams:
            yield from _crew(case, team)


def _crew(case: Case, team: Team) -> Iterator[Offer]:
    path = f"plan.staffing.{team.name}"
    heads = Range(0, team.heads + max(0, value_at(case, f"{path}.add")) + MORE_HEADS, 1)
    title = team.title
    yield Offer(f"{path}.add", _words("heads"), "people", heads, team.heads, heading=title)
    shifts = tuple((shift, shift) for shift in dict.fromkeys((team.shift, *SHIFTS)))
    yield Offer(
        *(f"{path}.shift", _words("shift"), "people", shifts),
        otherwise=team.shift,
        heading=title,
    )
    overtime = Range(0.0, MOST_OVERTIME_H, 0.5)
    yield Offer(f"{path}.overtime_h", _words("overtime"), "people", overtime, heading=title)


def _help(case: Case, team: Team) -> Iterator[Offer]:
    owner = "plan" if team in case.plan.teams else "organisation"
    path = f"{owner}.teams.{team.name}.arrives_h"
    yield Offer(path, _words("arrives"), "people", Range(*TIMES), times=True, heading=team.title)


def _tasks(plan: Plan) -> Iterator[Offer]:
    for name, task in plan.tasks.items():
        kind = "effort_h" if task.effort_h is not None else "elapsed_h"
        if task.duration_h.central > 0 and task.duration_h.beta is None:
            path = f"plan.tasks.{name}.{kind}"
            yield Offer(path, task.title, "tasks", Range(*TIMES), times=True)


def _decisions(scenario: Scenario) -> Iterator[Offer]:
    for name, decision in scenario.decisions.items():
        default = beside(decision.options[decision.default].label)
        unanswered = f"({label('explore/nobody')}: {default})"
        options = [(beside(option.label), key) for key, option in decision.options.items()]
        choices = ((unanswered, None), *options)
        yield Offer(f"plan.answers.{name}", decision.question, "decisions", choices)


def of_controls(case: Case, names: Iterable[str]) -> tuple[Offer, ...]:
    """Return a slider on how good each control is; InputError names the nearest of one unknown.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> of_controls(case, ["log-review"])[0].path
    'organisation.controls.log-review.quality'
    """
    known = {**controls(), **{own.name: own for own in case.firm.own_controls}}
    offers = []
    for name in names:
        path = f"organisation.controls.{name}.quality"
        at = value_at(case, path)
        values = Range(*QUALITY[:2], _step(0.0, QUALITY[2], at))
        offers.append(
            Offer(path, _words("quality"), "controls", values, heading=known[name].title)
        )
    return tuple(offers)


def _words(name: str) -> Text:
    return CATALOGUE[f"explore/{name}"]


# -- what is offered where somebody asks for it --------------------------------------------------


def asked_for(case: Case, settings: Mapping[str, object]) -> tuple[Offer, ...]:
    """Return offers for paths with a list of values, a low and a high, or labels with values.

    InputError names every path that nothing has, and the nearest one.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> asked_for(case, {"staffing.it.overtime_h": (0, 4)})[0].values
    Range(low=0, high=4, step=1)
    """
    given: object = settings
    if not isinstance(given, Mapping):
        raise refused(f"settings: got {given!r:.60}", "{path: values}, " + _EXPECTED)
    for path in settings:
        if not isinstance(path, str):
            raise refused(f"settings: got the path {path!r:.60}", "a text such as staffing.it.add")
    return tuple(_offer(case, path, values) for path, values in settings.items())


def _offer(case: Case, path: str, values: object) -> Offer:
    found = value_at(case, path)
    first = owner_of(path)[1].partition(".")[0]
    group = _GROUP_OF.get(first, "other")
    inside = owner_of(path)[1].split(".")
    named = inside[1:2] if group == "controls" and inside[2:] == ["quality"] else ()
    offers = (*usual(case), *of_controls(case, named))
    known = next((offer for offer in offers if owner_of(offer.path) == owner_of(path)), None)
    title: Text = path
    if known is not None:
        title = f"{beside(known.heading)}: {beside(known.title)}" if known.heading else known.title
    otherwise = known.otherwise if known is not None else None
    at = found.central if isinstance(found, Claim) else otherwise if found is None else found
    offered = _values(path, values, at)
    if not isinstance(offered, Range):
        _check(case, path, offered)
    return Offer(path, title, group, offered, otherwise=otherwise)


def _check(case: Case, path: str, choices: Choices) -> None:
    """Refuse a choice that the inputs can never take, with what they take."""
    for _, value in choices:
        case_with(CHANGED, case, ((path, value),))
    owner, _, name = owner_of(path)[1].partition(".")
    if owner == "answers" and name in case.scenario.decisions:
        options = case.scenario.decisions[name].options
        for _, value in choices:
            if value is not None and value not in options:
                expected = f"one of {', '.join(options)}"
                raise refused(f"{path}: got {value!r:.60}", expected, nearest(str(value), options))


_EXPECTED = "a list of values, (low, high), (low, high, step), or {label: value}"


def _values(path: str, values: object, at: object) -> Range | Choices:
    if isinstance(values, tuple) and len(values) in (2, 3) and all(map(_number, values)):
        return _range(path, values, at)
    if isinstance(values, Mapping):
        pairs = [(str(name), value) for name, value in values.items()]
    elif isinstance(values, Sequence) and not isinstance(values, str | bytes):
        pairs = [(str(value), value) for value in values]
    else:
        raise refused(f"{path}: got {values!r:.60}", _EXPECTED)
    if not pairs:
        raise refused(f"{path}: there are no values", "at least one")
    if all(value != at for _, value in pairs):
        pairs.insert(0, (f"({label('explore/as_it_is')}: {at})", at))
    return tuple(pairs)


def _range(path: str, values: tuple[float, ...], at: Any) -> Range:
    """Return a slider that reaches what stands at the path too, so that it never shows another."""
    low, high, *rest = values
    what = f"{path}: a slider from {low} to {high}"
    if not low < high or not math.isfinite(high - low):
        raise refused(what, "a low below a high")
    whole = isinstance(low, int) and isinstance(high, int)
    step = rest[0] if rest else 1 if whole else (high - low) / STEPS
    if not 0 < step <= high - low:
        raise refused(f"{what} in steps of {step}", f"a step above 0, up to {high - low}")
    if not _number(at):
        stands = "nothing is given" if at is None else f"{at!r:.40} stands"
        raise refused(f"{what}, where {stands}", "a list of values or {label: value}")
    if whole and float(at).is_integer():
        at = int(at)
    return Range(min(low, at), max(high, at), _step(low, step, at))


def _step(low: float, step: float, at: float) -> float:
    """Return a step, or the largest part of it by which what stands there can be reached.

    Where none of them does it the step is as asked for, on a slider that shows any number.

    >>> _step(0, 1, 2.5), _step(0, 2, 3), _step(3, 1, 2)
    (0.5, 1, 1)
    """
    for part in PARTS:
        finer = step / part
        if math.isclose(round((at - low) / finer) * finer, at - low, abs_tol=1e-9 * step):
            return int(finer) if isinstance(step, int) and finer.is_integer() else finer
    return step if isinstance(at, int) else float(step)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

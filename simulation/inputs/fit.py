"""Whether a plan, a scenario and an organisation fit together.

Each file alone can be right and the three together wrong: a task for a role that nobody holds, an
answer that is none of the options.
"""

from __future__ import annotations

import functools
import itertools
import typing
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from simulation.errors import Fault, nearest
from simulation.inputs.effects import (
    CallInEffect,
    ClockEffect,
    Condition,
    Effect,
    FlagEffect,
    Label,
    RaiseEffect,
    StaffEffect,
    SystemEffect,
    TaskEffect,
)
from simulation.inputs.organisation import Organisation, Team
from simulation.inputs.plan import Plan, Task
from simulation.inputs.references import Misfit, Path, one_of
from simulation.inputs.scenario import Scenario

STANDARD_TASKS = (
    *("notice-sign", "first-look", "triage", "stop", "remove-access", "preserve-evidence"),
    *("scope", "trace", "list-affected", "take-advice", "decide-to-tell", "draft-notice"),
    *("legal-review", "approve-notice", "inform-clients", "first-report", "inform-regulator"),
    *("inform-management", "fix-effort", "fix-elapsed", "close-cause", "review", "recall"),
    "hold-interviews",
)
"""Task names that a scenario may use although a plan has no such task."""

MOMENTS = (
    *("first_sign", "confirmed", "aware", "contained", "cause_fixed", "complaint", "media"),
    *("published", "statement", "affected-known", "assessed", "material", "told-by-supplier"),
    *("ransom-note", "ransom-paid", "second-breach", "open-with-authority"),
    *("obstructs-authority", "insider-suspected"),
    *("posts-seen", "verifiable-channel", "notices-returned"),
)
"""Flags that every run knows; others exist where an effect sets them."""

Part = Literal["plan", "scenario"]
_WEEK_MIN = 7 * 24 * 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def check_fit(scenario: Scenario | None, plan: Plan, organisation: Organisation) -> list[Fault]:
    """Return what keeps a plan from working in a scenario at an organisation.

    Without a scenario only plan and organisation are held against each other.

    >>> from simulation.files import load_plan, load_scenario
    >>> scenario = load_scenario("breaches/insider-export")
    >>> check_fit(scenario, load_plan("plans/lean"), scenario.organisation)
    []
    """
    labels = {"plan": f"plan {plan.name}", "scenario": f"scenario {scenario and scenario.name}"}
    return [
        Fault(labels[part], 0, 0, f"{dotted(misfit.path)}: {misfit.problem}", *misfit[2:])
        for part, misfit in misfits(scenario, plan, organisation)
    ]


def dotted(path: Path) -> str:
    """Return a path as people write it.

    >>> dotted(("tasks", "stop", "effects", 0))
    'tasks.stop.effects.0'
    """
    return ".".join(str(part) for part in path)


def misfits(
    scenario: Scenario | None, plan: Plan, organisation: Organisation
) -> Iterator[tuple[Part, Misfit]]:
    """Yield what does not fit, with the part it stands in and its path there."""
    known = _Known(scenario, plan, organisation)
    for misfit in itertools.chain(
        _wrong_staffing(plan, organisation, known),
        _wrong_answers(scenario, plan),
        _undoable_tasks(scenario, plan, organisation),
        *(known.in_effects(path, effects) for path, effects in _effects(None, plan)),
        *(known.in_condition(path, condition) for path, condition in _conditions(None, plan)),
    ):
        yield "plan", misfit
    if scenario is None:
        return
    # A scenario is written for many plans, so it may name a standard task that this one lacks.
    known.tasks = {*known.tasks, *STANDARD_TASKS}
    for misfit in itertools.chain(
        _unknown_holdings(scenario, organisation),
        _unchangeable(("organisation", "currency"), scenario.organisation.currency, organisation),
        *(known.in_effects(path, effects) for path, effects in _effects(scenario, None)),
        *(known.in_condition(path, condition) for path, condition in _conditions(scenario, None)),
    ):
        yield "scenario", misfit


def shorter_hours(plan: Plan, organisation: Organisation) -> Iterator[Misfit]:
    """Yield where a plan has a team on shift for fewer hours than the team has of its own.

    >>> from simulation.files import load
    >>> firm = load("organisations/bookkeeping-12").change(
    ...     {"teams.it.shift": "Mon-Sun 06:00-23:00"}
    ... )
    >>> [misfit.path for misfit in shorter_hours(load("plans/lean"), firm)]
    [('staffing', 'it', 'shift')]
    """
    own = {team.name: team for team in organisation.teams}
    for name, change in plan.staffing.items():
        if change.shift is None or name not in own:
            continue
        before_h = _weekly_h(own[name].shift, 0.0)
        after_h = _weekly_h(change.shift, change.overtime_h)
        more = f" and {change.overtime_h:g} h more a shift" if change.overtime_h else ""
        if after_h < before_h:
            problem = (
                f"the plan takes hours from the team {name!r}: {after_h:g} h a week "
                f"({change.shift}{more}) in place of its own {before_h:g} h ({own[name].shift})"
            )
            yield Misfit(("staffing", name, "shift"), problem)


def _weekly_h(shift: str, overtime_h: float) -> float:
    stretches = _stretches(shift, round(overtime_h * 60))
    return len({m % _WEEK_MIN for start, end in stretches for m in range(start, end)}) / 60


def unset_flags(scenario: Scenario, plan: Plan) -> Iterator[tuple[Part, Misfit]]:
    """Yield conditions on flags that nothing in scenario or plan ever sets."""
    flags = {
        *MOMENTS,
        *(
            effect.flag
            for _, effects in _effects(scenario, plan)
            for effect in effects
            if isinstance(effect, FlagEffect) and effect.to
        ),
    }
    parts: tuple[tuple[Part, Scenario | None, Plan | None], ...] = (
        ("scenario", scenario, None),
        ("plan", None, plan),
    )
    for part, its_scenario, its_plan in parts:
        for path, condition in _conditions(its_scenario, its_plan):
            for field, names in (("flag", condition.flag), ("without", condition.without)):
                for name in names:
                    if name not in flags:
                        problem = f"nothing sets the flag {name!r}"
                        yield part, Misfit((*path, field), problem, "", nearest(name, flags))


def _effects(
    scenario: Scenario | None, plan: Plan | None
) -> Iterator[tuple[Path, tuple[Effect, ...]]]:
    if scenario is not None:
        for name, inject in scenario.injects.items():
            yield ("injects", name, "effects"), inject.effects
        for name, decision in scenario.decisions.items():
            for option, answer in decision.options.items():
                yield ("decisions", name, "options", option, "effects"), answer.effects
    if plan is not None:
        for name, task in plan.tasks.items():
            yield ("tasks", name, "effects"), task.effects


def _conditions(scenario: Scenario | None, plan: Plan | None) -> Iterator[tuple[Path, Condition]]:
    found: list[tuple[Path, Condition | None]] = []
    if scenario is not None:
        found += [(("injects", n, "when"), i.when) for n, i in scenario.injects.items()]
        found += [(("decisions", n, "when"), d.when) for n, d in scenario.decisions.items()]
    if plan is not None:
        found += [(("tasks", n, "when"), t.when) for n, t in plan.tasks.items()]
        found += [(("tasks", n, "skip_when"), t.skip_when) for n, t in plan.tasks.items()]
    yield from ((path, condition) for path, condition in found if condition is not None)


class _Known:
    """The names that effects and conditions may use."""

    def __init__(self, scenario: Scenario | None, plan: Plan, organisation: Organisation) -> None:
        self.teams = {team.name for team in (*organisation.teams, *plan.teams)}
        self.tasks = {*plan.tasks}
        self.labels = {*typing.get_args(Label)}
        self.systems = {system.name for system in organisation.systems}
        self.obligations = {o.id for law in organisation.laws for o in law.obligations}
        self.decisions = scenario.decisions if scenario is not None else None

    def in_effects(self, path: Path, effects: tuple[Effect, ...]) -> Iterator[Misfit]:
        for number, effect in enumerate(effects):
            at = (*path, number)
            if isinstance(effect, (StaffEffect, CallInEffect)):
                yield from _unless_known((*at, "team"), effect.team, self.teams)
            elif isinstance(effect, TaskEffect):
                names = {*self.tasks, *self.labels}
                yield from _unless_known((*at, "task"), effect.task, names)
            elif isinstance(effect, SystemEffect):
                yield from _unless_known((*at, "system"), effect.system, self.systems)
            elif isinstance(effect, ClockEffect):
                yield from _unless_known((*at, "obligation"), effect.obligation, self.obligations)
            elif isinstance(effect, RaiseEffect) and self.decisions is not None:
                yield from _unless_known((*at, "decision"), effect.decision, self.decisions)

    def in_condition(self, path: Path, condition: Condition) -> Iterator[Misfit]:
        for name in condition.done:
            yield from _unless_known((*path, "done"), name, self.tasks)
        if condition.chosen is not None and self.decisions is not None:
            decision, option = condition.chosen.split("/")
            choices = [f"{d}/{o}" for d, asked in self.decisions.items() for o in asked.options]
            yield from _unless_known((*path, "chosen"), f"{decision}/{option}", choices)


def _unless_known(path: Path, name: str, known: Collection[str]) -> Iterator[Misfit]:
    if name not in known:
        yield Misfit(path, f"{name!r} is not known", one_of(sorted(known)), nearest(name, known))


def _unknown_holdings(scenario: Scenario, organisation: Organisation) -> Iterator[Misfit]:
    holdings = [holding.name for holding in organisation.holdings]
    for number, name in enumerate(scenario.threat.holdings):
        yield from _unless_known(("threat", "holdings", number), name, holdings)


def _wrong_staffing(plan: Plan, organisation: Organisation, known: _Known) -> Iterator[Misfit]:
    heads = {team.name: team.heads for team in (*organisation.teams, *plan.teams)}
    for name, change in plan.staffing.items():
        yield from _unless_known(("staffing", name), name, known.teams)
        if heads.get(name, 0) + change.add < 0 and name in heads:
            problem = f"{change.add} where there are {heads[name]}"
            yield Misfit(("staffing", name, "add"), problem, f"{-heads[name]} or more")
    for name, lent in plan.support.lent.items():
        yield from _unless_known(("support", "lent", name), name, known.teams)
        if lent < 0:
            yield Misfit(("support", "lent", name), f"got {lent}", "0 or more")
    own = {team.name for team in organisation.teams}
    for number, team in enumerate(plan.teams):
        if team.name in own:
            problem = f"the organisation has a team {team.name!r} already"
            yield Misfit(("teams", number, "name"), problem, "another name, or staffing")
    yield from _unchangeable(("currency",), plan.currency, organisation)


def _unchangeable(path: Path, currency: str, organisation: Organisation) -> Iterator[Misfit]:
    """Yield that amounts cannot be changed into the organisation's currency, if so."""
    currencies = [organisation.currency, *organisation.exchange_rates]
    if currency not in currencies:
        problem = f"the organisation has no exchange rate for {currency}"
        yield Misfit(path, problem, one_of(currencies))


def _wrong_answers(scenario: Scenario | None, plan: Plan) -> Iterator[Misfit]:
    if scenario is None:
        return
    for name, option in plan.answers.items():
        decision = scenario.decisions.get(name)
        # A plan is written for many scenarios, so it may answer what this one does not ask.
        if decision is not None:
            yield from _unless_known(("answers", name), option, decision.options)


class _Crew(NamedTuple):
    """A team as far as it matters for who can do what."""

    heads: int
    roles: frozenset[str]
    shift: str
    overtime_min: int


def _undoable_tasks(
    scenario: Scenario | None, plan: Plan, organisation: Organisation
) -> Iterator[Misfit]:
    """Yield tasks that nobody can ever do, alone or together."""
    off = scenario.switched_off if scenario is not None else ()
    teams = (*organisation.teams, *plan.teams)
    crews = [_crew(team, plan) for team in teams]
    for name, task in plan.tasks.items():
        at: Path = ("tasks", name, "people")
        for role, number in task.people.items():
            able = sum(crew.heads for crew in crews if role in crew.roles)
            if able == 0:
                problem = f"nobody can do this: no team holds or deputises {role}"
                expected = "a team with that role, a deputy, or a team from outside"
                yield Misfit((*at, role), problem, expected)
            elif able < number:
                problem = f"asks for {number} {role} at the same time, and there are {able}"
                yield Misfit((*at, role), problem, f"{able} or fewer")
        if not _are_enough(task, crews):
            able_each = all(_are_enough(task, crews, {role}) for role in task.people)
            if able_each:
                problem = (
                    f"nobody can do this: too few people for {', '.join(task.people)} at once"
                )
                yield Misfit(at, problem, "people who are not asked for twice")
        elif "nights" not in off and not _ever_meet(task, crews):
            problem = f"no hour of the week has {', '.join(task.people)} on shift together"
            yield Misfit(at, problem, "shifts that overlap")


def _crew(team: Team, plan: Plan) -> _Crew:
    change = plan.staffing.get(team.name)
    add, shift, overtime_h = 0, team.shift, 0.0
    if change is not None:
        add, shift, overtime_h = change.add, change.shift or team.shift, change.overtime_h
    roles = frozenset((*team.roles, *team.deputises))
    return _Crew(max(0, team.heads + add), roles, shift, round(overtime_h * 60))


def _are_enough(task: Task, crews: list[_Crew], among: Collection[str] | None = None) -> bool:
    """Say whether the heads suffice for every set of the roles a task asks for together.

    By Hall's theorem people can then be chosen so that nobody is asked for twice.
    """
    roles = [role for role in task.people if among is None or role in among]
    for size in range(1, len(roles) + 1):
        for chosen in itertools.combinations(roles, size):
            able = sum(crew.heads for crew in crews if crew.roles & {*chosen})
            if able < sum(task.people[role] for role in chosen):
                return False
    return True


def _ever_meet(task: Task, crews: list[_Crew]) -> bool:
    """Say whether at some hour of the week enough people for a task are on shift."""
    needed = [crew for crew in crews if crew.roles & {*task.people} and crew.heads]
    hours = [(crew, _stretches(crew.shift, crew.overtime_min)) for crew in needed]
    starts = {start % _WEEK_MIN for _, stretches in hours for start, _ in stretches}
    for minute in starts or {0}:
        on_shift = [crew for crew, stretches in hours if _is_within(minute, stretches)]
        if _are_enough(task, on_shift):
            return True
    return False


def _is_within(minute: int, stretches: tuple[tuple[int, int], ...]) -> bool:
    # A shift over midnight on Sunday goes on into Monday.
    return any(s <= m < e for s, e in stretches for m in (minute, minute + _WEEK_MIN))


@functools.lru_cache(maxsize=256)
def _stretches(shift: str, overtime_min: int) -> tuple[tuple[int, int], ...]:
    """Return the minutes of the week, from Monday on, that a shift covers."""
    found: list[tuple[int, int]] = []
    weekly = (part for part in shift.split(", ") if not part.startswith("Hol"))
    for part in weekly:
        days, _, hours = part.partition(" ")
        first, _, last = days.partition("-")
        begin, _, end = hours.partition("-")
        day, stop = _DAYS.index(first), _DAYS.index(last or first)
        length = (_minute(end) - _minute(begin)) % (24 * 60) or 24 * 60
        while True:
            start = day * 24 * 60 + _minute(begin)
            found.append((start, start + length + overtime_min))
            if day == stop:
                break
            day = (day + 1) % 7
    return tuple(found)


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)

"""Conditions and effects of the inputs, made into flat numbers."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Iterable
from typing import Any

from simulation.inputs import effects as words
from simulation.world import conditions as c
from simulation.world.effects import CODE, PER_CLIENT, PER_ONCE, PER_PERSON
from simulation.world.layout import AUDIENCES, CHANNELS, FORMS, LISTS

Flat = tuple[int, int, float, float]
PRECISIONS = ("triage", "scope", "listing")
MENDINGS = ("apology", "corrective_action", "compensation")
CARES = ("guidance", "follow_up", "counselling", "agreement")
PERS = {"once": PER_ONCE, "person_told": PER_PERSON, "client_told": PER_CLIENT}


_NEVER_HOLDS = (c.C_COST, 0, math.inf)


class Vocabulary:
    """Finds the places of names, and turns conditions and effects into flat lists."""

    def __init__(self, places: dict[str, list[str]], options: list[list[str]]) -> None:
        self.places = {kind: {n: i for i, n in enumerate(names)} for kind, names in places.items()}
        self.labels: dict[str, list[int]] = {}
        self.options = options
        self.conditions: list[list[tuple[int, int, float]]] = []
        self.cost_limits: list[float] = []
        self.primary_limits: list[float] = []
        self.effects: list[list[Flat]] = []
        self.messages: list[Any] = []

    def place(self, kind: str, name: str) -> int:
        """Return the place of a name among its kind, or -1 when the model has none."""
        return self.places[kind].get(name, -1)

    def condition(
        self, condition: words.Condition | None, law: int = -1, rate: float = 1.0
    ) -> int:
        """Add a condition and return its place, -1 for none.

        A law counts its own people; amounts are multiplied by a rate of exchange.
        """
        if condition is None:
            return -1
        clauses: list[tuple[int, int, float]] = []
        for code, kind, names in (
            (c.C_FLAG, "flag", condition.flag),
            (c.C_NO_FLAG, "flag", condition.without),
            (c.C_DONE, "task", condition.done),
            (c.C_TOLD, "audience", condition.told),
            (c.C_NOT_TOLD, "audience", condition.not_told),
        ):
            places = (self.place(kind, name) for name in names)
            clauses += [(code, at, 0.0) if at >= 0 else _NEVER_HOLDS for at in places]
        if condition.chosen:
            decision, option = condition.chosen.split("/")
            at = self.place("decision", decision)
            known = at >= 0 and option in self.options[at]
            choice = (c.C_CHOSEN, at, self.options[at].index(option)) if known else None
            clauses.append(choice or _NEVER_HOLDS)
        for code, item, value in (
            (c.C_PEOPLE, law, condition.people_at_least),
            (c.C_SEVERITY, 0, condition.severity_at_least),
            (c.C_RETURNED, 0, condition.returned_at_least),
        ):
            if value is not None:
                clauses.append((code, item, value))
        for code, limits, amount in (
            (c.C_COST, self.cost_limits, condition.cost_at_least),
            (c.C_PRIMARY_COST, self.primary_limits, condition.primary_cost_at_least),
        ):
            if amount is not None:
                clauses.append((code, 0, amount * rate))
                insort(limits, amount * rate)
        return _place_of(clauses, self.conditions)

    def effect_list(self, effects: Iterable[words.Effect], rate: float) -> int:
        """Add a list of effects and return its place; costs are multiplied by a rate."""
        flat = [one for effect in effects for one in self.flat(effect, rate)]
        return _place_of(flat, self.effects)

    def own_effects(self, effects: list[tuple[str, int, float, float]]) -> int:
        """Add effects of the world's own, named by their code; -1 for none."""
        flat = [(CODE[name], *rest) for name, *rest in effects]
        return _place_of(flat, self.effects) if flat else -1

    def flat(self, effect: words.Effect, rate: float) -> list[Flat]:
        """Return an effect as numbers; nothing when it names what the model does not have."""
        reader = _READERS[type(effect)]
        flat: list[Flat] = reader(self, effect)
        if isinstance(effect, words.CostEffect):
            flat = [(code, target, value * rate, extra) for code, target, value, extra in flat]
        return [one for one in flat if one[1] >= 0]

    def tasks(self, name: str) -> list[int]:
        """Return the tasks of a name or label; none when the plan has none."""
        place = self.place("task", name)
        return [place] if place >= 0 else self.labels.get(name, [])


def _place_of(item: Any, known: list[Any]) -> int:
    """Return the place of an item in a list, adding it when it is new: equal things share one."""
    if item not in known:
        known.append(item)
    return known.index(item)


def _one(code: str, target: int = 0, value: float = 0.0, extra: float = 0.0) -> list[Flat]:
    return [(CODE[code], target, value, extra)]


def _task(v: Vocabulary, e: words.TaskEffect) -> list[Flat]:
    return [(CODE[f"task.{e.act}"], task, e.factor, 0.0) for task in v.tasks(e.task)]


def _cost(v: Vocabulary, e: words.CostEffect) -> list[Flat]:
    share = 1.0 if e.take_up_share is None else e.take_up_share.central
    return _one("cost", FORMS.index(e.form), e.amount.central * share, PERS[e.per])


def _morale(v: Vocabulary, e: words.MoraleEffect) -> list[Flat]:
    teams = range(len(v.places["team"])) if e.team is None else [v.place("team", e.team)]
    return [(CODE["morale"], team, e.shock_share, 0.0) for team in teams]


def _message(v: Vocabulary, e: words.MessageEffect) -> list[Flat]:
    return _one("message", _place_of(e, v.messages))


_READERS: dict[type, Callable[[Vocabulary, Any], list[Flat]]] = {
    words.LeakEffect: lambda v, e: _one("leak", 0, e.multiply),
    words.HarmEffect: lambda v, e: _one("harm", 0, e.multiply),
    words.SystemEffect: lambda v, e: _one(
        "system", v.place("system", e.system), float(e.to == "isolated")
    ),
    words.ChannelEffect: lambda v, e: _one("channel", CHANNELS.index(e.channel), e.multiply),
    words.WorldEventEffect: lambda v, e: _one(
        "world_event", v.place("event", e.event), e.median_h.central
    ),
    words.FlagEffect: lambda v, e: _one("flag", v.place("flag", e.flag), float(e.to)),
    words.StaffEffect: lambda v, e: _one("staff", v.place("team", e.team), float(e.add)),
    words.CallInEffect: lambda v, e: _one("call_in", v.place("team", e.team)),
    words.TaskEffect: _task,
    words.ReportEffect: lambda v, e: _one("report", PRECISIONS.index(e.precision)),
    words.AttentionEffect: lambda v, e: _one("attention", 0, e.multiply, float(e.news)),
    words.MoraleEffect: _morale,
    words.TrustEffect: lambda v, e: _one("trust", 0, e.shock_share),
    words.MendEffect: lambda v, e: _one(
        "mend", MENDINGS.index(e.by), e.offered_share, float(e.remedy == "financial")
    ),
    words.TellEffect: lambda v, e: _one(
        "tell" if e.by == "word" else "tell.in_public",
        AUDIENCES.index(e.audience),
        float(e.complete),
        float(e.closing),
    ),
    words.ListEffect: lambda v, e: _one("list", LISTS.index(e.whom)),
    words.CostEffect: _cost,
    words.ClockEffect: lambda v, e: _one(
        "clock", v.place("obligation", e.obligation), float(e.act == "start")
    ),
    words.RaiseEffect: lambda v, e: _one("raise", v.place("decision", e.decision)),
    words.MessageEffect: _message,
    words.SurveyEffect: lambda v, e: _one("survey", 0, float(e.answers)),
    words.CareEffect: lambda v, e: _one("care", CARES.index(e.by), e.take_up_share.central),
}


def stops_leak(effects: Iterable[words.Effect]) -> bool:
    """Whether effects stop a leak altogether."""
    return any(isinstance(e, words.LeakEffect) and e.multiply == 0.0 for e in effects)


def all_effects(model: Any) -> Iterable[words.Effect]:
    """Yield every effect that a scenario or plan names, wherever it stands."""
    for inject in getattr(model, "injects", {}).values():
        yield from inject.effects
    for decision in getattr(model, "decisions", {}).values():
        for option in decision.options.values():
            yield from option.effects
    for task in getattr(model, "tasks", {}).values():
        yield from task.effects


def all_conditions(model: Any) -> Iterable[words.Condition]:
    """Yield every condition that a scenario or plan names."""
    owners: list[Any] = [
        *getattr(model, "injects", {}).values(),
        *getattr(model, "decisions", {}).values(),
        *getattr(model, "tasks", {}).values(),
    ]
    for owner in owners:
        for field in ("when", "skip_when"):
            condition = getattr(owner, field, None)
            if condition is not None:
                yield condition

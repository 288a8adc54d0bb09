"""From facts to sentences of the event feed, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.drill.view import FeedLine
from simulation.drill.viewing import moment
from simulation.inputs.base import Bilingual, Text
from simulation.inputs.scenario import Inject
from simulation.program import Program
from simulation.text import CATALOGUE, LANGUAGES, in_language, say
from simulation.units import format_number, show_duration
from simulation.world.facts import FACTS, Fact
from simulation.world.layout import (
    HOUR,
)

HIDDEN = frozenset(
    (
        *("records.out", "harm.factor", "leak.factor", "channel.watch", "attention"),
        *("system.reached", "evidence.lost", "supplier.finds", "device.opened"),
        "supplier.told",
        *("trust.shock", "inject.hold", "inject.skip", "inject.edit", "inject.back"),
        *("told.vain", "told.unreached", "notices.fake"),
    )
)
"""Kinds of facts that only the facilitator sees."""
CURVES = frozenset(("support", "draws.reused", "staff.overtime", "staff.morale"))
"""Kinds of facts that are no events, as samples are none: figures taken down day by day."""
UNTOLD = CURVES | {"cost", "task.ready", "told.vain", "told.unreached"}
"""Kinds of facts that are no lines of the feed, besides samples."""

COUNTS = frozenset(("estimate", "told", "notices.fake", "notices.returned"))
"""Kinds of facts about people, of whom there are no fractions."""


class Wording:
    """Names things in sentences as their files name them."""

    def __init__(self, program: Program, injects: Mapping[str, Inject]) -> None:
        self._program = program
        self._injects = injects
        self._titles = self._known_titles(program)

    @staticmethod
    def _known_titles(program: Program) -> dict[str, Text]:
        organisation, scenario, plan = program.organisation, program.scenario, program.plan
        titles: dict[str, Text] = {}
        titles |= {f"task/{name}": task.title for name, task in plan.tasks.items()}
        titles |= {f"decision/{name}": d.question for name, d in scenario.decisions.items()}
        teams = [*organisation.teams, *plan.teams]
        titles |= {f"team/{team.name}": team.title for team in teams}
        titles |= {f"system/{system.name}": system.title for system in organisation.systems}
        for name in program.tables.names:
            item = name.removeprefix("cost/").partition(":")[0]
            if name.startswith("cost/") and (key := f"why/item/{item}") in CATALOGUE:
                titles[name] = Bilingual(**CATALOGUE[key])
        for law in organisation.laws:
            titles[f"case/{law.name}"] = law.title
            titles |= {f"obligation/{duty.id}": duty.title for duty in law.obligations}
        return titles

    def line(self, number: int, fact: Fact) -> FeedLine | None:
        """Return the feed's line of a fact, or nothing when it is none."""
        return None if FACTS[fact[1]] in UNTOLD else self.event(number, fact)

    def event(self, number: int, fact: Fact) -> FeedLine | None:
        """Return any fact as a line, or nothing when it is a point of a curve."""
        kind = FACTS[fact[1]]
        if kind in CURVES or kind.startswith("sample."):
            return None
        program = self._program
        key = self._key(kind, fact)
        words = {language: self._say(key, fact, language) for language in LANGUAGES}
        by_room = fact[3] == program.tables.room_subject
        when = moment(program.begins, fact[0])
        return FeedLine(number, fact[0], when, kind, words, by_room)

    def _key(self, kind: str, fact: Fact) -> str:
        if kind == "channel.fire" and fact[5] > 0.0:
            return "fact/channel.first"
        if kind == "decision.answer" and fact[3] == fact[2]:
            return "fact/decision.default"
        if kind == "told" and fact[5] > 1.0:
            return "fact/told.people"
        if kind == "task.start" and fact[4] < 0.0:
            return "fact/task.wait"
        return f"fact/{kind}"

    def _say(self, key: str, fact: Fact, language: str) -> str:
        _, kind, subject, _, before, after = fact
        number = _people if FACTS[kind] in COUNTS else _number
        return say(
            key,
            language,
            subject=self._subject(subject, language),
            team=self._team(fact, language),
            option=self._option(fact, language),
            message=self._message(fact, language),
            before=number(before),
            after=number(after),
            change=number(after - before),
            currency=self._program.organisation.currency,
            hours=show_duration(round(after * HOUR), language) if 0.0 <= after < 1e6 else "",
        )

    def _subject(self, subject: int, language: str) -> str:
        return self.title(self._program.subject(subject), language)

    def title(self, name: str, language: str) -> str:
        """Return how people name a thing: by its title, or in plain words."""
        title = self._titles.get(name)
        if title is None and name.startswith("inject/"):
            inject = self._injects.get(name.removeprefix("inject/"))
            title = inject.title if inject else None
        if title is not None:
            return in_language(title, language)
        own, _, rest = name.partition("/")
        plain = rest or name
        # A channel and a moment may have the same name: the thing's own room is asked first.
        for room in (
            "moment" if own == "flag" else own,
            "phase",
            "moment",
            "channel",
            "recipient",
            "task",
            "event",
        ):
            if f"{room}/{plain}" in CATALOGUE:
                return say(f"{room}/{plain}", language)
        return plain.replace("_", " ").replace("-", " ")

    def _team(self, fact: Fact, language: str) -> str:
        if FACTS[fact[1]] != "task.start" or fact[4] < 0.0:
            return ""
        return self._subject(self._program.tables.team_subject + int(fact[4]), language)

    def _option(self, fact: Fact, language: str) -> str:
        if FACTS[fact[1]] != "decision.answer":
            return ""
        decision = self._program.model_of(fact[2])
        label = decision.options[self._program.option_name(fact[2], int(fact[5]))].label
        return in_language(label, language)

    def _message(self, fact: Fact, language: str) -> str:
        if FACTS[fact[1]] != "message":
            return ""
        message = self._program.tables.messages[int(fact[5])]
        return f"{message.sender}: {in_language(message.text, language)}"

    def act(self, kind: str, arguments: Mapping[str, Any]) -> dict[str, str]:
        """Return an act as people name it, in both languages."""
        room = {"heads": "team", "shift": "team", "call_in": "team", "decide": "decision"}
        prefix = room.get(kind, "inject")
        name = arguments.get("name") or arguments.get(prefix, "")
        return {
            language: say(f"act/{kind}", language, what=self.title(f"{prefix}/{name}", language))
            for language in LANGUAGES
        }


def _people(value: float) -> str:
    return f"{value:,.0f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else format_number(round(value, 2))

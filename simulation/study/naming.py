"""Names of things, times and changed settings in words, in a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulation.files import controls
from simulation.inputs.claims import Claim
from simulation.inputs.plan import Again
from simulation.sentences import FRAMES
from simulation.study.parting import Setting
from simulation.study.reasons import Reason
from simulation.study.workers import Case
from simulation.text import CATALOGUE, LANGUAGES, Text, in_language, say
from simulation.units import format_number, show_duration, show_share
from simulation.world.layout import HOUR

LONGEST = 40
WEEKDAY = re.compile("Mon|Tue|Wed|Thu|Fri|Sat|Sun")
DAYS = re.compile("(周.)-(周.)")
QUOTED = ("task/", "decision/", "inject/", "obligation/")


class Naming:
    """How the files of two cases name tasks, decisions, teams and injects, in a language."""

    def __init__(self, ours: Case, theirs: Case, language: str) -> None:
        self.ours, self.theirs, self.language = ours, theirs, language
        self._about = ""
        self._only: tuple[str, ...] = ()
        self._titles: dict[str, Text] = {}
        for case in (ours, theirs):
            firm = case.firm
            scenario, plan = case.scenario, case.plan
            self._titles |= {f"task/{name}": task.title for name, task in plan.tasks.items()}
            self._titles |= {f"decision/{n}": d.question for n, d in scenario.decisions.items()}
            self._titles |= {f"inject/{n}": inject.title for n, inject in scenario.injects.items()}
            self._titles |= {f"team/{t.name}": t.title for t in (*firm.teams, *plan.teams)}
            self._titles |= {f"system/{system.name}": system.title for system in firm.systems}
            for law in firm.laws:
                self._titles |= {f"obligation/{duty.id}": duty.title for duty in law.obligations}

    def say(self, key: str, **values: object) -> str:
        """Return a message of the catalogue in the language."""
        return say(key, self.language, **self._told(values))

    def frame(self, key: str, **values: object) -> str:
        """Return words put together as the language does it."""
        return FRAMES[key][LANGUAGES.index(self.language)].format(**self._told(values))

    def _told(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return values with those that have a form in each language in this one."""
        return {
            name: in_language(value, self.language) if isinstance(value, Mapping) else value
            for name, value in values.items()
        }

    def name(self, thing: str) -> str:
        """Return how people name a thing of the log: its title in quotes, or plain words."""
        if thing == self._about:
            return self.say("why/it")
        if thing == "task/false-alarm":
            return self.say("why/false_alarm")
        title = self._titles.get(thing)
        room, _, plain = thing.partition("/")
        if title is None:
            known = next((k for k in (f"moment/{plain}", thing) if k in CATALOGUE), None)
            return self.say(known) if known else (plain or room).replace("_", " ")
        shown = in_language(title, self.language)
        return self.frame("frame/quoted", title=shown) if thing.startswith(QUOTED) else shown

    def label(self, text: Text) -> str:
        """Return a text of a file in the language, in quotes."""
        return self.frame("frame/quoted", title=in_language(text, self.language))

    def time(self, seconds: float) -> str:
        """Return a length of time in the words of the language.

        >>> from simulation.files import load
        >>> case = Case("a", load("breaches/mis-sent-filing"), load("plans/lean"))
        >>> Naming(case, case, "zh").time(5_400)
        '1 小时 30 分钟'
        """
        return show_duration(seconds, self.language)

    def hours(self, length_h: float) -> str:
        """Return a number of hours as a length of time."""
        return self.time(round(length_h * HOUR))

    def joined(self, parts: list[str], key: str = "frame/list") -> str:
        """Return words one after the other."""
        return self.frame(key).join(parts)

    # -- settings --------------------------------------------------------------------------

    def reason(self, reason: Reason, about: str) -> str:
        """Return a reason in few words, where it is plain what is spoken of."""
        if reason.setting is None:
            return self.say("why/reason/cause", cause=self.name(reason.cause))
        self._about, self._only = about, reason.only
        words = self.setting(reason.setting)
        self._about, self._only = "", ()
        return words

    def option(self, case: Case, decision: str, number: int) -> str:
        """Return the answer of a number to a decision such as ``decision/whom``."""
        options = case.scenario.decisions[decision.partition("/")[2]].options
        return self.label(list(options.values())[number].label)

    def setting(self, one: Setting) -> str:
        """Return a changed setting in words."""
        room, *path = one.path.split(".")
        tell = _SETTINGS.get((room, path[0], path[-1])) or _SETTINGS.get((room, path[0], ""))
        words = tell(self, one, path) if tell else ""
        return words or self.say(
            *("why/setting",),
            path=one.path,
            before=_short(one.before),
            after=_short(one.after),
        )

    def heads(self, one: Setting, path: list[str]) -> str:
        """Return that a team has more or fewer people."""
        more = int(one.after or 0) - int(one.before or 0)
        key = "why/heads_more" if more > 0 else "why/heads_fewer"
        return self.say(key, team=self.name(f"team/{path[1]}"), count=abs(more))

    def shift(self, one: Setting, path: list[str]) -> str:
        """Return that a team has other hours."""
        own = self.say("why/shift_own")
        before, after = (
            WEEKDAY.sub(lambda day: self.frame(f"frame/day/{day[0]}"), shift) if shift else own
            for shift in (one.before, one.after)
        )
        if self.language == "zh":
            before, after = (DAYS.sub(r"\1至\2", shift) for shift in (before, after))
        team = self.name(f"team/{path[1]}")
        return self.say("why/shift", team=team, before=before, after=after)

    def overtime(self, one: Setting, path: list[str]) -> str:
        """Return that a team may work longer."""
        hours = {"before": f"{one.before or 0:g}", "after": f"{one.after or 0:g}"}
        return self.say("why/overtime", team=self.name(f"team/{path[1]}"), **hours)

    def everyday(self, one: Setting, path: list[str]) -> str:
        """Return that everyday work takes another share of a team's time."""
        own = self.say("why/everyday_own")
        before, after = (own if v is None else show_share(v) for v in (one.before, one.after))
        team = self.name(f"team/{path[1]}")
        return self.say("why/everyday", team=team, before=before, after=after)

    def wage(self, one: Setting, path: list[str]) -> str:
        """Return that an hour of a team costs more or less."""
        team = self.name(f"team/{path[1]}")
        before, after = (f"{wage or 0:,.10g}" for wage in (one.before, one.after))
        return self.say("why/wage", team=team, before=before, after=after)

    def roles(self, one: Setting, path: list[str]) -> str:
        """Return whose work a team may do."""
        before, after = (
            self.joined([self.name(f"role/{role}") for role in roles or ()])
            or self.say("why/nothing")
            for roles in (one.before, one.after)
        )
        key = "why/stands_in" if path[-1] == "deputises" else "why/fills"
        return self.say(key, team=self.name(f"team/{path[1]}"), before=before, after=after)

    def control(self, one: Setting, path: list[str]) -> str:
        """Return that a preventive control is better or worse, or was looked after later."""
        own = {c.name: c for case in (self.ours, self.theirs) for c in case.firm.own_controls}
        known = {**controls(), **own}.get(path[1])
        if known is None:
            return ""
        title = self.label(known.title)
        if path[-1] == "age_of_upkeep_months":
            ages = {"before": f"{one.before:g}", "after": f"{one.after:g}"}
            return self.say("why/control_age", control=title, **ages)
        before, after = (
            show_share(known.usual_quality if quality is None else quality)
            for quality in (_quality(one.before), _quality(one.after))
        )
        return self.say("why/control", control=title, before=before, after=after)

    def arrives(self, _one: Setting, path: list[str]) -> str:
        """Return that a team from outside comes sooner or later."""
        before, after = (
            self._usual(next(t.arrives_h for t in case.plan.teams if t.name == path[1]))
            for case in (self.ours, self.theirs)
        )
        team = self.name(f"team/{path[1]}")
        return self.say("why/arrives", team=team, before=before, after=after)

    def convened(self, one: Setting, _path: list[str]) -> str:
        """Return that a response team meets, or that none does."""
        return self.say("why/convened" if one.after else "why/not_convened")

    def meetings(self, one: Setting, _path: list[str]) -> str:
        """Return that meetings take more or less of the day."""
        shares = {"before": show_share(one.before), "after": show_share(one.after)}
        return self.say("why/meetings", **shares)

    def deputy(self, one: Setting, _path: list[str]) -> str:
        """Return that a deputy decides sooner or later."""
        usual_h = self.ours.scenario.parameters.people.deputy_after_h.central
        before, after = (self.hours(usual_h if h is None else h) for h in (one.before, one.after))
        return self.say("why/deputy_after", before=before, after=after)

    def task(self, one: Setting, path: list[str]) -> str:
        """Return what is different about a task."""
        title = self.name(f"task/{path[1]}")
        pair = [case.plan.tasks.get(path[1]) for case in (self.ours, self.theirs)]
        if pair[0] is None or pair[1] is None:
            return self.say("why/task_new" if pair[0] is None else "why/task_gone", task=title)
        if path[2:] == ["priority"]:
            return self.say("why/priority", task=title, before=one.before, after=one.after)
        if path[2:] in (["elapsed_h"], ["effort_h"]):
            before, after = (self._usual(task.duration_h) for task in pair if task)
            return self.say("why/usual_time", task=title, before=before, after=after)
        if path[2] == "again":
            return self._again(title, [task.again for task in pair if task], path[-1])
        if path[2:] == ["after"]:
            return self._waits_for(title, [task.after for task in pair if task])
        return ""

    def _waits_for(self, title: str, tasks: Sequence[Sequence[str]]) -> str:
        """Return what a task waits for under one case alone."""
        before, after = tasks
        gone, new = (
            self.joined([self.name(f"task/{name}") for name in these if name not in others])
            for these, others in ((before, after), (after, before))
        )
        if not (gone or new):
            return ""
        key = "why/waits_for" if gone and new else f"why/waits_for_{'gone' if gone else 'new'}"
        return self.say(key, task=title, gone=gone, new=new)

    def _again(self, title: str, ways: list[Again | None], field: str) -> str:
        """Return that a task has to be done again more or less often, or sooner or later."""
        before, after = ways
        if before is None or after is None:
            return ""
        if field == "chance":
            chances = {"before": before.chance.central, "after": after.chance.central}
            shown = {key: show_share(chance) for key, chance in chances.items()}
            return self.say("why/repeat_chance", task=title, **shown)
        if field == "wait_h":
            waits = {"before": self._usual(before.wait_h), "after": self._usual(after.wait_h)}
            return self.say("why/repeat_wait", task=title, **waits)
        return ""

    def answer(self, one: Setting, path: list[str]) -> str:
        """Return that a decision is answered otherwise."""
        before, after = (
            self._option(case, path[1], answer)
            for case, answer in ((self.ours, one.before), (self.theirs, one.after))
        )
        if self._about and before:
            return self.say("why/answer_short", before=before, after=after)
        decision = self.name(f"decision/{path[1]}")
        return before and self.say("why/answer", decision=decision, before=before, after=after)

    def switches(self, one: Setting, _path: list[str]) -> str:
        """Return which mechanisms are switched off or on."""
        before, after = set(one.before or ()), set(one.after or ())
        words = []
        for key, switched in (
            ("why/switched_off", after - before),
            ("why/switched_on", before - after),
        ):
            titles = [
                self.label(CATALOGUE[f"mechanism/{name}"])
                for name in sorted(switched)
                if not self._only or name in self._only
            ]
            if titles:
                words.append(self.say(key, what=self.joined(titles)))
        return self.joined(words, "frame/and")

    def lent(self, one: Setting, path: list[str]) -> str:
        """Return that more or fewer people may answer clients."""
        if len(path) < 3:
            return ""
        team = self.name(f"team/{path[2]}")
        return self.say("why/lent", team=team, before=one.before or 0, after=one.after or 0)

    def _option(self, case: Case, decision: str, answer: str | None) -> str:
        asked = case.scenario.decisions.get(decision)
        if asked is None:
            return ""
        option = asked.options.get(answer or asked.default)
        shown = self.label(option.label if option else str(answer))
        return shown if answer else self.say("why/by_default", option=shown)

    def _usual(self, claim: Claim | None) -> str:
        return self.hours(claim.central) if claim else self.say("why/nothing")


def _quality(value: Any) -> float | None:
    """Return how good a control is: itself, or in what a firm's file says of it."""
    quality: float | None = value.get("quality") if isinstance(value, Mapping) else value
    return quality


def _short(value: Any) -> str:
    if isinstance(value, float):
        return format_number(value)
    text = "-" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


_SETTINGS: Mapping[tuple[str, str, str], Callable[[Naming, Setting, list[str]], str]] = {
    ("plan", "staffing", "add"): Naming.heads,
    ("plan", "staffing", "shift"): Naming.shift,
    ("plan", "staffing", "overtime_h"): Naming.overtime,
    ("plan", "staffing", "everyday_share"): Naming.everyday,
    ("plan", "teams", "heads"): Naming.heads,
    ("plan", "teams", "shift"): Naming.shift,
    ("plan", "teams", "arrives_h"): Naming.arrives,
    ("plan", "teams", "wage_per_h"): Naming.wage,
    ("plan", "teams", "roles"): Naming.roles,
    ("plan", "teams", "deputises"): Naming.roles,
    ("organisation", "teams", "wage_per_h"): Naming.wage,
    ("organisation", "teams", "roles"): Naming.roles,
    ("organisation", "teams", "deputises"): Naming.roles,
    ("plan", "coordination", "convened"): Naming.convened,
    ("plan", "coordination", "meeting_share"): Naming.meetings,
    ("plan", "coordination", "deputy_after_h"): Naming.deputy,
    ("plan", "tasks", ""): Naming.task,
    ("plan", "answers", ""): Naming.answer,
    ("plan", "support", ""): Naming.lent,
    ("organisation", "controls", ""): Naming.control,
    ("organisation", "teams", "heads"): Naming.heads,
    ("organisation", "teams", "shift"): Naming.shift,
    ("organisation", "teams", "everyday_share"): Naming.everyday,
    ("scenario", "switched_off", ""): Naming.switches,
    ("scenario", "switched_off", "switched_off"): Naming.switches,
}

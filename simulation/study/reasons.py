"""What lies behind a step that differs: the changed settings that touch it, as the logs tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulation.study.directions import LENGTHENS, MECHANISMS_RAISE
from simulation.study.parting import Setting
from simulation.study.tracing import Part, Story
from simulation.world.facts import FACT, FACTS
from simulation.world.layout import (
    DAY,
)

FIELDS = {
    "wait": ("elapsed_h",),
    "work": ("effort_h", "people", "notices"),
    "again": ("again",),
    "queue": ("people",),
}
"""Fields of a task that touch each kind of leg."""
ON_HAND = ("add", "heads", "roles", "deputises", "lent")
"""Fields of a team that say how many of it can take a task."""
LABELS_OF_WAITS = {
    "list": "listing-wait",
    "advice": "advice-wait",
    "approve": "deciding-wait",
    "look": "sign-unseen",
}
"""Which mechanism a wait of a label belongs to."""
EITHER_WAY = ("interruption",)
"""What can make a step longer as well as shorter."""
MECHANISMS = {
    "again": ("repeats", "fatigue"),
    "work": (
        *("nights", "everyday-work", "deputies", "hand-over", "interruption"),
        "coordination",
    ),
    "queue": (
        *("nights", "everyday-work", "deputies", "hand-over", "interruption"),
        *("search-for-help", "false-alarms", "support"),
    ),
}
"""Mechanisms that touch each kind of leg of a task with people."""
ITEM_WORDS: Mapping[str, Mapping[str, int]] = {
    "wages": {"wage_per_h": 1},
    "outside help": {"wage_per_h": 1},
    "notices": {"letter": 1},
    "answering clients": {"support.lent": 1, "wage_per_h": 1},
    "downtime": {"downtime": 1},
    "lost clients": {"margin": 1, "churn": 0, "trust.": 0, "learning.": 0},
    "fines": {"laws.": 0, "exchange": 0},
}
"""Words in the path of a setting that prices an item of cost; 1 where more of it costs more."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A changed setting, or where none is behind it the cause that one log alone names.

    Of a setting that switches mechanisms, `only` those are meant.
    """

    setting: Setting | None
    cause: str = ""
    only: tuple[str, ...] = ()


class Reasons:
    """The settings that differ between two runs, asked by the step that they touch."""

    def __init__(self, ours: Story, theirs: Story, settings: tuple[Setting, ...]) -> None:
        self.ours, self.theirs, self.settings = ours, theirs, settings
        before, after = (set(s.case.scenario.switched_off) for s in (ours, theirs))
        self._switched = dict.fromkeys(after - before, -1) | dict.fromkeys(before - after, 1)

    def of(self, part: Part) -> list[Reason]:
        """Return what touches a step, the most direct first."""
        kind, subject = part.kind, part.subject
        room, _, name = subject.partition("/")
        if kind == "found":
            return self._under("scenario.cause", "scenario.channels", "scenario.threat") + (
                self._under("scenario.parameters.discovery", "scenario.begins")
            )
        if kind == "decision":
            return self.decision(subject)
        if kind == "inject":
            return self._under(f"scenario.injects.{name}")
        if room != "task":
            return []
        found = dict.fromkeys(self._of_task(part, name))
        return [reason for reason in found if not self._against(reason, part.change_s)]

    def _against(self, reason: Reason, change_s: int) -> bool:
        """Whether a setting makes a step shorter that became longer, or the other way round."""
        if reason.setting is None:
            return False
        room, _, path = reason.setting.path.partition(".")
        field = path.rpartition(".")[2]
        if field not in LENGTHENS:
            return False
        growth = _growth(reason.setting)
        _, _, name = path.removesuffix(f".{field}").partition(".")
        if field == "everyday_share" and room == "plan":
            growth = self._everyday(1, name) - self._everyday(0, name)
        if field in ("elapsed_h", "effort_h"):
            tasks = [story.case.plan.tasks.get(name) for story in (self.ours, self.theirs)]
            usual = [task.duration_h.central for task in tasks if task]
            growth = usual[1] - usual[0] if len(usual) == len(tasks) else 0.0
        return LENGTHENS[field] * growth * change_s < 0.0

    def _everyday(self, side: int, team: str) -> float:
        """Return the share of a team's time that everyday work takes under one of the cases."""
        case = (self.ours, self.theirs)[side].case
        staffing = case.plan.staffing.get(team)
        if staffing is not None and staffing.everyday_share is not None:
            return float(staffing.everyday_share)
        usual = [float(one.everyday_share) for one in case.firm.teams if one.name == team]
        return usual[0] if usual else 0.0

    def _of_task(self, part: Part, name: str) -> Iterator[Reason]:
        path, kind = f"plan.tasks.{name}", part.kind
        yield from self._under(*(f"{path}.{field}" for field in FIELDS[kind]))
        if kind != "queue":
            yield from self._causes(part.subject)
        task = self.ours.task(part.subject) or self.theirs.task(part.subject)
        if task is not None and kind == "wait":
            yield from self._slowing(part, LABELS_OF_WAITS.get(task.label, ""))
        if kind != "wait":
            yield from self._slowing(part, *MECHANISMS[kind])
        if kind == "queue":
            yield from self._of_queue(part)
        elif kind == "work":
            yield from self._of_work(part.subject)
            yield from self._of_leading(part)

    def _of_queue(self, part: Part) -> Iterator[Reason]:
        """Give what is different about the people waited for, by how the longer wait ended."""
        longer, other = self.ours, self.theirs
        if part.change_s > 0:
            longer, other = other, longer
        by = ended_by(longer, part.subject)
        fields: tuple[str, ...] = ON_HAND
        if by.startswith("arrival/"):
            yield from self._arrival(by.partition("/")[2])
        if by.startswith("task/"):
            yield from self._rank(part.subject)
        if by == "shift":
            # At the same time of day, no other hours: only when it came up made the difference.
            begun = [s.facts[_first_start(s, part.subject)][0] % DAY for s in (longer, other)]
            fields = ("shift", "overtime_h", *fields) if begun[0] != begun[1] else ()
        yield from self._teams(part.subject, fields)

    def _of_work(self, subject: str) -> Iterator[Reason]:
        """Give what is different about the hours and pace of the people who did it."""
        fields: tuple[str, ...] = ("everyday_share",)
        breaks = [self._breaks(s, subject, at_shift_end=False) for s in (self.ours, self.theirs)]
        if any(self._breaks(s, subject, at_shift_end=True) for s in (self.ours, self.theirs)):
            fields = ("shift", "overtime_h", *fields)
        workers = [set(self._workers(story, subject)) for story in (self.ours, self.theirs)]
        if breaks[0] != breaks[1] or workers[0] != workers[1]:
            fields = (*fields, *ON_HAND)
        if breaks[0] != breaks[1]:
            yield from self._rank(subject)
        yield from self._teams(subject, fields)

    def _of_leading(self, part: Part) -> Iterator[Reason]:
        """Give that a team meets, or how long, where it pushes the way the work went.

        Meetings stretch work. Where nobody meets, work is longer from the outset, by asking about.
        """
        yield from self._under("plan.coordination.meeting_share")
        for reason in self._under("plan.coordination.convened"):
            stretched = reason.setting is not None and bool(reason.setting.after)
            asked_h = self._ready_h(self.theirs, part.subject) - self._ready_h(
                self.ours, part.subject
            )
            if stretched == (part.change_s > 0) or asked_h * part.change_s > 0.0:
                yield reason

    @staticmethod
    def _ready_h(story: Story, subject: str) -> float:
        """Return the hours of work there were in a task when it could first be done."""
        lines = (story.facts[number] for number in story.tasks.get(subject, ()))
        return next((float(fact[5]) for fact in lines if fact[1] == FACT["task.ready"]), 0.0)

    def _rank(self, subject: str) -> list[Reason]:
        """Return what lets a task go before others, or be put back for them."""
        path = f"plan.tasks.{subject.partition('/')[2]}"
        return self._under(f"{path}.priority", f"{path}.urgent")

    @staticmethod
    def _breaks(story: Story, subject: str, *, at_shift_end: bool) -> int:
        """Return how often a task was put back, by the end of a shift or by other work."""
        lines = (story.facts[number] for number in story.tasks.get(subject, ()))
        pauses = [fact for fact in lines if fact[1] == FACT["task.pause"]]
        return sum((fact[2] == fact[3]) == at_shift_end for fact in pauses)

    def of_way(self, changed: set[str], on_ways: set[str]) -> list[Reason]:
        """Return what opened or closed a way: tasks on one way alone, of all on either."""
        names = {subject.partition("/")[2] for subject in changed}
        found: list[Reason] = []
        for subject in sorted(changed):
            room, _, name = subject.partition("/")
            if room == "decision":
                found += self.decision(subject)
            elif room == "task":
                found += [Reason(s) for s in self.settings if s.path == f"plan.tasks.{name}"]
                found += self._causes(subject, ("task.ready", "task.cancel"))
                found += self._conditions(subject)
        for one in self.settings:
            room, _, rest = one.path.partition("plan.tasks.")
            task, _, field = rest.partition(".")
            if not room and field == "after" and f"task/{task}" in on_ways:
                lost_or_won = set(one.before or ()) ^ set(one.after or ())
                found += [Reason(one)] if lost_or_won & names else []
        return list(dict.fromkeys(found))

    def decision(self, subject: str) -> list[Reason]:
        """Return what answers a decision otherwise."""
        name = subject.partition("/")[2]
        led = ("plan.coordination.convened", "plan.coordination.deputy_after_h")
        return self._under(f"plan.answers.{name}", f"scenario.decisions.{name}", *led)

    def mechanisms(self, outcome: str, change: float) -> list[Reason]:
        """Return the switches that touch an outcome by themselves and push it that way."""
        return self._switches(MECHANISMS_RAISE.get(outcome, {}), change)

    def _slowing(self, part: Part, *names: str) -> list[Reason]:
        """Return the switches of what slows a step: off it is shorter, on it is longer."""
        signs = {name: 0 if name in EITHER_WAY else 1 for name in names}
        return self._switches(signs, part.change_s)

    def _switches(self, signs: Mapping[str, int], change: float) -> list[Reason]:
        """Return the mechanisms switched that push as asked: 1 raises while it is on."""
        names = tuple(
            name
            for name, on in self._switched.items()
            if name in signs and (not change or not signs[name] or signs[name] * on * change > 0)
        )
        found = self._under("scenario.switched_off") if names else []
        return [replace(reason, only=tuple(sorted(names))) for reason in found]

    def item(self, item: str, change: float) -> list[Reason]:
        """Return the settings that price an item of cost and push it that way."""
        words = ITEM_WORDS.get(item, {})
        return [
            Reason(one)
            for one in self.settings
            for word in [next((word for word in words if word in one.path), "")]
            if word and words[word] * _growth(one) * change >= 0.0
        ]

    def hands(self, subject: str) -> list[Reason]:
        """Return what let other teams do a task."""
        workers = [set(self._workers(story, subject)) for story in (self.ours, self.theirs)]
        return list(self._teams(subject, ON_HAND)) if workers[0] != workers[1] else []

    def line(self, kind: str, subject: str, cause: str) -> list[Reason]:
        """Return what touches a line of the log."""
        room, _, name = subject.partition("/")
        if kind == "staff.lent":
            return self._under(f"plan.support.lent.{name}", "scenario.parameters.support")
        if kind.startswith("decision."):
            return self.decision(subject)
        if cause.startswith("decision/"):
            return self.decision(cause)
        if room == "task":
            legs = ("wait", "work") if kind == "task.ready" else ("queue", "work", "again")
            found = [] if kind == "task.ready" else [*self._teams(subject, ON_HAND)]
            found += [r for leg in legs for r in self.of(Part(leg, subject, None, None))]
            found += self.of_way({subject}, {subject})
            return list(dict.fromkeys(found))
        if room == "team":
            return self._team(name)
        return []

    # -- parts -----------------------------------------------------------------------------

    def _under(self, *paths: str) -> list[Reason]:
        return [
            Reason(one)
            for path in paths
            for one in self.settings
            if one.path == path or one.path.startswith(f"{path}.")
        ]

    def _team(self, team: str) -> list[Reason]:
        reasons = self._under(
            f"plan.staffing.{team}", f"organisation.teams.{team}", f"plan.teams.{team}"
        )
        unpriced = [r for r in reasons if r.setting and "wage" not in r.setting.path]
        return [*unpriced, *self._under(f"plan.support.lent.{team}")]

    def _teams(self, subject: str, fields: tuple[str, ...]) -> Iterator[Reason]:
        """Give what is different about the teams that worked on a task in either run."""
        both = (self.ours, self.theirs)
        workers = [name for s in both for name in self._workers(s, subject)]
        roles = {role for s in both if (task := s.task(subject)) for role in task.people}
        for team in dict.fromkeys(workers):
            for reason in self._team(team):
                if reason.setting and _touches(reason.setting, fields, roles):
                    yield reason

    @staticmethod
    def _workers(story: Story, subject: str) -> Iterator[str]:
        firm = story.case.firm
        teams = [team.name for team in (*firm.teams, *story.case.plan.teams)]
        for number in story.tasks.get(subject, ()):
            fact = story.facts[number]
            if fact[1] == FACT["task.start"] and fact[4] >= 0.0:
                yield teams[int(fact[4])]

    def _arrival(self, team: str) -> Iterator[Reason]:
        """Give what made outside help come at another time."""
        yield from self._under(f"plan.teams.{team}.arrives_h")
        for story in (self.ours, self.theirs):
            for _, fact in story.of("staff.call", f"team/{team}"):
                yield from self._blamed([story.names[fact[3]]])

    def _causes(self, subject: str, kinds: tuple[str, ...] = ("task.slow",)) -> Iterator[Reason]:
        """Give who slowed, began or called off a task in one of the runs alone."""
        ours, theirs = (set(self._acts(s, subject)) for s in (self.ours, self.theirs))
        acts = sorted(act for act in ours ^ theirs if act[1] in kinds)
        yield from self._blamed(cause for cause, _, _ in acts)

    def wider_list(self, change: float) -> list[Reason]:
        """Return what set the list of those to be told wider, or narrower."""
        lists = [list(s.of("list")) for s in (self.ours, self.theirs)]
        kinds = [found[-1][1][5] if found else 0.0 for found in lists]
        if (kinds[1] - kinds[0]) * change <= 0.0:
            return []
        stories = zip((self.ours, self.theirs), lists, strict=True)
        return list(self._blamed(s.names[found[-1][1][3]] for s, found in stories if found))

    def lent(self, more: float) -> list[Reason]:
        """Return who else answers clients: more of them where more is positive, else fewer."""
        return [
            r
            for r in self._under("plan.support.lent")
            if r.setting and _growth(r.setting) * more > 0.0
        ]

    def heads(self, team: str, more: float) -> list[Reason]:
        """Return that a team has more people where more is positive, else fewer."""
        paths = (f"plan.staffing.{team}.add", f"organisation.teams.{team}.heads")
        found = self._under(*paths, f"plan.teams.{team}.heads")
        return [r for r in found if r.setting and _growth(r.setting) * more > 0.0]

    @staticmethod
    def _acts(story: Story, subject: str) -> Iterator[tuple[str, str, float]]:
        for number in story.tasks.get(subject, ()):
            fact = story.facts[number]
            kind = FACTS[fact[1]]
            if kind == "task.slow" and fact[4]:
                yield story.names[fact[3]], kind, round(fact[5] / fact[4], 9)
            elif kind in ("task.ready", "task.cancel"):
                yield story.names[fact[3]], kind, 0.0

    def _conditions(self, subject: str) -> Iterator[Reason]:
        """Give who set a flag that a task asks for, in one of the runs alone."""
        for story, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            task = story.task(subject)
            for condition in (task.when, task.skip_when) if task else ():
                for flag in (*condition.flag, *condition.without) if condition else ():
                    number = story.flags.get(f"flag/{flag}")
                    if number is not None and f"flag/{flag}" not in other.flags:
                        yield from self._blamed([story.names[story.facts[number][3]]])

    def _blamed(self, causes: Iterable[str]) -> Iterator[Reason]:
        """Give the settings behind causes; where there are none, what came in one run alone."""
        for cause in causes:
            if cause.startswith("decision/"):
                yield from self.decision(cause)
            elif cause.startswith("inject/"):
                came = [any(s.of("inject.release", cause)) for s in (self.ours, self.theirs)]
                if came[0] != came[1]:
                    yield Reason(None, cause)


def ended_by(story: Story, subject: str) -> str:
    """Return what let a task's work begin at last: a shift, an arrival, another task."""
    number = _first_start(story, subject)
    return story.names[story.facts[number][3]] if number >= 0 else ""


def _first_start(story: Story, subject: str) -> int:
    for number in story.tasks.get(subject, ()):
        fact = story.facts[number]
        if fact[1] == FACT["task.start"] and fact[4] >= 0.0:
            return number
    return -1


def _touches(one: Setting, fields: tuple[str, ...], roles: set[str]) -> bool:
    """Whether a setting of a team is one of some fields; of roles, those a task asks for."""
    field = next((name for name in fields if f".{name}." in f"{one.path}."), "")
    if field in ("roles", "deputises"):
        return bool((set(one.before or ()) ^ set(one.after or ())) & roles)
    return bool(field)


def _growth(one: Setting) -> float:
    """Return by how much a setting that is a number grew; 0 where it is none."""
    before, after = (0 if value is None else value for value in (one.before, one.after))
    numbers = isinstance(before, int | float) and isinstance(after, int | float)
    return float(after - before) if numbers else 0.0

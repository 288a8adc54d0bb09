"""The chain from the changed setting to the moments that it moved, told in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulation.log import Event
from simulation.study.ending import Ending
from simulation.study.links import MOST_REASONS, Link, Pair, moved
from simulation.study.naming import Naming
from simulation.study.reasons import Reason, ended_by
from simulation.study.tracing import Part, Shift, Story
from simulation.text import CATALOGUE
from simulation.units import true_minus
from simulation.world.layout import HOUR

MOST_STEPS, MOST_NAMED = 3, 2
LITTLE = {"why/earlier": "why/earlier_little", "why/later": "why/later_little"}
"""What is said where both times look the same."""
WITHOUT_SETTING = {
    "work": "why/reason/hours",
    "queue": "why/reason/hours",
    "again": "why/reason/again",
}
"""What is said of a step that no changed setting touches, by its kind."""
GONE_OR_NEW = ("again", "queue", "wait")
"""Kinds of steps that may take no time at all."""
LEAST_S = 60
HEADS = (".add", ".heads")
"""How the paths of settings end that say how many people a team has."""
LEAST_SHARE = 0.02
"""A step below this share of the whole change is told with the rest."""


@dataclass(frozen=True, slots=True)
class Way:
    """The parts of a way that one run alone goes, among the subjects of both ways."""

    parts: tuple[Part, ...]
    subjects: frozenset[str]

    @property
    def change_s(self) -> int:
        """How many seconds more the second run's way takes."""
        return sum(part.change_s for part in self.parts)


class Teller(Pair):
    """Makes the links between two runs."""

    def links(self, parting: tuple[tuple[Event, ...], tuple[Event, ...]]) -> Iterator[Link]:
        """Give the whole chain: what was changed, where the runs part, and what follows."""
        yield self._changed()
        if _alike(self.ours, self.theirs):
            yield self.note("why/nothing_parts")
            if self.settings:
                yield self.note("why/no_effect")
            return
        told = [self._parting(*parting) if any(parting) else self.note("why/amounts")]
        for shift in self.moves:
            told += self._moment(shift)
        told += Ending(self.ours, self.theirs, self.settings, self.moves, self.labels).links()
        yield from told
        yield from self._ends(told)

    def _changed(self) -> Link:
        reasons = [Reason(one) for one in self.settings]

        def words(names: Naming) -> str:
            if not reasons:
                return names.say("why/same_inputs", a=self.a, b=self.b)
            if len(reasons) > MOST_STEPS:
                return names.say("why/changed_many", a=self.a, b=self.b, count=len(reasons))
            settings = names.joined([names.setting(one) for one in self.settings], "frame/and")
            return names.say("why/changed", a=self.a, b=self.b, settings=settings)

        return self.link("settings", "", (None, None), "", reasons, words)

    def _ends(self, told: list[Link]) -> Iterator[Link]:
        """Say what the chain leaves open."""
        named = {path for link in told for path in link.settings}
        unused = sum(one.path not in named for one in self.settings)
        if self.settings and not named:
            yield self.note("why/not_followed")
        elif unused:
            yield self.note("why/unused", count=unused, all=len(self.settings))
        if any(one.path.endswith(HEADS) for one in self.settings):
            yield self.note("why/idle_heads", subject="heads")

    # -- where the runs part ---------------------------------------------------------------

    def _parting(self, ours: tuple[Event, ...], theirs: tuple[Event, ...]) -> Link:
        first = min((*theirs, *ours), key=lambda event: event.time_s)
        mine, others = (theirs, ours) if first in theirs else (ours, theirs)
        twin = next((e for e in others if _same_thing(e, first)), None)
        before, after = (first, twin) if mine is ours else (twin, first)
        reasons = self.reasons.line(first.kind, first.subject, first.cause)
        if not reasons and len(self.settings) == 1:
            reasons = [Reason(self.settings[0])]  # nothing else can have been the cause

        def words(names: Naming) -> str:
            because = "" if _answered(before, after) else self.because(names, reasons)
            what = self._parted(names, before, after) + because
            return names.say("why/parting", when=self._when(names, first.time_s), what=what)

        figures = (before.time_h if before else None, after.time_h if after else None)
        return self.link("parting", first.subject, figures, "h", reasons, words)

    def _parted(self, names: Naming, before: Event | None, after: Event | None) -> str:
        if before is None or after is None:
            lines = [(self.theirs, after), (self.ours, before)]
            story, event = next((story, event) for story, event in lines if event is not None)
            what = _line(names, story, event)
            return names.say("why/part/alone", case=self.label_of(story), what=what)
        if before.time_s != after.time_s:
            key = "why/part/earlier" if after.time_s < before.time_s else "why/part/later"
            time = names.time(abs(after.time_s - before.time_s))
            return names.say(key, what=_line(names, self.theirs, after), time=time, b=self.b)
        if _answered(before, after):
            return self._decided(names, before, after)
        if after.kind == "task.ready":
            took = {"before": names.hours(before.after), "after": names.hours(after.after)}
            key = "why/part/hours" if after.after and before.after else "why/part/hours_gone"
            key = key if before.after else "why/part/hours_new"
            return names.say(key, task=names.name(after.subject), **took)
        both = {
            "before": _line(names, self.ours, before),
            "after": _line(names, self.theirs, after),
        }
        return names.say("why/part/instead", a=self.a, b=self.b, **both)

    def _decided(self, names: Naming, before: Event, after: Event) -> str:
        """Return that a decision is answered, and how where the first sentence has not said it."""
        decision = names.name(after.subject)
        if len(self.settings) <= MOST_STEPS:
            return names.say("why/part/answered", decision=decision)
        answers = {
            "before": names.option(self.ours.case, before.subject, int(before.after)),
            "after": names.option(self.theirs.case, after.subject, int(after.after)),
        }
        return names.say("why/answer", decision=decision, **answers)

    def _when(self, names: Naming, time_s: int) -> str:
        """Return a time from the first sign on, where both runs have the same one."""
        sign = self.ours.moment_s("first_sign")
        if sign is None or sign != self.theirs.moment_s("first_sign"):
            return names.say("why/since_start", time=names.time(time_s))
        if time_s == sign:
            return names.say("why/at_sign")
        key = "why/after_sign" if time_s > sign else "why/before_sign"
        return names.say(key, time=names.time(abs(time_s - sign)))

    # -- moments ---------------------------------------------------------------------------

    def _moment(self, shift: Shift) -> Iterator[Link]:
        """Give a moment that moved, and the largest steps of the way to it."""
        change = shift.change_s
        figures = (_as_hours(shift.before_s), _as_hours(shift.after_s))
        if change is None:
            yield self.link(
                *("moment", shift.moment, figures, "h", []), lambda n: self._never(n, shift)
            )
            return
        key = "why/earlier" if change < 0 else "why/later"

        def words(names: Naming) -> str:
            after = self._since(names, self.theirs, shift.moment)
            signs = [s.moment_s("first_sign") for s in (self.ours, self.theirs)]
            before = self._since(names, self.ours, shift.moment)
            little = before == after
            if signs[0] == signs[1] and signs[0] is not None and shift.before_s is not None:
                before = names.time(shift.before_s - signs[0])
            moment = names.say(f"why/moment/{shift.moment}")
            times = {"change": names.time(abs(change)), "before": before, "after": after}
            shown = LITTLE[key] if little else key
            return _begun(names.say(shown, moment=moment, **times))

        yield self.link("moment", shift.moment, figures, "h", [], words)
        yield from self._steps(shift, abs(change))

    def _since(self, names: Naming, story: Story, moment: str) -> str:
        time_s, sign = story.moment_s(moment), story.moment_s("first_sign")
        if time_s is None:
            return ""
        if moment == "first_sign" or sign is None:
            return names.say("why/since_start", time=names.time(time_s))
        return names.say("why/after_sign", time=names.time(time_s - sign))

    def _never(self, names: Naming, shift: Shift) -> str:
        came = self.ours if shift.after_s is None else self.theirs
        case, other = (self.a, self.b) if came is self.ours else (self.b, self.a)
        moment = names.say(f"why/moment/{shift.moment}")
        when = self._since(names, came, shift.moment)
        return _begun(names.say("why/never", moment=moment, when=when, case=case, other=other))

    def _steps(self, shift: Shift, change_s: int) -> Iterator[Link]:
        """Give the largest steps; legs of one way alone are one step together."""
        lasting = [p for p in shift.parts if None not in (p.before_s, p.after_s) or _again(p)]
        parts: list[Part | Way] = [part for part in lasting if part.change_s]
        turned = tuple(part for part in shift.parts if part not in lasting)
        if sum(abs(part.change_s) for part in turned):
            parts.append(Way(turned, frozenset(p.subject for p in shift.parts)))
        parts.sort(key=lambda part: -abs(part.change_s))
        least = max(LEAST_S, LEAST_SHARE * change_s)
        shown = self._chosen([part for part in parts if abs(part.change_s) >= least] or parts[:1])
        for part in shown:
            yield self._way(part, shift.moment) if isinstance(part, Way) else self._step(part)
        rest_s = sum(part.change_s for part in parts if part not in shown)
        if abs(rest_s) >= least:
            yield self.link(
                *("step", "", (None, rest_s / HOUR), "h", []),
                lambda n: n.say("why/step/rest", change=_signed(n, rest_s)),
            )

    def _chosen(self, parts: list[Part | Way]) -> list[Part | Way]:
        """Return the largest steps, among them the largest that a changed setting touches."""
        shown = parts[:MOST_STEPS]
        touched = next((part for part in parts if self._settings_of(part)), None)
        if touched is not None and touched not in shown:
            shown[-1] = touched
        return shown

    def _settings_of(self, part: Part | Way) -> list[Reason]:
        if isinstance(part, Way):
            changed = {one.subject for one in part.parts}
            return self.reasons.of_way(changed, set(part.subjects))
        return self.reasons.of(part)

    def _way(self, way: Way, moment: str) -> Link:
        """Tell that the way to a moment leads through other tasks."""
        reasons = self._settings_of(way)

        def words(names: Naming) -> str:
            values = {"moment": names.say(f"why/moment/{moment}")}
            for side, times in (
                ("gone", {p.subject: 0 for p in way.parts if p.after_s is None}),
                ("new", {p.subject: 0 for p in way.parts if p.before_s is None}),
            ):
                for part in way.parts:
                    if part.subject in times:
                        times[part.subject] += abs(part.change_s)
                if told := self._took(names, times):
                    values[side] = told
            both = "" if len(values) == 3 else f"_{'gone' if 'gone' in values else 'new'}"
            what = names.say(f"why/step/way{both}", **values)
            none = names.frame("frame/because", reasons=names.say("why/reason/way"))
            because = self.because(names, reasons) or none
            return names.frame(
                "frame/step", change=_signed(names, way.change_s), what=what, because=because
            )

        figures = (
            sum(part.before_s or 0 for part in way.parts) / HOUR,
            sum(part.after_s or 0 for part in way.parts) / HOUR,
        )
        return self.link("step", "", figures, "h", reasons[:MOST_REASONS], words)

    def _took(self, names: Naming, times: Mapping[str, int]) -> str:
        """Return the longest of some tasks with their times, and how many more there are."""
        ordered = sorted((s for s in times if times[s]), key=lambda subject: -times[subject])
        told = [
            names.frame("frame/step/took", what=names.name(s), time=names.time(times[s]))
            for s in ordered[:MOST_NAMED]
        ]
        if len(ordered) > MOST_NAMED:
            told.append(names.say("why/step/others", count=len(ordered) - MOST_NAMED))
        return names.joined(told)

    def _step(self, part: Part) -> Link:
        reasons = self.reasons.of(part)

        def words(names: Naming) -> str:
            because = self.because(names, reasons, part.subject)
            if not because and part.kind != "moment":
                because = self._without_setting(names, part)
            what = self._went(names, part)
            return names.frame(
                "frame/step", change=_signed(names, part.change_s), what=what, because=because
            )

        figures = (_as_hours(part.before_s), _as_hours(part.after_s))
        return self.link("step", part.subject, figures, "h", reasons[:MOST_REASONS], words)

    def _went(self, names: Naming, part: Part) -> str:
        """Return how a step went, under the second case and not the first."""
        if part.kind == "moment":
            return moved(names, part.subject, part.change_s)
        values = {
            "what": names.name(part.subject),
            "before": names.time(part.before_s or 0),
            "after": names.time(part.after_s or 0),
        }
        key = f"why/step/{part.kind}"
        if part.kind in GONE_OR_NEW and not (part.before_s and part.after_s):
            key += "_gone" if part.before_s else "_new"
        said = names.say(key, **values)
        return said + (self._until(names, part) if part.kind == "queue" else "")

    def _until(self, names: Naming, part: Part) -> str:
        """Return what the longer of two waits for people waited for."""
        story = self.theirs if part.change_s > 0 else self.ours
        by = ended_by(story, part.subject)
        room, _, name = by.partition("/")
        if by == "shift":
            until = names.say("why/until/shift")
        elif room == "arrival":
            until = names.say("why/until/arrival", team=names.name(f"team/{name}"))
        elif room == "task":
            until = names.say("why/until/task", task=names.name(by))
        else:
            return ""
        return names.frame("frame/until", until=until)

    def _without_setting(self, names: Naming, part: Part) -> str:
        """Say so where no changed setting touches a step."""
        reason = names.say(WITHOUT_SETTING.get(part.kind, "why/reason/none"))
        told = [s.run.outcome.people_told for s in (self.ours, self.theirs)]
        task = self.theirs.task(part.subject)
        more = (told[1] - told[0]) * part.change_s > 0.0
        if part.kind == "work" and task and task.notices and more:
            before, after = (f"{people:,.0f}" for people in told)
            reason = names.say("why/reason/list", before=before, after=after)
        return names.frame("frame/because", reasons=reason)


def _again(part: Part) -> bool:
    """Whether a part is a repeat of a task, which may come in one run and not in the other."""
    return part.kind == "again"


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _as_hours(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / HOUR


def _signed(names: Naming, seconds: int) -> str:
    return true_minus("-" if seconds < 0 else "+") + names.time(abs(seconds))


def _alike(ours: Story, theirs: Story) -> bool:
    """Whether two logs are the same line by line; their numbers for names may differ."""
    names, others = ours.names, theirs.names
    return len(ours.facts) == len(theirs.facts) and all(
        (one[0], one[1], names[one[2]], names[one[3]], *one[4:])
        == (two[0], two[1], others[two[2]], others[two[3]], *two[4:])
        for one, two in zip(ours.facts, theirs.facts, strict=True)
    )


def _answered(before: Event | None, after: Event | None) -> bool:
    """Whether two lines are a decision that is answered otherwise at the same time."""
    if before is None or after is None:
        return False
    return before.kind == "decision.answer" and before.time_s == after.time_s


def _same_thing(one: Event, other: Event) -> bool:
    return (one.kind, one.subject) == (other.kind, other.subject)


def _line(names: Naming, story: Story, event: Event) -> str:
    """Return a line of the log in words, as the feed of a drill has it."""
    key = f"fact/{event.kind}"
    if event.kind == "task.start" and event.before < 0.0:
        key = "fact/task.wait"
    if key not in CATALOGUE or event.kind == "message":
        return names.say("why/part/unsaid", what=event.kind)
    case, team, option = story.case, "", ""
    if event.kind == "task.start" and event.before >= 0.0:
        firm = case.firm
        team = names.name(f"team/{(*firm.teams, *case.plan.teams)[int(event.before)].name}")
    if event.kind == "decision.answer":
        options = case.scenario.decisions[event.subject.partition("/")[2]].options
        option = names.label(list(options.values())[int(event.after)].label)
    if event.kind == "staff.lent" and not event.after:
        key = "why/part/lent_back"
    return names.say(
        key,
        subject=names.name(event.subject),
        team=team,
        option=option,
        before=f"{event.before:,.0f}",
        after=f"{event.after:,.4g}",
        change=f"{event.after - event.before:,.0f}",
        hours=names.hours(event.after) if 0.0 <= event.after < 1e6 else "",
    )

"""What the moved moments come to: waiting, exposure, trust, clients and cost."""

from __future__ import annotations

import collections
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping

from simulation.outcomes import Outcome, Wait
from simulation.study.causes import Causes
from simulation.study.links import MOST_REASONS, Link, Pair
from simulation.study.naming import Naming
from simulation.study.reasons import Reason
from simulation.study.tracing import Story
from simulation.text import CATALOGUE
from simulation.units import show_money, show_share, true_minus

MOST_TEAMS, MOST_ITEMS = 2, 3
LEAST_WAIT_H = 1.0
LEAST_CHANGE = 0.05
"""What shows as no change at all is none."""
LEAST_REST = 0.5
"""What is less than half of a unit of money is lost in rounding."""
LEAST_SHARE = 0.05
"""Items of cost that changed less than this share of the largest, all together, are the rest."""

Sayings = Callable[[Naming], list[str]]


class Ending(Pair):
    """Tells what two runs come to, and what that follows from."""

    def links(self) -> Iterator[Link]:
        """Give the waits and the outcomes that differ, in the order of a breach."""
        yield from self._waiting()
        yield from self._outcomes()

    def _waiting(self) -> Iterator[Link]:
        """Give the teams for which work waited much longer, or less long."""
        waits = [_waits(story.run.outcome) for story in (self.ours, self.theirs)]
        teams = dict.fromkeys([*waits[0], *waits[1]])
        totals = {
            t: [sum(one.waited_h for one in side[t].values()) for side in waits] for t in teams
        }
        ordered = sorted(teams, key=lambda t: -abs(totals[t][1] - totals[t][0]))
        for team in ordered[:MOST_TEAMS]:
            before, after = totals[team]
            if abs(after - before) >= LEAST_WAIT_H:
                yield self._wait(team, (before, after), (waits[0][team], waits[1][team]))

    def _wait(
        self,
        team: str,
        figures: tuple[float, float],
        waits: tuple[Mapping[str, Wait], Mapping[str, Wait]],
    ) -> Link:
        """Tell how long work waited for a team, and which task's wait changed most."""
        tasks = {
            task: tuple(side[task].waited_h if task in side else 0.0 for side in waits)
            for task in dict.fromkeys([*waits[0], *waits[1]])
        }
        change = figures[1] - figures[0]
        task = max(tasks, key=lambda t: (tasks[t][1] - tasks[t][0]) * change)
        busy = [sum(one.busy_h for one in side.values()) for side in waits]
        key = "why/waiting" if all(figures) else "why/waiting_gone"
        key = key if figures[0] else "why/waiting_new"

        def words(names: Naming) -> str:
            waited, held, longest = (
                {
                    key: names.hours(h) if h else names.say("why/nothing")
                    for key, h in zip(("before", "after"), pair, strict=True)
                }
                for pair in (figures, busy, tasks[task])
            )
            named = {"team": names.name(f"team/{team}"), **waited}
            while_busy = names.frame(
                "frame/because", reasons=names.say("why/waiting_busy", **held)
            )
            mostly = names.say("why/waiting_mostly", task=names.name(f"task/{task}"), **longest)
            return names.say(
                key,
                busy=while_busy if held["before"] != held["after"] else "",
                mostly=mostly,
                **named,
            )

        heads = self.reasons.heads(team, busy[0] - busy[1])
        return self.link("waiting", f"team/{team}", figures, "h", heads, words)

    def _outcomes(self) -> Iterator[Link]:
        ours, theirs = self.ours.run.outcome, self.theirs.run.outcome
        for name, unit in _OUTCOMES.items():
            before, after = (_figure(outcome, name) for outcome in (ours, theirs))
            same = _shown(before, unit, ours.currency) == _shown(after, unit, ours.currency)
            if not same and (unit == "share" or abs(after - before) >= LEAST_CHANGE):
                yield self._outcome(name, unit, before, after)

    def _outcome(self, name: str, unit: str, before: float, after: float) -> Link:
        outcomes = [story.run.outcome for story in (self.ours, self.theirs)]
        change = after - before
        reasons, follows = self._settings_of(name, change), self._follows(name, before, after)

        def words(names: Naming) -> str:
            because = [names.reason(r, "any") for r in reasons]
            told = list(dict.fromkeys([*because, *follows(names)]))
            # Nothing is left out of a bill, or what is said of it would not add up.
            shown = names.joined(told if name == "cost" else told[: MOST_ITEMS + 1], "frame/and")
            values = {
                "before": _shown(before, unit, outcomes[1].currency),
                "after": _shown(after, unit, outcomes[1].currency),
                "change": _change(names, before, after),
                "because": names.frame("frame/because", reasons=shown) if shown else "",
                "count": str(len(outcomes[1].duties)),
            }
            for key, field_name in (("lowest", "lowest"), ("year", "at_year")):
                shares = [show_share(getattr(o, f"trust_{field_name}_share")) for o in outcomes]
                values[key] = names.say("why/instead", before=shares[0], after=shares[1])
            return names.say(f"why/outcome/{name}", **values)

        return self.link("outcome", name, (before, after), unit, reasons, words)

    def _settings_of(self, name: str, change: float) -> list[Reason]:
        """Return the settings that touch an outcome by themselves and push it that way."""
        reasons = self.reasons.mechanisms(name, change)
        if name == "people_told":
            reasons += self.reasons.wider_list(change)
        if name in ("contacts_answered", "contacts_abandoned"):
            reasons += self.reasons.lent(change if name == "contacts_answered" else -change)
        if name == "cost":
            for item, share in self._items()[:MOST_ITEMS]:
                if share * change > 0.0:
                    reasons += self.reasons.hands(self._mostly(item, share)[0])
                    reasons += self.reasons.item(item, share)
        return list(dict.fromkeys(reasons))[:MOST_REASONS]

    def _follows(self, name: str, before: float, after: float) -> Sayings:
        """Return the words of what an outcome follows from: nothing that pushes the other way."""
        change = after - before
        if name == "cost":
            return lambda names: self._bill(names, change)
        causes = self._causes
        found = causes.of(name, before, after)
        if name == "trust":
            year = [s.run.outcome.trust_at_year_share for s in (self.ours, self.theirs)]
            found = [*found, *causes.public(change)] if (year[1] - year[0]) * change >= 0.0 else []
        if name == "duties_in_time":
            found = causes.duties(change)
        return lambda names: [words(names) for words in found]

    @functools.cached_property
    def _causes(self) -> Causes:
        return Causes(self.ours, self.theirs, self.settings, self.moves, self.labels)

    def _bill(self, names: Naming, change: float) -> list[str]:
        """Return the items of cost whose changes add up to its own, what goes against it last."""
        items = self._items()
        told = [self._item(names, *item) for item in items if item[1] * change > 0.0]
        against = [self._item(names, *item) for item in items if item[1] * change < 0.0]
        if told and against:
            listed = names.joined(against, "frame/list")
            against = [names.say("why/cost/against", items=listed)]
        rest = change - sum(amount for _, amount in items)
        others = (
            [names.say("why/cost/rest", change=_plus(rest))] if abs(rest) >= LEAST_REST else []
        )
        return [*told, *against, *others]

    def _items(self) -> list[tuple[str, float]]:
        """Return the items of cost that changed most, until what is left is little."""
        ours, theirs = (s.run.outcome.cost_by_item for s in (self.ours, self.theirs))
        changes: dict[str, float] = {}
        for one in dict.fromkeys([*ours, *theirs]):
            # Measures are booked by form of loss, and are one item to people.
            item = _people_call(one)
            changes[item] = changes.get(item, 0.0) + theirs.get(one, 0.0) - ours.get(one, 0.0)
        ordered = sorted(changes.items(), key=lambda item: -abs(item[1]))
        least = LEAST_SHARE * abs(ordered[0][1]) if ordered else 0.0
        left = itertools.accumulate(abs(amount) for _, amount in reversed(ordered))
        rests = reversed(list(left))
        return [item for item, rest in zip(ordered, rests, strict=True) if rest > least]

    def _item(self, names: Naming, item: str, change: float) -> str:
        label = f"why/item/{item}"
        said = {"item": names.say(label) if label in CATALOGUE else item, "change": _plus(change)}
        task, share = self._mostly(item, change)
        if not task:
            return names.frame("frame/cost/item", **said)
        return names.say("why/cost/mostly", cause=names.name(task), share=_plus(share), **said)

    def _mostly(self, item: str, change: float) -> tuple[str, float]:
        """Return the task that changed an item of cost most, if one did, and by how much."""
        causes = [_by_cause(story, item) for story in (self.ours, self.theirs)]
        changes = {c: causes[1][c] - causes[0][c] for c in dict.fromkeys([*causes[0], *causes[1]])}
        cause = max(changes, key=lambda c: abs(changes[c]), default="")
        if cause.startswith("task/") and changes[cause] * change > 0.0:
            return cause, changes[cause]
        return "", 0.0


_OUTCOMES = {
    "people_affected": "people",
    "people_told": "people",
    "record_days_untold": "record-days",
    "people_misused": "people",
    "contacts_answered": "contacts",
    "contacts_abandoned": "contacts",
    "duties_in_time": "duties",
    "trust": "share",
    "clients_lost": "clients",
    "cost": "money",
}
"""Outcomes that are told, in the order of a breach, with their units."""
_FIELDS = {"trust": "trust_lowest_share"}


def _figure(outcome: Outcome, name: str) -> float:
    if name == "duties_in_time":
        return float(sum(duty.in_time for duty in outcome.duties))
    return float(getattr(outcome, _FIELDS.get(name, name)))


def _shown(value: float, unit: str, currency: str) -> str:
    if unit == "share":
        return show_share(value)
    if unit == "money":
        return show_money(value, currency)
    return f"{value:,.0f}" if abs(value) >= 100 or unit == "duties" else f"{value:,.1f}"


def _change(names: Naming, before: float, after: float) -> str:
    change = _plus(after - before)
    percent = f"{100.0 * (after / before - 1.0):+.0f}" if before > 0.0 else "+0"
    if percent in ("+0", "-0"):
        return change
    return names.frame("frame/change", change=change, percent=true_minus(percent))


def _plus(change: float) -> str:
    return true_minus(f"{change:+,.0f}" if abs(change) >= 10 else f"{change:+,.1f}")


def _waits(outcome: Outcome) -> dict[str, dict[str, Wait]]:
    """Return how each task waited, by team."""
    waits: dict[str, dict[str, Wait]] = collections.defaultdict(dict)
    for one in outcome.waits:
        waits[one.team][one.task] = one
    return waits


def _by_cause(story: Story, item: str) -> collections.Counter[str]:
    """Return what each cause booked on an item of cost."""
    booked: collections.Counter[str] = collections.Counter()
    for booked_on in story.run.outcome.cost_by_item:
        if _people_call(booked_on) == item:
            for _, fact in story.of("cost", f"cost/{booked_on}"):
                booked[story.names[fact[3]]] += fact[5] - fact[4]  # type: ignore[assignment]
    return booked


def _people_call(item: str) -> str:
    return item.partition(":")[0]

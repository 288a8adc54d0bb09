"""What the moved moments come to: waiting, exposure, trust, clients and cost."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping

from simulation.outcomes import Outcome
from simulation.study.links import MOST_REASONS, Link, Pair, hours, moved
from simulation.study.naming import Naming
from simulation.study.reasons import Reason
from simulation.study.tracing import Story
from simulation.text import CATALOGUE
from simulation.units import show_money, show_share, true_minus

MOST_TEAMS, MOST_ITEMS = 2, 3
LEAST_WAIT_H = 1.0
LEAST_CHANGE = 0.05
"""What shows as no change at all is none."""
LEAST_SHARE = 0.02
"""An item of cost that makes up less than this share of all changes is left out."""
PUBLIC_FACTS = {"mend": "mend", "attention": "attention", "trust.shock": "trust"}

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
        ordered = sorted(teams, key=lambda t: -abs(waits[1][t] - waits[0][t]))
        for team in ordered[:MOST_TEAMS]:
            before, after = waits[0][team], waits[1][team]
            if abs(after - before) >= LEAST_WAIT_H:
                yield self._wait(team, before, after)

    def _wait(self, team: str, before: float, after: float) -> Link:
        times = {"before": hours(before), "after": hours(after)}
        return self.link(
            *("waiting", f"team/{team}", (before, after), "h", []),
            lambda n: n.say("why/waiting", team=n.name(f"team/{team}"), **times),
        )

    def _outcomes(self) -> Iterator[Link]:
        ours, theirs = self.ours.run.outcome, self.theirs.run.outcome
        for name, unit in _OUTCOMES.items():
            before, after = (_figure(outcome, name) for outcome in (ours, theirs))
            same = _shown(before, unit, ours.currency) == _shown(after, unit, ours.currency)
            if not same and (unit == "share" or abs(after - before) >= LEAST_CHANGE):
                yield self._outcome(name, unit, before, after)

    def _outcome(self, name: str, unit: str, before: float, after: float) -> Link:
        outcomes = [story.run.outcome for story in (self.ours, self.theirs)]
        reasons, follows = self._reasons_of(name)

        def words(names: Naming) -> str:
            because = [names.reason(r.setting, "any") for r in reasons if r.setting]
            told = follows(names) if name == "cost" else [*because, *follows(names)]
            told = told + because if name == "cost" else told
            shown = names.joined(list(dict.fromkeys(told))[: MOST_ITEMS + 1], "frame/and")
            values = {
                "before": _shown(before, unit, outcomes[1].currency),
                "after": _shown(after, unit, outcomes[1].currency),
                "change": _change(before, after),
                "because": names.frame("frame/because", reasons=shown) if shown else "",
                "count": str(len(outcomes[1].duties)),
            }
            for key, field_name in (("lowest", "lowest"), ("year", "at_year")):
                shares = [show_share(getattr(o, f"trust_{field_name}_share")) for o in outcomes]
                values[key] = names.say("why/instead", before=shares[0], after=shares[1])
            return names.say(f"why/outcome/{name}", **values)

        return self.link("outcome", name, (before, after), unit, reasons, words)

    def _reasons_of(self, name: str) -> tuple[list[Reason], Sayings]:
        """Return the settings that touch an outcome by themselves, and what it follows from."""
        reasons = self.reasons.mechanisms(name)
        if name == "people_told":
            reasons += self.reasons.acts("list")
        if name in ("contacts_answered", "contacts_abandoned"):
            reasons += self.reasons.lent()
        if name == "cost":
            for item in self._items():
                reasons += self.reasons.hands(self._mostly(*item)[0])
                reasons += self.reasons.item(item[0])
        follows: dict[str, Sayings] = {
            "people_affected": self._left,
            "record_days_untold": lambda n: (
                self._moved(n, "clients_told", side=self._more(name))
                + self._left(n, side=self._more(name))
            ),
            "people_misused": self._harmed,
            "contacts_answered": lambda n: self._moved(n, "clients_told"),
            "duties_in_time": lambda n: self._moved(
                *(n, "regulator_told", "clients_told"), side=-self._more(name)
            ),
            "trust": self._public,
            "clients_lost": self._trusting,
            "cost": lambda n: [self._item(n, *item) for item in self._items()],
        }
        return list(dict.fromkeys(reasons))[:MOST_REASONS], follows.get(name, lambda _: [])

    def _items(self) -> list[tuple[str, float]]:
        """Return the items of cost that changed most."""
        ours, theirs = (s.run.outcome.cost_by_item for s in (self.ours, self.theirs))
        changes = {
            i: theirs.get(i, 0.0) - ours.get(i, 0.0) for i in dict.fromkeys([*ours, *theirs])
        }
        ordered = sorted(changes.items(), key=lambda item: -abs(item[1]))
        whole = sum(abs(amount) for _, amount in ordered)
        return [(i, x) for i, x in ordered[:MOST_ITEMS] if abs(x) > LEAST_SHARE * whole]

    def _item(self, names: Naming, item: str, change: float) -> str:
        label = f"why/item/{item.partition(':')[0]}"
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

    # -- what outcomes follow from ---------------------------------------------------------

    def _more(self, name: str) -> float:
        """Return how much more an outcome comes to in the second run."""
        before, after = (_figure(s.run.outcome, name) for s in (self.ours, self.theirs))
        return after - before

    def _moved(self, names: Naming, *moments: str, side: float | None = None) -> list[str]:
        """Return how much earlier or later moments came; given a side, later where it is above 0.

        A moment that moved to the other side is no reason, but goes against the outcome.
        """
        return [
            moved(names, shift.moment, shift.change_s)
            for shift in self.moves
            if shift.moment in moments
            and shift.change_s
            and (side is None or side * shift.change_s > 0.0)
        ]

    def _left(self, names: Naming, side: float | None = None) -> list[str]:
        """Return how many records left, and what let more or fewer leave, where the side fits."""
        before, after = (f"{s.run.outcome.records_out:,.0f}" for s in (self.ours, self.theirs))
        if before == after or (side is not None and side * self._more("records_out") < 0.0):
            return []
        left = names.say("why/records", before=before, after=after)
        return [left, *self._moved(names, "contained")]

    def _public(self, names: Naming) -> list[str]:
        """Return what trust follows from: when clients were told, by words and deeds."""
        return self._moved(names, "clients_told") + self._alone(names, PUBLIC_FACTS)

    def _harmed(self, names: Naming) -> list[str]:
        """Return what misuse follows from: the exposure, and what lowered the harm."""
        exposed = self._more("record_days_untold")
        key = "why/exposure_less" if exposed < 0.0 else "why/exposure_more"
        first = [names.say(key)] if exposed * self._more("people_misused") > 0.0 else []
        return first + self._alone(names, {"harm.factor": "harm"})

    def _trusting(self, names: Naming) -> list[str]:
        """Return what leaving follows from: how far trust fell, and for how long.

        Who knows may leave on every day from then on, so an earlier notice can lose more clients
        although trust falls less far; then it is the mean that tells, and when they were told.
        """
        lost, fell = self._more("clients_lost"), -self._more("trust_lowest_share")
        means = [_mean_trust(story) for story in (self.ours, self.theirs)]
        if (means[1] - means[0]) * lost >= 0.0:
            return []
        if fell * lost > 0.0:
            return [names.say("why/trust_more" if fell > 0.0 else "why/trust_less")]
        before, after = (show_share(mean) for mean in means)
        if before == after:
            return []
        earlier = self._moved(names, "clients_told", side=-lost)
        return [names.say("why/trust_mean", before=before, after=after), *earlier]

    def _alone(self, names: Naming, kinds: Mapping[str, str]) -> list[str]:
        """Return acts that one of the runs alone has, with who brought them."""
        acts = [dict.fromkeys(_acts(story, kinds)) for story in (self.ours, self.theirs)]
        found = []
        for mine, others, story in (
            (acts[1], acts[0], self.theirs),
            (acts[0], acts[1], self.ours),
        ):
            for kind, cause in (act for act in mine if act not in others):
                fact = names.say(f"why/fact/{kinds[kind]}")
                named = {"fact": fact, "cause": self._answered(names, story, cause)}
                found.append(names.say("why/act", case=self.label_of(story), **named))
        return found[:MOST_REASONS]

    @staticmethod
    def _answered(names: Naming, story: Story, cause: str) -> str:
        """Return a cause: of a decision what was answered."""
        for _, fact in story.of("decision.answer", cause):
            return names.option(story.case, cause, int(fact[5]))
        return names.name(cause)


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


def _change(before: float, after: float) -> str:
    change = _plus(after - before)
    percent = f"{100.0 * (after / before - 1.0):+.0f}" if before > 0.0 else "+0"
    return change if percent in ("+0", "-0") else f"{change}, {true_minus(percent)} %"


def _plus(change: float) -> str:
    return true_minus(f"{change:+,.0f}" if abs(change) >= 10 else f"{change:+,.1f}")


def _mean_trust(story: Story) -> float:
    """Return trust over the whole run on average, between its daily samples by straight lines."""
    samples = [(fact[0], fact[5]) for _, fact in story.of("sample.trust")]
    area = sum(
        (until - since) * (one + next_one) / 2
        for (since, one), (until, next_one) in itertools.pairwise(samples)
    )
    return area / (samples[-1][0] - samples[0][0]) if len(samples) > 1 else 1.0


def _waits(outcome: Outcome) -> collections.Counter[str]:
    waits: collections.Counter[str] = collections.Counter()
    for one in outcome.waits:
        waits[one.team] += one.waited_h  # type: ignore[assignment]
    return waits


def _by_cause(story: Story, item: str) -> collections.Counter[str]:
    """Return what each cause booked on an item of cost."""
    booked: collections.Counter[str] = collections.Counter()
    for _, fact in story.of("cost", f"cost/{item}"):
        booked[story.names[fact[3]]] += fact[5] - fact[4]  # type: ignore[assignment]
    return booked


def _acts(story: Story, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give kinds and causes of lines that a decision, inject or task brought."""
    for kind in kinds:
        for _, fact in story.of(kind):
            cause = story.names[fact[3]]
            if cause.partition("/")[0] in ("decision", "inject", "task"):
                yield kind, cause

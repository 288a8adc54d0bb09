"""What may bring an outcome about, and which way it pushes: only that is named as its cause."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulation.outcomes import Outcome
from simulation.study.directions import RAISED_BY
from simulation.study.links import Pair, Words, moved
from simulation.study.naming import Naming
from simulation.study.tracing import Story
from simulation.text import Text
from simulation.units import show_duration, show_share
from simulation.world.layout import DAY, HOUR

COUNTED = ("record_days_untold",)
"""Outcomes whose causes push in the outcome's own unit; the others push by shares of it."""
Push = Iterator[tuple[float, Words]]
"""How far something pushes up what it raises, and its words."""
LEAST_PUSH = 0.1
"""A cause that pushes less than this share of the strongest, or of the change, is left out."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that differs between two runs: how far it pushes an outcome up, and its words."""

    push: float
    words: Words


def pushing(causes: list[Cause], change: float) -> list[Cause]:
    """Return the causes that push the way the outcome went, the strongest first.

    Pushes and change have one unit; what pushes much less than the outcome changed is no cause.

    >>> causes = [Cause(2.0, lambda _: "more"), Cause(-9.0, lambda _: "less")]
    >>> [cause.push for cause in pushing(causes, change=5.0)]
    [2.0]
    """
    helping = sorted((c for c in causes if c.push * change > 0.0), key=lambda c: -abs(c.push))
    least = LEAST_PUSH * max([abs(change), *(abs(c.push) for c in helping[:1])])
    return [c for c in helping if abs(c.push) >= least]


@dataclass(frozen=True, slots=True)
class Known:
    """How far the breach was known among clients, and how those who knew trusted the firm."""

    share: float
    """Of all clients, at the end of the run."""
    for_d: float
    """How long one who knew had known of it, on average."""
    share_at_lowest: float
    """Of all clients, when trust was lowest."""
    distrust: float
    """How far trust had fallen among those who knew, over that time; 1 is all of it."""


def known_by_clients(story: Story) -> Known:
    """Return who knew of the breach, folded from the samples of trust."""
    samples = [fact for _, fact in story.of("sample.trust")]
    if not samples:
        return Known(0.0, 0.0, 0.0, 0.0)
    full = story.case.scenario.parameters.trust.full.central
    people = len(story.case.firm.segments) or 1
    person_days = lost_days = 0.0
    for one, following in itertools.pairwise(samples):
        days = (following[0] - one[0]) / DAY
        person_days += days * one[4] / people
        lost_days += days * (full - one[5]) / full
    share = samples[-1][4] / people
    return Known(
        share,
        person_days / share if share else 0.0,
        min(samples, key=lambda fact: fact[5])[4] / people,
        lost_days / person_days if person_days else 0.0,
    )


class Causes(Pair):
    """The causes of an outcome between two runs, each with its direction."""

    def of(self, outcome: str, before: float, after: float) -> list[Words]:
        """Return the words of what brought the change of an outcome, the strongest first."""
        change = after - before
        if outcome not in COUNTED:
            change /= max(abs(before), abs(after))
        found = [
            Cause(sign * push, words)
            for name, sign in RAISED_BY.get(outcome, {}).items()
            for push, words in _QUANTITIES[name](self)
        ]
        return [cause.words for cause in pushing(found, change)]

    @property
    def _outcomes(self) -> tuple[Outcome, Outcome]:
        return self.ours.run.outcome, self.theirs.run.outcome

    def _growth(self, key: str, figures: Sequence[float], show: Callable[[float], str]) -> Push:
        """Give by which share of the larger one a figure grew, where it shows."""
        before, after = figures
        shown = {"before": show(before), "after": show(after)}
        if shown["before"] != shown["after"]:
            yield (after - before) / max(abs(before), abs(after)), lambda n: n.say(key, **shown)

    def told(self) -> Push:
        """Give that more or fewer people were told, who then ask."""
        yield from self._growth("why/told", [o.people_told for o in self._outcomes], _whole)

    def records(self) -> Push:
        """Give that more or fewer records left."""
        yield from self._growth("why/records", [o.records_out for o in self._outcomes], _whole)

    def containment(self) -> Push:
        """Give that the leak was stopped later or earlier."""
        yield from self._later("contained")

    def estimate(self) -> Push:
        """Give how many were thought to be affected when they were told."""
        yield from self._growth(
            "why/estimate", [_estimate_when_told(s) for s in (self.ours, self.theirs)], _whole
        )

    def exposure(self) -> Push:
        """Give that data were out and those concerned not told for longer, or less long."""
        before, after = (o.record_days_untold for o in self._outcomes)
        key = "why/exposure_less" if after < before else "why/exposure_more"
        if before != after:
            yield (after - before) / max(before, after), lambda n: n.say(key)

    def harm(self) -> Push:
        """Give what lowered or raised the harm of leaked data in one of the runs alone."""
        yield from self._acts("harm.factor", "harm", lambda fact: fact[5] - fact[4])

    def abandoned(self) -> Push:
        """Give that more or fewer clients gave up asking."""
        before, after = (o.contacts_abandoned for o in self._outcomes)
        key = "why/abandoned_less" if after < before else "why/abandoned_more"
        if _whole(before) != _whole(after):
            asked = max(o.contacts_abandoned + o.contacts_answered for o in self._outcomes)
            yield (after - before) / asked, lambda n: n.say(key)

    def known(self) -> Push:
        """Give that more or fewer clients came to know of the breach."""
        yield from self._growth("why/known", [k.share for k in self._known], show_share)

    def known_at_lowest(self) -> Push:
        """Give that more or fewer clients knew of the breach when trust was lowest."""
        shares = [k.share_at_lowest for k in self._known]
        yield from self._growth("why/known_at_lowest", shares, show_share)

    def known_for(self) -> Push:
        """Give that those who knew had longer to leave, or less long."""
        before, after = (round(k.for_d * DAY) for k in self._known)
        if before and after and show_duration(before) != show_duration(after):
            yield (
                (after - before) / max(before, after),
                lambda n: n.say("why/known_for", before=n.time(before), after=n.time(after)),
            )

    def distrust(self) -> Push:
        """Give that trust fell further, or less far, among those who knew."""
        yield from self._growth("why/distrust", [k.distrust for k in self._known], show_share)

    @functools.cached_property
    def _known(self) -> tuple[Known, Known]:
        return known_by_clients(self.ours), known_by_clients(self.theirs)

    # -- record-days untold: how many of them each cause makes ------------------------------

    def missed(self) -> Push:
        """Give that more or fewer of those affected were never told."""
        before, after = (o.people_missed for o in self._outcomes)
        shown = {"before": _whole(before), "after": _whole(after)}
        key = "why/missed" if shown["after"] != "0" else "why/missed_none"
        if shown["before"] != shown["after"]:
            yield (
                (after - before) * self._records_each() * self._days_after_notice(),
                lambda n: n.say(key, **shown),
            )

    def notice(self) -> Push:
        """Give that the notice came later or earlier."""
        told = min(o.people_affected - o.people_missed for o in self._outcomes)
        for push, words in self._later("clients_told"):
            yield push * max(0.0, told) * self._records_each(), words

    def awareness(self) -> Push:
        """Give that the year after awareness ended later, for those who were never told."""
        missed = min(o.people_missed for o in self._outcomes)
        for push, words in self._later("aware"):
            yield push * missed * self._records_each(), words

    def records_untold(self) -> Push:
        """Give that more or fewer records left, which nobody could be told of so soon."""
        most = max(o.record_days_untold for o in self._outcomes)
        for push, words in self.records():
            yield push * most, words

    def _records_each(self) -> float:
        """Return how many records of each person affected left."""
        one = self._outcomes[1]
        return one.records_out / one.people_affected if one.people_affected else 0.0

    def _days_after_notice(self) -> float:
        told = [s.moment_s("clients_told") for s in (self.ours, self.theirs)]
        first = min((at for at in told if at is not None), default=0)
        return max(0.0, self._outcomes[1].ended_h * HOUR - first) / DAY

    def _later(self, moment: str) -> Push:
        """Give by how many days a moment came later."""
        for shift in self.moves:
            seconds = shift.change_s
            if shift.moment == moment and seconds:
                yield seconds / DAY, _moved(moment, seconds)

    def notice_delay(self) -> Push:
        """Give that the notice came sooner or later after awareness."""
        yield from self.delay("clients_told")

    def delay(self, moment: str) -> Push:
        """Give that those to be told were told sooner or later after awareness."""
        delays = [_since_aware(story, moment) for story in (self.ours, self.theirs)]
        if None not in delays:
            before, after = (delay or 0 for delay in delays)
            if show_duration(before) != show_duration(after):
                yield (
                    (after - before) / max(abs(before), abs(after)),
                    lambda n: n.say(
                        *("why/delay",),
                        moment=n.say(f"why/moment/{moment}"),
                        before=n.time(before),
                        after=n.time(after),
                    ),
                )
        elif delays != [None, None]:
            came, other = (self.a, self.b) if delays[1] is None else (self.b, self.a)
            named = {"case": came, "other": other}
            yield (
                1.0 if delays[1] is None else -1.0,
                lambda n: n.say("why/only", moment=n.say(f"why/moment/{moment}"), **named),
            )

    # -- acts -----------------------------------------------------------------------------

    def _acts(self, kind: str, fact: str, raises: Callable[..., float]) -> Push:
        """Give what one of the runs alone has, with who brought it and how far it pushes."""
        sides = ((self.ours, self.theirs, -1.0), (self.theirs, self.ours, 1.0))
        for story, other, sign in sides:
            others = {other.names[line[3]] for _, line in other.of(kind)}
            for _, line in story.of(kind):
                cause = story.names[line[3]]
                room = cause.partition("/")[0]
                if cause not in others and room in ("decision", "inject", "task"):
                    yield sign * raises(line), _act(story, self.label_of(story), fact, cause)

    def public(self, change: float) -> list[Words]:
        """Return the words and deeds of one run alone that may have moved trust that way."""
        found = [
            *self._acts("mend", "mend", lambda _: 1.0),
            *self._acts("trust.shock", "trust", lambda fact: -fact[5]),
            *self._acts("attention", "attention", lambda fact: fact[4] - fact[5]),
        ]
        return [words for push, words in found if push * change > 0.0]

    def duties(self, change: float) -> list[Words]:
        """Return which reports and notices made duties be met, or missed."""
        found: list[Cause] = []
        for moment, audience in (("regulator_told", "regulator"), ("clients_told", "affected")):
            met = [_met(story, audience) for story in (self.ours, self.theirs)]
            if (met[1] - met[0]) * change > 0.0:
                found += [Cause(-push, words) for push, words in self.delay(moment)]
        return [cause.words for cause in found if cause.push * change > 0.0]


_QUANTITIES: Mapping[str, Callable[[Causes], Push]] = {
    name: getattr(Causes, name)
    for name in dict.fromkeys(name for signs in RAISED_BY.values() for name in signs)
}


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _moved(moment: str, seconds: int) -> Words:
    return lambda names: moved(names, moment, seconds)


def _act(story: Story, label: Text, fact: str, cause: str) -> Words:
    """Return words for an act of one run alone; of a decision what was answered is named."""

    def words(names: Naming) -> str:
        named = names.name(cause)
        for _, line in story.of("decision.answer", cause):
            named = names.option(story.case, cause, int(line[5]))
        return names.say("why/act", case=label, fact=names.say(f"why/fact/{fact}"), cause=named)

    return words


def _since_aware(story: Story, moment: str) -> int | None:
    told, aware = story.moment_s(moment), story.moment_s("aware")
    return None if told is None or aware is None else told - aware


def _met(story: Story, audience: str) -> int:
    """Return how many duties towards an audience were met in time."""
    to_whom = {duty.id: duty.recipient for law in story.case.firm.laws for duty in law.obligations}
    return sum(
        duty.in_time and to_whom.get(duty.name) == audience for duty in story.run.outcome.duties
    )


def _estimate_when_told(story: Story) -> float:
    """Return how many people were thought to be affected when they were first told."""
    told = story.moment_s("clients_told")
    known = list(story.of("estimate"))
    times = [fact[0] for _, fact in known]
    place = bisect.bisect_right(times, told) if told is not None else 0
    return known[place - 1][1][5] if place else 0.0

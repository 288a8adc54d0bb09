"""Why two plans, or two settings, come out differently on the same luck: in sentences."""

from __future__ import annotations

import dataclasses
import textwrap
from dataclasses import dataclass

from simulation.log import Event
from simulation.run import Run, run
from simulation.study.choosing import CHOICES, replication_of
from simulation.study.links import Link
from simulation.study.measures import measure_named
from simulation.study.parting import Setting, first_lines, settings_between
from simulation.study.refusing import refused
from simulation.study.results import Study
from simulation.study.telling import Teller
from simulation.study.tracing import Story, shifts
from simulation.study.workers import Case
from simulation.text import Text

WIDTH, MOST_LINES = 99, 24
INDENT = {"step": "  - "}
WEIGHT = {"settings": 0, "parting": 0, "moment": 3, "outcome": 3, "note": 4, "waiting": 5}
"""How soon a kind of link is left out of the screen: the highest goes first."""
MAIN_WEIGHT = 2
MAIN_OUTCOMES = ("cost", "record_days_untold", "clients_lost", "duties_in_time")
MAIN_MOMENTS = ("contained", "clients_told")


@dataclass(frozen=True, repr=False)
class Why:
    """What makes two runs on the same luck differ: where they part, and what follows from it.

    `parting` holds the first lines that each log alone has; samples and bookings do not count.
    """

    a: str
    b: str
    scenario: str
    organisation: str
    seed: int
    replication: int
    chosen: str
    settings: tuple[Setting, ...]
    parting: tuple[tuple[Event, ...], tuple[Event, ...]]
    chain: tuple[Link, ...]

    def sentences(self, language: str = "en") -> list[str]:
        """Return the whole chain as sentences."""
        return [link.text[language] for link in self.chain]

    @property
    def main(self) -> tuple[Link, ...]:
        """The links of what matters most, and of what led there."""
        places = range(len(self.chain))
        return tuple(self.chain[place] for place in places if self._weight(place) <= MAIN_WEIGHT)

    def main_sentences(self, language: str = "en") -> list[str]:
        """Return the sentences of what matters most, and of what led there, for a page."""
        return [link.text[language] for link in self.main]

    def plain(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        lines = zip((self.a, self.b), self.parting, strict=True)
        head = ("a", "b", "scenario", "organisation", "seed", "replication", "chosen")
        return {
            **{name: getattr(self, name) for name in head},
            "settings": [dataclasses.asdict(one) for one in self.settings],
            "parting": [[dataclasses.asdict(event) for event in events] for _, events in lines],
            "chain": [dataclasses.asdict(link) for link in self.chain],
        }

    def __repr__(self) -> str:
        """Return the main sentences on one screen."""
        return "\n".join([*self._title(), *self._screen()])

    def in_full(self) -> str:
        """Return the whole chain as a page, of as many screens as it takes."""
        return "\n".join([*self._title(), *(line for block in self._blocks() for line in block)])

    def _title(self) -> list[str]:
        head = f"Why {self.b} differs from {self.a}: {self.scenario} · {self.organisation}"
        luck = f"seed {self.seed} · replication {self.replication}{self.chosen}"
        return _wrapped(f"{head} · {luck}", "")

    def _blocks(self) -> list[list[str]]:
        """Return the lines of each link of the chain."""
        return [_wrapped(link.text["en"], INDENT.get(link.kind, "")) for link in self.chain]

    def _screen(self) -> list[str]:
        """Return the most telling sentences, as many as fit, in the order of the chain."""
        blocks = self._blocks()
        left = MOST_LINES - 3
        shown: set[int] = set()
        for place in sorted(range(len(blocks)), key=self._rank):
            headless = self.chain[place].kind == "step" and self._head(place) not in shown
            if len(blocks[place]) <= left and not headless:
                shown.add(place)
                left -= len(blocks[place])
        lines = [line for place in sorted(shown) for line in blocks[place]]
        hidden = len(blocks) - len(shown)
        return lines + ([f"… and {hidden} more: --all, or .in_full() in Python"] if hidden else [])

    def _head(self, place: int) -> int:
        """Return the place of the moment that a step leads to."""
        while self.chain[place].kind == "step":
            place -= 1
        return place

    def _rank(self, place: int) -> tuple[int, float, int]:
        """Return what a link goes by to the screen: its weight, and the larger change first."""
        link = self.chain[place]
        change_h = (link.after or 0.0) - (link.before or 0.0) if link.unit == "h" else 0.0
        return self._weight(place), -abs(change_h), place

    def _weight(self, place: int) -> int:
        """Return how soon a link is left out of the screen: the highest goes first."""
        link = self.chain[place]
        if link.subject in MAIN_OUTCOMES or link.subject in MAIN_MOMENTS:
            return 1
        if link.subject == "heads" or (link.kind == "waiting" and link.settings):
            return MAIN_WEIGHT
        if link.kind == "step":
            main = self.chain[self._head(place)].subject in MAIN_MOMENTS
            return 1 + (place - self._head(place)) + (0 if main else 3)
        return WEIGHT.get(link.kind, 9)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        *(text, WIDTH), initial_indent=indent, subsequent_indent=" " * (len(indent) + 4)
    )


def why(study: Study, a: str, b: str, which: str | int = "typical", measure: str = "cost") -> Why:
    """Return why a case of a study comes out differently from another, in one replication.

    `typical` is the replication whose difference in the measure is the median of all, `worst`
    the one in which b does worst against a; a number is that replication. It is run again for
    both, which gives the study's own values, and the two logs are followed back.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=3, seed=1)
    >>> one = why(study, "no-plan", "lean", which="worst")
    >>> one.replication in range(3)
    True
    """
    replication = replication_of(study, (a, b), which, measure)
    cases = {case.label: case for case in study.cases}
    ours, theirs = (
        run(c.scenario, c.plan, c.organisation, seed=study.seed, replication=replication)
        for c in (cases[a], cases[b])
    )
    title = measure_named(measure).title
    chosen = f" ({which} of {study.replications:,} in {title})" if which in CHOICES else ""
    return dataclasses.replace(why_between(ours, theirs, cases[a], cases[b]), chosen=chosen)


def why_between(
    ours: Run,
    theirs: Run,
    our_case: Case,
    their_case: Case,
    labels: tuple[Text, Text] | None = None,
) -> Why:
    """Return why two runs on the same luck come out differently; the cases are their inputs.

    Sentences name them by `labels`, where given, else by the cases' own.

    >>> from simulation.files import load
    >>> scenario, plan = load("breaches/insider-export"), load("plans/lean")
    >>> cases = [
    ...     Case("lean", scenario, plan),
    ...     Case("one more", scenario, plan.change({"staffing.it.add": 1})),
    ... ]
    >>> runs = [run(c.scenario, c.plan, seed=7) for c in cases]
    >>> why_between(*runs, *cases).sentences()[0]
    'What differs between lean and one more: Part-time administrator: 1 more at work.'
    """
    if (ours.seed, ours.replication) != (theirs.seed, theirs.replication):
        luck = [f"seed {one.seed}, replication {one.replication}" for one in (ours, theirs)]
        raise refused(
            f"the runs are of {' and '.join(luck)}", "two runs on the same luck", where="why"
        )
    settings = settings_between(our_case, their_case)
    parting = first_lines(ours.log, theirs.log)
    stories = Story(ours, our_case), Story(theirs, their_case)
    teller = Teller(*stories, settings, shifts(*stories), labels)
    return Why(
        a=our_case.label,
        b=their_case.label,
        scenario=theirs.scenario,
        organisation=theirs.organisation,
        seed=theirs.seed,
        replication=theirs.replication,
        chosen="",
        settings=settings,
        parting=parting,
        chain=tuple(teller.links(parting)),
    )

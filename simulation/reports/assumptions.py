"""What a report rests on: its inputs, their evidence, and what must not be concluded from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulation import files
from simulation.files import claims_of
from simulation.inputs.claims import Claim, Judgement
from simulation.reports.blocks import Points, Section, Words, section, table
from simulation.reports.material import named
from simulation.text import CATALOGUE, both, told
from simulation.units import format_number

About = tuple[str, str, str]
"""Kind, name and SHA-256 of an input."""
Path = tuple[str | int, ...]
Carries = Callable[[Any, Path], bool]
"""Whether a number of an input bears on what a report says."""

MOST_JUDGED = 3
"""Judgements shown of each group; the others are counted."""
MOST_SOURCES = 8
_ROOMS = {
    "tasks": "work",
    "work": "work",
    "notices": "work",
    "discovery": "discovery",
    "threat": "leak",
    "harm": "leak",
    "decisions": "choices",
    "injects": "choices",
    "knowledge": "knowledge",
    **dict.fromkeys(("attention", "learning", "trust", "churn", "support"), "public"),
    **dict.fromkeys(("laws", "authority", "grades", "notice_limit_h"), "law"),
    **dict.fromkeys(("supervision", "escalation"), "law"),
}
"""What a number is about, by the part of the file that it stands in."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that an input states, and where."""

    model: Any
    path: Path
    claim: Claim

    @property
    def name(self) -> str:
        """The number as files name it."""
        return ".".join((self.model.kind, *map(str, self.path)))

    @property
    def about(self) -> str:
        """What it is about."""
        room = self.path[1] if self.path[0] == "parameters" else self.path[0]
        return _ROOMS.get(str(room), "money")


def not_to_conclude(*keys: str) -> Section:
    """Return the section that says what must not be concluded.

    >>> not_to_conclude("not/forecast").title["en"]
    'What not to conclude'
    """
    return section("report/not", Points(tuple(both(CATALOGUE[key]) for key in keys)))


def assumptions(
    inputs: Sequence[Any], about: Sequence[About], provenance: str, carries: Carries
) -> tuple[Section, ...]:
    """Return the sections on inputs, on the judgements that carry a report, and on sources."""
    claims = [
        Stated(model, path, claim)
        for model in inputs
        for path, claim in claims_of(model)
        if path[0] != "organisation"  # an organisation's own stand under itself alone
    ]
    carrying = [one for one in claims if carries(one.model, one.path)]
    return (
        section(
            "report/inputs",
            table(
                "kind name read not_read judged bare hash",
                (_input(one, it, claims) for one, it in zip(inputs, about, strict=True)),
                figures=(2, 3, 4, 5),
                caption=both(CATALOGUE["report/inputs_caption"]),
            ),
            Words(provenance, "soft"),
        ),
        _judgements(claims, carrying),
        _sources(claims, carrying),
    )


def _input(model: Any, about: About, claims: Sequence[Stated]) -> tuple[str, ...]:
    kind, name, sha256 = about
    own = [one.claim for one in claims if one.model is model]
    known = files.evidence()
    read = [
        all(known[i].verified for i in one.evidence if i in known) for one in own if one.evidence
    ]
    judged = sum(one.judgement is not None for one in own)
    bare = sum(not one.sourced for one in own)
    counts = (sum(read), len(read) - sum(read), judged, bare)
    return named(f"kind/{kind}"), name, *map(str, counts), sha256


def _judgements(claims: Sequence[Stated], carrying: Sequence[Stated]) -> Section:
    shown = list(_widest(_judged(carrying)))
    rest = len(_judged(claims)) - len(shown)
    return section(
        "report/judgements",
        Words(told("report/judged_here")),
        table(
            "about input low base high why",
            (_judgement(one, judged) for one, judged in shown),
            figures=(2, 3, 4),
            small=True,
        ),
        Words(told("report/judged_rest", count=f"{rest:,}"), "soft") if rest else None,
        appendix=True,
    )


def _judged(claims: Sequence[Stated]) -> list[tuple[Stated, Judgement]]:
    """Return every judgement once, also when several plans share it."""
    found: dict[tuple[str, Judgement], tuple[Stated, Judgement]] = {}
    for one in claims:
        if one.claim.judgement is not None:
            found.setdefault((one.name, one.claim.judgement), (one, one.claim.judgement))
    return list(found.values())


def _widest(judged: Sequence[tuple[Stated, Judgement]]) -> Iterator[tuple[Stated, Judgement]]:
    """Give of each group the judgements with the widest range."""
    for about in dict.fromkeys((*_ROOMS.values(), "money")):
        group = [pair for pair in judged if pair[0].about == about]
        yield from sorted(group, key=lambda pair: -_spread(pair[1]))[:MOST_JUDGED]


def _spread(judged: Judgement) -> float:
    """Return how wide a range is beside its middle; the middle may be nothing."""
    if judged.low > 0.0:
        return math.log(judged.high / judged.low)
    return (judged.high - judged.low) / abs(judged.base) if judged.base else 0.0


def _judgement(one: Stated, judged: Judgement) -> tuple[str, ...]:
    sizes = (format_number(getattr(judged, name)) for name in ("low", "base", "high"))
    return named(f"about/{one.about}"), one.name, *sizes, both(one.claim.why or "")


def _sources(claims: Sequence[Stated], carrying: Sequence[Stated]) -> Section:
    """Return the sources of the numbers that carry a report, those of most numbers first."""
    counts: dict[str, int] = {}
    for one in carrying:
        for id_ in one.claim.evidence:
            counts[id_] = counts.get(id_, 0) + 1
    known = files.evidence()
    used = {id_ for one in claims for id_ in one.claim.evidence if id_ in known}
    shown = sorted((id_ for id_ in counts if id_ in known), key=lambda i: (-counts[i], i))
    shown = shown[:MOST_SOURCES]
    rest = len(used) - len(shown)
    rows = (
        (
            *(known[id_].id, known[id_].quantity, known[id_].source_title),
            *(str(known[id_].year), named(f"source/{known[id_].status}")),
        )
        for id_ in shown
    )
    return section(
        "report/sources",
        table("id quantity source year state", rows, small=True),
        Words(told("report/sources_rest", count=f"{rest:,}"), "soft") if rest else None,
        appendix=True,
    )

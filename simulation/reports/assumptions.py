"""What a report rests on: its inputs, their evidence, and what must not be concluded from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simulation import files
from simulation.files import claims_of
from simulation.inputs.claims import Claim
from simulation.reports.blocks import Points, Section, Words, section, table
from simulation.text import CATALOGUE, both, in_language
from simulation.units import format_number

Claimed = tuple[Any, str, Claim]
About = tuple[str, str, str]
"""Kind, name and SHA-256 of an input."""


def not_to_conclude(*keys: str) -> Section:
    """Return the section that says what must not be concluded.

    >>> not_to_conclude("not/forecast").title["en"]
    'What not to conclude'
    """
    return section("report/not", Points(tuple(both(CATALOGUE[key]) for key in keys)))


def assumptions(
    inputs: Sequence[Any], about: Sequence[About], provenance: str
) -> tuple[Section, ...]:
    """Return the sections on inputs, on what is judgement in them, and on their sources."""
    claims = [(model, path, claim) for model in inputs for path, claim in _own_claims(model)]
    return (
        section(
            "report/inputs",
            table(
                "kind name read not_read judged bare hash",
                (_input(one, it, claims) for one, it in zip(inputs, about, strict=True)),
                figures=(2, 3, 4, 5),
                caption="What was tried, and how many of its numbers stand on what.",
            ),
            Words(provenance, "soft"),
        ),
        section(
            "report/judgements",
            Words(
                "Numbers about the world that no source gives: what an expert would hold "
                "possible, and why."
            ),
            table("input low base high why", _judgements(claims), figures=(1, 2, 3), small=True),
            appendix=True,
        ),
        section(
            "report/sources",
            table("id quantity source year state", _sources(claims), small=True),
            appendix=True,
        ),
    )


def _own_claims(model: Any) -> Iterator[tuple[str, Claim]]:
    """Give an input's claims by dotted path; an organisation's own stand under itself alone."""
    for path, claim in claims_of(model):
        if path[0] != "organisation":
            yield ".".join(map(str, path)), claim


def _input(model: Any, about: About, claims: list[Claimed]) -> tuple[str, ...]:
    kind, name, sha256 = about
    own = [claim for of, _, claim in claims if of is model]
    known = files.evidence()
    read = [
        all(known[i].verified for i in one.evidence if i in known) for one in own if one.evidence
    ]
    judged = sum(one.judgement is not None for one in own)
    bare = sum(not one.sourced for one in own)
    counts = (sum(read), len(read) - sum(read), judged, bare)
    return kind, name, *map(str, counts), sha256


def _judgements(claims: list[Claimed]) -> Iterator[tuple[str, ...]]:
    """Give every judgement once, also when several plans share it."""
    seen = set()
    for model, path, claim in claims:
        judged = claim.judgement
        if judged is None or (model.kind, path, judged) in seen:
            continue
        seen.add((model.kind, path, judged))
        sizes = (format_number(getattr(judged, name)) for name in ("low", "base", "high"))
        yield f"{model.kind}.{path}", *sizes, in_language(claim.why or "")


def _sources(claims: list[Claimed]) -> Iterator[tuple[str, ...]]:
    used = {id_ for _, _, claim in claims for id_ in claim.evidence}
    for id_, row in files.evidence().items():
        if id_ in used:
            yield row.id, row.quantity, row.source_title, str(row.year), row.status

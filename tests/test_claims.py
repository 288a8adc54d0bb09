"""Every number of the shipped library names its evidence, and says what the evidence says."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator

import pytest

from simulation.files import evidence, evidence_row, library, load
from simulation.files.checks import claims_of
from simulation.inputs.claims import Claim

NAMES = [entry.name for entry in library()]
OTHERS = {"breaches": ("organisation", "parameters"), "organisations": ("laws",)}
"""What a loaded file holds of other files, which are looked at on their own."""


@functools.cache
def shipped(name: str) -> dict[str, Claim]:
    """Return the claims that a library file makes itself, by their place."""
    others = OTHERS.get(name.partition("/")[0], ())
    found = claims_of(load(name))
    return {".".join(map(str, path)): claim for path, claim in found if path[0] not in others}


def judged(name: str) -> dict[str, Claim]:
    return {place: claim for place, claim in shipped(name).items() if claim.judgement}


def evident(name: str) -> dict[str, Claim]:
    return {place: claim for place, claim in shipped(name).items() if claim.evidence}


NEAR = 0.01
NUMBER = re.compile(r"(?:(?<![\w.)])-)?(?<![\w])\.?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
ROW_ID = re.compile(r"[A-Z]\d\d(?!\d)")
IN_WORDS = {("G05", 0.0): "ending in warning/rectification only"}
"""Numbers that a row says in words, and where."""


def numbers(text: str) -> list[float]:
    """Return the numbers written in a cell; in 8-100 the dash is no minus."""
    return [float(found.rstrip(",").replace(",", "")) for found in NUMBER.findall(text)]


def stated(claim: Claim) -> list[float]:
    """Return the numbers that a claim takes from its evidence."""
    if claim.uniform:
        return [claim.uniform.low, claim.uniform.high]
    return [claim.central]


def near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=NEAR)


def backed(claim: Claim, id_: str, field: str) -> bool:
    """Whether the numbers of a claim lie within a row, in the row's unit or in hours."""
    row = evidence_row(id_)
    in_value = numbers(row.value)
    if not in_value:
        return True
    scale = 24.0 if row.unit == "days" and field.endswith("_h") else 1.0
    written = [*in_value, *numbers(row.note)]
    logs = [math.exp(mu) for mu in numbers(" ".join(re.findall(r"mu=\S+", row.note)))]
    known = [n * scale for n in (*written, *logs)]
    low, high = min(in_value) * scale, max(in_value) * scale
    if claim.lognormal and claim.lognormal.sigma and "sigma" in row.note:
        known_sigma = any(near(claim.lognormal.sigma, n) for n in written)
    else:
        known_sigma = True
    return known_sigma and all(
        any(near(n, k) for k in known)
        or (len(in_value) > 1 and low <= n <= high)
        or IN_WORDS.get((id_, n), "\0") in row.quantity
        for n in stated(claim)
    )


def judgements() -> Iterator[tuple[str, Claim]]:
    """Give every judgement of the library, with its file and place."""
    for name in NAMES:
        yield from ((f"{name}: {place}", claim) for place, claim in judged(name).items())


def evidences() -> Iterator[tuple[str, Claim]]:
    """Give every claim of the library that names evidence, with its file and place."""
    for name in NAMES:
        yield from ((f"{name}: {place}", claim) for place, claim in evident(name).items())


def test_every_claim_says_where_it_comes_from():
    for name in NAMES:
        claims = shipped(name)
        assert [place for place, claim in claims.items() if not claim.sourced] == [], name
        assert len(claims) == len(judged(name)) + len(evident(name)), name


def test_evidence_is_there_and_was_read():
    for place, claim in evidences():
        assert set(claim.evidence) <= set(evidence()), place
        assert any(evidence_row(id_).verified for id_ in claim.evidence), place


def test_a_claim_lies_within_its_evidence():
    outside = [
        place
        for place, claim in evidences()
        if not any(backed(claim, id_, place.rpartition(".")[2]) for id_ in claim.evidence)
    ]
    assert outside == []


def test_a_judgement_is_about_the_middle_of_its_claim():
    off = [p for p, claim in judgements() if not near(claim.judgement.base, claim.central)]
    assert off == []


def test_a_reason_names_rows_that_exist_the_same_in_both_languages():
    for place, claim in judgements():
        english, chinese = (set(ROW_ID.findall(text)) for text in (claim.why.en, claim.why.zh))
        assert english == chinese, place
        assert english <= set(evidence()), place


def test_the_library_is_full_of_claims_of_both_kinds():
    assert sum(len(evident(name)) for name in NAMES) >= 35
    assert sum(len(judged(name)) for name in NAMES) >= 150


@pytest.mark.parametrize(
    ("claim", "id_", "field", "right"),
    [
        (Claim(value=0.12), "T18", "same_day_share", True),
        (Claim(value=0.13), "T18", "same_day_share", False),
        (Claim(value=24), "T18", "wait_d", True),
        (Claim(value=24 * 24), "T18", "wait_h", True),
        (Claim(value=24), "T18", "wait_h", False),
        (Claim.model_validate({"uniform": {"low": 24, "high": 72}}), "K12", "arrives_h", True),
        (Claim.model_validate({"uniform": {"low": 1, "high": 4}}), "K12", "arrives_h", False),
        (Claim.model_validate({"lognormal": {"median": 33, "sigma": 0.7}}), "W05", "x_h", True),
        (Claim.model_validate({"lognormal": {"median": 130, "sigma": 0.7}}), "W05", "x_h", False),
        (Claim.model_validate({"lognormal": {"median": 7, "sigma": 1.2}}), "T25", "x_d", False),
        (Claim(value=0), "G05", "amount", True),
        (Claim(value=1), "G05", "amount", False),
    ],
)
def test_a_number_outside_its_row_is_seen(claim, id_, field, right):
    assert backed(claim, id_, field) is right


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8-100 ; 44", [8, 100, 44]),
        ("209,625 / 7,500", [209625, 7500]),
        (">0.90", [0.9]),
        ("p0=.12, mu=3.49", [0.12, 3.49]),
        ("-61", [-61]),
        ("2e5 ; 2e7", [2e5, 2e7]),
    ],
)
def test_numbers_are_read_from_a_cell(text, found):
    assert numbers(text) == found

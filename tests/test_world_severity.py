"""ENISA 2013: the published form, its levels, and examples worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from models import breach, firm, holding, team, world

from simulation.world import severity
from simulation.world.layout import F_PUBLISHED


@pytest.mark.parametrize(
    ("context", "identifiability", "circumstances", "score", "level"),
    [
        (4, 0.75, 0.25 + 0.5, 3.75, "high"),  # hospital, ransomware, back-up within a day
        (3, 1.0, 0.25, 3.25, "high"),  # pay slip to the wrong colleague
        (4, 1.0, 0.5 + 0.5, 5.0, "very high"),  # a year of pay sold by an employee
        (1, 1.0, 0.0, 1.0, "low"),  # list of contacts on an open share, nobody looked
    ],
)
def test_published_cases(
    context: int, identifiability: float, circumstances: float, score: float, level: str
) -> None:
    got = severity.enisa_score(context, identifiability, circumstances)
    assert got == score
    assert severity.level(got) == level


@pytest.mark.parametrize(
    ("score", "level", "grade"),
    [
        (0.25, "low", "low"),
        (1.99, "low", "low"),
        (2.0, "medium", "medium"),
        (2.99, "medium", "medium"),
        (3.0, "high", "high"),
        (3.99, "high", "high"),
        (4.0, "very high", "high"),
        (6.0, "very high", "high"),
    ],
)
def test_levels_begin_at_two_three_and_four(score: float, level: str, grade: str) -> None:
    assert severity.level(score) == level
    assert severity.grade(score) == grade


@pytest.mark.parametrize(
    ("categories", "score"),
    [
        # A list of a supermarket's customers, of a luxury shop's, of an adult bookshop's, of
        # officers under cover.
        ({"simple": 0}, 1),
        ({"simple": 1}, 2),
        ({"simple": 2}, 3),
        ({"simple": 3}, 4),
        # A call to a help desk, a week of calls, a year of them, calls to a clinic.
        ({"behavioural": -1}, 1),
        ({"behavioural": 0}, 2),
        ({"behavioural": 1}, 3),
        ({"behavioural": 2}, 4),
        # A letter from a bank, a day without detail, balances by month, a year of statements.
        ({"financial": -2}, 1),
        ({"financial": -1}, 2),
        ({"financial": 0}, 3),
        ({"financial": 1}, 4),
        # A general blood test, one in an emergency, one for a disease, its result.
        ({"sensitive": -3}, 1),
        ({"sensitive": -2}, 2),
        ({"sensitive": -1}, 3),
        ({"sensitive": 0}, 4),
        # The highest category counts, and no score leaves 1 to 4.
        ({"simple": 1, "financial": 0}, 3),
        ({"simple": 3, "behavioural": -1}, 4),
        ({"behavioural": -1, "simple": 0}, 1),
        ({"simple": 3, "sensitive": 0}, 4),
    ],
)
def test_context_takes_the_highest_category(categories: dict[str, int], score: int) -> None:
    assert severity.context_score(categories) == score


@pytest.mark.parametrize(
    ("identifiers", "ease"),
    [
        # A name alone by how many share it; the same with what singles the person out.
        ({"full_name": 0.25}, 0.25),
        ({"full_name": 0.75}, 0.75),
        ({"full_name": 0.25, "email": 1.0}, 1.0),
        # A number without the register behind it, and with the birth date in it.
        ({"id_number": 0.25, "phone_or_address": 0.25}, 0.25),
        ({"id_number": 0.75, "email": 0.25}, 0.75),
        ({"photo": 0.5, "code": 0.25}, 0.5),
    ],
)
def test_the_strongest_identifier_counts(identifiers: dict[str, float], ease: float) -> None:
    assert severity.ease_of_identification(identifiers) == ease
    kind = {"name": "contact", "title": "C", "categories": {"financial": 0}}
    company = firm(team("it"), data_classes=[kind | {"identifiers": identifiers}])
    p, s = world(breach(company, recipients="none"))
    s.records_out[0] = 1.0
    assert severity.true_severity(p, s) == 3 * ease


@pytest.mark.parametrize(
    ("confidentiality", "integrity", "availability", "malicious", "points"),
    [
        # Lost on the way; sent to a known recipient; published.
        (0, "intact", "kept", False, 0.0),
        (1, "intact", "kept", False, 0.25),
        (2, "intact", "kept", False, 0.5),
        # Altered and put back before use; perhaps used wrongly; beyond repair.
        (0, "restored", "kept", False, 0.0),
        (0, "restorable", "kept", False, 0.25),
        (0, "lost", "kept", False, 0.5),
        # Recovered without difficulty; away for a time (hospital, back-up in a day); for good.
        (0, "intact", "recovered", False, 0.0),
        (0, "intact", "interrupted", True, 0.75),
        (0, "intact", "lost", False, 0.5),
        (2, "lost", "lost", True, 2.0),
    ],
)
def test_each_circumstance_adds_its_points(
    confidentiality: int, integrity: str, availability: str, malicious: bool, points: float
) -> None:
    got = severity.circumstances(confidentiality, integrity, availability, malicious)
    assert got == points
    recipients = ("none", "known", "unknown")[confidentiality]
    words = {"integrity": integrity, "availability": availability, "malicious": malicious}
    p, s = world(breach(recipients=recipients, **words))
    s.records_out[0] = 1.0
    assert severity.true_severity(p, s) == 1.0 + points


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"categories": {"simple": -1}, "identifiability": 1.0}, "expected 0 to 3"),
        ({"categories": {"sensitive": 1}, "identifiability": 1.0}, "expected -3 to 0"),
        ({"categories": {"simple": 0}, "identifiers": {"id_number": 0.5}}, "0.25, 0.75, 1.0"),
        ({"categories": {"simple": 0}}, "expected one of the two"),
    ],
)
def test_what_the_tables_do_not_have_is_refused(change: dict[str, Any], message: str) -> None:
    kind = {"name": "contact", "title": "C"} | change
    with pytest.raises(ValueError, match=message):
        firm(team("it"), data_classes=[kind])


@pytest.mark.parametrize(
    ("recipients", "malicious", "score"),
    [
        ("none", False, 1.0),
        ("known", False, 1.25),
        ("unknown", False, 1.5),
        ("none", True, 1.5),
        ("unknown", True, 2.0),
    ],
)
def test_circumstances_of_a_breach(recipients: str, malicious: bool, score: float) -> None:
    p, s = world(breach(recipients=recipients, malicious=malicious))
    assert severity.true_severity(p, s) == 0.0
    s.records_out[0] = 1.0
    assert severity.true_severity(p, s) == score


def test_published_data_have_unknown_recipients() -> None:
    p, s = world(breach(recipients="known"))
    s.records_out[0] = 1.0
    s.flag_at[F_PUBLISHED] = 0
    assert severity.true_severity(p, s) == 1.5


def test_truth_looks_at_what_left_and_the_room_at_what_it_found() -> None:
    classes = [
        {"name": "contact", "title": "C", "categories": {"simple": 0}, "identifiability": 0.5},
        {"name": "pay", "title": "P", "categories": {"financial": 1}, "identifiability": 1.0},
    ]
    holdings = [holding("list", 10), holding("slips", 10) | {"data_class": "pay"}]
    company = firm(team("it"), data_classes=classes, holdings=holdings)
    p, s = world(breach(company, recipients="unknown"))
    s.records_out = [1.0, 1.0]
    s.found = [True, False]
    assert severity.true_severity(p, s) == 4.5
    assert severity.known_severity(p, s) == 1.0
    s.found = [False, False]
    assert severity.known_severity(p, s) == 0.0

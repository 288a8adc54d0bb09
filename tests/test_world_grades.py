"""China's grades: the published lines, and the standard's matrix cell by cell."""

from __future__ import annotations

import pytest
from models import breach, firm, plan, team, wait
from test_world_duties import duty, law

from simulation.files import load
from simulation.run import run
from simulation.world.grades import GRADES, reporting_grade, standard_level

CHINA = [
    (line.people_from, line.direct_loss_from, line.outage_from_h)
    for line in load("laws/china").grades
]


@pytest.mark.parametrize(
    ("people", "loss", "grade"),
    [
        # The annex: 1 million people, 10 million, 100 million; what is named is included.
        (999_999, 0, "general"),
        (1_000_000, 0, "relatively_major"),
        (10_000_000, 0, "major"),
        (100_000_000, 0, "extremely_major"),
        # Any one line is enough: 5 million yuan of direct loss, 20 million, 100 million.
        (20_000, 4_999_999, "general"),
        (20_000, 5_000_000, "relatively_major"),
        (1_000_000, 20_000_000, "major"),
        (0, 100_000_000, "extremely_major"),
    ],
)
def test_the_grade_for_reporting_is_that_of_the_annex(
    people: float, loss: float, grade: str
) -> None:
    assert GRADES[reporting_grade(CHINA, people, loss)] == grade


@pytest.mark.parametrize(
    ("importance", "levels"),
    [
        # Loss smaller, larger, serious, extremely serious.
        (2, (4, 3, 2, 1)),
        (1, (4, 4, 3, 2)),
        (0, (4, 4, 4, 3)),
    ],
)
def test_the_level_is_that_of_the_matrix(importance: int, levels: tuple[int, ...]) -> None:
    assert tuple(standard_level(importance, loss, 0) for loss in range(4)) == levels


def test_harm_to_society_can_only_raise_the_level() -> None:
    assert [standard_level(0, 0, harm) for harm in range(4)] == [4, 3, 2, 1]
    assert standard_level(2, 3, 0) == 1


LINE = {
    "grade": "relatively_major",
    "people_from": 500,
    "direct_loss_from": 1e9,
    "outage_from_h": 2,
    "source": {"title": "Act", "article": "1", "read_on": "2026-01-01"},
    "verified": True,
    "loss_verified": True,
}


def test_a_run_is_graded_from_the_truth_and_from_what_is_known() -> None:
    company = firm(team("it"), laws=[law(duty(), grades=[LINE])])
    outcome = run(breach(company), plan({"asleep": wait(1)}), seed=1).outcome
    assert outcome.people_affected == 1_000
    assert outcome.reporting_grade_true == "relatively_major"
    assert outcome.reporting_grade_known == "general"  # nobody ever looked
    assert (outcome.standard_level_true, outcome.standard_level_known) == (3, 4)


def test_an_outage_counts_for_critical_infrastructure_alone() -> None:
    cut = {"cut": wait(1, effects=[{"effect": "system", "system": "server", "to": "isolated"}])}
    lines = LINE | {"people_from": 1e9}
    for critical, grade in ((False, "general"), (True, "relatively_major")):
        company = firm(
            team("it"), laws=[law(duty(), grades=[lines])], critical_infrastructure=critical
        )
        outcome = run(breach(company), plan(cut), seed=1).outcome
        assert outcome.outage_h > 2
        assert outcome.reporting_grade_true == grade


def test_without_grades_in_the_law_there_is_none() -> None:
    outcome = run(breach(firm(team("it"), laws=[law(duty())])), plan(), seed=1).outcome
    assert outcome.reporting_grade_true is None
    assert outcome.standard_level_true is None

"""How an incident is graded in China, from what is known and from the truth (chapter 10).

The reporting grade is that of the annex to the National Cybersecurity Incident Reporting Measures
(in force from 1 November 2025), whose lines stand in the file of the law. The level is that of
GB/T 20986-2023: the worse of how much an object of some importance lost, and the harm to society.
"""

from __future__ import annotations

from simulation.world.layout import Tables

GRADES = ("general", "relatively_major", "major", "extremely_major")
IMPORTANCES = ("general", "important", "extremely_important")
MATRIX = ((4, 4, 4, 3), (4, 4, 3, 2), (4, 3, 2, 1))
"""Level by importance of the object (rows) and by its loss: smaller, larger, serious, extreme."""


def reporting_grade(
    lines: list[tuple[float, float, float]], people: float, loss: float, outage_h: float = 0.0
) -> int:
    """Return the grade as a place in `GRADES`: the highest of which any one line is reached.

    A line holds the people concerned, the direct loss and the hours without a main function.

    >>> lines = [(1e6, 5e6, 2.0), (1e7, 2e7, 6.0), (1e8, 1e8, 24.0)]
    >>> GRADES[reporting_grade(lines, 1_000_000, 0.0)], GRADES[reporting_grade(lines, 20_000, 2e7)]
    ('relatively_major', 'major')
    """
    reached = 0
    for place, (people_from, loss_from, outage_from_h) in enumerate(lines, start=1):
        if people >= people_from or loss >= loss_from or outage_h >= outage_from_h:
            reached = place
    return reached


def standard_level(importance: int, loss: int, harm: int) -> int:
    """Return the level of GB/T 20986-2023, from 1 (extremely major) to 4 (general).

    >>> standard_level(importance=1, loss=2, harm=0)
    3
    """
    return min(MATRIX[importance][loss], 4 - harm)


def graded(
    p: Tables, people: float, cost: float, primary: float, outage_h: float
) -> tuple[int, int] | None:
    """Return the reporting grade and the standard's level; nothing under laws without grades.

    Direct loss is read as FAIR's primary loss. The standard names no numbers: the loss is read
    as a share of a year's turnover, and harm to society as the grade by people alone.
    """
    if not p.grade_lines:
        return None
    outage_h = outage_h if p.critical_infrastructure else 0.0
    grade = reporting_grade(p.grade_lines, people, primary, outage_h)
    loss = sum(cost >= limit for limit in p.grade_losses)
    harm = reporting_grade(p.grade_lines, people, 0.0)
    return grade, standard_level(p.importance, loss, harm)

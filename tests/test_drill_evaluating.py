"""Ratings and observations: kept whatever is undone, told in the report, changing nothing."""

from __future__ import annotations

import io
import re

import docx
import pytest

import simulation as sim
from simulation.errors import ActRefused
from simulation.panels.console import Console
from simulation.panels.parts import HIDDEN
from simulation.reports import after_action
from simulation.reports.after_action import report_of
from simulation.reports.material import Material
from simulation.reports.word import document

CONCLUSIONS = "The facilitator&#39;s conclusions"


@pytest.fixture
def drill(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


def part_of(page: str, heading: str) -> str:
    """A section of a report in one language, without tags and unbroken blanks."""
    found = re.findall(rf"<h2>{heading}</h2>.*?</section>", page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", "".join(found))).replace("\u00a0", " ")


def test_they_change_nothing_in_the_world_and_survive_closing(drill, tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    twin = sim.Drill.start(*inputs, tmp_path / "twin.drill", seed=7)
    drill.observe("They ask who leads.", "recognise", "strength", by="Chen")
    drill.rate("recognise", "M", "Late.", by="Chen")
    for one in (drill, twin):
        one.step(24)
    assert list(map(str, drill.log)) == list(map(str, twin.log))
    twin.close()
    drill.close()
    again = sim.Drill.resume(drill.file)
    assert [(one.text, one.finding, one.by) for one in again.observations] == [
        ("They ask who leads.", "strength", "Chen")
    ]
    assert [(one.rating, one.why) for one in again.ratings] == [("M", "Late.")]
    again.close()


def test_the_last_rating_of_each_evaluator_counts(drill):
    drill.rate("contain", "U", by="Chen")
    drill.rate("recognise", "P", by="Chen")
    drill.rate("contain", "S", by="Wang")
    drill.rate("contain", "M", "They found it in the end.", by="Chen")
    assert [(one.objective, one.rating, one.by) for one in drill.ratings] == [
        ("recognise", "P", "Chen"),
        ("contain", "M", "Chen"),
        ("contain", "S", "Wang"),
    ]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda d: d.rate("contian", "P"), "did you mean “contain”"),
        (lambda d: d.rate("contain", "A"), "expected one of P, S, M, U"),
        (lambda d: d.observe("  "), "empty"),
        (lambda d: d.observe("x", "leave"), "no objective 'leave'"),
        (lambda d: d.observe("x", finding="weakness"), "strength, improvement"),
    ],
)
def test_what_is_no_rating_is_refused(drill, act, said):
    with pytest.raises(ActRefused, match=said):
        act(drill)
    assert drill.acts == ()


def test_what_was_written_in_a_future_that_was_undone_is_marked(drill):
    drill.note("before")
    drill.step(2)
    drill.observe("in time")
    drill.set_heads("it", 2)
    drill.note("after it, in the same second")
    drill.step(2)
    drill.observe("too late")
    drill.rate("contain", "U")
    drill.undo()
    drill.note("since")
    assert [(one.text, one.undone) for one in drill.view().notes] == [
        ("before", False),
        ("after it, in the same second", True),
        ("since", False),
    ]
    assert [(one.text, one.undone) for one in drill.observations] == [
        ("in time", False),
        ("too late", True),
    ]
    assert [one.undone for one in drill.ratings] == [True]
    page = after_action(drill, futures=0, language="en")
    mark = "(of a future that was undone)"
    assert f"after it, in the same second {mark}" in part_of(page, "Notes")
    assert f"since {mark}" not in part_of(page, "Notes")
    assert f"too late {mark}" in part_of(page, "Observations")
    drill.open_branch(1)
    assert [one.undone for one in drill.observations] == [False, False]


def test_the_report_has_ratings_observations_and_lessons(drill):
    drill.step(3)
    drill.observe("Nobody knew who leads.", "people", "improvement", by="Chen")
    drill.observe("Times were written down.", "recognise", "strength", by="Wang")
    drill.rate("people", "M", "Half an hour lost.", by="Chen")
    drill.conclude(lessons="Name a deputy | Owner | 2026-12-01\nPrint the list", by="Li")
    page = after_action(drill, futures=0, language="en")
    assert "M: performed with major challenges Chen Half an hour lost." in part_of(
        page, "Objectives and ratings"
    )
    assert part_of(page, "Objectives and ratings").count("not rated") == (
        len(drill.scenario.objectives) - 1
    )
    assert "Times were written down. (Wang)" in part_of(page, CONCLUSIONS)
    assert "Nobody knew who leads." in part_of(page, "Improvement plan")
    assert "Name a deputy Owner 2026-12-01 Print the list – –" in part_of(page, "Lessons agreed")
    seen = re.findall(r"<h2>Observations</h2>.*?</section>", page, re.DOTALL)[0]
    links = re.findall(r'href="#(event-\d+)"', seen)
    assert len(links) == 2
    assert all(f'id="{link}"' in page for link in links)
    file = docx.Document(io.BytesIO(document(report_of(Material.of(drill, language="en")))))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert {"M: performed with major challenges", "Name a deputy"} <= set(cells)


def test_nothing_rated_is_one_sentence_and_no_empty_part(drill):
    page = after_action(drill, futures=0, language="en")
    assert "No objective was rated in this drill." in part_of(page, "Objectives and ratings")
    for heading in ("Observations", "Notes", "Lessons agreed"):
        assert f"<h2>{heading}</h2>" not in page
    assert "Strengths" not in part_of(page, CONCLUSIONS)


def test_the_console_has_a_form_for_both_which_room_view_hides(drill):
    screen = Console(drill, workers=0)
    form = screen.evaluation
    form.by.value, form.text.value, form.objective.value = "Chen", "They wait.", "contain"
    form.finding.value = "improvement"
    form.observe.click()
    form.rating.value, form.why.value = "M", "An hour."
    form.rate.click()
    screen.handle_all()
    form.rate.click()
    screen.handle_all()
    assert [(o.text, o.objective, o.finding) for o in drill.observations] == [
        ("They wait.", "contain", "improvement")
    ]
    assert [(r.rating, r.why, r.by) for r in drill.ratings] == [("M", "An hour.", "Chen")]
    assert "They wait." in form.list.value
    form.objective.value = ""
    form.rate.click()
    screen.handle_all()
    assert len(drill.ratings) == 1
    screen.room.value = True
    screen.handle_all()
    shown = [part.layout.display for part in form.widget.children]
    assert shown.count(HIDDEN) == 1
    assert shown[0] == HIDDEN
    screen.stop()

"""The console's report: conclusions that survive, files beside the drill, and a free loop."""

from __future__ import annotations

import time

import pytest

import simulation as sim
from simulation.panels.console import Console
from simulation.panels.parts import HIDDEN


@pytest.fixture
def drill(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


@pytest.fixture
def screen(drill):
    screen = Console(drill, workers=0)
    yield screen
    screen.stop()


def press(screen, button):
    button.click()
    screen.handle_all()


def wait_for_report(screen):
    until_s = time.monotonic() + 60.0
    while screen.report.busy and time.monotonic() < until_s:
        screen.report.background.wait(0.05)
        screen.handle_all()
    assert not screen.report.busy


def test_conclusions_are_kept_and_come_back(drill, screen):
    press(screen, screen.write_up)
    assert screen.report.widget.layout.display != HIDDEN
    assert screen.body.layout.display == HIDDEN
    screen.report.fields["summary"].value = "Calm, but late."
    screen.report.by.value = "Chen"
    press(screen, screen.report.keep)
    press(screen, screen.report.keep)
    assert [act.kind for act in drill.acts] == ["conclude"]
    press(screen, screen.report.close)
    assert screen.body.layout.display != HIDDEN
    drill.close()
    again = sim.Drill.resume(drill.file)
    assert again.conclusions.summary == "Calm, but late."
    again.close()


@pytest.mark.slow
def test_page_and_document_are_written_beside_the_drill_while_it_goes_on(drill, screen):
    press(screen, screen.write_up)
    screen.report.fields["improvements"].value = "No deputy."
    press(screen, screen.report.write)
    assert screen.report.busy
    assert screen.report.write.disabled
    before_s = drill.now_s
    press(screen, screen.clock.step)
    assert drill.now_s == before_s + 3600
    wait_for_report(screen)
    page, document = screen.report.written
    assert (page.name, document.name) == ("friday-report.html", "friday-report.docx")
    assert page.parent == drill.file.parent
    assert "No deputy." in page.read_text(encoding="utf-8")
    assert document.read_bytes()[:2] == b"PK"
    assert str(page) in screen.report.said.value
    press(screen, screen.report.write)
    wait_for_report(screen)
    assert screen.report.written[0].name == "friday-report-2.html"


def test_a_report_that_cannot_be_written_is_said(screen, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulation.panels.report_form.write_material", fail)
    press(screen, screen.write_up)
    press(screen, screen.report.write)
    wait_for_report(screen)
    assert "No space left" in screen.report.said.value
    assert not screen.report.write.disabled


def test_players_see_no_conclusions(screen):
    press(screen, screen.write_up)
    screen.room.value = True
    screen.handle_all()
    assert screen.report.widget.layout.display == HIDDEN
    assert screen.body.layout.display != HIDDEN
    assert screen.write_up.disabled


def test_the_end_is_behind_the_form_when_the_drill_is_over(screen):
    press(screen, screen.finish)
    press(screen, screen.write_up)
    assert screen.ending.layout.display == HIDDEN
    press(screen, screen.report.close)
    assert screen.ending.layout.display != HIDDEN
    assert screen.body.layout.display == HIDDEN

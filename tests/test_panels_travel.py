"""Time travel on the console, and the list of drills to go on with."""

from __future__ import annotations

import html
import re

import pytest

from simulation import panels, world
from simulation.drill import Drill
from simulation.drill.wording import HIDDEN
from simulation.files import load
from simulation.panels.moments import PER_PAGE, SIGNS

HOUR = 3_600


pytestmark = pytest.mark.usefixtures("quick_pictures")


@pytest.fixture
def drill(tmp_path):
    scenario, plan = load("breaches/insider-export"), load("plans/lean")
    running = Drill.start(scenario, plan, tmp_path / "friday.drill", seed=7)
    yield running
    running.close()


@pytest.fixture
def screen(drill):
    shown = panels.console(drill)
    yield shown
    shown.stop()


def press(screen, *buttons):
    for button in buttons:
        button.click()
        screen.handle_all()
    return html.unescape(screen.status.value)


def test_back_to_an_event_shows_it_and_on_from_there_is_a_branch(drill, screen):
    travel = screen.feed.travel
    drill.step(2)
    drill.set_heads("it", 4)
    drill.step(5)
    screen.handle_all()
    now_s, picture = drill.now_s, screen.charts.value
    assert travel.banner.layout.display == "none"
    oldest = travel.moments.options[-1]
    travel.moments.value = oldest[1]
    assert "This is how it was at" in press(screen, travel.back_to)
    assert travel.banner.layout.display == ""
    assert "looking back 回看" in screen.clock.time.value
    assert screen.clock.run.disabled
    assert screen.clock.undo.disabled
    assert screen.charts.value != picture
    # The list still holds what came later, so that one can go anywhere from here.
    assert travel.moments.options[-1] == oldest
    assert len(travel.moments.options) > 1
    assert "go back to now" in press(screen, screen.notes.add, screen.clock.step)
    press(screen, travel.now)
    assert drill.now_s == now_s
    press(screen, travel.back_to)
    assert "stays as a branch" in press(screen, travel.go_on)
    assert [branch.current for branch in drill.branches] == [False, True]
    assert drill.now_s < now_s
    assert not screen.clock.run.disabled
    assert travel.branches.value == "1"
    drill.step(3)
    screen.handle_all()
    travel.moments.value = oldest[1]
    press(screen, travel.back_to, travel.go_on)
    assert travel.branches.value == "2"


def test_branches_are_named_compared_and_opened(drill, screen):
    travel = screen.feed.travel
    drill.step(2)
    drill.set_heads("it", 4, by="<b>Wang</b>")
    drill.step(5)
    drill.undo()
    screen.handle_all()
    assert [name for name, _ in travel.branches.options][1].startswith("● 2")
    travel.branches.value = "1"
    travel.name.value = "four <i>people</i>"
    assert "Branch 1 has its name" in press(screen, travel.name_it)
    # A second press finds the field empty, and takes no name away.
    assert "name first" in press(screen, travel.name_it)
    assert travel.branches.options[0][0].startswith("1 · four <i>people</i>")
    press(screen, travel.compare)
    shown = travel.comparison.value
    assert "&lt;b&gt;Wang&lt;/b&gt;" in shown
    assert "four &lt;i&gt;people&lt;/i&gt;" in shown
    assert "record-days untold" in shown
    assert "none due yet" in shown
    assert "尚无到期" in shown
    assert re.search(r'lang="zh"[^>]*>[\d,.]+k? 记录·天<', shown)
    assert "drill-past" not in travel.comparison._dom_classes
    press(screen, screen.clock.step)
    assert "drill-past" in travel.comparison._dom_classes
    assert "Branch 1 is played" in press(screen, travel.open)
    assert travel.comparison.value == ""
    assert next(team.heads for team in drill.view().staff if team.name == "it") == 4
    travel.branches.value = "1"
    assert "Choose another branch" in press(screen, travel.compare)


def found(screen):
    return [text for text, _ in screen.feed.travel.moments.options]


def show_of(screen, kind="all", word=""):
    events = screen.feed.travel.events
    events.kind.value, events.word.value = kind, word
    screen.handle_all()
    return found(screen)


def test_any_event_of_a_long_drill_is_found_and_gone_back_to(drill, screen):
    drill.step(24 * 40)
    screen.handle_all()
    events, everything = screen.feed.travel.events, drill.events()
    assert len(everything) > 2 * PER_PAGE
    seen = set()
    while True:
        seen |= {int(number) for _, number in events.list.options}
        if events.older.disabled:
            break
        press(screen, events.older)
    assert seen == {line.number for line in everything}
    events.list.value = events.list.options[-1][1]
    assert "09:00" in press(screen, screen.feed.travel.back_to)
    assert screen.clock.time.value.count("Tue 2026-03-31 09:00")
    while not events.newer.disabled:
        press(screen, events.newer)
    assert events.list.options[0][1] == str(everything[-1].number)
    assert f"1 to {PER_PAGE} of {len(everything)}" in events.place.value


def test_events_are_chosen_by_kind_and_by_word(drill, screen):
    drill.step(24 * 5)
    screen.handle_all()
    assert "100 of" in screen.feed.travel.events.place.value
    of_a_kind = {kind: show_of(screen, kind) for kind in SIGNS}
    assert sum(map(len, of_a_kind.values())) == len(drill.events())
    for kind, lines in of_a_kind.items():
        assert lines, kind
        assert all(f"  {SIGNS[kind]} " in line for line in lines)
    assert any("CNY: wages" in line and "CNY：工资" in line for line in of_a_kind["money"])
    assert any("legal clock starts" in line for line in of_a_kind["clocks"])
    (one,) = show_of(screen, "injects", "ADMINISTRATOR is else")
    assert "管理员不在" in one
    assert "The administrator is elsewhere" in screen.feed.travel.events.chosen.value
    assert "管理员不在" in screen.feed.list.value
    assert screen.feed.list.value.count("<li>") == 1
    assert show_of(screen, "all", "管理员不在") == [one]
    assert show_of(screen, "all", "no such word") == []
    assert "No such event so far" in screen.feed.travel.events.place.value


def test_truth_has_events_of_its_own_for_the_facilitator_alone(drill, screen):
    drill.step(24 * 3)
    screen.handle_all()
    hidden = [line for line in drill.events(truth=True) if line not in drill.events()]
    assert {line.kind for line in hidden} <= HIDDEN
    assert any("leak rate times 0" in line.text["en"] for line in hidden)
    assert show_of(screen, word="leak rate times 0") == []
    screen.truth.value = True
    screen.handle_all()
    assert len(found(screen)) == sum("leak rate" in line.text["en"] for line in hidden)


def test_one_walks_from_event_to_event_among_those_that_are_found(drill, screen, monkeypatch):
    monkeypatch.setattr(screen, "_draw", lambda *_, **__: None)  # charts take their own time
    drill.step(24)
    screen.handle_all()
    travel = screen.feed.travel
    lines = show_of(screen, "injects")
    travel.moments.value = travel.moments.options[-1][1]
    press(screen, travel.back_to)
    first = screen.clock.time.value
    for place in range(2, len(lines) + 1):
        press(screen, travel.later)
        assert travel.moments.value == travel.moments.options[-place][1]
    assert screen.clock.time.value != first
    assert "no further event" in press(screen, travel.later)
    for _ in lines[1:]:
        press(screen, travel.earlier)
    assert screen.clock.time.value == first
    assert "no further event" in press(screen, travel.earlier)


def test_branches_say_where_they_parted_and_how_far_they_went(drill, screen):
    drill.step(2)
    drill.set_heads("it", 4)
    parted = drill.view().moment
    drill.step(5)
    reached = drill.view().moment
    drill.undo()
    drill.step(1)
    screen.handle_all()
    table = html.unescape(screen.feed.travel.courses.value)
    assert table.count("<tr>") == 3
    one, two = table.split("<tr>")[2:]
    assert reached in one
    assert f"{parted} (1)" in two
    assert drill.view().moment in two
    assert "● 2" in two
    assert "drill-open" in two
    assert "drill-open" not in one


def test_players_see_no_way_back(drill, screen):
    drill.step(1)
    screen.room.value = True
    screen.handle_all()
    assert screen.feed.travel.widget.layout.display == "none"


def test_a_machine_that_slept_is_said(drill, screen):
    seconds = [0.0]
    drill.pace._now = lambda: seconds[0]
    press(screen, screen.clock.run)
    seconds[0] += 3_600.0
    screen.handle_all()
    assert "away for 1 h" in html.unescape(screen.status.value)
    assert drill.now_s == drill.began_s


# The shelf.


def test_a_drill_is_chosen_and_goes_on_in_the_same_place(drill, tmp_path):
    drill.step(3)
    now_s = drill.now_s
    drill.close()
    (tmp_path / "broken.drill").write_text("no drill", encoding="utf-8")
    shelf = panels.shelf(tmp_path)
    names = {name: line for line, name in shelf.list.options}
    assert set(names) == {"friday.drill", "broken.drill"}
    assert names["broken.drill"].startswith("✕")
    shelf.list.value = "broken.drill"
    shelf.handle_all()
    assert shelf.resume.disabled
    assert "no drill file" in html.unescape(shelf.detail.value)
    shelf.list.value = "friday.drill"
    press(shelf, shelf.resume)
    assert shelf.drill.now_s == now_s
    assert isinstance(shelf.place.children[0], panels.Console)
    assert shelf.chooser.layout.display == "none"
    assert shelf.stopped
    shelf.place.children[0].stop()
    shelf.drill.close()


def test_a_drill_of_another_model_shows_what_was_written(drill, tmp_path, monkeypatch):
    drill.step(30)
    feed = drill.view().feed
    drill.close()
    monkeypatch.setattr(world, "VERSION", world.VERSION + 1)
    shelf = panels.shelf(tmp_path)
    assert shelf.resume.disabled
    assert html.escape(feed[0].text["en"]) in shelf.detail.value
    press(shelf, shelf.anew)
    assert [branch.current for branch in shelf.drill.branches] == [False, True]
    shelf.place.children[0].stop()
    shelf.drill.close()


@pytest.mark.usefixtures("drill")
def test_a_drill_that_is_open_already_is_not_taken(tmp_path):
    shelf = panels.shelf(tmp_path)
    assert shelf.resume.disabled
    assert "open on a console of this notebook" in html.unescape(shelf.detail.value)
    shelf.stop()


def test_an_empty_folder_says_so(tmp_path):
    shelf = panels.shelf(tmp_path)
    assert "There is no drill in this folder" in shelf.detail.value
    assert "Choose a drill first" in press(shelf, shelf.resume)
    shelf.stop()


def test_a_drill_begun_elsewhere_is_listed_by_itself_and_the_choice_stays(tmp_path):
    shelf = panels.shelf(tmp_path)
    first, second = (
        Drill.start(load("breaches/mis-sent-filing"), load("plans/lean"), tmp_path / name, seed=1)
        for name in ("first.drill", "second.drill")
    )
    shelf.handle_all()
    assert {name for _, name in shelf.list.options} == {"first.drill", "second.drill"}
    shelf.list.value = "first.drill"
    for drill in (first, second):
        drill.close()
    (tmp_path / "second.drill").unlink()
    shelf.handle_all()
    assert [name for _, name in shelf.list.options] == ["first.drill"]
    assert shelf.list.value == "first.drill"
    shelf.stop()


def test_the_newest_event_is_chosen_until_a_person_chooses_another(drill, screen):
    moments = screen.feed.travel.moments
    drill.step(3)
    screen.handle_all()
    assert moments.value == moments.options[0][1] == str(drill.events()[-1].number)
    mine = moments.value = moments.options[2][1]
    drill.step(6)
    screen.handle_all()
    assert moments.value == mine
    moments.value = moments.options[0][1]
    drill.step(6)
    screen.handle_all()
    assert moments.value == moments.options[0][1]

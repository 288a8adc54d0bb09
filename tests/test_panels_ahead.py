"""What if, forecast and cost of waiting on the console, without a browser."""

import dataclasses
import multiprocessing
import threading
import time

import ipywidgets as widgets
import pytest
from models import leaking

from simulation.drill import Drill
from simulation.drill.futures import played
from simulation.errors import StudyCancelled
from simulation.panels.console import Console
from simulation.panels.parts import HIDDEN, SHOWN
from simulation.panels.what_if import by_luck
from simulation.text import CATALOGUE

pytestmark = pytest.mark.usefixtures("quick_pictures")


@pytest.fixture
def drill(tmp_path):
    drill = Drill.start(*leaking(), tmp_path / "leak.drill", seed=4)
    drill.step(1)
    yield drill
    drill.close()


@pytest.fixture
def screen(drill, monkeypatch):
    monkeypatch.setattr("simulation.panels.ahead.FUTURES", 2)
    monkeypatch.setattr("simulation.panels.ahead.WAITING_FUTURES", 2)
    monkeypatch.setattr("simulation.panels.what_if.FUTURES", 2)
    screen = Console(drill, workers=0)
    yield screen
    screen.stop()


def press(screen, button):
    button.click()
    screen.handle_all()
    return screen.status.value


def settle(screen):
    assert screen.foresight.wait(30)
    screen.handle_all()


def visible(widget):
    """All that is on the screen, parts of a hidden box left out."""
    if getattr(widget, "layout", None) is not None and widget.layout.display == HIDDEN:
        return []
    children = getattr(widget, "children", ())
    return [widget, *(found for child in children for found in visible(child))]


def pages(screen):
    shown = [w for w in visible(screen) if isinstance(w, widgets.HTML)]
    return "\n".join(w.value for w in shown if "<style>" not in w.value)


def take(screen, decision, option):
    screen.drill.decide(decision, option)
    screen.handle_all()
    screen.decisions.list.value = decision
    screen.handle_all()


def ask_what_if(screen):
    take(screen, "contain", "watch")
    press(screen, screen.decisions.ask)
    return screen.decisions.otherwise


def test_what_if_opens_beside_a_past_decision_and_shows_both_courses(screen):
    screen.decisions.list.value = "contain"
    screen.handle_all()
    assert screen.decisions.ask not in visible(screen)
    panel = ask_what_if(screen)
    assert panel.widget.layout.display == SHOWN
    assert [name for _, name in panel.options.options] == ["now"]
    before = screen.drill.now_s, screen.drill.log.text()
    assert "played" in press(screen, panel.ask)
    assert panel.ask.disabled
    assert not panel.cancel.disabled
    settle(screen)
    shown = panel.sight.result.value
    assert "record-days untold" in shown
    assert "未告知记录天数" in shown
    assert "difference, 2 futures" in shown
    assert shown.count("<p>") == 2
    assert "played to the end" in screen.status.value
    assert panel.cancel.disabled
    assert (screen.drill.now_s, screen.drill.log.text()) == before
    press(screen, panel.close)
    assert panel.widget.layout.display == HIDDEN


def test_what_if_says_how_far_it_is_and_can_be_called_off(screen, monkeypatch):
    monkeypatch.setattr("simulation.panels.what_if.FUTURES", 2_000)
    panel = ask_what_if(screen)
    press(screen, panel.ask)
    until = time.monotonic() + 30
    while "5 of 2,000 futures" not in panel.progress.value and time.monotonic() < until:
        screen.handle_all()
        time.sleep(0.02)
    assert "5 of 2,000 futures" in panel.progress.value
    assert "Called off" in press(screen, panel.cancel)
    settle(screen)
    assert not panel.sight.result.value
    assert not panel.progress.value
    assert not panel.ask.disabled


def test_acts_that_do_not_apply_any_more_are_listed(screen):
    take(screen, "list", "long")
    screen.drill.step(1)
    screen.drill.decide("sequel", "yes")
    screen.decisions.list.value = "list"
    screen.handle_all()
    press(screen, screen.decisions.ask)
    panel = screen.decisions.otherwise
    assert panel.options.value == "short"
    press(screen, panel.ask)
    settle(screen)
    assert "the question does not come up" in panel.sight.result.value
    assert "该问题没有出现" in panel.sight.result.value


def test_an_inject_that_waits_has_a_forecast_which_greys_when_the_drill_moves_on(screen):
    deck = screen.deck
    deck.list.value = "paper"
    screen.handle_all()
    assert not deck.foreseen.ask.disabled
    press(screen, deck.foreseen.ask)
    settle(screen)
    result = deck.foreseen.sight.result
    assert "+5,000" in result.value
    assert "2 futures" in result.value
    assert "drill-past" not in result._dom_classes
    press(screen, screen.clock.step)
    assert "drill-past" in result._dom_classes
    assert "moved on" in result.value
    screen.drill.release("paper")
    screen.handle_all()
    assert deck.foreseen.ask.disabled


def test_an_answer_taken_back_puts_its_question_again(screen):
    screen.drill.decide("contain", "watch")
    screen.handle_all()
    screen.decisions.list.value = "talk"
    screen.tabs.selected_index = 0
    screen.handle_all()
    press(screen, screen.clock.undo)
    assert screen.decisions.list.value == "contain"
    assert screen.tabs.get_title(screen.tabs.selected_index).startswith("Decisions")
    assert not screen.decisions.form.decide.disabled


def test_a_forecast_stands_beside_its_own_inject_until_it_is_closed(screen):
    drill, foreseen = screen.drill, screen.deck.foreseen
    other = drill.improvise("A call", "Who is there?")
    screen.handle_all()
    screen.deck.list.value = "paper"
    screen.handle_all()
    press(screen, foreseen.ask)
    settle(screen)
    assert "+5,000" in foreseen.sight.result.value
    screen.deck.list.value = other
    screen.handle_all()
    assert not foreseen.sight.result.value
    assert not {foreseen.close, foreseen.sight.share} & {*visible(screen)}
    screen.deck.list.value = "paper"
    screen.handle_all()
    assert "+5,000" in foreseen.sight.result.value
    press(screen, foreseen.close)
    assert not foreseen.sight.result.value
    assert foreseen.close not in visible(screen)
    assert foreseen.ask in visible(screen)


def test_the_cost_of_waiting_is_there_only_when_switched_on(screen):
    screen.decisions.list.value = "contain"
    screen.handle_all()
    waiting = screen.decisions.waiting
    assert screen.foresight.job is None
    assert not waiting.sight.result.value
    waiting.switch.value = True
    screen.handle_all()
    assert screen.foresight.job is not None
    settle(screen)
    assert "quarter of an hour" in waiting.sight.result.value
    assert "now" in waiting.sight.result.value
    screen.handle_all()
    assert screen.foresight.job is None  # nothing has changed, so nothing is asked anew
    press(screen, screen.clock.step)
    assert "moved on" in waiting.sight.result.value
    settle(screen)
    assert "moved on" not in waiting.sight.result.value
    waiting.switch.value = False
    screen.handle_all()
    assert not waiting.sight.result.value
    assert screen.foresight.job is None


def test_what_is_shared_of_one_question_is_not_shared_of_the_next(screen):
    screen.decisions.waiting.switch.value = True
    screen.decisions.list.value = "contain"
    screen.handle_all()
    settle(screen)
    share = screen.decisions.waiting.sight.share
    assert share in visible(screen)
    share.value = True
    screen.room.value = True
    screen.handle_all()
    assert "quarter of an hour" in pages(screen)
    screen.decisions.list.value = "talk"
    screen.handle_all()
    assert not share.value
    assert "quarter of an hour" not in pages(screen)


def test_a_look_ahead_is_called_off_when_the_room_acts(screen, monkeypatch):
    monkeypatch.setattr("simulation.panels.ahead.WAITING_FUTURES", 2_000)
    screen.decisions.list.value = "contain"
    screen.decisions.waiting.switch.value = True
    screen.handle_all()
    first = screen.foresight.job
    assert first is not None
    monkeypatch.setattr("simulation.panels.ahead.WAITING_FUTURES", 2)
    screen.drill.set_heads("it", 2)
    screen.handle_all()
    assert first.cancelled()
    settle(screen)
    assert "2 futures" in screen.decisions.waiting.sight.result.value
    assert "moved on" not in screen.decisions.waiting.sight.result.value


def test_a_persons_question_comes_before_the_one_that_asks_itself(screen):
    screen.decisions.list.value = "contain"
    screen.decisions.waiting.switch.value = True
    screen.handle_all()
    screen.deck.list.value = "paper"
    screen.handle_all()
    press(screen, screen.deck.foreseen.ask)
    settle(screen)
    assert "+5,000" in screen.deck.foreseen.sight.result.value
    settle(screen)
    settle(screen)
    assert "quarter of an hour" in screen.decisions.waiting.sight.result.value


def test_the_room_sees_none_of_it_unless_it_is_shared(screen):
    panel = ask_what_if(screen)
    press(screen, panel.ask)
    settle(screen)
    screen.deck.list.value = "paper"
    screen.handle_all()
    press(screen, screen.deck.foreseen.ask)
    settle(screen)
    screen.room.value = True
    screen.handle_all()
    for button in (screen.decisions.ask, panel.ask, screen.deck.foreseen.ask, panel.close):
        assert button not in visible(screen)
    assert screen.decisions.waiting.switch not in visible(screen)
    words = pages(screen)
    assert "as played" not in words
    assert "Released now rather than never" not in words
    assert "futures" not in words
    screen.room.value = False
    screen.handle_all()
    screen.deck.foreseen.sight.share.value = True
    screen.room.value = True
    screen.handle_all()
    assert "Released now rather than never" in pages(screen)
    assert "as played" not in pages(screen)
    assert screen.deck.foreseen.sight.share not in visible(screen)
    screen.room.value = False
    screen.handle_all()
    assert screen.deck.foreseen.sight.share in visible(screen)


def test_a_new_result_is_not_shared_because_the_last_one_was(screen):
    screen.deck.list.value = "paper"
    screen.handle_all()
    foreseen = screen.deck.foreseen
    press(screen, foreseen.ask)
    settle(screen)
    foreseen.sight.share.value = True
    screen.handle_all()
    press(screen, foreseen.ask)
    settle(screen)
    assert not foreseen.sight.share.value


def test_asking_does_not_hold_up_the_loop(screen, monkeypatch):
    panel = ask_what_if(screen)
    monkeypatch.setattr(screen, "_draw", lambda *_, **__: None)  # charts take their own time
    for button in (panel.ask, screen.deck.foreseen.ask):
        began_s = time.thread_time()
        press(screen, button)
        assert time.thread_time() - began_s < 0.1
        settle(screen)


def test_stopping_ends_the_work_beside_it(screen, monkeypatch):
    monkeypatch.setattr("simulation.panels.what_if.FUTURES", 2_000)
    panel = ask_what_if(screen)
    press(screen, panel.ask)
    screen.stop()
    assert screen.foresight.wait(30)
    assert screen.foresight.job is None


def grey(page):
    return "drill-past" in page._dom_classes


def test_what_if_of_an_answer_that_was_undone_is_not_shown(screen):
    panel = ask_what_if(screen)
    press(screen, panel.ask)
    settle(screen)
    result = panel.sight.result
    assert "answered “" in result.value
    assert "as of" in result.value
    assert not grey(result)
    screen.drill.note("Notes are beside the world.")
    screen.handle_all()
    assert not grey(result)
    left = screen.drill.branches[0].number
    screen.drill.undo()
    take(screen, "contain", "now")
    press(screen, screen.decisions.ask)
    assert result.value == ""
    assert panel.sight.share.layout.display == HIDDEN
    screen.drill.open_branch(left)
    screen.handle_all()
    assert "answered “" in result.value  # again the course that it was asked of
    screen.drill.step(1)
    screen.handle_all()
    assert grey(result)
    assert "moved on" in result.value


@pytest.mark.parametrize("undone", ["undo", "back and on"])
def test_an_answer_on_its_way_when_its_moment_is_undone_is_dropped(screen, undone):
    drill, foreseen, panel = screen.drill, screen.deck.foreseen, screen.decisions.otherwise
    drill.set_heads("it", 2)
    take(screen, "contain", "watch")
    press(screen, screen.decisions.ask)
    screen.deck.list.value = "paper"
    screen.handle_all()
    for ask, result in ((panel.ask, panel.sight.result), (foreseen.ask, foreseen.sight.result)):
        press(screen, ask)
        assert screen.foresight.wait(30)  # the answer is there, and nobody has seen it
        if undone == "undo":
            drill.undo()
        else:
            drill.go_to(time_s=drill.now_s)
            drill.go_to(act=drill.acts[-1].number)
            drill.go_on_from_here()
        screen.handle_all()
        assert result.value == ""
        assert "An answer was dropped" in screen.status.value
        assert not ask.disabled
        settle(screen)


def test_a_look_ahead_is_not_shown_while_an_earlier_moment_is(screen):
    drill, foreseen = screen.drill, screen.deck.foreseen
    began_s = drill.now_s
    drill.step(5)
    screen.deck.list.value = "paper"
    screen.handle_all()
    press(screen, foreseen.ask)
    drill.go_to(time_s=began_s)
    settle(screen)
    assert foreseen.sight.result.value == ""
    drill.now_again()
    screen.handle_all()
    assert "+5,000" in foreseen.sight.result.value


@pytest.mark.parametrize("wait_s", [0.0, 0.001, 0.02, 0.1])
def test_nothing_is_left_of_work_whose_console_was_closed(drill, monkeypatch, wait_s):
    lost = []
    monkeypatch.setattr(threading, "excepthook", lost.append)
    before = {*threading.enumerate()}
    screen = Console(drill, workers=0)
    ask_what_if(screen)
    press(screen, screen.decisions.otherwise.ask)
    time.sleep(wait_s)
    screen.stop()
    assert screen.foresight.wait(30)
    screen.handle_all()
    screen.decisions.otherwise.ask.disabled = False
    assert "closed" in press(screen, screen.decisions.otherwise.ask)
    until = time.monotonic() + 10
    while {*threading.enumerate()} - before and time.monotonic() < until:
        time.sleep(0.01)
    assert {*threading.enumerate()} - before == set()
    assert screen.foresight._crew is None
    assert lost == []


def test_work_that_comes_to_its_crew_after_the_end_makes_none(screen):
    screen.foresight.close()
    with pytest.raises(StudyCancelled):
        screen.foresight._submit(1, played)


def test_what_is_asked_of_one_decision_is_not_shown_of_the_next(screen):
    take(screen, "list", "long")
    screen.drill.decide("contain", "watch")
    screen.handle_all()
    press(screen, screen.decisions.ask)
    panel = screen.decisions.otherwise
    press(screen, panel.ask)
    press(screen, panel.close)
    screen.decisions.list.value = "contain"
    screen.handle_all()
    press(screen, screen.decisions.ask)
    settle(screen)
    assert not panel.sight.result.value
    assert not panel.ask.disabled


def test_a_forecast_is_grey_once_the_room_has_acted_on_a_held_clock(screen):
    screen.deck.list.value = "paper"
    screen.handle_all()
    press(screen, screen.deck.foreseen.ask)
    settle(screen)
    result = screen.deck.foreseen.sight.result
    assert not grey(result)
    screen.drill.set_heads("it", 2)
    screen.handle_all()
    assert grey(result)
    screen.drill.undo()
    screen.handle_all()
    assert not grey(result)  # it is again the drill that the forecast was made for


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_said(drill):
    screen = Console(drill, workers=1)
    panel = ask_what_if(screen)
    press(screen, panel.ask)
    until = time.monotonic() + 60
    while not screen.foresight.job.done and time.monotonic() < until:
        time.sleep(0.02)
    (worker,) = multiprocessing.active_children()
    worker.kill()
    settle(screen)
    assert "workers ended" in screen.status.value
    assert not panel.ask.disabled
    press(screen, panel.ask)
    assert screen.foresight.wait(60)
    screen.handle_all()
    assert "difference, 30 futures" in panel.sight.result.value
    screen.stop()


def test_a_course_that_went_against_its_futures_is_said_to_be_chance(drill):
    drill.decide("contain", "watch")
    answer = drill.what_if(contain="now", futures=8)
    assert by_luck(answer) == []
    turned = dataclasses.replace(answer, base=answer.run, run=answer.base)
    said = "".join(map(str, by_luck(turned)))
    assert "Chance sent this one course the other way" in said
    assert CATALOGUE["measure/record_days_untold"]["zh"] in said

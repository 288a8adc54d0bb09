"""The console without a browser: buttons are clicked, values set, and what is shown is read."""

from __future__ import annotations

import asyncio
import html
import importlib
import re
import threading
from html.parser import HTMLParser

import ipywidgets as widgets
import pytest
from hostile import ACTIVE, load_damaged
from hypothesis import given
from hypothesis import strategies as st

from simulation import panels
from simulation.drill import Drill
from simulation.files import load
from simulation.log import moment_at
from simulation.panels import markup
from simulation.panels.parts import time_left
from simulation.reports import after_action
from simulation.text import CATALOGUE, both, lasting

HOUR = 3_600
# The package gives its function the name of this module.
console_module = importlib.import_module("simulation.panels.console")
screen_module = importlib.import_module("simulation.panels.screen")


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


def all_widgets(widget: widgets.Widget) -> list[widgets.Widget]:
    children = getattr(widget, "children", ())
    return [widget, *(found for child in children for found in all_widgets(child))]


def pages(screen: panels.Console) -> str:
    return "\n".join(
        w.value
        for w in all_widgets(screen)
        if isinstance(w, widgets.HTML) and "<style>" not in w.value
    )


def press(screen: panels.Console, *buttons: widgets.Button) -> str:
    for button in buttons:
        button.click()
        screen.handle_all()
    return screen.status.value


def until_raised(screen: panels.Console, decision: str) -> None:
    """Jump on from news to news until a decision is before the room, and choose it."""
    for _ in range(40):
        if any(
            d.name == decision and d.raised_s is not None for d in screen.drill.view().decisions
        ):
            break
        press(screen, screen.clock.next_decision)
    screen.decisions.list.value = decision
    screen.handle_all()


def names(chooser: widgets.Select) -> list[str]:
    return [name for _, name in chooser.options]


# The clock.


def test_a_click_only_posts_and_the_loop_does_it(drill, screen):
    screen.clock.step.click()
    assert drill.now_s == drill.began_s
    screen.handle_all()
    assert drill.now_s == drill.began_s + HOUR
    assert "One hour has passed" in screen.status.value


def test_run_hold_and_pace_follow_the_rooms_clock(drill, screen):
    seconds = [100.0]
    drill.pace._now = lambda: seconds[0]
    screen.clock.pause_at_news.value = False
    screen.clock.pace.value = 15.0
    press(screen, screen.clock.run)
    assert "running 运行中" in screen.clock.time.value
    seconds[0] += 4.0
    screen.handle_all()
    assert drill.now_s - drill.began_s == HOUR
    screen.clock.pace.value = 60.0
    screen.handle_all()
    seconds[0] += 2.0
    screen.handle_all()
    assert drill.now_s - drill.began_s == 3 * HOUR
    press(screen, screen.clock.hold)
    seconds[0] += 60.0
    screen.handle_all()
    assert drill.now_s - drill.began_s == 3 * HOUR
    assert "on hold 已暂停" in screen.clock.time.value


def test_the_clock_holds_when_an_inject_comes(drill, screen):
    seconds = [0.0]
    drill.pace._now = lambda: seconds[0]
    screen.clock.pace.value = 240.0
    press(screen, screen.clock.run)
    seconds[0] += 15.0
    screen.handle_all()
    assert not drill.pace.running
    assert HOUR / 10 < drill.now_s - drill.began_s < 3_600 * HOUR
    assert latest_news(drill)["en"] in html.unescape(screen.status.value)


def latest_news(drill: Drill) -> dict[str, str]:
    kinds = ("decision.raise", "decision.answer", "inject.release")
    return [line.text for line in drill.view().feed if line.kind in kinds][-1]


def test_a_jump_turns_to_what_came_and_says_it(drill, screen):
    seen = set()
    for _ in range(8):
        said = press(screen, screen.clock.next_inject)
        newest = [i for i in drill.view().injects if i.released_s == drill.now_s]
        raised = [
            d.name
            for d in drill.view().decisions
            if drill.now_s in (d.raised_s, d.answered_s if d.by_default else None)
        ]
        assert latest_news(drill)["en"] in html.unescape(said)
        if newest:
            assert screen.tabs.selected_index == console_module.TABS.index("deck")
            assert screen.deck.list.value in [i.name for i in newest]
        else:
            assert screen.tabs.selected_index == console_module.TABS.index("decisions")
            assert screen.decisions.list.value in raised
        seen.add(bool(newest))
    assert seen == {True, False}
    assert re.search(r"\(\d\)$", screen.tabs.get_title(1))


def test_the_clock_that_holds_at_a_decision_turns_to_it(drill, screen):
    seconds = [0.0]
    drill.pace._now = lambda: seconds[0]
    screen.clock.pace.value = 240.0
    while not any(d.raised_s == drill.now_s for d in drill.view().decisions):
        screen.tabs.selected_index = console_module.TABS.index("notes")
        press(screen, screen.clock.run)
        seconds[0] += 15.0
        screen.handle_all()
    assert screen.tabs.selected_index != console_module.TABS.index("notes")
    last = drill.view().feed[-1].number
    press(screen, screen.clock.step)
    assert drill.view().feed[-1].number > last


def test_nothing_to_come_is_said_and_the_clock_stays(drill, screen, monkeypatch):
    monkeypatch.setattr(drill, "jump", lambda _to: "")
    tab, now_s = screen.tabs.selected_index, drill.now_s
    assert "Nothing is coming within two weeks; press Run or + 1 h" in press(
        screen, screen.clock.next_decision
    )
    assert (screen.tabs.selected_index, drill.now_s) == (tab, now_s)


@pytest.mark.pictures
def test_the_picture_changes_with_the_drill_and_not_without(screen):
    before = screen.charts.value
    assert before[:4] == b"\x89PNG"
    screen.handle_all()
    assert screen.charts.value is before
    press(screen, screen.clock.step)
    assert screen.charts.value != before


def test_charts_are_drawn_at_most_four_times_a_second(screen, monkeypatch):
    wall_s, drawn = [50.0], []
    monkeypatch.setattr(console_module.time, "monotonic", lambda: wall_s[0])
    monkeypatch.setattr(screen.board, "png", lambda story: drawn.append(story) or b"png")
    screen._loop, screen._drawn_s = asyncio.new_event_loop(), 0.0
    for _ in range(40):
        wall_s[0] += 0.05
        screen.drill.advance(screen.drill.now_s + 60)
        screen.refresh()
    screen._loop.close()
    assert 5 <= len(drawn) <= 10


# Injects.


def test_releasing_an_inject_shows_it_and_says_so(drill, screen):
    chosen = "i15-helpful-rebuild"
    screen.deck.list.value = chosen
    said = press(screen, screen.deck.release)
    state = {i.name: i.state for i in drill.view().injects}
    assert state[chosen] == "released"
    assert "Someone helped" in said
    assert screen.deck.list.value == chosen
    assert names(screen.deck.list)[0] == chosen
    assert screen.deck.release.disabled


def test_holding_back_and_skipping(drill, screen):
    first, second = names(screen.deck.list)[1:3]
    screen.deck.list.value = first
    press(screen, screen.deck.hold_back)
    screen.deck.list.value = second
    press(screen, screen.deck.skip)
    state = {i.name: i.state for i in drill.view().injects}
    assert (state[first], state[second]) == ("held", "skipped")
    assert next(line for line, name in screen.deck.list.options if name == first).startswith("‖")
    assert screen.deck.list.value == second
    line = next(line for line, name in screen.deck.list.options if name == second)
    assert line.startswith("✕ skipped 跳过")
    press(screen, screen.clock.undo)
    assert {i.name: i.state for i in drill.view().injects}[second] != "skipped"
    screen.deck.list.value = first
    screen.handle_all()
    assert screen.deck.hold_back.disabled
    assert "Put back on its time" in press(screen, screen.deck.put_back)
    assert screen.deck.list.value == first
    assert screen.deck.put_back.disabled
    assert not screen.deck.hold_back.disabled
    assert {i.name: i.state for i in drill.view().injects}[first] in ("coming", "waiting")


def test_an_act_is_on_the_inject_that_was_chosen_when_it_was_pressed(drill, screen):
    first, second = names(screen.deck.list)[1:3]
    screen.deck.list.value = first
    screen.deck.release.click()
    # The loop is busy, and the next line is chosen already.
    screen.deck.list.value = second
    screen.handle_all()
    states = {inject.name: inject.state for inject in drill.view().injects}
    assert states[first] == "released"
    assert states[second] not in ("released", "skipped")
    assert "⚠" not in screen.status.value


def test_editing_keeps_what_was_not_changed(drill, screen):
    screen.deck.list.value = "i05-client-called"
    press(screen, screen.deck.edit)
    assert screen.deck.form.widget.layout.display == ""
    assert screen.deck.form.title.value == "A client was called by a rival · 客户接到同行电话"
    screen.deck.form.text.value = "He knows <b>everything</b>."
    press(screen, screen.deck.form.save)
    inject = next(i for i in drill.view().injects if i.name == "i05-client-called")
    assert inject.text == "He knows <b>everything</b>."
    assert inject.title.zh == "客户接到同行电话"
    assert screen.deck.form.widget.layout.display == "none"
    screen.handle_all()
    assert "He knows &lt;b&gt;everything&lt;/b&gt;." in screen.deck.detail.value


def test_editing_says_which_effects_the_inject_has(drill, screen):
    for inject in drill.scenario.injects.values():
        screen.deck.form.open(next(i for i in drill.view().injects if i.title == inject.title))
        said = html.unescape(screen.deck.form.help.value)
        kinds = {CATALOGUE[f"effect/{effect.effect}"]["en"] for effect in inject.effects}
        assert f"Its effects now: {', '.join(kinds) or 'none'}" in said or len(kinds) > 1
        assert all(kind in said for kind in kinds)


def test_improvising_with_an_effect_releases_it_at_once(drill, screen):
    press(screen, screen.deck.improvise)
    form = screen.deck.form
    form.title.value, form.text.value = "The lights go out", "Nobody can work."
    form.to.value, form.effects.value = ("it", "hr"), ("cost",)
    before = drill.view().known.cost
    said = press(screen, form.save)
    assert "The lights go out" in said
    latest = max(drill.view().injects, key=lambda i: (i.released_s or 0, i.name.startswith("i0")))
    assert any(
        i.title == "The lights go out" and i.to == ("it", "hr") for i in drill.view().injects
    )
    assert latest.released_s is not None
    assert drill.view().known.cost >= before + 10_000


def test_an_inject_made_up_is_released_once_however_often_it_is_pressed(drill, screen):
    press(screen, screen.deck.improvise)
    form = screen.deck.form
    form.title.value, form.text.value = "The lights go out", "Nobody can work."
    form.save.click()
    form.save.click()
    screen.handle_all()
    titles = [both(inject.title) for inject in drill.view().injects]
    assert titles.count("The lights go out") == 1


def test_a_wrong_inject_is_refused_in_the_status_line_and_the_form_stays(screen):
    press(screen, screen.deck.improvise)
    said = press(screen, screen.deck.form.save)
    assert "⚠ Give it a title and a text · 请填写标题和内容" in said
    screen.deck.form.title.value = "Only a title"
    assert "⚠ Give it" in press(screen, screen.deck.form.save)
    assert screen.deck.form.widget.layout.display == ""
    press(screen, screen.deck.form.cancel)
    assert screen.deck.form.widget.layout.display == "none"


# Decisions.


def test_deciding_needs_an_option_and_is_kept_with_reason_and_name(drill, screen):
    until_raised(screen, "suspect")
    waiting = sum(d.raised_s is not None and d.answer is None for d in drill.view().decisions)
    decisions = screen.decisions
    assert "Choose an option first" in press(screen, decisions.form.decide)
    decisions.form.options.value = "revoke-shared"
    decisions.form.by.value, decisions.form.reason.value = "Wang", "No proof yet"
    said = press(screen, decisions.form.decide)
    taken = next(d for d in drill.view().decisions if d.name == "suspect")
    assert (taken.answer, taken.by, taken.reason) == ("revoke-shared", "Wang", "No proof yet")
    assert "Accuse nobody" in said
    assert "Accuse nobody; close every shared login" in said.partition(" · ")[0]
    assert re.search(r"[\u4e00-\u9fff]", said.partition(" · ")[0]) is None
    assert decisions.form.reason.value == decisions.form.by.value == ""
    decisions.list.value = "suspect"
    screen.handle_all()
    assert decisions.form.decide.disabled
    assert "No proof yet" in decisions.detail.value
    left = f" ({waiting - 1})" if waiting > 1 else ""
    assert screen.tabs.get_title(1) == f"Decisions 决策{left}"


def test_what_is_filled_in_for_one_decision_stays_with_it(drill, screen):
    while sum(d.raised_s is not None and d.answer is None for d in drill.view().decisions) < 2:
        press(screen, screen.clock.next_decision)
    decisions = screen.decisions
    first, second = names(decisions.list)[:2]
    for name, reason in ((first, "Because"), (second, "Therefore")):
        decisions.list.value = name
        screen.handle_all()
        assert decisions.form.reason.value == decisions.form.by.value == ""
        assert decisions.form.options.value is None
        decisions.form.reason.value, decisions.form.by.value = reason, f"Wang for {reason}"
        decisions.form.options.value = names(decisions.form.options)[-1]
        screen.handle_all()
    decisions.list.value = first
    screen.handle_all()
    assert (decisions.form.reason.value, decisions.form.by.value) == (
        "Because",
        "Wang for Because",
    )
    press(screen, decisions.form.decide)
    assert screen.decisions.list.value == second
    assert decisions.form.reason.value == "Therefore"


def test_a_click_that_comes_late_answers_the_question_it_was_put_under(drill, screen):
    until_raised(screen, "suspect")
    asked = screen.decisions.form
    # In a slow browser the question is still there, while a newer one has come.
    asked.options.value = names(asked.options)[0]
    newer = next(name for name in names(screen.decisions.list) if name != "suspect")
    screen.decisions.list.value = newer
    screen.handle_all()
    assert screen.decisions.form.options.value is None
    press(screen, asked.decide)
    answers = {d.name: d.answer for d in drill.view().decisions}
    assert answers["suspect"] == names(asked.options)[0]
    assert answers[newer] is None
    acts = len(drill.acts)
    assert "⚠" in press(screen, asked.decide)
    assert len(drill.acts) == acts


def test_undoing_past_the_raising_of_the_question_on_the_screen(drill, screen):
    press(screen, screen.clock.step)
    drill.call_in("counsel")
    press(screen, screen.clock.step)
    until_raised(screen, "suspect")
    while screen.decisions.list.value == "suspect":
        said = press(screen, screen.clock.undo)
        assert "⚠" not in said
    assert "suspect" not in names(screen.decisions.list)
    assert screen.clock.undo.disabled


def test_nobodys_decision_is_never_shown_as_the_rooms(drill, screen):
    until_raised(screen, "suspect")
    drill.advance(next(d.deadline_s for d in drill.view().decisions if d.name == "suspect"))
    screen.handle_all()
    screen.decisions.list.value = "suspect"
    screen.handle_all()
    line = next(line for line, name in screen.decisions.list.options if name == "suspect")
    assert line.startswith("– nobody decided 无人决定")
    said = "nobody decided; the default 无人决定，采用默认"
    assert said in screen.decisions.detail.value
    assert "Decided 已决定" not in screen.decisions.detail.value
    assert said in panels.summary(drill).html
    taken = next(d for d in drill.view().decisions if d.name == "suspect")
    assert f"{moment_at(drill.view().begins, taken.answered_s):%Y-%m-%d %H:%M}" in (
        panels.summary(drill).html
    )


def test_the_plans_advice_and_the_time_left_are_shown(screen):
    until_raised(screen, "suspect")
    assert "The plan advises 预案建议: Accuse nobody" in screen.decisions.detail.value
    assert "1 d left · 剩余 1 天" in screen.decisions.detail.value


def test_the_next_open_question_follows_an_answer(drill, screen):
    while sum(d.raised_s is not None and d.answer is None for d in drill.view().decisions) < 2:
        press(screen, screen.clock.next_decision)
    first = screen.decisions.list.value
    screen.decisions.form.options.value = names(screen.decisions.form.options)[0]
    press(screen, screen.decisions.form.decide)
    assert screen.decisions.list.value != first
    assert screen.decisions.form.options.value is None
    assert not screen.decisions.form.decide.disabled


# Staff.


def test_the_people_say_who_stands_in_and_what_was_not_ready(drill, screen):
    assert "untried: work × " in screen.staff.table.value
    assert "stands in for a role" not in screen.staff.table.value
    drill.step(hours=48)
    screen.handle_all()
    assert "stands in for a role" in screen.staff.table.value
    assert "代理其他角色" in screen.staff.table.value


def test_heads_are_set_by_slider_or_box(drill, screen):
    staff = screen.staff
    staff.team.value = "accountants"
    screen.handle_all()
    assert (staff.heads.value, staff.slider.value) == (6, 6)
    staff.slider.value = 9
    screen.handle_all()
    assert staff.heads.value == 9
    assert staff.slider.max == staff.heads.max == 20
    staff.heads.value = 15
    screen.handle_all()
    assert staff.slider.value == 15
    said = press(screen, staff.set_heads)
    assert {t.name: t.heads for t in drill.view().staff}["accountants"] == 15
    assert "Accountants: 15 people · 会计：15 人" in said
    assert staff.slider.max == staff.heads.max == 30
    assert staff.heads.value == 15


def test_numbers_of_one_team_are_never_set_for_another(drill, screen):
    staff = screen.staff
    staff.team.value = "accountants"
    screen.handle_all()
    # Another team is chosen, and the loop has not filled in its numbers yet.
    staff.team.value = "it"
    assert "look again" in press(screen, staff.set_heads)
    staff.team.value = "accountants"
    assert "look again" in press(screen, staff.set_shift)
    assert not drill.acts
    assert "⚠" not in press(screen, staff.set_heads)


def test_a_shift_is_chosen_or_written_and_nonsense_is_refused(drill, screen):
    staff = screen.staff
    staff.team.value = "it"
    screen.handle_all()
    staff.pattern.value = "Mon-Sun 08:00-20:00"
    screen.handle_all()
    staff.overtime.value = 2.0
    press(screen, staff.set_shift)
    team = {t.name: t for t in drill.view().staff}["it"]
    assert (team.shift, team.overtime_h) == ("Mon-Sun 08:00-20:00", 2.0)
    staff.shift.value = "whenever"
    assert "⚠" in press(screen, staff.set_shift)
    assert {t.name: t for t in drill.view().staff}["it"].shift == "Mon-Sun 08:00-20:00"


def test_help_is_called_in_once(drill, screen):
    screen.staff.team.value = "forensics"
    screen.handle_all()
    assert not screen.staff.call_in.disabled
    assert "not called 未召请" in screen.staff.table.value
    press(screen, screen.staff.call_in)
    assert {t.name: t for t in drill.view().staff}["forensics"].arrives_s is not None
    assert re.search(r"on the way, [\w ]+ left · 在途，还需 ", screen.staff.table.value)
    assert screen.staff.call_in.disabled


def test_work_bears_the_names_of_its_tasks(drill, screen):
    while not any(team.busy for team in drill.view().staff):
        press(screen, screen.clock.step)
    task = next(team.busy[0][0] for team in drill.view().staff if team.busy)
    title = drill.plan.tasks[task].title
    assert f'<span lang="en">{title.en}</span>' in screen.staff.table.value
    assert title.zh in screen.staff.table.value


# Notes, truth, the end.


def test_notes_bear_a_name_and_are_never_undone(drill, screen):
    screen.notes.text.value, screen.notes.by.value = "The room is calm", "Li"
    press(screen, screen.notes.add)
    assert [(n.text, n.by) for n in drill.view().notes] == [("The room is calm", "Li")]
    assert "The room is calm" in screen.notes.list.value
    assert screen.notes.text.value == ""
    assert screen.clock.undo.disabled
    drill.call_in("forensics")
    screen.handle_all()
    assert "calling in Forensic" in screen.clock.undo.tooltip
    assert "calling in Forensic" in press(screen, screen.clock.undo)
    assert len(drill.view().notes) == 1


def test_what_is_written_on_while_a_note_is_taken_stays_in_the_field(drill, screen):
    screen.notes.text.value = "The room is calm"
    screen.notes.add.click()
    screen.notes.text.value = "The room is calm. Then"
    screen.handle_all()
    assert [note.text for note in drill.view().notes] == ["The room is calm"]
    assert screen.notes.text.value == "The room is calm. Then"


def test_the_truth_is_behind_its_switch(drill, screen):
    press(screen, screen.clock.step)
    hidden, picture = pages(screen), screen.charts.value
    assert "drill-truth" not in hidden
    screen.truth.value = True
    screen.handle_all()
    assert "drill-truth" in pages(screen)
    assert f"{drill.view(truth=True).truth.people_affected:,.0f}" in pages(screen)
    assert screen.charts.value != picture
    screen.truth.value = False
    screen.handle_all()
    assert "drill-truth" not in pages(screen)


def test_legal_clocks_are_counted_down(drill, screen):
    while not drill.view().duties:
        press(screen, screen.clock.next_decision)
    assert re.search(
        r"authority 主管部门, people 个人: .* left · 剩余 ", screen.knowledge.widget.value
    )
    assert "Report a data security incident" in screen.law.list.value
    drill.step(hours=48)
    screen.handle_all()
    assert "late · 逾期" in screen.knowledge.widget.value
    while not any(d.met_s is not None and d.late for d in drill.view().duties):
        drill.step(hours=24)
    screen.handle_all()
    late = sum(d.met_s is not None and d.late for d in drill.view().duties)
    assert f"{late} met late · {late} 项逾期履行" in screen.knowledge.widget.value


def test_the_rooms_view_hides_what_players_must_not_see(drill, screen):
    until_raised(screen, "suspect")
    screen.notes.text.value = "Li is nervous"
    screen.truth.value = True
    press(screen, screen.notes.add)
    picture = screen.charts.value
    screen.room.value = True
    screen.handle_all()
    states = {i.name: i.state for i in drill.view().injects}
    assert {states[name] for name in names(screen.deck.list)} == {"released"}
    open_now = [d.name for d in drill.view().decisions if d.raised_s is not None and not d.answer]
    assert sorted(names(screen.decisions.list)) == sorted(open_now)
    seen = pages(screen)
    for secret in (
        "Expected 预期行动",
        "Hint 提示",
        "advises",
        "If nobody",
        "Li is",
        "drill-truth",
    ):
        assert secret not in seen
    assert screen.charts.value != picture
    assert screen.truth.disabled
    screen.room.value = False
    screen.handle_all()
    assert "Expected 预期行动" in pages(screen)
    assert "drill-truth" in pages(screen)


def test_the_end_shows_a_summary_and_the_way_back(drill, screen):
    drill.step(hours=12)
    assert "true" not in panels.summary(drill).html
    said = press(screen, screen.finish)
    assert "Report keeps it" in said
    assert screen.body.layout.display == "none"
    assert "People affected, in truth" in screen.summary.value
    assert "People affected, in truth" in panels.summary(drill).html
    moving = (screen.clock.run, screen.clock.step, screen.clock.next_inject, screen.clock.undo)
    assert all(act.disabled for act in moving)
    press(screen, screen.back)
    assert screen.body.layout.display == ""
    assert not screen.clock.run.disabled
    assert "People affected, in truth" not in panels.summary(drill).html


def test_no_number_of_a_card_is_parted_from_its_words(drill, screen):
    while not drill.view().known.severity or not drill.view().known.people_high:
        drill.step(hours=1)
    screen.handle_all()
    cards = html.unescape(screen.knowledge.widget.value)
    assert re.search(r"GB/T\xa020986:\xa0\d", cards)
    assert re.search(r"已告知\xa0\d", cards)


def test_notes_and_ratings_after_the_end_leave_it_ended(drill, screen):
    drill.step(hours=3)
    screen.handle_all()
    press(screen, screen.finish)
    assert screen.records.layout.display == "none"
    screen.afterwards.value = True
    screen.handle_all()
    assert screen.records.layout.display == ""
    screen.notes.text.value = "We shall buy a fax."
    assert "Noted" in press(screen, screen.notes.add)
    assert "We shall buy a fax." in screen.summary.value
    screen.evaluation.text.value = "They looked tired."
    assert "Observation written down" in press(screen, screen.evaluation.observe)
    screen.evaluation.objective.value = drill.scenario.objectives[0].id
    assert "Objective rated" in press(screen, screen.evaluation.rate)
    assert drill.ended
    assert screen.ending.layout.display == ""
    written = after_action(drill, futures=0)
    assert "Provisional" not in written
    for told in ("People affected, in truth", "We shall buy a fax.", "They looked tired."):
        assert told in written
    screen.room.value = True
    screen.handle_all()
    assert screen.records.layout.display == "none"
    assert "We shall buy a fax." not in screen.summary.value


def test_the_end_tells_the_players_no_truth(drill, screen):
    drill.note("Li is nervous")
    screen.room.value = True
    screen.handle_all()
    press(screen, screen.finish)
    for secret in ("People affected, in truth", "Li is nervous"):
        assert secret not in screen.summary.value
    screen.room.value = False
    screen.handle_all()
    for secret in ("People affected, in truth", "Li is nervous"):
        assert secret in screen.summary.value
    screen.room.value = True
    screen.handle_all()
    assert "People affected, in truth" not in screen.summary.value


def test_the_end_is_kept_in_the_drill_file(drill, screen):
    press(screen, screen.finish)
    drill.close()
    again = Drill.resume(drill.file)
    assert "People affected, in truth" in panels.summary(again).html
    shown = panels.console(again)
    assert shown.ending.layout.display == ""
    assert shown.clock.run.disabled
    press(shown, shown.back)
    assert not again.ended
    assert shown.body.layout.display == ""
    shown.stop()
    again.close()


def test_a_drill_that_reaches_its_end_is_summed_up_by_itself(drill, screen):
    while not drill.finished:
        drill.step(hours=24 * 360)
    screen.handle_all()
    assert screen.summed_up
    assert "ended 已结束" in screen.clock.time.value
    assert screen.ending.layout.display == ""


def test_the_summary_is_a_page_with_text_and_picture_and_no_widget(drill):
    drill.step(hours=30)
    drill.note("He said <b>no</b> to $5M and $7M", by="Li")
    bundle = panels.summary(drill)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"].startswith("An accountant who leaves")
    assert "CNY" in bundle["text/plain"]
    assert 'src="data:image/png;base64,' in bundle["text/html"]
    assert "&lt;b&gt;no&lt;/b&gt;" in bundle["text/html"]
    assert "mathjax_ignore" in bundle["text/html"]


# What must never happen.


def test_a_fault_of_ours_is_shown_and_the_loop_goes_on(drill, screen):
    screen.post(lambda: 1 / 0)
    screen.clock.step.click()
    screen.handle_all()
    assert drill.now_s == drill.began_s + HOUR
    screen.post(lambda: 1 / 0)
    screen.handle_all()
    assert "ZeroDivisionError" in screen.status.value
    assert 'role="status"' in screen.status.value
    assert 'aria-live="polite"' in screen.status.value


def test_a_fault_of_one_part_leaves_no_other_stale(drill, screen, monkeypatch):
    monkeypatch.setattr(screen.deck, "show", lambda _view: 1 / 0)
    before = screen.charts.value
    said = press(screen, screen.clock.step)
    assert "ZeroDivisionError" in said
    drill.note("Still here")
    screen.handle_all()
    assert "Still here" in screen.notes.list.value
    assert screen.charts.value != before


def test_the_pool_of_widgets_is_fixed(screen):
    before = len(all_widgets(screen))
    alive = len(widgets.widget._instances)
    press(screen, *[screen.clock.next_inject] * 4, screen.deck.improvise)
    screen.deck.form.title.value = "One more"
    press(screen, screen.deck.form.save, screen.clock.next_decision, screen.clock.undo)
    assert len(all_widgets(screen)) == before
    assert len(widgets.widget._instances) == alive


def test_running_the_cell_again_leaves_no_widgets_behind(drill, screen):
    again = panels.console(drill)
    alive = len(widgets.widget._instances)
    last = panels.console(drill)
    assert screen.stopped
    assert again.stopped
    assert len(widgets.widget._instances) == alive
    last.stop()


def test_every_button_has_words_in_both_languages_and_no_kind_of_widget_is_banned(screen):
    found = all_widgets(screen)
    buttons = [w for w in found if isinstance(w, widgets.Button | widgets.ToggleButton)]
    assert len(buttons) > 15
    for button in buttons:
        assert re.search(r"[a-z]", button.description), button.description
        assert re.search(r"[\u4e00-\u9fff]", button.description), button.description
        assert not button.icon
    banned = (widgets.Output, widgets.Play, widgets.HTMLMath, widgets.Label, widgets.Accordion)
    assert [w for w in found if isinstance(w, banned)] == []
    sliders = [w for w in found if isinstance(w, widgets.IntSlider)]
    boxes = [w for w in found if isinstance(w, widgets.BoundedIntText)]
    assert len(sliders) == len(boxes) > 0


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            self.attributes.setdefault(name, set()).add(value)

    def handle_data(self, data):
        self.words += data


def test_active_content_in_files_and_fields_is_only_ever_text(tmp_path):
    scenario = load_damaged("breaches/insider-export", tmp_path)
    plan = load_damaged("plans/lean", tmp_path)
    drill = Drill.start(scenario, plan, tmp_path / "hostile.drill", seed=7)
    screen = panels.console(drill)
    screen.truth.value = True
    for _ in range(6):
        press(screen, screen.clock.next_decision)
    screen.notes.text.value = screen.notes.by.value = ACTIVE
    screen.decisions.form.options.value = names(screen.decisions.form.options)[0]
    screen.decisions.form.by.value = screen.decisions.form.reason.value = ACTIVE
    press(screen, screen.notes.add, screen.decisions.form.decide, screen.deck.improvise)
    screen.deck.form.title.value = screen.deck.form.text.value = ACTIVE
    press(screen, screen.deck.form.save, screen.finish)
    seen = Tags(pages(screen) + panels.summary(drill).html)
    assert "window.hacked" in seen.words
    assert seen.tags <= markup.ELEMENTS | {"img"}
    assert seen.attributes.keys() <= {
        "class",
        "lang",
        "role",
        "aria-live",
        "title",
        "src",
        "alt",
        "scope",
    }
    assert all(src.startswith("data:image/png;base64,") for src in seen.attributes["src"])
    assert "\u202e" not in pages(screen)
    screen.stop()
    drill.close()


@given(st.text(alphabet=st.sampled_from("<>&\"'/= ab!-\u202e\x00中")), st.booleans())
def test_no_text_opens_an_element_or_leaves_an_attribute(text, inside):
    made = (
        markup.element("p", text, title=text)
        if inside
        else markup.join(text, markup.element("p", text))
    )
    seen = Tags(made)
    assert seen.tags == {"p"}
    assert seen.attributes.keys() <= {"title"}


@pytest.mark.parametrize(
    ("name", "attributes", "message"),
    [
        ("script", {}, "element 'script'"),
        ("img", {}, "element 'img'"),
        ("p", {"onclick": "x"}, "attribute 'onclick'"),
        ("p", {"href": "x"}, "attribute 'href'"),
        ("p", {"classes": 'x" onclick="y'}, "classes "),
    ],
)
def test_other_elements_and_attributes_cannot_be_made(name, attributes, message):
    with pytest.raises(ValueError, match=message):
        markup.element(name, "x", **attributes)


def test_the_style_names_no_address():
    style = markup.stylesheet().value
    assert "url(" not in style
    assert "//" not in style.replace("*/", "").replace("/*", "")
    assert "@import" not in style


@pytest.mark.parametrize(
    ("until_s", "now_s", "said"),
    [
        (7_200, 3_600, "1 h left · 剩余 1 小时"),
        (0, 90_000, "1 d 1 h late · 逾期 1 天 1 小时"),
        (60, 60, "0 s left · 剩余 0 秒"),
    ],
)
def test_time_left_and_time_late(until_s, now_s, said):
    assert time_left(until_s, now_s) == said


def test_every_length_of_time_is_told_in_both_languages(drill, screen):
    drill.step(26)
    screen.handle_all()
    assert "1 d 2 h after first sign · 首个迹象后 1 天 2 小时" in screen.clock.time.value
    assert ("1 s = 5 min · 5 分钟", 5.0) in screen.clock.pace.options
    due = [i for i in drill.view().injects if any(within for _, _, within in i.expected)]
    screen.deck.list.value = due[0].name
    screen.handle_all()
    hours = next(within for _, _, within in due[0].expected if within)
    assert f"≤ {both(lasting(hours * 3_600))}" in screen.deck.detail.value
    assert "小时" in screen.deck.detail.value


# The owner's loop.


def test_everything_happens_in_the_loop_whatever_thread_posts(drill):
    threads = []

    async def story():
        screen = panels.console(drill)
        own = threading.current_thread()
        step = drill.step
        drill.step = lambda hours: (threads.append(threading.current_thread()), step(hours))
        worker = threading.Thread(target=screen.clock.step.click)
        worker.start()
        worker.join()
        assert drill.now_s == drill.began_s
        await asyncio.sleep(0.3)
        assert threads == [own]
        assert drill.now_s == drill.began_s + HOUR
        screen.stop()
        await asyncio.wait_for(screen._task, 2)

    asyncio.run(story())


def test_a_second_console_stops_the_first_and_goes_on(drill, monkeypatch):
    monkeypatch.setattr("simulation.panels.screen.MADE_S", 0.1)

    async def story():
        first = panels.console(drill)
        second = panels.console(drill)
        await asyncio.wait_for(first._task, 2)
        first.clock.step.click()
        second.clock.step.click()
        await asyncio.sleep(0.3)
        assert first.stopped
        assert not second.stopped
        assert first.comm is None
        assert second.comm is not None
        assert drill.now_s == drill.began_s + HOUR
        second.stop()
        await asyncio.wait_for(second._task, 2)

    asyncio.run(story())


def test_a_drill_opened_again_leaves_a_word_on_the_old_console(drill):
    async def story():
        screen = panels.console(drill)
        again = Drill.resume(drill.file)
        await asyncio.wait_for(screen._task, 3)
        assert "run this cell again" in screen.status.value
        again.close()

    asyncio.run(story())


def test_the_heart_beats_while_the_loop_lives(drill, monkeypatch):
    monkeypatch.setattr(screen_module, "BEAT_S", 0.05)
    monkeypatch.setattr(screen_module, "REST_S", 0.05)

    async def story():
        screen = panels.console(drill)
        beats = set()
        for _ in range(10):
            await asyncio.sleep(0.06)
            beats |= {name for name in screen._dom_classes if name.startswith("drill-beat")}
        screen.stop()
        await asyncio.wait_for(screen._task, 2)
        assert beats == {"drill-beat-odd", "drill-beat-even"}

    asyncio.run(story())


def test_the_strip_of_phases_says_that_a_decision_is_open(drill, screen):
    drill.step(2)
    screen.refresh()
    assert "nothing leaves; still to decide: 1" in screen.clock.time.value
    drill.decide("isolate", "now")
    screen.refresh()
    assert "still to decide" not in screen.clock.time.value
    assert "✓ containment" in screen.clock.time.value

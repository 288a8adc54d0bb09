"""The student's screen without a browser: sliders are moved and what is shown is read."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections import Counter
from dataclasses import replace

import comm
import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm
from hostile import ACTIVE, load_damaged

from simulation import panels
from simulation.errors import InputError
from simulation.files import load
from simulation.inputs.scenario import MECHANISMS
from simulation.panels.explorer_answer import difference_words, verdict_parts
from simulation.panels.explorer_settings import Range, asked_for, scaled, usual
from simulation.study import Difference, exploring, sweep
from simulation.study.exploring import Exploration
from simulation.study.workers import Case
from simulation.text import CATALOGUE

SCENARIO, PLAN = load("breaches/mis-sent-filing"), load("plans/lean")
CASE = Case("as it is", SCENARIO, PLAN)
HEADS, OVERTIME = "plan.staffing.it.add", "plan.staffing.owner.overtime_h"


@pytest.fixture
def screen():
    shown = panels.explore(SCENARIO, PLAN, replications=2, workers=0)
    settle(shown)
    yield shown
    shown.stop()


def settle(screen: panels.Explore) -> panels.Explore:
    """Let the screen do what was posted, until the newest question has its whole answer."""
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        screen.handle_all()
        answer = screen.answer
        newest = answer is not None and answer.question == screen.explorer.newest
        if newest and answer.complete and answer.pair is not None:
            return screen
        time.sleep(0.01)
    raise AssertionError("no answer came")


def slide(screen: panels.Explore, path: str, shown: float) -> None:
    screen.settings.fields[path].slider.value = shown
    screen.handle_all()


def words(place: widgets.HTML) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", place.value))


def every_widget(widget: widgets.Widget) -> list[widgets.Widget]:
    inner = getattr(widget, "children", ())
    return [widget, *(found for child in inner for found in every_widget(child))]


def test_a_browser_is_told_of_each_widget_in_one_message(monkeypatch):
    told = Counter()

    class Told(BaseComm):
        def publish_msg(self, msg_type, **_):
            told[msg_type] += 1

    monkeypatch.setattr(comm, "create_comm", Told)
    made = panels.explore(SCENARIO, PLAN, replications=2, workers=0)
    made.stop()
    assert told["comm_open"] > 500
    assert told["comm_msg"] < 10


# A slider and its answer.


def test_a_slider_moves_its_box_and_brings_the_answer_of_a_sweep(screen):
    screen.curves.chosen.value = "cost"
    screen.handle_all()
    before = screen.curves.picture.value
    slide(screen, HEADS, 3)
    assert screen.settings.fields[HEADS].box.value == 3
    assert screen.settings.changes() == {HEADS: 2}
    settle(screen)
    assert screen.curves.picture.value != before
    study = sweep(SCENARIO, PLAN, {HEADS: [2]}, replications=2, seed=1, one_at_a_time=True)
    ours = screen.answer.study
    for measure in ("cost", "clients_told_h"):
        assert ours.of(measure, "changed").tolist() == study.of(measure, study.plans[1]).tolist()
    assert "2 of 2 runs" in words(screen.curves.progress)
    assert "2 of 2 runs" in words(screen.status)
    assert 'role="status"' in screen.status.value


def test_an_old_answer_is_grey_until_the_new_one_comes(screen):
    assert "explore-old" not in screen.shown._dom_classes
    slide(screen, HEADS, 2)
    assert "explore-old" in screen.shown._dom_classes
    assert "working" in words(screen.curves.progress)
    settle(screen)
    assert "explore-old" not in screen.shown._dom_classes


def test_a_drag_is_one_question_for_each_look_and_one_step_back(screen):
    asked = screen.explorer.newest
    slider = screen.settings.fields[HEADS].slider
    for heads in (2, 3, 4):
        slider.value = heads
    screen.handle_all()
    assert screen.explorer.newest == asked + 1
    slide(screen, HEADS, 3)
    slide(screen, OVERTIME, 1.5)
    screen.undo.click()
    screen.handle_all()
    assert screen.settings.changes() == {HEADS: 2}
    screen.undo.click()
    screen.handle_all()
    assert screen.settings.changes() == {}
    screen.undo.click()
    screen.handle_all()
    assert "Nothing to undo" in words(screen.status)


def test_a_slider_moved_on_after_undoing_another_goes_back_one_step(screen):
    slide(screen, HEADS, 2)
    slide(screen, OVERTIME, 1.5)
    screen.undo.click()
    screen.handle_all()
    slide(screen, HEADS, 3)
    screen.undo.click()
    screen.handle_all()
    assert screen.settings.changes() == {HEADS: 1}


def test_a_way_back_takes_nothing_that_is_turned_after_it(screen):
    for way_back, later in (
        (screen.undo, OVERTIME),
        (screen.reset, OVERTIME),
        (screen.undo, HEADS),
    ):
        slide(screen, HEADS, 3)
        way_back.click()
        # The loop is busy, and the browser goes on.
        screen.settings.fields[later].slider.value = 4
        screen.handle_all()
        assert screen.settings.changed == [later]
        field = screen.settings.fields[later]
        assert field.shown == field.box.value == 4
        screen.undo.click()
        screen.handle_all()
        assert screen.settings.changed == []


def test_a_step_back_is_from_what_was_turned_just_before_it(screen):
    slide(screen, HEADS, 3)
    screen.settings.fields[OVERTIME].box.value = 2.0
    screen.undo.click()
    screen.handle_all()
    assert screen.settings.changes() == {HEADS: 2}
    assert screen.settings.fields[OVERTIME].slider.value == 0.0


def test_what_is_kept_is_what_was_turned_before_the_click(screen):
    screen.settings.fields[HEADS].slider.value = 3
    screen.keep.click()
    screen.settings.fields[OVERTIME].slider.value = 2.0
    screen.handle_all()
    assert screen.explorer.base.plan.staffing["it"].add == PLAN.staffing["it"].add + 2
    assert screen.settings.changed == [OVERTIME]
    assert screen.settings.fields[HEADS].shown == 3


def test_one_setting_or_all_of_them_are_put_back(screen):
    slide(screen, HEADS, 2)
    slide(screen, OVERTIME, 2.0)
    assert "explore-changed" in screen.settings.fields[HEADS].widget._dom_classes
    screen.settings.reset(HEADS)
    screen.handle_all()
    assert screen.settings.changed == [OVERTIME]
    assert "explore-changed" not in screen.settings.fields[HEADS].widget._dom_classes
    screen.reset.click()
    screen.handle_all()
    assert screen.settings.changed == []
    screen.undo.click()
    screen.handle_all()
    assert screen.settings.changed == [OVERTIME]


def test_what_is_kept_is_the_new_base(screen):
    slide(screen, HEADS, 2)
    settle(screen)
    screen.keep.click()
    settle(screen)
    assert screen.settings.changes() == {}
    assert screen.settings.fields[HEADS].shown == 2
    assert screen.answer.study.cases[0].plan.staffing["it"].add == 1
    slide(screen, HEADS, 1)
    assert screen.settings.changes() == {HEADS: 0}


def test_every_mechanism_has_a_switch_that_switches_it_off(screen):
    for name in MECHANISMS:
        assert CATALOGUE[f"mechanism/{name}"]
        assert CATALOGUE[f"mechanism/{name}/says"]
    screen.settings.fields["mechanism/nights"].box.value = False
    settle(screen)
    assert screen.answer.study.cases[1].scenario.switched_off == ("nights",)
    assert screen.answer.study.cases[0].scenario.switched_off == ()
    assert "Nights and weekends" not in words(screen.problem)


def test_decisions_and_other_luck(screen):
    choice = screen.settings.fields["plan.answers.tell-affected"]
    other = next(v for v in choice._values if v not in (None, choice.shown))
    choice.turn(other)
    settle(screen)
    assert screen.answer.study.cases[1].plan.answers["tell-affected"] == other
    screen.settings.fields["seed"].widget.value = 9
    settle(screen)
    assert screen.answer.study.seed == 9


# What it tells.


def test_figures_story_and_reasons_are_those_of_the_answer(screen):
    slide(screen, HEADS, 3)
    settle(screen)
    study = screen.answer.study
    cost = study.difference("cost", "changed")
    assert "Clients lost" in words(screen.figures.widget)
    verdict = {"better": "better", "worse": "worse", "the same in every run": "same"}
    assert verdict.get(cost.verdict, "no difference") in words(screen.figures.widget)
    before, after = screen.answer.pair
    assert before.replication == after.replication
    assert f"{before.replication}" in words(screen.story.name)
    assert f"{before.outcome.cost:,.0f}" in words(screen.story.table)
    assert "What differs" in words(screen.reasons.text)
    assert "administrator" in words(screen.reasons.text)


def test_the_story_of_another_run_is_told(screen):
    told = screen.answer.pair[0].replication
    screen.story.next.click()
    deadline_s = time.monotonic() + 30
    while screen.answer.pair is None or screen.answer.pair[0].replication == told:
        assert time.monotonic() < deadline_s
        screen.handle_all()
    screen.story.worst.click()
    settle(screen)
    exposure = screen.answer.study.of("record_days_untold", "changed")
    worst = screen.answer.pair[0].replication
    deadline_s = time.monotonic() + 30
    while exposure[worst] != max(exposure):
        assert time.monotonic() < deadline_s
        screen.handle_all()
        pair = screen.answer.pair
        worst = worst if pair is None else pair[0].replication


@pytest.mark.parametrize(
    ("curve", "measure", "sign"),
    [
        ("record_days_untold", "record_days_untold", 1),
        ("trust_share", "trust_lowest_share", -1),
        ("cost", "cost", 1),
    ],
)
def test_the_worst_run_is_so_in_what_the_chart_shows(screen, curve, measure, sign):
    screen.settings.fields["mechanism/nights"].box.value = False
    settle(screen)
    screen.story.worst.click()
    screen.curves.chosen.value = curve
    study = screen.answer.study
    change = sign * (study.of(measure, "changed") - study.of(measure, "unchanged"))
    assert change[0] != change[1]
    deadline_s = time.monotonic() + 30
    while screen.answer.pair is None or screen.answer.pair[0].replication != change.argmax():
        assert time.monotonic() < deadline_s
        screen.handle_all()
    screen.refresh()
    title = CATALOGUE[f"figure/{measure}"]["en"]
    assert f"2 of 2 runs differ: {title}" in words(screen.reasons.text)
    assert "People missed" in words(screen.story.table)
    better = round(100 * study.difference(measure, "changed").better_share)
    row = re.search(rf"<tr><th[^>]*><span[^>]*>{title}.*?</tr>", screen.figures.widget.value)
    assert f"better in {better} % of runs" in row.group()


def test_a_difference_that_prints_as_zero_is_called_small(screen):
    answer = screen.answer
    made = Difference(
        *("changed", "unchanged", "trust_lowest_share", -0.0003, -0.0004, -0.0002),
        *(0.0, 9, "worse", None, 1.0, 9, 9, 9, False),
    )
    assert difference_words(made) == "≈ 0"
    said = html.unescape("".join(map(str, verdict_parts("trust_lowest_share", made, answer))))
    assert "worse" in said
    assert "shown, but small" in said
    early = replace(answer, asked=200)
    begun = html.unescape("".join(map(str, verdict_parts("trust_lowest_share", made, early))))
    assert f"% of the first {answer.runs} runs" in begun
    larger = replace(made, mean=-0.0006)
    assert "small" not in "".join(map(str, verdict_parts("trust_lowest_share", larger, answer)))


def test_another_curve_is_drawn_at_once(screen):
    before = screen.curves.picture.value
    screen.curves.chosen.value = "cost"
    screen.handle_all()
    assert screen.curves.picture.value != before


def test_what_cannot_be_is_said_once_and_the_next_setting_is_answered(screen):
    for team in ("owner", "senior-accountants"):
        slide(screen, f"plan.staffing.{team}.add", 0)
    said = "Senior accountants: people: 0: nobody can do “Tell the owner”"
    assert said in words(screen.problem)
    assert "主管会计：人数：0：“" in words(screen.problem)
    assert "more of this kind" in words(screen.problem)
    line = next(w for w in every_widget(screen) if "explore-refusal" in w._dom_classes)
    assert said in words(line)
    assert "explore-old" in screen.shown._dom_classes
    screen.keep.click()
    screen.handle_all()
    assert screen.explorer.base.plan.staffing["owner"].add == 0
    slide(screen, "plan.staffing.owner.add", 1)
    settle(screen)
    assert words(screen.problem).strip() == ""
    assert not any("explore-refusal" in w._dom_classes for w in every_widget(screen))


def test_a_fault_of_ours_is_shown_on_the_screen(screen, monkeypatch):
    monkeypatch.setattr(exploring, "some", lambda *_: 1 / 0)
    slide(screen, HEADS, 2)
    deadline_s = time.monotonic() + 30
    while "ZeroDivisionError" not in words(screen.problem):
        assert time.monotonic() < deadline_s
        screen.handle_all()


def test_every_slider_has_a_named_box_and_every_button_a_text(screen):
    found = every_widget(screen)
    sliders = [w for w in found if isinstance(w, widgets.IntSlider | widgets.FloatSlider)]
    boxes = [w for w in found if "explore-box" in getattr(w, "_dom_classes", ())]
    assert len(sliders) == len(boxes) > 20
    assert all(box.description for box in boxes)
    assert len({box.description for box in boxes}) == len(boxes)
    buttons = [w for w in found if isinstance(w, widgets.Button | widgets.ToggleButton)]
    assert all(w.description for w in buttons)


@pytest.mark.slow
def test_active_content_of_a_stranger_stays_text(tmp_path):
    scenario = load_damaged("breaches/mis-sent-filing", tmp_path)
    plan = load_damaged("plans/lean", tmp_path)
    shown = panels.explore(scenario, plan, replications=1, workers=0)
    slide(shown, HEADS, 2)
    settle(shown)
    pages = [w.value for w in every_widget(shown) if isinstance(w, widgets.HTML)]
    assert any("window.hacked" in page for page in pages)
    assert not any("<img" in page or "<script" in page or "<a " in page for page in pages)
    names = [w.description for w in every_widget(shown) if hasattr(w, "description")]
    assert any("window.hacked" in name for name in names)
    assert not any("$" in name for name in names)
    assert "\u202e" in ACTIVE
    assert not any("\u202e" in name for name in names)
    shown.stop()


# What may be turned.


def test_a_case_offers_heads_and_hours_efforts_and_decisions():
    offers = {offer.path: offer for offer in usual(CASE)}
    for team in CASE.firm.teams:
        if not team.outside:
            assert offers[f"plan.staffing.{team.name}.add"].shown(CASE) == team.heads
            shift = PLAN.staffing[team.name].shift if team.name in PLAN.staffing else None
            shown = offers[f"plan.staffing.{team.name}.shift"].shown(CASE)
            assert shown == (shift or team.shift)
    stop = offers["plan.tasks.triage.effort_h"]
    claim = PLAN.tasks["triage"].effort_h
    longer = PLAN.change({"tasks.triage.effort_h": stop.put(CASE, 2.0)}).tasks["triage"].effort_h
    assert longer.central == pytest.approx(2.0 * claim.central)
    assert {f"plan.answers.{name}" for name in SCENARIO.decisions} <= set(offers)


@pytest.mark.parametrize(
    "shape",
    [
        4.0,
        {"uniform": {"low": 1, "high": 3}},
        {"pert": {"low": 1, "mode": 2, "high": 4}},
        {"lognormal": {"median": 2, "sigma": 0.5}},
        {"lognormal": {"mu": 0.3, "sigma": 0.5}},
        {"lognormal": {"p05": 1, "p95": 9}},
        {"gamma": {"shape": 2, "scale": 3}},
        {"exponential": {"mean": 2}},
        {"quantiles": {"probabilities": [0.0, 1.0], "values": [1, 5]}},
    ],
)
def test_a_scaled_claim_has_every_quantile_scaled(shape):
    claim = PLAN.change({"tasks.triage.effort_h": shape}).tasks["triage"].effort_h
    twice = PLAN.change({"tasks.triage.effort_h": scaled(claim, 2.0)}).tasks["triage"].effort_h
    for share in (0.05, 0.5, 0.95):
        assert twice.distribution.quantile(share) == pytest.approx(
            2.0 * claim.distribution.quantile(share)
        )


def test_paths_with_ranges_lists_and_names_are_offered_with_what_stands_there():
    offers = asked_for(
        CASE,
        {
            "staffing.it.overtime_h": (0, 4),
            "staffing.it.everyday_share": (0.0, 0.8, 0.1),
            "staffing.it.shift": ["Mon-Sun 00:00-24:00"],
            "answers.wording": {"say sorry": "apology", "facts alone": "facts"},
            "tasks.triage.effort_h": (0.5, 8),
            "organisation.letter_cost": [1.0, 9.0],
        },
    )
    overtime, share, shift, wording, effort, letters = offers
    assert overtime.values == Range(0, 4, 1)
    assert share.values == Range(0.0, 0.8, 0.1)
    assert shift.shown(CASE) in [value for _, value in shift.values]
    assert ("say sorry", "apology") in wording.values
    assert effort.shown(CASE) == PLAN.tasks["triage"].effort_h.central
    put = effort.put(CASE, 3.0)
    assert PLAN.change({"tasks.triage.effort_h": put}).tasks["triage"].effort_h.central == 3.0
    assert letters.shown(CASE) == CASE.firm.letter_cost.central
    assert [offer.group for offer in offers] == [
        *("people", "people", "people", "decisions", "tasks", "other")
    ]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"staffing.itt.add": (0, 3)}, "did you mean “it”"),
        ({"stafing.it.add": (0, 3)}, "did you mean 'staffing'"),
        ({"staffing.it.ad": (0, 3)}, "did you mean “add”"),
        ({"answers.wordin": ["facts"]}, "did you mean “wording”"),
        ({"staffing.it.add": (3, 0)}, "a low below a high"),
        ({"staffing.it.add": (0, 10, 0)}, "a step above 0"),
        ({"staffing.it.add": (0, float("inf"))}, "a low below a high"),
        ({"answers.wording": ["factz"]}, "did you mean “facts”"),
        ({"answers.wording": (0, 3)}, "a list of values"),
        ({"staffing.it.overtime_h": ["much"]}, "staffing.it.overtime_h: got"),
        ({"staffing.it.add": b"12"}, "a list of values"),
        (["staffing.it.add"], "{path: values}"),
        ("staffing.it.add", "{path: values}"),
        ({3: (0, 3)}, "a text such as"),
        ({"staffing.it.add": []}, "at least one"),
        ({"staffing.it.add": "3"}, "a list of values"),
    ],
)
def test_a_setting_that_nothing_has_is_refused_with_the_nearest(settings, problem):
    with pytest.raises(InputError) as refusal:
        panels.explore(SCENARIO, PLAN, settings, workers=0)
    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    ("values", "stands", "offered"),
    [
        ((3, 8), 2.0, Range(2, 8, 1)),
        ((0, 1), 2.0, Range(0, 2, 1)),
        ((0, 4), 2.5, Range(0, 4, 0.5)),
        ((0.5, 3.0, 0.5), 0.2, Range(0.2, 3.0, 0.1)),
        ((0, 4, 2), 3.0, Range(0, 4, 1)),
        ((0, 4), 3.33333, Range(0, 4, 1)),
    ],
)
def test_a_slider_reaches_what_stands_there_and_shows_it(values, stands, offered):
    plan = PLAN.change({"staffing.it.overtime_h": stands})
    shown = panels.explore(
        SCENARIO, plan, {"staffing.it.overtime_h": values}, replications=1, workers=0
    )
    path = "staffing.it.overtime_h"
    found = shown.settings.offers[path].values
    assert (found.low, found.high) == (offered.low, offered.high)
    assert found.step == pytest.approx(offered.step)
    assert shown.settings.fields[path].shown == shown.settings.fields[path].box.value == stands
    assert shown.settings.changes() == {}
    shown.stop()


def test_a_part_of_a_person_in_a_box_is_the_nearest_whole_number(screen):
    field = screen.settings.fields[HEADS]
    field.box.value = 2.7
    screen.handle_all()
    assert field.box.value == field.slider.value == 3
    assert screen.settings.changes() == {HEADS: 2}
    screen.settings.fields["seed"].widget.value = 9.4
    screen.handle_all()
    assert screen.settings.fields["seed"].widget.value == screen.settings.luck == 9


# The loop.


def test_the_loop_answers_by_itself_and_a_cell_run_again_takes_over():
    async def lifetime() -> tuple[panels.Explore, panels.Explore]:
        first = panels.explore(SCENARIO, PLAN, replications=1, workers=0)
        second = panels.explore(SCENARIO, PLAN, replications=1, workers=0)
        second.settings.fields[HEADS].slider.value = 2
        for _ in range(1_000):
            await asyncio.sleep(0.01)
            answer = second.answer
            if answer is not None and answer.study.cases[1].plan.staffing["it"].add == 1:
                break
        second.stop()
        await asyncio.sleep(0.01)
        return first, second

    first, second = asyncio.run(lifetime())
    other = panels.explore(SCENARIO, PLAN.change({HEADS[5:]: 1}), replications=1, workers=0)
    third = panels.explore(SCENARIO, PLAN, replications=1, workers=0)
    assert not other.stopped
    other.stop()
    third.stop()
    assert first.stopped
    assert first.explorer.closed
    assert second.explorer.closed
    assert second.answer.study.cases[1].plan.staffing["it"].add == 1


# Both languages, each by itself.


def test_reasons_are_in_one_language_each_and_the_main_ones_come_first(screen):
    screen.settings.fields["mechanism/nights"].box.value = False
    settle(screen)
    chinese = re.findall(r'lang="zh"[^>]*>([^<]*)<', screen.reasons.text.value)
    english = re.findall(r'lang="en"[^>]*>([^<]*)<', screen.reasons.text.value)
    assert "原设置与新设置的不同" in chinese[0]
    assert "between the old settings and the new settings" in english[0]
    assert not any("changed" in line or "settings" in line for line in chinese)
    assert not any(re.search("[\u4e00-\u9fff]", line) for line in english)
    screen.reasons.all.value = True
    screen.handle_all()
    assert screen.reasons.text.value.count("<li") > len(english)


def test_times_in_chinese_are_in_chinese_units(screen):
    slide(screen, HEADS, 3)
    settle(screen)
    screen.reasons.all.value = True
    screen.handle_all()
    chinese = " ".join(re.findall(r'lang="zh"[^>]*>([^<]*)<', screen.reasons.text.value))
    assert re.search(r"\d (天|小时|分钟)", chinese)
    assert not re.search(r"\d (d|h|min)\b", chinese)


def test_every_mean_has_its_standard_error_and_the_peak_of_attention_its_day(screen):
    study = screen.answer.study
    for row in re.findall(r"<tr>.*?</tr>", screen.figures.widget.value)[1:]:
        assert row.count("±") == 2 or "never" in row
    assert study.summary_of("cost", "changed").se is not None
    tops = [
        max(event.after for event in run.log.of("sample.attention")) for run in screen.answer.pair
    ]
    assert ("Most attention" in words(screen.story.table)) == any(tops)


# What is told is of one run that differs, and changes together.


def test_the_run_that_is_told_is_one_that_differs_and_bears_its_own_number(screen):
    slide(screen, HEADS, 3)
    settle(screen)
    screen.curves.chosen.value = "cost"
    screen.handle_all()
    cost = [screen.answer.study.of("cost", plan) for plan in ("unchanged", "changed")]
    differ = int((cost[0] != cost[1]).sum())
    number = screen.answer.pair[0].replication
    assert cost[0][number] != cost[1][number]
    assert words(screen.story.name).split()[-1] == str(number)
    assert f"{differ} of 2 runs differ: Cost" in words(screen.reasons.text)


def test_grey_and_progress_change_with_the_figures(screen):
    slide(screen, HEADS, 2)
    heard: list[Exploration] = []
    screen.explorer.heard = heard.append
    deadline_s = time.monotonic() + 30
    while not heard:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    screen._take_in(heard[0])
    assert "explore-old" in screen.shown._dom_classes
    assert "working" in words(screen.curves.progress)
    screen.refresh()
    assert "explore-old" not in screen.shown._dom_classes
    assert "of 2 runs" in words(screen.curves.progress)


def test_a_refusal_ends_the_waiting_and_all_of_it_is_put_back(screen):
    slide(screen, "plan.staffing.owner.add", 0)
    slide(screen, "plan.staffing.senior-accountants.add", 0)
    assert "working" not in words(screen.curves.progress)
    assert "the answer before" in words(screen.curves.progress)
    screen.settings.fields["seed"].widget.value = 9
    screen.reset.click()
    screen.handle_all()
    assert screen.settings.changed == []


def test_controls_have_sliders_where_they_are_asked_for():
    names = ["export-limits", "firewall"]
    shown = panels.explore(SCENARIO, PLAN, {}, controls=names, replications=2, workers=0)
    settle(shown)
    fields = shown.settings.fields
    path = "organisation.controls.{}.quality"
    assert [fields[path.format(name)].shown for name in names] == [0, 1]
    slide(shown, path.format("export-limits"), 0.5)
    settle(shown)
    assert shown.settings.changes() == {path.format("export-limits"): 0.5}
    firm = shown.answer.study.cases[1].firm
    assert firm.controls["export-limits"].quality == 0.5
    shown.stop()


def test_a_control_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="firewall"):
        panels.explore(SCENARIO, PLAN, {}, controls=["firewal"], replications=2, workers=0)

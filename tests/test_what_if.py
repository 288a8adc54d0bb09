"""What if: a drill played again with one thing changed, on the same luck and over many."""

import dataclasses
import html
import json
import math

import numpy as np
import pytest
from models import DATA, leaking, question

import simulation as sim
from simulation.drill import Drill
from simulation.drill.course import THE_END, Change, history_of
from simulation.drill.futures import (
    END_MEASURES,
    MARK_MEASURES,
    How,
    Question,
    play_futures,
    played,
)
from simulation.errors import InputError, StudyCancelled
from simulation.panels.console import Console
from simulation.reports import after_action
from simulation.study.standby import Standby


@pytest.fixture
def drill(tmp_path):
    drill = Drill.start(*leaking(), tmp_path / "leak.drill", seed=4)
    yield drill
    drill.close()


@pytest.fixture
def shipped(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


def busy(drill):
    """Some of everything that people can do, most decisions answered, one left to its default."""
    drill.step(1)
    drill.set_heads("it", 2)
    for _ in range(8):
        drill.jump("decision")
        for one in drill.view().decisions:
            if one.raised_s is not None and one.answer is None and one.name != "call-help":
                drill.decide(one.name, one.options[0][0], reason="so", by="Li")
    coming = [i.name for i in drill.view().injects if i.state == "coming"]
    drill.hold_back(coming[0])
    drill.set_shift("it", "Mon-Sun 08:00-22:00", 1.0)
    drill.improvise("A call", "Hello?", effects=[{"effect": "attention", "news": True}])
    drill.edit(coming[0], effects=[{"effect": "trust", "shock_share": 0.01}])
    drill.step(30)
    drill.release(coming[0])
    drill.call_in("forensics")
    drill.step(80)


def test_asking_for_what_was_done_is_the_drill_itself_to_the_byte(shipped):
    busy(shipped)
    before, log = shipped.now_s, shipped.log.text()
    for name, option in (("isolate", "after-imaging"), ("call-help", "not-yet")):
        answer = shipped.what_if({name: option})
        assert answer.same
        assert answer.run.log.text() == answer.base.log.text()
        assert answer.run.outcome == answer.base.outcome
        assert not answer.dropped
        assert answer.base.log.text().startswith(log)
        assert all(one.change in (0.0, None) for one in answer.differences)
    assert (shipped.now_s, shipped.log.text()) == (before, log)


def test_the_base_run_is_the_drill_that_goes_on_and_takes_the_plans_answers(shipped):
    busy(shipped)
    base = shipped.what_if(isolate="now").base
    while not shipped.finished:
        # An answer may put another question at once.
        while advised := [
            one
            for one in shipped.view().decisions
            if one.raised_s is not None and one.answer is None and one.advice
        ]:
            shipped.decide(advised[0].name, advised[0].advice)
        if not shipped.jump("decision"):
            shipped.step(24 * 10)
    assert base.log.text() == shipped.log.text()
    assert base.outcome == shipped.outcome


def test_the_course_is_the_same_up_to_the_answer_and_another_one_after_it(shipped):
    busy(shipped)
    answer = shipped.what_if(isolate="tonight")
    ours, theirs = answer.base.log, answer.run.log
    before = [e for e in ours if e.time_s < answer.at_s]
    assert [e for e in theirs if e.time_s < answer.at_s] == before
    (line,) = [e for e in theirs.of("decision.answer") if e.subject == "decision/isolate"]
    asked = list(shipped.scenario.decisions["isolate"].options)
    assert sorted(asked)[int(line.after)] == "tonight"
    assert line.time_s == answer.at_s
    assert ours.text() != theirs.text()
    assert answer.sentences()
    assert all(any("一" <= letter <= "鿿" for letter in s) for s in answer.sentences("zh"))


def test_a_decision_without_effect_changes_nothing(drill):
    drill.step(1)
    drill.decide("talk", "one")
    answer = drill.what_if(talk="other", futures=4)
    assert answer.run.outcome == answer.base.outcome
    assert {one.mean for one in answer.futures.differences} <= {0.0, None}
    verdicts = {one.verdict for one in answer.futures.differences}
    assert verdicts <= {"the same in every run", "never under both"}


@pytest.mark.slow
def test_stopping_the_leak_earlier_leaves_less_untold(drill):
    drill.step(1)
    drill.decide("contain", "watch")
    drill.step(100)
    answer = drill.what_if(contain="now", futures=12)
    one = answer.futures.of("record_days_untold")
    assert one.high < 0.0
    assert one.verdict == "better"
    assert one.better_share > 0.9
    assert answer.run.outcome.records_out <= answer.base.outcome.records_out
    back = drill.what_if({"contain": "watch"}, futures=12).futures.of("record_days_untold")
    assert back.mean == 0.0


def test_what_fell_to_its_default_can_be_asked_otherwise(drill):
    drill.step(100)
    taken = {d.name: d for d in drill.view().decisions}["contain"]
    assert taken.by_default
    answer = drill.what_if(contain="now")
    assert answer.at_s == taken.answered_s - 1
    assert answer.run.outcome.records_out < answer.base.outcome.records_out


def test_later_acts_are_kept_where_they_apply_and_listed_where_they_do_not(drill):
    drill.step(1)
    drill.decide("list", "long")
    drill.step(1)
    drill.decide("sequel", "yes")
    drill.release("call")
    drill.set_heads("it", 2)
    drill.note("They hurry.")
    drill.step(50)
    answer = drill.what_if(list="short")
    assert [(act.kind, act.then_s) for act in answer.kept] == [
        ("release", answer.at_s + 3600),
        ("heads", answer.at_s + 3600),
    ]
    assert [act.now_s for act in answer.kept] == [act.then_s for act in answer.kept]
    (dropped,) = answer.dropped
    assert (dropped.kind, dropped.now_s) == ("decide", None)
    assert dropped.reason["en"] == "the question does not come up"
    assert dropped.what["en"] == "decision: What now?"
    assert "does not come up" in repr(answer)


def test_an_act_on_an_inject_that_has_come_is_listed(drill):
    drill.step(5)
    drill.release("call")
    drill.step(1)
    answer = drill.what_if({"inject/call": "release"}, at_h=2)
    assert [(act.kind, act.reason["en"]) for act in answer.dropped] == [
        ("release", "the inject has come already")
    ]


def test_a_question_that_comes_up_later_is_answered_as_long_after_it(tmp_path):
    scenario, its_plan = leaking()
    options = {
        "soon": [],
        "late": [{"effect": "task", "task": "look", "act": "slow", "factor": 3.0}],
    }
    sooner = question(options, "soon") | {"question": "Hurry?"}
    when_aware = question({"yes": [], "no": []}, "no", "aware")
    decisions = {"hurry": sooner, "after": when_aware}
    plain = {name: {**one} for name, one in decisions.items()}
    scenario = scenario.change({"decisions": plain})
    drill = Drill.start(scenario, its_plan.change({"answers": {}}), tmp_path / "x.drill", seed=1)
    drill.decide("hurry", "soon")
    drill.step(10)
    drill.decide("after", "yes")
    answer = drill.what_if(hurry="late")
    raised = [
        next(e.time_s for e in run.log.of("decision.raise") if e.subject == "decision/after")
        for run in (answer.base, answer.run)
    ]
    (act,) = answer.kept
    assert raised[1] > raised[0]
    assert act.now_s - raised[1] == act.then_s - raised[0]
    drill.close()


def test_injects_and_heads_can_be_asked_about_too(drill):
    drill.step(40)
    skipped = drill.what_if({"inject/call": "skip"})
    assert not [e for e in skipped.run.log.of("inject.release") if e.subject == "inject/call"]
    assert [e for e in skipped.base.log.of("inject.release") if e.subject == "inject/call"]
    paper = drill.what_if({"inject/paper": "release"}, at_h=3, futures=3)
    assert paper.at_s == drill.began_s + 3 * 3600
    assert paper.run.outcome.cost >= paper.base.outcome.cost + 5_000
    assert paper.futures.of("cost").mean >= 5_000
    heads = drill.what_if({"heads/it": 3})
    (line,) = heads.run.log.of("staff.heads")
    assert (line.time_s, line.after) == (drill.began_s, 3)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"contian": "now"}, ["there is no decision 'contian'", "did you mean “contain”?"]),
        ({"contain": "nwo"}, ["contain has no option 'nwo'", "did you mean “now”?"]),
        ({"sequel": "yes"}, ["sequel has not come up"]),
        ({"talk": "one"}, ["talk waits for its answer"]),
        ({"inject/cal": "skip"}, ["there is no inject 'cal'", "did you mean “call”?"]),
        ({"inject/call": "away"}, ["expected 'release' or 'skip'"]),
        ({"heads/itt": 2}, ["there is no team 'itt'", "did you mean “it”?"]),
        ({"heads/it": -1}, ["heads/it is -1"]),
        ({"headz/it": 1}, ["nothing 'headz/it'", "did you mean “heads”?"]),
        ({}, ["nothing is asked"]),
        ({"contian": "now", "list": "shrt"}, ["'contian'", "'shrt'"]),
    ],
)
def test_a_wrong_question_has_one_clear_answer(drill, asked, words):
    drill.step(1)
    drill.decide("contain", "watch")
    drill.decide("list", "short")
    with pytest.raises(InputError) as caught:
        drill.what_if(asked)
    assert all(word in str(caught.value) for word in words)
    assert len(caught.value.faults) == max(1, len(asked))


def test_a_moment_outside_the_drill_is_refused(drill):
    drill.step(1)
    for at_h in (-1, 2, math.nan, math.inf):
        with pytest.raises(InputError, match="hours from the first sign to now"):
            drill.what_if({"heads/it": 2}, at_h=at_h)


def test_undone_acts_are_not_played_again(drill):
    drill.step(1)
    drill.decide("contain", "now")
    drill.set_heads("it", 5)
    drill.undo()
    answer = drill.what_if(contain="watch")
    assert not answer.base.log.of("staff.heads")
    assert not answer.run.log.of("staff.heads")


def test_forks_onto_the_same_replication_are_the_run_itself(shipped):
    busy(shipped)
    history = history_of(shipped.record())
    change = (Change("decide", "isolate", "tonight"),)
    moment = history.moment(change)
    ours = shipped.what_if(isolate="tonight").run
    trunk = history.trunk(moment, keep_log=True)
    recorder = trunk.recorder.copy()
    twin = trunk.engine.fork(0, recorder)
    history.arm(twin, recorder, history.script(change), moment).play(THE_END)
    assert recorder.log.text() == ours.log.text()
    assert recorder.tally.outcome() == ours.outcome


def test_a_record_travels_as_plain_values(drill):
    drill.step(1)
    drill.decide("contain", "now")
    record = drill.record()
    assert json.loads(record.acts)[0][2] == "decide"
    assert hash(record) == hash(drill.record())
    assert record == drill.record()


def test_who_plays_the_futures_changes_no_byte(drill):
    drill.step(1)
    drill.decide("contain", "watch")
    asked = Question(drill.record(), ((), (Change("decide", "contain", "now"),)), (10**6,))
    here = play_futures(asked, 7, How())
    crew = Standby(workers=0)
    threads = play_futures(asked, 7, How(submit=lambda *task: crew.submit(0, *task)))
    crew.close()
    assert here.tobytes() == threads.tobytes()
    late = play_futures(asked, 2, How(), first=6)
    assert late.tobytes() == here[..., 5:].tobytes()
    assert here.shape == (2, len(MARK_MEASURES) + len(END_MEASURES), 7)


@pytest.mark.slow
def test_processes_play_the_futures_to_the_byte(drill):
    drill.step(1)
    drill.improvise("A call", "Hello?", effects=[{"effect": "leak", "multiply": 2.0}])
    drill.set_shift("it", "Mon-Sun 08:00-22:00")
    drill.decide("contain", "watch")
    asked = Question(drill.record(), ((), (Change("decide", "contain", "now"),)))
    here = play_futures(asked, 9, How())
    for workers in (1, 2):
        crew = Standby(workers=workers)
        there = play_futures(asked, 9, How(submit=lambda *task, crew=crew: crew.submit(0, *task)))
        crew.close()
        assert here.tobytes() == there.tobytes()


def test_futures_tell_how_far_they_are_and_can_be_called_off(drill):
    drill.step(1)
    drill.decide("contain", "watch")
    heard = []
    drill.what_if(contain="now", futures=7, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(5, 7), (7, 7)]
    with pytest.raises(StudyCancelled):
        drill.what_if(contain="now", futures=7, cancel=lambda: True)
    assert played(lambda: True, Question(drill.record(), ((),)), 1, 5).shape[-1] == 0


def test_decisive_decisions_are_those_that_make_a_difference(drill):
    drill.step(1)
    drill.decide("contain", "watch")
    drill.decide("talk", "one")
    drill.step(60)
    heard = []
    found = drill.decisive(futures=4, progress=lambda done, of: heard.append((done, of)))
    assert (found[0].decision, found[0].taken, found[0].alternative) == ("contain", "watch", "now")
    assert found[0].difference.verdict == "better"
    assert found[0].difference.pairs == 4
    weights = [
        (one.difference.verdict not in ("better", "worse"), -abs(one.size)) for one in found
    ]
    assert weights == sorted(weights)
    assert next(one for one in found if one.decision == "talk").size == 0.0
    assert heard[-1][0] == heard[-1][1]
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert found == drill.decisive(futures=4)


def test_without_a_decision_taken_none_is_decisive(drill):
    assert drill.decisive() == ()


def test_the_screen_and_the_plain_form_tell_the_same(drill):
    drill.step(1)
    drill.decide("contain", "watch")
    answer = drill.what_if(contain="now", futures=4)
    shown = repr(answer)
    assert shown.startswith("What if “What now?” had been answered “now”, not “watch”")
    assert max(map(len, shown.splitlines())) < 100
    assert "Over 4 futures" in shown
    plain = json.loads(json.dumps(answer.plain()))
    assert plain["futures"]["replications"] == 4
    assert plain["run"]["outcome"]["cost"] == answer.run.outcome.cost
    assert {d["measure"] for d in plain["differences"]} == set(END_MEASURES)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.at_s = 0


def test_a_finished_or_untouched_drill_can_be_asked(drill):
    drill.step(1)
    drill.decide("contain", "now")
    while not drill.finished:
        drill.step(24 * 365)
    answer = drill.what_if(contain="watch")
    assert answer.base.outcome == drill.outcome
    assert np.isfinite(answer.run.outcome.cost)


def test_data_of_the_smallest_scenario_play_again(tmp_path):
    inputs = sim.load(DATA / "leak.yaml"), sim.load(DATA / "plan.yaml")
    drill = Drill.start(*inputs, tmp_path / "small.drill", seed=2)
    drill.jump("decision")
    drill.decide("whom", "all")
    answer = drill.what_if(whom="confirmed", futures=3)
    assert answer.base.log.text().startswith(drill.log.text())
    assert answer.futures.replications == 3
    drill.close()


def at_random(drill, rng):
    """Some acts at random, whatever is possible at the time."""
    for _ in range(25):
        view = drill.view()
        waits = [d for d in view.decisions if d.raised_s is not None and d.answer is None]
        deck = [i.name for i in view.injects if i.state in ("coming", "waiting", "held")]
        held = [i.name for i in view.injects if i.state == "held"]
        free = [i.name for i in view.injects if i.state in ("coming", "waiting")]
        act = rng.integers(8)
        if act == 0 and waits:
            one = waits[rng.integers(len(waits))]
            drill.decide(one.name, one.options[rng.integers(len(one.options))][0])
        elif act == 1:
            drill.set_heads("it", int(rng.integers(0, 4)))
        elif act == 2 and deck:
            drill.release(deck[rng.integers(len(deck))])
        elif act == 3 and free:
            drill.hold_back(free[rng.integers(len(free))])
        elif act == 4 and held:
            drill.put_back(held[rng.integers(len(held))])
        elif act == 5 and view.injects:
            drill.improvise("News", "News.", effects=[{"effect": "attention", "news": True}])
        elif act == 6 and drill.next_undo:
            drill.undo()
        drill.step(float(rng.choice([0.01, 0.5, 3.0, 20.0])))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(8))
def test_whatever_was_done_plays_again_to_the_byte(tmp_path, number):
    rng = np.random.default_rng(number)
    breach_, plan_ = [("insider-export", "lean"), ("mis-sent-filing", "no-plan")][number % 2]
    inputs = sim.load(f"breaches/{breach_}"), sim.load(f"plans/{plan_}")
    drill = Drill.start(*inputs, tmp_path / "random.drill", seed=number)
    at_random(drill, rng)
    history = history_of(drill.record())
    assert history.log.text() == drill.log.text()
    for name, taken in history.taken.items():
        if not taken.option:
            continue
        again = drill.what_if({name: taken.option})
        assert again.same
        assert again.base.log.text().startswith(drill.log.text())
        item = history.program.decisions.index(name)
        other = next(o for o in history.program.options[item] if o != taken.option)
        answer = drill.what_if({name: other}, futures=1)
        until = [e for e in answer.base.log if e.time_s < answer.at_s]
        assert [e for e in answer.run.log if e.time_s < answer.at_s] == until
        told = {act.number for act in (*answer.kept, *answer.dropped)}
        assert told <= {act.number for act in history.acts}
        later = {a.number for a in history.acts if a.time_s > answer.at_s}
        assert later <= told
    drill.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["double-extortion", "tampered-filings"])
def test_a_day_of_a_breach_of_each_kind_is_played_asked_and_reported(name, tmp_path):
    inputs = sim.load(f"breaches/{name}"), sim.load("plans/lean")
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    screen, waited = Console(drill, workers=0), None
    for hour in range(24):
        screen.clock.step.click()
        screen.handle_all()
        for one in drill.view().decisions:
            if hour % 3 == 0 and one.raised_s is not None and one.answer is None:
                if waited is None:
                    waited = drill.waiting_cost(one.name, futures=2)
                drill.decide(one.name, one.options[0][0], by="Wang")
                break
    screen.truth.value = True
    screen.handle_all()
    assert "fault of the program" not in screen.status.value
    view = drill.view(truth=True)
    assert view.truth is not None
    taken = [d for d in view.decisions if d.answer and not d.by_default]
    other = next(option for option, _ in taken[0].options if option != taken[0].answer)
    answer = drill.what_if({taken[0].name: other}, futures=2)
    assert not answer.same
    assert answer.sentences("zh")
    waiting = next(inject for inject in view.injects if inject.state in ("coming", "waiting"))
    assert drill.forecast(waiting.name, futures=2).futures == 2
    assert waited is not None
    assert waited.futures == 2
    drill.end()
    screen.handle_all()
    assert "People affected, in truth" in screen.summary.value
    written = after_action(drill, futures=0)
    assert drill.scenario.title.en in html.unescape(written)
    screen.stop()
    drill.close()

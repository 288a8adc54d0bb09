"""A drill: its file, its clock, its acts, and what it shows."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

import simulation as sim
from simulation.charts import story
from simulation.drill import Drill
from simulation.drill.pace import Pace
from simulation.errors import ActRefused, DamagedDrill, DrillError, InputError
from simulation.reports.results import results
from simulation.text import CATALOGUE, both


class KernelDies(BaseException):
    """What no code of ours catches."""


@pytest.fixture
def inputs():
    return sim.load("breaches/insider-export"), sim.load("plans/lean")


@pytest.fixture
def drill(inputs, tmp_path):
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


def open_decisions(drill):
    return [d for d in drill.view().decisions if d.raised_s is not None and d.answer is None]


def to_a_decision(drill):
    while not open_decisions(drill):
        assert drill.jump("decision")


def play(drill):
    """Some of everything that people can do."""
    to_a_decision(drill)
    decision = open_decisions(drill)[0]
    drill.decide(decision.name, decision.options[0][0], reason="it is the safest", by="Li")
    drill.set_heads("it", 2, by="Wang")
    drill.set_shift("it", "Mon-Sun 08:00-22:00", 1.0)
    drill.step(5)
    drill.improvise("A call", "A client asks.", effects=[{"effect": "attention", "news": True}])
    coming = [i.name for i in drill.view().injects if i.state == "coming"]
    drill.hold_back(coming[0])
    drill.skip(coming[1])
    drill.edit(coming[0], text="Other words", effects=[{"effect": "trust", "shock_share": 0.01}])
    drill.release(coming[0])
    drill.call_in("forensics")
    drill.note("They argue about the list.", by="observer")
    drill.step(30)


def test_a_drill_begins_at_the_first_sign_the_scenario_fixes(drill, inputs):
    assert drill.began_s == round(inputs[0].first_sign.after_h * 3600)
    assert drill.now_s == drill.began_s
    assert drill.view().known.found_by == f"channel/{inputs[0].first_sign.channel}"


def test_resuming_leads_to_the_same_bytes(drill):
    play(drill)
    log, now, view = drill.log.text(), drill.now_s, drill.view(truth=True)
    drill.close()
    again = Drill.resume(drill.file)
    assert again.now_s == now
    assert again.log.text() == log
    assert again.view(truth=True) == view
    assert again.series(truth=True).time_s[-1] == now
    again.close()


def test_stopping_on_the_way_changes_nothing(inputs, tmp_path):
    whole = Drill.start(*inputs, tmp_path / "a.drill", seed=3)
    whole.step(200)
    pieces = Drill.start(*inputs, tmp_path / "b.drill", seed=3)
    for hours in (0.1, 0.02, 7, 1.5, 33, 50, 8.38, 100):
        pieces.step(hours)
    assert pieces.now_s == whole.now_s
    assert pieces.log.text() == whole.log.text()
    whole.close()
    pieces.close()


def test_an_act_is_committed_before_it_is_applied(drill, monkeypatch):
    def die(*_):
        raise KernelDies

    monkeypatch.setattr(drill, "_apply", die)
    with pytest.raises(KernelDies):
        drill.set_heads("it", 4)
    file = drill.file
    drill.close()
    resumed = Drill.resume(file)
    assert next(t.heads for t in resumed.view().staff if t.name == "it") == 4
    resumed.close()


@pytest.mark.slow
def test_a_killed_session_resumes_where_it_was(tmp_path):
    file = tmp_path / "killed.drill"
    program = (
        "import os, simulation as sim\n"
        f"d = sim.Drill.start(sim.load('breaches/insider-export'), sim.load('plans/lean'), "
        f"{str(file)!r}, seed=7)\n"
        "d.step(3); d.note('before the kill'); d.step(2)\n"
        "print(d.now_s, flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 9, done.stderr
    drill = Drill.resume(file)
    assert drill.now_s == int(done.stdout)
    assert [note.text for note in drill.view().notes] == ["before the kill"]
    drill.close()


def test_undo_takes_the_last_act_back_and_the_clock_with_it(drill):
    drill.step(2)
    before, moment = drill.view(truth=True), drill.now_s
    drill.improvise("Wrong", "Sent by mistake.", effects=[{"effect": "leak", "multiply": 5}])
    drill.step(4)
    what = drill.next_undo
    assert drill.undo() == what
    assert what == {"en": "improvised inject: Wrong", "zh": "即兴注入：Wrong"}
    assert drill.now_s == moment
    assert drill.view(truth=True) == before
    assert drill.next_undo is None
    with pytest.raises(ActRefused, match="nothing has been done"):
        drill.undo()


def test_an_undone_act_stays_undone_after_resuming(drill):
    drill.set_heads("it", 2)
    drill.set_heads("it", 5)
    drill.undo()
    drill.close()
    again = Drill.resume(drill.file)
    assert next(t.heads for t in again.view().staff if t.name == "it") == 2
    again.close()


def test_undo_twice_takes_back_two_acts_and_leaves_the_notes(drill):
    for heads in (2, 3, 4):
        drill.set_heads("it", heads)
        drill.step(1)
        drill.note(f"now {heads}")
    drill.undo()
    drill.undo()
    assert next(t.heads for t in drill.view().staff if t.name == "it") == 2
    notes = [note.text for note in drill.view().notes]
    assert notes == ["now 2", "now 3", "now 4"]
    drill.close()
    again = Drill.resume(drill.file)
    assert [note.text for note in again.view().notes] == notes
    again.close()


def test_the_end_is_kept_in_the_file(drill):
    assert not drill.ended
    drill.end()
    drill.close()
    again = Drill.resume(drill.file)
    assert again.ended
    again.go_on()
    assert not again.ended
    again.close()


def test_a_copy_of_the_file_is_the_whole_drill(drill, tmp_path):
    play(drill)
    copy = tmp_path / "copy.drill"
    copy.write_bytes(drill.file.read_bytes())
    twin = Drill.resume(copy)
    assert [act.kind for act in twin._acts] == [act.kind for act in drill._acts]
    assert twin.now_s <= drill.now_s
    twin.close()


def test_a_jump_runs_over_nothing_and_stays_where_nothing_comes(drill):
    while drill.jump("inject"):
        raised = [d for d in drill.view().decisions if d.raised_s == drill.now_s]
        fallen = [d for d in drill.view().decisions if d.answered_s == drill.now_s]
        released = [i for i in drill.view().injects if i.released_s == drill.now_s]
        assert raised or fallen or released
        if drill.now_s > drill.began_s + 60 * 24 * 3600:
            break
    now = drill.now_s
    if not drill.jump("inject", within_h=0.001):
        assert drill.now_s == now


def test_a_held_inject_is_put_back_on_its_time(drill):
    coming = next(i for i in drill.view().injects if i.state == "coming")
    drill.hold_back(coming.name)
    drill.put_back(coming.name)
    back = next(i for i in drill.view().injects if i.name == coming.name)
    assert (back.state, back.due_s) == ("coming", coming.due_s)
    with pytest.raises(ActRefused, match="not held back"):
        drill.put_back(coming.name)


def test_in_a_drill_the_sign_has_been_seen(drill):
    look = drill.log.of("task.end")[0]
    assert (look.subject, look.time_s) == ("task/notice-sign", drill.began_s)


def test_acts_change_the_world_and_are_the_rooms(drill):
    drill.set_heads("it", 3)
    changed = drill.log.of("staff.heads")[-1]
    assert (changed.cause, changed.after) == ("the room", 3)
    team = next(t for t in drill.view().staff if t.name == "it")
    assert team.heads == 3


def test_more_people_finish_earlier(inputs, tmp_path):
    ends = []
    for heads in (1, 3):
        drill = Drill.start(*inputs, tmp_path / f"{heads}.drill", seed=7)
        drill.set_heads("it", heads)
        drill.set_shift("it", "Mon-Sun 00:00-23:59")
        drill.step(24 * 60)
        ends.append(len(drill.log.of("task.end")))
        drill.close()
    assert ends[1] >= ends[0]


def test_a_decision_is_taken_with_reason_and_by_whom(drill):
    to_a_decision(drill)
    decision = open_decisions(drill)[0]
    drill.decide(decision.name, decision.options[1][0], reason="we cannot wait", by="Chen")
    taken = next(d for d in drill.view().decisions if d.name == decision.name)
    assert (taken.answer, taken.reason, taken.by) == (
        decision.options[1][0],
        "we cannot wait",
        "Chen",
    )
    with pytest.raises(ActRefused, match="taken already"):
        drill.decide(decision.name, decision.options[0][0])


def test_a_decision_nobody_takes_falls_to_its_default(drill):
    to_a_decision(drill)
    decision = open_decisions(drill)[0]
    drill.advance(decision.deadline_s)
    fallen = next(d for d in drill.view().decisions if d.name == decision.name)
    assert fallen.answer == fallen.default
    assert fallen.by_default
    assert any("nobody decided" in line.text["en"] for line in drill.view().feed)


def test_the_plan_advises_but_the_room_decides(drill, inputs):
    to_a_decision(drill)
    for decision in open_decisions(drill):
        assert decision.answer is None
        assert decision.advice == inputs[1].answers.get(decision.name)


def test_held_injects_wait_for_a_hand(drill):
    coming = next(i for i in drill.view().injects if i.state == "coming")
    drill.hold_back(coming.name)
    drill.advance(coming.due_s + 3600)
    held = next(i for i in drill.view().injects if i.name == coming.name)
    assert held.state == "held"
    drill.release(coming.name)
    with pytest.raises(ActRefused, match="released already"):
        drill.release(coming.name)


def test_an_improvised_inject_acts_by_the_vocabulary_alone(drill):
    with pytest.raises(InputError, match="attention"):
        drill.improvise("x", "y", effects=[{"effect": "atention"}])
    with pytest.raises(InputError, match="does not have"):
        drill.improvise("x", "y", effects=[{"effect": "staff", "team": "nobody", "add": -1}])
    trust = drill.view().known.trust_share
    drill.improvise("News", "On the radio", effects=[{"effect": "attention", "news": True}])
    drill.step(72)
    assert drill.view().known.trust_share < trust


def test_results_before_the_end_hold_what_the_room_knows_and_no_truth(drill):
    drill.step(1)
    known = drill.view().known
    assert known.people_high == 0.0
    assert known.trust_surveyed is None
    room = dict(results(drill.outcome, known, truth=False))
    assert room["summary/trust"] == both(CATALOGUE["card/no_survey"])
    assert room["summary/people_known"] == both(CATALOGUE["card/not_yet"])
    assert dict(results(drill.outcome, known, truth=True))["summary/trust"].endswith("%")
    surveyed = replace(known, trust_surveyed=(0.5, 0.1), people_low=2.0, people_high=1_234.0)
    room = dict(results(drill.outcome, surveyed, truth=False))
    assert (room["summary/trust"], room["summary/people_known"]) == ("≈ 50 % ± 10 %", "2–1,234")


def test_a_refused_act_leaves_no_trace(drill):
    log, acts = drill.log.text(), len(drill._acts)
    for act in (
        lambda: drill.decide("nope", "x"),
        lambda: drill.release("nope"),
        lambda: drill.set_heads("nope", 1),
        lambda: drill.set_heads("it", -1),
        lambda: drill.call_in("it"),
        lambda: drill.note("  "),
        lambda: drill.note("x" * 5_000),
        lambda: drill.step(0),
        lambda: drill.jump("tomorrow"),
    ):
        with pytest.raises(ActRefused):
            act()
    with pytest.raises(InputError, match="shift"):
        drill.set_shift("it", "all day")
    with pytest.raises(InputError, match="overtime_h"):
        drill.set_shift("it", "Mon-Fri 09:00-17:00", overtime_h=20)
    assert drill.log.text() == log
    assert len(drill._acts) == acts


NO_NUMBERS = ("x", float("nan"), float("inf"), None, True, [], b"x", 1j)
NO_TEXTS = (7, None, [], b"x", float("nan"))
NO_LISTS = ("x", 7, None, [7])


def wrong_calls(drill, folder):
    """Every public method of a drill, with something in each place that cannot be there."""
    shift = "Mon-Fri 09:00-18:00"
    inject = drill.view().injects[-1].name
    numbers = (
        *(drill.advance, drill.step, drill.open_branch),
        *(lambda v: drill.jump("decision", v), lambda v: drill.name_branch(v, "a")),
        *(lambda v: drill.compare_branches(v, 1), lambda v: drill.compare_branches(1, v)),
        *(lambda v: drill.set_heads("it", v), lambda v: drill.set_shift("it", shift, v)),
        *(lambda v: drill.what_if({"heads/it": v}), lambda v: drill.what_if(futures=v)),
        *(drill.decisive, lambda v: drill.decisive(futures=v)),
        *(
            lambda v: drill.forecast(inject, futures=v),
            lambda v: drill.waiting_cost("a", wait_h=v),
        ),
        lambda v: Drill.start("breaches/insider-export", "plans/lean", folder / "a", seed=v),
    )
    or_nothing = (
        *(lambda v: drill.go_to(event=v), lambda v: drill.go_to(time_s=v)),
        *(lambda v: drill.go_to(act=v), lambda v: drill.what_if({"heads/it": 2}, at_h=v)),
    )
    texts = (
        *(drill.jump, drill.release, drill.hold_back, drill.put_back, drill.skip, drill.call_in),
        *(drill.go_on_from_here, drill.note, drill.conclude, drill.forecast, drill.waiting_cost),
        *(lambda v: drill.name_branch(1, v), lambda v: drill.edit(v, title="a")),
        *(lambda v: drill.improvise(v, "a"), lambda v: drill.improvise("a", "a", sender=v)),
        *(lambda v: drill.decide(v, "a"), lambda v: drill.decide("isolate", v)),
        *(lambda v: drill.decide("isolate", "now", v), lambda v: drill.what_if(isolate=v)),
        *(lambda v: drill.set_heads(v, 1), lambda v: drill.set_heads("it", 2, v)),
        *(lambda v: drill.set_shift(v, shift), lambda v: drill.set_shift("it", v)),
        *(lambda v: drill.note("a", v), lambda v: drill.conclude(by=v)),
        *(drill.save_copy, drill.export, Drill.resume, Drill.read),
        *(lambda v: Drill.import_(v, folder / "a"), lambda v: Drill.import_(folder / "a", v)),
        lambda v: Drill.start("breaches/insider-export", "plans/lean", v, seed=7),
        lambda v: Drill.start(v, "plans/lean", folder / "a", seed=7),
        lambda v: Drill.start("breaches/insider-export", v, folder / "a", seed=7),
    )
    lists = (
        *(
            lambda v: drill.improvise("a", "a", to=v),
            lambda v: drill.improvise("a", "a", effects=v),
        ),
        lambda v: drill.export(folder / "a", anonymous=True, names=v),
    )
    yield from ((call, value) for call in numbers for value in NO_NUMBERS)
    yield from ((call, value) for call in or_nothing for value in NO_NUMBERS if value is not None)
    yield from ((call, value) for call in texts for value in NO_TEXTS)
    yield from ((call, value) for call in lists for value in NO_LISTS)


def test_what_no_method_can_use_is_refused_in_words_and_leaves_no_trace(drill, tmp_path):
    to_a_decision(drill)
    before = drill.view(truth=True), drill.acts, drill.branches, drill.log.text()
    for call, value in wrong_calls(drill, tmp_path):
        with pytest.raises((ActRefused, InputError)):
            call(value)
    assert (drill.view(truth=True), drill.acts, drill.branches, drill.log.text()) == before
    assert {path.name for path in tmp_path.iterdir()} <= {
        *("friday.drill", ".friday.drill.lock", "friday.drill-wal", "friday.drill-shm")
    }
    drill.step(1)


def test_staffing_that_stays_as_it_is_is_not_written_down(drill):
    (team,) = [team for team in drill.view().staff if team.name == "it"]
    assert not drill.set_heads("it", team.heads)
    assert not drill.set_shift("it", team.shift, team.overtime_h)
    assert drill.acts == ()
    assert drill.set_heads("it", team.heads + 1)
    assert drill.set_shift("it", team.shift, team.overtime_h + 1)
    assert len(drill.acts) == 2


def test_names_are_loaded_as_load_takes_them(inputs, drill, tmp_path):
    names = ("breaches/insider-export", "plans/lean")
    with closing(Drill.start(*names, tmp_path / "named.drill", seed=7)) as named:
        assert named.inputs == drill.inputs
    assert sim.run(*names, seed=7).outcome == sim.run(*inputs, seed=7).outcome
    tried = sim.compare(*names, replications=1, seed=1)
    assert tried.plans == ("lean",)
    assert sim.sweep(*names, {"staffing.it.add": [0]}, replications=1, seed=1).scenario
    for wrong in ("plans/leen", 7, inputs[0]):
        with pytest.raises(InputError):
            sim.run(names[0], wrong, seed=7)


def test_players_see_no_truth(drill):
    drill.step(100)
    view = drill.view()
    assert view.truth is None
    kinds = {line.kind for line in view.feed}
    assert not kinds & {"records.out", "leak.factor", "harm.factor"}
    assert all(line.time_s >= drill.began_s for line in view.feed)
    assert drill.series().people_true == ()
    assert len(drill.series(truth=True).people_true) == len(drill.series().time_s)


def test_every_line_of_the_feed_has_both_languages(drill):
    play(drill)
    for line in drill.view(truth=True).feed:
        assert set(line.text) == {"en", "zh"}
        assert all(line.text.values())


def test_the_outcome_stands_at_now_and_asking_changes_nothing(drill):
    drill.step(27.3)
    log, truth = drill.log.text(), drill.view(truth=True).truth
    outcome = drill.outcome
    assert outcome.people_misused == pytest.approx(truth.people_misused)
    assert outcome.record_days_untold == pytest.approx(truth.record_days_untold)
    assert outcome.ended_h == pytest.approx(drill.now_s / 3600)
    assert drill.log.text() == log


def test_bars_lie_on_their_teams_and_do_not_overlap_beyond_heads(drill):
    drill.step(24 * 20)
    heads = {team.name: team.heads for team in drill.view().staff}
    bars = drill.bars()
    assert bars
    for moment in {bar.start_s for bar in bars}:
        busy: dict[str, int] = {}
        for bar in bars:
            if bar.start_s <= moment and (bar.end_s is None or moment < bar.end_s):
                busy[bar.team] = busy.get(bar.team, 0) + bar.people
        assert all(number <= heads[team] for team, number in busy.items())


def test_starting_again_goes_on_and_other_inputs_are_refused(inputs, tmp_path):
    file = tmp_path / "same.drill"
    first = Drill.start(*inputs, file, seed=7)
    first.step(5)
    second = Drill.start(*inputs, file, seed=7)
    assert first.closed
    assert second.now_s == first.now_s
    with pytest.raises(DrillError, match="other inputs"):
        Drill.start(*inputs, file, seed=8)


def test_files_that_are_no_drill_are_refused_clearly(tmp_path):
    (tmp_path / "text.drill").write_text("not a drill", encoding="utf-8")
    with pytest.raises(DamagedDrill):
        Drill.resume(tmp_path / "text.drill")
    other = sqlite3.connect(tmp_path / "other.drill")
    other.execute("CREATE TABLE x (y)")
    other.commit()
    other.close()
    with pytest.raises(DamagedDrill, match="not a drill"):
        Drill.resume(tmp_path / "other.drill")
    with pytest.raises(DrillError, match="no drill file"):
        Drill.resume(tmp_path / "none.drill")


def test_a_truncated_or_altered_file_is_refused_or_whole(drill, tmp_path):
    play(drill)
    file = drill.file
    drill.close()
    whole = file.read_bytes()
    for cut in (100, 4096, len(whole) // 2, len(whole) - 4096):
        broken = tmp_path / f"cut{cut}.drill"
        broken.write_bytes(whole[:cut])
        with pytest.raises(DrillError):
            Drill.resume(broken)
    db = sqlite3.connect(file)
    db.execute("UPDATE about SET value = '8' WHERE name = 'seed'")
    db.commit()
    db.close()
    with pytest.raises(DamagedDrill, match="changed since it began"):
        Drill.resume(file)


def test_the_file_is_durable_at_each_commit(drill):
    assert drill._file._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert drill._file._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert drill._file._db.execute("PRAGMA trusted_schema").fetchone() == (0,)


def test_the_wall_clock_only_paces(drill):
    times = iter([0.0, 0.0, 1.0, 2.0])
    drill.pace = Pace(lambda: next(times))
    drill.pace.hold_on_news = False
    drill.pace.run(minutes_per_second=5)
    start = drill.now_s
    assert not drill.tick()
    assert drill.tick()
    assert drill.now_s == start + 300
    drill.pace.hold()
    assert not drill.tick()


def test_the_clock_holds_when_a_decision_comes_up(drill):
    times = iter([0.0, 10.0])
    drill.pace = Pace(lambda: next(times))
    drill.pace.run(minutes_per_second=6_000)
    assert drill.tick()
    assert not drill.pace.running
    news = drill.log.of("inject.release", "decision.raise")
    assert news[-1].time_s == drill.now_s


def test_a_finished_drill_takes_no_more_acts(drill):
    drill.advance(10**9)
    assert drill.finished
    with pytest.raises(ActRefused, match="over"):
        drill.set_heads("it", 1)
    assert drill.outcome.ended_h == pytest.approx(drill.now_s / 3600)


def test_pace_refuses_what_is_no_pace():
    with pytest.raises(ValueError, match="expected above 0"):
        Pace().run(0)


def test_lines_of_the_feed_name_moments_by_their_titles_and_count_whole_people(drill):
    play(drill)
    drill.step(24 * 20)
    lines = [line for line in drill.view().feed if line.kind in ("flag.set", "estimate", "told")]
    assert {line.kind for line in lines} == {"flag.set", "estimate", "told"}
    for line in lines:
        words = line.text["en"]
        assert "_" not in words
        assert not re.search(r"\d\.\d", words)
    assert "状态：complaint" not in [line.text["zh"] for line in lines]
    assert "状态：confirmed" not in [line.text["zh"] for line in lines]


def test_the_cost_is_one_figure_on_the_tile_the_chart_and_in_the_summary(drill):
    play(drill)
    for _ in range(4):
        drill.step(7)
        cost = drill.view().known.cost
        assert cost == pytest.approx(drill.outcome.cost, rel=1e-9)
        assert story(drill).cost[-1] == (drill.now_s, cost)
        assert drill.series().cost[-1] == cost


def test_containment_is_not_ticked_off_while_a_decision_about_it_is_open(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    drill.step(2)
    containment = drill.view().phases[1]
    assert containment.end_s is not None  # the plan's own work has closed the way out
    assert drill.view(truth=True).truth.contained
    opened = [
        d.name for d in drill.view().decisions if d.raised_s is not None and d.answer is None
    ]
    assert "isolate" in opened
    assert containment.undecided == 1  # calling help, open too, closes nothing
    drill.decide("isolate", "now")
    assert drill.view().phases[1].undecided == 0
    assert [phase.undecided for phase in drill.view().phases] == [0, 0, 0, 0]
    drill.close()

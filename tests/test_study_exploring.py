"""The explorer without a screen: its answers, their order, and what becomes of its workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

from simulation.errors import InputError, SimulationError, StudyError
from simulation.files import load
from simulation.run import run
from simulation.study import exploring, standby, sweep
from simulation.study.choosing import replication_of
from simulation.study.exploring import Exploration, Explorer
from simulation.study.ledger import Ledger, some
from simulation.study.paths import case_with, owner_of, value_at
from simulation.study.standby import Standby
from simulation.study.workers import Case

SCENARIO, PLAN = load("breaches/mis-sent-filing"), load("plans/lean")
CASE = Case("as it is", SCENARIO, PLAN)
ONE_MORE = {"staffing.it.add": 1}


def test_a_question_asked_while_a_worker_is_replaced_is_the_newest(monkeypatch):
    crew = Standby(workers=0)
    begin = crew._begin

    def slowly() -> None:
        asked = threading.Thread(target=crew.call_off, kwargs={"until": 7})
        asked.start()
        asked.join()
        begin()

    monkeypatch.setattr(crew, "_begin", slowly)
    crew.replace()
    assert crew.submit(7, lambda stale: stale()).result(10) is False
    crew.close()


def test_a_case_that_was_kept_is_the_unchanged_one_and_can_be_gone_back_from():
    ear = Ear()
    explorer = Explorer(SCENARIO, PLAN, seed=1, replications=4, workers=0, heard=ear)
    there = ear.whole(explorer.ask(ONE_MORE)).study
    explorer.keep()
    ear.whole(explorer.ask({}))
    back = ear.whole(explorer.ask({"staffing.it.add": 0})).study
    explorer.close()
    assert back.plans == ("unchanged", "changed")
    assert back.of("cost", "unchanged").tolist() == there.of("cost", "changed").tolist()
    assert back.of("cost", "changed").tolist() == there.of("cost", "unchanged").tolist()
    assert there.difference("cost", "changed").mean
    assert back.difference("cost", "changed").mean == -there.difference("cost", "changed").mean


class Ear:
    """Hears answers, and waits for one that is as it should be."""

    def __init__(self) -> None:
        self.heard: list[Exploration | SimulationError] = []
        self._came = threading.Condition()

    def __call__(self, answer: Exploration | SimulationError) -> None:
        with self._came:
            self.heard.append(answer)
            self._came.notify_all()

    def wait(self, wanted, longest_s: float = 60.0) -> Exploration:
        with self._came:
            assert self._came.wait_for(lambda: any(map(wanted, self.heard)), longest_s), self.heard
            return next(answer for answer in self.heard if wanted(answer))

    def whole(self, question: int) -> Exploration:
        """The last answer to a question, with its story."""
        return self.wait(
            lambda a: (
                isinstance(a, Exploration)
                and a.question == question
                and a.complete
                and a.pair is not None
            )
        )


@pytest.fixture
def open_explorer():
    """Make explorers that are closed at the end."""
    made = []

    def make(replications: int = 2, workers: int = 0, **settings) -> tuple[Explorer, Ear]:
        ear = Ear()
        explorer = Explorer(
            SCENARIO,
            PLAN,
            seed=1,
            replications=replications,
            workers=workers,
            heard=ear,
            **settings,
        )
        made.append(explorer)
        return explorer, ear

    yield make
    for explorer in made:
        explorer.close()


# What it answers.


def test_answers_are_those_of_a_sweep_on_the_same_seed(open_explorer):
    explorer, ear = open_explorer(replications=3)
    answer = ear.whole(explorer.ask(ONE_MORE))
    study = sweep(
        SCENARIO, PLAN, {"staffing.it.add": [1]}, replications=3, seed=1, one_at_a_time=True
    )
    assert answer.study.columns == study.columns
    np.testing.assert_array_equal(answer.study.values, study.values)
    np.testing.assert_array_equal(answer.study.curves, study.curves)
    ours = answer.study.difference("cost", "changed")
    theirs = study.difference("cost", study.plans[1])
    assert (ours.mean, ours.low, ours.high) == (theirs.mean, theirs.low, theirs.high)


def test_a_team_of_one_plan_alone_is_waited_for_by_nobody_in_the_other(open_explorer):
    retainer = load("plans/retainer")
    explorer, ear = open_explorer(replications=1)
    teams = [team.plain() for team in retainer.teams]
    teams.append({**teams[0], "name": "second-firm"})
    answer = ear.whole(explorer.ask({"plan.teams": teams}))
    assert "second-firm" in answer.study.teams
    assert answer.study.column("waited/second-firm", "unchanged").tolist() == [0.0]


def test_the_story_is_the_run_of_the_chosen_replication(open_explorer):
    explorer, ear = open_explorer()
    question = explorer.ask(ONE_MORE)
    ear.whole(question)
    explorer.follow(1)
    answer = ear.wait(lambda a: a.pair is not None and a.pair[0].replication == 1)
    changed = case_with("changed", CASE, tuple(ONE_MORE.items()))
    for one, case in zip(answer.pair, (CASE, changed), strict=True):
        alone = run(*case.inputs, seed=1, replication=1)
        assert one.log.text() == alone.log.text()
        assert one.outcome == alone.outcome
    with pytest.raises(InputError, match="a number from 0 to 1"):
        explorer.follow(2)


def test_the_typical_run_is_in_the_middle_and_the_worst_costs_most(open_explorer):
    explorer, ear = open_explorer(replications=3)
    study = ear.whole(explorer.ask({})).study
    cost = study.of("cost", "changed")
    assert sorted(cost)[1] == cost[replication_of(study, ["changed"], "typical")]
    assert max(cost) == cost[replication_of(study, ["changed"], "worst")]


def test_switches_seed_and_the_case_kept_as_the_new_base(open_explorer):
    explorer, ear = open_explorer(replications=1)
    off = ear.whole(explorer.ask(ONE_MORE, switched_off=["media", "fatigue"]))
    assert off.study.cases[1].scenario.switched_off == ("fatigue", "media")
    assert off.study.cases[0].scenario.switched_off == ()
    explorer.keep()
    kept = ear.whole(explorer.ask({}, seed=5))
    assert kept.study.seed == 5
    for case in kept.study.cases:
        assert case.plan.staffing["it"].add == 1
        assert case.scenario.switched_off == ("fatigue", "media")
    assert kept.study.difference("cost", "changed").verdict == "the same in every run"


def test_what_was_done_for_a_case_is_there_at_once_when_it_is_asked_for_again(open_explorer):
    explorer, ear = open_explorer(replications=1)
    first = ear.whole(explorer.ask(ONE_MORE))
    ear.whole(explorer.ask({}))
    again = ear.whole(explorer.ask(ONE_MORE))
    np.testing.assert_array_equal(first.study.values, again.study.values)
    assert first.pair[1] is again.pair[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"staffing.itt.add": 1}, "itt"),
        ({"organisation.teams.owner.heads": 0, "organisation.teams.it.heads": 0}, "it"),
        ({"tasks.stop.people": {}}, "stop"),
        ({"stafing.it.add": 1}, "did you mean 'staffing'"),
    ],
)
def test_settings_that_cannot_be_are_refused_at_once_and_nothing_breaks(
    open_explorer, changes, words
):
    explorer, ear = open_explorer(replications=1)
    with pytest.raises(InputError) as refusal:
        explorer.ask(changes)
    assert words in str(refusal.value)
    assert ear.whole(explorer.newest)


def test_an_explorer_of_nothing_is_refused():
    with pytest.raises(InputError, match="0 replications"):
        Explorer(SCENARIO, PLAN, seed=1, replications=0)


# In what order.


def test_a_first_look_comes_before_the_rest_and_each_is_part_of_the_next(
    open_explorer, monkeypatch
):
    monkeypatch.setattr(exploring, "LOOKS", (1, 2))
    explorer, ear = open_explorer(replications=3)
    question = explorer.ask(ONE_MORE)
    whole = ear.whole(question)
    looks = {a.runs: a for a in ear.heard if a.question == question}
    assert list(looks) == [1, 2, 3]
    for runs, look in looks.items():
        np.testing.assert_array_equal(look.study.values, whole.study.values[..., :runs])


def test_paced_it_sharpens_after_the_first_answer_was_shown(open_explorer, monkeypatch):
    monkeypatch.setattr(exploring, "LOOKS", (1,))
    explorer, ear = open_explorer(replications=2, paced=True)
    ear.wait(lambda a: a.runs == 1)
    time.sleep(0.2)
    assert not any(answer.complete for answer in ear.heard)
    explorer.go_on()
    assert ear.whole(explorer.newest).runs == 2


def test_work_on_an_older_question_stops_and_goes_on_when_it_is_asked_again():
    ledger = Ledger(CASE, 1, 9)
    asked = iter([False, True])
    span = ledger.claim(9, 5)
    result = some(lambda: next(asked), ledger.piece(span))
    ledger.unclaim(span)
    ledger.put(span, result)
    assert ledger.done == 1
    assert ledger.claim(9, 5) == range(1, 6)
    assert ledger.claim(7, 5) == range(6, 7)
    assert ledger.claim(7, 5) is None
    assert some(lambda: True, ledger.piece(range(2, 7))) is None


def test_a_question_overtaken_is_not_answered(open_explorer):
    explorer, ear = open_explorer(replications=2)
    passed = [explorer.ask({"staffing.it.add": heads}) for heads in (1, 2, 3)]
    ear.whole(explorer.ask({"staffing.it.add": 4}))
    assert {a.question for a in ear.heard}.isdisjoint(passed[1:])


# Paths.


def test_a_path_is_followed_through_models_mappings_and_lists():
    assert owner_of("organisation.teams.it.heads") == ("organisation", "teams.it.heads")
    assert value_at(CASE, "organisation.teams.it.heads") == 1
    assert value_at(CASE, "staffing.owner.add") == 0
    assert value_at(CASE, "answers.recall-way") == PLAN.answers["recall-way"]
    assert value_at(CASE, "support.lent.reception") == 0
    for path, hint in {
        "staffing.recepton.add": "reception",
        "organisation.teams.ti.heads": "it",
        "tasks.stopp.effort_h": "stop",
        "answers.wording.x": "a path to a field",
        "scenario.organization": "organisation",
    }.items():
        with pytest.raises(InputError, match=hint):
            value_at(CASE, path)


# What becomes of workers.


def test_where_no_process_can_be_had_a_thread_answers(open_explorer, monkeypatch):
    class NoProcess:
        def __init__(self, *_, **__) -> None:
            pass

        def submit(self, *_):
            raise OSError("no process can be started here")

        def shutdown(self, **_) -> None:
            pass

    monkeypatch.setattr(standby, "ProcessPoolExecutor", NoProcess)
    explorer, ear = open_explorer(replications=1, workers=2)
    answer = ear.whole(explorer.ask(ONE_MORE))
    assert answer.in_process
    assert answer.lost == standby.MOST_LOST_IN_A_ROW


def test_a_fault_of_ours_is_told_and_the_next_question_is_answered(open_explorer, monkeypatch):
    explorer, ear = open_explorer(replications=1)
    ear.whole(explorer.newest)
    with monkeypatch.context() as broken:
        broken.setattr(exploring, "some", lambda *_: 1 / 0)
        explorer.ask(ONE_MORE)
        told = ear.wait(lambda a: isinstance(a, StudyError))
    assert "ZeroDivisionError" in str(told)
    assert ear.whole(explorer.ask({"staffing.it.add": 2}))


def test_after_closing_nothing_is_heard_and_closing_again_does_nothing(open_explorer):
    explorer, ear = open_explorer(replications=50)
    explorer.close()
    count = len(ear.heard)
    explorer.close()
    assert explorer.closed
    assert len(ear.heard) == count
    assert not explorer._thread.is_alive()


def test_a_worker_makes_no_workers(monkeypatch):
    monkeypatch.setattr(standby.multiprocessing, "parent_process", object)
    with pytest.raises(StudyError, match="__main__"):
        Standby(2)


@pytest.mark.slow
def test_processes_give_the_same_as_a_thread_and_a_killed_one_is_replaced(open_explorer):
    here, near = open_explorer(replications=12)
    explorer, ear = open_explorer(replications=12, workers=2)
    first = ear.whole(explorer.ask(ONE_MORE))
    assert not first.in_process
    same = near.whole(here.ask(ONE_MORE))
    np.testing.assert_array_equal(first.study.values, same.study.values)
    question = explorer.ask({"staffing.it.add": 2})
    killed = multiprocessing.active_children()[0]
    os.kill(killed.pid, signal.SIGKILL)
    answer = ear.whole(question)
    assert answer.lost == 1
    assert not answer.in_process
    explorer.close()
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_no_worker_outlives_the_process_that_started_it(tmp_path, end):
    script = tmp_path / "explore.py"
    script.write_text(
        textwrap.dedent(f"""
        import multiprocessing, os, signal, threading
        from simulation.files import load
        from simulation.study.exploring import Explorer
        if __name__ == "__main__":
            there = threading.Event()
            scenario, plan = load("breaches/mis-sent-filing"), load("plans/lean")
            Explorer(scenario, plan, seed=1, workers=2, heard=lambda answer: there.set())
            there.wait(60)
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            {end}
        """),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    workers = [int(number) for number in done.stdout.split()]
    assert len(workers) == 2, done.stderr
    assert done.returncode == (-signal.SIGKILL if end else 0), done.stderr
    deadline_s = time.monotonic() + 10
    while any(map(runs, workers)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not any(map(runs, workers))


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

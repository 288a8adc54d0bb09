"""Work beside the loop: results, errors, progress and cancelling, with the newest job winning."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from simulation.errors import SimulationError, StudyCancelled
from simulation.panels.background import Background
from simulation.panels.screen import Screen, take_over

LONGEST_S = 10


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def background(screen):
    made = Background(screen)
    yield made
    made.cancel()
    assert made.wait(LONGEST_S)


def test_work_is_done_elsewhere_and_its_result_shown_in_the_loop(screen, background):
    places, shown = [], []
    background.run(
        lambda _: places.append(threading.get_ident()) or "found",
        lambda result: shown.append((result, threading.get_ident())),
    )
    assert background.wait(LONGEST_S)
    assert shown == []
    screen.handle_all()
    assert shown == [("found", threading.get_ident())]
    assert places != [threading.get_ident()]


@pytest.mark.parametrize("error", [SimulationError("no such plan"), ZeroDivisionError("oh")])
def test_an_error_is_said_and_the_next_job_runs(screen, background, error):
    def fails(_):
        raise error

    background.run(fails, print)
    assert background.wait(LONGEST_S)
    screen.handle_all()
    assert str(error) in screen.status.value
    assert "drill-fault" in screen.status.value
    background.run(lambda _: None, lambda _: "well again")
    assert background.wait(LONGEST_S)
    screen.handle_all()
    assert "well again" in screen.status.value


def test_the_newest_job_wins_and_two_never_run_at_once(screen, background):
    running, most, shown = [], [], []

    def until_called_off(number):
        def work(job):
            running.append(number)
            most.append(len(running))
            while not job.cancelled() and number < 3:
                time.sleep(0.001)
            running.remove(number)
            return number

        return work

    for number in range(4):
        background.run(until_called_off(number), shown.append)
    assert background.wait(LONGEST_S)
    screen.handle_all()
    assert shown == [3]
    assert set(most) == {1}


def test_what_was_called_off_is_not_shown(screen, background):
    begun, shown = threading.Event(), []

    def heeds(job):
        begun.set()
        while not job.cancelled():
            time.sleep(0.001)
        raise StudyCancelled("called off")

    background.run(heeds, shown.append, shown.append)
    assert begun.wait(LONGEST_S)
    background.cancel()
    assert background.job is None
    assert background.wait(LONGEST_S)
    screen.handle_all()
    assert shown == []
    assert screen.status.value == ""


def test_progress_tells_the_rate_without_the_start(background, monkeypatch):
    seconds = iter([100.0, 102.0, 104.0])
    monkeypatch.setattr("simulation.panels.background.time.monotonic", lambda: next(seconds))
    rates = []

    def work(job):
        for done in (25, 50, 75):
            job.progress(done, 125)
            rates.append((job.rate_per_s, job.left_s))

    ready = threading.Event()
    job = background.run(lambda job: ready.wait(LONGEST_S) and work(job), lambda _: None)
    ready.set()
    assert background.wait(LONGEST_S)
    assert rates == [(None, None), (12.5, 6.0), (12.5, 4.0)]
    assert (job.done, job.total) == (75, 125)


def test_in_a_kernel_the_result_arrives_by_itself_and_the_loop_stays_free():
    async def in_a_kernel():
        screen = take_over("a matter", Screen())
        background, shown, turns = Background(screen), asyncio.Event(), 0
        background.run(lambda _: time.sleep(0.2), lambda _: shown.set())
        while not shown.is_set():
            turns += 1
            await asyncio.sleep(0.01)
        screen.stop()
        await asyncio.wait_for(screen._task, 2)
        return turns

    assert asyncio.run(in_a_kernel()) > 5


def test_a_job_that_ends_after_its_kernel_troubles_nobody():
    release = threading.Event()

    async def in_a_kernel():
        screen = take_over("a matter", Screen())
        background = Background(screen)
        background.run(lambda _: release.wait(LONGEST_S), print)
        screen.stop()
        await asyncio.wait_for(screen._task, 2)
        return background

    background = asyncio.run(in_a_kernel())
    release.set()
    assert background.wait(LONGEST_S)


def test_work_is_called_off_when_its_kernel_ends():
    async def in_a_kernel():
        screen = take_over("a matter", Screen())
        background = Background(screen)
        begun = threading.Event()

        def heeds(job):
            begun.set()
            while not job.cancelled():
                time.sleep(0.001)

        background.run(heeds, print)
        assert begun.wait(LONGEST_S)
        screen.stop()
        return background

    assert asyncio.run(in_a_kernel()).wait(LONGEST_S)


def test_a_cell_run_again_closes_the_screen_before_it():
    first = take_over("one matter", Screen())
    other = take_over("another matter", Screen())
    second = take_over("one matter", Screen())
    assert (first.stopped, other.stopped, second.stopped) == (True, False, False)
    assert first.comm is None
    other.stop()
    second.stop()


LONG_STUDY = """
from simulation import compare, load
if __name__ == "__main__":
    compare(load("breaches/mis-sent-filing"), load("plans/lean"), replications=100_000, seed=1,
            progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_workers_end_with_a_kernel_that_is_killed(tmp_path):
    script = tmp_path / "long_study.py"
    script.write_text(LONG_STUDY, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as kernel:
        assert kernel.stdout.readline().strip().isdigit()
        kernel.kill()
    for _ in range(300):
        try:
            os.killpg(kernel.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(kernel.pid, signal.SIGKILL)
    pytest.fail("workers go on without anybody to work for")

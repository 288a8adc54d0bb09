"""Workers that stand by: started once, warm for the next question, called off by a newer one.

Processes are spawned, for a fork of a process with threads, such as a notebook's, may hang. Where
none can be had, a thread of this process does the work. A process ends with the one that started
it, however that one ends.
"""

from __future__ import annotations

import itertools
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor as Threads
from types import SimpleNamespace
from typing import Any, TypeVar

from simulation.errors import StudyError
from simulation.study.workers import begin_worker, cores

MOST_WORKERS = 4
MOST_LOST_IN_A_ROW = 3

Result = TypeVar("Result")
Stale = Callable[[], bool]
"""Whether a newer question has made a piece of work worthless."""

_newest: dict[int, Any] = {}
"""The number of the newest question, by the crew that asked it."""
_crews = itertools.count()


class Standby:
    """Workers that do tasks as `task(stale, *arguments)`, where `stale` says when to stop.

    >>> crew = Standby(workers=0)
    >>> crew.submit(1, lambda stale: "stale" if stale() else "fresh").result()
    'stale'
    >>> crew.call_off(until=1)
    >>> crew.submit(1, lambda stale: "stale" if stale() else "fresh").result()
    'fresh'
    >>> crew.close()
    """

    def __init__(self, workers: int | None = None) -> None:
        """Make ready; workers start with their first tasks. None is one a core, 0 a thread."""
        self.workers = min(cores(), MOST_WORKERS) if workers is None else workers
        if self.workers and multiprocessing.parent_process() is not None:
            # A script without such a line is run by each worker as well.
            raise StudyError("in a script, explore under `if __name__ == '__main__':`")
        self._crew = next(_crews)
        self._lost = self._until = 0
        self._turning = threading.Lock()
        self._begin()

    @property
    def in_process(self) -> bool:
        """Whether a thread of this process does the work."""
        return self.workers == 0

    def _begin(self) -> None:
        self._executor: Executor
        if self.in_process:
            self._announce_in(SimpleNamespace(value=0))
            self._executor = Threads(1)
            return
        spawned = multiprocessing.get_context("spawn")
        self._announce_in(spawned.Value("q", 0, lock=False))
        self._executor = ProcessPoolExecutor(
            self.workers,
            mp_context=spawned,
            initializer=_stand_by,
            initargs=(self._crew, _newest[self._crew]),
        )

    def _announce_in(self, place: Any) -> None:
        """Say in a new place which question is the newest, for those who begin."""
        with self._turning:
            place.value = self._until
            _newest[self._crew] = place

    def submit(
        self, question: int, task: Callable[..., Result], *arguments: object
    ) -> Future[Result]:
        """Have a task done for the question of a number."""
        return self._executor.submit(_do, self._crew, question, task, *arguments)

    def call_off(self, *, until: int) -> None:
        """Have every task stop soon that was not for the question of a number."""
        # Asked in another thread: never between a new place and the number that stands in it.
        with self._turning:
            self._until = _newest[self._crew].value = until

    def replace(self) -> None:
        """Start anew after a worker was lost; after several in a row, in a thread."""
        self._lost += 1
        self._executor.shutdown(wait=False, cancel_futures=True)
        if self._lost >= MOST_LOST_IN_A_ROW:
            self.workers = 0
        self._begin()

    def well(self) -> None:
        """Take note that a task was done: those lost before were not lost in a row."""
        self._lost = 0

    def close(self) -> None:
        """Let what is being done end soon, and every worker with it."""
        self.call_off(until=-1)
        self._executor.shutdown(wait=True, cancel_futures=True)
        _newest.pop(self._crew, None)


def _do(crew: int, question: int, task: Callable[..., Result], *arguments: object) -> Result:
    newest = _newest[crew]
    return task(lambda: bool(newest.value != question), *arguments)


def _stand_by(crew: int, newest: Any) -> None:
    """Begin as a worker that knows where the newest question's number stands."""
    _newest[crew] = newest
    begin_worker()

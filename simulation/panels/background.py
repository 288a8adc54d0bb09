"""Work beside the kernel's loop: one job at a time in a thread, and the newest one wins.

The thread touches no widget: what a job comes to is posted to the panel, whose loop shows it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from simulation.errors import StudyCancelled
from simulation.panels.parts import Act, Owner

Result = TypeVar("Result")


class Job:
    """One piece of work: how far it is, and whether it is called off.

    The work says the one by `progress` and asks the other by `cancelled`, as `compare` does; both
    may be read at any time.
    """

    def __init__(self, perform: Callable[[Job], Act], gone: Callable[[], bool]) -> None:
        self.perform = perform
        self._gone = gone
        self._stop = threading.Event()
        self._began: tuple[float, int] | None = None
        self._last_s = 0.0
        self.done = self.total = 0

    def progress(self, done: int, total: int) -> None:
        """Say how much is done, and of how much."""
        self._last_s = time.monotonic()
        self.done, self.total = done, total
        self._began = self._began or (self._last_s, done)

    def cancelled(self) -> bool:
        """Say whether it was called off, or its panel's kernel has ended.

        Python ends only when a pool's work does, so a kernel would wait for what nobody awaits.
        """
        return self._stop.is_set() or self._gone()

    def cancel(self) -> None:
        """Call it off; it ends when it next asks."""
        self._stop.set()

    @property
    def rate_per_s(self) -> float | None:
        """How much it does in a second; not known before its second piece is done.

        The first is left out: until then workers are still starting.
        """
        if self._began is None or self.done <= self._began[1]:
            return None
        return (self.done - self._began[1]) / max(1e-6, self._last_s - self._began[0])

    @property
    def left_s(self) -> float | None:
        """How long it still takes at the rate it has had, where that is known."""
        rate = self.rate_per_s
        return None if rate is None else (self.total - self.done) / rate


class Background:
    """The one thread of a panel that works while its loop stays free.

    >>> from simulation.panels.screen import Screen
    >>> screen, seen = Screen(), []
    >>> background = Background(screen)
    >>> job = background.run(lambda job: 6 * 7, seen.append)
    >>> background.wait(10)
    True
    >>> screen.handle_all()
    >>> seen, background.job is None
    ([42], True)
    """

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._lock = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()
        self._next: Job | None = None
        self.job: Job | None = None
        """The newest job until its end was shown or it was called off, else None."""

    def run(
        self,
        work: Callable[[Job], Result],
        then: Callable[[Result], str | None],
        failed: Callable[[Exception], str | None] | None = None,
    ) -> Job:
        """Begin a job in place of the one before, whose end nobody hears of any more.

        `then` takes the result and `failed` an error, both in the panel's loop; without `failed`
        the panel says the error in its status line. Call this in the panel's loop.
        """
        self.cancel()
        job = Job(partial(_perform, work, then, failed or _raised), self._owner.gone)
        self.job = job
        with self._lock:
            self._next = job
            if self._idle.is_set():
                self._idle.clear()
                threading.Thread(target=self._work, name="panel-job", daemon=True).start()
        return job

    def cancel(self) -> None:
        """Call off what is being done; nothing of it is shown."""
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    def wait(self, longest_s: float) -> bool:
        """Wait until the thread has nothing to do; return whether it came to that."""
        return self._idle.wait(longest_s)

    def _work(self) -> None:
        while True:
            with self._lock:
                job, self._next = self._next, None
                if job is None:
                    self._idle.set()
                    return
            if not job.cancelled():
                self._owner.post(partial(self._end, job, job.perform(job)))

    def _end(self, job: Job, act: Act) -> str | None:
        """Hand over what a job came to, unless a newer one has taken its place."""
        if job is not self.job:
            return None
        self.job = None
        return act()


def _perform(
    work: Callable[[Job], Result],
    then: Callable[[Result], str | None],
    failed: Callable[[Exception], str | None],
    job: Job,
) -> Act:
    """Do the work, and return what the panel's loop is to do about it; never raises."""
    try:
        result = work(job)
    except Exception as error:  # noqa: BLE001, a thread's error has nobody else to show it
        return partial(failed, error)
    return partial(then, result)


def _raised(error: Exception) -> None:
    if not isinstance(error, StudyCancelled):
        raise error

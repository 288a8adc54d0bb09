"""What looks ahead for the console: one question at a time, answered beside the drill.

A question takes the drill's record as it stands, plain values, to a thread; the thread has the
futures played by processes that stand by. The drill and the kernel's loop go on meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from simulation.drill.course import Record
from simulation.drill.futures import How
from simulation.errors import ActRefused, StudyCancelled, StudyError
from simulation.panels.background import Background, Job
from simulation.panels.parts import Desk, both_ways
from simulation.study.standby import Standby

Result = TypeVar("Result")
Asked = Callable[[Record, How], Result]


class Foresight:
    """The thread and the processes that answer questions to one drill; the newest one wins.

    Without `workers` there is a process a core; 0 has a thread of this process do the work.
    """

    def __init__(self, desk: Desk, workers: int | None = None) -> None:
        self._desk, self._workers = desk, workers
        self._background = Background(desk)
        self._crew: Standby | None = None
        self._lock = threading.Lock()
        self._question = 0
        self._closed = False
        self._dropped: Callable[[], None] = _nobody

    @property
    def job(self) -> Job | None:
        """What is being answered."""
        return self._background.job

    def ask(
        self,
        asked: Asked[Result],
        then: Callable[[Result, Record], str | None],
        failed: Callable[[Exception], str | None],
        dropped: Callable[[], None],
    ) -> Job:
        """Begin to answer a question, of the drill as it stands, in place of the one before.

        `then` is called with the answer and the record it was made for, `dropped` when another
        question takes its place, or when the drill has gone another way meanwhile. Call this in
        the loop.
        """
        if self._closed:
            raise ActRefused(both_ways("said/closed"))
        self.cancel()
        self._dropped = dropped
        self._question += 1
        self._call_off()
        record = self._desk.drill.record()
        work = partial(self._answer, asked, record, self._question)
        take = partial(self._take_in, then, dropped, record)
        return self._background.run(work, take, partial(self._fail, failed))

    def _take_in(
        self,
        then: Callable[[Result, Record], str | None],
        dropped: Callable[[], None],
        record: Record,
        answer: Result,
    ) -> str | None:
        drill = self._desk.drill
        if not drill.looking_back and not record.leads_to(drill.record()):
            dropped()
            return both_ways("ahead/other_course")
        return then(answer, record)

    def _fail(self, failed: Callable[[Exception], str | None], error: Exception) -> str | None:
        return None if self._closed else failed(error)

    def cancel(self) -> None:
        """Call off what is being answered; whoever asked is told."""
        if self._background.job is not None:
            self._background.cancel()
            self._dropped()
            self._question += 1
            self._call_off()

    def wait(self, longest_s: float) -> bool:
        """Wait until nothing is being answered; return whether it came to that."""
        return self._background.wait(longest_s)

    def close(self) -> None:
        """End the work and the processes, without waiting for them; nothing begins any more."""
        self._background.cancel()
        with self._lock:
            self._closed = True
            crew, self._crew = self._crew, None
        if crew is not None:
            threading.Thread(target=crew.close, name="panel-crew", daemon=True).start()

    def _call_off(self) -> None:
        with self._lock:
            if self._crew is not None:
                self._crew.call_off(until=self._question)

    def _answer(self, asked: Asked[Result], record: Record, question: int, job: Job) -> Result:
        try:
            submit = partial(self._submit, question)
            return asked(record, How(progress=job.progress, cancel=job.cancelled, submit=submit))
        except StudyError:
            with self._lock:
                if self._crew is not None and not job.cancelled():
                    self._crew.replace()
            raise

    def _submit(self, question: int, *task: Any) -> Future[Any]:
        with self._lock:
            if self._closed:
                # What was begun before the end would have no one to end its processes.
                raise StudyCancelled("the console is closed")
            if self._crew is None:
                self._crew = Standby(self._workers)
                self._crew.call_off(until=self._question)
            return self._crew.submit(question, *task)


def _nobody() -> None:
    """Hear that a question nobody asked was dropped."""

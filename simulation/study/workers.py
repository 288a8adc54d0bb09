"""The work of a study in pieces, and who does it: this process, spawned ones, or any executor.

A piece is some replications of one case. What it gives depends on its inputs alone, and results
are put in place by replication, so who does which piece when changes no byte.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass

import numpy as np

from simulation.engine import Engine
from simulation.errors import StudyCancelled, StudyError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.run import Recorder
from simulation.study.columns import figures
from simulation.study.curves import CURVES, DAYS, curves_of
from simulation.study.figures import Floats

FEW_RUNS = 200
"""Below this, starting processes takes longer than it saves."""
RUNS_PER_PIECE = 25
RUNS_PER_PIECE_HERE = 5
"""In this process a piece is short, so that a request to stop is heeded soon."""
POLL_S = 0.1
KEPT_PROGRAMS = 8

Cancel = Callable[[], bool]


@dataclass(frozen=True)
class Case:
    """What a study tries: a plan against a scenario in an organisation, under a label.

    `setting` holds what a sweep has changed for it.
    """

    label: str
    scenario: Scenario
    plan: Plan
    organisation: Organisation | None = None
    setting: tuple[tuple[str, object], ...] = ()

    @property
    def firm(self) -> Organisation:
        """To whom it happens."""
        return self.organisation or self.scenario.organisation

    @property
    def inputs(self) -> tuple[Scenario, Plan, Organisation]:
        """What the case is made of."""
        return self.scenario, self.plan, self.firm


def inputs_of(cases: Sequence[Case]) -> list[Scenario | Plan | Organisation]:
    """Return every input of some cases once, scenarios first, in the order of the cases."""
    kinds = zip(*(case.inputs for case in cases), strict=True)
    return list({digest(model): model for kind in kinds for model in kind}.values())


def plain_of(model: Scenario | Plan | Organisation) -> dict[str, object]:
    """Return an input's plain form with its kind in it, whether it was written there or not."""
    return {**model.plain(), "kind": model.kind}


def digest(model: Scenario | Plan | Organisation) -> str:
    """Return the SHA-256 of an input's plain form: the same content, the same digest."""
    plain = json.dumps(plain_of(model), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """Some replications of the case of a number, and the columns to report on."""

    number: int
    case: Case
    seed: int
    columns: tuple[str, ...]
    first: int
    count: int


def program_of(case: Case, seed: int) -> Program:
    """Return the compiled model of a case, kept for its next piece."""
    return _program(case.scenario, case.plan, case.organisation, seed)


@functools.lru_cache(maxsize=KEPT_PROGRAMS)
def _program(
    scenario: Scenario, plan: Plan, organisation: Organisation | None, seed: int
) -> Program:
    return Program(scenario, plan, organisation, seed)


@dataclass(frozen=True)
class Result:
    """What a piece comes to: figures by column and replication, curves by day between them."""

    values: Floats
    curves: Floats


def work(piece: Piece) -> Result:
    """Run a piece."""
    program = program_of(piece.case, piece.seed)
    values = np.empty((len(piece.columns), piece.count))
    curves = np.empty((len(CURVES), len(DAYS), piece.count))
    for place, row in enumerate(program.rows(piece.first, piece.count)):
        recorder = Recorder(program, keep_log=False)
        Engine(program, piece.first + place, recorder, row=row).finish()
        values[:, place] = figures(recorder.tally.outcome(), piece.columns)
        curves[:, :, place] = curves_of(recorder.tally)
    return Result(values, curves)


def pieces(
    cases: Sequence[Case], seed: int, columns: tuple[str, ...], span: range, size: int
) -> list[Piece]:
    """Cut a span of replications into pieces of a size, the last one as long as is left."""
    return [
        Piece(number, case, seed, columns, first, min(size, span.stop - first))
        for number, case in enumerate(cases)
        for first in range(span.start, span.stop, size)
    ]


@contextlib.contextmanager
def crew(executor: Executor | None, runs: int) -> Iterator[Executor | None]:
    """Give who does the work: the executor given, processes for many runs, or nobody else.

    Processes are spawned, for a fork of a process with threads, such as a notebook's, may hang.
    """
    workers = cores()
    if executor is not None or runs < FEW_RUNS or workers == 1:
        yield executor
        return
    spawned = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawned, initializer=begin_worker)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """Return how many cores this process may use.

    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_worker() -> None:
    """Leave Ctrl-C to the process that asked for the study, and end when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # A worker waits for its next piece in a lock that no exception reaches.
        os._exit(1)


def done(
    todo: Sequence[Piece], executor: Executor | None, cancel: Cancel | None
) -> Iterator[tuple[Piece, Result]]:
    """Do all pieces and give each with its values as it is ready, in any order."""
    if executor is None:
        for piece in todo:
            _heed(cancel)
            yield piece, work(piece)
        return
    waiting: dict[Future[Result], Piece] = {}
    try:
        for piece in todo:
            waiting[executor.submit(work, piece)] = piece
        while waiting:
            _heed(cancel)
            ready, _ = wait(waiting, timeout=POLL_S, return_when=FIRST_COMPLETED)
            for future in ready:
                yield waiting.pop(future), future.result()
    except BrokenExecutor as error:
        raise StudyError(
            "the workers ended before their work; in a script, call compare, sweep and risk under "
            "`if __name__ == '__main__':`, or give an executor of threads"
        ) from error
    finally:
        for future in waiting:
            future.cancel()


def _heed(cancel: Cancel | None) -> None:
    if cancel is not None and cancel():
        raise StudyCancelled("the study was called off before its end")

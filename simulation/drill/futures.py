"""Many futures of one drill: forks of it at a moment, each played on in several arms.

Every arm of a future has the same luck, so that arms are compared in pairs. A future depends on
its number alone, so who plays which future when changes no byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from simulation.drill.acts import whole
from simulation.drill.course import THE_END, Change, Player, Record, history_of
from simulation.errors import ActRefused, StudyCancelled, StudyError
from simulation.outcomes import Outcome
from simulation.study.figures import Difference, Floats, difference
from simulation.study.measures import measure_named
from simulation.study.workers import Cancel, crew
from simulation.world import grid, public, threat

END_MEASURES = (
    *("people_affected", "record_days_untold", "people_misused", "cost"),
    *("trust_lowest_share", "trust_at_year_share", "clients_lost", "duties_met_share"),
    *("contained_h", "clients_told_h"),
)
"""What is compared at the end of the run."""
MARK_MEASURES = ("people_affected", "record_days_untold", "cost", "trust_at_year_share")
"""What is read at a moment on the way: people whose records are out; trust as it is then."""
FUTURES_PER_PIECE = 5
POLL_S = 0.1

Result = TypeVar("Result")
Stale = Callable[[], bool]
Submit = Callable[..., Future[Floats]]
"""Has `task(stale, *arguments)` done elsewhere: who submits adds what `stale` is."""
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be played on: a record, several arms, and when to look on the way.

    An arm is the changes that make it; none is the drill as it was played.
    """

    record: Record
    arms: tuple[tuple[Change, ...], ...]
    marks_s: tuple[int, ...] = ()

    @property
    def columns(self) -> int:
        """How many figures a future of an arm has."""
        return len(self.marks_s) * len(MARK_MEASURES) + len(END_MEASURES)


@dataclass(frozen=True)
class How:
    """Who plays the futures, and who hears of it.

    Without an executor or a `submit` it is this process, or spawned ones for many runs.
    """

    executor: Executor | None = None
    progress: Progress | None = None
    cancel: Cancel | None = None
    submit: Submit | None = None


def never() -> bool:
    """Return that the work is wanted still."""
    return False


def played(stale: Stale, question: Question, first: int, count: int) -> Floats:
    """Play some futures, or as many of them as are wanted: by arm, column and future."""
    history = history_of(question.record)
    moment = min(history.moment(changes) for changes in question.arms)
    trunk = history.trunk(moment, keep_log=False)
    scripts = [history.script(changes) for changes in question.arms]
    found: list[list[list[float]]] = []
    for future in range(first, first + count):
        if stale():
            break
        recorder = trunk.recorder.copy()
        start = trunk.engine.fork(future, recorder)
        found.append([])
        for script in scripts:
            own = recorder.copy()
            player = history.arm(start.fork(sink=own), own, script, moment)
            found[-1].append(_figures(player, question.marks_s))
    table = np.array(found).reshape(len(found), len(scripts), question.columns)
    return np.moveaxis(table, 0, -1)


def _figures(player: Player, marks_s: Sequence[int]) -> list[float]:
    figures: list[float] = []
    for mark_s in marks_s:
        player.play((mark_s, 0))
        figures += _standing(player)
    player.play(THE_END)
    outcome: Outcome = player.recorder.tally.outcome()
    return figures + [measure_named(name).read(outcome) for name in END_MEASURES]


def _standing(player: Player) -> list[float]:
    """Return the figures of now, as a sample would have them, and leave the run as it is."""
    p, s = player.engine.tables, player.engine.state.copy()
    grid.sample(p, s)
    affected = threat.people_affected(p, s)
    return [affected, s.record_days_untold, s.cost, public.trust_now(p, s)]


def expect_futures(futures: int, least: int = 1) -> int:
    """Return a number of futures, or say that it is none."""
    if whole("futures", futures) < least:
        raise ActRefused(f"futures is {futures}; expected {least} or more")
    return whole("futures", futures)


def play_futures(question: Question, futures: int, how: How, first: int = 1) -> Floats:
    """Play some futures, from the first on: figures by arm, column and future.

    Raises StudyCancelled when it is called off.
    """
    table = np.empty((len(question.arms), question.columns, futures))
    last = first + futures
    pieces = [
        range(start, min(start + FUTURES_PER_PIECE, last))
        for start in range(first, last, FUTURES_PER_PIECE)
    ]
    done = 0
    for piece, values in _results(question, pieces, how):
        if values.shape[-1] < len(piece):
            raise StudyCancelled("it was called off before its end")
        table[..., piece.start - first : piece.stop - first] = values
        done += len(piece)
        if how.progress is not None:
            how.progress(done, futures)
    return table


def _results(
    question: Question, pieces: Sequence[range], how: How
) -> Iterator[tuple[range, Floats]]:
    if how.submit is not None:
        yield from _elsewhere(question, pieces, how.submit, how.cancel)
        return
    runs = len(question.arms) * sum(map(len, pieces))
    with crew(how.executor, runs) as executor:
        if executor is not None:

            def submit(task: Callable[..., Floats], *arguments: object) -> Future[Floats]:
                return executor.submit(task, never, *arguments)

            yield from _elsewhere(question, pieces, submit, how.cancel)
            return
        for piece in pieces:
            yield piece, played(how.cancel or never, question, piece.start, len(piece))


def _elsewhere(
    question: Question, pieces: Sequence[range], submit: Submit, cancel: Cancel | None
) -> Iterator[tuple[range, Floats]]:
    """Have pieces played by others, and give each as it is ready."""
    waiting: dict[Future[Floats], range] = {}
    try:
        for piece in pieces:
            waiting[submit(played, question, piece.start, len(piece))] = piece
        while waiting:
            if cancel is not None and cancel():
                raise StudyCancelled("it was called off before its end")
            ready, _ = wait(waiting, timeout=POLL_S, return_when=FIRST_COMPLETED)
            for future in ready:
                yield waiting.pop(future), future.result()
    except BrokenExecutor as error:
        raise StudyError(
            "the workers ended before their work; in a script, ask under "
            "`if __name__ == '__main__':`, or give an executor of threads"
        ) from error
    finally:
        for future in waiting:
            future.cancel()


def compared(names: tuple[str, str, str], values: Floats, others: Floats) -> Difference:
    """Return the paired difference of an arm less another; names are both and the measure."""
    lower_is_better = measure_named(names[2]).lower_is_better
    return difference(names, values, others, lower_is_better=lower_is_better)

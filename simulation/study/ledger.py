"""What is known of a case so far: which replications are done, under way, or to be done."""

from __future__ import annotations

import numpy as np

from simulation.engine import Engine
from simulation.log import Log
from simulation.outcomes import Outcome
from simulation.run import Recorder, Run
from simulation.study.columns import WAITED, columns_of
from simulation.study.curves import CURVES, DAYS
from simulation.study.figures import Floats
from simulation.study.measures import NEVER
from simulation.study.results import Study
from simulation.study.standby import Stale
from simulation.study.workers import Case, Piece, Result, program_of, work

UNCHANGED, CHANGED = "unchanged", "changed"
RUNS_BETWEEN_LOOKS = 1
"""A worker asks after each run whether it should stop, for the next question waits for it."""
TO_DO, CLAIMED, DONE = range(3)

Span = range
"""Replications that follow each other."""


class Ledger:
    """The results of a case by replication, as they come.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> ledger = Ledger(case, 1, 10)
    >>> span = ledger.claim(10, 2)
    >>> ledger.put(span, some(lambda: False, ledger.piece(span)))
    >>> span, ledger.done
    (range(0, 2), 2)
    """

    def __init__(self, case: Case, seed: int, replications: int) -> None:
        self.case, self.seed = case, seed
        self.program = program_of(case, seed)
        self.columns = columns_of([self.program])
        self.values = np.full((len(self.columns), replications), NEVER)
        self.curves = np.full((len(CURVES), len(DAYS), replications), np.nan)
        self._states = np.full(replications, TO_DO, dtype=np.int8)
        self._stories: dict[int, Run | None] = {}

    @property
    def done(self) -> int:
        """How many replications are done, from the first on without a gap."""
        left = np.flatnonzero(self._states != DONE)
        return int(left[0]) if len(left) else len(self._states)

    def claim(self, below: int, size: int) -> Span | None:
        """Return the next replications to be done, and take note that they are under way."""
        free = np.flatnonzero(self._states[:below] == TO_DO)
        if not len(free):
            return None
        first = int(free[0])
        rest = self._states[first : min(first + size, below)]
        taken = np.flatnonzero(rest != TO_DO)
        span = range(first, first + (int(taken[0]) if len(taken) else len(rest)))
        self._states[span.start : span.stop] = CLAIMED
        return span

    def unclaim(self, span: Span) -> None:
        """Take note that what was under way is to be done again."""
        states = self._states[span.start : span.stop]
        states[states == CLAIMED] = TO_DO

    def piece(self, span: Span) -> Piece:
        """Return replications as a worker takes them."""
        return Piece(0, self.case, self.seed, self.columns, span.start, len(span))

    def put(self, span: Span, result: Result) -> None:
        """Enter the results of a span, or of its beginning where the worker stopped early."""
        place = slice(span.start, span.start + result.values.shape[-1])
        self.values[:, place] = result.values
        self.curves[..., place] = result.curves
        self._states[place] = DONE

    def claim_story(self, replication: int) -> bool:
        """Take note that the run of a replication is under way, unless it is or is there."""
        if replication in self._stories:
            return False
        self._stories[replication] = None
        return True

    def drop_story(self, replication: int) -> None:
        """Take note that the run of a replication is to be done again."""
        if self._stories.get(replication) is None:
            self._stories.pop(replication, None)

    def put_story(self, replication: int, told: tuple[Outcome, Log]) -> None:
        """Enter what a replication came to, with its log."""
        scenario, plan, firm = (model.name for model in self.case.inputs)
        self._stories[replication] = Run(
            scenario, plan, firm, self.seed, replication, *told, self.program
        )

    def story(self, replication: int) -> Run | None:
        """Return the run of a replication with its log, if it is there."""
        return self._stories.get(replication)


def some(stale: Stale, piece: Piece) -> Result | None:
    """Run a piece, or as much of it as is wanted; None where none of it is."""
    results: list[Result] = []
    for first in range(piece.first, piece.first + piece.count, RUNS_BETWEEN_LOOKS):
        if stale():
            break
        count = min(RUNS_BETWEEN_LOOKS, piece.first + piece.count - first)
        results.append(
            work(Piece(piece.number, piece.case, piece.seed, piece.columns, first, count))
        )
    if not results:
        return None
    return Result(
        np.concatenate([result.values for result in results], axis=-1),
        np.concatenate([result.curves for result in results], axis=-1),
    )


def traced(stale: Stale, case: Case, seed: int, replication: int) -> tuple[Outcome, Log] | None:
    """Return what a replication came to and its log; None where it is not wanted any more.

    A compiled model does not travel between processes, so it is no part of this.
    """
    if stale():
        return None
    program = program_of(case, seed)
    recorder = Recorder(program)
    Engine(program, replication, recorder).finish()
    return recorder.tally.outcome(), recorder.log


def joined(unchanged: Ledger, changed: Ledger, runs: int) -> Study:
    """Return the first replications of two cases as a study of both."""
    columns = columns_of([unchanged.program, changed.program])
    values = np.stack([_spread(ledger, columns, runs) for ledger in (unchanged, changed)])
    curves = np.stack([ledger.curves[..., :runs] for ledger in (unchanged, changed)])
    for table in (values, curves):
        table.setflags(write=False)
    case = changed.case
    return Study(
        scenario=unchanged.case.scenario.name,
        organisation=unchanged.case.firm.name,
        currency=unchanged.program.tables.currency,
        seed=unchanged.seed,
        # A case may have been asked for under the other name before.
        cases=(Case(UNCHANGED, *unchanged.case.inputs), Case(CHANGED, *case.inputs, case.setting)),
        columns=columns,
        values=values,
        curves=curves,
        asked=runs,
    )


def _spread(ledger: Ledger, columns: tuple[str, ...], runs: int) -> Floats:
    """Return a case's figures in the columns of both: who is not there is waited for by nobody."""
    own = dict(zip(ledger.columns, ledger.values, strict=True))
    absent = {name: np.zeros(runs) for name in columns if name.startswith(WAITED)}
    never = np.full(runs, NEVER)
    return np.stack(
        [own[name][:runs] if name in own else absent.get(name, never) for name in columns]
    )

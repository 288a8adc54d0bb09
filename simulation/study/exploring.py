"""Change a setting and see at once what it does: changed against unchanged on the same luck.

An explorer keeps workers that stand by. Each question gets a coarse answer from a few replications
first, which sharpens while nobody asks anew; a newer question calls off the work on an older one,
and what was done for a case is kept in case it is asked for again. One thread alone holds all of
it and tells each answer.
"""

from __future__ import annotations

import atexit
import collections
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from simulation.errors import SimulationError, StudyError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.run import Run
from simulation.study.choosing import replication_of
from simulation.study.ledger import (
    CHANGED,
    UNCHANGED,
    Ledger,
    joined,
    some,
    traced,
)
from simulation.study.measures import measure_named
from simulation.study.paths import case_with
from simulation.study.refusing import refused
from simulation.study.results import Study
from simulation.study.standby import Standby
from simulation.study.workers import Case, program_of

LOOKS = (6, 25, 50, 100)
"""After how many replications an answer is told, before the last one."""
RUNS_PER_PIECE = 5
KEPT_CASES = 32

Which = Literal["typical", "worst"] | int
"""Whose story is told: the run nearest the middle, the worst one, or that of a number."""


@dataclass(frozen=True, eq=False)
class Exploration:
    """An answer so far: a study of unchanged and changed, and one replication's two runs.

    `question` is the number that `ask` returned. `runs` is how many replications were done for
    both, of `asked`. `pair` is unchanged, then changed, on the same luck; None until it is there.
    `lost` counts the workers that ended before their work and were replaced.
    """

    question: int
    study: Study
    asked: int
    pair: tuple[Run, Run] | None = None
    lost: int = 0
    in_process: bool = False

    @property
    def runs(self) -> int:
        """How many replications the answer stands on."""
        return self.study.replications

    @property
    def complete(self) -> bool:
        """Whether all replications asked for are in it."""
        return self.runs == self.asked


Heard = Callable[[Exploration | SimulationError], object]
"""Hears each answer, or why there is none, in the explorer's own thread."""


@dataclass(frozen=True, eq=False)
class _Question:
    number: int
    unchanged: Ledger
    changed: Ledger
    looks: tuple[int, ...]

    @property
    def ledgers(self) -> tuple[Ledger, Ledger]:
        return self.changed, self.unchanged

    @property
    def runs(self) -> int:
        return min(ledger.done for ledger in self.ledgers)


class Explorer:
    """Answers questions about changed settings, coarse at first, sharper while idle.

    >>> import threading
    >>> from simulation.files import load
    >>> there, answers = threading.Event(), []
    >>> def hear(answer):
    ...     answers.append(answer)
    ...     if answer.complete:
    ...         there.set()
    >>> scenario, plan = load("breaches/mis-sent-filing"), load("plans/lean")
    >>> explorer = Explorer(scenario, plan, seed=1, replications=3, workers=0, heard=hear)
    >>> question = explorer.ask({"staffing.it.add": 1})
    >>> there.wait(60), answers[-1].question == question, answers[-1].runs
    (True, True, 3)
    >>> explorer.close()
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: Plan,
        organisation: Organisation | None = None,
        *,
        seed: int,
        replications: int = 200,
        workers: int | None = None,
        heard: Heard | None = None,
        paced: bool = False,
    ) -> None:
        """Make ready, and begin with the case as it is; InputError where nothing can run.

        Paced, it sharpens a first answer only after `go_on`, so that drawing has the cores.
        """
        if replications < 1:
            raise refused(f"{replications} replications are asked for", "1 or more")
        self.seed, self.replications = seed, replications
        self.base = Case(UNCHANGED, scenario, plan, organisation or scenario.organisation)
        program_of(self.base, seed)
        self.heard, self.paced = heard, paced
        self._asked = self.base
        self.newest = 0
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._holder = _Holder(self, Standby(workers))
        self._thread = threading.Thread(target=self._main, name="explorer", daemon=True)
        self._thread.start()
        atexit.register(self.close)
        self.ask({})

    # -- what others ask, from any thread --------------------------------------------------

    def ask(
        self,
        changes: Mapping[str, object],
        *,
        switched_off: Sequence[str] | None = None,
        seed: int | None = None,
    ) -> int:
        """Ask what changes do, and return the question's number; the answers are heard later.

        `switched_off` names every mechanism to be without; left out, those of the scenario.
        Raises InputError with every fault of the changed inputs, and the last question stands.
        """
        setting = tuple(changes.items())
        if switched_off is not None and {*switched_off} != {*self.base.scenario.switched_off}:
            setting += (("scenario.switched_off", list(switched_off)),)
        case, base = case_with(CHANGED, self.base, setting), self.base
        luck = self.seed if seed is None else seed
        program_of(case, luck)
        self._asked, self.seed = case, luck
        self.newest += 1
        number = self.newest
        self._holder.crew.call_off(until=number)
        self._inbox.put(lambda: self._holder.ask(number, base, case, luck))
        return number

    def keep(self) -> None:
        """Make the case last asked for the new unchanged one."""
        self.base = Case(
            UNCHANGED, self._asked.scenario, self._asked.plan, self._asked.organisation
        )

    def follow(self, which: Which, measure: str = "cost") -> None:
        """Choose whose story is told, of the question asked and of those to come.

        The typical and the worst run are so in a measure.
        """
        measure_named(measure)
        if isinstance(which, int) and not 0 <= which < self.replications:
            last = self.replications - 1
            raise refused(f"replication {which} is asked for", f"a number from 0 to {last}")
        self._inbox.put(lambda: self._holder.follow(which, measure))

    def go_on(self) -> None:
        """Let a first answer be sharpened, now that it has been shown."""
        self._inbox.put(self._holder.go_on)

    def close(self, timeout_s: float = 10.0) -> None:
        """End the work and the workers; nothing is heard afterwards."""
        self.heard = None
        if not self._closed.is_set():
            self._closed.set()
            self._holder.crew.call_off(until=-1)
            self._inbox.put(lambda: None)
            atexit.unregister(self.close)
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return self._closed.is_set()

    # -- its thread ------------------------------------------------------------------------

    def _main(self) -> None:
        while not self._closed.is_set():
            act = self._inbox.get()
            if self._closed.is_set():
                break
            try:
                act()
            except Exception as error:  # noqa: BLE001, the thread must live on; others are told
                self._holder.fail(error)
        self._holder.crew.close()

    def tell(self, answer: Exploration | SimulationError) -> None:
        """Tell an answer to whoever hears."""
        heard = self.heard
        if heard is not None and not self._closed.is_set():
            heard(answer)

    def post(self, act: Callable[[], None]) -> None:
        """Have the thread do an act."""
        self._inbox.put(act)


class _Holder:
    """What the explorer's thread alone touches: questions, results and the work under way."""

    def __init__(self, explorer: Explorer, crew: Standby) -> None:
        self.crew = crew
        self._explorer = explorer
        self._ledgers: collections.OrderedDict[object, Ledger] = collections.OrderedDict()
        self._question: _Question | None = None
        self._which: Which = "typical"
        self._measure = "cost"
        self._chosen: int | None = None
        self._told = 0
        self._pair_told = False
        self._failed = self._held = False
        self._lost = 0
        self._running: set[Future[Any]] = set()

    def ask(self, number: int, base: Case, case: Case, seed: int) -> None:
        """Turn to a new question."""
        if number < self._explorer.newest:
            return
        most = self._explorer.replications
        looks = (*(look for look in LOOKS if look < most), most)
        self._question = _Question(
            number, self._ledger(base, seed), self._ledger(case, seed), looks
        )
        self._told, self._failed, self._held, self._chosen = 0, False, False, None
        self._look()
        self._feed()

    def _ledger(self, case: Case, seed: int) -> Ledger:
        """Return what is known of a case so far; the cases asked for last are kept."""
        key = (case.scenario, case.plan, case.organisation, seed)
        if key not in self._ledgers:
            self._ledgers[key] = Ledger(case, seed, self._explorer.replications)
        self._ledgers.move_to_end(key)
        while len(self._ledgers) > KEPT_CASES:
            self._ledgers.popitem(last=False)
        return self._ledgers[key]

    def follow(self, which: Which, measure: str) -> None:
        """Turn to the story of another replication."""
        self._measure = measure
        self._which, self._chosen, self._pair_told = which, None, False
        self._look(again=True)
        self._feed()

    def go_on(self) -> None:
        """Sharpen what has been shown."""
        self._held = False
        self._feed()

    def fail(self, error: Exception) -> None:
        """Give up the question, and say why."""
        self._failed = True
        problem = error if isinstance(error, SimulationError) else None
        self._explorer.tell(problem or StudyError(f"{type(error).__name__}: {error}"))

    # -- work ------------------------------------------------------------------------------

    def _feed(self) -> None:
        """Give every worker something to do, and one piece to have at hand."""
        most = self.crew.workers + 1 if self.crew.workers else 1
        while len(self._running) < most and self._start_next():
            pass

    def _start_next(self) -> bool:
        question = self._question
        if question is None or self._failed or self._held:
            return False
        for look in question.looks:
            for ledger in question.ledgers:
                span = ledger.claim(look, self._size(look, question))
                if span is not None:
                    put, drop = partial(ledger.put, span), partial(ledger.unclaim, span)
                    self._submit(question, put, drop, some, ledger.piece(span))
                    return True
            if look <= question.runs and self._start_story(question):
                return True
        return False

    def _size(self, look: int, question: _Question) -> int:
        """Return how many runs a piece has: for the first look, an even share of it."""
        if look > question.looks[0]:
            return RUNS_PER_PIECE
        return -(-look // max(1, self.crew.workers))

    def _start_story(self, question: _Question) -> bool:
        number = self._chosen
        if number is None:
            return False
        for ledger in question.ledgers:
            if ledger.claim_story(number):
                put, drop = partial(ledger.put_story, number), partial(ledger.drop_story, number)
                self._submit(question, put, drop, traced, ledger.case, ledger.seed, number)
                return True
        return False

    def _submit(
        self,
        question: _Question,
        put: Callable[[Any], None],
        drop: Callable[[], None],
        task: Callable[..., Any],
        *arguments: object,
    ) -> None:
        try:
            future = self.crew.submit(question.number, task, *arguments)
        except (BrokenExecutor, OSError):
            drop()
            self._replace()
            return
        self._running.add(future)
        future.add_done_callback(
            lambda done: self._explorer.post(lambda: self._done(question, done, put, drop))
        )

    def _done(
        self,
        question: _Question,
        future: Future[Any],
        put: Callable[[Any], None],
        drop: Callable[[], None],
    ) -> None:
        """Take what a worker has done; what it left goes back to what is to be done."""
        known = future in self._running
        self._running.discard(future)
        drop()
        try:
            result = future.result()
        except (BrokenExecutor, CancelledError):
            if known:
                self._replace()
        except Exception as error:  # noqa: BLE001, whatever it is, it is told
            if question is self._question:
                self.fail(error)
        else:
            self.crew.well()
            if result is not None:
                put(result)
            self._look()
        self._feed()

    def _replace(self) -> None:
        """Replace workers that were lost; what they had in hand is done again."""
        self._lost += 1
        self._running.clear()
        self.crew.replace()

    # -- answers ---------------------------------------------------------------------------

    def _look(self, *, again: bool = False) -> None:
        """Tell the answer when a look is reached, or when the story is there."""
        question = self._question
        if question is None:
            return
        look = max((look for look in question.looks if look <= question.runs), default=0)
        if not look:
            return
        fresh = look > self._told
        if fresh or again:
            self._told = look
            self._choose(question, look)
        pair = self._pair(question)
        if fresh or again or (pair is not None and not self._pair_told):
            self._pair_told = pair is not None
            self._held = self._explorer.paced and fresh and look == question.looks[0]
            study = joined(question.unchanged, question.changed, self._told)
            self._explorer.tell(
                Exploration(
                    question.number,
                    study,
                    question.looks[-1],
                    pair,
                    self._lost,
                    self.crew.in_process,
                )
            )

    def _choose(self, question: _Question, look: int) -> None:
        """Choose whose story is told: at the first look, and again at the last one."""
        if isinstance(self._which, int):
            self._chosen = self._which
        elif self._chosen is None or look == question.looks[-1]:
            study = joined(question.unchanged, question.changed, look)
            self._chosen = _chosen(self._which, study, self._measure)
        self._pair_told = False

    def _pair(self, question: _Question) -> tuple[Run, Run] | None:
        if self._chosen is None:
            return None
        before = question.unchanged.story(self._chosen)
        after = question.changed.story(self._chosen)
        return None if before is None or after is None else (before, after)


def _chosen(which: str, study: Study, measure: str) -> int:
    """Return whose story is told: of the runs that differ in a measure the middle, or the worst.

    Where none differs it is chosen by the measure itself.
    """
    change = study.of(measure, CHANGED) - study.of(measure, UNCHANGED)
    worse = change if measure_named(measure).lower_is_better else -change
    differ = np.flatnonzero(worse)
    if not len(differ):
        return replication_of(study, (CHANGED,), which, measure)
    order = differ[np.argsort(worse[differ], kind="stable")]
    return int(order[-1] if which == "worst" else order[(len(order) - 1) // 2])

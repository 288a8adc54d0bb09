"""How plans rank in a breach, pair by pair on the same luck, and what a judgement does to that."""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.study.measures import measure_named
from validation.checks import Figure, Floats, mean
from validation.judgements import ENDS, Knob, of_plans, of_world

SEED = 14
PLANS = (
    *("no-plan", "lean", "retainer", "notify-early", "verify-first"),
    *("on-call", "insured", "neighbours"),
)
PAIRS = tuple(itertools.combinations(PLANS, 2))
MEASURES = ("cost", "record_days_untold", "trust_at_year_share")
SCREEN_RUNS, CONFIRM_RUNS = 6, 120
LEAST_SHARE = 0.02
"""Plans of which one is better by a smaller share do alike: so little ranks no pair."""
REVERSED, OPEN = "reversed", "left open"
Changes = Mapping[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Turn:
    """What a judgement at one end does to a pair of plans: their difference before and after."""

    knob: Knob
    end: str
    pair: Pair
    measure: str
    before: Figure
    after: Figure
    verdict: str


@dataclass(frozen=True)
class Ranking:
    """A breach: how its plans rank, what turned that, and how many judgements were tried."""

    breach: str
    base: Mapping[str, Floats]
    turns: tuple[Turn, ...]
    tried: int
    runs: int


def sign(figure: Figure) -> int:
    """Return which way a difference goes, 0 while its interval holds zero.

    >>> sign(Figure(2.0, 1.0, 3.0)), sign(Figure(2.0, -1.0, 5.0))
    (1, 0)
    """
    return int(figure.low > 0.0) - int(figure.high < 0.0)


def could_turn(before: Figure, change: Figure) -> bool:
    """Return whether a decided difference may have gone or turned, within a standard error.

    The change is that of a few runs on the same luck; its interval is two errors wide or more.
    """
    way = sign(before)
    doubt = (change.high - change.low) / 4.0
    return way != 0 and way * (before.value + change.value) < doubt


def verdict_of(before: Figure, after: Figure) -> str:
    """Return what has become of a decided difference, nothing where it still holds.

    >>> verdict_of(Figure(2, 1, 3), Figure(-2, -3, -1))
    'reversed'
    """
    if sign(before) == 0 or sign(after) == sign(before):
        return ""
    return REVERSED if sign(after) else OPEN


@dataclass
class Runner:
    """Runs cases in processes; a case is run once."""

    workers: int = 2
    total: int = 0
    _pool: ProcessPoolExecutor = field(init=False)

    def __enter__(self) -> Self:
        """Start the processes."""
        number = min(self.workers, os.cpu_count() or 1)
        self._pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"))
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, breach: str, plan: str, count: int, changes: Changes) -> Future[Floats]:
        """Start a case: a line for each measure, a column for each run."""
        self.total += count
        return self._pool.submit(figures, breach, plan, dict(changes), count)


@functools.cache
def _loaded(breach: str, plan: str) -> tuple[Any, Any]:
    return load_scenario(f"breaches/{breach}"), load_plan(f"plans/{plan}")


def figures(breach: str, plan: str, changes: Changes, count: int) -> Floats:
    """Run a breach of the library under a plan, with sizes of the world or of the plan changed."""
    scenario, answer = _loaded(breach, plan)
    ours = {path: value for path, value in changes.items() if path.startswith("tasks.")}
    worlds = {path: value for path, value in changes.items() if path not in ours}
    program = Program(scenario.change(worlds), answer.change(ours), seed=SEED)
    found = []
    for replication, row in enumerate(program.rows(0, count)):
        recorder = Recorder(program, keep_log=False)
        Engine(program, replication, recorder, row=row).finish()
        found.append(_read(recorder.tally.outcome()))
    return np.array(found).T


def _read(outcome: Outcome) -> list[float]:
    return [measure_named(name).read(outcome) for name in MEASURES]


def knobs_of(breach: str) -> list[Knob]:
    """Return every judgement of the world and of the plans' tasks that a breach can touch."""
    plans = [_loaded(breach, plan)[1] for plan in PLANS]
    return [*of_world(_loaded(breach, PLANS[0])[0]), *of_plans(plans)]


def ranking(
    runner: Runner, breach: str, knobs: Sequence[Knob], *, screen: int, confirm: int
) -> Ranking:
    """Try judgements of a breach at both ends with few runs, then the doubtful with more."""
    before = runner.total
    base = {plan: runner.submit(breach, plan, confirm, {}) for plan in PLANS}
    tried = [
        (knob, end, _start(runner, breach, knob, end, screen)) for knob in knobs for end in ENDS
    ]
    settled = {plan: job.result() for plan, job in base.items()}
    doubtful = []
    for number, (knob, end, jobs) in enumerate(tried, start=1):
        few = {plan: job.result() for plan, job in jobs.items()}
        _say(f"{breach}: {number} of {len(tried)} ends tried")
        places = [place for place in _places() if _doubtful(settled, few, screen, place)]
        if places:
            doubtful.append((knob, end, places))
    turns: list[Turn] = []
    again = [
        (knob, end, places, _start(runner, breach, knob, end, confirm, _plans_in(places)))
        for knob, end, places in doubtful
    ]
    for number, (knob, end, places, jobs) in enumerate(again, start=1):
        many = settled | {plan: job.result() for plan, job in jobs.items()}
        _say(f"{breach}: {number} of {len(again)} doubtful ends run again")
        turns += _turns(knob, end, places, settled, many)
    _say(f"{breach}: {len(knobs)} judgements, {len(again)} ends run again, {len(turns)} turns\n")
    return Ranking(breach, settled, tuple(turns), len(knobs), runner.total - before)


def _start(
    runner: Runner,
    breach: str,
    knob: Knob,
    end: str,
    count: int,
    plans: Iterable[str] = PLANS,
) -> dict[str, Future[Floats]]:
    touched = [plan for plan in plans if not knob.plans or plan in knob.plans]
    changes = {knob.path: knob.claims[end]}
    return {plan: runner.submit(breach, plan, count, changes) for plan in touched}


def _places() -> Iterable[tuple[Pair, int]]:
    return itertools.product(PAIRS, range(len(MEASURES)))


def _plans_in(places: Sequence[tuple[Pair, int]]) -> list[str]:
    return [plan for plan in PLANS if any(plan in pair for pair, _ in places)]


def difference(table: Mapping[str, Floats], pair: Pair, measure: int) -> Figure:
    """Return by how much the first of two plans lies above the second, run by run."""
    first, second = (table[plan][measure] for plan in pair)
    return mean(first - second)


def ranked(table: Mapping[str, Floats], pair: Pair, measure: int) -> bool:
    """Return whether one of two plans is ahead, beyond luck and by enough to matter."""
    larger = max(abs(float(table[plan][measure].mean())) for plan in pair)
    figure = difference(table, pair, measure)
    return sign(figure) != 0 and abs(figure.value) >= LEAST_SHARE * larger


def _doubtful(
    settled: Mapping[str, Floats], few: Mapping[str, Floats], screen: int, place: tuple[Pair, int]
) -> bool:
    pair, measure = place
    if not any(plan in few for plan in pair) or not ranked(settled, pair, measure):
        return False
    here = {plan: settled[plan][:, :screen] for plan in pair}
    there = {plan: few.get(plan, here[plan]) for plan in pair}
    changed = [there[plan][measure] - here[plan][measure] for plan in pair]
    if not (changed[0].any() or changed[1].any()):
        return False
    return could_turn(difference(settled, pair, measure), mean(changed[0] - changed[1]))


def _turns(
    knob: Knob,
    end: str,
    places: Iterable[tuple[Pair, int]],
    settled: Mapping[str, Floats],
    many: Mapping[str, Floats],
) -> Iterable[Turn]:
    for pair, measure in places:
        before, after = (difference(table, pair, measure) for table in (settled, many))
        verdict = verdict_of(before, after)
        if verdict:
            yield Turn(knob, end, pair, MEASURES[measure], before, after, verdict)


def _say(text: str) -> None:
    sys.stderr.write(f"\r\033[K  {text}")
    sys.stderr.flush()

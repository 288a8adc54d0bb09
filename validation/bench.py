"""Runs of the library's cases in processes, each made once and seen by every check."""

from __future__ import annotations

import functools
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeVar

from simulation.engine import Engine
from simulation.files import load_plan, load_scenario
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.facts import FACT, Fact, Lines, facts_of
from simulation.world.layout import A_AFFECTED, DAY, PHASES

SEED = 14
PIECE = 20
WHOLE_RUNS, PAIRED_RUNS, SIGNS = 400, 200, 1_000
"""How many runs of a shipped case, of a changed one beside it, and of first signs alone."""
MANY_SIGNS = 5 * SIGNS
"""As many as it takes until the interval of a median of weeks is narrower than its limits."""
QUICK_FACTOR = 0.04
LEAST = 16
LONG_STEP_S = 14 * DAY
OURSELVES = ("channel/monitoring", "channel/staff")
PLANS = ("no-plan", "lean", "retainer")
CASES = (
    *("double-extortion", "insider-export", "lost-laptop", "mailbox-takeover"),
    *("mis-sent-filing", "open-share", "site-injection", "supplier-transfer"),
    "tampered-filings",
)
"""The library's breaches that are run: every root cause and every kind of threat is among them.

Others would make the run longer and stand for nothing else.
"""


@dataclass(frozen=True)
class Sight:
    """What a run came to, and what its outcome does not say.

    `knew_share` is the share of clients who knew of the breach when our notice came, `in_news`
    whether it had been in the news by then; both None when no notice came. `labour` is the price
    of the hours worked in each phase.
    """

    outcome: Outcome
    knew_share: float | None
    in_news: bool | None
    labour: tuple[float, ...]


@dataclass(frozen=True)
class Sign:
    """The first sign of a run: when, and by whom; None when it never came."""

    after_d: float | None
    found_by: str | None


class _Watcher(Recorder):
    """A recorder that also looks at the clients the moment before our notice."""

    def __init__(self, program: Program) -> None:
        super().__init__(program, keep_log=False)
        self.affected = program.tables.audience_subject + A_AFFECTED
        self.segments = len(program.tables.segment_people)
        self.informed_share = 0.0
        self.news = False
        self.knew: tuple[float, bool] | None = None

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""
        super().record(facts)
        self._look(facts)

    def flow(self, lines: Lines) -> None:
        """Take what quantities that flow wrote from one happening to the next."""
        super().flow(lines)
        self._look(facts_of(lines))

    def _look(self, facts: Sequence[Fact]) -> None:
        for fact in facts if self.knew is None else ():
            if fact[1] == FACT["told"] and fact[2] == self.affected:
                self.knew = self.informed_share, self.news
                break
            if fact[1] == FACT["sample.trust"]:
                # Written each midnight; before our notice all segments know alike.
                self.informed_share = fact[4] / self.segments
            elif fact[1] == FACT["news"]:
                self.news = True


@functools.lru_cache(maxsize=4)
def _program(scenario: Scenario, plan: Plan, seed: int) -> Program:
    return Program(scenario, plan, seed=seed)


def _sights(scenario: Scenario, plan: Plan, seed: int, first: int, count: int) -> list[Sight]:
    program = _program(scenario, plan, seed)
    found = []
    for place, row in enumerate(program.rows(first, count)):
        watcher = _Watcher(program)
        Engine(program, first + place, watcher, row=row).finish()
        outcome = watcher.tally.outcome()
        knew, news = watcher.knew or (None, None)
        found.append(Sight(outcome, knew, news, _labour(program, outcome)))
    return found


def _labour(program: Program, outcome: Outcome) -> tuple[float, ...]:
    """Return the price of the hours worked in each phase, at plain wages."""
    prices = [0.0] * len(PHASES)
    for wait in outcome.waits:
        task = program.plan.tasks.get(wait.task)
        if task is not None:
            wage = program.tables.team_wage[program.teams.index(wait.team)]
            prices[PHASES.index(task.phase)] += wait.worked_h * wage
    return tuple(prices)


def _signs(scenario: Scenario, plan: Plan, seed: int, first: int, count: int) -> list[Sign]:
    program = _program(scenario, plan, seed)
    found = []
    for place, row in enumerate(program.rows(first, count)):
        recorder = Recorder(program, keep_log=False)
        engine = Engine(program, first + place, recorder, row=row)
        while engine.state.first_by < 0 and not engine.state.finished:
            # What follows the first sign within the step changes nothing about it.
            engine.advance(engine.now + LONG_STEP_S)
        outcome = recorder.tally.outcome()
        hours = outcome.first_sign_h
        found.append(Sign(None if hours is None else hours / 24.0, outcome.found_by))
    return found


Seen = TypeVar("Seen")
Make = Callable[[Scenario, Plan, int, int, int], list[Seen]]


@dataclass
class Bench:
    """Where runs are made: two processes, one seed, progress on the terminal.

    A case is named by the caller; the same name is run once.
    """

    quick: bool = False
    seed: int = SEED
    total: int = 0
    _sights: dict[str, list[Sight]] = field(default_factory=dict)
    _signs: dict[str, list[Sign]] = field(default_factory=dict)
    _pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start the processes; spawned ones, which inherit nothing."""
        workers = 2 if (os.cpu_count() or 1) > 1 else 1
        self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def sights(
        self, name: str, scenario: Scenario, plan: Plan, count: int = PAIRED_RUNS
    ) -> list[Sight]:
        """Return whole runs of a case."""
        if name not in self._sights:
            self._sights[name] = self._make(_sights, name, scenario, plan, count)
        return self._sights[name]

    def signs(self, name: str, scenario: Scenario, plan: Plan, count: int = SIGNS) -> list[Sign]:
        """Return runs of a case up to their first sign."""
        if name not in self._signs:
            self._signs[name] = self._make(_signs, name, scenario, plan, count)
        return self._signs[name]

    def shipped(self, breach: str, plan: str) -> list[Sight]:
        """Return whole runs of a breach of the library under a plan of the library."""
        name = f"{breach}, {plan}"
        return self.sights(name, scenario_of(breach), plan_of(plan), WHOLE_RUNS)

    def _make(
        self, how: Make[Seen], name: str, scenario: Scenario, plan: Plan, count: int
    ) -> list[Seen]:
        count = max(LEAST, round(count * QUICK_FACTOR)) if self.quick else count
        if self._pool is None:
            raise RuntimeError("a bench makes runs inside its with-block")
        todo = [
            self._pool.submit(how, scenario, plan, self.seed, first, min(PIECE, count - first))
            for first in range(0, count, PIECE)
        ]
        found: list[Seen] = []
        for piece in todo:
            found += piece.result()
            _say(f"{name}: {len(found)} of {count} runs")
        self.total += count
        _say(f"{name}: {count} runs\n")
        return found


def _say(text: str) -> None:
    sys.stderr.write(f"\r\033[K  {text}")
    sys.stderr.flush()


@functools.cache
def scenario_of(breach: str) -> Scenario:
    """Return a breach of the library."""
    return load_scenario(f"breaches/{breach}")


@functools.cache
def plan_of(plan: str) -> Plan:
    """Return a plan of the library."""
    return load_plan(f"plans/{plan}")


def breaches() -> list[str]:
    """Return the names of the breaches that are run, in order."""
    return list(CASES)


def in_visits(breach: str) -> bool:
    """Whether a breach goes on until it is stopped, where a mistake is over at once."""
    return scenario_of(breach).threat.kind != "one_mistake"


def switched_off(scenario: Scenario, breach: str) -> str:
    """Return which mechanisms a changed breach of the library runs without, in words."""
    off = sorted(set(scenario.switched_off) - set(scenario_of(breach).switched_off))
    return f"without {', '.join(off)}" if off else ""


def told_after_d(sight: Sight) -> float | None:
    """Return days from awareness to our notice, infinite without one; None if never aware."""
    outcome = sight.outcome
    if outcome.aware_h is None:
        return None
    if outcome.clients_told_h is None:
        return float("inf")
    return (outcome.clients_told_h - outcome.aware_h) / 24.0

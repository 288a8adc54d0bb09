"""Many runs of a scenario, to see whether it is worth playing: what is degenerate, and why.

A scenario is degenerate when almost no run finds the breach, when nothing leaks and nothing is
harmed, when an inject never comes, when work waits for people for ever, or when a decision never
comes up or its options make no difference. Decisions are tried in pairs: each option against the
default on the same luck, run by run, until something differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulation.engine import Engine
from simulation.errors import StudyCancelled
from simulation.files import given
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.library.outlook import QUICK_PLAN, QUICK_SEED
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.run import Recorder
from simulation.study.columns import columns_of, figures
from simulation.study.comparing import Progress
from simulation.study.refusing import refused
from simulation.study.workers import Cancel
from simulation.text import LANGUAGES, Text, in_language, say
from simulation.world.facts import FACT, Fact
from simulation.world.layout import E_DECISION, E_INJECT, E_TASK

RUNS = 200
ALMOST_ALL = 0.95
"""Of the runs: what is so in as many is taken for so in all."""
LEAST = 0.5
"""Less than half a person's data, or half a filing, is none."""
MOST_PAIRS = 20
"""How many runs in which a decision came up are tried with another option."""
DRILL_RUNS = 20
"""How many runs are made as a drill, for injects that studies leave out."""
_WATCHED = frozenset(
    FACT[kind]
    for kind in ("inject.release", "task.ready", "task.start", "task.skip", "task.cancel")
) | {FACT["decision.raise"], FACT["decision.answer"]}
Seen = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that makes a scenario degenerate, or a remark; with what to change.

    `kind` is never_found, nothing_leaks, inject, task, decision, unasked or option.
    """

    kind: str
    name: str
    said: Text
    advice: Text
    remark: bool = False


@dataclass(frozen=True)
class Preview:
    """What some runs of a scenario showed.

    >>> preview("breaches/mis-sent-filing", replications=5).degenerate
    False
    """

    scenario: str
    plan: str
    organisation: str
    seed: int
    replications: int
    found_share: float
    harmed_share: float
    people_affected: float
    """In the middle run."""
    findings: tuple[Finding, ...]

    @property
    def degenerate(self) -> bool:
        """Whether something has to be changed before it is worth playing."""
        return any(not one.remark for one in self.findings)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "scenario": self.scenario,
            "plan": self.plan,
            "organisation": self.organisation,
            "seed": self.seed,
            "replications": self.replications,
            "degenerate": self.degenerate,
            "found_share": self.found_share,
            "harmed_share": self.harmed_share,
            "people_affected_middle": self.people_affected,
            "findings": [
                {
                    "kind": one.kind,
                    "name": one.name,
                    "remark": one.remark,
                    "said": {k: in_language(one.said, k) for k in LANGUAGES},
                    "advice": {k: in_language(one.advice, k) for k in LANGUAGES},
                }
                for one in self.findings
            ],
        }


def preview(
    scenario: Scenario | str | Path,
    plan: Plan | str | Path = QUICK_PLAN,
    organisation: Organisation | str | Path | None = None,
    *,
    replications: int = RUNS,
    seed: int = QUICK_SEED,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Preview:
    """Run a scenario many times and say whether it is degenerate, and what to change.

    Scenario, plan and organisation are loaded ones, or names as `load` takes them. Raises
    InputError when they do not fit together, StudyCancelled when `cancel` says so.
    """
    what, which = given("scenario", scenario, Scenario), given("plan", plan, Plan)
    who = None if organisation is None else given("organisation", organisation, Organisation)
    whole_number("seed", seed, SEEDS)
    if whole_number("replications", replications) < 1:
        raise refused(f"{replications} replications are asked for", "1 or more", where="preview")
    trial = _Trial((what, which, who, seed), replications, progress, cancel)
    outcomes = trial.studied()
    trial.drilled()
    findings = [*_of_outcomes(outcomes), *trial.decisions(), *trial.injects(), *trial.tasks()]
    affected = [outcome.people_affected for outcome in outcomes]
    return Preview(
        scenario=what.name,
        plan=which.name,
        organisation=trial.program.organisation.name,
        seed=seed,
        replications=replications,
        found_share=_share(outcomes, _is_found),
        harmed_share=_share(outcomes, _is_harmed),
        people_affected=float(np.median(affected)),
        findings=tuple(findings),
    )


class _Watch(Recorder):
    """Folds a run's outcome, and remembers what came up in it."""

    def __init__(self, program: Program, seen: Seen) -> None:
        super().__init__(program, keep_log=False)
        self.seen, self.here = seen, Seen()

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""
        super().record(facts)
        self.here.update((fact[1], fact[2]) for fact in facts if fact[1] in _WATCHED)
        self.seen |= self.here


class _Trial:
    """The runs of a preview, and what was seen in them."""

    def __init__(
        self,
        inputs: tuple[Scenario, Plan, Organisation | None, int],
        replications: int,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> None:
        self.scenario, self.plan, self.organisation, self.seed = inputs
        self.replications = replications
        self.program = Program(*inputs)
        self.seen = Seen()
        self.asked: dict[str, list[int]] = defaultdict(list)
        """In which runs each decision came up."""
        self._progress, self._cancel = progress, cancel
        self._drills = min(DRILL_RUNS, replications)
        self._done, self._total = 0, replications + self._drills + len(self.scenario.decisions)

    def _step(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)
        if self._cancel is not None and self._cancel():
            raise StudyCancelled("the preview was called off before its end")

    def _run(self, program: Program, replication: int, *, drill: bool = False) -> _Watch:
        watch = _Watch(program, self.seen)
        Engine(program, replication, watch, drill=drill).finish()
        return watch

    def studied(self) -> list[Outcome]:
        """Run it as a study does; note in which runs each decision came up."""
        entity, found = self.program.tables.entity, []
        for replication in range(self.replications):
            watch = self._run(self.program, replication)
            found.append(watch.tally.outcome())
            came = {who for kind, who in watch.here if kind in _ASKED}
            for item, name in enumerate(self.program.decisions):
                if entity(E_DECISION, item) in came:
                    self.asked[name].append(replication)
            self._step()
        return found

    def drilled(self) -> None:
        """Run it as a drill in which nobody does anything, so that every inject may come."""
        for replication in range(self._drills):
            self._run(self.program, replication, drill=True)
            self._step()

    # -- findings --------------------------------------------------------------------------

    def decisions(self) -> Iterator[Finding]:
        """Try each option against the default on the same luck."""
        for name, decision in self.scenario.decisions.items():
            question = decision.question
            tried = self.asked[name][:MOST_PAIRS]
            others = [option for option in decision.options if option != decision.default]
            idle = self._idle(name, decision.default, others, tried) if tried else []
            if not tried:
                yield _finding("unasked", name, title=question, runs=str(self.replications))
            elif len(idle) == len(others):
                yield _finding("decision", name, title=question, runs=str(len(tried)))
            else:
                for option in idle:
                    title = decision.options[option].label
                    yield _finding(
                        "option", f"{name}/{option}", remark=True, title=title, decision=question
                    )
            self._step()

    def _idle(
        self, name: str, default: str, others: Sequence[str], runs: Sequence[int]
    ) -> list[str]:
        """Return the options that come to the same figures as the default in every run."""
        base = self._answering(name, default)
        columns = columns_of([base])
        known: dict[int, list[float]] = {}

        def figures_of(program: Program, replication: int) -> list[float]:
            outcome = self._run(program, replication).tally.outcome()
            return figures(outcome, columns)

        def differs(program: Program, replication: int) -> bool:
            if replication not in known:
                known[replication] = figures_of(base, replication)
            there = figures_of(program, replication)
            return not np.array_equal(known[replication], there, equal_nan=True)

        idle = []
        for option in others:
            program = self._answering(name, option)
            if not any(differs(program, replication) for replication in runs):
                idle.append(option)
        return idle

    def _answering(self, name: str, option: str) -> Program:
        plan = self.plan.change({f"answers.{name}": option})
        return Program(self.scenario, plan, self.organisation, self.seed)

    def injects(self) -> Iterator[Finding]:
        """Say which injects never came, in whatever was tried."""
        for name, inject in self.scenario.injects.items():
            if inject.after != "hand" and not self._saw("inject.release", E_INJECT, name):
                yield _finding("inject", name, title=inject.title, runs=str(self.replications))

    def tasks(self) -> Iterator[Finding]:
        """Say for which tasks nobody was ever free."""
        for name, task in self.program.plan.tasks.items():
            over = ("task.start", "task.skip", "task.cancel")
            began = any(self._saw(kind, E_TASK, name) for kind in over)
            if self._saw("task.ready", E_TASK, name) and not began:
                yield _finding("task", name, title=task.title, roles=", ".join(task.people))

    def _saw(self, kind: str, room: int, name: str) -> bool:
        names = self.program.tasks if room == E_TASK else self.program.injects
        return (FACT[kind], self.program.tables.entity(room, names.index(name))) in self.seen


_ASKED = (FACT["decision.raise"], FACT["decision.answer"])


def _of_outcomes(outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    runs = len(outcomes)
    for kind, true in (("never_found", _is_found), ("nothing_leaks", _is_harmed)):
        count = sum(map(true, outcomes))
        if count <= (1.0 - ALMOST_ALL) * runs:
            yield _finding(kind, "", count=str(count), runs=str(runs))


def _is_found(outcome: Outcome) -> bool:
    return outcome.aware_h is not None


def _is_harmed(outcome: Outcome) -> bool:
    """Whether anybody's data leaked, or filings were wrong."""
    return outcome.people_affected >= LEAST or outcome.filings_wrong >= LEAST


def _share(outcomes: Sequence[Outcome], true: Callable[[Outcome], bool]) -> float:
    return sum(map(true, outcomes)) / len(outcomes)


def _finding(kind: str, name: str, *, remark: bool = False, **values: Text) -> Finding:
    said, advice = (
        {
            language: say(
                f"preview/{key}",
                language,
                name=name,
                **{k: in_language(value, language) for k, value in values.items()},
            )
            for language in LANGUAGES
        }
        for key in (kind, f"{kind}_advice")
    )
    return Finding(kind, name, said, advice, remark)

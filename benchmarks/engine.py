"""How fast the engine is, beside a textbook version, as plans grow, and in how much memory.

    python -m benchmarks.engine            # about five minutes
    python -m benchmarks.engine --quick    # a few seconds, for a look
    python -m benchmarks.engine --json     # one object with every figure

Each figure is the median of several repeats in one process, in seconds of its core, taken in
turns with the others, so that a busy machine weighs on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simulation as sim
from benchmarks.process_style import LEFT_OUT, MECHANISMS_KEPT, Firm
from simulation.engine import Engine
from simulation.inputs.base import FrozenDict
from simulation.inputs.effects import Condition
from simulation.inputs.plan import Plan, Task
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.program import Program
from simulation.run import Recorder

SEED = 1
BREACHES = ("breaches/insider-export", "breaches/mis-sent-filing")
PLANS = ("plans/no-plan", "plans/lean")
GROWTH = (1, 10, 100)
YEAR_S = 365 * 86_400
LEAST_RATES = {"with_log": 60.0, "without_log": 120.0}
"""What the project wants of a core, with every mechanism on: runs a second."""
MOST_GROWTH = 2.0
"""A happening in a plan or a firm a hundred times as large may cost this many times as much."""

Timed = Callable[[], int]
"""Does something once and returns how many of it there were."""


@dataclass(frozen=True)
class Size:
    """How much is tried: runs a repeat, repeats, and replications of the study for memory."""

    runs: int
    repeats: int
    replications: int


FULL, QUICK = Size(20, 5, 10_000), Size(1, 1, 4)


def interleaved(timed: Mapping[str, Timed], repeats: int) -> dict[str, float]:
    """Return how many of each were done in a second, as the median of repeats taken in turns."""
    rates: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(repeats):
        for name, once in timed.items():
            began = time.process_time()
            number = once()
            rates[name].append(number / (time.process_time() - began))
    return {name: statistics.median(values) for name, values in rates.items()}


def replications(program: Program, runs: int, *, keep_log: bool) -> Timed:
    """Return a timing of whole runs with their outcome."""
    rows = program.rows(0, runs)
    Engine(program, 0, row=rows[0]).finish()  # the laws are compiled by now

    def once() -> int:
        for replication, row in enumerate(rows):
            recorder = Recorder(program, keep_log=keep_log)
            Engine(program, replication, recorder, row=row).finish()
            recorder.tally.outcome()
        return runs

    return once


def textbook(program: Program, runs: int) -> Timed:
    """Return a timing of the process-style version on the same draws."""
    rows = program.rows(0, runs)

    def once() -> int:
        for row in rows:
            Firm(program, row).run()
        return runs

    return once


def speed(size: Size) -> list[dict[str, Any]]:
    """Measure the library's cases: the engine with and without a log, and the textbook version."""
    table = []
    for breach in BREACHES:
        scenario = sim.load(breach)
        bare = scenario.without(*(m for m in MECHANISMS if m not in MECHANISMS_KEPT))
        for name in PLANS:
            plan = sim.load(name)
            program, few = Program(scenario, plan, seed=SEED), Program(bare, plan, seed=SEED)
            rates = interleaved(
                {
                    "with_log": replications(program, size.runs, keep_log=True),
                    "without_log": replications(program, size.runs, keep_log=False),
                    "few_mechanisms": replications(few, size.runs, keep_log=False),
                    "textbook": textbook(program, size.runs),
                },
                size.repeats,
            )
            on = len(MECHANISMS) - len(scenario.switched_off)
            table.append({"breach": breach, "plan": name, "mechanisms_on": on, **rates})
    return table


def larger_plan(plan: Plan, times: int, *, more_people: bool) -> Plan:
    """Return a plan with its playbook several times over, or asleep for none at all.

    Of their effects the tasks keep the flags alone, and the copies none. It is made past the
    check that keeps a plan in a file below two hundred tasks.
    """
    tasks: dict[str, Task] = {}
    for copy in range(max(1, times)):
        for name, task in plan.tasks.items():
            mark = f"-{copy}" if copy else ""
            changes: dict[str, Any] = {"after": tuple(other + mark for other in task.after)}
            flags = [one for one in task.effects if one.effect == "flag" and not copy]
            changes["effects"] = tuple(flags)
            if not times:
                changes["when"] = Condition(flag=("never",))
            tasks[name + mark] = task.model_copy(update=changes)
    if more_people:
        teams = (*sim.load("organisations/bookkeeping-12").teams, *plan.teams)
        more = {f"staffing.{team.name}": {"add": team.heads * (times - 1)} for team in teams}
        plan = plan.change(more)
    return plan.model_copy(update={"tasks": FrozenDict(tasks), "answers": FrozenDict()})


def larger_firm(scenario: Scenario, times: int) -> Scenario:
    """Return a scenario with several times the clients, people, records and so contacts."""
    firm = scenario.organisation
    changes: dict[str, Any] = {}
    for holding in firm.holdings:
        for field in ("people", "records"):
            changes[f"holdings.{holding.name}.{field}"] = getattr(holding, field) * times
    for segment in firm.segments:
        changes[f"segments.{segment.name}.clients"] = segment.clients * times
    threat = {"threat.records": scenario.plain()["threat"]["records"] * times}
    return scenario.change({**threat, "organisation": firm.change(changes).plain()})


def happenings(program: Program, runs: int, rounds: int) -> tuple[Timed, int]:
    """Return a timing of the first year of runs, some rounds long, and a round's happenings."""
    rows = program.rows(0, runs)

    def once() -> int:
        number = 0
        for replication, row in [*enumerate(rows)] * rounds:
            engine = Engine(program, replication, Recorder(program, keep_log=False), row=row)
            engine.advance(YEAR_S)
            number += engine.state.ordinal
        return number

    return once, once() // rounds


def growth(size: Size) -> list[dict[str, Any]]:
    """Measure a happening's cost as tasks and contacts grow tenfold and hundredfold.

    Tasks grow without news, questions and false alarms, and what the days alone cost, measured
    with the plan asleep, is taken off: what is left are the happenings of tasks and of people.
    """
    scenario, plan = sim.load("breaches/mis-sent-filing"), sim.load("plans/no-plan")
    work = scenario.without("attention", "learning", "support", "media", "false-alarms")
    work = work.model_copy(update={"decisions": FrozenDict(), "injects": FrozenDict()})
    times = GROWTH if size is FULL else GROWTH[:2]

    def tasks(n: int, *, more_people: bool) -> Program:
        return Program(work, larger_plan(plan, n, more_people=more_people), seed=SEED)

    grown: dict[str, Callable[[int], Program]] = {
        "tasks": lambda n: tasks(n, more_people=False),
        "tasks and people": lambda n: tasks(n, more_people=n > 0),
        "contacts": lambda n: Program(larger_firm(scenario, n), plan, seed=SEED),
    }
    table = []
    for what, program in grown.items():
        asleep = [0] if what != "contacts" else []
        # A small plan goes round more often, for little is left when the days are taken off.
        runs = min(size.runs, 2)
        timed = {
            str(n): happenings(program(n), runs, max(1, size.runs // max(1, n)))
            for n in (*asleep, *times)
        }
        rates = interleaved({n: once for n, (once, _) in timed.items()}, size.repeats)
        spent = {n: (number / rates[n], number) for n, (_, number) in timed.items()}
        days_s, days = spent.get("0", (0.0, 0))
        costs = {n: 1e6 * (spent[str(n)][0] - days_s) / (spent[str(n)][1] - days) for n in times}
        worst = max(costs.values()) / costs[1]
        numbers = {n: spent[str(n)][1] - days for n in times}
        table.append({"what": what, "happenings": numbers, "cost_us": costs, "ratio": worst})
    return table


def memory(size: Size) -> dict[str, Any]:
    """Measure the most memory of a study, in a process of its own and the workers of that."""
    command = [sys.executable, "-m", "benchmarks.engine", "--study", str(size.replications)]
    folder = Path(__file__).parent.parent
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def study(count: int) -> dict[str, Any]:
    """Run a study and return how much memory this process and its workers have had at most."""
    import resource  # has no twin on Windows, where the rest of this file still serves

    unit = 1 if sys.platform == "darwin" else 1_024

    def most_mb(who: int) -> float:
        return resource.getrusage(who).ru_maxrss * unit / 1e6

    scenario, plan = sim.load("breaches/mis-sent-filing"), sim.load("plans/lean")
    sim.compare(scenario, plan, replications=min(count, 20), seed=SEED)
    before = most_mb(resource.RUSAGE_SELF)
    began = time.perf_counter()
    sim.compare(scenario, plan, replications=count, seed=SEED)
    return {
        "replications": count,
        "seconds": time.perf_counter() - began,
        "before_mb": before,
        "most_mb": most_mb(resource.RUSAGE_SELF),
        "most_of_a_worker_mb": most_mb(resource.RUSAGE_CHILDREN),
    }


def measured(size: Size) -> dict[str, Any]:
    """Return every figure."""
    return {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "runs": size.runs,
        "repeats": size.repeats,
        "speed": speed(size),
        "left_out_of_the_textbook_version": list(LEFT_OUT),
        "growth": growth(size),
        "memory": memory(size),
    }


def shown(figures: Mapping[str, Any]) -> list[str]:
    """Return the figures as lines of text."""
    lines = [f"{figures['machine']}; medians of {figures['repeats']} repeats, one core", ""]
    wanted = ", ".join(f"{LEAST_RATES[n]:.0f} {n.replace('_', ' ')}" for n in LEAST_RATES)
    lines.append(f"Replications a second a core; wanted: {wanted}, every mechanism on")
    lines.append(f"{'':<32} with log       (of wanted)  without       (of wanted)  mechanisms on")
    for row in figures["speed"]:
        rates = "".join(
            f"{row[name]:9.1f}   {row[name] / least:8.2f} x    "
            for name, least in LEAST_RATES.items()
        )
        lines.append(f"{_case(row):<32}{rates}{row['mechanisms_on']:10d}")
    lines += ["", "Beside a textbook version         with log  without  few on  textbook  ratio"]
    for row in figures["speed"]:
        rates = (row[name] for name in ("with_log", "without_log", "few_mechanisms", "textbook"))
        ratio = row["few_mechanisms"] / row["textbook"]
        columns = "".join(f"{rate:9.1f}" for rate in rates)
        lines.append(f"{_case(row):<32}{columns}{ratio:8.2f}")
    on = sorted({row["mechanisms_on"] for row in figures["speed"]})
    lines += [
        f"{'/'.join(map(str, on))} mechanisms on; few on: the {len(MECHANISMS_KEPT)} that the",
        "textbook version has too. Ratio: few on against textbook. It leaves out:",
        *(f"  - {what}" for what in figures["left_out_of_the_textbook_version"]),
        "",
        "Microseconds a happening, as things grow",
    ]
    for row in figures["growth"]:
        costs = ", ".join(f"{n} x: {cost:.1f}" for n, cost in row["cost_us"].items())
        verdict = "within" if row["ratio"] <= MOST_GROWTH else "above"
        lines.append(
            f"{row['what']:<18} {costs}; ratio {row['ratio']:.2f}, {verdict} {MOST_GROWTH:.0f}"
        )
    m = figures["memory"]
    memory_mb = f"{m['most_mb']:.0f} MB at most, {m['before_mb']:.0f} MB before it"
    lines += [
        "",
        f"Memory of a study of {m['replications']:,} replications, {m['seconds']:.0f} s",
        f"{memory_mb}; a worker {m['most_of_a_worker_mb']:.0f} MB",
    ]
    return lines


def _case(row: Mapping[str, Any]) -> str:
    return f"{row['breach'].split('/')[1]}, {row['plan'].split('/')[1]}"


def main() -> None:
    """Measure, and print what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a few seconds, for a look")
    parser.add_argument("--json", action="store_true", help="one object with every figure")
    parser.add_argument("--study", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.study:
        print(json.dumps(study(asked.study)))
        return
    figures = measured(QUICK if asked.quick else FULL)
    print(json.dumps(figures, indent=1) if asked.json else "\n".join(shown(figures)))


if __name__ == "__main__":
    main()

"""What the library's cases come to: `python tests/figures.py`, or `make figures`.

The table stands in `tests/data/figures.json` beside the version of the model that made it, so
that the same inputs cannot come to other figures while the version stays.
"""

from __future__ import annotations

import functools
import json
import math
import sys
from pathlib import Path
from typing import Any

from simulation import world
from simulation.engine import Engine
from simulation.files import library, load_plan, load_scenario
from simulation.program import Program
from simulation.run import Recorder
from simulation.study.workers import digest

SEED, REPLICATIONS, DIGITS = 3, 2, 9
STORED = Path(__file__).parent / "data" / "figures.json"
MEASURES = (
    *("first_sign_h", "aware_h", "contained_h", "cause_fixed_h", "clients_told_h"),
    *("regulator_told_h", "media_h", "records_out", "record_days_untold", "people_known"),
    *("people_told", "people_misused", "cost", "trust_lowest_share", "clients_lost"),
    *("contacts_answered", "false_alarms", "duties_late", "ended_h"),
)
MOVED = "raise VERSION in simulation/world/__init__.py, then run make figures and make validate"

Run = list[float | None]


@functools.cache
def names(folder: str) -> list[str]:
    """Return the names in a folder of the library, in order."""
    return sorted(entry.name for entry in library() if entry.name.startswith(f"{folder}/"))


def cases(breach: str) -> dict[str, Any]:
    """Return a breach's outcomes under each plan of the library, in a few replications."""
    return {f"{breach}, {plan}": _of_case(breach, plan) for plan in names("plans")}


def figures() -> dict[str, Any]:
    """Return the whole table."""
    found = {name: case for breach in names("breaches") for name, case in cases(breach).items()}
    return {"model": world.VERSION, "seed": SEED, "measures": list(MEASURES), "cases": found}


def _of_case(breach: str, plan: str) -> dict[str, Any]:
    scenario, answer = load_scenario(breach), load_plan(plan)
    program = Program(scenario, answer, seed=SEED)
    runs = [_of_run(program, replication) for replication in range(REPLICATIONS)]
    return {"inputs": f"{digest(scenario)[:12]} {digest(answer)[:12]}", "runs": runs}


def _of_run(program: Program, replication: int) -> Run:
    """Return a run's figures, with as many digits as every platform agrees on."""
    recorder = Recorder(program, keep_log=False)
    Engine(program, replication, recorder).finish()
    outcome = recorder.tally.outcome()
    values = (getattr(outcome, name) for name in MEASURES)
    return [None if value is None else float(f"{value:.{DIGITS}g}") for value in values]


def stored() -> dict[str, Any]:
    """Return the table as it was written last."""
    table: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    return table


def same(runs: list[Run], others: list[Run]) -> bool:
    """Whether runs come to the same figures, but for the last digit."""
    pairs = [
        (a, b)
        for one, two in zip(runs, others, strict=True)
        for a, b in zip(one, two, strict=True)
    ]
    return all(
        a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-8) for a, b in pairs
    )


def moved(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return of some cases those that had the same inputs before, and other figures."""
    return [
        name
        for name, case in now.items()
        if name in before
        and before[name]["inputs"] == case["inputs"]
        and not same(before[name]["runs"], case["runs"])
    ]


def main() -> None:
    """Write the table anew, unless the model has moved and its version has not."""
    now = figures()
    if STORED.exists():
        then = stored()
        if then["model"] == now["model"] and moved(then["cases"], now["cases"]):
            sys.exit(f"The model's figures moved under the same version: {MOVED}.")
    lines = ",\n".join(f"{json.dumps(key)}: {_said(part)}" for key, part in now.items())
    STORED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8", newline="\n")


def _said(part: Any) -> str:
    """Return a part of the table as JSON; a case, and each of its runs, on lines of their own."""
    if not isinstance(part, dict):
        return json.dumps(part)
    lines = []
    for name, case in part.items():
        runs = ",\n  ".join(json.dumps(run) for run in case["runs"])
        inputs = json.dumps(case["inputs"])
        lines.append(f' {json.dumps(name)}: {{"inputs": {inputs}, "runs": [\n  {runs}]}}')
    return "{\n" + ",\n".join(lines) + "}"


if __name__ == "__main__":
    main()

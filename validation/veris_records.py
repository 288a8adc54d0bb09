"""Import, check and run every incident record of a folder: `python -m validation.veris_records`.

The records are JSON files in the VERIS format, one incident each. What fails is listed; what ran
is told by kind of breach, with what the records tell beside what the model comes to.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulation.errors import SimulationError
from simulation.files import check, load_plan
from simulation.inputs.plan import Plan
from simulation.library.preview import preview
from simulation.outcomes import Outcome
from simulation.run import run
from simulation.veris import Imported, import_record, incident_of, record_in, scenario_of
from validation.bench import SEED

PLANS = ("plans/no-plan", "plans/retainer")
HEAD = ("kind", "plan", "n", "records told", "out", "found told", "found", "contained")
DAY_H = 24.0


@dataclass(frozen=True)
class Tried:
    """One record under one plan: what it tells, and what the runs came to."""

    kind: str
    plan: str
    records_told: int | None
    found_after_told_d: float | None
    outcomes: tuple[Outcome, ...]


def tried(path: Path, plans: Sequence[Plan], replications: int) -> list[Tried]:
    """Import, check and run one record; raises SimulationError where that fails."""
    record = record_in(path)
    incident, made = incident_of(record), scenario_of(record)
    _expect_fine(made)
    found = incident.discovered
    rows = []
    for plan in plans:
        runs = [
            run(made.scenario, plan, seed=SEED, replication=number).outcome
            for number in range(replications)
        ]
        told_d = found.hours / DAY_H if found else None
        row = Tried(incident.profile.name, plan.name, incident.records, told_d, tuple(runs))
        rows.append(row)
    return rows


def _expect_fine(made: Imported) -> None:
    """Hold the scenario's own file against everything that `check` knows."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "imported.yaml"
        place.write_text(made.text, encoding="utf-8")
        checked = check(place)
    if found := [*checked.faults, *checked.warnings]:
        raise SimulationError("; ".join(map(str, found)))


def previewed(path: Path, replications: int) -> list[str]:
    """Return what a preview says has to be changed, as one line, or nothing."""
    if not replications:
        return []
    found = preview(import_record(path).scenario, replications=replications)
    wrong = [one for one in found.findings if not one.remark]
    return ["; ".join(f"{one.kind} {one.name}" for one in wrong)] if wrong else []


def table(rows: Sequence[Tried]) -> Iterator[str]:
    """Return lines of medians: a row for each kind of breach under each plan."""
    yield " | ".join(HEAD)
    yield " | ".join("---" for _ in HEAD)
    for kind, plan in sorted({(row.kind, row.plan) for row in rows}):
        chosen = [row for row in rows if (row.kind, row.plan) == (kind, plan)]
        outcomes = [outcome for row in chosen for outcome in row.outcomes]
        cells = (
            *(kind, plan, str(len(chosen))),
            _median(row.records_told for row in chosen),
            _median(outcome.records_out for outcome in outcomes),
            _median((row.found_after_told_d for row in chosen), " d"),
            _median((_days(outcome.first_sign_h) for outcome in outcomes), " d"),
            _median((_days(outcome.contained_h) for outcome in outcomes), " d"),
        )
        yield " | ".join(cells)


def _days(hours: float | None) -> float | None:
    return None if hours is None else hours / DAY_H


def _median(values: Iterable[float | None], unit: str = "") -> str:
    known = [value for value in values if value is not None]
    return f"{statistics.median(known):,.4g}{unit} ({len(known)})" if known else "–"


def main() -> None:
    """Try every record of a folder; the exit status says whether all went through."""
    parser = argparse.ArgumentParser(
        prog="python -m validation.veris_records", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="JSON files, one incident each")
    parser.add_argument("--plan", action="append", help=f"default: {' and '.join(PLANS)}")
    parser.add_argument("--replications", type=int, default=5)
    parser.add_argument("--preview", type=int, default=0, help="preview each by so many runs")
    asked = parser.parse_args()
    plans = [load_plan(name) for name in asked.plan or PLANS]
    paths = sorted(asked.folder.glob("*.json"))
    rows: list[Tried] = []
    failed = degenerate = 0
    for path in paths:
        try:
            rows += tried(path, plans, asked.replications)
            for said in previewed(path, asked.preview):
                degenerate += 1
                sys.stdout.write(f"{path.name}: degenerate: {said}\n")
        except SimulationError as error:
            failed += 1
            sys.stdout.write(f"{path.name}: {error}\n")
    sys.stdout.write("\n".join(table(rows)) + "\n")
    if asked.preview:
        sys.stdout.write(f"{degenerate} of {len(paths)} are degenerate\n")
    sys.stdout.write(f"{len(paths) - failed} of {len(paths)} records import, check and run\n")
    sys.exit(1 if failed or not paths else 0)


if __name__ == "__main__":
    main()

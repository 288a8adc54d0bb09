"""The table of a comparison as it is shown, as a sheet of figures that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulation.errors import StudyError
from simulation.files.whole import write_whole
from simulation.panels.comparison_tables import measure_title, title_of
from simulation.panels.markup import beside
from simulation.study import Study
from simulation.text import CATALOGUE

COLUMNS = (
    *("breach", "organisation", "seed", "replications", "measure", "title", "plan", "plan_title"),
    *("mean", "se", "p5", "p95", "worst_mean", "worst_se", "never"),
    *("against", "difference", "low", "high", "verdict"),
)
"""Shares are from 0 to 1 and times in hours; an empty cell is a figure that there is none of."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be a formula to a spreadsheet."""


def write_sheet(study: Study, path: Path, measures: Sequence[str]) -> None:
    """Write the table as shown: the chosen measures under each plan, beside the one compared with.

    Spreadsheets know by the mark at its head that the file is UTF-8.
    """
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _rows(study, measures):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    write_whole(path, sheet.getvalue().encode("utf-8-sig"), StudyError)


def _rows(study: Study, measures: Sequence[str]) -> Iterator[dict[str, object]]:
    base = study.plans[0]
    for measure in measures:
        for case, plan in zip(study.cases, study.plans, strict=True):
            one = study.summary_of(measure, plan)
            row: dict[str, object] = {
                "breach": case.scenario.name,
                "organisation": case.firm.name,
                "seed": study.seed,
                "replications": study.replications,
                "measure": measure,
                "title": beside(measure_title(study, measure)),
                "plan": plan,
                "plan_title": beside(title_of(study, plan)),
            }
            row |= {name: getattr(one, name) for name in COLUMNS if hasattr(one, name)}
            if plan != base:
                less = study.difference(measure, plan, base)
                row |= {"against": base, "difference": less.mean, "low": less.low}
                row |= {"high": less.high, "verdict": beside(CATALOGUE[f"verdict/{less.verdict}"])}
            yield row


def _cell(value: object) -> object:
    """Return a figure as it is, and a text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

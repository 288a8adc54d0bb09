"""The command that writes reports, of a study or of a drill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.shown import Replace, writable
from simulation.drill import Drill
from simulation.reports import comparison
from simulation.reports.after_action import FUTURES
from simulation.reports.writing import write_report
from simulation.study import Study

DRILL_BEGINS = b"SQLite format 3"
SUFFIXES = (".html", ".docx")


def report(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A drill file, or a .study file as compare --out writes it."
        ),
    ],
    out: Annotated[
        list[Path], typer.Option(help="What to write: .html, and of a drill .docx too.")
    ],
    *,
    futures: Annotated[
        int,
        typer.Option(min=0, help="Over how many futures decisions are weighed; 0: not."),
    ] = FUTURES,
    replace: Annotated[bool, Replace] = False,
) -> None:
    """Write a drill or a study as one printable file that says what not to conclude from it."""
    drill = _is_drill(source)
    for path in out:
        if path.suffix not in (SUFFIXES if drill else SUFFIXES[:1]):
            expected = " or ".join(SUFFIXES if drill else SUFFIXES[:1])
            problem = f"got {path}; expected a file of {expected}"
            raise typer.BadParameter(problem, param_hint="--out")
        writable(path, replace=replace)
    if drill:
        looked_at = Drill.read(source)
        try:
            write_report(looked_at, out, futures=futures)
        finally:
            looked_at.close()
    else:
        page = comparison(Study.load(source))
        for path in out:
            path.write_text(page, encoding="utf-8")
    for path in out:
        typer.echo(f"Written: {path}", err=True)


def _is_drill(path: Path) -> bool:
    """Whether a file is a drill, by its name or by how it begins."""
    if path.suffix == ".drill" or not path.is_file():
        return path.suffix == ".drill"
    with path.open("rb") as file:
        return file.read(len(DRILL_BEGINS)) == DRILL_BEGINS

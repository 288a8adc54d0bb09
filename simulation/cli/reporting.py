"""The command that writes reports, of a study or of a drill."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.shown import Replace, is_drill, writable
from simulation.drill import Drill
from simulation.errors import StudyError
from simulation.files.whole import write_whole
from simulation.reports import comparison
from simulation.reports.after_action import FUTURES
from simulation.reports.writing import write_report
from simulation.speaking import BOTH
from simulation.study import Study

SUFFIXES = (".html", ".docx")


class Language(StrEnum):
    """What a drill's report may be written in."""

    EN = "en"
    ZH = "zh"
    BOTH = BOTH


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
    language: Annotated[
        Language, typer.Option(help="Of a drill: in English, in Chinese, or in both.")
    ] = Language.BOTH,
    replace: Annotated[bool, Replace] = False,
) -> None:
    """Write a drill or a study as one printable file that says what not to conclude from it."""
    drill = is_drill(source)
    for path in out:
        if path.suffix not in (SUFFIXES if drill else SUFFIXES[:1]):
            expected = " or ".join(SUFFIXES if drill else SUFFIXES[:1])
            problem = f"got {path}; expected a file of {expected}"
            raise typer.BadParameter(problem, param_hint="--out")
        writable(path, replace=replace)
    if drill:
        looked_at = Drill.read(source)
        try:
            write_report(looked_at, out, futures=futures, language=language.value)
        finally:
            looked_at.close()
    else:
        page = comparison(Study.load(source))
        for path in out:
            write_whole(path, page.encode(), StudyError)
    for path in out:
        typer.echo(f"Written: {path}", err=True)

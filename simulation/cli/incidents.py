"""The command that makes a scenario of an incident record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.shown import AsJson, Replace, show, writable
from simulation.errors import SimulationError
from simulation.files.whole import write_whole
from simulation.text import both
from simulation.veris import import_record

SUFFIXES = (".yaml", ".yml")


def import_incident(
    record: Annotated[
        Path, typer.Argument(metavar="RECORD", help="One incident in the VERIS format, as JSON.")
    ],
    out: Annotated[Path, typer.Option(help="The scenario to write: a .yaml file.")],
    *,
    replace: Annotated[bool, Replace] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Make a scenario of a public incident record, and list what the record does not tell."""
    if out.suffix not in SUFFIXES:
        expected = f"got {out}; expected a file of {' or '.join(SUFFIXES)}"
        raise typer.BadParameter(expected, param_hint="--out")
    writable(out, replace=replace)
    made = import_record(record)
    write_whole(out, made.text.encode(), SimulationError)
    typer.echo(f"Written: {out}", err=True)
    lines = [
        "Told by the record:",
        *(f"  {both(words)}" for words in made.told),
        "Not told, and taken instead:",
        *(f"  {both(words)}" for words in made.defaults),
    ]
    plain = {
        "scenario": made.scenario.name,
        "told": [dict(words) for words in made.told],
        "defaults": [dict(words) for words in made.defaults],
    }
    show(plain, lines, as_json=as_json)

"""Commands on files: check them, and help editors."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from simulation import files
from simulation.cli.shown import is_drill
from simulation.drill import Drill
from simulation.errors import DrillError, SimulationError
from simulation.files import Checked
from simulation.files.whole import write_whole

FAULTY = 2


def check(
    names: Annotated[
        list[str], typer.Argument(metavar="FILE_OR_NAME...", help="Files, or library names.")
    ],
    scenario: Annotated[str | None, typer.Option(help="Hold plans against this one.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Hold plans against it.")] = None,
) -> None:
    """List each fault of the files on a line, then what deserves a look or is worth knowing."""
    faulty = False
    for name in names:
        if Path(name).is_dir():
            instead = "name the files in it; the command drills lists the drills of a folder"
            raise typer.BadParameter(f"{name} is a folder; {instead}", param_hint="FILE_OR_NAME")
        if is_drill(Path(name)):
            fine, lines = _checked_drill(Path(name))
        else:
            checked = files.check(name, scenario, organisation)
            fine, lines = not checked.faults, _findings(checked)
        faulty = faulty or not fine
        for line in lines:
            typer.echo(line)
    if faulty:
        raise typer.Exit(FAULTY)


def _checked_drill(path: Path) -> tuple[bool, list[str]]:
    """Read a drill and play it again to where it stands; say what is wrong with it."""
    try:
        drill = Drill.read(path)
    except DrillError as error:
        return False, [f"{path}: {error}"]
    drill.close()
    if drill.written is not None:
        said = f"fine, a drill of model {drill.written.model}, read as it was written"
        return True, [f"{path}: {said}"]
    return True, [f"{path}: fine, a drill: {drill.scenario.name}, {drill.plan.name}"]


def _findings(checked: Checked) -> list[str]:
    looks = [
        dataclasses.replace(one, problem=f"{what}: {one.problem}")
        for what, some in (("warning", checked.warnings), ("note", checked.notes))
        for one in some
    ]
    lines = [str(finding) for finding in (*checked.faults, *looks)]
    if checked.faults:
        return lines
    counts = [
        f", {_count(len(some), what)}"
        for what, some in (("warning", checked.warnings), ("note", checked.notes))
        if some
    ]
    return [*lines, f"{checked.name}: fine{''.join(counts)}"]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def schema(
    out: Annotated[Path, typer.Option(help="The folder to write them to; it is made if needed.")],
) -> None:
    """Write a JSON Schema for each kind of file, for editors that complete and check."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.schemas().items():
        write_whole(out / name, text.encode(), SimulationError)
        typer.echo(out / name)

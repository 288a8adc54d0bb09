"""Commands on files and the library: check, look, and help editors."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from simulation import files
from simulation.cli.shown import AsJson, is_drill, show
from simulation.drill import Drill
from simulation.errors import DrillError, SimulationError, UnknownName, nearest
from simulation.files import Checked
from simulation.files.whole import write_whole

FAULTY = 2
UNTITLED = "The sizes of the world's mechanisms"
"""What is said of parameters, which need no title of their own."""


def check(
    names: Annotated[
        list[str], typer.Argument(metavar="FILE_OR_NAME...", help="Files, or library names.")
    ],
    scenario: Annotated[str | None, typer.Option(help="Hold plans against this one.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Hold plans against it.")] = None,
) -> None:
    """List every fault of the files, a line each, then what is not wrong but deserves a look."""
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
    looks = [dataclasses.replace(w, problem=f"warning: {w.problem}") for w in checked.warnings]
    lines = [str(finding) for finding in (*checked.faults, *looks)]
    if checked.faults:
        return lines
    count = len(looks)
    return [*lines, f"{checked.name}: fine" + (f", {_count(count, 'warning')}" if count else "")]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def library(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as plans; or evidence.")] = "",
    row: Annotated[
        str, typer.Argument(metavar="ROW", help="A row of the evidence, such as T18.")
    ] = "",
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """List what ships: breaches, plans, organisations, laws, and the evidence they rest on."""
    if row and kind != "evidence":
        raise typer.BadParameter("only evidence has rows", param_hint="ROW")
    if row:
        fields = dataclasses.asdict(files.evidence_row(row))
        width = max(map(len, fields)) + 2
        lines = [f"{name:<{width}}{value}" for name, value in fields.items() if value]
        show(fields, lines, as_json=as_json)
        return
    table = _evidence() if kind == "evidence" else _entries(kind)
    names, titles = zip(*(list(entry.values())[:2] for entry in table), strict=True)
    width = max(map(len, names)) + 2
    lines = []
    for name, title, entry in zip(names, titles, table, strict=True):
        lines.append(f"{name:<{width}}{title}")
        if "cause" in entry:
            lines.append(f"{'':<{width}}{_about(entry)}")
        elif "family" in entry:
            lines.append(f"{'':<{width}}{entry['family']}: {', '.join(entry['acts'])}")
    show(table, lines, as_json=as_json)


def _evidence() -> list[dict[str, Any]]:
    return [dataclasses.asdict(row) for row in files.evidence().values()]


def _about(breach: dict[str, Any]) -> str:
    injects = f"{breach['injects']} injects, the last {breach['last_inject_h']:g} h on"
    return f"{breach['cause']}; {injects}; {', '.join(breach['objectives'])}"


def _breach(name: str) -> dict[str, Any]:
    """Return what one chooses a breach by: its cause, what it practises, how long it goes on.

    The last inject's hours count from the moment that it waits for.
    """
    scenario = files.load_scenario(name)
    planned = [i for i in scenario.injects.values() if i.after not in ("hand", "start")]
    return {
        "cause": scenario.cause,
        "objectives": [objective.id for objective in scenario.objectives],
        "injects": len(scenario.injects),
        "last_inject_h": max((inject.delay_h for inject in planned), default=0.0),
    }


def _control(name: str) -> dict[str, Any]:
    """Return what one chooses a control by: its family, what it multiplies, its grade."""
    control = files.controls()[name.rpartition("/")[2]]
    return {
        "family": control.family,
        "grade": control.grade,
        "usual_quality": control.usual_quality,
        "acts": [str(act) for act in control.acts],
    }


def _entries(kind: str) -> list[dict[str, Any]]:
    """Return the library's entries of a kind, called by either of its names; all without one."""
    found, words = [], {"evidence"}
    for entry in files.library():
        called = {entry.kind, f"{entry.kind}s", entry.name.split("/", maxsplit=1)[0]}
        words |= called
        if kind in called or not kind:
            found.append(
                {
                    "name": entry.name,
                    "title": entry.title or UNTITLED,
                    "kind": entry.kind,
                    "summary": entry.summary,
                    **(_breach(entry.name) if entry.kind == "scenario" else {}),
                    **(_control(entry.name) if entry.kind == "control" else {}),
                }
            )
    if not found and Path(kind).is_dir():
        instead = "this lists what ships; the command drills lists the drills of a folder"
        raise typer.BadParameter(f"{kind} is a folder; {instead}", param_hint="KIND")
    if not found:
        raise UnknownName(kind, "part of the library", nearest(kind, words))
    return found


def schema(
    out: Annotated[Path, typer.Option(help="The folder to write them to; it is made if needed.")],
) -> None:
    """Write a JSON Schema for each kind of file, for editors that complete and check."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.schemas().items():
        write_whole(out / name, text.encode(), SimulationError)
        typer.echo(out / name)

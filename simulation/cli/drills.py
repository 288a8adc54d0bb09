"""The commands that open JupyterLab: on a drill, or on one of the other notebooks."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from simulation import files, lab
from simulation.cli.shown import AsJson, Seed, show
from simulation.drill import expect_length, shelf
from simulation.errors import ActRefused, InputError, UnknownName, nearest
from simulation.text import in_language

FOLDER = Path("drills")
PORT = 8888

Folder = Annotated[Path, typer.Option(help="Where your notebooks and what they write lie.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Or the next free one.")]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Print the address and open nothing.")
]


def drill(  # noqa: PLR0913 - each is one plain choice, and all have a default
    *,
    scenario: Annotated[str, typer.Option(help="The breach, from the library or a file.")] = "",
    plan: Annotated[str, typer.Option(help="The plan, from the library or a file.")] = "",
    organisation: Annotated[
        str, typer.Option(help="The firm that plays it; left out, the breach's own.")
    ] = "",
    file: Annotated[str, typer.Option(help="The drill file; its notebook bears its name.")] = "",
    seed: Annotated[int | None, Seed] = None,
    length: Annotated[
        int | None, typer.Option(help="Minutes it may take: 45, 90, or 180 unless said.")
    ] = None,
    folder: Folder = FOLDER,
    port: Port = PORT,
    no_browser: NoBrowser = False,
) -> None:
    """Open a drill in JupyterLab; Ctrl-C ends it, and the drill goes on where it stood."""
    _check_fit(scenario, plan, organisation)
    inputs = {"scenario": scenario, "plan": plan, "organisation": organisation}
    named = {**{what: _lasting(name) for what, name in inputs.items()}, "file": file}
    choices: dict[str, str | int] = {name: text for name, text in named.items() if text}
    if seed is not None:
        choices["seed"] = seed
    if length is not None:
        choices["length_min"] = _length(length)
    _open(lab.prepare(folder, choices), port, browser=not no_browser)


def lab_on(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="library, drill, compare or explore.")
    ] = "library",
    *,
    folder: Folder = FOLDER,
    port: Port = PORT,
    no_browser: NoBrowser = False,
) -> None:
    """Open a notebook in JupyterLab: choose or play a drill, compare plans, explore settings."""
    if what not in lab.NOTEBOOKS:
        raise UnknownName(what, "notebook", nearest(what, lab.NOTEBOOKS))
    _open(lab.copied(folder, lab.NOTEBOOKS[what]), port, browser=not no_browser)


def _open(notebook: Path, port: int, *, browser: bool) -> None:
    typer.echo(f"Opening {notebook} in JupyterLab …", err=True)
    try:
        with lab.opened(notebook, port=port, browser=browser and lab.has_display()) as running:
            typer.echo(f"\n    {running.address}\n")
            typer.echo(
                "This address is the key to your notebooks: share it with nobody. "
                "Ctrl-C here ends JupyterLab; what you did is kept.",
                err=True,
            )
            running.wait()
    except KeyboardInterrupt:
        typer.echo(f"\nJupyterLab has ended; your notebooks are in {notebook.parent}", err=True)


def _length(minutes: int) -> int:
    try:
        return expect_length(minutes)
    except ActRefused as error:
        raise typer.BadParameter(str(error), param_hint="--length") from None


def _check_fit(scenario: str, plan: str, organisation: str) -> None:
    """Refuse now what the notebook would refuse later."""
    if scenario:
        files.load_scenario(scenario)
    if organisation:
        files.load_organisation(organisation)
    if plan:
        files.load_plan(plan)
        if faults := files.check(plan, scenario or None, organisation or None).faults:
            raise InputError(faults)


def _lasting(name: str) -> str:
    """Return a name that is understood in another folder too."""
    path = Path(name)
    return str(path.resolve()) if name and (path.suffix or path.is_file()) else name


def recent(
    place: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Where the drills lie; or one drill.")
    ] = None,
    *,
    folder: Folder = FOLDER,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """List the drills of a folder, the last one first, and how far each went."""
    looked_in = folder if place is None else place
    if place is not None and not place.exists():
        raise typer.BadParameter(f"there is no folder {place}", param_hint="FOLDER")
    found = shelf.drills(looked_in)
    plain = [
        {
            **dataclasses.asdict(entry),
            "file": str(entry.file),
            "title": in_language(entry.title),
            "plan_title": in_language(entry.plan_title),
        }
        for entry in found
    ]
    lines = [line for entry in found for line in _told(entry)]
    show(plain, lines or [f"There is no drill in {looked_in} yet."], as_json=as_json)


def _told(entry: shelf.DrillEntry) -> list[str]:
    if entry.damaged:
        return [f"{entry.file.name}: {entry.damaged}"]
    state = ", ended" if entry.ended else ""
    lines = [
        f"{entry.file.name}: {in_language(entry.title)} ({in_language(entry.plan_title)})",
        f"    {entry.length_min}-minute drill, seed {entry.seed}",
        f"    at {entry.moment} by the firm's clocks ({entry.time_zone}){state}",
        f"    begun {entry.began_here}, last act {entry.last_here}, by this machine's clock",
    ]
    if entry.in_use:
        lines.append(f"    open in another session ({entry.in_use})")
    if entry.other_model:
        lines.append(f"    played with model {entry.other_model}, which is not this one")
    return lines

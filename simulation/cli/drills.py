"""The command that opens a drill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation import files, lab
from simulation.cli.shown import Seed
from simulation.errors import InputError

PORT = 8888


def drill(
    *,
    scenario: Annotated[str, typer.Option(help="The breach, from the library or a file.")] = "",
    plan: Annotated[str, typer.Option(help="The plan, from the library or a file.")] = "",
    file: Annotated[str, typer.Option(help="The drill file; its notebook bears its name.")] = "",
    seed: Annotated[int | None, Seed] = None,
    folder: Annotated[Path, typer.Option(help="Where notebooks and drills lie.")] = Path("drills"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Or the next free one.")] = PORT,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open nothing.")
    ] = False,
) -> None:
    """Open a drill in JupyterLab; Ctrl-C ends it, and the drill goes on where it stood."""
    _check_fit(scenario, plan)
    named = {"scenario": _lasting(scenario), "plan": _lasting(plan), "file": file}
    choices: dict[str, str | int] = {name: text for name, text in named.items() if text}
    if seed is not None:
        choices["seed"] = seed
    notebook = lab.prepare(folder, choices)
    typer.echo(f"Opening {notebook} in JupyterLab …", err=True)
    browser = lab.has_display() and not no_browser
    try:
        with lab.opened(notebook, port=port, browser=browser) as running:
            typer.echo(f"\n    {running.address}\n")
            typer.echo(
                "This address is the key to the drill: share it with nobody. "
                "Ctrl-C here ends JupyterLab; drills are kept.",
                err=True,
            )
            running.wait()
    except KeyboardInterrupt:
        typer.echo("\nJupyterLab has ended; your drills are in " + str(folder), err=True)


def _check_fit(scenario: str, plan: str) -> None:
    """Refuse now what the notebook would refuse later."""
    if scenario:
        files.load_scenario(scenario)
    if plan:
        files.load_plan(plan)
        if faults := files.check(plan, scenario or None).faults:
            raise InputError(faults)


def _lasting(name: str) -> str:
    """Return a name that is understood in another folder too."""
    path = Path(name)
    return str(path.resolve()) if name and (path.suffix or path.is_file()) else name

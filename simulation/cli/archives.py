"""Commands that hand a drill on as an archive, and that open one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.shown import Replace, writable
from simulation.drill import Drill
from simulation.veris import write_record


def export(
    drill: Annotated[Path, typer.Argument(metavar="DRILL", help="A drill file.")],
    out: Annotated[
        Path, typer.Option(help="The file to write: .drillpack, or .json with --veris.")
    ],
    *,
    veris: Annotated[
        bool,
        typer.Option(
            "--veris", help="Write an incident record without names in the VERIS format."
        ),
    ] = False,
    anonymous: Annotated[
        bool,
        typer.Option("--anonymous", help="Replace names of people, of the firm and its place."),
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option(help="A further name to be replaced; may come often.")
    ] = None,
    replace: Annotated[bool, Replace] = False,
) -> None:
    """Write a drill as one archive, which somebody else opens with import-drill and replays.

    With --veris it becomes an incident record instead, which `import` makes a scenario of.
    """
    suffix = ".json" if veris else ".drillpack"
    if out.suffix != suffix:
        raise typer.BadParameter(f"got {out}; expected a file of {suffix}", param_hint="--out")
    if veris and (anonymous or name):
        problem = "an incident record holds no names at all; leave out --anonymous and --name"
        raise typer.BadParameter(problem, param_hint="--veris")
    if name and not anonymous:
        raise typer.BadParameter("names are replaced with --anonymous", param_hint="--name")
    writable(out, replace=replace)
    played = Drill.read(drill)
    try:
        if veris:
            write_record(played, out)
            typer.echo(f"Written: {out}", err=True)
            return
        made = played.export(out, anonymous=anonymous, names=name or ())
    finally:
        played.close()
    typer.echo(f"Written: {out}", err=True)
    if anonymous:
        replaced = ", ".join(f"{old} → {new}" for old, new in made.replaced.items())
        typer.echo(f"Replaced: {replaced}", err=True)
        typer.echo(f"Kept: {', '.join(made.kept)}", err=True)
        if made.doubts:
            doubts = ", ".join(made.doubts)
            typer.echo(f"May be names still (--name replaces them): {doubts}", err=True)
        typer.echo("Read it before you hand it on: no program knows every name typed.", err=True)


def import_drill(
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="A .drillpack file, as export writes it.")
    ],
    out: Annotated[Path, typer.Option(help="The drill file to make.")],
) -> None:
    """Make a drill file of an archive: the drill is played again, to the same course."""
    drill = Drill.import_(archive, writable(out, replace=True))
    said = repr(drill)
    drill.close()
    typer.echo(f"Written: {out}", err=True)
    typer.echo(said)

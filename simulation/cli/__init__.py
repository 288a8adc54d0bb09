"""`python -m simulation`: check files, look into the library, run, compare, report, drill.

Exit status 0 is fine, 1 means that what was asked fell short, 2 that the input was bad. Errors are
one message on standard error; with `--json`, standard output holds the object alone.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from simulation.cli import (
    archives,
    browsing,
    drills,
    incidents,
    inputs,
    reporting,
    risks,
    studies,
    writing,
)
from simulation.errors import InputError, SimulationError

__all__ = ["app", "main"]

DISTRIBUTION = "breach-drill"
FELL_SHORT, BAD_INPUT = 1, 2

app = typer.Typer(
    help="Simulate a leak of customers' data, and play the response with a room of people.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (
    *(inputs.check, browsing.library, inputs.schema, writing.new),
    *(studies.run, studies.compare, studies.why, reporting.report),
    *(drills.drill, archives.export, archives.import_drill),
):
    app.command()(command)
app.command("import")(incidents.import_incident)
app.command("lab")(drills.lab_on)
app.command("drills")(drills.recent)
app.command("preview")(writing.preview_file)
app.command("risk")(risks.yearly)
app.command("audit")(risks.audit_of)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours becomes one message and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without the right letters shows a question mark rather than fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(args=arguments, prog_name="python -m simulation")
    except InputError as error:
        _fail(str(error), BAD_INPUT)
    except SimulationError as error:
        _fail(str(error), FELL_SHORT)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}", FELL_SHORT)


def _fail(message: str, status: int) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(status)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{DISTRIBUTION} {importlib.metadata.version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Simulate a leak of customers' data, and play the response with a room of people."""

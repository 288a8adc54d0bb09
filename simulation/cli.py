"""`python -m simulation`: check files, look into the library, run, compare, drill.

Exit status 0 is fine, 1 means that what was asked fell short, 2 that the input was bad. Errors are
one message on standard error; with `--json`, standard output holds the object alone.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from simulation import files, lab
from simulation.errors import InputError, SimulationError, UnknownName, nearest
from simulation.files import Checked
from simulation.run import run as run_once
from simulation.study import compare as compare_plans

__all__ = ["app", "main"]

DISTRIBUTION = "breach-drill"
FELL_SHORT, BAD_INPUT = 1, 2
DIGITS = 9
PORT = 8888
TABLES = (".csv", ".parquet")
SEEDS = 2**64

app = typer.Typer(
    help="Simulate a leak of customers' data, and play the response with a room of people.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Seed = typer.Option(min=0, max=SEEDS - 1, help="The same seed is the same luck.")
AsJson = typer.Option("--json", help="Print JSON and nothing else.")


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


@app.command()
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
        checked = files.check(name, scenario, organisation)
        faulty = faulty or bool(checked.faults)
        for line in _findings(checked):
            typer.echo(line)
    if faulty:
        raise typer.Exit(BAD_INPUT)


def _findings(checked: Checked) -> list[str]:
    looks = [dataclasses.replace(w, problem=f"warning: {w.problem}") for w in checked.warnings]
    lines = [str(finding) for finding in (*checked.faults, *looks)]
    if checked.faults:
        return lines
    count = len(looks)
    return [*lines, f"{checked.name}: fine" + (f", {_count(count, 'warning')}" if count else "")]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@app.command()
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
        _show(fields, lines, as_json=as_json)
        return
    table = _evidence() if kind == "evidence" else _entries(kind)
    names, titles = zip(*(list(entry.values())[:2] for entry in table), strict=True)
    width = max(map(len, names)) + 2
    lines = [f"{name:<{width}}{title}" for name, title in zip(names, titles, strict=True)]
    _show(table, lines, as_json=as_json)


def _evidence() -> list[dict[str, str]]:
    return [dataclasses.asdict(row) for row in files.evidence().values()]


def _entries(kind: str) -> list[dict[str, str]]:
    """Return the library's entries of a kind, called by either of its names; all without one."""
    found, words = [], {"evidence"}
    for entry in files.library():
        called = {entry.kind, f"{entry.kind}s", entry.name.split("/", maxsplit=1)[0]}
        words |= called
        if kind in called or not kind:
            found.append(
                {
                    "name": entry.name,
                    "title": entry.title,
                    "kind": entry.kind,
                    "summary": entry.summary,
                }
            )
    if not found:
        raise UnknownName(kind, "part of the library", nearest(kind, words))
    return found


def _show(plain: object, lines: Sequence[str], *, as_json: bool) -> None:
    """Print plain data as JSON, or the lines that say the same to people."""
    if as_json:
        typer.echo(json.dumps(_rounded(plain), indent=2, allow_nan=False))
    else:
        typer.echo("\n".join(lines))


def _rounded(value: Any) -> Any:
    """Return plain data with its figures at 9 significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(child) for child in value]
    return value


@app.command()
def run(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A breach of the library, or a file.")
    ],
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan of the library, or a file.")],
    seed: Annotated[int, Seed],
    organisation: Annotated[
        str | None, typer.Option(help="Another firm than the scenario's own.")
    ] = None,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Let a breach run under a plan, nobody in the room, and show what it came to."""
    firm = files.load_organisation(organisation) if organisation else None
    one = run_once(files.load_scenario(scenario), files.load_plan(plan), firm, seed=seed)
    _show(one.plain(), [repr(one)], as_json=as_json)


@app.command()
def compare(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A breach of the library, or a file.")
    ],
    plans: Annotated[
        list[str],
        typer.Argument(metavar="PLAN...", help="Plans; the others are held against the first."),
    ],
    *,
    seed: Annotated[int, Seed],
    replications: Annotated[int, typer.Option(min=1, help="How often each is tried.")] = 1_000,
    organisation: Annotated[
        str | None, typer.Option(help="Another firm than the scenario's own.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every run's figures: a .csv or .parquet file.")
    ] = None,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Try plans many times on the same luck, and show which is better, and how surely."""
    if out and out.suffix not in TABLES:
        expected = " or ".join(TABLES)
        raise typer.BadParameter(f"got {out}; expected a file of {expected}", param_hint="--out")
    firm = files.load_organisation(organisation) if organisation else None
    inputs = files.load_scenario(scenario), [files.load_plan(plan) for plan in plans], firm
    with typer.progressbar(
        length=len(plans) * replications, label="Runs", file=sys.stderr
    ) as progress:
        study = compare_plans(
            *inputs,
            replications=replications,
            seed=seed,
            progress=lambda done, _total: progress.update(done - progress.pos),
        )
    if out:
        write = study.to_csv if out.suffix == ".csv" else study.to_parquet
        write(out)
        typer.echo(f"Every run's figures are in {out}", err=True)
    _show(study.plain(), [repr(study)], as_json=as_json)


@app.command()
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

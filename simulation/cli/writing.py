"""Commands for files of one's own: a file to begin with, and a preview of what it comes to."""

from __future__ import annotations

import sys
import textwrap
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from simulation import files
from simulation.cli.shown import AsJson, Replace, progress_bar, show, writable
from simulation.errors import SimulationError, nearest
from simulation.files.whole import write_whole
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.library import Preview, preview
from simulation.library.outlook import QUICK_PLAN, QUICK_SEED
from simulation.library.preview import RUNS
from simulation.library.starting import BEGINNINGS, next_steps, starter
from simulation.text import both

FELL_SHORT, WIDTH = 1, 98
USUAL_BREACH = "breaches/insider-export"


def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="scenario, organisation or plan.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as our-breach.")],
    *,
    like: Annotated[str, typer.Option(help="What of the library it begins from.")] = "",
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    organisation: Annotated[
        str, typer.Option(help="Whose breach it is: of the library, or a file beside it.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="The file, NAME.yaml unless said.")] = None,
    replace: Annotated[bool, Replace] = False,
) -> None:
    """Write a file to begin with, which checks clean; in a terminal it asks what is not said."""
    if organisation and kind != "scenario":
        raise typer.BadParameter("only a scenario has one", param_hint="--organisation")
    path = writable(out or Path(f"{name}.yaml"), replace=replace)
    if kind in BEGINNINGS and not (like or title or organisation) and sys.stdin.isatty():
        names = [entry.name for entry in files.library() if entry.kind == kind]
        typer.echo(textwrap.fill(f"There is: {', '.join(names)}.", WIDTH, break_on_hyphens=False))
        begins = partial(_one_of, names)
        like = typer.prompt("It begins from", default=BEGINNINGS[kind], value_proc=begins)
        title = typer.prompt("Title", default=name.replace("-", " ").capitalize())
        if kind == "scenario":
            own = f"organisations/{files.load_scenario(like).organisation.name}"
            organisation = typer.prompt("It happens to", default=own)
    text = starter(kind, name, like=like, title=title, organisation=organisation)
    write_whole(path, text.encode(), SimulationError)
    checked = files.check(path)
    for finding in (*checked.faults, *checked.warnings, *checked.notes):
        typer.echo(str(finding), err=True)
    typer.echo(f"Written: {path}. What comes next:")
    for step in next_steps(kind, str(path)):
        typer.echo(f"    {step}")


def _one_of(names: list[str], answer: str) -> str:
    """Return the name that is meant, or have the question asked again."""
    meant = next((name for name in names if answer in (name, name.partition("/")[2])), "")
    if not meant:
        near = nearest(answer, [*names, *(name.partition("/")[2] for name in names)])
        hint = f"; did you mean “{near}”?" if near else ""
        raise typer.BadParameter(f"{answer!r} is none of these{hint}")
    return meant


def preview_file(
    file: Annotated[str, typer.Argument(metavar="FILE_OR_NAME", help="Most often a scenario.")],
    *,
    plan: Annotated[str, typer.Option(help="The plan it is tried with.")] = "",
    scenario: Annotated[
        str, typer.Option(help="For a plan or an organisation: the breach it is tried on.")
    ] = "",
    organisation: Annotated[
        str | None, typer.Option(help="Another firm than the scenario's own.")
    ] = None,
    replications: Annotated[int, typer.Option(min=1, help="How often it is run.")] = RUNS,
    seed: Annotated[int, typer.Option(min=0, help="The same seed is the same luck.")] = QUICK_SEED,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Run a scenario many times and say if it is degenerate, with what to change."""
    what, which, who = _inputs(file, scenario, plan, organisation)
    with progress_bar(replications, "Preview") as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        found = preview(what, which, who, replications=replications, seed=seed, progress=progress)
    show(found.plain(), _told(found), as_json=as_json)
    if found.degenerate:
        raise typer.Exit(FELL_SHORT)


def _inputs(
    file: str, scenario: str, plan: str, organisation: str | None
) -> tuple[Scenario, Plan, Organisation | None]:
    """Return what is tried together with a file, whatever kind it is of."""
    model = files.load(file)
    if not isinstance(model, Scenario | Plan | Organisation):
        expected = "a scenario, a plan or an organisation"
        raise typer.BadParameter(f"{file} is a {model.kind}; expected {expected}")
    who = files.load_organisation(organisation) if organisation else None
    if isinstance(model, Scenario):
        return model, files.load_plan(plan or QUICK_PLAN), who
    if isinstance(model, Plan):
        return files.load_scenario(scenario or USUAL_BREACH), model, who
    return (
        files.load_scenario(scenario or USUAL_BREACH),
        files.load_plan(plan or QUICK_PLAN),
        model,
    )


def _told(found: Preview) -> list[str]:
    """Return a preview as lines: what came, then what to change."""
    head = (
        f"{found.scenario}, {found.plan}, {found.organisation}: {found.replications:,} runs. "
        f"Found in {found.found_share:.0%}, harm in {found.harmed_share:.0%}, people affected "
        f"in the middle {found.people_affected:,.0f}."
    )
    lines = [head]
    for one in sorted(found.findings, key=lambda finding: finding.remark):
        lines += [f"{'remark' if one.remark else 'CHANGE'}: {both(one.said)}"]
        lines += [f"        {both(one.advice)}"]
    verdict = "degenerate: change what is marked CHANGE" if found.degenerate else "fine to play"
    return [*lines, f"{found.scenario}: {verdict}"]

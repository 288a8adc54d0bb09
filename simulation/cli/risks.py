"""Commands about a firm before anything has happened: its yearly risk, and an audit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from simulation.cli.shown import AsJson, Replace, Seed, progress_bar, show, writable
from simulation.reports.writing import write_document
from simulation.reports.yearly_risk import yearly_risk
from simulation.risk import Treatment, audit, risk, treatments
from simulation.risk.auditing import AUDITS
from simulation.risk.saying import lines, weaknesses
from simulation.study.comparing import Progress

T = TypeVar("T")
INTERRUPTED = 130
Firm = Annotated[
    str, typer.Argument(metavar="ORGANISATION", help="A firm of the library, or a file.")
]


def yearly(  # noqa: PLR0913 - each is one plain choice, and all but three have a default
    organisation: Firm,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan of the library, or a file.")],
    *,
    seed: Annotated[int, Seed],
    replications: Annotated[int, typer.Option(min=2, help="How often each cause is run.")] = 400,
    control: Annotated[
        list[str] | None, typer.Option(help="Try this control; may be given several times.")
    ] = None,
    hire: Annotated[
        list[str] | None, typer.Option(help="Try one more person in this team; likewise.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--treatments", help="Try every control and hire (takes long).")
    ] = False,
    out: Annotated[list[Path] | None, typer.Option(help="Write a report: .html or .docx.")] = None,
    replace: Annotated[bool, Replace] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Show what breaches may cost a firm in a year, and what would lower that."""
    for path in out or []:
        if path.suffix not in (".html", ".docx"):
            raise typer.BadParameter(f"got {path}; expected a file of .html or .docx")
        writable(path, replace=replace)
    tried: tuple[Treatment, ...] = ()
    if every or control or hire:
        both = _with_bar(
            lambda tell: treatments(
                organisation,
                plan,
                controls=None if every else control or [],
                teams=None if every else hire or [],
                replications=replications,
                seed=seed,
                progress=tell,
            )
        )
        found, tried = both.risk, both.tried
    else:
        found = _with_bar(
            lambda tell: risk(
                organisation, plan, replications=replications, seed=seed, progress=tell
            )
        )
    if out:
        write_document(yearly_risk(found, tried), out)
    for path in out or []:
        typer.echo(f"Written: {path}", err=True)
    plain = found.plain() | {"treatments": [_plain(one) for one in tried]}
    show(plain, lines(found, tried), as_json=as_json)


def _plain(one: Treatment) -> dict[str, object]:
    return {**dataclasses.asdict(one), "return_share": one.return_share, "shown": one.shown}


def _with_bar(work: Callable[[Progress], T]) -> T:
    """Do some work with a bar of progress on standard error."""
    with progress_bar(1_000) as bar:

        def tell(ran: int, total: int) -> None:
            bar.update(1_000 * ran // total - bar.pos)

        try:
            return work(tell)
        except KeyboardInterrupt:
            typer.echo("\nCalled off; nothing is written.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def audit_of(
    organisation: Firm,
    *,
    seed: Annotated[int, Seed],
    by: Annotated[
        str, typer.Option(help=f"Who looks, the most thorough last: {', '.join(AUDITS)}.")
    ] = "internal",
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """List the open weaknesses of a firm's controls that an audit finds, the worst first.

    --by says who looks: the firm itself, its own auditors, or others, who find more.
    """
    found = audit(organisation, by=by, seed=seed)
    show([dataclasses.asdict(one) for one in found], weaknesses(found, by), as_json=as_json)

"""Commands that let the model run: once, or many times to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from simulation import files
from simulation.cli.shown import AsJson, Replace, Seed, progress_bar, show, writable
from simulation.run import run as run_once
from simulation.study import Study
from simulation.study import compare as compare_plans
from simulation.study import why as why_of
from simulation.study.choosing import CHOICES
from simulation.study.measures import measure_named
from simulation.veris import write_record

INTERRUPTED = 130
WRITERS: dict[str, Callable[[Study, Path], None]] = {
    ".csv": Study.to_csv,
    ".parquet": Study.to_parquet,
    ".study": Study.save,
}


def run(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A breach of the library, or a file.")
    ],
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan of the library, or a file.")],
    seed: Annotated[int, Seed],
    *,
    organisation: Annotated[
        str | None, typer.Option(help="Another firm than the scenario's own.")
    ] = None,
    veris: Annotated[
        Path | None,
        typer.Option(metavar="RECORD.json", help="Write it as a VERIS incident record, no names."),
    ] = None,
    replace: Annotated[bool, Replace] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Let a breach run under a plan, nobody in the room, and show what it came to."""
    if veris is not None:
        writable(veris, replace=replace)
    firm = files.load_organisation(organisation) if organisation else None
    one = run_once(files.load_scenario(scenario), files.load_plan(plan), firm, seed=seed)
    if veris is not None:
        write_record(one, veris)
        typer.echo(f"Written: {veris}", err=True)
    show(one.plain(), [repr(one)], as_json=as_json)


def _known_suffixes(paths: list[Path] | None) -> list[Path] | None:
    for path in paths or []:
        if path.suffix not in WRITERS:
            raise typer.BadParameter(f"got {path}; expected a file of {' or '.join(WRITERS)}")
    return paths


def compare(  # noqa: PLR0913 - each is one plain choice, and all but three have a default
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
    until: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE=WIDTH",
            help="Stop early, once the 95 % interval of its difference is within ± WIDTH.",
        ),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            callback=_known_suffixes,
            help="Write every run's figures (.csv, .parquet) or the study (.study).",
        ),
    ] = None,
    replace: Annotated[bool, Replace] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Try plans many times on the same luck, and show which is better, and how surely."""
    for path in out or []:
        writable(path, replace=replace)
    rules = dict(map(_rule, until or []))
    study = _compared((scenario, plans, organisation), replications, seed, rules)
    for path in out or []:
        WRITERS[path.suffix](study, path)
        typer.echo(f"Written: {path}", err=True)
    show(study.plain(), [repr(study)], as_json=as_json)


def _compared(
    named: tuple[str, Sequence[str], str | None],
    replications: int,
    seed: int,
    until: Mapping[str, float],
) -> Study:
    """Run a study of files by name, with a bar of progress on standard error."""
    scenario, plans, organisation = named
    firm = files.load_organisation(organisation) if organisation else None
    inputs = files.load_scenario(scenario), [files.load_plan(plan) for plan in plans], firm
    total = len(plans) * replications
    with progress_bar(total) as progress:
        try:
            return compare_plans(
                *inputs,
                replications=replications,
                seed=seed,
                until=until,
                progress=lambda done, _total: progress.update(done - progress.pos),
            )
        except KeyboardInterrupt:
            ran = f"{progress.pos:,} of {total:,} runs"
            typer.echo(f"\nCalled off after {ran}; nothing is written.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _rule(text: str) -> tuple[str, float]:
    """Read a stopping rule such as `cost=5000`."""
    measure, _, width = text.partition("=")
    try:
        return measure.strip(), float(width)
    except ValueError:
        expected = f"got {text!r}; expected a measure and a width, such as cost=5000"
        raise typer.BadParameter(expected, param_hint="--until") from None


def why(  # noqa: PLR0913 - each is one plain choice, and all but four have a default
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A breach of the library, or a file.")
    ],
    plan_a: Annotated[str, typer.Argument(metavar="PLAN_A", help="A plan to compare with.")],
    plan_b: Annotated[str, typer.Argument(metavar="PLAN_B", help="The plan asked about.")],
    *,
    seed: Annotated[int, Seed],
    replications: Annotated[int, typer.Option(min=1, help="How often each is tried.")] = 200,
    which: Annotated[
        str, typer.Option(help="typical, worst, or the number of a replication.")
    ] = "typical",
    measure: Annotated[str, typer.Option(help="By which measure it is chosen.")] = "cost",
    organisation: Annotated[
        str | None, typer.Option(help="Another firm than the scenario's own.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Tell the whole chain, not the main sentences alone.")
    ] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Tell in sentences why two plans come out differently on the same luck."""
    if not which.isdecimal() and which not in CHOICES:
        expected = f"{', '.join(CHOICES)} or a number"
        raise typer.BadParameter(f"got {which}; expected {expected}", param_hint="--which")
    measure_named(measure)
    study = _compared((scenario, [plan_a, plan_b], organisation), replications, seed, {})
    chosen = int(which) if which.isdecimal() else which
    one = why_of(study, study.plans[0], study.plans[1], chosen, measure)
    show(one.plain(), [one.in_full() if every else repr(one)], as_json=as_json)

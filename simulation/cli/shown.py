"""What the commands share: options that mean the same in each, and how figures are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import typer

DRILL_BEGINS = b"SQLite format 3"
SEEDS = 2**64
DIGITS = 9

Seed = typer.Option(min=0, max=SEEDS - 1, help="The same seed is the same luck.")
Replace = typer.Option("--replace", help="Write over files of --out that are there already.")
AsJson = typer.Option("--json", help="Print JSON and nothing else.")


def writable(out: Path, *, replace: bool) -> Path:
    """Return a file to be written; refuse now what could not be written after all the work.

    Nor is a file that is there lost, unless it is to be replaced.
    """
    folder = out.parent
    if not folder.is_dir():
        problem = f"there is no folder {folder}" if not folder.exists() else f"{folder} is a file"
    elif out.is_dir():
        problem = "it is a folder"
    elif not os.access(out if out.exists() else folder, os.W_OK):
        problem = "it cannot be written"
    elif out.exists() and not replace:
        problem = "it is there already; name another file, or add --replace to write over it"
    else:
        return out
    raise typer.BadParameter(f"got {out}: {problem}", param_hint="--out")


class Bar(Protocol):
    """How far work is, as typer draws it."""

    pos: int
    length: int | None

    def update(self, n_steps: int) -> None:
        """Go on by some steps."""


def progress_bar(length: int, label: str = "Runs") -> AbstractContextManager[Bar]:
    """Return a bar of progress on standard error, for people alone: a file gets none of it."""
    hidden = not sys.stderr.isatty()
    return typer.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden)


def is_drill(path: Path) -> bool:
    """Whether a file is a drill, by its name or by how it begins."""
    if path.suffix == ".drill" or not path.is_file():
        return path.suffix == ".drill"
    with path.open("rb") as file:
        return file.read(len(DRILL_BEGINS)) == DRILL_BEGINS


def show(plain: object, lines: Sequence[str], *, as_json: bool) -> None:
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

"""Writes a drill's report to files, as a page, as a document, or as both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from simulation.drill import Drill
from simulation.drill.futures import How
from simulation.errors import DrillError
from simulation.files.whole import write_whole
from simulation.reports.after_action import FUTURES, report_of, weigh
from simulation.reports.as_written import as_written
from simulation.reports.blocks import Document
from simulation.reports.material import Material
from simulation.reports.pages import html
from simulation.speaking import BOTH


def write_report(
    drill: Drill, paths: Sequence[Path], *, futures: int = FUTURES, language: str = BOTH
) -> None:
    """Write the report of a drill to files of .html or .docx.

    That of a drill of another model is made of what was written, and says what it cannot have.
    """
    if drill.written is not None:
        write_document(as_written(drill.written, language=language), paths)
    else:
        write_material(Material.of(drill, language=language), paths, futures=futures)


def write_material(
    m: Material, paths: Sequence[Path], *, futures: int = FUTURES, how: How | None = None
) -> None:
    """Write the report of a drill as it stood; each file is there whole or not at all."""
    write_document(report_of(m, weigh(m, futures, how)), paths)


def write_document(made: Document, paths: Sequence[Path]) -> None:
    """Write a report to files of .html or .docx; each is there whole or not at all."""
    for path in paths:
        write_whole(path, _WRITERS[path.suffix](made), DrillError)


def _as_page(report: Document) -> bytes:
    return html(report).encode()


def _as_document(report: Document) -> bytes:
    # The library opens when it is first needed: most who use this package write no document.
    from simulation.reports.word import document

    return document(report)


_WRITERS: dict[str, Callable[[Document], bytes]] = {".html": _as_page, ".docx": _as_document}
"""Kinds of files, and who writes them."""

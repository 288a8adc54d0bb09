"""What a report is made of, before it becomes a page or a document for a word processor.

A report is written once, as sections of paragraphs, lists, tables and pictures; `pages` makes HTML
of it and `word` a document, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from simulation.speaking import BOTH, spoken
from simulation.text import CATALOGUE, in_language

Title = dict[str, str]
MOST_WHOLE = 12
"""A table of more rows may be cut by the end of a page."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place in the same report."""

    text: str
    to: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; with an anchor, links can lead to it."""

    cells: tuple[Cell, ...]
    anchor: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is there to be written in."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in both languages, and which of them hold figures."""

    kind: ClassVar[str] = "table"
    columns: tuple[Title, ...]
    rows: tuple[Row, ...]
    figures: frozenset[int] = frozenset()
    caption: str = ""
    small: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it fits a page, so that it is not to be cut."""
        return len(self.rows) <= MOST_WHOLE


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what belongs to them, a line each."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[Title, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: plain, soft for asides, or a caution; it keeps its line breaks."""

    kind: ClassVar[str] = "words"
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences, some with a second language under them."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and words in its place for who does not see it."""

    kind: ClassVar[str] = "picture"
    chart: Any
    words: str


Block = Table | Facts | Words | Points | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its heading."""

    title: Title
    blocks: tuple[Block, ...]
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    kind: Title
    subtitle: str
    sections: tuple[Section, ...]
    language: str = BOTH


def heading(key: str) -> Title:
    """Return a message of the catalogue in both languages, alike where one is spoken alone.

    >>> heading("report/timeline")["zh"]
    '时间线'
    """
    forms = CATALOGUE[key]
    return forms if spoken() == BOTH else dict.fromkeys(forms, in_language(forms))


def section(key: str, *blocks: Block | None, appendix: bool = False) -> Section:
    """Return a section under a heading of the catalogue, without the blocks that are missing."""
    return Section(heading(key), tuple(b for b in blocks if b is not None), appendix)


def with_living_links(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return sections in which links to lines that were cut off are plain words.

    >>> cut = Section({}, (Table((), (Row((Link("Mon", "event-9"),)),)),))
    >>> with_living_links([cut])[0].blocks[0].rows[0].cells
    ('Mon',)
    """
    tables = [block for part in sections for block in part.blocks if isinstance(block, Table)]
    known = {row.anchor for one in tables for row in one.rows}

    def alive(cell: Cell) -> Cell:
        return cell.text if isinstance(cell, Link) and cell.to not in known else cell

    def mended(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        rows = tuple(replace(row, cells=tuple(map(alive, row.cells))) for row in block.rows)
        return replace(block, rows=rows)

    return tuple(replace(part, blocks=tuple(map(mended, part.blocks))) for part in sections)


def table(
    columns: str,
    rows: Iterable[Row | tuple[Cell, ...]],
    *,
    figures: Iterable[int] = (),
    caption: str = "",
    small: bool = False,
) -> Table | None:
    """Return a table with columns of the catalogue, or nothing when it has no rows.

    >>> table("when what", [("Mon", "a call")]).rows[0].cells
    ('Mon', 'a call')
    """
    made = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    names = tuple(heading(f"column/{name}") for name in columns.split())
    return Table(names, made, frozenset(figures), caption, small) if made else None

"""A report as a document for a word processor: the same sections, with real headings and tables.

Nothing in it is active: no macro, no link out of the document, and fields for page numbers and
contents alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from simulation import charts
from simulation.reports.blocks import (
    Block,
    Cell,
    Document,
    Facts,
    Link,
    Picture,
    Points,
    Row,
    Section,
    Table,
    Title,
    Words,
)
from simulation.text import harmless

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
PAGE_CM, MARGIN_CM = (21.0, 29.7), 1.8
TEXT_CM = PAGE_CM[0] - 2 * MARGIN_CM
PICTURE_CM = PAGE_CM[1] - 2 * MARGIN_CM - 3.0
"""The most that a picture takes of a page, above its words."""
MOST_LETTERS, LONGEST_WORD, LONGEST_MOMENT = 45.0, 14, 24
FIRST_CHINESE, CHINESE_LETTERS = "\u2e80", 1.7
"""A Chinese letter is so many Latin ones wide."""
LETTER_CM, PADDING_CM = 0.2, 0.5
"""About how wide a letter of a table is, bold ones of a head included, and the room beside it."""
"""Columns are as wide as this many letters at least and at most, before they share the page."""
RUN_OF_FOUR = re.compile(r"([\u2e80-\uffef]{4})(?=[\u2e80-\uffef])")
"""Chinese has no blanks between words, and may be parted after any character."""
BEFORE_HOUR = r"\u00a0(?=\d\d:\d\d)"
"""Where a moment may be broken when a table has no room for it on one line."""
FIRST_ROWS = 3
"""The head of a long table and its first lines are not parted."""
TEXT_PT, TABLE_PT, SMALL_PT = 10.5, 8.5, 7.5
BLUE, SOFT, WARM = RGBColor(0x00, 0x5A, 0x8C), RGBColor(0x5A, 0x5A, 0x5A), RGBColor(0xA3, 0x3B, 0)
NOT_IN_XML = "\ufffe\uffff"


def document(report: Document) -> bytes:
    """Return a report as a .docx file."""
    return _Writer(report).save()


class _Writer:
    """Writes one report."""

    def __init__(self, report: Document) -> None:
        self._file: Any = docx.Document()
        self._places = _places(report)
        self._marks = 0
        self._set_up(report)
        for number, part in enumerate(report.sections):
            self._section(part, number)

    def save(self) -> bytes:
        sink = io.BytesIO()
        self._file.save(sink)
        return sink.getvalue()

    # -- the document as a whole -----------------------------------------------------------

    def _set_up(self, report: Document) -> None:
        about = self._file.core_properties
        about.title, about.author = _clean(report.title)[:255], ""
        about.subject, about.comments = report.kind["en"], ""
        page = self._file.sections[0]
        page.page_width, page.page_height = map(Cm, PAGE_CM)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
        for name, size in (("Normal", TEXT_PT), ("Title", 22), ("Heading 1", 15), ("Caption", 9)):
            _font(self._file.styles[name], size)
        self._file.add_paragraph(_both(report.kind), style="Subtitle")
        self._file.add_paragraph(_clean(report.title), style="Title")
        self._file.add_paragraph(_clean(report.subtitle))
        self._contents(report)
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(foot, "PAGE", "1")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES", "1")

    def _contents(self, report: Document) -> None:
        """Write the list of contents: a field that holds links until it is brought up to date."""
        first = self._file.add_paragraph()
        _mark_field(first, "begin")
        _instruction(first, 'TOC \\o "1-1" \\h \\z \\u')
        _mark_field(first, "separate")
        line = first
        for number, part in enumerate(report.sections):
            line = first if number == 0 else self._file.add_paragraph()
            line.paragraph_format.space_after = Pt(1)
            _link(line, _both(part.title), _section_mark(number))
        _mark_field(line, "end")

    def _section(self, part: Section, number: int) -> None:
        title = self._file.add_paragraph(style="Heading 1")
        self._bookmark(title, _section_mark(number))
        title.add_run(part.title["en"])
        if part.title["zh"] != part.title["en"]:
            title.add_run(f"  {part.title['zh']}").font.color.rgb = SOFT
        for block, after in zip(part.blocks, [*part.blocks[1:], None], strict=True):
            self._block(block, after)

    # -- its blocks ------------------------------------------------------------------------

    def _block(self, block: Block, after: Block | None) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Words):
            self._words(block, leads=isinstance(after, Table | Facts | Picture))
        elif isinstance(block, Points):
            for item in block.items:
                self._file.add_paragraph(_clean(item), style="List Bullet")
        else:
            self._picture(block)

    def _words(self, words: Words, *, leads: bool) -> None:
        colour = {"soft": SOFT, "caution": WARM}.get(words.tone)
        for line in words.text.splitlines() or [""]:
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.keep_with_next = leads
            run = paragraph.add_run(_clean(line))
            if colour is not None:
                run.font.color.rgb = colour

    def _facts(self, facts: Facts) -> None:
        made = self._new_table((TEXT_CM / 3, 2 * TEXT_CM / 3))
        for title, value in facts.rows:
            cells = made.add_row().cells
            self._write(cells[0], _both(title), TABLE_PT)
            self._write(cells[1], value, TABLE_PT)
        _keep_together(made.rows[:-1])
        self._after_table()

    def _table(self, table: Table) -> None:
        if table.caption:
            self._file.add_paragraph(_clean(table.caption), style="Caption")
        size = SMALL_PT if table.small else TABLE_PT
        widths = _widths(table)
        crowded = widths == _widths(table, broken=True)
        made = self._new_table(widths)
        head = made.add_row()
        _repeat(head)
        for cell, column in zip(head.cells, table.columns, strict=True):
            self._write(cell, _both(column), size)
            cell.paragraphs[0].runs[0].font.bold = True
        for row in table.rows:
            self._row(made, _unbound(row) if crowded else row, table, size)
        for line in made.rows:
            for cell, width in zip(line.cells, widths, strict=True):
                cell.width = Cm(width)
        _keep_together(made.rows[:-1] if table.is_short else made.rows[:FIRST_ROWS])
        self._after_table()

    def _row(self, made: Any, row: Row, table: Table, size: float) -> None:
        line = made.add_row()
        _keep_whole(line)
        for place, (cell, value) in enumerate(zip(line.cells, row.cells, strict=True)):
            if place == 0 and row.anchor:
                self._bookmark(cell.paragraphs[0], self._places[row.anchor])
            self._write(cell, value, size)
            if place in table.figures:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _new_table(self, widths: Sequence[float]) -> Any:
        made = self._file.add_table(rows=0, cols=len(widths))
        made.style = self._file.styles["Table Grid"]
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        return made

    def _after_table(self) -> None:
        self._file.add_paragraph().paragraph_format.space_after = Pt(4)

    def _write(self, cell: Any, value: Cell, size: float) -> None:
        lines: list[Cell] = [value]
        if isinstance(value, str):
            lines = [*value.splitlines()] or [""]
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            if isinstance(line, Link):
                _link(paragraph, line.text, self._places[line.to], size)
            else:
                paragraph.add_run(_clean(line)).font.size = Pt(size)

    def _picture(self, picture: Picture) -> None:
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run()
        image = run.add_picture(io.BytesIO(charts.png(picture.chart)), width=Cm(TEXT_CM))
        # A chart with many rows is made smaller, for its caption is to stand on its page.
        smaller = min(1.0, Cm(PICTURE_CM) / image.height)
        image.width, image.height = round(smaller * image.width), round(smaller * image.height)
        for about in run.element.iter(qn("wp:docPr")):
            about.set("descr", _clean(picture.words))
        self._file.add_paragraph(_clean(picture.words), style="Caption")

    def _bookmark(self, paragraph: Any, name: str) -> None:
        self._marks += 1
        for kind in ("bookmarkStart", "bookmarkEnd"):
            mark = OxmlElement(f"w:{kind}")
            mark.set(qn("w:id"), str(self._marks))
            if kind == "bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)


def _places(report: Document) -> dict[str, str]:
    """Return a name for each anchor as word processors allow it: short, and without hyphens."""
    anchors = (
        row.anchor
        for part in report.sections
        for block in part.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.anchor
    )
    return {anchor: f"place_{number}" for number, anchor in enumerate(dict.fromkeys(anchors))}


def _widths(table: Table, *, broken: bool = False) -> list[float]:
    """Share the width of the page among columns, so that no word is broken where it can stand.

    Each column has room for its longest word, of Chinese for four characters, which stand without
    blanks and may part anywhere; what is left goes by how much stands in them. Where
    there is none left, moments are broken between day and hour.
    """
    blanks = f"[ \\n]|{BEFORE_HOUR}" if broken else "[ \\n]"
    least, wishes = [], []
    for place, column in enumerate(table.columns):
        cells = [row.cells[place] for row in table.rows]
        texts = [_both(column), *(cell.text if isinstance(cell, Link) else cell for cell in cells)]
        parted = (RUN_OF_FOUR.sub(r"\1 ", text) for text in texts)
        longest = max(_letters(word) for text in parted for word in re.split(blanks, text))
        least.append(PADDING_CM + LETTER_CM * longest)
        wishes.append(min(MOST_LETTERS, sum(map(len, texts)) / len(texts)))
    rest = TEXT_CM - sum(least)
    if rest <= 0.0 and not broken:
        return _widths(table, broken=True)
    if rest <= 0.0:
        return [TEXT_CM * each / sum(least) for each in least]
    return [own + rest * wish / sum(wishes) for own, wish in zip(least, wishes, strict=True)]


def _unbound(row: Row) -> Row:
    """Return a line of a table in which moments may be broken before the hour."""
    cells = tuple(
        replace(cell, text=re.sub(BEFORE_HOUR, " ", cell.text))
        if isinstance(cell, Link)
        else re.sub(BEFORE_HOUR, " ", cell)
        for cell in row.cells
    )
    return replace(row, cells=cells)


def _letters(word: str) -> float:
    """Return how many letters a word needs on one line; a moment is not broken, an id may be."""
    wide = sum(CHINESE_LETTERS if letter >= FIRST_CHINESE else 1.0 for letter in word)
    return min(wide, LONGEST_MOMENT if "\u00a0" in word else LONGEST_WORD)


def _section_mark(number: int) -> str:
    return f"section_{number}"


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold and without marks that reorder it."""
    return "".join(letter for letter in harmless(text) if letter not in NOT_IN_XML)


def _both(title: Title) -> str:
    forms = dict.fromkeys((title["en"], title["zh"]))
    return " ".join(forms)


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), CHINESE)


def _link(paragraph: Any, text: str, place: str, size: float = TEXT_PT) -> None:
    """Write words that lead to a bookmark of the same document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), place)
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.color.rgb = Pt(size), BLUE
    link.append(run.element)
    paragraph._p.append(link)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    _mark_field(paragraph, "begin")
    _instruction(paragraph, instruction)
    _mark_field(paragraph, "separate")
    paragraph.add_run(shown)
    _mark_field(paragraph, "end")


def _mark_field(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run().element.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    paragraph.add_run().element.append(words)


def _repeat(row: Any) -> None:
    """Let a table's head stand on each of its pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _keep_whole(row)


def _keep_together(rows: Iterable[Any]) -> None:
    """Keep lines of a table on the page of the line after each."""
    for row in rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

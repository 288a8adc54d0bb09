"""Every event of a drill on the console: those of a kind, those with a word, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import ipywidgets as widgets

from simulation.drill import FeedLine, View
from simulation.log import moment_at
from simulation.panels.markup import beside, element, page, show, two
from simulation.panels.parts import (
    Desk,
    both_ways,
    button,
    column,
    field,
    label,
    on_change,
    row,
    set_choices,
)

PER_PAGE = 100
ROWS = 12
ALL = "all"
SIGNS = {
    "injects": "●",
    "decisions": "?",
    "knowledge": "!",
    "clocks": "§",
    "people": "♟",
    "work": "▸",
    "outside": "◇",
    "money": "¤",
}
"""Kinds of events in the order of the list of kinds, each with the sign before its lines."""
KINDS = {
    "inject": "injects",
    "message": "injects",
    "decision": "decisions",
    "obligation": "clocks",
    "case": "clocks",
    "authority": "clocks",
    "escalation": "clocks",
    "claims": "outside",
    "notices": "outside",
    "statement": "outside",
    "survey": "outside",
    "care": "outside",
    "partners": "outside",
    "staff": "people",
    "task": "work",
    "told": "outside",
    "news": "outside",
    "media": "outside",
    "attention": "outside",
    "trust": "outside",
    "mend": "outside",
    "cost": "money",
}
"""What a fact is about, by the first word of its kind; any other is about what is known."""


def kind_of(line: FeedLine) -> str:
    """Return which kind of event a line is.

    >>> kind_of(FeedLine(7, 0, "", "obligation.late", {"en": "", "zh": ""}, by_room=False))
    'clocks'
    """
    return KINDS.get(line.kind.partition(".")[0], "knowledge")


class Moments:
    """The list of events to choose one from, and what chooses among them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: list[FeedLine] = []
        self._last: int | None = None
        self._sought: tuple[str, str] = (ALL, "")
        self.kind = field(widgets.Dropdown, "travel/kind", options=[(label("travel/all"), ALL)])
        self.word = field(widgets.Text, "travel/word")
        names = ("drill-list", "drill-moments")
        self.list = field(widgets.Select, "travel/moments", *names, rows=ROWS)
        self.older = button(desk, "travel/older", self._older)
        self.newer = button(desk, "travel/newer", self._newer)
        self.place = page("drill-key", "drill-place")
        self.chosen = page("drill-chosen")
        self._held = False
        on_change(desk, self.list, self._hold)
        for widget in (self.kind, self.word):
            on_change(desk, widget, _look)
        self.pages = (self.older, self.newer, self.place)
        self.widget = column(row(self.kind, self.word, kind="drill-search"), self.list)

    def _hold(self) -> None:
        """Stay with the line a person has chosen; the newest is followed until then."""
        newest = self.list.options[0][1] if self.list.options else None
        self._held = self._last is not None or self.list.value != newest

    # -- which page ------------------------------------------------------------------------

    def _older(self) -> None:
        shown = self.lines
        self._last = shown[0].number - 1 if shown else None

    def _newer(self) -> None:
        if self._last is not None:
            later = [line for line in self._found if line.number > self._last]
            self._last = later[PER_PAGE - 1].number if len(later) > PER_PAGE else None

    @property
    def lines(self) -> Sequence[FeedLine]:
        """The events of the page that is shown, the oldest first."""
        return self._until()[-PER_PAGE:]

    def _until(self) -> Sequence[FeedLine]:
        if self._last is None:
            return self._found
        return [line for line in self._found if line.number <= self._last]

    def beside(self, step: int) -> int | None:
        """Return the event so many places after the chosen one among all that are found."""
        numbers = [line.number for line in self._found]
        if self.list.value is None or int(self.list.value) not in numbers:
            return None
        place = numbers.index(int(self.list.value)) + step
        return numbers[place] if 0 <= place < len(numbers) else None

    def choose(self, number: int) -> None:
        """Choose an event that is found, on whatever page it is."""
        shown = {line.number for line in self.lines}
        if number not in shown:
            after = [line.number for line in self._found if line.number >= number]
            self._last = after[PER_PAGE // 2] if len(after) > PER_PAGE // 2 else None
        self._held = True
        self._show_page()
        self.list.value = str(number)
        self._show_chosen()

    # -- showing ---------------------------------------------------------------------------

    def show(self, view: View) -> None:
        """Show the events that were asked for, the newest first."""
        everything = self._desk.drill.events(truth=view.truth is not None)
        self._begins = view.begins
        counts = Counter(map(kind_of, everything))
        kinds = [
            (f"{sign} {label(f'travel/{kind}')} ({counts[kind]})", kind)
            for kind, sign in SIGNS.items()
        ]
        set_choices(self.kind, [(f"{label('travel/all')} ({len(everything)})", ALL), *kinds])
        sought = (self.kind.value or ALL, self.word.value.strip().casefold())
        if sought != self._sought:
            self._sought, self._last, self._held = sought, None, False
        self._found = [line for line in everything if _is(line, *sought)]
        self._show_page()

    def _show_page(self) -> None:
        shown = self.lines
        set_choices(self.list, [(self._line(line), str(line.number)) for line in reversed(shown)])
        if shown and not self._held and self._last is None:
            self.list.value = str(shown[-1].number)
        until = len(self._until())
        self.older.disabled = until <= PER_PAGE
        self.newer.disabled = self._last is None
        first = len(self._found) - until + 1
        last = first + len(shown) - 1
        total = len(self._found)
        show(
            self.place,
            both_ways("travel/place", first=first, last=last, total=total)
            if total
            else both_ways("travel/nothing"),
        )
        self._show_chosen()

    def _show_chosen(self) -> None:
        lines = {str(line.number): line for line in self.lines}
        chosen = lines.get(self.list.value or "")
        show(
            self.chosen,
            *([element("strong", chosen.moment), " ", two(chosen.text)] if chosen else []),
        )

    def _line(self, line: FeedLine) -> str:
        at = moment_at(self._begins, line.time_s)
        sign = SIGNS[kind_of(line)]
        return f"{at:%a} {at.day} {at:%b %H:%M}  {sign} {beside(line.text)}"


def _is(line: FeedLine, kind: str, word: str) -> bool:
    if kind not in (ALL, kind_of(line)):
        return False
    return not word or any(
        word in words.casefold() for words in (line.moment, *line.text.values())
    )


def _look() -> None:
    """Only what is shown changes, and it is drawn after every act."""

"""What has happened, which legal clocks run, and what people noted."""

from __future__ import annotations

import ipywidgets as widgets

from simulation.drill import DutyView, View
from simulation.log import moment_at
from simulation.panels.markup import Markup, beside, element, page, show, two
from simulation.panels.parts import (
    Desk,
    both_ways,
    button,
    column,
    empty,
    field,
    label,
    row,
    time_left,
)
from simulation.panels.travel import Travel

MOST_LINES = 80


class Feed:
    """The event feed, newest first, and the way back to any line of it."""

    def __init__(self, desk: Desk) -> None:
        self.list = page("drill-feed")
        self.travel = Travel(desk)
        self.widget = column(self.travel.widget, self.list, kind="drill-tab")

    def show(self, view: View) -> None:
        """Show to players the latest lines, and to the facilitator in full those of the list."""
        self.travel.show(view)
        shown = view.feed[-MOST_LINES:] if self.travel.hidden else self.travel.events.lines
        lines = [
            element(
                "li",
                element("span", line.moment, classes="drill-when"),
                " ",
                two(line.text),
                classes="drill-by-room" if line.by_room else "",
            )
            for line in reversed(shown)
        ]
        show(self.list, element("ul", *lines))


class Law:
    """Every legal clock that has started, with its state."""

    def __init__(self) -> None:
        self.list = page("drill-law")
        self.widget = column(self.list, kind="drill-tab")

    def show(self, view: View) -> None:
        """Show open clocks first."""
        duties = sorted(view.duties, key=lambda d: (d.met_s is not None, d.due_s))
        if duties:
            show(self.list, element("ul", *(_duty(duty, view) for duty in duties)))
        else:
            show(self.list, element("p", both_ways("law/none"), classes="drill-note"))


def _duty(duty: DutyView, view: View) -> Markup:
    due = moment_at(view.begins, duty.due_s)
    if duty.met_s is None:
        state = time_left(duty.due_s, view.now_s)
    else:
        state = label("law/met_late" if duty.late else "law/met")
    parts = [
        element("strong", state, classes="drill-clock-late" if duty.late else ""),
        " ",
        two(duty.title),
        element(
            "div",
            f"→ {label(f'recipient/{duty.recipient}')} · {due:%a %Y-%m-%d %H:%M}",
            classes="drill-note",
        ),
    ]
    if not duty.verified:
        parts.append(element("div", label("law/unverified"), classes="drill-note"))
    return element("li", *parts)


class Notes:
    """Notes with their author."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.by = field(widgets.Text, "screen/by")
        self.text = field(widgets.Textarea, "notes/text", rows=3)
        on = [self.text, self.by]
        self.add = button(desk, "notes/add", self._add, "mod-primary", on=on)
        self.list = page("drill-feed")
        self.widget = column(self.text, row(self.by, self.add), self.list, kind="drill-tab")

    def _add(self, text: str, by: str) -> str:
        self._desk.drill.note(text.strip(), by.strip())
        empty(self.text, text)
        return both_ways("said/noted")

    def show(self, view: View) -> None:
        """Show the notes, newest first."""
        lines = [
            element(
                "li",
                element("span", note.moment, classes="drill-when"),
                " ",
                element("strong", beside(note.by)),
                " ",
                note.text,
            )
            for note in reversed(view.notes)
        ]
        show(self.list, element("ul", *lines))

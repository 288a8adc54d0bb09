"""The deck of injects: what comes, what has come, and what the facilitator makes up."""

from __future__ import annotations

import ipywidgets as widgets

from simulation.drill import InjectView, View
from simulation.log import moment_at
from simulation.panels.ahead import Foreseen
from simulation.panels.foresight import Foresight
from simulation.panels.inject_form import InjectForm
from simulation.panels.markup import Markup, beside, element, page, show, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Desk,
    both_ways,
    button,
    column,
    field,
    label,
    on_change,
    role,
    row,
    set_choices,
)
from simulation.text import Text, both, lasting

MARKS = {"coming": "○", "waiting": "◌", "held": "‖", "released": "●", "skipped": "✕"}
OVER = ("released", "skipped")
HOUR = 3_600


class Deck:
    """The list of injects, the chosen one in full, and what can be done with it."""

    def __init__(self, desk: Desk, foresight: Foresight) -> None:
        self._desk = desk
        self._injects: dict[str, InjectView] = {}
        self._newest, self._out = "", set[str]()
        self.list = field(widgets.Select, "deck/list", "drill-list", rows=9)
        self.detail = page("drill-detail")
        on_change(desk, self.list, self._look)
        on = [self.list]
        self.release = button(desk, "deck/release", self._release, "mod-primary", on=on)
        self.hold_back = button(desk, "deck/hold_back", self._hold_back, on=on)
        self.put_back = button(desk, "deck/put_back", self._put_back, on=on)
        self.skip = button(desk, "deck/skip", self._skip, on=on)
        self.edit = button(desk, "deck/edit", self._edit, on=on)
        self.improvise = button(desk, "deck/improvise", self._improvise)
        self.form = InjectForm(desk, self._close_form)
        signs = " ".join(f"{mark} {label(f'state/{s}')}" for s, mark in MARKS.items())
        self.key = page("drill-key", says=signs)
        buttons = row(
            *(self.release, self.hold_back, self.put_back),
            *(self.skip, self.edit, self.improvise),
        )
        self.tools = column(self.key, buttons, kind="drill-tools")
        self.foreseen = Foreseen(desk, foresight)
        self._deck = column(self.list, self.tools, self.foreseen.widget, self.detail)
        self.widget = column(self._deck, self.form.widget, kind="drill-tab")

    def players(self, on: bool) -> None:
        """Hide from the players what is the facilitator's alone."""
        self.tools.layout.display = HIDDEN if on else SHOWN
        self.foreseen.sight.players(on)

    def _chosen(self) -> str:
        return self.list.value or ""

    def _title(self, name: str) -> Text:
        return self._injects[name].title if name in self._injects else name

    def _look(self) -> None:
        """Only the detail changes, and it is drawn after every act."""

    def _release(self, name: str) -> str:
        self._desk.drill.release(name)
        return both_ways("said/released", title=self._title(name))

    def _hold_back(self, name: str) -> str:
        self._desk.drill.hold_back(name)
        return both_ways("said/held_back", title=self._title(name))

    def _put_back(self, name: str) -> str:
        self._desk.drill.put_back(name)
        return both_ways("said/put_back", title=self._title(name))

    def _skip(self, name: str) -> str:
        self._desk.drill.skip(name)
        return both_ways("said/skipped", title=self._title(name))

    def _edit(self, name: str) -> str | None:
        chosen = self._injects.get(name)
        if chosen is None:
            return both_ways("said/choose_inject")
        self._open_form(chosen)
        return None

    def _improvise(self) -> None:
        self._open_form(None)

    def _open_form(self, inject: InjectView | None) -> None:
        self.form.open(inject)
        self._deck.layout.display, self.form.widget.layout.display = HIDDEN, SHOWN

    def _close_form(self) -> None:
        self._deck.layout.display, self.form.widget.layout.display = SHOWN, HIDDEN

    def show(self, view: View) -> None:
        """Show the latest released, then what comes, then what is over.

        An inject that is released is chosen at once, for the facilitator has to read it out.
        """
        self._injects = {inject.name: inject for inject in view.injects}
        out = {i.name: i.released_s for i in view.injects if i.released_s is not None}
        fresh = [name for name in out if name not in self._out] or list(out)
        if out.keys() != self._out:
            self._newest = max(fresh, key=lambda name: out[name], default="")
        ordered = sorted(view.injects, key=lambda i: (i.name != self._newest, *_place(i)))
        set_choices(self.list, [(_line(inject, view), inject.name) for inject in ordered])
        if out.keys() - self._out:
            self.list.value = self._newest
        self._out = set(out)
        chosen = self._injects.get(self._chosen())
        length_min = self._desk.drill.length_min
        show(self.detail, *([_detail(chosen, length_min)] if chosen else []))
        over = chosen is None or chosen.state in OVER
        held = chosen is not None and chosen.state == "held"
        for act in (self.release, self.skip, self.edit):
            act.disabled = over
        self.hold_back.disabled = over or held
        self.put_back.disabled = not held
        self.foreseen.show(view, chosen)


def _place(inject: InjectView) -> tuple[bool, bool, bool, int]:
    """Return what to sort by: to come by time, later or by hand, held back, and what is over."""
    if inject.state in OVER:
        return True, False, False, -(inject.released_s or 0)
    return False, inject.due_s is None, inject.state == "held", inject.due_s or 0


def _line(inject: InjectView, view: View) -> str:
    time_s = inject.released_s if inject.released_s is not None else inject.due_s
    if time_s is not None:
        moment = moment_at(view.begins, time_s)
        when = f"{moment:%a} {moment.day} {moment:%b %H:%M}"
    elif inject.state in ("held", "skipped"):
        when = label(f"state/{inject.state}")
    else:
        when = label("deck/by_hand") if inject.by_hand else label("deck/later")
    return f"{MARKS[inject.state]} {when}  {beside(inject.title)}"


def _detail(inject: InjectView, length_min: int) -> Markup:
    to = ", ".join(map(role, inject.to))
    way = f"{beside(inject.sender)} → {to} · {label(f'mode/{inject.mode}')}"
    expected = [
        element("li", two(text), f" ({role(by)}{_within(within_h)})")
        for text, by, within_h in inject.expected
    ]
    parts = [
        element("h4", f"{MARKS[inject.state]} ", two(inject.title)),
        element("p", way, classes="drill-note"),
        element("p", two(inject.text), classes="drill-words"),
    ]
    if inject.from_length_min > length_min and inject.state not in OVER:
        spare = both_ways("deck/spare", minutes=inject.from_length_min)
        parts.insert(2, element("p", spare, classes="drill-note"))
    if expected:
        parts += [element("strong", label("deck/expected")), element("ul", *expected)]
    if inject.hint is not None:
        parts.append(element("p", element("strong", label("deck/hint")), " ", two(inject.hint)))
    return element("div", *parts)


def _within(within_h: float | None) -> str:
    return f", ≤ {both(lasting(within_h * HOUR))}" if within_h is not None else ""

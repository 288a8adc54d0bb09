"""The drills of a folder on a screen: choose one, and its console opens in the same place."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from simulation.drill import Drill, DrillEntry, Written, drills
from simulation.errors import ActRefused
from simulation.panels.console import console
from simulation.panels.markup import Part, beside, element, page, show, stylesheet, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    both_ways,
    button,
    column,
    field,
    label,
    on_change,
    row,
    set_choices,
)
from simulation.panels.screen import Screen, take_over

MOST_LINES = 400


class Shelf(Screen):
    """A list of drills, and the console of the one that is chosen.

    >>> import tempfile
    >>> Shelf(tempfile.mkdtemp()).list.options
    ()
    """

    def __init__(self, folder: str | Path = ".") -> None:
        super().__init__()
        self.folder = Path(folder)
        self.drill: Drill | None = None
        self._entries: dict[str, DrillEntry] = {}
        self._files: set[str] = set()
        self.list = field(widgets.Select, "shelf/drills", "drill-list", rows=8)
        self.resume = button(self, "shelf/resume", self._resume, "mod-primary")
        self.anew = button(self, "shelf/anew", self._resume_anew)
        self.again = button(self, "shelf/look", self._look)
        self.detail = page("drill-detail")
        self.chooser = column(
            self.list, row(self.resume, self.anew, self.again), self.detail, kind="drill-tab"
        )
        on_change(self, self.list, self._choose)
        self.place = column()
        self.line = row(self.status, kind="drill-line")
        self.children = (stylesheet(), self.line, self.chooser, self.place)
        self._look()
        self.handle_all()

    # -- acts ------------------------------------------------------------------------------

    def tick(self) -> None:
        """Look again when drills have come or gone, such as one begun from the library."""
        if not self.stopped and self._files != self._there():
            self._look()

    def _there(self) -> set[str]:
        return {file.name for file in self.folder.glob("*.drill")}

    def _look(self) -> None:
        self._files = self._there()
        self._entries = {entry.file.name: entry for entry in drills(self.folder)}
        set_choices(self.list, [(_line(entry), name) for name, entry in self._entries.items()])

    def _choose(self) -> None:
        """Only the detail changes, and it is shown after every act."""

    def _resume(self) -> None:
        self._open(accept_new_model=False)

    def _resume_anew(self) -> None:
        self._open(accept_new_model=True)

    def _open(self, *, accept_new_model: bool) -> None:
        if self.list.value is None:
            raise ActRefused(both_ways("shelf/choose"))
        file = self._entries[self.list.value].file
        self.drill = Drill.resume(file, accept_new_model=accept_new_model)
        shown = console(self.drill)
        self.chooser.layout.display = self.line.layout.display = HIDDEN
        self.place.children = (shown,)
        shown.take_focus()
        # From here on the console has a heart of its own, and this screen has nothing to do.
        self.remove_class("drill-beat-odd").remove_class("drill-beat-even")
        self.stop()

    # -- showing ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is known of the chosen drill."""
        if self.stopped:
            return
        entry = self._entries.get(self.list.value or "")
        can = entry is not None and not entry.damaged and not entry.in_use
        self.resume.disabled = not can or bool(entry and entry.other_model)
        self.anew.layout.display = SHOWN if entry and entry.other_model else HIDDEN
        self.anew.disabled = not can
        show(self.detail, *_detail(entry))
        self.beat()


def _line(entry: DrillEntry) -> str:
    if entry.damaged:
        return f"✕ {entry.file.name} · {label('shelf/damaged')}"
    state = f" · {label('shelf/ended')}" if entry.ended else ""
    return f"{entry.file.name} · {beside(entry.title)} · {entry.moment}{state}"


def _detail(entry: DrillEntry | None) -> list[Part]:
    if entry is None:
        return [element("p", both_ways("shelf/none"), classes="drill-note")]
    if entry.damaged:
        return [element("p", entry.damaged)]
    parts: list[Part] = [
        element("h4", two(entry.title)),
        element("p", two(entry.plan_title)),
        element("p", both_ways("shelf/length", minutes=entry.length_min)),
        element("p", both_ways("shelf/began", began=entry.began_here, last=entry.last_here)),
    ]
    if entry.in_use:
        key = "shelf/in_use_here" if entry.in_use_here else "shelf/in_use"
        parts.append(element("p", both_ways(key, who=entry.in_use)))
    if entry.other_model:
        parts.append(element("p", both_ways("shelf/other_model", model=entry.other_model)))
        parts.append(_written(entry.file))
    return parts


def _written(file: Path) -> Part:
    """Return what was written of a drill, as far as players saw it."""
    lines = [
        element("li", element("span", line.moment, classes="drill-when"), " ", two(line.text))
        for line in Written.of(file).feed()[-MOST_LINES:]
    ]
    return element("div", element("ul", *lines), classes="drill-feed")


def shelf(folder: str | Path = ".") -> Shelf:
    """Return the drills of a folder to choose from, for the last line of a cell."""
    return take_over(("shelf", Path(folder).resolve()), Shelf(folder))

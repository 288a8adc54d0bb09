"""The page from which a drill's report is written: the facilitator's conclusions, then files.

What is written here stays in the drill. The report is made of the drill as it stands at that
moment, beside the loop, while the drill may go on.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import ipywidgets as widgets

from simulation.drill import Conclusions, Drill
from simulation.drill.futures import How
from simulation.errors import ActRefused
from simulation.panels.background import Background, Job
from simulation.panels.markup import element, join, page, show
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Act,
    Desk,
    both_ways,
    button,
    column,
    field,
    label,
    row,
)
from simulation.panels.screen import explained
from simulation.reports.after_action import FUTURES
from simulation.reports.material import Material
from simulation.reports.writing import write_material
from simulation.speaking import BOTH, LANGUAGES

ENDINGS = (".html", ".docx")
LINES = {"summary": 5, "strengths": 3, "improvements": 4, "lessons": 3}


class ReportForm:
    """Fields for the facilitator's conclusions, and the button that writes the report."""

    def __init__(self, desk: Desk, close: Act, futures: int = FUTURES) -> None:
        self._desk, self._futures = desk, futures
        self.background = Background(desk)
        self._job: Job | None = None
        self.written: list[Path] = []
        self.fields = {
            name: field(widgets.Textarea, f"conclude/{name}", rows=rows)
            for name, rows in LINES.items()
        }
        self.by = field(widgets.Text, "screen/by")
        self.language = field(
            widgets.Dropdown,
            "report/language",
            options=[(label(f"language/{one}"), one) for one in (BOTH, *LANGUAGES)],
        )
        self.keep = button(desk, "report/keep", self._keep)
        self.write = button(desk, "report/write", self._write, "mod-primary")
        self.close = button(desk, "report/close", close)
        self.said = page("drill-exported")
        title = element("h3", label("report/form"))
        help_ = element("p", both_ways("report/help"), classes="drill-note")
        self.widget: widgets.Widget = column(
            page("drill-caption", says=join(title, help_)),
            *self.fields.values(),
            row(self.by, self.language, self.keep, self.write, self.close),
            self.said,
            kind="drill-conclusions",
            display=HIDDEN,
        )

    @property
    def busy(self) -> bool:
        """Whether a report is being written."""
        return self._job is not None

    @property
    def is_open(self) -> bool:
        """Whether the form is on the screen."""
        return bool(self.widget.layout.display != HIDDEN)

    def open(self) -> str:
        """Show the form with what was concluded so far."""
        kept = self._desk.drill.conclusions
        for name, each in self.fields.items():
            each.value = getattr(kept, name)
        self.by.value = kept.by
        self.widget.layout.display = SHOWN
        return both_ways("report/opened")

    def shut(self) -> None:
        """Hide the form; what was not kept is lost from the screen alone."""
        self.widget.layout.display = HIDDEN

    def show_job(self) -> None:
        """Show how far the report is."""
        if self._job is not None:
            percent = 100 * self._job.done // max(1, self._job.total)
            show(self.said, element("span", both_ways("report/writing", percent=percent)))

    def _conclusions(self) -> Conclusions:
        words = {name: each.value.strip() for name, each in self.fields.items()}
        return Conclusions(**words, by=self.by.value.strip())

    def _keep(self) -> str:
        drill, now = self._desk.drill, self._conclusions()
        if now != drill.conclusions and not drill.read_only:
            drill.conclude(
                now.summary, now.strengths, now.improvements, now.by, lessons=now.lessons
            )
        return both_ways("report/kept")

    def _write(self) -> str:
        if self.busy:
            return both_ways("report/busy")
        if self._desk.drill.looking_back:
            raise ActRefused(both_ways("report/looking_back"))
        self._keep()
        drill = self._desk.drill
        paths = free_names(drill)
        m = Material.of(drill, self._conclusions(), language=self.language.value)

        def work(job: Job) -> list[Path]:
            how = How(progress=job.progress, cancel=job.cancelled)
            write_material(m, paths, futures=self._futures, how=how)
            return paths

        self.write.disabled = True
        self._job = self.background.run(work, self._done, self._failed)
        self.show_job()
        return both_ways("report/begun")

    def _done(self, paths: list[Path]) -> str:
        self._job, self.written = None, paths
        self.write.disabled = False
        lines = [element("p", str(path)) for path in paths]
        show(self.said, element("div", both_ways("report/done"), *lines, role="status"))
        return both_ways("report/written")

    def _failed(self, error: Exception) -> str:
        self._job = None
        self.write.disabled = False
        show(self.said, element("span", explained(error), role="alert"))
        return explained(error)


def free_names(drill: Drill) -> list[Path]:
    """Return names beside the drill file that no file has yet."""
    stem, folder = f"{drill.file.stem}-report", drill.file.parent
    names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    choices = ([folder / f"{name}{ending}" for ending in ENDINGS] for name in names)
    return next(paths for paths in choices if not any(path.exists() for path in paths))

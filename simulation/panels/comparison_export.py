"""A comparison written to files, beside the notebook, where nothing that is there is replaced."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from simulation.errors import StudyError
from simulation.files.whole import write_whole
from simulation.panels.background import Background, Job
from simulation.panels.comparison_sheet import write_sheet
from simulation.panels.markup import element, page, show
from simulation.panels.parts import Owner, both_ways, button, label, row
from simulation.panels.screen import explained
from simulation.reports import comparison as report_of
from simulation.study import Study

FOLDER = "comparisons"
LONGEST_NAME = 80

Chosen = Sequence[str]
Writer = Callable[[Study, Path, Chosen], object]


def write_report(study: Study, path: Path, measures: Chosen) -> None:
    """Write the page for a board, which speaks of the measures that were chosen."""
    write_whole(path, report_of(study, measures).encode(), StudyError)


WRITERS: dict[str, tuple[str, Writer]] = {
    "export/report": (".html", write_report),
    "export/table": ("-table.csv", write_sheet),
    "export/csv": (".csv", lambda study, path, _: study.to_csv(path)),
    "export/parquet": (".parquet", lambda study, path, _: study.to_parquet(path)),
    "export/study": (".study", lambda study, path, _: study.save(path)),
}
"""The buttons, and what each writes."""


class Export:
    """Buttons that write the comparison shown, and the line that says where.

    A report draws every chart, which takes seconds; so files are written beside the loop.
    """

    def __init__(self, owner: Owner, folder: Path, measures: Callable[[], Chosen]) -> None:
        self._folder, self._measures = folder, measures
        self._study: Study | None = None
        self._stem = ""
        self.background = Background(owner)
        self.buttons = {key: button(owner, key, partial(self._begin, key)) for key in WRITERS}
        self.said = page("drill-exported")
        title = element("div", label("export/title"), classes="drill-name")
        caption = page("drill-caption", says=title)
        self.widget: widgets.Widget = row(
            caption, *self.buttons.values(), self.said, kind="drill-export"
        )
        self.show(None)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self.background.job is not None

    def show(self, study: Study | None) -> None:
        """Be ready to write a study."""
        self._study, self._stem = study, ""
        show(self.said, "")
        self._enable()

    def _enable(self) -> None:
        for each in self.buttons.values():
            each.disabled = self._study is None or self.busy

    def _begin(self, key: str) -> None:
        study, measures = self._study, self._measures()
        if study is None or self.busy:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        ending, write = WRITERS[key]
        path = self._folder / f"{self._stem}{ending}"
        if not self._stem or path.exists():
            self._stem = free_stem(self._folder, study)
            path = self._folder / f"{self._stem}{ending}"

        def work(_: Job) -> Path:
            write(study, path, measures)
            return path

        self.background.run(work, self._written, self._failed)
        show(self.said, element("span", label("export/writing"), role="status"))
        self._enable()

    def _written(self, path: Path) -> None:
        show(self.said, element("span", both_ways("export/done", path=str(path)), role="status"))
        self._enable()

    def _failed(self, error: Exception) -> None:
        show(self.said, element("span", explained(error), role="alert"))
        self._enable()


def free_stem(folder: Path, study: Study) -> str:
    """Return a name that says what was compared, and that no file in the folder has yet."""
    words = "-".join([study.scenario, study.organisation, *study.plans])
    name = re.sub(r"[^\w.-]+", "-", words)[:LONGEST_NAME].strip("-.")
    name = f"{name or 'study'}-{study.replications}-seed-{study.seed}"
    taken = {path.stem.removesuffix("-table") for path in folder.iterdir()}
    numbered = (name if n == 1 else f"{name}-{n}" for n in itertools.count(1))
    return next(stem for stem in numbered if stem not in taken)

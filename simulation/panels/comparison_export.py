"""A comparison written to files, beside the notebook, where nothing that is there is replaced."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from simulation.panels.markup import element, page, show
from simulation.panels.parts import Owner, both_ways, button, label, row
from simulation.study import Study

FOLDER = "comparisons"
LONGEST_NAME = 80

Writer = Callable[[Study, Path], None]
WRITERS: dict[str, tuple[str, Writer]] = {
    "export/csv": (".csv", Study.to_csv),
    "export/parquet": (".parquet", Study.to_parquet),
    "export/study": (".study", Study.save),
}
"""The buttons, and what each writes."""


class Export:
    """Buttons that write the comparison shown, and the line that says where."""

    def __init__(self, owner: Owner, folder: Path) -> None:
        self._folder = folder
        self._study: Study | None = None
        self._stem = ""
        self.buttons = {key: button(owner, key, partial(self._write, key)) for key in WRITERS}
        self.said = page("drill-exported")
        caption = page("drill-caption")
        show(caption, element("div", label("export/title"), classes="drill-name"))
        self.widget: widgets.Widget = row(
            caption, *self.buttons.values(), self.said, kind="drill-export"
        )
        self.show(None)

    def show(self, study: Study | None) -> None:
        """Be ready to write a study."""
        self._study, self._stem = study, ""
        for each in self.buttons.values():
            each.disabled = study is None
        show(self.said, "")

    def _write(self, key: str) -> str:
        if self._study is None:
            return both_ways("export/nothing")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stem = self._stem or free_stem(self._folder, self._study)
        ending, write = WRITERS[key]
        path = self._folder / f"{self._stem}{ending}"
        write(self._study, path)
        said = both_ways("export/done", path=str(path))
        show(self.said, element("span", said, role="status"))
        return said


def free_stem(folder: Path, study: Study) -> str:
    """Return a name that says what was compared, and that no file in the folder has yet."""
    words = "-".join([study.scenario, *study.plans])
    name = re.sub(r"[^\w.-]+", "-", words)[:LONGEST_NAME].strip("-.")
    name = f"{name or 'study'}-{study.replications}-seed-{study.seed}"
    taken = {path.stem for path in folder.iterdir()}
    numbered = (name if n == 1 else f"{name}-{n}" for n in itertools.count(1))
    return next(stem for stem in numbered if stem not in taken)

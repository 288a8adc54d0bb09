"""The pages under the tabs of a comparison; a picture is drawn only once its page is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import ipywidgets as widgets

from simulation import charts
from simulation.panels.comparison_tables import glance, inputs, law
from simulation.panels.markup import element, page, picture, show
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Owner,
    column,
    dressed,
    label,
    on_change,
    row,
    switch,
)
from simulation.run import Run
from simulation.study import MEASURES, Study
from simulation.study.curves import CURVES
from simulation.text import LANGUAGES

FIRST_MEASURES = (
    *("contained_h", "clients_told_h", "record_days_untold", "cost"),
    *("trust_at_year_share", "clients_lost", "duties_met_share"),
)


@dataclass
class Picture:
    """A place for a chart: how it is drawn, what a reader who cannot see it is told."""

    draw: Callable[[Study], Any]
    words: Callable[[Study], str]
    place: widgets.HTML = field(default_factory=lambda: page("drill-chart"))
    due: bool = False
    _figure: Any = None

    def expect(self) -> None:
        """Empty the place, until the chart is drawn."""
        self.due, self._figure = True, None
        show(self.place, element("p", label("result/drawing")))

    def go_on(self, study: Study) -> None:
        """Arrange the chart in one turn of the loop, and make the picture in the next."""
        # Matplotlib's settings are the process's, a person's own charts among it: no threads.
        figure, self._figure, self.due = self._figure, None, False
        if figure is None:
            self._figure = charts.arranged(self.draw(study))
            self.due = True
            return
        show(self.place, picture(charts.png(figure), self.words(study)))


class Charts:
    """A page of charts, with or without something above them."""

    def __init__(
        self, *pictures: Picture, above: Sequence[widgets.Widget] = (), kind: str = "drill-tab"
    ) -> None:
        self._study: Study | None = None
        self.pictures = pictures
        self.widget = column(*above, *(one.place for one in pictures), kind=kind)

    @property
    def unfinished(self) -> bool:
        """Whether a picture is due."""
        return any(one.due for one in self.pictures)

    def show(self, study: Study) -> None:
        """Take a study; its pictures are due."""
        self._study = study
        for one in self.pictures:
            one.expect()

    def go_on(self) -> None:
        """Go on with the first picture that is due."""
        due = next((one for one in self.pictures if one.due), None)
        if due is not None and self._study is not None:
            due.go_on(self._study)


def over_time() -> Charts:
    """Return the page of exposure, trust and cost over time, each as a range."""
    return Charts(
        *(
            Picture(partial(charts.fan, curve=curve), partial(told, chart="fan", of=curve))
            for curve in CURVES
        )
    )


def money() -> Charts:
    """Return the page of cost: by form of loss, and how often it is above a figure."""
    return Charts(
        Picture(charts.forms, partial(told, chart="forms")),
        Picture(charts.exceedance, partial(told, chart="exceedance", of="cost")),
    )


def told(data: Study | Run, chart: str, of: str = "") -> str:
    """Return what a chart shows in both languages, for who cannot see it."""
    return " · ".join(charts.alt(data, chart, of, language=language) for language in LANGUAGES)


class Glance(Charts):
    """The table of chosen measures, and their differences as a chart."""

    def __init__(self, owner: Owner) -> None:
        self.table = page("drill-glance")
        self.choose = switch(owner, "compare/measures", self._open)
        self.boxes: dict[str, widgets.Checkbox] = {}
        for measure in MEASURES:
            look = {"description": label(f"measure/{measure.name}"), "indent": False}
            first = measure.name in FIRST_MEASURES
            box = dressed(widgets.Checkbox, "drill-check", value=first, **look)
            on_change(owner, box, self._choose)
            self.boxes[measure.name] = box
        self.choices = row(*self.boxes.values(), kind="drill-measures")
        self.choices.layout.display = HIDDEN
        chart = Picture(
            lambda study: charts.differences(study, None, self.measures),
            partial(told, chart="differences"),
        )
        super().__init__(chart, above=(self.choose, self.choices, self.table))

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures that are shown."""
        return tuple(name for name, box in self.boxes.items() if box.value)

    def show(self, study: Study) -> None:
        """Show the table at once; the chart is due where there is a difference."""
        self._study = study
        if not self.measures:
            show(self.table, element("p", label("compare/choose_measure")))
            return
        show(self.table, glance(study, self.measures))
        if len(study.plans) > 1:
            self.pictures[0].expect()
        else:
            self.pictures[0].due = False
            show(self.pictures[0].place)

    def _open(self) -> None:
        self.choices.layout.display = SHOWN if self.choose.value else HIDDEN

    def _choose(self) -> None:
        if self._study is not None:
            self.show(self._study)


class Law(Charts):
    """How often each legal duty was met in time, as a chart and as a table."""

    def __init__(self) -> None:
        self.table = page("drill-wide-table")
        super().__init__(Picture(charts.deadlines, partial(told, chart="deadlines")))
        self.widget.children = (*self.widget.children, self.table)

    def show(self, study: Study) -> None:
        """Show the table at once; the chart is due."""
        super().show(study)
        show(self.table, law(study))


class Inputs(Charts):
    """What was compared, and what not to conclude."""

    def __init__(self) -> None:
        self.table = page("drill-wide-table")
        super().__init__(above=[self.table])

    def show(self, study: Study) -> None:
        """Show the whole page at once."""
        show(self.table, *inputs(study))

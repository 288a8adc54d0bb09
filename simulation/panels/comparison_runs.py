"""Pages of a comparison that look into single runs: who worked on what, and why plans differ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import ipywidgets as widgets

from simulation import charts
from simulation.panels.background import Background, Job
from simulation.panels.comparison_pages import Charts, Picture, told
from simulation.panels.comparison_tables import title_of
from simulation.panels.markup import Markup, Part, beside, element, page, show
from simulation.panels.parts import Owner, both_ways, field, label, on_change, row
from simulation.panels.screen import explained
from simulation.run import Run, run
from simulation.study import MEASURES, Study, Why, why
from simulation.study.choosing import replication_of

HEADINGS = {
    "why/what_differs": ("settings",),
    "why/came_out": ("outcome",),
    "why/how": ("parting", "moment", "step", "waiting", "note"),
}
WHICH = ("typical", "worst")


class Looked(Charts):
    """A page whose choice asks for a run of its own, which is made beside the loop."""

    def __init__(
        self, owner: Owner, thinker: Background, choosers: dict[str, Any], *pictures: Picture
    ) -> None:
        self._thinker = thinker
        self._job: Job | None = None
        self._wanted = False
        for chooser in choosers.values():
            on_change(owner, chooser, self.again)
        self.choosers = choosers
        self.said = page("drill-said")
        choices = row(*choosers.values(), kind="drill-choosers")
        super().__init__(*pictures, above=(choices, self.said))

    @property
    def unfinished(self) -> bool:
        """Whether a picture is due, or a run is to be begun."""
        return super().unfinished or (self._wanted and not self._working)

    @property
    def _working(self) -> bool:
        return self._job is not None and self._thinker.job is self._job

    def again(self) -> None:
        """Ask for the run of what is chosen now."""
        self._wanted = self._study is not None
        show(self.said, element("p", label("result/working"), role="status"))

    def go_on(self) -> None:
        """Draw a picture that is due, else begin the run that is wanted."""
        if super().unfinished:
            super().go_on()
        elif self._wanted and not self._working and self._study is not None:
            self._job = self._thinker.run(self.work(self._study), self._take, self._fail)

    def _take(self, found: Any) -> None:
        self._wanted = False
        self.found(found)

    def _fail(self, error: Exception) -> None:
        self._wanted = False
        show(self.said, element("p", explained(error), role="alert"))

    def work(self, study: Study) -> Any:
        """Return what is to be done beside the loop: a function of the job."""
        raise NotImplementedError

    def found(self, result: Any) -> None:
        """Show what came of it."""
        raise NotImplementedError


class People(Looked):
    """How long tasks waited for each team, and who worked on what in a run of a plan."""

    def __init__(self, owner: Owner, thinker: Background) -> None:
        self.plan = field(widgets.Dropdown, "people/plan")
        self._run: Any = None
        super().__init__(
            *(owner, thinker, {"plan": self.plan}),
            Picture(charts.waiting, partial(told, chart="waiting")),
            Picture(lambda _: charts.gantt(self._run), lambda _: told(self._run, "gantt")),
        )
        # The run stands under its choice, what all runs have in common above it.
        choices, said, waiting, work = self.widget.children
        self.widget.children = (waiting, choices, said, work)

    def show(self, study: Study) -> None:
        """Take a study; its first other plan is looked into."""
        self._study = study
        self.pictures[0].expect()
        options = [(beside(title_of(study, plan)), plan) for plan in study.plans]
        self.plan.options, self.plan.value = options, study.plans[min(1, len(options) - 1)]
        self.again()

    def again(self) -> None:
        """Ask for the run of the plan that is chosen now."""
        super().again()
        self.pictures[1].due = False

    def work(self, study: Study) -> Any:
        """Return the making of the plan's typical run by cost."""
        case = study.cases[study.plans.index(self.plan.value)]
        number = replication_of(study, [self.plan.value], "typical")
        inputs = (case.scenario, case.plan, case.organisation)
        return lambda _: run(*inputs, seed=study.seed, replication=number)

    def found(self, result: Run) -> None:
        """Leave the picture to be drawn."""
        self._run = result
        words = both_ways("people/run", number=result.replication)
        show(self.said, element("p", words, role="status"))
        self.pictures[1].expect()


class Reasons(Looked):
    """Why a plan comes out differently from another in one run, in sentences."""

    def __init__(self, owner: Owner, thinker: Background) -> None:
        self.other = field(widgets.Dropdown, "why/plan")
        self.base = field(widgets.Dropdown, "why/against")
        self.which = field(
            widgets.Dropdown, "why/which", options=[(label(f"which/{w}"), w) for w in WHICH]
        )
        titles = [(label(f"measure/{one.name}"), one.name) for one in MEASURES]
        self.measure = field(widgets.Dropdown, "why/by", options=titles, value="cost")
        choosers = {
            "other": self.other,
            "base": self.base,
            "which": self.which,
            "measure": self.measure,
        }
        self.sentences = page("drill-why")
        super().__init__(owner, thinker, choosers)
        self.widget.children = (*self.widget.children, self.sentences)

    def show(self, study: Study) -> None:
        """Take a study; its second plan is held against its first."""
        self._study = study
        options = [(beside(title_of(study, plan)), plan) for plan in study.plans]
        self.other.options = self.base.options = options
        self.base.value, self.other.value = study.plans[0], study.plans[min(1, len(options) - 1)]
        self.again()

    def again(self) -> None:
        """Ask for the reasons between the two plans that are chosen now."""
        super().again()
        show(self.sentences)
        if self.base.value == self.other.value:
            self._wanted = False
            show(self.said, element("p", label("why/two_plans")))

    def work(self, study: Study) -> Any:
        """Return the making of two runs on the same luck, and the way from one to the other."""
        chosen = (self.base.value, self.other.value, self.which.value, self.measure.value)
        return lambda _: why(study, *chosen)

    def found(self, result: Why) -> None:
        """Show the sentences: what was changed, what came out, and how it came to that."""
        words = both_ways("why/run", number=result.replication)
        show(self.said, element("p", words, role="status"))
        parts: list[Part] = []
        for heading, kinds in HEADINGS.items():
            lines = [_row(link.kind, link.text) for link in result.chain if link.kind in kinds]
            if lines:
                table = element("table", element("tbody", *lines))
                parts += [element("h4", label(heading)), table]
        show(self.sentences, *parts)


def _row(kind: str, text: Mapping[str, str]) -> Markup:
    cells = (element("td", text[language], lang=language) for language in ("en", "zh"))
    return element("tr", *cells, classes=f"drill-why-{kind}")

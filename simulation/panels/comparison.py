"""The risk manager's screen: plans compared on the same luck, beside the notebook's loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from simulation.errors import StudyCancelled
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.background import Background, Job
from simulation.panels.comparison_export import FOLDER, Export
from simulation.panels.comparison_form import Choice, Form, Shelf, shelf
from simulation.panels.comparison_pages import (
    FIRST_MEASURES,
    Charts,
    Glance,
    Inputs,
    Law,
    money,
    over_time,
)
from simulation.panels.comparison_runs import People, Reasons
from simulation.panels.comparison_tables import glance, inputs
from simulation.panels.markup import Part, Static, element, page, show, stylesheet
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    both_ways,
    column,
    label,
    on_change,
    row,
    switch,
    tabs,
)
from simulation.panels.screen import Screen, explained, key_of, opened, take_over
from simulation.study import Study, compare
from simulation.study.comparing import held_against

FRAME_S = 0.25
AT_ONCE_S = 0.01
"""Between two pictures, so that a click comes before the next one."""
SHEET = "comparison.css"


class Comparison(Screen):
    """The widgets of a comparison; what it has found is in `study`.

    >>> from simulation.files import load
    >>> given = shelf(load("breaches/mis-sent-filing"), [load("plans/lean")], None)
    >>> screen = Comparison(given, replications=2, seed=1)
    >>> screen.form.compare.click()
    >>> screen.handle_all()
    >>> screen.background.wait(60)
    True
    >>> screen.handle_all()
    >>> screen.study.plans
    ('lean',)
    """

    def __init__(
        self, given: Shelf, *, replications: int, seed: int, folder: Path | None = None
    ) -> None:
        super().__init__()
        self.study: Study | None = None
        self._shown_for: Choice | None = None
        self._refused = False
        self._given = (replications, seed, given.chosen_organisation)
        self.background, self.thinker = Background(self), Background(self)
        self._job: Job | None = None
        self.form = Form(self, given, replications, seed, self._begin_it, self._cancel)
        self.glance = Glance(self)
        self.pages: dict[str, Charts] = {
            "glance": self.glance,
            "time": over_time(),
            "cost": money(),
            "law": Law(),
            "people": People(self, self.thinker),
            "why": Reasons(self, self.thinker),
            "inputs": Inputs(),
        }
        self.tabs = tabs({label(f"result/{name}"): one.widget for name, one in self.pages.items()})
        on_change(self, self.tabs, self._turn, "selected_index")
        self.export = Export(self, folder or Path(FOLDER), lambda: self.glance.measures)
        self.problem = page("drill-problem")
        self.empty = page("drill-nothing", says=element("p", label("compare/nothing")))
        self.other = page("drill-note", "drill-other")
        self.whole = switch(self, "screen/whole", self._widen)
        self.tabs.layout.display = self.export.widget.layout.display = HIDDEN
        self.shown = column(
            *(self.empty, self.other, self.tabs, self.export.widget), kind="drill-result"
        )
        body = row(self.form.widget, self.shown, kind="drill-sides")
        line = row(self.status, self.whole, kind="drill-line")
        self.children = (stylesheet(SHEET), line, self.problem, body)
        self.add_class("drill-compare")
        self._said = [both_ways("compare/ready")]
        self.handle_all()

    # -- acts ------------------------------------------------------------------------------

    def _begin_it(self) -> str:
        self._refused = True
        choice = self.form.choice()
        self._refused = False
        show(self.problem, "")
        take = partial(self._take_in, choice)
        self._job = self.background.run(lambda job: _work(choice, job), take, self._fail)
        return both_ways("compare/begun")

    def _cancel(self) -> str:
        self.background.cancel()
        self._end()
        return both_ways("compare/called_off")

    def _take_in(self, choice: Choice, study: Study) -> str:
        self._end()
        self._show_study(study, choice)
        done = both_ways("compare/done", runs=study.replications)
        about = f"{study.scenario} · {study.organisation} · {label('compare/seed')} {study.seed}"
        return "; ".join(part for part in (done, about, study.ended) if part)

    def go_on_from(self, before: Comparison) -> None:
        """Go on where a screen on the same inputs was: its choices, and what it has found."""
        if before._given != self._given:
            return
        self.form.choose_as(before.form)
        if before.study is not None and before._shown_for is not None:
            self._show_study(before.study, before._shown_for)

    def _show_study(self, study: Study, choice: Choice) -> None:
        self.study, self._shown_for = study, choice
        show(self.empty)
        self.tabs.layout.display = self.export.widget.layout.display = SHOWN
        for one in self.pages.values():
            one.show(study)
        self.export.show(study)

    def _fail(self, error: Exception) -> str | None:
        self._end()
        if isinstance(error, StudyCancelled):
            return both_ways("compare/called_off")
        lines = explained(error).splitlines()
        show(self.problem, element("div", *(element("p", line) for line in lines), role="alert"))
        return lines[0]

    def _end(self) -> None:
        if self._job is not None:
            self.form.ended(self._job)
        self._job = None

    def _widen(self) -> None:
        change = self.add_class if self.whole.value else self.remove_class
        change("drill-whole")

    def stop(self) -> None:
        """End the loop, and what is still being worked at."""
        self.background.cancel()
        self.thinker.cancel()
        self.export.background.cancel()
        super().stop()

    # -- showing ---------------------------------------------------------------------------

    def _turn(self) -> None:
        """Wake the loop, which draws what the page that was turned to lacks."""

    @property
    def _open(self) -> Charts:
        return list(self.pages.values())[self.tabs.selected_index or 0]

    def pause_s(self) -> float:
        """Return a frame's time while runs are made, and none while pictures are to be drawn."""
        if self._open.unfinished and not self.export.busy:
            return AT_ONCE_S
        return FRAME_S if self._job is not None else super().pause_s()

    def tick(self) -> None:
        """Draw one picture of the tab that is open, if one is to be drawn."""
        # Matplotlib's settings are the process's, so two threads never draw at once.
        if not self.export.busy:
            self._open.go_on()

    def refresh(self) -> None:
        """Show how far the work is."""
        self.form.show_job(self._job)
        choice = self.form.whole_choice()
        if self._refused and choice is not None:
            self._refused = False
            self._said.append(both_ways("compare/ready"))
        self._hold_against(choice)
        self._show_age(choice)
        self.beat()

    def _hold_against(self, choice: Choice | None) -> None:
        """Show what is there against another of its plans, where that alone was chosen anew."""
        study, shown = self.study, self._shown_for
        if self._job is not None or choice is None or study is None or shown is None:
            return
        if choice == shown or replace(choice, plans=shown.plans) != shown:
            return
        order = _order(shown.plans, choice.plans)
        if order is None:
            return
        self._show_study(held_against(study, order, shown.until), choice)
        self._said.append(both_ways("compare/based", plan=choice.plans[0].title))

    def _show_age(self, choice: Choice | None) -> None:
        """Grey the result while another is being worked at, or where it is of other choices."""
        other = self.study is not None and choice != self._shown_for
        old = other or (self._job is not None and self.study is not None)
        for one in (self.tabs, self.export.widget):
            (one.add_class if old else one.remove_class)("drill-old")
        words = both_ways("compare/other") if other and self._job is None else ""
        show(self.other, element("p", words, role="status") if words else "")


def _order(before: Sequence[Plan], now: Sequence[Plan]) -> list[int] | None:
    """Return the places that plans had before, or nothing where they are not the same plans."""
    rest, order = list(range(len(before))), []
    for plan in now:
        place = next((place for place in rest if before[place] == plan), None)
        if place is None:
            return None
        order.append(place)
        rest.remove(place)
    return None if rest else order


def _work(choice: Choice, job: Job) -> Study:
    study = compare(
        choice.scenario,
        choice.plans,
        choice.organisation,
        replications=choice.replications,
        seed=choice.seed,
        until=choice.until,
        progress=job.progress,
        cancel=job.cancelled,
    )
    # Its first table opens pandas, which takes a third of a second: here it holds up nobody.
    study.deadlines()
    return study


def comparison(
    scenario: Scenario | str | None = None,
    plans: Sequence[Plan | str] | None = None,
    organisation: Organisation | str | None = None,
    *,
    replications: int = 500,
    seed: int = 1,
    folder: str | Path | None = None,
) -> Comparison:
    """Return the screen that compares plans, for the last line of a cell.

    Breach, plans and organisation are models, names or files, and are what is chosen at first;
    what is left out is chosen from the library on the screen. Files are written to `folder`, by
    default `comparisons` beside the notebook. Run again on the same inputs, it takes over the
    place of the screen before it; asked for as often and on the same seed, what was chosen and
    found there too.
    """
    what = load_scenario(scenario) if isinstance(scenario, str) else scenario
    who = load_organisation(organisation) if isinstance(organisation, str) else organisation
    which = [load_plan(plan) if isinstance(plan, str) else plan for plan in plans or ()]
    given = shelf(what, which, who)
    place = Path(folder) if folder is not None else None
    made = Comparison(given, replications=replications, seed=seed, folder=place)
    key = key_of("comparison", given.inputs)
    before = opened(key)
    if isinstance(before, Comparison):
        made.go_on_from(before)
    return take_over(key, made)


def result(shown: Comparison | Study) -> Static:
    """Return what a comparison has found, as a page that stays in the notebook.

    >>> from simulation.files import load
    >>> study = compare(
    ...     load("breaches/mis-sent-filing"), load("plans/lean"), replications=2, seed=1
    ... )
    >>> print(repr(result(study)).splitlines()[0])
    mis-sent-filing · bookkeeping-12 · 2 replications on the same draws · seed 1
    """
    study = shown.study if isinstance(shown, Comparison) else shown
    if study is None:
        words = both_ways("compare/again")
        return Static(words, element("p", words))
    measures = shown.glance.measures if isinstance(shown, Comparison) else FIRST_MEASURES
    parts: list[Part] = [
        element("div", glance(study, measures), classes="drill-glance"),
        *inputs(study),
    ]
    return Static(repr(study), *parts, sheets=(SHEET,))

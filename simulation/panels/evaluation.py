"""Where evaluators write what they see while it happens, and rate the objectives."""

from __future__ import annotations

import ipywidgets as widgets

from simulation.drill import Observation, Rating, View
from simulation.drill.evaluating import FINDINGS, RATINGS
from simulation.log import moment_at
from simulation.panels.markup import Markup, beside, element, page, show
from simulation.panels.markup import spoken as as_label
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Desk,
    both_ways,
    button,
    column,
    empty,
    field,
    label,
    row,
)
from simulation.units import show_moment


class Evaluation:
    """A form for observations and one for ratings, and what was written, newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        objectives = self._objectives()
        self.objective = field(widgets.Dropdown, "evaluate/objective", options=objectives)
        self.by = field(widgets.Text, "screen/by")
        self.text = field(widgets.Textarea, "evaluate/text", rows=3)
        found = [(label(f"finding/{one}") if one else "–", one) for one in FINDINGS]
        self.finding = field(widgets.Dropdown, "evaluate/finding", options=found)
        about = [self.text, self.objective, self.finding, self.by]
        self.observe = button(desk, "evaluate/observe", self._observe, "mod-primary", on=about)
        ratings = [(f"{one}: {label(f'rating/{one}')}", one) for one in RATINGS]
        self.rating = field(widgets.Dropdown, "evaluate/rating", options=ratings)
        self.why = field(widgets.Text, "evaluate/why")
        rated = [self.objective, self.rating, self.why, self.by]
        self.rate = button(desk, "evaluate/rate", self._rate, on=rated)
        self.list = page("drill-feed")
        self._form = column(
            row(self.objective, self.by),
            self.text,
            row(self.finding, self.observe),
            row(self.rating, self.why, self.rate),
            self.list,
        )
        self._alone = page("drill-note", says=element("p", both_ways("evaluate/alone")))
        self.widget = column(self._form, self._alone, kind="drill-tab")
        self.players(False)

    def players(self, there: bool) -> None:
        """Hide what evaluators write while the players see the screen."""
        self._form.layout.display = HIDDEN if there else SHOWN
        self._alone.layout.display = SHOWN if there else HIDDEN

    def _objectives(self) -> list[tuple[str, str]]:
        known = self._desk.drill.scenario.objectives
        return [(label("evaluate/any"), ""), *((as_label(one.text), one.id) for one in known)]

    def _observe(self, text: str, objective: str, finding: str, by: str) -> str:
        self._desk.drill.observe(text.strip(), objective, finding, by.strip())
        empty(self.text, text)
        return both_ways("said/observed")

    def _rate(self, objective: str, rating: str, why: str, by: str) -> str:
        drill, reason = self._desk.drill, why.strip()
        known = {(one.objective, one.rating, one.by) for one in drill.ratings if not one.undone}
        # A second press, once the field is empty, must not take the reason away.
        if reason or (objective, rating, by.strip()) not in known:
            drill.rate(objective, rating, reason, by.strip())
        empty(self.why, why)
        return both_ways("said/rated")

    def show(self, view: View) -> None:
        """Show ratings, then observations, newest first."""
        drill = self._desk.drill
        titles = {one.id: beside(one.text) for one in drill.scenario.objectives}
        rated = [_rated(one, titles) for one in drill.ratings]
        seen = [_seen(one, titles, view) for one in reversed(drill.observations)]
        show(self.list, element("ul", *rated, *seen))


def _rated(one: Rating, titles: dict[str, str]) -> Markup:
    return element(
        "li",
        element("strong", f"{one.rating}: {label(f'rating/{one.rating}')}"),
        f" {titles[one.objective]} {_who(one.by)} {one.why} {_undone(undone=one.undone)}",
    )


def _seen(one: Observation, titles: dict[str, str], view: View) -> Markup:
    finding = f"[{label(f'finding/{one.finding}')}] " if one.finding else ""
    return element(
        "li",
        element("span", show_moment(moment_at(view.begins, one.time_s)), classes="drill-when"),
        f" {finding}{one.text} {_who(one.by)} {_undone(undone=one.undone)}",
        element("div", titles.get(one.objective, ""), classes="drill-note"),
    )


def _who(by: str) -> str:
    return f"({beside(by)})" if by else ""


def _undone(*, undone: bool) -> str:
    return f"({label('report/undone_future')})" if undone else ""

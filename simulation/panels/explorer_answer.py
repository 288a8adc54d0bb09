"""The right side of the explorer: the fan, the figures, one run's story, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import ipywidgets as widgets
import numpy as np

from simulation.charts import LiveFan
from simulation.log import moment_at
from simulation.outcomes import Outcome
from simulation.panels.markup import Markup, Part, beside, element, page, show, two
from simulation.panels.parts import (
    Owner,
    both_ways,
    button,
    column,
    dressed,
    label,
    on_change,
    row,
    switch,
)
from simulation.run import Run
from simulation.study import Difference, Study
from simulation.study.curves import CURVES, curve_place
from simulation.study.explaining import Why, why_between
from simulation.study.exploring import Exploration, Which
from simulation.study.figures import Floats
from simulation.study.ledger import CHANGED, UNCHANGED
from simulation.study.wording import (
    figure,
    happened,
    mean_and_interval,
    prints_as_nothing,
    share_words,
)
from simulation.study.workers import program_of
from simulation.text import CATALOGUE, LANGUAGES, lasting
from simulation.units import show_money, show_share
from simulation.world.layout import HOUR

WIDTH_PX, HEIGHT_PX = 760, 226
FIGURES = (
    *("contained_h", "clients_told_h", "record_days_untold"),
    *("cost", "trust_lowest_share", "clients_lost"),
)
MOMENTS = (
    *("first_sign", "confirmed", "contained", "regulator_told"),
    *("clients_told", "media", "cause_fixed"),
)
MEASURE_OF = {curve: curve for curve in CURVES} | {"trust_share": "trust_lowest_share"}
ATTENTION = "sample.attention"
AMOUNTS = ("cost", "people_missed", "people_misused", "trust_lowest_share")
NOTHING = "–"


class Curves:
    """The fan of one curve, changed against unchanged."""

    def __init__(self, owner: Owner, follow: Callable[[], None]) -> None:
        options = [(label(f"curve/{curve}"), curve) for curve in CURVES]
        self.chosen = dressed(widgets.ToggleButtons, "explore-curves", options=options)
        on_change(owner, self.chosen, follow)
        self.progress = page("explore-progress")
        self.picture = dressed(widgets.Image, "explore-fan", format="png")
        head = row(self.chosen, self.progress, kind="explore-head")
        self.widget = column(head, self.picture, kind="explore-chart")
        self._fans: dict[tuple[str, str], LiveFan] = {}
        self._drawn: tuple[object, ...] = ()

    @property
    def measure(self) -> str:
        """What of a run is measured where this curve is looked at."""
        return MEASURE_OF[self.chosen.value]

    def show(self, answer: Exploration) -> None:
        """Draw the fan of an answer, if it is not the one drawn."""
        curve = self.chosen.value
        # A story that came later is an answer of its own.
        if self._drawn == (answer, curve):
            return
        study = answer.study
        key = (curve, study.currency)
        if key not in self._fans:
            self._fans[key] = LiveFan(WIDTH_PX, HEIGHT_PX, *key)
        changed, unchanged = (study.fan(curve, plan) for plan in (CHANGED, UNCHANGED))
        runs = _one_run(answer, curve)
        self.picture.value = self._fans[key].png(changed, unchanged, *runs)
        self._drawn = (answer, curve)

    def show_progress(self, words: str) -> None:
        """Say how far the answer is."""
        show(self.progress, element("span", words))


def _one_run(answer: Exploration, curve: str) -> tuple[Floats | None, Floats | None]:
    """Return the curve of the run whose story is told, changed and unchanged."""
    if answer.pair is None or answer.pair[0].replication >= answer.runs:
        return None, None
    place = curve_place(curve)
    unchanged, changed = answer.study.curves[:, place, :, answer.pair[0].replication]
    return changed, unchanged


class Figures:
    """The main figures: before, after, and the paired difference with its interval."""

    def __init__(self) -> None:
        self.widget = page("explore-figures")

    def show(self, answer: Exploration) -> None:
        """Show the figures of an answer."""
        heads = [
            two(CATALOGUE[f"explore/{name}"])
            for name in ("measure", "before", "after", "difference", "verdict")
        ]
        rows = [_row(answer, name) for name in FIGURES]
        show(
            self.widget,
            element(
                "table",
                element("thead", element("tr", *(element("th", h, scope="col") for h in heads))),
                element("tbody", *rows),
            ),
        )


def _row(answer: Exploration, measure: str) -> Markup:
    study = answer.study
    one = study.difference(measure, CHANGED)
    kind = {"better": "drill-better", "worse": "drill-worse"}.get(one.verdict, "")
    return element(
        "tr",
        element("th", *_title(study, measure), scope="row"),
        element("td", *_mean(study, measure, UNCHANGED)),
        element("td", *_mean(study, measure, CHANGED)),
        element("td", difference_words(one)),
        element("td", *verdict_parts(measure, one, answer), classes=kind),
    )


def verdict_parts(measure: str, one: Difference, answer: Exploration) -> list[Part]:
    """Return what a difference shows, and in how many of the runs it is better."""
    said: list[Part] = [label(verdict_key(one, answer))]
    shown = one.verdict in ("better", "worse") and not one.mean_misleads
    if shown and one.mean is not None and prints_as_nothing(measure, one.mean):
        said.append(", " + both_ways("explore/small"))
    if one.equal_share < 1.0:
        key = "explore/often" if answer.complete else "explore/often_so_far"
        share = both_ways(key, share=share_words(one.better_share), runs=answer.runs)
        said += [" ", element("span", share, classes="explore-often")]
    return said


def _title(study: Study, measure: str) -> list[Part]:
    unit = {"h": "h", "share": "%"}.get(study.unit(measure), study.currency)
    named = study.unit(measure) in ("h", "share", study.currency)
    words = CATALOGUE[f"figure/{measure}"]
    return [two(words), f", {unit}"] if named else [two(words)]


def _mean(study: Study, measure: str, plan: str) -> list[Part]:
    one = study.summary_of(measure, plan)
    if one.mean is None:
        return [label("table/never")]
    mean = element("strong", figure(measure, one.mean))
    return [mean] if one.se is None else [mean, f" ± {figure(measure, one.se)}"]


def difference_words(one: Difference) -> str:
    """Return a paired difference with its interval, as it stands in the table.

    >>> one = Difference(
    ...     "b", "a", "cost", -120.0, -200.0, -40.0, 1.0, 9, "better", None, 0.0, 9, 9, 9, False
    ... )
    >>> difference_words(one)
    '−120 (−200 … −40.0)'
    """
    if one.mean_misleads:
        return beside({language: happened(one, language) for language in LANGUAGES})
    if one.mean is None or one.verdict == "the same in every run":
        return NOTHING
    return " ".join(mean_and_interval(one)).strip()


def verdict_key(one: Difference, answer: Exploration) -> str:
    """Return the message of what a difference shows, and whether more runs may still show it."""
    if one.verdict == "no difference shown":
        return "explore/not_shown" if answer.complete else "explore/not_yet"
    same = one.verdict == "the same in every run"
    return "story/same" if same else f"verdict/{one.verdict}"


class Story:
    """One replication's two runs side by side."""

    def __init__(self, owner: Owner, follow: Callable[[Which], None]) -> None:
        self._follow = follow
        self._run: int | None = None
        self.which: Which = "typical"
        self.typical = button(owner, "story/typical", self._typical)
        self.worst = button(owner, "story/worst", self._worst)
        self.next = button(owner, "story/next", self._next)
        self.name = page("explore-run")
        self.table = page("explore-story")
        head = row(self.name, self.typical, self.worst, self.next, kind="explore-head")
        self.widget = column(head, self.table, kind="explore-told")
        self._most = 1

    def _typical(self) -> None:
        self._choose("typical")

    def _worst(self) -> None:
        self._choose("worst")

    def _next(self) -> None:
        self._choose(0 if self._run is None else (self._run + 1) % self._most)

    def _choose(self, which: Which) -> None:
        self.which = which
        self._follow(which)

    def show(self, answer: Exploration) -> None:
        """Tell the story of an answer; until a new one is there the old one stays."""
        self._most = answer.asked
        if answer.pair is None:
            return
        before, after = answer.pair
        self._run = before.replication
        show(self.name, element("strong", label("story/title")), f" {self._run}")
        for which, choice in (("typical", self.typical), ("worst", self.worst)):
            (choice.add_class if self.which == which else choice.remove_class)("explore-on")
        heads = ["", *(two(CATALOGUE[f"explore/{name}"]) for name in ("before", "after")), ""]
        show(
            self.table,
            element(
                "table",
                element("thead", element("tr", *(element("th", h, scope="col") for h in heads))),
                element("tbody", *_moments(answer, before, after), *_amounts(before, after)),
            ),
        )


def _moments(answer: Exploration, before: Run, after: Run) -> Iterator[Markup]:
    begins = program_of(answer.study.cases[0], answer.study.seed).begins
    for name in MOMENTS:
        hours = [getattr(run.outcome, f"{name}_h") for run in (before, after)]
        if hours == [None, None]:
            continue
        cells = []
        for one in hours:
            if one is None:
                cells.append(label("table/never"))
            else:
                moment = moment_at(begins, round(one * HOUR))
                cells.append(f"{moment.day} {moment:%b %Y %H:%M}")
        yield _line(name, cells, _apart(*hours))
    yield from _peak(begins, before, after)


def _peak(begins: datetime, before: Run, after: Run) -> Iterator[Markup]:
    """Give the day of the most public attention; the log has one figure of it a day."""
    tops = [max(run.log.of(ATTENTION), key=lambda event: event.after) for run in (before, after)]
    if not any(top.after for top in tops):
        return
    days = [moment_at(begins, top.time_s) if top.after else None for top in tops]
    cells = [f"{day.day} {day:%b %Y}" if day else label("table/never") for day in days]
    known = [day.toordinal() for day in days if day]
    apart = "" if len(known) < len(days) else _apart(*(24.0 * day for day in known))
    yield _line("peak", cells, apart)


def _apart(before_h: float | None, after_h: float | None) -> str:
    if before_h is None or after_h is None:
        return ""
    seconds = round((after_h - before_h) * HOUR)
    if not seconds:
        return ""
    key = "story/later" if seconds > 0 else "story/earlier"
    return both_ways(key, time=lasting(abs(seconds)))


def _amounts(before: Run, after: Run) -> Iterator[Markup]:
    for name in AMOUNTS:
        cells = [_amount(name, run.outcome) for run in (before, after)]
        yield _line(name, cells, "")


def _amount(name: str, outcome: Outcome) -> str:
    value = getattr(outcome, name)
    if name == "cost":
        return show_money(value, outcome.currency)
    if name == "people_missed":
        return f"{value:,.0f}"
    return show_share(value) if name.endswith("_share") else f"{value:,.1f}"


def _line(name: str, cells: list[str], apart: str) -> Markup:
    parts: list[Part] = [element("th", two(CATALOGUE[f"story/{name}"]), scope="row")]
    kind = "" if cells[0] == cells[1] else "explore-differs"
    return element("tr", *parts, *(element("td", c) for c in [*cells, apart]), classes=kind)


class Reasons:
    """Why the run whose story is told comes out differently: the main sentences, or all."""

    def __init__(self, owner: Owner) -> None:
        title = page("explore-run", says=element("strong", label("story/why")))
        self.text = page("explore-why")
        self.all = switch(owner, "story/all", self._tell)
        head = row(title, self.all, kind="explore-head")
        self.widget = column(head, self.text, kind="explore-told")
        self._told: object = None
        self._pair: object = None
        self._measure = "cost"
        self._why: Why | None = None
        self._differ = (0, 0)

    def show(self, answer: Exploration, measure: str) -> None:
        """Follow the two logs back, once for each pair of runs; count those that differ."""
        if answer.pair is None or (answer.pair, measure, answer.runs) == self._told:
            return
        self._told = (answer.pair, measure, answer.runs)
        labels = (CATALOGUE["story/old_settings"], CATALOGUE["story/new_settings"])
        unchanged, changed = answer.study.cases
        if answer.pair != self._pair:
            self._pair = answer.pair
            self._why = why_between(*answer.pair, unchanged, changed, labels)
        change = answer.study.of(measure, CHANGED) - answer.study.of(measure, UNCHANGED)
        self._differ = int(np.count_nonzero(change)), len(change)
        self._measure = measure
        self._tell()

    def _tell(self) -> None:
        if self._why is None:
            return
        chain = self._why.chain if self.all.value else self._why.main
        lines = [
            element("li", two(link.text), classes="explore-step" if link.kind == "step" else "")
            for link in chain
        ]
        count, runs = self._differ
        what = CATALOGUE[f"figure/{self._measure}"]
        note = element("p", both_ways("story/differ", count=count, runs=runs, measure=what))
        show(self.text, note, element("ul", *lines))

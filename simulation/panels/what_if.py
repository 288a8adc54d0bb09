"""What if, on the console: another option of a decision that was taken, played to the end."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from simulation.drill import DecisionView, View, WhatIf
from simulation.drill.course import Record
from simulation.drill.what_if import Changed, Futures, what_if
from simulation.errors import ActRefused
from simulation.panels.ahead import Sight, as_of, cell
from simulation.panels.foresight import Foresight
from simulation.panels.markup import Markup, Part, beside, element, page, show, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Desk,
    both_ways,
    button,
    column,
    field,
    label,
    row,
)
from simulation.panels.screen import explained
from simulation.study.measures import measure_named
from simulation.study.wording import figure
from simulation.text import CATALOGUE, LANGUAGES, Text

FUTURES = 30
MOST_SENTENCES = 2
MOST_ACTS = 6


class Otherwise:
    """The small panel that opens beside a past decision."""

    def __init__(self, desk: Desk, foresight: Foresight, close: Callable[[], None]) -> None:
        self._desk, self._foresight = desk, foresight
        self._decision: DecisionView | None = None
        self._made_for: Record | None = None
        self._result: list[Part] = []
        self._at_work = False
        self.head = page("drill-question")
        self.options = field(widgets.RadioButtons, "ahead/instead", "drill-options", options=[])
        self.ask = button(desk, "ahead/ask", self._ask, "mod-primary")
        self.cancel = button(desk, "ahead/cancel", self._cancel)
        self.close = button(desk, "ahead/close", close)
        self.progress = page("drill-key")
        self.sight = Sight(desk, self.ask, self.cancel, self.close)
        self.form = column(self.head, self.options)
        tools = row(self.ask, self.cancel, self.close, self.sight.share)
        self.widget = column(self.form, tools, self.progress, self.sight.result)

    def open(self, decision: DecisionView) -> None:
        """Turn to a decision that was taken."""
        if self._decision is None or self._decision.name != decision.name:
            if self._at_work:
                self._foresight.cancel()
            self._made_for = None
            self.sight.fill(fresh=True)
        self._decision = decision
        labels = dict(decision.options)
        show(
            self.head,
            element("h4", f"{label('ahead/what_if')}: ", two(decision.question)),
            element("div", both_ways("ahead/played"), ": ", two(labels[decision.answer or ""])),
        )
        others = [(beside(t), n) for n, t in decision.options if n != decision.answer]
        if tuple(others) != tuple(self.options.options):
            self.options.options = others
            self.options.value = others[0][1] if others else None

    @property
    def shared(self) -> bool:
        """Whether the result is for the whole room."""
        return bool(self.sight.share.value)

    def players(self, on: bool) -> None:
        """Hide from the players what is not shared with them."""
        self.form.layout.display = HIDDEN if on else SHOWN
        self.progress.layout.display = HIDDEN if on else SHOWN
        self.sight.players(on)

    def _ask(self) -> str:
        decision, option = self._decision, self.options.value
        if decision is None or option is None:
            raise ActRefused(both_ways("ahead/choose"))
        self._at_work = True
        self._foresight.ask(
            lambda record, how: what_if(record, {decision.name: option}, futures=FUTURES, how=how),
            *(self._take_in, self._failed, self._dropped),
        )
        return both_ways("ahead/begun")

    def _take_in(self, answer: WhatIf, record: Record) -> str:
        self._at_work, self._made_for = False, record
        self._result = _result(answer)
        self.sight.share.value = False  # shown with the next view, as is for which moment it holds
        return both_ways("ahead/here")

    def _failed(self, error: Exception) -> str:
        self._at_work = False
        return explained(error)

    def _dropped(self) -> None:
        self._at_work = False

    def _cancel(self) -> str:
        self._foresight.cancel()
        return both_ways("ahead/called_off")

    def show(self, view: View) -> None:
        """Show how far it is, and the last result, grey once the drill is another."""
        now = self._desk.drill.record()
        if self._made_for is not None and not self._made_for.leads_to(now):
            self.sight.fill()  # it speaks of what has been undone since
        elif self._made_for is not None:
            old = self._made_for != now
            key = as_of(self._made_for.reached_s, view, old=old)
            self.sight.fill(*self._result, key, old=old)
        job = self._foresight.job if self._at_work else None
        self.cancel.disabled = job is None
        self.ask.disabled = job is not None
        show(
            self.progress,
            "" if job is None else both_ways("ahead/progress", done=job.done, total=FUTURES),
        )


def _result(answer: WhatIf) -> list[Part]:
    """Return the table of both courses, why they differ, and what could not be done again."""
    asked = element("strong", beside(answer.changed))
    if answer.same:
        return [asked, element("p", both_ways("ahead/same"))]
    parts: list[Part] = [asked, _figures(answer), *by_luck(answer)]
    told = [answer.in_short(MOST_SENTENCES, language) for language in LANGUAGES]
    parts += [element("p", two({"en": en, "zh": zh})) for en, zh in zip(*told, strict=True)]
    if answer.dropped:
        acts = [
            element("li", f"{beside(act.what)} – {beside(act.reason)}")
            for act in answer.dropped[:MOST_ACTS]
        ]
        parts += [element("div", both_ways("ahead/not_again")), element("ul", *acts)]
    return parts


def _figures(answer: WhatIf) -> Markup:
    futures = answer.futures
    currency = answer.base.outcome.currency
    count = futures.replications if futures else 0
    names = [CATALOGUE[f"ahead/{name}"] for name in ("measure", "played", "what_if")]
    words = CATALOGUE["ahead/difference"]
    names.append({language: words[language].format(futures=count) for language in LANGUAGES})
    rows = []
    for one in answer.differences:
        change = futures.of(one.measure) if futures else None
        rows.append(
            element(
                "tr",
                element("th", two(_title(one.measure, currency)), scope="row"),
                element("td", _value(one.measure, one.played), classes="drill-number-cell"),
                element("td", _value(one.measure, one.what_if), classes="drill-number-cell"),
                cell(change) if change else element("td"),
            )
        )
    head = element("tr", *(element("th", two(name), scope="col") for name in names))
    return element("table", element("thead", head), element("tbody", *rows))


def by_luck(answer: WhatIf) -> list[Part]:
    """Say where this one course went the other way than its futures, lest it seem a mistake."""
    against = [one.measure for one in answer.differences if _against(one, answer.futures)]
    if not against:
        return []
    names: Text = {
        language: ", ".join(CATALOGUE[f"measure/{measure}"][language] for measure in against)
        for language in LANGUAGES
    }
    return [element("p", both_ways("ahead/by_luck", measures=names))]


def _against(one: Changed, futures: Futures | None) -> bool:
    """Whether a course differs to the other side than its futures do, where they show one."""
    if futures is None or one.change is None:
        return False
    expected = futures.of(one.measure)
    shown = expected.verdict in ("better", "worse") and not expected.mean_misleads
    return shown and one.change * (expected.mean or 0.0) < 0.0


def _title(measure: str, currency: str) -> dict[str, str]:
    unit = measure_named(measure).unit
    units = {"money": {"en": currency, "zh": currency}, "share": {"en": "%", "zh": "%"}}
    words = CATALOGUE[f"measure/{measure}"]
    known = units.get(unit) or ({} if unit in ("people", "clients", "record-days") else None)
    named = CATALOGUE["unit/h"] if known is None else known
    return {
        language: f"{words[language]}, {named[language]}" if named else words[language]
        for language in LANGUAGES
    }


def _value(measure: str, value: float | None) -> str:
    if value is None:
        return label("table/never")
    return figure(measure, value)  # in the unit of its row, as the difference is

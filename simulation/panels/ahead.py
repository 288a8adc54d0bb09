"""Looking ahead on the console: the forecast of an inject, and the cost of waiting."""

from __future__ import annotations

import time
from collections.abc import Sequence

import ipywidgets as widgets

from simulation.drill import DecisionView, Forecast, InjectView, View, WaitingCost
from simulation.drill.course import Record
from simulation.drill.forecast import AFTER_D, forecast, waiting_cost
from simulation.drill.futures import MARK_MEASURES
from simulation.drill.saying import change_text
from simulation.drill.viewing import moment
from simulation.panels.background import Job
from simulation.panels.foresight import Foresight
from simulation.panels.markup import Markup, Part, beside, element, page, show, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Desk,
    both_ways,
    button,
    column,
    label,
    row,
    switch,
)
from simulation.panels.screen import explained
from simulation.study import Difference
from simulation.study.wording import NEXT_TO_NOTHING
from simulation.text import CATALOGUE, LANGUAGES, Text

FUTURES, WAITING_FUTURES = 40, 24
HEADS = {
    "people_affected": "ahead/exposed",
    "record_days_untold": "unit/record-days",
    "trust_at_year_share": "ahead/trust",
}
"""Measures that have shorter words here than elsewhere."""
LEAST_PAUSE_S = 3.0
"""While the drill runs, so much of the room's time passes between two looks ahead."""


class Sight:
    """A result with a button that shares it: players see nothing else of it."""

    def __init__(self, desk: Desk, *tools: widgets.Widget) -> None:
        self.result = page("drill-ahead")
        self.share = switch(desk, "ahead/share", _look, layout={"display": HIDDEN})
        self._tools = tools
        self._before_players = False

    def players(self, on: bool) -> None:
        """Hide from the players what is not shared with them."""
        self._before_players = on
        for tool in self._tools:
            tool.layout.display = HIDDEN if on else SHOWN
        self.share.layout.display = SHOWN if self.result.value and not on else HIDDEN
        self.result.layout.display = HIDDEN if on and not self.share.value else SHOWN

    def fill(self, *parts: Part, old: bool = False, fresh: bool = False) -> None:
        """Show a result; a fresh one is not shared until the facilitator says so."""
        if fresh:
            self.share.value = False
        change = self.result.add_class if old else self.result.remove_class
        change("drill-past")
        show(self.result, *parts)
        self.players(self._before_players)


class Foreseen:
    """The forecast of the chosen inject."""

    def __init__(self, desk: Desk, foresight: Foresight) -> None:
        self._desk, self._foresight = desk, foresight
        self._inject: InjectView | None = None
        self._answer: Forecast | None = None
        self._made_for: Record | None = None
        self._title: Text = ""
        self._name = ""
        self.ask = button(desk, "ahead/forecast", self._ask)
        self.close = button(desk, "ahead/shut", self._close)
        self.sight = Sight(desk, self.ask, self.close)
        self.widget = column(row(self.ask, self.sight.share, self.close), self.sight.result)

    def _ask(self) -> str | None:
        inject = self._inject
        if inject is None:
            return both_ways("said/choose_inject")

        def then(answer: Forecast, record: Record) -> str:
            self._answer, self._made_for = answer, record
            self._name, self._title = inject.name, inject.title
            self.sight.share.value = False
            return both_ways("ahead/foreseen")

        self._foresight.ask(
            lambda record, how: forecast(record, inject.name, futures=FUTURES, how=how),
            *(then, explained, _look),
        )
        return both_ways("ahead/begun")

    def _close(self) -> None:
        self._answer, self.sight.share.value = None, False

    def show(self, view: View, inject: InjectView | None) -> None:
        """Show the last forecast beside its own inject, grey once the drill has moved on.

        Players have no list of what is to come, so what is shared with them stays for all.
        """
        self._inject = inject
        self.ask.disabled = inject is None or inject.state in ("released", "skipped")
        own = inject is not None and inject.name == self._name
        now, made_for = self._desk.drill.record(), self._made_for
        holds = made_for is not None and made_for.leads_to(now)
        if self._answer is None or not holds or not (own or self.sight.share.value):
            self.sight.fill()
            self.close.layout.display = HIDDEN
            return
        old = made_for != now
        self.sight.fill(*_forecast(self._answer, self._title, view, old=old), old=old)


class Waiting:
    """What waiting with the open question costs, worked out by itself while it is switched on."""

    def __init__(self, desk: Desk, foresight: Foresight) -> None:
        self._desk, self._foresight = desk, foresight
        self._answers: dict[str, tuple[WaitingCost, Record]] = {}
        self._asked: tuple[str, Record] | None = None
        self._job: Job | None = None
        self._question = ""
        self._asked_s = float("-inf")
        self.switch = switch(desk, "ahead/look", self._switched)
        self.sight = Sight(desk)
        self.widget = self.sight.result
        self._players = False

    def players(self, on: bool) -> None:
        """Look no further while players look."""
        self._players = on
        self.sight.players(on)

    def _switched(self) -> None:
        self._asked = None
        if not self.switch.value:
            self._answers.clear()

    def show(self, view: View, decision: DecisionView | None) -> None:
        """Show the cost of waiting with a question, and ask anew when it holds no more."""
        waits = decision is not None and decision.answer is None
        if not waits:
            self.sight.fill()
        self.switch.layout.display = SHOWN if waits and not self._players else HIDDEN
        if decision is None or not waits:
            return
        if decision.name != self._question:
            self._question = decision.name
            self.sight.fill(fresh=True)
        if self.switch.value and not self._players:
            self._keep_up(decision)
        found = self._answers.get(decision.name)
        now = self._desk.drill.record()
        if found is None or not found[1].leads_to(now):
            begun = self.switch.value and self._foresight.job is not None
            self.sight.fill(*([label("ahead/begun")] if begun else []))
            self.sight.share.layout.display = HIDDEN
            return
        answer, record = found
        old = record != now
        self.sight.fill(*_waiting(answer, decision, view, old=old), old=old)

    def _keep_up(self, decision: DecisionView) -> None:
        """Ask when the drill has moved on, unless something is being answered already."""
        drill = self._desk.drill
        state = (decision.name, drill.record())
        now_s = time.monotonic()
        running = drill.pace.running
        job = self._foresight.job
        # A running drill moves on all the while, so that what is asked there is let finish.
        busy = job is not None and (job is not self._job or running)
        soon = running and now_s - self._asked_s < LEAST_PAUSE_S
        if state == self._asked or busy or soon:
            return
        name, options = decision.name, [option for option, _ in decision.options]
        self._job = self._foresight.ask(
            lambda record, how: waiting_cost(
                *(record, name, options), futures=WAITING_FUTURES, how=how
            ),
            *(self._take_in, explained, self._dropped),
        )
        self._asked, self._asked_s = state, now_s

    def _take_in(self, answer: WaitingCost, record: Record) -> None:
        self._answers[answer.decision] = (answer, record)

    def _dropped(self) -> None:
        self._asked = None


def _look() -> None:
    """Only what is shown changes, and it is drawn after every act."""


def _forecast(answer: Forecast, title: Text, view: View, *, old: bool) -> list[Part]:
    heads = [CATALOGUE["ahead/measure"], *(_days(d) for d in AFTER_D), CATALOGUE["ahead/end"]]
    rows = [
        [
            element("th", two(_measure(measure, answer.currency)), scope="row"),
            *(cell(answer.of(measure, after_d)) for after_d in (*AFTER_D, None)),
        ]
        for measure in MARK_MEASURES
    ]
    return [
        element("strong", beside(title)),
        element("div", both_ways("ahead/if_released", futures=answer.futures)),
        _table(heads, rows),
        as_of(answer.at_s, view, old=old),
        element("div", both_ways("ahead/whose"), classes="drill-key"),
    ]


def _waiting(answer: WaitingCost, decision: DecisionView, view: View, *, old: bool) -> list[Part]:
    labels = dict(decision.options)
    measures = [_measure(measure, answer.currency) for measure in MARK_MEASURES]
    rows = [
        [
            element("th", two(labels[one.option]), scope="row"),
            *(cell(one.of(measure)) for measure in MARK_MEASURES),
        ]
        for one in answer.options
    ]
    return [
        element("div", both_ways("ahead/waiting", futures=answer.futures)),
        _table([CATALOGUE["ahead/option"], *measures], rows),
        as_of(answer.at_s, view, old=old),
        element("div", both_ways("ahead/whose"), classes="drill-key"),
    ]


def _days(days: int) -> dict[str, str]:
    return {
        language: CATALOGUE["ahead/days"][language].format(days=days) for language in LANGUAGES
    }


def _measure(measure: str, currency: str) -> dict[str, str]:
    """Return a measure in few words, with its unit; trust is that of the moment or of the end."""
    units = {
        "cost": {"en": currency, "zh": currency},
        "trust_at_year_share": CATALOGUE["unit/points"],
    }
    unit = units.get(measure, {})
    words = CATALOGUE[HEADS.get(measure, f"measure/{measure}")]
    return {
        language: f"{words[language]}, {unit[language]}" if unit else words[language]
        for language in LANGUAGES
    }


def cell(change: Difference) -> Markup:
    """Return a mean difference as a cell of a table, in the colour of better or worse.

    The interval stands under the mean, for both on one line are wider than a column.
    """
    text = change_text(change)
    kind = {"better": "drill-better", "worse": "drill-worse"}.get(change.verdict, "")
    kind = "" if text == NEXT_TO_NOTHING else kind
    mean, _, interval = text.rstrip(")").partition(" (")
    parts: list[Part] = [mean]
    if interval:
        parts.append(element("div", interval.replace(" to ", " … "), classes="drill-interval"))
    return element("td", *parts, classes=f"drill-number-cell {kind}".strip())


def _table(heads: Sequence[Text], rows: Sequence[Sequence[Markup]]) -> Markup:
    return element(
        "table",
        element("thead", element("tr", *(element("th", two(h), scope="col") for h in heads))),
        element("tbody", *(element("tr", *cells) for cells in rows)),
    )


def as_of(at_s: int, view: View, *, old: bool) -> Markup:
    """Return for which moment of the drill a result holds, and how to read it."""
    when = both_ways("ahead/as_of", moment=moment(view.begins, at_s))
    late = f" ({label('ahead/moved_on')})" if old else ""
    return element("div", f"{when}{late}. {both_ways('ahead/key')}", classes="drill-key")

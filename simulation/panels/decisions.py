"""The decisions before the room: the question, time left, options, reason and by whom."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from simulation.drill import DecisionView, View
from simulation.errors import ActRefused
from simulation.panels.ahead import Waiting
from simulation.panels.foresight import Foresight
from simulation.panels.markup import Markup, beside, element, page, show, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Desk,
    both_ways,
    button,
    column,
    field,
    label,
    on_change,
    role,
    row,
    set_choices,
    time_left,
)
from simulation.panels.what_if import Otherwise

MOST_ROWS = 10
"""What a high window shows; a lower one has fewer of them, by the style sheet."""


class AnswerForm:
    """The fields of one question: a click that comes late still answers what it was put under."""

    def __init__(
        self, desk: Desk, decision: DecisionView, tools: Sequence[widgets.Widget]
    ) -> None:
        self._desk, self._decision = desk, decision
        choices = [(beside(text), name) for name, text in decision.options]
        self.options = field(
            *(widgets.RadioButtons, "decisions/options", "drill-options"),
            options=choices,
            value=None,
        )
        self.by = field(widgets.Text, "decisions/by")
        self.reason = field(widgets.Text, "decisions/reason")
        self.decide = button(
            *(desk, "decisions/decide", self._decide, "mod-primary"),
            on=[self.options, self.reason, self.by],
        )
        self.widget = column(
            *(self.options, row(self.reason), row(self.by, self.decide, *tools)), display=HIDDEN
        )

    def _decide(self, chosen: str | None, reason: str, by: str) -> str:
        if chosen is None:
            raise ActRefused(both_ways("said/choose_option"))
        self._desk.drill.decide(self._decision.name, chosen, reason.strip(), by.strip())
        return both_ways("said/decided", option=dict(self._decision.options)[chosen])

    def show(self, decision: DecisionView) -> None:
        """Show the answer, or what was filled in before there was one."""
        taken = decision.answer is not None
        if taken is not (self._decision.answer is not None):
            self.options.value, self.reason.value, self.by.value = None, "", ""
        if taken:
            self.options.value = decision.answer
        self._decision = decision
        for part in (self.options, self.reason, self.by, self.decide):
            part.disabled = taken


class Decisions:
    """Open decisions first, then those taken."""

    def __init__(self, desk: Desk, foresight: Foresight) -> None:
        self._desk = desk
        self._decisions: dict[str, DecisionView] = {}
        self._shown, self._to_newest = "", False
        self._players = False
        self.list = field(
            *(widgets.Select, "decisions/list", "drill-list", "drill-questions"), rows=MOST_ROWS
        )
        self.detail = page("drill-question")
        on_change(desk, self.list, self._look)
        self.ask = button(desk, "ahead/what_if", self._ask)
        self.waiting = Waiting(desk, foresight)
        self.otherwise = Otherwise(desk, foresight, self._close)
        self.otherwise.widget.layout.display = HIDDEN
        tools = (self.ask, self.waiting.switch, self.waiting.sight.share)
        asked = desk.drill.view().decisions
        self.forms = {decision.name: AnswerForm(desk, decision, tools) for decision in asked}
        answering = column(*(form.widget for form in self.forms.values()))
        self._taking = column(self.list, self.detail, answering, self.waiting.widget)
        self.widget = column(self._taking, self.otherwise.widget, kind="drill-tab")

    def players(self, on: bool) -> None:
        """Hide from the players what is the facilitator's alone."""
        self._players = on
        self.waiting.players(on)
        self.otherwise.players(on)
        if on and not self.otherwise.shared:
            self._close()

    def _ask(self) -> None:
        decision = self._decisions.get(self.list.value or "")
        if decision is None or decision.answer is None:
            raise ActRefused(both_ways("ahead/not_taken"))
        self.otherwise.open(decision)
        self._taking.layout.display, self.otherwise.widget.layout.display = HIDDEN, SHOWN

    def _close(self) -> None:
        self._taking.layout.display, self.otherwise.widget.layout.display = SHOWN, HIDDEN

    def _look(self) -> None:
        """Only the question changes, and it is drawn after every act."""

    def turn_to_newest(self) -> None:
        """Choose, when next shown, the question raised last, or that nobody answered in time."""
        self._to_newest = True

    def show(self, view: View) -> None:
        """Show what waits for an answer, and the chosen question in full."""
        before = self._decisions
        raised = [d for d in view.decisions if d.raised_s is not None]
        self._decisions = {d.name: d for d in sorted(raised, key=_place)}
        set_choices(self.list, [(_line(d, view), d.name) for d in self._decisions.values()])
        waiting = [name for name, d in self._decisions.items() if d.answer is None]
        was_open = {name for name, d in before.items() if d.answer is None}
        # Once the question on the screen has its answer, the next one is put.
        if waiting and self._shown in was_open and self._shown not in waiting:
            self.list.value = waiting[0]
        # An answer that was taken back leaves its question to be put again.
        if again := [name for name in waiting if name in before.keys() - was_open]:
            self.list.value = again[0]
        if self._to_newest:
            self._to_newest = False
            self._close()
            newest = max(self._decisions.values(), key=_news_s, default=None)
            self.list.value = newest.name if newest is not None else None
        self._show_chosen(view)

    def _show_chosen(self, view: View) -> None:
        decision = self._decisions.get(self.list.value or "")
        self._shown = decision.name if decision is not None else ""
        if decision is None:
            show(self.detail, element("p", both_ways("decisions/none"), classes="drill-note"))
        else:
            show(self.detail, _detail(decision, view))
            self.form.show(decision)
        for name, form in self.forms.items():
            form.widget.layout.display = SHOWN if name == self._shown else HIDDEN
        asks = decision is not None and decision.answer is not None and not self._players
        self.ask.layout.display = SHOWN if asks else HIDDEN
        self.waiting.show(view, decision)
        self.otherwise.show(view)

    @property
    def form(self) -> AnswerForm:
        """The form of the question on the screen."""
        return self.forms[self._shown]


def _news_s(decision: DecisionView) -> tuple[int, bool]:
    fallen_s = decision.answered_s if decision.by_default else None
    return max(decision.raised_s or 0, fallen_s or 0), decision.answer is None


def open_count(view: View) -> int:
    """Return how many decisions wait for an answer."""
    return sum(d.raised_s is not None and d.answer is None for d in view.decisions)


def _place(decision: DecisionView) -> tuple[bool, int]:
    if decision.answer is not None:
        return True, -(decision.answered_s or 0)
    return False, decision.deadline_s or 0


def _line(decision: DecisionView, view: View) -> str:
    if decision.by_default:
        return f"– {label('decisions/nobody')}: {beside(decision.question)}"
    if decision.answer is not None:
        return f"✓ {beside(decision.question)}"
    left = time_left(decision.deadline_s, view.now_s) if decision.deadline_s is not None else ""
    return f"? {left}  {beside(decision.question)}"


def _detail(decision: DecisionView, view: View) -> Markup:
    return element(
        "div",
        element("h4", two(decision.question)),
        *(element("div", fact, classes="drill-note") for fact in _facts(decision, view)),
    )


def _facts(decision: DecisionView, view: View) -> list[str]:
    labels = dict(decision.options)
    facts = [f"{label('decisions/owner')}: {role(decision.owner)}"]
    if decision.answer is None and decision.deadline_s is not None:
        facts.append(time_left(decision.deadline_s, view.now_s))
        if decision.default:
            facts.append(f"{label('decisions/default')}: {beside(labels[decision.default])}")
    if decision.advice is not None:
        facts.append(f"{label('decisions/advice')}: {beside(labels[decision.advice])}")
    if decision.answer is not None:
        facts.append(f"{how_answered(decision)}: {beside(labels[decision.answer])}")
        facts += [words for words in (decision.by, decision.reason) if words]
    return facts


def how_answered(decision: DecisionView) -> str:
    """Say whether the room decided, or nobody did and the default holds."""
    return label("decisions/by_default" if decision.by_default else "decisions/answer")

"""Time travel on the console: events to go back to, branches to open, name and compare."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from simulation.drill import Answer, BranchComparison, BranchView, Done, View
from simulation.drill.branches import DUTIES_MET
from simulation.errors import ActRefused
from simulation.panels.markup import Markup, Part, beside, element, join, page, show, two
from simulation.panels.moments import Moments
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
    set_choices,
)
from simulation.study.wording import amount
from simulation.text import CATALOGUE, LANGUAGES

NOTHING = "–"


class Travel:
    """The way back to any event, and the branches that are left when one goes on from there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._compared: tuple[int, int, int] | None = None
        self._left = ""
        self.hidden = False
        self.events = Moments(desk)
        self.moments = self.events.list
        self.back_to = button(desk, "travel/back_to", self._back_to, on=[self.moments])
        self.go_on = button(desk, "screen/go_on_here", self._go_on, "mod-primary")
        self.now = button(desk, "screen/now_again", self._now)
        self.earlier = button(desk, "travel/earlier", lambda: self._beside(-1))
        self.later = button(desk, "travel/later", lambda: self._beside(1))
        self.branches = field(widgets.Dropdown, "travel/branches", options=[])
        self.courses = page("drill-table", "drill-branches")
        self.open = button(desk, "travel/open", self._open, on=[self.branches])
        self.compare = button(desk, "travel/compare", self._compare, on=[self.branches])
        self.name = field(widgets.Text, "travel/name")
        self.name_it = button(
            *(desk, "travel/name_it", self._name_it), on=[self.branches, self.name]
        )
        self.comparison = page("drill-ahead")
        self.where = page("drill-looking-back")
        self.banner = row(
            *(self.where, self.earlier, self.later, self.go_on, self.now), kind="drill-banner"
        )
        self.tools = column(
            self.courses,
            row(self.branches, self.open, self.compare),
            row(self.name, self.name_it),
            self.comparison,
        )
        turning = row(self.back_to, *self.events.pages)
        self.widget = column(self.events.widget, turning, self.events.chosen, self.tools)

    def players(self, on: bool) -> None:
        """Hide from players what they could go back to."""
        self.hidden = on
        self.widget.layout.display = HIDDEN if on else SHOWN

    # -- acts ------------------------------------------------------------------------------

    def _back_to(self, event: str | None) -> str:
        if event is None:
            raise ActRefused(both_ways("said/choose_moment"))
        drill = self._desk.drill
        drill.go_to(event=int(event))
        return both_ways("said/looking_back", moment=drill.view().moment)

    def _beside(self, step: int) -> str:
        number = self.events.beside(step)
        if number is None:
            raise ActRefused(both_ways("said/no_further"))
        drill = self._desk.drill
        drill.go_to(event=number)
        self.events.choose(number)
        return both_ways("said/looking_back", moment=drill.view().moment)

    def _go_on(self) -> str:
        drill = self._desk.drill
        left = next(branch.number for branch in drill.branches if branch.current)
        drill.go_on_from_here()
        self._left = str(left)
        return both_ways("said/went_on", moment=drill.view().moment)

    def _now(self) -> str:
        self._desk.drill.now_again()
        return both_ways("said/now_again")

    def _open(self, branch: str | None) -> str:
        number = self._other(branch)
        self._desk.drill.open_branch(number)
        return both_ways("said/branch_opened", number=number)

    def _name_it(self, branch: str | None, name: str) -> str:
        if branch is None:
            raise ActRefused(both_ways("said/choose_branch"))
        if not name.strip():
            # As at a second press, once the field is empty.
            raise ActRefused(both_ways("said/give_name"))
        number = int(branch)
        self._desk.drill.name_branch(number, name.strip())
        empty(self.name, name)
        return both_ways("said/branch_named", number=number)

    def _compare(self, branch: str | None) -> None:
        drill, other = self._desk.drill, self._other(branch)
        here = next(branch for branch in drill.branches if branch.current)
        names = [_name(b) for b in drill.branches if b.number == other]
        found = drill.compare_branches(here.number, other)
        show(self.comparison, *_table(found, [label("travel/this"), *names]))
        self._compared = (here.number, len(drill.branches), drill.now_s)

    def _other(self, chosen: str | None) -> int:
        current = [str(branch.number) for branch in self._desk.drill.branches if branch.current]
        if chosen is None or chosen in current:
            raise ActRefused(both_ways("said/choose_branch"))
        return int(chosen)

    # -- showing ---------------------------------------------------------------------------

    def show(self, view: View) -> None:
        """Show the events and branches there are."""
        drill = self._desk.drill
        self.events.show(view)
        branches = drill.branches
        set_choices(self.branches, [(_line(b), str(b.number)) for b in branches])
        show(self.courses, _courses(branches))
        if self._left:
            # What one has just left is what one compares with, or goes back to.
            self.branches.value, self._left = self._left, ""
        # One branch alone needs no list, and leaves the room to the events.
        self.tools.layout.display = SHOWN if len(branches) > 1 else HIDDEN
        self.banner.layout.display = SHOWN if drill.looking_back else HIDDEN
        show(self.where, element("strong", f"{label('screen/looking_back')}: {view.moment}"))
        here = next(branch.number for branch in branches if branch.current)
        if self._compared is not None and self._compared[:2] != (here, len(branches)):
            self._compared = None
            show(self.comparison)
        change = self.comparison.add_class if self._old(view) else self.comparison.remove_class
        change("drill-past")

    def _old(self, view: View) -> bool:
        return self._compared is not None and self._compared[2] != view.now_s


def _name(branch: BranchView) -> str:
    did = beside(branch.first_act) if branch.first_act else NOTHING
    return f"{branch.number} · {branch.name or did}"


def _line(branch: BranchView) -> str:
    return f"{_mark(branch)}{_name(branch)}"


def _mark(branch: BranchView) -> str:
    return "● " if branch.current else ""


def _courses(branches: Sequence[BranchView]) -> Markup:
    """Return every branch: its name, where it parted from which, and how far it went."""
    heads = [label(f"travel/{name}") for name in ("branch", "parted", "reached", "done")]
    rows = []
    for branch in branches:
        from_where = f" ({branch.parent})" if branch.parent else ""
        cells = (f"{branch.from_moment}{from_where}", branch.reached_moment, str(branch.acts))
        name = f"{_mark(branch)}{_name(branch)}"
        kind = "drill-open" if branch.current else ""
        rows.append(
            element(
                "tr",
                element("th", name, scope="row", classes=kind),
                *(element("td", cell) for cell in cells),
            )
        )
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    return element("table", element("thead", head), element("tbody", *rows))


def _table(found: BranchComparison, heads: list[str]) -> list[Part]:
    first = [element("th", text, scope="col") for text in (label("travel/differs"), *heads)]
    decided = [
        _row(two(line.question), _answer(line.one), _answer(line.other))
        for line in found.decisions
        if line.one != line.other
    ]
    came_to = [
        _row(
            two(CATALOGUE[f"measure/{line.measure}"]),
            *(_value(line.measure, value, found.currency) for value in (line.one, line.other)),
        )
        for line in found.outcomes
    ]
    acts = [_row(label("travel/acts"), _done(found.only_one), _done(found.only_other))]
    return [
        element("p", both_ways("travel/same_moment", moment=found.moment), classes="drill-note"),
        element(
            "table",
            element("thead", element("tr", *first)),
            element("tbody", *decided, *came_to, *acts),
        ),
    ]


def _row(what: Part, one: Part, other: Part) -> Markup:
    cells = (element("td", one), element("td", other))
    return element("tr", element("th", what, scope="row"), *cells)


def _value(measure: str, value: float | None, currency: str) -> Part:
    if value is None:
        return two(CATALOGUE["travel/none_due"]) if measure == DUTIES_MET else NOTHING
    return two({language: amount(measure, value, currency, language) for language in LANGUAGES})


def _answer(answer: Answer | None) -> Part:
    if answer is None:
        return NOTHING
    who = label("travel/nobody") if answer.by_default else answer.by
    said = " — ".join(words for words in (who, answer.reason) if words)
    return join(
        element("strong", beside(answer.option)),
        element("div", f"{answer.moment} {said}", classes="drill-note"),
    )


def _done(acts: tuple[Done, ...]) -> Part:
    if not acts:
        return NOTHING
    lines = (
        element("li", f"{act.moment} {beside(act.what)} {f'({act.by})' if act.by else ''}")
        for act in acts
    )
    return element("ul", *lines)

"""Clock and pace: what time it is in the drill, and how it goes on."""

from __future__ import annotations

import ipywidgets as widgets

from simulation.drill import Drill, PhaseView, View, fitting_pace
from simulation.panels.markup import element, page, show
from simulation.panels.parts import (
    Desk,
    both_ways,
    button,
    field,
    label,
    length,
    on_change,
    row,
    switch,
)
from simulation.text import both, lasting

PACES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0, 240.0)
MARKS = {"drill-to-come": "○", "drill-open": "▶", "drill-over": "✓"}
HALF_DONE = "◐"
"""Nothing leaves any more, and what was to be decided about it is still open."""


class Clock:
    """The head of the console."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        drill = desk.drill
        self.time = page("drill-clock")
        self.run = button(desk, "screen/run", self._run, "drill-run", "mod-primary")
        self.hold = button(desk, "screen/hold", self._hold, "drill-hold")
        self.step = button(desk, "screen/step", self._step)
        self.next_decision = button(desk, "screen/next_decision", lambda: self._jump("decision"))
        self.next_inject = button(desk, "screen/next_inject", lambda: self._jump("inject"))
        self.pace = field(
            widgets.Dropdown,
            "screen/pace",
            options=[(f"1 s = {both(lasting(minutes * 60))}", minutes) for minutes in PACES],
            value=_pace(drill),
        )
        self.pause_at_news = switch(
            desk, "screen/pause_at_news", self._change_pause, value=drill.pace.hold_on_news
        )
        on_change(desk, self.pace, self._change_pace)
        self.undo = button(desk, "screen/undo", self._undo)
        self.controls = row(
            *(self.run, self.hold, self.step, self.next_decision, self.next_inject),
            kind="drill-controls",
        )
        self.settings = row(self.pace, self.pause_at_news, self.undo, kind="drill-controls")
        self.widget = self.time

    def _run(self) -> str:
        self._desk.drill.pace.run(self.pace.value)
        return both_ways("said/running")

    def _hold(self) -> str:
        self._desk.drill.pace.hold()
        return both_ways("said/held")

    def _step(self) -> str:
        self._desk.drill.step(hours=1.0)
        return both_ways("said/stepped")

    def _jump(self, to: str) -> str | None:
        self._desk.drill.pace.hold()
        came = self._desk.drill.jump(to)
        if not came:
            return both_ways("said/nothing_comes")
        self._desk.turn_to(came)
        # What comes is told as news.
        return None

    def _change_pace(self) -> str | None:
        pace = self._desk.drill.pace
        if pace.running and pace.minutes_per_second != self.pace.value:
            pace.run(self.pace.value)
        return None

    def _change_pause(self) -> None:
        self._desk.drill.pace.hold_on_news = self.pause_at_news.value

    def _undo(self) -> str:
        drill = self._desk.drill
        before = _answers(drill.view())
        said = both_ways("said/undone", act=drill.undo())
        if _answers(drill.view()) < before:
            self._desk.turn_to("undone")
        return said

    def show(self, view: View) -> None:
        """Show the time, whether it runs, and the phases."""
        drill = self._desk.drill
        running = drill.pace.running
        ended, taken_back = drill.ended, drill.next_undo
        still = ended or drill.looking_back
        for act in (self.run, self.hold, self.step, self.next_decision, self.next_inject):
            act.disabled = still or view.finished
        self.undo.disabled = still or taken_back is None
        self.undo.tooltip = (
            both_ways("said/would_undo", act=taken_back) if taken_back else label("screen/undo")
        )
        state = "ended" if ended or view.finished else "running" if running else "held"
        state = "looking_back" if drill.looking_back else state
        kind = f"drill-{state.replace('_', '-')}"
        since = lasting(view.now_s - view.drill_began_s)
        phases = [
            element(
                "span",
                _said(p),
                classes=f"drill-phase {_course(p)}",
            )
            for p in view.phases
        ]
        minutes = drill.length_min
        # Short, for the line has no room to spare in a narrow window.
        meant = element("span", f"{minutes} min", classes="drill-meant", title=length(minutes))
        show(
            self.time,
            element("span", view.moment, classes="drill-time"),
            element(
                "div",
                element("span", label(f"screen/{state}"), classes=f"drill-state {kind}"),
                f" {both_ways('screen/since', time=since)}",
                classes="drill-since",
            ),
            element("div", *phases, meant, classes="drill-phases"),
        )


def _pace(drill: Drill) -> float:
    """Return the slowest pace at which the story fits into the drill's length."""
    needed = fitting_pace(drill.scenario, drill.length_min)
    return next((pace for pace in PACES if pace >= needed), PACES[-1])


def _answers(view: View) -> int:
    return sum(decision.answer is not None for decision in view.decisions)


def _said(phase: PhaseView) -> str:
    """Return a phase with its mark; also that a decision is open though its end has come."""
    name, course = label(f"phase/{phase.name}"), _course(phase)
    if course == "drill-over" and phase.undecided:
        return f"{HALF_DONE} {name}: {both_ways('screen/undecided', count=phase.undecided)}"
    return f"{MARKS[course]} {name}"


def _course(phase: PhaseView) -> str:
    if phase.start_s is None:
        return "drill-to-come"
    return "drill-open" if phase.end_s is None else "drill-over"

"""The facilitator's console: one screen on one drill, moved by one loop.

Every callback of a widget only posts an act, because some run in another thread; the loop alone
touches the drill and the widgets. Without a running loop (in a plain test) `handle_all` does it.
"""

from __future__ import annotations

import time
from functools import partial

import ipywidgets as widgets

from simulation.charts import LiveBoard, story
from simulation.drill import Drill, View
from simulation.panels.clock import Clock
from simulation.panels.decisions import Decisions, open_count
from simulation.panels.deck import Deck
from simulation.panels.evaluation import Evaluation
from simulation.panels.foresight import Foresight
from simulation.panels.knowledge import Knowledge
from simulation.panels.markup import page, show, stylesheet
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Panel,
    both_ways,
    button,
    column,
    dressed,
    label,
    row,
    switch,
    tabs,
)
from simulation.panels.players import for_players
from simulation.panels.records import Feed, Law, Notes
from simulation.panels.report_form import ReportForm
from simulation.panels.screen import WARNING, Screen, take_over
from simulation.panels.staff import Staff
from simulation.panels.summary import summary_parts
from simulation.text import both, lasting

FRAME_S = 0.25
"""At most four frames a second, whatever the simulation's speed."""
FOCUS_S = 1.0
"""How long a browser is given to draw a console before the keyboard goes there."""
MOST_NEWS = 2
NEWS = {
    "inject.release": "inject",
    "decision.raise": "decision",
    "decision.answer": "decision",
}
SHOWN_IN = {"inject": "deck", "decision": "decisions", "undone": "decisions"}
TABS = ("deck", "decisions", "staff", "law", "feed", "notes", "evaluation")


class Console(Screen):
    """The widgets of one drill, and the loop that moves them.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> screen = Console(drill)
    >>> screen.clock.step.click()
    >>> screen.handle_all()
    >>> drill.now_s - drill.began_s
    3600
    >>> screen.stop()
    >>> drill.close()
    """

    def __init__(self, drill: Drill, workers: int | None = None) -> None:
        """Show a drill; `workers` look ahead: None is a process a core, 0 a thread."""
        super().__init__()
        self.drill = drill
        self._workers = workers
        self.summed_up, self._summed = False, 0
        self._drawn_s = float("-inf")
        self._drawn: tuple[object, ...] = ()
        self._stale = True
        self._told = -1
        self._came, self._held_at_news = "", False
        self._said = [both_ways("said/ready"), *_cautions(drill)]
        self._build()
        self.handle_all()

    # -- what it is made of ----------------------------------------------------------------

    def _build(self) -> None:
        self.clock, self.knowledge = Clock(self), Knowledge()
        self.foresight = Foresight(self, self._workers)
        self.deck, self.decisions = Deck(self, self.foresight), Decisions(self, self.foresight)
        self.staff, self.law = Staff(self), Law()
        self.feed, self.notes = Feed(self), Notes(self)
        self.evaluation = Evaluation(self)
        self.board = LiveBoard()
        self.charts = dressed(widgets.Image, "drill-charts", format="png")
        self.summary = page("drill-summary")
        self.truth = switch(self, "screen/truth", self._look)
        self.room = switch(self, "screen/room", self._hide_from_players)
        self.whole = switch(self, "screen/whole", self._widen)
        self.finish = button(self, "screen/finish", self._finish)
        self.back = button(self, "screen/back", self._back)
        self.report = ReportForm(self, self._close_report)
        self.write_up = button(self, "screen/report", self._open_report)
        self.tabs = tabs({label(f"tab/{name}"): getattr(self, name).widget for name in TABS})
        buttons = column(self.clock.controls, self.clock.settings, kind="drill-buttons")
        head = row(self.clock.widget, buttons, kind="drill-head")
        line = row(
            *(self.status, self.truth, self.room, self.whole, self.write_up, self.finish),
            kind="drill-line",
        )
        self.body = row(self.charts, self.tabs, kind="drill-body")
        self.afterwards = switch(self, "screen/afterwards", self._open_records)
        written = (self.notes.widget, self.evaluation.widget)
        self.records = column(*written, kind="drill-records", display=HIDDEN)
        ways = row(self.back, self.afterwards)
        parts = (ways, self.records, self.summary)
        self.ending = column(*parts, kind="drill-ending", display=HIDDEN)
        self._behind = self.body
        self.children = (
            *(stylesheet(), head, self.feed.travel.banner, line, self.knowledge.widget),
            *(self.report.widget, self.body, self.ending),
        )

    def take_focus(self) -> None:
        """Give the keyboard to the clock, once the browser has had time to draw the console."""
        if self._loop is not None:
            self._loop.call_later(FOCUS_S, self.clock.run.focus)

    @property
    def panels(self) -> list[Panel]:
        """Every part that shows a view; who sees a new time sees all that is of it."""
        return [self.knowledge, *(getattr(self, name) for name in TABS), self.clock]

    # -- acts of the console itself --------------------------------------------------------

    def _look(self) -> str:
        return both_ways("said/truth_shown" if self.truth.value else "said/truth_hidden")

    def _hide_from_players(self) -> str:
        self.truth.disabled = self.write_up.disabled = self.room.value
        if self.room.value and self.report.is_open:
            self._close_report()
        self.deck.players(self.room.value)
        self.decisions.players(self.room.value)
        self.feed.travel.players(self.room.value)
        self.evaluation.players(self.room.value)
        self.afterwards.disabled = self.room.value
        self._open_records()
        if self.summed_up:
            self._show_summary()
        return both_ways("said/room_on" if self.room.value else "said/room_off")

    def _open_report(self) -> str | None:
        if self.report.is_open:
            self._close_report()
            return None
        self._behind = self.body if self.ending.layout.display == HIDDEN else self.ending
        self._behind.layout.display = HIDDEN
        return self.report.open()

    def _close_report(self) -> None:
        self.report.shut()
        self._behind.layout.display = SHOWN

    def _widen(self) -> None:
        change = self.add_class if self.whole.value else self.remove_class
        change("drill-whole")

    def _finish(self) -> str:
        self.drill.end()
        return self._sum_up()

    def _sum_up(self) -> str:
        self.summed_up = True
        self.report.shut()
        self._behind = self.ending
        self._show_summary()
        self.body.layout.display, self.ending.layout.display = HIDDEN, SHOWN
        return both_ways("said/finished")

    def _show_summary(self) -> None:
        """Show what happened: in room view without the truth, until it is off."""
        alone = not self.room.value
        self._summed = len(self.drill.acts)
        show(self.summary, *summary_parts(self.drill, truth=alone, notes=alone))

    def _open_records(self) -> None:
        """Show what can be written down of a drill that is over: it stays over."""
        alone = self.afterwards.value and not self.room.value
        self.records.layout.display = SHOWN if alone else HIDDEN

    def _back(self) -> str:
        if self.drill.ended:
            self.drill.go_on()
        self.body.layout.display, self.ending.layout.display = SHOWN, HIDDEN
        return both_ways("said/went_back")

    def pause_s(self) -> float:
        """Return a frame's time while something moves."""
        moves = self.drill.pace.running or self._stale or self.foresight.job is not None
        moves = moves or self.report.busy
        return FRAME_S if moves else super().pause_s()

    def tick(self) -> str | None:
        """Let the drill's time pass with the room's."""
        if self.drill.closed:
            self.stop()
            return both_ways("said/closed")
        ran = self.drill.pace.running
        self.drill.tick()
        self._held_at_news = ran and not self.drill.pace.running
        if self._held_at_news and self.drill.pace.slept_s:
            return both_ways("said/slept", time=lasting(round(self.drill.pace.slept_s)))
        over = self.drill.finished or self.drill.ended
        self.summed_up = self.summed_up and over
        return self._sum_up() if over and not self.summed_up else None

    def stop(self) -> None:
        """End the loop and the work beside it; the widgets stay as they are."""
        super().stop()
        self.foresight.close()
        self.report.background.cancel()

    # -- showing ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the drill as it stands."""
        if self.drill.closed:
            return
        truth = self.truth.value and not self.room.value
        view = self.drill.view(truth=truth)
        if self.room.value:
            view = for_players(view)
        self._tell_news(view)
        self._turn_to_news()
        for panel in self.panels:
            # A fault of one part leaves the others up to date.
            self._guard(partial(panel.show, view))
        self._show_tabs(view)
        if self.summed_up and self._summed != len(self.drill.acts):
            self._guard(self._show_summary)
        self._guard(self.report.show_job)
        self._guard(partial(self._draw, view, truth=truth))
        self.beat()

    def _tell_news(self, view: View) -> None:
        """Say what has come up since the last look, for eyes and for a screen reader."""
        last = view.feed[-1].number if view.feed else -1
        self._told = min(self._told, last)
        if self._told >= 0:
            fresh = [line for line in view.feed if line.number > self._told]
            news = [line for line in fresh if line.kind in NEWS and not line.by_room]
            self._said += [both(line.text) for line in news[-MOST_NEWS:]]
            if self._held_at_news and news:
                self._came = NEWS[news[-1].kind]
        self._told, self._held_at_news = last, False

    def _turn_to_news(self) -> None:
        """Put what has come before the facilitator: its tab, and the newest in it."""
        if self._came:
            self.tabs.selected_index = TABS.index(SHOWN_IN[self._came])
            if self._came == "decision":
                self.decisions.turn_to_newest()
            self._came = ""

    def turn_to(self, came: str) -> None:
        """Turn to the tab of a decision or an inject that has come."""
        self._came = came

    def _show_tabs(self, view: View) -> None:
        waiting = open_count(view)
        for place, name in enumerate(TABS):
            count = f" ({waiting})" if name == "decisions" and waiting else ""
            title = label(f"tab/{name}") + count
            if self.tabs.get_title(place) != title:
                self.tabs.set_title(place, title)

    def _draw(self, view: View, *, truth: bool) -> None:
        """Draw the charts when something changed, at most four times a second."""
        facts = len(self.drill.log)
        # Another branch or moment has another log.
        state = (view.now_s, facts, truth, id(self.drill.log))
        now_s = time.monotonic()
        self._stale = state != self._drawn
        if not self._stale or (self._loop and now_s - self._drawn_s < FRAME_S):
            return
        self.charts.value = self.board.png(story(self.drill, truth=truth, view=view))
        self._drawn, self._drawn_s, self._stale = state, now_s, False


def _cautions(drill: Drill) -> list[str]:
    """Return what a facilitator should know of a drill file before playing."""
    said = []
    if place := drill.lies_elsewhere:
        said.append(f"{WARNING} {both_ways('said/elsewhere', place=place)}")
    if drill.failed:
        said.append(f"{WARNING} {both_ways('said/left_out', count=len(drill.failed))}")
    return said


def console(drill: Drill) -> Console:
    """Return the facilitator's console of a drill, for the last line of a cell.

    Run again on the same drill, it stops the console before it and takes its place.
    """
    return take_over(drill.file, Console(drill))

"""The people: who is on, busy with what, how much waits; and how their number and hours change."""

from __future__ import annotations

import ipywidgets as widgets

from simulation.charts.signs import signs_of, signs_said
from simulation.drill import TeamView, View
from simulation.errors import ActRefused
from simulation.panels.markup import Markup, Part, beside, element, page, show, two
from simulation.panels.parts import (
    Desk,
    both_ways,
    button,
    column,
    dressed,
    field,
    label,
    on_change,
    row,
    set_choices,
)
from simulation.text import LANGUAGES, Text, both, lasting, own_title

SHIFTS = (
    "Mon-Fri 09:00-18:00",
    "Mon-Fri 08:00-20:00",
    "Mon-Sat 08:00-20:00",
    "Mon-Sun 08:00-20:00",
    "Mon-Sun 00:00-24:00",
)
LEAST_MOST_HEADS = 20
HOUR = 3_600


class Staff:
    """A table of all teams, and the controls of the chosen one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._teams: dict[str, TeamView] = {}
        self._shown = ""
        self.table = page("drill-table")
        self.team = field(widgets.Dropdown, "staff/team", options=[])
        # A slider has no name for a screen reader, so the box beside it bears the label.
        limits = {"min": 0, "max": LEAST_MOST_HEADS}
        self.heads = field(widgets.BoundedIntText, "staff/heads", "drill-number", **limits)
        self.slider = dressed(widgets.IntSlider, "drill-slider", readout=False, **limits)
        self.pattern = field(
            widgets.Dropdown,
            "staff/pattern",
            options=[(label("staff/own"), ""), *((shift, shift) for shift in SHIFTS)],
        )
        self.shift = field(widgets.Text, "staff/shift", "drill-wide")
        self.overtime = field(
            *(widgets.BoundedFloatText, "staff/overtime", "drill-overtime"),
            min=0.0,
            max=8.0,
            step=0.5,
        )
        self.by = field(widgets.Text, "decisions/by")
        on = [self.team]
        self.set_heads = button(desk, "staff/set_heads", self._set_heads, on=on)
        self.set_shift = button(desk, "staff/set_shift", self._set_shift, on=on)
        self.call_in = button(desk, "staff/call_in", self._call_in, on=on)
        on_change(desk, self.team, self._look)
        on_change(desk, self.slider, self._from_slider)
        on_change(desk, self.heads, self._from_box)
        on_change(desk, self.pattern, self._from_pattern)
        self.widget = column(
            self.table,
            row(self.team, self.call_in),
            row(self.heads, self.slider, self.set_heads),
            row(self.pattern, self.overtime),
            row(self.shift, self.set_shift),
            self.by,
            kind="drill-tab drill-staff",
        )

    def _look(self) -> None:
        """The fields follow the team chosen, and are filled after every act."""

    def _from_slider(self) -> None:
        self.heads.value = self.slider.value

    def _from_box(self) -> None:
        self.slider.value = self.heads.value

    def _from_pattern(self) -> None:
        if self.pattern.value:
            self.shift.value = self.pattern.value

    def _team(self, name: str | None) -> TeamView:
        team = self._teams.get(name or "")
        if team is None:
            raise ActRefused(both_ways("said/choose_team"))
        return team

    def _filled(self, name: str | None) -> TeamView:
        """Return a team whose own numbers are in the fields."""
        team = self._team(name)
        if name != self._shown:
            raise ActRefused(both_ways("said/other_team", team=team.title))
        return team

    def _set_heads(self, name: str | None) -> str:
        team, heads = self._filled(name), self.heads.value
        if not self._desk.drill.set_heads(team.name, heads, self.by.value.strip()):
            return both_ways("said/unchanged", team=team.title)
        return both_ways("said/heads", team=team.title, heads=heads)

    def _set_shift(self, name: str | None) -> str:
        team, shift = self._filled(name), self.shift.value.strip()
        overtime_h, by = self.overtime.value, self.by.value.strip()
        if not self._desk.drill.set_shift(team.name, shift, overtime_h, by):
            return both_ways("said/unchanged", team=team.title)
        return both_ways("said/shift", team=team.title, shift=shift)

    def _call_in(self, name: str | None) -> str:
        team = self._team(name)
        self._desk.drill.call_in(team.name, self.by.value.strip())
        return both_ways("said/called_in", team=team.title)

    def show(self, view: View) -> None:
        """Show every team; fill the fields when another team is chosen or its staffing changes."""
        before = self._teams.get(self._shown)
        self._teams = {team.name: team for team in view.staff}
        set_choices(self.team, [(beside(team.title), team.name) for team in view.staff])
        drill = self._desk.drill
        signs = signs_of(drill.log.facts, drill.program)
        said = {language: signs_said(signs, language) for language in LANGUAGES}
        marked = [element("p", two(said), classes="drill-note")] if any(said.values()) else []
        show(self.table, self._table(view), *marked)
        chosen = self._teams.get(self.team.value or "")
        if chosen is None:
            return
        called = chosen.arrived or chosen.arrives_s is not None
        self.call_in.disabled = not chosen.outside or called
        same = before is not None and before.name == chosen.name
        if not same or _staffing(before) != _staffing(chosen):
            self._shown = chosen.name
            self.heads.max = self.slider.max = max(LEAST_MOST_HEADS, 2 * chosen.heads)
            self.heads.value = chosen.heads
            self._from_box()
            self.pattern.value = chosen.shift if chosen.shift in SHIFTS else ""
            self.shift.value = chosen.shift
            self.overtime.value = chosen.overtime_h

    def _table(self, view: View) -> Markup:
        heads = ("team", "people", "state", "busy", "waiting")
        titles = [element("th", label(f"staff/{name}"), scope="col") for name in heads]
        return element(
            "table",
            element("thead", element("tr", *titles)),
            element("tbody", *(self._row(team, view) for team in view.staff)),
        )

    def _row(self, team: TeamView, view: View) -> Markup:
        busy: list[Part] = [
            element("div", two(self._task(task)), f" ×{people}") for task, people in team.busy
        ]
        longest_h = max((hours for _, hours in team.waiting), default=0.0)
        waits = both(lasting(round(longest_h * HOUR)))
        waiting = f"{len(team.waiting)} ({waits})" if team.waiting else "–"
        tasks = "; ".join(beside(self._task(task)) for task, _ in team.waiting)
        return element(
            "tr",
            element("td", two(team.title)),
            element("td", f"{team.heads}"),
            element("td", _state(team, view), classes="drill-on" if team.on_shift else ""),
            element("td", *(busy or ["–"])),
            element("td", waiting, title=tasks),
        )

    def _task(self, name: str) -> Text:
        task = self._desk.drill.plan.tasks.get(name)
        return task.title if task else own_title(f"task/{name}")


def _staffing(team: TeamView | None) -> tuple[int, str, float] | None:
    return None if team is None else (team.heads, team.shift, team.overtime_h)


def _state(team: TeamView, view: View) -> str:
    if team.outside and not team.arrived:
        if team.arrives_s is None:
            return label("staff/not_called")
        left = lasting(max(0, team.arrives_s - view.now_s))
        return both_ways("staff/coming", time=left)
    return f"● {label('staff/on')}" if team.on_shift else f"○ {label('staff/off')}"

"""What all parts of the console are made of: the desk they post to, buttons and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import ipywidgets as widgets

from simulation.drill import Drill, View
from simulation.text import CATALOGUE, LANGUAGES, Text, in_language, lasting, say

Act = Callable[[], str | None]
"""Something to do in the owner's loop; the text it returns is shown in the status line."""

HIDDEN, SHOWN = "none", ""


class Owner(Protocol):
    """Where parts post what people did; one loop alone does it."""

    def post(self, act: Act) -> None:
        """Queue an act, from whatever thread."""

    def changed(self, act: Act) -> None:
        """Queue an act because a widget changed, unless it was the loop that changed it."""

    def gone(self) -> bool:
        """Say whether the loop has ended for good, so that nothing posted is done any more."""


class Desk(Owner, Protocol):
    """The owner of the parts of a drill."""

    drill: Drill

    def turn_to(self, came: str) -> None:
        """Turn to the tab of a decision or an inject that has come."""


class Panel(Protocol):
    """A part of the console: a widget that can show a view."""

    widget: widgets.Widget

    def show(self, view: View) -> None:
        """Bring the widget up to date."""


def label(key: str) -> str:
    """Return a short label in both languages.

    >>> label("screen/run")
    'Run 运行'
    """
    words = CATALOGUE[key]
    return words["en"] if words["en"] == words["zh"] else f"{words['en']} {words['zh']}"


def role(name: str) -> str:
    """Return who a role is, or a name that is no role as it stands.

    >>> role("it"), role("night-watch")
    ('IT 信息技术', 'night-watch')
    """
    return label(f"role/{name}") if f"role/{name}" in CATALOGUE else name


def both_ways(key: str, **values: Text | float) -> str:
    """Return a message in both languages, each with its own form of the values.

    >>> both_ways("said/undone", act={"en": "a call", "zh": "一次致电"})
    'Undone: a call · 已撤销：一次致电'
    """
    return " · ".join(
        say(key, language, **{name: _form(value, language) for name, value in values.items()})
        for language in LANGUAGES
    )


def _form(value: Text | float, language: str) -> str:
    return f"{value:,}" if isinstance(value, int | float) else in_language(value, language)


def dressed(kind: type[widgets.Widget], *classes: str, **settings: Any) -> widgets.Widget:
    """Return a widget that has its classes from the first, so that one message tells a browser.

    >>> dressed(widgets.Button, "drill-button", description="Run")._dom_classes
    ('drill-button',)
    """
    return kind(_dom_classes=classes, **settings)


def button(
    desk: Owner,
    key: str,
    act: Callable[..., str | None],
    *classes: str,
    on: Sequence[widgets.Widget] = (),
) -> widgets.Button:
    """Return a button that posts an act when it is pressed.

    An act `on` fields takes their values at the press, whatever is chosen or comes since.
    """
    words = {"description": label(key), "tooltip": label(key)}
    made = dressed(widgets.Button, "drill-button", *classes, **words)
    made.on_click(lambda _: desk.post(partial(act, *(each.value for each in on))))
    return made


def switch(desk: Owner, key: str, act: Act, **settings: Any) -> widgets.ToggleButton:
    """Return a button that stays down until it is pressed again, and posts an act each time."""
    made = dressed(widgets.ToggleButton, "drill-button", description=label(key), **settings)
    on_change(desk, made, act)
    return made


def tabs(pages: Mapping[str, widgets.Widget]) -> widgets.Tab:
    """Return pages of which one is seen, by their titles."""
    return dressed(widgets.Tab, "drill-tabs", children=[*pages.values()], titles=[*pages])


def on_change(desk: Owner, widget: widgets.Widget, act: Act, trait: str = "value") -> None:
    """Post an act whenever a person changes a widget."""
    widget.observe(lambda _: desk.changed(act), trait)


def on_value(desk: Owner, widget: widgets.Widget, act: Callable[[Any], str | None]) -> None:
    """Post an act with what a person has chosen; what they choose later is an act of its own."""
    widget.observe(lambda change: desk.changed(partial(act, change["new"])), "value")


def field(kind: type[widgets.Widget], key: str, *classes: str, **settings: Any) -> widgets.Widget:
    """Return a field with its label before it."""
    look = {"style": {"description_width": "initial"}, "layout": {"width": "auto"}}
    return dressed(kind, "drill-field", *classes, description=label(key), **look, **settings)


def row(*children: widgets.Widget, kind: str = "drill-row") -> widgets.HBox:
    """Return widgets beside each other, which wrap where there is no room."""
    return dressed(widgets.HBox, *kind.split(), children=children)


def column(
    *children: widgets.Widget, kind: str = "drill-column", display: str = SHOWN
) -> widgets.VBox:
    """Return widgets under each other."""
    look = {"display": display} if display else {}
    return dressed(widgets.VBox, *kind.split(), children=children, layout=look)


def empty(written: widgets.Text, taken: str) -> None:
    """Empty a field whose words were taken, unless somebody writes on already."""
    if written.value == taken:
        written.value = ""


def set_choices(chooser: Any, options: list[tuple[str, str]]) -> None:
    """Give a list its lines, and keep what was chosen where it is still there."""
    wanted = tuple(options)
    if tuple(chooser.options) != wanted:
        before = chooser.value
        chooser.options = wanted
        names = [name for _, name in wanted]
        chooser.value = before if before in names else next(iter(names), None)


def length(minutes: int) -> str:
    """Return how long a drill is meant to take.

    >>> length(45)
    '45-min drill 45分钟演练'
    """
    return " ".join(say("screen/length", language, minutes=minutes) for language in LANGUAGES)


def time_left(until_s: int, now_s: int) -> str:
    """Return how long is left, or how late it is, in both languages.

    >>> time_left(7_200, 3_600)
    '1 h left · 剩余 1 小时'
    """
    key = "screen/left" if until_s >= now_s else "screen/late"
    return both_ways(key, time=lasting(abs(until_s - now_s)))

"""The left side of the explorer: a slider with a box, a choice or a switch for each setting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import ipywidgets as widgets

from simulation.inputs.scenario import MECHANISMS
from simulation.panels.explorer_settings import GROUPS, Offer, Range
from simulation.panels.markup import beside, element, page, show, spoken, two
from simulation.panels.parts import (
    Owner,
    button,
    column,
    dressed,
    field,
    label,
    on_value,
    row,
    tabs,
)
from simulation.study.workers import Case
from simulation.text import CATALOGUE, LANGUAGES, Text, in_language

HIGHEST_SEED = 10**9
AS_WIDE_AS_NEEDED = {"width": "auto"}
_COLON = {"en": ": ", "zh": "："}
State = dict[str, Any]
"""What every setting is, by path."""
Touched = Callable[[Any], None]
"""Takes what a person has set a field to."""


class Field(Protocol):
    """A setting on the screen."""

    widget: widgets.Widget

    @property
    def shown(self) -> Any:
        """What it shows."""

    @property
    def words(self) -> str:
        """What it shows, as people read it."""

    def turn(self, shown: Any) -> None:
        """Show something else."""


class Slider:
    """A slider with a box beside it, which bears the name for a screen reader."""

    def __init__(
        self,
        owner: Owner,
        title: Text,
        values: Range,
        touched: Touched,
        shown: Any,
    ) -> None:
        whole = values.whole
        slide = widgets.IntSlider if whole else widgets.FloatSlider
        limits = {"min": values.low, "max": values.high, "step": values.step}
        look = limits | {"value": shown, "layout": AS_WIDE_AS_NEEDED}
        # Not a box of whole numbers: that one makes 27 of a 2.7 that is pasted.
        box = widgets.BoundedFloatText
        self.box = dressed(box, "explore-box", description=spoken(title), **look)
        self.slider = dressed(slide, "drill-slider", readout=False, **look)
        self._touched, self._whole = touched, whole
        on_value(owner, self.slider, self._moved)
        on_value(owner, self.box, self._moved)
        self.widget = row(self.box, self.slider, kind="explore-slider")

    def _moved(self, to: float) -> None:
        self._touched(round(to) if self._whole else to)

    @property
    def shown(self) -> Any:
        """The number."""
        return self.slider.value

    @property
    def words(self) -> str:
        """The number as it stands in the box."""
        return f"{self.slider.value:g}"

    def turn(self, shown: Any) -> None:
        """Show another number."""
        self.slider.value = self.box.value = shown


class Choice:
    """A list of values to choose from."""

    def __init__(
        self,
        owner: Owner,
        title: Text,
        values: Sequence[tuple[str, object]],
        touched: Touched,
        shown: object,
    ) -> None:
        self._values = [value for _, value in values]
        options = [(name, place) for place, (name, _) in enumerate(values)]
        look = {"value": self._values.index(shown), "layout": AS_WIDE_AS_NEEDED}
        words = {"description": spoken(title), "options": options}
        self.widget = dressed(widgets.Dropdown, "explore-choice", **words, **look)
        on_value(owner, self.widget, lambda place: touched(self._values[place]))

    @property
    def shown(self) -> Any:
        """The value chosen."""
        return self._values[self.widget.value]

    @property
    def words(self) -> str:
        """The name of the value chosen."""
        return str(self.widget.label)

    def turn(self, shown: Any) -> None:
        """Choose another value."""
        self.widget.value = self._values.index(shown)


class Switch:
    """A mechanism, on or off, with what it does."""

    def __init__(self, owner: Owner, name: str, touched: Touched, *, shown: bool) -> None:
        look = {"indent": False, "layout": AS_WIDE_AS_NEEDED}
        self.box = widgets.Checkbox(shown, description=label(f"mechanism/{name}"), **look)
        on_value(owner, self.box, touched)
        says = page("explore-says", says=two(CATALOGUE[f"mechanism/{name}/says"]))
        self.widget = column(self.box, says, kind="explore-switch")

    @property
    def shown(self) -> Any:
        """Whether it is on."""
        return self.box.value

    @property
    def words(self) -> str:
        """A tick or none."""
        return "✓" if self.box.value else "✗"

    def turn(self, shown: Any) -> None:
        """Switch it."""
        self.box.value = shown


class Settings:
    """Every setting by group, what is changed, and the way back.

    What counts is `state`, which the owner's loop alone changes, one act after the other: a field
    may show already what is turned after a step back was asked for. `asked` is called in that loop
    when something has been changed.
    """

    def __init__(
        self,
        owner: Owner,
        case: Case,
        offers: Sequence[Offer],
        seed: int,
        asked: Callable[[], None],
    ) -> None:
        self._owner, self._asked, self.case = owner, asked, case
        self.offers = {offer.path: offer for offer in offers}
        self._history: list[State] = []
        self._dragged = ""
        self._unsettled = False
        self.state: State = {}
        self.fields: dict[str, Field] = {}
        self._lines: dict[str, widgets.HBox] = {}
        pages: dict[str, list[widgets.Widget]] = {group: [] for group in GROUPS}
        heading: Text = ""
        for offer in offers:
            if offer.heading and offer.heading != heading:
                pages[offer.group].append(_heading(offer.heading))
            heading = offer.heading
            pages[offer.group].append(self._line(offer))
        if any(offer.times for offer in offers if offer.group == "tasks"):
            pages["tasks"].insert(0, _note("explore/times"))
        pages["mechanisms"] = [_note("explore/without"), *map(self._switch, MECHANISMS)]
        pages["luck"] = self._luck(seed)
        self._refusal = page("explore-refusal")
        self.pages = {name: lines for name, lines in pages.items() if lines}
        self.widget = tabs(
            {
                label(f"explore/{name}"): column(*lines, kind="explore-page")
                for name, lines in self.pages.items()
            }
        )
        self.rebase(case, seed)

    def _line(self, offer: Offer) -> widgets.Widget:
        touched = partial(self._touch, offer.path)
        title = offer.title
        if offer.heading:
            title = f"{beside(offer.heading)}: {beside(offer.title)}"
        values, shown = offer.values, offer.shown(self.case)
        made: Field
        if isinstance(values, Range):
            made = Slider(self._owner, title, values, touched, shown)
        else:
            made = Choice(self._owner, title, values, touched, shown)
        self.fields[offer.path] = made
        name = page("explore-name", says=two(offer.title))
        reset = partial(self.reset, offer.path)
        back = button(self._owner, "explore/reset_one", reset, "explore-back")
        kind = "explore-line" if offer.heading else "explore-line explore-long"
        self._lines[offer.path] = row(name, made.widget, back, kind=kind)
        return self._lines[offer.path]

    def _switch(self, name: str) -> widgets.Widget:
        touched = partial(self._touch, f"mechanism/{name}")
        on = name not in self.case.scenario.switched_off
        made = Switch(self._owner, name, touched, shown=on)
        self.fields[f"mechanism/{name}"] = made
        return made.widget

    def _luck(self, seed: int) -> list[widgets.Widget]:
        self.seed = field(
            widgets.BoundedFloatText, "explore/seed", step=1, min=0, max=HIGHEST_SEED, value=seed
        )
        on_value(self._owner, self.seed, self._new_luck)
        self.fields["seed"] = _Seed(self.seed)
        other = button(self._owner, "explore/other_luck", self._other_luck)
        return [row(self.seed, other), _note("explore/about_luck")]

    def _new_luck(self, typed: float) -> None:
        self._touch("seed", round(typed))

    @property
    def luck(self) -> int:
        """The seed."""
        seed: int = self.state["seed"]
        return seed

    def _other_luck(self) -> None:
        self._touch("seed", min(self.luck + 1, HIGHEST_SEED))

    # -- what is changed, and the way back -------------------------------------------------

    def _touch(self, path: str, shown: Any) -> None:
        """Take note of a change; the way back skips the steps of one slider's drag."""
        self._unsettled = True
        if self.state[path] == shown:
            return
        if path != self._dragged:
            self._history.append(self.state)
        self._dragged = path
        self.state = self.state | {path: shown}
        self._asked()

    def _turn(self, state: State) -> None:
        self._dragged = ""
        self._unsettled = True
        self.state = self.state | state
        self._asked()

    def settle(self) -> None:
        """Let every field show what is set, also where it was given what cannot be."""
        if self._unsettled:
            self._unsettled = False
            for path, shown in self.state.items():
                self.fields[path].turn(shown)

    def rebase(self, case: Case, seed: int) -> None:
        """Show a case as the one that is unchanged."""
        self.case = case
        self.base: State = {path: offer.shown(case) for path, offer in self.offers.items()}
        off = case.scenario.switched_off
        self.base |= {f"mechanism/{name}": name not in off for name in MECHANISMS}
        self.base["seed"] = seed
        for path, shown in self.base.items():
            self.fields[path].turn(shown)
        self._history.clear()
        self._dragged = ""
        # A box may round or bound what it is given; that alone is no change.
        self.base = self.state = {path: field.shown for path, field in self.fields.items()}

    def undo(self) -> bool:
        """Take the last change back; say whether there was one."""
        if not self._history:
            return False
        self._turn(self._history.pop())
        return True

    def reset(self, *paths: str) -> None:
        """Show some settings as they are in the case, or all of them."""
        usual = {path: self.base[path] for path in paths or self.fields}
        if self.state | usual != self.state:
            self._history.append(self.state)
            self._turn(usual)

    def changes(self) -> dict[str, object]:
        """Return what is changed, by path, as it stands there."""
        return {
            path: offer.put(self.case, self.state[path])
            for path, offer in self.offers.items()
            if self.state[path] != self.base[path]
        }

    @property
    def changed(self) -> list[str]:
        """What is changed, by path; mechanisms and the seed included."""
        return [path for path, shown in self.state.items() if shown != self.base[path]]

    @property
    def switched_off(self) -> list[str]:
        """Every mechanism that is off."""
        return [name for name in MECHANISMS if not self.state[f"mechanism/{name}"]]

    @property
    def last(self) -> Text:
        """The setting that was turned last, in words with what it shows; nothing after a step."""
        path = self._dragged
        if not path:
            return ""
        offer = self.offers.get(path)
        about: list[Text]
        if offer is None:
            about = [CATALOGUE[path if path in CATALOGUE else f"explore/{path}"]]
        else:
            about = [offer.heading, offer.title] if offer.heading else [offer.title]
        shown = self.fields[path].words
        return {
            one: _COLON[one].join([*(in_language(part, one) for part in about), shown])
            for one in LANGUAGES
        }

    def refuse(self, words: str) -> None:
        """Say under the setting that was turned last why it cannot be; no words take it away."""
        for line in self._lines.values():
            if self._refusal in line.children:
                line.children = line.children[:-1]
        line = self._lines.get(self._dragged)
        if words and line is not None:
            show(self._refusal, element("span", words))
            line.children = (*line.children, self._refusal)

    def mark(self) -> None:
        """Mark the lines of what is changed."""
        changed = set(self.changed)
        for path, one in self.fields.items():
            change = one.widget.add_class if path in changed else one.widget.remove_class
            change("explore-changed")


class _Seed:
    def __init__(self, box: widgets.BoundedFloatText) -> None:
        self.widget = box

    @property
    def shown(self) -> Any:
        return round(self.widget.value)

    @property
    def words(self) -> str:
        return str(self.shown)

    def turn(self, shown: Any) -> None:
        self.widget.value = shown


def _heading(title: Text) -> widgets.Widget:
    return page("explore-heading", says=element("strong", two(title)))


def _note(key: str) -> widgets.Widget:
    return page("explore-note", says=two(CATALOGUE[key]))

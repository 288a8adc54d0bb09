"""The form in which an inject is edited, or made up on the spot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from simulation.drill import InjectView
from simulation.errors import ActRefused
from simulation.panels.markup import beside, element, page, show
from simulation.panels.parts import HIDDEN, Desk, both_ways, button, column, field, label, row
from simulation.text import CATALOGUE

MOST_ROWS = 11
ROLES = (
    *("management", "it", "forensics", "legal"),
    *("privacy", "hr", "communications", "client_service"),
)


class InjectForm:
    """Title, words, addressees and effects of one inject."""

    def __init__(self, desk: Desk, close: Callable[[], None]) -> None:
        self._desk, self._close = desk, close
        self._edited: InjectView | None = None
        self._menu = {item.key: item for item in desk.drill.effect_menu()}
        self.heading = page("drill-heading")
        self.title = field(widgets.Text, "form/title")
        self.text = field(widgets.Textarea, "form/text", rows=3)
        self.sender = field(widgets.Text, "form/sender")
        self.to = field(
            widgets.SelectMultiple,
            "form/to",
            rows=MOST_ROWS,
            options=[(label(f"role/{role}"), role) for role in ROLES],
        )
        self.effects = field(
            widgets.SelectMultiple,
            "form/effects",
            rows=MOST_ROWS,
            options=[(beside(item.label), key) for key, item in self._menu.items()],
        )
        self.save = button(desk, "form/save", self._save, "mod-primary")
        self.cancel = button(desk, "form/cancel", self._cancel)
        self.help = page("drill-note")
        self.widget = column(
            *(self.heading, self.title, self.text, self.sender),
            row(self.to, self.effects, kind="drill-pair"),
            *(self.help, row(self.save, self.cancel)),
            display=HIDDEN,
        )

    def open(self, inject: InjectView | None) -> None:
        """Fill the form with an inject of the deck, or empty it for a new one."""
        self._edited = inject
        show(self.heading, label("form/edit" if inject else "form/improvise"))
        self.save.description = self.save.tooltip = label(
            "form/save" if inject else "form/release"
        )
        self.title.value = beside(inject.title) if inject else ""
        self.text.value = beside(inject.text) if inject else ""
        self.sender.value = beside(inject.sender) if inject else "Facilitator 主持人"
        self.to.value = inject.to if inject else ("management",)
        self.effects.value = ()
        self.to.disabled = self.sender.disabled = inject is not None
        kinds = [element("div", self._kinds(inject))] if inject else []
        show(self.help, *kinds, both_ways("form/help_edit" if inject else "form/help"))

    def _kinds(self, inject: InjectView) -> str:
        """Say which kinds of effects an inject of the scenario has."""
        written = self._desk.drill.scenario.injects.get(inject.name)
        kinds = dict.fromkeys(f"effect/{e.effect}" for e in written.effects) if written else {}
        named = [CATALOGUE[key] for key in kinds] or [CATALOGUE["form/no_effect"]]
        lists = {
            language: joint.join(words[language] for words in named)
            for language, joint in (("en", ", "), ("zh", "、"))
        }
        return both_ways("form/has", kinds=lists)

    def _chosen_effects(self) -> list[dict[str, Any]]:
        return [dict(self._menu[key].effect) for key in self.effects.value]

    def _save(self) -> str | None:
        if self.widget.layout.display == HIDDEN:
            return None  # pressed twice
        if not self.title.value.strip() or not self.text.value.strip():
            raise ActRefused(both_ways("said/title_and_text"))
        said = self._improvise() if self._edited is None else self._edit(self._edited)
        self._close()
        return said

    def _improvise(self) -> str:
        title = self.title.value.strip()
        self._desk.drill.improvise(
            title,
            self.text.value.strip(),
            sender=self.sender.value.strip() or "Facilitator 主持人",
            to=tuple(self.to.value) or ("management",),
            effects=self._chosen_effects(),
        )
        return both_ways("said/released", title=title)

    def _edit(self, inject: InjectView) -> str:
        """Change what was changed in the form; words left as they were keep both languages."""
        title, text = self.title.value.strip(), self.text.value.strip()
        self._desk.drill.edit(
            inject.name,
            title=None if title == beside(inject.title) else title,
            text=None if text == beside(inject.text) else text,
            effects=self._chosen_effects() or None,
        )
        return both_ways("said/edited", title=title)

    def _cancel(self) -> None:
        self._close()

"""A live drill: what the facilitator and the room can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulation.drill.acts import MOST_NAME, MOST_TEXT, effect_menu, inject_from, short
from simulation.drill.archiving import Archiving
from simulation.drill.asking import Asking
from simulation.drill.given import plainly
from simulation.drill.travelling import Travelling
from simulation.drill.view import MenuEffect
from simulation.errors import ActRefused


class Drill(Archiving, Travelling, Asking):
    """A drill with people, kept in one file.

    >>> import tempfile
    >>> from simulation.files import load
    >>> path = tempfile.mkdtemp() + "/friday.drill"
    >>> scenario, plan = load("breaches/insider-export"), load("plans/lean")
    >>> drill = Drill.start(scenario, plan, path, seed=7)
    >>> drill.step(hours=2)
    >>> drill.note("The room has met.", by="Wang")
    >>> drill.set_heads("it", 2)
    True
    >>> drill.undo()["en"]
    'people of Part-time administrator'
    >>> drill.close()
    """

    @plainly
    def release(self, inject: str) -> None:
        """Release an inject of the deck now."""
        self._do("release", {"inject": inject})

    @plainly
    def hold_back(self, inject: str) -> None:
        """Hold an inject back until it is released by hand."""
        self._do("hold_back", {"inject": inject})

    @plainly
    def put_back(self, inject: str) -> None:
        """Let an inject that was held back come at its time again."""
        self._do("put_back", {"inject": inject})

    @plainly
    def skip(self, inject: str) -> None:
        """Take an inject out of this drill."""
        self._do("skip", {"inject": inject})

    @plainly
    def edit(
        self,
        inject: str,
        *,
        title: str | None = None,
        text: str | None = None,
        effects: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        """Change the words or effects of an inject that has not been released.

        Raises InputError when an effect is not of the vocabulary.
        """
        if inject not in self._scene.injects:
            names = ", ".join(self._scene.injects)
            raise ActRefused(f"there is no inject {inject!r}; expected one of {names}")
        given = {"title": title, "text": text, "effects": effects}
        changes = {name: value for name, value in given.items() if value is not None}
        changed = self._scene.injects[inject].change(changes)
        self._do("edit", {"name": inject, "inject": changed.plain()})

    @plainly
    def improvise(
        self,
        title: str,
        text: str,
        *,
        sender: str = "Facilitator",
        to: Sequence[str] = ("management",),
        effects: Sequence[dict[str, Any]] = (),
    ) -> str:
        """Make up an inject and release it now; returns its name.

        Amounts are in the currency of the scenario's own firm, as all its prices are. Raises
        InputError when an effect is not of the vocabulary.
        """
        free = [n for n in self._scene.program.injects if n not in self._scene.injects]
        if not free:
            raise ActRefused(
                "this drill has used all its improvised injects; edit one of the deck"
            )
        inject = inject_from(
            {
                "title": title,
                "text": text,
                "sender": sender,
                "to": list(to),
                "mode": "in person",
                "after": "hand",
                "effects": list(effects),
            }
        )
        self._do("improvise", {"name": free[0], "inject": inject.plain()})
        return free[0]

    @plainly
    def decide(self, decision: str, option: str, reason: str = "", by: str = "") -> None:
        """Take a decision of the room, with its reason and who took it."""
        words = {"reason": short(reason, MOST_TEXT), "by": short(by, MOST_NAME)}
        self._do("decide", {"decision": decision, "option": option, **words})

    @plainly
    def set_heads(self, team: str, heads: int, by: str = "") -> bool:
        """Change how many people a team has; False, and nothing written, if it has so many."""
        act = {"team": team, "heads": heads, "by": short(by, MOST_NAME)}
        return self._staff("heads", act, ("heads",))

    @plainly
    def set_shift(self, team: str, shift: str, overtime_h: float = 0.0, by: str = "") -> bool:
        """Change a team's working hours, such as ``Mon-Sun 08:00-20:00``.

        Returns False, and writes nothing, if they are these already.
        """
        words = {"shift": shift, "overtime_h": overtime_h, "by": short(by, MOST_NAME)}
        return self._staff("shift", {"team": team, **words}, ("shift", "overtime_h"))

    def _staff(self, kind: str, act: dict[str, Any], fields: Sequence[str]) -> bool:
        self._expect_present()
        staff = () if self.finished else self._scene.staff()
        now = [one for one in staff if one.name == act["team"]]
        if any(all(getattr(one, name) == act[name] for name in fields) for one in now):
            return False
        self._do(kind, act)
        return True

    @plainly
    def call_in(self, team: str, by: str = "") -> None:
        """Call in a team from outside."""
        self._do("call_in", {"team": team, "by": short(by, MOST_NAME)})

    @plainly
    def note(self, text: str, by: str = "") -> None:
        """Take a note; it stays, whatever is undone."""
        kept = short(text, MOST_TEXT)
        if not kept.strip():
            raise ActRefused("the note is empty; expected a line of text")
        self._record("note", {"text": kept, "by": short(by, MOST_NAME)})

    def end(self) -> None:
        """End the drill for the room: from now on its summary tells the truth.

        It ends where it stands now, also when an earlier moment is shown.
        """
        self.pace.hold()
        self._expect_open()
        self.now_again()
        self._record("end", {})

    def go_on(self) -> None:
        """Go on with a drill that was ended."""
        self._record("go_on", {})

    def effect_menu(self) -> tuple[MenuEffect, ...]:
        """Return ready-made effects for improvised injects."""
        program = self._scene.program
        own = [t for t in program.organisation.teams if "it" in t.roles and t.heads]
        return effect_menu(own[0] if own else None, program.scenario.organisation.currency)

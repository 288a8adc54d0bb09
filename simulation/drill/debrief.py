"""What people did in a drill and what they make of it, for whoever writes it up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from simulation.drill.acts import MOST_NAME, MOST_TEXT, short
from simulation.drill.given import plainly
from simulation.drill.records import Act
from simulation.drill.view import Conclusions


class Debrief(ABC):
    """The part of a drill that its report is written from.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> drill.conclude(strengths="Help was called at once.", by="Wang")
    >>> drill.conclusions.strengths
    'Help was called at once.'
    >>> [act.kind for act in drill.acts]
    ['conclude']
    >>> drill.close()
    """

    _acts: list[Act]

    @abstractmethod
    def _done(self) -> list[Act]: ...

    @abstractmethod
    def _record(self, kind: str, arguments: dict[str, Any]) -> None: ...

    @property
    def acts(self) -> tuple[Act, ...]:
        """What people did on this branch, in order, and what was noted on any."""
        return tuple(self._done())

    @plainly
    def conclude(
        self,
        summary: str = "",
        strengths: str = "",
        improvements: str = "",
        by: str = "",
        *,
        lessons: str = "",
    ) -> None:
        """Write down what the facilitator makes of the drill; the last time counts.

        A lesson is a line of its own, with its owner and its date: ``what | who | by when``.
        """
        words = {"summary": summary, "strengths": strengths, "improvements": improvements}
        words["lessons"] = lessons
        kept = {name: short(text, MOST_TEXT) for name, text in words.items()}
        self._record("conclude", {**kept, "by": short(by, MOST_NAME)})

    @property
    def conclusions(self) -> Conclusions:
        """What the facilitator makes of the drill; empty until it is written."""
        written = [act.arguments for act in self._acts if act.kind == "conclude"]
        last = written[-1] if written else {}
        fields = Conclusions.__dataclass_fields__
        return Conclusions(**{name: str(last.get(name, "")) for name in fields})

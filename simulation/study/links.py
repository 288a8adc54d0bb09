"""One link of the chain, and what everyone who tells of two runs has at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from simulation.study.naming import Naming
from simulation.study.parting import Setting
from simulation.study.reasons import Reason, Reasons
from simulation.study.tracing import Shift, Story
from simulation.text import LANGUAGES, Text

MOST_REASONS = 2
"""How many settings a sentence names."""

Words = Callable[[Naming], str]


@dataclass(frozen=True, slots=True)
class Link:
    """One sentence of the chain, with what it says in figures.

    Kinds: settings, parting, moment, step, waiting, outcome, note. `before` and `after` are
    hours where `unit` is h. `settings` are the paths of the changed settings it names.
    """

    kind: str
    subject: str
    before: float | None
    after: float | None
    unit: str
    settings: tuple[str, ...]
    text: Mapping[str, str] = field(hash=False)


class Pair:
    """Two runs on the same luck, what differs between their inputs, and when things came."""

    def __init__(
        self,
        ours: Story,
        theirs: Story,
        settings: tuple[Setting, ...],
        moves: Sequence[Shift],
        labels: tuple[Text, Text] | None = None,
    ) -> None:
        """Take two runs; `labels` name their cases in sentences, else the cases' own labels do."""
        self.ours, self.theirs, self.settings, self.moves = ours, theirs, settings, moves
        self.reasons = Reasons(ours, theirs, settings)
        self._names = {lang: Naming(ours.case, theirs.case, lang) for lang in LANGUAGES}
        self.labels = labels or (ours.case.label, theirs.case.label)
        self.a, self.b = self.labels

    def link(
        self,
        kind: str,
        subject: str,
        figures: tuple[float | None, float | None],
        unit: str,
        reasons: list[Reason],
        words: Words,
    ) -> Link:
        """Return a link whose words are said in every language."""
        paths = tuple(dict.fromkeys(r.setting.path for r in reasons if r.setting))
        text = {language: words(names) for language, names in self._names.items()}
        return Link(kind, subject, *figures, unit, paths, text)

    def label_of(self, story: Story) -> Text:
        """Return how the case of a run is named."""
        return self.labels[story is self.theirs]

    def note(self, key: str, subject: str = "", **values: object) -> Link:
        """Return a link that says something of the telling itself."""
        return self.link("note", subject, (None, None), "", [], lambda n: n.say(key, **values))

    def because(self, names: Naming, reasons: list[Reason], about: str = "any") -> str:
        """Return the first reasons in brackets, in few words; nothing where there are none."""
        words = [names.reason(reason, about) for reason in reasons[:MOST_REASONS]]
        told = names.joined(list(dict.fromkeys(words)), "frame/and")
        return names.frame("frame/because", reasons=told) if told else ""


def moved(names: Naming, moment: str, change_s: int) -> str:
    """Return that a moment came earlier or later, and by how much."""
    direction = names.say(f"why/direction/{'earlier' if change_s < 0 else 'later'}")
    change = names.time(abs(change_s))
    named = names.say(f"why/moment/{moment}")
    return names.frame("frame/moved", moment=named, change=change, direction=direction)

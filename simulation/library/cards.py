"""A card for each thing in the library: what one chooses it by, as rows and as plain data."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.errors import UnknownName, nearest
from simulation.files import library, load
from simulation.files.documents import AnyInput
from simulation.inputs.control import Control
from simulation.inputs.law import Law
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Scenario
from simulation.library.difficulty import difficulty
from simulation.text import CATALOGUE, LANGUAGES, Text, in_language

UNTITLED = {"en": "The sizes of the world's mechanisms", "zh": "各机制的参数"}
"""What is said of parameters, which need no title of their own."""
TITLE, SUMMARY, ANYWHERE = 8, 3, 1
"""What a word that was searched for counts, by where it stands."""
SIGN = {"en": ": ", "zh": "："}
Rows = tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Card:
    """What one chooses a thing of the library by.

    >>> card = find_cards("insider-export")[0]
    >>> card.name, card.plain["difficulty"]
    ('breaches/insider-export', 'medium')
    """

    name: str
    kind: str
    title: Text
    summary: Text
    rows: Rows
    """What it is, line by line: the key of a heading in the catalogue, and the text beside it."""
    plain: Mapping[str, Any]
    """The same for programs."""
    words: tuple[tuple[int, str], ...]
    """What is searched, in small letters, each with what a find in it counts."""

    @property
    def folder(self) -> str:
        """The folder of the library it lies in, as `breaches`."""
        return self.name.partition("/")[0]


def cards(kind: str = "") -> tuple[Card, ...]:
    """Return the cards of a kind, by either of its names, or of everything.

    Raises UnknownName for a kind that there is not.

    >>> [card.name for card in cards("breach")] == [card.name for card in cards("scenarios")]
    True
    """
    called = {
        entry.name: {entry.kind, f"{entry.kind}s", folder := entry.name.partition("/")[0]}
        | {folder.removesuffix("es" if folder == "breaches" else "s")}
        for entry in library()
    }
    if kind and not any(kind in words for words in called.values()):
        known = set().union(*called.values()) | {"evidence"}
        raise UnknownName(kind, "part of the library", nearest(kind, known))
    return tuple(_card(name) for name, words in called.items() if not kind or kind in words)


def find_cards(words: str, kind: str = "") -> tuple[Card, ...]:
    """Return the cards in which all the words are found, in English or Chinese.

    Breaches come first, and then by where the words are found: in the title, in what is said of
    it, or in the story.

    The name of one alone brings that one.

    >>> [card.name for card in find_cards("薪资 离职", "breaches")]
    []
    >>> find_cards("离职", "breaches")[0].name
    'breaches/insider-export'
    """
    everything = cards(kind)
    named = [card for card in everything if words in (card.name, card.name.partition("/")[2])]
    if named:
        return tuple(named)
    return _in_order([(card, counts) for card, counts in _counted(words, kind) if all(counts)])


def nearest_cards(words: str, kind: str = "") -> tuple[Card, ...]:
    """Return the cards in which most of the words are found, where none has all of them.

    None is returned where not a single word is found.

    >>> find_cards("phishing, 45 minutes, EU law", "breaches")
    ()
    >>> "breaches/mailbox-takeover" in {card.name for card in nearest_cards("phishing zebra")}
    True
    """
    counted = _counted(words, kind)
    most = max((sum(map(bool, counts)) for _, counts in counted), default=0)
    return _in_order([one for one in counted if most and sum(map(bool, one[1])) == most])


def words_of(text: str) -> list[str]:
    """Return the words of what somebody typed, in small letters and without marks.

    >>> words_of("phishing, EU；钓鱼")
    ['phishing', 'eu', '钓鱼']
    """
    return [word for word in re.split(r"[\s,;，；、。]+", text.lower()) if word]


def _counted(words: str, kind: str) -> list[tuple[Card, list[int]]]:
    """Return each card with what each word counts where it weighs most; 0 is not found."""
    # A word in letters is found where one begins: EU is no part of "neutral". Chinese has no gaps.
    forms = [
        re.compile(("(?<![a-z0-9])" if word.isascii() else "") + re.escape(word))
        for word in words_of(words)
    ]
    return [(card, [_count(card, form) for form in forms]) for card in cards(kind)]


def _count(card: Card, form: re.Pattern[str]) -> int:
    return max((weight for weight, text in card.words if form.search(text)), default=0)


def _in_order(counted: Sequence[tuple[Card, Sequence[int]]]) -> tuple[Card, ...]:
    ordered = sorted(counted, key=lambda one: (one[0].kind != "scenario", -sum(one[1])))
    return tuple(card for card, _ in ordered)


def known_words(kind: str = "") -> frozenset[str]:
    """Return the words that a search can find, to suggest one for a slip.

    >>> "ransomware" in known_words("breaches")
    True
    """
    texts = (text for card in cards(kind) for _, text in card.words)
    return frozenset(word.strip(".,:;()“”\"'") for text in texts for word in text.split())


def card_of(model: AnyInput, name: str) -> Card:
    """Return the card of an input that is no part of the library, such as one's own file.

    >>> card_of(load("plans/lean"), "ours.yaml").title == load("plans/lean").title
    True
    """
    rows, plain = MAKERS[type(model)](model) if type(model) in MAKERS else ((), {})
    title: Text = getattr(model, "title", UNTITLED)
    summary: Text = getattr(model, "summary", "")
    said = [*_forms(text for _, text in rows), str(plain.get("cause", "")), name]
    story = _forms([model.narrative]) if isinstance(model, Scenario) else []
    words = (
        *((TITLE, text) for text in _forms([title])),
        *((SUMMARY, text) for text in [*_forms([summary]), *(one.lower() for one in said)]),
        *((ANYWHERE, text) for text in story),
    )
    return Card(name, model.kind, title, summary, rows, plain, words)


@functools.cache
def _card(name: str) -> Card:
    return card_of(load(name), name)


def _forms(texts: Any) -> list[str]:
    return [in_language(text, language).lower() for text in texts for language in LANGUAGES]


# -- what is on a card ------------------------------------------------------------------------


def _joined(texts: Any, *, sentences: bool = False) -> dict[str, str]:
    """Return texts in a row, in each language."""
    between = {"en": "; ", "zh": "；"} if sentences else {"en": ", ", "zh": "、"}
    shown = list(texts)
    return {
        language: between[language].join(in_language(text, language) for text in shown)
        for language in LANGUAGES
    }


def _named(room: str, name: str) -> Text:
    return CATALOGUE.get(f"{room}/{name}", name.replace("-", " "))


def _scenario(one: Scenario) -> tuple[Rows, dict[str, Any]]:
    firm, hard = one.organisation, difficulty(one)
    owners = list(dict.fromkeys(decision.owner for decision in one.decisions.values()))
    by_length = {n: len(one.injects) - len(one.spare(n)) for n in LENGTHS_MIN}
    planned = [i.delay_h for i in one.injects.values() if i.after not in ("hand", "start")]
    cause = [_named("cause", one.root_cause)] if one.root_cause else []
    lengths = [
        {k: v.format(count=count, minutes=minutes) for k, v in CATALOGUE["browse/injects"].items()}
        for minutes, count in by_length.items()
    ]
    level = CATALOGUE[f"difficulty/{hard.level}"]
    why = [CATALOGUE[f"difficulty/{point}"] for point in hard.points]
    said = {k: f"{level[k]}{SIGN[k]}{_joined(why)[k]}" if why else level[k] for k in LANGUAGES}
    rows: Rows = (
        ("browse/cause", _joined([*cause, _named("way", one.cause)])),
        ("browse/difficulty", said),
        ("browse/length", _joined(lengths)),
        ("browse/roles", _joined(_named("role", name) for name in owners)),
        ("browse/firm", firm.title),
        ("browse/laws", _joined(law.title for law in firm.laws)),
        ("browse/trains", _joined((goal.text for goal in one.objectives), sentences=True)),
    )
    return rows, {
        "cause": one.cause,
        "root_cause": one.root_cause,
        "threat": one.threat.kind,
        "difficulty": hard.level,
        "difficulty_points": list(hard.points),
        "objectives": [objective.id for objective in one.objectives],
        "trains": [in_language(objective.text, "en") for objective in one.objectives],
        "roles": owners,
        "organisation": firm.name,
        "laws": [law.name for law in firm.laws],
        "decisions": len(one.decisions),
        "injects": len(one.injects),
        "injects_by_length_min": {str(n): count for n, count in by_length.items()},
        "last_inject_h": max(planned, default=0.0),
    }


def _organisation(one: Organisation) -> tuple[Rows, dict[str, Any]]:
    systems = [system.title for system in one.systems]
    rows: Rows = (
        ("browse/place", one.place),
        ("browse/people", f"{one.staff:,}"),
        ("browse/clients", f"{one.clients:,}"),
        ("browse/laws", _joined(law.title for law in one.laws)),
        ("browse/systems", _joined(systems)),
    )
    return rows, {
        "place": one.place,
        "staff": one.staff,
        "clients": one.clients,
        "currency": one.currency,
        "laws": [law.name for law in one.laws],
    }


def _plan(one: Plan) -> tuple[Rows, dict[str, Any]]:
    phases = Counter(task.phase for task in one.tasks.values())
    said = [
        {k: f"{in_language(_named('phase', phase), k)} {count}" for k in LANGUAGES}
        for phase, count in phases.items()
    ]
    rows: Rows = (
        ("browse/tasks", _joined(said)),
        ("browse/help", _joined(team.title for team in one.teams) if one.teams else "–"),
        ("browse/answers", f"{len(one.answers)}"),
    )
    cost = {"yearly_cost": one.yearly_cost.central} if one.yearly_cost else {}
    if one.yearly_cost:
        rows += (("browse/yearly", f"{one.yearly_cost.central:,.0f} {one.currency}"),)
    return rows, {
        "tasks": len(one.tasks),
        "teams": [team.name for team in one.teams],
        "answers": dict(one.answers),
        "currency": one.currency,
        **cost,
    }


def _law(one: Law) -> tuple[Rows, dict[str, Any]]:
    read = sum(duty.verified for duty in one.obligations)
    counts = {"count": len(one.obligations), "verified": read}
    duties = {k: form.format(**counts) for k, form in CATALOGUE["browse/of_duties"].items()}
    rows: Rows = (
        ("browse/jurisdiction", one.jurisdiction),
        ("browse/duties", duties),
        ("browse/period", _joined((duty.title for duty in one.obligations), sentences=True)),
    )
    return rows, {
        "jurisdiction": one.jurisdiction,
        "currency": one.currency,
        "duties": [duty.id for duty in one.obligations],
        "verified": read,
    }


def _control(one: Control) -> tuple[Rows, dict[str, Any]]:
    acts = [str(act) for act in one.acts]
    rows: Rows = (
        ("browse/family", one.family.replace("-", " ")),
        ("browse/acts", ", ".join(acts)),
        ("browse/grade", str(one.grade)),
    )
    usual = one.usual_quality
    return rows, {"family": one.family, "grade": one.grade, "usual_quality": usual, "acts": acts}


MAKERS: dict[type[Any], Callable[[Any], tuple[Rows, dict[str, Any]]]] = {
    Scenario: _scenario,
    Organisation: _organisation,
    Plan: _plan,
    Law: _law,
    Control: _control,
}

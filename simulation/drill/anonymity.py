"""Names of people, of the firm and of its place, replaced wherever they stand in a drill.

Nothing can know every name in free words. Replaced are the names that a drill holds as names: who
did what and wrote what, the firm's title and place, and those that are given; each also by its
parts, and inside identifiers. Prose that describes the firm or tells the truth is left out. Words
that may be names still are returned, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from simulation.inputs.organisation import Organisation
from simulation.text import CATALOGUE, LANGUAGES, in_language

LEFT_OUT = {"en": "Left out.", "zh": "已略去。"}
FIRM, PLACE, PERSON = "the firm", "the place", "Person"
MOST_DOUBTS = 40
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*")
_NO_NAMES = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"),
        *("mr", "mrs", "ms", "miss", "dr", "prof", "ceo", "ciso", "dpo", "it", "hr", "cfo", "cto"),
        *("owner", "manager", "director", "officer", "facilitator", "observer", "administrator"),
        *("head", "lead", "leader", "deputy", "team", "room", "evaluator", "counsel", "lawyer"),
    )
)
"""What people write for a person that is no name, and what stands beside names."""
_MAYBE_NAMES = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


class Veil:
    """Replaces names in plain data, the same name always by the same words.

    >>> veil = Veil({"Li Na": "Person A", "Acme": "the firm"}, ["acme-files"])
    >>> veil.over({"acme-files": "Li Na of ACME called; Na was calm."})
    {'firm-files': 'Person A of the firm called; Person A was calm.'}
    """

    def __init__(self, names: Mapping[str, str], identifiers: Iterable[str] = ()) -> None:
        """Prepare what is looked for, the longest first."""
        found = dict(_forms(names))
        ordered = sorted(found, key=lambda name: (-len(name), name))
        self._words = [(_alone(name), found[name]) for name in ordered]
        hidden = {one: _identifier(one, found, ordered) for one in identifiers}
        self._identifiers = {old: new for old, new in hidden.items() if old != new}

    def over(self, plain: Any) -> Any:
        """Return plain data with every name replaced, in keys and in values."""
        if isinstance(plain, str):
            return self._text(plain)
        if isinstance(plain, Mapping):
            return {self._text(str(key)): self.over(value) for key, value in plain.items()}
        if isinstance(plain, list | tuple):
            return [self.over(value) for value in plain]
        return plain

    def _text(self, text: str) -> str:
        for old, new in self._identifiers.items():
            text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        for pattern, new in self._words:
            text = pattern.sub(new, text)
        return text


def _alone(name: str) -> re.Pattern[str]:
    """Return what finds a name that is no part of a longer word; Chinese has no such borders."""
    bordered = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
    return re.compile(bordered if name.isascii() else re.escape(name), re.IGNORECASE)


def _identifier(one: str, found: Mapping[str, str], ordered: Sequence[str]) -> str:
    for name in ordered:
        new = found[name].removeprefix("the ").lower().replace(" ", "-")
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for form in {slug, slug.replace("-", "_"), slug.replace("-", "")} - {""}:
            one = re.sub(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", new, one)
    return one


def _forms(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each name, and the parts of a name of several words."""
    for name, new in names.items():
        whole = " ".join(name.split())
        if whole.lower() in _NO_NAMES or len(whole) < 2:
            continue
        yield whole, new
        if new.startswith(PERSON):
            for part in re.split(r"[\s,.;()·/]+", whole):
                if len(part) > 1 and part.lower() not in _NO_NAMES:
                    yield part, new


def names_in(firm: Organisation, people: Iterable[str], also: Iterable[str]) -> dict[str, str]:
    """Return what is to be replaced by what: people, the firm, its place, and further names."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        title = in_language(firm.title, language)
        for form in (title, re.split(r"[,，(（:：]", title)[0].strip()):
            names[form] = FIRM
    laws = {law.jurisdiction.casefold() for law in firm.laws}
    for part in (firm.place, *re.split(r"[,，/]\s*", firm.place)):
        if part.strip() and part.strip().casefold() not in laws:
            names[part.strip()] = PLACE
    roles = {
        word.casefold()
        for key, forms in CATALOGUE.items()
        if key.startswith("role/")
        for word in forms.values()
    }
    known = dict.fromkeys(name.strip() for name in (*people, *also))
    for name in known:
        if name and name not in names and name.casefold() not in roles:
            taken = sum(new.startswith(PERSON) for new in names.values())
            names[name] = f"{PERSON} {_letters(taken)}"
    return names


def _letters(number: int) -> str:
    """Return A, B to Z, then AA, AB and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def identifiers(plain: Any) -> Iterator[str]:
    """Give every word of plain data that may be an identifier."""
    if isinstance(plain, str):
        if _IDENTIFIER.fullmatch(plain):
            yield plain
        elif re.fullmatch(r"[a-z]+(/[a-z][a-z0-9_-]*)+", plain):
            yield from plain.split("/")
    elif isinstance(plain, Mapping):
        for key, value in plain.items():
            yield from identifiers(str(key))
            yield from identifiers(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from identifiers(value)


def doubts(plain: Any) -> tuple[str, ...]:
    """Return words that may be names still: capital letters within a sentence.

    >>> doubts("We saw Zhang and the City Daily.")
    ('City Daily', 'Zhang')
    """
    found: set[str] = set()
    _each(plain, lambda text: found.update(_MAYBE_NAMES.findall(text)))
    ours = {FIRM, PLACE}
    left = sorted(words for words in found if words not in ours and not words.startswith(PERSON))
    return tuple(left[:MOST_DOUBTS])


def _each(plain: Any, look: Callable[[str], object]) -> None:
    if isinstance(plain, str):
        look(plain)
    elif isinstance(plain, Mapping):
        for value in plain.values():
            _each(value, look)
    elif isinstance(plain, list | tuple):
        for value in plain:
            _each(value, look)

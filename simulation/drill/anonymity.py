"""Names of people, of the firm and of its place, replaced wherever they stand in a drill.

Nothing can know every name in free words. Replaced are the names that a drill holds as names: who
did what and wrote what, whom the scenario declares, the firm's title and place, and those that are
given. The rule: a whole name always; a part of a person's name too, unless it is an ordinary word,
one that the inputs or our own messages write in small letters (he, will, law). An ordinary word is
replaced as part of the whole name, and alone only with its capital inside a sentence. Fields and
enumerations are never touched. Words that may be names still are returned, to be looked at.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from simulation.files.schemas import schemas
from simulation.inputs.organisation import Organisation
from simulation.inputs.scenario import Scenario
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
        *("all", "both", "everybody", "everyone", "nobody", "us", "we", "accountant", "reporter"),
        *("client", "reception", "police", "examiner", "press", "staff", "system", "trainee"),
        *(
            "主持人",
            "观察员",
            "评估员",
            "老师",
            "管理员",
            "系统管理员",
            "负责人",
            "会计",
            "主管会计",
        ),
        *(
            "前台",
            "记者",
            "客户",
            "律师",
            "警方",
            "经理",
            "主管",
            "大家",
            "所有人",
            "全员",
            "实习生",
        ),
    )
)
"""What people write for a person that is no name, and what stands beside names."""
_MAYBE_NAMES = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_BETWEEN_NAMES = re.compile(r"\s*[、，,&/;；+|\"“”]\s*|\s+and\s+")
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
"""Letters of scripts whose words have borders; Chinese has none."""
_SMALL_WORD = re.compile(r"(?<![\w@.-])[a-z]{2,}(?![\w@-]|\.\w)")
_WITHIN_SENTENCE = re.compile(rf"(?:(?<![{_LETTER}])[a-z][a-z'’-]*[,;]?\s|[\u4e00-\u9fff，、])$")
_NO_PROSE = frozenset(
    ("kind", "shift", "begins", "time_zone", "currency", "jurisdiction", "evidence", "written_at")
)
"""Fields that no name stands in and whose words have a fixed form."""


class Veil:
    """Replaces names in plain data, the same name always by the same words.

    >>> veil = Veil({"Li Na": "Person A", "Will Fu": "Person B"}, ordinary=("will",))
    >>> veil.over({"text": "Will Na go? I asked Will: he will. So said WILL FU."})
    {'text': 'Will Person A go? I asked Person B: he will. So said Person B.'}
    >>> Veil({"Acme": "the firm"}, ["acme-files"]).over({"acme-files": "ACME's"})
    {'firm-files': "the firm's"}
    """

    def __init__(
        self,
        names: Mapping[str, str],
        identifiers: Iterable[str] = (),
        *,
        ordinary: Iterable[str] = (),
    ) -> None:
        """Prepare what is looked for, the longest first."""
        words = frozenset(ordinary)
        found = dict(_forms(names))
        ordered = sorted(found, key=lambda name: (-len(name), name))
        self._exact = found
        self._any_case = {
            name.casefold(): new for name, new in found.items() if not _is_ordinary(name, words)
        }
        self._careful = {name for name in found if name not in names} - {
            name for name in found if name.casefold() in self._any_case
        }
        patterns = [_pattern(name, name.casefold() in self._any_case) for name in ordered]
        self._pattern = re.compile("|".join(patterns)) if patterns else None
        rare = [name for name in ordered if name.casefold() in self._any_case]
        hidden = {one: _identifier(one, found, rare) for one in identifiers}
        self._identifiers = {old: new for old, new in hidden.items() if old != new}

    def over(self, plain: Any, written: frozenset[str] = frozenset()) -> Any:
        """Return plain data with every name replaced; of keys only those that are identifiers.

        In fields that people have `written` a word in small letters is no identifier.

        >>> acts = [{"by": "zhang", "team": "zhang"}]
        >>> Veil({"zhang": "Person A"}).over(acts, written=frozenset(["by"]))
        [{'by': 'Person A', 'team': 'zhang'}]
        """
        if isinstance(plain, str):
            return self._text(plain)
        if isinstance(plain, Mapping):
            return {
                self._identifiers.get(str(key), str(key)): self._field(key, value, written)
                for key, value in plain.items()
            }
        if isinstance(plain, list | tuple):
            return [self.over(value, written) for value in plain]
        return plain

    def _field(self, key: str, value: Any, written: frozenset[str]) -> Any:
        if isinstance(value, str) and key in written:
            return self.words(value)
        fixed = isinstance(value, str) and key in _NO_PROSE
        return value if fixed else self.over(value, written)

    def words(self, text: str) -> str:
        """Return what a person wrote with every name replaced, also where one stands alone."""
        return text if self._pattern is None else self._pattern.sub(self._instead, text)

    def _text(self, text: str) -> str:
        for old, new in self._identifiers.items():
            text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        return text if all(map(_IDENTIFIER.fullmatch, text.split("/"))) else self.words(text)

    def _instead(self, match: re.Match[str]) -> str:
        name = " ".join(match[0].split())
        before = match.string[max(0, match.start() - 40) : match.start()]
        if name in self._careful and not _WITHIN_SENTENCE.search(before):
            return match[0]
        return self._exact.get(name) or self._any_case[name.casefold()]


def _is_ordinary(name: str, ordinary: frozenset[str]) -> bool:
    return all(word.casefold() in ordinary for word in re.findall(r"[^\s.,-]+", name))


def _pattern(name: str, any_case: bool) -> str:
    """Return what finds a name that is no part of a longer word; Chinese has no such borders."""
    inner = r"\s+".join(map(re.escape, name.split()))
    inner = f"(?i:{inner})" if any_case else inner
    before = rf"(?<![{_LETTER}])" if re.match(rf"[{_LETTER}]", name) else ""
    after = rf"(?![{_LETTER}])" if re.search(rf"[{_LETTER}]$", name) else ""
    return before + inner + after


def _identifier(one: str, found: Mapping[str, str], ordered: Sequence[str]) -> str:
    for name in ordered:
        new = found[name].removeprefix("the ").lower().replace(" ", "-")
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for form in {slug, slug.replace("-", "_"), slug.replace("-", "")} - {""}:
            one = re.sub(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", new, one)
    return one


def _forms(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the parts of people's names, then each whole name."""
    for name, new in names.items():
        if new.startswith(PERSON):
            for part in (
                *re.split(r"[\s,.;()（）·/]+", name),
                *re.split(r"[\s,.;()（）·/-]+", name),
            ):
                if len(part) > 1 and part.casefold() not in _NO_NAMES:
                    yield part, new
    for name, new in names.items():
        if len(name) > 1 and name.casefold() not in _NO_NAMES:
            yield name, new


def ordinary_words(inputs: Any) -> frozenset[str]:
    """Return words that inputs, or our own messages, write in small letters.

    >>> words = ordinary_words({"text": "Ask Zoe of zoe-files whether he will."})
    >>> [word in words for word in ("he", "will", "zoe")]
    [True, True, False]
    """
    words = set(_field_words())
    _each(inputs, lambda text: words.update(() if _is_code(text) else _SMALL_WORD.findall(text)))
    for forms in CATALOGUE.values():
        words.update(_SMALL_WORD.findall(forms["en"]))
    return frozenset(words)


def _is_code(text: str) -> bool:
    return _IDENTIFIER.fullmatch(text) is not None


@functools.cache
def _field_words() -> frozenset[str]:
    """Return the names of fields and of what may stand in them."""
    return frozenset(
        word for text in schemas().values() for word in re.findall(r'"([a-z][a-z0-9_-]*)"', text)
    )


def _separate(names: str) -> Iterator[str]:
    """Give the names of a list of names; 和 parts two names when each is a name by itself."""
    for name in _BETWEEN_NAMES.split(names):
        parts = [part.strip() for part in name.split("和")]
        yield from parts if all(len(part) > 1 for part in parts) else [name.strip()]


def people_in(acts: Iterable[Mapping[str, Any]], scenario: Scenario) -> Iterator[str]:
    """Give everybody whom acts name: who did them, and senders of what a facilitator wrote."""
    ours = {inject.sender for inject in scenario.injects.values()}
    for act in acts:
        yield from _separate(str(act["arguments"].get("by", "")))
        inject = act["arguments"].get("inject")
        sender = str(inject.get("sender", "")) if isinstance(inject, Mapping) else ""
        if sender not in ours:
            yield from _separate(sender)


def names_in(
    firm: Organisation, scenario: Scenario, people: Iterable[str], also: Iterable[str]
) -> dict[str, str]:
    """Return what is to be replaced by what: people, the firm, its place, and further names.

    A person whom the scenario declares in two languages has one letter.
    """
    names: dict[str, str] = {}
    for language in LANGUAGES:
        title = in_language(firm.title, language)
        for form in (title, re.split(r"[,，(（:：]", title)[0].strip()):
            names[form] = FIRM
    laws = {law.jurisdiction.casefold() for law in firm.laws}
    for part in (firm.place, *re.split(r"[,，/]\s*", firm.place)):
        if part.strip() and part.strip().casefold() not in laws:
            names[part.strip()] = PLACE
    forms_of = [
        tuple(dict.fromkeys(in_language(person, language) for language in LANGUAGES))
        for person in scenario.people
    ]
    declared = {form.casefold(): forms for forms in forms_of for form in forms}
    known = [" ".join(name.split()) for name in (*people, *also, *(one[0] for one in forms_of))]
    for name in known:
        if name in names or not _may_be_name(name):
            continue
        taken = len({new for new in names.values() if new.startswith(PERSON)})
        for form in (name, *declared.get(name.casefold(), ())):
            names.setdefault(form, f"{PERSON} {_letters(taken)}")
    return names


def _may_be_name(name: str) -> bool:
    roles = {
        word.casefold()
        for key, forms in CATALOGUE.items()
        if key.startswith("role/")
        for word in forms.values()
    }
    words = [word for word in re.split(r"[\s.()（）-]+", name.casefold()) if word]
    return name.casefold() not in roles and not all(word in _NO_NAMES for word in words)


def _letters(number: int) -> str:
    """Return A, B to Z, then AA, AB and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def identifiers(plain: Any) -> Iterator[str]:
    """Give every word of plain data that may be an identifier; no field and no enumeration."""
    if isinstance(plain, str):
        if _is_code(plain):
            yield from {plain} - _field_words()
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

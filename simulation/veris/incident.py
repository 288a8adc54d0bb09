"""What an incident record tells that the model can use: no names, no free text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulation.inputs.effects import Channel
from simulation.veris.reading import Record
from simulation.veris.words import (
    ACTIONS,
    ACTORS,
    ALTERED,
    CHANNELS,
    DATA,
    ENTRIES,
    FAULTS,
    FINDERS,
    HARMLESS,
    HOURS,
    LOST,
    MAIL,
    OPENED,
    PROFILE_OF_ENTRY,
    PROFILES,
    SENSITIVE,
    SOME,
    STAFF,
    UNTOLD,
    Profile,
)

__all__ = ["Group", "Incident", "Lasting", "incident_of"]

MOST_RECORDS = 1e15
"""More than there are of anything; a larger number is a slip, or means harm."""
MOST_TIME = 1e6
MOST_KINDS = 4
WITHOUT_DISCLOSURE = ("extortion", "tampering", "fault", "stolen-device", "lost")
"""Ways in which data come to harm, or might have, although nobody has read them."""
NEVER = "Never"
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_FEWEST_FIELDS = ("action", "actor", "attribute")


@dataclass(frozen=True, slots=True)
class Group:
    """Records of the same people: of one kind or of several, and how many if that is told.

    >>> Group(("medical", "personal"), 300).name
    'medical_personal'
    """

    kinds: tuple[str, ...]
    records: int | None

    @property
    def name(self) -> str:
        """What such records are called in our files."""
        return "_".join(self.kinds)


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length of time in hours; without a number, the unit alone is known.

    >>> Lasting(2555.0, "Months").vague
    True
    """

    hours: float
    unit: str = ""

    @property
    def vague(self) -> bool:
        """Whether the record has a unit alone."""
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class Incident:
    """What a record tells; what it does not tell is empty."""

    profile: Profile
    told_profile: bool
    entries: tuple[str, ...]
    groups: tuple[Group, ...]
    uncounted_kind: int
    disclosed: bool
    encrypted: bool | None
    staff: str
    channel: Channel | None
    year: int | None
    month: int | None
    day: int | None
    compromised: Lasting | None
    exfiltrated: Lasting | None
    discovered: Lasting | None
    contained: Lasting | None
    never: tuple[str, ...]
    unknown_words: int

    @property
    def records(self) -> int | None:
        """How many records are told of, in all groups together."""
        counts = [group.records for group in self.groups if group.records is not None]
        return sum(counts) if counts else None


def incident_of(record: Record) -> Incident:
    """Return what a record tells; raises InputError with everything that is wrong with it.

    >>> from simulation.veris.reading import record_of_bytes
    >>> lost = record_of_bytes(b'{"action": {"error": {"variety": ["Loss"]}}}')
    >>> incident_of(lost).profile.breach
    'breaches/lost-laptop'
    """
    if not any(record.has(field) for field in _FEWEST_FIELDS):
        record.fault((), "this is no incident record", f"the fields {', '.join(_FEWEST_FIELDS)}")
    record.expect_fine()
    _expect_incident(record)
    facts = _Facts(record)
    profile, told = facts.profile()
    groups, uncounted = facts.groups()
    disclosure = record.word("attribute", "confidentiality", "data_disclosure")
    if disclosure == "No" and profile.name not in WITHOUT_DISCLOSURE:
        record.fault(
            ("attribute", "confidentiality", "data_disclosure"),
            "no data were disclosed",
            "a record of data that left, were altered or were locked",
        )
    facts.expect_a_day()
    times = {name: facts.lasting(name) for name in _TIMES}
    incident = Incident(
        profile=profile,
        told_profile=told,
        entries=facts.entries(),
        groups=groups,
        uncounted_kind=uncounted,
        disclosed=disclosure == "Yes" or profile.name in ("tampering", "fault"),
        encrypted=facts.encrypted(),
        staff=facts.staff(),
        channel=facts.channel(),
        year=facts.date("year", _FIRST_YEAR, _LAST_YEAR),
        month=facts.date("month", 1, 12),
        day=facts.date("day", 1, 31),
        compromised=times["compromise"],
        exfiltrated=times["exfiltration"],
        discovered=times["discovery"],
        contained=times["containment"],
        never=facts.never(),
        unknown_words=facts.unknown_words,
    )
    record.expect_fine()
    return incident


_TIMES = ("compromise", "exfiltration", "discovery", "containment")


def _expect_incident(record: Record) -> None:
    """Refuse what the record itself calls a false alarm, or nature's doing alone."""
    if record.word("security_incident") == "False positive":
        record.fault(("security_incident",), "it was a false alarm", "an incident")
    done = [action for action in ACTIONS if record.has("action", action)]
    if done == ["environmental"]:
        record.fault(("action",), "nobody did it", "an act or a mistake of people")


class _Facts:
    """Asks a record, and counts the words that it does not know."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.unknown_words = 0
        self.varieties = {
            action: self._telling(("action", action, "variety")) for action in ACTIONS
        }
        self.vectors = {action: self._telling(("action", action, "vector")) for action in ACTIONS}
        self.done = {action for action in ACTIONS if record.has("action", action)}
        self.actors = {actor for actor in ACTORS if record.has("actor", actor)}

    def _telling(self, where: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in self.record.words(*where) if word not in UNTOLD)

    def profile(self) -> tuple[Profile, bool]:
        """Return the way in which data came to harm, and whether the record tells it."""
        if name := self._known_profile():
            return PROFILES[name], True
        if self.actors == {"internal"}:
            return PROFILES["insider"], False
        return PROFILES["supplier" if self.actors == {"partner"} else "outside-theft"], False

    def _known_profile(self) -> str:
        """Name the way, by what weighs most: a lock on systems, whose fault, then the act."""
        if "Ransomware" in self.varieties["malware"]:
            return "extortion"
        by_weight = (
            self._harm_in_place,
            self._partner,
            self._deceit,
            self._break_in,
            self._inside,
        )
        return next(filter(None, (name() for name in by_weight)), "")

    def _partner(self) -> str:
        is_theirs = self.actors == {"partner"} and not self.done & {"error", "physical"}
        return "supplier" if is_theirs and self.done else ""

    def _break_in(self) -> str:
        if "hacking" in self.done:
            own = (PROFILE_OF_ENTRY[e] for e in self.entries() if e in PROFILE_OF_ENTRY)
            return next(own, "outside-theft")
        return "malware" if "malware" in self.done else ""

    def _inside(self) -> str:
        """Name what people did who were there: of us, or with the thing itself in their hands."""
        done, errors = self.done, {*self.varieties["error"]}
        if "misuse" in done:
            motives = self._telling(("actor", "internal", "motive"))
            is_harmless = bool(motives) and all(motive in HARMLESS for motive in motives)
            return "curious" if is_harmless else "insider"
        if "physical" in done:
            is_theft = {"Theft", "Assault"} & {*self.varieties["physical"]}
            return "stolen-device" if is_theft or errors else "outside-theft"
        if "error" not in done:
            return "insider" if "social" in done else ""
        if errors & {*LOST}:
            return "lost"
        return "open" if errors & {*OPENED} else "mistake"

    def _deceit(self) -> str:
        """Name what a stolen login, a message or a made-up story led to, where no software did."""
        deceit = self.varieties["social"]
        if "Use of stolen creds" in self.varieties["hacking"]:
            return "stolen-login"
        if "malware" in self.done:
            return ""
        if "Phishing" in deceit:
            return "stolen-login"
        return "pretext" if "Pretexting" in deceit and "hacking" not in self.done else ""

    def _harm_in_place(self) -> str:
        """Name what was done to records that did not leave."""
        changed = self.record.words("attribute", "integrity", "variety")
        disclosure = self.record.word("attribute", "confidentiality", "data_disclosure")
        is_disclosed = self.record.has("attribute", "confidentiality") and disclosure != "No"
        if is_disclosed:
            return ""
        is_fault = any(word in FAULTS for word in self.varieties["error"])
        if "error" in self.done and (is_fault or changed):
            return "fault"
        return "tampering" if any(word in ALTERED for word in changed) else ""

    def entries(self) -> tuple[str, ...]:
        """Return the ways in, each once."""
        found = [
            ENTRIES[action, word]
            for action in ACTIONS
            for word in self.varieties[action]
            if (action, word) in ENTRIES
        ]
        if any(word in MAIL for word in self.vectors["malware"]):
            found.append("mail")
        return tuple(dict.fromkeys(found))

    def groups(self) -> tuple[tuple[Group, ...], int]:
        """Return the records by kind, and how many there are whose kind is not told."""
        where = ("attribute", "confidentiality", "data")
        kinds: dict[str, int | None] = {}
        for number, _ in enumerate(self.record.items(*where)):
            kind, count = self._one_kind((*where, number))
            if kind:
                before = kinds.get(kind)
                kinds[kind] = count if before is None else before + (count or 0)
        total = self.record.number(
            self.record.fields(*where[:2]).get("data_total"),
            (*where[:2], "data_total"),
            MOST_RECORDS,
        )
        return grouped(kinds, int(total) if total else None)

    def _one_kind(self, where: tuple[str | int, ...]) -> tuple[str, int | None]:
        one = self.record.items(*map(str, where[:-1]))[int(where[-1])]
        if not isinstance(one, dict):
            self.record.fault(where, "this is no kind of data", "variety and amount")
            return "", None
        word = one.get("variety", "Unknown")
        if not isinstance(word, str):
            self.record.fault((*where, "variety"), "this is no word", "a kind of data")
            return "", None
        if word not in DATA:
            self.unknown_words += 1
        count = self.record.number(one.get("amount"), (*where, "amount"), MOST_RECORDS)
        return DATA.get(word, "unknown"), int(count) if count else None

    def encrypted(self) -> bool | None:
        """Return whether a key was needed, where the record tells it; papers need none."""
        states = self.record.words("attribute", "confidentiality", "state")
        if "Stored encrypted" in states:
            return True
        things = [
            thing.get("variety")
            for thing in self.record.items("asset", "assets")
            if isinstance(thing, dict)
        ]
        on_paper = bool(things) and all(thing == "M - Documents" for thing in things)
        is_plain = {"Stored unencrypted", "Printed"} & {*states}
        return False if is_plain or on_paper else None

    def staff(self) -> str:
        """Return the class of the firm's size, or nothing."""
        word = self.record.word("victim", "employee_count")
        if word not in STAFF and word not in UNTOLD:
            self.unknown_words += 1
        return word if word in STAFF else ""

    def channel(self) -> Channel | None:
        """Return who found it, or nothing."""
        for finder, otherwise in FINDERS.items():
            if not self.record.has("discovery_method", finder):
                continue
            words = self._telling(("discovery_method", finder, "variety"))
            known = [CHANNELS[finder, word] for word in words if (finder, word) in CHANNELS]
            return known[0] if known else otherwise
        return None

    def date(self, part: str, low: int, high: int) -> int | None:
        """Return a part of the date on which it began, or nothing."""
        where = ("timeline", "incident", part)
        number = self.record.number(self.record.fields(*where[:2]).get(part), where, high)
        if number is not None and (number < low or number != int(number)):
            self.record.fault(where, f"got {number:g}", f"a whole number from {low} to {high}")
            return None
        return None if number is None else int(number)

    def expect_a_day(self) -> None:
        """Note a date that no calendar has."""
        limits = {"year": (_FIRST_YEAR, _LAST_YEAR), "month": (1, 12), "day": (1, 31)}
        year, month, day = (self.date(part, *ends) for part, ends in limits.items())
        if year and month and day:
            try:
                datetime.date(year, month, day)
            except ValueError:
                where = ("timeline", "incident", "day")
                self.record.fault(where, f"{year}-{month:02}-{day:02} is no day", "a day")

    def lasting(self, what: str) -> Lasting | None:
        """Return a length of time in the timeline, or nothing."""
        unit = self.record.word("timeline", what, "unit")
        value: Any = self.record.fields("timeline", what).get("value")
        number = self.record.number(value, ("timeline", what, "value"), MOST_TIME)
        if unit not in HOURS:
            self.unknown_words += unit not in (*UNTOLD, NEVER)
            return None
        if not number:
            return Lasting(SOME[unit] * HOURS[unit], unit.lower())
        return Lasting(number * HOURS[unit])

    def never(self) -> tuple[str, ...]:
        """Return what never came to be: discovery, containment."""
        return tuple(n for n in _TIMES if self.record.word("timeline", n, "unit") == NEVER)


def grouped(kinds: dict[str, int | None], total: int | None) -> tuple[tuple[Group, ...], int]:
    """Return groups of records, and how many of the total no kind is told for.

    Records tell, for each kind, how many there were of it, and sometimes how many in all. Where
    the kinds add up to no more than all, they are of different people; where they add up to
    more, or are equally many and nothing is said of all, they are kinds of the same records.

    >>> grouped({"personal": 10, "medical": 20}, 30)[0]
    (Group(kinds=('personal',), records=10), Group(kinds=('medical',), records=20))
    >>> grouped({"personal": 30, "medical": 30}, 30)[0]
    (Group(kinds=('medical', 'personal'), records=30),)
    """
    if not kinds:
        return ((Group(("unknown",), total),), 0) if total else ((), 0)
    counts = [count for count in kinds.values() if count is not None]
    uncounted = [kind for kind, count in kinds.items() if count is None]
    rest = 0 if total is None else total - sum(counts)
    alike = len(kinds) > 1 and not uncounted and len({*counts}) == 1 and total is None
    if alike or rest < 0 or not counts or rest < len(uncounted):
        most = max(counts) if alike else sum(counts)
        return (Group(_together(kinds), total or most or None),), 0
    shares = {kind: count for kind, count in kinds.items() if count is not None}
    if uncounted and total is not None:
        shares |= dict.fromkeys(uncounted, rest // len(uncounted))
        shares[uncounted[0]] += rest % len(uncounted)
        rest = 0
    elif rest:
        shares[next(iter(shares))] += rest
    return tuple(Group((kind,), count) for kind, count in shares.items()), rest


def _together(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return kinds that the same records are of: as many as a name holds, the sensitive first."""
    chosen = sorted(kinds, key=lambda kind: (kind not in SENSITIVE, kind))
    return tuple(sorted(chosen[:MOST_KINDS]))

"""A scenario made of an incident record: what it tells, and in every other place a default."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.files import load_organisation, load_plan, load_scenario, loads
from simulation.files.tree import write
from simulation.inputs.organisation import Organisation
from simulation.inputs.scenario import FIRST_YEAR, LAST_YEAR, Inject, Scenario
from simulation.speaking import LANGUAGES
from simulation.text import CATALOGUE, harmless, in_language, lasting, say
from simulation.units import format_number
from simulation.veris.firm import PREFIX, Sized, data_words, firms_by_size, sized, suits
from simulation.veris.incident import Group, Incident, Lasting, incident_of
from simulation.veris.reading import Record, record_in
from simulation.veris.threats import about, at_stake, discovery_curve, threat_of
from simulation.workdays import NO_SPECIAL_DAYS, special_days

__all__ = ["Imported", "import_record", "scenario_of"]

Words = dict[str, str]
MOST_WAIT_H = 600.0 * 24
"""A study waits three years for a first sign; most of what is drawn has to come within them."""
MOST_RECORDS = 2_000_000_000
"""A holding has room for five times as many, of which some breaches take a third."""
HELD_AGAINST = "plans/no-plan"
MOVED = 1.6
"""How far a drill's first sign may be moved to office hours, as a factor of the time to it."""
DAY_H, AROUND_D = 24, 10
_SECONDS = 3_600
_MODE = {
    "monitoring": ("system", "Monitoring 监测"),
    "staff": ("in person", "Colleague 同事"),
    "client": ("phone", "Client 客户"),
    "authority": ("phone", "Authority 主管部门"),
    "partner": ("e-mail", "Somebody outside 外部人士"),
    "attacker": ("e-mail", "Unknown sender 陌生发件人"),
}
"""How the first sign reaches the room, and from whom."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A scenario made of a record: the model, its file's text, what was told and what was not."""

    scenario: Scenario
    text: str
    told: tuple[Words, ...]
    defaults: tuple[Words, ...]


def import_record(path: str | Path) -> Imported:
    """Return the scenario that a file with one incident record in the VERIS format makes.

    Names, free text and places of the record are not taken over. Raises InputError with
    everything that is wrong with the record.
    """
    return scenario_of(record_in(path))


def scenario_of(record: Record) -> Imported:
    """Return the scenario that a record makes.

    >>> from simulation.veris.reading import record_of_bytes
    >>> made = scenario_of(record_of_bytes(b'{"action": {"error": {"variety": ["Misdelivery"]}}}'))
    >>> made.scenario.threat.kind
    'one_mistake'
    """
    return _Making(record, incident_of(record)).imported()


def _words(key: str, **values: object) -> Words:
    """Return a message in both languages, each with its own form of the values."""
    return {
        language: say(
            f"veris/{key}",
            language,
            **{
                name: in_language(value, language) if isinstance(value, dict) else value
                for name, value in values.items()
            },
        )
        for language in LANGUAGES
    }


def _number(value: float) -> str:
    return f"{value:,.0f}"


def lasting_words(time: Lasting) -> Words:
    """Return a length of time in words; one without a number says what it is taken for."""
    exactly = lasting(round(time.hours * _SECONDS))
    if not time.vague:
        return exactly
    return _words("vaguely", some=CATALOGUE[f"veris/some-{time.unit}"], exactly=exactly)


class _Making:
    """Puts a scenario together, and writes down where each part of it comes from."""

    def __init__(self, record: Record, incident: Incident) -> None:
        self.record = record
        self.incident = incident
        self.breach = incident.profile.breach
        self.template = load_scenario(self.breach)
        self.told: list[Words] = []
        self.defaults: list[Words] = []
        self.parameters: dict[str, Any] = {}
        self.what = CATALOGUE[f"veris/what-{incident.profile.name}"]
        self.firm_name, self.firm = self._firm()
        self.groups = self._groups()
        self.wait_h = self._wait_h()
        self.begins = self._began()
        self.sign_h = self._sign_h()

    def _default(self, key: str, **values: object) -> None:
        self.defaults.append(_words(f"default-{key}", **values))

    def imported(self) -> Imported:
        """Return the scenario with its text."""
        self._tell()
        parts = {
            **self._organisation(),
            "begins": f"{self.begins:%Y-%m-%d %H:%M}",
            **self._harm(),
            **self._discovery(),
        }
        if self.parameters:
            parts["parameters"] = self.parameters
        self._untold()
        plain = {
            "kind": "scenario",
            "extends": self.breach,
            "name": f"record-{self._mark()}",
            "title": _words("title", what=self.what, records=self._records()),
            "summary": _words("summary", what=self.what),
            "narrative": self._narrative(),
            "root_cause": self.incident.profile.root_cause,
            **dict(self.incident.profile.changes),
            **parts,
            "debrief": self._debrief(),
        }
        text = self._head() + write(plain)
        made = loads(text, "imported record")
        if not isinstance(made, Scenario):
            raise TypeError("an imported record is a scenario")
        return Imported(made, text, tuple(self.told), tuple(self.defaults))

    def _mark(self) -> str:
        """Return a mark that the same record always has and that names nobody."""
        plain = json.dumps(self.record.plain, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:8]

    def _firm(self) -> tuple[str, Organisation]:
        plan = load_plan(HELD_AGAINST)
        if self.incident.staff:
            for name in firms_by_size(self.incident.staff):
                firm = load_organisation(name)
                # A breach's prices are in the currency of the firm that stands in its file.
                same_money = firm.currency == self.template.organisation.currency
                if same_money and suits(self.template, plan, firm):
                    return name, firm
        firm = self.template.organisation
        return f"organisations/{firm.name}", firm

    def _groups(self) -> list[tuple[Group, int]]:
        """Return the records by kind, each with a number."""
        groups = list(self.incident.groups)
        if groups and all(group.records for group in groups):
            most = MOST_RECORDS // len(groups)
            if any((group.records or 0) > most for group in groups):
                self._default("records", records=_number(most))
            return [(group, min(group.records or 1, most)) for group in groups]
        count = at_stake(self.template)
        self._default("amount", records=_number(count), template=self.breach)
        if not groups:
            groups = [Group(("unknown",), None)]
        return [(group, group.records or max(1, count // len(groups))) for group in groups]

    def _wait_h(self) -> float:
        """Return how long it takes to the first sign in a drill."""
        sign = self.template.first_sign
        otherwise = sign.after_h if sign else 24.0
        if self.incident.discovered is None:
            return otherwise
        return min(self.incident.discovered.hours, MOST_WAIT_H)

    def _tell(self) -> None:
        """Write down what the record tells, for the facilitator."""
        incident = self.incident
        kinds = tuple(dict.fromkeys(k for group, _ in self.groups for k in group.kinds))
        self.told.append(_words("told-what", what=self.what))
        if incident.entries:
            forms = [CATALOGUE[f"veris/entry-{entry}"] for entry in incident.entries]
            entries = {
                "en": ", ".join(form["en"] for form in forms),
                "zh": "、".join(form["zh"] for form in forms),
            }
            self.told.append(_words("told-entry", entries=entries))
        self.told.append(_words("told-data", records=self._records(), data=data_words(kinds)))
        if incident.staff:
            staff = {"en": _staff_en(incident.staff), "zh": _staff_zh(incident.staff)}
            self.told.append(_words("told-staff", staff=staff))
        if incident.channel:
            channel = CATALOGUE[f"channel/{incident.channel}"]
            self.told.append(_words("told-channel", channel=channel))
        for name, time in (
            ("compromised", incident.compromised),
            ("exfiltrated", incident.exfiltrated),
            ("discovered", incident.discovered),
            ("contained", incident.contained),
        ):
            if time is not None:
                self.told.append(_words(f"told-{name}", time=lasting_words(time)))
        if "discovery" in incident.never:
            self.told.append(_words("told-never-discovered"))
        if "containment" in incident.never:
            self.told.append(_words("told-never-contained"))

    def _records(self) -> str:
        return _number(sum(count for _, count in self.groups))

    def _untold(self) -> None:
        """Write down what else the record does not tell."""
        incident, template = self.incident, self.breach
        if not incident.told_profile:
            self._default("what", what=self.what)
        if not incident.entries:
            self._default("entry")
        if not incident.disclosed:
            self._default("disclosure")
        if any(group.kinds == ("unknown",) for group, _ in self.groups):
            self._default("data", data=data_words(("unknown",)))
        if incident.uncounted_kind:
            self._default("rest", records=_number(incident.uncounted_kind))
        if not incident.staff:
            self._default("staff", firm=self.firm_name, template=template)
        if incident.exfiltrated and self.template.threat.kind != "open_share":
            self._default("exfiltrated")
        if incident.contained:
            self._default("contained")
        if incident.unknown_words:
            self._default("words", count=incident.unknown_words)
        self._default("firm", firm=self.firm_name)
        self._default("country")
        self._default("story", template=template)

    def _organisation(self) -> dict[str, Any]:
        made = self._sized()
        if made.factor > 1:
            self._default("crowd", factor=format_number(float(f"{made.factor:.2g}")))
            speed = self.template.parameters.notices.emails_per_h.central * made.factor
            self.parameters["notices"] = {"emails_per_h": about(speed, 3.0, "why-crowd")}
        return {"organisation": {"extends": self.firm_name, **made.fields}}

    def _sized(self) -> Sized:
        home = {h.name: h.system for h in self.template.organisation.holdings}
        known = {system.name for system in self.firm.systems}
        systems = [home[name] for name in self.template.threat.holdings]
        ours = [system for system in systems if system in known] or [self.firm.systems[0].name]
        reach = self._reach()
        groups = [(group, max(1, round(count / reach))) for group, count in self.groups]
        return sized(self.firm, groups, ours)

    def _reach(self) -> float:
        """Return which share the record's number is of what was within reach.

        A theft takes a share at once and goes on taking: the number is halfway to all.
        """
        taken = getattr(self.template.threat, "taken_share", None)
        return (1 + float(taken.central)) / 2 if taken is not None else 1.0

    def _began(self) -> datetime.datetime:
        incident, theirs = self.incident, self.template.begins
        if incident.year is None or not FIRST_YEAR <= incident.year <= LAST_YEAR:
            years = f"{FIRST_YEAR}–{LAST_YEAR}"
            began = f"{theirs:%Y-%m-%d %H:%M}"
            self._default("date", years=years, began=began, template=self.breach)
            return theirs
        month = incident.month or theirs.month
        day = incident.day or min(theirs.day, 28)
        moment = theirs.replace(year=incident.year, month=1, day=1)
        moment = moment.replace(month=month, day=1) + datetime.timedelta(days=day - 1)
        is_whole = incident.month is not None and incident.day is not None
        self._default("hour" if is_whole else "day", began=f"{moment:%Y-%m-%d %H:%M}")
        return moment

    def _sign_h(self) -> float:
        """Return when the room hears of it in a drill: where the record leaves room, by day.

        That is the nearest working day at the hour of the template, which people are there to see.
        """
        sign, found = self.template.first_sign, self.incident.discovered
        is_vague = self.wait_h >= 1 and found is not None and found.vague
        if sign is None or (self.wait_h < DAY_H and not is_vague):
            return self.wait_h
        hour = (self.template.begins + datetime.timedelta(hours=sign.after_h)).time()
        near = self.begins + datetime.timedelta(hours=self.wait_h)
        days = [near.date() + datetime.timedelta(days=n) for n in range(-AROUND_D, AROUND_D + 1)]
        place = self.firm.holidays
        years = days[0].year, days[-1].year
        special = special_days(place, *years) if place else NO_SPECIAL_DAYS
        moments = [datetime.datetime.combine(d, hour) for d in days if special.is_business_day(d)]
        waits = [(moment - self.begins).total_seconds() / _SECONDS for moment in moments]
        least, most = (self.wait_h / MOVED, self.wait_h * MOVED)
        if self.wait_h < DAY_H:
            least, most = 1, DAY_H
        fits = [h for h in waits if least <= h <= most]
        return min(fits, key=lambda h: abs(h - self.wait_h), default=self.wait_h)

    def _harm(self) -> dict[str, Any]:
        """Return the threat."""
        total = sum(count for _, count in self.groups)
        made = threat_of(self.template, self.incident, total, self.wait_h)
        names = [PREFIX + group.name for group, _ in self.groups]
        for key in made.defaults:
            self._default(key, template=self.breach)
        return {"threat": {**made.fields, "holdings": names}}

    def _discovery(self) -> dict[str, Any]:
        """Return the first sign, when and by whom, and what is drawn in a study."""
        incident, sign = self.incident, self.template.first_sign
        channel = incident.channel or (sign.channel if sign else "client")
        shown = lasting(round(self.sign_h * _SECONDS))
        fields: dict[str, Any] = {
            "first_sign": {"after_h": float(f"{self.sign_h:.6g}"), "channel": channel}
        }
        if incident.channel is None:
            named = CATALOGUE[f"channel/{channel}"]
            self._default("channel", channel=named, template=self.breach)
        injects = self._after_the_sign()
        if incident.channel is not None and (sign is None or channel != sign.channel):
            injects[self._first_inject()] = self._sign(channel)
        if injects:
            fields["injects"] = injects
        self._default("mix", mix=self.template.channels)
        if incident.discovered is None:
            self._default("discovered", time=shown, template=self.breach)
            return fields
        if incident.discovered.hours > MOST_WAIT_H:
            time = lasting_words(incident.discovered)
            self._default("capped", time=time, taken=shown)
        elif self.sign_h != self.wait_h:
            self._default("clock", time=shown)
        curve = discovery_curve(self.wait_h)
        self.parameters["discovery"] = {"causes": {self.template.cause: curve}}
        return fields

    def _after_the_sign(self) -> dict[str, Any]:
        """Return injects that wait for the first sign now: they came after it, by the clock."""
        sign = self.template.first_sign
        if sign is None or self.incident.discovered is None:
            return {}
        return {
            name: {"after": "first_sign", "delay_h": float(f"{one.delay_h - sign.after_h:.6g}")}
            for name, one in self.template.injects.items()
            if one.after == "start" and one.delay_h >= sign.after_h
        }

    def _first_inject(self) -> str:
        """Name the inject by which the room hears of it."""
        injects = self.template.injects
        first = [n for n, i in injects.items() if i.after == "first_sign" and not i.by_hand]
        return min(first, key=lambda name: (injects[name].delay_h, name))

    def _sign(self, channel: str) -> dict[str, Any]:
        """Return what the room hears first when it is found by another than in the template."""
        mode, sender = _MODE[channel]
        kinds = tuple(dict.fromkeys(k for group, _ in self.groups for k in group.kinds))
        old: Inject = self.template.injects[self._first_inject()]
        gone = {"hint": old.hint, "effects": old.effects}
        return {
            "title": CATALOGUE[f"veris/sign-{channel}"],
            "text": _words(f"sign-{channel}-text", data=data_words(kinds)),
            "sender": sender,
            "mode": mode,
            "expected": [
                {"text": CATALOGUE["veris/expected-note"], "by": "management", "within_h": 1},
                {"text": CATALOGUE["veris/expected-lead"], "by": "management", "within_h": 4},
            ],
            **{name: None for name, value in gone.items() if value},
        }

    def _narrative(self) -> Words:
        between = {"en": " ", "zh": ""}
        parts = [*self.told, _words("not-told", template=self.breach)]
        return {n: between[n].join(one[n] for one in parts) for n in LANGUAGES}

    def _debrief(self) -> list[Any]:
        questions: list[Any] = list(self.template.plain().get("debrief", ()))
        for name, time in (
            ("discovered", self.incident.discovered),
            ("contained", self.incident.contained),
        ):
            if time is not None:
                questions.append(_words(f"debrief-{name}", time=lasting_words(time)))
        return questions

    def _head(self) -> str:
        """Return remarks at the head of the file: what it is, and every default."""
        lines = ["Made of a public incident record; not told there, and taken instead:"]
        for words in self.defaults:
            lines += [f"- {words['en']}", f"  {words['zh']}"]
        return "".join(f"# {' '.join(harmless(line).split())}\n" for line in lines)


def _staff_en(size: str) -> str:
    """Return a class of sizes in English.

    >>> _staff_en("Large"), _staff_en("Over 100000")
    ('more than 1000', 'over 100000')
    """
    sizes = {"Small": "up to 1000", "Large": "more than 1000"}
    return sizes.get(size, size.lower())


def _staff_zh(size: str) -> str:
    """Return a class of sizes in Chinese.

    >>> _staff_zh("11 to 100"), _staff_zh("Over 100000")
    ('11 至 100', '100000 以上')
    """
    low, to, high = size.partition(" to ")
    if to:
        return f"{low} 至 {high}"
    return {"Small": "1000 以内", "Large": "1000 以上"}.get(
        size, f"{size.removeprefix('Over ')} 以上"
    )

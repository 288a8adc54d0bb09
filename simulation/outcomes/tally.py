"""Folds the facts of a run into its outcome: the same with or without a kept log."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.outcomes.outcome import Case, Duty, Outcome, Wait
from simulation.world.facts import FACTS, Fact
from simulation.world.grades import GRADES, graded
from simulation.world.layout import (
    DAY,
    E_CASE,
    E_ESCALATION,
    E_OBLIGATION,
    E_TASK,
    F_AWARE,
    F_CAUSE_FIXED,
    F_CONFIRMED,
    F_CONTAINED,
    F_FIRST_SIGN,
    F_MEDIA,
    FORMS,
    HOUR,
    Tables,
)
from simulation.world.money import ITEMS, PRIMARY_ITEMS
from simulation.world.working_time import next_open, open_between

YEAR_S = 365 * DAY
Course = list[tuple[int, float]]


class Tally:
    """A sink that folds facts into an outcome."""

    def __init__(self, tables: Tables, team_names: Sequence[str]) -> None:
        self._p = tables
        self._teams = team_names
        self._records = [0.0] * len(tables.holding_records)
        self._flags: dict[int, int] = {}
        self._told: dict[int, int] = {}
        self._last: dict[str, Fact] = {}
        self._found_by: int | None = None
        self._items = [0.0] * len(tables.item_form)
        self._duties: dict[int, dict[str, float]] = {}
        self._ready: dict[int, int] = {}
        self._team: dict[int, int] = {}
        self._calendar = list(tables.team_calendar)
        self._waits: dict[tuple[int, int], list[float]] = {}
        self._trust: list[tuple[int, float]] = []
        self._untold: list[tuple[int, float]] = []
        self._costs: list[tuple[int, float]] = []
        self._cases: dict[int, Case] = {}
        self._counts = {"claims": 0.0, "authority.asks": 0.0, "notices.again": 0.0}
        self._hours: dict[int, float] = {}
        self._alarms = self._leavers = 0
        self._overtime_h, self._morale = 0.0, 1.0
        self._rumour = 0.0
        self._surveyed: tuple[float, float] | None = None
        self._outage_h = 0.0
        self._reached = 0
        self._downtime_h = 0.0
        self._wrong = (0.0, 0.0)
        self._again = 0
        self._end_s = 0

    def copy(self) -> Tally:
        """Return a tally that goes on from here on its own."""
        twin = Tally(self._p, self._teams)
        for name, value in vars(self).items():
            if name not in ("_p", "_teams"):
                setattr(twin, name, copy.deepcopy(value))
        return twin

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""
        last = self._last
        for fact in facts:
            name = _LAST_OF[fact[1]]
            if name is not None:
                last[name] = fact
                continue
            reader = _READERS[fact[1]]
            if reader is not None:
                reader(self, fact)
        self._end_s = facts[-1][0]

    def _read_flag_set(self, fact: Fact) -> None:
        self._flags.setdefault(fact[2] - self._p.flag_subject, fact[0])

    def _read_channel_fire(self, fact: Fact) -> None:
        if fact[5] > 0.0:
            self._found_by = fact[2]

    def _read_records_out(self, fact: Fact) -> None:
        self._records[fact[2] - self._p.holding_subject] = fact[5]

    def _read_cost(self, fact: Fact) -> None:
        self._items[fact[2] - self._p.item_subject] += fact[5] - fact[4]
        self._costs.append((fact[0], fact[5]))
        self._last["cost"] = fact

    def _read_told(self, fact: Fact) -> None:
        audience = fact[2] - self._p.audience_subject
        self._told.setdefault(audience, fact[0])
        if audience == 2:
            self._last["told"] = fact

    def _read_alarm_false(self, _fact: Fact) -> None:
        self._alarms += 1

    def _read_system_reached(self, _fact: Fact) -> None:
        self._reached += 1

    def _read_system_on(self, fact: Fact) -> None:
        self._outage_h = max(self._outage_h, fact[4])
        self._downtime_h += fact[4]

    def _read_sample_wrong(self, fact: Fact) -> None:
        self._wrong = (max(self._wrong[0], fact[4]), fact[5])

    def _read_breach_again(self, fact: Fact) -> None:
        self._again = int(fact[5])

    def _read_staff_overtime(self, fact: Fact) -> None:
        self._overtime_h += fact[5] - fact[4]

    def _read_staff_morale(self, fact: Fact) -> None:
        self._morale = min(self._morale, fact[5])

    def _read_staff_leave(self, _fact: Fact) -> None:
        self._leavers += 1

    def _read_obligation_start(self, fact: Fact) -> None:
        self._duties[fact[2]] = {"from": fact[4], "due": fact[5]}

    def _read_obligation_met(self, fact: Fact) -> None:
        self._duties[fact[2]] |= {"met": fact[4], "late": fact[5]}

    def _read_obligation_stop(self, fact: Fact) -> None:
        self._duties.pop(fact[2], None)

    def _read_escalation_start(self, fact: Fact) -> None:
        self._duties[fact[2]] = {"from": fact[4], "due": fact[5]}

    def _read_escalation_met(self, fact: Fact) -> None:
        self._duties[fact[2]] |= {"met": fact[4], "late": fact[5]}

    def _read_case(self, fact: Fact) -> None:
        name = self._p.names[fact[2]].removeprefix("case/")
        self._cases[fact[2]] = Case(name, fact[4], fact[5] > 0.0)

    def _read_case_end(self, fact: Fact) -> None:
        law, tier = fact[2] - self._p.entity(E_CASE), int(fact[4])
        end, rule = self._p.case_ends[law][tier], self._p.case_rules[law][tier]
        self._cases[fact[2]] = dataclasses.replace(
            self._cases[fact[2]], end=end, tier=tier, amount=fact[5], rule=rule
        )

    def _read_claims(self, fact: Fact) -> None:
        self._counts["claims"] += fact[5]

    def _read_authority_asks(self, _fact: Fact) -> None:
        self._counts["authority.asks"] += 1.0

    def _read_notices_again(self, _fact: Fact) -> None:
        self._counts["notices.again"] += 1.0

    def _read_task_ready(self, fact: Fact) -> None:
        self._ready[fact[2]] = fact[0]

    def _read_task_pause(self, fact: Fact) -> None:
        """A task put back at the end of a shift waits for its people from their next shift on."""
        at_shift_end = fact[3] == fact[2]
        calendar = self._p.calendars[self._calendar[self._team[fact[2]]]]
        self._ready[fact[2]] = next_open(calendar, fact[0]) if at_shift_end else fact[0]

    def _read_staff_shift(self, fact: Fact) -> None:
        self._calendar[fact[2] - self._p.team_subject] = int(fact[5])

    def _read_task_start(self, fact: Fact) -> None:
        task = fact[2] - self._p.entity(E_TASK)
        if not self._p.task_wait[task]:
            team = self._team[fact[2]] = int(fact[4])
            ready = min(self._ready.get(fact[2], fact[0]), fact[0])
            calendar = self._p.calendars[self._calendar[team]]
            hours = self._waits.setdefault((fact[2], team), [0.0, 0.0, 0.0])
            hours[0] += (fact[0] - ready) / HOUR
            hours[1] += open_between(calendar, ready, fact[0]) / HOUR

    def _read_task_end(self, fact: Fact) -> None:
        task = fact[2] - self._p.entity(E_TASK)
        self._hours[task] = self._hours.get(task, 0.0) + fact[5]
        for team in range(len(self._teams)):
            hours = self._waits.get((fact[2], team))
            if hours:
                hours[2] = fact[5]

    def _read_sample_exposure(self, fact: Fact) -> None:
        self._untold.append((fact[0], fact[5]))
        self._last["exposure"] = fact

    def _read_sample_trust(self, fact: Fact) -> None:
        self._trust.append((fact[0], fact[5]))

    def _read_survey(self, fact: Fact) -> None:
        self._surveyed = (fact[5], abs(fact[5] - fact[4]))

    def _read_sample_attention(self, fact: Fact) -> None:
        self._rumour = max(self._rumour, fact[4])

    def courses(self) -> tuple[Course, Course, Course]:
        """Return how record-days untold, trust and cost went: (seconds, level) of each so far."""
        beginning = [(0, 0.0)]
        full = [(0, float(self._p.trust.full))]
        return beginning + self._untold, full + self._trust, beginning + self._costs

    def outcome(self) -> Outcome:
        """Return the outcome of what has been recorded so far."""
        p = self._p
        nothing: Fact = (0, 0, 0, 0, 0.0, 0.0)
        last = {n: self._last.get(n, nothing) for n in _LAST}
        return Outcome(
            currency=p.currency,
            found_by=None if self._found_by is None else p.names[self._found_by],
            first_sign_h=self._flag_h(F_FIRST_SIGN),
            confirmed_h=self._flag_h(F_CONFIRMED),
            aware_h=self._flag_h(F_AWARE),
            contained_h=self._flag_h(F_CONTAINED),
            cause_fixed_h=self._flag_h(F_CAUSE_FIXED),
            media_h=self._flag_h(F_MEDIA),
            clients_told_h=_hours(self._told.get(2)),
            regulator_told_h=_hours(self._told.get(1)),
            **self._exposure(last),
            **self._money(last["cost"][5]),
            **self._grades(last),
            trust_lowest_share=min((t for _, t in self._trust), default=p.trust.full),
            trust_at_year_share=self._trust_at_year(),
            trust_surveyed_share=self._surveyed[0] if self._surveyed else None,
            survey_error_share=self._surveyed[1] if self._surveyed else None,
            rumour_highest_share=self._rumour,
            clients_lost=last["lost"][5],
            false_alarms=self._alarms,
            staff_lost=self._leavers,
            overtime_h=self._overtime_h,
            morale_lowest_share=self._morale,
            draws_reused=int(last["reused"][5]),
            **self._harm_to_systems(),
            contacts_answered=last["support"][4],
            contacts_abandoned=last["support"][5],
            **self._authority(),
            duties=self._duty_list(E_OBLIGATION),
            escalations=self._duty_list(E_ESCALATION),
            waits=self._wait_list(),
            ended_h=self._end_s / HOUR,
        )

    def _affected(self) -> float:
        p = self._p
        held = zip(p.holding_people, self._records, p.holding_records, strict=True)
        return sum(people * out / records for people, out, records in held)

    def _grades(self, last: Mapping[str, Fact]) -> dict[str, Any]:
        """China's grades, by the people known of and by those truly affected."""
        cost, primary = last["cost"][5], self._primary()
        people = {"known": last["estimate"][5], "true": self._affected()}
        found: dict[str, Any] = {"outage_h": self._outage_h}
        for which, number in people.items():
            both = graded(self._p, number, cost, primary, self._outage_h)
            if both is not None:
                grade, level = GRADES[both[0]], both[1]
                found |= {f"reporting_grade_{which}": grade, f"standard_level_{which}": level}
        return found

    def _primary(self) -> float:
        return sum(self._items[item] for item in PRIMARY_ITEMS)

    def _exposure(self, last: Mapping[str, Fact]) -> dict[str, Any]:
        affected = self._affected()
        return {
            "records_out": sum(self._records),
            "people_affected": affected,
            "people_known": last["estimate"][5],
            "people_told": last["told"][5],
            "people_missed": max(0.0, affected - last["vain"][4]),
            "people_told_in_vain": last["vain"][5],
            "record_days_untold": last["exposure"][5],
            "people_misused": last["misuse"][5],
            "severity_known": last["severity"][4],
            "severity_true": last["severity"][5],
        }

    def _harm_to_systems(self) -> dict[str, Any]:
        return {
            "systems_reached": self._reached,
            "downtime_h": self._downtime_h,
            "records_wrong": self._wrong[0],
            "filings_wrong": self._wrong[1],
            "second_breaches": self._again,
        }

    def _money(self, cost: float) -> dict[str, Any]:
        by_form = dict.fromkeys(FORMS, 0.0)
        for form, amount in zip(self._p.item_form, self._items, strict=True):
            by_form[FORMS[form]] += amount
        primary = self._primary()
        return {
            "cost": cost,
            "cost_primary": primary,
            "cost_secondary": cost - primary,
            "cost_by_item": self._by_item(),
            "cost_by_form": by_form,
        }

    def _flag_h(self, flag: int) -> float | None:
        return _hours(self._flags.get(flag))

    def _by_item(self) -> dict[str, float]:
        first = self._p.item_subject
        names = [self._p.names[first + i].removeprefix("cost/") for i in range(len(self._items))]
        pairs = zip(names, self._items, strict=True)
        return {name: amount for name, amount in pairs if amount or name in ITEMS}

    def _trust_at_year(self) -> float:
        """Trust a year after awareness, or at the end of the run where that comes first."""
        full = float(self._p.trust.full)
        limit = self._flags.get(F_AWARE, self._end_s) + YEAR_S
        return next((t for at, t in reversed(self._trust) if at <= limit), full)

    def _authority(self) -> dict[str, Any]:
        records = sum(self._hours.get(task, 0.0) for task, _ in self._p.answer_tasks)
        answers = sum(self._hours.get(task, 0.0) for _, task in self._p.answer_tasks)
        return {
            "cases": tuple(case for _, case in sorted(self._cases.items())),
            "claims": self._counts["claims"],
            "authority_questions": int(self._counts["authority.asks"]),
            "authority_legal_h": answers,
            "authority_it_h": records,
            "second_notices": int(self._counts["notices.again"]),
        }

    def _by_clients(self, subject: int) -> bool:
        duty = subject - self._p.entity(E_OBLIGATION)
        return 0 <= duty < len(self._p.duty_by_clients) and self._p.duty_by_clients[duty]

    def _duty_list(self, kind: int) -> tuple[Duty, ...]:
        return tuple(
            Duty(
                self._p.names[subject].partition("/")[2],
                facts["from"] / HOUR,
                facts["due"] / HOUR,
                _hours(facts.get("met")),
                _hours(facts.get("late")),
                self._by_clients(subject),
            )
            for subject, facts in sorted(self._duties.items())
            if self._p.entity_kind[subject] == kind
        )

    def _wait_list(self) -> tuple[Wait, ...]:
        waits = [
            Wait(self._p.names[task].removeprefix("task/"), self._teams[team], *hours)
            for (task, team), hours in self._waits.items()
            if task != self._p.entity(E_TASK, self._p.alarm_task)
        ]
        return tuple(sorted(waits, key=lambda w: (-w.waited_h, w.task, w.team)))


_LAST = (
    "estimate",
    "told",
    "exposure",
    "misuse",
    "cost",
    "lost",
    "support",
    "severity",
    "vain",
    "reused",
)


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR


_ONLY_LAST = {
    "estimate": "estimate",
    "told.vain": "vain",
    "draws.reused": "reused",
    "sample.clients_lost": "lost",
    "sample.misuse": "misuse",
    "sample.severity": "severity",
    "support": "support",
}
"""Kinds of facts of which only the last one counts, and its name in `_LAST`."""
_LAST_OF = [_ONLY_LAST.get(name) for name in FACTS]
_READERS = [getattr(Tally, "_read_" + name.replace(".", "_"), None) for name in FACTS]

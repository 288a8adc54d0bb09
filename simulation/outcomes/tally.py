"""Folds the facts of a run into its outcome: the same with or without a kept log."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulation.outcomes.flows import FLOWING, Course, Flows, FlowTable
from simulation.outcomes.outcome import Case, Duty, Outcome, Wait
from simulation.world.facts import FACTS, Fact, Lines
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
        self._duties: dict[int, dict[str, float]] = {}
        self._ready: dict[int, int] = {}
        self._team: dict[int, int] = {}
        self._calendar = list(tables.team_calendar)
        self._waits: dict[tuple[int, int], list[float]] = {}
        self._flows = Flows()
        self._cases: dict[int, Case] = {}
        self._counts = {"claims": 0.0, "authority.asks": 0.0, "notices.again": 0.0}
        self._hours: dict[int, float] = {}
        self._alarms = self._leavers = 0
        self._overtime_h, self._morale = 0.0, 1.0
        self._surveyed: tuple[float, float] | None = None
        self._outage_h = 0.0
        self._reached = 0
        self._downtime_h = 0.0
        self._again = 0
        self._end_s = 0

    def copy(self) -> Tally:
        """Return a tally that goes on from here on its own."""
        twin = Tally(self._p, self._teams)
        for name, value in vars(self).items():
            if name not in ("_p", "_teams", "_flows"):
                setattr(twin, name, copy.deepcopy(value))
        twin._flows = self._flows.copy()
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

    def flow(self, lines: Lines) -> None:
        """Take what quantities that flow wrote from one happening to the next."""
        self._flows.extend(lines)
        self._end_s = int(lines[-1, 0])

    def _read_flowing(self, fact: Fact) -> None:
        self._flows.add(fact)

    def _read_flag_set(self, fact: Fact) -> None:
        self._flags.setdefault(fact[2] - self._p.flag_subject, fact[0])

    def _read_channel_fire(self, fact: Fact) -> None:
        if fact[5] > 0.0:
            self._found_by = fact[2]

    def _read_records_out(self, fact: Fact) -> None:
        self._records[fact[2] - self._p.holding_subject] = fact[5]

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

    def _read_survey(self, fact: Fact) -> None:
        self._surveyed = (fact[5], abs(fact[5] - fact[4]))

    def courses(self) -> tuple[Course, Course, Course]:
        """Return how record-days untold, trust and cost went: seconds, and the level at each."""
        flows = self._flows.read()
        levels = {"sample.exposure": 0.0, "sample.trust": self._p.trust.full, "cost": 0.0}
        untold, trust, cost = (
            (np.insert(times, 0, 0.0), np.insert(after, 0, first))
            for (times, after), first in ((flows.course(k), at) for k, at in levels.items())
        )
        return untold, trust, cost

    def outcome(self) -> Outcome:
        """Return the outcome of what has been recorded so far."""
        p = self._p
        nothing: Fact = (0, 0, 0, 0, 0.0, 0.0)
        last = {n: self._last.get(n, nothing) for n in _LAST}
        flows = self._flows.read()
        items = flows.costs(p.item_subject, len(p.item_form))
        cost = flows.last("cost")[1]
        answered, abandoned = flows.last("support")
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
            **self._exposure(last, flows),
            **self._money(cost, items),
            **self._grades(last["estimate"][5], cost, items),
            **self._trust(flows),
            trust_surveyed_share=self._surveyed[0] if self._surveyed else None,
            survey_error_share=self._surveyed[1] if self._surveyed else None,
            rumour_highest_share=float(flows.befores("sample.attention").max(initial=0.0)),
            clients_lost=flows.last("sample.clients_lost")[1],
            false_alarms=self._alarms,
            staff_lost=self._leavers,
            overtime_h=self._overtime_h,
            morale_lowest_share=self._morale,
            draws_reused=int(last["reused"][5]),
            **self._harm_to_systems(flows),
            contacts_answered=answered,
            contacts_abandoned=abandoned,
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

    def _grades(self, known: float, cost: float, items: Sequence[float]) -> dict[str, Any]:
        """China's grades, by the people known of and by those truly affected."""
        primary = _primary(items)
        people = {"known": known, "true": self._affected()}
        found: dict[str, Any] = {"outage_h": self._outage_h}
        for which, number in people.items():
            both = graded(self._p, number, cost, primary, self._outage_h)
            if both is not None:
                grade, level = GRADES[both[0]], both[1]
                found |= {f"reporting_grade_{which}": grade, f"standard_level_{which}": level}
        return found

    def _exposure(self, last: Mapping[str, Fact], flows: FlowTable) -> dict[str, Any]:
        affected = self._affected()
        severity_known, severity_true = flows.last("sample.severity")
        return {
            "records_out": sum(self._records),
            "people_affected": affected,
            "people_known": last["estimate"][5],
            "people_told": last["told"][5] - last["unreached"][5],
            "people_missed": max(0.0, affected - last["vain"][4]),
            "people_told_in_vain": last["vain"][5],
            "record_days_untold": flows.last("sample.exposure")[1],
            "people_misused": flows.last("sample.misuse")[1],
            "severity_known": severity_known,
            "severity_true": severity_true,
        }

    def _harm_to_systems(self, flows: FlowTable) -> dict[str, Any]:
        return {
            "systems_reached": self._reached,
            "downtime_h": self._downtime_h,
            "records_wrong": float(flows.befores("sample.wrong").max(initial=0.0)),
            "filings_wrong": flows.last("sample.wrong")[1],
            "second_breaches": self._again,
        }

    def _money(self, cost: float, items: Sequence[float]) -> dict[str, Any]:
        by_form = dict.fromkeys(FORMS, 0.0)
        for form, amount in zip(self._p.item_form, items, strict=True):
            by_form[FORMS[form]] += amount
        primary = _primary(items)
        return {
            "cost": cost,
            "cost_primary": primary,
            "cost_secondary": cost - primary,
            "cost_by_item": self._by_item(items),
            "cost_by_form": by_form,
        }

    def _flag_h(self, flag: int) -> float | None:
        return _hours(self._flags.get(flag))

    def _by_item(self, items: Sequence[float]) -> dict[str, float]:
        first = self._p.item_subject
        names = [self._p.names[first + i].removeprefix("cost/") for i in range(len(items))]
        pairs = zip(names, items, strict=True)
        return {name: amount for name, amount in pairs if amount or name in ITEMS}

    def _trust(self, flows: FlowTable) -> dict[str, Any]:
        """Trust at its lowest, and a year after awareness or at the end, whichever is first."""
        full = float(self._p.trust.full)
        times_s, levels = flows.course("sample.trust")
        limit = self._flags.get(F_AWARE, self._end_s) + YEAR_S
        by_then = int(np.searchsorted(times_s, limit, side="right"))
        return {
            "trust_lowest_share": float(levels.min()) if len(levels) else full,
            "trust_at_year_share": float(levels[by_then - 1]) if by_then else full,
        }

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


_LAST = ("estimate", "told", "vain", "unreached", "reused")


def _primary(items: Sequence[float]) -> float:
    return sum(items[item] for item in PRIMARY_ITEMS)


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR


_ONLY_LAST = {
    "estimate": "estimate",
    "told.vain": "vain",
    "told.unreached": "unreached",
    "draws.reused": "reused",
}
"""Kinds of facts of which only the last one counts, and its name in `_LAST`."""
_LAST_OF = [_ONLY_LAST.get(name) for name in FACTS]
_READERS = [
    getattr(Tally, "_read_" + ("flowing" if name in FLOWING else name.replace(".", "_")), None)
    for name in FACTS
]

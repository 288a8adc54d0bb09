"""One replication from beginning to end."""

from __future__ import annotations

import copy
import dataclasses
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulation.engine import Engine
from simulation.files import given
from simulation.inputs.faults import whole_number
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.log import Log
from simulation.outcomes import Duty, Outcome, Tally
from simulation.program import Program
from simulation.units import show_duration, show_money, show_share
from simulation.world.facts import Fact, Lines
from simulation.world.layout import (
    HOUR,
)
from simulation.world.severity import level

MOST_WAITS = 3
WIDTH = 96


class Recorder:
    """A sink that folds the outcome, and keeps the log when asked."""

    def __init__(self, program: Program, *, keep_log: bool = True) -> None:
        self.tally = Tally(program.tables, program.teams)
        self.log = Log(program.tables.names, program.begins)
        self.keep_log = keep_log

    def record(self, facts: Sequence[Fact]) -> None:
        """Take the facts of an instant that is finished."""
        self.tally.record(facts)
        if self.keep_log:
            self.log.record(facts)

    def flow(self, lines: Lines) -> None:
        """Take what quantities that flow wrote from one happening to the next."""
        self.tally.flow(lines)
        if self.keep_log:
            self.log.flow(lines)

    def copy(self) -> Recorder:
        """Return a recorder that goes on from here on its own: the sink for a fork."""
        twin = copy.copy(self)
        twin.tally, twin.log = self.tally.copy(), self.log.copy()
        return twin


@dataclass(frozen=True, slots=True)
class Run:
    """One replication with its outcome and its log.

    >>> from simulation.files import load
    >>> one = run(load("breaches/insider-export"), load("plans/lean"), seed=7)
    >>> one.outcome.cost > 0
    True
    """

    scenario: str
    plan: str
    organisation: str
    seed: int
    replication: int
    outcome: Outcome
    log: Log
    program: Program
    """The compiled model that ran, with its inputs: it names teams and tasks."""

    def __repr__(self) -> str:
        """Return what a manager asks, on one screen."""
        return "\n".join(summary(self))

    def plain(self) -> dict[str, object]:
        """Return the run as plain data for JSON, without the log."""
        names = ("scenario", "plan", "organisation", "seed", "replication")
        head = {name: getattr(self, name) for name in names}
        return {**head, "outcome": dataclasses.asdict(self.outcome)}


def run(
    scenario: Scenario | str | Path,
    plan: Plan | str | Path,
    organisation: Organisation | str | Path | None = None,
    *,
    seed: int,
    replication: int = 0,
) -> Run:
    """Let a breach run from the first access to a year after awareness.

    Scenario, plan and organisation are loaded ones, or names as `load` takes them. The same seed
    with another plan is the same luck. Raises InputError when the inputs do not fit together.

    >>> lean = run("breaches/mis-sent-filing", "plans/lean", seed=3)
    >>> lean.outcome.first_sign_h is not None
    True
    """
    what, which = given("scenario", scenario, Scenario), given("plan", plan, Plan)
    who = None if organisation is None else given("organisation", organisation, Organisation)
    program = Program(what, which, who, seed)
    recorder = Recorder(program)
    Engine(program, whole_number("replication", replication), recorder).finish()
    return Run(
        what.name,
        which.name,
        program.organisation.name,
        seed,
        replication,
        recorder.tally.outcome(),
        recorder.log,
        program,
    )


def summary(one: Run) -> list[str]:
    """Return the lines that a run prints."""
    o = one.outcome
    head = f"{one.scenario} · {one.plan} · {one.organisation} · seed {one.seed}"
    if o.first_sign_h is None:
        return [head, "never found within three years", *_exposure(o), *_money(o)]
    found = f"found after    {_time(o.first_sign_h)} by {_source(o.found_by)}"
    contained = f"contained      {_after(o.contained_h, o.first_sign_h, 'the first sign')}"
    told = f"clients told   {_after(o.clients_told_h, o.aware_h, 'awareness')}"
    return [
        head,
        found,
        contained,
        told,
        *map(_duty, o.duties),
        *_late_inside(o),
        *_exposure(o),
        *_money(o),
        *_authority(o),
        *_waits(o),
    ]


def _severity(o: Outcome) -> str:
    known, true = level(o.severity_known), level(o.severity_true)
    return f"{o.severity_true:.2f} {true} (ENISA), {o.severity_known:.2f} {known} as known"


def _grades(o: Outcome) -> list[str]:
    """Say how China's rules grade it, where one of the laws has grades."""
    if o.reporting_grade_true is None:
        return []
    true, known = (
        f"{(grade or '').replace('_', ' ')} to report (China), level {level} (GB/T 20986-2023)"
        for grade, level in (
            (o.reporting_grade_true, o.standard_level_true),
            (o.reporting_grade_known, o.standard_level_known),
        )
    )
    return [f"graded         {true}" + (f"; as known: {known}" if known != true else "")]


def _exposure(o: Outcome) -> list[str]:
    return [
        f"people         {o.people_affected:,.0f} affected, {_known(o)}",
        f"severity       {_severity(o)}",
        *_grades(o),
        f"exposure       {o.record_days_untold:,.0f} record-days untold, {_misused(o)}",
    ]


def _known(o: Outcome) -> str:
    told = f"{o.people_told:,.0f} told, {o.people_told_in_vain:,.0f} of them in vain"
    return f"{o.people_known:,.0f} known, {told}, {o.people_missed:,.0f} missed"


def _misused(o: Outcome) -> str:
    return f"{o.people_misused:,.1f} people whose data were misused"


def _later(o: Outcome) -> str:
    return f"{show_share(o.trust_at_year_share)} after a year"


def _money(o: Outcome) -> list[str]:
    parts = sorted(((n, a) for n, a in o.cost_by_item.items() if a >= 0.5), key=lambda x: -x[1])
    text = ", ".join(f"{name} {amount:,.0f}" for name, amount in parts)
    total = show_money(o.cost, o.currency) + (f" ({text})" if text else "")
    return [
        *textwrap.wrap(f"cost           {total}", WIDTH, subsequent_indent=" " * 15),
        f"trust          {show_share(o.trust_lowest_share)} at its lowest, {_later(o)}",
        f"clients lost   {o.clients_lost:,.1f} more than usual",
        *_reused(o),
    ]


def _reused(o: Outcome) -> list[str]:
    """Say when a run went on beyond the draws made for it, so that its last ones served again."""
    if not o.draws_reused:
        return []
    return [f"draws          {o.draws_reused:,} beyond their number, where the last served again"]


def _late_inside(o: Outcome) -> list[str]:
    """Say when management was told later than the firm's own limit."""
    late = [one for one in o.escalations if not one.in_time]
    return [_duty(one).replace("law  ", "inside", 1) for one in late]


def _authority(o: Outcome) -> list[str]:
    """Say what the authority asked and did, with the rule it rests on, and what people claimed."""
    lines = []
    if o.authority_questions:
        hours = f"{o.authority_legal_h:.1f} h of answers, {o.authority_it_h:.1f} h of records"
        lines.append(f"authority      {o.authority_questions} times asked: {hours}")
    lines += [
        f"case           {case.law}: {case.end}, {show_money(case.amount, o.currency)}"
        + (f" ({case.rule})" if case.rule else "")
        for case in o.cases
        if case.opened
    ]
    if o.claims >= 0.05:
        cost = show_money(o.cost_by_item["claims"], o.currency)
        lines.append(f"claims         {o.claims:,.1f} for damages, {cost}")
    return lines


def _waits(o: Outcome) -> list[str]:
    waits = [w for w in o.waits if w.waited_h >= 0.05][:MOST_WAITS]
    return [
        f"{'waited' if i == 0 else '':<14} {_time(w.waited_h)}: {w.task} for {w.team}"
        for i, w in enumerate(waits)
    ]


def _duty(duty: Duty) -> str:
    name = f"{duty.name} (the clients' own)" if duty.by_clients else duty.name
    if duty.met_h is None:
        return f"law            {name}: never met"
    took = _time(duty.met_h - duty.from_h)
    late = f", {_time(duty.late_h)} late" if duty.late_h else ", in time"
    return f"law            {name}: met after {took}{late}"


def _after(hours: float | None, since_h: float | None, what: str) -> str:
    if hours is None or since_h is None:
        return "never"
    return f"{_time(max(0.0, hours - since_h))} after {what}"


def _source(name: str | None) -> str:
    return (name or "nobody").removeprefix("channel/").removeprefix("event/")


def _time(hours: float) -> str:
    return show_duration(round(hours * HOUR))

"""The same playbook as a textbook would write it: SimPy resources, and a process for each task.

It reads the same compiled model and the same draws as the engine: when the first sign comes, the
visits of an insider, the tasks with their phases, prerequisites, flags, people and efforts, the
shifts, the repeats and when outside help arrives. What it leaves out is in `LEFT_OUT`.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import simpy

from simulation.program import Program
from simulation.world.conditions import C_FLAG, C_NO_FLAG
from simulation.world.discovery import base_time_d
from simulation.world.effects import CODE
from simulation.world.happenings import PHASE_STARTS
from simulation.world.layout import (
    A_AFFECTED,
    CHANNELS,
    DAY,
    F_AFFECTED_KNOWN,
    F_AWARE,
    F_CONTAINED,
    F_FIRST_SIGN,
    HOUR,
    NEVER_FOUND_S,
    RUN_AFTER_AWARE_S,
)
from simulation.world.threat import MOST_VISITS
from simulation.world.threat_tables import K_INSIDER, K_LOGIN
from simulation.world.working_time import is_open, next_open, shift_end, spent

LEFT_OUT = (
    "the log, the outcome's 40 measures, stopping, acting and forks",
    "attention, learning, trust, churn, clients' questions, misuse and fines",
    "knowledge and estimates, legal clocks, decisions, injects, false alarms",
    "interruption, reserving of people, hand-over, tiredness, deputies' slowness",
    "ties at one instant by meaning: SimPy's order of creation decides",
)
MECHANISMS_KEPT = (
    "advice-wait",
    "deciding-wait",
    "everyday-work",
    "listing-wait",
    "nights",
    "repeats",
    "search-for-help",
    "sign-unseen",
)
"""The engine's mechanisms that are here too."""

Steps = Generator[simpy.Event, Any, None]


@dataclass
class Firm:
    """One replication: an environment, a resource for each team, an event for each moment."""

    program: Program
    row: Sequence[float]
    env: simpy.Environment = field(default_factory=simpy.Environment)
    records_out: float = 0.0
    told_s: float = math.nan
    wages: float = 0.0

    def __post_init__(self) -> None:
        """Make teams, moments and processes."""
        p, env = self.program.tables, self.env
        self.teams = [simpy.PriorityResource(env, max(1, n)) for n in p.team_heads]
        self.arrived = [env.event() for _ in p.team_heads]
        self.called = [not outside for outside in p.team_outside]
        for team, here in enumerate(self.called):
            if here:
                self.arrived[team].succeed()
        self.flags = [env.event() for _ in range(p.team_subject - p.flag_subject)]
        self.done = [env.event() for _ in p.task_phase]
        if p.affected_known:
            self.flags[F_AFFECTED_KNOWN].succeed()
        env.process(self.sign())
        if p.attack.kind in (K_INSIDER, K_LOGIN):
            env.process(self.visits())
        else:
            self.records_out = p.mistake_records
        for task in range(len(p.task_phase)):
            # Work that no plan lists follows from what is left out here.
            if self.program.tasks[task] in self.program.plan.tasks:
                env.process(self.task(task))

    def run(self) -> Firm:
        """Let it run to a year after awareness, or three years."""
        awareness = self.flags[F_AWARE]
        self.env.run(until=self.env.any_of([awareness, self.env.timeout(NEVER_FOUND_S)]))
        if awareness.triggered:
            self.env.run(until=self.env.now + RUN_AFTER_AWARE_S)
        return self

    def sign(self) -> Steps:
        """Wait until the first of the channels fires."""
        p = self.program.tables
        times = [
            base_time_d(p, -math.log(1.0 - self.row[p.draw_at[f"channel/{name}"]]) / share)
            for name, share in zip(CHANNELS, p.channel_share, strict=True)
            if share > 0.0
        ]
        yield self.env.timeout(min(times, default=NEVER_FOUND_S) * DAY)
        self.raise_flag(F_FIRST_SIGN)

    def visits(self) -> Steps:
        """Copy a batch at each visit until contained."""
        p = self.program.tables
        held = sum(p.holding_records[h] for h in p.threat_holdings)
        for visit in range(MOST_VISITS):
            if self.flags[F_CONTAINED].triggered:
                return
            batch = self.row[p.draw_at["visit/batch"] + visit]
            self.records_out = min(held, self.records_out + batch)
            yield self.env.timeout(max(1.0, self.row[p.draw_at["visit/gap"] + visit]))

    def raise_flag(self, flag: int) -> None:
        """Set a moment that has not come yet."""
        if not self.flags[flag].triggered:
            self.flags[flag].succeed()

    def task(self, task: int) -> Steps:
        """Wait for phase, prerequisites and flags; then for people; then work."""
        p = self.program.tables
        phase = PHASE_STARTS.get(p.task_phase[task])
        yield self.env.all_of(
            [
                *([self.flags[phase]] if phase is not None else []),
                *(self.done[other] for other in p.task_after[task]),
                *self.awaited(p.task_when[task]),
            ]
        )
        if p.task_skip[task] < 0 or not self.holds(p.task_skip[task]):
            again = 0
            yield from self.once(task, again)
            while again < p.task_again_most[task] and (
                self.row[p.task_again[task] + again] < p.task_again_chance[task]
            ):
                yield self.env.timeout(self.row[p.task_again_wait[task] + again] * HOUR)
                again += 1
                yield from self.once(task, again)
            self.apply(task)
        self.done[task].succeed()

    def awaited(self, condition: int) -> list[simpy.Event]:
        """Return the flags that a condition waits for."""
        clauses = self.program.tables.condition_clauses[condition] if condition >= 0 else []
        return [self.flags[item] for code, item, _ in clauses if code == C_FLAG]

    def holds(self, condition: int) -> bool:
        """Whether the flags of a condition are as it wants them."""
        clauses = self.program.tables.condition_clauses[condition]
        wanted = {C_FLAG: True, C_NO_FLAG: False}
        return all(self.flags[i].triggered == wanted.get(code, True) for code, i, _ in clauses)

    def once(self, task: int, again: int) -> Steps:
        """Do a task once: a wait, or work shift by shift by all its people."""
        p = self.program.tables
        left_s = self.row[p.task_effort[task] + again] * HOUR
        if p.task_wait[task]:
            yield self.env.timeout(left_s)
            return
        teams = [self.team_for(role) for role in p.task_roles[task]]
        calendars = [p.calendars[p.team_calendar[team]] for team in teams]
        while left_s > 1.0:
            for team in teams:
                yield self.arrived[team]
            opens = int(self.env.now)
            while not all(is_open(calendar, opens) for calendar in calendars):
                opens = max(next_open(calendar, opens) for calendar in calendars)
            yield self.env.timeout(opens - self.env.now + 1)
            requests = [self.teams[t].request(priority=-p.task_priority[task]) for t in teams]
            yield self.env.all_of(requests)
            start = int(self.env.now)
            closes = min(shift_end(calendar, start) for calendar in calendars)
            able = min(spent(calendar, start, closes).work_s for calendar in calendars)
            if able > 0.0:
                span = (closes - start) * min(1.0, left_s / able)
                yield self.env.timeout(span)
                left_s -= able
                self.wages += sum(p.team_wage[team] * span / HOUR for team in teams)
            for team, request in zip(teams, requests, strict=True):
                self.teams[team].release(request)

    def team_for(self, role: int) -> int:
        """Return who fills a role; a team from outside is called in."""
        p = self.program.tables
        team = p.role_fillers[role][0]
        if not self.called[team]:
            self.called[team] = True
            self.env.process(self.arrival(team))
        return team

    def arrival(self, team: int) -> Steps:
        """Let a team from outside come after its own delay."""
        at = self.program.tables.draw_at["outside/arrives"] + team
        yield self.env.timeout(self.row[at] * HOUR)
        self.arrived[team].succeed()

    def apply(self, task: int) -> None:
        """Give a task's effects: flags, the end of the leak, and telling those affected."""
        p = self.program.tables
        effects = p.effect_lists[p.task_effects[task]] if p.task_effects[task] >= 0 else []
        for code, target, value, _ in effects:
            if code == CODE["flag"] and value > 0.0:
                self.raise_flag(target)
            elif code == CODE["leak"] and value <= 0.0:
                self.raise_flag(F_CONTAINED)
            elif code == CODE["tell"] and target == A_AFFECTED and math.isnan(self.told_s):
                self.told_s = self.env.now

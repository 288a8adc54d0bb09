"""Which waiting task starts, with whom, and whom it may interrupt (model, chapter 4).

A task starts when all its people are free together. The highest priority starts first, then the
longest waiting, then by name; one that cannot start blocks no lesser one, unless it has waited
so long that it reserves people.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from simulation.world import queues
from simulation.world.layout import (
    E_ARRIVAL,
    E_SHIFT,
    HOUR,
    NEVER,
    State,
    Tables,
    schedule,
)
from simulation.world.work import pause, start
from simulation.world.working_time import Calendar, is_open, next_shift, shift_end, spent

People = list[list[int]]
"""For each person a task needs, the teams one of whom may come, the first choice first."""


def _spare_people(s: State, at_work: list[bool]) -> list[int]:
    """Return how many of each team are at work and without a task now."""
    teams = zip(s.heads, s.busy, s.lent, at_work, strict=True)
    return [heads - busy - lent if here else 0 for heads, busy, lent, here in teams]


def _at_work(p: Tables, s: State) -> list[bool]:
    """Return which teams are here and at work now."""
    teams = zip(s.arrived, s.calendar, strict=True)
    return [here and is_open(p.calendars[calendar], s.now) for here, calendar in teams]


def candidates(p: Tables, s: State, task: int) -> People:
    """Return for each person a task needs who may come."""
    return _who_may_come(p, s, task)[0]


def _who_may_come(p: Tables, s: State, task: int) -> tuple[People, set[int]]:
    """Return the same and all those teams, kept until the heads of a team change."""
    needs = p.task_needs[task]
    kept: tuple[People, set[int]] | None = s.may_come[needs]
    if kept is None:
        people = _candidates(p, s, task)
        kept = s.may_come[needs] = people, set().union(*people)
    return kept


def _candidates(p: Tables, s: State, task: int) -> People:
    """Return for each person a task needs who may come, the first choice first.

    Help from outside stands in for others where it is urgent, or where nobody else is left: it is
    paid by the hour, and nobody has it look into alarms or clear up for weeks.
    """
    fillers = [p.role_fillers[role] for role in p.task_roles[task]]
    if p.task_urgent[task]:
        return fillers
    regular = [p.role_regulars[role] for role in p.task_roles[task]]
    pairs = zip(regular, fillers, strict=True)
    return [own if any(s.heads[team] for team in own) else every for own, every in pairs]


def start_waiting(p: Tables, s: State) -> bool:
    """Start every waiting task that can start, in order; returns whether any did.

    Where none could the last time, none can until people or tasks change, or a shift begins or
    ends.
    """
    if s.nobody_starts:
        return False
    any_started, at_work = False, _at_work(p, s) if any(s.waiting) else []
    while any(s.waiting) and _start_first(p, s, at_work):
        any_started = True
    _look_again(p, s)
    s.nobody_starts = True
    return any_started


def _start_first(p: Tables, s: State, at_work: list[bool]) -> bool:
    """Start the first waiting task that can start; who has waited long reserves people."""
    spare = _spare_people(s, at_work)
    if not (s.running or any(spare)):
        return False
    hopeless: set[int] = set()
    for task in queues.in_order(p, s, hopeless=hopeless):
        needs = p.task_needs[task]
        people = candidates(p, s, task)
        anyone = _anyone_spare(people, spare)
        teams = _choose_teams(p, s, task, people, spare) if anyone else None
        victims = [] if teams else _victims(p, s, task)
        if victims:
            teams = _make_room(p, s, task, people, victims, spare)
        if teams is not None:
            start(p, s, task, teams)
            return True
        if anyone and _reserves(p, s, task, people):
            _reserve(people, spare)
            anyone = _anyone_spare(people, spare)
        # Whether a hand-over is worth it may differ for the next task in the same line.
        lacks_people = s.worked[task] <= 0.0 or not victims
        if lacks_people and not anyone:
            hopeless.add(needs)
    return False


def _anyone_spare(people: People, spare: list[int]) -> bool:
    """Whether a task that needs such people could start or reserve anybody."""
    for teams in people:  # any() would take twice as long
        for team in teams:
            if spare[team] > 0:
                return True
    return False


def _choose_teams(
    p: Tables, s: State, task: int, people: People, spare: list[int]
) -> list[int] | None:
    """Choose a team for each person: own people of the role, then outside help, then deputies."""
    chosen = _who_is_there(people, spare)
    return chosen if chosen and _worth_taking_over(p, s, task, chosen) else None


def _who_is_there(people: People, spare: list[int]) -> list[int]:
    """Return a team for each person, or none at all when somebody is lacking."""
    left = list(spare)
    chosen: list[int] = []
    for teams in people:
        for team in teams:
            if left[team] > 0:
                left[team] -= 1
                chosen.append(team)
                break
        else:
            return []
    return chosen


def _worth_taking_over(p: Tables, s: State, task: int, teams: list[int]) -> bool:
    """Nobody takes over work so late in a shift that the hand-over would eat the rest of it."""
    before = s.task_teams[task]
    if s.worked[task] <= 0.0 or not before or before == teams or not p.on.hand_over:
        return True
    leaves = min(shift_end(p.calendars[s.calendar[team]], s.now) for team in teams)
    rest_h = (leaves - s.now) / HOUR
    return rest_h >= 2.0 * p.hand_over_h


def _reserves(p: Tables, s: State, task: int, people: People) -> bool:
    """Who has waited long keeps people free, if everyone it needs is here or on the way."""
    if not all(any(_may_come(p, s, team) for team in teams) for teams in people):
        return False
    cal = p.calendars[s.calendar[people[0][0]]]
    limit_s: float = p.work.reserve_after_h * HOUR
    return spent(cal, s.ready_at[task], s.now).work_s >= limit_s


def _may_come(p: Tables, s: State, team: int) -> bool:
    return s.heads[team] > 0 and (s.arrived[team] or s.due[p.entity(E_ARRIVAL, team)] < NEVER)


def _reserve(people: People, spare: list[int]) -> None:
    for teams in people:
        team = next((t for t in teams if spare[t] > 0), None)
        if team is not None:
            spare[team] -= 1


def _victims(p: Tables, s: State, task: int) -> list[int]:
    """Return whom an urgent task, or one of higher priority, may interrupt, the least first."""
    if not p.on.interruption or not s.running:
        return []
    victims = [
        other
        for other in _long_at_it(p, s, urgent=p.task_urgent[task])
        if p.task_priority[other] < p.task_priority[task] and not p.task_urgent[other]
    ]
    if not victims:
        return []
    _, useful = _who_may_come(p, s, task)
    victims = [other for other in victims if not useful.isdisjoint(s.task_teams[other])]
    victims.sort(key=lambda t: (p.task_priority[t], -s.segment_at[t], t))
    return victims


def _long_at_it(p: Tables, s: State, *, urgent: bool) -> list[int]:
    """Return what has run long enough to be interrupted; all tasks, for an urgent one."""
    if urgent:
        return s.running
    since = s.now - p.work.uninterrupted_h * HOUR  # who started first stands first
    return s.running[: bisect_right(s.running, since, key=lambda t: s.segment_at[t])]


def _make_room(
    p: Tables, s: State, task: int, people: People, victims: list[int], spare: list[int]
) -> list[int] | None:
    """Put lesser tasks back that a task may interrupt, as few as it takes; return its teams."""
    if not _who_is_there(people, _with_people_of(s, victims, spare)):
        return None
    more, tried = list(spare), list[int]()
    for place, other in enumerate(victims):
        for team in s.task_teams[other]:
            more[team] += 1
        teams = _who_is_there(people, more)
        if teams != tried and _worth_taking_over(p, s, task, teams):
            chosen = _needed(p, s, task, people, victims[: place + 1], spare)
            for victim in chosen:
                pause(p, s, victim)
            return _choose_teams(p, s, task, people, _with_people_of(s, chosen, spare))
        tried = teams
    return None


def _needed(
    p: Tables, s: State, task: int, people: People, victims: list[int], spare: list[int]
) -> list[int]:
    """Return those of the tasks to put back whose people are of use to the task."""
    chosen = victims
    for victim in victims:
        others = [v for v in chosen if v != victim]
        if _choose_teams(p, s, task, people, _with_people_of(s, others, spare)):
            chosen = others
    return chosen


def _with_people_of(s: State, tasks: list[int], spare: list[int]) -> list[int]:
    more = list(spare)
    for task in tasks:
        for team in s.task_teams[task]:
            more[team] += 1
    return more


def _look_again(p: Tables, s: State) -> None:
    """While tasks wait, look again when people who may take one come to work or may turn to it."""
    when = NEVER
    for line in s.waiting:
        if line:
            _, teams = _who_may_come(p, s, line[0])
            calendars = {s.calendar[t] for t in teams if s.arrived[t] and s.heads[t] > 0}
            when = min(when, _turns_to(p, s, line[0], teams))
            for calendar in calendars:
                when = min(when, next_shift(p.calendars[calendar], s.now))
            if any(s.worked[task] > 0.0 for task in line):
                when = min(when, _goes_first([p.calendars[c] for c in calendars], s.now))
    if when != s.due[p.entity(E_SHIFT)]:
        schedule(s, p.entity(E_SHIFT), when)


def _goes_first(calendars: list[Calendar], now: int) -> int:
    """Return when the first of those at work goes home while others stay.

    Whom a hand-over was not worth then stands no longer before those for whom it is.
    """
    ends = {shift_end(calendar, now) for calendar in calendars if is_open(calendar, now)}
    return min(ends) if len(ends) > 1 else NEVER


def _turns_to(p: Tables, s: State, task: int, teams: set[int]) -> int:
    """Return when the next lesser task has run so long that its people may turn to this one."""
    if not p.on.interruption or p.task_urgent[task]:
        return NEVER  # what is urgent may interrupt at once
    for other in s.running[len(_long_at_it(p, s, urgent=False)) :]:
        lesser = p.task_priority[other] < p.task_priority[task] and not p.task_urgent[other]
        if lesser and not teams.isdisjoint(s.task_teams[other]):
            long_enough_s: float = s.segment_at[other] + p.work.uninterrupted_h * HOUR
            return max(s.now + 1, math.ceil(long_enough_s))
    return NEVER

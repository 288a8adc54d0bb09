"""Which tasks are open and which wait for people: lists kept in order as things happen.

A happening costs the same however many tasks a plan has, for nothing looks through all of them.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from simulation.world.layout import E_TASK, T_DONE, T_IDLE, T_SKIPPED, State, Tables

Claim = tuple[int, bool, int, int]


def open_phase(p: Tables, s: State, phase: int) -> None:
    """A phase has come: its tasks are open unless they follow others."""
    for task in p.phase_tasks[phase]:
        open_task(p, s, task)


def open_task(p: Tables, s: State, task: int) -> None:
    """Open an idle task whose phase has come and whose prerequisites are settled."""
    came = s.phase_start[p.task_phase[task]] >= 0
    if came and s.after_left[task] == 0 and s.status[task] == T_IDLE:
        insort(s.open_tasks[p.task_gate[task]], task)


def close_task(p: Tables, s: State, task: int) -> None:
    """A task is open no longer."""
    line = s.open_tasks[p.task_gate[task]]
    place = bisect_left(line, task)
    if place < len(line) and line[place] == task:
        del line[place]


def next_open_task(s: State, after: int, *, shut: set[int]) -> int:
    """Return the first open task past a number, -1 for none; tasks of shut gates are left out."""
    following = -1
    for gate, line in enumerate(s.open_tasks):
        if line and line[-1] > after and gate not in shut:
            task = line[bisect_right(line, after)]
            if following < 0 or task < following:
                following = task
    return following


def settle(p: Tables, s: State, task: int, status: int) -> None:
    """A task is done or skipped; what follows it may open."""
    before, s.status[task] = s.status[task], status
    if before not in (T_DONE, T_SKIPPED):
        for follower in p.task_followers[task]:
            s.after_left[follower] -= 1
            open_task(p, s, follower)


def unsettle(p: Tables, s: State, task: int) -> None:
    """A task that was skipped is to be done after all; what follows it has to wait again."""
    s.status[task] = T_IDLE
    for follower in p.task_followers[task]:
        s.after_left[follower] += 1
        close_task(p, s, follower)


def claim(p: Tables, s: State, task: int) -> Claim:
    """Return what orders waiting tasks: highest priority, longest waiting, then by name.

    Among equals, work that was under way when the shift ended has the first claim.
    """
    rank = p.entity_rank[p.first[E_TASK] + task]
    return (-p.task_priority[task], not s.claims[task], s.ready_at[task], rank)


def join(p: Tables, s: State, task: int) -> None:
    """A task waits for its people from now on, beside those that need the same."""
    line = s.waiting[p.task_needs[task]]
    insort(line, task, key=lambda t: claim(p, s, t))


def leave(p: Tables, s: State, task: int) -> None:
    """A task waits no longer."""
    line = s.waiting[p.task_needs[task]]
    del line[bisect_left(line, claim(p, s, task), key=lambda t: claim(p, s, t))]


def in_order(p: Tables, s: State, *, hopeless: set[int]) -> Iterator[int]:
    """Yield waiting tasks in order, leaving out needs once the caller has found them hopeless."""
    heads = [(claim(p, s, line[0]), needs, 0) for needs, line in enumerate(s.waiting) if line]
    heapq.heapify(heads)
    while heads:
        _, needs, place = heapq.heappop(heads)
        if needs in hopeless:
            continue
        line = s.waiting[needs]
        yield line[place]
        if place + 1 < len(line):
            heapq.heappush(heads, (claim(p, s, line[place + 1]), needs, place + 1))

"""Tasks put together as the scheduler looks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulation.world import layout as w


def task_groups(columns: dict[str, list[Any]], standing: int) -> dict[str, Any]:
    """Return which follow which, belong to a phase, need the same people or condition."""
    followers: list[list[int]] = [[] for _ in columns["task_after"]]
    for task, others in enumerate(columns["task_after"]):
        for other in others:
            followers[other].append(task)
    needs: dict[tuple[bool, tuple[int, ...]], int] = {}
    rows = zip(columns["task_urgent"], columns["task_roles"], strict=True)
    places = [needs.setdefault((urgent, tuple(roles)), len(needs)) for urgent, roles in rows]
    gates: dict[int, int] = {}
    gate = [gates.setdefault(when, len(gates)) for when in columns["task_when"]]
    return {
        "task_followers": followers,
        "task_from_others": _from_others(columns),
        "phase_tasks": [
            [task for task, its in enumerate(columns["task_phase"][:standing]) if its == phase]
            for phase in range(len(w.PHASES))
        ],
        "notice_tasks": [n for n, writes in enumerate(columns["task_notices"]) if writes],
        "task_needs": places,
        "task_gate": gate,
        "needs_count": len(needs),
        "gates_count": len(gates),
    }


def _from_others(columns: dict[str, list[Any]]) -> list[bool]:
    """Return which tasks go on from what people of other roles have done, waits looked through.

    What is urgent does not: whoever stops a leak asks nobody first.
    """
    roles = [frozenset(its) for its in columns["task_roles"]]

    def done_before(task: int) -> Iterator[frozenset[int]]:
        for other in columns["task_after"][task]:
            if columns["task_wait"][other]:
                yield from done_before(other)
            else:
                yield roles[other]

    return [
        bool(own) and not urgent and any(theirs != own for theirs in done_before(task))
        for task, (own, urgent) in enumerate(zip(roles, columns["task_urgent"], strict=True))
    ]

"""Tasks put together as the scheduler looks for them."""

from __future__ import annotations

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

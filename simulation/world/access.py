"""What one of us still reaches: access ends when HR and IT act together (coverage R09)."""

from __future__ import annotations

from simulation.world.layout import E_TASK, T_SKIPPED, State, Tables
from simulation.world.threat_tables import K_INSIDER


def kept_by_insider(p: Tables, s: State) -> float:
    """Return the share of the copying that goes on whatever is done now, by its cause.

    A task of one department alone leaves a person other ways in, while a task of both is to come.
    """
    if p.attack.kind != K_INSIDER or not p.on.accountability:
        return 0.0
    first = p.first[E_TASK]
    task = s.cause - first
    if not 0 <= task < len(p.task_phase) or p.task_together[task]:
        return 0.0  # together, or by those who lead: a decision, an inject
    joint = [t for t, together in enumerate(p.task_together) if together]
    to_come = any(s.status[t] != T_SKIPPED for t in joint)
    return float(p.people.insider_kept_share) if to_come else 0.0

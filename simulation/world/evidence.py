"""Traces are kept by imaging, and lost where a system is cut off before (model, chapter 2)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.layout import (
    T_DONE,
    T_SKIPPED,
    State,
    Tables,
    draw,
    note,
)
from simulation.world.work import slow_down

_SLOWED = ("scope", "trace")
_FIXING = "fix"


def keep_evidence(p: Tables, s: State, task: int) -> None:
    """Images have been made: nothing that is cut off from now on takes traces with it."""
    if p.task_label[task] == "image":
        s.evidence_kept = True


def lose_evidence(p: Tables, s: State, system: int) -> None:
    """A system that was reached is cut off before images were made: traces are gone.

    Scope and tracing take longer and count less well; where the way in stays unknown, all that
    could have been it must be set up anew.
    """
    gone = s.evidence_kept or s.evidence_lost or s.reached_at[system] < 0
    if gone or not p.on.evidence:
        return
    s.evidence_lost = True
    note(s, FACT["evidence.lost"], p.system_subject + system, 0.0, 1.0)
    _slow(p, s, _SLOWED, p.threat.evidence_effort_factor)
    if draw(s, p.draw_at["evidence/cause"], 1) < p.threat.cause_unfound_share:
        _slow(p, s, (_FIXING,), p.threat.cause_unfound_factor)


def _slow(p: Tables, s: State, labels: tuple[str, ...], factor: float) -> None:
    for task, label in enumerate(p.task_label):
        if label in labels and s.status[task] not in (T_DONE, T_SKIPPED):
            slow_down(p, s, task, factor)

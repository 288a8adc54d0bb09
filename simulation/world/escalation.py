"""Who must be told inside the firm, and how fast, by how severe it looks (model, chapter 4).

A clock of the firm's own runs from the moment it is known to be an incident, by the grade of what
is known: before anything is counted, that of the data which the first sign is about. What
management decides has to wait until management knows.
"""

from __future__ import annotations

from simulation.world.deciding import answer_s
from simulation.world.facts import FACT
from simulation.world.layout import (
    A_MANAGEMENT,
    E_DECISION,
    E_ESCALATION,
    F_CONFIRMED,
    NEVER,
    State,
    Tables,
    note,
    schedule,
)
from simulation.world.severity import expected_severity, grade

GRADES = ("low", "medium", "high")


def start_escalation(p: Tables, s: State) -> None:
    """Start the clock of the grade that is reached, unless all of them have been dealt with."""
    if s.escalated or s.flag_at[F_CONFIRMED] < 0:
        return
    reached = GRADES.index(grade(expected_severity(p, s)))
    if reached <= s.escalation_grade:
        return
    s.escalation_grade = reached
    limit_s = p.escalation_limit_s[reached]
    if limit_s >= 0:
        entity = p.entity(E_ESCALATION, reached)
        s.escalation_from[reached] = s.now
        note(s, FACT["escalation.start"], entity, s.now, s.now + limit_s)
        schedule(s, entity, s.now + limit_s)
        if s.told_at[A_MANAGEMENT] >= 0:
            management_told(p, s)


def limit_passes(p: Tables, s: State, place: int) -> None:
    """The time to tell management is over and it has not been told."""
    note(s, FACT["escalation.late"], p.entity(E_ESCALATION, place), 0.0, 1.0)


def management_told(p: Tables, s: State) -> None:
    """Management knows: the clocks stop, and it answers what has been waiting for it."""
    if not p.escalation_limit_s or s.escalated:
        return
    s.escalated = s.escalation_grade >= 0
    for place, since in enumerate(s.escalation_from):
        if since >= 0:
            entity = p.entity(E_ESCALATION, place)
            late_s = max(0, s.now - since - p.escalation_limit_s[place])
            note(s, FACT["escalation.met"], entity, s.now, late_s)
            schedule(s, entity, NEVER)
    for decision in s.held_decisions:
        if s.answer[decision] < 0:
            entity = p.entity(E_DECISION, decision)
            schedule(s, entity, min(s.due[entity], answer_s(p, s, decision)))
    s.held_decisions.clear()


def waits_for_management(p: Tables, s: State, decision: int) -> bool:
    """Whether a decision is management's and management does not know yet."""
    return (
        p.on.escalation
        and bool(p.escalation_limit_s)
        and p.decision_of_management[decision]
        and s.told_at[A_MANAGEMENT] < 0
    )

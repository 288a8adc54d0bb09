"""Branches of a drill: what each is, and two of them side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulation.drill.records import Act, Branch
from simulation.drill.replaying import changes_world
from simulation.drill.scene import Scene
from simulation.drill.view import DecisionView
from simulation.drill.viewing import moment
from simulation.inputs.base import Text
from simulation.study.measures import measure_named
from simulation.units import HOUR_S

DUTIES_MET = "duties_met_share"
MEASURES = (
    *("contained_h", "regulator_told_h", "clients_told_h", "record_days_untold"),
    *("people_affected", "people_misused", "trust_lowest_share", "clients_lost", "cost"),
    DUTIES_MET,
)
"""Measures that two branches are compared by."""


@dataclass(frozen=True, slots=True)
class BranchView:
    """A course of the drill: where it left another, how far it went, what was done in it.

    `first_act` is the first that it shares with no other branch, and so tells it from them.
    """

    number: int
    name: str
    parent: int
    from_s: int
    from_moment: str
    reached_s: int
    reached_moment: str
    acts: int
    first_act: dict[str, str] | None
    opened_at: str
    current: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision came to in one branch."""

    option: Text
    moment: str
    by: str
    reason: str
    by_default: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in two branches; nothing where it had no answer yet."""

    question: Text
    one: Answer | None
    other: Answer | None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One measure in two branches; nothing where it had not happened yet.

    Of legal duties those count that were met or are due by then.
    """

    measure: str
    one: float | None
    other: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that one of two branches has alone."""

    moment: str
    what: dict[str, str]
    by: str


@dataclass(frozen=True, slots=True)
class BranchComparison:
    """Two branches at one moment: what was decided, what else was done, what it came to."""

    moment: str
    currency: str
    decisions: tuple[DecisionRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    only_one: tuple[Done, ...]
    only_other: tuple[Done, ...]


def branch_views(
    scene: Scene, branches: Sequence[Branch], acts: Sequence[Act], current: int
) -> tuple[BranchView, ...]:
    """Return every branch as people choose it, the newest last."""
    begins, views = scene.program.begins, []
    for branch in branches:
        own = [act for act in acts if act.branch == branch.number and changes_world(act)]
        shared = max((b.after_act for b in branches if b.parent == branch.number), default=0)
        alone = [act for act in own if act.number > shared]
        views.append(
            BranchView(
                number=branch.number,
                name=branch.name,
                parent=branch.parent,
                from_s=branch.from_s,
                from_moment=moment(begins, branch.from_s),
                reached_s=branch.reached_s,
                reached_moment=moment(begins, branch.reached_s),
                acts=len(own),
                first_act=scene.wording.act(alone[0].kind, alone[0].arguments) if alone else None,
                opened_at=branch.opened_at,
                current=branch.number == current,
            )
        )
    return tuple(views)


def compared(one: Scene, other: Scene) -> BranchComparison:
    """Put two courses side by side, both taken to the same moment."""
    begins = one.program.begins
    rows = []
    for ours, theirs in zip(one.decisions(), other.decisions(), strict=True):
        answers = [_answer(d, scene) for d, scene in ((ours, one), (theirs, other))]
        if any(answers):
            rows.append(DecisionRow(ours.question, answers[0], answers[1]))
    measured = [OutcomeRow(n, *(_read(n, scene) for scene in (one, other))) for n in MEASURES]
    shared = {act.number for act in one.acts} & {act.number for act in other.acts}
    only = [
        tuple(
            Done(
                moment(begins, act.time_s),
                scene.wording.act(act.kind, act.arguments),
                str(act.arguments.get("by", "")),
            )
            for act in scene.acts
            if act.number not in shared
        )
        for scene in (one, other)
    ]
    currency = one.program.organisation.currency
    return BranchComparison(one.moment, currency, tuple(rows), tuple(measured), *only)


def _read(measure: str, scene: Scene) -> float | None:
    outcome = scene.outcome
    if measure == DUTIES_MET:  # a duty that may still be met in time is not yet one that was not
        now_h = scene.now_s / HOUR_S
        due = [duty for duty in outcome.duties if duty.met_h is not None or duty.due_h <= now_h]
        outcome = replace(outcome, duties=tuple(due))
    value = measure_named(measure).read(outcome)
    return None if math.isnan(value) else value


def _answer(decision: DecisionView, scene: Scene) -> Answer | None:
    if decision.answer is None or decision.answered_s is None:
        return None
    return Answer(
        option=dict(decision.options)[decision.answer],
        moment=moment(scene.program.begins, decision.answered_s),
        by=decision.by,
        reason=decision.reason,
        by_default=decision.by_default,
    )

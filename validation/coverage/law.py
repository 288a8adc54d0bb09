"""R02, R03, R15, R17: how grave it is, who asks, and what it costs before the law."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import (
    CLAIMS,
    IT_H,
    LATE,
    LATE_INSIDE,
    LEGAL_H,
    LOST,
    QUESTIONS,
    SECOND,
    SEVERITY,
    TIER,
    TOLD,
    WAITED,
    item,
)

INSIDER = "insider-export"
CASES_AT_ONCE = {
    "organisation.laws.china.case.base_log_odds": {"value": 20},
    "parameters.supervision.asks_severe_share": {"value": 1},
    "organisation.laws.china.fines.1.weight": {"value": 0.4},
    "organisation.laws.china.fines.2.weight": {"value": 0.4},
}
"""Every breach is asked about and ends in a case, mostly in a fine: bearing shows in few runs."""


SLIGHTER = "error instead of intent, known instead of unknown recipients"


def told_late(case: Case) -> Case:
    """Return a case in which three days pass until the owner is told, while work goes on."""
    slow = {"elapsed_h": {"value": 72}, "effort_h": None, "people": {}}
    changes = {f"tasks.inform-management.{field}": value for field, value in slow.items()}
    return case.answer(changes | {"tasks.triage.after": ["first-look"]})


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from _estimates()
    yield from _grades()
    yield from _liability()
    yield from _supervision()


def _estimates() -> Iterator[Experiment]:
    """R02: acting on a wrong estimate costs later."""
    early = Case.of(INSIDER, "notify-early").answer({"answers.whom": "confirmed"})
    yield Experiment(
        "R02",
        "second rounds of notices",
        "without them, where those confirmed are told early",
        early,
        early.without("corrections"),
        SECOND,
        FEWER,
    )
    everyone = early.answer({"answers.whom": "all"})
    yield Experiment(
        "R02",
        "too many told: notices",
        "everyone is told instead of those confirmed",
        early,
        everyone,
        item("notices"),
        MORE,
    )
    yield Experiment(
        "R02",
        "too many told: clients",
        "everyone is told instead of those confirmed",
        early,
        everyone,
        LOST,
        MORE,
    )


def _grades() -> Iterator[Experiment]:
    """R03: a grade at any time, who must be told, and what a late report holds up."""
    lean = Case.of(INSIDER, "lean")
    yield Experiment(
        "R03",
        "severity score",
        SLIGHTER,
        lean,
        lean.breach({"malicious": False, "recipients": "known"}),
        SEVERITY,
        FEWER,
    )
    late = told_late(lean)
    yield Experiment(
        "R03",
        "internal limits by grade",
        "the owner is told three days late",
        lean,
        late,
        LATE_INSIDE,
        MORE,
        0.5,
    )
    yield Experiment(
        "R03",
        "escalation",
        "without it, where the owner is told three days late",
        late,
        late.without("escalation"),
        TOLD,
        FEWER,
    )


def _liability() -> Iterator[Experiment]:
    """R15: fines and claims."""
    no_plan = Case.of(INSIDER, "no-plan")
    yield Experiment(
        "R15",
        "cases and fines",
        "without them",
        no_plan,
        no_plan.without("legal-cases"),
        item("fines"),
        FEWER,
        None,
        300,
    )
    yield Experiment(
        "R15",
        "late duties",
        "the lean plan answers instead of none",
        no_plan,
        Case.of(INSIDER, "lean"),
        LATE,
        FEWER,
    )
    yield Experiment(
        "R15",
        "claims",
        "without them",
        no_plan,
        no_plan.without("claims"),
        item("claims"),
        FEWER,
    )
    yield Experiment(
        "R15",
        "claims by lateness",
        "lateness moves no claim",
        no_plan,
        _claims(no_plan, late_factor=0.0),
        CLAIMS,
        FEWER,
    )
    yield Experiment(
        "R15",
        "claims by severity",
        SLIGHTER,
        no_plan,
        no_plan.breach({"malicious": False, "recipients": "known"}),
        CLAIMS,
        FEWER,
    )


def _claims(case: Case, **sizes: float) -> Case:
    path = "organisation.laws.china.claims"
    return case.breach({f"{path}.{name}": {"value": size} for name, size in sizes.items()})


def _supervision() -> Iterator[Experiment]:
    """R17: questions take hours, openness lowers and obstruction raises."""
    lean = Case.of(INSIDER, "lean")
    for quantity, what in ((LEGAL_H, "legal hours"), (IT_H, "hours of IT")):
        yield Experiment(
            "R17",
            f"questions of the authority: {what}",
            "without them",
            lean,
            lean.without("supervision"),
            quantity,
            FEWER,
        )
    sure = lean.breach(CASES_AT_ONCE)
    yield Experiment(
        "R17",
        "openness: tier",
        "questions are met openly",
        sure,
        sure.answer({"towards_authority": "open"}),
        TIER,
        FEWER,
        0.3,
    )
    obstructive = sure.answer({"towards_authority": "obstructive"})
    yield Experiment(
        "R17",
        "obstruction: tier",
        "questions are evaded",
        sure,
        obstructive,
        TIER,
        MORE,
        0.3,
    )
    yield Experiment(
        "R17",
        "obstruction: questions",
        "questions are evaded",
        sure,
        obstructive,
        QUESTIONS,
        MORE,
    )
    spring = lean.breach({"begins": "2026-02-11 20:15"})
    yield Experiment(
        "R17",
        "public holidays",
        "without them, before the Spring Festival",
        spring,
        spring.without("holidays"),
        WAITED,
        FEWER,
    )

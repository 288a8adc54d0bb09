"""R02, R03, R15, R17: how grave it is, who asks, and what it costs before the law."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import (
    CLAIMS,
    COST,
    IT_H,
    LATE,
    LATE_INSIDE,
    LEGAL_H,
    LOST,
    QUESTIONS,
    REPORTING_GRADE,
    SEVERITY,
    STANDARD_LEVEL,
    TIER,
    TOLD,
    USERS_LATE,
    WAGES,
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


FINED = {
    f"laws.{law}.{path}": {"value": size}
    for law in ("china", "eu")
    for path, size in (
        ("case.base_log_odds", 20),
        ("fines.1.weight", 0.4),
        ("fines.2.weight", 0.4),
    )
}
"""The same under two laws, of a firm that both bind."""
FINES = item("fines")
SLIGHTER = "error instead of intent, known instead of unknown recipients"


def told_late(case: Case, after_h: float) -> Case:
    """Return a case in which so many hours pass until the owner is told, while work goes on."""
    slow = {"elapsed_h": {"value": after_h}, "effort_h": None, "people": {}}
    changes = {f"tasks.inform-management.{field}": value for field, value in slow.items()}
    return case.answer(changes | {"tasks.triage.after": ["first-look"]})


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from _estimates()
    yield from _grades()
    yield from _clocks()
    yield from _liability()
    yield from _fines()
    yield from _supervision()


def _estimates() -> Iterator[Experiment]:
    """R02: acting on a wrong estimate costs later."""
    early = Case.of(INSIDER, "notify-early").answer({"answers.whom": "confirmed"})
    yield Experiment(
        "R02",
        "second rounds of notices",
        "without the work of them, where those confirmed are told early",
        early,
        early.without("corrections"),
        WAGES,
        FEWER,
        200.0,
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
    late = told_late(lean, 72)
    yield Experiment(
        "R03",
        "internal limits",
        "the owner is told three days late",
        lean,
        late,
        LATE_INSIDE,
        MORE,
        0.5,
    )
    same_day = told_late(lean, 12)
    yield Experiment(
        "R03",
        "internal limits by grade",
        "names and numbers alone, not pay; the owner is told half a day late",
        same_day,
        same_day.breach({"threat.holdings": ["client-list"]}),
        LATE_INSIDE,
        FEWER,
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
    extortion = Case.of("double-extortion", "no-plan")
    yield Experiment(
        "R03",
        "China's reporting grade",
        "the firm runs critical infrastructure, whose outage counts",
        extortion,
        extortion.at({"critical_infrastructure": True}),
        REPORTING_GRADE,
        MORE,
        1.0,
    )
    yield Experiment(
        "R03",
        "level of GB/T 20986-2023",
        "what was hit is extremely important",
        extortion,
        extortion.at({"importance": "extremely_important"}),
        STANDARD_LEVEL,
        FEWER,
        1.0,
    )


def _clocks() -> Iterator[Experiment]:
    """R15: from when a duty counts, by which days, and for data held in which role."""
    users = "organisation.laws.china.obligations.dsl-29-users"
    no_plan, lean = Case.of(INSIDER, "no-plan"), Case.of(INSIDER, "lean")
    yield Experiment(
        "R15",
        "where a clock starts",
        "from the firm's assessment, not from awareness",
        no_plan,
        no_plan.breach({f"{users}.clock": "assessment"}),
        USERS_LATE,
        FEWER,
    )
    days, business_days = (
        lean.breach({f"{users}.deadline": {"unit": unit, "value": 5}})
        for unit in ("days", "business_days")
    )
    yield Experiment(
        "R15",
        "business days",
        "five business days to tell users, not five days",
        days,
        business_days,
        USERS_LATE,
        FEWER,
    )
    places = range(len(lean.firm.holdings))
    for_clients, own = (
        lean.at({f"holdings.{i}.role": role for i in places})
        for role in ("processor", "controller")
    )
    yield Experiment(
        "R15",
        "in whose name data are held",
        "all of it as controller, not for clients",
        for_clients,
        own,
        LATE,
        MORE,
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
        FINES,
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
        COST,
        FEWER,
        5_000.0,
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


def _fines() -> Iterator[Experiment]:
    """R15: what a fine depends on besides its tier: whose law, and how large the firm is."""
    group = Case.of(INSIDER, "lean", "group-400").at(FINED).firm
    there = Case.of(INSIDER, "lean").breach({"organisation": group.plain()})
    china = there.breach({"threat.holdings": ["tax-files"]})
    union = there.breach({"threat.holdings": ["eu-payroll-files"]})
    yield Experiment(
        "R15",
        "fines by regime",
        "people of the European Union are hit, not people of China",
        china,
        union,
        FINES,
        MORE,
    )
    yield Experiment(
        "R15",
        "fines by turnover: where a fine starts",
        "ten times the turnover",
        union,
        union.at({"turnover_per_year": 10 * group.turnover_per_year}),
        FINES,
        MORE,
    )
    huge = union.at({"turnover_per_year": 100 * group.turnover_per_year})
    amounts_alone = {f"laws.eu.fines.{step}.maximum.turnover_share": 0 for step in (1, 2)}
    yield Experiment(
        "R15",
        "fines by turnover: the maximum",
        "an amount alone, no share of turnover, where that is a hundredfold",
        huge,
        huge.at(amounts_alone),
        FINES,
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
    asked = lean.breach({"parameters.supervision.asks_severe_share": {"value": 1}})
    yield Experiment(
        "R17",
        "questions of the authority: wages",
        "without them, where every breach is asked about",
        asked,
        asked.without("supervision"),
        WAGES,
        FEWER,
        500.0,
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

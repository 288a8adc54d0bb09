"""The duties and cases of a firm's laws, compiled."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from simulation.distributions import Fixed
from simulation.inputs.effects import TellEffect
from simulation.inputs.law import FineStep, Law, Maximum, Obligation
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import GradeParameters, SupervisionParameters
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program.draw_table import DrawTable
from simulation.program.names import Names
from simulation.program.records import floats
from simulation.program.shifts import days_of_run
from simulation.program.vocabulary import Vocabulary, all_effects
from simulation.workdays import NO_SPECIAL_DAYS, business_days
from simulation.world import layout as w
from simulation.world.duties import (
    ANY_ROLE,
    CLIENTS_TOLD,
    CONTROLLER,
    FIRST_REPORT,
    PROCESSOR,
    PUBLIC_ALONE,
    PUBLIC_TOO,
)
from simulation.world.escalation import GRADES
from simulation.world.grades import IMPORTANCES
from simulation.world.supervision import OBSTRUCTIVE, OPEN, PLAIN, ROUNDS
from simulation.world.working_time import HORIZON_D

Range = tuple[float, float]
_CLOCK_FLAG = {
    "occurrence": -1,
    "discovery": w.F_FIRST_SIGN,
    "awareness": w.F_AWARE,
    "assessment": w.F_ASSESSED,
    "materiality": w.F_MATERIAL,
    "told_by_supplier": w.F_TOLD_BY_SUPPLIER,
    "first_report": FIRST_REPORT,
    "clients_told": CLIENTS_TOLD,
    "handled": w.F_CONTAINED,
}
_ROLES = {None: ANY_ROLE, "controller": CONTROLLER, "processor": PROCESSOR}
_PUBLIC = {None: 0, "also": PUBLIC_TOO, "only": PUBLIC_ALONE}
_STANCES = {"open": OPEN, "plain": PLAIN, "obstructive": OBSTRUCTIVE}
_HOURS = {"hours": 1.0, "days": 24.0}


def legal_tables(
    inputs: tuple[Scenario, Plan, Organisation],
    names: Names,
    v: Vocabulary,
    rate: Callable[[str], float],
    draws: DrawTable,
) -> dict[str, Any]:
    """Return all fields of the tables that are about law, and add their draws."""
    scenario, plan, organisation = inputs
    sizes = scenario.parameters
    return {
        **duty_tables(names.obligations, v, organisation, rate, scenario.begins),
        **case_tables(organisation, rate, draws),
        **claim_tables(organisation, sizes.supervision, draws),
        **escalation_tables(scenario, plan, organisation),
        **grade_tables(organisation, rate, sizes.grades),
    }


def duty_tables(
    obligations: list[tuple[int, Obligation]],
    v: Vocabulary,
    organisation: Organisation,
    rate: Callable[[str], float],
    begins: datetime.datetime,
) -> dict[str, Any]:
    """Return the fields of the tables that say who must be told when."""
    limit_h = organisation.notice_limit_h.central
    duties = [duty for _, duty in obligations]
    rates = [rate(law.currency) for law in organisation.laws]
    return {
        "duty_clock": [_CLOCK_FLAG[d.clock] for d in duties],
        "duty_deadline_s": [
            round((d.deadline.value * _HOURS.get(d.deadline.unit, 0.0) or limit_h) * w.HOUR)
            for d in duties
        ],
        "duty_business_days": [
            round(d.deadline.value) if d.deadline.unit == "business_days" else 0 for d in duties
        ],
        **_business_days(obligations, organisation, begins),
        "duty_when": [v.condition(d.when, law, rates[law]) for law, d in obligations],
        "duty_exempt": [
            [v.condition(c, law, rates[law]) for c in d.exempt_when] for law, d in obligations
        ],
        "duty_recipient": [w.AUDIENCES.index(d.recipient) for d in duties],
        "duty_phased": [d.phased for d in duties],
        "duty_closing": [d.closing for d in duties],
        "duty_by_clients": [d.by_clients for d in duties],
        "duty_public": [_PUBLIC[d.public_notice] for d in duties],
        "duty_role": [_ROLES[d.role] for d in duties],
        "duty_law": [law for law, _ in obligations],
        "law_share": [_shares(law, organisation) for law in organisation.laws],
    }


def _business_days(
    obligations: list[tuple[int, Obligation]],
    organisation: Organisation,
    begins: datetime.datetime,
) -> dict[str, Any]:
    """Return when business days begin and end, once for each place whose days are counted."""
    places: list[str | None] = []
    of_duty: list[int] = []
    for law, duty in obligations:
        counted = duty.deadline.unit == "business_days"
        place = organisation.laws[law].holidays or organisation.holidays
        if counted and place not in places:
            places.append(place)
        of_duty.append(places.index(place) if counted else -1)
    return {
        "duty_days": of_duty,
        "business_days": [_spans(place, organisation.time_zone, begins) for place in places],
    }


def _spans(place: str | None, zone: str, begins: datetime.datetime) -> tuple[list[int], list[int]]:
    """Return when the business days of a run begin and end, in seconds from its start."""
    special = NO_SPECIAL_DAYS if place is None else days_of_run(place, begins)
    zoneinfo, one = ZoneInfo(zone), datetime.timedelta(days=1)
    origin = begins.replace(tzinfo=zoneinfo).timestamp()

    def second(day: datetime.date) -> int:
        midnight = datetime.datetime.combine(day, datetime.time(), zoneinfo)
        return round(midnight.timestamp() - origin)

    days = list(business_days(special, begins.date(), HORIZON_D))
    return [second(day) for day in days], [second(day + one) for day in days]


def _shares(law: Law, organisation: Organisation) -> list[float]:
    """Return the share of each holding's people whom a law is about: those who live under it."""
    if law.binds == "firm":
        return [1.0] * len(organisation.holdings)
    spread = organisation.people_share(law.jurisdiction)
    return [
        spread if h.jurisdiction is None else float(h.jurisdiction == law.jurisdiction)
        for h in organisation.holdings
    ]


def case_tables(
    organisation: Organisation, rate: Callable[[str], float], draws: DrawTable
) -> dict[str, Any]:
    """Return the fields of the tables that say what an authority does, and add its draws."""
    laws = organisation.laws
    for group in ("case/opened", "case/outcome", "case/seriousness", "case/size"):
        draws.add_group(group, dict.fromkeys(law.name for law in laws))
    for law in laws:
        amounts = {s.outcome: s.amount.distribution if s.amount else Fixed(0.0) for s in law.fines}
        draws.add_group(f"case/amount/{law.name}", amounts)
    # To the cent, so that a turnover on the edge of a band stays on its side of it.
    turnovers = [round(organisation.turnover_per_year / rate(law.currency), 2) for law in laws]
    factors = [law.case.late_in_news_factor for law in laws]
    return {
        "case_sizes": [floats(law.case) for law in laws],
        "case_weights": [[step.weight.central for step in law.fines] for law in laws],
        "case_news_factor": [factor.central if factor else 1.0 for factor in factors],
        "case_amount": [draws.at[f"case/amount/{law.name}"] for law in laws],
        "case_rate": [rate(law.currency) for law in laws],
        "case_maximum": [
            [_highest(step.maximum, turnover) for step in law.fines]
            for law, turnover in zip(laws, turnovers, strict=True)
        ],
        "case_ends": [[step.outcome for step in law.fines] for law in laws],
        "case_rules": [[_rule(step) for step in law.fines] for law in laws],
        "case_points": [_points(law) for law in laws],
        "case_bands": [_bands(law) for law in laws],
        "case_size": [_size(law, t) for law, t in zip(laws, turnovers, strict=True)],
    }


def _rule(step: FineStep) -> str:
    source = step.maximum.source if step.maximum else step.source
    return f"{source.title}, {source.article}" if source else ""


def claim_tables(
    organisation: Organisation, sizes: SupervisionParameters, draws: DrawTable
) -> dict[str, Any]:
    """Return the sizes of claims by law, and add the draws of claims and of an authority."""
    laws = organisation.laws
    spreads = {law.name: law.claims.spread.distribution if law.claims else None for law in laws}
    draws.add_group("claims/spread", spreads)
    draws.add("authority/asks", width=ROUNDS)
    draws.add("authority/asks_after", sizes.asks_after_d.distribution, ROUNDS)
    draws.add("clients/report_h", sizes.clients_report_h.distribution)
    return {"claim_sizes": [floats(law.claims) if law.claims else None for law in laws]}


def escalation_tables(
    scenario: Scenario, plan: Plan, organisation: Organisation
) -> dict[str, Any]:
    """Return the firm's own limits; none where the plan tells management of nothing."""
    told = [e for e in all_effects(plan) if isinstance(e, TellEffect)]
    tells = any(e.audience == "management" for e in told)
    limits = organisation.escalation if tells else {}
    seconds = [round(limits[g].central * w.HOUR) if g in limits else -1 for g in GRADES]
    return {
        "escalation_limit_s": seconds if limits else [],
        "decision_of_management": [d.owner == "management" for d in scenario.decisions.values()],
        "stance": _STANCES[plan.towards_authority],
    }


def grade_tables(
    organisation: Organisation, rate: Callable[[str], float], sizes: GradeParameters
) -> dict[str, Any]:
    """Return the fields of the tables that say how incidents are graded."""
    lines = [
        (line.people_from, line.direct_loss_from * rate(law.currency), line.outage_from_h)
        for law in organisation.laws
        for line in law.grades
    ]
    shares = (sizes.larger_loss_share, sizes.serious_loss_share, sizes.extreme_loss_share)
    return {
        "grade_lines": sorted(lines),
        "grade_losses": [share.central * organisation.turnover_per_year for share in shares],
        "importance": IMPORTANCES.index(organisation.importance),
        "critical_infrastructure": organisation.critical_infrastructure,
    }


def _highest(maximum: Maximum | None, turnover: float) -> float:
    """Return the amount or the share of turnover, whichever is higher; 0 without a maximum."""
    return max(maximum.amount, maximum.turnover_share * turnover) if maximum else 0.0


def _points(law: Law) -> list[float]:
    tables = law.starting_amount
    claims = [band.from_points for band in tables.seriousness] if tables else []
    return [claim.central for claim in claims if claim is not None]


def _bands(law: Law) -> list[Range]:
    tables = law.starting_amount
    return [band.ends for band in tables.seriousness] if tables else []


def _size(law: Law, turnover: float) -> Range:
    """Return the ends of the band that a turnover, in the law's currency, falls into."""
    tables = law.starting_amount
    if tables is None:
        return (1.0, 1.0)
    limits = [band.turnover_up_to for band in tables.sizes]
    fits = (i for i, limit in enumerate(limits) if limit is None or turnover <= limit)
    return tables.sizes[next(fits)].ends

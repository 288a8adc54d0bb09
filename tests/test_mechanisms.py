"""Each named mechanism, taken away: what it delayed comes sooner, what it caused is gone.

Runs are paired: the same replication with and without the mechanism, on shipped cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from simulation.inputs.plan import Plan
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.outcomes import Outcome
from validation.coverage.experiment import Case, outcomes

REPLICATIONS = 50
YEARS_H = 3 * 365 * 24.0
"""What never happened counts as late as a run can last."""

Measure = Callable[[Outcome], float]


def between(earlier: str, later: str) -> Measure:
    """Hours from one moment to another."""

    def hours(o: Outcome) -> float:
        start, end = getattr(o, earlier), getattr(o, later)
        return YEARS_H if start is None or end is None else float(end - start)

    return hours


def item(name: str) -> Measure:
    """An item of cost."""
    return lambda o: o.cost_by_item[name]


def hours_on(*tasks: str) -> Measure:
    """Hours of work on some tasks."""
    return lambda o: sum(w.worked_h for w in o.waits if w.task in tasks)


def since_start(moment: str) -> Measure:
    """Hours from the first access to a moment."""
    return lambda o: YEARS_H if getattr(o, moment) is None else float(getattr(o, moment))


def number(name: str) -> Measure:
    """A figure of the outcome."""
    return lambda o: float(getattr(o, name))


def found(o: Outcome) -> float:
    """Hours to the first sign."""
    return YEARS_H if o.first_sign_h is None else o.first_sign_h


def wrongly_known(o: Outcome) -> float:
    """How far the last count is from the truth, on a log scale."""
    if o.people_known <= 0.0 or o.people_affected <= 0.0:
        return 0.0
    return abs(math.log(o.people_known / o.people_affected))


def survey_error(o: Outcome) -> float:
    """How far the last survey was from the truth; nothing where nobody was asked."""
    return o.survey_error_share or 0.0


def in_the_news(o: Outcome) -> float:
    """Whether the media reported."""
    return float(o.media_h is not None)


def doing_over(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let everyone work four hours longer, so that they tire, and long work fail now and then."""
    teams = ("owner", "it", "senior-accountants", "accountants", "reception")
    longer = {f"staffing.{team}.overtime_h": 4 for team in teams}
    often = {"chance": 0.5, "wait_h": 1, "most": 3}
    return scenario, plan.change(longer | {"tasks.fix-effort.again": often})


def telling_the_owner_late(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let three days pass until the owner is told, while the work goes on."""
    slow = {"elapsed_h": {"value": 72}, "effort_h": None, "people": {}}
    changes = {f"tasks.inform-management.{field}": value for field, value in slow.items()}
    return scenario, plan.change(changes | {"tasks.triage.after": ["first-look"]})


def alarming(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let false alarms keep the administrator busy, so that there is something to interrupt."""
    sizes = {"false_alarms_per_month_per_100_staff": 200, "false_alarm_effort_h": 5}
    return scenario.change({f"parameters.work.{k}": v for k, v in sizes.items()}), plan


def guarded(**age_months: float) -> Callable[[Scenario, Plan], tuple[Scenario, Plan]]:
    """Give the firm controls, each last looked after so many months ago."""

    def change(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
        owned = {
            f"organisation.controls.{name.replace('_', '-')}": {"age_of_upkeep_months": age}
            for name, age in age_months.items()
        }
        return scenario.change(owned), plan

    return change


def overworked(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let everyone work four hours longer, in a world where the weary leave soon."""
    scenario, plan = doing_over(scenario, plan)
    return scenario.change({"parameters.people.leaving_per_year": 12}), plan


def away(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let the owner be there on Monday mornings alone, and a deputy decide after three days."""
    rules = {"coordination.deputy_after_h": 72, "answers.tell-clients": "early-range"}
    hours = {"staffing.owner.on_call": False, "staffing.owner.shift": "Mon 09:00-12:00"}
    return scenario, plan.change(rules | hours)


def in_public(**answers: str) -> Callable[[Scenario, Plan], tuple[Scenario, Plan]]:
    """Let the media take it up, whatever its size, and the plan answer so."""

    def change(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
        given = {f"answers.{name}": answer for name, answer in answers.items()}
        return scenario.change({"parameters.attention.media_log_odds": 5}), plan.change(given)

    return change


def imitated(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let somebody send notices in our name in every run."""
    return scenario.change({"parameters.harm.fake_notices_share": 1}), plan


def paid(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let money be offered with the notice, about as much as is expected, and nothing else."""
    money = {"effect": "mend", "by": "compensation", "offered_share": 0.15, "remedy": "financial"}
    effects = [{"effect": "tell", "audience": "affected"}, money]
    answers = {"answers.offer": "none", "tasks.inform-clients.effects": effects}
    return scenario, plan.change(answers)


def unknown_addresses(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let two people in five have no address that works."""
    return scenario.change({"organisation.missing_addresses_share": 0.4}), plan


def supplier_told(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let clients find what left the supplier, and whoever looks first tell it."""
    effects = [{"effect": "flag", "flag": "confirmed"}, {"effect": "tell", "audience": "partners"}]
    mix = {"parameters.discovery.mixes.supplier": {"client": 1}}
    return scenario.change(mix), plan.change({"tasks.first-look.effects": effects})


def surprised(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let partners read of it in the news, and cost something while they cut us off."""
    scenario, plan = in_public()(scenario, plan)
    return scenario.change({"organisation.partners_cost_per_h": 300}), plan


CHANGES = {
    "missing-addresses": unknown_addresses,
    "joint-response": supplier_told,
    "partners": surprised,
    "fatigue": doing_over,
    "interruption": alarming,
    "decision-owner": away,
    "leaving": overworked,
    "fake-notices": imitated,
    "remedy-fit": paid,
    "repeat-contacts": in_public(),
    "rumour": in_public(),
    "social-monitoring": in_public(statement="proactive"),
    "untrue-statement": in_public(wording="soothing"),
    "controls": guarded(export_limits=0, tiered_rights=0),
    "training-decay": guarded(phishing_training=36, privacy_training=36),
    "upkeep": guarded(behaviour_monitoring=60, log_review=60),
    "escalation": telling_the_owner_late,
}
"""Cases changed so that the mechanism has something to do."""

INSIDER, MISTAKE = "insider-export", "mis-sent-filing"
TOLD = between("aware_h", "clients_told_h")
SEEN = between("first_sign_h", "confirmed_h")
KNOWN = between("first_sign_h", "aware_h")
STOPPED = between("confirmed_h", "contained_h")
FIXED = between("contained_h", "cause_fixed_h")

CASES: dict[str, tuple[str, str, Measure, int]] = {
    # mechanism: scenario, plan, measure, direction in which it moves without the mechanism
    "sign-unseen": (INSIDER, "no-plan", SEEN, -1),
    "listing-wait": (INSIDER, "no-plan", TOLD, -1),
    "advice-wait": (INSIDER, "no-plan", TOLD, -1),
    "deciding-wait": (INSIDER, "no-plan", TOLD, -1),
    "search-for-help": (INSIDER, "no-plan", TOLD, -1),
    "morale": (INSIDER, "lean", number("morale_lowest_share"), +1),
    "leaving": (INSIDER, "lean", number("staff_lost"), -1),
    "accountability": (INSIDER, "lean", STOPPED, -1),
    "readiness": (INSIDER, "lean", TOLD, -1),
    "decision-owner": (INSIDER, "lean", TOLD, -1),
    "coordination": (INSIDER, "lean", TOLD, -1),
    "nights": (INSIDER, "no-plan", KNOWN, -1),
    "everyday-work": (INSIDER, "no-plan", KNOWN, -1),
    "deputies": (MISTAKE, "no-plan", TOLD, -1),
    "holidays": (INSIDER, "no-plan", FIXED, -1),
    "hand-over": (INSIDER, "no-plan", TOLD, -1),
    "fatigue": (INSIDER, "no-plan", FIXED, -1),
    "repeats": (INSIDER, "no-plan", STOPPED, -1),
    "interruption": (INSIDER, "no-plan", STOPPED, +1),
    "false-alarms": (INSIDER, "no-plan", number("false_alarms"), -1),
    "controls": (INSIDER, "no-plan", number("people_affected"), +1),
    "training-decay": (INSIDER, "no-plan", found, -1),
    "upkeep": (INSIDER, "no-plan", found, -1),
    "media": (INSIDER, "no-plan", in_the_news, -1),
    "fake-notices": (INSIDER, "no-plan", number("people_misused"), -1),
    "remedy-fit": (INSIDER, "lean", number("trust_at_year_share"), +1),
    "repeat-contacts": (INSIDER, "no-plan", number("contacts_answered"), -1),
    "survey-error": (INSIDER, "lean", survey_error, -1),
    "rumour": (INSIDER, "no-plan", number("clients_lost"), -1),
    "social-monitoring": (INSIDER, "lean", number("clients_lost"), -1),
    "untrue-statement": (INSIDER, "lean", number("trust_lowest_share"), +1),
    "attention": (INSIDER, "no-plan", number("clients_lost"), -1),
    "learning": (INSIDER, "no-plan", number("clients_lost"), -1),
    "word-of-mouth": (INSIDER, "no-plan", number("clients_lost"), -1),
    "misuse": (INSIDER, "no-plan", number("people_misused"), -1),
    "scope-error": (INSIDER, "no-plan", wrongly_known, -1),
    "delay-shock": (INSIDER, "no-plan", number("trust_lowest_share"), +1),
    "told-first": (INSIDER, "no-plan", number("trust_lowest_share"), +1),
    "message": (INSIDER, "lean", number("trust_lowest_share"), -1),
    "recovery": (INSIDER, "no-plan", number("trust_at_year_share"), -1),
    "churn": (INSIDER, "no-plan", number("clients_lost"), -1),
    "support": (INSIDER, "no-plan", item("answering clients"), -1),
    "downtime": (INSIDER, "retainer", item("downtime"), -1),
    "evidence": (INSIDER, "retainer", hours_on("scope", "trace"), -1),
    "back-ups": ("double-extortion", "no-plan", number("downtime_h"), -1),
    "lateral-movement": ("double-extortion", "no-plan", number("people_affected"), -1),
    "published": ("double-extortion", "no-plan", number("people_misused"), -1),
    "supplier-delay": ("supplier-transfer", "no-plan", since_start("first_sign_h"), -1),
    "tampering-spread": ("tampered-filings", "no-plan", number("filings_wrong"), -1),
    "recurrence": (INSIDER, "no-plan", number("second_breaches"), -1),
    "legal-cases": (INSIDER, "no-plan", item("fines"), -1),
    "supervision": (INSIDER, "no-plan", number("authority_legal_h"), -1),
    "claims": (INSIDER, "no-plan", item("claims"), -1),
    "missing-addresses": (INSIDER, "lean", number("people_missed"), -1),
    "joint-response": ("supplier-transfer", "no-plan", STOPPED, +1),
    "partners": (INSIDER, "no-plan", item("downtime"), -1),
    "corrections": (INSIDER, "notify-early", number("second_notices"), -1),
    "escalation": (INSIDER, "lean", TOLD, -1),
}
GONE = {
    "leaving",
    "false-alarms",
    "media",
    "churn",
    "support",
    "legal-cases",
    "supervision",
    "claims",
    "corrections",
    "downtime",
    "recurrence",
    "survey-error",
}
"""What these bring is gone altogether without them."""


def measured(mechanism: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """What is measured in so many runs with a mechanism, and in the same runs without it."""
    scenario, plan, measure, _ = CASES[mechanism]
    case = Case.of(scenario, plan)
    if mechanism in CHANGES:
        case = Case(*CHANGES[mechanism](case.scenario, case.plan))
    runs = (outcomes(one, count) for one in (case, case.without(mechanism)))
    with_it, without = (np.array([measure(o) for o in ended]) for ended in runs)
    return with_it, without


def moves(mechanism: str, count: int, by_chance: float) -> bool:
    """Whether most runs that differ without a mechanism differ the way they must."""
    with_it, without = measured(mechanism, count)
    moved = (without - with_it) * CASES[mechanism][3]
    better, worse = int(np.sum(moved > 0)), int(np.sum(moved < 0))
    # Single runs may move the other way, for lists of tasks have anomalies; most do not.
    if better == 0:
        return False
    luck = stats.binomtest(better, better + worse, alternative="greater").pvalue
    return bool(luck < by_chance and np.median(moved[moved != 0]) > 0)


def test_every_mechanism_is_taken_away_here() -> None:
    assert set(CASES) == set(MECHANISMS)


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_without_a_mechanism(mechanism: str) -> None:
    if mechanism in GONE:
        with_it, without = measured(mechanism, REPLICATIONS)
        assert max(without) == 0.0 < np.mean(with_it)
        return
    # Most are plain after a few runs, by a stricter measure.
    assert moves(mechanism, 15, 0.001) or moves(mechanism, REPLICATIONS, 0.01)

"""What the experiments measure in a run."""

from __future__ import annotations

import math

from simulation.outcomes import Outcome
from simulation.world.grades import GRADES
from validation.coverage.experiment import Quantity


def hours(earlier: str, later: str, title: str) -> Quantity:
    """Hours from one moment of an outcome to another; NaN where one of them never came."""

    def read(outcome: Outcome) -> float:
        start, end = getattr(outcome, earlier), getattr(outcome, later)
        return math.nan if start is None or end is None else float(end - start)

    return Quantity(title, "h", read)


def number(name: str, title: str, unit: str) -> Quantity:
    """A figure of the outcome by its name."""
    return Quantity(title, unit, lambda outcome: float(getattr(outcome, name)))


def item(name: str) -> Quantity:
    """An item of cost, in the currency of the case."""
    return Quantity(f"cost of {name}", "money", lambda outcome: outcome.cost_by_item[name])


def _wrongly_known(outcome: Outcome) -> float:
    if outcome.people_known <= 0.0 or outcome.people_affected <= 0.0:
        return 0.0
    return abs(math.log(outcome.people_known / outcome.people_affected))


def _found(outcome: Outcome) -> float:
    return outcome.ended_h if outcome.first_sign_h is None else outcome.first_sign_h


def _found_outside(outcome: Outcome) -> float:
    return float(str(outcome.found_by).removeprefix("channel/") in OUTSIDE)


def _users_late_h(outcome: Outcome) -> float:
    late = (duty.late_h for duty in outcome.duties if duty.name == "dsl-29-users")
    return next((hours for hours in late if hours is not None), math.nan)


def _forensics(outcome: Outcome) -> float:
    return sum(w.worked_h for w in outcome.waits if w.task in ("scope", "trace"))


OUTSIDE = ("client", "authority", "partner", "attacker")
"""Channels by which others find what we have not."""

SEEN = hours("first_sign_h", "confirmed_h", "first sign to confirmed")
KNOWN = hours("first_sign_h", "aware_h", "first sign to awareness")
STOPPED = hours("confirmed_h", "contained_h", "confirmed to contained")
SIGN_TO_STOP = hours("first_sign_h", "contained_h", "first sign to contained")
FIXED = hours("contained_h", "cause_fixed_h", "contained to cause fixed")
TOLD = hours("aware_h", "clients_told_h", "awareness to clients told")
REPORTED = hours("aware_h", "regulator_told_h", "awareness to authority told")
FOUND = Quantity("first sign, or the end of a run without one", "h", _found)
RECORDS = number("records_out", "records out", "records")
AFFECTED = number("people_affected", "people affected", "people")
UNTOLD = number("record_days_untold", "record-days untold", "record-days")
MISUSED = number("people_misused", "people whose data were misused", "people")
VAIN = number("people_told_in_vain", "people told in vain", "people")
MISSED = number("people_missed", "people affected and never told", "people")
COST = number("cost", "cost", "money")
LOWEST_TRUST = number("trust_lowest_share", "lowest client trust", "share")
YEAR_TRUST = number("trust_at_year_share", "client trust after a year", "share")
WAGES = item("wages")
MORALE = number("morale_lowest_share", "lowest morale of a team", "share")
STAFF_LOST = number("staff_lost", "staff who left", "people")
LOST = number("clients_lost", "clients lost", "clients")
FORENSICS = Quantity("hours of work on scope and traces", "h", _forensics)
ANSWERED = number("contacts_answered", "contacts answered", "contacts")
SURVEY_ERROR = Quantity(
    "error of the last survey",
    "share",
    lambda o: math.nan if o.survey_error_share is None else o.survey_error_share,
)
RUMOUR = number("rumour_highest_share", "rumour at its highest", "share of the news")
LATE = number("duties_late", "legal duties late", "duties")
USERS_LATE = Quantity("how late users were told (Data Security Law, Art. 29)", "h", _users_late_h)
LATE_INSIDE = number("escalations_late", "reports to management past the firm's limit", "reports")
TIER = number("fine_tier", "heaviest end of a case, from 0 (none)", "tier")
LEGAL_H = number("authority_legal_h", "hours of answers to the authority", "h")
IT_H = number("authority_it_h", "hours of records for the authority", "h")
REPORTING_GRADE = Quantity(
    "China's reporting grade, in truth, from 0 (general)",
    "grade",
    lambda o: float(GRADES.index(o.reporting_grade_true or GRADES[0])),
)
STANDARD_LEVEL = number("standard_level_true", "level of GB/T 20986-2023, in truth", "level")
QUESTIONS = number("authority_questions", "rounds of questions by the authority", "rounds")
CLAIMS = number("claims", "claims for damages", "claims")
SEVERITY = number("severity_true", "ENISA's score, in truth", "points")
ALARMS = number("false_alarms", "false alarms", "alarms")
ABANDONED = number("contacts_abandoned", "contacts given up", "contacts")
WRONG = Quantity("error of the count, natural logarithm", "log", _wrongly_known)
OUTSIDERS = Quantity("share of runs found from outside", "share", _found_outside)
WAITED = Quantity(
    "hours tasks waited for people", "h", lambda outcome: sum(w.waited_h for w in outcome.waits)
)

"""What a run comes to: its outcome, with duties, cases and waits."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Duty:
    """One legal clock: when it began, when it fell due, when it was met, how late."""

    name: str
    from_h: float
    due_h: float
    met_h: float | None
    late_h: float | None
    by_clients: bool = False

    @property
    def in_time(self) -> bool:
        """Whether the duty was met within its period.

        >>> Duty("tell", 0, 24, 20, 0).in_time
        True
        """
        return self.met_h is not None and not self.late_h


@dataclass(frozen=True, slots=True)
class Case:
    """What an authority did under a law: the tier counts from 0, and an amount has its rule."""

    law: str
    chance: float
    opened: bool
    end: str | None = None
    tier: int = 0
    amount: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A task's waiting for a team, in hours; false alarms are left out.

    `busy_h` of `waited_h` passed while the team was at work, on other things: more people may
    shorten that part alone, the rest are nights, weekends and the way of help from outside.
    """

    task: str
    team: str
    waited_h: float
    busy_h: float
    worked_h: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run comes to, each number with its unit in its name.

    Hours count from the first unauthorised access; None means that it never happened.
    """

    currency: str
    found_by: str | None = None
    first_sign_h: float | None = None
    confirmed_h: float | None = None
    aware_h: float | None = None
    contained_h: float | None = None
    cause_fixed_h: float | None = None
    media_h: float | None = None
    clients_told_h: float | None = None
    regulator_told_h: float | None = None
    records_out: float = 0.0
    people_affected: float = 0.0
    people_known: float = 0.0
    people_told: float = 0.0
    people_missed: float = 0.0
    people_told_in_vain: float = 0.0
    record_days_untold: float = 0.0
    people_misused: float = 0.0
    severity_known: float = 0.0
    severity_true: float = 0.0
    reporting_grade_known: str | None = None
    reporting_grade_true: str | None = None
    standard_level_known: int | None = None
    standard_level_true: int | None = None
    outage_h: float = 0.0
    cost: float = 0.0
    cost_primary: float = 0.0
    cost_secondary: float = 0.0
    cost_by_item: dict[str, float] = field(default_factory=dict)
    cost_by_form: dict[str, float] = field(default_factory=dict)
    trust_lowest_share: float = 0.0
    trust_at_year_share: float = 0.0
    trust_surveyed_share: float | None = None
    survey_error_share: float | None = None
    rumour_highest_share: float = 0.0
    clients_lost: float = 0.0
    false_alarms: int = 0
    draws_reused: int = 0
    systems_reached: int = 0
    downtime_h: float = 0.0
    records_wrong: float = 0.0
    filings_wrong: float = 0.0
    second_breaches: int = 0
    staff_lost: int = 0
    overtime_h: float = 0.0
    morale_lowest_share: float = 1.0
    contacts_answered: float = 0.0
    contacts_abandoned: float = 0.0
    duties: tuple[Duty, ...] = ()
    escalations: tuple[Duty, ...] = ()
    cases: tuple[Case, ...] = ()
    claims: float = 0.0
    authority_questions: int = 0
    authority_legal_h: float = 0.0
    authority_it_h: float = 0.0
    second_notices: int = 0
    waits: tuple[Wait, ...] = ()
    ended_h: float = 0.0

    @property
    def duties_late(self) -> int:
        """How many legal clocks were not met in time."""
        return sum(not (duty.in_time or duty.by_clients) for duty in self.duties)

    @property
    def escalations_late(self) -> int:
        """How often management was told later than the firm's own limit, or never."""
        return sum(not one.in_time for one in self.escalations)

    @property
    def fine_tier(self) -> int:
        """The heaviest end of a case, counted from 1; 0 where none was opened."""
        return max((case.tier + 1 for case in self.cases if case.opened), default=0)

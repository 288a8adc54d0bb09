"""The sizes of the world's mechanisms: every one a claim with its source.

The standard values are `scenarios/parameters/standard.yaml`; a scenario may change any.
"""

from __future__ import annotations

from pydantic import Field

from simulation.inputs.base import Input, Name
from simulation.inputs.claims import Claim
from simulation.inputs.effects import Channel


class BaseCurve(Input):
    """Time to discovery of one cause: a same-day share, then a lognormal in days."""

    same_day_share: Claim
    mu_log_d: Claim
    sigma_log_d: Claim


class DiscoveryParameters(Input):
    """Base curves by cause, and shares of channels by kind of breach."""

    causes: dict[Name, BaseCurve] = Field(min_length=1)
    mixes: dict[Name, dict[Channel, Claim]] = Field(min_length=1)


class WorkParameters(Input):
    """How people work: hand-over, fatigue, preemption, other work."""

    hand_over_h: Claim
    deputy_effort_factor: Claim
    uninterrupted_h: Claim
    reserve_after_h: Claim
    tired_pace_after_8h: Claim
    tired_pace_after_10h: Claim
    tired_pace_after_12h: Claim
    tired_errors_after_8h: Claim
    tired_errors_after_10h: Claim
    tired_errors_after_12h: Claim
    tired_carried_share: Claim
    overtime_wage_factor: Claim
    false_alarms_per_month_per_100_staff: Claim
    false_alarm_effort_h: Claim


class NoticeParameters(Input):
    """What notices take: letters and e-mails an hour."""

    letters_per_h: Claim
    emails_per_h: Claim
    letters_in_house: Claim
    mailing_house_setup_h: Claim
    mailing_house_letters_per_h: Claim


class KnowledgeParameters(Input):
    """How wrong estimates are, and what a correction costs."""

    triage_sigma: Claim
    scope_sigma: Claim
    listing_sigma: Claim
    range_z: Claim
    scope_finds_share: Claim
    correction_shock_factor: Claim


class HarmParameters(Input):
    """What leaked records do to people."""

    misuse_per_record_day: Claim
    warned_factor: Claim


class AttentionParameters(Input):
    """News, its decay, and who takes it up."""

    exponent: Claim
    time_scale_d: Claim
    media_log_odds: Claim
    media_size_log_odds: Claim
    media_sensitive_log_odds: Claim
    media_published_log_odds: Claim
    media_delay_d: Claim


class LearningParameters(Input):
    """How clients learn other than from us."""

    news_per_d: Claim
    misuse_per_d: Claim
    word_of_mouth_per_d: Claim


class TrustParameters(Input):
    """How trust falls, what softens it, how it recovers."""

    full: Claim
    shock: Claim
    victim_factor: Claim
    accident_factor: Claim
    preventable_factor: Claim
    told_by_others_factor: Claim
    delay_factor: Claim
    delay_scale_d: Claim
    message_ceiling: Claim
    apology_credit: Claim
    corrective_action_credit: Claim
    compensation_credit: Claim
    lasting_share: Claim
    recovery_half_life_d: Claim


class ChurnParameters(Input):
    """How clients leave, and what a lost client is worth."""

    base_per_year: Claim
    trust_sensitivity: Claim
    discount_per_year: Claim


class SupportParameters(Input):
    """Clients' questions after a notice or news."""

    contact_share: Claim
    contact_spread_d: Claim
    news_contact_share: Claim
    handling_min: Claim
    patience_min: Claim
    repeat_share: Claim
    impatience_shock: Claim
    open_at_contacts: Claim
    close_below_contacts: Claim


class AuthorityParameters(Input):
    """How authorities weigh lateness."""

    half_late_d: Claim


class Parameters(Input):
    """All sizes of the world's mechanisms.

    >>> from simulation.files import load
    >>> load("breaches/insider-export").parameters.trust.full.central
    0.75
    """

    kind: str = "parameters"
    discovery: DiscoveryParameters
    work: WorkParameters
    notices: NoticeParameters
    knowledge: KnowledgeParameters
    harm: HarmParameters
    attention: AttentionParameters
    learning: LearningParameters
    trust: TrustParameters
    churn: ChurnParameters
    support: SupportParameters
    authority: AuthorityParameters

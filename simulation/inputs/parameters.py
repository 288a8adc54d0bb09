"""The sizes of the world's mechanisms: every one a claim with its source.

The standard values are `scenarios/parameters/standard.yaml`; a scenario may change any.
"""

from __future__ import annotations

from pydantic import Field

from simulation.inputs.base import Input, Name
from simulation.inputs.claims import Amount, Claim, Share
from simulation.inputs.control import Cause
from simulation.inputs.effects import Channel


class BaseCurve(Input):
    """Time to discovery of one cause: a same-day share, then a lognormal in days."""

    same_day_share: Share
    mu_log_d: Claim
    sigma_log_d: Amount


class DiscoveryParameters(Input):
    """Base curves by cause, and shares of channels by kind of breach."""

    causes: dict[Name, BaseCurve] = Field(min_length=1)
    mixes: dict[Name, dict[Channel, Share]] = Field(min_length=1)


class WorkParameters(Input):
    """How people work: hand-over, fatigue, preemption, other work."""

    hand_over_h: Amount
    deputy_effort_factor: Amount
    uninterrupted_h: Amount
    reserve_after_h: Amount
    tired_pace_after_8h: Amount
    tired_pace_after_10h: Amount
    tired_pace_after_12h: Amount
    tired_errors_after_8h: Amount
    tired_errors_after_10h: Amount
    tired_errors_after_12h: Amount
    tired_carried_share: Share
    overtime_wage_factor: Amount
    false_alarms_per_month_per_100_staff: Amount
    false_alarm_effort_h: Amount


class PeopleParameters(Input):
    """How people are led and looked after: meetings, deputies, readiness, morale."""

    uncoordinated_hand_over_factor: Amount
    uncoordinated_task_h: Amount
    uncoordinated_decision_h: Amount
    deputy_after_h: Amount
    on_call_h: Amount
    untested_effort_factor: Amount
    untested_repeat_factor: Amount
    old_lists_factor: Amount
    no_kits_factor: Amount
    readiness_half_life_months: Amount
    insider_kept_share: Share
    morale_per_overtime_h: Share
    morale_half_life_d: Amount
    low_morale_effort: Amount
    low_morale_repeat: Amount
    leaving_per_year: Amount
    replacement_wage_h: Amount
    replacement_d: Amount
    counselling_wage_h: Amount
    counselling_half_life_factor: Amount
    rest_half_life_factor: Amount
    incentive_wage_share: Share
    incentive_fall_factor: Share


class NoticeParameters(Input):
    """What notices take and whom they miss; what partners do who had no word from us."""

    letters_per_h: Amount
    emails_per_h: Amount
    letters_in_house: Amount
    mailing_house_setup_h: Amount
    mailing_house_letters_per_h: Amount
    returned_seen_d: Amount
    public_notice_share: Share
    public_notice_news_share: Share
    partners_cut_off_h: Amount


class KnowledgeParameters(Input):
    """How wrong estimates are, and what a correction costs."""

    triage_sigma: Amount
    scope_sigma: Amount
    listing_sigma: Amount
    range_z: Amount
    scope_finds_share: Share
    correction_shock_factor: Amount
    correction_least_share: Share
    correction_effort_h: Amount


class HarmParameters(Input):
    """What leaked records do to people."""

    misuse_per_record_day: Amount
    warned_factor: Amount
    agreement_factor: Amount
    fake_notices_share: Share
    fake_notices_after_d: Amount
    fake_deceived_share: Share
    channel_stated_factor: Amount


class ThreatParameters(Input):
    """How intruders move, what they do with data, and what undoes it."""

    hasty_share: Share
    hasty_h: Amount
    patient_h: Amount
    spread_h: Amount
    caches_cleared_h: Amount
    cached_share: Share
    device_opened_h: Amount
    note_seen_h: Amount
    posting_seen_h: Amount
    leak_site_d: Amount
    published_unpaid_share: Share
    published_paid_share: Share
    published_misuse_factor: Amount
    decryptor_works_share: Share
    decryptor_pace_factor: Amount
    back_up_fresh_months: Amount
    back_up_fresh_share: Share
    back_up_stale_share: Share
    back_up_online_factor: Amount
    restore_h: Amount
    rebuild_factor: Amount
    rebuild_lost_h: Amount
    filing_share_per_d: Share
    correct_filing_h: Amount
    repair_record_h: Amount
    evidence_effort_factor: Amount
    evidence_sigma_factor: Amount
    cause_unfound_share: Share
    cause_unfound_factor: Amount
    second_breach_per_d: Amount
    second_breach_share: Share
    second_breach_shock: Share
    joint_response_factor: Amount


class AttentionParameters(Input):
    """News, its decay, and who takes it up."""

    exponent: Amount
    time_scale_d: Amount
    media_log_odds: Claim
    media_size_log_odds: Claim
    media_sensitive_log_odds: Claim
    media_published_log_odds: Claim
    media_delay_d: Amount
    rumour_growth_per_d: Amount
    rumour_cap: Amount
    rumour_half_life_d: Amount
    posts_seen_h: Amount
    watched_factor: Amount


class LearningParameters(Input):
    """How clients learn other than from us."""

    news_per_d: Amount
    misuse_traced_share: Share
    word_of_mouth_per_d: Amount
    talk_d: Amount
    agreement_talk_factor: Amount


class TrustParameters(Input):
    """How trust falls, what softens it, how it recovers."""

    full: Amount
    shock: Amount
    victim_factor: Amount
    accident_factor: Amount
    preventable_factor: Amount
    told_by_others_factor: Amount
    untrue_statement_shock: Share
    between_clients_sigma: Amount
    care_credit: Share
    financial_sensitive_factor: Amount
    delay_factor: Amount
    delay_scale_d: Amount
    message_ceiling: Share
    apology_credit: Amount
    corrective_action_credit: Amount
    compensation_credit: Amount
    lasting_share: Share
    recovery_half_life_d: Amount


class ChurnParameters(Input):
    """How clients leave, and what a lost client is worth."""

    base_per_year: Amount
    trust_sensitivity: Amount
    discount_per_year: Amount


class SupportParameters(Input):
    """Clients' questions after a notice or news."""

    contact_share: Share
    contact_spread_d: Amount
    news_contact_share: Share
    handling_min: Amount
    patience_min: Amount
    repeat_share: Share
    repeat_after_answer_share: Share
    guidance_eases_share: Share
    follow_up_eases_share: Share
    briefed_handling_factor: Amount
    impatience_shock: Amount
    open_at_contacts: Amount
    close_below_contacts: Amount


class AuthorityParameters(Input):
    """How authorities weigh lateness."""

    half_late_d: Amount


class GradeParameters(Input):
    """Which share of a year's turnover lost is a larger, a serious, an extreme loss."""

    larger_loss_share: Share
    serious_loss_share: Share
    extreme_loss_share: Share


class SupervisionParameters(Input):
    """What authorities ask, and what answering takes."""

    asks_share: Share
    asks_severe_share: Share
    asks_again_share: Share
    open_again_factor: Amount
    obstructive_again_factor: Amount
    asks_after_d: Amount
    answer_within_d: Amount
    records_effort_h: Amount
    answer_effort_h: Amount
    open_effort_factor: Amount
    obstructive_effort_factor: Amount
    closing_effort_h: Amount
    clients_report_h: Amount


class AuditFindsShare(Input):
    """The share of open weaknesses that an audit finds, by who looks."""

    self_check: Share
    internal: Share
    outside: Share


class IncidentParameters(Input):
    """How often something happens, before anything is known of a firm but its size."""

    small_firm_heads: Amount
    per_year_small: Amount
    per_year_large: Amount
    cause_shares: dict[Cause, Share] = Field(min_length=1)
    ruin_turnover_share: Amount
    written_off_years: Amount
    paid_hours_per_year: Amount
    low_risk_turnover_share: Share
    medium_risk_turnover_share: Share
    weak_below_share: Share
    audit_finds_share: AuditFindsShare


class ControlParameters(Input):
    """How preventive controls come together."""

    further_share: Share


class Parameters(Input):
    """All sizes of the world's mechanisms.

    >>> from simulation.files import load
    >>> load("breaches/insider-export").parameters.trust.full.central
    0.75
    """

    kind: str = "parameters"
    discovery: DiscoveryParameters
    work: WorkParameters
    people: PeopleParameters
    notices: NoticeParameters
    knowledge: KnowledgeParameters
    harm: HarmParameters
    threat: ThreatParameters
    attention: AttentionParameters
    learning: LearningParameters
    trust: TrustParameters
    churn: ChurnParameters
    support: SupportParameters
    authority: AuthorityParameters
    grades: GradeParameters
    supervision: SupervisionParameters
    incidents: IncidentParameters
    controls: ControlParameters

"""The two flat things every law works on: the compiled model and the state of a run.

`Tables` never changes while a run lasts (injects improvised in a drill are added at its end);
`State` is numbers and lists of numbers, so that a copy of it is a copy of the world.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from simulation.world import columns as c
from simulation.world.facts import FREES, MOVES, STIRS, Fact
from simulation.world.people_tables import PeopleTables
from simulation.world.threat_tables import ThreatTables

MINUTE = 60
HOUR = 3_600
DAY = 86_400
YEAR_D = 365.0
NEVER = 1 << 60
"""A time that does not come."""
RUN_AFTER_AWARE_S = 365 * DAY
NEVER_FOUND_S = 1_095 * DAY

# Classes of happenings, in the order in which an instant treats them.
GRID, TASK_END, STAFF, WORLD, DECISION, START, CONDITION = range(7)

# Kinds of entities.
(
    E_GRID,
    E_TASK,
    E_SHIFT,
    E_ARRIVAL,
    E_VISIT,
    E_ALARM,
    E_CHANNEL,
    E_EVENT,
    E_OBLIGATION,
    E_MEDIA,
    E_CASE,
    E_INJECT,
    E_DECISION,
    E_SPREAD,
    E_RESTORE,
    E_TURN,
    E_QUESTION,
    E_CLAIM,
    E_ESCALATION,
    E_LEAVE,
    E_HIRE,
    E_TALK,
) = range(22)

# States of a task.
(T_IDLE, T_WAITING, T_RUNNING, T_RESTING, T_DONE, T_SKIPPED) = range(6)

# States of an inject.
(I_PENDING, I_HELD, I_RELEASED, I_SKIPPED) = range(4)

CHANNELS = ("monitoring", "staff", "client", "authority", "partner", "attacker")
CLIENT_CHANNEL = 2
AUTHORITY_CHANNEL = 3
PARTNER_CHANNEL = 4
EXTERNAL_FROM = 2
NEWS_CHANNELS = (2, 4, 5)
AUDIENCES = (
    *("management", "regulator", "affected", "all_clients", "partners", "public"),
    "our_staff",
)
A_MANAGEMENT, A_REGULATOR, A_AFFECTED, A_ALL_CLIENTS, A_PARTNERS, A_PUBLIC, A_STAFF = range(7)
LISTS = ("confirmed", "possible", "all")
TALKS = ("posts-seen", "imitation", "notices-returned")
"""What notices and the talk about a breach bring at a time of their own."""
T_SEEN, T_IMITATION, T_RETURNED = range(3)
PHASES = ("detection", "containment", "notification", "remediation")
P_DETECTION, P_CONTAINMENT, P_NOTIFICATION, P_REMEDIATION = range(4)
MOMENTS = (
    "first_sign",
    "confirmed",
    "aware",
    "contained",
    "cause_fixed",
    "complaint",
    "media",
    "published",
    "statement",
    "affected-known",
    "assessed",
    "material",
    "told-by-supplier",
    *("ransom-note", "ransom-paid", "second-breach"),
    *("open-with-authority", "obstructs-authority", "insider-suspected"),
    *("posts-seen", "verifiable-channel", "notices-returned"),
)
(
    F_FIRST_SIGN,
    F_CONFIRMED,
    F_AWARE,
    F_CONTAINED,
    F_CAUSE_FIXED,
    F_COMPLAINT,
    F_MEDIA,
    F_PUBLISHED,
    F_STATEMENT,
    F_AFFECTED_KNOWN,
    F_ASSESSED,
    F_MATERIAL,
    F_TOLD_BY_SUPPLIER,
    F_RANSOM_NOTE,
    F_RANSOM_PAID,
    F_SECOND_BREACH,
    F_OPEN,
    F_OBSTRUCTS,
    F_INSIDER_SUSPECTED,
    F_POSTS_SEEN,
    F_CHANNEL,
    F_RETURNED,
) = range(22)
FORMS = (
    *("productivity", "response", "replacement"),
    *("fines_and_judgments", "competitive_advantage", "reputation"),
)


@dataclass(slots=True)
class Tables(PeopleTables):
    """The compiled model: plain numbers and lists, indexed by entity, task, team and so on."""

    names: list[str]
    seed: int
    currency: str
    # entities
    entity_kind: list[int]
    entity_item: list[int]
    entity_class: list[int]
    entity_rank: list[int]
    first: list[int]
    # subjects that are no entities: where their names begin
    flag_subject: int
    team_subject: int
    system_subject: int
    holding_subject: int
    audience_subject: int
    phase_subject: int
    item_subject: int
    room_subject: int
    # switched-off mechanisms, as on-switches
    on: Any
    # parameters of the world, as named floats
    work: Any
    people: Any
    notices: Any
    knowledge: Any
    harm: Any
    threat: Any
    authority: Any
    grades: Any
    supervision: Any
    # draws
    draw_at: dict[str, int]
    # threat
    attack: ThreatTables
    mistake_records: float
    visit_gap_mean_s: float
    threat_holdings: list[int]
    holding_records: list[float]
    holding_people: list[float]
    holding_system: list[int]
    holding_sensitive: list[bool]
    holding_dpc: list[int]
    holding_identifiability: list[float]
    holding_processed: list[bool]
    circumstances: float
    recipients: int
    affected_known: bool
    misuse: bool
    responsibility: float
    negligent: bool
    # discovery
    same_day_share: float
    mu_log_d: float
    sigma_log_d: float
    channel_share: list[float]
    channel_watch: list[float]
    event_external: list[bool]
    alarm_gap_s: float
    most_alarms: int
    # tasks
    task_phase: list[int]
    task_label: list[str]
    task_after: list[list[int]]
    task_followers: list[list[int]]
    task_from_others: list[bool]
    phase_tasks: list[list[int]]
    notice_tasks: list[int]
    task_roles: list[list[int]]
    task_needs: list[int]
    task_gate: list[int]
    needs_count: int
    gates_count: int
    task_wait: list[bool]
    task_priority: list[int]
    task_urgent: list[bool]
    task_when: list[int]
    task_skip: list[int]
    task_again_most: list[int]
    task_together: list[bool]
    task_notices: list[bool]
    task_effects: list[int]
    task_effort: list[int]
    task_again: list[int]
    task_again_wait: list[int]
    task_again_chance: list[float]
    alarm_task: int
    # conditions: flat clauses (code, item, value)
    condition_clauses: list[list[tuple[int, int, float]]]
    cost_limits: list[float]
    primary_limits: list[float]
    # effects: flat lists of (code, target, value, extra)
    effect_lists: list[list[tuple[int, int, float, float]]]
    system_cost: list[float]
    messages: list[Any]
    # decisions
    decision_when: list[int]
    decision_wait_s: list[int]
    decision_default: list[int]
    decision_plan: list[int]
    decision_otherwise: list[int]
    decision_otherwise_share: list[float]
    decision_owner: list[int]
    decision_options: list[list[int]]
    # injects
    inject_anchor: list[int]
    inject_anchor_decision: list[int]
    inject_delay_s: list[int]
    inject_when_at_first: list[int]
    inject_by_hand: list[bool]
    inject_effects_at_first: list[int]
    item_form: list[int]
    # what the columns of the continuous laws take from all this (see `grid.Still`)
    still: Any = None

    def entity(self, kind: int, item: int = 0) -> int:
        """Return the entity of a kind and item; it is also the subject of its facts."""
        return self.first[kind] + item


@dataclass(slots=True)
class State:
    """Everything that changes while a run lasts."""

    replication: int
    row: list[float]
    # what the continuous laws work on: some fields below are numbers or rows of it
    columns: c.Columns
    now: int = 0
    end_s: int = NEVER_FOUND_S
    cause: int = 0
    ordinal: int = 0
    drawn_out: int = 0
    due: list[int] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    # what walks wrote since facts were last given away: lines that stand before them
    lines: list[c.Numbers] = field(default_factory=list)
    drill: bool = False
    finished: bool = False
    # whether conditions must be tested, how many limits of cost had been passed last time, and
    # what stood still around the last walk, unless something has stirred since
    stirred: bool = True
    limits_passed: int = 0
    around: Any = None
    # phases and flags
    phase_start: list[int] = field(default_factory=list)
    phase_end: list[int] = field(default_factory=list)
    flag_at: list[int] = field(default_factory=list)
    # threat
    leak_factor: float = 1.0
    harm_factor: float = 1.0
    visits: int = 0
    found_base_s: int = NEVER
    usable: float = 1.0
    reached_at: list[int] = field(default_factory=list)
    spread_from: list[int] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    lost_work_h: list[float] = field(default_factory=list)
    bulk_taken: list[bool] = field(default_factory=list)
    seen_threshold: list[float] = field(default_factory=list)
    seen_hazard: float = 0.0
    seen_at: int = 0
    records_wrong: list[float] = field(default_factory=list)
    filed_wrong = c.Level(c.FILED_WRONG)
    wrong_at = c.Moment(c.WRONG_AT)
    repair_from_copies: bool = False
    second_breaches: int = 0
    evidence_kept: bool = False
    evidence_lost: bool = False
    records_out: list[float] = field(default_factory=list)
    system_off_at: list[int] = field(default_factory=list)
    exposure_at = c.Moment(c.EXPOSURE_AT)
    record_days_untold = c.Level(c.RECORD_DAYS_UNTOLD)
    misused = c.Level(c.MISUSED)
    # discovery
    first_by: int = -1
    watch: list[float] = field(default_factory=list)
    channel_open: list[bool] = field(default_factory=list)
    hazard: list[float] = field(default_factory=list)
    hazard_at: int = 0
    threshold: list[float] = field(default_factory=list)
    event_added: list[bool] = field(default_factory=list)
    event_median_h: list[float] = field(default_factory=list)
    alarms: int = 0
    alarms_waiting: int = 0
    # teams
    heads: list[int] = field(default_factory=list)
    busy: list[int] = field(default_factory=list)
    lent: list[int] = field(default_factory=list)
    calendar: list[int] = field(default_factory=list)
    arrived: list[bool] = field(default_factory=list)
    meeting: bool = False
    overtime_h: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    low_at: list[int] = field(default_factory=list)
    strain: list[float] = field(default_factory=list)
    vacant: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    counselled: list[bool] = field(default_factory=list)
    # tasks
    status: list[int] = field(default_factory=list)
    left_s: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    slowness: list[float] = field(default_factory=list)
    ready_at: list[int] = field(default_factory=list)
    segment_at: list[int] = field(default_factory=list)
    booked_at: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    notice_h: list[float] = field(default_factory=list)
    claims: list[bool] = field(default_factory=list)
    after_left: list[int] = field(default_factory=list)
    open_tasks: list[list[int]] = field(default_factory=list)
    waiting: list[list[int]] = field(default_factory=list)
    running: list[int] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    tired: list[float] = field(default_factory=list)
    task_teams: list[list[int]] = field(default_factory=list)
    # whether no waiting task can start, until people or tasks change
    nobody_starts: bool = False
    # who may come for each set of needs, until the heads of a team change
    may_come: list[Any] = field(default_factory=list)
    # knowledge
    found: list[bool] = field(default_factory=list)
    estimate: float = 0.0
    estimate_low: float = 0.0
    estimate_high: float = 0.0
    error_z: float = 0.0
    reported: bool = False
    list_kind: int = 0
    told_people: float = 0.0
    told_true: float = 0.0
    told_in_vain: float = 0.0
    unreached: float = 0.0
    unreached_true: float = 0.0
    public_notice_at: int = -1
    told_at: list[int] = field(default_factory=list)
    told_whole_at: list[int] = field(default_factory=list)
    # decisions and injects
    raised_at: list[int] = field(default_factory=list)
    answer: list[int] = field(default_factory=list)
    inject_state: list[int] = field(default_factory=list)
    inject_effects: list[int] = field(default_factory=list)
    inject_when: list[int] = field(default_factory=list)
    inject_due: list[int] = field(default_factory=list)
    injects_asked: list[int] = field(default_factory=list)
    anchored: list[bool] = field(default_factory=list)
    aware_seen: bool = False
    # duties
    duty_from: list[int] = field(default_factory=list)
    duty_met: list[int] = field(default_factory=list)
    duty_late: list[bool] = field(default_factory=list)
    duty_known: list[int] = field(default_factory=list)
    told_last_at: list[int] = field(default_factory=list)
    clients_report_at: int = NEVER
    # the authority's questions, and the firm's own limits
    authority_heard_at: int = -1
    asked_at: list[int] = field(default_factory=list)
    answered_at: list[int] = field(default_factory=list)
    escalated: bool = False
    escalation_grade: int = -1
    escalation_from: list[int] = field(default_factory=list)
    held_decisions: list[int] = field(default_factory=list)
    # public
    news_at: int = -1
    media_u: float = 0.0
    media_floor: float = 0.0
    attention_factor: float = 1.0
    rumour = c.Level(c.RUMOUR)
    statement_untrue: bool = False
    imitation_asked: bool = False
    guided: float = 0.0
    care: float = 0.0
    agreed: float = 0.0
    remedy_worth: float = 1.0
    surveys: int = 0
    trust_surveyed: float = -1.0
    survey_half: float = 0.0
    apology: float = 0.0
    action: float = 0.0
    compensation: float = 0.0
    public_at = c.Moment(c.PUBLIC_AT)
    fine_grid_until: int = 0
    informed = c.Row(c.INFORMED)
    lasting = c.Row(c.LASTING)
    passing = c.Row(c.PASSING)
    talking = c.Row(c.TALKING)
    clients_informed = c.Row(c.CLIENTS_INFORMED)
    clients_unaware = c.Row(c.CLIENTS_UNAWARE)
    clients_lost = c.Row(c.CLIENTS_LOST)
    # support
    contacts_to_come = c.Level(c.CONTACTS_TO_COME)
    contacts_waiting = c.Level(c.CONTACTS_WAITING)
    contacts_answered = c.Level(c.CONTACTS_ANSWERED)
    contacts_abandoned = c.Level(c.CONTACTS_ABANDONED)
    support_began = c.Switch(c.SUPPORT_BEGAN)
    support_open = c.Switch(c.SUPPORT_OPEN)
    # money
    cost = c.Level(c.COST)
    primary_cost = c.Level(c.PRIMARY_COST)
    cost_by_item = c.Row(c.SEGMENT_ROWS + c.SPENT)
    accrued = c.Row(c.SEGMENT_ROWS + c.ACCRUED)

    def copy(self) -> State:
        """Return an independent copy: lists are copied, numbers are numbers."""
        twin = State(self.replication, self.row, self.columns.copy())
        for name in _STATE_NAMES:
            value = getattr(self, name)
            if name in ("task_teams", "waiting", "open_tasks"):
                value = [list(inner) for inner in value]
            elif isinstance(value, list) and name != "row":
                value = list(value)
            setattr(twin, name, value)
        return twin


_STATE_NAMES = tuple(f.name for f in fields(State) if f.name != "columns")


def note(s: State, kind: int, subject: int, before: float, after: float) -> None:
    """Write down a change: when, what, whose, why, from and to."""
    s.facts.append((s.now, kind, subject, s.cause, before, after))
    if STIRS[kind]:
        s.stirred = True
    if MOVES[kind]:
        s.around = None
    if FREES[kind]:
        s.nobody_starts = False


def schedule(s: State, entity: int, when: int) -> None:
    """Let an entity happen at a time, in place of any time it had before."""
    if when != s.due[entity] or when <= s.now:  # what is due now comes in a new round
        s.due[entity] = when
        s.touched.append(entity)


def draw(s: State, at: int, width: int, index: int = 0) -> float:
    """Read a value from the table of draws; beyond its width the last one serves again."""
    if index >= width:
        s.drawn_out += 1
        index = width - 1
    return s.row[at + index]

"""What happens when: the one place where a happening changes the state.

A scheduler keeps the clock and asks, at each instant and in the order of classes, for
`walk` (class 0: the continuous laws), `happen` (an entity's time has come), `start_work`
(class 5) and `test_conditions` (class 6).
"""

from __future__ import annotations

import bisect
from collections.abc import Callable

from simulation.world import (
    claims,
    discovery,
    duties,
    effects,
    escalation,
    evidence,
    morale,
    public,
    queues,
    starting,
    supervision,
    threat,
    work,
)
from simulation.world.conditions import holds, limits_passed
from simulation.world.facts import FACT
from simulation.world.grid import advance_public, next_grid, sample
from simulation.world.layout import (
    A_AFFECTED,
    AUTHORITY_CHANNEL,
    CLIENT_CHANNEL,
    E_ALARM,
    E_ARRIVAL,
    E_CASE,
    E_CHANNEL,
    E_CLAIM,
    E_DECISION,
    E_ESCALATION,
    E_EVENT,
    E_GRID,
    E_HIRE,
    E_INJECT,
    E_LEAVE,
    E_MEDIA,
    E_OBLIGATION,
    E_QUESTION,
    E_RESTORE,
    E_SHIFT,
    E_SPREAD,
    E_TALK,
    E_TASK,
    E_TURN,
    E_VISIT,
    F_AFFECTED_KNOWN,
    F_AWARE,
    F_CAUSE_FIXED,
    F_COMPLAINT,
    F_CONFIRMED,
    F_CONTAINED,
    F_FIRST_SIGN,
    F_MEDIA,
    F_POSTS_SEEN,
    F_PUBLISHED,
    F_RANSOM_NOTE,
    F_RETURNED,
    F_SECOND_BREACH,
    F_TOLD_BY_SUPPLIER,
    HOUR,
    I_HELD,
    I_PENDING,
    I_RELEASED,
    NEVER,
    P_CONTAINMENT,
    P_DETECTION,
    P_NOTIFICATION,
    P_REMEDIATION,
    PARTNER_CHANNEL,
    RUN_AFTER_AWARE_S,
    T_IMITATION,
    T_RETURNED,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.threat.extortion import restored, will_publish
from simulation.world.threat_tables import (
    K_SUPPLIER,
    U_AGAIN,
    U_NOTE,
    U_PUBLICATION,
    U_TELLS,
)

ANCHOR_START, ANCHOR_SIGN, ANCHOR_AWARE, ANCHOR_CONTAINED, ANCHOR_DECISION, ANCHOR_HAND = range(6)
PHASE_STARTS = {P_CONTAINMENT: F_CONFIRMED, P_NOTIFICATION: F_AWARE, P_REMEDIATION: F_CONTAINED}
PHASE_ENDS = {P_DETECTION: F_CONFIRMED, P_CONTAINMENT: F_CONTAINED, P_REMEDIATION: F_CAUSE_FIXED}
_ANCHOR_FLAG = {ANCHOR_SIGN: F_FIRST_SIGN, ANCHOR_AWARE: F_AWARE, ANCHOR_CONTAINED: F_CONTAINED}


def begin(p: Tables, s: State, drill_sign: tuple[int, int] | None) -> None:
    """Let the run begin at time 0; a drill may fix when and by whom the first sign comes."""
    s.media_u = draw(s, p.draw_at["media/picks_up"], 1)
    found_s = drill_sign[1] if drill_sign else discovery.base_discovery_s(p, s)
    threat.begin_threat(p, s, found_s)
    discovery.begin_discovery(p, s)
    if drill_sign is not None:
        channel, when = drill_sign
        for other in range(len(s.channel_open)):
            schedule(s, p.entity(E_CHANNEL, other), when if other == channel else NEVER)
        # All count as open, so that data leaving does not time them anew.
        s.channel_open = [True] * len(s.channel_open)
    if p.affected_known:
        effects.set_flag(p, s, F_AFFECTED_KNOWN, True)
    schedule(s, p.entity(E_GRID), next_grid(p, s))
    _anchor_injects(p, s, ANCHOR_START)


def happen(p: Tables, s: State, entity: int) -> None:
    """An entity's time has come; afterwards it has no time until the law gives it one."""
    s.due[entity] = NEVER
    s.cause = entity
    s.ordinal += 1
    kind = p.entity_kind[entity]
    if kind not in _BY_FACTS:
        s.stirred, s.around = True, None
    _HAPPENINGS[kind](p, s, p.entity_item[entity])


def _task(p: Tables, s: State, item: int) -> None:
    if work.segment_ends(p, s, item):
        evidence.keep_evidence(p, s, item)
        if p.task_effects[item] >= 0:
            effects.apply_effects(p, s, p.task_effects[item])


def _shift(p: Tables, s: State, item: int) -> None:
    """People come to work, or may turn to what is more pressing; the scan of tasks follows."""
    s.nobody_starts = False


def _visit(p: Tables, s: State, item: int) -> None:
    threat.visit(p, s)
    discovery.open_external_channels(p, s)


def _alarm(p: Tables, s: State, item: int) -> None:
    discovery.false_alarm(p, s)


def _spread(p: Tables, s: State, item: int) -> None:
    threat.spread(p, s, item)


def _restore(p: Tables, s: State, item: int) -> None:
    restored(p, s, item)


def _leave(p: Tables, s: State, item: int) -> None:
    morale.leaves(p, s, item)
    work.change_heads(p, s, item, s.heads[item] - 1)


def _hire(p: Tables, s: State, item: int) -> None:
    morale.arrives(p, s, item)
    work.change_heads(p, s, item, s.heads[item] + 1)


def _turn(p: Tables, s: State, item: int) -> None:
    """A threat's own moment; some of them others notice."""
    threat.turn(p, s, item)
    if item == U_NOTE:
        effects.set_flag(p, s, F_RANSOM_NOTE, True)
        if not s.drill:
            discovery.add_event(p, s, p.attack.note_event, p.threat.note_seen_h)
    elif item == U_PUBLICATION and will_publish(p, s):
        effects.set_flag(p, s, F_PUBLISHED, True)
        discovery.add_event(p, s, p.attack.posting_event, p.threat.posting_seen_h)
        public.start_news(p, s)
    elif item == U_TELLS:
        effects.set_flag(p, s, F_TOLD_BY_SUPPLIER, True)
        _found(p, s, discovery.fire_channel(p, s, PARTNER_CHANNEL))
    elif item == U_AGAIN:
        effects.set_flag(p, s, F_SECOND_BREACH, True)
        advance_public(p, s)
        public.jolt(p, s, p.threat.second_breach_shock)


def _channel(p: Tables, s: State, item: int) -> None:
    if item == PARTNER_CHANNEL and p.attack.kind == K_SUPPLIER:
        threat.supplier_finds(p, s)
        return
    if item == CLIENT_CHANNEL:
        effects.set_flag(p, s, F_COMPLAINT, True)
    if item in (CLIENT_CHANNEL, AUTHORITY_CHANNEL):
        supervision.authority_hears(p, s)
    _found(p, s, discovery.fire_channel(p, s, item))


def _event(p: Tables, s: State, item: int) -> None:
    _found(p, s, discovery.fire_event(p, s, item))
    if p.event_disproves[item]:
        advance_public(p, s)
        public.disprove(p, s)


def _talk(p: Tables, s: State, item: int) -> None:
    """Somebody sees what is said of us or sends notices in our name, or letters come back."""
    if item == T_IMITATION:
        threat.advance_exposure(p, s)
        public.imitate(p, s)
    elif item == T_RETURNED:
        note(s, FACT["notices.returned"], s.cause, 0.0, s.unreached)
        effects.set_flag(p, s, F_RETURNED, True)
    else:
        effects.set_flag(p, s, F_POSTS_SEEN, True)


def _found(p: Tables, s: State, first: bool) -> None:
    if first:
        effects.set_flag(p, s, F_FIRST_SIGN, True)
    else:
        public.start_news(p, s)


def _duty(p: Tables, s: State, item: int) -> None:
    duties.deadline_passes(p, s, item)


def _media(p: Tables, s: State, item: int) -> None:
    note(s, FACT["media"], s.cause, 0.0, 1.0)
    effects.set_flag(p, s, F_MEDIA, True)
    public.start_news(p, s)
    supervision.authority_hears(p, s)


def _case(p: Tables, s: State, item: int) -> None:
    duties.decide_case(p, s, item)


def _question(p: Tables, s: State, item: int) -> None:
    supervision.ask(p, s)


def _claim(p: Tables, s: State, item: int) -> None:
    advance_public(p, s)
    claims.settle_claims(p, s, item)


def _escalation(p: Tables, s: State, item: int) -> None:
    escalation.limit_passes(p, s, item)


def _inject(p: Tables, s: State, item: int) -> None:
    if s.inject_state[item] == I_PENDING and holds(p, s, s.inject_when[item]):
        release_inject(p, s, item)
    elif item not in s.injects_asked:
        bisect.insort(s.injects_asked, item)


def release_inject(p: Tables, s: State, item: int) -> None:
    """An inject reaches the room and has its effects."""
    s.inject_state[item] = I_RELEASED
    if item in s.injects_asked:
        s.injects_asked.remove(item)
    note(s, FACT["inject.release"], p.entity(E_INJECT, item), 0.0, 1.0)
    if s.inject_effects[item] >= 0:
        effects.apply_effects(p, s, s.inject_effects[item])


def _decision(p: Tables, s: State, item: int) -> None:
    """Nobody has answered in time, or somebody answers as the plan says."""
    planned = p.decision_plan[item]
    in_time = s.now < s.raised_at[item] + p.decision_wait_s[item]
    use_plan = planned >= 0 and not s.drill and in_time
    answer(p, s, item, planned if use_plan else _by_default(p, s, item))


def _by_default(p: Tables, s: State, item: int) -> int:
    """Nobody decides: mostly the default, in a share of cases something else."""
    if draw(s, p.draw_at["decision"], len(s.answer), item) < p.decision_otherwise_share[item]:
        return p.decision_otherwise[item]
    return p.decision_default[item]


def answer(p: Tables, s: State, decision: int, option: int) -> None:
    """Take an option of a decision; only the first answer counts."""
    if s.answer[decision] >= 0:
        return
    s.raised_at[decision] = s.now if s.raised_at[decision] < 0 else s.raised_at[decision]
    s.answer[decision] = option
    entity = p.entity(E_DECISION, decision)
    note(s, FACT["decision.answer"], entity, s.raised_at[decision], option)
    schedule(s, entity, NEVER)
    effects.apply_effects(p, s, p.decision_options[decision][option])
    for inject, anchor in enumerate(p.inject_anchor):
        if anchor == ANCHOR_DECISION and p.inject_anchor_decision[inject] == decision:
            _plan_inject(p, s, inject)


def _arrive(p: Tables, s: State, item: int) -> None:
    work.arrive(p, s, item)


def start_work(p: Tables, s: State) -> bool:
    """Class 5: start the waiting tasks that can start."""
    return starting.start_waiting(p, s)


def has_stirred(p: Tables, s: State) -> bool:
    """Whether something may let a condition hold that did not hold the last time."""
    return s.stirred or limits_passed(p, s) != s.limits_passed


def test_conditions(p: Tables, s: State) -> bool:
    """Class 6: what now holds, as far as the room knows? Returns whether anything changed."""
    s.cause = p.entity(E_GRID)
    s.stirred, s.limits_passed = False, limits_passed(p, s)
    return _test_all(p, s)


def _test_all(p: Tables, s: State) -> bool:
    before = len(s.facts)
    if s.leak_factor <= 0.0 and s.flag_at[F_CONFIRMED] >= 0:
        effects.set_flag(p, s, F_CONTAINED, True)
    _moments(p, s)
    duties.start_clocks(p, s)
    if p.escalation_limit_s:
        escalation.start_escalation(p, s)
    for decision, condition in enumerate(p.decision_when):
        waiting = condition >= 0 and s.raised_at[decision] < 0
        if waiting and s.flag_at[F_FIRST_SIGN] >= 0 and holds(p, s, condition):
            effects.raise_decision(p, s, decision)
    for inject in list(s.injects_asked):
        if s.inject_state[inject] == I_PENDING and holds(p, s, s.inject_when[inject]):
            s.cause = p.entity(E_INJECT, inject)
            release_inject(p, s, inject)
    s.cause = p.entity(E_GRID)
    if p.meeting_factor > 1.0:
        _meet(p, s)
    released = work.release_ready(p, s)
    return released or len(s.facts) > before


def _meet(p: Tables, s: State) -> None:
    """The team meets from the confirmation until nothing leaves and everybody has been told."""
    over = s.flag_at[F_CONTAINED] >= 0 and phase_ends(p, s, P_NOTIFICATION)
    wanted = s.flag_at[F_CONFIRMED] >= 0 and not over
    if wanted != s.meeting:
        work.meet(p, s, wanted)


def _moments(p: Tables, s: State) -> None:
    """Moments that have just come start injects, and the run's last year."""
    for anchor, flag in _ANCHOR_FLAG.items():
        if s.flag_at[flag] >= 0 and not s.anchored[anchor]:
            _anchor_injects(p, s, anchor)
    if s.flag_at[F_AWARE] >= 0 and not s.aware_seen:
        s.aware_seen = True
        s.end_s = s.flag_at[F_AWARE] + RUN_AFTER_AWARE_S
        if p.on.legal_cases:
            for law, rule in enumerate(p.case_sizes):
                after_s = round(rule.after_aware_d * 24 * HOUR)
                schedule(s, p.entity(E_CASE, law), s.now + after_s)
        if p.on.claims:
            for law, sizes in enumerate(p.claim_sizes):
                if sizes is not None:
                    schedule(
                        s, p.entity(E_CLAIM, law), s.now + round(sizes.after_aware_d * 24 * HOUR)
                    )


def _anchor_injects(p: Tables, s: State, anchor: int) -> None:
    s.anchored[anchor] = True
    for inject, its_anchor in enumerate(p.inject_anchor):
        if its_anchor == anchor:
            _plan_inject(p, s, inject)


def _plan_inject(p: Tables, s: State, inject: int) -> None:
    if not s.drill and p.inject_by_hand[inject]:
        return
    due = s.now + p.inject_delay_s[inject]
    if s.inject_state[inject] == I_PENDING:
        schedule(s, p.entity(E_INJECT, inject), due)
    elif s.inject_state[inject] == I_HELD:
        s.inject_due[inject] = due  # for when it is put back


def plan_again(p: Tables, s: State, inject: int) -> None:
    """An inject that was held back gets its time again, or now if that has passed."""
    due = s.inject_due[inject]
    decision = p.inject_anchor_decision[inject]
    passed = s.anchored[p.inject_anchor[inject]] or (decision >= 0 and s.answer[decision] >= 0)
    if due < NEVER:
        schedule(s, p.entity(E_INJECT, inject), max(s.now, due))
    elif passed and p.inject_anchor[inject] != ANCHOR_HAND:
        schedule(s, p.entity(E_INJECT, inject), s.now)


def redraw(p: Tables, s: State) -> None:
    """After a fork: what has not begun reads the new row; what has begun keeps its draw."""
    s.around = None
    discovery.redraw_discovery(p, s)
    threat.redraw_threat(p, s)
    morale.redraw_leaving(p, s)
    fresh = draw(s, p.draw_at["media/picks_up"], 1)
    s.media_u = s.media_floor + (1.0 - s.media_floor) * fresh


def phase_starts(p: Tables, s: State, phase: int) -> bool:
    """Whether the moment has come at which a phase starts."""
    return phase == P_DETECTION or s.flag_at[PHASE_STARTS[phase]] >= 0


def phase_ends(p: Tables, s: State, phase: int) -> bool:
    """Whether the moment has come at which a phase ends.

    Notification ends when every legal clock has been met and those affected have been told.
    """
    if phase == P_NOTIFICATION:
        ours = zip(s.duty_met, s.duty_from, p.duty_by_clients, p.duty_closing, strict=True)
        met = all(m >= 0 for m, f, theirs, last in ours if f >= 0 and not theirs and not last)
        return met and s.told_at[A_AFFECTED] >= 0
    return s.flag_at[PHASE_ENDS[phase]] >= 0


def start_phase(p: Tables, s: State, phase: int) -> None:
    """A phase starts: its tasks may be released from now on."""
    s.phase_start[phase] = s.now
    queues.open_phase(p, s, phase)
    s.cause = p.phase_subject + phase
    note(s, FACT["phase.start"], p.phase_subject + phase, 0.0, 1.0)


def end_phase(p: Tables, s: State, phase: int) -> None:
    """A phase has reached its end; tasks of it that still run go on."""
    s.phase_end[phase] = s.now
    s.cause = p.phase_subject + phase
    note(s, FACT["phase.end"], p.phase_subject + phase, s.phase_start[phase], 0.0)


def finish_run(p: Tables, s: State) -> None:
    """The run is over: settle what has been running up to now."""
    s.cause = p.entity(E_GRID)
    s.finished = True
    advance_public(p, s)
    for task in sorted(s.running):
        work.pause(p, s, task)
    threat.charge_downtime(p, s)
    threat.supplier_pays(p, s)
    sample(p, s)
    if s.drawn_out > 0:
        note(s, FACT["draws.reused"], 0, 0.0, s.drawn_out)


_BY_FACTS = (E_TASK, E_SHIFT, E_VISIT, E_ALARM, E_INJECT, E_DECISION, E_OBLIGATION)
"""Kinds of happenings that stir or move something by what they write into the log alone."""
_HAPPENINGS: dict[int, Callable[[Tables, State, int], None]] = {
    E_TASK: _task,
    E_SHIFT: _shift,
    E_ARRIVAL: _arrive,
    E_VISIT: _visit,
    E_ALARM: _alarm,
    E_CHANNEL: _channel,
    E_EVENT: _event,
    E_OBLIGATION: _duty,
    E_MEDIA: _media,
    E_CASE: _case,
    E_INJECT: _inject,
    E_DECISION: _decision,
    E_SPREAD: _spread,
    E_RESTORE: _restore,
    E_TURN: _turn,
    E_TALK: _talk,
    E_QUESTION: _question,
    E_CLAIM: _claim,
    E_ESCALATION: _escalation,
    E_LEAVE: _leave,
    E_HIRE: _hire,
}

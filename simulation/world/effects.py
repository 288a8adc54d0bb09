"""The closed vocabulary of effects: one code, one target, one or two numbers each.

Nothing but these, and the laws themselves, changes the world.
"""

from __future__ import annotations

from collections.abc import Callable

from simulation.world.access import kept_by_insider
from simulation.world.care import care
from simulation.world.deciding import answer_s
from simulation.world.discovery import add_event, watch
from simulation.world.duties import meet_duties, start_clock, stop_clock
from simulation.world.escalation import management_told, waits_for_management
from simulation.world.evidence import lose_evidence
from simulation.world.facts import FACT
from simulation.world.grid import advance_public
from simulation.world.knowledge import EVERYONE, reached_people, report
from simulation.world.layout import (
    A_AFFECTED,
    A_ALL_CLIENTS,
    A_MANAGEMENT,
    A_PARTNERS,
    A_PUBLIC,
    A_REGULATOR,
    E_DECISION,
    E_VISIT,
    F_COMPLAINT,
    F_PUBLISHED,
    F_STATEMENT,
    HOUR,
    State,
    Tables,
    note,
    schedule,
)
from simulation.world.money import FIRST_FORM_ITEM, charge
from simulation.world.morale import lower
from simulation.world.notices import publish_notice, send_notices
from simulation.world.public import (
    jolt,
    mend,
    start_news,
    survey,
    try_media,
)
from simulation.world.supervision import answered, authority_hears
from simulation.world.threat import (
    advance_exposure,
    back_on_line,
    flag_is_set,
    isolate,
    leak_changes,
    people_affected,
    supplier_told,
)
from simulation.world.work import (
    call_in,
    cancel,
    change_heads,
    correct_notices,
    renew_notices,
    slow_down,
    start_now,
)

CODES = (
    "leak",
    "harm",
    "system",
    "channel",
    "world_event",
    "flag",
    "staff",
    "call_in",
    "task.start",
    "task.cancel",
    "task.slow",
    "report",
    "attention",
    "trust",
    "mend",
    "tell",
    "list",
    "cost",
    "clock",
    "raise",
    "message",
    "authority",
    "morale",
    "survey",
    "care",
    "tell.in_public",
)
CODE = {name: number for number, name in enumerate(CODES)}
PER_ONCE, PER_PERSON, PER_CLIENT = range(3)

Law = Callable[[Tables, State, int, float, float], None]


def apply_effects(p: Tables, s: State, effects: int) -> None:
    """Apply a list of effects in order."""
    for code, target, value, extra in p.effect_lists[effects]:
        _LAWS[code](p, s, target, value, extra)


def set_flag(p: Tables, s: State, flag: int, to: bool) -> None:
    """Set or clear a flag; a flag that is set keeps its first moment."""
    is_set = s.flag_at[flag] >= 0
    if is_set == to:
        return
    if flag == F_PUBLISHED:
        advance_exposure(p, s)
    s.flag_at[flag] = s.now if to else -1
    note(s, FACT["flag.set" if to else "flag.clear"], p.flag_subject + flag, is_set, to)
    if to and flag in (F_PUBLISHED, F_COMPLAINT):
        try_media(p, s, people_affected(p, s))
    if to:
        flag_is_set(p, s, flag)


def _leak(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    before = s.leak_factor
    leak_changes(p, s, max(value, kept_by_insider(p, s)))
    note(s, FACT["leak.factor"], p.entity(E_VISIT), before, s.leak_factor)


def _harm(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_exposure(p, s)
    before = s.harm_factor
    s.harm_factor = before * value
    note(s, FACT["harm.factor"], 0, before, s.harm_factor)


def _system(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    if value > 0.0:
        lose_evidence(p, s, target)
        isolate(p, s, target)
    else:
        back_on_line(p, s, target)


def _channel(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    watch(p, s, target, value)


def _world_event(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    add_event(p, s, target, value)


def _flag(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    set_flag(p, s, target, value > 0.0)


def _staff(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    change_heads(p, s, target, s.heads[target] + int(value))


def _call_in(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    call_in(p, s, target)


def _task_start(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    start_now(p, s, target)


def _task_cancel(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    cancel(p, s, target)


def _task_slow(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    slow_down(p, s, target, value)


def _report(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    report(p, s, target)
    renew_notices(p, s)
    correct_notices(p, s)


def _attention(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    before = s.attention_factor
    s.attention_factor = before * value
    if s.attention_factor != before:
        note(s, FACT["attention"], 0, before, s.attention_factor)
    if extra > 0.0:
        start_news(p, s)


def _trust(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    jolt(p, s, value)


def _mend(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    mend(p, s, target, value, money=extra > 0.0)


def _tell(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    advance_exposure(p, s)
    if target == A_AFFECTED:
        send_notices(p, s, s.list_kind)
    elif target == A_ALL_CLIENTS:
        send_notices(p, s, EVERYONE)
        _mark_told(p, s, A_AFFECTED, value)
    elif target == A_PARTNERS:
        supplier_told(p, s)
    elif target == A_PUBLIC:
        set_flag(p, s, F_STATEMENT, True)
        start_news(p, s)
    if target != A_AFFECTED:
        note(s, FACT["told"], p.audience_subject + target, 0.0, 1.0)
    _mark_told(p, s, target, value)
    if extra > 0.0:
        s.told_last_at[target] = s.now
        meet_duties(p, s, target)


def _mark_told(p: Tables, s: State, audience: int, complete: float) -> None:
    if s.told_at[audience] < 0:
        s.told_at[audience] = s.now
    if complete > 0.0 and s.told_whole_at[audience] < 0:
        s.told_whole_at[audience] = s.now
    if audience == A_MANAGEMENT:
        management_told(p, s)
    elif audience == A_REGULATOR:
        authority_hears(p, s)
    meet_duties(p, s, audience)


def _list(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    note(s, FACT["list"], 0, s.list_kind, target)
    s.list_kind = target
    renew_notices(p, s)


def _cost(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    reached = reached_people(s)
    clients = sum(p.segment_clients) * reached / sum(p.holding_people)
    number = (1.0, reached, clients)[int(extra)]
    charge(p, s, FIRST_FORM_ITEM + target, value * number)


def _clock(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    if value <= 0.0:
        stop_clock(p, s, target)
    elif s.duty_from[target] < 0:
        start_clock(p, s, target, s.now, s.now)


def raise_decision(p: Tables, s: State, decision: int) -> None:
    """Put a question before the room, once: the plan answers, or the clock runs to its default.

    The plan answers when somebody is there who may decide.
    In a drill the room answers, so the plan's answer is only advice there.
    """
    if s.raised_at[decision] >= 0:
        return
    s.raised_at[decision] = s.now
    entity = p.entity(E_DECISION, decision)
    note(s, FACT["decision.raise"], entity, 0.0, p.decision_wait_s[decision] / HOUR)
    by_plan = p.decision_plan[decision] >= 0 and not s.drill
    if by_plan and waits_for_management(p, s, decision):
        s.held_decisions.append(decision)
        by_plan = False
    limit = s.now + p.decision_wait_s[decision]
    schedule(s, entity, answer_s(p, s, decision) if by_plan else limit)


def _raise(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    raise_decision(p, s, target)


def _message(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    note(s, FACT["message"], 0, 0.0, target)


def _authority(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    answered(p, s, target)


def _morale(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    lower(p, s, target, value)


def _survey(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    survey(p, s, value)


def _care(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    care(p, s, target, value)


def _tell_in_public(p: Tables, s: State, target: int, value: float, extra: float) -> None:
    advance_public(p, s)
    advance_exposure(p, s)
    publish_notice(p, s)
    if s.public_notice_at < 0:
        s.public_notice_at = s.now
    meet_duties(p, s, target)


_LAWS: tuple[Law, ...] = (
    _leak,
    _harm,
    _system,
    _channel,
    _world_event,
    _flag,
    _staff,
    _call_in,
    _task_start,
    _task_cancel,
    _task_slow,
    _report,
    _attention,
    _trust,
    _mend,
    _tell,
    _list,
    _cost,
    _clock,
    _raise,
    _message,
    _authority,
    _morale,
    _survey,
    _care,
    _tell_in_public,
)

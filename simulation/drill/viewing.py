"""From the state of a drill to what a screen shows."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping, Sequence

from simulation.drill.records import Act
from simulation.drill.view import (
    Bar,
    DecisionView,
    DutyView,
    InjectView,
    Known,
    NoteView,
    PhaseView,
    Sample,
    TeamView,
    Truth,
)
from simulation.engine import Engine
from simulation.inputs.effects import Decision
from simulation.inputs.scenario import Inject
from simulation.log import moment_at
from simulation.program import Program
from simulation.world import grades, knowledge, public, severity, threat
from simulation.world.duties import deadline_of
from simulation.world.facts import FACT, Fact
from simulation.world.layout import (
    AUDIENCES,
    E_ARRIVAL,
    E_DECISION,
    E_INJECT,
    E_TASK,
    F_CONTAINED,
    HOUR,
    I_HELD,
    I_PENDING,
    I_RELEASED,
    NEVER,
    P_CONTAINMENT,
    PHASES,
    T_RUNNING,
    T_WAITING,
)
from simulation.world.working_time import is_open


def moment(begins: datetime.datetime, time_s: int) -> str:
    """Return a calendar moment as a person reads it.

    >>> moment(datetime.datetime(2026, 3, 2, 21, 40, tzinfo=datetime.UTC), 3600)
    'Mon 2026-03-02 22:40'
    """
    return f"{moment_at(begins, time_s):%a %Y-%m-%d %H:%M}"


def phases(engine: Engine) -> tuple[PhaseView, ...]:
    """Return the four phases with their start and end."""
    s = engine.state
    return tuple(
        PhaseView(
            name,
            _time(s.phase_start[i]),
            _time(s.phase_end[i]),
            _undecided(engine) if i == P_CONTAINMENT else 0,
        )
        for i, name in enumerate(PHASES)
    )


def _undecided(engine: Engine) -> int:
    """Return how many open decisions have an option that would close a way out."""
    s, program = engine.state, engine.program
    return sum(
        s.raised_at[item] >= 0 and s.answer[item] < 0 and _closes(decision, program)
        for item, decision in enumerate(program.scenario.decisions.values())
    )


def _closes(decision: Decision, program: Program) -> bool:
    tasks = program.plan.tasks
    return any(
        effect.effect in ("leak", "system")
        or (
            effect.effect == "task"
            and effect.task in tasks
            and tasks[effect.task].phase == "containment"
        )
        for option in decision.options.values()
        for effect in option.effects
    )


def known(engine: Engine) -> Known:
    """Return what the room knows: no truth that has not been found goes in."""
    p, s = engine.tables, engine.state
    score = severity.known_severity(p, s)
    return Known(
        people_low=s.estimate_low,
        people=s.estimate,
        people_high=s.estimate_high,
        people_told=s.told_people - knowledge.returned_notices(s),
        severity=score,
        level=severity.level(score),
        grade=severity.grade(score),
        china=_china(engine, s.estimate),
        # What has run up since midnight is owed already, though not yet booked.
        cost=sum(s.accrued, start=s.cost),
        trust_share=public.trust_now(p, s),
        trust_surveyed=(s.trust_surveyed, s.survey_half) if s.surveys else None,
        clients_lost=sum(s.clients_lost),
        found_by=p.names[s.first_by] if s.first_by >= 0 else None,
    )


def truth(engine: Engine) -> Truth:
    """Return what is true, for the facilitator's eyes."""
    p, s = engine.tables, engine.state.copy()
    threat.advance_exposure(p, s)
    score = severity.true_severity(p, s)
    return Truth(
        records_out=threat.records_out(s),
        people_affected=threat.people_affected(p, s),
        record_days_untold=s.record_days_untold,
        people_misused=s.misused,
        severity=score,
        level=severity.level(score),
        china=_china(engine, threat.people_affected(p, s)),
        contained=s.flag_at[F_CONTAINED] >= 0,
        trust_share=public.trust_now(p, s),
    )


def _china(engine: Engine, people: float) -> tuple[str, int] | None:
    """Return the grade and the level of so many people; systems count while they are off."""
    p, s = engine.tables, engine.state
    off_s = max((s.now - at for at in s.system_off_at if at >= 0), default=0)
    both = grades.graded(p, people, s.cost, s.primary_cost, off_s / HOUR)
    return None if both is None else (grades.GRADES[both[0]], both[1])


def sample(engine: Engine) -> Sample:
    """Return one sample of the curves of a drill."""
    now, true = known(engine), truth(engine)
    return Sample(
        time_s=engine.now,
        people_low=now.people_low,
        people=now.people,
        people_high=now.people_high,
        people_told=now.people_told,
        cost=now.cost,
        trust_surveyed=math.nan if now.trust_surveyed is None else now.trust_surveyed[0],
        trust_share=true.trust_share,
        tasks_waiting=sum(status == T_WAITING for status in engine.state.status),
        people_true=true.people_affected,
        record_days_untold=true.record_days_untold,
    )


def injects(
    engine: Engine, texts: Mapping[str, Inject], facts: Sequence[Fact]
) -> tuple[InjectView, ...]:
    """Return the deck: every inject that exists, with its state and time."""
    p, s = engine.tables, engine.state
    released = {f[2]: f[0] for f in facts if f[1] == FACT["inject.release"]}
    views = []
    for name, inject in texts.items():
        item = engine.program.injects.index(name)
        entity = p.entity(E_INJECT, item)
        views.append(
            InjectView(
                name=name,
                title=inject.title,
                text=inject.text,
                sender=inject.sender,
                to=inject.to,
                mode=inject.mode,
                type=inject.type,
                state=_inject_state(engine, item, entity),
                due_s=_due(s.due[entity]),
                released_s=released.get(entity),
                by_hand=inject.after == "hand",
                expected=tuple((e.text, e.by, e.within_h) for e in inject.expected),
                hint=inject.hint,
                objectives=inject.objectives,
                from_length_min=inject.from_length_min,
            )
        )
    return tuple(views)


def _inject_state(engine: Engine, item: int, entity: int) -> str:
    s = engine.state
    state = s.inject_state[item]
    if state == I_PENDING:
        return "coming" if s.due[entity] < NEVER else "waiting"
    return {I_HELD: "held", I_RELEASED: "released"}.get(state, "skipped")


def decisions(
    engine: Engine, acts: Sequence[Act], facts: Sequence[Fact]
) -> tuple[DecisionView, ...]:
    """Return every decision, open or not, with who took it and why."""
    p, s, program = engine.tables, engine.state, engine.program
    said = {act.arguments["decision"]: act.arguments for act in acts if act.kind == "decide"}
    answered = {f[2]: f for f in facts if f[1] == FACT["decision.answer"]}
    views = []
    for item, (name, decision) in enumerate(program.scenario.decisions.items()):
        entity = p.entity(E_DECISION, item)
        options = program.options[item]
        answer, planned = s.answer[item], p.decision_plan[item]
        words = said.get(name, {})
        views.append(
            DecisionView(
                name=name,
                question=decision.question,
                owner=decision.owner,
                raised_s=_time(s.raised_at[item]),
                deadline_s=_due(s.due[entity]),
                options=tuple((n, o.label) for n, o in decision.options.items()),
                default=decision.default,
                answer=options[answer] if answer >= 0 else None,
                answered_s=answered[entity][0] if entity in answered else None,
                by_default=entity in answered and answered[entity][3] == entity,
                advice=options[planned] if planned >= 0 else None,
                reason=str(words.get("reason", "")),
                by=str(words.get("by", "")),
            )
        )
    return tuple(views)


def staff(engine: Engine) -> tuple[TeamView, ...]:
    """Return every team: who is on, busy with what, how much waits for it."""
    p, s, program = engine.tables, engine.state, engine.program
    teams = [*program.organisation.teams, *program.plan.teams]
    views = []
    for place, team in enumerate(teams):
        shift, overtime_h, _ = p.calendar_key[s.calendar[place]]
        on_shift = s.arrived[place] and is_open(p.calendars[s.calendar[place]], s.now)
        views.append(
            TeamView(
                name=team.name,
                title=team.title,
                heads=s.heads[place],
                on_shift=on_shift,
                shift=shift,
                overtime_h=overtime_h,
                outside=team.outside,
                arrived=s.arrived[place],
                arrives_s=_due(s.due[p.entity(E_ARRIVAL, place)]),
                busy=_busy(engine, place),
                waiting=_waiting(engine, place),
                lent=s.lent[place],
                wage=p.team_wage[place],
            )
        )
    return tuple(views)


def _busy(engine: Engine, team: int) -> tuple[tuple[str, int], ...]:
    s, names = engine.state, engine.program.tasks
    return tuple(
        (names[task], teams.count(team))
        for task, teams in enumerate(s.task_teams)
        if s.status[task] == T_RUNNING and team in teams
    )


def _waiting(engine: Engine, team: int) -> tuple[tuple[str, float], ...]:
    """Return the tasks that wait for a role this team fills first, and how many hours."""
    p, s, names = engine.tables, engine.state, engine.program.tasks
    return tuple(
        (names[task], (s.now - s.ready_at[task]) / HOUR)
        for task, status in enumerate(s.status)
        if status == T_WAITING
        and any(team in (p.role_teams[r] or p.role_deputies[r])[:1] for r in p.task_roles[task])
    )


def duties(engine: Engine) -> tuple[DutyView, ...]:
    """Return the legal clocks that have started."""
    p, s = engine.tables, engine.state
    return tuple(
        DutyView(
            name=duty.id,
            title=duty.title,
            recipient=AUDIENCES[p.duty_recipient[item]],
            from_s=s.duty_from[item],
            due_s=deadline_of(p, item, s.duty_from[item]),
            met_s=_time(s.duty_met[item]),
            late=s.duty_late[item],
            verified=duty.verified,
        )
        for item, duty in enumerate(engine.program.duties)
        if s.duty_from[item] >= 0
    )


def notes(
    acts: Sequence[Act], begins: datetime.datetime, undone: Collection[int] = ()
) -> tuple[NoteView, ...]:
    """Return the notes taken so far; `undone` are acts of futures that were left since."""
    return tuple(
        NoteView(
            act.time_s,
            moment(begins, act.time_s),
            str(act.arguments["text"]),
            str(act.arguments["by"]),
            act.number in undone,
        )
        for act in acts
        if act.kind == "note"
    )


def bars(facts: Sequence[Fact], program: Program) -> tuple[Bar, ...]:
    """Return who worked on what from when to when."""
    p = program.tables
    start, ends = FACT["task.start"], {FACT[f"task.{k}"] for k in ("end", "pause", "again")}
    running: dict[int, list[tuple[int, int, int]]] = {}
    done: list[Bar] = []
    for time_s, kind, subject, _, before, after in facts:
        if kind == start and before >= 0.0:
            running.setdefault(subject, []).append((int(before), time_s, int(after)))
        elif kind in ends:
            name = program.tasks[subject - p.entity(E_TASK)]
            done += [
                Bar(program.teams[team], name, began, time_s, people)
                for team, began, people in running.pop(subject, [])
            ]
    for subject, pieces in running.items():
        name = program.tasks[subject - p.entity(E_TASK)]
        done += [Bar(program.teams[t], name, began, None, n) for t, began, n in pieces]
    return tuple(sorted(done, key=lambda bar: (bar.start_s, bar.team, bar.task)))


def _time(seconds: int) -> int | None:
    return seconds if seconds >= 0 else None


def _due(seconds: int) -> int | None:
    return seconds if seconds < NEVER else None

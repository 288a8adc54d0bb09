"""The state of the world at time 0."""

from __future__ import annotations

from typing import Any

from simulation.world import layout as w
from simulation.world.columns import Columns
from simulation.world.layout import State, Tables


def state_at_start(p: Tables, replication: int, row: list[float]) -> State:
    """Return the state of the world before anything has happened."""
    holdings = len(p.holding_records)
    decisions, injects = len(p.decision_when), len(p.inject_anchor)
    duties = len(p.duty_clock)
    columns = Columns.of(
        p.segment_clients,
        p.segment_people,
        p.segment_margin,
        items=len(p.item_form),
        teams=len(p.still.teams),
    )
    return State(
        replication,
        row,
        columns,
        due=[w.NEVER] * len(p.entity_kind),
        phase_start=[-1] * 4,
        phase_end=[-1] * 4,
        flag_at=[-1] * (p.team_subject - p.flag_subject),
        **_threat(p),
        watch=list(p.channel_watch),
        channel_open=[False] * len(w.CHANNELS),
        hazard=[0.0] * len(w.CHANNELS),
        threshold=[0.0] * len(w.CHANNELS),
        event_added=[False] * len(p.event_external),
        event_median_h=[0.0] * len(p.event_external),
        **_people_and_tasks(p),
        found=[False] * holdings,
        told_at=[-1] * len(w.AUDIENCES),
        told_whole_at=[-1] * len(w.AUDIENCES),
        raised_at=[-1] * decisions,
        answer=[-1] * decisions,
        inject_state=[w.I_PENDING] * injects,
        inject_effects=list(p.inject_effects_at_first),
        inject_when=list(p.inject_when_at_first),
        inject_due=[w.NEVER] * injects,
        anchored=[False] * 6,
        duty_from=[-1] * duties,
        duty_met=[-1] * duties,
        duty_late=[False] * duties,
        duty_known=[-1] * duties,
        told_last_at=[-1] * len(w.AUDIENCES),
        asked_at=[-1] * len(p.answer_tasks),
        answered_at=[-1] * len(p.answer_tasks),
        escalation_from=[-1] * 3,
    )


def _threat(p: Tables) -> dict[str, Any]:
    systems, holdings = len(p.system_cost), len(p.holding_records)
    return {
        "records_out": [0.0] * holdings,
        "bulk_taken": [False] * holdings,
        "seen_threshold": [0.0] * holdings,
        "records_wrong": [0.0] * holdings,
        "system_off_at": [-1] * systems,
        "reached_at": [-1] * systems,
        "spread_from": [-1] * systems,
        "encrypted": [False] * systems,
        "lost_work_h": [0.0] * systems,
    }


def _people_and_tasks(p: Tables) -> dict[str, Any]:
    tasks, teams = len(p.task_phase), len(p.team_heads)
    return {
        "heads": list(p.team_heads),
        "busy": [0] * teams,
        "lent": [0] * teams,
        "calendar": list(p.team_calendar),
        "overtime_h": [0.0] * teams,
        "low": [0.0] * teams,
        "low_at": [0] * teams,
        "strain": [0.0] * teams,
        "vacant": [0] * teams,
        "left": [0] * teams,
        "counselled": [False] * teams,
        "arrived": [not outside for outside in p.team_outside],
        "status": [w.T_IDLE] * tasks,
        "left_s": [0.0] * tasks,
        "slow": [1.0] * tasks,
        "slowness": [1.0] * tasks,
        "ready_at": [0] * tasks,
        "segment_at": [0] * tasks,
        "booked_at": [0] * tasks,
        "times": [0] * tasks,
        "notice_h": [0.0] * tasks,
        "claims": [False] * tasks,
        "after_left": [len(others) for others in p.task_after],
        "open_tasks": [[] for _ in range(p.gates_count)],
        "waiting": [[] for _ in range(p.needs_count)],
        "may_come": [None] * p.needs_count,
        "worked": [0.0] * tasks,
        "tired": [0.0] * tasks,
        "task_teams": [[] for _ in range(tasks)],
    }

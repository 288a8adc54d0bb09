"""Work that no plan lists, because it comes from outside or from a mistake of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from simulation.distributions import Fixed
from simulation.inputs.claims import Claim
from simulation.inputs.organisation import Team
from simulation.inputs.parameters import Parameters
from simulation.program.draw_table import DrawTable
from simulation.world import layout as w
from simulation.world.supervision import ROUNDS
from simulation.world.work import WIDTH

CORRECTION, CLOSING = "correct-notice", "closing-report"
QUESTIONS = tuple(
    (f"authority-records-{number}", f"authority-answer-{number}")
    for number in range(1, ROUNDS + 1)
)
STANDING = (*(name for pair in QUESTIONS for name in pair), CORRECTION, CLOSING)
"""The names of all standing tasks, in the order in which they follow a plan's own."""


class Standing(NamedTuple):
    """A standing task: who does it, how much work it is, after what, with what effect."""

    roles: tuple[str, ...]
    effort: Claim
    priority: int
    label: str
    effects: list[tuple[str, int, float, float]]
    after: str = ""
    notices: bool = False


def standing_tasks(parameters: Parameters) -> dict[str, Standing]:
    """Return the standing tasks by name; of their roles the first that somebody has is asked."""
    sizes = parameters.supervision
    lawyers, keepers = ("legal", "privacy", "management"), ("it", "privacy", "management")
    found: dict[str, Standing] = {}
    for number, (records, answer) in enumerate(QUESTIONS):
        found[records] = Standing(keepers, sizes.records_effort_h, 50, "assess", [])
        done = [("authority", number, 0.0, 0.0)]
        found[answer] = Standing(lawyers, sizes.answer_effort_h, 55, "assess", done, records)
    tell = ("tell", w.AUDIENCES.index("affected"), 1.0, 0.0)
    writers = ("client_service", "communications", "management")
    effort = parameters.knowledge.correction_effort_h
    found[CORRECTION] = Standing(writers, effort, 65, "inform", [tell], notices=True)
    last = ("tell", w.AUDIENCES.index("regulator"), 1.0, 1.0)
    reporters = ("privacy", "legal", "management")
    found[CLOSING] = Standing(reporters, sizes.closing_effort_h, 45, "inform", [last])
    return found


def role_among(roles: tuple[str, ...], teams: list[Team]) -> str:
    """Return the first of some roles that somebody inside has, or else somebody outside."""
    inside = [team for team in teams if not team.outside]
    for some in (inside, teams):
        held = [role for team in some for role in (*team.roles, *team.deputises)]
        for role in roles:
            if role in held:
                return role
    return teams[0].roles[0]


def standing_row(
    task: Standing,
    name: str,
    role: int,
    draws: DrawTable,
    place: Callable[[str], int],
    effects: int,
    *,
    pace: float,
) -> dict[str, Any]:
    """Return a standing task as a row of the tables, its work multiplied by a pace."""
    none, law = Fixed(0.0), task.effort.distribution
    return {
        "task_phase": w.P_DETECTION,
        "task_label": task.label,
        "task_after": [place(task.after)] if task.after else [],
        "task_roles": [role],
        "task_wait": False,
        "task_priority": task.priority,
        "task_urgent": False,
        "task_when": -1,
        "task_skip": -1,
        "task_again_most": 0,
        "task_notices": task.notices,
        "task_effects": effects,
        "task_effort": draws.add(f"task/{name}/duration", law, WIDTH, pace),
        "task_again": draws.add(f"task/{name}/again", None, WIDTH),
        "task_again_wait": draws.add(f"task/{name}/again_wait", none, WIDTH),
        "task_again_chance": 0.0,
    }

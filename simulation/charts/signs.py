"""Signs of how people are led and looked after: who stands in, takes over, is heard, has rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import (
    Affine2D,
    ScaledTranslation,
    Transform,
    blended_transform_factory,
)

from simulation.charts.look import Look, printable
from simulation.charts.paper import OWN_PT, POINTS_PER_INCH, filled, label, room_pt
from simulation.program import Program
from simulation.program.assemble import ROLES
from simulation.program.names import ALARM_TASK
from simulation.text import Text, in_language, say
from simulation.world.facts import FACT, Fact
from simulation.world.layout import E_TASK

FORMS: dict[str, tuple[str, str]] = {
    "stands-in": ("D", "ink"),
    "hand-over": (">", "ink"),
    "abroad": ("o", "ink"),
    "interview": ("^", "vermillion"),
    "suspension": ("s", "vermillion"),
    "rest": ("v", "green"),
    "counselling": ("P", "green"),
    "bonus": ("*", "green"),
    "sanction": ("X", "vermillion"),
    "published": ("p", "vermillion"),
}
"""Marker and ink of each kind of sign, in the order of the key; the form alone tells them."""
AT_A_MOMENT = ("hand-over", "abroad", "sanction", "published")
"""Signs that stand where they happened; the others stand beside the names of their rows."""
AT_WORK = ("stands-in", "hand-over", "abroad", "interview", "suspension")
"""Signs of a start of work, which a chart of bars alone has at the bar."""
FOLLOWED = ""
"""The rows of what followed for those involved stand under this team, which is none."""
SLOT_PT, SIZE_PT, PAD_PT = 12.0, 8.0, 3.5
SANCTIONED = "flag/sanctioned"
"""The flag that a sanction sets; who is to hear of it is asked when the flag is set."""
SUSPENDING = frozenset(("hr", "it"))
"""Who is needed at once so that a person's access ends."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a kind in the row of a team's task, or of the team itself where no task is named.

    >>> Sign("stands-in", "owner", "legal-review", 3_600).kind
    'stands-in'
    """

    kind: str
    team: str
    task: str
    at_s: int


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs of a run, what followed for those involved, and what was not ready.

    `unready` has the factor on work for want of a drill, on the copying of disks for want of kits,
    and on the wait for lists and help because the lists were old, as far as they are not 1.
    """

    signs: tuple[Sign, ...] = ()
    followed: Mapping[str, Text] = field(default_factory=dict)
    unready: tuple[tuple[str, float], ...] = ()

    def kinds(self) -> list[str]:
        """Return which kinds of signs there are, in the order of the key."""
        found = {sign.kind for sign in self.signs}
        return [kind for kind in FORMS if kind in found]

    def at_starts(self) -> dict[tuple[str, str, int], list[str]]:
        """Return the signs of work by team, task and start, in the order of the key."""
        found: dict[tuple[str, str, int], list[str]] = {}
        for kind in AT_WORK:
            for sign in self.signs:
                if sign.kind == kind:
                    found.setdefault((sign.team, sign.task, sign.at_s), []).append(kind)
        return found

    def words(self, language: str) -> list[str]:
        """Say what the signs show, and how often, in the order of the key."""
        often = Counter(sign.kind for sign in self.signs)
        said = [
            f"{say(f'sign/{kind}', language)} {often[kind]}"
            for kind in self.kinds()
            if kind not in ("sanction", "published")
        ]
        said += [
            say("alt/followed", language, what=say(f"sign/{sign.kind}", language), option=option)
            for sign in self.signs
            if sign.kind in ("sanction", "published")
            for option in [in_language(self.followed[sign.task], language)]
        ]
        return said + [
            say(f"sign/{name}", language, factor=f"{factor:.2f}") for name, factor in self.unready
        ]


def signs_of(
    facts: Sequence[Fact], program: Program, named: Callable[[str], str] | None = None
) -> Signs:
    """Return the signs that a log tells of; `named` gives the name of a task's row."""
    worked = [*_worked(facts, program)]
    busy = {team for sign in worked for team in [sign.team]}
    followed = [*_followed(facts, program)]
    signs = [
        *(
            sign if named is None else Sign(sign.kind, sign.team, named(sign.task), sign.at_s)
            for sign in worked
            if sign.kind
        ),
        *(sign for sign in _cared(facts, program) if sign.team in busy),
        *(sign for sign, _ in followed),
    ]
    # A row has each sign beside its name once; those at a moment stand as often as they happen.
    once = {
        (s.kind, s.team, s.task, s.at_s if s.kind in AT_A_MOMENT else -1): s
        for s in reversed(signs)
    }
    kept = sorted(once.values(), key=lambda s: (s.at_s, s.team, [*FORMS].index(s.kind), s.task))
    titles = {sign.task: title for sign, title in followed}
    return Signs(tuple(kept), titles, tuple(_unready(program)))


def _unready(program: Program) -> Iterator[tuple[str, float]]:
    """Give the factors that the program was compiled with, where they are not 1."""
    ready = program.ready
    for name, factor in (
        ("untried", ready.effort),
        ("no-kits", ready.kits),
        ("old-lists", ready.lists),
    ):
        if factor > 1.0:
            yield name, factor


def _worked(facts: Sequence[Fact], program: Program) -> Iterator[Sign]:
    """Give the signs at starts of work, and one of no kind for each team that worked."""
    p = program.tables
    ready, start, pause = (FACT[f"task.{kind}"] for kind in ("ready", "start", "pause"))
    before: dict[int, list[int]] = {}  # whose work would have to be handed over
    running: dict[int, tuple[int, list[int]]] = {}
    alarm = p.entity(E_TASK, program.tasks.index(ALARM_TASK))
    about = (f for f in facts if f[1] in (ready, start, pause) and f[2] != alarm)
    for (at_s, kind, subject), lines in groupby(about, key=lambda fact: fact[:3]):
        if kind == ready:
            before.pop(subject, None)
        elif kind == pause:
            since_s, teams = running.pop(subject, (at_s, []))
            if since_s < at_s:
                before[subject] = teams
        else:
            counts = {int(line[4]): int(line[5]) for line in lines if line[4] >= 0.0}
            if not counts:
                continue
            task = subject - p.entity(E_TASK)
            pairs = [*_filled(program, task, counts)]
            teams = [team for _, team in pairs]
            for found, team in _starts(program, task, pairs, before.get(subject, [])):
                yield Sign(found, program.teams[team], program.tasks[task], at_s)
            running[subject] = (at_s, teams)


def _filled(program: Program, task: int, counts: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Give role and team of each person: of those who came, the first who may fill it."""
    p, left = program.tables, dict(counts)
    for role in p.task_roles[task]:
        team = next((team for team in p.role_fillers[role] if left.get(team, 0) > 0), -1)
        if team >= 0:
            left[team] -= 1
            yield role, team


def _starts(
    program: Program, task: int, pairs: Sequence[tuple[int, int]], before: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """Give the kinds of signs at a start of work with the teams that have them."""
    p = program.tables
    teams = [team for _, team in pairs]
    for role, team in pairs:
        yield "", team
        if team not in p.role_teams[role]:
            yield "stands-in", team
        if p.task_label[task] == "interview":
            yield "interview", team
        if {ROLES[needed] for needed in p.task_roles[task]} >= SUSPENDING:
            yield "suspension", team
    if before and before != teams:
        zones = {_zone(program, team) for team in before}
        for team in dict.fromkeys(t for t in teams if t not in before):
            yield ("hand-over" if _zone(program, team) in zones else "abroad"), team


def _zone(program: Program, team: int) -> str:
    """Return the time zone by whose clock a team works."""
    firm = program.organisation
    office = [*firm.teams, *program.plan.teams][team].office
    place = firm.offices.get(office) if office else None
    return place.time_zone if place else firm.time_zone


def _cared(facts: Sequence[Fact], program: Program) -> Iterator[Sign]:
    """Give the signs of days off, of counselling from a team's first fall on, and of a bonus."""
    p = program.tables
    kept = {(team, calendar) for team, calendar in enumerate(p.team_calendar)}
    for at_s, kind, subject, _, _, after in facts:
        if kind == FACT["staff.shift"]:
            kept.add((subject - p.team_subject, int(after)))
        elif kind == FACT["staff.morale"] and p.counselling:
            yield Sign("counselling", program.teams[subject - p.team_subject], "", at_s)
    for team, calendar in sorted(kept):
        if program.rest_share(team, p.calendar_key[calendar][0]) > 0.0:
            yield Sign("rest", program.teams[team], "", 0)
    for team, outside in enumerate(p.team_outside):
        if p.morale_fall_factor < 1.0 and not outside:
            yield Sign("bonus", program.teams[team], "", 0)


def _followed(facts: Sequence[Fact], program: Program) -> Iterator[tuple[Sign, Text]]:
    """Give the sanctions and their publication, each with the option that was chosen."""
    last: tuple[Sign, Text] | None = None
    for at_s, kind, subject, _, _, after in facts:
        if kind == FACT["decision.answer"]:
            decision = program.model_of(subject)
            name, option = program.decisions[program.tables.entity_item[subject]], int(after)
            chosen = program.option_name(subject, option)
            last = Sign("sanction", FOLLOWED, name, at_s), decision.options[chosen].label
            # What holds where nobody decides is that nobody is told.
            hears = (
                decision.when is not None
                and SANCTIONED.removeprefix("flag/") in decision.when.flag
            )
            if hears and chosen != decision.default:
                yield Sign("published", FOLLOWED, name, at_s), last[1]
        elif kind == FACT["flag.set"] and last and program.subject(subject) == SANCTIONED:
            yield last


def draw_signs(
    ax: Axes,
    signs: Signs,
    place: Mapping[tuple[str, str], int],
    days: Callable[[int], float],
    look: Look,
    *,
    beside_pt: float = 0.0,
) -> list[Artist]:
    """Draw the signs into and beside their rows; return what the key is to explain.

    `place` says which row a team's task, or the team itself, has; `days` where a time stands. Of
    the width of a figure of our own, the names of the rows take so many points.
    """
    beside: dict[int, list[str]] = {}
    at: dict[tuple[str, int], list[tuple[float, int]]] = {}
    for kind in FORMS:
        for sign in signs.signs:
            row = place.get((sign.team, sign.task))
            if sign.kind != kind or row is None:
                continue
            if kind in AT_A_MOMENT:
                at.setdefault((kind, 0), []).append((days(sign.at_s), row))
            else:
                taken = beside.setdefault(row, [])
                taken.append(kind)
                at.setdefault((kind, len(taken)), []).append((0.0, row))
    slots = max(map(len, beside.values()), default=0)
    ax.tick_params(axis="y", pad=PAD_PT + slots * SLOT_PT)
    width = OWN_PT - beside_pt - slots * SLOT_PT if beside_pt else room_pt(ax)
    free = _Free(ax, width)
    for (kind, slot), points in at.items():
        kept = points if slot else [point for point in points if free.takes(*point)]
        line = Line2D(*zip(*kept, strict=True), clip_on=False, zorder=5, **dress(kind, look))
        line.set_transform(_beside(ax, slot) if slot else ax.transData + _left(ax, SIZE_PT / 2))
        line.set_gid(kind)
        ax.add_artist(line)
    return keys(signs, {kind for kind, _ in at}, look)


def _beside(ax: Axes, slot: int) -> Transform:
    """Return where a sign beside a row's name stands: left of the axes, one slot after another."""
    row = blended_transform_factory(ax.transAxes, ax.transData)
    return row + _left(ax, PAD_PT + (slot - 0.5) * SLOT_PT)


def _left(ax: Axes, points: float) -> Transform:
    """Return the way so many points to the left."""
    figure = ax.get_figure(root=True)
    dots = figure.dpi_scale_trans if figure else Affine2D()
    return ScaledTranslation(-points / POINTS_PER_INCH, 0.0, dots)


class _Free:
    """Where a row has room for a sign: one that would cover another is left out."""

    def __init__(self, ax: Axes, width_pt: float) -> None:
        self._place = ax.transData + ax.transAxes.inverted()
        self._width_pt = width_pt
        self._taken: dict[int, list[float]] = {}

    def takes(self, days: float, row: int) -> bool:
        """Take the place of a sign, if it is free."""
        at = self._width_pt * float(self._place.transform((days, row))[0])
        taken = self._taken.setdefault(row, [])
        if any(abs(at - other) < SIZE_PT for other in taken):
            return False
        taken.append(at)
        return True


def dress(kind: str, look: Look) -> dict[str, Any]:
    """Return how the sign of a kind is drawn."""
    marker, ink = FORMS[kind]
    size = SIZE_PT * (1.35 if marker in "*P" else 1.0)
    return {
        "color": getattr(look, ink),
        "marker": marker,
        "markersize": size,
        "markeredgecolor": look.paper,
        "markeredgewidth": 0.6,
        "linestyle": "none",
    }


def keys(signs: Signs, drawn: set[str], look: Look) -> list[Artist]:
    """Return the entries of the key: of the signs that were drawn, and of what was not ready."""
    entries: list[Artist] = [
        Line2D([], [], label=label(f"sign/{kind}"), **dress(kind, look))
        for kind in FORMS
        if kind in drawn
    ]
    for name, factor in signs.unready:
        words = filled(f"sign/{name}", factor=f"{factor:.2f}")
        entries.append(Line2D([], [], label=words, ls="none", marker=(6, 2, 0), markersize=9.0))
        entries[-1].set(color=look.vermillion, markeredgewidth=1.6)
    return entries


def signs_said(signs: Signs, language: str) -> str:
    """Return the sentence that says what the signs show, or nothing where there are none."""
    words = signs.words(language)
    joined = {"en": "; ", "zh": "；"}[language].join(map(printable, words))
    return say("alt/signs", language, signs=joined) if words else ""

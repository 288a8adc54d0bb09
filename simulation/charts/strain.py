"""What work does to people: overtime, meetings and morale of each team, from a log."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from simulation.charts.look import Look
from simulation.charts.paper import filled, label
from simulation.drill.view import Bar
from simulation.program import Program
from simulation.units import show_share
from simulation.world.facts import FACT, Fact
from simulation.world.layout import DAY
from simulation.world.working_time import Calendar

BAR, WAIT, SHADE, DOTS = 0.64, 0.22, 0.45, "....."
MORALE = 0.84
"""How much of a team's row its morale takes, from none to whole."""
STEP_S = DAY // 4
"""How often the healing of morale is drawn."""
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Overtime:
    """A stretch of a task that was worked past eight hours a day."""

    team: str
    task: str
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Strain:
    """Overtime by task, when the response team met, who it is, and morale by team."""

    overtime: tuple[Overtime, ...] = ()
    meetings: Spans = ()
    meeting_share: float = 0.0
    members: tuple[str, ...] = ()
    morale: tuple[tuple[str, tuple[tuple[int, float], ...]], ...] = ()


def strain_of(
    facts: Sequence[Fact], program: Program, worked: Sequence[Bar], end_s: int
) -> Strain:
    """Return the strain that a log tells of, up to a time."""
    p = program.tables
    meets = [team for team, is_in in zip(program.teams, p.team_meets, strict=True) if is_in]
    return Strain(
        tuple(_overtime(facts, program, worked, end_s)),
        tuple(_meetings(facts, end_s)),
        1.0 - 1.0 / p.meeting_factor,
        tuple(meets),
        tuple(_morale(facts, program, end_s)),
    )


def _overtime(
    facts: Sequence[Fact], program: Program, worked: Sequence[Bar], end_s: int
) -> Iterator[Overtime]:
    p = program.tables
    shifts = [
        (f[0], f[2] - p.team_subject, int(f[5])) for f in facts if f[1] == FACT["staff.shift"]
    ]
    for bar in worked:
        team = program.teams.index(bar.team)
        place = p.team_calendar[team]
        for time_s, whose, later in shifts:
            place = later if whose == team and time_s <= bar.start_s else place
        for start, end in _late(p.calendars[place], bar.start_s, bar.end_s or end_s):
            yield Overtime(bar.team, bar.task, start, end)


def _late(calendar: Calendar, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the overtime of a calendar between two times."""
    first = max(0, bisect_right(calendar.start, start) - 1)
    for place in range(first, bisect_left(calendar.start, end)):
        begins, ends = max(start, calendar.start[place]), min(end, calendar.end[place])
        if calendar.late[place] and begins < ends:
            yield begins, ends


def _meetings(facts: Sequence[Fact], end_s: int) -> Iterator[tuple[int, int]]:
    began = -1
    for time_s, kind, *_ in facts:
        if kind == FACT["staff.meet"]:
            began = time_s
        elif kind == FACT["staff.part"]:
            yield began, time_s
            began = -1
    if began >= 0:
        yield began, end_s


def _morale(
    facts: Sequence[Fact], program: Program, end_s: int
) -> Iterator[tuple[str, tuple[tuple[int, float], ...]]]:
    """Give the morale of each team whose morale ever fell, with its healing in between."""
    p = program.tables
    half_life_s = p.morale_half_life_d * DAY
    for team, name in enumerate(program.teams):
        subject = p.team_subject + team
        falls = [f for f in facts if f[1] == FACT["staff.morale"] and f[2] == subject]
        points: list[tuple[int, float]] = []
        for place, (time_s, _, _, _, before, after) in enumerate(falls):
            until_s = falls[place + 1][0] if place + 1 < len(falls) else end_s
            points += [(time_s, before), (time_s, after)]
            points += [
                (at, 1.0 - (1.0 - after) * 2.0 ** (-(at - time_s) / half_life_s))
                for at in range(time_s + STEP_S, until_s + 1, STEP_S)
            ]
        if points:
            yield name, ((0, 1.0), *points)


def draw_strain(
    ax: Axes,
    strain: Strain,
    place: Mapping[tuple[str, str], int],
    days: Callable[[int], float],
    look: Look,
) -> list[Artist]:
    """Draw overtime over the bars, and in the teams' own rows their meetings and morale.

    `place` says which row a team's task, or the team itself, has; `days` where a time stands.
    Returns what the legend is to explain.
    """
    late = [
        (place[one.team, one.task], days(one.start_s), days(one.end_s))
        for one in strain.overtime
        if (one.team, one.task) in place and days(one.end_s) > 0.0
    ]
    ours = [place[team, ""] for team in strain.members if (team, "") in place]
    met = [(row, days(a), days(b)) for a, b in strain.meetings for row in ours]
    share = show_share(strain.meeting_share)
    keys: list[Artist] = []
    for spans, height, colour, hatch, words in (
        (late, BAR, look.ochre, DOTS, label("chart/late")),
        (met, WAIT, look.green, "", filled("chart/meets", share=share)),
    ):
        dress = {
            "facecolor": to_rgba(colour, SHADE),
            "edgecolor": colour,
            "hatch": hatch,
            "lw": 0.8,
        }
        for row, start, end in spans:
            ax.barh(row, end - start, height, start).patches[0].set(**dress)
        if spans:
            keys.append(Patch(label=words))
            keys[-1].set(**dress)
    lines = [
        ax.plot(
            [days(at) for at, _ in points],
            [place[team, ""] + MORALE * (0.5 - level) for _, level in points],
            color=look.purple,
            linewidth=1.6,
            label=label("chart/morale"),
        )
        for team, points in strain.morale
        if (team, "") in place
    ]
    return [*keys, *(lines[0] if lines else [])]

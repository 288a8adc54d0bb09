"""Who worked on what: a row for each task under its team, work as bars, waiting as a thin lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from simulation.charts.days import day_axis
from simulation.charts.dots import grey
from simulation.charts.look import LIGHT, TEXT_PT, Look, printable, style
from simulation.charts.paper import (
    LINE_EM,
    POINTS_PER_INCH,
    WIDTH_IN,
    cut,
    dressed,
    filled,
    foot,
    head,
    key_in,
    label,
    own_axes,
    width_pt,
)
from simulation.charts.scales import DAY_H
from simulation.charts.signs import FOLLOWED, Signs, draw_signs, signs_of
from simulation.charts.story import Story
from simulation.charts.strain import BAR, SHADE, WAIT, Strain, draw_strain, strain_of
from simulation.drill.viewing import bars
from simulation.log import moment_at
from simulation.program.names import ALARM_TASK
from simulation.run import Run
from simulation.text import CATALOGUE, Text, both, own_title
from simulation.world.facts import FACT
from simulation.world.layout import (
    E_TASK,
    HOUR,
)
from simulation.world.working_time import next_open

HATCH = "/////"
MOMENT = "%Y-%m-%d %H:%M"
REST_IN = 1.4
"""What title, time axis and source take of the height."""
NAME_PT = 250.0
"""A task's name in both languages where it takes no more than this, else in English."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a task with a team, in hours since the first sign."""

    team: str
    task: str
    start_h: float
    end_h: float
    waiting: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that was worked on and waited for, and what it is called."""

    source: str
    spans: tuple[Span, ...]
    teams: dict[str, Text]
    tasks: dict[str, Text]
    end_h: float
    first_s: int
    strain: Strain
    signs: Signs

    def days(self, time_s: int) -> float:
        """Days from the first sign to a time of the run, none before it."""
        return max(0.0, _since(time_s, self.first_s)) / DAY_H


def work_of(data: Run | Story) -> Work:
    """Return the work of a run, or of a drill's story, from the first sign on."""
    return _of_run(data) if isinstance(data, Run) else _of_story(data)


def _of_story(story: Story) -> Work:
    spans = [
        Span(
            bar.team,
            bar.task,
            story.hours(bar.start_s),
            story.hours(bar.end_s or story.now_s),
            False,
        )
        for bar in story.bars
    ]
    tasks: dict[str, Text] = {bar.task: bar.task for bar in story.bars}
    moment = f"{story.moment(0.0):{MOMENT}}"
    source = filled("chart/day_zero", moment=moment)
    kept = _since_sign(spans)
    teams: dict[str, Text] = {**story.teams, FOLLOWED: CATALOGUE["chart/followed"]}
    tasks |= story.signs.followed
    end_h, first_s = story.now_h, story.first_s
    return Work(source, kept, teams, tasks, end_h, first_s, story.strain, story.signs)


def _of_run(run: Run) -> Work:
    program, facts = run.program, run.log.facts
    first_s = round((run.outcome.first_sign_h or 0.0) * HOUR)
    last_s = facts[-1][0]
    worked = bars(facts, program)
    spans = [
        Span(
            bar.team,
            bar.task,
            _since(bar.start_s, first_s),
            _since(bar.end_s or last_s, first_s),
            False,
        )
        for bar in worked
    ]
    spans += [
        Span(team, task, _since(ready_s, first_s), _since(start_s, first_s), True)
        for team, task, ready_s, start_s in _waits(run)
    ]
    kept = _since_sign(spans)
    teams: dict[str, Text] = {
        team.name: team.title for team in (*program.organisation.teams, *program.plan.teams)
    }
    tasks: dict[str, Text] = {name: own_title(f"task/{name}") for name in program.tasks}
    tasks |= {name: task.title for name, task in program.plan.tasks.items()}
    signs = signs_of(facts, program)
    teams[FOLLOWED] = CATALOGUE["chart/followed"]
    tasks |= signs.followed
    ends = [
        *(span.end_h for span in kept),
        *(_since(s.at_s, first_s) for s in signs.signs if s.team == FOLLOWED),
    ]
    end_h = max(ends, default=DAY_H)
    source = filled(
        "chart/one_run",
        moment=f"{moment_at(program.begins, first_s):{MOMENT}}",
        plan=run.plan,
        seed=run.seed,
        replication=run.replication,
    )
    strain = strain_of(facts, program, worked, round(first_s + end_h * HOUR))
    return Work(source, kept, teams, tasks, end_h, first_s, strain, signs)


def _since(time_s: int, first_s: int) -> float:
    return (time_s - first_s) / HOUR


def _since_sign(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Leave out what is no work on this breach: false alarms, and what was over before it."""
    kept = (span for span in spans if span.end_h > 0.0 and span.task != ALARM_TASK)
    return tuple(sorted(kept, key=lambda span: span.start_h))


def _waits(run: Run) -> list[tuple[str, str, int, int]]:
    """Return for each start of work how long the task had waited for the team.

    A task put back at the end of a shift waits from the team's next shift on.
    """
    program = run.program
    p = program.tables
    kind = {name: FACT[f"task.{name}"] for name in ("ready", "pause", "start")}
    calendars = list(p.team_calendar)
    team_of: dict[int, int] = {}
    ready: dict[int, int] = {}
    found = []
    for time_s, what, subject, cause, before, after in run.log.facts:
        if what == FACT["staff.shift"]:
            calendars[subject - p.team_subject] = int(after)
        elif what == kind["ready"]:
            ready[subject] = time_s
        elif what == kind["pause"]:
            calendar = p.calendars[calendars[team_of[subject]]]
            ready[subject] = next_open(calendar, time_s) if cause == subject else time_s
        elif what == kind["start"] and before >= 0.0:
            team_of[subject] = int(before)
            since_s = ready.get(subject, time_s)
            if since_s < time_s:
                task = program.tasks[subject - p.entity(E_TASK)]
                found.append((program.teams[int(before)], task, since_s, time_s))
    return found


def gantt(data: Run | Story, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw who worked on what and when, and what waited, of a run or of a drill's story.

    A row for each task under its team: bars are work, thin hatched ones waiting for the team.
    Overtime is dotted; a team's own row has its meetings and its morale.
    """
    shown = work_of(data)
    rows = _rows(shown)
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else own_axes(WIDTH_IN)
        day_axis(ax, max(1.0, 1.02 * shown.end_h / DAY_H))
        _draw_spans(ax, shown, rows, look)
        place = {row: number for number, row in enumerate(rows)}
        strained = draw_strain(ax, shown.strain, place, shown.days, look)
        names = [_name(shown, row) for row in rows]
        ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
        ax.set_yticks(range(len(rows)), names)
        for row, text in zip(rows, ax.get_yticklabels(), strict=True):
            text.set_color(look.ink if row[1] else look.blue)
        ax.tick_params(axis="y", length=0.0)
        ax.grid(visible=False, axis="y")
        taken = _widest(names) if own else 0.0
        signs = draw_signs(ax, shown.signs, place, shown.days, look, beside_pt=taken)
        waits = any(span.waiting for span in shown.spans)
        keys = [*_handles(look)[: 1 + waits], *strained, *signs]
        figure = ax.get_figure(root=True)
        if own and figure is not None:
            lines_in = max(3, len(rows)) * LINE_EM * TEXT_PT / POINTS_PER_INCH
            high = REST_IN + lines_in + key_in([str(key.get_label()) for key in keys])
            figure.set_figheight(high)
        head(ax, label("chart/gantt"), keys, own=own, across=True)
        foot(ax, label("chart/days"), (shown.source,), own=own)
    return ax


def _rows(shown: Work) -> list[tuple[str, str]]:
    """Return the rows: a team, with no task, above each task that it worked on or kept waiting."""
    rows = []
    for team in shown.teams:
        tasks = dict.fromkeys(span.task for span in shown.spans if span.team == team)
        if team == FOLLOWED:
            tasks = dict.fromkeys(shown.signs.followed)
        if tasks:
            rows += [(team, ""), *((team, task) for task in tasks)]
    return rows


def _name(shown: Work, row: tuple[str, str]) -> str:
    team, task = row
    text = shown.tasks.get(task, task) if task else shown.teams[team]
    whole = printable(both(text))
    return whole if width_pt(whole) <= NAME_PT else cut(both(text).split(" · ")[0])


def _widest(names: Sequence[str]) -> float:
    return max(map(width_pt, names), default=0.0)


def _draw_spans(ax: Axes, shown: Work, rows: Sequence[tuple[str, str]], look: Look) -> None:
    place = {row: number for number, row in enumerate(rows)}
    for waiting, height, colour in ((True, WAIT, look.vermillion), (False, BAR, look.blue)):
        spans = [s for s in shown.spans if s.waiting == waiting and s.team in shown.teams]
        starts = [max(0.0, span.start_h) / DAY_H for span in spans]
        lengths = [span.end_h / DAY_H - start for span, start in zip(spans, starts, strict=True)]
        at = [place[span.team, span.task] for span in spans]
        for bar in ax.barh(at, lengths, height, starts, edgecolor=colour):
            bar.set(facecolor=to_rgba(colour, SHADE), hatch=HATCH if waiting else "", lw=0.8)
    for number, (_, task) in enumerate(rows):
        if not task and number:
            ax.axhline(number - 0.5, color=grey(look), linewidth=0.8)


def _handles(look: Look) -> list[Artist]:
    return [
        Patch(fc=to_rgba(colour, SHADE), ec=colour, hatch=hatch, label=label(key))
        for colour, hatch, key in (
            (look.blue, "", "chart/works"),
            (look.vermillion, HATCH, "chart/waits"),
        )
    ]

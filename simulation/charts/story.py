"""What the charts show: curves, bars and deadlines of one drill at one moment."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulation.charts.signs import Signs, signs_of
from simulation.charts.strain import Strain, strain_of
from simulation.drill import Drill
from simulation.drill.view import Bar, DutyView, Series, View
from simulation.log import moment_at
from simulation.text import in_language, own_title
from simulation.world.facts import FACT

HOUR = 3_600
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Story:
    """Curves, bars and deadlines up to now; times count from the first sign.

    The curves have a value an hour; what is known and told came in between, at the moments given
    beside them, and the cost is given as it rose.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> drill.step(hours=6)
    >>> story(drill).now_h
    6.0
    >>> drill.close()
    """

    begins: datetime.datetime
    first_s: int
    now_s: int
    currency: str
    series: Series
    known_s: tuple[int, ...]
    told_s: tuple[int, ...]
    cost: tuple[tuple[int, float], ...]
    bars: tuple[Bar, ...]
    duties: tuple[DutyView, ...]
    teams: dict[str, str]
    strain: Strain
    signs: Signs

    @property
    def now_h(self) -> float:
        """Hours from the first sign to now."""
        return self.hours(self.now_s)

    def hours(self, time_s: int) -> float:
        """Hours from the first sign to a time of the run."""
        return (time_s - self.first_s) / HOUR

    def moment(self, since_h: float) -> datetime.datetime:
        """Return the calendar's moment so many hours after the first sign."""
        return moment_at(self.begins, round(self.first_s + since_h * HOUR))


def story(drill: Drill, *, truth: bool = False, view: View | None = None) -> Story:
    """Return what the charts of a drill show now; the truth only where it is asked for."""
    shown = view or drill.view(truth=truth)
    tasks = drill.plan.tasks

    def named(task: str) -> str:
        return in_language(tasks[task].title if task in tasks else own_title(f"task/{task}"))

    bars = tuple(replace(bar, task=named(bar.task)) for bar in drill.bars())
    working = {bar.team for bar in bars}
    here = {
        team.name: in_language(team.title)
        for team in shown.staff
        if not team.outside or team.arrived or team.name in working
    }
    if len(here) > MOST_ROWS:
        # Rows narrower than their letters say nothing; who has not worked yet can do without.
        here = {name: title for name, title in here.items() if name in working} or here
    series = drill.series(truth=truth)
    estimates = zip(series.people_low, series.people, series.people_high, strict=True)
    return Story(
        begins=shown.begins,
        first_s=shown.drill_began_s,
        now_s=shown.now_s,
        currency=shown.currency,
        series=series,
        known_s=_moments(series.time_s, list(estimates), _times(drill, "estimate")),
        told_s=_moments(series.time_s, series.people_told, _times(drill, "told")),
        cost=_cost(drill, shown),
        bars=bars,
        duties=shown.duties,
        teams=here,
        strain=strain_of(drill.log.facts, drill.program, bars, shown.now_s),
        signs=signs_of(drill.log.facts, drill.program, named),
    )


def _times(drill: Drill, kind: str) -> list[int]:
    wanted = FACT[kind]
    return [fact[0] for fact in drill.log.facts if fact[1] == wanted]


def _moments(
    time_s: Sequence[int], values: Sequence[object], facts_s: Sequence[int]
) -> tuple[int, ...]:
    """Return when each sample's value came about: at the fact since the sample before, if any."""
    found = list(time_s[:1])
    for place in range(1, len(time_s)):
        at_s = time_s[place]
        last = bisect_right(facts_s, at_s) - 1
        if values[place] != values[place - 1] and last >= 0 and facts_s[last] > time_s[place - 1]:
            at_s = facts_s[last]
        found.append(at_s)
    return tuple(found)


def _cost(drill: Drill, view: View) -> tuple[tuple[int, float], ...]:
    """Return the cost at the first sign, after each rise since, and now."""
    wanted, first_s = FACT["cost"], view.drill_began_s
    rises = [(fact[0], fact[5]) for fact in drill.log.facts if fact[1] == wanted]
    before = [cost for time_s, cost in rises if time_s <= first_s]
    return (
        (first_s, before[-1] if before else 0.0),
        *(rise for rise in rises if rise[0] > first_s),
        (view.now_s, view.known.cost),
    )

"""What the charts show: curves, bars and deadlines of one drill at one moment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from simulation.drill import Drill
from simulation.drill.view import Bar, DutyView, Series, View
from simulation.log import moment_at
from simulation.text import in_language

HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Story:
    """Curves, bars and deadlines up to now; times count from the first sign.

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
    bars: tuple[Bar, ...]
    duties: tuple[DutyView, ...]
    teams: dict[str, str]

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
    bars = tuple(
        replace(bar, task=in_language(tasks[bar.task].title) if bar.task in tasks else bar.task)
        for bar in drill.bars()
    )
    working = {bar.team for bar in bars}
    return Story(
        begins=shown.begins,
        first_s=shown.drill_began_s,
        now_s=shown.now_s,
        currency=shown.currency,
        series=drill.series(truth=truth),
        bars=bars,
        duties=shown.duties,
        teams={
            team.name: in_language(team.title)
            for team in shown.staff
            if not team.outside or team.arrived or team.name in working
        },
    )

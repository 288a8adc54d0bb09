"""The columns of a study: its measures, then duties met, costs by form and waiting by team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.study.measures import MEASURES, NEVER
from simulation.world.layout import FORMS

MET = "met/"
"""Begins the name of a column that says whether a legal duty was met in time."""
FORM = "form/"
"""Begins the name of a column of cost by FAIR's form of loss."""
WAITED = "waited/"
"""Begins the name of a column of hours that tasks waited for a team that was at work."""

MEASURE_NAMES = tuple(measure.name for measure in MEASURES)


def columns_of(programs: Iterable[Program]) -> tuple[str, ...]:
    """Return the columns that a study of some models has, in order.

    >>> columns_of([])[-1]
    'form/reputation'
    """
    programs = list(programs)
    duties = dict.fromkeys(name for program in programs for name in program.obligations)
    teams = dict.fromkeys(name for program in programs for name in program.teams)
    return (
        *MEASURE_NAMES,
        *(MET + duty for duty in duties),
        *(FORM + form for form in FORMS),
        *(WAITED + team for team in teams),
    )


def named(columns: Sequence[str], prefix: str) -> tuple[str, ...]:
    """Return what follows a prefix in the columns that begin with it.

    >>> named(("cost", "met/regulator"), MET)
    ('regulator',)
    """
    return tuple(column.removeprefix(prefix) for column in columns if column.startswith(prefix))


def figures(outcome: Outcome, columns: Sequence[str]) -> list[float]:
    """Return what a run comes to in each column; NaN for what never happened or never ran."""
    waited: dict[str, float] = {}
    for wait in outcome.waits:
        waited[WAITED + wait.team] = waited.get(WAITED + wait.team, 0.0) + wait.busy_h
    known = {
        **{measure.name: measure.read(outcome) for measure in MEASURES},
        **{MET + duty.name: float(duty.in_time) for duty in outcome.duties},
        **{FORM + form: cost for form, cost in outcome.cost_by_form.items()},
        **waited,
    }
    nothing = {column: 0.0 for column in columns if column.startswith(WAITED)}
    return [known.get(column, nothing.get(column, NEVER)) for column in columns]

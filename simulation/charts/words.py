"""How charts of studies name measures, units, teams and duties, and where figures are from."""

from __future__ import annotations

import numpy as np

from simulation.charts.paper import filled, label
from simulation.study import Study
from simulation.study.figures import Difference, Floats, mean_and_error
from simulation.study.measures import measure_named
from simulation.text import CATALOGUE, Text, both


def measure_text(measure: str) -> Text:
    """Return the title of a measure in both languages.

    >>> measure_text("cost")["zh"]
    '成本'
    """
    return CATALOGUE[f"measure/{measure_named(measure).name}"]


def measure_title(measure: str) -> str:
    """Return a measure in both languages, as a title begins.

    >>> measure_title("cost")
    'Cost · 成本'
    """
    title = both(measure_text(measure))
    return title[0].upper() + title[1:]


def unit_label(study: Study, measure: str) -> str:
    """Return the unit of a measure as an axis names it: the currency, % or both languages."""
    unit = study.unit(measure)
    if measure_named(measure).unit == "money":
        return unit
    return "%" if unit == "share" else label(f"unit/{unit}")


def short_unit(study: Study, measure: str) -> str:
    """Return the unit of a measure as it stands behind a figure, in English."""
    unit = study.unit(measure)
    return "%" if unit == "share" else unit


def factor(measure: str) -> float:
    """Return what figures of a measure are multiplied by: shares are shown in per cent."""
    return 100.0 if measure_named(measure).unit == "share" else 1.0


def by_runs(one: Difference) -> str:
    """Return a difference that is one of how often something happens, and how often it is better.

    >>> from simulation.study.figures import difference
    >>> told, never = np.array([1.0, 2.0]), np.array([np.nan, np.nan])
    >>> by_runs(difference(("a", "b", "aware_h"), told, never, lower_is_better=True))
    '0 → 2 / 2 (100:0 %)'
    """
    runs = f"{one.against_runs:,} → {one.plan_runs:,} / {one.replications:,}"
    return f"{runs} ({100 * one.better_share:.0f}:{100 * one.worse_share:.0f} %)"


def one_in_twenty(study: Study, measure: str, plan: str) -> float | None:
    """Return the figure that one run in twenty is worse than; None where that is never.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> plan = load("plans/lean")
    >>> study = compare(load("breaches/mis-sent-filing"), plan, replications=3, seed=1)
    >>> one_in_twenty(study, "cost", "lean") == study.summary_of("cost", "lean").p95
    True
    """
    one = study.summary_of(measure, plan)
    return one.p95 if measure_named(measure).lower_is_better else one.p5


def known_mean(values: Floats) -> tuple[float | None, float | None]:
    """Return mean and standard error over the runs in which it happened.

    >>> known_mean(np.array([1.0, 3.0, np.nan]))
    (2.0, 1.0)
    """
    return mean_and_error(values[~np.isnan(values)])


def source(study: Study, thing: str = "plan") -> str:
    """Return where the figures are from: how many runs, on what draws."""
    keys = {"plan": "chart/runs", "setting": "chart/runs_of_settings"}
    key = keys[thing] if len(study.plans) > 1 else "chart/runs_of_one"
    return filled(key, count=f"{study.replications:,}", seed=study.seed)


def duty_titles(study: Study) -> dict[str, Text]:
    """Return what each legal duty is called; its name where no law of the study has it."""
    found: dict[str, Text] = {}
    for case in study.cases:
        firm = case.organisation or case.scenario.organisation
        for law in firm.laws:
            found.update({duty.id: duty.title for duty in law.obligations})
    return {name: found.get(name, name) for name in study.duties}


def team_titles(study: Study) -> dict[str, Text]:
    """Return what each team is called; its name where no input of the study has it."""
    found: dict[str, Text] = {}
    for case in study.cases:
        firm = case.organisation or case.scenario.organisation
        found.update({team.name: team.title for team in (*firm.teams, *case.plan.teams)})
    return {name: found.get(name, name) for name in study.teams}

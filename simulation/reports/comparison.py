"""A study as one file: two printed pages for a board, and an appendix of what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from simulation import charts, world
from simulation.reports.answering import (
    MOST_ANSWERED,
    answers,
    between,
    difference_words,
    glance,
    missed,
    pairs_of,
    spoken_of,
)
from simulation.reports.assumptions import assumptions, not_to_conclude
from simulation.reports.carrying import of_study
from simulation.reports.pages import page, picture_address
from simulation.study import Measure, Study, why
from simulation.study.curves import CURVES
from simulation.study.figures import TAIL_RUNS
from simulation.study.measures import measure_named
from simulation.study.page import CAUTIONS
from simulation.study.wording import figure, unhappened
from simulation.study.workers import inputs_of
from simulation.text import CATALOGUE, both, in_language

MOST_PICTURED = 6
"""More plans than this in one picture cannot be told apart."""
NOTES = {"clients_lost": "report/on_clients_lost"}
"""What has to be known to read a measure."""
NOT = ("not/forecast", "not/interval", "not/proof", "not/china", "not/no_difference")

RUNS = {
    "typical": "the middle run by the difference in {measure}",
    "worst": "the run in which {plan} does worst against {first} in {measure}",
}
"""Which runs are told of."""

Row = dict[str, Any]


def comparison(study: Study, measures: Iterable[str] | None = None) -> str:
    """Return a study as one HTML file that needs no other file, prints well, and runs nothing.

    Its first two printed pages are the answer; what it rests on follows as an appendix. It speaks
    of `measures`, by default six; the tables of the appendix have all.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=3, seed=1)
    >>> "What not to conclude" in comparison(study)
    True
    """
    scenario, firm = study.cases[0].scenario, study.cases[0].firm
    inputs = inputs_of(study.cases)
    told = study.cases[:MOST_ANSWERED] if not study.settings else study.cases[:1]
    names = spoken_of(measures)
    return page(
        "comparison.html.j2",
        title=in_language(scenario.title),
        subtitle=f"{both(firm.title)} · {study.replications:,} runs of each plan · "
        f"seed {study.seed}",
        question=_question(study),
        summary=both(scenario.summary),
        plans=[(case.label, both(case.plan.title), both(case.plan.summary)) for case in told],
        answers=answers(study, names),
        missed=missed(study),
        glance=glance(study, names),
        front=_front(study, names),
        limits=not_to_conclude(*NOT),
        ended=study.ended,
        yearly=study.yearly_costs,
        caution=CAUTIONS[0],
        measures=[_measure(study, measure) for measure in study.measures],
        base=study.plans[0],
        replications=f"{study.replications:,}",
        tail_runs=f"{TAIL_RUNS:,}",
        between=between(study, names) if pairs_of(study) else [],
        pictures=list(_pictures(study, names)),
        reasons=list(_reasons(study, names)),
        closing=assumptions(inputs, study.inputs, _provenance(study), of_study),
    )


def _provenance(study: Study) -> str:
    tried = f" Settings that were tried: {', '.join(study.settings)}." if study.settings else ""
    ran = f"{study.replications:,} of {study.asked:,} replications"
    same = "The same inputs, seed and version give these figures again."
    return f"Seed {study.seed}, {ran}, model version {world.VERSION}. {same}{tried}"


def _question(study: Study) -> str:
    what = f"“{study.scenario}” at “{study.organisation}”"
    if study.settings:
        return f"What do {', '.join(study.settings)} change in {what}?"
    if len(study.plans) == 1:
        return f"What may happen in {what} under “{study.plans[0]}”?"
    first, *others = study.plans
    do = "does" if len(others) == 1 else "do"
    return f"In {what}, {do} {', '.join(others)} do better than {first}, and how surely?"


def _measure(study: Study, measure: Measure) -> Row:
    return {
        "title": measure.title,
        "unit": {"share": "%"}.get(measure.unit, study.unit(measure.name)),
        "note": both(CATALOGUE[NOTES[measure.name]]) if measure.name in NOTES else "",
        "direction": "lower is better" if measure.lower_is_better else "higher is better",
        "rows": [_row(study, measure.name, plan) for plan in study.plans],
    }


def _row(study: Study, name: str, plan: str) -> Row:
    one = study.summary_of(name, plan)
    against = study.difference(name, plan) if plan != study.plans[0] else None
    return {
        "plan": plan,
        "mean": _with_error(name, one.mean, one.se),
        **{
            field: _with_error(name, getattr(one, field), getattr(one, f"{field}_se"))
            for field in ("p5", "p50", "p95")
        },
        "worst": _with_error(name, one.worst_mean, one.worst_se),
        "never": f"{one.never:,}" if one.never else "",
        "difference": difference_words(against) if against else "",
        "side": against.verdict if against and against.verdict in ("better", "worse") else "",
    }


def _shown(name: str, value: float | None) -> str:
    return unhappened(name) if value is None else figure(name, value)


def _with_error(name: str, mean: float | None, error: float | None) -> str:
    return _shown(name, mean) + ("" if error is None else f" ± {figure(name, error)}")


def _front(study: Study, names: Sequence[str]) -> list[Row]:
    """Return the picture of the answer, where plans can be told apart in it."""
    if not 1 < len(study.plans) <= MOST_PICTURED:
        return []
    words = charts.alt(study, "differences", measures=names)
    return [_picture(charts.differences(study, measures=names), words)]


def _pictures(study: Study, names: Sequence[str]) -> Iterator[Row]:
    """Give the charts; of a study of many plans only those that can be told apart."""
    few = len(study.plans) <= MOST_PICTURED
    if study.settings:
        for name in names:
            yield _picture(charts.swept(study, name), charts.alt(study, "swept", name))
    if few:
        for curve in CURVES:
            yield _picture(charts.fan(study, curve), charts.alt(study, "fan", curve))
        yield _picture(charts.forms(study), charts.alt(study, "forms"))
        for name in ("cost",) if "cost" in names else names[:1]:
            yield _picture(charts.exceedance(study, name), charts.alt(study, "exceedance", name))
        for chart in ("deadlines", "waiting"):
            yield _picture(getattr(charts, chart)(study), charts.alt(study, chart))


def _picture(axes: Any, alternative: str) -> Row:
    return {"address": picture_address(charts.svg(axes, alternative)), "alternative": alternative}


def _reasons(study: Study, names: Sequence[str]) -> Iterator[Row]:
    """Say of few plans what parts them from the first, in two runs."""
    if study.settings or len(study.plans) > MOST_PICTURED:
        return
    first, measure = study.plans[0], "cost" if "cost" in names else names[0]
    for plan in study.plans[1:]:
        for which, chosen in RUNS.items():
            told = why(study, first, plan, which, measure)
            run = chosen.format(measure=measure_named(measure).title, plan=plan, first=first)
            yield {
                "title": f"{plan} against {first}: {run}",
                "note": f"replication {told.replication:,} of {study.replications:,}",
                "sentences": told.main_sentences(),
            }

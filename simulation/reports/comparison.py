"""A study as a page for a board: question, answer, figures, pictures, inputs, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulation import charts, world
from simulation.reports.assumptions import assumptions, not_to_conclude
from simulation.reports.pages import page, picture_address
from simulation.study import Difference, Measure, Study, why
from simulation.study.curves import CURVES
from simulation.study.figures import TAIL_RUNS
from simulation.study.page import CAUTIONS
from simulation.study.wording import amount, figure, happened, shares, signed, verdict
from simulation.study.workers import inputs_of
from simulation.text import both, in_language

HEADLINES = (
    *("clients_told_h", "record_days_untold", "people_misused"),
    *("cost", "trust_at_year_share", "duties_met_share"),
)
"""The measures of which the answer speaks; the tables have all."""
MOST_PICTURED = 6
"""More plans than this in one picture cannot be told apart."""
MOST_ANSWERED = 6
NOT = ("not/forecast", "not/interval", "not/proof", "not/china", "not/no_difference")

Row = dict[str, Any]


def comparison(study: Study) -> str:
    """Return a study as one HTML page that needs no other file, prints well, and runs nothing.

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
    others = study.plans[1 : MOST_ANSWERED + 1]
    return page(
        "comparison.html.j2",
        title=in_language(scenario.title),
        subtitle=f"{both(firm.title)} · {study.replications:,} runs of each plan · "
        f"seed {study.seed}",
        question=_question(study),
        summary=both(scenario.summary),
        plans=[(case.label, both(case.plan.title), both(case.plan.summary)) for case in told],
        answers=[(plan, _answer(study, plan)) for plan in others]
        or [(study.plans[0], _alone(study))],
        ended=study.ended,
        yearly=study.yearly_costs,
        caution=CAUTIONS[0],
        measures=[_measure(study, measure) for measure in study.measures],
        base=study.plans[0],
        replications=f"{study.replications:,}",
        tail_runs=f"{TAIL_RUNS:,}",
        pictures=list(_pictures(study)),
        reasons=list(_reasons(study)),
        closing=(
            not_to_conclude(*NOT),
            *assumptions(inputs, study.inputs, _provenance(study)),
        ),
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
    return f"In {what}, do {', '.join(others)} do better than {first}, and how surely?"


def _answer(study: Study, plan: str) -> list[str]:
    return [verdict(study.difference(name, plan), study.currency) for name in HEADLINES]


def _alone(study: Study) -> list[str]:
    sentences = []
    for name in HEADLINES:
        one = study.summary_of(name, study.plans[0])
        title = next(measure.title for measure in study.measures if measure.name == name)
        middle, low, high = (
            amount(name, value, study.currency) for value in (one.p50, one.p5, one.p95)
        )
        sentences.append(
            f"{title.capitalize()}: {middle} in the middle run, {low} to {high} in nine of ten."
        )
    return sentences


def _measure(study: Study, measure: Measure) -> Row:
    return {
        "title": measure.title,
        "unit": {"share": "%"}.get(measure.unit, study.unit(measure.name)),
        "direction": "lower is better" if measure.lower_is_better else "higher is better",
        "rows": [_row(study, measure.name, plan) for plan in study.plans],
    }


def _row(study: Study, name: str, plan: str) -> Row:
    one = study.summary_of(name, plan)
    against = study.difference(name, plan) if plan != study.plans[0] else None
    return {
        "plan": plan,
        "mean": _with_error(name, one.mean, one.se),
        **{field: _shown(name, getattr(one, field)) for field in ("p5", "p50", "p95")},
        "worst": _with_error(name, one.worst_mean, one.worst_se),
        "never": f"{one.never:,}" if one.never else "",
        "difference": _difference(against),
        "side": against.verdict if against and against.verdict in ("better", "worse") else "",
    }


def _shown(name: str, value: float | None) -> str:
    return "never" if value is None else figure(name, value)


def _with_error(name: str, mean: float | None, error: float | None) -> str:
    return _shown(name, mean) + ("" if error is None else f" ± {figure(name, error)}")


def _difference(one: Difference | None) -> str:
    if one is None:
        return ""
    told = f"{one.verdict}: {_behind(one)}"
    return told + (f"; {one.needed:,} runs would show it" if one.needed else "")


def _behind(one: Difference) -> str:
    """Return what a verdict rests on."""
    often = f"{happened(one)} · " if one.uneven else ""
    if one.mean_misleads or not one.mean or one.low is None or one.high is None:
        return f"{often}{shares(one)}"
    mean, low, high = (signed(one.measure, value) for value in (one.mean, one.low, one.high))
    return f"{mean} [{low}, {high}] · {often}{shares(one)}"


def _pictures(study: Study) -> Iterator[Row]:
    """Give the charts; of a study of many plans only those that can be told apart."""
    few = len(study.plans) <= MOST_PICTURED
    if study.settings:
        for name in ("cost", "record_days_untold", "trust_at_year_share"):
            yield _picture(charts.swept(study, name), charts.alt(study, "swept", name))
    if few:
        for curve in CURVES:
            yield _picture(charts.fan(study, curve), charts.alt(study, "fan", curve))
        if len(study.plans) > 1:
            yield _picture(charts.differences(study), charts.alt(study, "differences"))
        for name in ("forms", "exceedance", "deadlines", "waiting"):
            yield _picture(
                getattr(charts, name)(study),
                charts.alt(study, name, "cost" if name == "exceedance" else ""),
            )


def _picture(axes: Any, alternative: str) -> Row:
    return {"address": picture_address(charts.svg(axes, alternative)), "alternative": alternative}


def _reasons(study: Study) -> Iterator[Row]:
    """Say of the plans on one page what parts them from the first, in two runs."""
    if study.settings or len(study.plans) > MOST_PICTURED:
        return
    first = study.plans[0]
    for plan in study.plans[1:]:
        for which in ("typical", "worst"):
            told = why(study, first, plan, which)
            yield {
                "title": f"{plan} against {first}: the {which} run of all {study.replications:,}",
                "sentences": told.main_sentences(),
            }

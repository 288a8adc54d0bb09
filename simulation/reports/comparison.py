"""A study as a page for a board: question, answer, figures, pictures, inputs, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulation import charts, files, world
from simulation.files import claims_of
from simulation.inputs.claims import Claim
from simulation.reports.pages import page, picture_address
from simulation.study import Difference, Measure, Study, why
from simulation.study.curves import CURVES
from simulation.study.page import CAUTIONS
from simulation.study.wording import amount, figure, verdict
from simulation.study.workers import inputs_of
from simulation.text import both, in_language
from simulation.units import format_number

HEADLINES = (
    *("clients_told_h", "record_days_untold", "people_misused"),
    *("cost", "trust_at_year_share", "duties_met_share"),
)
"""The measures of which the answer speaks; the tables have all."""
MOST_PICTURED = 6
"""More plans than this in one picture cannot be told apart."""
MOST_ANSWERED = 6

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
    claims = [(model, path, claim) for model in inputs for path, claim in _own_claims(model)]
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
        caution=CAUTIONS[0],
        measures=[_measure(study, measure) for measure in study.measures],
        base=study.plans[0],
        replications=f"{study.replications:,}",
        pictures=list(_pictures(study)),
        reasons=list(_reasons(study)),
        inputs=[
            _input(model, about, claims) for model, about in zip(inputs, study.inputs, strict=True)
        ],
        provenance=f"Seed {study.seed}, {study.replications:,} of {study.asked:,} replications, "
        f"model version {world.VERSION}.",
        settings=", ".join(study.settings),
        judgements=list(_judgements(claims)),
        sources=_sources(claims),
    )


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
    if not one.mean or one.low is None or one.high is None:
        return one.verdict
    mean, low, high = (figure(one.measure, value, "+") for value in (one.mean, one.low, one.high))
    told = f"{one.verdict}: {mean} [{low}, {high}] · {100 * one.better_share:.0f} %"
    return told + (f"; {one.needed:,} runs would show it" if one.needed else "")


def _own_claims(model: Any) -> Iterator[tuple[str, Claim]]:
    """Give an input's claims by dotted path; an organisation's own stand under itself alone."""
    for path, claim in claims_of(model):
        if path[0] != "organisation":
            yield ".".join(map(str, path)), claim


Claimed = tuple[Any, str, Claim]


def _input(model: Any, about: tuple[str, str, str], claims: list[Claimed]) -> Row:
    kind, name, sha256 = about
    own = [claim for of, _, claim in claims if of is model]
    table = files.evidence()
    read = [
        all(table[i].verified for i in one.evidence if i in table) for one in own if one.evidence
    ]
    return {
        "kind": kind,
        "name": name,
        "sha256": sha256,
        "verified": sum(read),
        "unverified": len(read) - sum(read),
        "judged": sum(one.judgement is not None for one in own),
        "bare": sum(not one.sourced for one in own),
    }


def _judgements(claims: list[Claimed]) -> Iterator[Row]:
    """Give every judgement once, also when several plans share it."""
    seen = set()
    for model, path, claim in claims:
        judged = claim.judgement
        if judged is None or (model.kind, path, judged) in seen:
            continue
        seen.add((model.kind, path, judged))
        sizes = {name: format_number(getattr(judged, name)) for name in ("low", "base", "high")}
        yield {"path": f"{model.kind}.{path}", "why": in_language(claim.why or ""), **sizes}


def _sources(claims: list[Claimed]) -> list[Any]:
    used = {id_ for _, _, claim in claims for id_ in claim.evidence}
    return [row for id_, row in files.evidence().items() if id_ in used]


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

"""The tables of a comparison: figures and paired differences, deadlines, and what was compared."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.files import claims_of
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.markup import Markup, Part, beside, element, join, two
from simulation.panels.parts import both_ways, label
from simulation.reports.answering import own_limits
from simulation.study import Difference, Study, Summary
from simulation.study.results import ALL_DUTIES
from simulation.study.wording import MANY_RUNS, figure, happened, mean_and_interval, shares
from simulation.study.workers import digest, inputs_of
from simulation.text import CATALOGUE, LANGUAGES, Text, in_language, say

NOTHING = "–"
DIGITS_OF_HASH = 12
CAUTIONS = ("caution/ranks", "caution/chance", "caution/effects", "caution/judgement")
_CLASSES = {"better": "drill-better", "worse": "drill-worse"}


def title_of(study: Study, plan: str) -> Text:
    """Return a plan's title where it tells the plans apart, else its label."""
    titles = [case.plan.title for case in study.cases]
    title = titles[study.plans.index(plan)]
    return title if titles.count(title) == 1 else plan


def measure_title(study: Study, name: str) -> dict[str, str]:
    """Return what a measure is and its unit, in both languages."""
    unit = study.unit(name)
    units = CATALOGUE.get(f"unit/{unit}", {"en": "%", "zh": "%"} if unit == "share" else {})
    words = CATALOGUE[f"measure/{name}"]
    return {language: f"{words[language]}, {units.get(language, unit)}" for language in LANGUAGES}


def glance(study: Study, measures: Sequence[str]) -> Markup:
    """Return the table of a study: each measure under each plan, beside the plan compared with.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=2, seed=1)
    >>> "Lean plan" in glance(study, ["cost"])
    True
    """
    base = study.plans[0]
    alone = len(study.plans) == 1
    heads = ["measure", "plan", "mean", "range", "worst"]
    names: list[Text] = [CATALOGUE[f"table/{name}"] for name in heads]
    if not alone:
        names.append(_filled("table/less", plan=title_of(study, base)))
        names.append(CATALOGUE["table/verdict"])
    rows: list[Markup] = []
    for measure in measures:
        for place, plan in enumerate(study.plans):
            cells = [
                *_figures(study, measure, plan),
                *([] if alone else _less(study, measure, plan)),
            ]
            first = _measure_cell(study, measure) if place == 0 else Markup("")
            line = element("th", two(title_of(study, plan)), scope="row", title=plan)
            kind = "drill-first" if place == 0 else ""
            rows.append(element("tr", first, line, *cells, classes=kind))
    table = element(
        "table",
        element("thead", element("tr", *(element("th", two(n), scope="col") for n in names))),
        element("tbody", *rows),
    )
    besides = study.yearly_costs
    return join(table, element("p", two(besides))) if besides else table


def _filled(key: str, **values: Text | float) -> dict[str, str]:
    """Return a message in both languages, each with its own form of the values."""
    return {
        language: say(
            *(key, language),
            **{
                name: f"{value:,}"
                if isinstance(value, int | float)
                else in_language(value, language)
                for name, value in values.items()
            },
        )
        for language in LANGUAGES
    }


def _measure_cell(study: Study, measure: str) -> Markup:
    title = two(measure_title(study, measure))
    return element("th", title, scope="rowgroup", rowspan=str(len(study.plans)))


def _figures(study: Study, measure: str, plan: str) -> list[Markup]:
    one = study.summary_of(measure, plan)
    low, high = (_figure(measure, value) for value in (one.p5, one.p95))
    return [
        element("td", *_mean(study, measure, one), classes="drill-number-cell"),
        element("td", low if low == high else f"{low} – {high}", classes="drill-number-cell"),
        element("td", _tail(measure, one), classes="drill-number-cell"),
    ]


def _mean(study: Study, measure: str, one: Summary) -> list[Part]:
    if one.mean is None:
        return [two(CATALOGUE["table/never"])]
    error = "" if one.se is None else f" ± {figure(measure, one.se)}"
    parts: list[Part] = [element("strong", figure(measure, one.mean)), error]
    if one.never:
        known = study.replications - one.never
        words = _filled("table/in_runs", known=known, runs=study.replications)
        parts += [" ", element("span", two(words), classes="drill-key")]
    return parts


def _figure(measure: str, value: float | None) -> str:
    return label("table/never") if value is None else figure(measure, value)


def _tail(measure: str, one: Summary) -> str:
    error = "" if one.worst_se is None else f" ± {figure(measure, one.worst_se)}"
    return _figure(measure, one.worst_mean) + error


def _less(study: Study, measure: str, plan: str) -> list[Markup]:
    base = study.plans[0]
    if plan == base:
        words = element("td", two(CATALOGUE["table/base"]), classes="drill-base")
        return [words, element("td", NOTHING)]
    one = study.difference(measure, plan, base)
    verdict = element("td", *_verdict(one), classes="drill-verdict")
    return [element("td", *_interval(one)), verdict]


def _interval(one: Difference) -> list[Part]:
    if one.mean_misleads:
        return [two({language: happened(one, language) for language in LANGUAGES})]
    if one.mean is None:
        return [NOTHING]
    mean, interval = mean_and_interval(one)
    strong = element("strong", mean)
    if not interval:
        return [strong]
    return [strong, " ", element("span", interval, classes="drill-whole-figure")]


def _verdict(one: Difference) -> list[Part]:
    verdict = two(CATALOGUE[f"verdict/{one.verdict}"])
    parts: list[Part] = [element("strong", verdict, classes=_CLASSES.get(one.verdict, ""))]
    notes: list[Text] = [{language: shares(one, language) for language in LANGUAGES}]
    if one.uneven and not one.mean_misleads:
        notes.append({language: happened(one, language) for language in LANGUAGES})
    if one.needed is not None:
        many = one.needed > MANY_RUNS
        key, count = ("table/needed_many", MANY_RUNS) if many else ("table/needed", one.needed)
        notes.append(_filled(key, count=count))
    return [*parts, *(element("span", two(note), classes="drill-key") for note in notes)]


def law(study: Study) -> Markup:
    """Return in what share of runs each legal duty was met in time, under each plan."""
    titles = {
        duty.id: duty.title
        for case in study.cases
        for one in case.firm.laws
        for duty in one.obligations
    }
    met = study.deadlines()
    found = {(row["duty"], row["plan"]): row for row in met.to_dict("records")}
    heads = [label("table/duty"), *(beside(title_of(study, plan)) for plan in study.plans)]
    rows = []
    for duty in dict.fromkeys(met["duty"]):
        title = label("chart/all_duties") if duty == ALL_DUTIES else two(titles.get(duty, duty))
        cells = [element("td", _met(found[duty, plan])) for plan in study.plans]
        rows.append(element("tr", element("th", title, scope="row"), *cells))
    table = element(
        "table",
        element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
        element("tbody", *rows),
    )
    return join(table, *(element("p", limit) for limit in own_limits(study)))


def _met(row: dict[str, float]) -> str:
    if not row["runs"]:
        return label("table/no_clock")
    met, low, high = (f"{100 * row[name]:.0f}" for name in ("met_share", "low", "high"))
    return f"{met} % ({low} … {high})"


def inputs(study: Study) -> list[Part]:
    """Return what was compared, what its figures rest on, and what not to conclude."""
    heads = [label(f"inputs/{name}") for name in ("kind", "title", "name", "sources", "hash")]
    rows = [
        element(
            "tr",
            element("th", label(f"kind/{model.kind}"), scope="row"),
            element("td", *_about(model)),
            element("td", model.name),
            element("td", _sources(model), classes="drill-number-cell"),
            element("td", digest(model)[:DIGITS_OF_HASH], title=digest(model)),
        )
        for model in inputs_of(study.cases)
    ]
    luck = both_ways("inputs/luck", runs=study.replications, seed=str(study.seed))
    parts: list[Part] = [
        element("p", luck),
        *([element("p", label("inputs/stopped"), ": ", study.ended)] if study.ended else []),
        element(
            "table",
            element("thead", element("tr", *(element("th", h, scope="col") for h in heads))),
            element("tbody", *rows),
        ),
    ]
    return [*parts, *cautions()]


def _about(model: Scenario | Plan | Organisation) -> list[Part]:
    parts: list[Part] = [two(model.title)]
    if isinstance(model, Plan):
        parts.append(element("div", two(model.summary), classes="drill-key"))
    return parts


def _sources(model: Scenario | Plan | Organisation) -> str:
    # The organisation that a breach brings has a line of its own.
    found = [claim for path, claim in claims_of(model) if path[0] != "organisation"]
    proven = sum(bool(claim.evidence) for claim in found)
    judged = sum(claim.judgement is not None and not claim.evidence for claim in found)
    return f"{proven} / {judged} / {len(found) - proven - judged}"


def cautions() -> list[Part]:
    """Return how to read an interval, and what not to conclude, in both languages."""
    reading = [element("p", two(CATALOGUE[f"caution/{name}"])) for name in ("pairs", "interval")]
    lines = [element("li", two(CATALOGUE[key])) for key in CAUTIONS]
    return [*reading, element("h4", label("inputs/cautions")), element("ul", *lines)]

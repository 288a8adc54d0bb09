"""What a chart shows, in a plain sentence: for screen readers, and where pictures fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from simulation.charts.days import CURVE_TITLES, TO_DAY, Amount
from simulation.charts.drill_words import DRILL_CHARTS
from simulation.charts.look import printable
from simulation.charts.paper import compact
from simulation.charts.plans import MEASURES_SHOWN
from simulation.charts.signs import signs_said
from simulation.charts.story import Story
from simulation.charts.sweep import point
from simulation.charts.words import (
    duty_titles,
    factor,
    known_mean,
    measure_text,
    one_in_twenty,
    short_unit,
    team_titles,
)
from simulation.charts.worked import work_of
from simulation.run import Run
from simulation.study import Difference, Study
from simulation.study.columns import FORM, MET, WAITED
from simulation.study.measures import measure_named
from simulation.study.refusing import place_of
from simulation.study.wording import happened, shares
from simulation.text import in_language, say

COLON = {"en": ": ", "zh": "："}
JOINT = {"en": "; ", "zh": "；"}
STOP = {"en": ".", "zh": "。"}
BETWEEN_SENTENCES = {"en": " ", "zh": ""}
MOST_SETTINGS = 12
Parts = Iterator[str]


def alt(
    data: Study | Run | Story,
    chart: str,
    of: str = "",
    *,
    measures: Sequence[str] | None = None,
    language: str = "en",
) -> str:
    """Return what a chart shows as one sentence with its figures.

    Charts are fan, forms, exceedance, differences, deadlines, waiting and swept of a study, gantt
    of a run or of a drill's story, and exposure, cost, trust and work of the latter; `of` is the
    curve of a fan, the measure of exceedance and of a sweep, and the plan that differences are
    taken from, in `measures` as the picture has them.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> study = compare(
    ...     load("breaches/mis-sent-filing"), load("plans/lean"), replications=2, seed=1
    ... )
    >>> alt(study, "exceedance").startswith("Cost that one run in twenty exceeds: lean")
    True
    """
    if isinstance(data, Run):
        place_of("chart", chart, ("gantt",), where="chart")
        return _gantt(data, language)
    if isinstance(data, Story):
        place_of("chart", chart, (*DRILL_CHARTS, "gantt"), where="chart")
        if chart == "gantt":
            return _gantt(data, language)
        return DRILL_CHARTS[chart](data, language)
    place_of("chart", chart, (*_SENTENCES, "differences"), where="chart")
    if chart == "differences":
        lead, parts = _differences(data, of, language, measures or MEASURES_SHOWN)
    else:
        lead, parts = _SENTENCES[chart](data, of, language)
    said = JOINT[language].join(parts) or say("chart/never", language)
    sentence = f"{lead}{COLON[language]}{said}{STOP[language]}"
    return sentence[0].upper() + sentence[1:]


def _title(measure: str, language: str) -> str:
    return in_language(measure_text(measure), language)


def _fan(study: Study, of: str, language: str) -> tuple[str, Parts]:
    curve = of or "record_days_untold"
    amount = Amount.of(curve, study.currency)
    unit = in_language(amount.unit.split(" · ")[0])

    def parts() -> Parts:
        for plan in study.plans:
            fan = study.fan(curve, plan)
            # Where the picture ends: between two days read, it has straight lines.
            ends = [float(np.interp(TO_DAY, fan.days, at)) for at in (fan.p50, fan.p5, fan.p95)]
            if np.isnan(ends).any():
                yield f"{plan}: {say('chart/no_run', language)}"
                continue
            middle, low, high = (compact(amount.factor * end) for end in ends)
            yield say(
                "alt/spread", language, plan=plan, middle=f"{middle} {unit}", low=low, high=high
            )

    title = say(CURVE_TITLES[curve], language)
    return say("alt/fan", language, title=title, day=f"{TO_DAY:.0f}"), parts()


def _forms(study: Study, _of: str, language: str) -> tuple[str, Parts]:
    def parts() -> Parts:
        for plan in study.plans:
            total, _ = known_mean(study.of("cost", plan))
            means = {f: known_mean(study.column(FORM + f, plan))[0] or 0.0 for f in study.forms}
            largest = max(means, key=lambda form: means[form])
            yield say(
                "alt/cost",
                language,
                plan=plan,
                total=f"{compact(total or 0.0)} {study.currency}",
                form=say(f"form/{largest}", language),
                part=compact(means[largest]),
            )

    return say("chart/forms", language), parts()


def _exceedance(study: Study, of: str, language: str) -> tuple[str, Parts]:
    measure = of or "cost"
    lower = measure_named(measure).lower_is_better

    def parts() -> Parts:
        for plan in study.plans:
            tail = one_in_twenty(study, measure, plan)
            if tail is None:
                yield f"{plan} {say('chart/never', language)}"
            else:
                figure = compact(factor(measure) * tail)
                yield f"{plan} {figure} {short_unit(study, measure)}"

    key = "alt/exceedance" if lower else "alt/shortfall"
    return say(key, language, measure=_title(measure, language)), parts()


def _differences(
    study: Study, of: str, language: str, measures: Sequence[str]
) -> tuple[str, Parts]:
    base = of or study.plans[0]

    def parts() -> Parts:
        for plan in study.plans:
            if plan != base:
                found = [study.difference(name, plan, base) for name in measures]
                yield f"{plan}: {', '.join(_less(study, one, language) for one in found)}"

    return say("chart/against", language, plan=base), parts()


def _less(study: Study, one: Difference, language: str) -> str:
    """Return a difference with its verdict."""
    title = _title(one.measure, language)
    if one.mean_misleads:
        said = say(f"verdict/{one.verdict}", language)
        return f"{title} {happened(one, language)}, {shares(one, language)} ({said})"
    if one.verdict not in ("better", "worse") or one.mean is None:
        return f"{title} ({say('chart/not_shown', language)})"
    times, unit = factor(one.measure), short_unit(study, one.measure)
    size = compact(times * one.mean, sign=True)
    half = compact(times * ((one.high or 0.0) - (one.low or 0.0)) / 2)
    behind = say("unit/points", language) if unit == "%" else unit
    return f"{title} {size} ± {half} {behind} ({say(f'chart/{one.verdict}', language)})"


def _deadlines(study: Study, _of: str, language: str) -> tuple[str, Parts]:
    titles = duty_titles(study)

    def parts() -> Parts:
        for duty in study.duties:
            met = {plan: study.column(MET + duty, plan) for plan in study.plans}
            shares = [
                f"{plan} {100.0 * float(np.nanmean(column)):.0f} %"
                for plan, column in met.items()
                if not np.isnan(column).all()
            ]
            if shares:
                yield f"{printable(in_language(titles[duty], language))}: {', '.join(shares)}"

    return say("chart/duties", language), parts()


def _waiting(study: Study, _of: str, language: str) -> tuple[str, Parts]:
    titles = team_titles(study)

    def parts() -> Parts:
        for plan in study.plans:
            means = {t: known_mean(study.column(WAITED + t, plan))[0] or 0.0 for t in study.teams}
            team = max(means, key=lambda name: means[name], default="")
            if team:
                name = printable(in_language(titles[team], language))
                yield f"{plan} {name} {means[team]:,.1f} h"

    return say("alt/waiting", language), parts()


def _swept(study: Study, of: str, language: str) -> tuple[str, Parts]:
    measure = of or "cost"

    def parts() -> Parts:
        for plan in study.plans[:MOST_SETTINGS]:
            at = point(factor(measure) * study.of(measure, plan))
            if at is None:
                yield f"{plan} {say('chart/never', language)}"
            else:
                around = f"{compact(at.mean)} ± {compact(at.high - at.mean)}"
                yield f"{plan} {around} {short_unit(study, measure)}"

    return say("alt/swept", language, measure=_title(measure, language)), parts()


def _gantt(run: Run | Story, language: str) -> str:
    shown = work_of(run)
    if not shown.spans:
        return say("alt/no_work", language)
    waits = [span for span in shown.spans if span.waiting]
    between = BETWEEN_SENTENCES[language]
    marked = signs_said(shown.signs, language)
    signs = between + marked if marked else ""
    sentence = say(
        "alt/gantt",
        language,
        tasks=len({span.task for span in shown.spans}),
        teams=len({span.team for span in shown.spans}),
        days=f"{shown.end_h / 24.0:.0f}",
    )
    if not waits:
        return sentence + signs
    longest = max(waits, key=lambda span: span.end_h - span.start_h)
    return (
        sentence
        + between
        + say(
            "alt/longest_wait",
            language,
            task=printable(in_language(shown.tasks.get(longest.task, longest.task), language)),
            team=printable(in_language(shown.teams[longest.team], language)),
            hours=f"{longest.end_h - max(0.0, longest.start_h):.0f}",
        )
        + signs
    )


_SENTENCES: dict[str, Callable[[Study, str, str], tuple[str, Parts]]] = {
    "fan": _fan,
    "forms": _forms,
    "exceedance": _exceedance,
    "deadlines": _deadlines,
    "waiting": _waiting,
    "swept": _swept,
}

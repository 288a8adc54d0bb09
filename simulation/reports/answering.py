"""What a study answers, for who reads two pages: plan by plan, in sentences and a small table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from simulation.charts.words import duty_titles
from simulation.study import Difference, Study
from simulation.study.columns import MET
from simulation.study.figures import NOT_SHOWN, SHARES, percentile
from simulation.study.measures import measure_named
from simulation.study.wording import (
    amount,
    figure,
    happened,
    interval,
    shares,
    signed,
    size_and_side,
    unhappened,
    verdict,
)
from simulation.text import LANGUAGES, in_language, say, told
from simulation.units import format_number

HEADLINES = (
    *("clients_told_h", "record_days_untold", "people_misused"),
    *("cost", "trust_at_year_share", "duties_met_share"),
)
"""The measures of which a report speaks if nobody has chosen any; its tables have all."""
MOST_IN_SENTENCES = 2
"""More plans than this beside the first are answered in a line each."""
MOST_ANSWERED = 6
NEARLY_NEVER_SHARE = 0.05
"""A duty met in no more of the runs than this is missed in nearly every run."""

FAR_OFF = " †"
"""Marks a mean that lies outside of where nine of ten runs do."""

Row = dict[str, Any]


def spoken_of(measures: Iterable[str] | None) -> tuple[str, ...]:
    """Return the measures to speak of: those chosen, or the headlines.

    >>> spoken_of(["cost", "cost"]), len(spoken_of(None))
    (('cost',), 6)
    """
    chosen = dict.fromkeys(measure_named(name).name for name in measures or ())
    return tuple(chosen) or HEADLINES


def answers(study: Study, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return headings with what is to be said under each; few plans get a sentence a measure."""
    first, *rest = study.plans
    others = rest[:MOST_ANSWERED]
    if not others:
        return [(first, _alone(study, names))]
    if len(others) <= MOST_IN_SENTENCES:
        found = [(f"{plan} against {first}", _sentences(study, plan, names)) for plan in others]
    else:
        found = [(f"Against {first}", [_in_short(study, plan, first, names) for plan in others])]
    pairs = [_in_short(study, plan, against, names) for plan, against in pairs_of(study)]
    return [*found, ("Against each other", pairs)] if pairs else found


def pairs_of(study: Study) -> list[tuple[str, str]]:
    """Return the pairs of plans of which neither is the first; none of a sweep's settings."""
    others = () if study.settings else study.plans[1 : MOST_ANSWERED + 1]
    return [(plan, against) for against, plan in itertools.combinations(others, 2)]


def _sentences(study: Study, plan: str, names: Sequence[str]) -> list[str]:
    return [verdict(study.difference(name, plan), study.currency) for name in names]


def _in_short(study: Study, plan: str, against: str, names: Sequence[str]) -> str:
    """Return in one line in which measures a plan is better than another, or worse, or neither."""
    found: dict[str, list[str]] = {"better": [], "worse": []}
    for name in names:
        one = study.difference(name, plan, against)
        size = ""
        if has_mean(one):
            around = interval(one, study.currency)
            size = f" ({size_and_side(one, study.currency)} [{around}]{_among(one)})"
        found.setdefault(one.verdict, []).append(f"{measure_named(name).title}{size}")
    said = "; ".join(f"{word}: {', '.join(titles)}" for word, titles in found.items() if titles)
    return f"{plan} against {against}: {said}."


def has_mean(one: Difference) -> bool:
    """Return whether a difference is told with its mean and interval.

    It is wherever there is an interval, but for what the same in every run has nothing to say of,
    and for a verdict by the shares of runs that the mean, which leaves runs out, speaks against.
    """
    verdicts = (NOT_SHOWN,) if one.mean_misleads else (NOT_SHOWN, "better", "worse")
    return one.low is not None and one.verdict in verdicts


def _among(one: Difference) -> str:
    """Say of which runs a mean is, where something happened under one plan alone in some."""
    return f" in the {one.pairs:,} runs with both" if one.uneven else ""


def _alone(study: Study, names: Sequence[str]) -> list[str]:
    sentences = []
    for name in names:
        one = study.summary_of(name, study.plans[0])
        middle, low, high = (
            amount(name, value, study.currency) for value in (one.p50, one.p5, one.p95)
        )
        title = measure_named(name).title
        sentences.append(
            f"{title[0].upper()}{title[1:]}: {middle} in the middle run, "
            f"{low} to {high} in nine of ten."
        )
    return sentences


def glance(study: Study, names: Sequence[str]) -> Row:
    """Return the figures for a first look: a row a measure, a column a plan."""
    plans = study.plans[: MOST_ANSWERED + 1]
    rows = [
        (title_of(study, name), [_around(study, name, plan) for plan in plans]) for name in names
    ]
    far_off = any(cell.endswith(FAR_OFF) for _, cells in rows for cell in cells)
    return {
        "plans": plans,
        "rows": rows,
        "left_out": len(study.plans) - len(plans),
        "far_off": told("report/far_off") if far_off else "",
    }


def title_of(study: Study, name: str) -> str:
    """Return a measure with its unit, where its name does not say it."""
    unit = {"share": "%"}.get(measure_named(name).unit, study.unit(name))
    title = measure_named(name).title
    return title if unit in title else f"{title}, {unit}"


def _around(study: Study, name: str, plan: str) -> str:
    """Return the mean of the runs in which it happened, and where nine of ten of those lie."""
    values = study.of(name, plan)
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return unhappened(name)
    mean = study.summary_of(name, plan).mean or 0.0
    low, high = (percentile(known, share) or 0.0 for share in (SHARES[0], SHARES[-1]))
    shown, least, most = (figure(name, value) for value in (mean, low, high))
    within = f"{shown} ({least} to {most})" if least != most else f"{shown} (nine of ten: {most})"
    counted = f", {len(known):,}/{len(values):,}" if len(known) < len(values) else ""
    outside = FAR_OFF if shown not in (least, most) and not low <= mean <= high else ""
    return (shown if shown == least == most else within) + counted + outside


def between(study: Study, names: Sequence[str]) -> list[Row]:
    """Return the differences of the plans that are not the first, pair by pair."""
    return [
        {
            "title": title_of(study, name),
            "rows": [
                (f"{plan} less {against}", difference_words(study.difference(name, plan, against)))
                for plan, against in pairs_of(study)
            ],
        }
        for name in names
    ]


def difference_words(one: Difference) -> str:
    """Return a verdict with what it rests on: the mean, its interval, and the shares of runs."""
    told = f"{one.verdict}: {_behind(one)}"
    return told + (f"; {one.needed:,} runs would show it" if one.needed else "")


def _behind(one: Difference) -> str:
    """Return what a verdict rests on."""
    often = f"{happened(one)} · " if one.uneven else ""
    if not has_mean(one):
        return f"{often}{shares(one)}"
    ends = (one.mean or 0.0, one.low or 0.0, one.high or 0.0)
    mean, low, high = (signed(one.measure, value) for value in ends)
    return f"{mean} [{low}, {high}]{_among(one)} · {often}{shares(one)}"


# -- legal duties -----------------------------------------------------------------------------


def missed(study: Study) -> Row:
    """Return the duties that some plan misses in nearly every run, and how often each meets them.

    Another plan may meet such a duty in most of them.

    A higher share of duties met says nothing of a duty that is missed whatever is done.
    """
    titles = duty_titles(study)
    plans = study.plans[: MOST_ANSWERED + 1]
    rows = []
    for duty in study.duties:
        counts = [_count(study, duty, plan) for plan in plans]
        if any(ran and met <= NEARLY_NEVER_SHARE * ran for met, ran in counts):
            cells = [f"{met:,} of {ran:,}" if ran else "no clock ran" for met, ran in counts]
            rows.append((in_language(titles[duty]), cells))
    return {"plans": plans, "rows": rows, "limits": list(own_limits(study))}


def _count(study: Study, duty: str, plan: str) -> tuple[int, int]:
    met = study.column(MET + duty, plan)
    ran = met[~np.isnan(met)]
    return int((ran == 1.0).sum()), len(ran)


def own_limits(study: Study) -> Iterator[str]:
    """Say where a law gives no hours, so that the organisation's own limit is what is missed."""
    firm = study.cases[0].firm
    duties = {duty.id: duty for law in firm.laws for duty in law.obligations}
    at_once = [
        duty
        for duty in study.duties
        if duty in duties
        and duties[duty].deadline.unit == "at_once"
        and any(_count(study, duty, plan)[1] for plan in study.plans)
    ]
    if at_once:
        hours = format_number(firm.notice_limit_h.central)
        yield " ".join(say("report/own_limit", language, hours=hours) for language in LANGUAGES)

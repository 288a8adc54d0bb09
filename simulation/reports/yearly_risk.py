"""The report of a firm's yearly risk: what it comes to, by which cause, what would lower it."""

from __future__ import annotations

from collections.abc import Sequence

from simulation import charts
from simulation.reports.assumptions import not_to_conclude
from simulation.reports.blocks import Document, Picture, Points, Section, Words, section, table
from simulation.risk import Risk, Treatment
from simulation.risk.assessing import SHARES, figures_at
from simulation.risk.saying import in_full, money, per_unit, rate, sentences, span
from simulation.text import CATALOGUE, LANGUAGES, both, say, told
from simulation.units import show_share

NAMES = {"var": "VaR", "tvar": "TVaR"}
NOT = ("not/forecast", "not/proof", "not/china")


def yearly_risk(found: Risk, treated: Sequence[Treatment] = ()) -> Document:
    """Return the report of a firm's risk, and of what would lower it.

    >>> from simulation.risk import risk
    >>> found = risk(
    ...     "organisations/bookkeeping-12",
    ...     "plans/lean",
    ...     ["breaches/mis-sent-filing"],
    ...     replications=5,
    ...     seed=1,
    ... )
    >>> yearly_risk(found).sections[0].title["en"]
    'In short'
    """
    words = {
        "firm": found.title,
        "plan": found.plan_title,
        "replications": f"{found.replications:,}",
        "seed": f"{found.seed}",
    }
    parts = [
        section("risk/answer", Points(tuple(both(one) for one in sentences(found)))),
        _year(found),
        _causes(found),
        *([_treatments(found, treated)] if treated else []),
        not_to_conclude(*NOT),
    ]
    return Document(
        title=both(found.title),
        kind=CATALOGUE["risk/kind"],
        subtitle=told("risk/subtitle", **words),
        sections=tuple(parts),
    )


def _year(found: Risk) -> Section:
    rows = []
    for share in SHARES:
        for name, read in figures_at(share).items():
            low, high = found.interval(read)
            key = "risk/within" if name == "var" else "risk/beyond"
            words = _both(key, share=show_share(share))
            title = f"{NAMES[name]} {100 * share:.0f} %: {words}"
            rows.append((title, money(read(found.year)), f"{money(low)} – {money(high)}"))
    said = " ".join(one["en"] for one in sentences(found)[:3])
    return section(
        "risk/figures",
        Picture(charts.yearly(found), said),
        table("figure amount interval", rows, figures=(1, 2), caption=found.currency),
    )


def _causes(found: Risk) -> Section:
    rows = [
        (
            both(CATALOGUE[f"cause/{one.cause}"]),
            rate(one.per_year),
            ", ".join(one.breaches),
            money(one.mean_loss),
            money(one.yearly_mean),
        )
        for one in found.causes
    ]
    said = "; ".join(f"{row[0]}: {row[4]} {found.currency}" for row in rows)
    return section(
        "risk/causes",
        Picture(charts.by_cause(found), said),
        table(
            "cause per_year breaches mean_loss yearly_mean",
            rows,
            figures=(1, 3, 4),
            caption=found.currency,
        ),
    )


def _treatments(found: Risk, treated: Sequence[Treatment]) -> Section:
    rows = [
        (
            both(in_full(one)),
            money(one.yearly_cost),
            span(one) if one.shown else _both("risk/not_shown", figures=span(one)),
            per_unit(one),
            money(one.less_tail),
        )
        for one in treated
    ]
    said = "; ".join(f"{row[0]}: {row[2]}" for row in rows)
    return section(
        "risk/treatments",
        Picture(charts.treated(treated, found.currency), said),
        table(
            "treatment cost_a_year less_loss return less_tail",
            rows,
            figures=(1, 2, 3, 4),
            caption=found.currency,
        ),
        Words(_both("risk/value"), "soft"),
    )


def _both(key: str, **words: object) -> str:
    return both({language: say(key, language, **words) for language in LANGUAGES})

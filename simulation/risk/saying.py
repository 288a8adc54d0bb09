"""A firm's yearly risk in sentences, for terminals, charts' alternatives and reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulation.risk.assessing import SHARES, Risk
from simulation.risk.treating import Treatment
from simulation.text import CATALOGUE, LANGUAGES, say
from simulation.units import format_number, show_share

DIGITS = 3


def money(amount: float) -> str:
    """Return an amount with three digits that count.

    >>> money(62246.4), money(0.0)
    ('62,200', '0')
    """
    return f"{float(f'{amount:.{DIGITS}g}'):,.10g}"


def sentences(found: Risk) -> list[dict[str, str]]:
    """Return what a firm's risk comes to, a sentence each, in both languages."""
    return [
        {language: say(key, language, **_in(language, words)) for language in LANGUAGES}
        for key, words in _said(found)
    ]


def _said(found: Risk) -> Iterator[tuple[str, dict[str, object]]]:
    worst = SHARES[-1]
    low, high = found.interval(lambda year: year.tail_mean(worst))
    per_breach = found.yearly_mean / found.per_year if found.per_year else 0.0
    yield (
        "risk/chance",
        {"chance": show_share(found.chance_of_a_breach), "per_year": f"{found.per_year:.2g}"},
    )
    yield (
        "risk/mean",
        {
            "mean": money(found.yearly_mean),
            "se": money(found.yearly_mean_se),
            "given": money(per_breach),
            "currency": found.currency,
        },
    )
    yield (
        "risk/tail",
        {
            "tail": money(found.year.tail_mean(worst)),
            "low": money(low),
            "high": money(high),
            "currency": found.currency,
        },
    )
    grade = CATALOGUE[f"grade/{found.grade}"]
    yield "risk/score", {"score": f"{found.score:.2g}", "grade": grade}
    yield (
        "risk/ruin",
        {
            "ruin": f"{100.0 * found.chance_of_ruin:.2g} %",
            "share": show_share(found.ruin_turnover_share),
        },
    )
    if found.left_out:
        names = [CATALOGUE[f"cause/{cause}"] for cause, _ in found.left_out]
        joined = {language: ", ".join(name[language] for name in names) for language in LANGUAGES}
        yield "risk/left_out", {"causes": joined}
    yield "risk/interval", {}


def _in(language: str, words: dict[str, object]) -> dict[str, object]:
    return {k: v[language] if isinstance(v, dict) else v for k, v in words.items()}


def lines(found: Risk, treated: Sequence[Treatment]) -> list[str]:
    """Return a firm's risk as lines of a terminal, and what would lower it."""
    said = [f"{found.organisation} · {found.plan}", ""]
    said += [sentence["en"] for sentence in sentences(found)]
    said += ["", f"{'cause':<22}{'a year':>10}{'mean loss':>14}{'mean a year':>14}"]
    said += [
        f"{CATALOGUE[f'cause/{one.cause}']['en']:<22}{one.per_year:>10.2g}"
        f"{money(one.mean_loss):>14}{money(one.yearly_mean):>14}"
        for one in found.causes
    ]
    if treated:
        said += ["", f"{'control or hire':<30}{'costs':>12}{'less loss':>12}{'per unit':>10}"]
        said += [
            f"{name_of(one)['en']:<30.29}{money(one.yearly_cost):>12}{money(one.less_loss):>12}"
            f"{one.return_share:>10.2g}{'' if one.shown else '  not shown'}"
            for one in treated
        ]
    return said


def name_of(one: Treatment) -> dict[str, str]:
    """Return what a treatment is called."""
    if one.kind == "control":
        return dict.fromkeys(LANGUAGES, one.name)
    return {language: say("risk/hire", language, team=one.name) for language in LANGUAGES}


def span(one: Treatment) -> str:
    """Return what a treatment takes from a year's loss, with its interval."""
    return f"{money(one.less_loss)} [{money(one.low)}, {money(one.high)}]"


def per_unit(one: Treatment) -> str:
    """Return what a treatment is worth for each unit of money."""
    return format_number(float(f"{one.return_share:.2g}"))

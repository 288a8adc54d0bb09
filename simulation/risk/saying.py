"""A firm's yearly risk in sentences, for terminals, charts' alternatives and reports."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from simulation.risk.assessing import SHARES, Risk
from simulation.risk.auditing import AUDITS, HELPS, Weakness
from simulation.risk.treating import Treatment
from simulation.study.figures import half_width
from simulation.study.wording import NEXT_TO_NOTHING
from simulation.text import CATALOGUE, LANGUAGES, in_language, say
from simulation.units import format_number, show_share

DIGITS = 3
LEAST_MONEY, LEAST_RATE, LEAST_RETURN = 0.5, 0.0001, 0.01
"""Below this nothing is told apart from nothing: money, breaches a year, gain for each unit."""
LEAST_RUIN = 0.0001
WIDTH, NAME_WIDTH = 99, 42


def money(amount: float) -> str:
    """Return an amount with three digits that count; what is next to nothing is said so.

    >>> money(62246.4), money(0.0), money(0.00001)
    ('62,200', '0', '≈ 0')
    """
    if amount and abs(amount) < LEAST_MONEY:
        return NEXT_TO_NOTHING
    return f"{float(f'{amount:.{DIGITS}g}'):,.10g}"


def number(value: float, least: float) -> str:
    """Return a number with two digits that count, or that it is below the least that is shown.

    >>> number(0.0036, 0.0001), number(0.00001, 0.0001), number(-0.003, 0.01), number(0.0, 0.01)
    ('0.0036', '< 0.0001', '≈ 0', '0')
    """
    if value and abs(value) < least:
        return f"< {least:g}" if value > 0.0 else NEXT_TO_NOTHING
    return format_number(float(f"{value:.2g}"))


def sentences(found: Risk) -> list[dict[str, str]]:
    """Return what a firm's risk comes to, a sentence each, in both languages."""
    return [
        {language: say(key, language, **_in(language, words)) for language in LANGUAGES}
        for key, words in _said(found)
    ]


def _said(found: Risk) -> Iterator[tuple[str, dict[str, object]]]:
    worst = SHARES[-1]
    low, high = found.interval(lambda year: year.tail_mean(worst))
    half = half_width(found.yearly_mean_se, found.replications)
    per_breach = found.yearly_mean / found.per_year if found.per_year else 0.0
    yield (
        "risk/chance",
        {"chance": show_share(found.chance_of_a_breach), "per_year": rate(found.per_year)},
    )
    yield (
        "risk/mean",
        {
            "mean": money(found.yearly_mean),
            "low": money(max(0.0, found.yearly_mean - half)),
            "high": money(found.yearly_mean + half),
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
    yield "risk/score", {"score": number(found.score, LEAST_RETURN), "grade": grade}
    yield (
        "risk/ruin",
        {
            "ruin": _ruin(found.chance_of_ruin),
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


def _ruin(chance: float) -> dict[str, str]:
    """Return a chance that may be very small, in plain words."""
    if chance >= LEAST_RUIN:
        return dict.fromkeys(LANGUAGES, f"{number(100.0 * chance, 100.0 * LEAST_RUIN)} %")
    most = f"{100.0 * LEAST_RUIN:g}"
    return {language: say("risk/hardly_ever", language, most=most) for language in LANGUAGES}


def lines(found: Risk, treated: Sequence[Treatment]) -> list[str]:
    """Return a firm's risk as lines of a terminal, and what would lower it."""
    said = [f"{in_language(found.title)} · {in_language(found.plan_title)}", ""]
    for sentence in sentences(found):
        said += textwrap.wrap(sentence["en"], WIDTH)
    said += ["", f"{'cause':<22}{'a year':>10}{'mean loss':>14}{'mean a year':>14}"]
    said += [
        f"{CATALOGUE[f'cause/{one.cause}']['en']:<22}{rate(one.per_year):>10}"
        f"{money(one.mean_loss):>14}{money(one.yearly_mean):>14}"
        for one in found.causes
    ]
    if treated:
        heads = f"{'costs a year':>12}{'less loss a year [95 %]':>35}{'per unit':>10}"
        said += ["", f"{'control or hire':<{NAME_WIDTH}}{heads}"]
        said += [line for one in treated for line in _tried(one)]
    return said


def _tried(one: Treatment) -> Iterator[str]:
    """Give the lines of a treatment in a terminal: what it is worth, and what is there already."""
    name = name_of(one)["en"]
    shown = name if len(name) < NAME_WIDTH else f"{name[: NAME_WIDTH - 2]}…"
    worth = per_unit(one) if one.shown else "not shown"
    yield f"{shown:<{NAME_WIDTH}}{money(one.yearly_cost):>12} {span(one):>34}{worth:>10}"
    if there := already(one):
        yield f"  {there['en']}"


def weaknesses(found: Sequence[Weakness], by: str) -> list[str]:
    """Return what an audit found as lines of a terminal, by what each control helps with."""
    seen = [one for one in found if one.found]
    others = " or ".join(one for one in AUDITS if one != by)
    head = say("risk/audit_found", "en", seen=len(seen), all=len(found), by=by, others=others)
    said = [head]
    for helps in HELPS:
        group = [one for one in seen if one.helps == helps]
        if group:
            said += ["", say(f"risk/audit_{helps}", "en"), *map(_weak, group)]
    return [*said, "", say("risk/audit_worth", "en")] if seen else said


def _weak(one: Weakness) -> str:
    spared = show_share(one.spared_share) if one.spared_share > 0.0 else ""
    title = one.title["en"]
    shown = title if len(title) < NAME_WIDTH else f"{title[: NAME_WIDTH - 2]}…"
    strong = f"{100.0 * one.strength:.0f} %"
    return f"  {one.control:<29} {shown:<{NAME_WIDTH}}{strong:>9}{spared:>9}".rstrip()


def name_of(one: Treatment) -> dict[str, str]:
    """Return what a treatment is called."""
    if one.kind == "control":
        return one.title
    return {
        language: say("risk/hire", language, team=one.title[language]) for language in LANGUAGES
    }


def already(one: Treatment) -> dict[str, str]:
    """Return that a firm has a control already, and how strong; nothing where it has it not."""
    if one.there_share <= 0.0:
        return {}
    key = "risk/there_as_usual" if one.there_as_usual else "risk/there"
    share = show_share(one.there_share)
    return {language: say(key, language, share=share) for language in LANGUAGES}


def in_full(one: Treatment) -> dict[str, str]:
    """Return what a treatment is called, and that a firm has it already."""
    there, name = already(one), name_of(one)
    if not there:
        return name
    return {
        language: say("risk/named", language, name=name[language], there=there[language])
        for language in LANGUAGES
    }


def span(one: Treatment) -> str:
    """Return what a treatment takes from a year's loss, with its interval."""
    return f"{money(one.less_loss)} [{money(one.low)}, {money(one.high)}]"


def per_unit(one: Treatment) -> str:
    """Return what a treatment is worth for each unit of money."""
    return number(one.return_share, LEAST_RETURN)


def rate(per_year: float) -> str:
    """Return how often something comes in a year.

    >>> rate(0.02), rate(0.00001)
    ('0.02', '< 0.0001')
    """
    return number(per_year, LEAST_RATE)

"""What the charts of a drill show, in a plain sentence with its figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from simulation.charts.look import printable
from simulation.charts.signs import signs_said
from simulation.charts.story import HOUR, Story
from simulation.text import say
from simulation.units import show_duration, show_money, show_share


def _exposure(story: Story, language: str) -> str:
    series = story.series
    known = say(
        "alt/drill_exposure",
        language,
        known=_people(series.people[-1]),
        low=_people(series.people_low[-1]),
        high=_people(series.people_high[-1]),
        told=_people(series.people_told[-1]),
    )
    if not series.people_true:
        return known + say("alt/stop", language)
    return say("alt/drill_true", language, known=known, true=_people(series.people_true[-1]))


def _people(value: float) -> str:
    return f"{value:,.0f}"


def _trust(story: Story, language: str) -> str:
    true, surveyed = story.series.trust_share, story.series.trust_surveyed
    found = [share for share in surveyed if not math.isnan(share)]
    if true:
        at = {"first": true[0], "lowest": min(true), "last": true[-1]}
        return say("alt/drill_trust", language, **_shares(at))
    if not found:
        return say("alt/drill_trust_unknown", language)
    return say("alt/drill_trust_surveyed", language, **_shares({"last": found[-1]}))


def _shares(values: dict[str, float]) -> dict[str, str]:
    return {name: show_share(round(share, 3)) for name, share in values.items()}


def _cost(story: Story, language: str) -> str:
    last = story.cost[-1][1]
    half_s = next(time_s for time_s, cost in story.cost if cost >= last / 2)
    return say(
        "alt/drill_cost",
        language,
        last=show_money(last, story.currency),
        half=show_duration(half_s - story.first_s, language),
    )


def _work(story: Story, language: str) -> str:
    worked: Counter[str] = Counter()
    for bar in story.bars:
        worked[bar.team] += (bar.end_s or story.now_s) - bar.start_s
    if not worked:
        return say("alt/no_work", language)
    team, spent_s = worked.most_common(1)[0]
    sentence = say(
        "alt/drill_work",
        language,
        tasks=len({bar.task for bar in story.bars}),
        teams=len(worked),
        busiest=printable(story.teams.get(team, team)),
        hours=f"{spent_s / HOUR:,.0f}",
    )
    marked = signs_said(story.signs, language)
    between = " " if marked and language == "en" else ""
    return sentence + between + marked


DRILL_CHARTS: dict[str, Callable[[Story, str], str]] = {
    "exposure": _exposure,
    "cost": _cost,
    "trust": _trust,
    "work": _work,
}
"""The charts of a drill, and the sentence for each."""

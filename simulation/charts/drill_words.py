"""What the charts of a drill show, in a plain sentence with its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from simulation.charts.look import printable
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
    trust = [show_share(round(share, 3)) for share in story.series.trust_share]
    lowest = show_share(round(min(story.series.trust_share), 3))
    return say("alt/drill_trust", language, first=trust[0], lowest=lowest, last=trust[-1])


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
    return say(
        "alt/drill_work",
        language,
        tasks=len({bar.task for bar in story.bars}),
        teams=len(worked),
        busiest=printable(story.teams.get(team, team)),
        hours=f"{spent_s / HOUR:,.0f}",
    )


DRILL_CHARTS: dict[str, Callable[[Story, str], str]] = {
    "exposure": _exposure,
    "cost": _cost,
    "trust": _trust,
    "work": _work,
}
"""The charts of a drill, and the sentence for each."""

"""From awareness to notice: how long, why, and how soon the leak ends."""

from __future__ import annotations

import datetime
import math
from zoneinfo import ZoneInfo

import numpy as np

from simulation.inputs.scenario import Scenario
from validation.bench import (
    PLANS,
    Bench,
    Sight,
    breaches,
    in_visits,
    plan_of,
    scenario_of,
    switched_off,
    told_after_d,
)
from validation.checks import (
    Check,
    Figure,
    Floats,
    Row,
    correlation,
    days,
    exactly,
    mean,
    number,
    percent,
    quantile,
    share,
)

INSIDER = "insider-export"
"""The case in which it is not known at once whom it concerns."""
FILINGS_D = {0.10: 22.0, 0.25: 33.0, 0.50: 60.0, 0.75: 123.0, 0.90: 222.0}
PREPARED = PLANS[1:]

NOTICE = Row("awareness to notice, no plan", "fitted", "T26–T28")
OTHERS = Row("the same where nothing was fitted", "prediction", "T26, T28")
REMOVED = Row(
    "each wait removed shortens it",
    "direction",
    "T26",
    "What is not on the longest way to the notice is hidden behind what is.",
)
FAR_SHORTER = Row("awareness to notice, lean and retainer", "direction", "judgement")
SIZE = Row(
    "size against notice delay, no plan",
    "prediction",
    "T30",
    "Within one firm what moves the size of a breach may move the delay as well.",
)
OVER = Row(
    "exposure over on discovery day",
    "prediction",
    "T24, D11",
    "How soon a way out is closed hangs on the hours of the firm's administrator, and without a "
    "plan on how often a first try leaves it open.",
)
IN_PROGRESS_SHARE = 0.41

WAITS: dict[str, tuple[str, tuple[str, str]]] = {
    # mechanism: what it is, from when to when it must be shorter without it
    "sign-unseen": ("sign unseen", ("first_sign_h", "aware_h")),
    "listing-wait": ("waiting for the list", ("aware_h", "clients_told_h")),
    "advice-wait": ("waiting for advice", ("aware_h", "clients_told_h")),
    "deciding-wait": ("waiting for the decision", ("aware_h", "clients_told_h")),
    "search-for-help": ("looking for help", ("aware_h", "clients_told_h")),
    "repeats": ("approval rounds and other repeats", ("aware_h", "clients_told_h")),
    "everyday-work": ("other work first", ("first_sign_h", "clients_told_h")),
    "nights": ("nights and weekends", ("first_sign_h", "clients_told_h")),
}


def checks(bench: Bench) -> list[Check]:
    """Return all checks of telling and of the end of exposure."""
    return [
        *notice(bench),
        *others(bench),
        *removed(bench),
        *prepared(bench),
        *size(bench),
        *over(bench),
    ]


def delays(bench: Bench, plan: str, breach: str = INSIDER) -> Floats:
    """Return days from awareness to notice."""
    found = [told_after_d(s) for s in bench.shipped(breach, plan)]
    return np.array([delay for delay in found if delay is not None])


def notice(bench: Bench) -> list[Check]:
    """The waits were fitted to filings, so this proves the fit alone."""
    told_d = delays(bench, "no-plan")
    found = []
    for level, expected_d in FILINGS_D.items():
        limits = (0.75 * expected_d, 1.25 * expected_d)
        wanted = f"{days(expected_d)} ± 25 %"
        figure = quantile(told_d, level)
        found.append(
            NOTICE.within(percent(level), figure, limits, days, expected=wanted, rows="T26")
        )
    return [
        *found,
        NOTICE.within("within 30 d", share(told_d <= 30), (0.10, 0.25), percent, rows="T28"),
        NOTICE.within("within 3 d", share(told_d <= 3), (0.0, 0.02), percent, rows="T28"),
    ]


def others(bench: Bench) -> list[Check]:
    """The same waits in a case to which they were not fitted, where people have to be found."""
    found = []
    for breach in breaches():
        if breach != INSIDER and not scenario_of(breach).affected_known:
            told_d = delays(bench, "no-plan", breach)
            limits = (0.75 * FILINGS_D[0.5], 1.25 * FILINGS_D[0.5])
            figure = quantile(told_d, 0.5)
            found.append(OTHERS.within(f"{breach}, median", figure, limits, days, rows="T26"))
            figure = share(told_d <= 30)
            what = f"{breach}, within 30 d"
            found.append(OTHERS.within(what, figure, (0.10, 0.25), percent, rows="T28"))
    return found


def removed(bench: Bench) -> list[Check]:
    """Take one wait away on the same luck; the time must become shorter."""
    scenario, plan = scenario_of(INSIDER), plan_of("no-plan")
    base = bench.shipped(INSIDER, "no-plan")
    found = []
    for mechanism, (what, (since, until)) in WAITS.items():
        case = scenario.without(mechanism)
        without = bench.sights(f"{INSIDER} without {mechanism}", case, plan)
        pairs = zip(base, without, strict=False)
        shorter = [
            (_between(b, since, until) - _between(a, since, until)) / 24.0
            for a, b in pairs
            if not math.isnan(_between(a, since, until) + _between(b, since, until))
        ]
        figure = mean(shorter)
        moments = {"aware_h": "awareness", "first_sign_h": "first sign"}
        quantity = f"{what}: {moments[since]} to {'notice' if 'told' in until else 'awareness'}"
        found.append(
            REMOVED.verdict(
                quantity,
                "shorter, the interval below 0",
                figure,
                days,
                passed=figure.high < 0.0,
                note=switched_off(case, INSIDER),
            )
        )
    return found


def _between(sight: Sight, since: str, until: str) -> float:
    start, end = getattr(sight.outcome, since), getattr(sight.outcome, until)
    return math.nan if start is None or end is None else float(end - start)


def prepared(bench: Bench) -> list[Check]:
    """Prepared firms tell far sooner, because their plans' files judge so."""
    usual = quantile(delays(bench, "no-plan"), 0.5)
    found = []
    for plan in PREPARED:
        figure = quantile(delays(bench, plan), 0.5)
        limit = usual.value / 3.0
        found.append(
            FAR_SHORTER.verdict(
                f"{plan}, median",
                f"under a third of no plan: {days(limit)}",
                figure,
                days,
                passed=figure.value < limit,
            )
        )
        waits = [task for task in plan_of(plan).tasks.values() if task.elapsed_h is not None]
        judged = [task.duration_h.judgement is not None for task in waits]
        found.append(
            FAR_SHORTER.verdict(
                f"{plan}, waits that say they are judgement",
                "all",
                exactly(float(np.mean(judged))),
                percent,
                passed=all(judged),
            )
        )
    return found


def size(bench: Bench) -> list[Check]:
    """Larger breaches are not told later: their size is not what takes time."""
    found = []
    for breach in filter(in_visits, breaches()):
        told = [(s, told_after_d(s)) for s in bench.shipped(breach, "no-plan")]
        known = [(s.outcome.people_affected, late) for s, late in told if late is not None]
        people, told_d = (np.array(column) for column in zip(*known, strict=True))
        figure = correlation(people, told_d)
        found.append(SIZE.within(f"{breach}, rank correlation", figure, (-0.2, 0.2), number))
    return found


def over(bench: Bench) -> list[Check]:
    """Whether a leak that still runs ends on the day on which it is known."""
    found, ended = [], []
    for breach in filter(in_visits, breaches()):
        scenario = scenario_of(breach)
        seen = [s for s in bench.shipped(breach, "no-plan") if s.outcome.aware_h is not None]
        here = [_ended_that_day(scenario, s) for s in seen]
        found.append(OVER.within(f"in progress: {breach}", share(here), (0.35, 0.55), percent))
        ended += here
    pooled = share(ended)
    mixed = Figure(*(1.0 - IN_PROGRESS_SHARE * (1.0 - x) for x in _parts(pooled)))
    rest = percent(1.0 - IN_PROGRESS_SHARE)
    note = f"a mistake is over when it is found, so the other {rest} count as over"
    return [*found, OVER.within("41 % in progress", mixed, (0.70, 0.85), percent, note=note)]


def _parts(figure: Figure) -> tuple[float, float, float]:
    return figure.value, figure.low, figure.high


def _ended_that_day(scenario: Scenario, sight: Sight) -> bool:
    """Whether the last way out was closed by midnight of the day of awareness."""
    ended, aware = sight.outcome.contained_h, sight.outcome.aware_h
    if ended is None or aware is None:
        return False
    return _date(scenario, ended) <= _date(scenario, aware)


def _date(scenario: Scenario, after_h: float) -> datetime.date:
    begins = scenario.begins.replace(tzinfo=ZoneInfo(scenario.organisation.time_zone))
    moment = begins.astimezone(datetime.UTC) + datetime.timedelta(hours=after_h)
    return moment.astimezone(begins.tzinfo).date()

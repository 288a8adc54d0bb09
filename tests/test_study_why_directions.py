"""No sentence of `why` names a cause that pushes the other way: over many pairs of runs.

The directions are written down here once more, by the words of the sentences.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from simulation.files import load
from simulation.inputs.scenario import MECHANISMS
from simulation.run import run
from simulation.study import Case, Why, why_between
from simulation.text import CATALOGUE, in_language
from simulation.units import seconds

BREACHES = ("insider-export", "mailbox-takeover", "mis-sent-filing")
PLANS = ("lean", "no-plan", "notify-early", "retainer", "verify-first")
TIME = r"-?\d+ d(?: \d+ h)?|-?\d+ h(?: \d+ min)?|-?\d+ min(?: \d+ s)?|-?\d+ s"
FIGURE = rf"({TIME}|\d[\d,]*(?:\.\d+)?(?: %)?)"
# Of each outcome: phrases with two figures, and whether it rises (1) or falls (-1) with them.
FIGURES: dict[str, dict[str, int]] = {
    "people_affected": {"{} records left, not {}": 1},
    "people_told": {"{} people were thought to be affected at the time, not {}": 1},
    "record_days_untold": {
        "{} of those affected were never told, not {}": 1,
        "{} records left, not {}": 1,
    },
    "people_misused": {"{} records left, not {}": 1},
    "contacts_answered": {
        "{} people were told, not {}": 1,
        "{} of clients came to know of it, not {}": 1,
    },
    "contacts_abandoned": {
        "{} people were told, not {}": 1,
        "{} of clients came to know of it, not {}": 1,
    },
    "duties_in_time": {"came {} after awareness, not {}": -1},
    "trust": {
        "came {} after awareness, not {}": -1,
        "{} of clients knew of it at that point, not {}": -1,
    },
    "clients_lost": {
        "{} of clients came to know of it, not {}": 1,
        "those who knew had {} to leave in on average, not {}": 1,
        "those who knew had lost {} of their trust on average, not {}": 1,
    },
}
# Phrases without figures, with the sign of the change that they can bring about.
WORDS: dict[str, dict[str, int]] = {
    "people_affected": {"containment came .* later": 1, "containment came .* earlier": -1},
    "record_days_untold": {
        "the notice to clients came [^;]* later": 1,
        "the notice to clients came [^;]* earlier": -1,
        "awareness came [^;]* later": 1,
        "awareness came [^;]* earlier": -1,
        "none of those affected were left untold": -1,
    },
    "people_misused": {"more record-days untold": 1, "fewer record-days untold": -1},
    "contacts_answered": {"fewer gave up asking": 1, "more gave up asking": -1},
    "trust": {"fewer gave up asking": 1, "more gave up asking": -1},
}
TALK = ("rumour", "social-monitoring", "untrue-statement", "remedy-fit")
# What an outcome rises with while it is on; of other mechanisms an outcome says nothing.
FEWER_WITHOUT = {
    "people_affected": ("lateral-movement", "recurrence"),
    "people_misused": ("misuse", "published", "fake-notices"),
    "contacts_answered": ("support", "learning", "word-of-mouth", "repeat-contacts"),
    "contacts_abandoned": ("support", "learning", "word-of-mouth"),
    "clients_lost": (
        *("attention", "churn", "delay-shock", "learning", "media", "misuse", "support"),
        *("told-first", "word-of-mouth", *TALK),
    ),
    "trust": ("message", "recovery"),
    "cost": (
        *("attention", "churn", "delay-shock", "learning", "media", "misuse", "support"),
        *("told-first", "word-of-mouth", "legal-cases"),
        *("back-ups", "downtime", "lateral-movement", "tampering-spread"),
    ),
}


def value_of(shown: str) -> float:
    plain = shown.replace(",", "").removesuffix(" %")
    if re.fullmatch(r"[\d.]+", plain):
        return float(plain)
    return float(seconds(plain.removeprefix("-"))) * (-1.0 if plain.startswith("-") else 1.0)


def faults(one: Why) -> Iterator[str]:
    """Give every outcome sentence with a phrase that goes against its change."""
    for link in one.chain:
        if link.kind != "outcome":
            continue
        change = link.after - link.before
        for phrase, sign in FIGURES.get(link.subject, {}).items():
            for found in re.finditer(phrase.format(FIGURE, FIGURE), link.text["en"]):
                after, before = map(value_of, found.groups())
                if (after - before) * sign * change <= 0.0:
                    yield link.text["en"]
        for phrase, sign in WORDS.get(link.subject, {}).items():
            if re.search(phrase, link.text["en"]) and sign * change <= 0.0:
                yield link.text["en"]
        yield from switches_against(link, change)


def half_said(one: Why) -> Iterator[str]:
    """Give Chinese sentences with English units or names, and zero seconds in either language."""
    for link in one.chain:
        if re.search(r"\d (?:d|h|min|s)\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", link.text["zh"]):
            yield link.text["zh"]
        if re.search(r"(?:takes|lasts|to take) 0 s|\b0 of \w+ answer", link.text["en"]):
            yield link.text["en"]


def switches_against(link: Any, change: float) -> Iterator[str]:
    for name in MECHANISMS:
        title = in_language(CATALOGUE[f"mechanism/{name}"])
        if f"“{title}”" in link.text["en"] and "switched off" in link.text["en"]:
            if (link.subject, name) == ("people_told", "scope-error"):
                continue  # a count that is wrong may be too high as well as too low
            lower = name in FEWER_WITHOUT.get(link.subject, ())
            known = lower or (link.subject, name) in OTHERWISE
            if not known or (change > 0.0) == lower:
                yield link.text["en"]


OTHERWISE = {
    *((o, m) for o in ("clients_lost", "cost") for m in ("message", "recovery")),
    *(
        ("trust", m)
        for m in (
            *("attention", "delay-shock", "learning", "media", "misuse", "support"),
            *("told-first", "word-of-mouth", *TALK),
        )
    ),
}


def told(cases: list[Case], replications: int, seed: int) -> Iterator[Why]:
    """Tell of each pair of cases, in some replications that each case is run in once."""
    for replication in range(replications):
        runs = [run(c.scenario, c.plan, seed=seed, replication=replication) for c in cases]
        for ours, theirs in itertools.permutations(range(len(cases)), 2):
            yield why_between(runs[ours], runs[theirs], cases[ours], cases[theirs])


def changed(scenario: Any) -> list[Case]:
    """Return lean, and lean with one thing changed: heads, waits, answers, mechanisms."""
    lean = load("plans/lean")
    cases = [Case("lean", scenario, lean)]
    for team in ("it", "seniors", "reception"):
        if any(one.name == team for one in scenario.organisation.teams):
            more = lean.change({f"staffing.{team}.add": 2})
            cases.append(Case(f"more {team}", scenario, more))
    for decision, asked in scenario.decisions.items():
        for option in asked.options:
            other = lean.change({f"answers.{decision}": option})
            cases.append(Case(f"{decision}={option}", scenario, other))
    return cases


@pytest.mark.slow
@pytest.mark.parametrize("breach", BREACHES)
def test_no_cause_goes_against_its_outcome_between_the_plans_of_the_library(breach: str) -> None:
    scenario = load(f"breaches/{breach}")
    cases = [Case(name, scenario, load(f"plans/{name}")) for name in PLANS]
    for one in told(cases, 6, seed=7):
        assert [*faults(one), *half_said(one)] == []


@pytest.mark.slow
@pytest.mark.parametrize("breach", BREACHES)
def test_no_cause_goes_against_its_outcome_where_one_thing_is_changed(breach: str) -> None:
    scenario = load(f"breaches/{breach}")
    base, *others = changed(scenario)
    others += [Case(name, scenario.without(name), base.plan) for name in MECHANISMS]
    for replication in range(3):
        ours = run(base.scenario, base.plan, seed=3, replication=replication)
        for other in others:
            theirs = run(other.scenario, other.plan, seed=3, replication=replication)
            assert list(faults(why_between(ours, theirs, base, other))) == []
            assert list(faults(why_between(theirs, ours, other, base))) == []


def outcome_of(one: Why, subject: str) -> str:
    return next(link.text["en"] for link in one.chain if link.subject == subject)


@pytest.mark.slow
def test_fewer_told_is_the_cause_of_more_exposure_though_the_notice_came_earlier() -> None:
    scenario, lean = load("breaches/insider-export"), load("plans/lean")
    early = lean.change({"answers.tell-clients": "early-range"})
    cases = [Case("lean", scenario, lean), Case("early", scenario, early)]
    runs = [run(c.scenario, c.plan, seed=1, replication=63) for c in cases]
    before, after = (one.outcome for one in runs)
    assert after.clients_told_h < before.clients_told_h
    assert after.record_days_untold > before.record_days_untold
    words = outcome_of(why_between(*runs, *cases), "record_days_untold")
    missed = [f"{one.people_missed:,.0f}" for one in (after, before)]
    assert f"({missed[0]} of those affected were never told, not {missed[1]})" in words


@pytest.mark.slow
def test_the_checker_of_directions_finds_a_cause_that_goes_against_its_outcome() -> None:
    scenario = load("breaches/mailbox-takeover")
    cases = [Case(name, scenario, load(f"plans/{name}")) for name in ("lean", "notify-early")]
    runs = [run(c.scenario, c.plan, seed=7, replication=3) for c in cases]
    one = why_between(*runs, *cases)
    assert list(faults(one)) == []
    for link in one.chain:
        if link.subject in ("record_days_untold", "clients_lost"):
            object.__setattr__(link, "before", link.before + 2.0 * (link.after - link.before))
    assert len(list(faults(one))) >= 2

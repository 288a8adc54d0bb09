"""What clients learn, ask and do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.world import grid, public
from simulation.world.layout import DAY, F_AWARE
from validation.bench import (
    WHOLE_RUNS,
    Bench,
    Sight,
    breaches,
    plan_of,
    scenario_of,
    switched_off,
)
from validation.checks import Check, Figure, Floats, Row, exactly, mean, number, percent, quantile

YEAR_D = 365
LETTERS = 5_000
FEWEST = 10
"""Of fewer notices no mean is taken."""
INSIDER, MISTAKE = "insider-export", "mis-sent-filing"

CONTACTS = Row("contacts after 5,000 letters", "input", "H01")
KNEW = Row(
    "know before our notice",
    "fitted",
    "D09",
    "The rate of news and the share of misuse that is traced to us were set with these shares in "
    "view. Clients hear from the news and its rumour, in proportion to misuse, and from those who "
    "have just learned, for some weeks. Extortion is in the news nearly always, long before a "
    "firm without a plan tells; a mis-sent batch is told soon after. Where nothing is misused and "
    "nothing is in the news, nobody learns.",
)
CHURN = Row(
    "abnormal churn",
    "fitted",
    "R01, R03, R04",
    "How strongly clients leave when trust falls was set by these figures; sizes of shocks are "
    "judgement.",
)

RESPONSIBILITIES = {"victim": 0.50, "accident": 0.25, "preventable": 0.25}
SEVERITIES = {2.5: 0.20, 3.5: 0.40, 4.5: 0.40}


def checks(bench: Bench) -> list[Check]:
    """Return all checks of clients."""
    return [*contacts(bench), *knew(bench), *churn(bench)]


# -- questions -------------------------------------------------------------------------------


def many_letters() -> Scenario:
    """The mis-sent batch, grown to 5,000 people, of whom nobody learns but from our letters."""
    grown = {
        "organisation.holdings.monthly-filings.records": LETTERS,
        "organisation.holdings.monthly-filings.people": LETTERS,
        "threat.records": LETTERS,
    }
    return scenario_of(MISTAKE).without("media", "learning").change(grown)


def contacts(bench: Bench) -> list[Check]:
    """How many ask once, after 5,000 letters; who gives up and asks again counts once."""
    asked = asked_after_letters(bench)
    off = switched_off(many_letters(), MISTAKE)
    note = f"{MISTAKE} grown to {number(LETTERS)} people, all told by letter, {off}"
    figures = (
        ("mean", mean(asked), (400, 850)),
        ("5 % of runs have fewer than", quantile(asked, 0.05), (350, 450)),
        ("95 % have fewer than", quantile(asked, 0.95), (750, 900)),
    )
    return [
        CONTACTS.within(what, figure, limits, number, note=note)
        for what, figure, limits in figures
    ]


def asked_after_letters(bench: Bench) -> Floats:
    """Return how many people asked after 5,000 letters, run by run."""
    scenario = many_letters()
    plan = plan_of("no-plan").change({"support.letters_share": 1.0})
    seen = bench.sights("5,000 letters", scenario, plan, WHOLE_RUNS)
    sizes = scenario.parameters.support
    again = (sizes.repeat_after_answer_share.central, sizes.repeat_share.central)
    return np.array([first_contacts(s, *again) for s in seen if s.outcome.people_told > 0.0])


def first_contacts(sight: Sight, after_answer: float, after_waiting: float) -> float:
    """Return how many asked, without those who asked again."""
    outcome = sight.outcome
    answered = outcome.contacts_answered * (1.0 - after_answer)
    return answered + outcome.contacts_abandoned * (1.0 - after_waiting)


# -- who knew --------------------------------------------------------------------------------


def storyless(breach: str) -> Scenario:
    """A breach of the library without its injects, whose reporters come to everybody."""
    return scenario_of(breach).change({"injects": {}})


def knew(bench: Bench) -> list[Check]:
    """The share of clients who knew when our notice came, in the news before it or not."""
    found = []
    for breach in breaches():
        name = f"{breach} without its injects, no-plan"
        seen = bench.sights(name, storyless(breach), plan_of("no-plan"), WHOLE_RUNS)
        told = [s for s in seen if s.knew_share is not None]
        for news, limits in ((True, (0.35, 0.50)), (False, (0.03, 0.15))):
            shares = [s.knew_share or 0.0 for s in told if s.in_news is news]
            quantity = f"{breach}, {'given media' if news else 'without media'}"
            note = f"without the case's injects; {len(shares)} of {len(told)} notices"
            if len(shares) >= FEWEST:
                figure = mean(shares)
                found.append(KNEW.within(quantity, figure, limits, percent, note=note))
    return found


# -- churn -----------------------------------------------------------------------------------


def churn(bench: Bench) -> list[Check]:
    """A mix of breaches as in the benchmark, and the worst one in whole runs."""
    mixed = sum(
        weight * part * year_of_churn(severity, responsibility, 60, 1.1)
        for responsibility, weight in RESPONSIBILITIES.items()
        for severity, part in SEVERITIES.items()
    )
    seen = bench.shipped(INSIDER, "no-plan")
    worst = mean([lost_share(INSIDER, s) for s in seen if s.outcome.aware_h is not None])
    note = "whole runs, counted until a year after awareness"
    alone = "the laws of trust alone: all learn at once, nothing else goes on"
    mix = "benchmark mix, a year from learning"
    return [
        CHURN.within(mix, exactly(mixed), (0.02, 0.05), percent, note=alone),
        CHURN.within("SE 5, preventable, no plan", worst, (0.05, 0.11), percent, note=note),
    ]


def lost_share(breach: str, sight: Sight) -> float:
    """Return the share of all clients who left because of the breach."""
    return sight.outcome.clients_lost / scenario_of(breach).organisation.clients


def year_of_churn(severity: float, responsibility: str, after_d: int, by_others: float) -> float:
    """Return twelve months' abnormal churn of clients who learn some days after awareness.

    They learn from others, at the factor given, and apology and corrective action (M .25) soften
    it: the laws of the package, with nothing else going on.
    """
    changes: dict[str, Any] = {
        "responsibility": responsibility,
        "parameters.trust.told_by_others_factor": by_others,
    }
    scenario = scenario_of(INSIDER).without("learning", "support").change(changes)
    program = Program(scenario, plan_of("no-plan"), seed=0)
    p, s = program.tables, program.state(0)
    s.apology = s.action = 1.0
    s.flag_at[F_AWARE], s.public_at, s.now = 0, after_d * DAY, after_d * DAY
    public.learn(p, s, [1.0] * len(s.informed), severity, by_us=False)
    clients = sum(s.clients_informed)
    for _ in range(YEAR_D):
        s.now += DAY
        grid.advance_public(p, s)
    stay = sum(s.clients_informed) + sum(s.clients_unaware)
    return 1.0 - stay / (clients * math.exp(-p.churn.base_per_year))


def churn_by_case(bench: Bench, breach: str, plan: str) -> Figure:
    """Return the mean share of clients lost where the firm became aware, for a picture."""
    seen = [s for s in bench.shipped(breach, plan) if s.outcome.aware_h is not None]
    return mean([lost_share(breach, s) for s in seen])

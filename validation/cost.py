"""What it costs: the notices' labour, the parts of the sum, good against bad answers."""

from __future__ import annotations

import math

import numpy as np

from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from validation.bench import (
    WHOLE_RUNS,
    Bench,
    Sight,
    breaches,
    plan_of,
    scenario_of,
    switched_off,
)
from validation.checks import Check, Figure, Floats, Row, hours, mean, number, percent, ratio
from validation.trust import LETTERS, MISTAKE, many_letters

INSIDER = "insider-export"

NOTICES = "notice labour, 5,000 people, half letters in house, half e-mail"
LABOUR = Row(NOTICES, "input", "W01–W03")
WHOLE_LABOUR = Row(
    NOTICES,
    "prediction",
    "W01–W03",
    "The agency's hours are those of people who know the work, are not tired and write once; what "
    "this library adds to them is judgement.",
)
AGENCY_H = 38.5
BUNGLED = Row(
    "bungled against sound response, extreme events",
    "order of magnitude",
    "C28",
    "Claims for damages are few here and settled in one step, and a small firm's largest breach "
    "is small; nor is what being ready costs each year in a run. Which way a plan's worth in "
    "money is out is not known.",
)
SPLIT = Row(
    "cost split, order of magnitude",
    "order of magnitude",
    "C03–C06",
    "The benchmark is of large firms, with security staff, counsel and settlements, over all "
    "kinds of breach; here it is one small firm, and one kind at a time.",
)
EXTREME_SHARE = 0.1
FEWEST = 10
LABOUR_TASKS = ("draft-notice", "document-notice", "inform-clients")
UNDISTURBED = ("fatigue", "deputies", "scope-error", "hand-over", "coordination")
"""What would add to the plain hours of the notices."""
BAD_ANSWERS = {
    "tell-regulator": "when-sure",
    "tell-clients": "late-number",
    "whom": "confirmed",
    "wording": "soothing",
    "statement": "none",
    "offer": "none",
}
"""What a firm that handles it badly decides: late, to as few as it can, and without a word."""

PARTS = ("detection", "notification", "response", "lost business")
WORLD_SHARES = {"detection": 0.33, "notification": 0.09, "response": 0.27, "lost business": 0.31}
SHARED_OUT = ("wages", "outside help")
"""What is paid for work, and so shared out by what was worked on."""
PART_OF_ITEM = {
    "notices": "notification",
    "answering clients": "response",
    "fines": "response",
    "claims": "response",
    "downtime": "lost business",
    "lost clients": "lost business",
}
"""Where every other item of a cost belongs; the benchmark has settlements in its response."""
ORDER = math.sqrt(10.0)


def checks(bench: Bench) -> list[Check]:
    """Return all checks of cost."""
    return [*labour(bench), *bungled(bench), *split(bench)]


# -- notices ---------------------------------------------------------------------------------


def labour(bench: Bench) -> list[Check]:
    """Hours for drafting, documenting and sending, whoever does them: alone, and as it goes."""
    plan = plan_of("no-plan")
    in_house = {"parameters.notices.letters_in_house": LETTERS}
    usual = many_letters().change(in_house)
    plain = usual.without(*UNDISTURBED)
    # The time to set up a mailing is this library's own, on top of the agency's estimate.
    set_up_h = plan.tasks["inform-clients"].duration_h.central
    alone_h = AGENCY_H + set_up_h
    grown = f"{MISTAKE} grown to {number(LETTERS)} people, all letters in house, "
    return [
        LABOUR.within(
            "mean, the rates alone",
            mean(_labour_h(bench, "plain labour of notices", plain, plan)),
            (alone_h - 0.5, alone_h + 0.5),
            hours,
            expected=f"{hours(AGENCY_H)} with drafting, and {hours(set_up_h)} of ours to set up",
            note=grown + switched_off(plain, MISTAKE),
        ),
        WHOLE_LABOUR.within(
            f"mean, with {', '.join(UNDISTURBED)}",
            mean(_labour_h(bench, "labour of notices", usual, plan)),
            (0.75 * AGENCY_H, 1.25 * AGENCY_H),
            hours,
            expected=f"{hours(AGENCY_H)} ± 25 %",
            note=grown + switched_off(usual, MISTAKE),
        ),
    ]


def _labour_h(bench: Bench, name: str, scenario: Scenario, plan: Plan) -> list[float]:
    seen = bench.sights(name, scenario, plan)
    return [_worked_h(s, LABOUR_TASKS) for s in seen if s.outcome.clients_told_h is not None]


def _worked_h(sight: Sight, tasks: tuple[str, ...]) -> float:
    once = {wait.task: wait.worked_h for wait in sight.outcome.waits}
    return sum(once.get(task, 0.0) for task in tasks)


# -- good and bad answers --------------------------------------------------------------------


def bungled(bench: Bench) -> list[Check]:
    """Cost of a bad answer over that of a good one, in the tenth of runs that cost most.

    The tenth is chosen by both costs together, on the same luck, so that it favours neither.
    """
    worst = plan_of("no-plan").change({"answers": BAD_ANSWERS})
    bad = bench.sights(f"{INSIDER}, bungled", scenario_of(INSIDER), worst, WHOLE_RUNS)
    found = []
    for plan in ("lean", "retainer"):
        pairs = list(zip(bad, bench.shipped(INSIDER, plan), strict=True))
        pairs.sort(key=lambda pair: -pair[0].outcome.cost - pair[1].outcome.cost)
        extreme = pairs[: max(FEWEST, round(EXTREME_SHARE * len(pairs)))]
        figure = ratio(_costs([b for b, _ in extreme]), _costs([g for _, g in extreme]))
        quantity = f"no plan and bad answers over {plan}, the dearest tenth of {INSIDER}"
        limits, expected = (2.8 / 1.5, 2.8 * 1.5), "2.8, within a factor of 1.5"
        note = f"bad answers: {', '.join(f'{q} {a}' for q, a in BAD_ANSWERS.items())}"
        found.append(
            BUNGLED.within(quantity, figure, limits, number, expected=expected, note=note)
        )
    return found


def _costs(seen: list[Sight]) -> Floats:
    return np.array([s.outcome.cost for s in seen])


# -- parts -----------------------------------------------------------------------------------


def split(bench: Bench) -> list[Check]:
    """The parts of the mean cost without a plan, held against the benchmark's parts."""
    found = []
    for breach in breaches():
        shares = parts(bench, breach, "no-plan")
        for part, wanted in WORLD_SHARES.items():
            limits = (wanted / ORDER, min(1.0, wanted * ORDER))
            expected = f"{percent(wanted)}, within a factor of √10"
            quantity = f"{breach}: {part}"
            found.append(SPLIT.within(quantity, shares[part], limits, percent, expected=expected))
    return found


def parts(bench: Bench, breach: str, plan: str) -> dict[str, Figure]:
    """Return each part's share of the mean cost.

    Wages and outside help are shared out by what was worked on: finding, stopping and scoping
    count as detection, the tasks of notification with postage as notification, remediation with
    answering clients, measures, fines and claims as response; downtime and clients lost as lost
    business.
    """
    seen = bench.shipped(breach, plan)
    amounts = np.array([_amounts(s) for s in seen])
    totals = amounts.sum(axis=1)
    return {part: ratio(amounts[:, place], totals) for place, part in enumerate(PARTS)}


def _amounts(sight: Sight) -> list[float]:
    amounts = dict.fromkeys(PARTS, 0.0)
    shared = 0.0
    for item, amount in sight.outcome.cost_by_item.items():
        if item in SHARED_OUT:
            shared += amount
        else:
            amounts["response" if item.startswith("measures") else PART_OF_ITEM[item]] += amount
    worked = sum(sight.labour) or 1.0
    looking, stopping, telling, mending = (shared * part / worked for part in sight.labour)
    amounts["detection"] += looking + stopping
    amounts["notification"] += telling
    amounts["response"] += mending
    return [amounts[part] for part in PARTS]

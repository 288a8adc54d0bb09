"""What it costs: the notices' labour, the parts of the sum, good against bad answers."""

from __future__ import annotations

import math

import numpy as np

from validation.bench import WHOLE_RUNS, Bench, Sight, breaches, plan_of, scenario_of
from validation.checks import Check, Figure, Floats, Row, hours, mean, number, percent, ratio
from validation.trust import LETTERS, many_letters

INSIDER = "insider-export"

LABOUR = Row("notice labour, 5,000 people, half letters in house, half e-mail", "input", "W01–W03")
BUNGLED = Row(
    "bungled against sound response, extreme events",
    "prediction",
    "C28",
    "The model has no claims for damages and no suits, a small firm's largest breach is small, "
    "and help from outside costs a prepared firm nearly what it saves. So a plan's worth in money "
    "is shown too small rather than too large.",
)
SPLIT = Row(
    "cost split, order of magnitude",
    "prediction",
    "C03–C06",
    "The benchmark is of large firms, with security staff, counsel and settlements; here clients "
    "lost weigh most, and a mistake that is seen at once costs next to nothing to find.",
)
EXTREME_SHARE = 0.1
FEWEST = 10
UNDISTURBED = ("fatigue", "deputies", "scope-error", "hand-over")
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
ORDER = math.sqrt(10.0)


def checks(bench: Bench) -> list[Check]:
    """Return all checks of cost."""
    return [labour(bench), *bungled(bench), *split(bench)]


# -- notices ---------------------------------------------------------------------------------


def labour(bench: Bench) -> Check:
    """Hours for drafting, documenting and sending, whoever does them."""
    in_house = {"parameters.notices.letters_in_house": LETTERS}
    scenario = many_letters().without(*UNDISTURBED).change(in_house)
    tasks = ("draft-notice", "document-notice", "inform-clients")
    # The time to set up a mailing is this library's own, on top of the agency's estimate.
    plan = plan_of("no-plan").change({"tasks.inform-clients.effort_h": 0.0})
    seen = bench.sights("labour of notices", scenario, plan)
    worked = [_worked_h(s, tasks) for s in seen if s.outcome.clients_told_h is not None]
    return LABOUR.within(
        "mean", mean(worked), (38.0, 39.0), hours, expected="38.5 h with drafting"
    )


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
        found.append(BUNGLED.within(quantity, figure, limits, number, expected=expected))
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
    answering clients, measures and fines as response; downtime and clients lost as lost business.
    """
    seen = bench.shipped(breach, plan)
    amounts = np.array([_amounts(s) for s in seen])
    totals = amounts.sum(axis=1)
    return {part: ratio(amounts[:, place], totals) for place, part in enumerate(PARTS)}


def _amounts(sight: Sight) -> list[float]:
    items = sight.outcome.cost_by_item
    paid = items["wages"] + items["outside help"]
    worked = sum(sight.labour) or 1.0
    looking, stopping, telling, mending = (paid * part / worked for part in sight.labour)
    measures = sum(amount for name, amount in items.items() if name.startswith("measures"))
    return [
        looking + stopping,
        telling + items["notices"],
        mending + items["answering clients"] + measures + items["fines"],
        items["downtime"] + items["lost clients"],
    ]

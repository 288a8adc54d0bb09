"""What must hold in the mean of paired runs, whatever the sizes."""

from __future__ import annotations

from collections import Counter

from simulation.files import controls as catalogue
from simulation.inputs.plan import Plan
from validation.bench import Bench, Sight, breaches, plan_of, scenario_of
from validation.checks import Check, Row, days, hours, mean, number

TRIED = ("no-plan", "lean")
WATCHED = 4.0

EARLIER = Row("earlier discovery does not raise exposure", "property", "")
HEADS = Row("more heads in the bottleneck do not raise its waiting", "property", "")
CONTROLS = Row("taking away a control does not help", "property", "")


def checks(bench: Bench) -> list[Check]:
    """Return all checks of what more care must not make worse."""
    return [*earlier(bench), *heads(bench), *controls(bench)]


def earlier(bench: Bench) -> list[Check]:
    """Watch four times as closely from the start; record-days untold must not rise."""
    found = []
    watch = {"effect": "channel", "channel": "monitoring", "multiply": WATCHED}
    inject = {
        "title": "Watch",
        "text": "Watch",
        "sender": "Watch",
        "to": ["it"],
        "mode": "system",
        "after": "start",
        "effects": [watch],
    }
    for breach in breaches():
        scenario = scenario_of(breach).change({"injects.closer-watch": inject})
        for plan in TRIED:
            base = bench.shipped(breach, plan)
            watched = bench.sights(f"{breach}, {plan}, watched closely", scenario, plan_of(plan))
            pairs = list(zip(base, watched, strict=False))
            figure = mean([_exposure(b) - _exposure(a) for a, b in pairs])
            before = mean([_exposure(a) for a, _ in pairs])
            sooner = mean([_sign_d(a) - _sign_d(b) for a, b in pairs])
            quantity = f"{breach}, {plan}: record-days, found {days(sooner.value)} sooner"
            note = f"monitoring finds at {number(WATCHED)} times its rate, from the start"
            found.append(EARLIER.no_rise(quantity, figure, before.value, number, note))
    return found


def _exposure(sight: Sight) -> float:
    return sight.outcome.record_days_untold


def _sign_d(sight: Sight) -> float:
    """Days to the first sign; three years where it never came, as long as a run can last."""
    sign = sight.outcome.first_sign_h
    return 3.0 * 365.0 if sign is None else sign / 24.0


def heads(bench: Bench) -> list[Check]:
    """Give the team that is waited for longest one more head."""
    found = []
    for breach in breaches():
        for plan in TRIED:
            base = bench.shipped(breach, plan)
            team = bottleneck(base)
            larger = with_another_head(plan_of(plan), team)
            name = f"{breach}, {plan}, one more: {team}"
            more = bench.sights(name, scenario_of(breach), larger)
            pairs = list(zip(base, more, strict=False))
            figure = mean([waiting_h(b, team) - waiting_h(a, team) for a, b in pairs])
            before = mean([waiting_h(a, team) for a, _ in pairs])
            quantity, note = f"{breach}, {plan}: waiting for {team}", "one head more in that team"
            found.append(HEADS.no_rise(quantity, figure, before.value, hours, note))
    return found


def bottleneck(seen: list[Sight]) -> str:
    """Return the team that tasks waited for longest, over all runs."""
    waited: Counter[str] = Counter()
    for sight in seen:
        for wait in sight.outcome.waits:
            waited[wait.team] += wait.busy_h  # type: ignore[assignment]
    return max(sorted(waited), key=lambda team: waited[team])


def with_another_head(plan: Plan, team: str) -> Plan:
    """Return a plan with one more head in a team of the firm or of its own."""
    for place, own in enumerate(plan.teams):
        if own.name == team:
            return plan.change({f"teams.{place}.heads": own.heads + 1})
    staffing = plan.staffing.get(team)
    return plan.change({f"staffing.{team}.add": 1 + (staffing.add if staffing else 0)})


def waiting_h(sight: Sight, team: str) -> float:
    """Return how long tasks waited for a team that was at work on something else."""
    return sum(wait.busy_h for wait in sight.outcome.waits if wait.team == team)


def controls(bench: Bench) -> list[Check]:
    """Take away what the firms of the base curves usually have; record-days must not fall."""
    found = []
    usual = [name for name, one in sorted(catalogue().items()) if one.usual_quality > 0.0]
    gone = {f"organisation.controls.{name}.quality": 0.0 for name in usual}
    for breach in breaches():
        scenario = scenario_of(breach)
        base = bench.shipped(breach, "no-plan")
        bare = bench.sights(f"{breach}, no control", scenario.change(gone), plan_of("no-plan"))
        pairs = list(zip(base, bare, strict=False))
        figure = mean([_exposure(a) - _exposure(b) for a, b in pairs])
        before = mean([_exposure(a) for a, _ in pairs])
        note = f"without the {len(usual)} controls that such firms usually have"
        quantity = f"{breach}, no-plan: record-days, with them less without"
        found.append(CONTROLS.no_rise(quantity, figure, before.value, number, note))
    return found

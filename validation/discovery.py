"""How breaches are found: when, and by whom."""

from __future__ import annotations

import math

import numpy as np

from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.world.threat.theft import taken_by, theft_h
from validation.bench import (
    MANY_SIGNS,
    OURSELVES,
    SEED,
    SIGNS,
    Bench,
    Sign,
    breaches,
    plan_of,
    scenario_of,
)
from validation.checks import Check, Floats, Row, days, exactly, hours, percent, quantile, share

BASE, INTRUSION = "insider-export", "site-injection"

UNAUTHORISED = Row("discovery, unauthorised access, θ = 1", "input", "T18")
OTHER_CAUSES = Row(
    "discovery, other causes, θ = 1",
    "input",
    "T19–T21",
    "A lognormal with a share on the first day fits the filings roughly.",
)
EXFILTRATION = Row("outside exfiltration law F", "input", "T36, T37")
OUTSIDERS = Row(
    "external discovery by cause",
    "input",
    "D01–D07",
    "The limits are of a kind of breach; what happens in a case adds finders of its own.",
)

WORLD: dict[str, tuple[str, float, dict[float, float]]] = {
    # cause: row, share found on the first day, quantiles in days
    "unauthorised-access": ("T18", 0.12, {0.5: 24.0, 0.9: 369.0, 0.95: 582.0}),
    "theft-or-mistake": ("T19", 0.41, {0.5: 2.0, 0.9: 191.0}),
    "ransomware": ("T20", 0.243, {0.5: 5.0, 0.9: 70.0}),
    "phishing": ("T21", 0.10, {0.5: 26.0, 0.9: 154.0}),
}
"""What was counted in filings, by cause."""

MIXES: dict[str, tuple[float, float]] = {
    "insider": (0.60, 0.85),
    "error": (0.60, 0.85),
    "outside-technical": (0.60, 0.85),
    "ransomware": (0.60, 0.85),
    "phishing": (0.45, 0.55),
    "lost-device": (0.10, 0.20),
    "open-share": (0.60, 0.85),
    "supplier": (0.60, 0.85),
    "tampering": (0.60, 0.85),
}
"""Within which limits outsiders find a breach, by kind; the last three have the general ones."""


def checks(bench: Bench) -> list[Check]:
    """Return all checks of discovery."""
    return [*unauthorised(bench), *other_causes(bench), *exfiltration(), *outsiders(bench)]


def signs_by_cause(bench: Bench, cause: str) -> list[Sign]:
    """Return first signs of the insider's case with the base law of a cause, all else equal."""
    base = scenario_of(BASE)
    scenario = base if cause == base.cause else base.change({"cause": cause})
    return _signs(bench, scenario)


def _signs(bench: Bench, scenario: Scenario) -> list[Sign]:
    name = f"first sign, {scenario.name}: {scenario.cause}, found by {scenario.channels}"
    count = MANY_SIGNS if scenario == scenario_of(BASE) else SIGNS
    return bench.signs(name, scenario, plan_of("no-plan"), count)


def found_after_d(signs: list[Sign]) -> Floats:
    """Return days to the first sign, infinite where it never came."""
    return np.array([math.inf if sign.after_d is None else sign.after_d for sign in signs])


def unauthorised(bench: Bench) -> list[Check]:
    """The base law of unauthorised access has the quantiles of filings."""
    found_d = found_after_d(signs_by_cause(bench, "unauthorised-access"))
    return [
        UNAUTHORISED.within("median", quantile(found_d, 0.5), (20, 28), days),
        UNAUTHORISED.within("90 %", quantile(found_d, 0.9), (300, 400), days),
        UNAUTHORISED.within("same day", share(found_d < 1.0), (0.10, 0.14), percent),
    ]


def other_causes(bench: Bench) -> list[Check]:
    """So have the other causes, within a quarter."""
    found = []
    for cause, (row, _, quantiles) in WORLD.items():
        if cause == "unauthorised-access":
            continue
        found_d = found_after_d(signs_by_cause(bench, cause))
        for level, expected_d in quantiles.items():
            figure = quantile(found_d, level)
            limits = (0.75 * expected_d, 1.25 * expected_d)
            wanted = f"{days(expected_d)} ± 25 %"
            what, note = f"{cause}, {percent(level)}", f"{BASE} with this cause"
            found.append(
                OTHER_CAUSES.within(
                    *(what, figure, limits, days), expected=wanted, note=note, rows=row
                )
            )
    return found


def exfiltration() -> list[Check]:
    """How soon outsiders take data after they came in, by the law of the case itself."""
    scenario = scenario_of(INTRUSION)
    tables = Program(scenario, plan_of("no-plan"), seed=SEED).tables
    note = f"{INTRUSION}, before it is cut by discovery"
    return [
        EXFILTRATION.within(
            "median", exactly(theft_h(tables, 0.5)), (30.0, 60.0), hours, note=note
        ),
        EXFILTRATION.within(
            "share within an hour",
            exactly(taken_by(tables, 1.0)),
            (0.15, 0.25),
            percent,
            note=note,
        ),
    ]


def outsiders(bench: Bench) -> list[Check]:
    """By each mix of channels, and in each breach of the library, who found it."""
    base = scenario_of(BASE)
    mixes = [mix for mix in MIXES if mix != base.channels]
    cases = {f"mix {mix}": base.change({"channels": mix}) for mix in mixes}
    notes = dict.fromkeys(cases, f"{BASE} with these finders")
    cases |= {f"{name} (mix {_mix(name)})": scenario_of(name) for name in breaches()}
    found = []
    for name, scenario in cases.items():
        who = [sign.found_by for sign in _signs(bench, scenario)]
        outside = [finder not in OURSELVES for finder in who if finder]
        limits = MIXES[scenario.channels]
        note = notes.get(name, "")
        found.append(OUTSIDERS.within(name, share(outside), limits, percent, note=note))
    return found


def _mix(breach: str) -> str:
    return scenario_of(breach).channels

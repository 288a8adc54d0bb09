"""What authorities do."""

from __future__ import annotations

from simulation.files import load
from simulation.program import Program
from validation.bench import Bench, plan_of, scenario_of
from validation.checks import Check, Row, exactly, number

TURNOVER_EUR = 2_000_000
EXPECTED_EUR = (2_000.0, 8_000.0)

EU_FINE = Row("EU fine given a fine, firm of 2 M EUR, medium, before relief", "input", "G10, G11")


def checks(_bench: Bench) -> list[Check]:
    """Return all checks of laws."""
    return eu_fine()


def eu_fine() -> list[Check]:
    """Between which ends a fine of the lower tier starts, from the law as it is compiled."""
    scenario = scenario_of("insider-export")
    in_euros = scenario.organisation.exchange_rates["EUR"].central
    changes = {
        "organisation.laws": [load("laws/eu").plain()],
        "organisation.turnover_per_year": TURNOVER_EUR * in_euros,
    }
    program = Program(scenario.change(changes), plan_of("no-plan"), seed=0)
    p, law = program.tables, program.organisation.laws[0]
    outcome = [step.outcome for step in law.fines].index("fine")
    bands = law.starting_amount.seriousness if law.starting_amount else ()
    shares = p.case_bands[0][[band.name for band in bands].index("medium")]
    found = []
    ends = zip(("lower end", "upper end"), shares, p.case_size[0], EXPECTED_EUR, strict=True)
    for what, share, size, expected in ends:
        amount = p.case_maximum[0][outcome] * share * size
        limits = (0.995 * expected, 1.005 * expected)
        figure = exactly(amount)
        said = f"{number(expected)} EUR"
        note = f"from the tables, for {program.organisation.name} under this law alone"
        found.append(EU_FINE.within(what, figure, limits, _eur, expected=said, note=note))
    return found


def _eur(value: float) -> str:
    return f"{number(value)} EUR"

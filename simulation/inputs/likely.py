"""What is not wrong in a firm but hardly meant: figures that do not go with its other figures.

Every range is judgement and wide, so that it catches a slip of the hand and not an odd firm. It
is drawn from the firm's own figures, and so holds in any currency.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from simulation.inputs.organisation import Organisation
from simulation.inputs.references import Misfit, Path

UNEVEN_SHARE = 0.1
"""By how much of the clients' people the people of the holdings may differ from them."""
WORKING_H_PER_YEAR = 2_000
WAGE_FACTOR = 50
"""How many times above or below the middle wage a wage is still taken as meant."""
TURNOVER_YEARS = (0.1, 1_000)
"""How little and how much turnover there is for each year's wages, still taken as meant."""
HOURLY_LOSS_SHARE = 0.01
"""The most that an hour of downtime costs, of a year's turnover."""
MARGIN_SHARE = 1.0
"""The most that a segment's clients bring, of a year's turnover."""


def people_held(firm: Organisation) -> int:
    """Return how many people the holdings say there are, nobody being in two of them.

    >>> from simulation.files import load
    >>> people_held(load("organisations/agency-80"))
    73000
    """
    return sum(holding.people for holding in firm.holdings)


def people_of_clients(firm: Organisation) -> float:
    """Return how many people the segments say there are.

    >>> from simulation.files import load
    >>> people_of_clients(load("organisations/agency-80"))
    73000.0
    """
    return sum(segment.clients * segment.people_per_client for segment in firm.segments)


def people_differ(firm: Organisation) -> bool:
    """Say whether holdings and segments speak of clearly different numbers of people.

    >>> from simulation.files import load
    >>> agency = load("organisations/agency-80")
    >>> people_differ(agency), people_differ(agency.change({"segments.micro.clients": 100}))
    (False, True)
    """
    clients = people_of_clients(firm)
    return abs(people_held(firm) - clients) > UNEVEN_SHARE * clients


def implausible(firm: Organisation) -> Iterator[Misfit]:
    """Yield amounts that are out of a wide plausible range, with the range.

    >>> from simulation.files import load
    >>> firm = load("organisations/agency-80").change({"turnover_per_year": 1.0})
    >>> [misfit.path for misfit in implausible(firm)]
    [('turnover_per_year',)]
    """
    wages = [team.wage_per_h for team in firm.teams for _ in range(team.heads) if team.wage_per_h]
    middle = statistics.median(wages) if wages else 0.0
    if not middle:
        return
    for number, team in enumerate(firm.teams):
        low, high = middle / WAGE_FACTOR, middle * WAGE_FACTOR
        if team.wage_per_h and not low <= team.wage_per_h <= high:
            why = f"a {WAGE_FACTOR}th of the middle wage here to {WAGE_FACTOR} times it"
            path: Path = ("teams", number, "wage_per_h")
            yield _out_of_range(path, team.wage_per_h, low, high, why, firm)
    year = middle * WORKING_H_PER_YEAR * max(1, firm.staff)
    low, high = (year * years for years in TURNOVER_YEARS)
    if not low <= firm.turnover_per_year <= high:
        why = "a tenth of a year's wages here to a thousand years of them"
        yield _out_of_range(("turnover_per_year",), firm.turnover_per_year, low, high, why, firm)
        return
    yield from _beyond_turnover(firm)


def _beyond_turnover(firm: Organisation) -> Iterator[Misfit]:
    """Yield amounts that a year's turnover, which is plausible itself, does not bear."""
    most = HOURLY_LOSS_SHARE * firm.turnover_per_year
    costs: list[tuple[Path, float]] = [
        *(
            (("systems", number, "downtime_cost_per_h"), system.downtime_cost_per_h)
            for number, system in enumerate(firm.systems)
        ),
        (("partners_cost_per_h",), firm.partners_cost_per_h),
    ]
    for path, cost in costs:
        if cost > most:
            why = "nothing to a hundredth of a year's turnover"
            yield _out_of_range(path, cost, 0.0, most, why, firm)
    for number, segment in enumerate(firm.segments):
        most = MARGIN_SHARE * firm.turnover_per_year / segment.clients
        if segment.margin_per_client_year > most:
            path = ("segments", number, "margin_per_client_year")
            why = "nothing to the year's turnover for all clients of the segment"
            yield _out_of_range(path, segment.margin_per_client_year, 0.0, most, why, firm)


def _out_of_range(
    path: Path, value: float, low: float, high: float, why: str, firm: Organisation
) -> Misfit:
    amount = f"{value:,.6g} {firm.currency}" if value < 1_000 else f"{value:,.0f} {firm.currency}"
    problem = f"{amount} is hardly meant"
    return Misfit(path, problem, f"{_rounded(low)} to {_rounded(high)}: {why}")


def _rounded(value: float) -> str:
    return f"{float(f'{value:.2g}'):,g}" if value < 1_000 else f"{float(f'{value:.2g}'):,.0f}"

"""What breaches may cost an organisation in a year: how often, how much, how surely known."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulation.draws import Draws
from simulation.files import given, library, load_scenario
from simulation.inputs.control import Cause
from simulation.inputs.faults import whole_number
from simulation.inputs.fit import check_fit
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.risk.frequency import yearly_rates
from simulation.risk.yearly import Floats, YearlyLoss, yearly_loss
from simulation.study.comparing import Progress, Request, study_of
from simulation.study.figures import mean_and_error, percentile
from simulation.study.refusing import refused
from simulation.study.workers import Cancel, Case, crew
from simulation.text import Text

SHARES = (0.95, 0.99)
"""Years that a value at risk covers, and beyond which the tail mean is taken."""
LEAST_RUNS = 2
"""How often each cause is run at least, for one run has no spread."""
RESAMPLES = 200
RESAMPLE_POINTS = 2**14
"""The grid of a resampled year is coarser, for it is there for its spread alone."""


@dataclass(frozen=True)
class CauseRisk:
    """One cause: how often a year it strikes, and what each simulated breach of it cost."""

    cause: Cause
    per_year: float
    breaches: tuple[str, ...]
    losses: Floats

    @property
    def mean_loss(self) -> float:
        """The mean cost of a breach of this cause."""
        return float(np.mean(self.losses))

    @property
    def yearly_mean(self) -> float:
        """The mean yearly loss that this cause brings."""
        return self.per_year * self.mean_loss


@dataclass(frozen=True)
class Risk:
    """The risk of an organisation that answers by a plan; money in its currency.

    `left_out` are causes that no breach of the library stands for, with their yearly number: the
    figures hold nothing of them. `grade_turnover_shares` are the scores, as shares of turnover, up
    to which the grade is low, and medium. `title` and `plan_title` are what people call them.
    """

    organisation: str
    plan: str
    currency: str
    seed: int
    replications: int
    turnover_per_year: float
    ruin_turnover_share: float
    grade_turnover_shares: tuple[float, float]
    causes: tuple[CauseRisk, ...]
    left_out: tuple[tuple[Cause, float], ...]
    title: Text
    plan_title: Text

    @functools.cached_property
    def year(self) -> YearlyLoss:
        """The distribution of a year's loss."""
        return yearly_loss([(one.per_year, one.losses) for one in self.causes])

    @property
    def per_year(self) -> float:
        """The mean number of breaches a year."""
        return sum(one.per_year for one in self.causes)

    @property
    def chance_of_a_breach(self) -> float:
        """The chance of one or more breaches within a year."""
        return -math.expm1(-self.per_year)

    @property
    def yearly_mean(self) -> float:
        """The mean loss of a year."""
        return sum(one.yearly_mean for one in self.causes)

    @property
    def yearly_mean_se(self) -> float:
        """The standard error of the mean year's loss, from the number of runs alone."""
        errors = (one.per_year * (mean_and_error(one.losses)[1] or 0.0) for one in self.causes)
        return math.sqrt(sum(error**2 for error in errors))

    @property
    def chance_of_ruin(self) -> float:
        """The chance that a year's loss is more than the firm could bear."""
        return self.year.exceedance(self.ruin_turnover_share * self.turnover_per_year)

    @property
    def score(self) -> float:
        """The mean of the worst year in a hundred, in per cent of a year's turnover."""
        return 100.0 * self.year.tail_mean(SHARES[-1]) / self.turnover_per_year

    @property
    def grade(self) -> str:
        """The score as low, medium or high (where a grade ends is judgement)."""
        reached = sum(self.score >= 100.0 * limit for limit in self.grade_turnover_shares)
        return ("low", "medium", "high")[reached]

    @functools.cached_property
    def given_a_breach(self) -> tuple[Floats, Floats]:
        """Losses of breaches, the smallest first, and the chance of each given a breach."""
        losses = np.concatenate([one.losses for one in self.causes])
        weights = [
            np.full(len(one.losses), one.per_year / len(one.losses) / self.per_year)
            for one in self.causes
        ]
        order = np.argsort(losses, kind="stable")
        return losses[order], np.concatenate(weights)[order]

    def loss_of_a_breach(self, share: float) -> float:
        """Return the loss that a share of breaches stays within."""
        losses, chances = self.given_a_breach
        place = int(np.searchsorted(np.cumsum(chances), share - 1e-12))
        return float(losses[min(place, len(losses) - 1)])

    def tail_of_a_breach(self, share: float) -> float:
        """Return the mean loss of the breaches beyond a share of breaches."""
        losses, chances = self.given_a_breach
        edge = self.loss_of_a_breach(share)
        return edge + float(np.maximum(losses - edge, 0.0) @ chances) / (1.0 - share)

    def interval(self, read: Callable[[YearlyLoss], float]) -> tuple[float, float]:
        """Return the 95 % interval of a figure of the year, from the number of runs alone.

        The runs of each breach are drawn again with replacement (Efron, "Bootstrap methods",
        1979); how often breaches come is taken as given.
        """
        found = np.sort([read(year) for year in self._resampled])
        low, high = percentile(found, 0.025), percentile(found, 0.975)
        return low or 0.0, high or 0.0

    @functools.cached_property
    def _resampled(self) -> tuple[YearlyLoss, ...]:
        draws = Draws(self.seed)
        places = {
            one.cause: draws.block(f"risk/again/{one.cause}", len(one.losses), 0, RESAMPLES)
            for one in self.causes
        }
        return tuple(
            yearly_loss(
                [
                    (one.per_year, one.losses[_drawn(places[one.cause][number])])
                    for one in self.causes
                ],
                points=RESAMPLE_POINTS,
            )
            for number in range(RESAMPLES)
        )

    def plain(self) -> dict[str, object]:
        """Return the figures as plain data for JSON; money in `currency`."""
        return {
            "organisation": self.organisation,
            "plan": self.plan,
            "currency": self.currency,
            "seed": self.seed,
            "replications": self.replications,
            "breaches_per_year": self.per_year,
            "chance_of_a_breach": self.chance_of_a_breach,
            "chance_of_ruin": self.chance_of_ruin,
            "score": self.score,
            "grade": self.grade,
            "yearly_loss": {
                "mean": self.yearly_mean,
                "se": self.yearly_mean_se,
                **{
                    f"{name}{100 * share:.0f}": {
                        "value": read(self.year),
                        "low": self.interval(read)[0],
                        "high": self.interval(read)[1],
                    }
                    for share in SHARES
                    for name, read in figures_at(share).items()
                },
            },
            "given_a_breach": {
                "mean": self.yearly_mean / self.per_year if self.per_year else 0.0,
                "p50": self.loss_of_a_breach(0.5),
                **{f"var{100 * s:.0f}": self.loss_of_a_breach(s) for s in SHARES},
                **{f"tvar{100 * s:.0f}": self.tail_of_a_breach(s) for s in SHARES},
            },
            "causes": [
                {
                    "cause": one.cause,
                    "per_year": one.per_year,
                    "breaches": list(one.breaches),
                    "mean_loss": one.mean_loss,
                    "yearly_mean": one.yearly_mean,
                }
                for one in self.causes
            ],
            "left_out": dict(self.left_out),
        }


def figures_at(share: float) -> dict[str, Callable[[YearlyLoss], float]]:
    """Return what is read of a year at a share: value at risk and tail mean.

    >>> sorted(figures_at(0.99))
    ['tvar', 'var']
    """
    return {
        "var": lambda year: year.value_at_risk(share),
        "tvar": lambda year: year.tail_mean(share),
    }


def _drawn(uniforms: Floats) -> NDArray[np.int64]:
    return (uniforms * len(uniforms)).astype(np.int64)


def risk(
    organisation: Organisation | str | Path,
    plan: Plan | str | Path,
    breaches: Sequence[Scenario | str | Path] | None = None,
    *,
    replications: int = 400,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Risk:
    """Return what breaches may cost an organisation in a year when it answers by a plan.

    How often each cause strikes follows the firm's size and controls; what it costs is simulated:
    `replications` runs of every cause, in equal parts of the breaches that stand for it and fit
    the firm.

    Parameters
    ----------
    breaches
        Scenarios with a `root_cause`; left out, all of the library that fit the organisation.
    executor, progress, cancel
        As `compare` takes them.

    Examples
    --------
    >>> found = risk(
    ...     "organisations/bookkeeping-12",
    ...     "plans/lean",
    ...     ["breaches/mis-sent-filing"],
    ...     replications=5,
    ...     seed=1,
    ... )
    >>> found.currency, [one.cause for one in found.causes]
    ('CNY', ['operator-error'])
    """
    who = given("organisation", organisation, Organisation)
    what = given("plan", plan, Plan)
    request = Request(seed, replications, executor, progress, cancel)
    return assess([who], what, fitting(who, what, breaches), request)[0]


def fitting(
    firm: Organisation, plan: Plan, breaches: Sequence[Scenario | str | Path] | None
) -> list[Scenario]:
    """Return the breaches that stand for a cause and fit a firm; those asked for must."""
    if breaches is not None:
        return _asked_for([given("scenario", one, Scenario) for one in breaches])
    names = [entry.name for entry in library() if entry.name.startswith("breaches/")]
    known = [load_scenario(name) for name in names]
    found = [one for one in known if one.root_cause and not check_fit(one, plan, firm)]
    if not found:
        raise refused(f"no breach of the library fits {firm.name}", "breaches=…", where="risk")
    return found


def _asked_for(breaches: list[Scenario]) -> list[Scenario]:
    """Return the breaches, refused where there is none, or losses could not be told apart."""
    if not breaches:
        raise refused("no breach is given", "one or more; left out, the library's", where="risk")
    for name, times in Counter(one.name for one in breaches).items():
        if times > 1:
            problem = f"{times} of the breaches are called {name}"
            raise refused(problem, "a name of its own for each", where="risk")
    for one in breaches:
        if one.root_cause is None:
            problem = f"{one.name} has no root_cause, so it says nothing of how often it comes"
            raise refused(problem, "a scenario that names one", where="risk")
    return breaches


def assess(
    firms: Sequence[Organisation],
    plan: Plan | Sequence[Plan],
    breaches: Sequence[Scenario],
    request: Request,
    spared: Mapping[str, Sequence[bool]] | None = None,
) -> list[Risk]:
    """Return the risk of several firms, or of one under several plans, on the same luck.

    `spared` says of a breach which firms come to the same as the first: they are not run.
    """
    if whole_number("replications", request.replications) < LEAST_RUNS:
        problem = f"{request.replications} replications are asked for"
        raise refused(problem, f"{LEAST_RUNS} or more", where="risk")
    plans = [plan] * len(firms) if isinstance(plan, Plan) else list(plan)
    losses = {}
    runs = _runs_of_each(breaches, request.replications)
    with crew(request.executor, sum(runs) * len(firms)) as executor:
        for number, breach in enumerate(breaches):
            idle = (spared or {}).get(breach.name, [False] * len(firms))
            part = _part(request, executor, number, runs)
            losses[breach.name] = _losses(breach, firms, plans, idle, part)
    return [
        _risk(place, firm, plans[place], breaches, losses, request)
        for place, firm in enumerate(firms)
    ]


def _runs_of_each(breaches: Sequence[Scenario], replications: int) -> list[int]:
    """Return how often each breach is run, so that every cause is run about as often.

    A library that grows thus makes a cause's losses more varied, and the whole no longer.
    """
    of_cause = Counter(one.root_cause for one in breaches)
    return [math.ceil(replications / of_cause[one.root_cause]) for one in breaches]


def _part(
    request: Request, executor: Executor | None, number: int, runs: Sequence[int]
) -> Request:
    """Return the request of one breach, whose progress is a part of the whole."""
    tell, before = request.progress, sum(runs[:number])

    def progress(ran: int, total: int) -> None:
        if tell:
            tell(before + ran * runs[number] // total, sum(runs))

    return Request(request.seed, runs[number], executor, progress, request.cancel)


def _losses(
    breach: Scenario,
    firms: Sequence[Organisation],
    plans: Sequence[Plan],
    idle: Sequence[bool],
    request: Request,
) -> list[Floats]:
    run = [place for place in range(len(firms)) if not idle[place]]
    cases = [Case(str(place), breach, plans[place], firms[place]) for place in run]
    study = study_of(cases, request)
    found = {place: study.of("cost", str(place)) for place in run}
    return [found.get(place, found[0]) for place in range(len(firms))]


def _risk(
    place: int,
    firm: Organisation,
    plan: Plan,
    breaches: Sequence[Scenario],
    losses: Mapping[str, Sequence[Floats]],
    request: Request,
) -> Risk:
    sizes = breaches[0].parameters.incidents
    rates = yearly_rates(firm, breaches[0].parameters)
    causes = []
    for cause, rate in rates.items():
        of_cause = [one.name for one in breaches if one.root_cause == cause]
        if of_cause:
            every = np.concatenate([losses[name][place] for name in of_cause])
            causes.append(CauseRisk(cause, rate, tuple(of_cause), every))
    known = {one.cause for one in causes}
    return Risk(
        organisation=firm.name,
        plan=plan.name,
        currency=firm.currency,
        seed=request.seed,
        replications=request.replications,
        turnover_per_year=firm.turnover_per_year,
        ruin_turnover_share=sizes.ruin_turnover_share.central,
        grade_turnover_shares=(
            sizes.low_risk_turnover_share.central,
            sizes.medium_risk_turnover_share.central,
        ),
        causes=tuple(causes),
        left_out=tuple((cause, rate) for cause, rate in rates.items() if cause not in known),
        title=firm.title,
        plan_title=plan.title,
    )

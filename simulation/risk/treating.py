"""What a control or a hire would change in a firm's yearly risk, for each unit of money."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulation.files import given
from simulation.inputs.control import BY_KIND, Control
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program.controls import catalogue, costs, strength_of
from simulation.risk.assessing import SHARES, Risk, assess, fitting
from simulation.study.comparing import Progress, Request
from simulation.study.figures import half_width, mean_and_error
from simulation.study.refusing import place_of
from simulation.study.workers import Cancel
from simulation.text import LANGUAGES, Text, in_language


@dataclass(frozen=True)
class Treatment:
    """A control bought or a person hired: its cost a year, and what it takes from a year's loss.

    `low` and `high` are the 95 % interval of `less_loss`, from runs paired on the same luck.
    `there_share` is how strong the firm has the control already, `there_as_usual` where its file
    says nothing of it, so that it is taken to have it as such firms usually do. Money is in the
    firm's currency; what is bought once is spread over the years it serves.
    """

    kind: Literal["control", "hire"]
    name: str
    title: dict[str, str]
    yearly_cost: float
    less_loss: float
    low: float
    high: float
    less_tail: float
    breaches_per_year: float
    there_share: float
    there_as_usual: bool

    @property
    def return_share(self) -> float:
        """What a year's loss falls by, for each unit of money that the treatment costs."""
        return self.less_loss / self.yearly_cost if self.yearly_cost else float("inf")

    @property
    def shown(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Treatments:
    """The risk of a firm as it is, and its treatments, the best value first."""

    risk: Risk
    tried: tuple[Treatment, ...]


@dataclass(frozen=True)
class _Option:
    """A treatment before it is tried."""

    kind: Literal["control", "hire"]
    name: str
    title: Text
    yearly_cost: float
    firm: Organisation
    plan: Plan
    control: Control | None = None
    there_share: float = 0.0
    there_as_usual: bool = False

    def spares(self, breach: Scenario) -> bool:
        """Return whether a breach, once it comes, is the same with it as without it."""
        if self.control is None:
            return False
        return not any(
            act.on != "frequency"
            and (act.on not in BY_KIND or not act.of or breach.threat.kind in act.of)
            for act in self.control.acts
        )


def treatments(  # noqa: PLR0913 - each is one plain choice, and most have a default
    organisation: Organisation | str | Path,
    plan: Plan | str | Path,
    breaches: Sequence[Scenario | str | Path] | None = None,
    *,
    controls: Sequence[str] | None = None,
    teams: Sequence[str] | None = None,
    replications: int = 100,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Treatments:
    """Return what each control and each hire would take from a year's loss, and that loss.

    Every one is tried alone, at full quality, on the same luck as the firm as it is: the change
    in how often each cause strikes, and in what its breaches cost.

    Parameters
    ----------
    controls
        Names of the catalogue; left out, all that the firm does not have at full strength.
    teams
        Teams to hire one more person for; left out, every team of its own.

    Examples
    --------
    >>> found = treatments(
    ...     "organisations/bookkeeping-12",
    ...     "plans/lean",
    ...     ["breaches/mis-sent-filing"],
    ...     controls=["delayed-sending"],
    ...     teams=[],
    ...     replications=5,
    ...     seed=1,
    ... )
    >>> found.tried[0].name, found.tried[0].less_loss > 0
    ('delayed-sending', True)
    """
    firm = given("organisation", organisation, Organisation)
    answer = given("plan", plan, Plan)
    cases = fitting(firm, answer, breaches)
    sizes = cases[0].parameters.incidents
    options = [
        *_controls(firm, answer, controls, sizes.written_off_years.central),
        *_hires(firm, answer, teams, sizes.paid_hours_per_year.central),
    ]
    request = Request(seed, replications, executor, progress, cancel)
    spared = {case.name: [False, *(one.spares(case) for one in options)] for case in cases}
    firms, plans = [firm, *(o.firm for o in options)], [answer, *(o.plan for o in options)]
    now, *then = assess(firms, plans, cases, request, spared)
    found = [_treated(option, now, one) for option, one in zip(options, then, strict=True)]
    return Treatments(now, tuple(sorted(found, key=lambda one: (-one.return_share, one.name))))


def _controls(
    firm: Organisation, plan: Plan, asked: Sequence[str] | None, written_off_years: float
) -> list[_Option]:
    known = catalogue(firm)
    names = [_control_named(name, known) for name in asked] if asked is not None else list(known)
    found = []
    for name in names:
        control = known[name]
        if asked is None and _whole(firm, control):
            continue
        once, yearly = costs(firm, name)
        cost = yearly + once / written_off_years
        found.append(
            _Option(
                *("control", name, control.title, cost, firm.with_control(name), plan, control),
                there_share=strength_of(firm, control),
                there_as_usual=name not in firm.controls,
            )
        )
    return found


def _control_named(name: str, known: dict[str, Control]) -> str:
    return list(known)[place_of("control", name, known, where="risk")]


def _whole(firm: Organisation, control: Control) -> bool:
    """Return whether the firm has a control at full strength already."""
    return strength_of(firm, control) >= 1.0


def _hires(
    firm: Organisation, plan: Plan, asked: Sequence[str] | None, paid_hours_per_year: float
) -> list[_Option]:
    own = {team.name: team for team in firm.teams if not team.outside}
    names = list(own) if asked is None else [list(own)[place_of("team", t, own)] for t in asked]
    found = []
    for name in names:
        staffed = plan.staffing.get(name)
        more = plan.change({f"staffing.{name}.add": (staffed.add if staffed else 0) + 1})
        yearly_cost = own[name].wage_per_h * paid_hours_per_year
        found.append(_Option("hire", name, own[name].title, yearly_cost, firm, more))
    return found


def _treated(option: _Option, now: Risk, then: Risk) -> Treatment:
    """Return what an option changed; the losses of each cause are paired, run by run."""
    error = 0.0
    for before, after in zip(now.causes, then.causes, strict=True):
        less = before.per_year * before.losses - after.per_year * after.losses
        error += (mean_and_error(less)[1] or 0.0) ** 2
    half = half_width(math.sqrt(error), now.replications)
    less_loss = now.yearly_mean - then.yearly_mean
    return Treatment(
        kind=option.kind,
        name=option.name,
        title={one: in_language(option.title, one) for one in LANGUAGES},
        yearly_cost=option.yearly_cost,
        less_loss=less_loss,
        low=less_loss - half,
        high=less_loss + half,
        less_tail=now.year.tail_mean(SHARES[-1]) - then.year.tail_mean(SHARES[-1]),
        breaches_per_year=then.per_year,
        there_share=option.there_share,
        there_as_usual=option.there_as_usual,
    )

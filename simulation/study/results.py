"""A study's table, and what follows from it."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.errors import StudyError
from simulation.files.whole import written_whole
from simulation.study import study_file
from simulation.study.columns import FORM, MET, WAITED, named
from simulation.study.curves import Fan, curve_place, fan_of
from simulation.study.figures import (
    Difference,
    Floats,
    Summary,
    difference,
    share_interval,
    summarise,
)
from simulation.study.measures import MEASURES, Measure, measure_named
from simulation.study.page import page
from simulation.study.refusing import place_of
from simulation.study.wording import yearly_costs
from simulation.study.workers import Case, digest, inputs_of

if TYPE_CHECKING:
    import pandas as pd

ALL_DUTIES = "all of them"


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """Plans by replications by measures, on the same draws.

    What never happened in a run is NaN in the table. A study ranks plans in this model on these
    inputs; it does not forecast what a breach will cost.

    >>> from simulation.files import load
    >>> from simulation.study import compare
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=5, seed=1)
    >>> study.difference("cost", "lean").against
    'no-plan'
    """

    scenario: str
    organisation: str
    currency: str
    seed: int
    cases: tuple[Case, ...]
    columns: tuple[str, ...]
    values: Floats
    curves: Floats
    asked: int
    ended: str = ""

    # -- what is in it ---------------------------------------------------------------------

    @property
    def plans(self) -> tuple[str, ...]:
        """The labels of what was tried, in the order given; the first is compared against."""
        return tuple(case.label for case in self.cases)

    @property
    def replications(self) -> int:
        """How many replications each plan was tried on."""
        return int(self.values.shape[-1])

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, each with unit, title and whether lower is better."""
        return MEASURES

    @property
    def duties(self) -> tuple[str, ...]:
        """The legal duties whose clock can run."""
        return named(self.columns, MET)

    @property
    def forms(self) -> tuple[str, ...]:
        """FAIR's forms of loss, by which cost is split."""
        return named(self.columns, FORM)

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that tasks can wait for."""
        return named(self.columns, WAITED)

    def unit(self, measure: str) -> str:
        """Return the unit of a measure, for money the currency."""
        unit = measure_named(measure).unit
        return self.currency if unit == "money" else unit

    def of(self, measure: str, plan: str) -> Floats:
        """Return a measure under a plan, by replication; it cannot be written to."""
        return self.column(measure_named(measure).name, plan)

    def column(self, name: str, plan: str) -> Floats:
        """Return a column under a plan, by replication; it cannot be written to.

        Columns are the measures, `met/` a duty (1 in time, 0 late or never, NaN no clock ran),
        `form/` a form of loss (money), and `waited/` a team (hours that tasks
        waited for it while it was at work).
        """
        column = place_of("column", name, self.columns)
        values: Floats = self.values[self._place(plan), column]
        return values

    def fan(self, curve: str, plan: str) -> Fan:
        """Return how a curve spreads over the runs of a plan, by day since the first sign.

        Curves are `record_days_untold`, `trust_share` and `cost`.
        """
        return fan_of(self.curves[self._place(plan), curve_place(curve)])

    # -- figures ---------------------------------------------------------------------------

    def summary_of(self, measure: str, plan: str) -> Summary:
        """Return mean, standard error, percentiles and tail of a measure under a plan."""
        lower = measure_named(measure).lower_is_better
        return summarise(self.of(measure, plan), lower_is_better=lower)

    def difference(self, measure: str, plan: str, against: str | None = None) -> Difference:
        """Return a plan less another, by default the first, in a measure, paired."""
        other = self.plans[0] if against is None else against
        return difference(
            (plan, other, measure),
            self.of(measure, plan),
            self.of(measure, other),
            lower_is_better=measure_named(measure).lower_is_better,
        )

    def all_differences(self, against: str | None = None) -> Iterator[Difference]:
        """Give every other plan less one, by default the first, in every measure."""
        other = self.plans[self._place(against or self.plans[0])]
        for plan in self.plans:
            if plan != other:
                yield from (self.difference(measure.name, plan, other) for measure in MEASURES)

    # -- tables ----------------------------------------------------------------------------

    def summary(self) -> pd.DataFrame:
        """Return a row for each plan and measure: mean, error, percentiles, tail, nevers."""
        return _frame(
            {
                "plan": plan,
                "measure": measure.name,
                "unit": self.unit(measure.name),
                **dataclasses.asdict(self.summary_of(measure.name, plan)),
            }
            for plan in self.plans
            for measure in MEASURES
        )

    def differences(self, against: str | None = None) -> pd.DataFrame:
        """Return a row for each other plan and measure: paired mean, interval, verdict."""
        return _frame(
            dataclasses.asdict(one) | {"better_se": one.better_se}
            for one in self.all_differences(against)
        )

    def deadlines(self) -> pd.DataFrame:
        """Return in what share of runs each legal duty was met in time, with its interval.

        A run in which the duty's clock never ran is not counted.
        """
        return _frame(row for plan in self.plans for row in self._deadlines(plan))

    def _deadlines(self, plan: str) -> Iterator[dict[str, object]]:
        met = np.array([self.column(MET + duty, plan) for duty in self.duties])
        ran = ~np.isnan(met)
        whole = (met == 1.0) | ~ran
        rows = [(name, met[place][ran[place]] == 1.0) for place, name in enumerate(self.duties)]
        if self.duties:
            rows.append((ALL_DUTIES, whole.all(axis=0)[ran.any(axis=0)]))
        for duty, hits in rows:
            count, number = len(hits), int(hits.sum())
            low, high = share_interval(number, count) if count else (None, None)
            share = number / count if count else None
            name = {"plan": plan, "duty": duty, "runs": count}
            yield {**name, "met_share": share, "low": low, "high": high}

    def table(self) -> pd.DataFrame:
        """Return a row for each plan and replication: what was tried, and the study's columns.

        A sweep has a column for each setting as well; None there says that it is unchanged.
        """
        import pandas as pd

        count = self.replications
        tried = {
            "breach": [case.scenario.name for case in self.cases],
            "organisation": [case.firm.name for case in self.cases],
            "plan": list(self.plans),
        }
        labels = {name: np.repeat(np.array(a, dtype=object), count) for name, a in tried.items()}
        for path in self.settings:
            shown = [_shown(dict(case.setting).get(path)) for case in self.cases]
            labels[path] = np.repeat(_alike(shown), count)
        labels["seed"] = np.full(count * len(self.cases), self.seed)
        numbers = np.tile(np.arange(count), len(self.cases))
        columns = dict(zip(self.columns, self.values.transpose(1, 0, 2), strict=True))
        flat = {name: column.reshape(-1) for name, column in columns.items()}
        return pd.DataFrame({**labels, "replication": numbers, **flat})

    @property
    def settings(self) -> tuple[str, ...]:
        """The paths that a sweep has changed; none in a comparison of plans."""
        return tuple(dict.fromkeys(path for case in self.cases for path, _ in case.setting))

    # -- out -------------------------------------------------------------------------------

    def to_csv(self, path: str | Path) -> None:
        """Write the table as CSV; every figure reads back as it was, and never is empty."""
        with written_whole(Path(path), StudyError) as place:
            self.table().to_csv(place, index=False, lineterminator="\n")

    def to_parquet(self, path: str | Path) -> None:
        """Write the table as Parquet."""
        with written_whole(Path(path), StudyError) as place:
            self.table().to_parquet(place, engine="pyarrow", index=False)

    def save(self, path: str | Path) -> None:
        """Write the study to a file that `Study.load` reads, inputs and all."""
        study_file.write(self, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Return the study of a file; StudyError says what is wrong with it.

        Its figures are those that were saved, and its inputs are there to run again.
        """
        return cls(**study_file.read(Path(path)))

    @functools.cached_property
    def inputs(self) -> tuple[tuple[str, str, str], ...]:
        """What was tried: kind, name and the SHA-256 of each input's plain form, once each."""
        return tuple((model.kind, model.name, digest(model)) for model in inputs_of(self.cases))

    @property
    def yearly_costs(self) -> dict[str, str]:
        """What being ready costs each year beside any breach, in each language; or nothing."""
        return yearly_costs((case.label, case.plan) for case in self.cases)

    def plain(self) -> dict[str, object]:
        """Return the figures as plain data for JSON; None where there is no figure."""
        figures = ("mean", "p5", "p50", "p95", "se")
        fields = ("plan", "against", "measure", "mean", "low", "high", "better_share")
        return {
            "plans": list(self.plans),
            "replications": self.replications,
            "measures": {
                plan: {
                    measure.name: _some(self.summary_of(measure.name, plan), figures)
                    for measure in MEASURES
                }
                for plan in self.plans
            },
            "differences": [_some(one, fields) for one in self.all_differences()],
        }

    def __repr__(self) -> str:
        """Return what was compared and what came out, on one screen."""
        return "\n".join(page(self))

    def _place(self, plan: str) -> int:
        return place_of("plan", plan, self.plans)


def _frame(rows: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows))


def _some(figures: Summary | Difference, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(figures, name) for name in names}


def _shown(value: object) -> object:
    """Return a setting as one cell: what is no number, text or truth becomes JSON."""
    plain = value is None or isinstance(value, bool | float | int | str)
    return value if plain else json.dumps(value, ensure_ascii=False)


def _alike(values: list[object]) -> Any:
    """Return settings as one column; text where they are not of one kind."""
    given = [value for value in values if value is not None]
    kinds = {float if type(value) is int else type(value) for value in given}
    if len(kinds) > 1:
        values = [None if value is None else str(value) for value in values]
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column

"""Plans compared on the same draws, until enough replications have been run."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from simulation.files import given
from simulation.inputs.base import Input
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.study import workers
from simulation.study.columns import MEASURE_NAMES, columns_of
from simulation.study.curves import CURVES, DAYS
from simulation.study.figures import Floats, half_width, mean_and_error
from simulation.study.measures import measure_named
from simulation.study.refusing import refused
from simulation.study.results import Study
from simulation.study.wording import wide
from simulation.study.workers import Cancel, Case, crew, done, pieces, program_of
from simulation.text import LANGUAGES, both, say

FIRST_LOOK, NEXT_LOOK = 200, 100
"""After how many replications a stopping rule looks first, and then again."""
LEAST_UNLIKE = 50
"""How many runs must differ from the most common figure before a stopping rule may stop.

Of pairs the most common one is mostly no difference. What comes once in a hundred runs has by then
come about fifty times, so how often it comes is known to a seventh; an interval in which it has
not come at all is narrow for that reason alone.
"""

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Request:
    """How a study is to be done: on what luck, how long, by whom, and who hears of it."""

    seed: int
    replications: int
    executor: Executor | None = None
    progress: Progress | None = None
    cancel: Cancel | None = None
    until: Mapping[str, float] | None = None


def compare(  # noqa: PLR0913 - each is one plain choice, and all but three have a default
    scenario: Scenario | str | Path,
    plans: Sequence[Plan | str | Path] | Plan | str | Path,
    organisation: Organisation | str | Path | None = None,
    *,
    replications: int = 1_000,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    until: Mapping[str, float] | None = None,
) -> Study:
    """Try plans many times on the same luck, and compare each with the first, pair by pair.

    Scenario, plans and organisation are loaded ones, or names as `load` takes them.

    Parameters
    ----------
    executor
        Who does the work: any `concurrent.futures.Executor`. Left out, processes are spawned,
        one a core; fewer than 200 runs stay in this process. The bytes are the same.
    progress
        Is called with the number of runs that are done and of all runs.
    cancel
        Is asked now and then, such as `threading.Event().is_set`; once it says True,
        StudyCancelled is raised.
    until
        Stops early: `{"cost": 5_000}` once the 95 % interval of the mean difference in cost
        reaches no further than 5,000 to either side, for every plan against the first, and 50
        pairs differ: before that an interval is narrow for want of events.

    Examples
    --------
    >>> from simulation.files import load
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=5, seed=1)
    >>> study.plans
    ('no-plan', 'lean')
    """
    chosen = _plans(plans)
    if not chosen:
        raise refused("no plan is given", "at least one")
    what = given("scenario", scenario, Scenario)
    who = None if organisation is None else given("organisation", organisation, Organisation)
    labels = distinct(plan.name for plan in chosen)
    cases = [Case(label, what, plan, who) for label, plan in zip(labels, chosen, strict=True)]
    return study_of(cases, Request(seed, replications, executor, progress, cancel, until))


def _plans(asked: object) -> list[Plan]:
    if isinstance(asked, str | Path | Input) or not isinstance(asked, Iterable):
        asked = [asked]
    return [given("plan", plan, Plan) for plan in asked]


def distinct(names: Iterable[str]) -> list[str]:
    """Return names as labels: from its second time on, a name bears a number.

    >>> distinct(["lean", "lean", "retainer"])
    ['lean', 'lean (2)', 'retainer']
    """
    seen: collections.Counter[str] = collections.Counter()
    labels = []
    for name in names:
        seen[name] += 1
        labels.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return labels


def study_of(cases: Sequence[Case], request: Request) -> Study:
    """Run cases as requested; faults of any of them are found before the first run."""
    whole_number("seed", request.seed, SEEDS)
    if whole_number("replications", request.replications) < 1:
        raise refused(f"{request.replications} replications are asked for", "1 or more")
    for name, width in (request.until or {}).items():
        measure_named(name)
        if not width > 0.0:
            raise refused(f"until {name}: got {width}", "a half-width above 0")
    programs = [program_of(case, request.seed) for case in cases]
    columns = columns_of(programs)
    values, curves = _results(cases, columns, request)
    for table in (values, curves):
        table.setflags(write=False)
    return Study(
        scenario=cases[0].scenario.name,
        organisation=programs[0].organisation.name,
        currency=programs[0].tables.currency,
        seed=request.seed,
        cases=tuple(cases),
        columns=columns,
        values=values,
        curves=curves,
        asked=request.replications,
        ended=_ended(values, request, programs[0].tables.currency),
    )


def held_against(
    study: Study, order: Sequence[int], until: Mapping[str, float] | None = None
) -> Study:
    """Return a study with its cases in another order, so that they are held against another one.

    Nothing is run; `until` is the stopping rule it was made with, which is told anew.

    >>> from simulation.files import load
    >>> plans = [load("plans/no-plan"), load("plans/lean")]
    >>> study = compare(load("breaches/mis-sent-filing"), plans, replications=2, seed=1)
    >>> held_against(study, [1, 0]).plans
    ('lean', 'no-plan')
    """
    places = list(order)
    values, curves = study.values[places], study.curves[places]
    for table in (values, curves):
        table.setflags(write=False)
    request = Request(study.seed, study.asked, until=until)
    return replace(
        study,
        cases=tuple(study.cases[place] for place in places),
        values=values,
        curves=curves,
        ended=_ended(values, request, study.currency),
    )


def _results(
    cases: Sequence[Case], columns: tuple[str, ...], request: Request
) -> tuple[Floats, Floats]:
    """Return figures and curves by case and replication."""
    asked, seed = request.replications, request.seed
    total, ran = len(cases) * asked, 0
    values = np.empty((len(cases), len(columns), asked))
    curves = np.empty((len(cases), len(CURVES), len(DAYS), asked))
    with crew(request.executor, total) as executor:
        size = workers.RUNS_PER_PIECE if executor else workers.RUNS_PER_PIECE_HERE
        for span in _looks(asked, watched=bool(request.until)):
            todo = pieces(cases, seed, columns, span, size)
            for piece, result in done(todo, executor, request.cancel):
                place = slice(piece.first, piece.first + piece.count)
                values[piece.number, ..., place] = result.values
                curves[piece.number, ..., place] = result.curves
                ran += piece.count
                if request.progress:
                    request.progress(ran, total)
            if request.until and _enough(values[..., : span.stop], request.until):
                break
    ran_all = slice(span.stop)
    return _trimmed(values, ran_all), _trimmed(curves, ran_all)


def _trimmed(table: Floats, replications: slice) -> Floats:
    return np.ascontiguousarray(table[..., replications])


def _looks(asked: int, *, watched: bool) -> list[range]:
    """Return the spans after which a rule looks: the same ones whoever does the work."""
    stops = [*range(FIRST_LOOK, asked, NEXT_LOOK), asked] if watched else [asked]
    return [range(first, stop) for first, stop in zip([0, *stops], stops, strict=False)]


def _enough(values: Floats, until: Mapping[str, float]) -> bool:
    looks = {name: _looked(values, name) for name in until}
    return all(
        half <= until[name] and unlike >= LEAST_UNLIKE for name, (half, unlike) in looks.items()
    )


def _looked(values: Floats, name: str) -> tuple[float, int]:
    """Return half of the widest interval, and how many runs differ from the most common figure.

    Of differences from the first case, or of the mean of a case alone; the fewest of all cases.
    """
    column = values[:, MEASURE_NAMES.index(name)]
    halves, unlike = [], []
    for one in column[1:] - column[0] if len(column) > 1 else column:
        known = one[~np.isnan(one)]
        _, error = mean_and_error(known)
        halves.append(np.inf if error is None else half_width(error, len(known)))
        _, counts = np.unique(known, return_counts=True)
        unlike.append(len(known) - int(counts.max(initial=0)))
    return max(halves), min(unlike)


def _ended(values: Floats, request: Request, currency: str) -> str:
    """Say how a stopping rule ended, in English and then in Chinese."""
    if not request.until:
        return ""
    enough, looks = _enough(values, request.until), []
    for name, asked in request.until.items():
        half, unlike = _looked(values, name)
        few = unlike if half <= asked and unlike < LEAST_UNLIKE else None
        looks.append((name, half, asked, few))
    counts = {"ran": f"{values.shape[-1]:,}", "asked": f"{request.replications:,}"}
    key = "stopping/enough" if enough else "stopping/unsure"
    return both(
        {
            language: say(
                key,
                language,
                **counts,
                widths=say("stopping/comma", language).join(
                    _width(*look, currency, language) for look in looks
                ),
            )
            for language in LANGUAGES
        }
    )


def _width(
    name: str, half: float, asked: float, few: int | None, currency: str, language: str
) -> str:
    widths = {"half": wide(name, half, currency, language)}
    widths["asked"] = wide(name, asked, currency, language)
    words = say("stopping/width", language, measure=say(f"measure/{name}", language), **widths)
    if few is None:
        return words
    return words + say("stopping/few", language, unlike=str(few), least=str(LEAST_UNLIKE))

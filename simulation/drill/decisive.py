"""Which decisions of a drill mattered most, by what would have come of the other options."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from simulation.drill.acts import whole
from simulation.drill.course import Change, History, Record, history_of
from simulation.drill.futures import END_MEASURES, How, Question, compared, play_futures
from simulation.drill.what_if import PLAYED, WHAT_IF
from simulation.errors import ActRefused
from simulation.study.figures import Difference, Floats
from simulation.study.workers import crew

WEIGHED = (
    *("record_days_untold", "people_misused", "cost"),
    *("trust_at_year_share", "clients_lost", "duties_met_share"),
)
"""The measures in which decisions are weighed."""
SCREENED_SHARE = 0.3
"""The share of the futures that a first look takes, over all options."""
SPARE = 1
"""How many more options than are asked for are looked at over all futures."""


@dataclass(frozen=True, slots=True)
class Decisive:
    """A decision that mattered: what was taken, the option that differs most, and in what.

    `difference` is of the alternative less what was taken, over many futures from the moment of
    the answer. `size` is its mean in standard deviations of the measure over all the futures.
    """

    decision: str
    taken: str
    by_default: bool
    answered_s: int
    alternative: str
    measure: str
    difference: Difference
    size: float

    def plain(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        return dataclasses.asdict(self)


def decisive(
    record: Record, n: int = 3, *, futures: int = 50, how: How | None = None
) -> tuple[Decisive, ...]:
    """Return the decisions that mattered most; see `Drill.decisive`."""
    n, futures = whole("n", n), whole("futures", futures)
    if n < 1 or futures < 2:
        raise ActRefused(
            f"{n} decisions over {futures} futures; expected 1 or more over 2 or more"
        )
    history = history_of(record)
    questions = _questions(history)
    how = how or How()
    few = min(futures, max(2, math.ceil(futures * SCREENED_SHARE)))
    more = (futures - few) * min(n + SPARE, len(questions))
    runs = few * sum(len(q.arms) for q in questions.values()) + 2 * more
    with crew(how.executor, runs if how.submit is None else 0) as executor:
        how = dataclasses.replace(how, executor=executor)
        watch = _Watch(how, few * len(questions) + more)
        first = {name: play_futures(q, few, watch.step()) for name, q in questions.items()}
        scales = _scales(list(first.values()))
        looks = [_heaviest(history, questions[name], first[name], scales) for name in questions]
        found = []
        for look in sorted(looks, key=_weight)[: n + SPARE]:
            question = Question(record, ((), (Change("decide", look.decision, look.alternative),)))
            arm = questions[look.decision].arms.index(question.arms[1])
            table = first[look.decision][[0, arm]]
            if futures > few:
                rest = play_futures(question, futures - few, watch.step(), few + 1)
                table = np.concatenate([table, rest], axis=-1)
            found.append(_heaviest(history, question, table, scales))
    return tuple(sorted(found, key=_weight)[:n])


class _Watch:
    """Adds up the progress of one question after the other."""

    def __init__(self, how: How, total: int) -> None:
        self._how, self._total, self._before, self._last = how, total, 0, 0

    def step(self) -> How:
        """Return how the next question is to be played."""
        self._before += self._last
        self._last = 0
        return dataclasses.replace(self._how, progress=self._progress)

    def _progress(self, done: int, _all: int) -> None:
        self._last = done
        if self._how.progress is not None:
            self._how.progress(min(self._before + done, self._total), self._total)


def _questions(history: History) -> dict[str, Question]:
    """Return, for each decision that was taken, its options with the taken one first."""
    found = {}
    for item, name in enumerate(history.program.decisions):
        taken = history.taken.get(name)
        if taken is None or not taken.option:
            continue
        others = [option for option in history.program.options[item] if option != taken.option]
        arms = ((), *((Change("decide", name, option),) for option in others))
        if others:
            found[name] = Question(history.record, arms)
    return found


def _scales(tables: list[Floats]) -> dict[str, float]:
    """Return how much each measure varies over all futures of all options."""
    scales = {}
    for measure in WEIGHED:
        place = END_MEASURES.index(measure)
        values = np.concatenate([table[:, place].ravel() for table in tables] or [np.empty(0)])
        known = values[~np.isnan(values)]
        scales[measure] = float(known.std()) if len(known) else 0.0
    return scales


def _heaviest(
    history: History, question: Question, table: Floats, scales: dict[str, float]
) -> Decisive:
    """Return the option and the measure in which a decision made most of a difference."""
    options = [str(changes[0].value) for changes in question.arms[1:]]
    name = question.arms[1][0].name
    taken = history.taken[name]
    found = []
    for arm, option in enumerate(options, 1):
        for measure in WEIGHED:
            place = END_MEASURES.index(measure)
            one = compared((WHAT_IF, PLAYED, measure), table[arm, place], table[0, place])
            size = one.mean / scales[measure] if one.mean and scales[measure] else 0.0
            found.append(
                Decisive(
                    name,
                    taken.option,
                    taken.by_default,
                    taken.answered_s,
                    option,
                    measure,
                    one,
                    size,
                )
            )
    return min(found, key=_weight)


def _weight(one: Decisive) -> tuple[bool, float, str]:
    """Return what to sort by: a difference that is shown first, then the largest."""
    shown = one.difference.verdict in ("better", "worse")
    return not shown, -abs(one.size), one.decision

"""Every capability asked for moves what it must; `make coverage` writes it down."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from simulation import world
from simulation.program import laws
from simulation.program.readiness import Ready
from simulation.world import (
    around,
    discovery,
    escalation,
    grades,
    morale,
    public,
    supervision,
)
from validation.coverage import experiment
from validation.coverage.experiment import (
    FEWER,
    FEWEST,
    MORE,
    Case,
    Effect,
    Experiment,
    effect_of,
)
from validation.coverage.quantities import COST
from validation.coverage.rows import ELSEWHERE, ROWS, experiments

PAGE = (Path(__file__).parent.parent / "docs" / "coverage.md").read_text(encoding="utf-8")
SOME = 2 * FEWEST
LINE = re.compile(r"\| ([^|]+) \| ([^|]+) \| [^|]+ · [^|]+ \|.*")


def told() -> Iterator[str]:
    """Give the experiments that the page tells, which costs less than to make them."""
    for section in PAGE.split("\n## ")[1:]:
        lines = map(LINE.fullmatch, section.splitlines())
        yield from (f"{section[:3]} {line[1]}: {line[2]}" for line in lines if line)


@functools.cache
def every() -> dict[str, Experiment]:
    return {f"{one.row} {one.mechanism}: {one.change}": one for one in experiments()}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(told()))
def test_a_capability_moves_what_it_must(name) -> None:
    found = every()[name].effect_when_plain()
    assert found.shown, found


def no_triage(patch: pytest.MonkeyPatch) -> None:
    arrives = discovery.false_alarm

    def unseen(p, s) -> None:
        arrives(p, s)
        s.alarms_waiting -= 1

    patch.setattr(discovery, "false_alarm", unseen)


def told_by_us(patch: pytest.MonkeyPatch) -> None:
    shock = around.raw_shock

    def as_from_us(*given, **named) -> float:
        return shock(*given, **named | {"told_first": True})

    patch.setattr(around, "raw_shock", as_from_us)
    patch.setattr(public, "raw_shock", as_from_us)


def always_ready(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(patch: pytest.MonkeyPatch) -> None:
        begin = Ready.__init__

        def ready(self, *given) -> None:
            begin(self, *given)
            setattr(self, name, 1.0)

        patch.setattr(Ready, "__init__", ready)

    return mutate


TAKEN_AWAY = {
    "R01 false alarms take time": no_triage,
    "R03 internal limits by grade": lambda patch: patch.setattr(
        escalation, "grade", lambda *_: "high"
    ),
    "R03 China's reporting grade": lambda patch: patch.setattr(
        grades, "reporting_grade", lambda *_: 0
    ),
    "R03 level of GB/T 20986-2023": lambda patch: patch.setattr(
        grades, "MATRIX", grades.MATRIX[:1] * 3
    ),
    "R13 heard from others first": told_by_us,
    "R15 fines by turnover: the maximum": lambda patch: patch.setattr(
        laws, "_highest", lambda maximum, _: maximum.amount if maximum else 0.0
    ),
    "R17 questions of the authority: wages": lambda patch: patch.setattr(
        supervision, "start_now", lambda *_: None
    ),
    "R22 low morale and mistakes": lambda patch: patch.setattr(
        morale, "repeat_factor", lambda *_: 1.0
    ),
    "R23 trust in a firm that lets it happen again": lambda patch: patch.setattr(
        public, "jolt", lambda *_: None
    ),
    "R26 contact lists": always_ready("lists"),
    "R26 kits": always_ready("kits"),
}
"""The line of the model that each of these experiments is about, taken out."""


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", TAKEN_AWAY)
def test_a_mechanism_that_is_taken_away_moves_nothing(mechanism, monkeypatch) -> None:
    monkeypatch.setattr(experiment, "_runs", experiment._Runs)
    (one,) = (one for one in every().values() if f"{one.row} {one.mechanism}" == mechanism)
    assert one.effect(SOME).difference != 0.0
    TAKEN_AWAY[mechanism](monkeypatch)
    assert one.effect(SOME).difference == pytest.approx(0.0, abs=1e-6)


def test_every_row_is_tried_or_said_to_live_elsewhere() -> None:
    assert {one.row for one in every().values()} | ELSEWHERE.keys() == ROWS.keys()


def test_a_change_that_changes_nothing_shows_nothing() -> None:
    base = Case.of("mis-sent-filing", "lean")
    same = Experiment("R01", "nothing", "nothing", base, base, COST, MORE, 0.0, 5)
    assert not same.effect().shown
    assert not same.effect_when_plain().shown


def test_few_pairs_show_nothing_and_many_something() -> None:
    base = np.arange(FEWEST, dtype=float)
    assert effect_of(base, base + 1.0, MORE).shown
    assert not effect_of(base[1:], base[1:] + 1.0, MORE).shown
    assert not effect_of(base[:0], base[:0], FEWER).plain


@pytest.mark.slow
def test_looks_find_something_in_nothing_as_seldom_as_is_said() -> None:
    nothing = np.random.default_rng(1).standard_normal((6_000, 60))
    base = np.zeros(60)

    def plain(row, count: int) -> bool:
        return effect_of(base[:count], row[:count], MORE, 0.0).plain

    first = np.array([plain(row, FEWEST) for row in nothing])
    later = [[plain(row, count) for count in (8, 13, 21, 34, 55)] for row in nothing]
    early = first | np.any(later, axis=1)
    at_last = np.array([effect_of(base, row, MORE, 0.0).shown for row in nothing])
    assert 1 / 180 < np.mean(first) < 1 / 110
    assert 1 / 75 < np.mean(early) < 1 / 45
    assert 1 / 30 < np.mean(early | at_last) < 1 / 22


def test_an_effect_is_shown_on_its_own_side_and_from_its_size_on() -> None:
    assert Effect(10.0, 11.0, 0.5, 1.5, 0.5, MORE).shown
    assert not Effect(10.0, 11.0, 0.5, 1.5, 0.5, FEWER).shown
    assert not Effect(10.0, 11.0, -0.1, 2.1, 0.5, MORE).shown
    assert not Effect(10.0, 10.2, 0.1, 0.3, 0.5, MORE).shown
    assert Effect(10.0, 11.0, 0.4, 1.6, 0.5, MORE).plain
    assert not Effect(10.0, 11.0, 0.3, 1.7, 0.5, MORE).plain
    assert not Effect(10.0, 11.0, 0.4, 1.6, 0.5, FEWER).plain
    assert not Effect(10.0, 11.0, 0.4, 1.6, 0.8, MORE).plain


def test_the_page_is_of_this_model_and_tells_every_experiment() -> None:
    assert re.findall(r"Model version (\d+)", PAGE) == [str(world.VERSION)], "run make coverage"
    assert sorted(told()) == sorted(every()), "run make coverage"
    assert "not shown" not in PAGE

"""Every capability asked for moves what it must; `make coverage` writes it down."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from simulation import world
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

"""Every capability asked for moves what it must; `make coverage` writes it down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulation import world
from validation.coverage.experiment import FEWER, MORE, Case, Effect
from validation.coverage.rows import ELSEWHERE, ROWS, experiments

ALL = tuple(experiments())
FIRST_LOOK = 15
"""Most effects are plain after so many runs; the others get all that they ask for."""
PAGE = Path(__file__).parent.parent / "docs" / "coverage.md"


@pytest.mark.slow
@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.row} {one.mechanism}")
def test_a_capability_moves_what_it_must(one) -> None:
    found = one.effect(FIRST_LOOK)
    if not found.plain:
        found = one.effect()
    assert found.shown, found


def test_every_row_is_tried_or_said_to_live_elsewhere() -> None:
    assert {one.row for one in ALL} | ELSEWHERE.keys() == ROWS.keys()


def test_a_change_that_changes_nothing_shows_nothing() -> None:
    base = Case.of("mis-sent-filing", "lean")
    for one in ALL[:1]:
        same = type(one)(one.row, one.mechanism, "nothing", base, base, one.quantity, MORE, 0.0, 2)
        assert not same.effect().shown


def test_an_effect_is_shown_on_its_own_side_and_from_its_size_on() -> None:
    assert Effect(10.0, 11.0, 0.5, 1.5, 0.5, MORE).shown
    assert not Effect(10.0, 11.0, 0.5, 1.5, 0.5, FEWER).shown
    assert not Effect(10.0, 11.0, -0.1, 2.1, 0.5, MORE).shown
    assert not Effect(10.0, 10.2, 0.1, 0.3, 0.5, MORE).shown
    assert Effect(10.0, 11.0, 0.6, 1.4, 0.5, MORE).plain
    assert not Effect(10.0, 11.0, 0.4, 1.6, 0.5, MORE).plain
    assert not Effect(10.0, 11.0, 0.6, 1.4, 0.5, FEWER).plain
    assert not Effect(10.0, 11.0, 0.6, 1.4, 0.8, MORE).plain


def test_the_page_is_of_this_model_and_tells_every_experiment() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"Model version (\d+)", page) == [str(world.VERSION)], "run make coverage"
    for one in ALL:
        assert f"| {one.mechanism} | {one.change} |" in page, "run make coverage"
    assert "not shown" not in page

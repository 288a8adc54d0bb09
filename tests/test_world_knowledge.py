"""What the room knows: estimates from what was found, lists inside lists, nothing from truth."""

from __future__ import annotations

import functools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import breach, firm, holding, only, plan, team, world
from scipy import stats

from simulation.program import Program
from simulation.world import knowledge
from simulation.world.knowledge import LISTING, SCOPE, TRIAGE
from simulation.world.layout import State, Tables

THREE = firm(
    team("it"), holdings=[holding("a", 400, 800), holding("b", 100), holding("c", 500, 1_000)]
)
THREAT = {"kind": "one_mistake", "holdings": ["a", "b"], "records": 1}


def room(*mechanisms: str, out: tuple[float, float, float] = (400, 100, 0)) -> tuple:
    p, s = world(breach(THREE, threat=THREAT, switched_off=only(*mechanisms)))
    s.records_out = list(out)
    return p, s


def test_triage_finds_the_place_the_sign_named() -> None:
    p, s = room()
    knowledge.report(p, s, TRIAGE)
    assert s.found == [True, False, False]
    # Half of the records of 400 people: 200 affected.
    assert s.estimate == 200.0


def test_without_error_scope_finds_every_place_data_left_and_no_other() -> None:
    p, s = room()
    knowledge.report(p, s, SCOPE)
    assert s.found == [True, True, False]
    assert s.estimate == 300.0


def test_nothing_is_found_where_nothing_left() -> None:
    p, s = room(out=(0, 0, 0))
    for precision in (TRIAGE, SCOPE, LISTING):
        knowledge.report(p, s, precision)
        assert s.found == [False, False, False]
        assert s.estimate == s.estimate_high == 0.0


@functools.cache
def drawn() -> tuple[Program, list[list[float]]]:
    """Return a case, and the draws of its first runs."""
    scenario = breach(THREE, threat=THREAT, switched_off=only("scope-error"))
    program = Program(scenario, plan(), seed=9)
    return program, program.rows(0, 2_000)


def rooms(number: int) -> list[tuple[Tables, State]]:
    program, rows = drawn()
    pairs = []
    for replication, row in enumerate(rows[:number]):
        s = program.state(replication, row)
        # Few enough that no error reaches what is held.
        s.records_out = [2.0, 0.5, 0.0]
        pairs.append((program.tables, s))
    return pairs


@pytest.mark.parametrize(("precision", "sigma"), [(TRIAGE, 1.2), (LISTING, 0.05)])
def test_errors_of_a_count_are_lognormal(precision: int, sigma: float) -> None:
    truth = 1.0 if precision == TRIAGE else 1.5
    errors = []
    for p, s in rooms(1_500):
        knowledge.report(p, s, precision)
        errors.append(math.log(s.estimate / truth) / sigma)
    assert stats.kstest(errors, "norm").pvalue > 0.001


def test_one_error_serves_the_whole_run() -> None:
    for p, s in rooms(50):
        knowledge.report(p, s, TRIAGE)
        z = math.log(s.estimate / 1.0) / 1.2
        knowledge.report(p, s, LISTING)
        assert math.log(s.estimate / 1.5) / 0.05 == pytest.approx(z)


def test_scope_finds_seven_of_ten_further_places() -> None:
    found = 0
    for p, s in rooms(2_000):
        knowledge.report(p, s, SCOPE)
        found += s.found[1]
    assert abs(found - 1_400) < 3.5 * math.sqrt(2_000 * 0.7 * 0.3)


def test_four_in_five_quoted_ranges_hold_the_truth() -> None:
    inside = 0
    for p, s in rooms(2_000):
        knowledge.report(p, s, TRIAGE)
        inside += s.estimate_low <= 1.0 <= s.estimate_high
    assert abs(inside - 1_600) < 3.5 * math.sqrt(2_000 * 0.8 * 0.2)


@given(st.floats(-6.0, 6.0), st.sampled_from([TRIAGE, SCOPE, LISTING]))
def test_no_estimate_exceeds_what_the_found_places_hold(z: float, precision: int) -> None:
    p, s = room("scope-error")
    s.reported, s.error_z = True, z
    knowledge.report(p, s, precision)
    held = sum(n for n, found in zip((400, 100, 500), s.found, strict=True) if found)
    assert 0.0 < s.estimate_low <= s.estimate
    assert s.estimate <= s.estimate_high <= held


@given(st.floats(-4.0, 4.0))
def test_lists_are_nested(z: float) -> None:
    p, s = room("scope-error")
    s.reported, s.error_z = True, z
    knowledge.report(p, s, SCOPE)
    sizes = [knowledge.people_on_list(p, s, whom) for whom in range(3)]
    assert sizes == sorted(sizes)
    assert sizes[2] == 1_000


def told(p: Tables, s: State, whom: int) -> float:
    return knowledge.tell_people(p, s, whom, 300.0)


def test_telling_all_reaches_everyone_affected_and_many_in_vain() -> None:
    p, s = room()
    knowledge.report(p, s, TRIAGE)
    assert told(p, s, 2) == 1_000
    assert (s.told_people, s.told_true, s.told_in_vain) == (1_000, 300, 700)


def test_those_never_found_stay_untold_on_a_list_of_the_found() -> None:
    p, s = room()
    knowledge.report(p, s, TRIAGE)
    assert told(p, s, 0) == 200
    assert (s.told_true, s.told_in_vain) == (200, 0)


def test_an_estimate_too_high_tells_some_in_vain_and_too_low_misses_some() -> None:
    p, s = room("scope-error")
    s.reported, s.error_z = True, 0.3
    knowledge.report(p, s, LISTING)
    high = 300 * math.exp(0.05 * 0.3)
    assert told(p, s, 0) == pytest.approx(high)
    assert s.told_true == pytest.approx(300)
    assert s.told_in_vain == pytest.approx(high - 300)
    p, s = room("scope-error")
    s.reported, s.error_z = True, -0.3
    knowledge.report(p, s, LISTING)
    told(p, s, 0)
    assert s.told_true == pytest.approx(300 * math.exp(-0.015))
    assert s.told_in_vain == 0.0


def test_a_list_too_long_still_names_nobody_of_a_place_that_was_not_found() -> None:
    p, s = room("scope-error")
    s.reported, s.error_z = True, 0.3
    knowledge.report(p, s, TRIAGE)
    listed = 200 * math.exp(1.2 * 0.3)
    assert told(p, s, 0) == pytest.approx(listed)
    # Of 300 affected only the 200 in the place the sign named can be on the list.
    assert s.told_true == 200


def test_a_second_round_tells_only_those_who_were_not_on_the_first() -> None:
    p, s = room()
    knowledge.report(p, s, TRIAGE)
    assert told(p, s, 0) == 200
    assert told(p, s, 0) == 0
    knowledge.report(p, s, LISTING)
    assert told(p, s, 0) == 100
    assert s.told_true == 300

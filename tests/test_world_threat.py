"""How data leave: never more than held, never back, and for how long they lie untold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import Play, breach, firm, flag, holding, insider, only, plan, sizes, task, team, world

from simulation.world import threat
from simulation.world.layout import DAY

TWO = firm(team("it"), holdings=[holding("first", 300, 600), holding("second", 50, 100)])


def mistake(records: int, **more: object) -> dict[str, object]:
    holdings = ["first", "second"]
    return {"threat": {"kind": "one_mistake", "holdings": holdings, "records": records}, **more}


@pytest.mark.parametrize(
    ("records", "out"), [(40, [40, 0]), (600, [600, 0]), (650, [600, 50]), (9_999, [600, 100])]
)
def test_a_mistake_lets_all_of_it_out_at_the_start(records: int, out: list[float]) -> None:
    play = Play(breach(TWO, **mistake(records)), plan()).to(100)
    assert play.state.records_out == out
    assert {e.time_s for e in play.events("records.out")} == {0}


def test_people_affected_are_those_whose_records_left() -> None:
    p, s = world(breach(TWO, **mistake(650)))
    threat.begin_threat(p, s)
    assert threat.people_affected(p, s) == 300 + 25


def test_an_insider_copies_one_batch_a_visit_from_each_holding_in_turn() -> None:
    both = {"kind": "insider_copying", "holdings": ["first", "second"]}
    scenario = breach(TWO, threat=both | {"visit_gap_h": 24, "batch_records": 30})
    play = Play(scenario, plan()).to(24 * 9)
    found = [(e.time_h / 24, e.subject, e.after) for e in play.events("records.out")]
    assert found[:4] == [
        (0, "holding/first", 30),
        (1, "holding/second", 30),
        (2, "holding/first", 60),
        (3, "holding/second", 60),
    ]
    # The second list is empty after four visits; later visits to it bring nothing.
    assert [f for f in found if f[1] == "holding/second"][-1] == (7, "holding/second", 100)


def test_an_insider_stops_when_access_is_gone() -> None:
    stop = task(1, when={"flag": "go"}, effects=[{"effect": "leak", "multiply": 0}])
    go = task(60, effects=[flag("go")])
    off = {"switched_off": only()}
    play = Play(insider(**off), plan({"go": go, "stop": stop})).to(24 * 60)
    assert [e.time_h for e in play.events("records.out")] == [0, 24, 48]
    assert play.state.leak_factor == 0.0


def test_a_slower_leak_copies_smaller_batches() -> None:
    slow = task(30, effects=[{"effect": "leak", "multiply": 0.5}])
    play = Play(insider(switched_off=only()), plan({"slow": slow})).to(24 * 4)
    assert [e.after for e in play.events("records.out")] == [10, 20, 25, 30, 35]


def test_nothing_leaves_a_system_that_is_off_line() -> None:
    off = task(30, effects=[{"effect": "system", "system": "server", "to": "isolated"}])
    on = {"effect": "system", "system": "server", "to": "restored"}
    tasks = {"off": off, "on": task(48, after=["off"], effects=[on])}
    play = Play(insider(switched_off=only("downtime")), plan(tasks)).to(24 * 5)
    assert [e.time_h for e in play.events("records.out")] == [0, 24, 96, 120]
    # 48 hours off line at 100 an hour.
    (cost,) = play.events("cost", "cost/downtime")
    assert cost.after - cost.before == pytest.approx(4_800)


def test_the_row_of_visits_has_a_bound_and_the_run_says_when_it_is_passed() -> None:
    often = {"visit_gap_h": 1, "batch_records": 0.5}
    scenario = insider(switched_off=only()).change({f"threat.{k}": v for k, v in often.items()})
    play = Play(scenario, plan()).to(199)
    assert play.state.drawn_out == 0
    play.to(300)
    assert play.state.visits == 301
    assert play.state.drawn_out > 0


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0.0, 500.0)), max_size=20))
def test_records_out_never_fall_and_never_exceed_what_is_held(
    batches: list[tuple[int, float]],
) -> None:
    p, s = world(breach(TWO, **mistake(1)))
    before = list(s.records_out)
    for item, amount in batches:
        threat.release_records(p, s, item, amount)
        assert all(a >= b for a, b in zip(s.records_out, before, strict=True))
        assert all(a <= h for a, h in zip(s.records_out, p.holding_records, strict=True))
        before = list(s.records_out)


def test_record_days_untold_are_records_times_days_until_told() -> None:
    p, s = world(breach(TWO, **mistake(600)))
    threat.begin_threat(p, s)
    s.now = 10 * DAY
    threat.advance_exposure(p, s)
    assert s.record_days_untold == 6_000
    s.told_true = 75.0  # a quarter of the 300 people
    s.now = 14 * DAY
    threat.advance_exposure(p, s)
    assert s.record_days_untold == 6_000 + 600 * 0.75 * 4
    s.told_true = 300.0
    s.now = 400 * DAY
    threat.advance_exposure(p, s)
    assert s.record_days_untold == 6_000 + 600 * 0.75 * 4


def test_misuse_is_two_in_ten_thousand_a_record_day_and_half_for_the_warned() -> None:
    p, s = world(breach(TWO, **mistake(600, misuse=True)))
    threat.begin_threat(p, s)
    s.now = 100 * DAY
    threat.advance_exposure(p, s)
    assert s.misused == pytest.approx(600 * 100 * 0.0002)
    s.told_true, s.now = 300.0, 200 * DAY
    threat.advance_exposure(p, s)
    assert s.misused == pytest.approx(600 * 150 * 0.0002)
    s.harm_factor, s.now = 0.3, 300 * DAY
    threat.advance_exposure(p, s)
    assert s.misused == pytest.approx(600 * 165 * 0.0002)


@given(st.lists(st.tuples(st.floats(0.0, 300.0), st.floats(0.0, 60.0)), max_size=8))
def test_never_more_people_are_misused_than_are_affected(steps: list[tuple[float, float]]) -> None:
    p, s = world(breach(TWO, **mistake(600, misuse=True)))
    s.harm_factor = 5.0  # a record a day in a thousand, the judged high end
    for released, days in steps:
        threat.release_records(p, s, 0, released)
        s.now += round(days * DAY)
        before, people = s.misused, threat.people_affected(p, s)
        linear = before + threat.exposure_rates(p, s)[1] * round(days * DAY) / DAY
        threat.advance_exposure(p, s)
        assert s.misused == pytest.approx(min(people, linear))


def test_at_the_high_end_a_run_hits_all_who_are_affected_and_nobody_twice() -> None:
    high = sizes(harm__misuse_per_record_day=0.001).plain()
    scenario = breach(
        TWO, **mistake(600, misuse=True, parameters=high, switched_off=only("misuse"))
    )
    play = Play(scenario, plan()).to(24 * 900)
    assert play.state.misused == threat.people_affected(play.tables, play.state) == 300.0


@pytest.mark.parametrize(("off", "misuse"), [([], False), (["misuse"], True)])
def test_harmless_recipients_misuse_nothing(off: list[str], misuse: bool) -> None:
    p, s = world(breach(TWO, **mistake(600, misuse=misuse, switched_off=off)))
    threat.begin_threat(p, s)
    s.now = 100 * DAY
    threat.advance_exposure(p, s)
    assert s.misused == 0.0

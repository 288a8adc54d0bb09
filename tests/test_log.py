"""The log: dated lines with a cause, as events, as columns, as text that never varies."""

from __future__ import annotations

import datetime

import pytest
from models import Play, breach, firm, flag, only, plan, play, task, team, wait

from simulation.log import Event, Log
from simulation.world.facts import FACT, FACTS

BEGINS = datetime.datetime(2026, 3, 2, 21, 40)  # noqa: DTZ001, local time of the firm


def a_log() -> Log:
    log = Log(["continuous change", "flag/aware", "task/look", "cost/wages"], BEGINS)
    log.record([(0, FACT["flag.set"], 1, 2, 0, 1), (3_600, FACT["cost"], 3, 2, 0.0, 1 / 3)])
    log.record([(90_000, FACT["cost"], 3, 0, 1 / 3, 12_345_678.9125)])
    return log


def test_lines_are_numbered_dated_and_named() -> None:
    log = a_log()
    assert len(log) == 3
    assert log[1] == Event(
        1, 3_600, "2026-03-02 22:40", "cost", "cost/wages", "task/look", 0.0, 1 / 3
    )
    assert log[2].moment == "2026-03-03 22:40"
    assert [event.number for event in log] == [0, 1, 2]
    assert log[2].time_h == 25.0


def test_text_has_nine_significant_digits() -> None:
    assert a_log().text().splitlines() == [
        "0\tflag.set\tflag/aware\ttask/look\t0 -> 1",
        "3600\tcost\tcost/wages\ttask/look\t0 -> 0.333333333",
        "90000\tcost\tcost/wages\tcontinuous change\t0.333333333 -> 12345678.9",
    ]


def test_a_kind_or_the_family_of_kinds() -> None:
    run = play({"a": task(2), "b": task(1, effects=[flag("go")])})
    kinds = {event.kind for event in run.log.of("task")}
    assert kinds == {"task.ready", "task.start", "task.end"}
    assert [e.subject for e in run.log.of("task.end", "flag.set")] == [
        "task/a",
        "task/b",
        "flag/go",
    ]
    assert run.log.of("nothing") == []


def test_columns_are_as_long_as_the_lines_they_come_from() -> None:
    log = a_log()
    table = log.table()
    assert list(table) == ["time_h", "moment", "kind", "subject", "cause", "before", "after"]
    assert {len(column) for column in table.values()} == {3}
    assert log.table("cost")["after"] == [1 / 3, 12_345_678.9125]
    assert {len(column) for column in log.table("news").values()} == {0}


def test_a_copy_goes_on_alone() -> None:
    log = a_log()
    twin = log.copy()
    log.record([(90_001, FACT["cost"], 3, 0, 0, 1)])
    assert len(twin) == 3
    assert len(log) == 4


def test_every_fact_of_a_run_is_named_and_in_order_of_time() -> None:
    run = Play(breach(misuse=True, switched_off=only("learning", "misuse")), plan()).to(24 * 30)
    assert {event.kind for event in run.log} <= set(FACTS)
    times = [event.time_s for event in run.log]
    assert times == sorted(times)
    assert all(event.subject and event.cause for event in run.log)


def test_moments_are_on_the_wall_clock_when_clocks_change() -> None:
    office = team("it", shift="Mon-Fri 09:00-17:00")
    company = firm(office, time_zone="Europe/Berlin")
    late = {"late": wait(24 * 40), "work": task(1, after=["late"])}
    scenario = breach(company, begins="2026-03-02 00:00", switched_off=only("nights"))
    run = Play(scenario, plan(late)).to(24 * 50)
    (start,) = run.events("task.start", "task/work")
    assert start.moment.endswith("09:00")


def test_a_place_outside_the_log_is_an_error() -> None:
    with pytest.raises(IndexError):
        _ = a_log()[3]

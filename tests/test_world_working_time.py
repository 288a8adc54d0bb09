"""Calendars against a clock that ticks minute by minute, and against sums done by hand."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.world.working_time import (
    HORIZON_D,
    Calendar,
    Tiredness,
    calendar,
    finish,
    is_open,
    next_open,
    shift_end,
    spent,
)

HOUR = 3_600
MONDAY = datetime.datetime(2026, 3, 2)  # noqa: DTZ001, the zone is another argument
PLAIN = Tiredness()
TIRED = Tiredness((1.0, 0.9, 0.8, 0.7), (1.0, 1.15, 1.38, 2.47), 0.5)


def week(
    shift: str,
    *,
    overtime_h: float = 0.0,
    pace: float = 1.0,
    zone: str = "UTC",
    begins: datetime.datetime = MONDAY,
    tiredness: Tiredness = PLAIN,
) -> Calendar:
    rules = {"tiredness": tiredness, "overtime_wage": 1.5}
    return calendar(shift, overtime_h, pace, zone=zone, begins=begins, **rules)


def open_hours(cal: Calendar, days: int) -> list[int]:
    return [h for h in range(24 * days) if is_open(cal, h * HOUR)]


def test_a_week_of_office_hours() -> None:
    cal = week("Mon-Fri 09:00-17:00")
    assert open_hours(cal, 7) == [24 * d + h for d in range(5) for h in range(9, 17)]
    assert not is_open(cal, 9 * HOUR - 1)
    assert is_open(cal, 9 * HOUR)
    assert is_open(cal, 17 * HOUR - 1)
    assert not is_open(cal, 17 * HOUR)


@pytest.mark.parametrize(
    ("shift", "hours_of_the_week"),
    [
        ("Mon 09:00-10:00, Wed 13:00-15:00", [9, 61, 62]),
        ("Fri-Mon 08:00-09:00", [8, 104, 128, 152]),
        ("Sun 22:00-02:00", [0, 1, 166, 167]),
        ("Mon 09:00-12:00, Mon 13:00-15:00", [9, 10, 11, 13, 14]),
        ("Mon 09:00-12:00, Mon 11:00-13:00", [9, 10, 11, 12]),
        ("Tue 00:00-24:00", list(range(24, 48))),
    ],
)
def test_shifts_of_every_kind(shift: str, hours_of_the_week: list[int]) -> None:
    assert [h % 168 for h in open_hours(week(shift), 14)] == hours_of_the_week * 2


def test_a_span_that_began_the_evening_before_is_on_at_the_start() -> None:
    tuesday_one_o_clock = MONDAY + datetime.timedelta(days=1, hours=1)
    cal = week("Mon 22:00-03:00", begins=tuesday_one_o_clock)
    assert open_hours(cal, 1) == [0, 1]


def test_overtime_follows_the_last_span_of_a_day() -> None:
    cal = week("Mon 09:00-12:00, Mon 13:00-17:00", overtime_h=2)
    assert open_hours(cal, 1) == [9, 10, 11, 13, 14, 15, 16, 17, 18]


@pytest.mark.parametrize(
    ("zone", "begins", "night"),
    [
        ("Europe/Berlin", datetime.datetime(2026, 3, 27), datetime.date(2026, 3, 29)),  # noqa: DTZ001
        ("America/New_York", datetime.datetime(2026, 10, 30), datetime.date(2026, 11, 1)),  # noqa: DTZ001
    ],
)
def test_office_hours_stay_on_the_wall_clock_when_clocks_change(
    zone: str, begins: datetime.datetime, night: datetime.date
) -> None:
    cal = week("Mon-Fri 09:00-17:00", zone=zone, begins=begins)
    start = begins.replace(tzinfo=ZoneInfo(zone)).timestamp()
    following = next_open(cal, 2 * 24 * HOUR)
    local = datetime.datetime.fromtimestamp(start + following, ZoneInfo(zone))
    assert local.date() == night + datetime.timedelta(days=1)
    assert (local.hour, local.minute) == (9, 0)
    assert following % (24 * HOUR) != 9 * HOUR  # so the change of clocks did lie between


def test_next_opening_and_end_of_shift() -> None:
    cal = week("Mon-Fri 09:00-17:00")
    assert next_open(cal, 0) == 9 * HOUR
    assert next_open(cal, 10 * HOUR) == 10 * HOUR
    assert next_open(cal, (4 * 24 + 17) * HOUR) == (7 * 24 + 9) * HOUR
    assert shift_end(cal, 10 * HOUR) == 17 * HOUR
    assert shift_end(cal, 20 * HOUR) == 20 * HOUR
    assert next_open(cal, HORIZON_D * 24 * HOUR) > 1 << 50


def test_around_the_clock_there_are_no_nights_no_overtime_and_no_tiredness() -> None:
    cal = week("always", tiredness=PLAIN)
    assert shift_end(cal, 5) == HORIZON_D * 24 * HOUR
    assert finish(cal, 100, 400 * HOUR) == 100 + 400 * HOUR
    assert spent(cal, 0, 100 * HOUR).paid_s == 100 * HOUR


def test_work_goes_on_where_it_stopped() -> None:
    cal = week("Mon-Fri 09:00-17:00")
    assert finish(cal, 16 * HOUR, 1 * HOUR) == 17 * HOUR
    assert finish(cal, 16 * HOUR, 1 * HOUR + 1) == (24 + 9) * HOUR + 1
    assert finish(cal, 10 * HOUR, 0.0) == 10 * HOUR
    assert finish(cal, 20 * HOUR, 8 * HOUR) == (24 + 17) * HOUR


def test_everyday_work_slows_and_does_not_move_the_end_of_a_shift() -> None:
    cal = week("Mon-Fri 09:00-17:00", pace=0.25)
    assert finish(cal, 9 * HOUR, 2 * HOUR) == 17 * HOUR
    assert spent(cal, 0, 24 * HOUR).work_s == 2 * HOUR
    assert spent(cal, 0, 24 * HOUR).paid_s == 8 * HOUR


def test_tiredness_after_eight_ten_and_twelve_hours() -> None:
    cal = week("Mon 08:00-22:00", tiredness=TIRED)
    paces = [spent(cal, h * HOUR, (h + 1) * HOUR).work_s / HOUR for h in range(8, 22)]
    assert paces == pytest.approx([1.0] * 8 + [0.9] * 2 + [0.8] * 2 + [0.7] * 2)
    errors = [spent(cal, h * HOUR, (h + 1) * HOUR).tired_s / HOUR for h in range(8, 22)]
    factors = [1.0] * 8 + [1.15] * 2 + [1.38] * 2 + [2.47] * 2
    assert errors == pytest.approx([p * f for p, f in zip(paces, factors, strict=True)])


def test_overtime_is_paid_past_eight_hours() -> None:
    cal = week("Mon 08:00-22:00", tiredness=TIRED)
    assert spent(cal, 0, 16 * HOUR).paid_s == 8 * HOUR
    assert spent(cal, 0, 24 * HOUR).paid_s == (8 + 6 * 1.5) * HOUR


def test_half_of_yesterdays_overtime_weighs_today_until_a_day_of_rest() -> None:
    cal = week("Mon-Tue 08:00-20:00, Thu 08:00-20:00", tiredness=TIRED)
    tuesday = [spent(cal, (24 + h) * HOUR, (25 + h) * HOUR).work_s / HOUR for h in range(8, 20)]
    # Monday had four hours past eight, so Tuesday begins with two on the clock.
    assert tuesday == pytest.approx([1.0] * 6 + [0.9] * 2 + [0.8] * 2 + [0.7] * 2)
    thursday = [spent(cal, (72 + h) * HOUR, (73 + h) * HOUR).work_s / HOUR for h in range(8, 20)]
    assert thursday == pytest.approx([1.0] * 8 + [0.9] * 2 + [0.8] * 2)
    # What is carried makes tired, and is not paid.
    assert spent(cal, 24 * HOUR, 48 * HOUR).paid_s == (8 + 4 * 1.5) * HOUR


def test_months_of_overtime_without_a_day_of_rest_wear_out_and_end() -> None:
    cal = week("Mon-Sun 08:00-22:00", tiredness=TIRED)
    days = [spent(cal, d * 24 * HOUR, (d + 1) * 24 * HOUR).work_s / HOUR for d in range(60)]
    # Each day half of what is past eight hours is carried on, until six and six more are full:
    # two fresh hours, two each at 0.9 and 0.8, and eight at 0.7.
    assert days == pytest.approx(sorted(days, reverse=True))
    assert days[-1] == pytest.approx(2 + 2 * 0.9 + 2 * 0.8 + 8 * 0.7, abs=1e-3)


SHIFTS = st.sampled_from(
    ["Mon-Fri 09:00-17:00", "Mon-Sun 08:00-22:00", "Fri-Mon 22:00-06:00", "Wed 10:00-11:30"]
)
MOMENTS = st.integers(0, 40 * 24 * HOUR)


@given(SHIFTS, MOMENTS, st.floats(1.0, 100 * HOUR), st.sampled_from([PLAIN, TIRED]))
def test_what_is_finished_is_what_was_worked(
    shift: str, start: int, work_s: float, tiredness: Tiredness
) -> None:
    cal = week(shift, pace=0.5, overtime_h=1.0, tiredness=tiredness)
    end = finish(cal, start, work_s)
    assert end > start
    after, before = -int(-end // 1), int(end // 1)
    assert spent(cal, start, after).work_s >= work_s - 1e-6
    assert spent(cal, start, before).work_s <= work_s + 1e-6


@given(SHIFTS, st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_work_and_pay_add_up_over_any_cut(shift: str, moments: tuple[int, int, int]) -> None:
    cal = week(shift, overtime_h=2.0, tiredness=TIRED)
    a, b, c = sorted(moments)
    parts = zip(spent(cal, a, b), spent(cal, b, c), strict=True)
    assert [one + other for one, other in parts] == pytest.approx(spent(cal, a, c))


@given(SHIFTS, st.integers(0, 20 * 24))
def test_minutes_counted_one_by_one(shift: str, hour: int) -> None:
    cal = week(shift, pace=0.5)
    start = hour * HOUR
    minutes = sum(is_open(cal, start + 60 * m) for m in range(24 * 60))
    assert spent(cal, start, start + 24 * HOUR).work_s == 30.0 * minutes

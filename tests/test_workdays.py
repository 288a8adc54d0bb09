"""Business days: against China's published arrangement, the European rule, and by hand."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from models import OFFICE, Play, breach, firm, only, plan, team
from test_world_duties import clocks, duty, law, telling

from simulation.errors import InputError
from simulation.files import load
from simulation.workdays import business_days, is_place, special_days
from simulation.world.working_time import Tiredness, calendar, is_open

DAY_H = 24


def days(*texts: str) -> set[datetime.date]:
    return {datetime.date.fromisoformat(f"2026-{text}") for text in texts}


def span(first: str, last: str) -> set[datetime.date]:
    start, end = (datetime.date.fromisoformat(f"2026-{text}") for text in (first, last))
    return {start + datetime.timedelta(days=n) for n in range((end - start).days + 1)}


# State Council General Office, notice of 4 November 2025 on the holidays of 2026.
BREAKS = (
    *(("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05")),
    *(("06-19", "06-21"), ("09-25", "09-27"), ("10-01", "10-07")),
)
WORKED = days("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def test_china_2026_is_as_its_government_arranged_it() -> None:
    china = special_days("CN", 2026, 2026)
    assert set(china.worked) == WORKED
    off = {day for first, last in BREAKS for day in span(first, last)}
    open_days = set(business_days(china, datetime.date(2026, 1, 1), 365))
    assert not open_days & off
    ordinary = {day for day in span("01-01", "12-31") if day.weekday() < 5} - off
    assert open_days == ordinary | WORKED


def test_places_are_countries_or_parts_of_them() -> None:
    assert is_place("DE")
    assert is_place("DE-BY")
    assert not is_place("DE-XX")
    assert not is_place("EU")
    ascension = datetime.date(2026, 5, 14)
    assert ascension in special_days("DE", 2026, 2026).off
    corpus_christi = datetime.date(2026, 6, 4)  # a holiday in Bavaria, not in Berlin
    assert corpus_christi in special_days("DE-BY", 2026, 2026).off
    assert corpus_christi not in special_days("DE-BE", 2026, 2026).off


def test_an_unknown_place_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="no holidays are known for 'ZZ'"):
        load("organisations/bookkeeping-12").change({"holidays": "ZZ"})


def opened(shift: str, moment: str) -> bool:
    begins = datetime.datetime(2026, 2, 13)  # noqa: DTZ001, local time
    rules: dict[str, Any] = {"tiredness": Tiredness(), "overtime_wage": 1.5}
    special = special_days("CN", 2026, 2030)
    week = calendar(shift, 0, 1, zone="Asia/Shanghai", begins=begins, special=special, **rules)
    at = datetime.datetime.fromisoformat(f"2026-{moment}")
    return is_open(week, round((at - begins).total_seconds()))


def test_people_work_on_made_up_weekends_and_on_holidays_only_if_the_shift_says_so() -> None:
    noon = "12:00"
    assert opened(OFFICE, f"02-13 {noon}")
    assert opened(OFFICE, f"02-14 {noon}")  # a Saturday made up for
    assert not opened(OFFICE, f"02-17 {noon}")  # New Year's Day, a Tuesday
    assert opened(f"{OFFICE}, Hol 11:00-13:00", f"02-17 {noon}")
    assert not opened(f"{OFFICE}, Hol 11:00-13:00", "02-17 14:00")
    assert opened(OFFICE, f"02-24 {noon}")
    assert not opened(OFFICE, f"03-07 {noon}")  # an ordinary Saturday


def late_h(begins: str, count: int, place: str | None, *, aware_h: float = 10) -> float:
    """When a duty of some business days is late, in hours from the beginning."""
    deadline = {"value": count, "unit": "business_days"}
    rules = law(duty(deadline=deadline), holidays=place)
    case = breach(firm(team("it"), laws=[rules]), switched_off=only(), begins=f"{begins} 00:00")
    (late,) = clocks(Play(case, plan(telling(aware_h, 3_000))).to(2_000))["late"]
    return late


def test_four_business_days_from_a_thursday_end_with_the_next_wednesday() -> None:
    # Thursday 5 March 2026; Friday, Monday, Tuesday, Wednesday.
    assert late_h("2026-03-05", 4, None) == 7 * DAY_H
    # The day of the event is not counted, and a weekend begins no period.
    assert late_h("2026-03-07", 1, None) == 3 * DAY_H


def test_business_days_of_a_place_leave_out_its_holidays() -> None:
    # From Wednesday 30 September 2026: China is closed until the 7th, and works on the 10th.
    assert late_h("2026-09-30", 3, "CN") == 11 * DAY_H
    assert late_h("2026-09-30", 3, None) == 6 * DAY_H  # 1, 2 and 5 October
    # Thursday before Easter: Good Friday and Easter Monday are no business days in Germany.
    assert late_h("2026-04-02", 1, "DE") == 6 * DAY_H


def test_business_days_are_whole_numbers() -> None:
    rules = law(duty(deadline={"value": 1.5, "unit": "business_days"}))
    with pytest.raises(ValueError, match="whole number"):
        firm(team("it"), laws=[rules])

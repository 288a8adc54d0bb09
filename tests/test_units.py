"""Durations, money and shares, read and printed."""

import json
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.units import (
    format_number,
    hours,
    money,
    seconds,
    share,
    show_duration,
    show_money,
    show_share,
)


@pytest.mark.parametrize(
    ("given_duration", "expected_s"),
    [
        ("72h", 259_200),
        ("1.5d", 129_600),
        ("30 min", 1_800),
        ("2 weeks", 1_209_600),
        ("1 week", 604_800),
        ("90 s", 90),
        ("3 d 4 h", 273_600),
        ("1h30min", 5_400),
        ("1,500 h", 5_400_000),
        (" 1 hour ", 3_600),
        ("2", 7_200),
        ("0", 0),
        ("0.5", 1_800),
        ("30 分钟", 1_800),
        ("2天", 172_800),
        ("1 小时 30 分", 5_400),
        (2, 7_200),
        (0.25, 900),
        (0.0001, 0),
        (1 / 3, 1_200),
    ],
)
def test_durations(given_duration: str | float, expected_s: int) -> None:
    assert seconds(given_duration) == expected_s
    assert type(seconds(given_duration)) is int
    assert hours(given_duration) == pytest.approx(expected_s / 3_600, abs=0.5 / 3_600)


def test_hours_are_not_rounded_to_seconds() -> None:
    assert hours("0.5 s") == 0.5 / 3_600
    assert hours(0.0001) == pytest.approx(0.0001, rel=1e-15)


NOT_A_DURATION = (
    "is not a duration; expected a number of hours, or such as “72h”, “1.5d”, “30 min”, “2 weeks”"
)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("1:30", f"“1:30” {NOT_A_DURATION}"),
        ("", f"“” {NOT_A_DURATION}"),
        ("soon", f"“soon” {NOT_A_DURATION}"),
        ("1,5 h", f"“1,5 h” {NOT_A_DURATION}"),
        ("-2h", f"“-2h” {NOT_A_DURATION}"),
        ("1 2 h", f"“1 2 h” {NOT_A_DURATION}"),
        ("2 h 1", f"“2 h 1” {NOT_A_DURATION}"),
        ("1e3 h", "unknown unit of time “e”; expected s, min, h, d or weeks"),
        ("72h.", f"“72h.” {NOT_A_DURATION}"),
        (True, f"“True” {NOT_A_DURATION}"),
        (None, f"“None” {NOT_A_DURATION}"),
        (
            "3 dayz",
            "unknown unit of time “dayz”; expected s, min, h, d or weeks; did you mean “day”?",
        ),
        ("3 months", "months differ in length; expected s, min, h, d or weeks"),
        ("3 D", "unknown unit of time “D”; expected s, min, h, d or weeks; did you mean “d”?"),
        (-2, "duration -2; expected a finite duration that is not negative"),
        (math.nan, "duration nan; expected a finite duration that is not negative"),
        (math.inf, "duration inf; expected a finite duration that is not negative"),
    ],
)
def test_wrong_durations_are_refused(wrong: str, message: str) -> None:
    for read in (seconds, hours):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            read(wrong)


def test_a_long_wrong_text_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds("1" * 5_000 + "!")
    with pytest.raises(ValueError, match="not negative"):
        seconds("9" * 400 + " h")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CNY 50k", (50_000.0, "CNY")),
        ("EUR 1.2M", (1_200_000.0, "EUR")),
        ("EUR1.2 million", (1_200_000.0, "EUR")),
        ("50k CNY", (50_000.0, "CNY")),
        ("50 thousand CNY", (50_000.0, "CNY")),
        ("50 CNY", (50.0, "CNY")),
        ("CNY 50,000", (50_000.0, "CNY")),
        ("CNY 0.05", (0.05, "CNY")),
        ("USD 2bn", (2e9, "USD")),
        ("CNY 5万", (50_000.0, "CNY")),
        ("1.5亿 CNY", (1.5e8, "CNY")),
        ("CNY -50", (-50.0, "CNY")),
        ("CNY −50", (-50.0, "CNY")),
    ],
)
def test_money(text: str, expected: tuple[float, str]) -> None:
    assert money(text) == expected


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("50k", "“50k” has no currency; expected such as “CNY 50k” or “EUR 1.2M”"),
        ("CNY 50k EUR", "“CNY 50k EUR” has two currencies; expected such as “CNY 50k”"),
        ("cny 50k", "unknown currency “cny”; expected three capital letters; did you mean “CNY”?"),
        ("yuan 50k", "unknown currency “yuan”; expected three capital letters"),
        (
            "CNY 50m",
            "unknown scale of money “m”; expected k, M or bn; did you mean “M”?",
        ),
        ("CNY 50 EUR", "unknown scale of money “EUR”; expected k, M or bn"),
        ("50 kilo CNY", "unknown scale of money “kilo”; expected k, M or bn"),
        ("CNY", "“CNY” is not money; expected such as “CNY 50k” or “EUR 1.2M”"),
        ("CNY 1e3", "is not money"),
        ("CNY 1,5", "is not money"),
        ("", "“” is not money"),
        (50, "“50” is not money"),
    ],
)
def test_wrong_money_is_refused(wrong: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        money(wrong)


@pytest.mark.parametrize(
    ("given_share", "expected"),
    [
        ("12 %", 0.12),
        ("12%", 0.12),
        ("12％", 0.12),
        ("0.02 %", 0.0002),
        ("0.12", 0.12),
        ("100 %", 1.0),
        (0.12, 0.12),
        (0, 0.0),
        (1, 1.0),
    ],
)
def test_shares(given_share: str | float, expected: float) -> None:
    assert share(given_share) == pytest.approx(expected, rel=1e-15)
    assert type(share(given_share)) is float


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (12, "share 12; expected 0 to 1, or 0 % to 100 %; did you mean “12 %”?"),
        ("12", "share 12; expected 0 to 1, or 0 % to 100 %; did you mean “12 %”?"),
        ("120 %", "share 120 %; expected 0 to 1, or 0 % to 100 %"),
        (-0.1, "share -0.1; expected 0 to 1, or 0 % to 100 %"),
        (math.nan, "share nan; expected 0 to 1, or 0 % to 100 %"),
        ("a tenth", "“a tenth” is not a share; expected such as “12 %” or 0.12"),
        (False, "“False” is not a share; expected such as “12 %” or 0.12"),
    ],
)
def test_wrong_shares_are_refused(wrong: str | float, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        share(wrong)


@pytest.mark.parametrize(
    ("duration_s", "printed"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (75, "1 min 15 s"),
        (2_700, "45 min"),
        (3_599.6, "1 h"),
        (5_400, "1 h 30 min"),
        (5_429, "1 h 30 min"),
        (5_430, "1 h 31 min"),
        (86_399, "1 d"),
        (86_400, "1 d"),
        (273_600, "3 d 4 h"),
        (273_600 + 1_800, "3 d 5 h"),
        (365 * 86_400, "365 d"),
        (-2_700, "-45 min"),
        (-0.4, "0 s"),
    ],
)
def test_durations_are_printed_by_two_units(duration_s: float, printed: str) -> None:
    assert show_duration(duration_s) == printed


@given(st.integers(0, 10**9))
def test_a_printed_duration_reads_back_as_near_as_it_shows(duration_s: int) -> None:
    smallest_s = 3_600 if duration_s >= 86_400 else 60 if duration_s >= 3_600 else 1
    printed = show_duration(duration_s)
    assert abs(seconds(printed) - duration_s) <= smallest_s / 2
    assert show_duration(seconds(printed)) == printed


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (50_000, "CNY 50,000"),
        (1_234_567.8, "CNY 1,234,568"),
        (4.8, "CNY 4.80"),
        (5, "CNY 5"),
        (-50_000, "CNY -50,000"),
        (-0.001, "CNY 0.00"),
        (0.0, "CNY 0"),
        (-0.0, "CNY 0"),
    ],
)
def test_money_is_printed_beside_its_currency(amount: float, printed: str) -> None:
    assert show_money(amount, "CNY") == printed


@given(st.integers(-(10**12), 10**12))
def test_printed_money_reads_back(amount: int) -> None:
    assert money(show_money(amount, "CNY")) == (amount, "CNY")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0 %"),
        (-0.0, "0 %"),
        (0.123, "12.3 %"),
        (0.12, "12 %"),
        (0.1, "10 %"),
        (1, "100 %"),
        (0.0099, "0.99 %"),
        (0.0002, "0.02 %"),
        (0.000214, "0.021 %"),
        (-0.05, "-5 %"),
    ],
)
def test_shares_are_printed_as_percentages(value: float, printed: str) -> None:
    assert show_share(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (1 / 3, "0.333333333"),
        (-2 / 3, "-0.666666667"),
        (123_456_789.4, "123456789"),
        (123_456_789_012, "123456789012"),
        (np.int64(123_456_789_012), "123456789012"),
        (np.float64(0.1), "0.1"),
        (1e-12, "1e-12"),
    ],
)
def test_numbers_have_nine_significant_digits(value: float, printed: str) -> None:
    assert format_number(value) == printed


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_number_is_json_and_near(value: float) -> None:
    printed = format_number(value)
    assert json.loads(printed) == pytest.approx(value, rel=1e-8, abs=1e-320)
    assert format_number(float(printed)) == printed


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"number .*; expected a finite number"):
        format_number(value)

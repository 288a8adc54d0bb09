"""Durations, money and shares: read as people write them, and printed back.

Every reader raises ValueError with what was given, what was expected and the nearest right word.
"""

import datetime
import math
import operator
import re
from typing import SupportsIndex

from simulation.errors import nearest
from simulation.speaking import one_language

__all__ = [
    "format_number",
    "hours",
    "money",
    "seconds",
    "share",
    "show_duration",
    "show_moment",
    "show_money",
    "show_share",
]

MINUTE_S, HOUR_S, DAY_S, WEEK_S = 60, 3_600, 86_400, 604_800

DURATION_UNITS_S = {
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒"), 1),
    **dict.fromkeys(("min", "minute", "minutes", "分", "分钟"), MINUTE_S),
    **dict.fromkeys(("h", "hour", "hours", "时", "小时"), HOUR_S),
    **dict.fromkeys(("d", "day", "days", "日", "天"), DAY_S),
    **dict.fromkeys(("w", "week", "weeks", "周", "星期"), WEEK_S),
}
"""Seconds in each unit of time."""

SHOWN_UNITS = {"en": ("d", "h", "min", "s"), "zh": ("天", "小时", "分钟", "秒")}

WEEKDAYS_ZH = "一二三四五六日"

UNEVEN_UNITS = ("month", "months", "year", "years")

MONEY_SCALES = {
    "": 1.0,
    **dict.fromkeys(("k", "thousand"), 1e3),
    **dict.fromkeys(("M", "million"), 1e6),
    **dict.fromkeys(("bn", "billion"), 1e9),
    "万": 1e4,
    "亿": 1e8,
}

NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
WORD = r"[^\W\d_]*"
DURATION_PIECE = re.compile(rf"\s*({NUMBER})\s*({WORD})\s*")
MONEY = re.compile(rf"\s*({WORD})\s*([-−]?)({NUMBER})\s*({WORD})\s*({WORD})\s*")
SHARE = re.compile(rf"\s*({NUMBER})\s*([%％]?)\s*")
CURRENCY = re.compile(r"[A-Z]{3}")


def _read_number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _did_you_mean(word: str, choices: list[str]) -> str:
    hint = nearest(word, choices)
    return f"; did you mean “{hint}”?" if hint else ""


def _is_number(value: object) -> bool:
    # YAML reads `no` and `yes` as truth values, which Python counts among the integers.
    return isinstance(value, int | float) and not isinstance(value, bool)


def _duration_error(given: object) -> ValueError:
    return ValueError(
        f"“{given}” is not a duration; expected a number of hours, "
        "or such as “72h”, “1.5d”, “30 min”, “2 weeks”"
    )


def _unit_s(word: str) -> int:
    if word in UNEVEN_UNITS:
        raise ValueError(f"{word} differ in length; expected s, min, h, d or weeks")
    if word not in DURATION_UNITS_S:
        hint = _did_you_mean(word, list(DURATION_UNITS_S))
        raise ValueError(f"unknown unit of time “{word}”; expected s, min, h, d or weeks{hint}")
    return DURATION_UNITS_S[word]


def _read_duration_s(text: str) -> float:
    total_s, place = 0.0, 0
    while piece := DURATION_PIECE.match(text, place):
        digits, word = piece.groups()
        alone = piece.span() == (0, len(text))
        if not word and not alone:
            raise _duration_error(text)
        total_s += _read_number(digits) * (_unit_s(word) if word else HOUR_S)
        place = piece.end()
    if place == 0 or place < len(text):
        raise _duration_error(text)
    return total_s


def _duration_s(value: str | float) -> float:
    if isinstance(value, str):
        duration_s = _read_duration_s(value)
    elif _is_number(value):
        duration_s = value * HOUR_S
    else:
        raise _duration_error(value)
    if not 0.0 <= duration_s < math.inf:
        raise ValueError(f"duration {value}; expected a finite duration that is not negative")
    return duration_s


def seconds(value: str | float) -> int:
    """Read a duration as whole seconds; a plain number counts hours.

    >>> [seconds("72h"), seconds("1.5d"), seconds("30 min"), seconds("3 d 4 h"), seconds(2)]
    [259200, 129600, 1800, 273600, 7200]
    """
    return round(_duration_s(value))


def hours(value: str | float) -> float:
    """Read a duration as hours; a plain number counts hours.

    >>> [hours("2 weeks"), hours("90 s"), hours(0.5)]
    [336.0, 0.025, 0.5]
    """
    return _duration_s(value) / HOUR_S


def _read_currency(words: list[str], text: object) -> str:
    if len(words) != 1:
        problem = "has two currencies" if words else "has no currency"
        raise ValueError(f"“{text}” {problem}; expected such as “CNY 50k” or “EUR 1.2M”")
    currency = words[0]
    if not CURRENCY.fullmatch(currency):
        capital = currency.upper()
        hint = f"; did you mean “{capital}”?" if CURRENCY.fullmatch(capital) else ""
        raise ValueError(f"unknown currency “{currency}”; expected three capital letters{hint}")
    return currency


def money(text: str | float) -> tuple[float, str]:
    """Read an amount of money and its currency.

    >>> money("CNY 50k")
    (50000.0, 'CNY')
    >>> money("1.2M EUR")
    (1200000.0, 'EUR')
    """
    found = MONEY.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"“{text}” is not money; expected such as “CNY 50k” or “EUR 1.2M”")
    before, sign, digits, scale, after = found.groups()
    if scale not in MONEY_SCALES and not before and not after:
        scale, after = "", scale
    currency = _read_currency([word for word in (before, after) if word], text)
    if scale not in MONEY_SCALES:
        hint = _did_you_mean(scale, [word for word in MONEY_SCALES if word])
        raise ValueError(f"unknown scale of money “{scale}”; expected k, M or bn{hint}")
    amount = _read_number(digits) * MONEY_SCALES[scale]
    return (-amount if sign else amount), currency


def share(value: str | float) -> float:
    """Read a share as a number from 0 to 1.

    >>> [share("12 %"), share(0.12), share("0.12")]
    [0.12, 0.12, 0.12]
    """
    found = SHARE.fullmatch(value) if isinstance(value, str) else None
    if found:
        digits, percent = found.groups()
        read = _read_number(digits) / (100.0 if percent else 1.0)
    elif _is_number(value):
        percent, read = "", float(value)
    else:
        raise ValueError(f"“{value}” is not a share; expected such as “12 %” or 0.12")
    if not 0.0 <= read <= 1.0:
        hint = f"; did you mean “{read:g} %”?" if not percent and 1.0 < read <= 100.0 else ""
        raise ValueError(f"share {value}; expected 0 to 1, or 0 % to 100 %{hint}")
    return read


def show_duration(duration_s: float, language: str | None = None) -> str:
    """Print seconds by their two largest units, in English or in Chinese.

    Without a language it is in the one that is spoken; in English where both are.

    >>> [show_duration(273_600), show_duration(2_700), show_duration(75), show_duration(0)]
    ['3 d 4 h', '45 min', '1 min 15 s', '0 s']
    >>> show_duration(273_600, "zh")
    '3 天 4 小时'
    """
    sign, left_s = ("-" if duration_s < 0 else ""), abs(duration_s)
    smallest_s = HOUR_S if left_s >= DAY_S else MINUTE_S if left_s >= HOUR_S else 1
    left_s = math.floor(left_s / smallest_s + 0.5) * smallest_s
    parts = []
    units = SHOWN_UNITS[one_language(language)]
    for unit, unit_s in zip(units, (DAY_S, HOUR_S, MINUTE_S, 1), strict=True):
        count, left_s = divmod(left_s, unit_s)
        if count:
            parts.append(f"{count} {unit}")
    return sign + " ".join(parts) if parts else f"0 {units[-1]}"


def show_moment(moment: datetime.datetime, language: str | None = None) -> str:
    """Print a moment of the calendar with its day of the week.

    Without a language it is in the one that is spoken; in English where both are.

    >>> (
    ...     show_moment(datetime.datetime(2026, 3, 2, 22, 40)),
    ...     show_moment(datetime.datetime(2026, 3, 2, 22, 40), "zh"),
    ... )
    ('Mon 2026-03-02 22:40', '2026-03-02 周一 22:40')
    """
    if one_language(language) == "zh":
        return f"{moment:%Y-%m-%d} {weekday_zh(moment)} {moment:%H:%M}"
    return f"{moment:%a %Y-%m-%d %H:%M}"


def weekday_zh(moment: datetime.datetime) -> str:
    """Return a day of the week in Chinese.

    >>> weekday_zh(datetime.datetime(2026, 3, 2))
    '周一'
    """
    return f"周{WEEKDAYS_ZH[moment.weekday()]}"


def show_money(amount: float, currency: str) -> str:
    """Print an amount beside its currency; pence only where an amount is small.

    >>> [show_money(50_000, "CNY"), show_money(4.8, "EUR"), show_money(-1_234.5, "CNY")]
    ['CNY 50,000', 'EUR 4.80', 'CNY -1,234']
    """
    small = abs(amount) < 100.0 and not float(amount).is_integer()
    return f"{currency} {_without_minus_zero(f'{amount:,.2f}' if small else f'{amount:,.0f}')}"


def show_share(value: float) -> str:
    """Print a share as a percentage, with one decimal or two significant digits.

    >>> [show_share(0.123), show_share(0.12), show_share(0.00021), show_share(1)]
    ['12.3 %', '12 %', '0.021 %', '100 %']
    """
    percent = 100.0 * value
    decimals = 1
    if 0.0 < abs(percent) < 1.0:
        decimals = 1 - math.floor(math.log10(abs(percent)))
    printed = f"{percent:.{decimals}f}"
    return f"{_without_minus_zero(printed.rstrip('0').rstrip('.'))} %"


def format_number(value: float | SupportsIndex) -> str:
    """Print a number for the log and for JSON: nine significant digits, whole numbers whole.

    >>> [format_number(1 / 3), format_number(12.0), format_number(123_456_789_012)]
    ['0.333333333', '12', '123456789012']
    """
    if not isinstance(value, float):
        return str(operator.index(value))
    if not math.isfinite(value):
        raise ValueError(f"number {value}; expected a finite number")
    return _without_minus_zero(f"{value:.9g}")


def _without_minus_zero(printed: str) -> str:
    return printed.removeprefix("-") if not printed.strip("-0.,") else printed


def true_minus(printed: str) -> str:
    """Return a printed figure with a minus sign where a hyphen stands.

    >>> true_minus("-3 %")
    '−3 %'
    """
    return printed.replace("-", "−")

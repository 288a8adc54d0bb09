"""Public holidays and the weekend days worked in their place: the door to `holidays`.

The lists are those of the library's release: where a government moves weekends about from year
to year, as China's does, they reach as far as it has been announced.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from dataclasses import dataclass

import holidays

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days on which a place does not work, and weekend days on which it does."""

    off: frozenset[datetime.date] = frozenset()
    worked: frozenset[datetime.date] = frozenset()

    def is_business_day(self, day: datetime.date) -> bool:
        """Whether offices are open: a day from Monday to Friday or made up for, no holiday.

        >>> china = special_days("CN", 2026, 2026)
        >>> [china.is_business_day(datetime.date(2026, 1, n)) for n in (1, 2, 3, 4, 5)]
        [False, False, False, True, True]
        """
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)


NO_SPECIAL_DAYS = SpecialDays()
"""Where no holidays are given: every week is alike."""


def is_place(code: str) -> bool:
    """Whether holidays are known for a country, or a part of it.

    >>> is_place("CN"), is_place("DE-BY"), is_place("ZZ"), is_place("DE-ZZ")
    (True, True, False, False)
    """
    country, _, part = code.partition("-")
    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (not part or part in parts)


@functools.lru_cache(maxsize=64)
def special_days(code: str, first_year: int, last_year: int) -> SpecialDays:
    """Return the holidays of a place, and the weekend days worked for them, in some years.

    >>> sorted(special_days("CN", 2026, 2026).worked)[0].isoformat()
    '2026-01-04'
    """
    country, _, part = code.partition("-")
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, subdiv=part or None, years=years)
    off = frozenset(found)
    worked = frozenset(found.weekend_workdays) - off
    return SpecialDays(off, frozenset(day for day in worked if day.year in years))


def business_days(
    special: SpecialDays, first: datetime.date, count: int
) -> Iterator[datetime.date]:
    """Yield the business days among a number of days from a first one on.

    >>> china = special_days("CN", 2026, 2026)
    >>> days = business_days(china, datetime.date(2026, 9, 30), 10)
    >>> [day.isoformat() for day in days]
    ['2026-09-30', '2026-10-08', '2026-10-09']
    """
    for offset in range(count):
        day = first + datetime.timedelta(days=offset)
        if special.is_business_day(day):
            yield day

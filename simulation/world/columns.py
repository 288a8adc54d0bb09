"""What the continuous laws work on between two happenings: named numbers and columns.

`Sizes` are the parameters they read, `Around` what stands still until something happens, and
`World` what they change: named places in `level`, a column of every segment's figures each, and
lines for the log. Laws are marked with `compiled.law` and take these three alone, so that they
can be compiled. A state keeps its part of the world as they take it, in `Columns`.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Any, NamedTuple, cast, get_type_hints

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

(
    NOW,
    ORDINAL,
    CAUSE,
    PUBLIC_AT,
    EXPOSURE_AT,
    WRONG_AT,
    SUPPORT_BEGAN,
    SUPPORT_OPEN,
    RECORD_DAYS_UNTOLD,
    MISUSED,
    FILED_WRONG,
    CONTACTS_TO_COME,
    CONTACTS_WAITING,
    CONTACTS_ANSWERED,
    CONTACTS_ABANDONED,
    RUMOUR,
    COST,
    PRIMARY_COST,
    KNOWN_AGE,
    KNOWN_ATTENTION,
) = range(20)
"""Places in `level`; the last are the age for which attention was last summed up, and that sum."""
LEVEL_COUNT = KNOWN_ATTENTION + 1
(
    INFORMED,
    LASTING,
    PASSING,
    TALKING,
    CLIENTS_INFORMED,
    CLIENTS_UNAWARE,
    CLIENTS_LOST,
    KEPT_SHARE,
    CLIENTS,
    PEOPLE,
    MARGIN,
) = range(11)
"""Rows of `segment`: fields of the state, what words leave of a shock, and what never changes."""
SEGMENT_ROWS = MARGIN + 1
ACCRUED, SPENT = range(2)
"""Rows of `item`, one column for each item of cost."""
ITEM_ROWS = SPENT + 1
LENT, HERE, MOST, HOURLY_WAGE, FIRST, END = range(6)
"""Rows of `desk`, for teams that may answer clients: how many are lent now, whether they are
here, how many the plan lends at most, their wage, and where their stretches stand in `hours`."""
DESK_ROWS = END + 1
STARTS, ENDS, PAID, PAY_RATE, OPENED = range(5)
"""Rows of `hours`: stretches of working time, as in a calendar."""


class Sizes(NamedTuple):
    """Parameters and switches, `group_name` for `Tables.group.name`: a law's constants."""

    attention_exponent: float
    attention_time_scale_d: float
    attention_rumour_growth_per_d: float
    attention_rumour_cap: float
    attention_rumour_half_life_d: float
    churn_base_per_year: float
    churn_discount_per_year: float
    churn_trust_sensitivity: float
    learning_talk_d: float
    support_contact_spread_d: float
    support_news_contact_share: float
    support_patience_min: float
    support_repeat_share: float
    support_impatience_shock: float
    support_open_at_contacts: float
    support_close_below_contacts: float
    threat_filing_share_per_d: float
    trust_full: float
    trust_delay_factor: float
    trust_delay_scale_d: float
    trust_lasting_share: float
    trust_recovery_half_life_d: float
    on_attention: bool
    on_churn: bool
    on_delay_shock: bool
    on_learning: bool
    on_recovery: bool
    on_support: bool
    on_tampering_spread: bool


class Around(NamedTuple):
    """What the continuous laws take from the rest of the world: still between two happenings."""

    news_at: int
    attention_factor: float
    news_per_d: float
    silent: bool
    misuse_per_d: float
    spread_per_d: float
    aware_at: int
    raw_shock: float
    known_severity: float
    true_severity: float
    untold_per_d: float
    misused_per_d: float
    people_affected: float
    records_out: float
    tampering: bool
    records_wrong: float
    handling_min: float
    again_share: float
    fine_grid_until: int
    item_subject: int


class World(NamedTuple):
    """What the continuous laws change: named places and rows, and the lines they write.

    A line is a fact; the first counts the others.
    """

    level: Numbers
    segment: Numbers
    item: Numbers
    desk: Numbers
    hours: Numbers
    lines: Numbers


class Columns:
    """The world as a state keeps it; its numbers are read and written by name as well.

    >>> columns = Columns.of(clients=[80.0, 20.0], people=[8.0, 2.0], margin=[1.0, 1.0])
    >>> columns.rows[CLIENTS].tolist()
    [80.0, 20.0]
    """

    __slots__ = ("arrays", "levels", "rows")

    def __init__(self, level: Numbers, segment: Numbers, item: Numbers, desk: Numbers) -> None:
        self.arrays = level, segment, item, desk
        self.levels = _plain(level)
        self.rows = [_plain(row) for table in (segment, item) for row in table]

    @classmethod
    def of(
        cls, clients: Any, people: Any, margin: Any, *, items: int = 0, teams: int = 0
    ) -> Columns:
        """Return the columns of a world in which nothing has happened yet."""
        level = np.zeros(LEVEL_COUNT)
        level[KNOWN_AGE] = -1.0
        segment = np.zeros((SEGMENT_ROWS, len(clients)))
        segment[CLIENTS_UNAWARE] = clients
        segment[CLIENTS:] = clients, people, margin
        return cls(level, segment, np.zeros((ITEM_ROWS, items)), np.zeros((DESK_ROWS, teams)))

    def copy(self) -> Columns:
        """Return independent columns."""
        return Columns(*(array.copy() for array in self.arrays))


def _plain(numbers: Numbers) -> MutableSequence[float]:
    """Return a row's own numbers, read as plain ones: much faster one by one than an array's."""
    return cast("MutableSequence[float]", memoryview(numbers.data))


class Level:
    """A field of a state that is a number among the levels of its columns."""

    __slots__ = ("_place",)

    def __init__(self, place: int) -> None:
        self._place = place

    def __get__(self, s: Any, owner: object = None) -> float:
        """Return the number."""
        value: float = s.columns.levels[self._place]
        return value

    def __set__(self, s: Any, value: float) -> None:
        """Give it another value."""
        s.columns.levels[self._place] = value


class Moment(Level):
    """A level in whole seconds."""

    __slots__ = ()

    def __get__(self, s: Any, owner: object = None) -> int:
        """Return the moment."""
        return int(s.columns.levels[self._place])


class Switch(Level):
    """A level that is on or off."""

    __slots__ = ()

    def __get__(self, s: Any, owner: object = None) -> bool:
        """Return whether it is on."""
        return bool(s.columns.levels[self._place])


class Row:
    """A field of a state that is a row of its columns, with a number for every segment or item."""

    __slots__ = ("_place",)

    def __init__(self, place: int) -> None:
        self._place = place

    def __get__(self, s: Any, owner: object = None) -> MutableSequence[float]:
        """Return the row; its numbers can be changed."""
        row: MutableSequence[float] = s.columns.rows[self._place]
        return row

    def __set__(self, s: Any, values: Sequence[float]) -> None:
        """Give it other numbers."""
        row = s.columns.rows[self._place]
        for place, value in enumerate(values):
            row[place] = value


def _record(kind: type[Sizes | Around]) -> np.dtype[Any]:
    types = {int: np.int64, float: np.float64, bool: np.bool_}
    named = [(name, types[its]) for name, its in get_type_hints(kind).items()]
    return np.dtype((np.record, named))  # its names serve plain Python as well


_RECORDS = {kind: _record(kind) for kind in (Sizes, Around)}


def packed(values: Sizes | Around) -> NDArray[Any]:
    """Return named numbers as one record, which compiled laws take faster than a tuple."""
    return np.array([tuple(values)], dtype=_RECORDS[type(values)])


def sizes_of(p: Any) -> Sizes:
    """Return the constants of the continuous laws, taken from a model's groups by name."""
    values: list[Any] = []
    for name in Sizes._fields:
        group, _, rest = name.partition("_")
        value = getattr(getattr(p, group), rest)
        values.append(value if isinstance(value, bool) else float(value))
    return Sizes(*values)

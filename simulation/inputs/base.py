"""What all inputs share: frozen, strict models, and text in one or two languages."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from simulation.errors import Fault, InputError, nearest
from simulation.inputs.faults import MISFIT, Locate, faults_from
from simulation.inputs.references import (
    Misfit,
    Reference,
    one_of,
    repeated_names,
    unknown_names,
)
from simulation.workdays import is_place

MAX_TEXT = 4_000
"""Longest text a file may hold, in characters."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
Role = Annotated[
    str,
    Field(
        pattern="^(management|it|forensics|legal|privacy|hr|communications|client_service)$",
        description="what a person can do",
    ),
]


MONTHS = 12
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*", re.ASCII)


def _as_written(expected: str) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        # pydantic would take a bare number for seconds since 1970.
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value):
            _refuse_no_day(value)
            return value
        raise ValueError(f"got {value!r:.60}; expected {expected}")

    return checked


def _refuse_no_day(text: str) -> None:
    year, month, day = (int(part) for part in text[:10].split("-"))
    if not 1 <= month <= MONTHS:
        raise ValueError(f"there is no day {text[:10]}; expected a month from 01 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        expected = f"a day from {text[:8]}01 to {text[:8]}{last}"
        raise ValueError(f"there is no day {text[:10]}; expected {expected}")


Day = Annotated[datetime.date, BeforeValidator(_as_written("a date such as 2026-03-02"))]
Moment = Annotated[
    datetime.datetime, BeforeValidator(_as_written("a moment such as 2026-03-02 21:40"))
]


def _known_place(code: str) -> str:
    if not is_place(code):
        raise ValueError(
            f"no holidays are known for {code!r}; expected a code such as CN or DE-BY"
        )
    return code


HolidayPlace = Annotated[
    str,
    StringConstraints(pattern="^[A-Z]{2}(-[A-Z0-9]{1,10})?$"),
    AfterValidator(_known_place),
    Field(description="whose public holidays: a country, or a part of one, such as CN or DE-BY"),
]


class FrozenDict(dict[str, Any]):
    """A mapping inside an input: read like any other, never altered.

    >>> FrozenDict(it=1)["it"]
    1
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("an input is frozen; change({...}) gives a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Return a number for the content, so that a whole input can be a key."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        """Tell copy and pickle to make it whole, for it cannot be filled item by item."""
        return FrozenDict, (dict(self),)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return FrozenDict({key: _frozen(inner) for key, inner in value.items()})
    return value


def _be_strict(schema: Any) -> None:
    """Let no text pass as a number or truth, anywhere in a pydantic schema."""
    if isinstance(schema, dict):
        if schema.get("type") in ("bool", "float", "int"):
            schema["strict"] = True
        for part in schema.values():
            _be_strict(part)
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            _be_strict(part)


def _detail(misfit: Misfit) -> InitErrorDetails:
    context = {"problem": misfit.problem, "expected": misfit.expected, "hint": misfit.hint}
    error = PydanticCustomError(MISFIT, "{problem}; expected {expected}", context)
    return InitErrorDetails(type=error, loc=misfit.path, input=None)


class Input(BaseModel):
    """A frozen piece of an input file; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    REFERENCES: ClassVar[tuple[Reference, ...]] = ()
    """Names that one part of the input uses and another part of it lists."""
    UNIQUE: ClassVar[tuple[str, ...]] = ()
    """Where names stand of which each may be given once."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Take numbers and truth as they are written: a text such as "no" or "12" is neither."""
        schema = handler(source)
        _be_strict(schema)
        return schema

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        for name, value in self.__dict__.items():
            if isinstance(value, dict):
                self.__dict__[name] = _frozen(value)
        if self.REFERENCES or self.UNIQUE:
            misfits = list(self.misfits(self.plain()))
            if misfits:
                details = [_detail(misfit) for misfit in misfits]
                raise ValidationError.from_exception_data(type(self).__name__, details)
        return self

    @classmethod
    def misfits(cls, data: Mapping[str, Any]) -> Iterator[Misfit]:
        """Return names in plain data that nothing has, or that two things have.

        >>> list(Bilingual.misfits({"en": "Stop"}))
        []
        """
        yield from unknown_names(data, cls.REFERENCES)
        yield from repeated_names(data, cls.UNIQUE)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show what was given and leave out what was not."""
        given = self.model_fields_set
        return ((name, value) for name, value in super().__repr_args__() if name in given)

    def plain(self) -> dict[str, Any]:
        """Return the input as plain data, without what was left at its default.

        >>> Bilingual(en="Stop", zh="停").plain()
        {'en': 'Stop', 'zh': '停'}
        """
        return self.model_dump(mode="json", exclude_unset=True)

    def change(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with values replaced, each named by its dotted path.

        Items of a list are named by their `name` or `id`, or by number from 0. Raises
        InputError with every fault at once.

        >>> Bilingual(en="Stop", zh="停").change({"en": "Halt"}).en
        'Halt'
        """
        data = self.plain()
        faults: list[Fault] = []
        for path, value in changes.items():
            try:
                _put(data, path, value)
            except InputError as error:
                faults += error.faults
        try:
            changed = self.read(data, lambda _path, _key: ("change", 0, 0))
        except InputError as error:
            raise InputError([*faults, *error.faults]) from None
        if faults:
            raise InputError(faults)
        return changed

    @classmethod
    def read(cls, data: object, locate: Locate) -> Self:
        """Return the input that plain data stand for.

        `locate` gives file, line and column of a path into the data. Raises InputError with
        every fault at once.

        >>> Bilingual.read({"en": "Stop", "zh": "停"}, lambda path, key: ("x.yaml", 1, 1)).zh
        '停'
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InputError(faults_from(error, cls, data, locate)) from None


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    place: Any = data
    for depth, part in enumerate(parents):
        where = ".".join(parents[: depth + 1])
        if isinstance(place, dict):
            if place.get(part) is None:
                place[part] = {}
            place = place[part]
        elif isinstance(place, list):
            place = place[_index(place, part, where)]
        else:
            raise _no_fields(path, parents[depth - 1])
    if isinstance(place, list):
        place[_index(place, last, path)] = value
    elif isinstance(place, dict):
        place[last] = value
    else:
        raise _no_fields(path, parents[-1])


def _no_fields(path: str, part: str) -> InputError:
    problem = f"{path}: {part!r} is a value and has no fields"
    return InputError([Fault("change", 0, 0, problem, "a path to a field")])


def _index(items: list[Any], part: str, where: str) -> int:
    names = [str(i.get("name", i.get("id", ""))) for i in items if isinstance(i, dict)]
    if part in names:
        return names.index(part)
    if part.isdecimal() and int(part) < len(items):
        return int(part)
    expected = one_of(names) if any(names) else f"a number below {len(items)}"
    fault = Fault("change", 0, 0, f"{where}: no item {part!r}", expected, nearest(part, names))
    raise InputError([fault])


class Bilingual(Input):
    """A text in English with Chinese beside it.

    >>> Bilingual(en="Stop the leak", zh="止住泄露").en
    'Stop the leak'
    """

    en: Line
    zh: Line


Text = Line | Bilingual

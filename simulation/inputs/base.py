"""What all inputs share: frozen, strict models, and text in one or two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from simulation.errors import Fault, InputError, nearest
from simulation.inputs.faults import Locate, faults_from

MAX_TEXT = 4_000
"""Longest text a file may hold, in characters."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
Role = Annotated[
    str,
    Field(
        pattern="^(management|it|forensics|legal|privacy|hr|communications|client_service)$",
        description="what a person can do",
    ),
]


class Input(BaseModel):
    """A frozen piece of an input file; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

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
        for path, value in changes.items():
            _put(data, path, value)
        return self.read(data, lambda _path, _key: ("change", 0, 0))

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
            place = place.setdefault(part, {})
        elif isinstance(place, list):
            place = place[_index(place, part, where)]
        else:
            problem = f"{where}: {parents[depth - 1]!r} is a value and has no fields"
            raise InputError([Fault("change", 0, 0, problem, "a path to a field")])
    if isinstance(place, list):
        place[_index(place, last, path)] = value
    elif isinstance(place, dict):
        place[last] = value
    else:
        problem = f"{path}: {parents[-1]!r} is a value and has no fields"
        raise InputError([Fault("change", 0, 0, problem, "a path to a field")])


def _index(items: list[Any], part: str, where: str) -> int:
    names = [str(i.get("name", i.get("id", ""))) for i in items if isinstance(i, dict)]
    if part in names:
        return names.index(part)
    if part.isdigit() and int(part) < len(items):
        return int(part)
    expected = f"one of {', '.join(names)}" if names else f"a number below {len(items)}"
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

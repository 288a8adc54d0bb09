"""From a validation error to faults a person can act on."""

from __future__ import annotations

import operator
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, SupportsIndex

from pydantic import BaseModel, ValidationError

from simulation.errors import Fault, InputError, nearest
from simulation.inputs.references import Misfit, Path, one_of

Place = tuple[str, int, int]
Locate = Callable[[Path, bool], Place]
"""Gives the place of a value by its path, or of its key when the second argument is true."""

MISFIT = "misfit"
"""The type of our own validation errors, whose context is a `Misfit`."""

MOST_NUMBER = 2**31
SEEDS = 2**64
"""A seed is below it."""
A_CLAIM = "a number, or a distribution with its evidence or judgement"

_KEY = "[key]"
_NO_FIELDS = ("model_type", "model_attributes_type")
_NO_NUMBER = ("float_type", "float_parsing", "int_type", "int_parsing")
_LONGEST_SHOWN = 60
_WITH_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_WITH_GROUPS = re.compile(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")

# What a value should have been, by the type of pydantic's error.
_EXPECTED = {
    "bool_type": "true or false",
    "date_from_datetime_inexact": "a date such as 2026-03-02",
    "date_from_datetime_parsing": "a date such as 2026-03-02",
    "date_parsing": "a date such as 2026-03-02",
    "date_type": "a date such as 2026-03-02",
    "datetime_from_date_parsing": "a moment such as 2026-03-02 21:40",
    "datetime_object_invalid": "a moment such as 2026-03-02 21:40",
    "datetime_parsing": "a moment such as 2026-03-02 21:40",
    "datetime_type": "a moment such as 2026-03-02 21:40",
    "dict_type": "fields, each with a name",
    "finite_number": "a finite number",
    "float_type": "a number",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le:g} or less",
    "model_attributes_type": "fields, each with a name",
    "model_type": "fields, each with a name",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "a text",
    "string_type": "a text",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} of them",
    "tuple_type": "a list",
}
# The same for texts of a form, by a mark of the form.
_FORMS = {
    "^[a-z][a-z0-9_-]*$": "a name of small letters, digits, - and _, a letter first",
    "^[A-Z]{2}(-[A-Z0-9]{1,10})?$": "a country's two letters such as CN, or a part of it, DE-BY",
    "^[A-Z]{3}$": "three capital letters such as CNY",
    "^[a-z0-9_-]+/[a-z0-9_-]+$": "a decision and its option, such as whom/all",
    "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)": "hours such as Mon-Fri 09:00-18:00, Sat 09:00-12:00",
}
_CHOICE_FORM = re.compile(r"\^\(([a-z_|/]+?)(\|decision/\S*?)?(\|hand)?\)\$")


def whole_number(what: str, value: object, below: int = MOST_NUMBER) -> int:
    """Return a whole number that a caller gave, from 0 to below a limit; or refuse it.

    >>> whole_number("replication", 3)
    3
    >>> whole_number("seed", 0.5)
    Traceback (most recent call last):
        ...
    simulation.errors.InputError: seed: got 0.5; expected a whole number from 0 to below 2,147,...
    """
    if isinstance(value, SupportsIndex) and 0 <= operator.index(value) < below:
        return operator.index(value)
    shown = repr(value)[:_LONGEST_SHOWN]
    expected = f"a whole number from 0 to below {below:,}"
    raise InputError([Fault(what, 0, 0, f"got {shown}", expected)])


def faults_from(
    error: ValidationError, model: type[BaseModel], data: object, locate: Locate
) -> list[Fault]:
    """Turn a validation error into one fault per problem.

    `data` is what was validated; `locate` gives file, line and column of a path into it.
    """
    found: dict[tuple[Place, str], Fault] = {}
    items = error.errors(include_url=False)
    for fault in [
        *(_fault(item, model, data, locate) for item in items if not _is_shadow(item)),
        *(_misfit_fault(misfit, data, locate) for misfit in _misfits(model, data, ())),
    ]:
        found.setdefault(((fault.file, fault.line, fault.column), fault.problem), fault)
    return list(found.values())


def fields_differ(error: Exception) -> bool:
    """Say whether input was refused because fields came or went, as between two programs.

    >>> fields_differ(ValueError("no number"))
    False
    """
    if not isinstance(error, ValidationError):
        return False
    return any(one["type"] in ("missing", "extra_forbidden") for one in error.errors())


def _is_shadow(item: Any) -> bool:
    """Say whether the same value is told of better by another error.

    A text may be one string or fields in two languages. Fields that are wrong are also "no
    string", and a number is also "no fields". A list of wrong entries is also one of too few.
    """
    if item["type"] == "too_short":
        return len(item["input"]) >= int(item["ctx"]["min_length"])
    if item["type"] == "string_type" and isinstance(item["input"], dict):
        return str(item["loc"][-1]) == "constrained-str"
    return item["type"] in _NO_FIELDS and item["loc"][-1:] == ("Bilingual",)


def _misfits(model: type[BaseModel], data: object, path: Path) -> Iterator[Misfit]:
    """Return wrong names in raw data, for the models that could not be made to look themselves."""
    if not isinstance(data, Mapping):
        return
    check = getattr(model, "misfits", None)
    for misfit in check(data) if check is not None else ():
        yield misfit._replace(path=(*path, *misfit.path))
    for name, field in model.model_fields.items():
        for member in _members(field.annotation):
            if _is_model(member):
                yield from _misfits(member, data.get(name), (*path, name))


def _misfit_fault(misfit: Misfit, data: object, locate: Locate) -> Fault:
    place = locate(misfit.path, False)
    return Fault(*place, _said(misfit.path, data, misfit.problem), misfit.expected, misfit.hint)


def _fault(item: Any, model: type[BaseModel], data: object, locate: Locate) -> Fault:
    path = _path_in_data(item["loc"], model)
    kind = item["type"]
    context = item.get("ctx", {})
    if kind == MISFIT:
        misfit = Misfit(path, context["problem"], context["expected"], context["hint"])
        return _misfit_fault(misfit, data, locate)
    is_key = kind == "extra_forbidden" or item["loc"][-1:] == (_KEY,)
    place = locate(path, is_key)
    if kind == "extra_forbidden":
        known = _fields_at(model, item["loc"][:-1])
        near, meant = nearest(str(path[-1]), known), _split_by_comma(path, data)
        return Fault(*place, _said(path, data, "unknown field"), meant or one_of(known), near)
    if kind == "missing":
        return Fault(*place, _said(path, data, "missing"), _missing(model, item["loc"]))
    if kind == "value_error":
        problem, _, rest = item["msg"].removeprefix("Value error, ").partition("; expected ")
        expected, _, hint = rest.partition("; did you mean ")
        return Fault(*place, _said(path, data, problem), expected, hint.strip("'?"))
    if kind.startswith("union_tag"):
        return _wrong_tag(item, path, data, locate)
    expected, near = _wanted(item)
    if kind in _NO_FIELDS and _is_claim(model, item["loc"]):
        expected = A_CLAIM
    if kind in _NO_NUMBER or expected == A_CLAIM:
        expected = _number_meant(item["input"]) or expected
    given = f"the name {path[-1]!r}" if item["loc"][-1:] == (_KEY,) else _got(item["input"])
    return Fault(*place, _said(path, data, given), expected, near)


def _number_meant(value: object) -> str:
    """Return the number that a text with commas stands for, as files write it, or nothing."""
    if not isinstance(value, str):
        return ""
    whole = value.replace(",", "") if _WITH_GROUPS.fullmatch(value) else ""
    point = value.replace(",", ".") if _WITH_COMMA.fullmatch(value) else ""
    if whole:
        return f"a number without commas, {whole}" + (f" or {point}" if point else "")
    return f"a number with a decimal point, {point}" if point else ""


def _split_by_comma(path: Path, data: object) -> str:
    """Say what was meant where a field is the digits after a decimal comma, or nothing.

    YAML takes ``{quality: 0,8}`` for a quality of 0 and a field 8 that has no value.
    """
    for part in path[:-1]:
        try:
            data = data[part]  # type: ignore[index]
        except (TypeError, KeyError, IndexError):
            return ""
    if not isinstance(data, Mapping) or not str(path[-1]).isdecimal():
        return ""
    fields = [*data]
    before = fields[fields.index(path[-1]) - 1]
    number = data[before]
    if data[path[-1]] is not None or isinstance(number, bool) or not isinstance(number, int):
        return ""
    return f"in {before} {_number_meant(f'{number},{path[-1]}')}"


def _got(value: object) -> str:
    return f"got {_shown(value)}"


def _wrong_tag(item: Any, path: Path, data: object, locate: Locate) -> Fault:
    context = item["ctx"]
    field = context["discriminator"].strip("'")
    if item["type"] == "union_tag_not_found":
        if not isinstance(item["input"], Mapping):
            said = _said(path, data, _got(item["input"]))
            return Fault(*locate(path, False), said, f"fields, among them {field}")
        return Fault(*locate(path, False), _said((*path, field), data, "missing"), "its kind")
    path = (*path, field)
    choices = context["expected_tags"].replace("'", "").split(", ")
    said = _said(path, data, f"{context['tag']!r} is not known")
    return Fault(*locate(path, False), said, one_of(choices), nearest(context["tag"], choices))


def _wanted(item: Any) -> tuple[str, str]:
    """Return what was expected, and the nearest right word."""
    kind, context = item["type"], item.get("ctx", {})
    given = str(item["input"])
    if kind in ("literal_error", "enum"):
        choices = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return one_of(choices), nearest(given, choices)
    if kind == "string_pattern_mismatch":
        return form_in_words(context["pattern"], given)
    if item["loc"][-1:] == ("constrained-str",) and kind == "string_type":
        return "a text, or one in both languages as en and zh", ""
    message = item["msg"].removeprefix("Input should be ").removeprefix("a valid ")
    return _EXPECTED.get(kind, message).format(**context), ""


def form_in_words(pattern: str, given: str = "") -> tuple[str, str]:
    """Say what a regular expression asks for, and which of its words is nearest.

    >>> form_in_words("^(start|aware)$", "awre")
    ('one of start, aware', 'aware')
    """
    for mark, words in _FORMS.items():
        if mark in pattern:
            return words, ""
    if choice := _CHOICE_FORM.fullmatch(pattern):
        choices = choice[1].split("|")
        choices += ["decision/…"] * bool(choice[2]) + ["hand"] * bool(choice[3])
        return one_of(choices), nearest(given, choices)
    return f"a text of the form {pattern}", ""


def _missing(model: type[BaseModel], loc: Path) -> str:
    """Say what kind of value a missing field wants."""
    if _is_claim(model, loc):
        return A_CLAIM
    members = _members(_annotation_at(model, loc))
    if any(typing.get_origin(m) is tuple for m in members):
        return "a list"
    if any(typing.get_origin(m) is dict or _is_model(m) for m in members if m is not str):
        return "a text" if str in members else "fields, each with a name"
    words = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    return next((words[m] for m in members if m in words), "a value")


def _is_claim(model: type[BaseModel], loc: Path) -> bool:
    members = _members(_annotation_at(model, loc))
    return any(_is_model(member) and member.__name__ == "Claim" for member in members)


def _said(path: Path, data: object, what: str) -> str:
    """Return what is wrong with the dotted path before it, items of a list by their name."""
    parts: list[str] = []
    for part in path:
        named = ""
        if isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data):
            data = data[part]
            if isinstance(data, Mapping):
                named = str(data.get("name") or data.get("id") or "")
        elif isinstance(data, Mapping):
            data = data.get(part)
        parts.append(named or str(part))
    where = ".".join(
        p if p.isprintable() and len(p) <= _LONGEST_SHOWN else _shown(p) for p in parts
    )
    return f"{where}: {what}" if where else what


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "fields" if value else "nothing inside"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    text = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
    return f"the text {text}" if isinstance(value, str) else text


def _path_in_data(loc: Path, model: type[BaseModel]) -> Path:
    """Drop the parts of a pydantic location that name union members, not places in the data."""
    annotation: Any = model
    path: list[str | int] = []
    for part in loc:
        members = _members(annotation)
        if part == _KEY:
            break
        if len(members) > 1:
            annotation = _member_named(members, str(part))
            # A place that an input looked at itself names no member of a union on its way.
            if annotation is None:
                path.append(part)
        else:
            path.append(part)
            annotation = _step(members[0], part) if members else None
    return tuple(path)


def _annotation_at(model: type[BaseModel], loc: Path) -> Any:
    annotation: Any = model
    for part in loc:
        members = _members(annotation)
        if len(members) > 1:
            annotation = _member_named(members, str(part))
        else:
            annotation = _step(members[0], part) if members else None
    return annotation


def _fields_at(model: type[BaseModel], loc: Path) -> list[str]:
    """Return the field names of the model at a pydantic location."""
    models = [m for m in _members(_annotation_at(model, loc)) if _is_model(m)]
    return sorted({name for m in models for name in m.model_fields})


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _members(annotation: Any) -> list[Any]:
    """Return what a value may be, without nothing."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [m for a in typing.get_args(annotation) for m in _members(a)]
    return [] if annotation in (None, types.NoneType) else [annotation]


def _member_named(members: list[Any], label: str) -> Any:
    """Return the member of a union that pydantic calls by a tag or by its class."""
    for member in filter(_is_model, members):
        # The first field of such a model is the one that tells it from the others.
        tag = next(iter(member.model_fields.values())).annotation
        tags = typing.get_args(tag) if typing.get_origin(tag) is typing.Literal else ()
        if label in tags or member.__name__ in label:
            return member
    return next((m for m in members if not _is_model(m)), None)


def _step(annotation: Any, part: str | int) -> Any:
    origin = typing.get_origin(annotation)
    if origin is dict:
        return typing.get_args(annotation)[1]
    if origin in (tuple, list):
        return typing.get_args(annotation)[0]
    if _is_model(annotation):
        field = annotation.model_fields.get(str(part))
        return field.annotation if field is not None else None
    return None

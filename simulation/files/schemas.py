"""JSON Schemas of the files, so that an editor completes and checks them while they are written.

They are made from the same models that read the files. What a file may leave out, because it
extends another or because the library fills it in, a schema lets it leave out too. A schema
knows less than `check`: names that one part uses and another lists are not held together.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from simulation.files.documents import KINDS
from simulation.inputs.organisation import IDENTIFIABILITY
from simulation.inputs.scenario import MECHANISMS

__all__ = ["schemas"]

DRAFT = "http://json-schema.org/draft-07/schema#"
REFERENCE = (
    r"^([a-z][a-z0-9-]*/[a-z0-9][a-z0-9_-]*"
    r"|(?![/~])(?!(.*/)?\.\.(/|$))[^:\\]+\.ya?ml)$"
)
"""A name in the library, or a file beside this one."""

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PATTERNS = {
    "date": f"{_DAY}$",
    "date-time": rf"{_DAY}([ T][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?)?$",
}
_SHAPE_FIELDS = (
    *("value", "uniform", "pert", "triangular", "lognormal", "beta", "gamma", "weibull"),
    *("exponential", "quantiles", "choice"),
)
_WORD_OR_LIST = {
    "Claim": ("evidence",),
    "Condition": ("flag", "without", "done", "told", "not_told"),
}
_PART = "Part"

Schema = dict[str, Any]


def schemas() -> dict[str, str]:
    """Return the text of each schema by the name of its file.

    >>> sorted(schemas())[0], '"const": "law"' in schemas()["law.schema.json"]
    ('control.schema.json', True)
    """
    return {
        f"{kind}.schema.json": json.dumps(_schema(kind), indent=1, ensure_ascii=False) + "\n"
        for kind in KINDS
    }


def _schema(kind: str) -> Schema:
    model = KINDS[kind]
    made = model.model_json_schema(mode="validation")
    defs: dict[str, Schema] = made.pop("$defs", {})
    defs[model.__name__] = made
    for name, definition in defs.items():
        _as_written(definition)
        for field in _WORD_OR_LIST.get(name, ()):
            _allow_one_word(definition["properties"], field)
    _refine(defs)
    _refer(defs)
    parts: dict[str, Schema] = {}
    for name in (model.__name__, *(k.__name__ for k in KINDS.values())):
        if name in defs:
            _add_part(name, defs, parts)
    return {
        "$schema": DRAFT,
        "title": f"{model.__name__} file",
        "description": made.get("description", ""),
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": kind}, "extends": _reference(kind)},
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/{model.__name__}{_PART}"},
        "else": {"$ref": f"#/$defs/{model.__name__}"},
        "$defs": {name: {**defs, **parts}[name] for name in sorted({*defs, *parts})},
    }


def _as_written(schema: Any) -> None:
    """Say it as a file does: dates as their digits, and one plain sentence for each thing."""
    if isinstance(schema, list):
        for part in schema:
            _as_written(part)
        return
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("title"), str):
        del schema["title"]
    schema.pop("discriminator", None)
    if isinstance(schema.get("description"), str):
        schema["description"] = " ".join(schema["description"].split("\n\n")[0].split())
    if schema.get("format") in _PATTERNS:
        schema["pattern"] = _PATTERNS[schema.pop("format")]
    if "patternProperties" in schema:
        # A name that no pattern allows is none.
        schema.setdefault("additionalProperties", False)
    for name, part in schema.items():
        # Below `properties` names are those of fields, not words of the schema.
        for child in part.values() if name == "properties" else (part,):
            _as_written(child)


def _allow_one_word(properties: dict[str, Schema], field: str) -> None:
    """Let one word stand where a list of one is meant."""
    many = properties[field]
    many.pop("default", None)
    properties[field] = {"anyOf": [copy.deepcopy(many["items"]), many]}


def _refine(defs: dict[str, Schema]) -> None:
    """Add what the models say in words of their own."""
    if "Claim" in defs:
        defs["Claim"] = _claim(defs["Claim"])
        defs["LognormalShape"]["oneOf"] = [
            {"required": pair} for pair in (["median", "sigma"], ["mu", "sigma"], ["p05", "p95"])
        ]
    if "DataClass" in defs:
        defs["DataClass"]["properties"]["identifiability"] = {"enum": list(IDENTIFIABILITY)}
    if "Scenario" in defs:
        items = {"enum": list(MECHANISMS)}
        defs["Scenario"]["properties"]["switched_off"] = {"type": "array", "items": items}
    for kind, model in KINDS.items():
        if model.__name__ in defs:
            definition = defs[model.__name__]
            rest = {k: v for k, v in definition["properties"].items() if k != "kind"}
            definition["properties"] = {"kind": {"const": kind}, **rest}


def _claim(definition: Schema) -> Schema:
    """A bare number, or exactly one shape with its evidence or its judgement."""
    description = definition.pop("description", "")
    for field in (*_SHAPE_FIELDS, "judgement", "why"):
        definition["properties"][field] = _without_null(definition["properties"][field])
    definition["title"] = "Claim"  # editors name what they expected by it
    definition["oneOf"] = [{"required": [shape]} for shape in _SHAPE_FIELDS]
    definition["not"] = {"required": ["evidence", "judgement"]}
    definition["dependencies"] = {"judgement": ["why"]}
    return {"description": description, "anyOf": [{"type": "number"}, definition]}


def _without_null(schema: Schema) -> Schema:
    forms = [form for form in schema.get("anyOf", ()) if form != {"type": "null"}]
    if not forms or len(forms) == len(schema["anyOf"]):
        return schema
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _reference(kind: str) -> Schema:
    description = f"a {kind} of the library by its name, or a .yaml file beside this one"
    return {"type": "string", "pattern": REFERENCE, "description": description}


def _refer(defs: dict[str, Schema]) -> None:
    """Let other files be named where their content would stand."""
    if "Organisation" in defs:
        fields = defs["Organisation"]["properties"]
        for field, kind in (("laws", "law"), ("own_controls", "control")):
            fields[field]["items"] = {"anyOf": _named_whole_or_extended(kind)}
    if "Scenario" in defs:
        scenario = defs["Scenario"]
        forms = _named_whole_or_extended("organisation")
        scenario["properties"]["organisation"] = {"anyOf": forms}
        # What is left out of these is the standard.
        parts = [_reference("parameters"), {"$ref": f"#/$defs/Parameters{_PART}"}]
        scenario["properties"]["parameters"] = {"anyOf": parts}
        scenario["required"].remove("parameters")


def _named_whole_or_extended(kind: str) -> list[Schema]:
    name = KINDS[kind].__name__
    extended = {"allOf": [{"$ref": f"#/$defs/{name}{_PART}"}, {"required": ["extends"]}]}
    return [_reference(kind), {"$ref": f"#/$defs/{name}"}, extended]


def _add_part(name: str, defs: dict[str, Schema], parts: dict[str, Schema]) -> None:
    """Add what a file may write of a thing that it extends: any of it, or null to remove it."""
    if f"{name}{_PART}" in parts:
        return
    parts[f"{name}{_PART}"] = {}  # it may hold things like itself
    part = _part(defs[name], defs, parts)
    kind = next((kind for kind, model in KINDS.items() if model.__name__ == name), None)
    if kind is not None:
        part["properties"] = {"extends": _reference(kind), **part["properties"]}
    parts[f"{name}{_PART}"] = part


def _part(schema: Schema, defs: dict[str, Schema], parts: dict[str, Schema]) -> Schema:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        # A claim replaces a claim whole; a part is a part already.
        if name == "Claim" or name.endswith(_PART):
            return schema
        _add_part(name, defs, parts)
        return {**schema, "$ref": f"#/$defs/{name}{_PART}"}
    found = {k: v for k, v in schema.items() if k not in ("required", "minProperties", "default")}
    for word in ("anyOf", "oneOf"):
        if word in schema:
            del found[word]
            found["anyOf"] = [_part(form, defs, parts) for form in schema[word]]
    for word in ("properties", "patternProperties"):
        if word in schema:
            fields = schema[word].items()
            found[word] = {name: _or_null(_part(form, defs, parts)) for name, form in fields}
    if isinstance(schema.get("additionalProperties"), dict):
        child = _part(schema["additionalProperties"], defs, parts)
        found["additionalProperties"] = _or_null(child)
    return found


def _or_null(schema: Schema) -> Schema:
    if "const" in schema or {"type": "null"} in schema.get("anyOf", ()):
        return schema
    return {"anyOf": [schema, {"type": "null"}]}

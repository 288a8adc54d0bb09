"""The firm that stands in for a record's: the library's nearest, with room for its data."""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

from simulation.files import library, load_organisation
from simulation.inputs.fit import misfits
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.text import CATALOGUE
from simulation.veris.incident import Group
from simulation.veris.words import OF_NO_PERSON, SCORES, SENSITIVE, STAFF

__all__ = ["PREFIX", "Sized", "data_words", "firms_by_size", "sized"]

PREFIX = "recorded-"
"""What names of a record's holdings and kinds of data begin with."""
MOST_PEOPLE = 1_000_000_000
_MOST_PER_CLIENT, _MOST_CLIENTS = 100_000, 10_000_000


@functools.cache
def _staff() -> dict[str, int]:
    """Return how many people work in each firm of the library."""
    names = [entry.name for entry in library() if entry.kind == "organisation"]
    return {name: load_organisation(name).staff for name in names}


def firms_by_size(size: str) -> list[str]:
    """Return the library's firms, those nearest to a class of sizes first.

    >>> firms_by_size("1 to 10")[0]
    'organisations/bookkeeping-12'
    """
    middle = math.sqrt(math.prod(STAFF[size]))
    staff = _staff()
    return sorted(staff, key=lambda name: (abs(math.log(staff[name] / middle)), name))


def suits(template: Scenario, plan: Plan, firm: Organisation) -> bool:
    """Whether a breach of the library can happen to a firm, but for whose data they are."""
    found = [misfit for part, misfit in misfits(template, plan, firm) if part == "scenario"]
    return all(misfit.path[:2] == ("threat", "holdings") for misfit in found)


class Sized(NamedTuple):
    """What an organisation's file says of a record's data: fields, and how clients have grown."""

    fields: dict[str, Any]
    factor: float


def sized(firm: Organisation, groups: list[tuple[Group, int]], systems: list[str]) -> Sized:
    """Return the fields by which a firm holds the records of a record.

    People of all holdings together stay the people of all clients: the firm's own holdings make
    room, and where the record has more people than the firm, each client has more of them.
    """
    plain = firm.plain()
    classes = [c for c in plain["data_classes"] if not c["name"].startswith(PREFIX)]
    own = [h for h in plain["holdings"] if not h["name"].startswith(PREFIX)]
    recorded: list[dict[str, Any]] = []
    for number, (group, records) in enumerate(groups):
        classes.append(_data_class(group))
        recorded.append(
            {
                "name": PREFIX + group.name,
                "data_class": PREFIX + group.name,
                "system": systems[min(number, len(systems) - 1)],
                "records": records,
                "people": min(records, MOST_PEOPLE // len(groups)),
            }
        )
    theirs = sum(h["people"] for h in recorded)
    ours = sum(s.clients * s.people_per_client for s in firm.segments)
    left = 1 - theirs / ours
    held = recorded + [_smaller(h, left) for h in own if left > 0]
    kinds = {holding["data_class"] for holding in held}
    fields = {"data_classes": [c for c in classes if c["name"] in kinds], "holdings": held}
    if left > 0:
        return Sized(fields, 1.0)
    return Sized(
        fields | {"segments": [_larger(s, theirs / ours) for s in plain["segments"]]},
        theirs / ours,
    )


def _data_class(group: Group) -> dict[str, Any]:
    scores = [SCORES.get(kind, OF_NO_PERSON) for kind in group.kinds]
    categories: dict[str, int] = {}
    for score in scores:
        for name, value in score["categories"].items():
            categories[name] = max(value, categories.get(name, value))
    return {
        "name": PREFIX + group.name,
        "title": data_words(group.kinds),
        "categories": categories,
        "identifiability": max(score["identifiability"] for score in scores),
        "sensitive": bool({*SENSITIVE} & {*group.kinds}),
    }


def data_words(kinds: tuple[str, ...]) -> dict[str, str]:
    """Return kinds of data in words.

    >>> data_words(("medical", "personal"))["en"]
    'medical records, personal data'
    """
    forms = [CATALOGUE[f"veris/data-{kind}"] for kind in kinds]
    return {
        "en": ", ".join(form["en"] for form in forms),
        "zh": "、".join(form["zh"] for form in forms),
    }


def _smaller(holding: dict[str, Any], share: float) -> dict[str, Any]:
    counts = {name: max(1, round(holding[name] * share)) for name in ("records", "people")}
    return {**holding, **counts}


def _larger(segment: dict[str, Any], factor: float) -> dict[str, Any]:
    """Return clients with more people each, and more clients where that is not enough."""
    each = segment.get("people_per_client", 40) * factor
    clients = round(segment["clients"] * max(1.0, each / _MOST_PER_CLIENT))
    return {
        **segment,
        "clients": min(clients, _MOST_CLIENTS),
        "people_per_client": float(f"{min(each, _MOST_PER_CLIENT):.6g}"),
    }

"""What people can do in a drill, and how each act is applied to the engine.

An act is plain data, so that it can be written to the drill file before it is applied and
replayed from it afterwards.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, SupportsIndex

from simulation.drill.view import MenuEffect
from simulation.engine import Engine
from simulation.errors import ActRefused
from simulation.inputs.base import Bilingual
from simulation.inputs.organisation import Team
from simulation.inputs.plan import Staffing
from simulation.inputs.scenario import Inject
from simulation.text import LANGUAGES, in_language

MOST_TEXT = 4_000
MOST_NAME = 200


def inject_from(arguments: Mapping[str, Any]) -> Inject:
    """Return the inject that an act carries as plain data, with a clear fault if it is wrong."""
    return Inject.read(dict(arguments), lambda _path, _key: ("inject", 0, 0))


def _improvise(engine: Engine, a: Mapping[str, Any]) -> None:
    engine.improvise(a["name"], inject_from(a["inject"]).effects)


def _edit(engine: Engine, a: Mapping[str, Any]) -> None:
    inject = inject_from(a["inject"])
    engine.edit(a["name"], inject.effects, inject.when)


def _heads(engine: Engine, a: Mapping[str, Any]) -> None:
    if not isinstance(a["heads"], int) or isinstance(a["heads"], bool):
        raise ActRefused(f"heads: got {a['heads']!r}; expected a whole number")
    engine.set_heads(a["team"], a["heads"])


def _shift(engine: Engine, a: Mapping[str, Any]) -> None:
    _check_shift(a["shift"], float(a["overtime_h"]))
    engine.set_shift(a["team"], a["shift"], float(a["overtime_h"]))


def _check_shift(shift: str, overtime_h: float) -> None:
    given = {"shift": shift, "overtime_h": overtime_h}
    Staffing.read(given, lambda _path, _key: ("staff", 0, 0))


APPLY: dict[str, Callable[[Engine, Mapping[str, Any]], None]] = {
    "release": lambda engine, a: engine.release(a["inject"]),
    "hold_back": lambda engine, a: engine.hold_back(a["inject"]),
    "put_back": lambda engine, a: engine.put_back(a["inject"]),
    "skip": lambda engine, a: engine.skip(a["inject"]),
    "edit": _edit,
    "improvise": _improvise,
    "decide": lambda engine, a: engine.decide(a["decision"], a["option"]),
    "heads": _heads,
    "shift": _shift,
    "call_in": lambda engine, a: engine.call_in(a["team"]),
}
"""Each kind of act that changes the world, and the law it follows."""
BESIDE_THE_WORLD = ("note", "end", "go_on", "conclude", "rate", "observe")
"""Acts that people record and that change nothing in the world; undoing leaves them alone."""


def whole(name: str, value: object) -> int:
    """Return a whole number that was given, also as 3600.0, or say that it is none.

    >>> whole("time_s", 1.5 * 3_600)
    5400
    """
    if isinstance(value, SupportsIndex) and not isinstance(value, bool):
        return operator.index(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ActRefused(f"{name} is {value!r}; expected a whole number")


def short(text: str, most: int) -> str:
    """Return a text that is not too long to keep, or say that it is."""
    if not isinstance(text, str):
        raise ActRefused(f"got {text!r}; expected a text")
    if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ActRefused("the text holds half a character; expected whole ones")
    if len(text) > most:
        raise ActRefused(f"the text has {len(text):,} characters; expected at most {most:,}")
    return text


def effect_menu(team: Team | None, currency: str) -> tuple[MenuEffect, ...]:
    """Return ready-made effects for improvised injects.

    `team` is one of whom somebody may fall ill; `currency` is that of the story's prices.
    """
    offered = [
        _menu("news", "A news report", "媒体报道", {"effect": "attention", "news": True}),
        _menu(
            "posted",
            "Data are posted in public",
            "数据被公开",
            {"effect": "flag", "flag": "published"},
        ),
        _menu(
            "calm", "Attention calms down", "关注减弱", {"effect": "attention", "multiply": 0.5}
        ),
        _menu(
            "stir", "Attention is stirred up", "关注升温", {"effect": "attention", "multiply": 1.5}
        ),
        _menu("distrust", "Trust is shaken", "信任受挫", {"effect": "trust", "shock_share": 0.05}),
        _menu("goodwill", "Goodwill", "获得谅解", {"effect": "trust", "shock_share": -0.03}),
        _menu(
            "finding",
            "A finding narrows the scope",
            "调查缩小范围",
            {"effect": "report", "precision": "scope"},
        ),
        _menu(
            "cost",
            f"An unplanned cost of {currency} 10,000",
            f"意外支出 {currency} 10,000",
            {"effect": "cost", "amount": 10_000},
        ),
        _menu("worse", "The leak doubles", "泄露加倍", {"effect": "leak", "multiply": 2.0}),
    ]
    if team is not None:
        name = [in_language(team.title, language) for language in LANGUAGES]
        away = {"effect": "staff", "team": team.name, "add": -1}
        offered.append(_menu("away", f"One away: {name[0]}", f"{name[1]}少一人", away))
    return tuple(offered)


def _menu(key: str, en: str, zh: str, effect: dict[str, object]) -> MenuEffect:
    return MenuEffect(key, Bilingual(en=en, zh=zh), effect)

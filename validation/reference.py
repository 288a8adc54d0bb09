"""The tables of the model reference, from code and data: `python -m validation.reference`."""

from __future__ import annotations

import argparse
import functools
import math
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from simulation.files import controls as shipped_controls
from simulation.files import load
from simulation.inputs import effects, threat
from simulation.inputs.claims import Claim
from simulation.inputs.law import Law, Obligation
from simulation.inputs.parameters import Parameters
from simulation.inputs.scenario import MECHANISMS
from simulation.study.measures import MEASURES
from simulation.text import CATALOGUE, in_language
from validation.bench import plan_of
from validation.marked import renewed, rows

PAGE = Path(__file__).parent.parent / "docs" / "model.md"
SCENARIOS = PAGE.parent.parent / "scenarios"
_KIND = re.compile(r"^threat:\n(?:  .*\n)*?  kind: (?P<kind>\w+)", re.MULTILINE)
_NOT_SHAPES = ("evidence", "judgement", "why")


def main() -> None:
    """Write the tables into the page, each in its place."""
    parser = argparse.ArgumentParser(prog="python -m validation.reference", description=__doc__)
    parser.add_argument("--page", type=Path, default=PAGE, help="default: docs/model.md")
    page = parser.parse_args().page
    page.write_text(renewed(page.read_text(encoding="utf-8"), table), "utf-8", newline="\n")
    sys.stderr.write(f"{page}\n")


def table(name: str) -> str:
    """Return a table by its name, which may have a part after the first dot.

    >>> "| `shock` |" in table("parameters.trust")
    True
    """
    kind, _, part = name.partition(".")
    return TABLES[kind](part) if part else TABLES[kind]()


# -- claims ----------------------------------------------------------------------------------


def claimed(claim: Claim) -> tuple[str, str, str]:
    """Return a claim's size, its low to high, and what it rests on.

    >>> claimed(Claim(value=4, evidence=("K12",)))
    ('4', '', 'K12')
    """
    given = claim.plain()
    shape = next(name for name in given if name not in _NOT_SHAPES and given[name] is not None)
    size = f"{given[shape]:g}" if shape == "value" else _shaped(shape, given[shape])
    if claim.evidence:
        return size, "", ", ".join(claim.evidence)
    if claim.judgement is None or claim.why is None:
        return size, "", "no source given"
    ends = f"{claim.judgement.low:g} to {claim.judgement.high:g}"
    return size, ends, f"judgement: {in_language(claim.why, 'en')}"


def _shaped(shape: str, given: dict[str, Any]) -> str:
    parts = [f"{name} {_listed(value)}" for name, value in given.items() if value is not None]
    return f"{shape}, {', '.join(parts)}"


def _listed(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "/".join(f"{one:g}" for one in value)
    return f"{value:g}"


def _claims(model: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Claim]]:
    if isinstance(model, Claim):
        yield path, model
        return
    for key, value in model.items() if isinstance(model, dict) else model:
        yield from _claims(value, (*path, str(key)))


@functools.cache
def _sizes() -> Parameters:
    sizes = load("parameters/standard")
    return Parameters.model_validate(sizes.plain())


def parameters(part: str) -> str:
    """Return the sizes of a group of the standard parameters."""
    group: Any = _sizes()
    for name in part.split("."):
        group = getattr(group, name)
    lines = [(f"`{'.'.join(path)}`", *claimed(claim)) for path, claim in _claims(group)]
    return rows(("size", "value", "low to high", "rests on"), lines)


def mixes() -> str:
    """Return the shares of who finds a breach, a line for each kind."""
    found = _sizes().discovery.mixes
    channels = get_args(effects.Channel)
    lines = []
    for name, shares in found.items():
        middles = (shares[c].central if c in shares else 0.0 for c in channels)
        rests = {", ".join(s.evidence) or "judgement" for s in shares.values()}
        whys = {in_language(s.why, "en") for s in shares.values() if s.why}
        said = f"{', '.join(sorted(rests))}: {' '.join(sorted(whys))}".removesuffix(": ")
        lines.append((f"`{name}`", *(f"{share:g}" for share in middles), said))
    return rows(("kind", *channels, "rests on"), lines)


# -- vocabularies ----------------------------------------------------------------------------


def mechanisms() -> str:
    """Return every mechanism with its sentence."""
    lines = [
        (f"`{name}`", *(CATALOGUE[f"mechanism/{name}{key}"]["en"] for key in ("", "/says")))
        for name in MECHANISMS
    ]
    return rows(("mechanism", "called", "what is there no more without it"), lines)


def kinds() -> str:
    """Return the kinds of threat: what each is, what a file says of it, who plays it."""
    played: dict[str, list[str]] = {}
    for path in sorted((SCENARIOS / "breaches").glob("*.yaml")):
        # Loading all of them would take seconds.
        found = _KIND.search(path.read_text(encoding="utf-8"))
        if found:
            played.setdefault(found["kind"], []).append(path.stem)
    lines = []
    for model in get_args(get_args(threat.Threat)[0]):
        fields = [f"`{name}`" for name in model.model_fields if name != "kind"]
        first = _first_line(model)
        for kind in get_args(model.model_fields["kind"].annotation):
            played_by = ", ".join(played.get(kind, [])) or "–"
            lines.append((f"`{kind}`", first, ", ".join(fields), played_by))
    return rows(("kind", "what happens", "said in the file", "breaches"), lines)


def effects_table() -> str:
    """Return the closed vocabulary of effects."""
    lines = []
    for model in get_args(get_args(effects.Effect)[0]):
        (name,) = get_args(model.model_fields["effect"].annotation)
        fields = [f"`{field}`" for field in model.model_fields if field != "effect"]
        lines.append((f"`{name}`", _first_line(model), ", ".join(fields)))
    return rows(("effect", "what it does", "said with it"), lines)


def conditions() -> str:
    """Return what a condition may ask for."""
    lines = [(", ".join(f"`{name}`" for name in effects.Condition.model_fields),)]
    return rows(("a condition may ask for",), lines)


def _first_line(model: type) -> str:
    return (model.__doc__ or "").split("\n\n")[0].strip().removesuffix(".")


def measures() -> str:
    """Return the measures of a study."""
    lines = [
        (f"`{m.name}`", m.title, m.unit, "lower" if m.lower_is_better else "higher")
        for m in MEASURES
    ]
    return rows(("measure", "called", "unit", "better"), lines)


# -- files of the library --------------------------------------------------------------------


def _laws() -> dict[str, Law]:
    paths = sorted((SCENARIOS / "laws").glob("*.yaml"))
    return {law.name: law for law in map(load, paths) if isinstance(law, Law)}


def controls() -> str:
    """Return the shipped controls, family by family."""
    head = ("control", "family", "acts on", "usual", "half-life, months", "costs", "rests on")
    lines = []
    for one in sorted(shipped_controls().values(), key=lambda c: (c.family, c.name)):
        acts = "; ".join(_act(act) for act in one.acts)
        once, yearly = one.set_up_cost, one.yearly_cost
        prices = (f"{price.amount.central:,.0f} a {price.per}" for price in (once, yearly))
        half = "–" if one.half_life_months is None else f"{one.half_life_months.central:g}"
        cost = f"{' once, '.join(prices)} and year, {one.currency}"
        name = (f"`{one.name}`", one.family, acts, f"{one.usual_quality:g}")
        lines.append((*name, half, cost, one.grade))
    return rows(head, lines)


def _act(act: Any) -> str:
    of = f" of {', '.join(act.of)}" if act.of else ""
    data = " for sensitive data" if act.data != "all" else ""
    size, ends, rests = claimed(act.factor)
    source = rests if not ends else f"{ends}"
    return f"{act.on}{of}{data} × {size} ({source})"


def obligations() -> str:
    """Return every duty to tell someone, law by law."""
    head = ("law", "duty", "binds", "tell", "within", "counted from", "source", "read")
    lines = []
    for law in _laws().values():
        lines += [_duty(law, duty) for duty in law.obligations]
    return rows(head, lines)


def _duty(law: Law, duty: Obligation) -> tuple[str, ...]:
    deadline = duty.deadline
    unit = deadline.unit.replace("_", " ")
    within = f"{deadline.value:g} {unit}" if deadline.value else unit
    marks = (
        ("in phases", duty.phased),
        ("last report", duty.closing),
        ("by the clients", duty.by_clients),
        ("public notice counts", duty.public_notice == "also"),
        ("public notice alone", duty.public_notice == "only"),
    )
    marked = [text for text, holds in marks if holds]
    binds = ", ".join([duty.role or "either role", *marked])
    since = duty.clock.replace("_", " ")
    read = "yes" if duty.verified else "no"
    source = f"{duty.source.title}, {duty.source.article}"
    name = f"`{duty.id}`: {in_language(duty.title, 'en')}"
    return (law.name, name, binds, duty.recipient.replace("_", " "), within, since, source, read)


def cases(part: str) -> str:
    """Return what an authority weighs under a law, how cases end, and what people claim."""
    law = _laws()[part]
    lines = [(f"`case.{name}`", *claimed(claim)) for (name,), claim in _claims(_given(law.case))]
    for step in law.fines:
        lines.append((f"`{step.outcome}`, weight", *claimed(step.weight)))
        if step.amount is not None:
            lines.append((f"`{step.outcome}`, amount", *claimed(step.amount)))
    claims = _given(law.claims) if law.claims else {}
    lines += [(f"`claims.{path[-1]}`", *claimed(claim)) for path, claim in _claims(claims)]
    return rows(("size", "value", "low to high", "rests on"), lines)


def _given(model: Any) -> dict[str, Claim]:
    return {name: value for name, value in model if isinstance(value, Claim)}


def tasks(part: str) -> str:
    """Return a plan's tasks with their times."""
    lines = []
    for name, task in plan_of(part).tasks.items():
        size, ends, rests = claimed(task.duration_h)
        who = ", ".join(f"{number} {role}" for role, number in task.people.items()) or "a wait"
        again = f"{task.again.chance.central:g}" if task.again else "–"
        after = ", ".join(task.after) or task.phase
        lines.append((f"`{name}`", task.label, after, who, size, ends, rests, again))
    head = ("task", "label", "after", "people", "hours", "low to high", "rests on", "again")
    return rows(head, lines)


def counts() -> str:
    """Return how many sizes rest on evidence and how many on judgement, group by group."""
    lines, total = [], [0, 0]
    for name, group in _sizes():
        if name == "kind":
            continue
        claims = [claim for _, claim in _claims(group)]
        judged = sum(claim.judgement is not None for claim in claims)
        lines.append((name, str(len(claims) - judged), str(judged)))
        total = [total[0] + len(claims) - judged, total[1] + judged]
    share = math.floor(100.0 * total[1] / sum(total))
    lines.append(("all", str(total[0]), f"{total[1]} ({share} %)"))
    return rows(("group", "on evidence", "on judgement"), lines)


TABLES: dict[str, Callable[..., str]] = {
    "parameters": parameters,
    "mixes": mixes,
    "mechanisms": mechanisms,
    "kinds": kinds,
    "effects": effects_table,
    "conditions": conditions,
    "measures": measures,
    "controls": controls,
    "obligations": obligations,
    "cases": cases,
    "tasks": tasks,
    "counts": counts,
}


if __name__ == "__main__":
    main()

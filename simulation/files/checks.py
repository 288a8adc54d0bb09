"""What `check` says of a file: its faults, and what is not wrong but deserves a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.errors import Fault, InputError, nearest
from simulation.files import shelf
from simulation.files.catalogue import controls
from simulation.files.documents import (
    Document,
    load_organisation,
    load_plan,
    load_scenario,
    read,
)
from simulation.inputs.base import Input
from simulation.inputs.claims import Claim
from simulation.inputs.fit import dotted, misfits, unset_flags
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.references import Misfit, one_of
from simulation.inputs.scenario import Scenario

__all__ = ["Checked", "check", "claims_of"]

DEFAULT_ORGANISATION = "organisations/bookkeeping-12"
"""Whom a plan is held against when nobody is named."""

CENTRAL_SHARE = 1e-6
"""How near the base of a judgement has to be to the claim's central value."""

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Checked:
    """What is wrong with a file, and what deserves a look.

    >>> check("plans/lean").faults
    ()
    """

    name: str
    kind: str
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def check(
    name: str | Path,
    scenario: Scenario | str | Path | None = None,
    organisation: Organisation | str | Path | None = None,
) -> Checked:
    """Return every fault of a file and every warning, instead of raising.

    A plan is held against a scenario and an organisation too: the ones given, or the library's
    bookkeeping firm.

    >>> check("plans/no-plan").warnings
    ()
    """
    try:
        document = read(name)
        model = document.model()
    except InputError as error:
        return Checked(str(name), "", error.faults, ())
    found: list[Misfit] = []
    looks = [*_claim_misfits(model)]
    if isinstance(model, Organisation):
        found = [*_unknown_controls(model)]
    if isinstance(model, Scenario):
        found = _misfits_with_every_plan(model)
    if isinstance(model, Plan):
        held_against = _scenario(scenario)
        company = _organisation(organisation, held_against)
        found = [m for part, m in misfits(held_against, model, company) if part == "plan"]
        found += _answers_to_nothing(model, held_against)
        if held_against is not None:
            looks += [m for part, m in unset_flags(held_against, model) if part == "plan"]
    faults = tuple(_placed(document, misfit) for misfit in found)
    return Checked(
        str(name), document.kind, faults, tuple(_placed(document, misfit) for misfit in looks)
    )


def _scenario(given: Scenario | str | Path | None) -> Scenario | None:
    return load_scenario(given) if isinstance(given, (str, Path)) else given


def _organisation(
    given: Organisation | str | Path | None, scenario: Scenario | None
) -> Organisation:
    if given is None:
        return scenario.organisation if scenario else load_organisation(DEFAULT_ORGANISATION)
    return given if isinstance(given, Organisation) else load_organisation(given)


def _misfits_with_every_plan(scenario: Scenario) -> list[Misfit]:
    """Return what fits no plan of the library, such as a team that neither firm nor plan has."""
    common: dict[tuple[Where, str], Misfit] | None = None
    for name in (name for name in shelf.names() if name.startswith("plans/")):
        parts = misfits(scenario, load_plan(name), scenario.organisation)
        found = {(m.path, m.problem): m for part, m in parts if part == "scenario"}
        common = found if common is None else {k: m for k, m in common.items() if k in found}
    return list((common or {}).values())


def _unknown_controls(firm: Organisation) -> Iterator[Misfit]:
    known = [*controls(), *(own.name for own in firm.own_controls)]
    for name in firm.controls:
        if name not in known:
            problem = "there is no such control"
            yield Misfit(("controls", name), problem, one_of(known), nearest(name, known))


def _answers_to_nothing(plan: Plan, scenario: Scenario | None) -> Iterator[Misfit]:
    """Yield answers that neither this scenario nor any of the library asks for or offers."""
    names = [name for name in shelf.names() if name.startswith("breaches/")]
    scenarios = [*(load_scenario(name) for name in names), *([scenario] if scenario else [])]
    offered: dict[str, set[str]] = {}
    for each in scenarios:
        for name, decision in each.decisions.items():
            offered.setdefault(name, set()).update(decision.options)
    for name, option in plan.answers.items():
        if name not in offered:
            problem, choices = f"no scenario asks {name!r}", sorted(offered)
            yield Misfit(("answers", name), problem, one_of(choices), nearest(name, choices))
        elif scenario is None and option not in offered[name]:
            problem, choices = f"no scenario offers {option!r}", sorted(offered[name])
            yield Misfit(("answers", name), problem, one_of(choices), nearest(option, choices))


def _placed(document: Document, misfit: Misfit) -> Fault:
    said = f"{dotted(misfit.path)}: {misfit.problem}"
    return Fault(*document.locate(misfit.path), said, misfit.expected, misfit.hint)


def claims_of(model: Input) -> Iterator[tuple[Where, Claim]]:
    """Yield every claim inside an input, with its path.

    >>> from simulation.files import load
    >>> next(claims_of(load("organisations/bookkeeping-12")))[0]
    ('exchange_rates', 'USD')
    """
    yield from _claims((), model)


def _claims(path: Where, value: Any) -> Iterator[tuple[Where, Claim]]:
    if isinstance(value, Claim):
        yield path, value
        return
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Input):
        children = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        children = value.items()
    elif isinstance(value, tuple):
        children = enumerate(value)
    for key, child in children:
        yield from _claims((*path, key), child)


def _claim_misfits(model: Input) -> Iterator[Misfit]:
    for path, claim in claims_of(model):
        for look in _LOOKS:
            yield from look(path, claim)


def _unsourced(path: Where, claim: Claim) -> Iterator[Misfit]:
    if not claim.sourced:
        expected = "evidence, or judgement with a line why"
        yield Misfit(path, "this number says not where it comes from", expected)


def _unknown_evidence(path: Where, claim: Claim) -> Iterator[Misfit]:
    table = shelf.evidence()
    for id_ in claim.evidence:
        if id_ not in table:
            problem = f"there is no evidence {id_!r}"
            yield Misfit((*path, "evidence"), problem, "an id of the table", nearest(id_, table))


def _off_centre(path: Where, claim: Claim) -> Iterator[Misfit]:
    if claim.judgement is None:
        return
    base, central = claim.judgement.base, claim.central
    if abs(base - central) > CENTRAL_SHARE * max(abs(base), abs(central)):
        problem = f"base is {base:g} and the claim's middle is {central:g}"
        yield Misfit((*path, "judgement", "base"), problem, "the same")


_LOOKS: tuple[Callable[[Where, Claim], Iterator[Misfit]], ...] = (
    _unsourced,
    _unknown_evidence,
    _off_centre,
)

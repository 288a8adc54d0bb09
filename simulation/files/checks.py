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
from simulation.inputs.fit import dotted, misfits, shorter_hours, unset_flags
from simulation.inputs.likely import implausible, people_differ, people_held, people_of_clients
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
    """What is wrong with a file, what deserves a look, and what is worth knowing beside it.

    >>> check("plans/lean").faults
    ()
    """

    name: str
    kind: str
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()


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
    found, looks, notes = [list[Misfit](), [*_claim_misfits(model)], list[Misfit]()]
    if isinstance(model, Organisation):
        found = [*_unknown_controls(model)]
        looks += [*implausible(model), *_uneven_people(document, model, ())]
        notes = [*_not_playable(model)]
    if isinstance(model, Scenario):
        found = _misfits_with_every_plan(model, model.organisation)
        firm = model.organisation
        looks += [m._replace(path=("organisation", *m.path)) for m in implausible(firm)]
        looks += [*_uneven_people(document, firm, ("organisation",))]
    beside: list[Fault] = []
    if isinstance(model, Plan):
        held_against = _scenario(scenario)
        company = _organisation(organisation, held_against)
        apart = [*misfits(held_against, model, company)]
        found = [m for part, m in apart if part == "plan"]
        found += _answers_to_nothing(model, held_against)
        if held_against is not None:
            looks += [m for part, m in unset_flags(held_against, model) if part == "plan"]
            # What the breach asks of the firm is no fault of this file, yet nothing runs with it.
            label = f"scenario {held_against.name}"
            beside = [_told(m, label, 0, 0) for part, m in apart if part == "scenario"]
        if scenario is not None or organisation is not None:
            notes = [*shorter_hours(model, company)]
    told = [tuple(_placed(document, one) for one in some) for some in (found, looks, notes)]
    return Checked(str(name), document.kind, (*told[0], *beside), *told[1:])


def _scenario(given: Scenario | str | Path | None) -> Scenario | None:
    return load_scenario(given) if isinstance(given, (str, Path)) else given


def _organisation(
    given: Organisation | str | Path | None, scenario: Scenario | None
) -> Organisation:
    if given is None:
        return scenario.organisation if scenario else load_organisation(DEFAULT_ORGANISATION)
    return given if isinstance(given, Organisation) else load_organisation(given)


def _misfits_with_every_plan(scenario: Scenario, firm: Organisation) -> list[Misfit]:
    """Return what fits no plan of the library, such as a team that neither firm nor plan has."""
    common: dict[tuple[Where, str], Misfit] | None = None
    for name in _shipped("plans/"):
        parts = misfits(scenario, load_plan(name), firm)
        found = {(m.path, m.problem): m for part, m in parts if part == "scenario"}
        common = found if common is None else {k: m for k, m in common.items() if k in found}
    return list((common or {}).values())


def _shipped(folder: str) -> list[str]:
    return [name for name in shelf.names() if name.startswith(folder)]


def _not_playable(firm: Organisation) -> Iterator[Misfit]:
    """Yield what of the library this firm cannot play, and why."""
    plans = {
        name: [misfit for _, misfit in misfits(None, load_plan(name), firm)]
        for name in _shipped("plans/")
    }
    expected = "teams and roles that these plans speak of, or a plan of your own"
    for said in _by_cause(plans):
        yield Misfit((), f"this firm cannot play {said}", expected)
    breaches = {
        name: _misfits_with_every_plan(load_scenario(name), firm) for name in _shipped("breaches/")
    }
    expected = "the names that these breaches speak of, or a breach of your own"
    for said in _by_cause(breaches):
        yield Misfit((), f"this firm cannot be hit by {said}", expected)


def _by_cause(found: dict[str, list[Misfit]]) -> Iterator[str]:
    """Yield names of files with what is wrong with all of them, the first of it in words."""
    files: dict[str, list[str]] = {}
    for name, some in found.items():
        for misfit in some:
            # In another file the same name may stand at another place of a list.
            where = dotted(tuple(part for part in misfit.path if isinstance(part, str)))
            files.setdefault(f"{where}: {misfit.problem}", []).append(name)
    causes: dict[tuple[str, ...], list[str]] = {}
    for cause, names in files.items():
        causes.setdefault(tuple(dict.fromkeys(names)), []).append(cause)
    for some_names, said in causes.items():
        more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
        yield f"{', '.join(some_names)}: {said[0]}{more}"


def _uneven_people(document: Document, firm: Organisation, at: Where) -> Iterator[Misfit]:
    """Yield that holdings and segments speak of different numbers of people, if so."""
    if not people_differ(firm):
        return
    held, clients = people_held(firm), people_of_clients(firm)
    holdings = [(*at, "holdings", n, "people") for n in range(len(firm.holdings))]
    segments = [(*at, "segments", n, "clients") for n in range(len(firm.segments))]
    problem = (
        f"the holdings have {held:,} people in all, and the segments {clients:,.0f} "
        "(clients times people_per_client)"
    )
    factor = float(f"{clients / held:.3g}")
    expected = (
        f"about as many: people of the holdings, {_lines(document, holdings)}, times "
        f"{factor:,g}, or other segments, {_lines(document, segments)}"
    )
    own = document.tree.place.source.label
    place = next((p for p in (segments, holdings) if document.locate(p[0])[0] == own), holdings)
    yield Misfit(place[0][:-2], problem, expected)


def _lines(document: Document, paths: list[Where]) -> str:
    """Return where values stand, as people look for them."""
    places = [document.locate(path)[:2] for path in paths]
    file = places[0][0]
    numbers = sorted({line for _, line in places})
    said = f"line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
    return said if file == document.tree.place.source.label else f"{said} of {file}"


def _unknown_controls(firm: Organisation) -> Iterator[Misfit]:
    known = [*controls(), *(own.name for own in firm.own_controls)]
    for name in firm.controls:
        if name not in known:
            problem = "there is no such control"
            yield Misfit(("controls", name), problem, one_of(known), nearest(name, known))


def _answers_to_nothing(plan: Plan, scenario: Scenario | None) -> Iterator[Misfit]:
    """Yield answers that neither this scenario nor any of the library asks for or offers."""
    shipped = [load_scenario(name) for name in _shipped("breaches/")]
    scenarios = [*shipped, *([scenario] if scenario else [])]
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
    return _told(misfit, *document.locate(misfit.path))


def _told(misfit: Misfit, file: str, line: int, column: int) -> Fault:
    said = f"{dotted(misfit.path)}: {misfit.problem}" if misfit.path else misfit.problem
    return Fault(file, line, column, said, misfit.expected, misfit.hint)


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

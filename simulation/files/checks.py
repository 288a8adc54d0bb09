"""What `check` says of a file: its faults, and what is not wrong but deserves a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.errors import Fault, InputError, nearest
from simulation.files import shelf
from simulation.files.documents import Document, load_organisation, load_scenario, read
from simulation.inputs.base import Input
from simulation.inputs.claims import Claim
from simulation.inputs.fit import dotted, misfits, unset_flags
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.references import Misfit
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
    faults: list[Fault] = []
    warnings = [*_claim_warnings(model, document)]
    if isinstance(model, Plan):
        if isinstance(scenario, (str, Path)):
            scenario = load_scenario(scenario)
        if organisation is None:
            organisation = scenario.organisation if scenario else DEFAULT_ORGANISATION
        if not isinstance(organisation, Organisation):
            organisation = load_organisation(organisation)
        found = misfits(scenario, model, organisation)
        faults += [_placed(document, misfit) for part, misfit in found if part == "plan"]
        if scenario is not None:
            found = unset_flags(scenario, model)
            warnings += [_placed(document, misfit) for part, misfit in found if part == "plan"]
    return Checked(str(name), document.kind, tuple(faults), tuple(warnings))


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


def _claim_warnings(model: Input, document: Document) -> Iterator[Fault]:
    for path, claim in claims_of(model):
        for misfit in (m for look in _LOOKS for m in look(path, claim)):
            yield _placed(document, misfit)


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

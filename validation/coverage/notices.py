"""R11, R12, R16: notices that miss, that come in parts or are corrected, and partners told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import (
    ANSWERED,
    LOST,
    MISSED,
    MISUSED,
    REPORTED,
    SIGN_TO_STOP,
    item,
)

INSIDER, SUPPLIER = "insider-export", "supplier-transfer"
PUBLIC_NOTICE = {
    "title": "Public notice",
    "phase": "notification",
    "label": "inform",
    "when": {"returned_at_least": 10},
    "people": {"communications": 1},
    "effort_h": 1,
    "effects": [{"effect": "tell", "audience": "affected", "by": "public_notice"}],
}
"""An hour's work (evidence W06), once ten letters have come back."""
TELL_PARTNERS = {"effect": "tell", "audience": "partners"}


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from _missing()
    yield from _in_parts()
    yield from _partners()


def _missing() -> Iterator[Experiment]:
    """Give the experiments of addresses that fail: two people in five have none that works."""
    lean = Case.of(INSIDER, "lean").at({"missing_addresses_share": 0.4})
    reached = lean.without("missing-addresses")
    notice = lean.answer({"tasks.public-notice": PUBLIC_NOTICE})
    every = "all addresses work, not three in five"
    public = "a public notice for those whose letters came back"
    yield Experiment("R11", "missing addresses", every, lean, reached, MISSED, FEWER)
    yield Experiment("R11", "missing addresses: misuse", every, lean, reached, MISUSED, FEWER)
    yield Experiment("R11", "substitute notice", public, lean, notice, MISSED, FEWER)
    yield Experiment("R11", "substitute notice is news", public, lean, notice, LOST, MORE)
    yield Experiment("R12", "substitute notice: questions", public, lean, notice, ANSWERED, MORE)


def _in_parts() -> Iterator[Experiment]:
    """Give the experiments of notices that say a part first, or must be corrected."""
    lean = Case.of(INSIDER, "lean").answer({"answers.tell-regulator": "when-sure"})
    phased = lean.answer({"answers.tell-regulator": "phased"})
    in_parts = "a short first report, the rest later, not all of it at once"
    yield Experiment("R11", "partial report", in_parts, lean, phased, REPORTED, FEWER)
    early = Case.of(INSIDER, "lean").answer(
        {"answers.tell-clients": "early-range", "answers.whom": "confirmed"}
    )
    once = early.without("corrections")
    yield Experiment(
        "R11",
        "partial notice",
        "without second rounds, where those confirmed are told early",
        early,
        once,
        MISSED,
        MORE,
    )
    mild = early.breach({"parameters.knowledge.correction_shock_factor": {"value": 1}})
    yield Experiment(
        "R11",
        "corrected notice",
        "a second round shocks no more than the first",
        early,
        mild,
        LOST,
        FEWER,
        0.05,
    )


def _telling(case: Case, task: str) -> Case:
    """Let a task tell partners besides what it does."""
    effects: list[Any] = [one.plain() for one in case.plan.tasks[task].effects]
    return case.answer({f"tasks.{task}.effects": [*effects, TELL_PARTNERS]})


def _partners() -> Iterator[Experiment]:
    """Give the experiments of partners who are told, early or never."""
    found_by_clients = {"parameters.discovery.mixes.supplier": {"client": {"value": 1}}}
    supplier = Case.of(SUPPLIER, "no-plan").breach(found_by_clients)
    told = _telling(supplier, "first-look")
    yield Experiment(
        "R16",
        "joint response",
        "the supplier is told at once, where clients found it",
        supplier,
        told,
        SIGN_TO_STOP,
        FEWER,
        None,
        200,
    )
    factor = "parameters.threat.joint_response_factor"
    quick = told.breach({factor: {"value": 0.2}})
    yield Experiment(
        "R16",
        "what a supplier told is quicker by",
        "no sooner for what we saw, against the low end of its range",
        quick,
        told.breach({factor: {"value": 1}}),
        SIGN_TO_STOP,
        MORE,
        None,
        200,
    )
    told_of = {"parameters.attention.media_log_odds": {"value": 5}}
    cut_off = Case.of(INSIDER, "lean").breach(told_of).at({"partners_cost_per_h": 300})
    yield Experiment(
        "R16",
        "partners taken by surprise",
        "banks and platforms are told before the news",
        cut_off,
        _telling(cut_off, "triage"),
        item("downtime"),
        FEWER,
    )

"""The library's laws against the periods that the sources state, and their clocks in a run."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from simulation.files import library, load
from simulation.inputs.law import Law
from simulation.run import run

LAWS = [entry.name for entry in library() if entry.name.startswith("laws/")]
FIRMS = [entry.name for entry in library() if entry.name.startswith("organisations/")]
PERIODS = """
    eu            gdpr-33-authority      awareness   72 hours         regulator
    eu-nis2       nis2-early-warning     awareness   24 hours         regulator
    eu-nis2       nis2-notification      awareness   72 hours         regulator
    uk            uk-gdpr-33-authority   awareness   72 hours         regulator
    us-california ca-residents           discovery   30 days          affected
    us-california ca-attorney-general    clients_told 15 days         regulator
    us-new-york   ny-residents           discovery   30 days          affected
    us-washington wa-residents           discovery   30 days          affected
    us-florida    fl-residents           discovery   30 days          affected
    us-texas      tx-residents           discovery   60 days          affected
    us-hipaa      hipaa-404-individuals  discovery   60 days          affected
    us-sec        sec-8k-105             materiality 4  business_days public
    singapore     pdpa-26d-scale         assessment  3  days          regulator
    japan         appi-26-full-harm      awareness   30 days          regulator
    korea         pipa-34-people         awareness   72 hours         affected
    australia     ndb-26wl-people        assessment  0  at_once       affected
    taiwan        pdpa-12-people         assessment  0  at_once       affected
"""
"""Read apart from the files, in October 2026."""


@pytest.mark.parametrize("line", PERIODS.strip().splitlines())
def test_periods_are_those_of_the_sources(line: str) -> None:
    name, duty, clock, value, unit, recipient = line.split()
    law: Law = load(f"laws/{name}")
    (found,) = (one for one in law.obligations if one.id == duty)
    deadline = found.deadline
    assert (found.clock, found.recipient) == (clock, recipient)
    assert (deadline.value, deadline.unit) == (float(value), unit)


@pytest.mark.parametrize("name", LAWS)
def test_outcomes_of_a_case_share_all_cases_and_say_where_they_come_from(name: str) -> None:
    law: Law = load(name)
    assert sum(step.weight.central for step in law.fines) == pytest.approx(1.0)
    paid = [step for step in law.fines if step.amount or step.maximum]
    assert all(step.source or step.maximum for step in paid)


def test_most_laws_bind_a_firm_of_the_library_and_each_firm_has_rates_for_its_laws() -> None:
    firms = [load(name) for name in FIRMS]
    used = {law.name for firm in firms for law in firm.laws}
    assert len(used) >= 10
    for firm in firms:
        assert {law.currency for law in firm.laws} <= {firm.currency, *firm.exchange_rates}


def test_people_and_segments_of_every_firm_are_the_same_people() -> None:
    for name in FIRMS:
        firm = load(name)
        in_segments = sum(s.clients * s.people_per_client for s in firm.segments)
        assert in_segments == sum(holding.people for holding in firm.holdings), name


def test_a_listed_firm_counts_four_business_days_from_its_own_judgement() -> None:
    found = run(
        *("breaches/mis-sent-filing", "plans/lean"),
        organisation="organisations/listed-us-480",
        seed=3,
    )
    begins = load("breaches/mis-sent-filing").begins
    (clock,) = (one for one in found.outcome.duties if one.name == "sec-8k-105")
    decided = begins + datetime.timedelta(hours=clock.from_h)
    due = begins + datetime.timedelta(hours=clock.due_h)
    days = np.busday_count(decided.date() + datetime.timedelta(days=1), due.date())
    assert days == 4
    assert (due.hour, due.minute) == (0, 0), "the last day counts to its end"

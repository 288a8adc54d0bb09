"""Clients, and what it takes to write to them, as plain numbers."""

from __future__ import annotations

from typing import Any

from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.inputs.plan import Plan
from simulation.program.draw_table import DrawTable


def client_tables(
    plan: Plan, organisation: Organisation, sizes: Parameters, on: Any, draws: DrawTable
) -> dict[str, Any]:
    """Return the fields of the tables that are about clients, notices and partners.

    Only where addresses fail there is a draw for the letters that come back.
    """
    segments = organisation.segments
    missing_share = organisation.missing_addresses_share if on.missing_addresses else 0.0
    if missing_share > 0.0:
        draws.add("notices/returned", sizes.notices.returned_seen_d.distribution)
    return {
        "segment_clients": [float(s.clients) for s in segments],
        "all_clients": float(organisation.clients),
        "segment_people": [s.clients * s.people_per_client for s in segments],
        "segment_margin": [s.margin_per_client_year for s in segments],
        "segment_expects": [s.expects_compensation_share for s in segments],
        "letters_share": plan.support.letters_share,
        "letter_cost": organisation.letter_cost.central,
        "mailing_house_letter_cost": organisation.mailing_house_letter_cost.central,
        "missing_share": missing_share,
        "partners_cost_per_h": organisation.partners_cost_per_h,
    }

"""What the room knows: estimates, lists, and whom it tells (model, chapter 5)."""

from __future__ import annotations

import math

from simulation.distributions import normal_quantile
from simulation.world.facts import FACT
from simulation.world.layout import (
    F_RETURNED,
    State,
    Tables,
    draw,
    note,
)

TRIAGE, SCOPE, LISTING = range(3)
CONFIRMED, POSSIBLE, EVERYONE = range(3)


def report(p: Tables, s: State, precision: int) -> None:
    """A finding reaches the room: more holdings are found and the estimate is made anew.

    The estimate is the number of people in the holdings found, times exp(sigma z) with one z
    for the run, never above what is held there; nor is the upper end of its range.
    """
    _find(p, s, precision)
    k = p.knowledge
    sigma = (k.triage_sigma, k.scope_sigma, k.listing_sigma)[precision]
    if not s.reported:
        s.reported = True
        s.error_z = normal_quantile(draw(s, p.draw_at["knowledge/error"], 1))
    sigma *= p.threat.evidence_sigma_factor if s.evidence_lost and precision > TRIAGE else 1.0
    sigma = sigma if p.on.scope_error else 0.0
    before, held = s.estimate, found_held(p, s)
    s.estimate = min(found_people(p, s) * math.exp(sigma * s.error_z), held)
    s.estimate_low = s.estimate * math.exp(-k.range_z * sigma)
    s.estimate_high = min(s.estimate * math.exp(k.range_z * sigma), held)
    note(s, FACT["estimate"], 0, before, s.estimate)


def _find(p: Tables, s: State, precision: int) -> None:
    for place, holding in enumerate(p.threat_holdings):
        if s.records_out[holding] <= 0.0 or s.found[holding]:
            continue
        named_by_sign = place == 0
        share = p.knowledge.scope_finds_share if p.on.scope_error else 1.0
        u = draw(s, p.draw_at["knowledge/find"], len(p.holding_records), holding)
        by_scope = precision >= SCOPE and u < share
        s.found[holding] = named_by_sign or by_scope or precision == LISTING


def found_people(p: Tables, s: State) -> float:
    """Return the people truly affected in the holdings found so far."""
    return sum(
        p.holding_people[h] * s.records_out[h] / p.holding_records[h]
        for h, is_found in enumerate(s.found)
        if is_found
    )


def found_held(p: Tables, s: State) -> float:
    """Return the people whose records lie in the holdings found so far."""
    return sum(p.holding_people[h] for h, is_found in enumerate(s.found) if is_found)


def possible_under(p: Tables, s: State, law: int) -> float:
    """Return the upper end of the estimate for the people who live under a law (-1: anywhere).

    Of those estimated, the share is that of the holdings found so far.
    """
    possible = s.estimate_high
    if law < 0 or min(p.law_share[law]) >= 1.0:
        return possible
    anywhere = found_people(p, s)
    if anywhere <= 0.0:
        return 0.0
    there = sum(
        p.holding_people[h] * s.records_out[h] / p.holding_records[h] * p.law_share[law][h]
        for h, is_found in enumerate(s.found)
        if is_found
    )
    return possible * there / anywhere


def people_on_list(p: Tables, s: State, whom: int) -> float:
    """Return how many people a list names: confirmed, possible or everyone."""
    if whom == EVERYONE:
        return sum(p.holding_people)
    return s.estimate if whom == CONFIRMED else s.estimate_high


def tell_people(p: Tables, s: State, whom: int, affected: float) -> float:
    """Write to everyone on a list who has not been written to; returns how many these are.

    Lists are nested: who is on a smaller list is on the larger one too. Nobody is on a list for
    what has not been found, except on the list of everyone. Of those written to, a share has no
    address that works.
    """
    listed = people_on_list(p, s, whom)
    known = affected if whom == EVERYONE else found_people(p, s)
    fresh = max(0.0, listed - s.told_people)
    s.told_people = max(s.told_people, listed)
    written_before = s.told_true + s.unreached_true
    written = max(written_before, min(listed, known))
    s.unreached += p.missing_share * fresh
    s.unreached_true += p.missing_share * (written - written_before)
    s.told_true = written - s.unreached_true
    s.told_in_vain = max(s.told_in_vain, (1.0 - p.missing_share) * (listed - affected))
    return fresh


def reached_people(s: State) -> float:
    """Return how many people have had word from us."""
    return s.told_people - s.unreached


def returned_notices(s: State) -> float:
    """Return how many notices are known to have reached nobody."""
    return s.unreached if s.flag_at[F_RETURNED] >= 0 else 0.0

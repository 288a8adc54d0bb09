"""What people claim: by how many are hit and know it, how hard, and how late they were told.

Expected numbers, as with clients who leave: a tenth of a claim can be made. Most are settled, the
others go to court. The right to compensation: GDPR Art. 82, Personal Information Protection Law
Art. 69. All sizes stand in the file of the law.
"""

from __future__ import annotations

from simulation.world.duties import late_share
from simulation.world.facts import FACT
from simulation.world.layout import E_CLAIM, State, Tables, draw, note
from simulation.world.money import CLAIMS, charge
from simulation.world.severity import true_severity

FULL_SCORE = 4.0
"""ENISA's score at which the share of claimants in a law's file is meant."""


def claimants(p: Tables, s: State, law: int) -> float:
    """Return how many people under a law are expected to claim."""
    rule = p.claim_sizes[law]
    hit = sum(
        p.holding_people[h] * out / p.holding_records[h] * p.law_share[law][h]
        for h, out in enumerate(s.records_out)
    )
    pairs = zip(s.informed, p.segment_people, strict=True)
    knowing = sum(informed * people for informed, people in pairs) / sum(p.segment_people)
    number = hit * knowing * rule.claims_share
    number *= (true_severity(p, s) / FULL_SCORE) ** rule.severity_exponent
    number *= 1.0 + rule.late_factor * late_share(p, s, law)
    number *= rule.negligent_factor if p.negligent else 1.0
    return float(number * (1.0 - rule.offer_factor * min(1.0, s.compensation)))


def settle_claims(p: Tables, s: State, law: int) -> None:
    """The claims under a law are made, and settled or decided by a court."""
    rule = p.claim_sizes[law]
    number = claimants(p, s, law) * draw(s, p.draw_at["claims/spread"], len(p.claim_sizes), law)
    if number <= 0.0:
        return
    in_court = rule.won_share * rule.award + rule.litigation_cost
    each = rule.settled_share * rule.settlement + (1.0 - rule.settled_share) * in_court
    note(s, FACT["claims"], p.entity(E_CLAIM, law), rule.settled_share * number, number)
    charge(p, s, CLAIMS, number * each * p.case_rate[law])

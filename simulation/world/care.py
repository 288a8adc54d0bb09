"""What is done for clients who were told: guidance, calls, counselling, agreements (chapter 9)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.grid import advance_public
from simulation.world.layout import State, Tables, note
from simulation.world.public import CARE, mend
from simulation.world.threat import advance_exposure

GUIDANCE, FOLLOW_UP, COUNSELLING, AGREEMENT = range(4)


def care(p: Tables, s: State, kind: int, take_up: float) -> None:
    """A share of those told take up what is offered.

    Guidance, calls and counselling leave fewer questions open; calls and counselling mend some
    trust; who agrees to keep it to themselves talks less, and less of the data goes on.
    """
    advance_public(p, s)
    advance_exposure(p, s)
    note(s, FACT["care"], 0, kind, take_up)
    if kind == AGREEMENT:
        s.talk_factor *= 1.0 - take_up * (1.0 - p.learning.agreement_talk_factor)
        s.harm_factor *= 1.0 - take_up * (1.0 - p.harm.agreement_factor)
        return
    eased = p.support.guidance_eases_share
    if kind != GUIDANCE:
        eased = p.support.follow_up_eases_share
        mend(p, s, CARE, take_up)
    s.again_factor *= 1.0 - take_up * eased

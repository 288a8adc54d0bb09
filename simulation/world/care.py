"""What is done for clients who were told: guidance, calls, counselling, agreements (chapter 7)."""

from __future__ import annotations

from simulation.world.facts import FACT
from simulation.world.grid import advance_public
from simulation.world.layout import State, Tables, note
from simulation.world.public import CARE, mend
from simulation.world.threat import advance_exposure

GUIDANCE, FOLLOW_UP, COUNSELLING, AGREEMENT = range(4)


def care(p: Tables, s: State, kind: int, take_up: float) -> None:
    """A share of those told take up what is offered; of offers alike the largest counts, once.

    Guidance, calls and counselling leave fewer questions open; calls and counselling mend some
    trust; who agrees to keep it to themselves talks less, and less of the data goes on. Who is
    told later is offered it too, and where nobody is told it does nothing.
    """
    advance_public(p, s)
    advance_exposure(p, s)
    note(s, FACT["care"], 0, kind, take_up)
    if kind == AGREEMENT:
        s.agreed = max(s.agreed, take_up)
    elif kind == GUIDANCE:
        s.guided = max(s.guided, take_up)
    else:
        mend(p, s, CARE, take_up)

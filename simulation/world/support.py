"""Clients' questions as happenings bring them (model, chapter 8); the desk itself is in `desk`."""

from __future__ import annotations

from simulation.world import desk
from simulation.world.grid import change
from simulation.world.layout import State, Tables, draw


def expect_contacts(p: Tables, s: State, people: float, by_news: bool) -> None:
    """Some of the people who have just learned will ask."""
    if by_news:
        share = p.support.news_contact_share
    else:
        share = draw(s, p.draw_at["support/contact_share"], 1)
    change(p, s, desk.expect_contacts, people, share)

"""The pages of docs/library: what is on one, and that spoilers come last."""

import pytest

from simulation.library import cards
from validation import library

CARDS = cards("scenario")


def test_the_list_has_a_line_for_each_breach():
    text = library.contents(CARDS)
    assert all(f"({card.name.rpartition('/')[2]}.md)" in text for card in CARDS)


def test_each_thing_is_told_once_where_it_weighs_most():
    effects = [
        library.Effect("stop now", "wait", "cost", 10.0, 5.0, 15.0, weight=0.5),
        library.Effect("stop now", "wait", "trust_lowest_share", 0.1, 0.05, 0.15, weight=2.0),
        library.Effect("tell all", "some", "cost", -30.0, -35.0, -25.0, weight=1.0),
    ]
    lines = library._deciding(effects, "CNY").splitlines()[2:]
    assert [line.split(" | ")[0] for line in lines] == ["| stop now", "| tell all"]
    assert "+10.0 points (+5.0 to +15.0)" in lines[0]
    assert "−30.0 CNY (−35.0 to −25.0)" in lines[1]


def test_no_effect_is_said_to_be_none():
    assert library._deciding([], "CNY") == "No effect is shown in so few runs."


@pytest.mark.slow
def test_a_page_tells_the_truth_last():
    (card,) = (card for card in CARDS if card.name == "breaches/mis-sent-filing")
    text = library.page(card, 3, 2)
    public, facilitator = text.split("## For the facilitator alone")
    story = library.files.load_scenario(card.name).narrative.en
    assert story in facilitator
    assert story not in public
    assert "| 180 min | 16 |" in public
    assert text == library.page(card, 3, 2)

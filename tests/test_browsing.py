"""The library to choose from: difficulty, cards, search, and the screen that starts a drill."""

import pytest

import simulation as sim
from simulation import panels
from simulation.errors import UnknownName
from simulation.library import QUICK_RUNS, cards, find_cards, nearest_cards, outlook
from simulation.library.difficulty import difficulty
from simulation.text import CATALOGUE, in_language

BREACH = "breaches/mis-sent-filing"


def test_every_card_has_its_rows_in_both_languages():
    for card in cards():
        for key, text in card.rows:
            assert key in CATALOGUE
            assert in_language(text, "en")
            assert in_language(text, "zh")


def test_difficulty_counts_what_comes_together():
    scenario = sim.load(BREACH)
    before = difficulty(scenario)
    unsure = difficulty(scenario.change({"affected_known": False}))
    assert set(unsure.points) == {*before.points, "extent"}
    many = sim.load("breaches/voice-of-the-boss")
    few = many.change({"decisions": dict(list(many.decisions.items())[:1]), "injects": {}})
    assert {"owners", "decisions"} <= set(difficulty(many).points) - set(difficulty(few).points)


def test_levels_are_as_the_points_say():
    found = [difficulty(sim.load(card.name)) for card in cards("scenario")]
    levels = {len(one.points): one.level for one in found}
    assert all(levels[len(one.points)] == one.level for one in found)
    assert set(levels.values()) >= {"easy", "medium", "hard"}


def test_words_must_all_be_found_and_breaches_come_first():
    assert find_cards("phishing")[0].kind == "scenario"
    assert find_cards("phishing zebra") == ()
    assert find_cards("PHISHING") == find_cards("phishing")
    assert [card.name for card in find_cards("lean", "plans")] == ["plans/lean"]
    with pytest.raises(UnknownName, match="did you mean"):
        cards("planz")


def test_a_word_in_letters_is_found_where_one_begins():
    # "neutral" and "museum" hold those letters too, and no other breach has a law of the EU.
    laws = {card.name: card.plain["laws"] for card in cards("breach")}
    found = {card.name for card in find_cards("EU", "breach")}
    assert found == {name for name, ones in laws.items() if "eu" in ones}


def test_where_no_card_has_all_words_those_with_most_are_near():
    words = "phishing, 45, zebra"
    assert find_cards(words, "breach") == ()
    near = nearest_cards(words, "breach")
    assert near == find_cards("phishing 45", "breach") != ()
    assert nearest_cards("zebra", "breach") == ()


def test_a_quick_look_is_kept_and_is_the_study_itself():
    study = outlook(BREACH, replications=3)
    assert outlook(sim.load(BREACH), sim.load("plans/lean"), replications=3) is study
    again = sim.compare(BREACH, "plans/lean", replications=3, seed=study.seed)
    assert (again.values == study.values).sum() + (again.values != again.values).sum() >= (
        study.values.size
    )


@pytest.fixture
def screen(tmp_path):
    shown = panels.library(folder=tmp_path)
    yield shown
    shown.stop()
    if shown.drill is not None:
        shown.place.children[0].stop()
        shown.drill.close()


def turn(screen, widget, value):
    widget.value = value
    screen.handle_all()


def press(screen, button):
    button.click()
    screen.handle_all()


def test_the_screen_finds_as_one_types_and_says_when_nothing_is_found(screen):
    everything = len(screen.list.options)
    turn(screen, screen.search, "钓鱼")
    assert 0 < len(screen.list.options) < everything
    assert "mail" in screen.detail.value
    turn(screen, screen.search, "钓鱼 zebra")
    assert "have most of them" in screen.status.value
    assert 0 < len(screen.list.options) < everything
    turn(screen, screen.search, "zebra")
    assert "Nothing is found" in screen.status.value
    assert screen.begin.layout.display == "none"
    press(screen, screen.start_drill)
    assert "Choose a breach first" in screen.status.value
    turn(screen, screen.search, "")
    turn(screen, screen.kind, "law")
    assert screen.begin.layout.display == "none"
    assert "of which" in screen.detail.value


@pytest.mark.slow
def test_a_card_starts_its_drill_in_the_console(screen, tmp_path):
    turn(screen, screen.list, BREACH)
    turn(screen, screen.length, 45)
    turn(screen, screen.firm, "organisations/payroll-uk-45")
    press(screen, screen.start_drill)
    drill = screen.drill
    assert drill.organisation.currency == "GBP"
    (bill,) = (item for item in drill.effect_menu() if item.key == "cost")
    assert "CNY" in bill.label.en, "the story's prices are in its own firm's currency"
    assert (drill.scenario.name, drill.plan.name, drill.length_min) == (
        "mis-sent-filing",
        "lean",
        45,
    )
    assert drill.file == tmp_path / "mis-sent-filing.drill"
    assert isinstance(screen.place.children[0], panels.Console)
    assert screen.chooser.layout.display == "none"
    assert screen.stopped


def test_another_drill_of_a_breach_gets_a_name_of_its_own(screen, tmp_path):
    (tmp_path / "mis-sent-filing.drill").write_bytes(b"")
    turn(screen, screen.list, BREACH)
    assert screen.file.value == "mis-sent-filing-2.drill"


@pytest.mark.slow
def test_a_quick_look_is_drawn_beside_the_loop(screen):
    turn(screen, screen.list, BREACH)
    press(screen, screen.look)
    assert screen.look.disabled
    assert screen.background.wait(120)
    screen.handle_all()
    assert "<img" in screen.picture.value
    assert f"{QUICK_RUNS} runs are done" in screen.status.value
    assert "clients lost" in screen.picture.value


def test_files_of_ones_own_are_listed_first(tmp_path):
    own = tmp_path / "ours.yaml"
    own.write_text(f"kind: scenario\nextends: {BREACH}\nname: ours\ntitle: Ours\n")
    shown = panels.library(own, folder=tmp_path)
    assert shown.list.options[0] == ("●○○  Ours", str(own))
    shown.stop()

"""Drills of 45, 90 and 180 minutes: which injects come, and which the facilitator has to spare."""

import json
import zipfile

import pytest

import simulation as sim
from simulation.cli import main
from simulation.drill import Drill, Written, drills, fitting_pace
from simulation.drill.course import History
from simulation.errors import ActRefused, DrillError, InputError
from simulation.panels.console import Console
from simulation.reports import after_action

LATE, HAND = "i02-admin-away", "i03-shared-login"
"""One that comes 1.5 hours after the first sign, and one that comes after 3 hours."""


@pytest.fixture(scope="module")
def scenario():
    story = sim.load("breaches/insider-export")
    long = dict.fromkeys(story.injects, 45) | {LATE: 90, HAND: 180}
    return story.change({f"injects.{n}.from_length_min": at for n, at in long.items()})


@pytest.fixture
def started(scenario, tmp_path):
    opened = []

    def start(length_min, **named):
        path = tmp_path / f"{length_min}.drill"
        opened.append(
            Drill.start(scenario, "plans/lean", path, seed=7, length_min=length_min, **named)
        )
        return opened[-1]

    yield start
    for drill in opened:
        drill.close()


def states(drill):
    return {inject.name: inject.state for inject in drill.view().injects}


def test_injects_of_longer_drills_are_held_and_come_only_by_hand(started):
    short = started(45)
    assert [n for n, state in states(short).items() if state == "held"] == [LATE, HAND]
    short.step(4)
    assert states(short)[LATE] == states(short)[HAND] == "held"
    short.release(LATE)
    assert states(short)[LATE] == "released"


def test_a_longer_drill_has_them_at_their_times(started):
    middle, whole = started(90), started(180)
    for drill in (middle, whole):
        drill.step(4)
    assert (states(middle)[LATE], states(middle)[HAND]) == ("released", "held")
    assert (states(whole)[LATE], states(whole)[HAND]) == ("released", "released")


@pytest.mark.parametrize(("waited_h", "state"), [(1, "coming"), (4, "released")])
def test_a_spare_inject_that_is_put_back_comes_at_its_own_time(started, waited_h, state):
    drill = started(45)
    drill.step(waited_h)
    drill.put_back(HAND)
    assert states(drill)[HAND] == state
    (inject,) = [one for one in drill.view().injects if one.name == HAND]
    if state == "coming":
        assert inject.due_s == drill.began_s + 3 * 3_600


def test_the_length_is_kept_in_the_file_and_in_the_archive(started, tmp_path):
    drill = started(45)
    drill.step(4)
    log = list(drill.log.facts)
    drill.close()
    again = Drill.resume(drill.file)
    assert again.length_min == 45
    assert list(again.log.facts) == log
    assert Written.of(again.file).length_min == drills(again.file)[0].length_min == 45
    again.export(tmp_path / "short.zip")
    again.close()
    twin = Drill.import_(tmp_path / "short.zip", tmp_path / "twin.drill")
    assert (twin.length_min, list(twin.log.facts)) == (45, log)
    twin.close()


def test_a_drill_of_another_length_is_another_drill(scenario, started):
    drill = started(45)
    drill.close()
    with pytest.raises(DrillError, match="other inputs"):
        Drill.start(scenario, "plans/lean", drill.file, seed=7, length_min=90)


@pytest.mark.parametrize("length_min", [60, 0, True, "45"])
def test_a_length_that_there_is_not_is_refused(scenario, tmp_path, length_min):
    with pytest.raises(ActRefused, match="length_min is"):
        Drill.start(scenario, "plans/lean", tmp_path / "x.drill", seed=7, length_min=length_min)
    assert not list(tmp_path.iterdir())


def test_an_archive_of_a_length_that_there_is_not_is_refused(started, tmp_path):
    started(45).export(tmp_path / "short.zip")
    with (
        zipfile.ZipFile(tmp_path / "short.zip") as good,
        zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name == "drill.json":
                content = json.dumps({**json.loads(content), "length_min": 46}).encode()
            bad.writestr(name, content)
    with pytest.raises(DrillError, match="its length is none of a drill"):
        Drill.import_(tmp_path / "bad.zip", tmp_path / "twin.drill")


def test_a_question_to_a_drill_knows_what_was_spare(started):
    drill = started(45)
    drill.step(4)
    history = History(drill.record())
    assert history.waits(HAND)
    assert history.log.facts == drill.log.facts


def test_studies_play_all_injects(scenario):
    plain = sim.load("breaches/insider-export")
    runs = [sim.run(story, "plans/lean", seed=7).log.facts for story in (plain, scenario)]
    assert runs[0] == runs[1]


def test_the_pace_fits_the_story_into_half_of_the_length(scenario):
    paces = [fitting_pace(scenario, length_min) for length_min in (45, 90, 180)]
    assert paces[0] == pytest.approx(4 * paces[2])
    assert paces[2] == pytest.approx(44 * 60 / (90 * 60))
    assert fitting_pace(scenario.change({"injects": {}}), 45) == 0.0
    # From the first access to the first sign the drill has not begun.
    late = {"after": "start", "delay_h": scenario.first_sign.after_h + 50}
    moved = scenario.change({f"injects.{LATE}.{name}": value for name, value in late.items()})
    assert fitting_pace(moved, 180) == pytest.approx(50 * 60 / (90 * 60))


def test_console_and_report_say_the_length(started):
    drill = started(45)
    screen = Console(drill, workers=0)
    try:
        assert "45-min drill" in screen.clock.time.value
        assert screen.clock.pace.value == 2.0
        screen.deck.list.value = LATE
        screen.handle_all()
        assert "Spare: it belongs to the drill of 90 minutes" in screen.deck.detail.value
    finally:
        screen.stop()
    drill.release(LATE)
    report = str(after_action(drill, language="en"))
    assert "45 minutes; 2 injects of longer drills were spare, 1 of them came" in report
    assert "spare in a drill of this length" in report


def test_the_command_refuses_other_lengths(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["drill", "--length", "50", "--folder", str(tmp_path)])
    assert ended.value.code == 2
    assert "expected 45, 90 or 180" in capsys.readouterr().err


def test_an_inject_of_another_length_is_a_fault(scenario):
    with pytest.raises(InputError, match="from_length_min"):
        scenario.change({f"injects.{LATE}.from_length_min": 60})

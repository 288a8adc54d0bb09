"""Time travel: undo to any moment, branches that stay, and two of them side by side."""

import pytest

import simulation as sim
from simulation.drill import Drill, Written
from simulation.drill.branches import DUTIES_MET
from simulation.errors import ActRefused, DamagedDrill
from simulation.panels.summary import summary
from simulation.reports.material import Material

HOUR = 3_600


@pytest.fixture(scope="module")
def inputs():
    return sim.load("breaches/insider-export"), sim.load("plans/lean")


@pytest.fixture
def drill(inputs, tmp_path):
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


def heads(drill):
    return next(team.heads for team in drill.view().staff if team.name == "it")


def decide(drill, option):
    """Answer the first question that comes up."""
    while not (waiting := [d for d in drill.view().decisions if d.raised_s and not d.answer]):
        assert drill.jump("decision")
    drill.decide(waiting[0].name, waiting[0].options[option][0], f"option {option}", "Li")


def shown(drill):
    return drill.view(truth=True), drill.log.text(), drill.series(truth=True), drill.bars()


def test_an_undone_future_is_a_branch_and_opening_it_is_the_redo(drill):
    drill.step(2)
    drill.set_heads("it", 4)
    drill.step(3)
    before = shown(drill)
    drill.undo()
    undone = shown(drill)
    assert [(b.number, b.acts, b.current) for b in drill.branches] == [(1, 1, False), (2, 0, True)]
    assert drill.branches[0].first_act["en"] == "people of Part-time administrator"
    assert drill.branches[1].from_s == drill.now_s == drill.branches[0].from_s + 2 * HOUR
    drill.open_branch(1)
    assert shown(drill) == before
    drill.open_branch(2)
    assert shown(drill) == undone
    drill.close()
    again = Drill.resume(drill.file)
    assert shown(again) == undone
    assert [b.current for b in again.branches] == [False, True]
    again.close()


@pytest.mark.parametrize("back_h", [0, 1, 2.5, 4])
def test_any_earlier_moment_can_be_gone_on_from(drill, back_h):
    drill.step(2)
    drill.set_heads("it", 4)
    drill.step(2)
    drill.note("Still here.")
    drill.set_heads("it", 6)
    drill.step(1)
    present = shown(drill)
    moment_s = drill.began_s + round(back_h * HOUR)
    drill.go_to(time_s=moment_s)
    assert drill.now_s == moment_s
    assert heads(drill) == (1 if back_h < 2 else 4 if back_h < 4 else 6)
    seen = shown(drill)
    assert drill.go_on_from_here("otherwise") == 2
    assert shown(drill) == seen
    drill.step(1)
    drill.set_heads("it", 2)
    drill.open_branch(1)
    assert shown(drill) == present
    drill.open_branch(2)
    assert (heads(drill), drill.now_s) == (2, moment_s + HOUR)
    assert drill.branches[1].name == "otherwise"


def test_looking_back_shows_the_screen_as_it_was_and_changes_nothing(drill):
    screens = {}
    for hours in (1, 5, 20):
        drill.step(hours)
        screens[len(drill.log) - 1] = (drill.now_s, drill.view(truth=True))
        drill.set_heads("it", hours + 1)
    drill.step(4)
    present, file = shown(drill), drill.file.read_bytes()
    for event, (now_s, screen) in screens.items():
        drill.go_to(event=event)
        assert drill.looking_back
        last_s = drill.log[-1].time_s
        assert (drill.now_s, len(drill.log)) == (last_s, event + 1)
        drill.go_to(time_s=now_s)
        drill.go_to(act=drill.acts[-1].number)
        assert drill.now_s == now_s
        assert drill.view(truth=True) == screen
        for act in (
            lambda: drill.set_heads("it", 9),
            lambda: drill.step(1),
            lambda: drill.jump("decision"),
            drill.undo,
        ):
            with pytest.raises(ActRefused, match=r"how it was at .*go on from here"):
                act()
        assert not drill.tick()
        drill.now_again()
        assert not drill.looking_back
    assert shown(drill) == present
    assert drill.file.read_bytes() == file


def test_just_before_an_act_is_the_moment_of_that_act_without_it(drill):
    drill.step(3)
    before = shown(drill)
    drill.set_heads("it", 4)
    drill.set_heads("it", 5)
    first, second = (act.number for act in drill.acts)
    drill.go_to(act=first)
    assert shown(drill) == before
    drill.now_again()
    drill.go_to(act=second)
    assert heads(drill) == 4


def test_what_is_noted_while_looking_back_bears_that_moment(drill):
    drill.step(10)
    drill.go_to(time_s=drill.began_s + HOUR)
    moment = drill.view().moment
    drill.note("Here they lost half an hour.", by="observer")
    drill.now_again()
    assert drill.view().notes[-1].moment == moment
    drill.step(1)
    drill.close()
    again = Drill.resume(drill.file)
    assert again.now_s == again.began_s + 11 * HOUR
    again.close()


def test_closing_while_looking_back_comes_back_to_now(drill):
    drill.step(10)
    drill.set_heads("it", 3)
    drill.step(1)
    present = shown(drill)
    drill.go_to(time_s=drill.began_s + HOUR)
    drill.close()
    again = Drill.resume(drill.file)
    assert shown(again) == present
    again.close()


def test_branches_of_branches(drill):
    drill.step(1)
    for number in range(2, 8):
        drill.set_heads("it", number)
        drill.step(1)
    # Back past where the second branch began, so that the third leaves the first one.
    drill.go_to(time_s=drill.began_s + 5 * HOUR)
    assert drill.go_on_from_here() == 2
    drill.set_heads("it", 40)
    drill.step(2)
    drill.go_to(time_s=drill.began_s + 2 * HOUR)
    assert drill.go_on_from_here() == 3
    drill.set_heads("it", 50)
    drill.step(2)
    shows = {branch.number: None for branch in drill.branches}
    for number in shows:
        drill.open_branch(number)
        shows[number] = shown(drill)
    assert [heads_of(shows[n][0]) for n in (1, 2, 3)] == [7, 40, 50]
    drill.close()
    again = Drill.resume(drill.file)
    for number, before in shows.items():
        again.open_branch(number)
        assert shown(again) == before
    again.close()


def heads_of(view):
    return next(team.heads for team in view.staff if team.name == "it")


def test_two_branches_are_compared_at_the_same_moment(drill):
    decide(drill, 0)
    drill.set_heads("it", 3, by="Wang")
    drill.step(100)
    drill.go_to(act=1)
    drill.go_on_from_here()
    decide(drill, 1)
    drill.step(30)
    now_s = drill.now_s
    found = drill.compare_branches(1, 2)
    assert found.moment == drill.view().moment
    first = found.decisions[0]
    assert (first.one.reason, first.other.reason) == ("option 0", "option 1")
    assert first.one.option != first.other.option
    assert first.one.by == "Li"
    assert [done.by for done in found.only_one] == ["Li", "Wang"]
    assert [done.by for done in found.only_other] == ["Li"]
    outcome = drill.outcome
    theirs = {row.measure: row.other for row in found.outcomes}
    assert theirs["cost"] == pytest.approx(outcome.cost)
    assert theirs["record_days_untold"] == pytest.approx(outcome.record_days_untold)
    drill.open_branch(1)
    drill.go_to(time_s=now_s)
    ours = {row.measure: row.one for row in found.outcomes}
    assert ours["cost"] == pytest.approx(drill.outcome.cost)
    same = drill.compare_branches(1, 1)
    assert all(row.one == row.other for row in same.outcomes)
    assert same.only_one == ()


def test_a_branch_gets_a_name(drill):
    drill.step(1)
    drill.name_branch(1, "as it was")
    drill.step(1)
    drill.set_heads("it", 2)
    drill.undo()
    drill.name_branch(1, "the first try")
    drill.close()
    again = Drill.resume(drill.file)
    assert [branch.name for branch in again.branches] == ["the first try", ""]
    with pytest.raises(ActRefused, match="at most 200"):
        again.name_branch(1, "x" * 300)
    again.close()


def test_going_on_from_a_moment_goes_on_with_a_drill_that_was_ended(drill):
    drill.step(5)
    drill.end()
    drill.go_to(time_s=drill.began_s + HOUR)
    drill.go_on_from_here()
    assert not drill.ended


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, "one of an event, a time or an act"),
        ({"event": 1, "time_s": 1}, "one of an event, a time or an act"),
        ({"event": 10**6}, "expected 0 to"),
        ({"event": -1}, "expected 0 to"),
        ({"time_s": 0}, "between the first sign and now"),
        ({"time_s": 10**9}, "between the first sign and now"),
        ({"act": 99}, "no act 99"),
    ],
)
def test_moments_that_are_not_there_are_refused(drill, where, said):
    drill.step(1)
    with pytest.raises(ActRefused, match=said):
        drill.go_to(**where)
    assert not drill.looking_back


def test_other_refusals(drill):
    with pytest.raises(ActRefused, match="this is now"):
        drill.go_on_from_here()
    with pytest.raises(ActRefused, match=r"no branch 5; expected one of 1"):
        drill.open_branch(5)
    drill.now_again()


def test_an_event_before_the_first_sign_is_seen_at_the_first_sign(drill):
    drill.step(1)
    drill.go_to(event=0)
    assert drill.now_s == drill.began_s


def test_a_branch_that_cannot_be_read_does_not_become_the_one_that_is_played(drill):
    drill.step(2)
    drill.set_heads("it", 4)
    drill.step(3)
    drill.undo()
    before = shown(drill)
    with drill._file._db as db:
        db.execute("DELETE FROM lines WHERE branch = 1 AND number = 5")
        first = db.execute("SELECT count(*) FROM lines WHERE branch = 1").fetchone()[0]
    assert first
    with pytest.raises(DamagedDrill):
        drill.open_branch(1)
    assert drill._file.branch().number == 2
    assert shown(drill) == before


def test_who_looks_on_and_back_stays_there_while_the_drill_goes_on(drill):
    drill.step(3)
    reader = Drill.read(drill.file)
    reader.go_to(time_s=drill.began_s + HOUR)
    past = shown(reader)
    drill.step(4)
    for news in (lambda: drill.step(1), lambda: drill.set_heads("it", 4)):
        news()
        assert reader.refresh()
        assert reader.looking_back
        assert shown(reader) == past
    reader.now_again()
    assert shown(reader) == shown(drill)
    reader.go_to(time_s=drill.began_s + HOUR)
    drill.undo()
    drill.step(1)
    assert reader.refresh()
    assert not reader.looking_back  # the branch that was looked at is left
    assert shown(reader) == shown(drill)
    reader.close()


def test_a_drill_that_is_ended_while_looking_back_ends_now(drill):
    drill.step(5)
    drill.set_heads("it", 4)
    now_s = drill.now_s
    drill.go_to(time_s=drill.began_s + HOUR)
    drill.end()
    assert not drill.looking_back
    assert drill.acts[-1].kind == "end"
    assert drill.acts[-1].time_s == drill.now_s == now_s


def test_a_report_and_a_summary_are_of_now_while_looking_back(drill):
    drill.step(5)
    drill.set_heads("it", 4)
    taken, told = Material.of(drill), repr(summary(drill))
    drill.go_to(time_s=drill.began_s + HOUR)
    back = Material.of(drill)
    assert (back.record, back.view, back.outcome) == (taken.record, taken.view, taken.outcome)
    assert repr(summary(drill)) == told
    assert drill.looking_back
    assert drill.now_s == drill.began_s + HOUR


def test_a_moment_is_a_whole_number_of_seconds(drill):
    drill.step(2)
    for wrong in (drill.began_s + 0.5, float("nan"), float("inf"), "noon", True):
        with pytest.raises(ActRefused, match="expected a whole number"):
            drill.go_to(time_s=wrong)
    with pytest.raises(ActRefused, match="expected a whole number"):
        drill.advance(drill.now_s + 10.5)
    with pytest.raises(ActRefused, match="expected a whole number"):
        drill.compare_branches(1, 1, until_s=drill.began_s + 0.5)
    for within_h in (float("nan"), float("inf"), -1):
        with pytest.raises(ActRefused, match="expected above 0, at most a year"):
            drill.jump("decision", within_h)
    drill.go_to(time_s=drill.began_s + 1.5 * HOUR)
    assert drill.now_s == drill.began_s + 5_400
    assert isinstance(drill.now_s, int)


def test_what_is_no_text_and_no_number_of_people_is_refused(drill):
    acts = drill.acts
    refused = [
        lambda: drill.note("So it is.", by=None),
        lambda: drill.note(None),
        lambda: drill.decide("isolate", "now", by=None),
        lambda: drill.set_heads("it", True),
        lambda: drill.set_heads("it", 2, by=7),
    ]
    for act in refused:
        with pytest.raises(ActRefused, match="expected"):
            act()
    assert drill.acts == acts


def test_notes_of_a_future_that_was_undone_are_told_apart(drill):
    drill.step(1)
    drill.note("before")
    drill.set_heads("it", 2)
    drill.note("at once after")
    drill.step(5)
    drill.note("later")
    drill.undo()
    drill.note("anew")

    def undone(shown):
        return {note.text for note in shown.notes if note.undone}

    assert undone(drill.view()) == {"at once after", "later"}
    assert undone(Written.of(drill.file)) == {"at once after", "later"}
    drill.open_branch(1)
    assert undone(drill.view()) == {"anew"}
    drill.step(1)
    drill.go_to(time_s=drill.began_s + 3_600)
    drill.note("looking back")
    drill.go_on_from_here()
    assert "looking back" not in undone(drill.view())


def test_a_branch_is_named_by_what_it_alone_has(drill):
    drill.step(1)
    drill.set_heads("it", 4)  # both branches have it
    drill.step(1)
    drill.call_in("forensics")
    drill.undo()
    assert [b.first_act for b in drill.branches][1] is None
    decide(drill, 0)
    named = [branch.first_act["en"] for branch in drill.branches]
    assert named[0].startswith("calling in")
    assert named[1].startswith("decision: Call examiners")
    drill.go_to(time_s=drill.began_s)  # a third one shares nothing with the first two
    drill.go_on_from_here()
    assert [b.first_act and b.first_act["en"] for b in drill.branches] == [*named, None]


def test_duties_that_are_not_due_are_not_called_unmet(drill):
    drill.jump("decision")
    while not (open_ := [d for d in drill.view().duties if d.met_s is None]):
        drill.step(1)
    drill.set_heads("it", 4)
    drill.undo()
    met = next(r for r in drill.compare_branches(1, 2).outcomes if r.measure == DUTIES_MET)
    assert (met.one, met.other) == (None, None)
    assert min(duty.due_s for duty in open_) > drill.now_s
    drill.advance(max(duty.due_s for duty in open_) + HOUR)
    drill.open_branch(1)
    drill.advance(max(duty.due_s for duty in open_) + HOUR)
    met = next(r for r in drill.compare_branches(1, 2).outcomes if r.measure == DUTIES_MET)
    own = [duty for duty in drill.view().duties if duty.due_s <= drill.now_s or duty.met_s]
    assert met.one == sum(duty.met_s is not None and not duty.late for duty in own) / len(own)

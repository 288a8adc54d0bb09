"""Files to begin with, and the preview that says what is idle in a scenario."""

import io
import json
import sys

import pytest

import simulation as sim
from simulation.cli import main
from simulation.errors import InputError, StudyCancelled, UnknownName
from simulation.files import check, loads
from simulation.library import preview
from simulation.library.starting import BEGINNINGS, next_steps, starter

BREACH = "breaches/mis-sent-filing"
INJECT = {
    "title": "Never",
    "text": "Nobody sees this.",
    "sender": "Nobody",
    "to": ["management"],
    "mode": "phone",
    "after": "first_sign",
    "when": {"flag": "no-such-moment"},
}
IDLE = {
    "question": "Tea or coffee?",
    "owner": "management",
    "when": {"flag": "first_sign"},
    "wait_h": 5,
    "default": "tea",
    "options": {"tea": {"label": "Tea"}, "coffee": {"label": "Coffee"}},
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_file_to_begin_with_checks_clean_and_is_what_was_asked(kind, tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(starter(kind, "ours", title='Ours: "new" # 我们'), encoding="utf-8")
    checked = check(path)
    assert (checked.kind, checked.faults, checked.warnings) == (kind, (), ())
    model = sim.load(path)
    assert (model.name, model.title) == ("ours", 'Ours: "new" # 我们')


def test_a_scenario_names_all_that_it_takes_over():
    text, base = starter("scenario", "ours"), sim.load(BREACH)
    assert all(f"# {name}: null" in text for name in base.injects)
    assert all(f"# {name} " in text for name in base.decisions)
    without = text.replace("  # i11-trade-chat: null ", "  i11-trade-chat: null ")
    assert set(base.injects) - set(loads(without).injects) == {"i11-trade-chat"}
    uncommented = text.replace("# threat:", "threat:").replace("#   records: 1180", "  records: 9")
    assert loads(uncommented).threat.records == 9


@pytest.mark.parametrize("like", ["organisations/agency-80", "organisations/group-400"])
def test_a_firm_of_ones_own_holds_the_people_it_has_as_clients(like, tmp_path):
    path = tmp_path / "ours.yaml"
    text = starter("organisation", "ours", like=like)
    base, lines = sim.load(like), text.splitlines()
    assert loads(text).holdings == base.holdings
    path.write_text(text, encoding="utf-8")
    assert check(path).warnings == ()
    # A firm with a tenth of the clients: the holdings, left alone, are other people's.
    line = next(n for n, one in enumerate(lines) if one.strip().startswith("clients:"))
    lines[line] = "    clients: 1"
    path.write_text("\n".join(lines), encoding="utf-8")
    (warning,) = check(path).warnings
    held = sum(one.people for one in base.holdings)
    clients = sum(one.clients * one.people_per_client for one in sim.load(path).segments)
    assert f"the holdings have {held:,} people" in warning.problem
    assert f"the segments {clients:,.0f} " in warning.problem
    of_holdings = [n for n, one in enumerate(lines, 1) if one.strip().startswith("people:")]
    assert f"lines {', '.join(map(str, of_holdings))}" in warning.expected
    assert str(line + 1) in warning.expected.partition("segments, lines ")[2]
    # Mended as it says, it is fine.
    factor = clients / held
    for n in of_holdings:
        people = int(lines[n - 1].partition(": ")[2])
        lines[n - 1] = f"    people: {max(1, round(people * factor))}"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert check(path).warnings == ()


def test_what_cannot_begin_is_refused():
    with pytest.raises(UnknownName, match="did you mean “scenario”"):
        starter("scenari", "ours")
    with pytest.raises(UnknownName, match="did you mean “plans/lean”"):
        starter("plan", "ours", like="plans/leen")
    with pytest.raises(InputError, match=r"Our Plan\.yaml:.*name"):
        starter("plan", "Our Plan", title="x")


def found(scenario, **named):
    return preview(scenario, replications=3, **named)


@pytest.fixture(scope="module")
def spoilt():
    story = sim.load(BREACH)
    return found(story.change({"injects.never": INJECT, "decisions.idle": IDLE}))


def test_an_idle_decision_and_an_inject_that_never_comes_are_told(spoilt):
    bad = {(one.kind, one.name) for one in spoilt.findings if not one.remark}
    assert bad == {("inject", "never"), ("decision", "idle")}
    assert spoilt.degenerate
    advice = {one.name: one.advice["en"] for one in spoilt.findings}
    assert "when" in advice["never"]
    assert "effects that differ" in advice["idle"]


def test_the_same_without_them_is_fine_and_takes_the_same_runs(spoilt):
    fine = found(BREACH)
    assert not fine.degenerate
    assert fine.people_affected == spoilt.people_affected
    study = sim.compare(BREACH, "plans/lean", replications=3, seed=fine.seed)
    assert fine.people_affected == study.summary_of("people_affected", "lean").p50


def kinds(preview):
    return {one.kind for one in preview.findings}


@pytest.mark.slow
def test_a_thief_who_takes_next_to_nothing_is_told():
    story = sim.load("breaches/insider-export")
    said = found(story.change({"threat.batch_records": {"value": 1e-6}}))
    assert said.harmed_share == 0.0
    assert "nothing_leaks" in kinds(said)
    assert "nothing_leaks" not in kinds(found(story))


@pytest.mark.slow
def test_a_breach_that_is_seen_after_centuries_is_never_found():
    story = sim.load(BREACH)
    late = {"same_day_share": {"value": 0.0}, "mu_log_d": {"value": 20.0}}
    place = f"parameters.discovery.causes.{story.cause}"
    said = found(story.change({f"{place}.{name}": size for name, size in late.items()}))
    assert said.found_share == 0.0
    assert "never_found" in kinds(said)


@pytest.mark.slow
def test_a_decision_that_never_comes_up_is_told():
    story = sim.load(BREACH)
    never = {**IDLE, "when": {"flag": "no-such-moment"}}
    said = found(story.change({"decisions.idle": never}))
    assert [one.kind for one in said.findings if one.name == "idle"] == ["unasked"]


def test_a_preview_can_be_followed_and_called_off():
    heard = []
    found(BREACH, progress=lambda done, total: heard.append((done, total)))
    assert [done for done, _ in heard] == list(range(1, heard[-1][1] + 1))
    with pytest.raises(StudyCancelled):
        found(BREACH, cancel=lambda: True)
    with pytest.raises(InputError, match="1 or more"):
        preview(BREACH, replications=0)


def status(arguments):
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code or 0
    return 0


@pytest.mark.slow
def test_the_commands_lead_from_a_new_file_to_its_preview(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status(["new", "scenario", "ours", "--title", "Ours"]) == 0
    said = capsys.readouterr().out
    assert [line.strip() for line in said.splitlines()[1:]] == [
        *next_steps("scenario", "ours.yaml")
    ]
    assert status(["check", "ours.yaml"]) == 0
    assert status(["new", "scenario", "ours", "--title", "Ours"]) == 2
    assert status(["new", "plan", "p", "--organisation", "x"]) == 2
    capsys.readouterr()
    assert status(["preview", "ours.yaml", "--replications", "3", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["scenario"], plain["degenerate"], plain["replications"]) == ("ours", False, 3)


@pytest.mark.slow
def test_a_degenerate_file_ends_with_status_1(tmp_path, capsys):
    text = starter("scenario", "ours").replace(
        "after: aware ", "after: aware\n    when: {flag: x} "
    )
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    assert status(["preview", str(path), "--replications", "3"]) == 1
    said = capsys.readouterr().out
    assert "CHANGE: The inject my-first-inject (A journalist calls) never comes" in said


def test_a_question_takes_a_bare_name_and_is_asked_again_for_an_unknown_one(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.chdir(tmp_path)
    answers = io.StringIO("mail-takeover\nmailbox-takeover\nAsked\n\n")
    answers.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", answers)
    assert status(["new", "scenario", "asked"]) == 0
    said = capsys.readouterr()
    assert "There is: breaches/double-extortion" in said.out
    assert "did you mean" in said.out + said.err
    written = (tmp_path / "asked.yaml").read_text(encoding="utf-8")
    assert "extends: breaches/mailbox-takeover" in written

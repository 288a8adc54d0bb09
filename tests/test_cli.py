"""The command line: what it prints, where, and its exit status."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation import cli, lab, world
from simulation.drill import Drill, drill_file
from simulation.files import evidence, library, load_plan, load_scenario, schemas
from simulation.inputs.scenario import Scenario
from simulation.library.starting import starter
from simulation.run import run

BAD = Path(__file__).parent / "bad"
LEAK, LEAN = "breaches/insider-export", "plans/lean"


def from_a_terminal(*arguments: str, **words) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", *arguments], capture_output=True, check=False, **words
    )


def test_help_names_every_command():
    shown = CliRunner().invoke(cli.app, ["--help"])
    assert shown.exit_code == 0
    for name in ("check", "library", "run", "compare", "drill"):
        assert re.search(rf"^  {name} ", shown.output, re.MULTILINE)
        assert CliRunner().invoke(cli.app, [name, "--help"]).exit_code == 0


@pytest.mark.slow
def test_version_from_a_terminal():
    said = from_a_terminal("--version")
    assert said.returncode == 0
    assert re.fullmatch(rb"breach-drill \d+\.\d+\.\d+\s*", said.stdout)
    assert said.stderr == b""


# -- check ------------------------------------------------------------------------------------


def test_check_prints_what_is_worth_knowing_as_notes_and_does_not_fail(command, tmp_path):
    text = starter("organisation", "ours").replace("  - name: it\n", "  - name: admins\n")
    (tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    said = command("check", str(tmp_path / "ours.yaml"))
    assert said.status == 0
    *notes, last = said.out.splitlines()
    assert all(": note: this firm cannot " in line for line in notes)
    assert any("play plans/" in line and "plans/lean" in line for line in notes)
    assert last.endswith(f": fine, {len(notes)} notes")
    refused = command("check", LEAN, "--organisation", str(tmp_path / "ours.yaml"))
    assert refused.status == 2


@pytest.mark.slow
def test_check_of_what_ships_finds_no_fault(command):
    names = [entry.name for entry in library()]
    said = command("check", *names)
    assert said.status == 0
    assert [line for line in said.out.splitlines() if line.endswith(": fine")] == [
        f"{name}: fine" for name in names
    ]


def test_check_prints_each_fault_on_a_line_with_its_place(command):
    said = command("check", LEAN, str(BAD / "claims.yaml"))
    fine, *faults = said.out.splitlines()
    assert said.status == 2
    assert fine == "plans/lean: fine"
    assert len(faults) > 3
    place = re.compile(re.escape(str(BAD / "claims.yaml")) + r":\d+:\d+: ")
    assert [line for line in faults if not place.match(line)] == []
    assert said.err == ""


def test_check_goes_on_after_a_name_it_does_not_know(command):
    said = command("check", "plans/leen", "plans/lean")
    assert said.status == 2
    assert said.out.splitlines() == [
        "plans/leen: there is no plan of this name; did you mean “plans/lean”?",
        "plans/lean: fine",
    ]


def test_a_number_without_a_source_is_a_warning_and_no_fault(command, tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(
        "kind: plan\nextends: plans/lean\nname: ours\ntasks:\n  triage: {effort_h: 3}\n",
        encoding="utf-8",
    )
    said = command("check", str(path))
    assert said.status == 0
    warning, verdict = said.out.splitlines()
    assert re.match(rf"{re.escape(str(path))}:5:\d+: warning: .*triage\.effort_h", warning)
    assert verdict == f"{path}: fine, 1 warning"


def test_check_holds_a_plan_against_the_scenario_named(command):
    said = command("check", LEAN, "--scenario", "breaches/insider-exprot")
    assert said.status == 2
    assert "did you mean “breaches/insider-export”" in said.err


# -- library ----------------------------------------------------------------------------------


def test_library_lists_breaches_and_counts_the_rest(command):
    said = command("library")
    assert said.status == 0
    breaches, beside = said.out.split("\n\n")
    own = [line for line in breaches.splitlines() if not line.startswith(" ")]
    entries = library()
    assert [line.split()[0] for line in own] == [e.name for e in entries if e.kind == "scenario"]
    assert f"{sum(e.kind == 'plan' for e in entries)} plans" in beside
    assert max(map(len, said.out.splitlines())) < 140
    listed = [line for line in command("library", "plans").out.splitlines() if line[0] != " "]
    assert [line.split()[0] for line in listed] == [e.name for e in entries if e.kind == "plan"]


def test_library_says_what_one_chooses_a_breach_by(command):
    lines = command("library", "breaches").out.splitlines()
    about = lines[[line.split()[0] for line in lines].index("breaches/mailbox-takeover") + 1]
    injects = len(load_scenario("breaches/mailbox-takeover").injects)
    assert about.split()[:4] == ["medium;", "stolen", "log-in,", "phishing;"]
    assert f"/{injects} injects in 45/90/180 min" in about
    entries = json.loads(command("library", "--json").out)
    assert {e["kind"] for e in entries if "cause" in e} == {"scenario"}
    takeover = next(e for e in entries if e["name"] == "breaches/mailbox-takeover")
    assert (takeover["cause"], takeover["injects"]) == ("phishing", injects)


@pytest.mark.slow
def test_schemas_are_written_to_a_folder(command, tmp_path):
    said = command("schema", "--out", str(tmp_path / "new" / "folder"))
    assert said.status == 0
    written = [Path(line) for line in said.out.splitlines()]
    assert [path.name for path in written] == [*schemas()]
    assert all(path.read_text(encoding="utf-8") == schemas()[path.name] for path in written)
    assert command("schema").status == 2


@pytest.mark.parametrize("words", [["phishing"], ["钓鱼"], ["breaches", "mail", "stranger"]])
def test_library_finds_a_breach_by_words_of_both_languages(command, words):
    found = json.loads(command("library", *words, "--json").out)
    assert found[0]["name"] == "breaches/mailbox-takeover"
    assert {"difficulty", "roles", "laws", "trains"} <= found[0].keys()


def test_library_shows_what_has_most_of_the_words_and_says_so(command):
    said = command("library", "breaches", "phishing", "zebra").out
    assert "Nothing has all of these words" in said
    assert "breaches/mailbox-takeover" in said
    assert command("library", "phishing", "zebra", "--json").status == 2


def test_library_tells_one_card_in_full_and_tries_it(command):
    said = command("library", "mis-sent-filing", "--runs", "3")
    assert said.status == 0
    for part in ("Who decides", "Trains", "3 runs, plan lean", "clients lost", "drill --scenario"):
        assert part in said.out
    assert "narrative" not in said.out
    tried = json.loads(command("library", "mis-sent-filing", "--runs", "3", "--json").out)
    assert tried[0]["outlook"]["replications"] == 3
    assert tried[0]["outlook"]["measures"]["clients_lost"]["p50"] >= 0.0


@pytest.mark.parametrize("kind", ["breaches", "scenario", "scenarios"])
def test_library_of_one_kind_by_either_name(command, kind):
    said = command("library", kind, "--json")
    names = [entry["name"] for entry in json.loads(said.out)]
    assert names == [e.name for e in library() if e.kind == "scenario"]
    assert {"breaches/insider-export", "breaches/mis-sent-filing"} <= {*names}


def test_library_says_what_a_control_multiplies(command):
    lines = command("library", "controls").out.splitlines()
    below = lines[next(n for n, line in enumerate(lines) if "controls/log-review" in line) + 1]
    assert below.split() == ["monitoring:", "watch", "of", "monitoring", "×", "1.5"]


def test_library_shows_a_row_of_the_evidence(command):
    said = command("library", "evidence", "T18")
    assert said.status == 0
    assert re.search(r"^unit +days$", said.out, re.MULTILINE)
    assert json.loads(command("library", "evidence", "T18", "--json").out)["id"] == "T18"


def test_library_lists_all_evidence(command):
    said = command("library", "evidence")
    assert [line.split()[0] for line in said.out.splitlines()] == list(evidence())


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["library", "planz"], "did you mean “plan”"),
        (["library", "evidence", "T18x"], "did you mean “T18”"),
        (["library", "plans", "T18"], "there is no part of the library of this name"),
        (["library", "phising"], "did you mean “phishing”"),
        (["library", "plans", "--runs", "5"], "it goes with the name of one breach"),
        (["libary"], "'library'"),
        (["run", LEAK, "lean", "--seed", "1"], "did you mean “plans/lean”"),
        (["run", LEAK, "plans/leen", "--seed", "1"], "did you mean “plans/lean”"),
        (["run", LEAK, LEAN, "--sed", "1"], "--seed"),
        (["run", LEAK, LEAN], "--seed"),
        (["run", LEAK, LEAN, "--seed", "-1"], "--seed"),
        (["run", LEAK, LEAN, "--seed", "seven"], "--seed"),
        (["run", LEAN, LEAN, "--seed", "1"], "kind is plan"),
        (["run", LEAK, "missing.yaml", "--seed", "1"], "there is no such file"),
        (["run", LEAK, LEAN, "--seed", "1", "--organisation", LEAN], "kind is plan"),
        (["drill", "--plan", "plans/leen"], "did you mean “plans/lean”"),
        (["drill", "--port", "0"], "--port"),
    ],
)
def test_bad_input_ends_with_2_and_says_the_right_word(command, arguments, hint):
    said = command(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert hint in said.err


# -- run --------------------------------------------------------------------------------------


def test_run_prints_what_a_manager_asks(command):
    said = command("run", LEAK, LEAN, "--seed", "7")
    assert said.status == 0
    assert said.out == f"{run(load_scenario(LEAK), load_plan(LEAN), seed=7)!r}\n"
    assert said.err == ""


def test_run_as_json_is_the_object_alone_with_9_digits(command):
    said = command("run", LEAK, LEAN, "--seed", "7", "--json")
    plain = run(load_scenario(LEAK), load_plan(LEAN), seed=7).plain()
    shown = json.loads(said.out)
    assert shown.keys() == plain.keys()
    assert shown["outcome"]["cost"] == float(f"{plain['outcome']['cost']:.9g}")
    figures = re.findall(r"\d[\d.]*", said.out)
    assert max(len(f.replace(".", "").strip("0")) for f in figures) <= 9


@pytest.mark.slow
def test_a_terminal_without_the_right_letters_shows_question_marks():
    latin = os.environ | {"PYTHONIOENCODING": "latin-1"}
    said = from_a_terminal("run", LEAK, "plans/leen", "--seed", "7", env=latin)
    assert said.returncode == 2
    assert b"did you mean ?plans/lean??" in said.stderr
    assert b"Traceback" not in said.stderr


def test_run_with_another_firm(command, tmp_path):
    path = tmp_path / "firm.yaml"
    text = "kind: organisation\nextends: organisations/bookkeeping-12\nname: our-firm\n"
    path.write_text(text, encoding="utf-8")
    said = command("run", LEAK, LEAN, "--seed", "7", "--organisation", str(path), "--json")
    assert json.loads(said.out)["organisation"] == "our-firm"


# -- drill ------------------------------------------------------------------------------------


class Pretend:
    """Stands for JupyterLab: notes how it was opened, then ends as told."""

    address = "http://127.0.0.1:8888/lab/tree/01_drill.ipynb?token=secret"

    def __init__(self, ending: BaseException | None = None) -> None:
        self.asked: dict[str, object] = {}
        self.ending = ending

    @contextlib.contextmanager
    def opened(self, notebook, *, port, browser):
        self.asked = {"notebook": notebook, "port": port, "browser": browser}
        yield self

    def wait(self):
        if self.ending is not None:
            raise self.ending


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A drill notebook as small as can be, in place of the one that ships."""
    code = 'scenario = sim.load("a")\nplan = sim.load("b")\nfile = "c.drill"\nseed = 7\n'
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": [code]}
    page = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "01_drill.ipynb").write_text(json.dumps(page), encoding="utf-8")
    monkeypatch.setattr(lab, "notebooks", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("no_browser", [True, False])
def test_drill_opens_its_notebook_and_prints_the_address(
    command, shipped, monkeypatch, no_browser
):
    pretend = Pretend()
    monkeypatch.setattr(lab, "opened", pretend.opened)
    monkeypatch.setattr(lab, "has_display", lambda: True)
    said = command("drill", "--port", "9000", *(["--no-browser"] if no_browser else []))
    assert said.status == 0
    assert said.out.strip() == pretend.address
    notebook = Path("drills/01_drill.ipynb")
    assert pretend.asked == {"notebook": notebook, "port": 9000, "browser": not no_browser}
    assert notebook.read_bytes() == (shipped / notebook.name).read_bytes()


@pytest.mark.usefixtures("shipped")
def test_drill_opens_no_browser_where_none_can_show(command, monkeypatch):
    pretend = Pretend()
    monkeypatch.setattr(lab, "opened", pretend.opened)
    monkeypatch.setattr(lab, "has_display", lambda: False)
    command("drill")
    assert pretend.asked["browser"] is False


@pytest.mark.usefixtures("shipped")
def test_drill_writes_what_was_chosen_where_the_notebook_finds_it(command, monkeypatch, tmp_path):
    plan = tmp_path / "ours.yaml"
    plan.write_text("kind: plan\nextends: plans/lean\nname: ours\n", encoding="utf-8")
    monkeypatch.setattr(lab, "opened", Pretend().opened)
    said = command("drill", "--scenario", LEAK, "--plan", "ours.yaml", "--seed", "11")
    assert said.status == 0
    (cell,) = json.loads(Path("drills/01_drill.ipynb").read_text(encoding="utf-8"))["cells"]
    assert "".join(cell["source"]).splitlines() == [
        f'scenario = sim.load("{LEAK}")',
        f"plan = sim.load({json.dumps(str(plan))})",
        'file = "01_drill.drill"',
        "seed = 11",
    ]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("ending", "status", "words"),
    [
        (None, 0, ""),
        (KeyboardInterrupt(), 0, "JupyterLab has ended"),
        (lab.LabError("JupyterLab ended with an error"), 1, "ended with an error"),
        (PermissionError(13, "Permission denied", "drills"), 1, "drills: Permission denied"),
    ],
)
def test_drill_ends_as_jupyterlab_does(command, monkeypatch, ending, status, words):
    monkeypatch.setattr(lab, "opened", Pretend(ending).opened)
    said = command("drill")
    assert said.status == status
    assert words in said.err


@pytest.mark.parametrize("what", lab.NOTEBOOKS)
def test_lab_opens_a_copy_of_the_notebook(command, monkeypatch, tmp_path, what):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "opened", Pretend().opened)
    assert command("lab", what).status == 0
    copy = Path(f"drills/{lab.NOTEBOOKS[what]}.ipynb")
    assert copy.read_bytes() == (lab.notebooks() / copy.name).read_bytes()


def test_lab_names_the_nearest_notebook(command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    said = command("lab", "compere")
    assert said.status == 2
    assert "did you mean “compare”" in said.err
    assert not Path("drills").exists()


@pytest.mark.usefixtures("shipped")
def test_drill_refuses_a_plan_that_does_not_fit_the_scenario(command, tmp_path):
    plan = tmp_path / "ours.yaml"
    plan.write_text(
        "kind: plan\nextends: plans/lean\nname: ours\nanswers: {no-such-decision: yes-please}\n",
        encoding="utf-8",
    )
    said = command("drill", "--scenario", LEAK, "--plan", str(plan))
    assert said.status == 2
    assert "no-such-decision" in said.err
    assert not Path("drills").exists()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is set as POSIX does")
def test_drills_tells_the_time_by_the_firm_s_clocks_and_by_ours(command, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    monkeypatch.setattr(drill_file, "now", lambda: "2026-01-15T03:30:00+00:00")
    Drill.start(load_scenario(LEAK), load_plan(LEAN), tmp_path / "friday.drill", seed=7).close()
    said = command("drills", str(tmp_path))
    monkeypatch.undo()
    time.tzset()
    assert said.status == 0
    assert "begun Wed 2026-01-14 22:30" in said.out
    assert "by the firm's clocks (Asia/Shanghai)" in said.out
    assert "+00:00" not in said.out


def test_folders_and_drills_given_to_other_commands_are_said_in_words(command, tmp_path):
    file = tmp_path / "friday.drill"
    Drill.start(load_scenario(LEAK), load_plan(LEAN), file, seed=7).close()
    fine = command("check", str(file))
    assert (fine.status, fine.out) == (0, f"{file}: fine, a drill: insider-export, lean\n")
    file.write_text("no drill", encoding="utf-8")
    assert command("check", str(file)).status == 2
    for arguments in (("check",), ("library",)):
        said = command(*arguments, str(tmp_path))
        assert said.status == 2
        assert "drills lists the drills of a folder" in said.err
    assert command("drills", str(tmp_path / "none")).status == 2


def test_a_drill_of_another_model_is_reported_and_handed_on_as_it_was_written(
    command, tmp_path, monkeypatch
):
    file = tmp_path / "friday.drill"
    drill = Drill.start(LEAK, LEAN, file, seed=7)
    drill.jump("decision")
    (decision, *_) = [d for d in drill.view().decisions if d.raised_s is not None and not d.answer]
    drill.decide(decision.name, decision.options[0][0], "for a reason", "Li")
    drill.note("An old note.")
    drill.observe("They ask who leads.", objective=drill.scenario.objectives[0].id, by="Chen")
    drill.undo()
    drill.close()
    before = file.read_bytes()
    monkeypatch.setattr(world, "VERSION", world.VERSION + 1)
    # A later model may know other fields, so that the inputs are none to it.
    monkeypatch.setattr(Scenario, "model_validate_json", lambda _: Scenario.model_validate({}))
    out = tmp_path / "out.html"
    written = command(
        "report", str(file), "--out", str(out), "--out", str(out.with_suffix(".docx"))
    )
    assert written.status == 0
    page = out.read_text(encoding="utf-8")
    for words in (
        "What this report cannot have",
        "what if",
        "An old note. (of a future that was undone",
        "who leads",
    ):
        assert words in page
    assert f"model {world.VERSION - 1}" in page
    pack = str(tmp_path / "friday.drillpack")
    assert command("export", str(file), "--out", pack).status == 0
    refused = command("export", str(file), "--anonymous", "--out", str(tmp_path / "b.drillpack"))
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "played again to be checked" in refused.err
    made = command("import-drill", pack, "--out", str(tmp_path / "again.drill"))
    assert (made.status, made.err.count("\n")) == (1, 1)
    assert "read as it was written" in command("check", str(file)).out
    assert f"played with model {world.VERSION - 1}" in command("drills", str(tmp_path)).out
    assert file.read_bytes() == before


def test_drills_lists_what_can_be_gone_on_with(command, tmp_path):
    drill = Drill.start(load_scenario(LEAK), load_plan(LEAN), tmp_path / "friday.drill", seed=7)
    drill.step(3)
    moment = drill.view().moment
    drill.close()
    (tmp_path / "broken.drill").write_text("no drill", encoding="utf-8")
    said = command("drills", "--folder", str(tmp_path))
    assert said.status == 0
    assert f"    at {moment} by the firm's clocks (Asia/Shanghai)" in said.out
    assert "broken.drill: broken.drill is no drill file" in said.out
    (entry,) = [
        entry
        for entry in json.loads(command("drills", "--folder", str(tmp_path), "--json").out)
        if not entry["damaged"]
    ]
    assert (entry["moment"], entry["ended"], entry["in_use"]) == (moment, False, "")
    assert "no drill in" in command("drills", "--folder", str(tmp_path / "none")).out

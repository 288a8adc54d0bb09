"""The drill file: whole or refused, one writer, many readers, and what was written is compared."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simulation as sim
from simulation import world
from simulation.drill import Drill, Written, database, drills
from simulation.drill.drill_file import MOST_ARGUMENT_BYTES
from simulation.drill.pace import ASLEEP_S, Pace
from simulation.drill.writer import WriterLock, _file_system, this_session
from simulation.errors import ActRefused, DamagedDrill, DrillError, DrillInUse, OtherModel


@pytest.fixture(scope="module")
def inputs():
    return sim.load("breaches/insider-export"), sim.load("plans/lean")


@pytest.fixture
def drill(inputs, tmp_path):
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    yield drill
    drill.close()


def played(drill):
    drill.step(3)
    drill.set_heads("it", 2, by="Wang")
    drill.note("They meet.", by="observer")
    drill.step(20)
    drill.improvise("A call", "A client asks.", effects=[{"effect": "attention", "news": True}])
    drill.step(2)
    return drill


class Closed(tuple):
    """A closed drill that a failing test does not print whole."""

    __slots__ = ()

    def __repr__(self):
        return "closed"


@pytest.fixture(scope="module", autouse=True)
def one_minute():
    """Let no minute pass: an opened file tells since when it is written to."""
    who = this_session()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulation.drill.drill_file.this_session", lambda: who)
        yield


@pytest.fixture(scope="module")
def closed(inputs, tmp_path_factory):
    """The bytes of a drill that was played and closed, and what it showed."""
    file = tmp_path_factory.mktemp("drills") / "played.drill"
    drill = played(Drill.start(*inputs, file, seed=7))
    shown = drill.view(truth=True), drill.log.text()
    drill.close()
    assert [path.name for path in file.parent.iterdir() if path.name != ".played.drill.lock"] == [
        file.name
    ]
    return Closed((file.read_bytes(), shown))


def put(folder, content, name="friday.drill"):
    file = folder / name
    file.write_bytes(content)
    return file


def change(file, statement, *values):
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement, values)


# Durability and limits.


def test_every_commit_lasts_and_a_stranger_s_schema_is_not_trusted(drill):
    db = drill._file._db
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "trusted_schema": 0,
        "locking_mode": "normal",
        "cell_size_check": 1,
        "mmap_size": 0,
    }
    assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    assert db.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == 8_000_000
    assert db.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED) == 0
    assert db.execute("PRAGMA max_page_count").fetchone()[0] == 65_536


def test_sizes_are_limited(drill, monkeypatch):
    with pytest.raises(ActRefused, match="at most 4,000"):
        drill.note("x" * 5_000)
    with pytest.raises(DrillError, match="at most 200,000 bytes"):
        drill._record("note", {"text": "x" * MOST_ARGUMENT_BYTES})
    monkeypatch.setattr("simulation.drill.drill_file.MOST_ACTS", 1)
    drill.note("the first")
    with pytest.raises(DrillError, match="as many as a file takes"):
        drill.note("the second")
    assert [note.text for note in drill.view().notes] == ["the first"]


def test_a_file_with_tables_of_its_own_is_none_of_ours(closed, tmp_path):
    for number, statement in enumerate(
        (
            "CREATE TABLE more (x)",
            "CREATE VIEW more AS SELECT 1",
            "CREATE TRIGGER more AFTER INSERT ON acts BEGIN DELETE FROM about; END",
            "DROP TABLE failed",
        )
    ):
        file = put(tmp_path, closed[0], f"{number}.drill")
        change(file, statement)
        with pytest.raises(DamagedDrill, match="damaged"):
            Drill.resume(file)


def test_a_stranger_s_database_is_not_touched(tmp_path):
    file = tmp_path / "other.drill"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE x (y)")
    before = file.read_bytes()
    with pytest.raises(DamagedDrill, match="not a drill"):
        Drill.resume(file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


# Damage.


def assert_refused_or_the_same(file, closed):
    before, refused = file.read_bytes(), None
    try:
        drill = Drill.resume(file)
    except DrillError as error:
        refused = error
    if refused is not None:
        assert file.name in str(refused)
        # Whether the log is another is seen by playing it, once the file is open.
        assert file.read_bytes() == before or isinstance(refused, OtherModel)
    else:
        assert (drill.view(truth=True), drill.log.text()) == closed[1]
        drill.close()


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_harmless(closed, tmp_path_factory, place, bit):
    content = bytearray(closed[0])
    content[int(place * len(content))] ^= 1 << bit
    file = put(tmp_path_factory.mktemp("flipped"), content)
    assert_refused_or_the_same(file, closed)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_refused_or_lacks_nothing(closed, tmp_path_factory, place):
    content = closed[0][: int(place * len(closed[0]))]
    file = put(tmp_path_factory.mktemp("cut"), content)
    assert_refused_or_the_same(file, closed)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE acts SET arguments = replace(arguments, '2', '3')", "act 1 is not what"),
        ("DELETE FROM acts WHERE number = 2", "is not what was written"),
        ("UPDATE branches SET reached_s = reached_s + 60", "branches are not"),
        ("UPDATE here SET branch = 2", "here are not"),
        ("DELETE FROM here", "branch is missing"),
        ("DELETE FROM lines WHERE number = 5", "lines of its log are missing"),
        ("UPDATE about SET value = '8' WHERE name = 'seed'", "inputs have been changed"),
        ("UPDATE about SET value = '1' WHERE name = 'format'", "has format 1; expected 2"),
    ],
)
def test_what_was_changed_is_named(closed, tmp_path, statement, said):
    file = put(tmp_path, closed[0])
    change(file, statement)
    with pytest.raises(DamagedDrill, match=said):
        Drill.resume(file)


# Replaying.


def test_the_first_line_that_differs_is_named_with_the_act_before_it(closed, tmp_path):
    file = put(tmp_path, closed[0])
    drill = Drill.resume(file)
    heads = next(e.number for e in drill.log if e.kind == "staff.heads")
    drill.close()
    change(file, "UPDATE lines SET text = 'other' WHERE number > ?", heads)
    message = rf"line {heads + 1} of its log, after act 1 \(people of .*\): written “other”, now “"
    with pytest.raises(OtherModel, match=message):
        Drill.resume(file)
    with closing(Drill.read(file)) as shown:
        assert shown.written is not None
        assert [act.kind for act in shown.acts] == ["heads", "note", "improvise"]


def test_inputs_of_another_version_of_the_program_are_not_called_damaged(closed, tmp_path):
    file = put(tmp_path, closed[0])
    with closing(sqlite3.connect(file)) as db:
        about = dict(db.execute("SELECT name, value FROM about"))
    scenario = json.loads(about["scenario"])
    del scenario["parameters"]["attention"]
    about["scenario"] = json.dumps(scenario)
    change(file, "UPDATE about SET value = ? WHERE name = 'scenario'", about["scenario"])
    written = {name: value for name, value in about.items() if name not in ("format", "inputs")}
    change(
        file,
        "UPDATE about SET value = ? WHERE name = 'inputs'",
        database.seal(sorted(written.items())),
    )
    before = file.read_bytes()
    with pytest.raises(OtherModel, match=r"another version of this program.*panels.shelf\(\)"):
        Drill.resume(file)
    assert file.read_bytes() == before
    with closing(Drill.read(file)) as shown:
        assert [act.kind for act in shown.acts] == ["heads", "note", "improvise"]


def test_another_model_s_drill_is_shown_as_written_or_goes_on_as_a_branch(
    closed, tmp_path, monkeypatch
):
    file = put(tmp_path, closed[0])
    monkeypatch.setattr(world, "VERSION", world.VERSION + 1)
    with pytest.raises(OtherModel, match=r"this is model .*accept_new_model=True"):
        Drill.resume(file)
    with closing(Drill.read(file)) as opened:
        assert opened.read_only
        assert opened.written == Written.of(file)
        for replayed in (opened.view, opened.what_if, lambda: opened.step(1), opened.series):
            with pytest.raises(OtherModel, match="accept_new_model=True"):
                replayed()
    shown = Written.of(file)
    assert shown.feed(truth=True) == closed[1][0].feed
    assert shown.notes == closed[1][0].notes
    drill = Drill.resume(file, accept_new_model=True)
    assert [branch.current for branch in drill.branches] == [False, True]
    assert drill.log.text() == closed[1][1]
    drill.set_heads("it", 4)
    with pytest.raises(OtherModel):
        drill.open_branch(1)
    with pytest.raises(OtherModel, match="branch 1 was played with model"):
        drill.compare_branches(1, 2)
    drill.step(1)
    drill.undo()
    drill.close()
    again = Drill.resume(file)
    assert (again.view(truth=True), again.log.text()) == closed[1]
    assert len(again.branches) == 3
    again.close()


def test_an_act_that_fails_is_left_out_with_a_message(drill, monkeypatch):
    drill.step(1)
    before = drill.view(truth=True)

    def fail(_):
        drill._scene.engine.set_heads("it", 9)
        raise RuntimeError("half way")

    monkeypatch.setattr(drill, "_apply", fail)
    with pytest.raises(ActRefused, match=r"act 1 could not be done.*half way"):
        drill.set_heads("it", 4)
    monkeypatch.undo()
    assert drill.view(truth=True) == before
    drill.set_heads("it", 3)
    log = drill.log.text()
    drill.close()
    again = Drill.resume(drill.file)
    assert again.failed == {1: "RuntimeError: half way"}
    assert again.log.text() == log
    again.close()


def test_an_act_that_fails_when_it_is_replayed_is_left_out_too(drill, monkeypatch):
    drill.step(1)
    before = drill.view(truth=True)
    monkeypatch.setattr(drill._scene, "apply", lambda _: None)
    drill.call_in("forensics")
    drill.close()
    change(drill.file, "DELETE FROM lines")
    monkeypatch.setitem(sys.modules["simulation.drill.acts"].APPLY, "call_in", lambda *_: 1 / 0)
    for _ in range(2):
        again = Drill.resume(drill.file)
        assert again.failed == {1: "ZeroDivisionError: division by zero"}
        assert again.view(truth=True) == before
        again.close()


def test_what_is_broken_off_in_the_middle_is_made_whole(drill, monkeypatch):
    class Stop(BaseException):
        """As when a person presses stop."""

    drill.step(1)
    advance = drill._scene.engine.advance

    def break_off(until):
        advance(until)
        raise Stop

    monkeypatch.setattr(drill._scene.engine, "advance", break_off)
    with pytest.raises(Stop):
        drill.step(30)
    drill.set_heads("it", 3)
    log = drill.log.text()
    drill.close()
    again = Drill.resume(drill.file)
    assert again.log.text() == log
    assert again.now_s == again.began_s + 31 * 3600
    again.close()


# Writers and readers.


def test_readers_follow_while_another_writes(drill):
    drill.step(1)
    reader = Drill.read(drill.file)
    assert reader.log.text() == drill.log.text()
    assert not reader.refresh()
    played(drill)
    assert reader.refresh()
    assert reader.view(truth=True) == drill.view(truth=True)
    drill.undo()
    drill.step(1)
    assert reader.refresh()
    assert reader.log.text() == drill.log.text()
    with pytest.raises(DrillError, match="for reading alone"):
        reader.set_heads("it", 5)
    with pytest.raises(DrillError, match="for reading alone"):
        reader.step(1)
    reader.close()
    drill.step(1)


@pytest.mark.slow
def test_the_second_writer_learns_who_the_first_is(drill):
    program = (
        "import sys, simulation as sim\n"
        "try: sim.Drill.resume(sys.argv[1])\n"
        "except sim.DrillError as error: print(type(error).__name__, error)\n"
        "print(sim.Drill.read(sys.argv[1]).now_s)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, drill.file], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert said[0].startswith(f"{DrillInUse.__name__} friday.drill is open in another session")
    assert f"process {os.getpid()} on " in said[0]
    assert int(said[1]) == drill.now_s


def test_a_link_to_a_drill_is_the_same_drill(drill, tmp_path):
    (tmp_path / "link.drill").symlink_to(drill.file)
    again = Drill.resume(tmp_path / "link.drill")
    assert drill.closed
    assert again.file == drill.file
    again.close()


def test_a_copy_is_whole_at_any_time(drill, tmp_path):
    played(drill)
    drill.save_copy(tmp_path / "copy.drill")
    copy = Drill.resume(tmp_path / "copy.drill")
    assert copy.log.text() == drill.log.text()
    assert copy.now_s == drill.now_s
    copy.close()
    with pytest.raises(DrillError, match="this drill itself"):
        drill.save_copy(drill.file)


# The disk.


def test_a_full_disk_loses_nothing_that_was_acknowledged(inputs, tmp_path):
    program = """
import resource, sys, simulation as sim
from simulation.errors import DrillError
drill = sim.Drill.resume(sys.argv[1])
drill.set_heads("it", 2)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (drill.file.stat().st_size, hard))
done, faults = 0, []
for number in range(200):
    try:
        drill.note(f"{number} " + "x" * 3_000)
        done += 1
    except DrillError as error:
        faults.append(str(error))
        break
try:
    drill.step(1)
except DrillError as error:
    faults.append(str(error))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
drill.note("there is room again")
drill.step(1)
print(done, len(faults), drill.now_s)
print(faults[0])
import os; os._exit(9)
"""
    file = tmp_path / "full.drill"
    Drill.start(*inputs, file, seed=7).close()
    done = subprocess.run(
        [sys.executable, "-c", program, file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 9, done.stderr
    numbers, fault = done.stdout.splitlines()
    acknowledged, faults, now_s = map(int, numbers.split())
    assert faults >= 1
    assert acknowledged < 200
    assert "disk is full" in fault
    drill = Drill.resume(file)
    notes = [note.text.split()[0] for note in drill.view().notes]
    assert notes == [*map(str, range(acknowledged)), "there"]
    assert drill.now_s == now_s
    drill.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are other elsewhere")
def test_a_folder_that_cannot_be_written_to_is_named_and_can_be_read(closed):
    # Not pytest's own folder, which only its owner may enter: the child gives up root's rights.
    folder = Path(tempfile.mkdtemp())
    file = put(folder, closed[0])
    program = """
import os, sys, simulation as sim
scenario, plan = sim.load("breaches/insider-export"), sim.load("plans/lean")
if os.geteuid() == 0:
    sim.Drill.start(scenario, plan, sys.argv[1] + "1", seed=1).close()
    os.remove(sys.argv[1] + "1")
    os.chmod(os.path.dirname(sys.argv[1]), 0o555)
    os.setegid(65534); os.seteuid(65534)
for act in (sim.Drill.resume, sim.Drill.read):
    try: print(act(sys.argv[1]).now_s)
    except sim.DrillError as error: print(error)
try: sim.Drill.start(scenario, plan, sys.argv[1] + "2", seed=1)
except sim.DrillError as error: print(error)
"""
    file.chmod(0o444)
    folder.chmod(0o555)
    try:
        said = subprocess.run(
            [sys.executable, "-c", program, file], capture_output=True, text=True, check=True
        ).stdout.splitlines()
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert "friday.drill cannot be written to" in said[0]
    assert int(said[1]) == closed[1][0].now_s
    assert "cannot be written to" in said[2]


def test_where_a_file_lies_is_read_from_the_mounts():
    mounts = [
        "/dev/sda1 / ext4 rw 0 0",
        "server:/all /all nfs4 rw 0 0",
        "/dev/sda2 /all/li ext4 rw 0 0",
        r"cloud /mnt/my\040drive fuse.rclone rw 0 0",
        "broken",
    ]
    assert _file_system(Path("/srv/a.drill"), mounts) == ""
    assert _file_system(Path("/all/wang/a.drill"), mounts) == "nfs4"
    assert _file_system(Path("/all/li/a.drill"), mounts) == ""
    assert _file_system(Path("/mnt/my drive/a.drill"), mounts) == "fuse.rclone"


def test_a_folder_that_a_cloud_keeps_is_said(inputs, tmp_path):
    folder = tmp_path / "OneDrive - Firm"
    folder.mkdir()
    drill = Drill.start(*inputs, folder / "friday.drill", seed=7)
    assert drill.lies_elsewhere == "onedrive"
    drill.close()


# Clocks.


def test_the_system_s_clock_may_go_back(drill, monkeypatch):
    moments = iter(["2026-03-02T10:00:00+00:00", "2020-01-01T00:00:00+00:00"])
    monkeypatch.setattr("simulation.drill.drill_file.now", lambda: next(moments))
    drill.note("first")
    drill.note("second")
    drill.close()
    again = Drill.resume(drill.file)
    assert [note.text for note in again.view().notes] == ["first", "second"]
    again.close()
    wall = iter([1_000.0, 400.0])
    pace = Pace(iter([0.0, 2.0]).__next__, wall.__next__)
    pace.run(5)
    assert pace.elapsed_s() == 600


@pytest.mark.parametrize(
    ("now", "wall"), [([0.0, ASLEEP_S + 1], [0.0, 0.0]), ([0.0, 1.0], [0.0, 3_600.0])]
)
def test_a_machine_that_slept_finds_the_drill_where_it_was(drill, now, wall):
    drill.pace = Pace(iter(now).__next__, iter(wall).__next__)
    drill.pace.run(minutes_per_second=60)
    before = drill.now_s
    assert not drill.tick()
    assert drill.now_s == before
    assert not drill.pace.running
    assert drill.pace.slept_s == max(now[1], wall[1])


def test_a_clock_that_cannot_be_written_holds(drill, monkeypatch):
    drill.pace = Pace(iter([0.0, 1.0]).__next__)
    drill.pace.run(minutes_per_second=60)
    before = drill.now_s

    def full(*_):
        raise DrillError("the disk is full")

    monkeypatch.setattr(drill._file, "reach", full)
    with pytest.raises(DrillError, match="full"):
        drill.tick()
    assert not drill.pace.running
    assert drill.now_s == before
    monkeypatch.undo()
    drill.step(1)


# The shelf.


def test_the_shelf_shows_every_drill_and_what_is_wrong_with_it(closed, drill, tmp_path):
    put(tmp_path, closed[0][:5_000], "cut.drill")
    put(tmp_path, closed[0], "done.drill")
    done = Drill.resume(tmp_path / "done.drill")
    done.end()
    done.close()
    found = {entry.file.name: entry for entry in drills(tmp_path)}
    assert set(found) == {"cut.drill", "done.drill", "friday.drill"}
    assert found["cut.drill"].damaged.startswith("cut.drill is")
    assert found["done.drill"].ended
    assert found["done.drill"].moment == closed[1][0].moment
    assert found["done.drill"].in_use == ""
    assert f"process {os.getpid()}" in found["friday.drill"].in_use
    assert found["friday.drill"].title.en == drill.scenario.title.en


# Two who begin at once.


def test_a_drill_that_somebody_else_began_meanwhile_stays(inputs, tmp_path, monkeypatch):
    file, lock = tmp_path / "friday.drill", WriterLock.__init__

    def somebody_is_faster(self, path):
        monkeypatch.setattr(WriterLock, "__init__", lock)
        first = Drill.start(*inputs, file, seed=7)
        first.note("precious")
        first.close()
        lock(self, path)

    monkeypatch.setattr(WriterLock, "__init__", somebody_is_faster)
    with pytest.raises(DrillError, match="exists already"):
        Drill.start(*inputs, file, seed=8)
    assert {path.name for path in tmp_path.iterdir()} == {file.name, f".{file.name}.lock"}
    assert [note.text for note in Written.of(file).notes] == ["precious"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_while_a_drill_is_made_stays(inputs, tmp_path, monkeypatch, links):
    file, link = tmp_path / "friday.drill", os.link

    def late(source, target):
        file.write_bytes(b"mine")
        if not links:
            raise OSError("no hard links here")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(DrillError, match="exists already"):
        Drill.start(*inputs, file, seed=8)
    assert file.read_bytes() == b"mine"


def test_a_drill_is_made_on_a_disk_without_hard_links(inputs, tmp_path, monkeypatch):
    def refused(_source, _target):
        raise OSError("no hard links here")

    monkeypatch.setattr(os, "link", refused)
    drill = Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    drill.note("made")
    drill.close()
    assert [note.text for note in Written.of(drill.file).notes] == ["made"]


def test_what_could_not_be_read_again_is_not_written(drill):
    drill.step(1)
    with pytest.raises(ActRefused, match="by is not of the kind expected"):
        drill._record("note", {"text": "They meet.", "by": 5})
    drill.set_heads("it", 2)
    drill.close()
    again = Drill.resume(drill.file)
    assert [act.arguments["heads"] for act in again.acts] == [2]
    again.close()

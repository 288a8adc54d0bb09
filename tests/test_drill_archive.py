"""A drill as an archive: it comes back to the byte, and without names when that is asked for."""

from __future__ import annotations

import contextlib
import json
import re
import zipfile

import pytest
from test_drill import play

import simulation as sim
from simulation import world
from simulation.cli import main
from simulation.drill import Written
from simulation.drill.archiving import MOST_BYTES
from simulation.errors import DrillError, OtherModel
from simulation.reports import after_action
from simulation.study.parting import settings_between
from simulation.study.workers import Case

PEOPLE = ("Zebulon Quux", "Ottoline Vrbka", "欧阳锋九")
FIRM, PLACE = "Xylander Bookworks", "Nowhereville"
BEFORE, AFTER = "(?<![A-Za-z0-9+/])", "(?![A-Za-z0-9+/])"
"""Around a word that is no part of a picture's data."""
NAMES_THAT_ARE_WORDS = (
    *("Jude Law", "Kate Hand", "Will Li", "He Wei", "Rob Cost", "May Day", "Max Long", "老师"),
    *("Grace Page", "Mark Title", "Sun Jie", "Everyone", "Trace Task", "Scope Beta"),
)
GIVEN = ("Grimbold", "戈壁滩")
ALL = (*PEOPLE, "Zebulon", "Quux", "Vrbka", "xylander", FIRM, PLACE, *GIVEN)


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path_factory.mktemp("drills") / "friday.drill", seed=7)
    play(drill)
    drill.undo()
    drill.note("After the undo.", by="observer")
    drill.step(5)
    yield drill
    drill.close()


def planted(plain):
    """Names in every text of an input, and in its identifiers of systems."""
    names = f"{PEOPLE[0]} of {FIRM}, {PLACE}, and {GIVEN[0]} said: {PEOPLE[2]}{GIVEN[1]} "
    if isinstance(plain, dict):
        words = ("title", "text", "en", "zh", "sender", "question", "summary", "hint")
        return {
            key: names + value if key in words and isinstance(value, str) else planted(value)
            for key, value in plain.items()
        }
    return [planted(one) for one in plain] if isinstance(plain, list) else plain


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A drill with names in every text field of its inputs and of its acts."""
    scenario, plan = sim.load("breaches/insider-export"), sim.load("plans/lean")
    read = {"locate": lambda _path, _key: ("x.yaml", 1, 1)}
    told = planted(scenario.plain())
    told["organisation"] |= {"title": f"{FIRM}, 12 people", "place": PLACE, "name": "xylander-12"}
    story = type(scenario).read(told, read["locate"])
    lean = type(plan).read(planted(plan.plain()), read["locate"])
    folder = tmp_path_factory.mktemp("named")
    drill = sim.Drill.start(story, lean, folder / "zebulon.drill", seed=7)
    drill.step(3)
    drill.note(f"{PEOPLE[1]} and zebulon argue in {PLACE}; {GIVEN[0]} is silent.", by=PEOPLE[0])
    drill.set_heads("it", 2, by=PEOPLE[1])
    drill.improvise(f"{PEOPLE[0]} calls", f"From {FIRM}.", sender=PEOPLE[2])
    for decision in drill.view().decisions:
        if decision.raised_s is not None and decision.answer is None:
            option = decision.options[0][0]
            drill.decide(decision.name, option, f"{PEOPLE[1]} insists", by=PEOPLE[2])
    drill.step(30)
    drill.undo()
    drill.conclude(f"{PEOPLE[0]} led.", f"{PEOPLE[2]} knew.", f"{PLACE} is far.", PEOPLE[1])
    drill.end()
    yield drill
    drill.close()


def found_in(data: bytes) -> list[str]:
    text = data.decode("utf-8").casefold()
    escaped = [json.dumps(name)[1:-1].casefold() for name in ALL]
    return [n for n, e in zip(ALL, escaped, strict=True) if n.casefold() in text or e in text]


def test_an_archive_replays_to_the_same_bytes(drill, tmp_path):
    made = drill.export(tmp_path / "friday.drillpack")
    twin = sim.Drill.import_(made.path, tmp_path / "twin.drill")
    assert twin.log.text() == drill.log.text()
    assert twin.acts == drill.acts
    assert twin.branches == drill.branches
    assert twin.now_s == drill.now_s
    assert twin.inputs == drill.inputs
    twin.step(5)
    drill.step(5)
    assert twin.log.text() == drill.log.text()
    twin.close()


def test_the_same_drill_gives_the_same_archive_which_comes_back_as_it_was(drill, tmp_path):
    first = drill.export(tmp_path / "first.drillpack").path.read_bytes()
    assert drill.export(tmp_path / "second.drillpack").path.read_bytes() == first
    twin = sim.Drill.import_(tmp_path / "first.drillpack", tmp_path / "twin.drill")
    assert twin.export(tmp_path / "third.drillpack").path.read_bytes() == first
    twin.close()


def test_an_archive_can_be_made_while_somebody_plays(drill, tmp_path):
    reader = sim.Drill.read(drill.file)
    reader.export(tmp_path / "read.drillpack")
    reader.close()
    twin = sim.Drill.import_(tmp_path / "read.drillpack", tmp_path / "twin.drill")
    assert twin.log.text() == drill.log.text()
    twin.close()


@pytest.mark.slow
def test_no_name_is_left_in_an_anonymous_archive_and_the_course_stays(named, tmp_path):
    made = named.export(tmp_path / "pack.drillpack", anonymous=True, names=GIVEN)
    with zipfile.ZipFile(made.path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert [(name, found_in(data)) for name, data in members.items() if found_in(data)] == []
    assert found_in("".join(members).encode()) == []
    assert not re.search(rb"202[0-9]-[0-9]{2}-[0-9]{2}T", members["acts.json"])
    twin = sim.Drill.import_(made.path, tmp_path / "nobody.drill")
    assert [f[:2] + f[4:] for f in twin.log.facts] == [f[:2] + f[4:] for f in named.log.facts]
    assert found_in(after_action(twin, futures=0).encode()) == []
    assert "Person A" in after_action(twin, futures=0)
    assert {act.arguments["by"] for act in twin.acts if act.kind == "note"} == {"Person A"}
    assert (
        found_in((tmp_path / "nobody.drill").read_bytes().decode("utf-8", "replace").encode())
        == []
    )
    twin.close()


def test_the_names_are_there_before_they_are_taken_out(named, tmp_path):
    made = named.export(tmp_path / "pack.drillpack")
    with zipfile.ZipFile(made.path) as archive:
        data = b"".join(archive.read(name) for name in archive.namelist())
    assert set(found_in(data)) == set(ALL)


def test_what_is_kept_and_what_may_be_a_name_still_is_said(drill, tmp_path):
    made = drill.export(tmp_path / "pack.drillpack", anonymous=True)
    assert "laws and jurisdictions" in made.kept
    assert made.replaced["Li"] == "Person A"
    inputs = drill.inputs.scenario, drill.inputs.plan
    other = sim.Drill.start(*inputs, tmp_path / "other.drill", seed=7)
    other.note("We asked Old Zhang.")
    assert "Old Zhang" in other.export(tmp_path / "pack.drillpack", anonymous=True).doubts
    without = other.export(tmp_path / "pack.drillpack", anonymous=True, names=["Old Zhang"])
    other.close()
    assert without.doubts == ()


def text_of(pack):
    """All that an archive holds, as one text."""
    with zipfile.ZipFile(pack) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def plain_of(pack, member):
    with zipfile.ZipFile(pack) as archive:
        return json.loads(archive.read(member))


@pytest.mark.slow
@pytest.mark.parametrize(
    "breach",
    [
        *("mis-sent-filing", "insider-export", "mailbox-takeover"),
        "unpatched-flaw",  # at a firm with an office in another time zone
    ],
)
def test_nobody_of_a_shipped_story_is_left_in_any_language(breach, tmp_path):
    scenario = sim.load(f"breaches/{breach}")
    drill = sim.Drill.start(scenario, sim.load("plans/lean"), tmp_path / "x.drill", seed=7)
    told = json.dumps([scenario.plain()["injects"], str(scenario.narrative)], ensure_ascii=False)
    for person in scenario.people:
        assert person.en in told
        assert person.zh in told
    for name in list(scenario.injects)[:10]:
        with contextlib.suppress(sim.errors.ActRefused):
            drill.release(name)
    drill.step(30)
    pack = drill.export(tmp_path / "x.drillpack", anonymous=True).path
    drill.close()
    twin = sim.Drill.import_(pack, tmp_path / "twin.drill")
    kept = text_of(pack) + after_action(twin, futures=0)
    twin.close()
    for person in scenario.people:
        forms = {person.en, person.zh, *person.en.split()}
        assert [form for form in forms if re.search(rf"{BEFORE}{form}{AFTER}", kept)] == []
    assert not re.search("Lu Wen|Shen Yu|陆文|沈瑜", kept)


def test_senders_and_lists_of_names_are_names(tmp_path):
    inputs = sim.load("breaches/mis-sent-filing"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "x.drill", seed=7)
    drill.step(1)
    drill.note(
        "李娜说：王芳和赵敏先走。 Then Marie agreed, and Sun Jie called.", by="王芳、李娜和赵敏"
    )
    drill.note(
        "Bob Kurz and Ada Blum differ.", by="Ada Blum & Bob Kurz; Eve Rahn/Ida Senf, Ole Funk"
    )
    drill.set_heads("it", 2, by="Anne-Marie Dupont")
    name = drill.improvise("A call", "Jie here; so does Tom.", sender="Sun Jie and Tom Zorn")
    drill.edit("i09-draft", text="Sent by Tom Zorn.")
    drill.step(2)
    made = drill.export(tmp_path / "x.drillpack", anonymous=True)
    drill.close()
    text = text_of(made.path)
    names = "王芳|李娜|赵敏|Marie|Dupont|Jie|Zorn|Kurz|Ada|Blum|Eve|Rahn|Ida|Senf|Ole|Funk|Tom"
    assert re.findall(rf"{BEFORE}(?:{names}){AFTER}", text) == []
    assert "Reception" in text
    assert name in text


def test_names_that_are_ordinary_words_change_no_other_word(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "x.drill", seed=7)
    drill.step(1)
    before = drill.export(tmp_path / "before.drillpack", anonymous=True).path
    for who in NAMES_THAT_ARE_WORDS:
        drill.set_heads("it", 2, by=who)
        drill.note(f"{who} said so; we saw {who.split()[-1]} again.", by=who)
    after = drill.export(tmp_path / "after.drillpack", anonymous=True).path
    drill.close()
    for member in ("scenario.json", "plan.json"):
        left, right = (json.dumps(plain_of(pack, member)) for pack in (before, after))
        assert re.sub("Person [A-Z]+", "Person", left) == re.sub("Person [A-Z]+", "Person", right)
    acts = json.dumps(plain_of(after, "acts.json"))
    for who in NAMES_THAT_ARE_WORDS:
        if " " in who:
            assert who not in acts
            assert f"saw {who.split()[-1]}" not in acts


def test_people_whom_a_scenario_declares_change_no_run():
    scenario, plan = sim.load("breaches/insider-export"), sim.load("plans/lean")
    other = scenario.change({"people": ["Somebody Else"]})
    assert sim.run(other, plan, seed=3).log.text() == sim.run(scenario, plan, seed=3).log.text()
    assert settings_between(Case("a", other, plan), Case("a", scenario, plan)) == ()


def test_a_time_zone_whose_clocks_change_is_kept_and_said(tmp_path):
    inputs = sim.load("breaches/mis-sent-filing"), sim.load("plans/lean")
    firm = inputs[0].organisation.change({"time_zone": "Europe/Berlin"})
    drill = sim.Drill.start(*inputs, tmp_path / "x.drill", seed=1, organisation=firm)
    made = drill.export(tmp_path / "x.drillpack", anonymous=True)
    assert any("Europe/Berlin" in one for one in made.kept)
    drill.close()


def changed(path, inside, data):
    """A copy of an archive with one member replaced."""
    other = path.with_name("changed.drillpack")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == inside else old.read(name))
    return other


def test_what_is_no_archive_of_ours_is_refused_in_words(drill, tmp_path):
    with pytest.raises(DrillError, match="no such file"):
        sim.Drill.import_(tmp_path / "none.drillpack", tmp_path / "x.drill")
    (tmp_path / "text.drillpack").write_text("hello")
    with pytest.raises(DrillError, match="no drill archive"):
        sim.Drill.import_(tmp_path / "text.drillpack", tmp_path / "x.drill")
    pack = drill.export(tmp_path / "friday.drillpack").path
    for inside, data in (
        ("acts.json", b"[1]"),
        ("acts.json", b"["),
        ("drill.json", b"{}"),
        ("scenario.json", b"[]"),
        ("lines.json", b'{"1": [{"number": "x"}]}'),
        ("plan.json", b'"hello"'),
    ):
        with pytest.raises(DrillError):
            sim.Drill.import_(changed(pack, inside, data), tmp_path / "x.drill")
        assert not (tmp_path / "x.drill").exists()


def test_an_archive_whose_course_was_changed_is_refused(drill, tmp_path):
    pack = drill.export(tmp_path / "friday.drillpack").path
    with zipfile.ZipFile(pack) as archive:
        about = json.loads(archive.read("drill.json"))
    forged = json.dumps({**about, "seed": "8"}).encode()
    with pytest.raises(DrillError):
        sim.Drill.import_(changed(pack, "drill.json", forged), tmp_path / "x.drill")


def test_a_bomb_is_refused_before_it_is_unpacked(drill, tmp_path, monkeypatch):
    pack = drill.export(tmp_path / "friday.drillpack").path
    assert MOST_BYTES > 10_000
    monkeypatch.setattr("simulation.drill.archiving.MOST_BYTES", 10_000)
    with pytest.raises(DrillError, match="too large"):
        sim.Drill.import_(pack, tmp_path / "x.drill")


def test_a_drill_that_is_there_is_not_replaced(drill, tmp_path):
    pack = drill.export(tmp_path / "friday.drillpack").path
    (tmp_path / "x.drill").write_bytes(b"mine")
    with pytest.raises(DrillError, match="exists"):
        sim.Drill.import_(pack, tmp_path / "x.drill")
    assert (tmp_path / "x.drill").read_bytes() == b"mine"


def test_the_commands_export_and_import(drill, tmp_path, capsys):
    pack, twin = tmp_path / "friday.drillpack", tmp_path / "twin.drill"
    run("export", str(drill.file), "--out", str(pack), "--anonymous", "--name", "Zhang")
    said = capsys.readouterr().err
    assert "Li → Person A" in said
    assert "Kept: laws" in said
    before = pack.read_bytes()
    run("export", str(drill.file), "--out", str(pack))
    assert "--replace" in capsys.readouterr().err
    assert pack.read_bytes() == before
    run("import-drill", str(pack), "--out", str(twin))
    assert "insider-export · lean · twin.drill" in capsys.readouterr().out


def run(*arguments: str) -> None:
    with contextlib.suppress(SystemExit):
        main(list(arguments))


def test_a_drill_of_another_model_is_kept_so_that_it_can_be_gone_on_with(
    drill, tmp_path, monkeypatch
):
    pack, target = drill.export(tmp_path / "friday.drillpack").path, tmp_path / "x.drill"
    monkeypatch.setattr(world, "VERSION", world.VERSION + 1)
    with pytest.raises(OtherModel, match=r"accept_new_model=True.*x\.drill was made.*is kept"):
        sim.Drill.import_(pack, target)
    assert "After the undo." in [note.text for note in Written.of(target).notes]
    twin = sim.Drill.resume(target, accept_new_model=True)
    assert twin.log.text() == drill.log.text()
    twin.close()


def test_an_anonymous_archive_made_while_looking_back_is_of_the_whole_drill(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    with contextlib.closing(sim.Drill.start(*inputs, tmp_path / "back.drill", seed=7)) as drill:
        drill.step(2)
        drill.export(tmp_path / "now.drillpack", anonymous=True)
        drill.go_to(time_s=drill.began_s + 60)
        drill.export(tmp_path / "back.drillpack", anonymous=True)
    now, back = (tmp_path / f"{name}.drillpack" for name in ("now", "back"))
    assert now.read_bytes() == back.read_bytes()


def first(table, /, **values):
    """A change of the first of a member's entries."""

    def change(plain):
        entries = plain[table] if table else plain
        entries[0] |= values
        return plain

    return change


@pytest.mark.parametrize(
    ("inside", "change"),
    [
        ("acts.json", first("", number="x")),
        ("acts.json", first("", number=True)),
        ("acts.json", first("", time_s=10**30)),
        ("acts.json", first("", time_s=-1)),
        ("acts.json", first("", time_s=10**9)),
        ("acts.json", first("", branch=9)),
        ("acts.json", first("", kind="zzz")),
        ("acts.json", first("", kind=["note"])),
        ("acts.json", first("", arguments="hi")),
        ("acts.json", first("", kind="note", arguments={"text": 5, "by": ["x"]})),
        ("acts.json", first("", kind="note", arguments={"text": "\ud800", "by": ""})),
        ("acts.json", first("", written_at="once")),
        ("drill.json", first("branches", reached_s=10**12)),
        ("drill.json", first("branches", reached_s=10**9)),
        ("drill.json", first("branches", parent=1)),
        ("drill.json", first("branches", opened_at="2026-01-01")),
        ("drill.json", first("branches", name="x" * 10_000)),
        ("drill.json", lambda plain: {**plain, "here": 7}),
        ("drill.json", lambda plain: {**plain, "begins": "yesterday"}),
        ("drill.json", lambda plain: {**plain, "time_zone": "../../etc/passwd"}),
        ("drill.json", lambda plain: {**plain, "time_zone": "Nowhere/Land"}),
        ("drill.json", lambda plain: {**plain, "seed": "-1"}),
        ("drill.json", lambda plain: {**plain, "failed": [[1, "x", 5]]}),
        ("lines.json", first("1", words="[1]")),
        ("lines.json", first("1", time_s=1e400)),
        ("lines.json", lambda plain: {**plain, "99": []}),
    ],
)
def test_what_no_drill_can_hold_is_refused_and_leaves_nothing(drill, tmp_path, inside, change):
    pack, target = drill.export(tmp_path / "friday.drillpack").path, tmp_path / "x.drill"
    with zipfile.ZipFile(pack) as archive:
        forged = change(json.loads(archive.read(inside)))
    pack = changed(pack, inside, json.dumps(forged).encode())
    # A second time too: nothing is left locked by the first.
    for _ in range(2):
        with pytest.raises(DrillError):
            sim.Drill.import_(pack, target)
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"friday.drillpack", pack.name, f".{target.name}.lock"}


@pytest.mark.parametrize("limit", ["MOST_JSON_BYTES", "MOST_JSON_PARTS", "MOST_BYTES"])
def test_what_can_be_exported_can_be_imported_up_to_the_very_limit(
    drill, tmp_path, monkeypatch, limit
):
    pack = drill.export(tmp_path / "friday.drillpack").path
    with zipfile.ZipFile(pack) as archive:
        members = [archive.read(name) for name in archive.namelist()]
    most = {
        "MOST_JSON_BYTES": max(map(len, members)),
        "MOST_JSON_PARTS": max(one.count(b"{") + one.count(b"[") for one in members),
        "MOST_BYTES": sum(map(len, members)),
    }[limit]
    room = "simulation.drill.archiving" if limit == "MOST_BYTES" else "simulation.files.archive"
    monkeypatch.setattr(f"{room}.{limit}", most)
    at_the_limit = drill.export(tmp_path / "again.drillpack").path
    sim.Drill.import_(at_the_limit, tmp_path / "x.drill").close()
    monkeypatch.setattr(f"{room}.{limit}", most - 1)
    with pytest.raises(DrillError, match=r"over\.drillpack would be too large.*save_copy"):
        drill.export(tmp_path / "over.drillpack")
    assert not (tmp_path / "over.drillpack").exists()


@pytest.mark.parametrize("parts", [b"{}", b"[]"])
def test_a_small_archive_of_very_many_parts_is_refused(drill, tmp_path, monkeypatch, parts):
    pack = drill.export(tmp_path / "friday.drillpack").path
    monkeypatch.setattr("simulation.files.archive.MOST_JSON_PARTS", 50_000)
    many = b'{"1": [' + b",".join([parts] * 50_000) + b"]}"
    with pytest.raises(DrillError, match="too many parts"):
        sim.Drill.import_(changed(pack, "acts.json", many), tmp_path / "x.drill")
    monkeypatch.setattr("simulation.files.archive.MOST_JSON_BYTES", 100_000)
    with pytest.raises(DrillError, match="too large"):
        sim.Drill.import_(changed(pack, "acts.json", many), tmp_path / "x.drill")


def test_an_archive_that_is_packed_otherwise_is_refused(drill, tmp_path):
    pack, other = drill.export(tmp_path / "friday.drillpack").path, tmp_path / "lzma.drillpack"
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(DrillError, match="packed in another way"):
        sim.Drill.import_(other, tmp_path / "x.drill")


def test_a_full_disk_is_said_in_words_and_leaves_nothing(drill, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(DrillError, match=r"friday\.drillpack cannot be written: No space left"):
        drill.export(tmp_path / "friday.drillpack")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_stands_alone_in_what_people_typed_is_replaced(tmp_path):
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "friday.drill", seed=7)
    declared = drill.scenario.people[0].en
    drill.note("ottoline", by="quux")
    drill.improvise("quux", "quux", sender="vrbka")
    drill.name_branch(1, "quux")
    drill.undo()
    drill.name_branch(2, f"as {declared} and Grimbold would")
    made = drill.export(tmp_path / "a.drillpack", anonymous=True, names=["ottoline"])
    drill.close()
    with zipfile.ZipFile(made.path) as archive:
        told = b" ".join(map(archive.read, archive.namelist())).decode().casefold()
    assert [n for n in ("ottoline", "quux", "vrbka", declared.casefold()) if n in told] == []
    # Nobody can know a name that was only typed: that is said, and the word is shown.
    assert any("what people typed" in kept for kept in made.kept)
    assert "Grimbold" in made.doubts

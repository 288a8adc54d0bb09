"""Incident records in the VERIS format: what they tell, what they may not do, and back again."""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.cli import main
from simulation.drill import Drill
from simulation.errors import InputError
from simulation.files import check, load_scenario, loads
from simulation.inputs.control import Cause
from simulation.run import run
from simulation.veris import (
    import_record,
    incident_of,
    record_in,
    record_of,
    record_of_bytes,
    scenario_of,
)
from simulation.veris.exporting import lasting_as
from simulation.veris.incident import Group, Incident, grouped
from simulation.veris.reading import MOST_BYTES
from simulation.veris.words import DATA, ENTRIES, HOURS, PROFILES, SCORES

RECORDS = Path(__file__).parent / "data" / "veris"
NAMES = re.compile("Ardelia|Quux|Zanzibar|Timbuktu|widgets|script>|ML\\b", re.IGNORECASE)
LEAST: dict[str, Any] = {"action": {"error": {"variety": ["Misdelivery"]}}}


def told(name: str) -> Incident:
    return incident_of(record_in(RECORDS / f"{name}.json"))


def of(**fields: Any) -> Incident:
    return incident_of(record_of_bytes(json.dumps(LEAST | fields).encode()))


@functools.cache
def made(name: str) -> Any:
    return import_record(RECORDS / f"{name}.json")


def called(*arguments: object, status: int = 0) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert ended.value.code == status


PROFILE_OF = {
    "altered": "tampering",
    "at-the-supplier": "supplier",
    "copied": "insider",
    "curious": "curious",
    "guessed": "weak-password",
    "infected": "malware",
    "injected": "outside-theft",
    "locked": "extortion",
    "lost": "lost",
    "mis-sent": "mistake",
    "phished": "stolen-login",
    "published": "open",
    "scripted": "script",
    "spoilt": "fault",
    "stolen": "stolen-device",
    "talked": "pretext",
    "unpatched": "unpatched",
    "untold": "outside-theft",
}


def test_every_kind_of_record_is_told_apart():
    assert {path.stem for path in RECORDS.glob("*.json")} == PROFILE_OF.keys()
    assert {name: told(name).profile.name for name in PROFILE_OF} == PROFILE_OF
    assert {*PROFILE_OF.values()} == PROFILES.keys()
    assert {PROFILES[name].root_cause for name in PROFILE_OF.values()} == {*Cause.__args__}


def test_a_record_tells_times_finder_size_and_amounts():
    injected = told("injected")
    assert injected.entries == ("injection",)
    assert injected.groups == (Group(("personal",), 4_600_000),)
    assert injected.channel == "attacker"
    assert (injected.year, injected.month, injected.day) == (2019, 5, 17)
    assert injected.exfiltrated is not None
    assert injected.exfiltrated.hours == pytest.approx(1 / 3)
    assert injected.discovered is not None
    assert (injected.discovered.hours, injected.discovered.vague) == (21 * 24, False)
    assert injected.contained is not None
    assert injected.contained.vague
    assert 24 < injected.contained.hours < 7 * 24
    assert told("copied").never == ("containment",)


@pytest.mark.parametrize(
    ("kinds", "total", "groups", "rest"),
    [
        ({"personal": 10, "medical": 20}, 30, [("personal", 10), ("medical", 20)], 0),
        ({"personal": 30, "medical": 30}, 30, [("medical_personal", 30)], 0),
        ({"personal": 30, "medical": 30}, None, [("medical_personal", 30)], 0),
        ({"personal": 30, "medical": 20}, None, [("personal", 30), ("medical", 20)], 0),
        ({"personal": 30, "medical": None}, 50, [("personal", 30), ("medical", 20)], 0),
        ({"personal": 30, "medical": None}, None, [("medical_personal", 30)], 0),
        ({"personal": 30, "medical": 5}, 40, [("personal", 35), ("medical", 5)], 5),
        ({"personal": None, "medical": None}, 9, [("medical_personal", 9)], 0),
        ({"personal": 12}, 12, [("personal", 12)], 0),
        ({}, 7, [("unknown", 7)], 0),
        ({}, None, [], 0),
        ({"personal": None}, None, [("personal", None)], 0),
    ],
)
def test_records_are_counted_once(kinds, total, groups, rest):
    found, uncounted = grouped(kinds, total)
    assert [(group.name, group.records) for group in found] == groups
    assert uncounted == rest


def test_no_name_of_kinds_is_too_long():
    group = grouped(dict.fromkeys(DATA.values(), 3), 3)[0][0]
    assert len(f"recorded-{group.name}") <= 60
    assert {*SCORES} <= {*DATA.values()}


def test_a_scenario_is_made_of_a_record():
    one = made("phished")
    scenario = one.scenario
    assert (scenario.root_cause, scenario.threat.kind) == ("credential-theft", "stolen_login")
    held = {h.name: h for h in scenario.organisation.holdings}
    recorded = held["recorded-medical_personal"]
    assert (recorded.records, recorded.people) == (3_700, 3_700)
    assert scenario.threat.holdings == ("recorded-medical_personal",)
    assert scenario.first_sign is not None
    assert scenario.first_sign.channel == "staff"
    assert f"{scenario.begins:%Y-%m-%d}" == "2019-05-17"
    template = load_scenario("breaches/mailbox-takeover")
    assert scenario.decisions == template.decisions
    assert {*scenario.injects} == {*template.injects}
    # The firm's own data make room: nobody is counted twice.
    firm = scenario.organisation
    people = sum(s.clients * s.people_per_client for s in firm.segments)
    assert sum(h.people for h in firm.holdings) == pytest.approx(people, abs=len(firm.holdings))
    assert loads(one.text) == scenario
    assert not NAMES.search(one.text)


def test_what_a_record_does_not_tell_is_listed():
    said = "\n".join(words["en"] for words in made("untold").defaults)
    for part in ("kind of breach", "number of records", "size of the firm", "who found it"):
        assert part in said
    for part in ("time to discovery", "when it began", "kinds of data", "country", "way in"):
        assert part in said
    assert all(words["zh"] and words["zh"] != words["en"] for words in made("untold").defaults)
    head = made("untold").text.partition("kind: scenario")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert all(words["en"] in head for words in made("untold").defaults)


def test_a_first_sign_comes_when_somebody_is_there_to_see_it():
    for name in ("phished", "untold", "injected"):
        scenario = made(name).scenario
        assert scenario.first_sign is not None
        comes = scenario.begins + datetime.timedelta(hours=scenario.first_sign.after_h)
        assert comes.weekday() < 5
        assert 8 <= comes.hour < 19
    exactly = made("mis-sent").scenario.first_sign
    assert exactly is not None
    assert exactly.after_h == 5


def test_more_people_than_the_firm_has_are_more_for_each_client():
    firm = made("injected").scenario.organisation
    people = sum(s.clients * s.people_per_client for s in firm.segments)
    assert people == pytest.approx(sum(h.people for h in firm.holdings), rel=1e-3)
    assert len(firm.holdings) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PROFILE_OF))
def test_each_record_checks_runs_and_comes_back(name, tmp_path):
    path = tmp_path / "imported.yaml"
    path.write_text(made(name).text, encoding="utf-8")
    checked = check(path)
    assert (checked.faults, checked.warnings) == ((), ())
    assert not NAMES.search(made(name).text)
    first = told(name)
    ran = run(load_scenario(path), "plans/lean", seed=3)
    record = record_of(ran)
    assert faults_of(record) == []
    again = read_back(record)
    assert again.profile.breach == first.profile.breach
    assert again.profile.root_cause == first.profile.root_cause
    assert {*again.groups[0].kinds} <= {k for g in made_groups(name) for k in g.kinds}
    assert again.records == pytest.approx(ran.outcome.records_out, rel=0.01, abs=1)
    if ran.outcome.first_sign_h is None:
        assert "discovery" in again.never
        return
    assert again.discovered is not None
    assert again.discovered.hours == pytest.approx(ran.outcome.first_sign_h, rel=0.05, abs=0.01)
    assert again.disclosed or first.profile.name in ("lost", "stolen-device")
    assert (again.year, again.month, again.day) == (
        *(ran.program.begins.year, ran.program.begins.month, ran.program.begins.day),
    )


def made_groups(name: str) -> tuple[Group, ...]:
    return told(name).groups or (Group(("unknown",), None),)


def read_back(record: dict[str, Any]) -> Incident:
    return incident_of(record_of_bytes(json.dumps(record).encode()))


def faults_of(record: dict[str, Any]) -> list[str]:
    schema = json.loads((RECORDS.parent / "veris.schema.json").read_text(encoding="utf-8"))
    return [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(record)]


def test_the_made_up_records_are_records_of_the_format():
    for name in PROFILE_OF.keys() - {"untold"}:
        record = json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))
        assert faults_of(record) == []


def test_a_run_is_a_record_without_names_and_comes_back():
    ran = run(made("mis-sent").scenario, "plans/no-plan", seed=3)
    record = record_of(ran)
    assert faults_of(record) == []
    assert record == record_of(ran)
    assert not NAMES.search(json.dumps(record))
    assert record["confidence"] == "None"
    assert "Simulated" in record["summary"]
    assert record["victim"]["employee_count"] == "11 to 100"
    assert sum(one["amount"] for one in record["impact"]["loss"]) == pytest.approx(
        ran.outcome.cost, rel=0.001
    )
    again = read_back(record)
    assert again.profile == told("mis-sent").profile
    assert again.groups == told("mis-sent").groups
    assert f"channel/{again.channel}" == ran.outcome.found_by


def test_no_text_of_the_inputs_is_in_a_record():
    scenario = made("mis-sent").scenario
    loud = "Zanzibar Widgets"
    scenario = scenario.change(
        {"title": loud, "organisation.title": loud, "organisation.place": loud, "name": "zanzibar"}
    )
    record = record_of(run(scenario, "plans/no-plan", seed=3))
    assert not NAMES.search(json.dumps(record))


@pytest.mark.parametrize("hours", [0.0001, 0.3, 1, 23.9, 24, 100, 729, 5000, 90_000])
def test_a_time_is_told_to_five_percent(hours):
    said = lasting_as(hours)
    assert said["value"] * HOURS[said["unit"]] == pytest.approx(max(hours, 1 / 3600), rel=0.05)


@pytest.mark.slow
def test_an_imported_record_plays_and_is_exported(tmp_path):
    drill = Drill.start(
        made("phished").scenario, "plans/lean", file=tmp_path / "one.drill", seed=4
    )
    drill.jump("inject")
    assert drill.view().injects
    drill.step(48)
    drill.close()
    called("export", tmp_path / "one.drill", "--out", tmp_path / "out.json", "--veris")
    record = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert faults_of(record) == []
    assert read_back(record).profile.name == "stolen-login"
    again = scenario_of(record_in(tmp_path / "out.json")).scenario
    assert again.first_sign is not None
    assert again.first_sign.channel == "staff"


def test_the_command_lists_what_was_taken(tmp_path, capsys):
    path = tmp_path / "sent.yaml"
    called("import", RECORDS / "mis-sent.json", "--out", path, "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["defaults"][0].keys() == {"en", "zh"}
    assert load_scenario(path).name == said["scenario"]
    assert load_scenario(path).threat.records == 1_180
    called("import", RECORDS / "mis-sent.json", "--out", path, status=2)


def test_a_record_has_a_file_of_its_own_kind_and_no_names_to_replace(tmp_path, capsys):
    called("export", "one.drill", "--out", tmp_path / "one.drillpack", "--veris", status=2)
    called("export", "one.drill", "--out", tmp_path / "one.json", status=2)
    out = tmp_path / "one.json"
    called("export", "one.drill", "--out", out, "--veris", "--anonymous", status=2)
    assert "holds no names at all" in capsys.readouterr().err.replace("\n", " ")


# -- strangers ---------------------------------------------------------------------------------

HOSTILE = {
    "nothing": (b"", "not JSON"),
    "words": (b"hello", "not JSON"),
    "list": (b"[1, 2]", "a list of 2 things"),
    "number": (b"7", "a single value"),
    "not a record": (b'{"a": 1}', "no incident record"),
    "twice": (b'{"action": {}, "action": {}}', "given twice"),
    "nan": (b'{"action": NaN}', "NaN is no number"),
    "infinite": (b'{"action": 1e999}', "too large"),
    "digits": (b'{"action": ' + b"9" * 5_000 + b"}", "5,000 digits"),
    "deep": (b'{"action": ' + b"[" * 30 + b"]" * 30 + b"}", "over 20 levels"),
    "very deep": (b"[" * 100_000, "over 20 levels"),
    "large": (b" " * (MOST_BYTES + 1), "too large"),
    "encoding": (b'{"action": "\xff"}', "not UTF-8"),
    "utf-16": ('{"action": {}}'.encode("utf-16"), "not UTF-8"),
    "control": (b'{"action": "\x00"}', "not JSON"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_record_is_refused_with_one_message(name):
    data, said = HOSTILE[name]
    with pytest.raises(InputError, match=said) as refused:
        incident_of(record_of_bytes(data, "r.json"))
    assert len(refused.value.faults) == 1
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": "hacking"}, "action: got 'hacking'; expected fields"),
        ({"action": {"error": {"variety": [7]}}}, "action.error.variety.0: got 7"),
        ({"action": {"environmental": {"variety": ["Fire"]}}}, "nobody did it"),
        ({"security_incident": "False positive"}, "false alarm"),
        ({"timeline": {"incident": {"year": True}}}, "year: got True"),
        ({"timeline": {"incident": {"year": 2019, "month": 2, "day": 30}}}, "is no day"),
        ({"timeline": {"discovery": {"unit": "Days", "value": -1}}}, "value: got -1"),
        ({"timeline": {"discovery": {"unit": ["Days"]}}}, "expected a word"),
        ({"attribute": {"confidentiality": {"data_total": 1e16}}}, "data_total: got 1e"),
        ({"attribute": {"confidentiality": {"data": [{"amount": "5"}]}}}, "amount: got '5'"),
        ({"attribute": {"confidentiality": {"data": ["Medical"]}}}, "this is no kind of data"),
        ({"attribute": {"confidentiality": {"data": [{}] * 101}}}, "at most 100"),
        ({"attribute": {"confidentiality": {"data_disclosure": "No"}}}, "no data were disclosed"),
        ({"victim": [{"employee_count": "Small"}]}, "victim: got"),
    ],
)
def test_what_is_wrong_in_a_record_is_said_with_its_place(fields, said):
    text = json.dumps(LEAST | fields, indent=1)
    with pytest.raises(InputError) as refused:
        incident_of(record_of_bytes(text.encode(), "r.json"))
    assert said in str(refused.value)
    assert refused.value.faults[0].line > 0


def test_words_of_a_stranger_do_not_reach_the_scenario():
    bad = 'x"\n- !!python/object/apply:os.system [id]\n# {{7*7}} <img src=x>\u202e\x00'
    record: dict[str, Any] = {
        "action": {"hacking": {"variety": [bad], "vector": [bad]}},
        "actor": {"external": {"variety": [bad], "country": [bad], "name": [bad]}},
        "attribute": {"confidentiality": {"data": [{"variety": bad, "amount": 5}]}},
        "victim": {"victim_id": bad, "employee_count": bad, "industry": bad},
        "discovery_method": {"external": {"variety": [bad]}},
        "timeline": {"discovery": {"unit": bad}},
        "summary": bad,
        bad: bad,
    }
    one = scenario_of(record_of_bytes(json.dumps(record).encode()))
    for word in ("python", "os.system", "{{", "<img", "\u202e", "\x00"):
        assert word not in one.text
    assert "3 words of the record" in "\n".join(words["en"] for words in one.defaults)


PLACES = (
    *(
        ("action", "hacking"),
        ("action", "error", "variety"),
        ("actor",),
        ("timeline", "discovery"),
    ),
    *(("attribute", "confidentiality", "data"), ("victim", "employee_count"), ("asset", "assets")),
    *(("discovery_method", "internal"), ("timeline", "incident", "year"), ("attribute",)),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("variety", "amount", "unit", "value", "internal", "integrity")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(place=st.sampled_from(PLACES), value=ANYTHING)
@settings(max_examples=30, deadline=None)
def test_anything_in_a_record_is_read_or_refused(place, value):
    record: dict[str, Any] = json.loads(json.dumps(LEAST))
    inside = record
    for part in place[:-1]:
        inside = inside.setdefault(part, {})
    inside[place[-1]] = value
    try:
        data = json.dumps(record, allow_nan=False).encode()
    except ValueError:
        return
    with contextlib.suppress(InputError):
        assert incident_of(record_of_bytes(data)).profile.name in PROFILES


def test_every_message_about_records_is_said():
    from simulation.messages.veris import VERIS
    from simulation.veris import making

    said = {f"entry-{entry}" for entry in (*ENTRIES.values(), "mail")}
    said |= {f"what-{name}" for name in PROFILES} | {f"data-{kind}" for kind in DATA.values()}
    said |= {f"some-{unit.lower()}" for unit in HOURS}
    said |= {f"sign-{channel}{part}" for channel in making._MODE for part in ("", "-text")}
    folder = Path(making.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    words = set(re.findall(r"[\"'](?:veris/)?([a-z-]+)[\"']", source))
    said |= words | {f"default-{word}" for word in words}
    said |= {f"{head}-{word}" for head in ("told", "debrief") for word in words}
    assert [key for key in VERIS if key.removeprefix("veris/") not in said] == []

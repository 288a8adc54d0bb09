"""Files become models or every fault is told; nothing is executed or followed outside."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulation import files
from simulation.errors import Fault, InputError, UnknownName
from simulation.files import check, dump, evidence, evidence_row, library, load, loads
from simulation.files.tree import MAX_BYTES, Source, parse, plain, write
from simulation.program.program import Program

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
DATA = HERE / "data"
SHIPPED = [entry.name for entry in library()]


def faults_of(path: Path | str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value.faults


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        loads(text)
    return [str(fault) for fault in caught.value.faults]


# -- damaged files ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_damaged_file_gets_exactly_its_messages(path):
    found = [str(f).replace(f"{Path(f.file).parent}/", "", 1) for f in faults_of(path)]
    assert found == path.with_suffix(".err").read_text(encoding="utf-8").splitlines()


def test_every_damaged_file_has_its_messages_and_there_are_many():
    assert len(BAD) >= 40
    assert {p.stem for p in BAD} == {p.stem for p in (HERE / "bad").glob("*.err")}


def test_a_fault_in_an_inherited_value_names_the_base_file_and_its_line():
    own, inherited = faults_of(HERE / "bad" / "inherited.yaml")
    assert (Path(own.file).name, own.line) == ("inherited.yaml", 5)
    assert Path(inherited.file).name == "base.yaml"
    line = Path(inherited.file).read_text(encoding="utf-8").splitlines()[inherited.line - 1]
    assert line[inherited.column - 1 :] == "900"


def test_a_file_over_one_megabyte_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    assert [fault.problem for fault in faults_of(path)] == ["the file is too large"]


@pytest.mark.slow
def test_a_file_of_too_many_values_is_refused():
    assert problems(f"kind: [{'1,' * 60_000}]")[0].startswith("text:1:")


def test_too_many_references_are_refused(tmp_path):
    (tmp_path / "law.yaml").write_bytes((DATA / "law.yaml").read_bytes())
    firm = (DATA / "firm.yaml").read_text(encoding="utf-8")
    path = tmp_path / "firm.yaml"
    path.write_text(firm.replace("[law.yaml]", f"[{'law.yaml, ' * 101}]"), encoding="utf-8")
    assert "more than 100 references" in [fault.problem for fault in faults_of(path)]


def test_a_missing_file_and_a_missing_name_suggest_what_is_there():
    assert [fault.hint for fault in faults_of(DATA / "frim.yaml")] == ["firm.yaml"]
    with pytest.raises(UnknownName) as caught:
        load("plans/leen")
    assert (caught.value.kind, caught.value.hint) == ("plan", "plans/lean")
    with pytest.raises(UnknownName, match="there is no library file of this name"):
        load("nothing/like-it")
    with pytest.raises(UnknownName, match="did you mean “breaches/insider-export”"):
        load("insider-exprt")


def test_a_folder_is_no_file(tmp_path):
    folder = tmp_path / "plan.yaml"
    folder.mkdir()
    assert [fault.problem for fault in faults_of(folder)] == ["there is no such file"]


def test_a_reference_may_not_leave_the_folder_by_a_link(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "plan.yaml").write_bytes((DATA / "plan.yaml").read_bytes())
    (inside / "link.yaml").symlink_to(tmp_path / "plan.yaml")
    path = inside / "own.yaml"
    path.write_text("kind: plan\nextends: link.yaml\n", encoding="utf-8")
    assert [f.problem for f in faults_of(path)] == [
        "the reference 'link.yaml' leads out of the folder"
    ]


@pytest.mark.parametrize(
    "reference",
    [
        *("/etc/passwd", "../plan.yaml", "a/../../plan.yaml", "~/plan.yaml", "C:\\plan.yaml"),
        *("http://example.org/plan.yaml", "file:plan.yaml", "plan", ""),
    ],
)
def test_references_to_elsewhere_are_refused(tmp_path, reference):
    (tmp_path / "plan.yaml").write_bytes((DATA / "plan.yaml").read_bytes())
    path = tmp_path / "own.yaml"
    path.write_text(f"kind: plan\nextends: '{reference}'\n", encoding="utf-8")
    (fault,) = faults_of(path)
    assert (fault.line, fault.column) == (2, 10)
    assert fault.expected.startswith("a name in the library, or a .yaml file beside this one")


def test_a_text_refers_to_the_library_alone():
    (told,) = problems("kind: plan\nextends: plan.yaml")
    assert told.startswith("text:2:10: the reference 'plan.yaml' needs a file beside this one;")


def test_a_file_that_changed_is_read_again(tmp_path):
    path = tmp_path / "plan.yaml"
    text = (DATA / "plan.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert load(path).name == "plan"
    path.write_text(text.replace("name: plan", "name: other"), encoding="utf-8")
    assert load(path).name == "other"


def test_what_changed_beneath_a_file_is_read_again_and_else_nothing_is(tmp_path):
    base, own = tmp_path / "base.yaml", tmp_path / "own.yaml"
    written = (DATA / "plan.yaml").read_text(encoding="utf-8")
    base.write_text(written, encoding="utf-8")
    own.write_text("kind: plan\nextends: base.yaml\n", encoding="utf-8")
    first = load(own)
    assert load(own) is first
    base.write_text(written.replace("name: plan", "name: other"), encoding="utf-8")
    assert (first.name, load(own).name) == ("plan", "other")
    base.write_text("kind: plan\nname: [", encoding="utf-8")
    assert Path(faults_of(own)[0].file).name == "base.yaml"
    base.unlink()
    assert "there is no file" in faults_of(own)[0].problem
    base.write_text(written, encoding="utf-8")
    assert load(own) == first


def test_a_relative_path_is_another_file_in_another_folder(tmp_path, monkeypatch):
    written = (DATA / "plan.yaml").read_text(encoding="utf-8")
    for name in ("here", "away"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "own.yaml").write_text(written.replace("name: plan", f"name: {name}"))
        os.utime(folder / "own.yaml", (0, 0))
        monkeypatch.chdir(folder)
        assert load("own.yaml").name == name


# -- YAML 1.2 as written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *[(word, word) for word in ("no", "yes", "on", "off", "y", "n", "No", "1:30", "1_000")],
        *[("0o17", 15), ("0x1F", 31), ("010", 10), ("+5", 5), ("-0", 0), ("1e3", 1000.0)],
        *[(".5", 0.5), ("2026-03-02", "2026-03-02"), ("~", None), ("null", None), ("", None)],
        *[
            ("true", True),
            ("False", False),
            ("'true'", "true"),
            ('"12"', "12"),
            ("1.2.3", "1.2.3"),
        ],
        *[("=", "="), ("0b11", "0b11"), ("190:20:30", "190:20:30"), ("12e03", 12000.0)],
    ],
)
def test_scalars_are_read_by_the_core_rules(written, read):
    tree, faults = parse(f"a: {written}".encode(), Source("x"))
    assert tree is not None
    assert not faults
    value = plain(tree)["a"]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize("word", [".nan", ".inf", "-.INF", "1e400", "-1e999", "9" * 31])
def test_numbers_that_are_none_are_refused(word):
    _, faults = parse(f"a: {word}".encode(), Source("x"))
    assert [(f.line, f.column, f.expected) for f in faults] == [(1, 4, "an ordinary number")]


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    text = (DATA / "plan.yaml").read_text(encoding="utf-8").replace("\n", "\r\n")
    assert loads("\ufeff" + text) == load(DATA / "plan.yaml")


def test_wrong_bytes_are_found_in_their_line():
    _, (fault,) = parse("a: 1\nb: 你\n".encode() + b"c: \xff", Source("x"))
    assert str(fault) == "x:3:4: this is not UTF-8; expected a file saved as UTF-8"


# -- references, extends, parameters ------------------------------------------------------------


def test_a_scenario_holds_its_organisation_laws_and_parameters():
    scenario = files.load_scenario(DATA / "leak.yaml")
    assert scenario.organisation == load(DATA / "firm.yaml")
    assert scenario.organisation.laws == (load(DATA / "law.yaml"),)
    assert scenario.parameters == load("parameters/standard")


def extended(tmp_path: Path, kind: str, base: str, text: str):
    for path in DATA.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    own = tmp_path / "own.yaml"
    own.write_text(f"kind: {kind}\nextends: {base}\n{text}", encoding="utf-8")
    return load(own)


def test_extends_merges_mappings_replaces_lists_and_removes_nulls(tmp_path):
    text = """
tasks:
  triage: {priority: 81, effects: [{effect: flag, flag: aware}]}
  close-cause: null
  stop: {again: null}
"""
    plan = extended(tmp_path, "plan", "plan.yaml", text)
    base = files.load_plan(DATA / "plan.yaml")
    assert plan.tasks["triage"].priority == 81
    assert plan.tasks["triage"].people == base.tasks["triage"].people
    assert len(plan.tasks["triage"].effects) == 1
    assert "close-cause" not in plan.tasks
    assert plan.tasks["stop"].again is None
    assert plan.tasks["scope"] == base.tasks["scope"]


def test_a_claim_is_replaced_whole(tmp_path):
    text = "tasks: {triage: {effort_h: {value: 3}}, stop: {effort_h: 4}}"
    plan = extended(tmp_path, "plan", "plan.yaml", text)
    assert plan.tasks["triage"].effort_h.value == 3
    assert plan.tasks["triage"].effort_h.lognormal is None
    assert plan.tasks["stop"].effort_h.value == 4


def test_a_threat_of_another_kind_replaces_the_first(tmp_path):
    text = "threat: {kind: one_mistake, holdings: [client-list], records: 10}"
    assert extended(tmp_path, "scenario", "leak.yaml", text).threat.records == 10


def test_a_scenario_can_change_an_inherited_organisation_and_parameters(tmp_path):
    text = """
organisation: {teams: [{name: solo, title: Solo, heads: 1, wage_per_h: 1, roles: [it]}]}
parameters: {trust: {full: 0.9}}
"""
    scenario = extended(tmp_path, "scenario", "leak.yaml", text)
    standard = load("parameters/standard")
    assert [team.name for team in scenario.organisation.teams] == ["solo"]
    assert scenario.organisation.place == "Land"
    assert scenario.parameters.trust.full.central == 0.9
    assert scenario.parameters.trust.shock == standard.trust.shock


def test_an_organisation_can_be_extended_inside_a_scenario(tmp_path):
    text = "organisation: {extends: firm.yaml, name: other-firm}"
    scenario = extended(tmp_path, "scenario", "leak.yaml", text)
    assert scenario.organisation.name == "other-firm"


def test_removing_changed_parameters_gives_the_standard_back(tmp_path):
    for path in DATA.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = tmp_path / "changed.yaml"
    text = "kind: scenario\nextends: leak.yaml\nparameters: {trust: {full: 0.9}}\n"
    changed.write_text(text, encoding="utf-8")
    again = tmp_path / "again.yaml"
    again.write_text("kind: scenario\nextends: changed.yaml\nparameters: null\n", encoding="utf-8")
    assert load(changed).parameters.trust.full.central == 0.9
    assert load(again).parameters == load("parameters/standard")


def test_a_part_that_extends_a_file_of_its_own_replaces_the_whole_part():
    whose = "organisation: {extends: organisations/agency-80, name: ours}"
    scenario = loads(f"kind: scenario\nextends: breaches/mis-sent-filing\n{whose}")
    assert scenario.organisation == load("organisations/agency-80").change({"name": "ours"})


def test_a_scenario_that_extends_itself_is_a_fault(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("kind: scenario\nextends: own.yaml\n", encoding="utf-8")
    assert [fault.line for fault in faults_of(path)] == [2]


# -- back to YAML -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SHIPPED, *sorted(DATA.glob("*.yaml"))], ids=str)
def test_a_model_comes_back_from_its_own_yaml(name):
    model = load(name)
    written = dump(model)
    back = loads(written)
    assert back == model
    assert dump(back) == written


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(
        ["1e5", ".5e3", "no", "null", "0o7", "1:30", "a: b", "# x", "- x", "~", " x"]
    ),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.from_regex("[a-z0-9]{1,8}", fullmatch=True), children, max_size=4)
    ),
    max_leaves=12,
)


def readable(data: object) -> bool:
    """Whether YAML can hold the text at all: no control characters but line ends and tabs."""
    if isinstance(data, str):
        return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", data)
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return all(readable(child) for child in children)


@given(PLAIN)
@example("line\nline")
@example("tab\tend\t")
@example("\u2028\u0085\ufeff")
@example(1e-300)
def test_plain_data_come_back_from_yaml(data):
    tree, faults = parse(write({"a": data}).encode(), Source("x"))
    assert not faults
    assert tree is not None
    assert plain(tree) == {"a": data}


# -- the library and its evidence ---------------------------------------------------------------


def test_the_library_lists_what_it_holds():
    kinds = {entry.name: entry.kind for entry in library()}
    assert kinds["organisations/bookkeeping-12"] == "organisation"
    assert kinds["breaches/insider-export"] == "scenario"
    assert kinds["plans/lean"] == "plan"
    assert kinds["laws/china"] == "law"
    titled = [entry for entry in library() if entry.kind in ("organisation", "scenario", "plan")]
    assert all(entry.title and entry.summary for entry in titled)


def test_every_library_file_is_without_fault_or_warning():
    for entry in library():
        checked = check(entry.name)
        assert checked.kind == entry.kind
        assert [str(fault) for fault in (*checked.faults, *checked.warnings)] == []


def test_the_evidence_table_is_found_by_id():
    assert evidence()["T18"] is evidence_row("T18")
    with pytest.raises(UnknownName) as caught:
        evidence_row("T181")
    assert caught.value.kind == "evidence row"
    assert caught.value.hint.startswith("T18")


# -- check --------------------------------------------------------------------------------------


def test_check_returns_faults_instead_of_raising():
    assert check(HERE / "bad" / "empty.yaml").faults[0].problem == "the file is empty"
    assert check("plans/leen").faults[0].hint == "plans/lean"


def test_check_names_numbers_without_source_with_their_place():
    warnings = check(DATA / "law.yaml").warnings
    assert warnings[0].problem == "case.base_log_odds: this number says not where it comes from"
    assert (warnings[0].line, warnings[0].column) == (17, 18)


def firm_with(tmp_path, *changes):
    firm = dump(load("organisations/bookkeeping-12"))
    for before, after in changes:
        assert before in firm
        firm = firm.replace(before, after)
    path = tmp_path / "firm.yaml"
    path.write_text(firm, encoding="utf-8")
    return path


def test_check_notes_where_a_plan_takes_hours_from_a_team(tmp_path):
    own = "Mon 09:00-18:00, Wed 09:00-18:00, Fri 09:00-18:00"
    # Six days of twelve hours, and over two midnights: 72 + 2 * 3 + 2.
    long = "Mon-Sat 08:00-20:00, Fri-Sat 22:00-01:00, Sun 10:00-12:00"
    firm = firm_with(tmp_path, (own, long))
    checked = check("plans/lean", organisation=firm)
    (note,) = checked.notes
    assert (checked.faults, checked.warnings) == ((), ())
    assert "the team 'it'" in note.problem
    assert f"its own 80 h ({long})" in note.problem
    # Five days of nine hours and two hours more.
    assert "55 h a week (Mon-Fri 09:00-18:00 and 2 h more a shift)" in note.problem
    assert check("plans/no-plan", organisation=firm).notes == ()
    assert check("plans/lean", organisation="organisations/bookkeeping-12").notes == ()


@pytest.mark.parametrize(
    "change", [("roles:\n      - it", "roles:\n      - hr"), ("- name: it\n", "- name: admins\n")]
)
def test_check_notes_which_plans_a_firm_cannot_play_and_refuses_what_compare_refuses(
    tmp_path, change
):
    firm = firm_with(tmp_path, change)
    checked = check(firm)
    assert (checked.faults, checked.warnings) == ((), ())
    noted = " ".join(note.problem for note in checked.notes)
    for name in (entry.name for entry in library() if entry.kind == "plan"):
        refused = check(name, organisation=firm).faults
        assert (name in noted) == bool(refused)
        with contextlib.ExitStack() as stack:
            if refused:
                stack.enter_context(pytest.raises(InputError))
            Program(load("breaches/lost-laptop"), load(name), load(firm))
    assert "plans/lean" in noted


def test_check_of_a_plan_says_what_the_breach_asks_of_a_firm_in_vain(tmp_path):
    firm = firm_with(tmp_path, ("- name: payroll-files\n", "- name: wages\n"))
    with pytest.raises(InputError) as caught:
        Program(load("breaches/insider-export"), load("plans/lean"), load(firm))
    faults = check("plans/lean", "breaches/insider-export", firm).faults
    assert sorted(map(str, faults)) == sorted(map(str, caught.value.faults))
    assert "payroll-files" in str(faults)
    noted = [note.problem for note in check(firm).notes]
    for name in (entry.name for entry in library() if entry.kind == "scenario"):
        asks = "payroll-files" in load(name).threat.holdings
        assert asks == any(f"{name}," in note or f"{name}:" in note for note in noted)


@pytest.mark.parametrize(
    ("place", "value", "low", "high"),
    [
        ("turnover_per_year", 1.0, 100_000, 1e12),
        ("turnover_per_year", 1e15, 100_000, 1e12),
        ("teams.it.wage_per_h", 320_000.0, 0.5, 10_000),
        ("teams.it.wage_per_h", 0.001, 0.5, 10_000),
        ("systems.mail.downtime_cost_per_h", 1e6, 0.0, 1e6),
        ("segments.payroll.margin_per_client_year", 1e7, 0.0, 1e7),
    ],
)
def test_check_warns_of_an_amount_that_is_hardly_meant_and_says_the_range(
    tmp_path, place, value, low, high
):
    path = tmp_path / "firm.yaml"
    firm = load("organisations/bookkeeping-12")
    path.write_text(dump(firm.change({place: value})), encoding="utf-8")
    (warning,) = check(path).warnings
    first, last = re.match(r"([\d.,]+) to ([\d.,]+): ", warning.expected).groups()
    said = [float(one.replace(",", "")) for one in (first, last)]
    assert low <= said[0] < said[1] <= high
    assert not said[0] <= value <= said[1]
    line = path.read_text(encoding="utf-8").splitlines()[warning.line - 1]
    assert place.rpartition(".")[2] in line
    # What lies within the range is not warned of.
    within = dump(firm.change({place: (said[0] + said[1]) / 2}))
    path.write_text(within, encoding="utf-8")
    assert check(path).warnings == ()


def test_a_currency_of_many_digits_is_not_taken_for_a_slip(tmp_path):
    path = tmp_path / "firm.yaml"
    firm = load("organisations/bookkeeping-12")
    changes = {"turnover_per_year": firm.turnover_per_year * 3_500}
    for kind, field in (("teams", "wage_per_h"), ("systems", "downtime_cost_per_h")):
        for one in getattr(firm, kind):
            changes[f"{kind}.{one.name}.{field}"] = getattr(one, field) * 3_500
    path.write_text(dump(firm.change(changes)), encoding="utf-8")
    assert check(path).warnings == ()


def test_check_of_a_breach_looks_at_its_firm_too(tmp_path):
    firm = load("organisations/bookkeeping-12")
    changes = {"turnover_per_year": 1.0, "segments.payroll.clients": 900}
    (tmp_path / "firm.yaml").write_text(dump(firm.change(changes)), encoding="utf-8")
    path = tmp_path / "breach.yaml"
    path.write_text(
        "kind: scenario\nextends: breaches/lost-laptop\nname: ours\norganisation: firm.yaml\n",
        encoding="utf-8",
    )
    amount, people = check(path).warnings
    assert amount.problem.startswith("organisation.turnover_per_year: 1 CNY is hardly meant")
    assert people.problem.startswith("organisation.holdings: the holdings have 12,910 people")
    assert {Path(one.file).name for one in (amount, people)} == {"firm.yaml"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("controls: {patching: {quality: 0,8}}", "in quality a number with a decimal point, 0.8"),
        (
            "controls: {patching: {quality: 0,08}}",
            "in quality a number with a decimal point, 0.08",
        ),
        ("letter_cost: {value: 1,5}", "in value a number with a decimal point, 1.5"),
        ("turnover_per_year: 0,8", "a number with a decimal point, 0.8"),
        ("letter_cost: 1,5", "a number with a decimal point, 1.5"),
        ("turnover_per_year: 24,700,000", "a number without commas, 24700000"),
    ],
)
def test_a_decimal_comma_is_told_as_one(lines, said):
    base = "kind: organisation\nextends: organisations/bookkeeping-12\nname: ours\n"
    assert problems(base + lines)[0].partition("; expected ")[2] == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "a day from 2026-02-01 to 2026-02-28"),
        ("2024-02-30", "a day from 2024-02-01 to 2024-02-29"),
        ("2026-04-31", "a day from 2026-04-01 to 2026-04-30"),
        ("2026-13-01", "a month from 01 to 12"),
    ],
)
def test_a_day_that_does_not_exist_is_told_as_one(day, said):
    base = "kind: scenario\nextends: breaches/mis-sent-filing\nname: ours\n"
    (problem,) = problems(f'{base}begins: "{day} 10:00"')
    assert problem.endswith(f"begins: there is no day {day}; expected {said}")


def test_check_names_unknown_evidence_and_a_base_off_its_centre(tmp_path):
    law = (DATA / "law.yaml").read_text(encoding="utf-8")
    law = law.replace("weight: 0.9", "weight: {value: 0.9, evidence: T181}")
    judged = "{value: 2, judgement: {low: 1, base: 3, high: 4}, why: Guess}"
    path = tmp_path / "law.yaml"
    path.write_text(law.replace("weight: 0.1", f"weight: {judged}"), encoding="utf-8")
    told = [w for w in check(path).warnings if "says not" not in w.problem]
    assert [w.problem for w in told] == [
        "fines.0.weight.evidence: there is no evidence 'T181'",
        "fines.1.weight.judgement.base: base is 3 and the claim's middle is 2",
    ]
    assert told[0].hint.startswith("T18")


def test_check_holds_a_plan_against_scenario_and_organisation():
    good = check(DATA / "plan.yaml", DATA / "leak.yaml")
    assert good.faults == ()
    elsewhere = check(DATA / "plan.yaml")
    assert {fault.file for fault in elsewhere.faults} == {str(DATA / "plan.yaml")}
    assert [fault.problem for fault in elsewhere.faults][:1] == [
        "support.lent.desk: 'desk' is not known"
    ]
    assert all(fault.line > 1 for fault in elsewhere.faults)


def test_check_names_an_answer_that_no_scenario_asks_for(tmp_path):
    path = tmp_path / "plan.yaml"
    plan = (DATA / "plan.yaml").read_text(encoding="utf-8")
    path.write_text(plan.replace("{whom: all}", "{whm: all}"), encoding="utf-8")
    (fault,) = check(path, DATA / "leak.yaml").faults
    assert (fault.problem, fault.hint) == ("answers.whm: no scenario asks 'whm'", "whom")


# -- no file can do worse than be refused ---------------------------------------------------------

SOURCES = [(DATA / name).read_bytes() for name in ("plan.yaml", "law.yaml")]


def loads_or_is_refused(data: bytes) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _, faults = parse(data, Source("x"))
        assert len(faults) == 1
        return
    faults: tuple[Fault, ...] = ()
    try:
        loads(text)
    except InputError as error:
        faults = error.faults
    assert all(len(str(fault).splitlines()) == 1 for fault in faults)


FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.sampled_from(SOURCES), st.data())
def test_any_truncation_loads_or_is_refused(source, data):
    loads_or_is_refused(source[: data.draw(st.integers(0, len(source)))])


@FUZZ
@given(st.sampled_from(SOURCES), st.data())
def test_any_changed_bytes_load_or_are_refused(source, data):
    changed = bytearray(source)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(source) - 1))
        byte = data.draw(
            st.integers(0, 255) | st.sampled_from(list(b"'\"[]{}:#&*!|>%@`,-? \n\t0~<"))
        )
        changed[place] = byte
    loads_or_is_refused(bytes(changed))


@FUZZ
@given(st.text(st.sampled_from("[]{}:#&*!|>%@`,-? \n\"'\\abc019.~<"), max_size=60))
@example("? ")
@example("!<")
@example("%TAG ! x\n---\na")
@example("a: |9\n b")
@example('a: "\\')
@example('a: "\\uD800"')
@example("- - - -")
@example("{? : }")
def test_any_text_is_refused_in_one_line_each(text):
    loads_or_is_refused(f"kind: plan\nextends: {text}".encode())
    loads_or_is_refused(text.encode())


@settings(max_examples=80)
@given(st.sampled_from(["plan", "law", "organisation", "scenario"]), PLAIN, st.data())
def test_any_data_in_the_place_of_any_field_loads_or_is_refused(kind, value, data):
    if not readable(value):
        return
    name = {"organisation": "firm", "scenario": "leak"}.get(kind, kind)
    content = load(DATA / f"{name}.yaml").plain()
    content.pop("parameters", None)  # the standard ones are large and always the same
    place = content
    while isinstance(place, (dict, list)) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()) or not isinstance(place[key], (dict, list)):
            place[key] = value
            break
        place = place[key]
    loads_or_is_refused(write({"kind": kind, **content}).encode())


def test_a_plan_alone_is_told_of_options_that_no_scenario_offers(tmp_path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("kind: plan\nextends: plans/lean\nname: ours\nanswers: {whom: posible}\n")
    (fault,) = check(path).faults
    said = "answers.whom: no scenario offers 'posible'"
    assert (fault.problem, fault.hint) == (said, "possible")
    assert (fault.line, fault.column) == (4, 17)

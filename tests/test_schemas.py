"""The JSON Schemas for editors: current, true of what ships, and against what is damaged."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from simulation.files import loads, schemas
from simulation.files.tree import Source, parse, plain

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
SHIPPED = sorted(SCENARIOS.rglob("*.yaml"))
KINDS = ("organisation", "scenario", "plan", "law", "parameters", "control")
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SEEN_BY_SCHEMA = (
    *("bad-extends", "claims", "dates", "inherited", "law-yaml-traps", "misspelt-kind"),
    *("misspelt-login", "no-kind", "organisation-many-faults", "plan-many-faults"),
    *("references-outside", "scenario-many-faults", "shift-and-hours", "units", "wrong-kind"),
)
"""Damaged files that an editor marks while they are written."""


@functools.cache
def validator(kind: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(schemas()[f"{kind}.schema.json"]))


def data_of(text: str | bytes) -> Any:
    tree, _ = parse(text.encode() if isinstance(text, str) else text, Source("x"))
    assert tree is not None
    return plain(tree)


def errors(text: str | bytes, kind: str | None = None) -> list[str]:
    data = data_of(text)
    return [error.message for error in validator(kind or data["kind"]).iter_errors(data)]


def test_there_is_a_schema_for_each_kind_and_each_is_a_schema():
    assert list(schemas()) == [f"{kind}.schema.json" for kind in KINDS]
    for kind in KINDS:
        jsonschema.Draft7Validator.check_schema(validator(kind).schema)


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind):
    path = SCENARIOS / "schemas" / f"{kind}.schema.json"
    assert path.read_bytes() == schemas()[path.name].encode()


def test_no_schema_lies_there_that_is_not_made():
    assert {path.name for path in (SCENARIOS / "schemas").iterdir()} == {*schemas()}


@pytest.mark.slow
def test_a_shipped_file_names_its_schema_and_keeps_to_it():
    assert SHIPPED
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        named = MODELINE.fullmatch(text.splitlines()[0])
        assert named, f"{path.name}: the first line names no schema"
        schema = (path.parent / named[1]).resolve()
        data = data_of(text)
        assert schema == SCENARIOS / "schemas" / f"{data['kind']}.schema.json"
        assert [error.message for error in validator(data["kind"]).iter_errors(data)] == [], path


@pytest.mark.parametrize("name", ["firm", "law", "leak", "plan"])
def test_a_file_of_bare_numbers_keeps_to_its_schema_too(name):
    assert errors((HERE / "data" / f"{name}.yaml").read_bytes()) == []


@pytest.mark.parametrize("name", SEEN_BY_SCHEMA)
def test_a_damaged_file_does_not_keep_to_its_schema(name):
    data = data_of((HERE / "bad" / f"{name}.yaml").read_bytes())
    kind = data.get("kind")
    assert [*validator(kind if kind in KINDS else "plan").iter_errors(data)]


def test_the_first_line_that_names_a_schema_moves_nothing_but_line_numbers():
    text = "kind: plan\nextends: plans/lean\nname: ours\n"
    assert loads("# yaml-language-server: $schema=any.json\n" + text) == loads(text)


OURS = "kind: plan\nextends: plans/lean\nname: ours\n"
CASE = "kind: scenario\nextends: breaches/mis-sent-filing\nname: ours\n"


@pytest.mark.parametrize(
    "text",
    [
        OURS + "tasks: {triage: {priority: 5}, review: null}\n",
        OURS + "tasks: {stop: {again: null, effort_h: 2}}\n",
        OURS + "staffing: {it: {shift: 'Mon-Sun 00:00-24:00'}}\nsupport: null\n",
        CASE + "threat: {records: 2600}\n",
        CASE + "organisation: {extends: organisations/bookkeeping-12, laws: [our-law.yaml]}\n",
        CASE + "organisation: {turnover_per_year: 5}\n",
        CASE + "parameters: {trust: {full: 0.8}}\n",
        CASE + "parameters: parameters/standard\n",
        CASE + "injects: {i11-trade-chat: null}\nbegins: 2026-04-14\n",
        CASE + "decisions: {whom: {when: {flag: aware, not_told: [public, partners]}}}\n",
    ],
)
def test_what_an_extending_file_may_leave_out_or_remove_keeps_to_the_schema(text):
    assert errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        OURS + "tasks: {triage: {prioritee: 5}}\n",
        OURS + "tasks: {Triage: {priority: 5}}\n",
        OURS + "tasks: {stop: {effort_h: '2 h'}}\n",
        OURS + "tasks: {stop: {effort_h: {value: 2, uniform: {low: 1, high: 2}}}}\n",
        OURS + "tasks: {stop: {effort_h: {value: 2, judgement: {low: 1, base: 2, high: 3}}}}\n",
        OURS + "tasks: {stop: {effort_h: {lognormal: {median: 2}}}}\n",
        OURS + "staffing: {it: {shift: 'Mo-Fr 9-17'}}\n",
        CASE + "threat: {kind: theft}\n",
        CASE + "injects: {i01-strange-mail: {after: sometime}}\n",
        CASE + "injects: {i01-strange-mail: {delay_h: 3 days}}\n",
        CASE + "organisation: ../firm.yaml\n",
        CASE + "begins: tomorrow\n",
        CASE + "switched_off: [fatige]\n",
        "kind: plan\nextends: 12\n",
        "kind: law\nname: ours\n",
    ],
)
def test_what_no_file_may_say_does_not_keep_to_the_schema(text):
    assert errors(text)

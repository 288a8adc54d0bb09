"""The version of the model stands for its figures: neither moves without the other."""

from __future__ import annotations

import re
from pathlib import Path

import figures
import pytest

from simulation import world

ROOT = Path(__file__).parent.parent


QUICK = ("breaches/insider-export", "breaches/mailbox-takeover", "breaches/mis-sent-filing")
BREACHES = [
    pytest.param(name, marks=() if name in QUICK else pytest.mark.slow)
    for name in figures.names("breaches")
]


@pytest.mark.parametrize("breach", BREACHES)
def test_the_library_comes_to_the_figures_of_this_version(breach: str) -> None:
    before, now = figures.stored()["cases"], figures.cases(breach)
    moved = figures.moved(before, now)
    assert moved == [], f"The figures moved, and no input did: {figures.MOVED}."
    other = [
        name
        for name, case in now.items()
        if name not in before or not figures.same(before[name]["runs"], case["runs"])
    ]
    assert other == [], "The library's files moved: run make figures and make validate."


def test_the_table_is_of_this_version_and_of_what_the_library_holds() -> None:
    table = figures.stored()
    assert table["model"] == world.VERSION, "run make figures"
    every = {f"{b}, {p}" for b in figures.names("breaches") for p in figures.names("plans")}
    assert table["cases"].keys() == every
    assert table["measures"] == list(figures.MEASURES)


def test_the_validation_is_of_this_version() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    versions = re.findall(r"model\s+version\s+(\d+)", page, re.IGNORECASE)
    assert versions == [str(world.VERSION)] * 2, "the model moved: run make validate"


def test_only_other_figures_of_the_same_inputs_are_the_models_doing() -> None:
    before = {
        name: {"inputs": "a b", "runs": [[1.0, None, 3.0]]} for name in ("same", "none", "other")
    } | {"changed": {"inputs": "c d", "runs": [[1.0, None, 3.0]]}}
    now = {
        "same": {"inputs": "a b", "runs": [[1.0 + 1e-12, None, 3.0]]},
        "none": {"inputs": "a b", "runs": [[1.0, 2.0, 3.0]]},
        "other": {"inputs": "a b", "runs": [[1.0, None, 3.001]]},
        "changed": {"inputs": "e d", "runs": [[2.0, None, 3.0]]},
        "new": {"inputs": "a b", "runs": [[2.0, None, 3.0]]},
    }
    assert figures.moved(before, now) == ["none", "other"]

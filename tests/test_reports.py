"""Reports: one page that holds all, says what is true, and renders nothing from a file."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hostile import ACTIVE, damaged
from models import DATA

import simulation as sim
from simulation.files import load_plan, load_scenario
from simulation.reports import comparison


class Reading(HTMLParser):
    """The tags, addresses and words of a page, as a browser would take them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data) -> None:
        self.words += data


def study_of(scenario, plans, **more) -> sim.Study:
    return sim.compare(scenario, plans, **{"replications": 4, "seed": 3, **more})


@pytest.fixture(scope="module")
def study() -> sim.Study:
    plan = load_plan(DATA / "plan.yaml")
    slow = {f"tasks.{name}.effort_h": 40.0 for name, task in plan.tasks.items() if task.effort_h}
    plans = [plan, plan.change({"name": "slow", **slow})]
    return study_of(load_scenario(DATA / "leak.yaml"), plans)


@pytest.fixture(scope="module")
def page(study) -> str:
    return comparison(study)


def test_a_page_needs_no_other_file_and_runs_nothing(page) -> None:
    read = Reading(page)
    assert not {"script", "iframe", "object", "embed", "link", "form"} & set(read.tags)
    addresses = [value for name, value in read.attributes if name in ("src", "href", "action")]
    assert addresses
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert "default-src 'none'" in page
    assert not [name for name, _ in read.attributes if name.startswith("on")]


def test_a_page_says_what_the_study_says(study, page) -> None:
    words = html.unescape(page)
    for plan in study.plans:
        assert plan in words
    for _, name, sha256 in study.inputs:
        assert name in words
        assert sha256 in words
    one = study.difference("cost", "slow")
    assert f"better in {100 * one.better_share:.0f} %, worse in " in words
    assert "What not to conclude" in words
    assert f"seed {study.seed}" in words
    for measure in study.measures:
        assert measure.title in words


def test_every_picture_has_words_in_its_place(page) -> None:
    alternatives = re.findall(r'<img src="[^"]*" alt="([^"]*)"', page)
    assert len(alternatives) >= 8
    assert all(len(text) > 20 for text in alternatives)
    assert len(set(alternatives)) == len(alternatives)


def test_the_same_study_gives_the_same_page(study, page) -> None:
    assert comparison(study) == page


def test_judgements_stand_with_their_range(study, page) -> None:
    words = Reading(page).words
    judged = study.cases[0].scenario.parameters.trust.shock.judgement
    assert judged is not None
    assert "scenario.parameters.trust.shock" in words
    assert f"{judged.low:g}" in words


def test_a_sweep_and_a_single_plan_have_a_page_too() -> None:
    scenario, plan = load_scenario(DATA / "leak.yaml"), load_plan(DATA / "plan.yaml")
    swept = sim.sweep(scenario, plan, {"plan.staffing.it.add": [0, 1]}, replications=2, seed=1)
    assert "plan.staffing.it.add" in comparison(swept)
    alone = comparison(study_of(scenario, plan, replications=2))
    assert "in nine of ten" in alone


def test_nothing_from_a_file_becomes_active(study) -> None:
    case = study.cases[0]
    scenario, plan = (
        type(model).read(damaged(model.plain()), lambda _path, _key: ("x.yaml", 1, 1))
        for model in (case.scenario, case.plan)
    )
    hostile = comparison(study_of(scenario, [plan, plan], replications=2))
    read = Reading(hostile)
    assert "script" not in read.tags
    assert "a" not in read.tags
    assert "window.hacked" in read.words  # shown to the letter, not hidden
    assert ACTIVE.split("<")[1][:3] == "img"
    assert all(v.startswith("data:") for n, v in read.attributes if n in ("src", "href"))
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert "\u202e" not in hostile

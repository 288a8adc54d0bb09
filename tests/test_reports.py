"""Reports: one page that holds all, says what is true, and renders nothing from a file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hostile import ACTIVE, damaged
from models import DATA

import simulation as sim
from simulation.charts.words import duty_titles
from simulation.files import load_plan, load_scenario
from simulation.reports import comparison
from simulation.reports.answering import answers, difference_words, glance, missed
from simulation.study.wording import interval, signed, size_and_side, verdict
from simulation.text import in_language


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


def front_of(page: str) -> str:
    """Return the words before the appendix: what a board reads."""
    return Reading(page.partition('class="rest"')[0]).words


@pytest.mark.slow
def test_the_page_speaks_of_the_measures_that_were_chosen(study, page) -> None:
    chosen = comparison(study, ["trust_at_year_share", "contained_h"])
    said = front_of(chosen)
    assert "Contained after the first sign: " in said
    assert "Trust after a year: " in said
    assert "Record-days untold: " not in said
    assert "Record-days untold: " in front_of(page)
    picture = re.findall('alt="(Difference from[^"]*)"', html.unescape(chosen))
    assert len(picture) == 1
    assert "contained after the first sign" in picture[0]
    assert "cost" not in picture[0]
    with pytest.raises(sim.InputError, match=r"did you mean .cost."):
        comparison(study, ["costs"])


@pytest.fixture(scope="module")
def three() -> sim.Study:
    plan = load_plan(DATA / "plan.yaml")
    efforts = {name: task.effort_h for name, task in plan.tasks.items() if task.effort_h}
    plans = [
        plan.change({"name": name, **{f"tasks.{task}.effort_h": hours for task in efforts}})
        for name, hours in (("slow", 60.0), ("middling", 20.0), ("quick", 1.0))
    ]
    return study_of(load_scenario(DATA / "leak.yaml"), plans, replications=6)


def test_plans_that_are_not_the_first_are_compared_with_each_other(three) -> None:
    page = comparison(three)
    one = three.difference("clients_told_h", "quick", "middling")
    assert one.verdict == "better"
    line = re.search(r"quick against middling: .*", front_of(page))
    assert line is not None
    better = line[0].partition("better: ")[2].partition(";")[0]
    size, around = size_and_side(one, three.currency), interval(one, three.currency)
    assert f"clients told after awareness ({size} [{around}])" in better
    rest = Reading(page.partition('class="rest"')[2]).words
    assert "quick less middling" in rest
    assert signed("clients_told_h", one.mean) in rest


def test_a_plan_beside_many_is_answered_in_a_line() -> None:
    plan = load_plan(DATA / "plan.yaml")
    plans = [plan.change({"name": name}) for name in "abcd"]
    many = study_of(load_scenario(DATA / "leak.yaml"), plans, replications=2)
    against_first, each_other = answers(many, ["cost"])
    told = [f"{plan} against a: the same in every run: cost." for plan in "bcd"]
    assert against_first == ("Against a", told)
    assert [line.partition(":")[0] for line in each_other[1]] == [
        *("c against b", "d against b", "d against c"),
    ]


def test_duties_missed_whatever_is_done_are_named_with_their_counts(three) -> None:
    table = three.deadlines()
    titles = duty_titles(three)
    expected = {}
    for duty in three.duties:
        rows = table[table["duty"] == duty]
        if (rows["met_share"] <= 0.05).any():
            met = (rows["met_share"] * rows["runs"]).round().astype(int)
            counts = [f"{one} of {runs}" for one, runs in zip(met, rows["runs"], strict=True)]
            expected[in_language(titles[duty])] = counts
    assert expected
    assert dict(missed(three)["rows"]) == expected
    better = slice(2, None)  # without the plans that miss it, there is nothing to say
    parts = {"values": three.values[better], "curves": three.curves[better]}
    assert missed(replace(three, cases=three.cases[better], **parts))["rows"] == []


def test_a_page_names_the_duties_that_are_missed(study, page) -> None:
    rows = missed(study)["rows"]
    assert rows
    said = front_of(page)
    assert "Legal duties missed in nearly every run under at least one plan" in said
    assert all(title in said for title, _ in rows)


@pytest.mark.parametrize("measure", ["cost", "contained_h", "duties_met_share"])
def test_no_difference_shown_has_its_mean_and_interval_in_every_measure(study, measure) -> None:
    rng = np.random.default_rng(5)
    values = np.abs(rng.normal(50.0, 20.0, (2, len(study.columns), 60)))
    values[:, :, :2] = np.nan
    values[1, :, 2] = np.nan
    made = replace(study, values=values, curves=study.curves[..., :1].repeat(60, axis=-1))
    one = made.difference(measure, "slow")
    assert one.verdict == "no difference shown"
    around = interval(one, made.currency)
    assert around in verdict(one, made.currency)
    assert size_and_side(one, made.currency) in verdict(one, made.currency)
    assert f" [{signed(measure, one.low)}, {signed(measure, one.high)}] in the 57 runs" in (
        difference_words(one)
    )


def test_figures_at_a_glance_lie_in_their_range_or_say_why_not(study) -> None:
    values = study.values[..., :1].repeat(40, axis=-1)
    at = {name: study.columns.index(name) for name in ("cost", "duties_met_share", "clients_lost")}
    values[:, at["cost"]] = np.arange(40.0)
    values[:, at["duties_met_share"]] = np.where(np.arange(40) < 4, np.nan, 1 / 3)
    values[:, at["clients_lost"]] = np.where(np.arange(40) < 1, 1e3, 0.0)
    values[1, at["duties_met_share"]] = np.nan
    made = replace(study, values=values, curves=study.curves[..., :1].repeat(40, axis=-1))
    found = glance(made, list(at))
    (cost, _), duties, (lost, _) = (cells for _, cells in found["rows"])
    assert cost == "19.5 (1.95 to 37.0)"
    assert duties == ["33.3, 36/40", "no legal clock ran"]
    assert lost == "25.0 (nine of ten: 0.00) †"
    assert found["far_off"].startswith("† The mean lies outside")
    assert glance(made, ["cost"])["far_off"] == ""


def test_who_sets_the_limit_of_at_once_is_said() -> None:
    scenario = load_scenario("breaches/mis-sent-filing")
    (said,) = missed(study_of(scenario, load_plan("plans/lean"), replications=2))["limits"]
    assert "the organisation's own judgement, here 24 h" in said
    assert "组织自行判断" in said
    own = scenario.organisation.change({"notice_limit_h": 8})
    (said,) = missed(study_of(scenario, load_plan("plans/lean"), organisation=own))["limits"]
    assert "here 8 h" in said


def test_a_law_that_gives_its_hours_needs_no_judgement(study) -> None:
    assert missed(study)["limits"] == []


def test_which_runs_are_told_of_is_said(study, page) -> None:
    words = html.unescape(page)
    worst = sim.why(study, *study.plans, which="worst")
    assert f"the run in which slow does worst against {study.plans[0]} in cost" in words
    assert "the middle run by the difference in cost" in words
    assert f"replication {worst.replication} of {study.replications}" in words
    assert "typical run" not in words
    other = comparison(study, ["trust_at_year_share"])
    assert f"does worst against {study.plans[0]} in trust after a year" in html.unescape(other)


def test_how_clients_are_lost_while_trust_is_higher_is_explained(page) -> None:
    assert "an earlier notice can lose more of them" in Reading(page).words


def test_every_picture_has_words_in_its_place(page) -> None:
    alternatives = re.findall(r'<img src="[^"]*" alt="([^"]*)"', page)
    assert len(alternatives) >= 8
    assert all(len(text) > 20 for text in alternatives)
    assert len(set(alternatives)) == len(alternatives)


def test_the_same_study_gives_the_same_page(study, page) -> None:
    assert comparison(study) == page


def test_the_widest_judgements_stand_with_their_range(study, page) -> None:
    words = Reading(page).words
    judged = study.cases[0].scenario.parameters.learning.word_of_mouth_per_d.judgement
    assert judged is not None
    assert "scenario.parameters.learning.word_of_mouth_per_d" in words
    assert f"{judged.low:g}" in words
    assert "more judgements stand in the files" in words


@pytest.mark.slow
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

"""The comparison without a browser: fields are set, buttons clicked, and what is shown is read."""

from __future__ import annotations

import html
import re
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
import pytest
from hostile import ACTIVE, load_damaged

from simulation import panels
from simulation.files import load, load_plan, load_scenario
from simulation.panels import markup
from simulation.panels.comparison_sheet import write_sheet
from simulation.study import Study, compare, why
from simulation.text import CATALOGUE, both

LONGEST_S = 120


def fresh(folder: Path, *plans, scenario="breaches/mis-sent-filing", **more) -> panels.Comparison:
    return panels.comparison(
        scenario, plans or None, folder=folder / "out", replications=3, **more
    )


@pytest.fixture
def screen(tmp_path):
    shown = fresh(tmp_path, "plans/no-plan", "plans/lean")
    yield shown
    shown.stop()


def press(screen: panels.Comparison, *buttons: widgets.Button) -> str:
    for button in buttons:
        button.click()
        screen.handle_all()
    return html.unescape(screen.status.value)


def compared(screen: panels.Comparison) -> str:
    press(screen, screen.form.compare)
    assert screen.background.wait(LONGEST_S)
    screen.handle_all()
    return html.unescape(screen.status.value)


def words(place: widgets.HTML) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", place.value)).split())


def rows(place: widgets.HTML) -> list[str]:
    lines = re.findall(r"<tr.*?</tr>", place.value)
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", line)).split()) for line in lines]


def every(widget: widgets.Widget) -> list[widgets.Widget]:
    return [widget, *(one for child in getattr(widget, "children", ()) for one in every(child))]


# What is to be compared.


def test_the_library_is_offered_and_doing_nothing_is_what_plans_are_held_against(tmp_path):
    screen = panels.comparison(folder=tmp_path)
    choice = screen.form.choice()
    assert [plan.name for plan in choice.plans] == ["no-plan", "lean"]
    assert choice.organisation is None
    assert (choice.replications, choice.seed, choice.until) == (500, 1, None)
    titles = [name for name, _ in screen.form.scenario.options]
    assert any("payroll filings" in title and "工资" in title for title in titles)
    assert screen.form.organisation.options[0][0].startswith("the breach's own: ")
    screen.stop()


OURS = """kind: organisation
extends: organisations/bookkeeping-12
name: ours-60
title: {en: "Ours", zh: "我们"}
"""


@pytest.mark.parametrize("others", [(), ("plans/no-plan", "plans/lean")])
def test_the_firm_that_is_given_is_the_one_that_is_compared(tmp_path, others):
    file = tmp_path / "ours.yaml"
    file.write_text(OURS, encoding="utf-8")
    scenario = "breaches/mis-sent-filing" if others else None
    screen = fresh(tmp_path, *others, scenario=scenario, organisation=str(file), seed=5)
    assert screen.form.choice().organisation == load(file)
    for place in reversed(range(len(screen.form.scenario.options))):
        screen.form.scenario.value = place
        screen.handle_all()
        assert screen.form.choice().organisation == load(file)
    if others:
        compared(screen)
        assert screen.study.organisation == "ours-60"
    screen.stop()


def test_a_firm_of_the_library_that_is_given_is_chosen_whoever_the_breach_happens_to(tmp_path):
    asked = [load("breaches/mis-sent-filing").organisation, load("organisations/agency-80")]
    for firm in asked:
        screen = fresh(tmp_path, "plans/lean", organisation=firm)
        assert screen.form.choice().organisation == firm
        titles = [name for name, _ in screen.form.organisation.options]
        assert len(titles) == len(set(titles))
        screen.stop()
    again = fresh(tmp_path, "plans/lean")
    assert again.form.choice().organisation is None
    again.stop()


def test_another_breach_brings_its_own_organisation(tmp_path):
    screen = panels.comparison(folder=tmp_path)
    owners = set()
    for _, place in screen.form.scenario.options:
        screen.form.scenario.value = place
        screen.handle_all()
        choice = screen.form.choice()
        title = choice.scenario.organisation.title.en
        assert title in screen.form.organisation.options[0][0]
        assert not any(title in name for name, _ in screen.form.organisation.options[1:])
        owners.add(choice.scenario.name)
    assert len(owners) == len(screen.form.scenario.options)
    screen.stop()


def test_what_is_given_is_what_can_be_chosen_and_the_base_can_be_changed(screen):
    assert [box.value for _, box in screen.form.plans] == [True, True]
    screen.form.base.value = 1
    screen.handle_all()
    assert [plan.name for plan in screen.form.choice().plans] == ["lean", "no-plan"]
    screen.form.plans[1][1].value = False
    screen.handle_all()
    assert [plan.name for plan in screen.form.choice().plans] == ["no-plan"]
    assert [place for _, place in screen.form.base.options] == [0]


def test_what_is_missing_is_said(screen):
    for _, box in screen.form.plans:
        box.value = False
    screen.handle_all()
    assert "Choose at least one plan" in press(screen, screen.form.compare)
    screen.form.plans[0][1].value = True
    screen.form.stop.value = True
    screen.form.stop_width.value = 0.0
    assert "width above 0" in press(screen, screen.form.compare)
    assert screen.background.job is None


def test_no_runs_and_a_seed_below_nothing_are_refused_with_a_word(screen):
    for field, wrong, right in ((screen.form.replications, 0, 3), (screen.form.seed, -3, 1)):
        field.value = wrong
        screen.handle_all()
        assert field.value == wrong
        assert "give a whole number from" in press(screen, screen.form.compare)
        field.value = right
        screen.handle_all()
        # The refusal goes once there is nothing to refuse.
        assert "Choose plans, then press Compare" in html.unescape(screen.status.value)
    assert screen.background.job is None


def test_few_runs_are_warned_of(screen):
    assert "Under 20 runs" in words(screen.form.time)
    screen.form.replications.value = 20
    screen.handle_all()
    assert "Under" not in words(screen.form.time)


def test_what_a_plan_is_and_when_the_rule_looks_is_said(screen):
    shown = " ".join(words(w) for w in every(screen.form.widget) if isinstance(w, widgets.HTML))
    for plan, _ in screen.form.plans:
        assert plan.summary.en in shown
        assert plan.summary.zh in shown
    assert "It looks first after 200 runs" in shown


def test_a_width_for_a_share_is_given_in_per_cent(screen):
    screen.form.stop.value = True
    screen.form.stop_measure.value = "trust_at_year_share"
    screen.handle_all()
    screen.form.stop_width.value = 2.0
    screen.handle_all()
    assert screen.form.choice().until == {"trust_at_year_share": 0.02}
    assert screen.form.unit.value == "%"
    screen.form.stop_measure.value = "cost"
    screen.handle_all()
    # A width in one unit says nothing in another.
    assert screen.form.stop_width.value == 10_000.0
    assert screen.form.unit.value == "CNY"


# What comes out.


def test_the_table_shows_the_figures_of_the_study(screen):
    said = compared(screen)
    assert "Compared: 3 runs a plan" in said
    assert "mis-sent-filing · bookkeeping-12 · Seed 种子 1" in said
    again = compare(
        load("breaches/mis-sent-filing"),
        [load("plans/no-plan"), load("plans/lean")],
        replications=3,
        seed=1,
    )
    study = screen.study
    assert study.summary().equals(again.summary())
    base, other = [
        row for row in rows(screen.glance.table) if "compared with" in row or "…" in row
    ][6:8]
    assert base.startswith("cost, CNY 成本, CNY No plan 没有预案")
    one, less = again.summary_of("cost", "lean"), again.difference("cost", "lean")
    assert f"{one.mean / 1000:.0f}k ± " in other
    assert f"{float(f'{less.mean / 1000:.3g}'):g}k".replace("-", "−") in other
    assert ("better 更好" in other) == (less.high < 0.0)
    assert f"better in {100 * less.better_share:.0f} %, worse in " in other


def test_choosing_measures_changes_the_table_at_once(screen):
    compared(screen)
    before = len(rows(screen.glance.table))
    screen.glance.boxes["cost"].value = False
    screen.handle_all()
    assert len(rows(screen.glance.table)) == before - 2
    assert not any(row.startswith("cost, CNY") for row in rows(screen.glance.table))
    for box in screen.glance.boxes.values():
        box.value = False
    screen.handle_all()
    assert "Choose at least one measure" in words(screen.glance.table)


@pytest.mark.slow
def test_where_nothing_is_shown_it_says_so_and_how_many_runs_it_would_take(tmp_path):
    lean = load("plans/lean")
    same = lean.change({"name": "the-same"})
    screen = fresh(tmp_path, lean, same)
    compared(screen)
    assert "the same in every run" in words(screen.glance.table)
    screen.stop()
    again = fresh(tmp_path, "plans/lean", "plans/retainer")
    compared(again)
    table = words(again.glance.table)
    needed = [
        one.needed
        for one in again.study.all_differences()
        if one.measure in again.glance.measures and one.needed
    ]
    assert needed
    for count in needed:
        assert f"about {count:,} runs would be needed" in table
        assert f"约需 {count:,} 次运行" in table
    again.stop()


@pytest.mark.slow
def test_pictures_are_drawn_when_their_tab_is_opened_each_in_two_turns(screen):
    compared(screen)
    pages = screen.pages
    while pages["glance"].unfinished:
        screen.handle_all()
    assert "data:image/png" in pages["glance"].pictures[0].place.value
    undrawn = [name for name, one in pages.items() if one.unfinished]
    assert "time" in undrawn
    screen.tabs.selected_index = list(pages).index("time")
    drawn = []
    for _ in range(6):
        screen.handle_all()
        drawn.append(sum("data:image/png" in p.place.value for p in pages["time"].pictures))
    # One turn arranges a chart and the next makes the picture, so that neither holds clicks up.
    assert drawn == [0, 1, 1, 2, 2, 3]
    assert screen.pause_s() > 0.1
    assert 'alt="Exposure nobody was told of' in pages["time"].pictures[0].place.value


def test_law_and_inputs_say_what_was_compared_and_what_not_to_conclude(screen):
    compared(screen)
    law = words(screen.pages["law"].table)
    assert "Report a leak of personal information to the authority" in law
    assert "All of them 全部" in law
    assert "the limit is the organisation's own judgement" in law
    inputs = words(screen.pages["inputs"].table)
    for kind, name, digest in screen.study.inputs:
        assert name in inputs
        assert digest[:12] in inputs
        assert kind.capitalize().replace("Scenario", "Breach") in inputs
    assert "does not forecast" in inputs
    assert "spans zero" in inputs
    assert load("plans/lean").summary.en in inputs


def test_one_plan_alone_has_figures_and_no_differences(tmp_path):
    screen = fresh(tmp_path, "plans/lean")
    compared(screen)
    assert "Difference" not in words(screen.glance.table)
    assert not screen.pages["glance"].unfinished
    screen.stop()


# A result stands for its own inputs alone.


def grey(screen: panels.Comparison) -> bool:
    return "drill-old" in screen.tabs._dom_classes


def test_other_contents_under_the_same_names_are_another_screen(screen, tmp_path):
    compared(screen)
    changed = load("plans/lean").change({"staffing.it.add": 3})
    other = fresh(tmp_path, "plans/no-plan", changed)
    assert (other.study, screen.stopped) == (None, False)
    other.stop()
    seed = fresh(tmp_path, "plans/no-plan", "plans/lean", seed=9)
    assert (seed.study, seed.form.choice().seed, screen.stopped) == (None, 9, True)
    seed.stop()


def test_a_cell_run_again_goes_on_with_what_was_chosen_and_found(screen, tmp_path):
    screen.form.base.value = 1
    compared(screen)
    again = fresh(tmp_path, "plans/no-plan", "plans/lean")
    assert again.study is screen.study
    assert again.form.choice() == screen.form.choice()
    assert not grey(again)
    again.stop()


def test_a_result_of_other_choices_is_grey_and_says_so(screen):
    compared(screen)
    assert not grey(screen)
    screen.form.seed.value = 9
    screen.handle_all()
    assert grey(screen)
    assert "other choices" in words(screen.other)
    compared(screen)
    assert not grey(screen)
    assert words(screen.other) == ""


def test_another_base_is_shown_at_once_without_running(screen, monkeypatch):
    compared(screen)
    monkeypatch.setattr(screen.background, "run", None)
    screen.form.base.value = 1
    screen.handle_all()
    plans = [load("plans/lean"), load("plans/no-plan")]
    fresh_study = compare(load("breaches/mis-sent-filing"), plans, replications=3, seed=1)
    assert screen.study.plans == fresh_study.plans == ("lean", "no-plan")
    assert screen.study.values.tobytes() == fresh_study.values.tobytes()
    assert screen.study.curves.tobytes() == fresh_study.curves.tobytes()
    assert "Difference from Lean plan" in words(screen.glance.table)
    assert "Now compared with Lean plan" in html.unescape(screen.status.value)
    assert not grey(screen)
    screen.form.plans[0][1].value = False
    screen.handle_all()
    assert grey(screen)


def test_a_stopping_rule_is_told_anew_for_another_base(screen):
    screen.form.stop.value = True
    screen.form.stop_measure.value = "trust_at_year_share"
    screen.handle_all()
    said = compared(screen)
    wanted = "trust after a year within ±"
    assert wanted in said
    assert "points (asked: ±5 points)" in said
    assert "一年后的信任在 ±" in said
    assert "个百分点" in said
    screen.form.base.value = 1
    screen.handle_all()
    assert wanted in screen.study.ended
    assert wanted in words(screen.pages["inputs"].table)
    assert "trust_at_year_share" not in screen.study.ended


# Cancelling and going wrong.


def test_cancel_leaves_the_result_before_as_it_was(screen, monkeypatch):
    compared(screen)
    before, table = screen.study, screen.glance.table.value
    screen.form.replications.value = 100_000
    screen.handle_all()
    monkeypatch.setattr("simulation.study.workers.FEW_RUNS", 10**9)
    press(screen, screen.form.compare)
    assert grey(screen)
    assert screen.form.compare.disabled
    assert "Called off" in press(screen, screen.form.cancel)
    screen.form.replications.value = 3
    screen.handle_all()
    assert not grey(screen)
    assert not screen.form.compare.disabled
    assert screen.background.wait(LONGEST_S)
    screen.handle_all()
    assert (screen.study, screen.glance.table.value) == (before, table)


def test_progress_and_the_time_that_is_left_are_shown(screen, monkeypatch):
    seconds = iter(range(10_000))
    monkeypatch.setattr("simulation.panels.background.time.monotonic", lambda: next(seconds))
    press(screen, screen.form.compare)
    job = screen.background.job
    assert screen.background.wait(LONGEST_S)
    screen.form.show_job(job)
    assert "6 of 6 runs" in words(screen.form.how_far)
    assert screen.form.bar.value == screen.form.bar.max == 6
    screen.handle_all()
    assert "6 runs, about" in words(screen.form.time)


def test_an_input_that_cannot_be_compared_is_one_message_on_the_panel():
    bad = load("plans/lean").change({"staffing": {"nobody": {"add": 1}}})
    shown = panels.comparison("breaches/mis-sent-filing", [bad], replications=2)
    said = compared(shown)
    assert "⚠" in said
    assert "nobody" in html.unescape(shown.problem.value)
    assert not shown.form.compare.disabled
    shown.stop()


@pytest.mark.slow
def test_active_content_is_only_ever_text(tmp_path):
    scenario = load_damaged("breaches/insider-export", tmp_path)
    plan = load_damaged("plans/lean", tmp_path)
    screen = panels.comparison(scenario, [plan], replications=1, folder=tmp_path / "out")
    compared(screen)
    pages = [screen.glance.table, *(screen.pages[name].table for name in ("law", "inputs"))]
    shown = "".join(place.value for place in pages) + panels.result(screen).html
    assert ACTIVE.partition("<")[0] in html.unescape(shown)
    tags = set(re.findall(r"<(\w+)", shown))
    assert tags <= markup.ELEMENTS | {"img"}
    screen.stop()


# Out.


def exported(screen: panels.Comparison, *names: str) -> str:
    for name in names:
        press(screen, screen.export.buttons[f"export/{name}"])
        assert screen.export.background.wait(LONGEST_S)
        screen.handle_all()
    return words(screen.export.said)


@pytest.mark.slow
def test_files_bear_what_was_compared_and_replace_nothing(screen, tmp_path):
    folder = tmp_path / "out"
    assert all(button.disabled for button in screen.export.buttons.values())
    compared(screen)
    said = exported(screen, "csv", "parquet")
    name = "mis-sent-filing-bookkeeping-12-no-plan-lean-3-seed-1"
    assert f"{name}.parquet" in said
    table = pd.read_csv(folder / f"{name}.csv")
    assert len(table) == 6
    exported(screen, "study")
    again = Study.load(folder / f"{name}.study")
    assert again.summary().equals(screen.study.summary())
    compared(screen)
    exported(screen, "csv")
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}{ending}" for ending in (".csv", ".parquet", ".study")),
        f"{name}-2.csv",
    }


def test_the_table_is_written_as_it_is_shown(screen, tmp_path):
    compared(screen)
    exported(screen, "table", "csv")
    one, other = sorted((tmp_path / "out").iterdir(), key=lambda path: -len(path.name))
    assert one.name == f"{other.stem}-table.csv"
    sheet = pd.read_csv(one, encoding="utf-8-sig", keep_default_na=False)
    shown = screen.glance.measures
    assert list(sheet["measure"]) == [name for name in shown for _ in screen.study.plans]
    for frame in (sheet, pd.read_csv(other)):
        assert set(frame["breach"]) == {"mis-sent-filing"}
        assert set(frame["organisation"]) == {"bookkeeping-12"}
        assert set(frame["seed"]) == {1}
    row = sheet[(sheet["measure"] == "cost") & (sheet["plan"] == "lean")].iloc[0]
    assert float(row["mean"]) == screen.study.summary_of("cost", "lean").mean
    assert float(row["difference"]) == screen.study.difference("cost", "lean").mean
    verdict = screen.study.difference("cost", "lean").verdict
    assert row["verdict"] == both(CATALOGUE[f"verdict/{verdict}"])
    assert row["against"] == "no-plan"


def test_no_text_of_a_file_is_a_formula_in_the_sheet(tmp_path):
    plan = load_plan("plans/lean").change({"title": {"en": "=1+1", "zh": "=2"}})
    study = compare(load_scenario("breaches/mis-sent-filing"), plan, replications=2, seed=1)
    write_sheet(study, tmp_path / "x.csv", ["cost"])
    sheet = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig")
    assert list(sheet["plan_title"]) == ["'=1+1 · =2"]


def test_a_second_click_replaces_nothing(screen, tmp_path):
    compared(screen)
    exported(screen, "csv")
    (mine,) = (tmp_path / "out").iterdir()
    mine.write_text("my notes", encoding="utf-8")
    exported(screen, "csv")
    assert mine.read_text(encoding="utf-8") == "my notes"
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.slow
def test_the_report_is_written_whole(screen, tmp_path):
    compared(screen)
    said = exported(screen, "report")
    (path,) = (tmp_path / "out").iterdir()
    assert str(path) in said
    page = path.read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert "svg" in page


def test_the_report_is_told_the_measures_that_are_chosen(screen, monkeypatch):
    compared(screen)
    asked = []
    monkeypatch.setattr(
        "simulation.panels.comparison_export.report_of",
        lambda _, measures: asked.append(measures) or "page",
    )
    for name, box in screen.glance.boxes.items():
        box.value = name in ("cost", "people_misused")
    screen.handle_all()
    exported(screen, "report")
    assert asked == [("people_misused", "cost")]


def test_a_folder_that_cannot_be_written_to_is_said(screen, tmp_path):
    (tmp_path / "out").mkdir()
    compared(screen)
    exported(screen, "csv")
    (tmp_path / "out").rename(tmp_path / "away")
    (tmp_path / "out").write_text("a file in the way", encoding="utf-8")
    press(screen, screen.export.buttons["export/csv"])
    assert "out: File exists" in screen.status.value
    (tmp_path / "out").unlink()
    assert "Written" in exported(screen, "csv")


# Single runs.


def looked(screen: panels.Comparison, name: str) -> str:
    """Open a tab and let it come to its end; return its words."""
    page = screen.pages[name]
    screen.tabs.selected_index = list(screen.pages).index(name)
    for _ in range(20):
        screen.handle_all()
        assert screen.thinker.wait(LONGEST_S)
        if not page.unfinished and screen.thinker.job is None:
            break
    return words(page.said)


@pytest.mark.slow
def test_people_shows_the_run_in_the_middle_of_the_plan_chosen(screen):
    compared(screen)
    cost = screen.study.of("cost", "lean")
    number = int(cost.argsort()[1])
    assert f"Run number {number}" in looked(screen, "people")
    pictures = screen.pages["people"].pictures
    assert all("data:image/png" in one.place.value for one in pictures)
    before = pictures[1].place.value
    screen.pages["people"].plan.value = "no-plan"
    looked(screen, "people")
    assert pictures[1].place.value != before


def test_why_tells_the_reasons_between_two_plans(screen):
    compared(screen)
    page = screen.pages["why"]
    looked(screen, "why")
    told = words(page.sentences)
    study = screen.study
    for link in why(study, "no-plan", "lean").chain:
        assert " ".join(link.text["en"].split()) in told
        assert " ".join(link.text["zh"].split()) in told
    assert "What came out" in told
    page.other.value = "no-plan"
    assert "Choose two different plans" in looked(screen, "why")
    assert words(page.sentences) == ""
    page.base.value = "lean"
    page.which.value = "worst"
    expected = why(study, "lean", "no-plan", "worst").replication
    assert f"Run number {expected}" in looked(screen, "why")


def test_the_result_stays_in_the_notebook_without_widgets(screen):
    assert "press Compare" in repr(panels.result(screen))
    compared(screen)
    page = panels.result(screen)._repr_mimebundle_()
    assert "mean ± standard error" in page["text/plain"]
    assert "does not forecast" in page["text/html"]
    assert "<table>" in page["text/html"]
    assert "widget" not in re.sub(r"<style>.*?</style>", "", page["text/html"], flags=re.DOTALL)


@pytest.mark.slow
def test_a_cell_run_again_keeps_the_result(screen, tmp_path):
    compared(screen)
    again = fresh(tmp_path, "plans/no-plan", "plans/lean")
    assert screen.stopped
    assert again.study is screen.study
    assert again.glance.table.value != ""
    again.stop()


def test_a_cell_run_again_ends_the_screen_and_the_work_of_the_one_before(tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.study.workers.FEW_RUNS", 10**9)
    first = fresh(tmp_path, "plans/lean")
    first.form.replications.value = 100_000
    press(first, first.form.compare)
    second = fresh(tmp_path, "plans/lean")
    assert first.stopped
    assert first.background.wait(LONGEST_S)
    second.stop()


class Shell:
    """A notebook's shell, as far as it says which cell runs."""

    def __init__(self, cell: str, turn: str) -> None:
        self.parent = {"metadata": {"cellId": cell}, "header": {"msg_id": turn}}

    def get_parent(self):
        return self.parent


@pytest.mark.slow
def test_a_cell_run_again_on_other_inputs_ends_the_work_of_the_screen_before(
    tmp_path, monkeypatch
):
    def run_cell(cell, turn, plan):
        monkeypatch.setattr("simulation.panels.screen.get_ipython", lambda: Shell(cell, turn))
        return fresh(tmp_path, plan)

    first = run_cell("a", "1", "plans/lean")
    beside = run_cell("a", "1", "plans/no-plan")
    elsewhere = run_cell("b", "2", "plans/retainer")
    first.form.replications.value = 100_000
    press(first, first.form.compare)
    job = first.background.job
    assert not job.cancelled()
    again = run_cell("a", "3", "plans/notify-early")
    assert job.cancelled()
    assert first.stopped
    assert beside.stopped
    assert not elsewhere.stopped
    assert first.background.wait(LONGEST_S)
    for screen in (elsewhere, again):
        screen.stop()
    monkeypatch.setattr("simulation.panels.screen.get_ipython", lambda: None)

"""The validation beside the package: its arithmetic, and that a quick trial holds every line."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from scipy import stats

from simulation.inputs.control import Cause
from simulation.outcomes import Outcome
from simulation.world.money import ITEMS
from validation import bench, checks, cost, incidents, report, trust

ROOT = Path(__file__).parent.parent

CHAPTER = (
    *("discovery, unauthorised access, θ = 1", "outside exfiltration law F"),
    *("awareness to notice, no plan", "each wait removed shortens it"),
    *("awareness to notice, lean and retainer", "size against notice delay, no plan"),
    *("exposure over on discovery day", "contacts after 5,000 letters"),
    "notice labour, 5,000 people, half letters in house, half e-mail",
    *("know before our notice", "abnormal churn"),
    "EU fine given a fine, firm of 2 M EUR, medium, before relief",
    *("external discovery by cause", "bungled against sound response, extreme events"),
    *("cost split, order of magnitude", "earlier discovery does not raise exposure"),
    "more heads in the bottleneck do not raise its waiting",
    "taking away a control does not help",
)
"""Every quantity that is held against the world."""

ROW = checks.Row("quantity", "prediction", "T18")


def test_a_figure_passes_within_its_limits_alone():
    inside, outside = checks.Figure(2.0, 1.0, 4.0), checks.Figure(4.0, 2.0, 5.0)
    passed = ROW.within("median", inside, (1.5, 3.0), checks.days)
    missed = ROW.within("median", outside, (1.5, 3.0), checks.days)
    assert (passed.verdict, missed.verdict) == (checks.PASSED, checks.MISSED)
    assert passed.measured == "2 d (1 d to 4 d)"
    assert "crosses" in passed.note
    assert "crosses" in missed.note
    sure = ROW.within("median", checks.Figure(2.0, 1.9, 2.1), (1.5, 3.0), checks.days)
    assert sure.note == ""


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-30.0, -10.0, checks.PASSED),
        (-1.0, 4.9, checks.PASSED),
        (-1.0, 5.0, checks.NOT_DECIDED),
        (-90.0, 110.0, checks.NOT_DECIDED),
        (0.1, 0.2, checks.MISSED),
        (10.0, 30.0, checks.MISSED),
    ],
)
def test_a_rise_is_missed_and_a_noisy_difference_is_not_decided(
    low: float, high: float, verdict: str
):
    figure = checks.Figure((low + high) / 2, low, high)
    check = ROW.no_rise("hours", figure, 100.0, checks.hours, "more heads")
    assert check.verdict == verdict
    assert (check.expected, check.note) == (
        "no rise: the interval ends below 5 h",
        "more heads; 100 h before",
    )


def test_a_changed_case_says_what_it_runs_without():
    scenario = trust.many_letters()
    assert bench.switched_off(scenario, "mis-sent-filing") == "without learning, media"
    assert bench.switched_off(bench.scenario_of("mis-sent-filing"), "mis-sent-filing") == ""


def test_the_breaches_that_are_run_stand_for_every_cause_and_kind_of_the_library():
    words: dict[str, set[tuple[str, ...]]] = {}
    for path in (ROOT / "scenarios" / "breaches").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        words[path.stem] = set(re.findall(r"^(root_cause|  kind): (\S+)$", text, re.MULTILINE))
    assert set(bench.CASES) <= set(words)
    assert set().union(*words.values()) == set().union(*(words[name] for name in bench.CASES))
    assert len(bench.CASES) <= 9


def test_every_item_of_a_cost_belongs_to_a_part_of_the_benchmark():
    measured = {item for item in ITEMS if not item.startswith("measures")}
    assert measured == {*cost.PART_OF_ITEM, *cost.SHARED_OUT}
    assert set(cost.PART_OF_ITEM.values()) <= set(cost.PARTS)
    assert sum(cost.WORLD_SHARES.values()) == pytest.approx(1.0)


class Told:
    """A bench whose every run was found after three days and told of after ninety."""

    def __init__(self, people: float):
        outcome = Outcome("CNY", first_sign_h=72.0, clients_told_h=2160.0, people_affected=people)
        self.runs = [bench.Sight(outcome, None, None, ())] * 20

    def shipped(self, _breach: str, _plan: str) -> list[bench.Sight]:
        return self.runs


def test_every_cause_stands_beside_real_incidents_where_enough_are_known(
    monkeypatch: pytest.MonkeyPatch,
):
    assert set(incidents.GROUPS) == set(get_args(Cause))
    monkeypatch.setattr(incidents, "by_cause", lambda: [("a breach", c) for c in get_args(Cause)])
    found = {
        what: {one.cause: one for one in incidents.compared(Told(800.0), measure)}
        for what, measure in incidents.MEASURES.items()
    }
    assert set(found["first access to first sign"]) == set(incidents.GROUPS)
    assert set(found["first access to notice"]) == set(incidents.GROUPS)
    insider = found["first access to first sign"]["insider"]
    assert (insider.quartiles, insider.records) == ([3.0] * 3, 198)
    assert insider.world["q50"] == 8766.0 / 24.0
    assert found["first sign to contained"]["insider"].quartiles == [math.inf] * 3
    # Ten and eleven records say when extortion and a supplier's breach were over.
    few = {"malware", "partner", "lost-device"}
    assert set(found["first sign to contained"]) == set(incidents.GROUPS) - few
    assert found["people affected"]["neglect"].quartiles == [800.0] * 3
    affected = incidents.MEASURES["people affected"]
    assert incidents.compared(Told(499.0), affected) == []


def test_intervals_hold_what_they_say():
    rng = np.random.default_rng(5)
    samples = rng.lognormal(0.0, 0.5, size=(400, 200))
    held = [f.low <= 1.0 <= f.high for f in (checks.quantile(s, 0.5) for s in samples)]
    assert 0.92 <= np.mean(held) <= 0.98
    true = math.exp(0.125)
    ratios = [checks.ratio(s, s + 1.0) for s in samples]
    held = [f.low <= true / (true + 1.0) <= f.high for f in ratios]
    assert 0.92 <= np.mean(held) <= 0.98


def test_a_quantile_beside_never_is_never():
    values = np.array([1.0, 2.0, math.inf, math.inf])
    assert checks.quantile(values, 0.9).value == math.inf
    assert checks.said(checks.quantile(values, 0.9), checks.days).startswith("never")


def test_the_rank_correlation_is_spearmans():
    rng = np.random.default_rng(6)
    one, two = rng.normal(size=50), rng.normal(size=50)
    figure = checks.correlation(one, two)
    assert figure.value == pytest.approx(stats.spearmanr(one, two).statistic)
    assert figure.low < figure.value < figure.high


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1234.5, "1,234"), (12.34, "12.3"), (0.01234, "0.0123"), (-2.5, "−2.5")],
)
def test_numbers_are_shown_with_three_figures(value: float, text: str):
    assert checks.number(value) == text


def test_twelve_months_of_churn_are_those_of_the_model_by_hand():
    # SE 4.5, preventable, 60 days after awareness, from others at 1.1, a quarter taken back.
    raw = 0.6 * 0.9 * 1.1 * (1 + 0.5 * (1 - math.exp(-2))) * 0.75
    fall = 0.75 * (1 - math.exp(-raw / 0.75))
    months = np.arange(365) + 0.5
    distrust = fall * (0.5 + 0.5 * 2.0 ** (-months / 180))
    left = 0.12 / 365 * np.sum(np.exp(1.4 * distrust) - 1)
    churn = trust.year_of_churn(4.5, "preventable", 60, 1.1)
    assert churn == pytest.approx(1 - math.exp(-left), rel=1e-3)


@pytest.mark.slow
def test_a_quick_trial_holds_every_quantity_with_a_verdict(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "validation", "--quick", "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path)
    page = (tmp_path / "validation.md").read_text(encoding="utf-8")
    rows = verdicts(page)
    for quantity in CHAPTER:
        assert rows[quantity]
        assert set(rows[quantity]) <= set(report.VERDICTS)
    totals = re.search(r"\| all \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", page)
    assert totals is not None
    assert sum(map(int, totals.groups())) == sum(map(len, rows.values()))
    for name in re.findall(r"\]\((pictures/[^)]*)\)", page):
        assert 5_000 < (tmp_path / name).stat().st_size < 150_000


def test_the_page_in_the_docs_holds_every_quantity_and_its_pictures():
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert set(CHAPTER) <= verdicts(page).keys()
    assert "quick trial" not in page
    pictures = re.findall(r"\]\((pictures/[^)]*)\)", page)
    assert len(pictures) >= 5
    assert all((ROOT / "docs" / name).stat().st_size < 150_000 for name in pictures)


def verdicts(page: str) -> dict[str, list[str]]:
    """The verdicts of every quantity in a page."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 8 and cells[2] in get_args(checks.Kind):
            name = cells[0] or name
            found.setdefault(name, []).append(cells[6].strip("*"))
    return found

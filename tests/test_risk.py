"""Yearly risk: held to exact compound distributions, and moved by controls, hires and audits."""

from __future__ import annotations

import itertools
import json
import math
import re
import warnings

import numpy as np
import pytest

import simulation as sim
from simulation import charts
from simulation.errors import InputError
from simulation.files import controls, load
from simulation.inputs.control import Owned
from simulation.reports.pages import html as writing_of
from simulation.reports.yearly_risk import yearly_risk
from simulation.risk import Risk, audit, risk, saying, treatments, yearly_loss
from simulation.risk.frequency import yearly_rates

FIRM, LARGE, LEAN = "organisations/bookkeeping-12", "organisations/group-400", "plans/lean"
MISTAKE, MAILBOX = "breaches/mis-sent-filing", "breaches/mailbox-takeover"


def losses(seed: int, count: int = 60) -> np.ndarray:
    """Whole losses, as skewed as those of breaches."""
    rng = np.random.default_rng(seed)
    return np.round(np.exp(5.0 + 1.2 * rng.standard_normal(count)))


def panjer(rate: float, severities: np.ndarray, most: int) -> np.ndarray:
    """The chances of a compound Poisson sum by Panjer's recursion (1981), on whole numbers."""
    chances = np.bincount(severities.astype(int), minlength=most + 1) / len(severities)
    total = np.zeros(most + 1)
    total[0] = math.exp(-rate * (1.0 - chances[0]))
    weighted = np.arange(most + 1) * chances
    for place in range(1, most + 1):
        total[place] = rate / place * float(weighted[1 : place + 1] @ total[place - 1 :: -1])
    return total


def test_a_years_loss_has_the_moments_of_a_compound_poisson_sum() -> None:
    one, two = losses(1), losses(2)
    year = yearly_loss([(0.3, one), (0.05, two)])
    assert year.mean == pytest.approx(0.3 * one.mean() + 0.05 * two.mean(), rel=1e-6)
    spread = float(((year.amounts - year.mean) ** 2) @ year.chances)
    expected = 0.3 * (one**2).mean() + 0.05 * (two**2).mean()
    assert spread == pytest.approx(expected, rel=1e-3)
    assert year.exceedance(0.0) == pytest.approx(1.0 - math.exp(-0.35), rel=1e-6)


def test_a_years_loss_is_that_of_panjers_recursion() -> None:
    severities = np.array([3.0, 5.0, 5.0, 9.0, 40.0])
    exact = panjer(0.7, severities, 400)
    year = yearly_loss([(0.7, severities)])
    for amount in (0.0, 3.0, 8.5, 41.5, 90.5):
        above = float(exact[math.floor(amount) + 1 :].sum())
        assert year.exceedance(amount + 0.25) == pytest.approx(above, abs=2e-6)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.02, 0.5, 3.0])
def test_a_years_loss_is_that_of_an_actuarial_library(rate: float) -> None:
    severities = np.sort(losses(3, 40))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from aggregate import build

        amounts = " ".join(f"{value:g}" for value in severities)
        chances = " ".join(["1/40"] * 40)
        other = build(
            f"agg Year {rate} claims dsev [{amounts}] [{chances}] poisson", bs=1, log2=16
        )
        exact = {share: (other.q(share), other.tvar(share)) for share in (0.9, 0.95, 0.985, 0.99)}
        mean = other.agg_m
    year = yearly_loss([(rate, severities)])
    assert year.mean == pytest.approx(mean, rel=1e-4)
    for share, (quantile, tail) in exact.items():
        assert year.value_at_risk(share) == pytest.approx(quantile, rel=0.02, abs=2 * year.step)
        assert year.tail_mean(share) == pytest.approx(tail, rel=0.02)


def test_no_breach_costs_nothing() -> None:
    year = yearly_loss([(0.0, losses(1)), (0.2, np.zeros(3))])
    assert (year.mean, year.value_at_risk(0.99), year.exceedance(0.0)) == (0.0, 0.0, 0.0)


# -- how often --------------------------------------------------------------------------------


def test_how_often_follows_size_and_causes_add_up() -> None:
    sizes = load("parameters/standard")
    assert sum(yearly_rates(load(FIRM), sizes).values()) == pytest.approx(0.02)
    assert sum(yearly_rates(load(LARGE), sizes).values()) == pytest.approx(0.093)


def test_a_control_lowers_its_own_causes_alone() -> None:
    sizes, firm = load("parameters/standard"), load(FIRM)
    without = yearly_rates(firm, sizes)
    rates = yearly_rates(firm.with_control("multi-factor-login"), sizes)
    lower = {cause for cause in rates if rates[cause] < without[cause]}
    assert lower == {"credential-theft"}
    acts = {act for one in controls().values() for act in one.acts if act.on == "frequency"}
    moved = {cause for act in acts for cause in (act.of or tuple(without))}
    assert moved == set(without), "every cause has a control against it"


# -- a firm's risk ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Risk:
    return risk(FIRM, LEAN, [MISTAKE, MAILBOX], replications=12, seed=4)


def test_the_figures_of_a_year_hang_together(small: Risk) -> None:
    assert small.yearly_mean == pytest.approx(small.year.mean, rel=1e-4)
    assert small.chance_of_a_breach == pytest.approx(small.year.exceedance(0.0), rel=1e-3)
    assert small.year.tail_mean(0.99) >= small.year.value_at_risk(0.99)
    assert (
        small.tail_of_a_breach(0.95) >= small.loss_of_a_breach(0.95) >= small.loss_of_a_breach(0.5)
    )
    low, high = small.interval(lambda year: year.tail_mean(0.99))
    assert low < small.year.tail_mean(0.99) < high
    assert {one.cause for one in small.causes} == {"operator-error", "credential-theft"}
    assert {cause for cause, _ in small.left_out} >= {"malware", "insider"}
    assert json.loads(json.dumps(small.plain()))["grade"] in ("low", "medium", "high")


def test_the_same_seed_gives_the_same_risk_whoever_works(small: Risk) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        again = risk(FIRM, LEAN, [MISTAKE, MAILBOX], replications=12, seed=4, executor=pool)
    assert again.plain() == small.plain()


def test_breaches_of_one_cause_share_its_runs() -> None:
    told: list[tuple[int, int]] = []
    found = risk(
        FIRM,
        LEAN,
        [MAILBOX, "breaches/weak-password", MISTAKE],
        replications=3,
        seed=4,
        progress=lambda ran, total: told.append((ran, total)),
    )
    assert {one.cause: len(one.losses) for one in found.causes} == {
        "credential-theft": 4,
        "operator-error": 3,
    }
    assert told == sorted(told)
    assert told[-1] == (7, 7)


def test_a_breach_without_a_cause_is_refused() -> None:
    nameless = load(MISTAKE).change({"root_cause": None})
    with pytest.raises(InputError, match="no root_cause"):
        risk(FIRM, LEAN, [nameless], replications=1, seed=1)


def test_breaches_that_are_none_or_alike_are_refused() -> None:
    again = load(MISTAKE).change({"malicious": True})
    for asked, said in (([], "no breach is given"), ([MISTAKE, again], "called mis-sent-filing")):
        with pytest.raises(InputError, match=said):
            risk(FIRM, LEAN, asked, replications=2, seed=1)
        with pytest.raises(InputError, match=said):
            treatments(FIRM, LEAN, asked, controls=[], teams=[], replications=2, seed=1)


@pytest.mark.parametrize("replications", [1, 0, -1, 2.5])
def test_one_run_tells_no_risk(replications) -> None:
    with pytest.raises(InputError, match=r"replications.*(2 or more|a whole number)"):
        risk(FIRM, LEAN, [MISTAKE], replications=replications, seed=1)
    with pytest.raises(InputError, match=r"replications.*(2 or more|a whole number)"):
        treatments(FIRM, LEAN, [MISTAKE], controls=[], teams=[], replications=replications, seed=1)


# -- what lowers it ---------------------------------------------------------------------------


@pytest.mark.slow
def test_treatments_are_worth_what_they_take_from_a_years_loss() -> None:
    names = ["multi-factor-login", "delayed-sending"]
    found = treatments(
        *(FIRM, LEAN, [MISTAKE, MAILBOX]),
        controls=names,
        teams=["it"],
        replications=12,
        seed=4,
    )
    by_name = {one.name: one for one in found.tried}
    assert set(by_name) == {*names, "it"}
    second_factor = by_name["multi-factor-login"]
    assert second_factor.shown
    assert second_factor.less_loss > 0.0
    assert second_factor.breaches_per_year < by_name["it"].breaches_per_year
    assert [one.return_share for one in found.tried] == sorted(
        (one.return_share for one in found.tried), reverse=True
    )
    before = risk(FIRM, LEAN, [MISTAKE, MAILBOX], replications=12, seed=4)
    assert found.risk.plain() == before.plain()
    firm = load(FIRM).with_control("multi-factor-login")
    after = risk(firm, LEAN, [MISTAKE, MAILBOX], replications=12, seed=4)
    assert second_factor.less_loss == pytest.approx(before.yearly_mean - after.yearly_mean)


def test_a_control_that_is_there_is_said_to_be_and_by_its_title() -> None:
    firm = load(FIRM).change({"controls.multi-factor-login": Owned(quality=0.8)})
    names = ["multi-factor-login", "patching", "delayed-sending"]
    found = treatments(
        *(firm, LEAN, [MISTAKE]), controls=names, teams=["it"], replications=2, seed=4
    )
    by_name = {one.name: one for one in found.tried}
    assert [round(by_name[name].there_share, 9) for name in (*names, "it")] == [0.8, 0.5, 0.0, 0.0]
    said = "\n".join(saying.lines(found.risk, found.tried))
    assert "already there at 80 %, raised to full" in said
    assert "taken to be there at 50 % as is usual, raised to full" in said
    assert said.count("raised to full") == 2
    assert max(map(len, said.splitlines())) <= 99
    assert load(FIRM).title.en in said
    for name in names:
        title = controls()[name].title
        assert title.en[:38] in said
        assert saying.name_of(by_name[name]) == {"en": title.en, "zh": title.zh}
        assert name not in said
    page = writing_of(yearly_risk(found.risk, found.tried))
    assert "已有，强度 80 %" in page
    assert load(FIRM).title.zh in page


def test_an_interval_says_that_it_is_one_and_very_small_figures_are_said_in_words() -> None:
    firm = load(FIRM).change({"turnover_per_year": 1e9})
    found = risk(firm, LEAN, [MISTAKE], replications=4, seed=4)
    said = [one["en"] for one in saying.sentences(found)]
    assert not re.search(r"\de[-+]\d", " ".join(said))
    assert "±" not in " ".join(said)
    mean, low, high = map(
        numbered, re.search(r"mean year costs (\S+) CNY \[(\S+), (\S+)\]", said[1]).groups()
    )
    error = 3.182 * np.std(found.causes[0].losses, ddof=1) / 2 * found.causes[0].per_year
    assert mean == pytest.approx(found.yearly_mean, rel=0.005)
    assert low == pytest.approx(max(0.0, found.yearly_mean - error), rel=0.01)
    assert high == pytest.approx(found.yearly_mean + error, rel=0.01)
    assert "less than 0.01 %" in said[4]
    assert "95 % intervals" in said[-1]


def numbered(text: str) -> float:
    return float(text.replace(",", ""))


def test_an_unknown_control_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError, match="multi-factor-login"):
        treatments(FIRM, LEAN, [MISTAKE], controls=["multi-factor-logim"], seed=1)


def test_an_audit_finds_open_weaknesses_and_a_thorough_one_finds_more() -> None:
    firm = load(FIRM).change({"controls.patching": Owned(quality=0.9, age_of_upkeep_months=240)})
    inside, outside = (audit(firm, by=by, seed=3) for by in ("self-check", "outside"))
    assert [one.control for one in inside] == [one.control for one in outside]
    assert {o.control for o in inside if o.found} < {o.control for o in outside if o.found}
    kept = audit(load(FIRM).with_control("patching"), by="outside", seed=3)
    assert "patching" not in {one.control for one in kept}


def test_an_audit_begins_with_what_spares_most_breaches() -> None:
    firm = load(FIRM)
    parameters = load("parameters/standard")
    now = sum(yearly_rates(firm, parameters).values())
    found = audit(firm, by="outside", seed=3)
    for one in found:
        then = sum(yearly_rates(firm.with_control(one.control), parameters).values())
        assert one.spared_share == pytest.approx(max(0.0, 1.0 - then / now))
    shares = [one.spared_share for one in found]
    assert shares[0] > 0.1
    assert shares == sorted(shares, reverse=True)
    order = [one.helps for one in found]
    assert [name for name, _ in itertools.groupby(order)] == sorted(set(order), key=order.index)
    lines = saying.weaknesses(found, "outside")
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert listed == [one.control for one in found if one.found]
    assert "--by takes self-check or internal too" in lines[0]
    assert max(map(len, lines)) <= 99


def test_an_audit_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="self-check"):
        audit(FIRM, by="friend", seed=1)


# -- shown ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_says_what_the_risk_is_and_writes_a_report(command, tmp_path) -> None:
    page, paper = tmp_path / "risk.html", tmp_path / "risk.docx"
    asked = ("risk", FIRM, LEAN, "--replications", "2", "--seed", "3", "--control")
    said = command(*asked, "multi-factor-login", "--out", str(page), "--out", str(paper), "--json")
    found = json.loads(said.out)
    assert found["currency"] == "CNY"
    assert found["treatments"][0]["name"] == "multi-factor-login"
    html = page.read_text(encoding="utf-8")
    assert "What not to conclude" in html
    assert found["treatments"][0]["title"]["zh"] in html
    assert html.count("<img") == 3
    assert "<script" not in html
    assert paper.read_bytes()[:2] == b"PK"


def test_the_command_lists_what_an_audit_finds(command) -> None:
    said = command("audit", FIRM, "--by", "outside", "--seed", "3").out
    assert "open weaknesses found of" in said
    bad = command("audit", FIRM, "--by", "friend", "--seed", "3")
    assert (bad.status, bad.out) == (2, "")
    assert "self-check" in bad.err


def test_charts_of_risk_say_what_the_figures_say(small: Risk) -> None:
    ax = charts.by_cause(small)
    said = [text.get_text() for text in ax.texts]
    assert len(said) == len(ax.patches) == 2
    widths = sorted(bar.get_width() for bar in ax.patches)
    assert widths == pytest.approx(sorted(one.yearly_mean for one in small.causes))
    curve = charts.yearly(small).lines[0]
    for amount, chance in list(zip(*curve.get_data(), strict=True))[::50]:
        assert chance == pytest.approx(small.year.exceedance(amount), rel=1e-6, abs=1e-12)


def test_risk_is_a_public_name() -> None:
    assert sim.risk is risk


def test_a_control_that_is_none_is_told_with_the_few_that_are_nearest() -> None:
    for word, meant in (("mfa", "multi-factor-login"), ("pachting", "patching")):
        with pytest.raises(InputError) as caught:
            treatments(FIRM, LEAN, [MISTAKE], controls=[word], replications=2, seed=1)
        assert meant in str(caught.value)
        assert len(str(caught.value)) < 250

"""Two laws side by side: whose duties run, what a case does, how a fine is reckoned."""

from __future__ import annotations

import copy
import functools
import math
from typing import Any

import numpy as np
import pytest
from models import Play, breach, firm, flag, holding, only, plan, task, team, wait, world
from test_world_duties import FINES, SIZES, clocks, duty, law, telling

from simulation.engine import Engine
from simulation.errors import InputError
from simulation.files import load, load_organisation, load_plan
from simulation.inputs.law import Law
from simulation.program import Program
from simulation.run import Recorder
from simulation.world import duties
from simulation.world.layout import DAY, F_MEDIA, HOUR, State, Tables

EU = "laws/eu"
LOW, MEDIUM, HIGH = range(3)


@functools.cache
def european(turnover: float) -> tuple[Tables, State]:
    """A firm under European law alone, with a turnover in euros."""
    company = firm(team("it"), laws=[load(EU).plain()], turnover_per_year=turnover)
    return world(breach(company))


def ends(turnover: float, outcome: int, band: int) -> tuple[float, float]:
    """The lowest and the highest amount a fine can start at."""
    p, _ = european(turnover)
    highest, shares, sizes = p.case_maximum[0][outcome], p.case_bands[0][band], p.case_size[0]
    return highest * shares[0] * sizes[0], highest * shares[1] * sizes[1]


# -- the published tables -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "low", "high"), [(LOW, 0, 4_000), (MEDIUM, 2_000, 8_000), (HIGH, 4_000, 40_000)]
)
def test_a_firm_of_two_million_starts_where_the_guidelines_say(
    band: int, low: float, high: float
) -> None:
    assert ends(2e6, 1, band) == pytest.approx((low, high))
    assert ends(2e6, 2, band) == pytest.approx((2 * low, 2 * high))  # Art. 83(5)


@pytest.mark.parametrize(
    ("turnover", "share"),
    [
        (2e6, (0.002, 0.004)),
        (2e6 + 1, (0.003, 0.02)),
        (10e6, (0.003, 0.02)),
        (50e6, (0.015, 0.1)),
        (100e6, (0.08, 0.2)),
        (250e6, (0.15, 0.5)),
        (500e6, (0.4, 1.0)),
        (500e6 + 1, (1.0, 1.0)),
    ],
)
def test_size_bands_reach_up_to_their_turnover(
    turnover: float, share: tuple[float, float]
) -> None:
    assert european(turnover)[0].case_size[0] == share


@pytest.mark.parametrize(
    ("turnover", "maxima"),
    [(2e6, (10e6, 20e6)), (400e6, (10e6, 20e6)), (500e6, (10e6, 20e6)), (1e9, (20e6, 40e6))],
)
def test_the_maximum_is_the_amount_or_the_share_of_turnover(
    turnover: float, maxima: tuple[float, float]
) -> None:
    # Art. 83(4) and (5): 10 M EUR or 2 %, 20 M EUR or 4 %, whichever is higher.
    assert european(turnover)[0].case_maximum[0] == pytest.approx([0, *maxima])


def fines(p: Tables, s: State, number: int = 1_000, **draws: float) -> list[float]:
    """What cases cost that are all opened, over even draws of how they end."""
    columns = {"case/opened": 0.0, "case/seriousness": 0.5, "case/size": 0.5} | draws
    amounts = []
    for u in (np.arange(number) + 0.5) / number:
        s.row = list(s.row)
        for name, value in (columns | {"case/outcome": u}).items():
            s.row[p.draw_at[name]] = value
        s.cost, s.facts = 0.0, []
        duties.decide_case(p, s, 0)
        amounts.append(s.cost)
    return amounts


def late_by(p: Tables, s: State, days: float, at_d: float = 270) -> State:
    """All duties met that many days after they fell due."""
    s = s.copy()
    s.now = round(at_d * DAY)
    s.found, s.records_out = [True], [1_000.0]
    s.estimate = s.estimate_high = 1_000.0
    s.duty_from = [0] * len(s.duty_from)
    s.duty_met = [limit + round(days * DAY) for limit in p.duty_deadline_s]
    return s


def test_three_cases_in_a_hundred_end_in_a_fine_fifteen_when_late_in_the_news() -> None:
    p, start = european(2e6)
    s = late_by(p, start, 1e5, at_d=2e5)  # so late that it counts as a whole
    assert sum(cost > 0 for cost in fines(p, s)) == pytest.approx(30, abs=1)
    s.flag_at[F_MEDIA] = 0
    assert sum(cost > 0 for cost in fines(p, s)) == pytest.approx(150, abs=2)
    s = late_by(p, start, 0)
    s.flag_at[F_MEDIA] = 0
    assert sum(cost > 0 for cost in fines(p, s)) == pytest.approx(30, abs=1)


def test_an_eu_fine_of_a_small_firm_is_of_the_size_of_published_ones() -> None:
    # G02: fines over security have a median of 20,600 EUR, all firms; G04: 5,000 EUR for
    # accountants. A firm of 2 M EUR that was late and negligent lies in that order of size.
    p, start = european(2e6)
    amounts = [cost for cost in fines(p, late_by(p, start, 30)) if cost > 0]
    assert 500 < np.median(amounts) < 20_600


def test_prompt_full_reporting_lowers_seriousness_by_one() -> None:
    p, start = european(2e6)
    p = copy.copy(p)
    p.negligent = True  # a point, so the case is of medium seriousness
    in_time, late = (fines(p, late_by(p, start, days), number=1_000) for days in (0, 0.01))
    assert sorted({*in_time} - {0.0}) == pytest.approx([1e7 * 0.05 * 0.003, 2e7 * 0.05 * 0.003])
    assert sorted({*late} - {0.0}) == pytest.approx([1e7 * 0.15 * 0.003, 2e7 * 0.15 * 0.003])


def test_seriousness_has_a_point_each_for_harm_lateness_and_negligence() -> None:
    p, s = european(2e6)
    p, s = copy.copy(p), s.copy()
    assert duties.seriousness_points(p, s, 0.0) == float(p.negligent)
    p.negligent, p.holding_dpc, s.found = True, [4], [True]
    assert duties.seriousness_points(p, s, 0.5) == 2.5
    assert [sum(n >= least for least in p.case_points[0]) for n in (0.9, 1, 2.4, 2.5)] == [
        LOW,
        MEDIUM,
        MEDIUM,
        HIGH,
    ]


def test_a_fine_is_changed_at_the_firms_rate_in_both_directions() -> None:
    # 16.4 M CNY are 2 M EUR at 8.2: the smallest band, and the fine comes back in CNY.
    company = firm(
        team("it"),
        laws=[load(EU).plain()],
        currency="CNY",
        exchange_rates={"EUR": 8.2},
        turnover_per_year=16.4e6,
    )
    p, s = world(breach(company))
    assert p.case_size[0] == (0.002, 0.004)
    (small, large) = sorted({*fines(p, late_by(p, s, 0.01))} - {0.0})
    assert large == 2 * small
    assert 10e6 * 0.1 * 0.003 * 8.2 * 0.5 <= small <= 10e6 * 0.2 * 0.003 * 8.2


# -- lateness -----------------------------------------------------------------------------------


def test_lateness_is_half_at_a_week_and_the_mean_over_the_duties_that_ran() -> None:
    rules = firm(team("it"), laws=[law(duty("one"), duty("two"), duty("three"))])
    p, s = world(breach(rules))
    assert duties.late_share(p, s, 0) == 0.0
    s.now, s.duty_from = 100 * DAY, [0, 0, -1]
    s.duty_met = [3 * DAY, 10 * DAY, -1]
    assert duties.late_share(p, s, 0) == pytest.approx((0.0 + 0.5) / 2)
    s.duty_met[1] = -1
    assert duties.late_share(p, s, 0) == pytest.approx((97 / 104) / 2)


@pytest.mark.slow
def test_the_later_the_notice_the_likelier_and_dearer_a_case_on_the_same_luck() -> None:
    # Paired runs: the same breach, told in time, a day late, a week late, two months late.
    frequent = SIZES | {"base_log_odds": 0.0, "late_log_odds": 2.0}
    rules = load(EU).plain() | {"case": frequent | {"after_aware_d": 90}}
    steps = [step | {"weight": w} for step, w in zip(rules["fines"], (0.2, 0.5, 0.3), strict=True)]
    company = firm(
        team("it"),
        laws=[law(duty(), case=frequent, fines=FINES), rules | {"fines": steps}],
    )
    scenario = breach(company, switched_off=only("legal-cases"), threat=LEAK)
    opened, paid = [], []
    for told_h in (20, 72 + 34, 72 + 178, 72 + 1_500):
        work = telling(10, told_h)
        report = {"effect": "report", "precision": "listing"}
        work["look"]["effects"] = [report, flag("aware")]
        plays = [Play(scenario, plan(work), seed=s).to(24 * 101) for s in range(60)]
        cases = [e for play in plays for e in play.events("case", "case/act")]
        opened.append(np.mean([case.before for case in cases]))
        paid.append(np.mean([play.state.cost_by_item[7] for play in plays]))
        assert len(cases) == len(plays)
    assert opened == sorted(opened)
    assert len(set(opened)) == 4
    assert paid == sorted(paid)
    assert paid[0] < paid[-1]


LEAK = {"kind": "one_mistake", "holdings": ["list"], "records": 1_000}


# -- whose duties run ---------------------------------------------------------------------------

HOME, ABROAD = "Land", "Elsewhere"
ROLES = (
    duty("own", role="controller"),
    duty("held", role="processor", recipient="affected"),
    duty("either"),
)


def two_lands(*holdings: dict[str, Any], **more: Any) -> Any:
    """A firm with 90 clients at home and 10 abroad, each with a law of its own."""
    one = {"people_per_client": 10, "margin_per_client_year": 500}
    segments = [
        one | {"name": "home", "clients": 90, "jurisdiction": HOME},
        one | {"name": "abroad", "clients": 10, "jurisdiction": ABROAD},
    ]
    foreign = law(duty("foreign", **more), name="foreign-act", jurisdiction=ABROAD)
    laws = [law(*ROLES), foreign]
    return firm(team("it", heads=2), segments=segments, laws=laws, holdings=list(holdings))


def after_triage(company: Any, *holdings: str, find_h: float = 0.0) -> Play:
    """A leak of some holdings: the first is found at 10 h, with awareness, the others later."""
    report = {"effect": "report", "precision": "triage"}
    work = {"look": task(10, effects=[report, flag("aware")])}
    if find_h:
        rest = {"effect": "report", "precision": "listing"}
        work["trace"] = task(find_h - 10, after=["look"], effects=[rest])
    scenario = breach(
        company,
        switched_off=only(),
        threat={"kind": "one_mistake", "holdings": list(holdings), "records": 1_000},
    )
    return Play(scenario, plan(work)).to(300)


def begun(play: Play) -> dict[str, float]:
    return {
        name: start
        for name in ("own", "held", "either", "foreign")
        for start in [
            e.before / HOUR for e in play.events("obligation.start", f"obligation/{name}")
        ]
    }


@pytest.mark.parametrize(
    ("role", "runs"),
    [("controller", {"own", "either"}), ("processor", {"held", "either"})],
)
def test_the_role_in_which_data_are_held_decides_which_duties_run(
    role: str, runs: set[str]
) -> None:
    at_home = holding("list", 1_000) | {"role": role, "jurisdiction": HOME}
    assert set(begun(after_triage(two_lands(at_home), "list"))) == runs


def test_with_data_of_both_roles_both_run_each_from_when_it_was_known() -> None:
    own = holding("list", 500) | {"jurisdiction": HOME}
    held = holding("files", 500) | {"jurisdiction": HOME, "role": "processor"}
    play = after_triage(two_lands(own, held), "list", "files", find_h=50)
    assert begun(play) == {"own": 10, "either": 10, "held": 50}


@pytest.mark.parametrize(
    ("place", "runs"),
    [
        (HOME, {"own", "either"}),
        (ABROAD, {"foreign"}),
        (None, {"own", "either", "foreign"}),
    ],
)
def test_a_law_binds_where_its_people_are_affected(place: str | None, runs: set[str]) -> None:
    listed = holding("list", 1_000) | ({"jurisdiction": place} if place else {})
    assert set(begun(after_triage(two_lands(listed), "list"))) == runs


def test_a_report_made_before_such_data_were_found_counts() -> None:
    own = holding("list", 500) | {"jurisdiction": HOME}
    abroad = holding("files", 500) | {"jurisdiction": ABROAD}
    work = {
        "look": task(10, effects=[{"effect": "report", "precision": "triage"}, flag("aware")]),
        "tell": task(5, after=["look"], effects=[{"effect": "tell", "audience": "regulator"}]),
        "trace": task(35, after=["tell"], effects=[{"effect": "report", "precision": "listing"}]),
    }
    threat = {"kind": "one_mistake", "holdings": ["list", "files"], "records": 1_000}
    scenario = breach(two_lands(own, abroad), switched_off=only(), threat=threat)
    play = Play(scenario, plan(work)).to(300)
    assert clocks(play, "foreign") == {"start": [50], "late": [], "met": [50], "stop": []}


def test_thresholds_and_cases_count_the_people_of_their_own_land() -> None:
    # Of 1,000 people 100 live abroad.
    for least, runs in ((90, True), (110, False)):
        company = two_lands(holding("list", 1_000), when={"people_at_least": least})
        assert ("foreign" in begun(after_triage(company, "list"))) is runs
    p, s = world(breach(two_lands(holding("list", 1_000))))
    s.found, s.records_out = [True], [1_000.0]
    s.estimate = s.estimate_high = 1_000.0
    chances = [duties.case_chance(p, s, law) for law in (0, 1)]
    odds = [math.log(chance / (1 - chance)) for chance in chances]
    assert odds == pytest.approx([-2.5 + 0.5 * math.log10(9), -2.5])


def test_where_nobody_is_affected_no_case_is_opened() -> None:
    at_home = holding("list", 1_000) | {"jurisdiction": HOME}
    p, s = world(breach(two_lands(at_home)))
    s.found, s.records_out = [True], [1_000.0]
    s.estimate = s.estimate_high = 1_000.0
    assert duties.case_chance(p, s, 0) > 0.0 == duties.case_chance(p, s, 1)


@pytest.mark.parametrize("binds", ["people", "firm"])
def test_a_law_may_bind_a_firm_wherever_its_clients_live(binds: str) -> None:
    company = two_lands(holding("list", 1_000) | {"jurisdiction": HOME})
    laws = [one.plain() for one in company.laws]
    company = company.change({"laws": [laws[0], laws[1] | {"binds": binds}]})
    assert ("foreign" in begun(after_triage(company, "list"))) is (binds == "firm")


def test_each_law_has_a_case_of_its_own() -> None:
    scenario = breach(
        two_lands(holding("list", 1_000)), switched_off=only("legal-cases"), threat=LEAK
    )
    play = Play(scenario, plan(telling(10, 20))).to(24 * 120)
    assert {e.subject for e in play.events("case")} == {"case/act", "case/foreign-act"}


def test_any_one_exemption_frees_also_a_clock_that_runs() -> None:
    exempt = [{"flag": "unreadable"}, {"flag": "averted"}]
    rules = law(duty(exempt_when=exempt), duty("bound"))
    work = telling(10, 60) | {"mend": task(40, {"hr": 1}, effects=[flag("averted")])}
    company = firm(team("it"), team("hr", "hr"), laws=[rules])
    play = Play(breach(company, switched_off=only()), plan(work)).to(200)
    assert clocks(play) == {"start": [10], "late": [], "met": [], "stop": [40]}
    assert clocks(play, "bound")["met"] == [60]


# -- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        ({"primary_cost_at_least": 6_000}, [10]),
        ({"primary_cost_at_least": 6_001}, []),
        ({"cost_at_least": 106_000}, [10]),
        ({"cost_at_least": 106_001}, []),
    ],
)
def test_a_direct_loss_is_the_work_alone_in_the_laws_currency(
    when: dict[str, float], starts: list[float]
) -> None:
    # Ten hours at 60 EUR are 6,000 CNY; an offer of 10,000 EUR is no direct loss.
    rules = law(duty(when=when), currency="CNY")
    company = firm(team("it"), laws=[rules], exchange_rates={"CNY": 0.1})
    offer = {"effect": "cost", "amount": 10_000}
    work = {"look": task(10, effects=[flag("aware")]), "offer": wait(5, effects=[offer])}
    play = Play(breach(company, switched_off=only()), plan(work)).to(48)
    assert clocks(play)["start"] == starts


def test_a_direct_loss_of_five_million_starts_the_report_and_the_closing_report() -> None:
    wage = {"wage_per_h": 600_000.0}
    company = firm(team("it", **wage), laws=[load("laws/china").plain()], currency="CNY")
    signs = [flag("first_sign"), flag("aware")]
    work = {
        "look": task(10, effects=signs),
        "stop": task(5, after=["look"], effects=[flag("contained")]),
    }
    scenario = breach(company, switched_off=only())
    play = Play(scenario, plan(work, currency="CNY")).to(48)
    assert clocks(play, "incident-4h-loss")["start"] == [10]
    assert clocks(play, "incident-closing-loss")["start"] == [15]  # nothing leaves any more
    assert clocks(play, "incident-closing-report")["start"] == []


# -- the shipped European law -------------------------------------------------------------------


def under_gdpr(told_h: float, **held: Any) -> Play:
    """A year's pay of 1,000 people leaves; aware at 10 h, the authority and people told later."""
    pay = {"name": "contact", "title": "P", "categories": {"financial": 0}, "identifiability": 1.0}
    company = firm(
        team("it"),
        laws=[load(EU).plain()],
        data_classes=[pay],
        holdings=[holding("list", 1_000) | held],
    )
    work = telling(10, told_h)
    report = {"effect": "report", "precision": "triage"}
    work["look"]["effects"] = [report, flag("aware")]
    work["tell"]["effects"] += [{"effect": "tell", "audience": "affected"}]
    return Play(breach(company, switched_off=only(), threat=LEAK), plan(work)).to(400)


@pytest.mark.parametrize(("told_h", "late"), [(10 + 72, []), (10 + 72.001, [82])])
def test_the_authority_is_told_within_72_hours_of_awareness(
    told_h: float, late: list[float]
) -> None:
    assert clocks(under_gdpr(told_h), "gdpr-33-authority")["late"] == late


@pytest.mark.parametrize(
    ("role", "runs"),
    [
        ("controller", {"gdpr-33-authority", "gdpr-34-people"}),
        ("processor", {"gdpr-33-clients", "gdpr-33-by-clients"}),
    ],
)
def test_a_processor_tells_its_clients_and_they_tell_the_rest(role: str, runs: set[str]) -> None:
    started = under_gdpr(20, role=role).events("obligation.start")
    assert {e.subject.removeprefix("obligation/") for e in started} == runs


def test_the_european_law_names_its_sources_and_what_was_not_verified() -> None:
    rules = load(EU)
    assert all(o.verified for o in rules.obligations)
    tables = rules.starting_amount
    assert tables is not None
    # The tables were read where others quote them (evidence G10 to G12), or not at all.
    assert not any(band.verified for band in (*tables.seriousness, *tables.sizes))
    assert sum(step.weight.central for step in rules.fines) == pytest.approx(1)


# -- the group in two lands ---------------------------------------------------------------------


def test_the_group_has_400_people_clients_in_two_lands_and_counts_nobody_twice() -> None:
    group = load_organisation("organisations/group-400")
    assert (group.staff, group.currency) == (400, "CNY")
    in_segments = sum(s.clients * s.people_per_client for s in group.segments)
    assert in_segments == sum(h.people for h in group.holdings)
    shares = [group.people_share(rules.jurisdiction) for rules in group.laws]
    assert sum(shares) == pytest.approx(1)
    assert 0.05 < shares[1] < 0.2
    held = {role for h in group.holdings for role in [h.role]}
    assert held == {"controller", "processor"}
    inside = {role for t in group.teams for role in t.roles}
    assert {"it", "forensics", "legal", "privacy", "communications", "hr"} <= inside


@pytest.mark.parametrize("name", ["insider-export", "mis-sent-filing"])
def test_the_groups_duties_run_under_both_laws(name: str) -> None:
    group = load_organisation("organisations/group-400")
    program = Program(load(f"breaches/{name}"), load_plan("plans/retainer"), group)
    assert {program.tables.duty_law[i] for i in range(len(program.obligations))} == {0, 1}
    # About 15 M EUR at 8.2: the band from 10 to 50 M.
    assert program.tables.case_size[1] == (0.015, 0.1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["insider-export", "mis-sent-filing"])
def test_a_plan_that_meets_more_duties_has_fewer_cases_under_either_law(name: str) -> None:
    group = load("organisations/group-400")
    chances = {}
    for its_plan in ("no-plan", "retainer"):
        program = Program(load(f"breaches/{name}"), load_plan(f"plans/{its_plan}"), group, seed=5)
        rows = []
        for replication in range(15):
            recorder = Recorder(program)
            Engine(program, replication, recorder).finish()
            chance = [e for e in recorder.log.of("case") if e.kind == "case"]
            rows.append({e.subject: e.before for e in chance})
        chances[its_plan] = rows
    pairs = list(zip(chances["no-plan"], chances["retainer"], strict=True))
    for case in ("case/china", "case/eu"):
        moved = [
            slow[case] - prompt[case] for slow, prompt in pairs if case in slow and case in prompt
        ]
        assert np.mean(moved) > 2 * np.std(moved, ddof=1) / math.sqrt(len(moved)) > 0


# -- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starting_amount": None}, "expected starting_amount with its tables"),
        ({"fines.1.amount": 5}, "expected amount or maximum, not both"),
        ({"starting_amount.seriousness.low.from_points": 3}, "none for the first and rising"),
        ({"starting_amount.sizes.0.turnover_up_to": 3e7}, "rising turnover_up_to and none"),
        ({"starting_amount.sizes.0.share": 2}, "share as uniform or value, from 0 to 1"),
        ({"starting_amount.sizes.0.share": {"exponential": {"mean": 1}}}, "as uniform or value"),
    ],
)
def test_tables_that_make_no_sense_are_refused(change: dict[str, Any], said: str) -> None:
    rules: Law = load(EU)
    with pytest.raises(InputError, match=said):
        rules.change(change)


def test_an_unknown_jurisdiction_and_a_missing_rate_are_refused() -> None:
    group = load_organisation("organisations/group-400")
    with pytest.raises(InputError, match="did you mean “European Union”"):
        group.change({"holdings.eu-contacts.jurisdiction": "European union"})
    with pytest.raises(InputError, match="eu fines in EUR, for which there is no rate"):
        group.change({"exchange_rates": {"USD": 7.1}})

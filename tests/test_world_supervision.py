"""An authority's questions, bearing, claims, second rounds and the firm's own limits."""

from __future__ import annotations

from typing import Any

import pytest
from models import Play, breach, firm, flag, holding, insider, only, plan, sizes, task, team, world
from test_world_duties import clocks, duty, law, tell, telling

from simulation.program import Program
from simulation.world import claims, duties, supervision
from simulation.world.layout import DAY, F_OBSTRUCTS, F_OPEN, State, Tables

ALL_ASK = {
    "supervision__asks_share": 1.0,
    "supervision__asks_again_share": 0.0,
    "supervision__asks_after_d": 2,
    "supervision__records_effort_h": 6,
    "supervision__answer_effort_h": 4,
    "supervision__answer_within_d": 14,
}
OFF = only("supervision")


def asked(tasks: dict[str, Any] | None = None, **more: Any) -> Play:
    """Tell the authority after 12 hours; it asks two days later."""
    changed = sizes(**(ALL_ASK | more.pop("sizes", {}))).plain()
    teams = more.pop("teams", [team("it", "it", "legal")])
    company = firm(*teams, laws=[law(duty())])
    case = breach(company, switched_off=OFF, parameters=changed)
    return Play(case, plan(tasks or telling(10, 12), **more)).to(3_000)


def test_an_authority_that_was_told_asks_and_is_answered_by_the_firms_people() -> None:
    play = asked()
    assert play.hours("authority.asks", "questions") == [12 + 48]
    assert play.hours("task.end", "task/authority-records-1") == [60 + 6]
    assert play.hours("task.end", "task/authority-answer-1") == [66 + 4]
    assert play.hours("authority.answered", "questions") == [70]
    outcome = play.recorder.tally.outcome()
    assert outcome.authority_questions == 1
    assert (outcome.authority_legal_h, outcome.authority_it_h) == (4.0, 6.0)
    # Sixty an hour for the two tasks of the plan (12 h) and the ten hours for the authority.
    assert outcome.cost_by_item["wages"] == pytest.approx(60 * (12 + 10))


def test_questions_queue_on_the_people_they_need() -> None:
    # Whoever is to answer has other, weightier work until hour 300.
    busy = telling(10, 12) | {"fix": task(288, after=["tell"], priority=90)}
    assert asked(busy).hours("authority.answered", "questions") == [300 + 10]


def test_openness_takes_more_hours_and_obstruction_fewer_and_more_rounds() -> None:
    again = {"supervision__asks_again_share": 0.5}
    hours = {}
    for bearing in ("open", "plain", "obstructive"):
        outcome = asked(towards_authority=bearing).recorder.tally.outcome()
        hours[bearing] = outcome.authority_legal_h
    assert hours == {"open": 4 * 1.3, "plain": 4.0, "obstructive": 4 * 0.6}
    rounds = asked(towards_authority="obstructive", sizes=again)  # 0.5 x 2: always
    assert len(rounds.hours("authority.asks", "questions")) == 2


def test_nobody_asks_when_nobody_was_told_or_the_law_is_silent() -> None:
    silent = asked({"look": task(10, effects=[flag("aware")])})
    assert silent.hours("authority.asks", "questions") == []
    lawless = breach(firm(team("it")), switched_off=OFF, parameters=sizes(**ALL_ASK).plain())
    assert (
        Play(lawless, plan(telling(10, 12))).to(3_000).hours("authority.asks", "questions") == []
    )


def bearing_of(change: str) -> tuple[Tables, State]:
    p, s = world(breach(firm(team("it"), laws=[law(duty())]), switched_off=OFF))
    s.now = 60 * DAY
    if change == "open":
        s.flag_at[F_OPEN] = 0
    elif change == "obstructive":
        s.flag_at[F_OBSTRUCTS] = 0
    elif change == "unanswered":
        s.flag_at[F_OPEN], s.asked_at[0] = 0, 0
    elif change == "answered":
        s.flag_at[F_OPEN], s.asked_at[0], s.answered_at[0] = 0, 0, 5 * DAY
    return p, s


@pytest.mark.parametrize(
    ("change", "shift"),
    [("plain", 0), ("open", -1), ("answered", -1), ("obstructive", 1), ("unanswered", 1)],
)
def test_bearing_moves_the_end_of_a_case_by_a_tier(change: str, shift: int) -> None:
    p, s = bearing_of(change)
    assert supervision.tier_shift(p, s) == shift


@pytest.mark.parametrize(("change", "steps"), [("open", 1), ("obstructive", -1)])
def test_a_case_ends_a_tier_lower_for_openness_and_higher_for_obstruction(
    change: str, steps: int
) -> None:
    rules = law(duty(), fines=FOUR)
    program = Program(
        breach(firm(team("it"), laws=[rules]), switched_off=only("supervision")), plan(), seed=4
    )
    for row in program.rows(0, 40):
        ends = []
        for stance in ("plain", change):
            s = program.state(0, row)
            s.estimate, s.found, s.now = 1e9, [True], 90 * DAY
            s.duty_from, s.duty_met = [0], [60 * DAY]  # late, so that promptness lowers nothing
            if stance != "plain":
                s.flag_at[F_OPEN if change == "open" else F_OBSTRUCTS] = 0
            duties.decide_case(program.tables, s, 0)
            ends += [fact[4] for fact in s.facts[1:2]]
        if ends:
            assert ends[1] == min(3, max(0, ends[0] - steps))


FOUR = [
    {"outcome": f"step-{n}", "title": "S", "weight": 0.25, "amount": 1_000 * n} for n in range(4)
]

CLAIM_RULE = {
    "claims_share": 0.01,
    "severity_exponent": 2,
    "late_factor": 1,
    "negligent_factor": 2,
    "offer_factor": 0.5,
    "spread": 1,
    "settled_share": 0.75,
    "settlement": 100,
    "won_share": 0.5,
    "award": 400,
    "litigation_cost": 300,
    "after_aware_d": 180,
    "source": {"title": "Act", "article": "9", "read_on": "2026-01-01"},
}


def claimed(**more: Any) -> tuple[Tables, State]:
    rules = firm(team("it"), laws=[law(duty(), claims=CLAIM_RULE)], **more)
    case = breach(rules, responsibility="accident", recipients="none", switched_off=OFF)
    p, s = world(case)
    s.records_out, s.informed = [1_000.0], [1.0]
    return p, s


def test_claims_by_people_knowledge_severity_lateness_and_offer() -> None:
    p, s = claimed()
    full = 1_000 * 0.01 * (1 / 4) ** 2  # the list of contacts has a score of 1
    assert claims.claimants(p, s, 0) == pytest.approx(full)
    s.informed = [0.5]
    assert claims.claimants(p, s, 0) == pytest.approx(full / 2)
    s.records_out = [500.0]
    assert claims.claimants(p, s, 0) == pytest.approx(full / 4)
    s.compensation = 1.0
    assert claims.claimants(p, s, 0) == pytest.approx(full / 8)
    s.now, s.duty_from, s.duty_met = 100 * DAY, [0], [10 * DAY]  # a week late: half of twice
    assert claims.claimants(p, s, 0) == pytest.approx(full / 8 * 1.5)


def test_claims_cost_what_is_settled_and_what_courts_take() -> None:
    p, s = claimed()
    claims.settle_claims(p, s, 0)
    number = 10 / 16
    each = 0.75 * 100 + 0.25 * (0.5 * 400 + 300)
    assert s.cost == pytest.approx(number * each)
    assert s.facts[0][4:] == pytest.approx((0.75 * number, number))


def test_claims_come_half_a_year_after_awareness() -> None:
    rules = firm(team("it"), laws=[law(duty(), claims=CLAIM_RULE)])
    case = breach(rules, switched_off=only("claims"))
    tasks = {"look": task(10, effects=[flag("aware"), tell("all_clients")])}
    play = Play(case, plan(tasks)).to(10_000)
    assert play.hours("claims", "claims/act") == [10 + 180 * 24]


# -- clocks of others, last reports ----------------------------------------------------------


def test_the_clients_own_clock_starts_when_they_are_told_and_is_not_ours() -> None:
    own = duty("theirs", clock="clients_told", by_clients=True)
    changed = sizes(supervision__clients_report_h=100).plain()
    case = breach(firm(team("it"), laws=[law(own)]), switched_off=only(), parameters=changed)
    play = Play(case, plan(telling(10, 20, "affected"))).to(400)
    assert clocks(play, "theirs") == {"start": [20], "late": [92], "met": [120], "stop": []}
    outcome = play.recorder.tally.outcome()
    assert outcome.duties_late == 0
    assert [one.by_clients for one in outcome.duties] == [True]


def test_the_authority_also_hears_of_it_from_the_clients() -> None:
    own = duty("theirs", clock="clients_told", by_clients=True)
    changed = sizes(**ALL_ASK, supervision__clients_report_h=30).plain()
    case = breach(firm(team("it"), laws=[law(own)]), switched_off=OFF, parameters=changed)
    play = Play(case, plan(telling(10, 20, "affected"))).to(400)
    assert play.hours("authority.asks", "questions") == [20 + 30 + 48]


def test_first_part_rest_and_closing_report_have_their_own_clocks() -> None:
    first = {"effect": "tell", "audience": "regulator", "complete": False}
    tasks = telling(10, 60) | {
        "first": task(2, after=["look"], priority=90, effects=[first]),
        "stop": task(20, after=["tell"], effects=[{"effect": "leak", "multiply": 0}]),
    }
    rules = law(
        duty("first", phased=True),
        duty("rest", clock="first_report", deadline={"value": 30, "unit": "hours"}),
        duty("last", clock="handled", deadline={"value": 5, "unit": "days"}, closing=True),
    )
    changed = sizes(supervision__closing_effort_h=8).plain()
    case = insider(firm(team("it"), laws=[rules]), switched_off=only(), parameters=changed)
    confirmed = {"look": tasks["look"] | {"effects": [flag("aware"), flag("confirmed")]}}
    play = Play(case, plan(tasks | confirmed)).to(1_000)
    assert clocks(play, "first") == {"start": [10], "late": [], "met": [12], "stop": []}
    # Counted from the first part; the whole report comes at 62.
    assert clocks(play, "rest") == {"start": [12], "late": [42], "met": [62], "stop": []}
    # Counted from the end of the leak; the closing report is written by itself.
    assert clocks(play, "last") == {"start": [82], "late": [], "met": [90], "stop": []}


# -- second rounds ----------------------------------------------------------------------------


def test_too_few_told_brings_a_second_round() -> None:
    lists = [holding("list", 500), holding("more", 500)]
    company = firm(team("it", "it", "client_service"), holdings=lists)
    threat = {"kind": "one_mistake", "holdings": ["list", "more"], "records": 1_000}
    exact = {f"knowledge__{kind}_sigma": 0.0 for kind in ("triage", "scope", "listing")}
    changed = sizes(**exact, knowledge__correction_effort_h=3, notices__emails_per_h=1e9).plain()
    report = {"effect": "report", "precision": "triage"}
    tasks = {
        "look": task(10, effects=[flag("aware"), report]),
        "tell": task(10, after=["look"], effects=[tell("affected")]),
        "trace": task(50, after=["tell"], effects=[report | {"precision": "listing"}]),
    }
    for mechanisms, rounds in ((("corrections",), 1), ((), 0)):
        off = [m for m in only(*mechanisms) if m != "scope-error"]
        case = breach(company, threat=threat, switched_off=off, parameters=changed)
        play = Play(case, plan(tasks, support={"letters_share": 0.0})).to(400)
        outcome = play.recorder.tally.outcome()
        assert outcome.second_notices == rounds
        assert outcome.people_told == 500 * (1 + rounds)
        assert (
            play.hours("task.end", "task/correct-notice") == [pytest.approx(73, abs=0.01)] * rounds
        )


# -- the firm's own limits --------------------------------------------------------------------


QUESTION = {
    "question": "Isolate?",
    "owner": "management",
    "when": {"flag": "confirmed"},
    "wait_h": 50,
    "default": "no",
    "options": {"no": {"label": "No"}, "yes": {"label": "Yes", "effects": [flag("cut")]}},
}


def escalated(told_h: float, *mechanisms: str) -> Play:
    company = firm(team("it"), escalation={"low": 24, "medium": 8, "high": 2})
    decisions = {"isolate": QUESTION}
    case = breach(company, switched_off=only(*mechanisms), decisions=decisions)
    sign = {"look": task(10, effects=[flag("first_sign"), flag("confirmed")])}
    late = {"tell": task(told_h, after=["look"], effects=[tell("management")])}
    return Play(case, plan(sign | late, answers={"isolate": "yes"})).to(400)


@pytest.mark.parametrize(("told_h", "late"), [(20, 0), (30, 1)])
def test_a_report_past_the_limit_of_its_grade_is_late(told_h: float, late: int) -> None:
    outcome = escalated(told_h).recorder.tally.outcome()
    (one,) = outcome.escalations  # contacts of a known recipient: a low grade, 24 hours
    assert (one.name, one.from_h, one.due_h, one.met_h) == ("low", 10, 34, 10 + told_h)
    assert outcome.escalations_late == late


def test_what_management_decides_waits_until_it_knows() -> None:
    assert escalated(30).hours("decision.answer", "decision/isolate") == [10]
    assert escalated(30, "escalation").hours("decision.answer", "decision/isolate") == [40]
    # Past the time a decision may wait nobody has decided, and the default holds.
    play = escalated(90, "escalation")
    assert play.hours("decision.answer", "decision/isolate") == [60]
    assert play.hours("flag.set", "flag/cut") == []
    assert escalated(30, "escalation").hours("flag.set", "flag/cut") == [40]


def test_a_case_tells_its_end_and_the_rule_it_comes_from() -> None:
    source = {"title": "Act", "article": "7", "read_on": "2026-01-01"}
    fines = [{"outcome": "fine", "title": "F", "weight": 1.0, "amount": 500, "source": source}]
    sizes_ = {"base_log_odds": 50, "after_aware_d": 90, "size_log_odds": 0}
    rules = law(duty(), fines=fines)
    rules["case"] = rules["case"] | sizes_
    case = breach(firm(team("it"), laws=[rules]), switched_off=only("legal-cases"))
    play = Play(case, plan(telling(10, 12))).to(90 * 24 + 11)
    (one,) = play.recorder.tally.outcome().cases
    assert (one.law, one.end, one.amount, one.rule) == ("act", "fine", 500.0, "Act, 7")
    assert play.recorder.tally.outcome().fine_tier == 1
    assert play.recorder.tally.outcome().cost_by_item["fines"] == 500.0
    assert play.hours("case.end", "case/act") == [10 + 90 * 24]

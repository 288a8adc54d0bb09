"""What the shipped library holds, and that a drill with it has what a drill needs."""

from __future__ import annotations

import collections
import datetime
import functools
import itertools
import re
import typing
from pathlib import Path

import pytest

from simulation.files import evidence, library, load, loads
from simulation.inputs import effects
from simulation.inputs.base import Bilingual, Input
from simulation.inputs.claims import Claim
from simulation.inputs.fit import misfits, unset_flags
from validation.coverage.experiment import Case, outcomes

SCENARIOS = Path(__file__).parent.parent / "scenarios"
NAMES = [entry.name for entry in library()]
BREACHES = [name for name in NAMES if name.startswith("breaches/")]
PLANS = [name for name in NAMES if name.startswith("plans/")]
FIRMS = [name for name in NAMES if name.startswith("organisations/")]
UNLIKE = ("insider-export", "mailbox-takeover", "mis-sent-filing")
"""Breaches that are alike in nothing."""
LENGTHS_MIN = 45, 90, 180
OFFICE_HOURS = 9, 18
"""Office hours, in which a drill's first sign should come."""


def parts(value: object) -> typing.Iterator[Input]:
    """Yield a model and all models inside it."""
    if isinstance(value, Input):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def all_effects_of(injects: typing.Iterable[Input], kind: type[Input]) -> list[Input]:
    return [effect for inject in injects for effect in inject.effects if isinstance(effect, kind)]


def all_effects(scenario: object, kind: type[Input]) -> list[Input]:
    return [part for part in parts(scenario) if isinstance(part, kind)]


def test_the_library_holds_what_was_asked_for():
    assert {
        "organisations/bookkeeping-12",
        "breaches/insider-export",
        "breaches/mailbox-takeover",
        "breaches/mis-sent-filing",
        "breaches/double-extortion",
        "breaches/lost-laptop",
        "breaches/open-share",
        "breaches/site-injection",
        "breaches/supplier-transfer",
        "breaches/tampered-filings",
        "breaches/excess-rights",
        "breaches/missing-back-up",
        "breaches/script-in-portal",
        "breaches/stealer-malware",
        "breaches/unpatched-flaw",
        "breaches/voice-of-the-boss",
        "breaches/weak-password",
        "organisations/agency-80",
        "plans/no-plan",
        "plans/notify-early",
        "plans/verify-first",
        "plans/lean",
        "plans/retainer",
        *(f"plans/{name}" for name in ("on-call", "insured", "neighbours")),
        "laws/china",
        "parameters/standard",
    } <= set(NAMES)


def test_every_plan_fits_every_breach_at_every_firm():
    for breach, plan in itertools.product(BREACHES, PLANS):
        scenario, choice = load(breach), load(plan)
        for firm in FIRMS:
            assert list(misfits(scenario, choice, load(firm))) == [], (breach, plan, firm)
        assert list(unset_flags(scenario, choice)) == [], (breach, plan)


def every_decision() -> set[str]:
    return {decision for name in BREACHES for decision in load(name).decisions}


@functools.cache
def text_fields(kind: type[Input]) -> tuple[str, ...]:
    """Return the fields of a model that may hold texts in both languages."""
    return tuple(f for f, i in kind.model_fields.items() if "Bilingual" in str(i.annotation))


def every_part() -> typing.Iterator[tuple[str, Input]]:
    """Give every part of every file, with the file's name."""
    for name in NAMES:
        yield from ((name, part) for part in parts(load(name)))


def test_every_text_is_in_both_languages():
    alone = []
    for name, part in every_part():
        for field in text_fields(type(part)):
            value = getattr(part, field)
            texts = value if isinstance(value, tuple) else (value,)
            alone += [(name, type(part).__name__, field, t) for t in texts if isinstance(t, str)]
    assert alone == []


def test_chinese_is_chinese_and_english_is_not():
    chinese = re.compile("[\u4e00-\u9fff]")
    for name, part in every_part():
        if isinstance(part, Bilingual):
            assert chinese.search(part.zh), (name, part)
            assert not chinese.search(part.en), (name, part)


# -- the firm and the law -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "staff", "clients"), [("bookkeeping-12", 12, 320), ("agency-80", 80, 2150)]
)
def test_a_firm_is_as_large_as_its_name_says_and_counts_nobody_twice(name, staff, clients):
    firm = load(f"organisations/{name}")
    assert (firm.staff, firm.clients, firm.currency) == (staff, clients, "CNY")
    in_segments = sum(s.clients * s.people_per_client for s in firm.segments)
    assert in_segments == sum(holding.people for holding in firm.holdings)
    assert {"controller", "processor"} == {holding.role for holding in firm.holdings}


def test_the_law_names_its_sources_and_what_was_not_verified():
    law = load("laws/china")
    articles = {o.id: (o.source.article, o.verified) for o in law.obligations}
    assert articles["pipl-57-individuals"] == ("Art. 57", True)
    assert articles["incident-4h-loss"][1] is False
    at_once = {o.id for o in law.obligations if o.deadline.unit == "at_once"}
    assert {"pipl-57-authority", "pipl-57-individuals", "dsl-29-users"} <= at_once
    hours = [o.deadline.value for o in law.obligations if o.deadline.unit == "hours"]
    assert set(hours) == {4}
    assert sum(step.weight.central for step in law.fines) == pytest.approx(1)


def test_the_shares_of_discovery_channels_add_up_to_one():
    for mix in load("parameters/standard").discovery.mixes.values():
        assert len(mix) == 6
        assert sum(share.central for share in mix.values()) == pytest.approx(1)


# -- plans --------------------------------------------------------------------------------------

STANDARD_TASKS = {
    "notice-sign",
    "first-look",
    "triage",
    "stop",
    "remove-access",
    "preserve-evidence",
    "scope",
    "trace",
    "list-affected",
    "take-advice",
    "decide-to-tell",
    "draft-notice",
    "legal-review",
    "approve-notice",
    "inform-clients",
    "inform-regulator",
    "inform-management",
    "fix-effort",
    "fix-elapsed",
    "close-cause",
    "review",
    "recall",
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_has_the_standard_tasks_in_four_phases(name):
    plan = load(name)
    assert set(plan.tasks) >= STANDARD_TASKS
    assert {task.phase for task in plan.tasks.values()} == {
        "detection",
        "containment",
        "notification",
        "remediation",
    }
    assert plan.tasks["inform-clients"].notices
    assert plan.currency == "CNY"


def test_better_prepared_is_faster_in_every_wait():
    none, lean, retainer = (load(f"plans/{p}") for p in ("no-plan", "lean", "retainer"))
    for task in ("notice-sign", "list-affected", "take-advice", "decide-to-tell"):
        waits = [plan.tasks[task].elapsed_h.central for plan in (none, lean, retainer)]
        assert waits == sorted(waits, reverse=True)
        assert len(set(waits)) == 3
    arrivals = [plan.teams[0].arrives_h.central for plan in (none, lean, retainer)]
    assert arrivals == [48, 48, 3]
    repeats = [plan.tasks["stop"].again.chance.central for plan in (none, lean)]
    assert repeats == [0.5, 0.15]


def test_a_larger_firm_has_people_of_its_own_for_what_a_small_one_deputises():
    small, large = (load(f"organisations/{name}") for name in ("bookkeeping-12", "agency-80"))
    held = [{role for team in firm.teams for role in team.roles} for firm in (small, large)]
    assert held[1] - held[0] == {"communications", "legal", "privacy"}
    heads = [sum(t.heads for t in firm.teams if "it" in t.roles) for firm in (small, large)]
    assert heads == [1, 4]


def test_early_tells_before_the_facts_are_in_and_first_verified_after_them():
    early, verified = (load(f"plans/{name}") for name in ("notify-early", "verify-first"))
    assert early.staffing == verified.staffing
    assert early.answers["tell-regulator"] == "phased"
    assert early.answers["whom"] == "possible"
    assert verified.answers["whom"] == "confirmed"
    assert not before(early, "inform-clients") & {
        "scope",
        "trace",
        "take-advice",
        "decide-to-tell",
    }
    assert before(verified, "inform-clients") >= {"scope", "trace", "list-affected", "check-list"}
    assert "trace" in before(verified, "inform-regulator")
    assert early.tasks["second-notice"].notices


def before(plan, task: str) -> set[str]:
    """Every task that must be over before one begins."""
    direct = set(plan.tasks[task].after)
    return direct.union(*(before(plan, other) for other in direct))


@pytest.mark.slow
@pytest.mark.parametrize("breach", ["insider-export", "mailbox-takeover"])
def test_early_is_sooner_and_tells_more_in_vain_on_the_same_luck(breach):
    early, verified = (
        outcomes(Case.of(breach, name), 30) for name in ("notify-early", "verify-first")
    )
    pairs = [(a, b) for a, b in zip(early, verified, strict=True) if b.clients_told_h]
    assert len(pairs) >= 20
    assert all(a.clients_told_h < b.clients_told_h for a, b in pairs)
    vain = [sum(o.people_told_in_vain for o in runs) for runs in (early, verified)]
    assert vain[0] > 3 * vain[1]


@pytest.mark.parametrize(
    "plan", ["plans/lean", "plans/retainer", "plans/notify-early", "plans/verify-first"]
)
def test_a_prepared_plan_answers_most_questions(plan):
    answers = load(plan).answers
    for breach in BREACHES:
        decisions = load(breach).decisions
        assert len(set(decisions) & set(answers)) >= 7
        for name in set(decisions) & set(answers):
            assert answers[name] in decisions[name].options


# -- breaches -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_has_injects_decisions_objectives_and_a_debrief(name):
    breach = load(name)
    assert 12 <= len(breach.injects) <= 18
    assert 6 <= len(breach.decisions) <= 12
    assert 4 <= len(breach.objectives) <= 6
    assert len(breach.debrief) >= 4
    by_hand = [i for i in breach.injects.values() if i.after == "hand"]
    contingency = [i for i in breach.injects.values() if i.type == "contingency"]
    conditional = [i for i in breach.injects.values() if i.when]
    assert min(len(by_hand), len(contingency), len(conditional)) >= 2


@pytest.mark.parametrize("name", BREACHES)
def test_every_inject_practises_an_objective_and_asks_for_something(name):
    breach = load(name)
    practised = {o for inject in breach.injects.values() for o in inject.objectives}
    assert practised == {objective.id for objective in breach.objectives}
    silent = [
        key
        for key, inject in breach.injects.items()
        if not inject.expected and inject.type != "information"
    ]
    assert silent == []
    changing = [i for i in breach.injects.values() if i.effects]
    assert len(changing) >= 10


@pytest.mark.parametrize("name", BREACHES)
def test_a_longer_drill_has_more_injects_and_a_short_one_brings_every_system_back(name):
    breach = load(name)
    counts = [len(breach.injects) - len(breach.spare(length)) for length in LENGTHS_MIN]
    assert counts[0] >= 5
    assert counts == sorted(set(counts))
    assert counts[-1] == len(breach.injects)
    short = [one for n, one in breach.injects.items() if n not in breach.spare(LENGTHS_MIN[0])]
    assert [one for one in short if one.after == "first_sign" and one.delay_h == 0]
    raised = {effect.decision for effect in all_effects_of(short, effects.RaiseEffect)}
    assert {"whom", "wording"} <= raised
    away = {e.system for e in all_effects(breach, effects.SystemEffect) if e.to == "isolated"}
    back = {e.system for e in all_effects_of(short, effects.SystemEffect) if e.to == "restored"}
    assert away <= back


@pytest.mark.parametrize("name", BREACHES)
def test_every_decision_comes_up_and_each_option_does_something_of_its_own(name):
    breach = load(name)
    raised = {effect.decision for effect in all_effects(breach, effects.RaiseEffect)}
    for key, decision in breach.decisions.items():
        assert decision.when or key in raised
        told_apart = {
            option.model_dump_json(include={"effects"}) for option in decision.options.values()
        }
        assert len(told_apart) == len(decision.options), key


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_forces_what_a_drill_must_contain(name):
    breach = load(name)
    first = next(i for i in breach.injects.values() if i.after == "first_sign" and i.delay_h == 0)
    assert first.hint is not None
    business_stops = all_effects(breach, effects.SystemEffect)
    assert {effect.to for effect in business_stops} == {"isolated", "restored"}
    assert [e for e in all_effects(breach, effects.TaskEffect) if e.task == "preserve-evidence"]
    assert {"whom", "tell-regulator", "wording"} <= set(breach.decisions)
    clocks = {o.recipient for law in breach.organisation.laws for o in law.obligations}
    assert {"regulator", "affected"} <= clocks
    assert all_effects(breach, effects.ReportEffect)
    assert all_effects(breach, effects.WorldEventEffect)
    assert all_effects(breach, effects.StaffEffect)


@pytest.mark.parametrize("name", BREACHES)
def test_a_drill_begins_on_a_working_day_and_most_injects_come_within_three_days(name):
    breach = load(name)
    sign = breach.begins + datetime.timedelta(hours=breach.first_sign.after_h)
    assert sign.weekday() < 5
    assert OFFICE_HOURS[0] <= sign.hour < OFFICE_HOURS[1]
    into_drill = [
        inject.delay_h - (breach.first_sign.after_h if inject.after == "start" else 0)
        for inject in breach.injects.values()
    ]
    assert min(into_drill) >= 0
    assert max(into_drill) <= 72


def test_any_two_breaches_differ_in_several_ways_and_each_has_a_question_of_its_own():
    breaches = [load(name) for name in BREACHES]
    for one, other in itertools.combinations(breaches, 2):
        pairs = [
            (one.cause, other.cause),
            (one.channels, other.channels),
            (one.responsibility, other.responsibility),
            (one.threat.kind, other.threat.kind),
            (one.first_sign.channel, other.first_sign.channel),
        ]
        assert sum(a != b for a, b in pairs) >= 2
        assert set(one.decisions) - set(other.decisions)


def test_the_first_breaches_are_alike_in_no_cause_blame_or_first_sign():
    breaches = [load(f"breaches/{name}") for name in UNLIKE]
    for one, other in itertools.combinations(breaches, 2):
        assert one.cause != other.cause
        assert one.channels != other.channels
        assert one.responsibility != other.responsibility
        assert one.threat.kind != other.threat.kind
        assert one.first_sign.channel != other.first_sign.channel
        assert len(set(one.decisions) ^ set(other.decisions)) >= 6


def test_the_first_two_breaches_are_different_in_data_too():
    one, other = (load(name) for name in ("breaches/insider-export", "breaches/mis-sent-filing"))
    for field in (
        "cause",
        "channels",
        "responsibility",
        "malicious",
        "recipients",
        "affected_known",
    ):
        assert getattr(one, field) != getattr(other, field), field


@pytest.mark.slow
def test_breaches_differ_in_when_they_are_found_by_whom_and_what_they_cost():
    names = ("mis-sent-filing", "mailbox-takeover", "insider-export")
    on_first_day, in_three_weeks, finders, claims = [], [], [], []
    for name in names:
        runs = outcomes(Case.of(name, "no-plan"), 180)
        found = [o for o in runs if o.first_sign_h is not None]
        on_first_day.append(sum(o.first_sign_h <= 24 for o in found))
        in_three_weeks.append(sum(o.first_sign_h <= 21 * 24 for o in found))
        finders.append(collections.Counter(o.found_by for o in found).most_common(1)[0][0])
        paid = sum(o.cost_by_form["fines_and_judgments"] for o in runs)
        claims.append(paid / sum(o.cost for o in runs))
    assert on_first_day[0] > 2 * max(on_first_day[1:])
    assert in_three_weeks[1] > 1.3 * in_three_weeks[2]
    assert finders[1] == "event/client-defrauded"
    assert not any(finder.startswith("event/") for finder in (finders[0], finders[2]))
    assert claims[1] > 2 * max(claims[0], claims[2])


# -- evidence and the page on how to write ------------------------------------------------------


def test_the_evidence_table_is_whole_and_its_conditions_are_told():
    rows = evidence()
    assert len(rows) == 170
    assert sum(row.verified for row in rows.values()) == 154
    page = (SCENARIOS / "evidence" / "README.md").read_text(encoding="utf-8")
    for word in ("VERIS Community Database", "CC BY-SA 4.0", "Washington"):
        assert word in page


PAGE = (SCENARIOS / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_page_loads(example):
    model = loads(example)
    assert all(part.sourced for part in parts(model) if isinstance(part, Claim))


def test_the_page_shows_each_kind_and_lists_every_effect():
    assert {loads(example).kind for example in EXAMPLES} >= {"plan", "scenario", "parameters"}
    table = PAGE[PAGE.index("## Effects") : PAGE.index("Flags that")]
    listed = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    union, _ = typing.get_args(effects.Effect)
    known = [
        typing.get_args(kind.model_fields["effect"].annotation)[0]
        for kind in typing.get_args(union)
    ]
    assert sorted(listed) == sorted(known)

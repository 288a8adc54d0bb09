"""Preventive controls: each acts on what it names, and together they follow the stated rules."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from scipy import stats

from simulation.engine import Engine
from simulation.errors import InputError
from simulation.files import (
    check,
    controls,
    dump,
    library,
    load,
    load_organisation,
    load_plan,
    load_scenario,
)
from simulation.inputs.control import WORDS, Control
from simulation.inputs.organisation import Organisation
from simulation.outcomes import Outcome
from simulation.program import Program
from simulation.program.controls import Strength, costs, together
from simulation.program.standing import standing_tasks
from simulation.run import Recorder, run
from simulation.study import sweep
from simulation.study.explaining import why_between
from simulation.study.workers import Case
from simulation.world.discovery import base_hazard, begin_discovery
from simulation.world.layout import CHANNELS, DAY, E_CHANNEL

INSIDER = "breaches/insider-export"
MAILBOX = "breaches/mailbox-takeover"
YEARS_H = 3 * 365 * 24.0
"""What was never found counts as late as a run can last."""
NAMES = sorted(controls())
SIZES = load("parameters/standard").controls


def firm() -> Organisation:
    return load_organisation("organisations/bookkeeping-12")


VISITS = {"visit_gap_h": 24, "batch_records": 50}
THEFT = {**VISITS, "taken_share": 0.5}
THREATS = {
    "insider_copying": VISITS,
    "stolen_login": VISITS,
    "one_mistake": {"records": 500},
    "outside_theft": THEFT,
    "open_share": {"seen_per_d": 0.1},
    "supplier": {**THEFT, "notice_delay_h": 100, "acts_after_h": 10},
    "lost_device": {"records": 500, "encrypted": 0.5},
    "extortion": {**THEFT, "note_after_h": 10},
    "tampering": VISITS,
}
"""A threat of each kind, in plain numbers."""


@functools.cache
def program(kind: str, name: str | None, *, has: bool = True) -> Program:
    """Compile a case of a kind of threat at the firm, with or without a control."""
    links = [{"to": "file-server", "control": 0.5}]
    company = firm().change({"systems.mail.links": links})
    if name is not None:
        company = company.with_control(name) if has else company.without_control(name)
    threat = {"kind": kind, "holdings": ["payroll-files", "client-list"], **THREATS[kind]}
    scenario = load_scenario(INSIDER).change({"threat": threat})
    return Program(scenario, load_plan("plans/no-plan"), company, seed=1)


# -- the catalogue ------------------------------------------------------------------------------


def test_the_catalogue_covers_what_was_asked_for():
    shipped = {entry.name for entry in library() if entry.kind == "control"}
    assert shipped == {f"controls/{name}" for name in NAMES}
    families = {control.family for control in controls().values()}
    assert len(NAMES) >= 30
    assert len(families) == 14
    assert {act.on for control in controls().values() for act in control.acts} == set(WORDS)


def test_every_control_has_a_price_that_grows_with_what_it_is_paid_for():
    small, large = firm(), load_organisation("organisations/agency-80")
    for name, control in controls().items():
        once, yearly = costs(small, name)
        more_once, more_yearly = costs(large, name)
        assert once > 0
        assert yearly > 0
        assert (more_once > once) == (control.set_up_cost.per != "firm")
        assert (more_yearly > yearly) == (control.yearly_cost.per != "firm")


def test_prices_are_changed_into_the_firms_currency():
    abroad = load_organisation("organisations/group-400")
    rate = abroad.exchange_rates["CNY"].central if abroad.currency != "CNY" else 1.0
    amount = controls()["leak-watch"].yearly_cost.amount.central
    assert costs(abroad, "leak-watch")[1] == pytest.approx(amount * rate)


# -- how controls come together -----------------------------------------------------------------


def test_of_a_family_each_further_control_counts_half_as_much_as_the_one_before():
    logs = [math.log(0.8), math.log(0.5), math.log(0.6)]
    assert math.exp(together(logs, 0.5)) == pytest.approx(0.5 * 0.6**0.5 * 0.8**0.25)
    assert together([], 0.5) == 0.0


def test_what_raises_a_quantity_is_ranked_apart_from_what_lowers_it():
    logs = [math.log(2.0), math.log(0.5), math.log(4.0)]
    assert math.exp(together(logs, 0.5)) == pytest.approx(4.0 * 2.0**0.5 * 0.5)


def test_families_multiply_and_controls_of_one_do_not():
    def watched(*names: str) -> float:
        company = functools.reduce(Organisation.with_control, names, firm())
        return Strength(company, SIZES).factor("watch", "staff")

    factor = {n: _factor(n, "watch", "staff") for n in NAMES}
    one, same, other = "phishing-training", "privacy-training", "whistle-blowing"
    assert watched(one, other) == pytest.approx(factor[one] * factor[other])
    assert watched(one, same) == pytest.approx(factor[one] * factor[same] ** 0.5)


def _factor(name: str, on: str, of: str) -> float:
    acts = [act for act in controls()[name].acts if act.touches(on, of)]
    return math.prod(act.factor.central for act in acts)


@pytest.mark.parametrize("months", [0.0, 6.0, 12.0, 30.0])
def test_without_upkeep_half_is_left_after_each_half_life(months):
    control = controls()["phishing-training"]
    trained = firm().with_control(control.name, quality=0.8, age_of_upkeep_months=months)
    factor = _factor(control.name, "watch", "staff")
    left = 0.8 * 0.5 ** (months / control.half_life_months.central)
    assert Strength(trained, SIZES).factor("watch", "staff") == pytest.approx(factor**left)
    fresh = Strength(trained, SIZES, training_decay=False).factor("watch", "staff")
    assert fresh == pytest.approx(factor**0.8)


def test_a_control_that_does_not_decay_is_as_good_as_ever():
    aged = firm().with_control("export-limits", age_of_upkeep_months=600)
    fresh = firm().with_control("export-limits")
    of = "insider_copying"
    assert (
        Strength(aged, SIZES).factor("batch", of) == Strength(fresh, SIZES).factor("batch", of) < 1
    )


def test_a_firm_with_the_usual_controls_is_the_firm_of_the_base_curves():
    usual = {
        name: {"quality": control.usual_quality}
        for name, control in controls().items()
        if control.usual_quality
    }
    said = firm().change({"controls": usual})
    assert len(usual) >= 5
    scenario, plan = load_scenario(INSIDER), load_plan("plans/no-plan")
    one, other = (Program(scenario, plan, company, seed=1) for company in (firm(), said))
    for field in fields(one.tables):
        # What the compiled grid keeps is made of the rest, and is no plain number.
        if field.name != "still":
            assert getattr(one.tables, field.name) == getattr(other.tables, field.name)
    assert one.rows(0, 3) == other.rows(0, 3)


def test_a_control_given_and_taken_away_leaves_the_firm_as_it_was():
    bare = firm().with_control("export-limits").without_control("export-limits")
    assert outcome(INSIDER, bare, 3) == outcome(INSIDER, firm(), 3)
    assert outcome(INSIDER, firm().with_control("export-limits"), 3) != outcome(INSIDER, bare, 3)


# -- each control on what it names --------------------------------------------------------------


def _tasks(of: Program, word: str, *, wait: bool) -> list[str]:
    rows = zip(of.tasks, of.tables.task_label, of.tables.task_wait, strict=True)
    found = [name for name, label, waits in rows if (label, waits) == (word, wait)]
    return [name for name in found if name in of.plan.tasks]


def _scale(of: Program, name: str) -> float:
    return next(column.scale for column in of.draws.columns if column.name == name)


def _pace(of: Program, word: str, *, wait: bool) -> float:
    names = _tasks(of, word, wait=wait)
    return math.prod(_scale(of, f"task/{name}/duration") for name in names)


READ: dict[str, tuple[str, Callable[[Program, str], float]]] = {
    # quantity: a kind of threat to read it in, and where it stands in the compiled model
    "watch": ("insider_copying", lambda of, w: of.tables.channel_watch[CHANNELS.index(w)]),
    "reach": ("", lambda of, _: sum(of.tables.attack.reachable_share)),
    "harm": ("", lambda of, _: of.tables.harm.misuse_per_record_day),
    "warned_harm": ("insider_copying", lambda of, _: of.tables.harm.warned_factor),
    "identifiability": (
        "insider_copying",
        lambda of, _: sum(of.tables.holding_identifiability),
    ),
    "visits": ("", lambda of, _: of.tables.attack.visit_factor),
    "batch": ("", lambda of, _: _scale(of, "visit/batch")),
    "effort": ("insider_copying", lambda of, w: _pace(of, w, wait=False)),
    "wait": ("insider_copying", lambda of, w: _pace(of, w, wait=True)),
    "repeat": ("insider_copying", lambda of, _: sum(of.tables.task_again_chance)),
    "precision": ("insider_copying", lambda of, _: of.tables.knowledge.scope_sigma),
    "overlooked": ("insider_copying", lambda of, _: 1 - of.tables.knowledge.scope_finds_share),
    "false_alarms": ("insider_copying", lambda of, _: 1 / of.tables.alarm_gap_s),
    "links": (
        "outside_theft",
        lambda of, _: sum(way[1] for ways in of.tables.attack.ways for way in ways),
    ),
    "backup_failure": ("extortion", lambda of, _: 1 - of.tables.attack.back_up_chance),
    "supplier_delay": ("supplier", lambda of, _: _scale(of, "supplier/notice")),
    "posts_seen": ("insider_copying", lambda of, _: _scale(of, "public/posts_seen")),
}


def test_every_quantity_but_the_frequency_is_read_from_the_compiled_model():
    # How often breaches happen is no part of a run, which begins with one.
    assert {*READ, "frequency"} == set(WORDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_control_moves_what_it_names_the_way_its_factors_say(name):
    control = controls()[name]
    taken = control.usual_quality == 1.0
    company = firm().without_control(name) if taken else firm().with_control(name)
    for act in control.acts:
        lower = (act.factor.central < 1.0) != taken
        for word in act.of or WORDS[act.on] or ("",):
            assert (Strength(company, SIZES).factor(act.on, word) < 1.0) == lower
        if act.on == "frequency":
            assert Strength(company, SIZES).factor("frequency", act.of[0]) != 1.0
            continue
        word = act.of[0] if act.of else ""
        kind = READ[act.on][0] or word or "insider_copying"
        words = [each for each in act.of or ("",) if _is_there(act.on, each)]
        for each in words:
            read = READ[act.on][1]
            before = read(program(kind, None), each)
            after = read(program(kind, name, has=not taken), each)
            # What can be no more than all is no more where a usual control is missing.
            full = taken and act.on == "reach"
            assert full or ((after < before) == lower and after != before), (act.on, each)


def test_labels_that_controls_name_are_those_of_work_that_is_done():
    plans = [load_plan(entry.name).tasks.values() for entry in library() if entry.kind == "plan"]
    tasks = [task for plan in plans for task in plan]
    waits = {task.label for task in tasks if task.elapsed_h is not None}
    standing = {task.label for task in standing_tasks(load("parameters/standard")).values()}
    works = {task.label for task in tasks if task.elapsed_h is None} | standing | {"restore"}
    done = {"effort": works, "wait": waits, "repeat": {t.label for t in tasks if t.again}}
    for name, control in controls().items():
        for act in control.acts:
            if act.on in done and act.of:
                assert set(act.of) <= works | waits, name
                assert done[act.on].intersection(act.of), name


@pytest.mark.parametrize(
    ("kind", "name", "label", "column"),
    [
        ("extortion", "back-up-test", "restore", "extortion/restore"),
        ("tampering", "back-up-test", "restore", "tampering/repair"),
        ("insider_copying", "playbook-exercises", "assess", "task/authority-records-1/duration"),
    ],
)
def test_work_that_no_plan_lists_heeds_controls_too(kind, name, label, column):
    before, after = (
        [c.scale for c in program(kind, held).draws.columns if c.name.startswith(column)]
        for held in (None, name)
    )
    factor = _factor(name, "effort", label)
    assert factor < 1.0
    assert after == pytest.approx([factor * scale for scale in before])
    assert after


def _is_there(quantity: str, label: str) -> bool:
    """Whether the plan that controls are tried on has such work, or such a wait."""
    if quantity not in ("effort", "wait"):
        return True
    return bool(_tasks(program("insider_copying", None), label, wait=quantity == "wait"))


def test_without_a_firewall_links_are_more_open_and_none_more_than_wholly():
    cases = program("extortion", None), program("extortion", "firewall", has=False)
    usual, none = ([way[1] for ways in c.tables.attack.ways for way in ways] for c in cases)
    factor = _factor("firewall", "links", "")
    assert none == pytest.approx([min(1.0, openness / factor) for openness in usual])
    assert any(after > before for before, after in zip(usual, none, strict=True))
    assert max(none) <= 1.0


@pytest.mark.parametrize("name", ["encrypted-attachments", "delayed-sending"])
def test_what_recipients_of_a_mis_sent_file_cannot_read_is_not_out(name):
    guarded = outcome("breaches/mis-sent-filing", firm().with_control(name), 0)
    bare = outcome("breaches/mis-sent-filing", firm(), 0)
    share = _factor(name, "reach", "one_mistake")
    assert guarded.people_affected == pytest.approx(share * bare.people_affected)
    assert guarded.cost < bare.cost


def test_sensitive_data_alone_are_meant_where_a_control_says_so():
    company = firm().with_control("data-classification")
    strength = Strength(company, SIZES)
    assert strength.factor("reach", "insider_copying", sensitive=False) == 1.0
    assert strength.factor("reach", "insider_copying", sensitive=True) < 1.0


def test_a_pseudonym_is_one_step_down_on_the_scale_and_a_poor_one_is_none():
    for quality, step in ((1.0, 0.75), (0.1, 1.0)):
        strength = Strength(firm().with_control("pseudonymisation", quality), SIZES)
        assert strength.identifiability(1.0, sensitive=True) == step


# -- competing channels -------------------------------------------------------------------------


def test_channels_that_are_watched_win_by_share_times_watch():
    """P(k wins) = s_k theta_k / Theta, and S(t) = S0(t)^Theta: competing exponential risks."""
    company = firm().with_control("behaviour-monitoring").with_control("feedback-channel")
    case = Program(load_scenario(INSIDER), load_plan("plans/no-plan"), company, seed=5)
    tables = case.tables
    weights = np.array(tables.channel_share) * tables.channel_watch
    total = weights.sum()
    assert total > 1.2
    wins, levels = np.zeros(len(CHANNELS)), []
    for replication, row in enumerate(case.rows(0, 1_500)):
        state = case.state(replication, row)
        state.records_out[0] = 1.0
        begin_discovery(tables, state)
        first = tables.entity(E_CHANNEL)
        due = state.due[first : first + len(CHANNELS)]
        winner = int(np.argmin(due))
        wins[winner] += 1
        levels.append(math.exp(-total * base_hazard(tables, due[winner] / DAY)))
    assert stats.chisquare(wins, weights / total * wins.sum()).pvalue > 0.001
    assert stats.kstest(levels, "uniform").pvalue > 0.001


def test_a_closer_watch_from_controls_is_told():
    case = Program(
        load_scenario(INSIDER),
        load_plan("plans/no-plan"),
        firm().with_control("log-review"),
        seed=1,
    )
    recorder = Recorder(case)
    Engine(case, 0, recorder).finish()
    told = recorder.log.of("channel.watch")
    assert [(e.subject, e.time_s, e.before) for e in told] == [("channel/monitoring", 0, 1.0)]
    assert told[0].after == pytest.approx(_factor("log-review", "watch", "monitoring"))


# -- faults -------------------------------------------------------------------------------------


def test_a_control_that_nobody_knows_is_one_clear_fault():
    company = firm().change({"controls": {"fire-wall": {}}})
    said = r"fire-wall: there is no such control.*firewall"
    for ask in (company.with_control, company.without_control):
        with pytest.raises(InputError, match=said):
            ask("fire-wall")
    assert firm().without_control("disk-encryption").controls["disk-encryption"].quality == 0.0
    with pytest.raises(InputError, match=said):
        Program(load_scenario(INSIDER), load_plan("plans/no-plan"), company, seed=1)


def test_check_says_where_it_stands(tmp_path):
    path = tmp_path / "ours.yaml"
    text = (
        "kind: organisation\nextends: organisations/bookkeeping-12\ncontrols:\n  fire-wall: {}\n"
    )
    path.write_text(text, encoding="utf-8")
    (fault,) = check(path).faults
    assert (fault.line, fault.hint) == (4, "firewall")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"on": "watch", "of": ["monitring"], "factor": 2}, "did you mean .monitoring"),
        ({"on": "precision", "of": ["it"], "factor": 2}, "precision of 'it'"),
        ({"on": "harm", "data": "sensitive", "factor": 0.5}, "reach or identifiability"),
        ({"on": "harm", "factor": 0}, "expected one above 0"),
        ({"on": "harms", "factor": 0.5}, "harms"),
    ],
)
def test_an_act_on_nothing_is_refused(act, said):
    data = controls()["firewall"].plain() | {"acts": [act]}
    with pytest.raises(InputError, match=said):
        Control.read(data, lambda _path, _key: ("x.yaml", 1, 1))


def test_a_control_of_ones_own_stands_beside_the_firm_that_has_it(tmp_path):
    own = load("controls/log-review").change({"name": "our-review", "family": "people"})
    (tmp_path / "our-review.yaml").write_text(dump(own), "utf-8")
    ours = "kind: organisation\nextends: organisations/bookkeeping-12\n"
    ours += "own_controls: [our-review.yaml]\ncontrols:\n  our-review: {quality: 1}\n"
    (tmp_path / "ours.yaml").write_text(ours, "utf-8")
    company = load_organisation(tmp_path / "ours.yaml")
    factor = Strength(company, SIZES).factor("watch", "monitoring")
    assert factor == pytest.approx(_factor("log-review", "watch", "monitoring"))


def test_a_sweep_varies_how_good_a_control_is():
    scenario, plan = load_scenario(INSIDER), load_plan("plans/lean")
    path = "organisation.controls.export-limits.quality"
    study = sweep(scenario, plan, {path: [0, 1]}, replications=2, seed=1)
    assert study.plans == (f"{path}=0", f"{path}=1")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quality": 1}, "“Limits on bulk export” is 100 % as good as it can be, not 0 %"),
        (
            {"quality": 0, "age_of_upkeep_months": 6},
            "“Limits on bulk export” was last looked after 6 months before, not 0",
        ),
    ],
)
def test_why_names_a_control_by_its_title(changed, said):
    scenario, plan = load_scenario(INSIDER), load_plan("plans/lean")
    none = scenario.organisation.without_control("export-limits")
    other = none.change({"controls.export-limits": changed})
    cases = [Case("before", scenario, plan, none), Case("after", scenario, plan, other)]
    runs = [run(scenario, plan, case.firm, seed=1) for case in cases]
    first = why_between(*runs, *cases).sentences()[0]
    assert said in first


# -- what controls change in a run ---------------------------------------------------------------


@functools.cache
def outcome(breach: str, company: Organisation, replication: int) -> Outcome:
    case = Program(load_scenario(breach), load_plan("plans/no-plan"), company, seed=2026)
    recorder = Recorder(case, keep_log=False)
    Engine(case, replication, recorder).finish()
    return recorder.tally.outcome()


def hours(earlier: str, later: str):
    def measure(o: Outcome) -> float:
        start, end = getattr(o, earlier), getattr(o, later)
        return math.nan if start is None or end is None else end - start

    return measure


def found(o: Outcome) -> float:
    return YEARS_H if o.first_sign_h is None else o.first_sign_h


DIRECTIONS = {
    "behaviour-monitoring": (INSIDER, found),
    "export-limits": (INSIDER, lambda o: o.people_affected),
    "retention-limits": (INSIDER, lambda o: o.people_affected),
    "pseudonymisation": (INSIDER, lambda o: o.severity_true),
    "data-inventory": (INSIDER, hours("aware_h", "clients_told_h")),
    "playbook-exercises": (INSIDER, hours("first_sign_h", "contained_h")),
    "phishing-training": (INSIDER, found),
    "client-education": (INSIDER, lambda o: o.people_misused),
    "feedback-channel": (INSIDER, found),
    "sender-authentication": (MAILBOX, lambda o: o.people_misused),
    "alert-tuning": (INSIDER, lambda o: o.false_alarms),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DIRECTIONS)
def test_a_control_lowers_what_it_is_for(name):
    breach, measure = DIRECTIONS[name]
    company = firm().with_control(name)
    moved = [
        measure(outcome(breach, company, i)) - measure(outcome(breach, firm(), i))
        for i in range(40)
    ]
    known = [change for change in moved if not math.isnan(change)]
    better, worse = sum(c < 0 for c in known), sum(c > 0 for c in known)
    assert stats.binomtest(better, better + worse, alternative="greater").pvalue < 0.01
    assert np.mean(known) < 0

"""Inputs are frozen, strict, changed by dotted path, and hold together."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from simulation.errors import InputError
from simulation.files import claims_of, load, load_organisation, load_plan, load_scenario
from simulation.inputs.base import Bilingual, Text
from simulation.inputs.claims import Claim
from simulation.inputs.effects import Condition, Effect, Label
from simulation.inputs.faults import form_in_words
from simulation.inputs.fit import MOMENTS, STANDARD_TASKS, check_fit, unset_flags
from simulation.inputs.law import Law
from simulation.inputs.organisation import Organisation, Team
from simulation.inputs.parameters import Parameters
from simulation.inputs.plan import Plan
from simulation.inputs.references import one_of
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.world import layout

DATA = Path(__file__).parent / "data"
FIRM = load_organisation(DATA / "firm.yaml")
LEAK = load_scenario(DATA / "leak.yaml")
PLAN = load_plan(DATA / "plan.yaml")


def told(call, *arguments) -> list[str]:
    with pytest.raises(InputError) as caught:
        call(*arguments)
    return [str(fault) for fault in caught.value.faults]


def read_claim(data) -> Claim:
    return Claim.read(data, lambda _path, _key: ("claim", 0, 0))


# -- claims ---------------------------------------------------------------------------------


def test_a_bare_number_is_a_claim_without_source():
    claim = read_claim(4)
    assert (claim.value, claim.central, claim.sourced) == (4.0, 4.0, False)


@pytest.mark.parametrize(
    ("shape", "median"),
    [
        ({"value": 3}, 3.0),
        ({"uniform": {"low": 2, "high": 6}}, 4.0),
        ({"triangular": {"low": 0, "mode": 1, "high": 2}}, 1.0),
        ({"pert": {"low": 0, "mode": 1, "high": 2}}, 1.0),
        ({"lognormal": {"median": 5, "sigma": 1}}, 5.0),
        ({"lognormal": {"mu": 0, "sigma": 1}}, 1.0),
        ({"lognormal": {"p05": 2, "p95": 50}}, 10.0),
        ({"beta": {"a": 2, "b": 2}}, 0.5),
        ({"gamma": {"shape": 1, "scale": 1}}, 0.693147),
        ({"weibull": {"shape": 1, "scale": 1}}, 0.693147),
        ({"exponential": {"mean": 2}}, 1.386294),
        ({"quantiles": {"probabilities": [0, 1], "values": [0, 8]}}, 4.0),
        ({"choice": {"values": [1, 2], "weights": [1, 3]}}, 2.0),
    ],
)
def test_every_shape_has_its_distribution(shape, median):
    assert read_claim(shape).central == pytest.approx(median, rel=1e-6)


def test_a_source_is_evidence_or_judgement_with_a_reason():
    assert read_claim({"value": 4, "evidence": "K12"}).evidence == ("K12",)
    assert read_claim({"value": 4, "evidence": ["K12", "T18"]}).evidence == ("K12", "T18")
    judged = {"value": 2, "judgement": {"low": 1, "base": 2, "high": 4}, "why": "Asked three."}
    assert read_claim(judged).sourced


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("4", "claim: got the text '4'; expected a number, or a distribution with its"),
        (True, "claim: got true; expected a number, or a distribution"),
        ({}, "claim: shapes given: none; expected exactly one of value, uniform"),
        ({"value": 1, "beta": {"a": 1, "b": 1}}, "claim: shapes given: value, beta; expected"),
        ({"value": float("nan")}, "claim: value: got nan; expected a finite number"),
        ({"lognormal": {"sigma": 1}}, "claim: a lognormal of sigma; expected median and sigma"),
        ({"uniform": {"low": 2, "high": 1}}, "claim: Uniform: low 2.0, high 1.0; expected low <"),
        ({"valu": 1}, "claim: valu: unknown field; expected one of"),
    ],
)
def test_a_wrong_claim_is_told(data, message):
    assert any(line.startswith(message) for line in told(read_claim, data))


def test_claims_of_an_input_are_found_with_their_paths():
    paths = [".".join(map(str, path)) for path, _ in claims_of(PLAN)]
    assert "tasks.stop.again.chance" in paths
    assert "tasks.triage.effort_h" in paths
    assert len(paths) == len(set(paths)) == 10


# -- change by dotted path ---------------------------------------------------------------------


def test_change_makes_a_new_input_and_leaves_the_old():
    before = PLAN.plain()
    changed = PLAN.change({"staffing.it.add": 1, "tasks.stop.priority": 99})
    assert (changed.staffing["it"].add, changed.tasks["stop"].priority) == (1, 99)
    assert changed.staffing["it"].overtime_h == 2
    assert PLAN.plain() == before
    assert changed.change({"staffing.it.add": 0, "tasks.stop.priority": 90}) == PLAN.change(
        {"staffing.it.add": 0}
    )


def test_change_names_items_by_name_id_or_number():
    by_name = FIRM.change({"teams.it.heads": 3})
    assert by_name == FIRM.change({"teams.1.heads": 3})
    assert by_name.teams[1].heads == 3
    law = load(DATA / "law.yaml")
    assert law.change({"obligations.tell-authority.deadline.value": 24}).obligations[
        0
    ].deadline.value == pytest.approx(24)


def test_change_can_add_a_part_and_replace_a_claim():
    assert PLAN.change({"staffing.desk.add": 2}).staffing["desk"].add == 2
    slower = PLAN.change({"tasks.triage.effort_h": 9})
    assert slower.tasks["triage"].effort_h.central == 9
    without = LEAK.change({"first_sign": None})
    assert without.first_sign is None
    again = without.change({"first_sign.after_h": 3, "first_sign.channel": "staff"})
    assert again.first_sign.after_h == 3


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "staffing.it.ad",
            1,
            "staffing.it.ad: unknown field; expected one of add, everyday_share",
        ),
        ("tsks.stop", {}, "tsks: unknown field; expected one of"),
        ("staffing.it.add", "one", "staffing.it.add: got the text 'one'; expected a whole number"),
        ("staffing.it.add", "1", "staffing.it.add: got the text '1'; expected a whole number"),
        ("tasks.stop.priority", 101, "tasks.stop.priority: got 101; expected 100 or less"),
        ("name.first", "x", "name.first: 'name' is a value and has no fields; expected a path"),
        ("name.first.x", "x", "name.first.x: 'name' is a value and has no fields; expected"),
        ("tasks.stop.after", ["trige"], "tasks.stop.after.0: 'trige' is not known; expected one"),
        ("tasks.triage.after", ["scope"], "tasks.triage.after: these tasks wait for each other"),
        ("tasks.stop.label", "stopp", "tasks.stop.label: got the text 'stopp'; expected one of"),
    ],
)
def test_a_wrong_change_is_told(path, value, message):
    (line,) = told(PLAN.change, {path: value})
    assert line.startswith(f"change: {message}")


def test_a_wrong_change_names_the_nearest_word():
    (line,) = told(FIRM.change, {"teams.itt.heads": 1})
    assert line == (
        "change: teams.itt: no item 'itt'; expected one of owner, it, desk, examiner; "
        "did you mean “it”?"
    )
    (line,) = told(PLAN.change, {"tasks.stop.labl": "fix"})
    assert line.endswith("did you mean “label”?")


def test_every_wrong_change_is_told_at_once():
    changes = {"teams.itt.heads": 1, "currency": "euro", "teams.desk.heads": -1, "teams.99.x": 0}
    assert len(told(FIRM.change, changes)) == 4


# -- mechanisms ----------------------------------------------------------------------------------


def test_without_switches_mechanisms_off_and_keeps_those_off_before():
    assert LEAK.without("fatigue").without("churn", "fatigue").switched_off == ("churn", "fatigue")
    assert LEAK.switched_off == ()
    assert LEAK.without(*MECHANISMS).switched_off == tuple(sorted(MECHANISMS))


def test_an_unknown_mechanism_is_told_with_the_nearest():
    (line,) = told(LEAK.without, "fatige")
    assert "mechanism 'fatige' is not known" in line
    assert line.endswith("did you mean “fatigue”?")


# -- frozen ------------------------------------------------------------------------------------


def test_nothing_inside_an_input_can_be_altered():
    with pytest.raises(ValidationError, match="frozen"):
        PLAN.name = "other"
    for alter in (
        lambda: PLAN.tasks.update(x=1),
        lambda: PLAN.tasks.pop("stop"),
        PLAN.tasks.clear,
        lambda: PLAN.answers.setdefault("x", "y"),
        lambda: PLAN.tasks["stop"].people.__setitem__("it", 2),
        lambda: LEAK.parameters.discovery.mixes["insider"].__delitem__("staff"),
    ):
        with pytest.raises(TypeError, match="frozen"):
            alter()


def test_an_input_can_be_copied_pickled_compared_and_used_as_a_key():
    again = pickle.loads(pickle.dumps(LEAK))
    assert again == LEAK == copy.deepcopy(LEAK)
    assert hash(again) == hash(LEAK)
    assert LEAK.without("churn") != LEAK


def test_plain_data_give_the_same_input():
    for kind, model in ((Scenario, LEAK), (Plan, PLAN), (Organisation, FIRM)):
        assert kind.read(model.plain(), lambda _path, _key: ("x", 0, 0)) == model


def test_a_repr_shows_what_was_given_alone():
    assert repr(Claim(value=3)) == "Claim(value=3.0)"


# -- text, dates, truth ------------------------------------------------------------------------


def test_a_text_is_a_string_or_has_both_languages():
    text = TypeAdapter(Text)
    assert text.validate_python("Stop") == "Stop"
    assert text.validate_python({"en": "Stop", "zh": "停"}) == Bilingual(en="Stop", zh="停")
    for wrong in ("", {"en": "Stop"}, {"en": "", "zh": "停"}, 3, ["Stop"], "x" * 4001):
        with pytest.raises(ValidationError):
            text.validate_python(wrong)


def test_a_wrong_text_is_told_once():
    (line,) = told(PLAN.change, {"title": 3})
    assert line == "change: title: got 3; expected a text, or one in both languages as en and zh"
    (line,) = told(PLAN.change, {"title": {"en": "Plan"}})
    assert line == "change: title.zh: missing; expected a text"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-03-02 21:40", "2026-03-02T21:40:00"),
        ("2026-03-02T21:40:30.5", "2026-03-02T21:40:30"),
        ("2026-03-02", "2026-03-02T00:00:00"),
    ],
)
def test_a_moment_is_local_and_in_whole_seconds(given, read):
    assert LEAK.change({"begins": given}).begins.isoformat() == read


@pytest.mark.parametrize(
    "given", ["2026-03-02 21:40Z", "21:40", 5, "5", "2026-02-30", "0001-01-01", "9999-12-31", None]
)
def test_what_is_no_local_moment_is_told(given):
    (line,) = told(LEAK.change, {"begins": given})
    assert line.startswith("change: begins: ")
    assert "; expected " in line


@pytest.mark.parametrize(
    "shift",
    ["Mon-Fri 9-17", "Mon 25:00-26:00", "Mon 09:60-10:00", "mon 09:00-10:00", "", "always"],
)
def test_a_shift_is_days_and_hours(shift):
    (line,) = told(FIRM.change, {"teams.it.shift": shift})
    assert line.endswith("expected hours such as Mon-Fri 09:00-18:00, Sat 09:00-12:00")


def test_every_form_a_text_must_have_is_said_in_words():
    models: list[type[BaseModel]] = [Organisation, Scenario, Plan, Law, Parameters]
    patterns = set()
    for model in models:
        patterns |= set(_patterns(model.model_json_schema()))
    assert len(patterns) >= 6
    for pattern in patterns:
        assert not form_in_words(pattern)[0].startswith("a text of the form")


def _patterns(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        yield from (p for key in schema.get("patternProperties", {}) for p in [key])
        for part in schema.values():
            yield from _patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _patterns(part)


# -- conditions and effects ---------------------------------------------------------------------


def test_a_condition_takes_a_word_for_a_list():
    condition = Condition.model_validate({"flag": "aware", "told": ["regulator"]})
    assert (condition.flag, condition.told, condition.done) == (("aware",), ("regulator",), ())


def test_a_condition_on_an_unknown_audience_is_told():
    (line,) = told(PLAN.change, {"tasks.stop.when": {"told": "regulators"}})
    assert line.endswith("did you mean “regulator”?")


def test_effects_are_a_closed_vocabulary():
    effect = TypeAdapter(Effect)
    assert effect.validate_python({"effect": "leak", "multiply": 0}).multiply == 0
    for wrong in ({"effect": "run", "code": "x"}, {"multiply": 0}, {"effect": "leak"}, "leak"):
        with pytest.raises(ValidationError):
            effect.validate_python(wrong)
    lines = told(PLAN.change, {"tasks.stop.effects": [{"multiply": 0}, "leak"]})
    assert lines == [
        "change: tasks.stop.effects.0.effect: missing; expected its kind",
        "change: tasks.stop.effects.1: got the text 'leak'; expected fields, each with a name",
    ]


def test_a_field_named_like_an_effect_is_told_with_its_own_path():
    (line,) = told(PLAN.change, {"tasks.stop.effects": [{"effect": "flag", "flag": "A b"}]})
    assert line.startswith(
        "change: tasks.stop.effects.0.flag: got the text 'A b'; expected a name"
    )


def test_long_lists_of_names_are_cut():
    assert one_of([str(number) for number in range(20)]).endswith(", 11 and 8 more")


# -- whether plan, scenario and organisation fit -------------------------------------------------


def test_the_small_set_fits():
    assert check_fit(LEAK, PLAN, FIRM) == []
    assert check_fit(None, PLAN, FIRM) == []


def test_names_that_other_parts_rely_on_are_the_engine_s():
    assert set(MOMENTS) == set(layout.MOMENTS)
    assert not set(STANDARD_TASKS) & set(get_args(Label)) - {
        "triage",
        "scope",
        "stop",
        "trace",
        "review",
    }


def misfit(scenario=LEAK, plan=PLAN, organisation=FIRM) -> list[str]:
    return [str(fault) for fault in check_fit(scenario, plan, organisation)]


def test_a_task_that_nobody_can_do_is_refused():
    (line,) = misfit(plan=PLAN.change({"tasks.stop.people": {"hr": 2}}))
    assert line == (
        "plan plan: tasks.stop.people.hr: asks for 2 hr at the same time, and there are 1; "
        "expected 1 or fewer"
    )
    nobody = FIRM.change({"teams.examiner.heads": 0})
    (line,) = misfit(organisation=nobody)
    assert "tasks.scope.people.forensics: nobody can do this" in line
    lent = PLAN.change({"staffing.examiner.add": 1})
    assert misfit(plan=lent, organisation=nobody) == []


def test_a_plan_s_own_team_from_outside_can_do_it():
    nobody = FIRM.change({"teams.examiner.roles": ["it"]})
    assert len(misfit(organisation=nobody)) == 1
    team = Team(
        name="retained",
        title="Retained",
        heads=1,
        wage_per_h=1,
        roles=("forensics",),
        outside=True,
        arrives_h=Claim(value=4),
    )
    assert misfit(plan=PLAN.change({"teams": [team.plain()]}), organisation=nobody) == []


def test_one_person_cannot_be_asked_for_twice():
    plan = PLAN.change({"tasks.stop.people": {"legal": 1, "hr": 1}})
    (line,) = misfit(plan=plan)
    assert "too few people for legal, hr at once" in line
    assert misfit(plan=plan, organisation=FIRM.change({"teams.owner.heads": 2})) == []


def test_people_who_never_meet_cannot_work_together():
    plan = PLAN.change({"tasks.stop.people": {"it": 1, "management": 1}})
    assert misfit(plan=plan) == []
    night = FIRM.change({"teams.it.shift": "Mon-Sun 22:00-06:00"})
    (line,) = misfit(plan=plan, organisation=night)
    assert "no hour of the week has it, management on shift together" in line
    assert misfit(LEAK.without("nights"), plan, night) == []
    late = plan.change({"staffing.it.shift": "Mon 17:00-20:00"})
    assert misfit(plan=late, organisation=night) == []
    sunday = FIRM.change(
        {"teams.it.shift": "Sun 22:00-06:00", "teams.owner.shift": "Mon 05:00-06:00"}
    )
    assert misfit(plan=plan, organisation=sunday) == []


def test_a_deputised_role_is_held_by_somebody_with_or_without_the_mechanism():
    assert misfit() == misfit(LEAK.without("deputies")) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"staffing.itt.add": 1}, "staffing.itt: 'itt' is not known; expected one of desk"),
        ({"staffing.it.add": -2}, "staffing.it.add: -2 where there are 1; expected -1 or more"),
        ({"support.lent": {"dsk": 1}}, "support.lent.dsk: 'dsk' is not known"),
        ({"support.lent": {"desk": -1}}, "support.lent.desk: got -1; expected 0 or more"),
        (
            {"answers.whom": "al"},
            "answers.whom: 'al' is not known; expected one of all, confirmed",
        ),
        ({"currency": "USD"}, "currency: the organisation has no exchange rate for USD"),
        ({"tasks.stop.when": {"done": "scop"}}, "tasks.stop.when.done: 'scop' is not known"),
        ({"tasks.stop.when": {"chosen": "whom/al"}}, "tasks.stop.when.chosen: 'whom/al' is not"),
    ],
)
def test_what_does_not_fit_is_told(changes, message):
    lines = misfit(plan=PLAN.change(changes))
    assert any(line.startswith(f"plan plan: {message}") for line in lines)


@pytest.mark.parametrize(
    ("effect", "field"),
    [
        ({"effect": "staff", "team": "itt", "add": 1}, "team"),
        ({"effect": "call_in", "team": "itt"}, "team"),
        ({"effect": "task", "task": "stopp", "act": "start"}, "task"),
        ({"effect": "system", "system": "servr", "to": "isolated"}, "system"),
        ({"effect": "clock", "obligation": "tel-authority", "act": "stop"}, "obligation"),
        ({"effect": "raise", "decision": "whm"}, "decision"),
    ],
)
def test_effects_on_unknown_things_are_told_wherever_they_stand(effect, field):
    (line,) = misfit(plan=PLAN.change({"tasks.triage.effects": [effect]}))
    assert line.startswith(f"plan plan: tasks.triage.effects.0.{field}: ")
    assert "; did you mean “" in line
    (line,) = misfit(LEAK.change({"injects.call.effects": [effect]}))
    assert line.startswith(f"scenario leak: injects.call.effects.0.{field}: ")
    (line,) = misfit(LEAK.change({"decisions.whom.options.all.effects": [effect]}))
    assert line.startswith(f"scenario leak: decisions.whom.options.all.effects.0.{field}: ")


def test_a_scenario_may_name_a_standard_task_that_the_plan_lacks():
    effects = [{"effect": "task", "task": "recall", "act": "start"}]
    assert "recall" not in PLAN.tasks
    assert misfit(LEAK.change({"injects.call.effects": effects})) == []
    assert len(misfit(plan=PLAN.change({"tasks.stop.effects": effects}))) == 1


def test_another_organisation_must_hold_what_the_threat_takes():
    other = FIRM.change({"holdings.client-list.name": "contacts"})
    (line,) = misfit(organisation=other)
    assert line.startswith("scenario leak: threat.holdings.0: 'client-list' is not known")


def test_flags_that_nothing_sets_are_found():
    plan = PLAN.change({"tasks.stop.when": {"flag": "awre"}})
    ((part, found),) = unset_flags(LEAK, plan)
    assert (part, found.path, found.hint) == ("plan", ("tasks", "stop", "when", "flag"), "aware")
    sets = LEAK.change({"injects.call.effects": [{"effect": "flag", "flag": "awre"}]})
    assert list(unset_flags(sets, plan)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"tasks.stop.effort_h": -3}, "it can be -3; expected 0 or more"),
        ({"tasks.stop.effort_h": {"uniform": {"low": -1, "high": 2}}}, "it can be -1"),
        ({"tasks.stop.again.chance": 1.4}, "it can be 1.4; expected a share"),
        ({"yearly_cost": -1}, "0 or more"),
    ],
)
def test_a_time_a_price_or_a_chance_stays_where_it_can_be(change, problem) -> None:
    with pytest.raises(InputError, match=re.escape(problem)):
        load_plan("plans/lean").change(change)

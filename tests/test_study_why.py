"""Why two runs differ: cases made by hand, whose cause is known beforehand."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import numpy as np
import pytest
from models import OFFICE, breach, firm, flag, plan, sizes, task, team, wait
from typer.testing import CliRunner

import simulation as sim
from simulation import cli
from simulation.errors import InputError
from simulation.files import load
from simulation.run import run
from simulation.study import Case, Study, Why, compare, why, why_between
from simulation.study.measures import MEASURES, measure_named
from simulation.study.parting import settings_between
from simulation.study.tracing import Story, shifts
from simulation.world.layout import HOUR

MISTAKE, INSIDER = "breaches/mis-sent-filing", "breaches/insider-export"


def found(**more: Any) -> sim.Scenario:
    """Return a breach that the staff notice soon, in a firm of one administrator."""
    parameters = sizes().change({"discovery.mixes.nobody": {"staff": 1.0}}).plain()
    off = {"switched_off": ["false-alarms", "fatigue", "morale"]}
    people = firm(team("it"), team("boss", "management"))
    return breach(people, parameters=parameters, **off, **more)


def busy(**more: Any) -> sim.Plan:
    """Return a plan in which a check keeps the only administrator from stopping the leak."""
    tasks = {
        "look": task(1, when={"flag": "first_sign"}, effects=[flag("confirmed")]),
        "check": task(10, after=["look"], priority=90, title="Check everything"),
        "stop": task(
            *(2,),
            title={"en": "Stop the leak", "zh": "止住泄露"},
            phase="containment",
            after=["look"],
            effects=[{"effect": "leak", "multiply": 0}, flag("aware")],
        ),
        "decide": wait(24, phase="notification", label="approve", title="Wait for a decision"),
        "tell": task(
            *(1, {"management": 1}),
            title="Tell everyone",
            phase="notification",
            label="inform",
            after=["decide"],
            effects=[{"effect": "tell", "audience": "affected"}],
        ),
    }
    return plan(tasks, **more)


def told(ours: Case, theirs: Case, replication: int = 0) -> Why:
    runs = [
        run(c.scenario, c.plan, c.organisation, seed=1, replication=replication)
        for c in (ours, theirs)
    ]
    return why_between(*runs, ours, theirs)


def step_of(one: Why, subject: str) -> Any:
    return next(link for link in one.chain if (link.kind, link.subject) == ("step", subject))


# -- cases made by hand -----------------------------------------------------------------------


def test_one_more_person_lets_a_task_begin_ten_hours_earlier() -> None:
    scenario = found()
    one = told(
        Case("alone", scenario, busy()),
        Case("two", scenario, busy(staffing={"it": {"add": 1}})),
    )
    assert [(s.path, s.before, s.after) for s in one.settings] == [
        ("plan.staffing.it.add", None, 1)
    ]
    before, after = (events[0] for events in one.parting)
    assert (before.kind, before.subject) == ("task.start", "task/stop")
    assert before.time_h - after.time_h == pytest.approx(10.0, abs=0.01)
    link = step_of(one, "task/stop")
    assert link.settings == ("plan.staffing.it.add",)
    assert link.before == pytest.approx(10.0, abs=0.01)
    assert link.after == 0.0
    assert link.text["en"] == (
        "−10 h: “Stop the leak” begins at once, where it waited 10 h for people, "
        "until “Check everything” made room (it: 1 more at work)."
    )
    assert "止住泄露" in link.text["zh"]
    assert one.sentences()[1].endswith(
        "this comes 10 h earlier under two: “Stop the leak” is begun by it (it: 1 more at work)."
    )
    assert "早了 10 小时" in one.sentences("zh")[1]


def test_a_mechanism_taken_away_is_named_where_it_made_the_wait() -> None:
    scenario = found()
    one = told(
        Case("with", scenario, busy()), Case("without", scenario.without("deciding-wait"), busy())
    )
    link = step_of(one, "task/decide")
    assert (link.before, link.after) == (24.0, 0.0)
    assert link.text["en"] == (
        "−1 d: “Wait for a decision” falls away, which took 1 d "
        "(“Waiting for a decision” is switched off)."
    )
    assert "关闭了“等待拍板”" in link.text["zh"]
    moment = next(link for link in one.chain if link.kind == "moment")
    assert moment.subject == "clients_told"


def decided(answer: str) -> sim.Plan:
    return busy(answers={"how": answer})


def asking() -> sim.Scenario:
    slow = [{"effect": "task", "task": "tell", "act": "slow", "factor": 5}]
    question = {
        "question": {"en": "How do we tell?", "zh": "怎么通知？"},
        "owner": "management",
        "when": {"flag": "aware"},
        "wait_h": 12,
        "default": "letters",
        "options": {
            "letters": {"label": {"en": "By hand", "zh": "手写"}, "effects": slow},
            "mail": {"label": {"en": "By mail", "zh": "邮件"}},
        },
    }
    return found(decisions={"how": question})


def test_an_answer_is_followed_from_the_outcome_back_to_the_plan() -> None:
    scenario = asking()
    one = told(Case("slow", scenario, decided("letters")), Case("fast", scenario, decided("mail")))
    assert one.settings[0].path == "plan.answers.how"
    link = step_of(one, "task/tell")
    assert link.settings == ("plan.answers.how",)
    assert (link.before, link.after) == pytest.approx((5.0, 1.0), abs=0.01)
    assert "“By mail”, not “By hand”" in link.text["en"]
    assert "“邮件”" in link.text["zh"]
    settings = one.sentences()[0]
    assert "“How do we tell?” is answered “By mail”, not “By hand”" in settings


def test_a_task_left_out_turns_the_way_and_is_named() -> None:
    scenario = found()
    tasks = busy().plain()["tasks"]
    del tasks["decide"]
    tasks["tell"]["after"] = []
    one = told(Case("waits", scenario, busy()), Case("at once", scenario, plan(tasks)))
    turned = next(
        link for link in one.chain if link.kind == "step" and "longer" in link.text["en"]
    )
    assert "no longer waits for “Wait for a decision” (1 d)" in turned.text["en"]
    assert "plan.tasks.decide" in turned.settings


def test_identical_inputs_part_nowhere() -> None:
    case = Case("same", found(), busy())
    one = told(case, Case("twin", found(), busy()))
    assert one.settings == ()
    assert one.parting == ((), ())
    assert [link.kind for link in one.chain] == ["settings", "note"]
    assert "Nothing parts" in one.sentences()[-1]
    assert "逐行相同" in one.sentences("zh")[-1]


def test_a_setting_that_changed_nothing_is_said_to_have_changed_nothing() -> None:
    scenario = found()
    other = busy().change({"tasks.look.urgent": True})
    one = told(Case("plain", scenario, busy()), Case("urgent", scenario, other))
    assert [s.path for s in one.settings] == ["plan.tasks.look.urgent"]
    assert one.sentences()[-1] == "So the changed settings made no difference here."


def test_where_amounts_alone_differ_it_says_so_and_names_the_price() -> None:
    dear = firm(team("it", wage_per_h=90.0), team("boss", "management"))
    scenario = found()
    one = told(Case("cheap", scenario, busy()), Case("dear", scenario, busy(), dear))
    assert "amounts alone differ" in one.sentences()[1]
    cost = one.chain[-1]
    assert cost.subject == "cost"
    assert "an hour of it costs 90, not 60" in cost.text["en"]


def test_what_no_setting_of_its_own_explains_is_said_plainly() -> None:
    people = [team("it", shift=OFFICE), team("boss", "management", shift=OFFICE)]
    scenario = found().change({"organisation.teams": people})
    later = busy().change({"tasks.decide.elapsed_h": 32})
    one = told(Case("a", scenario, busy()), Case("b", scenario, later))
    queue = [link for link in one.chain if link.kind == "step" and "for people" in link.text["en"]]
    assert queue
    assert all("no changed setting brings it about" in link.text["en"] for link in queue)


def test_more_clients_lost_while_trust_fell_less_far_is_told_by_how_long_they_knew() -> None:
    scenario, plans = load("breaches/insider-export"), ("plans/lean", "plans/notify-early")
    cases = [Case(load(p).name, scenario, load(p)) for p in plans]
    runs = [run(c.scenario, c.plan, seed=7, replication=4) for c in cases]
    before, after = (one.outcome for one in runs)
    assert after.clients_lost > before.clients_lost
    assert after.trust_lowest_share > before.trust_lowest_share  # the trap: less far, yet more
    lost = next(x for x in why_between(*runs, *cases).chain if x.subject == "clients_lost")
    times = [int(days_known(one)) for one in runs]
    assert times[1] > times[0]
    assert re.search(
        rf"had {times[1]} d .* to leave in on average, not {times[0]} d", lost.text["en"]
    )
    assert re.search(r"得知此事的客户平均有 \d+ 天 \d+ 小时可以离开", lost.text["zh"])


def days_known(one: Any) -> float:
    """Return how long a client who knew had known, of a firm with one kind of clients."""
    samples = [(event.time_h, event.before) for event in one.log if event.kind == "sample.trust"]
    hours, shares = np.array(samples).T
    return float(np.sum(np.diff(hours) * shares[:-1]) / shares[-1] / 24.0)


# -- what holds always ------------------------------------------------------------------------


PAIRS = [
    (INSIDER, "plans/no-plan", "plans/lean"),
    (INSIDER, "plans/lean", "plans/retainer"),
    (MISTAKE, "plans/no-plan", "plans/lean"),
]


def library(breach_name: str, *plans: str) -> list[Case]:
    return [Case(load(p).name, load(breach_name), load(p)) for p in plans]


@pytest.mark.slow
@pytest.mark.parametrize("names", PAIRS, ids="-".join)
@pytest.mark.parametrize("replication", [0, 3])
def test_steps_add_up_to_every_shift_to_the_second(names: Any, replication: int) -> None:
    cases = library(*names)
    runs = [run(c.scenario, c.plan, seed=7, replication=replication) for c in cases]
    stories = [Story(one, case) for one, case in zip(runs, cases, strict=True)]
    moved = shifts(*stories)
    assert moved
    for shift in moved:
        for story, time_s in zip(stories, (shift.before_s, shift.after_s), strict=True):
            if time_s is not None:
                assert round(getattr(story.run.outcome, f"{shift.moment}_h") * HOUR) == time_s
                legs, _ = story.way(shift.moment)
                assert legs[0].from_s == 0
                assert legs[-1].to_s == time_s
                assert all(a.to_s == b.from_s for a, b in itertools.pairwise(legs))
        if shift.change_s is not None and shift.parts:
            assert sum(part.change_s for part in shift.parts) == shift.change_s


@pytest.mark.slow
@pytest.mark.parametrize("names", PAIRS, ids="-".join)
def test_the_telling_is_true_short_and_the_same_each_time(names: Any) -> None:
    cases = library(*names)
    one, again = told(*cases), told(*cases)
    assert one == again
    assert repr(one) == repr(again)
    lines = repr(one).splitlines()
    assert len(lines) < 25
    assert max(map(len, lines)) <= 99
    outcomes = [run(c.scenario, c.plan, seed=1).outcome for c in cases]
    cost = next(link for link in one.chain if link.subject == "cost")
    assert (cost.before, cost.after) == tuple(o.cost for o in outcomes)
    assert f"{outcomes[1].cost:,.0f}" in cost.text["en"]
    for link in one.chain:
        assert re.search("[\u4e00-\u9fff]", link.text["zh"])
        assert "{" not in "".join(link.text.values())
        assert "None" not in "".join(link.text.values())
    assert json.loads(json.dumps(one.plain(), allow_nan=False))["a"] == one.a


def test_words_and_sources_are_no_settings() -> None:
    scenario, lean = load(MISTAKE), load("plans/lean")
    other = lean.change({"title": {"en": "Other", "zh": "另"}, "name": "other"})
    assert settings_between(Case("a", scenario, lean), Case("b", scenario, other)) == ()
    firmer = scenario.organisation.change({"teams.it.heads": 3})
    changed = settings_between(Case("a", scenario, lean), Case("b", scenario, lean, firmer))
    assert [(s.path, s.after) for s in changed] == [("organisation.teams.it.heads", 3)]


# -- of a study -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study() -> Study:
    return compare(
        load(MISTAKE), [load("plans/no-plan"), load("plans/lean")], replications=5, seed=2
    )


@pytest.mark.parametrize("measure", ["cost", "trust_at_year_share"])
def test_the_worst_and_the_typical_are_those_of_the_study(study: Study, measure: str) -> None:
    sign = 1.0 if measure_named(measure).lower_is_better else -1.0
    worse = sign * (study.of(measure, "lean") - study.of(measure, "no-plan"))
    worst = why(study, "no-plan", "lean", which="worst", measure=measure)
    typical = why(study, "no-plan", "lean", measure=measure)
    assert worse[worst.replication] == worse.max()
    assert worse[typical.replication] == np.median(worse)
    assert f"worst of 5 in {measure_named(measure).title}" in repr(worst).replace("\n    ", " ")


def test_a_replication_run_again_gives_the_studys_own_values(study: Study) -> None:
    one = why(study, "no-plan", "lean", which=3)
    for link in one.chain:
        if link.kind == "outcome" and link.subject in {m.name for m in MEASURES}:
            expected = [study.of(link.subject, plan)[3] for plan in ("no-plan", "lean")]
            assert [link.before, link.after] == expected
    assert one.replication == 3


def test_what_cannot_be_asked_is_refused(study: Study) -> None:
    with pytest.raises(InputError, match="0 to 4"):
        why(study, "no-plan", "lean", which=5)
    with pytest.raises(InputError, match="typical, worst or a replication"):
        why(study, "no-plan", "lean", which="best")
    with pytest.raises(InputError, match="lean"):
        why(study, "no-plan", "leen")
    ours, theirs = (run(load(MISTAKE), load("plans/lean"), seed=s) for s in (1, 2))
    case = study.cases[1]
    with pytest.raises(InputError, match="the same luck"):
        why_between(ours, theirs, case, case)


def test_the_command_line_tells_why() -> None:
    plans = [MISTAKE, "plans/no-plan", "plans/lean"]
    asked = ["why", *plans, "--seed", "2", "--replications", "2", "--which", "1"]
    shown = CliRunner().invoke(cli.app, asked)
    assert shown.exit_code == 0
    refused = CliRunner().invoke(cli.app, [*asked, "--which", "best"])
    assert refused.exit_code == 2
    assert "typical, worst or a number" in " ".join(refused.stderr.split())
    assert "Why lean differs from no-plan" in shown.stdout
    hidden = int(re.search(r"… and (\d+) more: --all", shown.stdout)[1])
    chain = json.loads(CliRunner().invoke(cli.app, [*asked, "--json"]).stdout)["chain"]
    sentences = ["".join(link["text"]["en"].split()) for link in chain]
    whole = CliRunner().invoke(cli.app, [*asked, "--all"]).stdout
    screen, page = ("".join(text.split()) for text in (shown.stdout, whole))
    assert all(one in page for one in sentences)
    assert sum(one not in screen for one in sentences) == hidden > 0
    plain = json.loads(CliRunner().invoke(cli.app, [*asked, "--json"]).stdout)
    assert plain["replication"] == 1
    assert {"kind", "subject", "before", "after", "unit", "settings", "text"} == set(
        plain["chain"][0]
    )


def test_help_from_outside_that_may_do_more_is_named_beside_its_cost() -> None:
    outside = team("outside", "forensics", outside=True, arrives_h=1.0, wage_per_h=600.0)
    scenario = found()
    ours, theirs = (busy(teams=[outside | {"deputises": work}]) for work in ([], ["it"]))
    calls = [{"effect": "call_in", "team": "outside"}]
    pair = [
        one.change({"tasks.look.effects": [flag("confirmed"), *calls], "tasks.stop.urgent": True})
        for one in (ours, theirs)
    ]
    one = told(Case("alone", scenario, pair[0]), Case("helped", scenario, pair[1]))
    cost = next(link for link in one.chain if link.subject == "cost")
    assert "may stand in for IT, not for nothing" in cost.text["en"]
    assert cost.settings == ("plan.teams.outside.deputises",)


def test_measures_booked_as_several_forms_of_loss_are_one_item_of_the_bill() -> None:
    scenario, plain = found(), busy()
    costs = [
        {"effect": "cost", "form": form, "amount": amount}
        for form, amount in (("response", 8_000), ("replacement", 500))
    ]
    dear = plain.change({"tasks.look.effects": [flag("confirmed"), *costs]})
    one = told(Case("plain", scenario, plain), Case("dear", scenario, dear))
    (cost,) = [link.text["en"] for link in one.chain if link.subject == "cost"]
    assert cost.count("measures") == 1
    assert "measures +8,500" in cost


SIGNED = r"[−+][\d,]+(?:\.\d)?"


def parts_and_change(one: Why) -> tuple[list[float], float]:
    """Read from the sentence of the cost the parts said of its change, and the change."""
    (said,) = [link.text["en"] for link in one.chain if link.subject == "cost"]
    told = re.fullmatch(rf"Cost: .*? \(({SIGNED})(?:, [−+]\d+ %)?\) \((.*)\)\.", said)
    assert told, said
    own = re.sub(rf", of it [^;]*? {SIGNED}", "", told[2])
    shown = [told[1], *re.findall(SIGNED, own)]
    change, *parts = (float(part.replace("−", "-").replace(",", "")) for part in shown)
    return parts, change


@pytest.mark.parametrize("firm_name", [None, "organisations/agency-80"])
@pytest.mark.parametrize(
    "breach_name", ["breaches/double-extortion", "breaches/supplier-transfer", INSIDER]
)
def test_the_parts_said_of_a_cost_add_up_to_its_change(
    breach_name: str, firm_name: str | None
) -> None:
    scenario = load(breach_name)
    own = load(firm_name) if firm_name else None
    plans = [load(f"plans/{name}") for name in ("no-plan", "lean", "retainer")]
    cases = [Case(one.name, scenario, one, own) for one in plans]
    runs = [run(c.scenario, c.plan, own, seed=1, replication=38) for c in cases]
    for one, other in itertools.combinations(range(len(cases)), 2):
        found = why_between(runs[one], runs[other], cases[one], cases[other])
        parts, change = parts_and_change(found)
        assert change == pytest.approx(runs[other].outcome.cost - runs[one].outcome.cost, abs=0.5)
        assert sum(parts) == pytest.approx(change, abs=0.5 * (len(parts) + 1))
        if "the rest together" in " ".join(found.sentences()):
            assert abs(parts[-1]) <= 0.05 * max(map(abs, parts)) + 1.0


def test_the_main_sentences_are_some_of_all_in_their_order() -> None:
    plans = [load("plans/no-plan"), load("plans/lean")]
    study = compare(load("breaches/mis-sent-filing"), plans, replications=2, seed=1)
    told = why(study, "no-plan", "lean")
    for language in ("en", "zh"):
        everything, main = told.sentences(language), told.main_sentences(language)
        assert 3 < len(main) < len(everything)
        rest = iter(everything)
        assert all(sentence in rest for sentence in main)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (["stop"], ["stop", "decide"], "“Tell everyone” also waits for “Wait for a decision”"),
        (["stop", "decide"], ["stop"], "“Tell everyone” does not wait for “Wait for a decision”"),
        (["stop"], ["decide"], "“Tell everyone” waits for “Wait for a decision”, not for “Stop"),
    ],
)
def test_only_what_one_case_alone_waits_for_is_told(
    before: list[str], after: list[str], said: str
) -> None:
    plans = (busy().change({"tasks.tell.after": these}) for these in (before, after))
    scenario = found()
    one = told(*(Case(name, scenario, plan) for name, plan in zip("ab", plans, strict=True)))
    assert said in " ".join(one.sentences())


def test_a_team_that_does_not_meet_is_named_behind_the_work_it_makes_longer() -> None:
    met = busy(coordination={"convened": True}).change({"tasks.tell.after": ["stop"]})
    alone = met.change({"coordination.convened": False})
    one = told(Case("met", found(), met), Case("alone", found(), alone))
    assert one.sentences()[0] == "What differs between met and alone: no response team meets."
    assert "没有召集应急小组" in one.sentences("zh")[0]
    link = step_of(one, "task/tell")  # management goes on from what the administrator did
    # The asking about, less the meetings that a tenth of the day would go to.
    assert link.text["en"].startswith("+1 h 23 min: “Tell everyone” takes 2 h 30 min ")
    assert link.text["en"].endswith("(no response team meets).")

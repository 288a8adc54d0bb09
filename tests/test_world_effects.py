"""The closed vocabulary: what each effect does to the world, and nothing else."""

from __future__ import annotations

import typing
from typing import Any

import pytest
from models import Play, breach, firm, flag, insider, only, plan, team, wait

from simulation.inputs.effects import Effect
from simulation.world.effects import CODES

ON = ("attention", "learning", "support", "told-first", "message")


def after(
    *effects: dict[str, Any], on: tuple[str, ...] = (), hours: float = 30, **more: Any
) -> Play:
    """A run in which effects come at ten o'clock of the first day."""
    tasks = {"act": wait(10, effects=list(effects))} | more.pop("tasks", {})
    company = firm(team("it"), team("desk", "client_service", heads=2))
    make = more.pop("scenario", breach)
    return Play(make(company, switched_off=only(*on)), plan(tasks, **more)).to(hours)


def changed(run: Play) -> set[str]:
    """Kinds of lines that the effects caused, besides samples."""
    return {e.kind for e in run.log if e.cause == "task/act" and not e.kind.startswith("task")}


def test_every_effect_of_the_inputs_has_a_law() -> None:
    union = typing.get_args(typing.get_args(Effect)[0])
    names = {typing.get_args(model.model_fields["effect"].annotation)[0] for model in union}
    laws = {code.partition(".")[0] for code in CODES}
    assert laws == names | {"authority"}  # an answer to it is the world's own


def test_leaks_and_harm_are_multiplied() -> None:
    run = after(
        {"effect": "leak", "multiply": 0.5},
        {"effect": "harm", "multiply": 0.3},
        {"effect": "leak", "multiply": 0.5},
    )
    assert (run.state.leak_factor, run.state.harm_factor) == (0.25, 0.3)
    assert changed(run) == {"leak.factor", "harm.factor"}


def test_a_leak_stopped_and_confirmed_is_contained() -> None:
    run = after({"effect": "leak", "multiply": 0}, scenario=insider)
    assert run.events("flag.set", "flag/contained") == []
    run = after({"effect": "leak", "multiply": 0}, flag("confirmed"), scenario=insider)
    assert run.flagged("contained") == 10


def test_a_flag_is_set_once_and_keeps_its_moment() -> None:
    again = {"again": wait(12, effects=[flag("go")])}
    run = after(flag("go"), tasks=again)
    assert run.flagged("go") == 10
    back = {"back": wait(12, effects=[flag("go") | {"to": False}, flag("never") | {"to": False}])}
    run = after(flag("go"), tasks=back)
    assert run.hours("flag.clear", "flag/go") == [12]
    assert run.events("flag.clear", "flag/never") == []


def test_a_system_off_line_costs_by_the_hour_until_it_is_back() -> None:
    off = {"effect": "system", "system": "server", "to": "isolated"}
    back = {"back": wait(14, effects=[off | {"to": "restored"}])}
    run = after(off, off, tasks=back, on=("downtime",))
    assert run.recorder.tally.outcome().cost_by_item["downtime"] == pytest.approx(400)
    assert len(run.events("system.off")) == len(run.events("system.on")) == 1


@pytest.mark.parametrize(
    ("audience", "informed"),
    [("management", 0), ("regulator", 0), ("partners", 0), ("all_clients", 1), ("public", 0)],
)
def test_who_is_told_knows(audience: str, informed: float) -> None:
    run = after({"effect": "tell", "audience": audience})
    assert list(run.state.informed) == [informed]
    # All clients are told as those affected are, by a list of everyone.
    listed = "affected" if audience == "all_clients" else audience
    assert run.hours("told", f"audience/{listed}") == [10]


def test_a_public_statement_is_news_that_clients_learn_from_us() -> None:
    tell = {"effect": "tell", "audience": "public"}
    run = after(tell, on=ON, hours=24 * 30)
    assert run.flagged("statement") == 10
    assert run.hours("news", "media") == [10]
    assert run.state.informed[0] > 0.2
    others = after({"effect": "attention", "news": True}, on=ON, hours=24 * 30)
    assert others.state.informed == pytest.approx(run.state.informed)
    # Hearing it from others is worse.
    assert others.state.lasting[0] > 1.1 * run.state.lasting[0]


def test_those_affected_are_told_as_far_as_they_are_on_the_list() -> None:
    count = {"effect": "report", "precision": "triage"}
    tell = {"effect": "tell", "audience": "affected"}
    run = after(count, tell)
    assert run.state.told_people == 1_000
    assert list(run.state.informed) == [1.0]
    nobody_counted = after(tell)
    assert nobody_counted.state.told_people == 0
    everyone = after({"effect": "list", "whom": "all"}, tell)
    assert everyone.state.told_people == 1_000


def test_a_notice_brings_questions_and_people_lent_to_answer_them() -> None:
    tell = [{"effect": "list", "whom": "all"}, {"effect": "tell", "audience": "affected"}]
    run = after(*tell, on=("support",), hours=11, support={"lent": {"desk": 1}})
    assert run.state.lent == [0, 1]
    assert run.hours("staff.lent", "team/desk") == [10]
    run.to(24 * 30)
    assert run.state.contacts_answered > 50
    assert run.state.lent == [0, 0]


def test_attention_is_raised_and_news_starts_it_anew() -> None:
    run = after({"effect": "attention", "multiply": 1.5, "news": True})
    assert run.state.attention_factor == 1.5
    assert run.hours("news", "media") == [10]
    run = after({"effect": "attention", "multiply": 0.5})
    assert run.state.attention_factor == 0.5
    assert run.events("news") == []


def test_a_shock_reaches_those_who_know_and_some_of_it_passes() -> None:
    told = {"effect": "tell", "audience": "all_clients"}
    shock = {"effect": "trust", "shock_share": 0.1}
    calm, shaken = after(told), after(told, shock)
    assert shaken.state.passing[0] - calm.state.passing[0] == pytest.approx(0.1)
    assert list(after(shock).state.passing) == [0.0]


def test_mending_before_softens_and_after_gives_back() -> None:
    told = {"effect": "tell", "audience": "all_clients"}
    sorry = {"effect": "mend", "by": "apology"}
    loss = {
        name: sum(run.state.lasting)
        for name, run in {
            "none": after(told, on=ON),
            "before": after(sorry, told, on=ON),
            "after": after(told, sorry, on=ON),
        }.items()
    }
    assert loss["before"] < loss["none"]
    assert loss["after"] == pytest.approx(0.9 * loss["none"], rel=1e-3)


def test_a_decision_is_raised_once() -> None:
    options = {"yes": {"label": "Yes", "effects": [flag("went")]}, "no": {"label": "No"}}
    ask = {"question": "Well?", "owner": "it", "wait_h": 5, "default": "yes", "options": options}
    ask_it = {"effect": "raise", "decision": "ask"}
    again = {"again": wait(12, effects=[ask_it])}
    scenario = breach(decisions={"ask": ask}, switched_off=only())
    run = Play(scenario, plan({"act": wait(10, effects=[ask_it])} | again)).to(30)
    assert run.hours("decision.raise", "decision/ask") == [10]
    assert run.flagged("went") == 15


def test_a_message_is_a_line_and_changes_nothing() -> None:
    run = after({"effect": "message", "sender": "Lu", "text": "Call me."})
    assert changed(run) == {"message"}
    (line,) = run.events("message")
    assert run.tables.messages[int(line.after)].text == "Call me."


def test_a_channel_is_watched_more_closely() -> None:
    run = after({"effect": "channel", "channel": "staff", "multiply": 3})
    assert run.state.watch == [1, 3, 1, 1, 1, 1]


def test_heads_never_fall_below_none() -> None:
    run = after({"effect": "staff", "team": "it", "add": -5})
    assert run.state.heads == [0, 2]


def test_a_second_round_of_notices_is_a_correction_and_hurts_more() -> None:
    count, tell = {"effect": "report", "precision": "triage"}, {"effect": "tell"}
    half = {"threat": {"kind": "one_mistake", "holdings": ["list"], "records": 500}}
    everyone = [{"effect": "list", "whom": "all"}, tell | {"audience": "affected"}]
    tasks = {
        "act": wait(10, effects=[count, tell | {"audience": "affected"}]),
        "more": wait(20, effects=everyone),
    }
    run = Play(breach(switched_off=only(), **half), plan(tasks)).to(15)
    first = run.state.lasting[0] / 0.5
    run.to(30)
    second = (run.state.lasting[0] - 0.5 * first) / 0.5
    assert second > 1.2 * first

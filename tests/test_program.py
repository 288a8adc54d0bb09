"""The compiled model: draws by name, the same whatever else there is."""

from __future__ import annotations

import numpy as np
import pytest
from models import Play, breach, firm, holding, only, plan, sizes, task, team, wait

from simulation.draws import Draws
from simulation.errors import InputError
from simulation.files import load_organisation, load_plan, load_scenario
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.program.draw_table import DrawTable

POSTED = {"effect": "world_event", "event": "aa-posted", "median_h": 9}
EFFORT = {"lognormal": {"median": 3, "sigma": 0.7}}


def named(program: Program, replications: int = 5) -> dict[str, np.ndarray]:
    """All values a program draws, by the name they are drawn for."""
    rows = np.array(program.rows(0, replications))
    return {c.name: rows[:, c.at : c.at + c.width] for c in program.draws.columns}


def assert_unmoved(before: Program, after: Program) -> None:
    one, other = named(before), named(after)
    assert len(set(one) & set(other)) > 10
    for name in set(one) & set(other):
        assert np.array_equal(one[name], other[name]), name


INSIDER = load_scenario("breaches/insider-export")


@pytest.mark.parametrize(
    "change",
    [
        {"tasks.aa-first": task(EFFORT)},
        {"tasks.zz-last": wait(EFFORT)},
        {
            "tasks.posting": task(
                1, effects=[{"effect": "world_event", "event": "a", "median_h": 9}]
            )
        },
        {"teams": [team("aa-outside", "forensics", outside=True, arrives_h=EFFORT)]},
        {"staffing.it.add": 3},
    ],
    ids=["first", "last", "event", "team", "heads"],
)
def test_a_changed_plan_moves_no_other_draw(change: dict[str, object]) -> None:
    no_plan = load_plan("plans/no-plan")
    if "teams" in change:
        change = {"teams": [*no_plan.plain()["teams"], *change["teams"]]}  # type: ignore[misc]
    changed = no_plan.change(change)
    assert_unmoved(Program(INSIDER, no_plan, seed=3), Program(INSIDER, changed, seed=3))


@pytest.mark.parametrize("other", ["lean", "retainer"])
def test_another_plan_has_the_same_luck(other: str) -> None:
    before = Program(INSIDER, load_plan("plans/no-plan"), seed=3)
    after = Program(INSIDER, load_plan(f"plans/{other}"), seed=3)
    shared = {name for name in named(before) if name.startswith(("channel", "visit", "media"))}
    assert len(shared) >= 9
    ours, theirs = named(before), named(after)
    assert all(np.array_equal(ours[name], theirs[name]) for name in shared)


def company(**more: object) -> Organisation:
    return firm(team("it"), **more)


@pytest.mark.parametrize(
    "grown",
    [
        company(holdings=[holding("aa-more", 5), holding("list", 1_000)]),
        company(
            segments=[
                *company().plain()["segments"],
                {"name": "aa", "clients": 9} | {"margin_per_client_year": 1},
            ]
        ),
        firm(team("aa", "hr"), team("it")),
    ],
    ids=["holding", "segment", "team"],
)
def test_a_grown_firm_moves_no_other_draw(grown: Organisation) -> None:
    before = Program(breach(company()), plan({"a": task(EFFORT)}), seed=3)
    assert_unmoved(before, Program(breach(grown), plan({"a": task(EFFORT)}), seed=3))


def test_a_mechanism_switched_off_moves_no_draw_but_its_own() -> None:
    no_plan = load_plan("plans/no-plan")
    before = Program(INSIDER, no_plan, seed=3)
    after = Program(INSIDER.without("fatigue", "media", "churn"), no_plan, seed=3)
    assert_unmoved(before, after)


def test_every_value_is_the_quantile_of_its_own_uniform() -> None:
    program = Program(INSIDER, load_plan("plans/no-plan"), seed=12)
    draws, values = Draws(12), named(program, 4)
    for column in program.draws.columns:
        uniforms = draws.block(column.name, column.width, 0, 4)
        expected = uniforms
        if column.distribution is not None:
            expected = column.distribution.quantile(uniforms) * column.scale
        assert np.array_equal(values[column.name], expected), column.name


def test_rows_do_not_depend_on_how_many_are_asked_for() -> None:
    program = Program(breach(), plan({"a": task(EFFORT)}), seed=12)
    together = program.rows(0, 9)
    assert [program.rows(n, 1)[0] for n in range(9)] == together
    assert program.rows(4, 3) == together[4:7]


def test_another_seed_is_another_table() -> None:
    one, other = (Program(breach(), plan({"a": task(EFFORT)}), seed=seed) for seed in (1, 2))
    values, others = named(one), named(other)
    moved = [name for name in values if not np.array_equal(values[name], others[name])]
    assert "task/a/duration" in moved
    assert "channel/client" in moved


def test_no_two_draws_share_a_name() -> None:
    names = [c.name for c in Program(INSIDER, load_plan("plans/no-plan"), seed=1).draws.columns]
    assert len(names) == len(set(names))


def test_a_table_without_names_has_empty_rows() -> None:
    assert DrawTable().rows(seed=1, first=0, count=3).shape == (3, 0)


def test_inputs_that_do_not_fit_are_refused_with_every_fault() -> None:
    bad = plan({"a": task(1, {"legal": 1}), "b": task(1, {"hr": 1})})
    with pytest.raises(InputError) as caught:
        Program(breach(), bad)
    assert len(caught.value.faults) == 2


def test_inputs_are_not_altered_by_compiling_and_running() -> None:
    scenario: Scenario = INSIDER
    no_plan: Plan = load_plan("plans/no-plan")
    before = (scenario.model_dump_json(), no_plan.model_dump_json())

    Play(scenario, no_plan).to(24 * 40)
    assert (scenario.model_dump_json(), no_plan.model_dump_json()) == before


def test_a_plan_in_another_currency_pays_at_the_firms_rate() -> None:
    dollars = plan(teams=[team("away", "legal", wage_per_h=100.0)], currency="USD")
    scenario = breach(firm(team("it"), exchange_rates={"USD": 7.0}), switched_off=only())
    program = Program(scenario, dollars, seed=1)
    assert program.tables.team_wage == [60.0, 700.0]


def test_switched_off_mechanisms_reach_the_tables() -> None:
    on = Program(breach(switched_off=only("churn")), plan(), seed=1).tables.on
    assert on.churn
    assert sum(on) == 1


def test_sizes_of_a_scenario_reach_the_tables() -> None:
    mean = {"lognormal": {"median": 8, "sigma": 0.5}}
    parameters = sizes(churn__base_per_year=0.5, trust__shock=mean).plain()
    p = Program(breach(parameters=parameters), plan(), seed=1).tables
    # A distribution where the law wants one number stands for its middle.
    assert (p.churn.base_per_year, p.trust.shock) == (0.5, 8.0)


def test_mechanisms_of_waits_make_their_waits_nothing() -> None:
    labels = {"look": "sign-unseen", "list": "listing-wait"}
    labels |= {"advice": "advice-wait", "approve": "deciding-wait"}
    tasks = {label: wait(5, label=label) for label in labels}
    for label, mechanism in labels.items():
        program = Program(breach(switched_off=[mechanism]), plan(tasks), seed=1)
        row = program.rows(0, 1)[0]
        hours = {name: row[program.tables.task_effort[n]] for n, name in enumerate(tasks)}
        assert hours == {name: 0.0 if name == label else 5.0 for name in tasks}


def test_a_large_firm_has_draws_for_all_its_false_alarms() -> None:
    scenario, plan = load_scenario("breaches/insider-export"), load_plan("plans/lean")
    small = Program(scenario, plan, seed=1)
    group = Program(scenario, plan, load_organisation("organisations/group-400"), seed=1)
    assert small.tables.most_alarms == 64
    expected = 1_095 * 86_400 / group.tables.alarm_gap_s
    assert expected > 64
    assert group.tables.most_alarms > expected

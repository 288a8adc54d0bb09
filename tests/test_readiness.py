"""How ready a firm is, as factors; and that one of us keeps ways in until HR and IT act."""

from __future__ import annotations

import pytest

from simulation.files import load_plan, load_scenario
from simulation.inputs.plan import Plan
from simulation.program import Program
from simulation.world import effects
from simulation.world.layout import E_DECISION, E_TASK, T_SKIPPED

LEAK = load_scenario("breaches/insider-export")
LEAN = load_plan("plans/lean")


def effort_s(plan: Plan, task: str, name: str = "duration", *, off: str = "") -> float:
    """Return what is drawn for a task in the first replication."""
    program = Program(LEAK.without(off) if off else LEAK, plan, seed=1)
    return program.rows(0, 1)[0][program.tables.draw_at[f"task/{task}/{name}"]]


def aged(**ages: object) -> Plan:
    """Return the lean plan in another state of readiness."""
    fresh = {"drill_age_months": 0, "contact_lists_age_months": 0, "kits": True}
    return LEAN.change({"readiness": fresh | ages})


def test_a_plan_never_tried_takes_as_much_longer_as_its_parameter_says() -> None:
    fresh = effort_s(aged(), "triage")
    assert effort_s(aged(drill_age_months=None), "triage") == pytest.approx(1.45 * fresh)
    assert effort_s(aged(drill_age_months=12), "triage") == pytest.approx(1.225 * fresh)


def test_old_lists_lengthen_the_listing_and_missing_kits_the_copying() -> None:
    unlisted, bare = aged(contact_lists_age_months=None), aged(kits=False)
    ratio = {
        task: (
            effort_s(unlisted, task) / effort_s(aged(), task),
            effort_s(bare, task) / effort_s(aged(), task),
        )
        for task in ("list-affected", "preserve-evidence", "take-advice")
    }
    assert ratio["list-affected"] == pytest.approx((1.6, 1.0))
    assert ratio["preserve-evidence"] == pytest.approx((1.0, 1.2))
    assert ratio["take-advice"] == (1.0, 1.0)


def test_a_firm_without_a_plan_and_a_world_without_the_mechanism_know_no_readiness() -> None:
    bare = load_plan("plans/no-plan")
    assert effort_s(bare, "triage") == effort_s(bare, "triage", off="readiness")
    never = aged(drill_age_months=None)
    assert effort_s(never, "triage", off="readiness") == pytest.approx(effort_s(aged(), "triage"))


def test_what_the_plan_leaves_open_the_organisation_says() -> None:
    plan = LEAN.change({"readiness": {"kits": True, "contact_lists_age_months": 0}})
    drilled = LEAK.change({"organisation.readiness.drill_age_months": 0})
    tables = [Program(one, plan, seed=1) for one in (LEAK, drilled)]
    place = tables[0].tables.draw_at["task/triage/duration"]
    never, fresh = (one.rows(0, 1)[0][place] for one in tables)
    assert never == pytest.approx(1.45 * fresh)


@pytest.mark.parametrize(
    ("cause", "left"), [("stop", 0.3), ("remove-access", 0.0), ("a decision", 0.0)]
)
def test_it_alone_leaves_an_insider_ways_in(cause: str, left: float) -> None:
    program = Program(LEAK, LEAN, seed=1)
    p, s = program.tables, program.state(0)
    known = cause in program.tasks
    s.cause = p.entity(E_TASK, program.tasks.index(cause)) if known else p.entity(E_DECISION)
    stop = p.task_effects[program.tasks.index("stop")]
    effects.apply_effects(p, s, stop)
    assert s.leak_factor == left


def test_where_nobody_will_take_access_away_together_it_alone_is_enough() -> None:
    program = Program(LEAK, LEAN, seed=1)
    p, s = program.tables, program.state(0)
    task = program.tasks.index("stop")
    s.status[program.tasks.index("remove-access")] = T_SKIPPED
    s.cause = p.entity(E_TASK, task)
    effects.apply_effects(p, s, p.task_effects[task])
    assert s.leak_factor == 0.0

"""Costs: every amount in the log, every item in a form of loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import Play, breach, firm, only, plan, question, task, team, world

from simulation.inputs.fit import check_fit
from simulation.program import Program
from simulation.world import grid, money
from simulation.world.facts import FACT
from simulation.world.layout import FORMS
from simulation.world.money import ITEMS

AMOUNTS = st.lists(st.tuples(st.integers(0, len(ITEMS) - 1), st.floats(-50.0, 1e6)), max_size=30)


@given(AMOUNTS)
def test_each_amount_is_a_line_and_the_lines_add_up(amounts: list[tuple[int, float]]) -> None:
    p, s = world()
    for item, amount in amounts:
        money.charge(p, s, item, amount)
    assert all(fact[1] == FACT["cost"] for fact in s.facts)
    assert len(s.facts) == sum(amount != 0.0 for _, amount in amounts)
    total = 0.0
    for fact in s.facts:
        assert fact[4] == total
        total = fact[5]
    assert s.cost == total
    assert abs(sum(s.cost_by_item) - s.cost) <= 1e-6 * max(1.0, abs(s.cost))
    primary = sum(s.cost_by_item[item] for item in money.PRIMARY_ITEMS)
    assert s.primary_cost == pytest.approx(primary, abs=1e-6)


def test_what_runs_up_is_booked_once() -> None:
    p, s = world()
    s.accrued[money.LOST_CLIENTS] += 7.0
    s.accrued[money.DOWNTIME] += 2.0
    grid.book_accrued(p, s)
    grid.book_accrued(p, s)
    assert (s.cost, s.primary_cost) == (9.0, 2.0)
    assert len(s.facts) == 2


def test_every_item_has_a_form_of_loss() -> None:
    assert len(money.FORM_OF_ITEM) == len(ITEMS)
    forms = {item: FORMS[form] for item, form in zip(ITEMS, money.FORM_OF_ITEM, strict=True)}
    assert forms["downtime"] == "productivity"
    assert forms["fines"] == "fines_and_judgments"
    assert forms["lost clients"] == "reputation"
    assert {forms[i] for i in ("wages", "outside help", "notices", "answering clients")} == {
        "response"
    }


def spent(*effects: dict) -> float:
    list_all = {"effect": "list", "whom": "all"}
    tell = {"effect": "tell", "audience": "affected"}
    work = {"go": task(1, effects=[list_all, tell, *effects])}
    company = firm(team("it", wage_per_h=0.0), exchange_rates={"USD": 7.0})
    play = Play(breach(company, switched_off=only()), plan(work, currency="USD")).to(50)
    return sum(play.state.cost_by_item[money.FIRST_FORM_ITEM :])


def test_costs_once_for_each_person_and_for_each_client_told() -> None:
    cost = {"effect": "cost", "amount": 2}
    # A plan's prices are in its own currency.
    assert spent(cost) == 2 * 7
    assert spent(cost | {"per": "person_told"}) == 2 * 7 * 1_000
    assert spent(cost | {"per": "client_told"}) == 2 * 7 * 100
    assert spent(cost | {"per": "person_told", "take_up_share": 0.05}) == pytest.approx(100 * 7)


def test_a_scenarios_prices_are_in_the_currency_of_its_own_firm() -> None:
    options = {"yes": [{"effect": "cost", "amount": 700}], "no": []}
    pay = question(options, "yes", wait_h=1)
    own = breach(
        firm(team("it", wage_per_h=0.0)),
        decisions={"pay": pay},
        first_sign={"after_h": 1, "channel": "client"},
        switched_off=only(),
    )
    abroad = own.organisation.change({"currency": "USD", "exchange_rates": {"EUR": 2.0}})
    sums = []
    for who in (None, abroad):
        play = Play(own, plan(), program=Program(own, plan(), who, seed=1), drill=True).to(50)
        sums.append(sum(play.state.cost_by_item[money.FIRST_FORM_ITEM :]))
    assert sums == [700.0, 1400.0]
    elsewhere = abroad.change({"exchange_rates": {"CNY": 0.1}})
    said = check_fit(own, plan(currency="CNY"), elsewhere)
    assert [fault.problem for fault in said] == [
        "organisation.currency: the organisation has no exchange rate for EUR"
    ]

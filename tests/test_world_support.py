"""Clients' questions: a fluid queue against Erlang-A's limit, quadrature, and conservation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import breach, firm, only, plan, team, world
from scipy import integrate

from simulation.program import Program
from simulation.world import desk, grid, money, public, support
from simulation.world.layout import DAY, HOUR

RATES = st.floats(0.1, 50.0)


def test_with_more_arrivals_than_hands_the_queue_reaches_erlang_a_s_fluid_limit() -> None:
    arrivals, service, heads, leaving = 30.0, 2.0, 10.0, 3.0
    present, served, gone = desk.fluid_queue(0, arrivals, service, heads, leaving, 1_000)
    assert present == pytest.approx(heads + (arrivals - service * heads) / leaving)
    assert served == pytest.approx(service * heads * 1_000, rel=0.002)
    assert gone / (arrivals * 1_000) == pytest.approx(1 - service * heads / arrivals, rel=0.002)


def test_with_hands_to_spare_nobody_gives_up() -> None:
    present, served, gone = desk.fluid_queue(0, 12.0, 2.0, 10.0, 3.0, 1_000)
    assert present == pytest.approx(6.0)
    assert gone == 0.0
    assert served == pytest.approx(12_000 - 6.0)


def test_many_random_callers_come_near_the_fluid_limit() -> None:
    # Erlang-A's stationary law, from its birth-and-death chain, at a thousand heads.
    heads, service, leaving, arrivals = 1_000, 1.0, 0.5, 1_200.0
    logs, total = [0.0], 0.0
    for n in range(1, 4_000):
        out = service * min(n, heads) + leaving * max(0, n - heads)
        logs.append(logs[-1] + math.log(arrivals / out))
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    total = sum(weights)
    mean = sum(n * w for n, w in enumerate(weights)) / total
    present, _, _ = desk.fluid_queue(0, arrivals, service, heads, leaving, 500)
    assert present == pytest.approx(mean, rel=0.01)


@given(st.floats(0.0, 60.0), RATES, RATES, st.integers(0, 30), RATES, st.floats(0.01, 20.0))
def test_the_queue_solves_its_differential_equation(
    waiting: float, arrivals: float, service: float, heads: int, leaving: float, span: float
) -> None:
    def slope(_t: float, x: list[float]) -> list[float]:
        served = service * min(x[0], heads)
        gone = leaving * max(0.0, x[0] - heads)
        return [arrivals - served - gone, served, gone]

    exact = integrate.solve_ivp(
        slope, (0, span), [waiting, 0.0, 0.0], method="LSODA", rtol=1e-9, atol=1e-9
    ).y[:, -1]
    got = desk.fluid_queue(waiting, arrivals, service, heads, leaving, span)
    assert got == pytest.approx(tuple(exact), rel=1e-4, abs=1e-4)


@given(st.floats(0.0, 60.0), RATES, RATES, st.integers(0, 30), RATES, st.floats(0.01, 20.0))
def test_no_caller_is_lost_or_invented(
    waiting: float, arrivals: float, service: float, heads: int, leaving: float, span: float
) -> None:
    present, served, gone = desk.fluid_queue(waiting, arrivals, service, heads, leaving, span)
    assert min(present, served, gone) >= 0.0
    assert present + served + gone == pytest.approx(waiting + arrivals * span)


@given(st.floats(0.0, 60.0), RATES, RATES, st.integers(1, 30), RATES, st.floats(0.1, 20.0))
def test_two_steps_are_one(
    waiting: float, arrivals: float, service: float, heads: int, leaving: float, span: float
) -> None:
    whole = desk.fluid_queue(waiting, arrivals, service, heads, leaving, span)
    first = desk.fluid_queue(waiting, arrivals, service, heads, leaving, span / 3)
    second = desk.fluid_queue(first[0], arrivals, service, heads, leaving, 2 * span / 3)
    assert second[0] == pytest.approx(whole[0])
    assert first[1] + second[1] == pytest.approx(whole[1])
    assert first[2] + second[2] == pytest.approx(whole[2], abs=1e-9)


DESK = team("desk", "client_service", heads=4)


def serving(lent: int = 2) -> tuple:
    scenario = breach(firm(team("it"), DESK), switched_off=only("support"))
    p, s = world(scenario, plan(support={"lent": {"desk": lent}}))
    s.lent[1] = lent
    return p, s


def test_what_comes_in_is_answered_given_up_waiting_or_still_to_come() -> None:
    p, s = serving(lent=1)
    support.expect_contacts(p, s, 5_000.0, by_news=False)
    expected = s.contacts_to_come
    for _ in range(24 * 40):
        s.now += HOUR
        grid.advance_public(p, s)
    # Half of those who give up ask again, and so come in once more.
    came_in = expected + 0.5 * s.contacts_abandoned
    left = s.contacts_answered + s.contacts_abandoned + s.contacts_waiting + s.contacts_to_come
    assert left == pytest.approx(came_in)
    assert s.contacts_abandoned > 0.0
    assert s.contacts_to_come + s.contacts_waiting < p.support.close_below_contacts


def test_contacts_after_five_thousand_letters() -> None:
    # H01: mean 12 %, 5-95 % from 8 to 17 %: 400 to 850 of 5,000.
    p, s = serving()
    share = p.draw_at["support/contact_share"]
    rows = Program(breach(firm(DESK)), plan(), seed=2).rows(0, 2_000)
    drawn = sorted(5_000 * row[share] for row in rows)
    assert 385 <= drawn[100] <= 415
    assert 820 <= drawn[1_900] <= 870
    assert sum(drawn) / len(drawn) == pytest.approx(600, rel=0.02)
    assert s.contacts_to_come == 0.0


def test_contacts_of_people_who_heard_the_news_are_two_in_a_hundred() -> None:
    p, s = serving()
    support.expect_contacts(p, s, 1_000.0, by_news=True)
    assert s.contacts_to_come == pytest.approx(20.0)


def test_giving_up_costs_trust() -> None:
    p, s = serving(lent=1)
    s.informed, s.clients_informed, s.clients_unaware = [1.0], [100.0], [0.0]
    support.expect_contacts(p, s, 5_000.0, by_news=False)
    for _ in range(24 * 40):
        s.now += HOUR
        grid.advance_public(p, s)
    assert 0.75 - public.trust_now(p, s) == pytest.approx(0.02 * s.contacts_abandoned / 1_000)


def test_more_hands_answer_more_and_fewer_give_up() -> None:
    ends = []
    for lent in (1, 2, 4):
        p, s = serving(lent)
        support.expect_contacts(p, s, 5_000.0, by_news=False)
        for _ in range(24 * 40):
            s.now += HOUR
            grid.advance_public(p, s)
        ends.append((s.contacts_abandoned, s.contacts_answered))
    assert ends[0][0] > ends[1][0] >= ends[2][0]
    assert ends[0][1] < ends[1][1]


def test_answering_is_paid_by_the_hour_while_questions_come() -> None:
    p, s = serving(lent=2)
    support.expect_contacts(p, s, 1_000.0, by_news=False)
    s.now = 8 * HOUR
    grid.advance_public(p, s)
    grid.book_accrued(p, s)
    assert s.cost_by_item[money.ANSWERING] == pytest.approx(2 * 8 * 60.0)


def test_switched_off_nobody_asks() -> None:
    p, s = world(breach(firm(DESK), switched_off=only()))
    support.expect_contacts(p, s, 5_000.0, by_news=False)
    s.now = 30 * DAY
    grid.advance_public(p, s)
    assert s.contacts_to_come == s.contacts_answered == 0.0

"""Notices that miss, public notices, partners told: each law by hand, each duty from outside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import DAY, Play, breach, firm, flag, only, plan, sizes, team, wait, world
from pydantic import ValidationError

from simulation.files import load
from simulation.program import Program
from simulation.world.knowledge import returned_notices, tell_people
from simulation.world.layout import (
    A_PARTNERS,
    E_CHANNEL,
    E_TALK,
    HOUR,
    NEVER,
    PARTNER_CHANNEL,
    T_RETURNED,
    State,
    Tables,
)
from simulation.world.opinion import attention
from simulation.world.public import attention_now, start_news
from simulation.world.threat import told_share

LIST_ALL = {"effect": "list", "whom": "all"}
LETTERS = {"effect": "tell", "audience": "affected"}
IN_PUBLIC = LETTERS | {"by": "public_notice"}
PARTNERS = {"effect": "tell", "audience": "partners"}


def after(*effects: dict[str, Any], share: float = 0.2, on: tuple[str, ...] = ()) -> Play:
    """Apply effects after ten hours to a breach of all, where some addresses fail."""
    company = firm(team("it"), missing_addresses_share=share)
    scenario = breach(company, switched_off=only("missing-addresses", *on))
    tasks = {"do": wait(10, effects=[LIST_ALL, *effects])}
    return Play(scenario, plan(tasks)).to(11)


def outcome(play: Play) -> Any:
    return play.recorder.tally.outcome()


# -- addresses that fail -----------------------------------------------------------------------


def test_letters_to_addresses_that_fail_reach_nobody() -> None:
    run = after(LETTERS)
    assert told_share(run.tables, run.state) == pytest.approx(0.8)
    assert run.state.informed == pytest.approx([0.8])
    found = outcome(run)
    assert (found.people_told, found.people_missed) == pytest.approx((800, 200))
    # Every letter is paid for, and none is written a second time.
    every = outcome(after(LETTERS, share=0))
    assert found.cost_by_item["notices"] == every.cost_by_item["notices"] > 0
    assert run.events("notices.again") == []


def test_all_are_told_where_all_addresses_work_or_the_mechanism_is_off() -> None:
    found = outcome(after(LETTERS, share=0))
    assert (found.people_told, found.people_missed) == (1_000, 0)
    company = firm(team("it"), missing_addresses_share=0.5)
    p, _ = world(breach(company, switched_off=only()))
    assert p.missing_share == 0.0
    assert "notices/returned" not in p.draw_at


def test_what_comes_back_is_known_after_a_while() -> None:
    run = after(LETTERS)
    assert returned_notices(run.state) == 0.0
    due = run.state.due[run.tables.entity(E_TALK, T_RETURNED)]
    run.to(due / HOUR)
    assert run.flagged("notices-returned") == pytest.approx(due / HOUR)
    assert returned_notices(run.state) == pytest.approx(200)
    (event,) = run.events("notices.returned")
    assert event.after == pytest.approx(200)


def test_letters_come_back_after_the_days_that_the_claim_says() -> None:
    company = firm(team("it"), missing_addresses_share=0.1)
    program = Program(breach(company, switched_off=only("missing-addresses")), plan(), seed=4)
    at = program.tables.draw_at["notices/returned"]
    days = [row[at] for row in program.rows(0, 2_000)]
    # Lognormal, median 10, sigma 0.6: three standard errors of the mean logarithm are 0.04.
    assert np.mean(np.log(days)) == pytest.approx(np.log(10), abs=0.04)


@settings(max_examples=20)
@given(st.floats(0.0, 0.95), st.floats(0.0, 1_000.0), st.floats(0.0, 1_000.0))
def test_nobody_is_reached_twice_or_lost(share: float, first: float, more: float) -> None:
    p, s = small(share)
    for estimate in (first, first + more):
        s.found[0], s.estimate, s.list_kind = True, min(1_000.0, estimate), 0
        s.records_out[0] = 700.0
        tell_people(p, s, 0, 700.0)
        assert 0.0 <= s.told_true <= s.told_people - s.unreached + 1e-9
        assert s.unreached == pytest.approx(share * s.told_people)
        assert s.told_true + s.unreached_true == pytest.approx(min(700.0, s.told_people))


SMALL: dict[float, tuple[Tables, Program]] = {}


def small(share: float) -> tuple[Tables, State]:
    """Return tables with a share of missing addresses, compiled once for all examples."""
    if not SMALL:
        program = Program(breach(switched_off=only("missing-addresses")), plan(), seed=1)
        SMALL[0.0] = (program.tables, program)
    p, program = SMALL[0.0]
    p.missing_share = share
    return p, program.state(0)


def test_costs_a_person_told_count_those_who_had_word() -> None:
    offer = {"effect": "cost", "amount": 10, "per": "person_told"}
    assert after(LETTERS, offer).state.cost == pytest.approx(after(LETTERS).state.cost + 8_000)


# -- a public notice -----------------------------------------------------------------------------


def test_a_public_notice_reaches_a_share_of_those_whom_no_letter_did() -> None:
    run = after(LETTERS, IN_PUBLIC)
    found = outcome(run)
    assert found.people_told == pytest.approx(800 + 0.3 * 200)
    assert found.people_missed == pytest.approx(0.7 * 200)
    assert run.state.informed == pytest.approx([0.86])
    twice = outcome(after(LETTERS, IN_PUBLIC, IN_PUBLIC))
    assert twice.people_missed == pytest.approx(0.7 * 0.7 * 200)


def test_who_is_told_was_affected_or_is_told_in_vain() -> None:
    half = {"kind": "one_mistake", "holdings": ["list"], "records": 500}
    company = firm(team("it"), missing_addresses_share=0.2)
    scenario = breach(company, threat=half, switched_off=only("missing-addresses"))
    tasks = {"do": wait(10, effects=[LIST_ALL, LETTERS, IN_PUBLIC])}
    found = outcome(Play(scenario, plan(tasks)).to(11))
    assert found.people_told == pytest.approx(860)
    assert found.people_told_in_vain == pytest.approx(0.5 * 860)
    assert found.people_missed == pytest.approx(0.5 * 140)


def test_a_public_notice_alone_is_no_notice() -> None:
    run = after(IN_PUBLIC)
    assert list(run.state.informed) == [0.0]
    assert outcome(run).clients_told_h is None
    assert len(run.events("notices.public")) == 1


def test_a_public_notice_is_a_small_piece_of_news() -> None:
    run = after(LETTERS, IN_PUBLIC, on=("attention",))
    p, s = run.tables, run.state
    # The breach is ten hours old, so its news can be no older than that.
    assert attention_now(p, s) == pytest.approx(attention(0.6, 2.76, 11 / 24))
    s.now, s.news_at = 400 * DAY, 0
    start_news(p, s, 0.1)
    assert attention_now(p, s) == pytest.approx(0.1, abs=1e-5)
    start_news(p, s)
    start_news(p, s, 0.1)
    assert attention_now(p, s) == 1.0
    start_news(p, s, 0.0)
    assert s.news_at == s.now


def test_a_public_notice_is_for_people_and_for_no_other_audience() -> None:
    with pytest.raises(ValidationError, match="cannot tell partners"):
        plan({"do": wait(1, effects=[PARTNERS | {"by": "public_notice"}])})


# -- what the law makes of it --------------------------------------------------------------------


def duty(**more: Any) -> dict[str, Any]:
    plain = {
        "id": "people",
        "title": "Tell",
        "in_force_from": "2020-01-01",
        "clock": "awareness",
        "deadline": {"value": 60, "unit": "days"},
        "recipient": "affected",
        "source": {"title": "Act", "article": "1", "read_on": "2026-01-01"},
        "verified": True,
    }
    return plain | more


CASE = {
    **dict.fromkeys(("size_log_odds", "late_log_odds", "media_first_log_odds"), 0),
    **dict.fromkeys(("severe_log_odds", "complaint_log_odds"), 0),
    "base_log_odds": -9,
    "after_aware_d": 90,
}


def met(obligation: dict[str, Any], *effects: dict[str, Any], hours: float = 2_000) -> Any:
    """Return the duty of a law after effects at ten hours, one address in five being wrong."""
    fine = {"outcome": "none", "title": "N", "weight": 1, "amount": 0}
    head = {"name": "act", "title": "Act", "jurisdiction": "Land", "currency": "EUR"}
    its_law = head | {"obligations": [obligation], "case": CASE, "fines": [fine]}
    company = firm(team("it"), laws=[its_law], missing_addresses_share=0.2)
    scenario = breach(company, switched_off=only("missing-addresses"))
    back = wait(1, when={"returned_at_least": 10}, effects=[IN_PUBLIC])
    tasks = {"do": wait(10, effects=[flag("aware"), LIST_ALL, *effects]), "back": back}
    found = outcome(Play(scenario, plan(tasks)).to(hours)).duties
    return found[0] if found else None


def test_letters_that_were_sent_meet_the_duty_though_some_come_back() -> None:
    assert met(duty(), LETTERS).met_h == pytest.approx(10)


@pytest.mark.parametrize(("public_notice", "expected"), [(None, None), ("also", 10)])
def test_a_public_notice_meets_a_duty_where_the_law_says_so(
    public_notice: str | None, expected: float | None
) -> None:
    assert met(duty(public_notice=public_notice), IN_PUBLIC).met_h == expected


def test_a_duty_of_substitute_notice_begins_with_ten_letters_that_come_back() -> None:
    # As 45 CFR 164.404(d)(2)(ii) has it for ten people or more.
    substitute = duty(public_notice="only", when={"returned_at_least": 10})
    assert met(substitute) is None
    found = met(substitute, LETTERS)
    assert found.met_h > 10
    assert found.in_time
    lenient = duty(public_notice="only", when={"returned_at_least": 201})
    assert met(lenient, LETTERS) is None


def test_china_lets_a_public_notice_tell_those_whose_rights_are_harmed() -> None:
    allowed = {o.id: o.public_notice for o in load("laws/china").obligations if o.public_notice}
    assert allowed == {"ndr-11-parties": "also"}


def test_a_duty_towards_others_cannot_be_met_in_public() -> None:
    with pytest.raises(ValidationError, match="a public notice is for those affected"):
        met(duty(public_notice="also", recipient="regulator"))


# -- partners ------------------------------------------------------------------------------------


def supplier(
    *effects: dict[str, Any], at_h: float = 2_400, partner_share: float = 0.0, off: str = ""
) -> Play:
    """Play a theft at a supplier of which we tell it at some time; five days it needs."""
    threat = {
        "kind": "supplier",
        "holdings": ["list"],
        "taken_share": 0.1,
        "visit_gap_h": 24_000,
        "batch_records": 1,
        "notice_delay_h": 24_000,
        "acts_after_h": 120,
    }
    mix = {"discovery.mixes.nobody": {"monitoring": 0.0, "partner": partner_share}}
    on = {"joint-response", "supplier-delay"} - {off}
    parameters = sizes().change(mix).plain()
    scenario = breach(threat=threat, switched_off=only(*on), parameters=parameters)
    return Play(scenario, plan({"do": wait(at_h, effects=list(effects))}))


def test_a_supplier_who_knew_nothing_acts_in_half_its_time_once_told() -> None:
    run = supplier(PARTNERS).to(4_000)
    (acted,) = run.hours("leak.factor", "visit")
    assert acted == pytest.approx(2_400 + 60, abs=0.01)
    assert run.hours("supplier.finds", "turn/supplier-tells") == [2_400]
    assert run.state.due[run.tables.entity(E_CHANNEL, PARTNER_CHANNEL)] == NEVER
    assert supplier().to(4_000).events("leak.factor") == []
    assert supplier(PARTNERS, off="joint-response").to(4_000).events("leak.factor") == []


def test_telling_a_supplier_a_second_time_changes_nothing() -> None:
    run = supplier(PARTNERS, PARTNERS).to(4_000)
    assert run.hours("leak.factor", "visit") == pytest.approx([2_460], abs=0.01)
    assert len(run.events("supplier.told")) == 1


def test_a_supplier_at_work_halves_what_is_left() -> None:
    alone = supplier(partner_share=1.0).finish()
    (found,) = alone.hours("supplier.finds", "turn/supplier-tells")
    assert alone.hours("leak.factor", "visit") == pytest.approx([found + 120], abs=0.01)
    run = supplier(PARTNERS, at_h=found + 20, partner_share=1.0).to(found + 200)
    assert run.hours("leak.factor", "visit") == pytest.approx([found + 20 + 50], abs=0.01)


def surprised(*effects: dict[str, Any], per_h: float = 50.0) -> Play:
    """Let it be in the news after twenty hours, and effects come before."""
    company = firm(team("it"), partners_cost_per_h=per_h)
    scenario = breach(company, switched_off=only("partners"))
    news = {"effect": "attention", "news": True}
    tasks = {
        "before": wait(10, effects=list(effects)),
        "news": wait(20, effects=[news]),
        "more": wait(30, effects=[news]),
    }
    return Play(scenario, plan(tasks)).to(40)


def test_partners_who_read_it_first_cut_us_off_once_and_those_told_do_not() -> None:
    run = surprised()
    assert run.state.cost == pytest.approx(24 * 50)
    assert run.hours("partners.cut_off", "audience/partners") == [20]
    told = surprised(PARTNERS)
    assert told.state.cost == 0.0
    assert told.state.told_at[A_PARTNERS] == 10 * HOUR
    assert surprised(per_h=0.0).state.cost == 0.0

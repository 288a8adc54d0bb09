"""Attention, learning, trust, churn: against quadrature, a differential equation, by hand."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import breach, firm, only, plan, sizes, standard, team, world
from scipy import integrate

from simulation.program import Program
from simulation.world import grid, happenings, opinion, public
from simulation.world.around import nobody_answers
from simulation.world.layout import (
    DAY,
    E_MEDIA,
    F_AWARE,
    F_POSTS_SEEN,
    F_PUBLISHED,
    F_STATEMENT,
    HOUR,
    NEVER,
    State,
    Tables,
)

FULL = 0.75
AMOUNTS = st.floats(0.0, 1.0)


def quiet(*mechanisms: str, **more: Any) -> tuple[Tables, State]:
    return world(breach(switched_off=only(*mechanisms), **more))


# -- attention ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(0, 0.5), (0, 1.5), (1.5, 14), (0, 365), (-3, 2)])
def test_attention_adds_up_as_quadrature_says(start: float, end: float) -> None:
    law = lambda x: math.exp(-((x / 2.76) ** 0.6))  # noqa: E731
    expected, _ = integrate.quad(law, max(0.0, start), end, limit=200)
    found = opinion.attention_until(0.6, 2.76, end) - opinion.attention_until(0.6, 2.76, start)
    assert found == pytest.approx(expected, rel=1e-6)


def test_half_of_the_attention_is_gone_after_36_hours() -> None:
    p, s = quiet("attention")
    s.news_at = 0
    assert public.attention_now(p, s) == 1.0
    s.now = 36 * HOUR
    assert public.attention_now(p, s) == pytest.approx(0.5, abs=0.003)
    s.attention_factor = 0.6
    assert public.attention_now(p, s) == pytest.approx(0.3, abs=0.002)


def test_without_news_there_is_no_attention() -> None:
    p, s = quiet("attention")
    assert public.attention_now(p, s) == 0.0


def test_fresh_news_starts_attention_anew() -> None:
    p, s = quiet("attention")
    s.news_at, s.now = 0, 10 * DAY
    public.start_news(p, s)
    assert s.news_at == 10 * DAY
    assert public.attention_now(p, s) == 1.0


def test_steps_are_hours_for_two_weeks_after_news_and_days_otherwise() -> None:
    p, s = quiet("attention")
    s.now = 30 * HOUR + 7
    assert grid.next_grid(p, s) == 2 * DAY
    public.start_news(p, s)
    assert grid.next_grid(p, s) == 31 * HOUR
    s.now += 14 * DAY - 1
    assert grid.next_grid(p, s) == 14 * DAY + 31 * HOUR
    s.now += 1
    assert grid.next_grid(p, s) == 16 * DAY


# -- learning ----------------------------------------------------------------------------------


@given(AMOUNTS, st.floats(0.0, 0.5), st.floats(0.01, 300.0))
def test_learning_solves_its_differential_equation(
    informed: float, outside: float, days: float
) -> None:
    slope = lambda _t, i: outside * (1.0 - i)  # noqa: E731
    solution = integrate.solve_ivp(slope, (0, days), [informed], rtol=1e-9, atol=1e-12)
    learned = opinion.learned_share(informed, outside * days)
    assert learned == pytest.approx(solution.y[0, -1], abs=1e-6)


def test_clients_learn_from_news_rumour_misuse_and_each_other_as_quadrature_says() -> None:
    on = ("attention", "learning", "misuse", "word-of-mouth", "rumour")
    p, s = quiet(*on, misuse=True)
    s.records_out[0] = 1_000.0
    s.news_at = s.now = 0
    while s.now < 60 * DAY:
        s.now += HOUR
        grid.advance_public(p, s)
    misuse = 1_000 * p.harm.misuse_per_record_day * p.learning.misuse_traced_share / 100

    def slope(t: float, y: Any) -> list[float]:
        informed, talking, rumour = y
        heard = math.exp(-((t / 2.76) ** 0.6))
        rate = 0.08 * heard * (1 + rumour) + misuse + 0.01 * talking
        learning = rate * (1 - informed)
        return [learning, learning - talking / 30, 0.5 * heard * (0.5 - rumour)]

    solution = integrate.solve_ivp(slope, (0, 60), [0.0, 0.0, 0.0], rtol=1e-9, atol=1e-12)
    assert s.informed[0] == pytest.approx(solution.y[0, -1], rel=1e-3)
    assert s.rumour == pytest.approx(solution.y[2, -1], rel=1e-3)


def test_talk_dies_out() -> None:
    p, s = quiet("learning", "word-of-mouth")
    public.learn(p, s, [0.02], 3.0, by_us=True)
    for _ in range(730):
        s.now += DAY
        grid.advance_public(p, s)
    # Each who learns tells 0.3 others while few know: 0.02 / (1 - 0.3) in the end.
    assert s.informed[0] == pytest.approx(0.02 / 0.7, rel=0.02)


# -- rumour ------------------------------------------------------------------------------------


def rumoured(*, statement_h: int | None = None, seen_h: int | None = None, **more: Any) -> float:
    """Return the rumour two days after the news, answered and seen after so many hours."""
    p, s = quiet("attention", "learning", "rumour", "social-monitoring", **more)
    s.news_at = s.now = 0
    for hour in range(1, 49):
        s.now = hour * HOUR
        grid.advance_public(p, s)
        s.flag_at[F_STATEMENT] = s.now if hour == statement_h else s.flag_at[F_STATEMENT]
        s.flag_at[F_POSTS_SEEN] = s.now if hour == seen_h else s.flag_at[F_POSTS_SEEN]
    return s.rumour


def test_silence_feeds_rumour_and_a_statement_halves_it_in_36_hours() -> None:
    assert 0.0 < rumoured() <= 0.5
    assert rumoured(statement_h=12, seen_h=6) == pytest.approx(rumoured(statement_h=12, seen_h=12))
    assert rumoured(statement_h=12, seen_h=6) < rumoured(statement_h=36, seen_h=6) < rumoured()


def test_nobody_answers_what_nobody_has_seen() -> None:
    assert rumoured(statement_h=1) == rumoured()
    assert rumoured(statement_h=1, seen_h=12) < rumoured(statement_h=1, seen_h=30) < rumoured()


def test_a_soothing_line_that_is_disproved_frees_rumour_and_costs_trust() -> None:
    p, s = quiet("rumour", "untrue-statement")
    public.learn(p, s, [1.0], 3.0, by_us=True)
    s.flag_at[F_STATEMENT] = 0
    before = public.trust_now(p, s)
    assert not nobody_answers(p, s)
    public.disprove(p, s)
    assert nobody_answers(p, s)
    assert public.trust_now(p, s) == pytest.approx(before - p.trust.untrue_statement_shock)


def test_who_has_said_nothing_has_nothing_to_be_disproved() -> None:
    p, s = quiet("rumour", "untrue-statement")
    public.learn(p, s, [1.0], 3.0, by_us=False)
    before = public.trust_now(p, s)
    public.disprove(p, s)
    assert public.trust_now(p, s) == before


@pytest.mark.parametrize(
    ("mechanisms", "misuse"),
    [(("attention", "learning"), True), (("attention", "learning", "misuse"), False), ((), True)],
)
def test_without_news_misuse_or_talk_nobody_learns(
    mechanisms: tuple[str, ...], misuse: bool
) -> None:
    p, s = quiet(*mechanisms, misuse=misuse)
    s.records_out[0], s.now = 1_000.0, 100 * DAY
    grid.advance_public(p, s)
    assert list(s.informed) == [0.0]


# -- the shock ---------------------------------------------------------------------------------

RHO = {"victim": 0.5, "accident": 0.75, "preventable": 1.0}


def by_hand(
    se: float, rho: float, delay: float, m: float, kappa: float = 1.0, factor: float = 1.0
) -> float:
    raw = 0.6 * min(se / 5, 1) * rho * kappa * factor * (1 + 0.5 * (1 - math.exp(-delay / 30)))
    return FULL * (1 - math.exp(-raw * (1 - m) / FULL))


@pytest.mark.parametrize("responsibility", RHO)
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("se", "delay"), [(2.0, 3.0), (4.5, 60.0), (6.0, 0.0)])
def test_the_shock_is_the_published_form(
    responsibility: str, first: bool, se: float, delay: float
) -> None:
    p, _ = quiet("told-first", "delay-shock", responsibility=responsibility)
    for m in (0.0, 0.25, 0.43):
        expected = by_hand(se, RHO[responsibility], delay, m, 1.0 if first else 1.35)
        assert public.shock(p, se, first, delay, m) == pytest.approx(expected)


def test_a_correction_is_a_shock_half_as_large_again() -> None:
    p, _ = quiet("delay-shock")
    assert public.shock(p, 3.0, True, 9.0, 0.1, 1.5) == pytest.approx(
        by_hand(3.0, 1.0, 9.0, 0.1, factor=1.5)
    )


def test_neutral_mechanisms_leave_a_shock_of_severity_alone() -> None:
    p, _ = quiet()
    assert public.shock(p, 3.0, False, 90.0, 0.0) == pytest.approx(by_hand(3.0, 1.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("apology", "action", "offered", "expected", "credit"),
    [
        (0, 0, 0.0, 0.5, 0.0),
        (1, 0, 0.0, 0.5, 0.10),
        (1, 1, 0.0, 0.5, 0.25),
        (0, 0, 0.25, 0.5, 0.18 * 0.5 * 1.5),
        (0, 0, 0.5, 0.5, 0.18),
        (0, 0, 0.75, 0.5, 0.18 * 1.5 * 0.5),
        (0, 0, 1.0, 0.5, 0.0),
        (0, 0, 2.0, 0.5, 0.0),
        (0, 0, 0.1, 0.0, 0.18),
        (1, 1, 0.5, 0.5, 0.43),
    ],
)
def test_words_and_deeds_take_part_of_the_shock_away(
    apology: float, action: float, offered: float, expected: float, credit: float
) -> None:
    segment = {"name": "all", "clients": 100, "margin_per_client_year": 1}
    company = firm(segments=[segment | {"expects_compensation_share": expected}])
    p, s = world(breach(company, switched_off=only("message")))
    s.apology, s.action, s.compensation = apology, action, offered
    assert public.message_credit(p, s, 0) == pytest.approx(credit)


def test_credit_has_a_ceiling() -> None:
    parameters = sizes(trust__apology_credit=0.4).plain()
    p, s = world(breach(parameters=parameters, switched_off=only("message")))
    s.apology = s.action = 1.0
    assert public.message_credit(p, s, 0) == 0.43


def test_a_later_act_gives_back_its_share_of_earlier_shocks() -> None:
    p, s = quiet("message", "recovery", "delay-shock")
    public.learn(p, s, [0.5], 4.0, by_us=True)
    fall = s.lasting[0] + s.passing[0]
    public.mend(p, s, 0, 1.0)
    assert s.lasting[0] + s.passing[0] == pytest.approx(fall * 0.9)
    public.mend(p, s, 1, 1.0)
    assert s.lasting[0] + s.passing[0] == pytest.approx(fall * 0.75)
    # What is done once is not done again.
    public.mend(p, s, 1, 1.0)
    assert s.lasting[0] + s.passing[0] == pytest.approx(fall * 0.75)


# -- learning shocks, recovery, churn --------------------------------------------------------


def test_half_of_a_shock_lasts_and_the_rest_halves_in_half_a_year() -> None:
    p, s = quiet("recovery")
    public.learn(p, s, [1.0], 5.0, by_us=True)
    fall = by_hand(5.0, 1.0, 0.0, 0.0)
    assert public.trust_now(p, s) == pytest.approx(FULL - fall)
    s.now = 180 * DAY
    grid.advance_public(p, s)
    assert public.trust_now(p, s) == pytest.approx(FULL - fall * 0.75)
    s.now = 540 * DAY
    grid.advance_public(p, s)
    assert public.trust_now(p, s) == pytest.approx(FULL - fall * 0.5625)


def test_without_recovery_a_shock_stays() -> None:
    p, s = quiet()
    public.learn(p, s, [1.0], 5.0, by_us=True)
    s.now = 540 * DAY
    grid.advance_public(p, s)
    assert public.trust_now(p, s) == pytest.approx(FULL - by_hand(5.0, 1.0, 0.0, 0.0))


def test_who_learns_late_is_shocked_more() -> None:
    p, s = quiet("delay-shock")
    s.flag_at[F_AWARE], s.now = 10 * DAY, 70 * DAY
    public.learn(p, s, [0.4], 5.0, by_us=True)
    assert s.lasting[0] == pytest.approx(0.4 * by_hand(5.0, 1.0, 60.0, 0.0))


def test_only_those_who_did_not_know_are_shocked() -> None:
    p, s = quiet()
    for _ in range(4):
        public.learn(p, s, [0.4], 5.0, by_us=True)
    assert s.informed[0] == pytest.approx(1.0)
    assert s.lasting[0] == pytest.approx(by_hand(5.0, 1.0, 0.0, 0.0))
    assert s.clients_informed[0] == pytest.approx(100.0)
    assert s.clients_unaware[0] == pytest.approx(0.0)


CASES = [
    # SE, responsibility, days from awareness, M, told by us, abnormal churn of twelve months
    (2.0, "victim", 3, 0.35, True, 0.010),
    (3.0, "accident", 56, 0.25, True, 0.035),
    (4.5, "preventable", 3, 0.40, True, 0.040),
    (4.5, "preventable", 60, 0.10, True, 0.073),
    (5.0, "preventable", 120, 0.0, False, 0.104),
]


@pytest.mark.parametrize(("se", "responsibility", "days", "m", "by_us", "churn"), CASES)
def test_abnormal_churn_in_twelve_months(
    se: float, responsibility: str, days: int, m: float, by_us: bool, churn: float
) -> None:
    mechanisms = ("churn", "recovery", "told-first", "delay-shock", "message")
    parameters = sizes(trust__apology_credit=m) if m else standard()
    scenario = breach(
        parameters=parameters.change({"discovery": sizes().discovery.plain()}).plain(),
        responsibility=responsibility,
        switched_off=only(*mechanisms),
    )
    p, s = world(scenario)
    s.apology = 1.0 if m else 0.0
    s.flag_at[F_AWARE], s.public_at, s.now = 0, days * DAY, days * DAY
    public.learn(p, s, [1.0], se, by_us=by_us)
    for _ in range(365):
        s.now += DAY
        grid.advance_public(p, s)
    stay, would_stay = s.clients_informed[0] + s.clients_unaware[0], 100.0 * math.exp(-0.12)
    assert 1.0 - stay / would_stay == pytest.approx(churn, abs=0.001)


def test_clients_lost_and_their_margin_are_those_who_left_because_of_it() -> None:
    p, s = quiet("churn")
    public.learn(p, s, [0.3], 5.0, by_us=True)
    s.now = 100 * DAY
    grid.advance_public(p, s)
    distrust = by_hand(5.0, 1.0, 0.0, 0.0)
    normal = math.exp(-0.12 * 100 / 365)
    angry = math.exp(-0.12 * math.exp(1.4 * distrust) * 100 / 365)
    assert s.clients_lost[0] == pytest.approx(30.0 * (normal - angry))
    assert s.clients_informed[0] == pytest.approx(30.0 * angry)
    assert s.clients_unaware[0] == pytest.approx(70.0 * normal)
    assert s.cost == 0.0
    grid.book_accrued(p, s)
    assert s.cost == pytest.approx(s.clients_lost[0] * 500 / (0.12 + 0.08))


def test_without_churn_nobody_leaves_because_of_it() -> None:
    p, s = quiet()
    public.learn(p, s, [1.0], 5.0, by_us=True)
    s.now = 300 * DAY
    grid.advance_public(p, s)
    grid.book_accrued(p, s)
    assert list(s.clients_lost) == [0.0]
    assert s.cost == 0.0


def test_steps_of_any_length_lead_to_the_same_year() -> None:
    ends = []
    for step in (HOUR, DAY, 73 * DAY):
        p, s = quiet("churn", "recovery")
        public.learn(p, s, [0.6], 5.0, by_us=True)
        while s.now < 365 * DAY:
            s.now += step
            grid.advance_public(p, s)
        ends.append((s.clients_lost[0], s.lasting[0], s.passing[0]))
    assert ends[0] == pytest.approx(ends[1], rel=1e-3)
    # Within a step nobody leaves twice, so a step of months is off by a little.
    assert ends[2] == pytest.approx(ends[1], rel=0.02)


@pytest.mark.parametrize("share", [5e-324, 1e-300, 1e-13, 1e-9])
def test_a_share_of_hardly_anybody_leaves_every_figure_finite(share: float) -> None:
    p, s = quiet("churn", "recovery", "learning", "word-of-mouth")
    public.learn(p, s, [share], 5.0, by_us=False)
    for _ in range(500):
        s.now += DAY
        grid.advance_public(p, s)
    assert 0.0 <= s.clients_lost[0] < 1e-3
    assert public.trust_now(p, s) == pytest.approx(FULL)


HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(["learn", "jolt", "mend", "pass"]),
        st.floats(0.0, 1.0),
        st.floats(0.0, 6.0),
    ),
    max_size=30,
)


@pytest.mark.slow
@given(HAPPENINGS)
def test_trust_stays_between_nothing_and_full(happenings: list[tuple[str, float, float]]) -> None:
    p, s = quiet("recovery", "message", "delay-shock", "told-first", "churn")
    for what, amount, severity in happenings:
        if what == "learn":
            public.learn(p, s, [amount], severity, by_us=severity > 3)
        elif what == "jolt":
            public.jolt(p, s, amount - 0.5)
        elif what == "mend":
            public.mend(p, s, int(severity) % 3, 2.0 * amount)
        else:
            s.now += 1 + round(amount * 100 * DAY)
            grid.advance_public(p, s)
        assert -1e-12 <= public.trust_now(p, s) <= FULL + 1e-12
        assert 0.0 <= s.informed[0] <= 1.0
        assert s.clients_lost[0] >= 0.0


# -- the media ---------------------------------------------------------------------------------


def chance(people: float, *, sensitive: bool = False, is_published: bool = False) -> float:
    logit = -3.5 + 0.9 * math.log10(people / 1000) + 1.2 * sensitive + 1.5 * is_published
    return 1.0 / (1.0 + math.exp(-logit))


@pytest.mark.parametrize(("people", "is_published"), [(1_000, False), (50_000, False), (9, True)])
def test_the_media_take_it_up_where_their_one_draw_lies_below_the_chance(
    people: float, is_published: bool
) -> None:
    for nudge, fires in ((-1e-9, True), (1e-9, False)):
        p, s = quiet("media")
        s.records_out[0] = 1.0
        s.flag_at[F_PUBLISHED] = 0 if is_published else -1
        s.media_u = chance(people, is_published=is_published) + nudge
        public.try_media(p, s, people)
        assert (s.due[p.entity(E_MEDIA)] < NEVER) is fires


def test_sensitive_data_make_a_story() -> None:
    secret = {"name": "contact", "title": "C", "categories": {"sensitive": 0}, "sensitive": True}
    company = firm(team("it"), data_classes=[secret | {"identifiability": 1.0}])
    p, s = world(breach(company, switched_off=only("media")))
    s.media_u = chance(1_000, sensitive=True) - 1e-9
    s.records_out[0] = 1.0
    public.try_media(p, s, 1_000)
    assert s.due[p.entity(E_MEDIA)] < NEVER


def test_what_the_media_left_alone_is_not_tried_again_by_a_fork() -> None:
    p, s = quiet("media")
    s.records_out[0], s.media_u = 1.0, 0.9
    public.try_media(p, s, 50_000.0)
    public.try_media(p, s, 1_000.0)
    happenings.redraw(p, s)
    best = chance(50_000)
    assert s.media_u == pytest.approx(best + (1 - best) * s.row[p.draw_at["media/picks_up"]])


def test_one_draw_serves_every_occasion() -> None:
    scenario = breach(switched_off=only("media"))
    program, number = Program(scenario, plan(), seed=3), 2_000
    taken = 0
    for replication, row in enumerate(program.rows(0, number)):
        s = program.state(replication, row)
        s.media_u = row[program.tables.draw_at["media/picks_up"]]
        for people in (10.0, 1_000.0, 100_000.0, 1_000.0):
            public.try_media(program.tables, s, people)
        taken += s.due[program.tables.entity(E_MEDIA)] < NEVER
    # Trying four times is as good as the best try, not better.
    best = chance(100_000)
    assert abs(taken - best * number) < 3.5 * math.sqrt(number * best * (1 - best))


def test_parameters_under_test_are_the_standard_ones() -> None:
    p, _ = quiet()
    assert p.trust.full == FULL
    assert dataclasses.is_dataclass(p)
    assert (p.trust.shock, p.trust.delay_factor, p.trust.delay_scale_d) == (0.6, 0.5, 30)
    assert (p.churn.base_per_year, p.churn.trust_sensitivity) == (0.12, 1.4)

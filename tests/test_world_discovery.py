"""Discovery against its survival law, its shares, and the table it was read from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import Play, breach, firm, insider, only, plan, sizes, team, world
from scipy import stats

from simulation.files import load
from simulation.program import Program
from simulation.world import discovery
from simulation.world.layout import CHANNELS, DAY, E_CHANNEL, HOUR, NEVER, State, Tables

CAUSES = ("unauthorised-access", "theft-or-mistake", "phishing", "ransomware", "insider-high")
ALL_SIX = {
    "monitoring": 0.15,
    "staff": 0.17,
    "client": 0.30,
    "authority": 0.18,
    "partner": 0.14,
    "attacker": 0.06,
}
QUIET = only()


def survival(days: np.ndarray, cause: str) -> np.ndarray:
    """S0 as the model's chapter 3 prints it, from the standard parameters."""
    curve = load("parameters/standard").discovery.causes[cause]
    p0, mu, sigma = (
        claim.central for claim in (curve.same_day_share, curve.mu_log_d, curve.sigma_log_d)
    )
    late = np.maximum(days, 1.0)
    tail = stats.norm.sf((np.log(late) - mu) / sigma) / stats.norm.sf(-mu / sigma)
    return np.where(days < 1.0, 1.0 - p0 * days, (1.0 - p0) * tail)


def tables(cause: str = "unauthorised-access", **mix: float) -> Tables:
    parameters = sizes(discovery__mixes__nobody=mix or ALL_SIX)
    p, _ = world(breach(cause=cause, parameters=parameters.plain(), switched_off=QUIET))
    return p


def first_sign(p: Tables, s: State) -> tuple[float, int]:
    """When the first channel fires, in days, and which: the law's times, nothing else."""
    discovery.begin_discovery(p, s)
    due = [s.due[p.entity(E_CHANNEL, k)] for k in range(len(CHANNELS))]
    return min(due) / DAY, int(np.argmin(due))


def many(program: Program, number: int) -> list[tuple[float, int]]:
    found = []
    for replication, row in enumerate(program.rows(0, number)):
        s = program.state(replication, row)
        s.records_out[0] = 1.0
        found.append(first_sign(program.tables, s))
    return found


def compiled(cause: str, mix: dict[str, float]) -> Program:
    parameters = sizes(discovery__mixes__nobody=mix)
    scenario = breach(cause=cause, parameters=parameters.plain(), switched_off=QUIET)
    return Program(scenario, plan(), seed=11)


@pytest.mark.parametrize("cause", CAUSES)
def test_integrated_hazard_is_minus_the_log_of_survival(cause: str) -> None:
    p = tables(cause)
    days = np.array([0.0, 0.001, 0.3, 0.999, 1.0, 1.5, 26.0, 365.0, 1_095.0])
    expected = -np.log(survival(days, cause))
    assert [discovery.base_hazard(p, d) for d in days] == pytest.approx(list(expected))


@given(st.sampled_from(CAUSES), st.floats(1e-6, 1_500.0))
def test_hazard_and_time_are_each_others_inverse(cause: str, days: float) -> None:
    p = tables(cause)
    back = discovery.base_time_d(p, discovery.base_hazard(p, days))
    assert back == pytest.approx(days, rel=1e-6)


@given(st.sampled_from(CAUSES), st.tuples(st.floats(0.0, 1_500.0), st.floats(0.0, 1_500.0)))
def test_hazard_never_falls(cause: str, days: tuple[float, float]) -> None:
    p = tables(cause)
    earlier, later = sorted(days)
    assert 0.0 <= discovery.base_hazard(p, earlier) <= discovery.base_hazard(p, later)


def test_a_hazard_beyond_all_survival_is_never_reached() -> None:
    p = tables()
    assert discovery.base_time_d(p, 800.0) == math.inf
    assert discovery.base_hazard(p, 1e12) >= discovery.base_hazard(p, 1e9) > 20.0


def test_days_to_discovery_have_the_quantiles_of_the_source() -> None:
    # T18: median 26 days, 90 % within 360, one in eight on the first day.
    days = np.array([d for d, _ in many(compiled("unauthorised-access", ALL_SIX), 4_000)])
    assert 20 <= np.quantile(days, 0.5) <= 28
    assert 300 <= np.quantile(days, 0.9) <= 400
    same_day, error = np.mean(days < 1.0), math.sqrt(0.12 * 0.88 / len(days))
    assert abs(same_day - 0.12) < 3.5 * error


@pytest.mark.parametrize("cause", ["unauthorised-access", "theft-or-mistake", "ransomware"])
@pytest.mark.parametrize("total", [1.0, 0.4, 2.5])
def test_discovery_follows_the_base_law_to_the_power_of_all_channels(
    cause: str, total: float
) -> None:
    mix = {name: share * total for name, share in ALL_SIX.items()}
    mix = {name: min(1.0, share) for name, share in mix.items()}
    power = sum(mix.values())
    days = [d for d, _ in many(compiled(cause, mix), 2_000)]
    days = [min(d, 1e9) for d in days]
    test = stats.kstest(days, lambda d: 1.0 - survival(np.asarray(d), cause) ** power)
    assert test.pvalue > 0.001


def test_each_channel_wins_its_share() -> None:
    found = many(compiled("unauthorised-access", ALL_SIX), 4_000)
    wins = np.bincount([channel for _, channel in found], minlength=len(CHANNELS))
    shares = [ALL_SIX[name] for name in CHANNELS]
    assert stats.chisquare(wins, np.array(shares) * wins.sum()).pvalue > 0.001


def test_a_channel_watched_more_closely_wins_more_and_shortens_discovery() -> None:
    program = compiled("unauthorised-access", ALL_SIX)
    p, factor, number = program.tables, 4.0, 3_000
    days, wins = [], np.zeros(len(CHANNELS))
    for replication, row in enumerate(program.rows(0, number)):
        s = program.state(replication, row)
        s.records_out[0] = 1.0
        s.watch[0] = factor
        day, channel = first_sign(p, s)
        days.append(day)
        wins[channel] += 1
    weights = np.array([ALL_SIX[name] for name in CHANNELS])
    weights[0] *= factor
    assert stats.chisquare(wins, weights / weights.sum() * number).pvalue > 0.001
    law = lambda d: 1.0 - survival(np.asarray(d), "unauthorised-access") ** weights.sum()  # noqa: E731
    assert stats.kstest(days, law).pvalue > 0.001


def test_a_watch_that_changes_midway_adds_up_what_it_has_passed() -> None:
    p = tables()
    _, s = world(breach(switched_off=QUIET))
    s.records_out[0] = 1.0
    discovery.begin_discovery(p, s)
    s.now = 10 * DAY
    discovery.watch(p, s, 0, 3.0)
    s.now = 30 * DAY
    discovery.accrue(p, s)
    before, all_ = discovery.base_hazard(p, 10.0), discovery.base_hazard(p, 30.0)
    assert s.hazard[0] == pytest.approx(0.15 * (before + 3.0 * (all_ - before)))
    assert s.hazard[1] == pytest.approx(0.17 * all_)


def test_a_closely_watched_channel_fires_where_its_hazard_passes_its_threshold() -> None:
    p = tables()
    _, s = world(breach(switched_off=QUIET))
    s.records_out[0] = 1.0
    discovery.begin_discovery(p, s)
    s.now = 10 * DAY
    discovery.watch(p, s, 0, 3.0)
    s.now = s.due[p.entity(E_CHANNEL, 0)]
    discovery.accrue(p, s)
    assert s.hazard[0] == pytest.approx(s.threshold[0], rel=1e-4)


def test_outsiders_can_notice_only_once_data_have_left() -> None:
    p, s = tables(), world(breach(switched_off=QUIET))[1]
    discovery.begin_discovery(p, s)
    assert s.channel_open == [True, True, False, False, False, False]
    assert [s.due[p.entity(E_CHANNEL, k)] < NEVER for k in range(6)] == s.channel_open
    s.now, s.records_out[0] = 20 * DAY, 5.0
    discovery.open_external_channels(p, s)
    assert all(s.channel_open)
    # What passed while a channel was shut does not count for it.
    assert s.hazard[0] == pytest.approx(0.15 * discovery.base_hazard(p, 20.0))
    assert s.hazard[2] == 0.0
    assert all(s.due[p.entity(E_CHANNEL, k)] >= 20 * DAY for k in range(2, 6))


def test_after_the_first_sign_only_outsiders_who_talk_still_fire() -> None:
    p, s = tables(), world(breach(switched_off=QUIET))[1]
    s.records_out[0] = 1.0
    discovery.begin_discovery(p, s)
    s.now = 5 * DAY
    assert discovery.fire_channel(p, s, 1)
    still = {CHANNELS[k] for k in range(6) if s.due[p.entity(E_CHANNEL, k)] < NEVER}
    assert still == {"client", "partner", "attacker"}
    s.now = 6 * DAY
    assert not discovery.fire_channel(p, s, 2)
    assert s.first_by == p.entity(E_CHANNEL, 1)


EVENT = {"effect": "world_event", "event": "data-posted", "median_h": 120}


def posted(replication: int) -> list[float]:
    inject = {
        "title": "Posted",
        "text": "Posted.",
        "sender": "World",
        "to": ["it"],
        "mode": "news",
        "after": "start",
        "delay_h": 24,
        "effects": [EVENT],
    }
    quiet = sizes().plain()
    scenario = breach(injects={"posted": inject}, parameters=quiet, switched_off=QUIET)
    play = Play(scenario, plan(), replication=replication)
    while play.state.first_by < 0:
        play.engine.advance(play.engine.next_s)
    return play.hours("channel.fire", "event/data-posted")


def test_an_event_in_the_world_is_noticed_after_an_exponential_time_of_its_own() -> None:
    waits = [hours - 24 for r in range(100) for hours in posted(r)]
    assert min(waits) > 0
    assert len(waits) == 100
    assert stats.kstest(waits, stats.expon(scale=120 / math.log(2)).cdf).pvalue > 0.001


def test_the_same_event_twice_keeps_its_first_moment() -> None:
    p, s = tables(), world(breach(switched_off=QUIET))[1]
    s.records_out[0] = 1.0
    discovery.add_event(p, s, 0, 10.0)
    due = list(s.due)
    s.now = 5 * HOUR
    discovery.add_event(p, s, 0, 1.0)
    assert s.due == due


def test_an_event_outside_reveals_nothing_before_data_have_left() -> None:
    p, s = tables(), world(breach(switched_off=QUIET))[1]
    discovery.add_event(p, s, 0, 10.0)
    assert all(when == NEVER for when in s.due)


def test_false_alarms_come_at_two_a_month_in_a_hundred_people() -> None:
    company = firm(team("it", heads=50))
    scenario = insider(company, switched_off=only("false-alarms"))
    program, months = Program(scenario, plan(), seed=5), 12.0
    total = 0
    for replication in range(60):
        play = Play(scenario, plan(), program=program, replication=replication)
        total += len(play.to(365 * 24).events("alarm.false"))
    expected = 2.0 * 50 / 100 * months * 60
    assert abs(total - expected) < 3.5 * math.sqrt(expected)


def test_after_a_sign_that_a_drill_fixes_others_may_still_talk() -> None:
    parameters = sizes(discovery__mixes__nobody=ALL_SIX).plain()
    scenario = breach(
        parameters=parameters,
        first_sign={"after_h": 240, "channel": "staff"},
        switched_off=QUIET,
    )
    program = Program(scenario, plan(), seed=6)
    heard, number = 0, 250
    for replication in range(number):
        drill = Play(scenario, plan(), program=program, replication=replication, drill=True)
        fired = drill.to(24 * 60).events("channel.fire")
        assert (fired[0].subject, fired[0].time_h) == ("channel/staff", 240)
        heard += any(event.subject == "channel/client" for event in fired[1:])
    hazard = discovery.base_hazard(program.tables, 60.0)
    hazard -= discovery.base_hazard(program.tables, 10.0)
    chance = 1.0 - math.exp(-0.30 * hazard)
    assert abs(heard - number * chance) < 3.5 * math.sqrt(number * chance * (1 - chance))

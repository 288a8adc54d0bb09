"""Each kind of threat against what can be worked out by hand or from its law."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

import pytest
from models import Play, breach, firm, flag, holding, insider, only, plan, sizes, task, team, wait
from scipy import stats

from simulation.files import library, load
from simulation.inputs.organisation import Organisation
from simulation.inputs.scenario import Scenario
from simulation.program import Program
from simulation.world import discovery, threat
from simulation.world.layout import (
    DAY,
    E_CHANNEL,
    E_RESTORE,
    E_TURN,
    E_VISIT,
    F_CONTAINED,
    F_RANSOM_PAID,
    HOUR,
    NEVER,
    State,
    Tables,
)
from simulation.world.threat.extortion import will_publish
from simulation.world.threat.theft import taken_by, theft_h
from simulation.world.threat_tables import U_AGAIN, U_OPENED, U_PUBLICATION

SIX = dict.fromkeys(("monitoring", "staff", "client", "authority", "partner"), 0.1)
EVERYBODY = {"discovery.mixes.everybody": SIX | {"attacker": 0.5}}
STOP = {"effect": "leak", "multiply": 0}
RARE = {"visit_gap_h": 1_000, "batch_records": 1}


def theft(kind: str = "outside_theft", **more: object) -> dict[str, object]:
    return {"kind": kind, "holdings": ["list"], "taken_share": 0.5, **RARE} | more


def case(
    its_threat: dict[str, object],
    *on: str,
    organisation: Organisation | None = None,
    **more: object,
) -> Scenario:
    parameters = sizes().change(EVERYBODY).plain()
    plain = {"threat": its_threat, "parameters": parameters, "switched_off": only(*on)}
    return breach(organisation, **(plain | {"malicious": True, "channels": "everybody"} | more))


def worlds(scenario: Scenario, count: int) -> tuple[Tables, list[State]]:
    program = Program(scenario, plan(), seed=3)
    rows = program.rows(0, count)
    return program.tables, [program.state(r, row) for r, row in enumerate(rows)]


def two_servers(control: float, **more: object) -> Organisation:
    server = {"title": "Server", "downtime_cost_per_h": 100}
    ways = [{"to": "back", "control": control}]
    systems = [{"name": "front", "links": ways} | server, {"name": "back"} | server]
    holdings = [
        holding("list", 500) | {"system": "front"},
        holding("deep", 500) | {"system": "back"},
    ]
    return firm(team("it"), systems=systems, holdings=holdings, **more)


# -- outside theft ------------------------------------------------------------------------------


def test_the_law_of_thefts_has_the_quantiles_of_the_sources() -> None:
    p = worlds(case(theft()), 0)[0]
    assert 0.15 < taken_by(p, 1.0) < 0.25
    assert 30 < theft_h(p, 0.5) < 60
    for share in (0.01, 0.2, 0.5, 0.9, 0.999):
        assert taken_by(p, theft_h(p, share)) == pytest.approx(share, abs=1e-6)


def test_a_theft_comes_before_its_discovery_by_the_law_cut_there() -> None:
    p, states = worlds(case(theft()), 300)
    shares = []
    for s in states:
        found_s = discovery.base_discovery_s(p, s)
        threat.begin_threat(p, s, found_s)
        when = s.due[p.entity(E_VISIT)]
        assert 0 < when <= found_s
        shares.append(taken_by(p, when / HOUR) / taken_by(p, found_s / HOUR))
    assert stats.kstest(shares, "uniform").pvalue > 0.01


def test_discovery_of_a_theft_follows_the_base_law_whichever_channel_is_shut_until_then() -> None:
    scenario = case(theft())
    program = Program(scenario, plan(), seed=3)
    for replication in range(40):
        play = Play(scenario, plan(), program=program, replication=replication)
        expected = discovery.base_discovery_s(play.tables, play.state)
        if expected >= 1_000 * DAY:
            continue
        play.engine.advance(expected + 2)
        (found,) = [e for e in play.events("channel.fire") if e.after > 0]
        assert found.time_s == pytest.approx(expected, abs=2)


def test_most_is_taken_at_once_and_batches_follow() -> None:
    its_threat = theft(visit_gap_h=24, batch_records=10)
    play = Play(case(its_threat, channels="nobody"), plan()).to(24 * 400)
    taken = [e.after for e in play.events("records.out")]
    assert taken[:4] == [500, 510, 520, 530]


# -- systems and links --------------------------------------------------------------------------


def test_a_linked_system_is_reached_after_an_exponential_time_over_how_open_it_is() -> None:
    for control in (0.0, 0.5):
        scenario = case(theft(), "lateral-movement", organisation=two_servers(control))
        times = []
        program = Program(scenario, plan(), seed=6)
        for replication in range(60):
            play = Play(scenario, plan(), program=program, replication=replication).to(24 * 60)
            times += play.hours("system.reached", "system/back")
        law = stats.expon(scale=24 / (1 - control))
        assert stats.kstest(times, law.cdf).pvalue > 0.01
    shut = case(theft(), "lateral-movement", organisation=two_servers(1.0))
    assert Play(shut, plan()).to(24 * 365).hours("system.reached", "system/back") == []


def test_records_leave_only_from_systems_that_are_reached() -> None:
    both = theft(holdings=["list", "deep"], visit_gap_h=24)
    alone = case(both, organisation=two_servers(0.0), channels="nobody")
    assert Play(alone, plan()).to(24 * 900).state.records_out[1] == 0.0
    moving = alone.change({"switched_off": only("lateral-movement")})
    assert Play(moving, plan()).to(24 * 900).state.records_out[1] >= 250


def test_a_system_cut_off_in_time_neither_leaks_nor_leads_on() -> None:
    off = task(0.001, effects=[{"effect": "system", "system": "front", "to": "isolated"}])
    both = theft(holdings=["list", "deep"])
    scenario = case(both, "lateral-movement", organisation=two_servers(0.0))
    play = Play(scenario, plan({"off": off})).to(24 * 60)
    assert play.state.records_out == [0.0, 0.0]
    assert play.state.reached_at[1] == -1


# -- evidence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("imaged", "hours"), [(True, 10.0), (False, 15.0)])
def test_cutting_off_before_imaging_makes_tracing_longer(imaged: bool, hours: float) -> None:
    off = [{"effect": "system", "system": "server", "to": "isolated"}]
    tasks = {
        "image": task(2, label="image" if imaged else "look"),
        "cut": task(1, after=["image"], effects=off),
        "trace": task(10, label="trace", after=["cut"]),
    }
    play = Play(insider(switched_off=only("evidence")), plan(tasks)).to(24 * 20)
    assert play.ended("trace") == pytest.approx(3 + hours, abs=0.01)
    assert play.state.evidence_lost is not imaged


# -- open share ---------------------------------------------------------------------------------


def test_an_open_share_is_seen_with_the_chance_of_its_rate() -> None:
    its_threat = {"kind": "open_share", "holdings": ["list"], "seen_per_d": 0.05}
    p, states = worlds(case(its_threat, channels="nobody"), 300)
    days = []
    for s in states:
        threat.begin_threat(p, s)
        days.append(s.due[p.entity(E_VISIT)] / DAY)
    assert stats.kstest(days, stats.expon(scale=20).cdf).pvalue > 0.01


def test_a_share_that_is_taken_down_is_still_seen_in_caches_and_then_no_more() -> None:
    often = {"kind": "open_share", "holdings": ["list"], "seen_per_d": 0.001}
    scenario = case(often, channels="nobody")
    tasks = {"stop": task(24, effects=[STOP, flag("confirmed")])}
    play = Play(scenario, plan(tasks)).to(25)
    assert play.state.leak_factor == pytest.approx(0.3)
    assert play.state.flag_at[F_CONTAINED] < 0
    play.to(24 * 200)
    assert play.state.leak_factor == 0.0
    assert play.flagged("contained") > 24
    assert play.state.due[play.tables.entity(E_VISIT)] == NEVER


# -- supplier -----------------------------------------------------------------------------------

AT_SUPPLIER = {"notice_delay_h": 100, "acts_after_h": 5}


def told(*on: str, **contract: float) -> tuple[float, float]:
    """Hours from the supplier's finding to its notice, and to its act."""
    company = firm(team("it"), supplier_contract=contract)
    only_partner = {"discovery.mixes.everybody": {"partner": 1.0}}
    parameters = sizes().change(only_partner).plain()
    its_threat = theft("supplier", **AT_SUPPLIER)
    scenario = case(its_threat, *on, organisation=company, parameters=parameters)
    play = Play(scenario, plan())
    while play.state.first_by < 0 or play.state.leak_factor > 0:
        assert not play.state.finished
        play.engine.advance(play.engine.next_s)
    (found,) = play.hours("supplier.finds", "turn/supplier-tells")
    (sign,) = play.hours("channel.fire", "channel/partner")
    assert play.flagged("told-by-supplier") == sign
    (acted,) = play.hours("leak.factor", "visit")
    return sign - found, acted - found


def test_a_supplier_tells_late_unless_the_contract_says_how_soon() -> None:
    assert told("supplier-delay") == pytest.approx((100, 5), abs=0.01)
    assert told("supplier-delay", notice_within_h=24) == pytest.approx((24, 5), abs=0.01)
    assert told() == pytest.approx((0, 5), abs=0.01)


def test_a_contract_lets_the_supplier_bear_its_share() -> None:
    off = {"effect": "system", "system": "server", "to": "isolated"}
    on = off | {"to": "restored"}
    tasks = {"off": wait(1, effects=[off]), "on": wait(11, effects=[on, flag("aware")])}
    costs = []
    for share in (0.0, 0.4):
        company = firm(team("it"), supplier_contract={"cost_borne_share": share})
        its_threat = theft("supplier", **AT_SUPPLIER)
        scenario = case(its_threat, "downtime", organisation=company, channels="nobody")
        play = Play(scenario, plan(tasks)).finish()
        costs.append(play.recorder.tally.outcome().cost_by_item["downtime"])
    assert costs == pytest.approx([1_000, 600])


# -- lost device --------------------------------------------------------------------------------


def device(encrypted: float) -> Scenario:
    its_threat = {
        "kind": "lost_device",
        "holdings": ["list"],
        "records": 800,
        "encrypted": encrypted,
    }
    return case(its_threat, "misuse", channels="nobody", misuse=True)


def test_a_device_does_harm_once_it_is_opened_and_never_when_encrypted() -> None:
    open_disk = Play(device(0.0), plan()).to(24 * 1000)
    (opened,) = open_disk.hours("device.opened", "turn/device-opened")
    days = 1000 - opened / 24
    assert open_disk.state.records_out == [800]
    assert open_disk.state.misused == pytest.approx(800 * 0.0002 * days, rel=0.01)
    assert Play(device(1.0), plan()).to(24 * 1000).state.misused == 0.0


def test_a_device_wiped_before_it_is_opened_does_no_harm() -> None:
    wiped = Play(device(0.0), plan({"wipe": wait(0.01, effects=[STOP])})).to(24 * 1000)
    assert wiped.state.due[wiped.tables.entity(E_TURN, U_OPENED)] == NEVER
    assert wiped.state.misused == 0.0


# -- extortion ----------------------------------------------------------------------------------


def extorted(*on: str, tasks: dict[str, object] | None = None, **back_ups: object) -> Play:
    company = firm(team("it"), back_ups=back_ups)
    its_threat = theft("extortion", note_after_h=10)
    scenario = case(its_threat, *on, organisation=company)
    return Play(scenario, plan(tasks))


def until_note(play: Play) -> None:
    """Let the run go on until the note comes, and not a moment longer."""
    while not play.events("ransom.note"):
        assert not play.state.finished
        play.engine.advance(play.engine.next_s)


def test_a_note_stops_what_is_reached_until_it_is_restored() -> None:
    close = {"look": task(400 * 24, effects=[STOP, flag("confirmed")])}
    play = extorted("back-ups", "downtime", tasks=close)
    until_note(play)
    (bulk,) = {e.time_h for e in play.events("records.out")}
    (note_h,) = play.hours("ransom.note", "turn/ransom-note")
    assert note_h == pytest.approx(bulk + 10, abs=0.01)
    assert play.hours("system.off", "system/server") == [note_h]
    assert play.flagged("ransom-note") == note_h


def restore_hours(replication: int, *, works: bool, paid: bool, key: bool = True) -> float:
    changes = {
        "parameters.threat.back_up_stale_share": float(works),
        "parameters.threat.back_up_online_factor": 1.0,
        "parameters.threat.decryptor_works_share": float(key),
    }
    scenario = case(theft("extortion", note_after_h=1), "back-ups").change(changes)
    p, states = worlds(scenario, replication + 1)
    s = states[replication]
    s.encrypted[0], s.system_off_at[0], s.flag_at[F_CONTAINED] = True, 0, 0
    s.flag_at[F_RANSOM_PAID] = 0 if paid else -1
    threat.flag_is_set(p, s, F_CONTAINED)
    return s.due[p.entity(E_RESTORE, 0)] / HOUR


def test_copies_that_work_are_quick_a_key_quicker_and_rebuilding_slow() -> None:
    copies = restore_hours(5, works=True, paid=False)
    assert restore_hours(5, works=False, paid=False) == pytest.approx(4 * copies, rel=1e-3)
    assert restore_hours(5, works=False, paid=True) == pytest.approx(0.6 * copies, rel=1e-3)
    refused_key = restore_hours(5, works=False, paid=True, key=False)
    assert refused_key == pytest.approx(4 * copies, rel=1e-3)


@pytest.mark.parametrize(("paid", "chance"), [(False, 0.6), (True, 0.15)])
def test_the_clock_of_the_leak_site_publishes_as_often_as_said(paid: bool, chance: float) -> None:
    scenario = case(theft("extortion", note_after_h=1), "published")
    p, states = worlds(scenario, 400)
    published = 0
    for s in states:
        s.records_out[0] = 1.0
        s.flag_at[F_RANSOM_PAID] = 0 if paid else -1
        published += will_publish(p, s)
    assert abs(published - 400 * chance) < 3.5 * math.sqrt(400 * chance * (1 - chance))


def test_the_clock_runs_a_week_in_the_middle() -> None:
    play = extorted()
    days = []
    for replication in range(60):
        one = Play(play.program.scenario, plan(), program=play.program, replication=replication)
        until_note(one)
        due = one.state.due[one.tables.entity(E_TURN, U_PUBLICATION)]
        days.append((due - one.state.now) / DAY)
    assert stats.kstest(days, stats.lognorm(0.45, scale=7).cdf).pvalue > 0.01


@pytest.mark.parametrize(
    ("back_ups", "chance"),
    [
        ({"tested_months_ago": 6, "offline": True}, 0.7),
        ({"tested_months_ago": 24, "offline": True}, 0.45),
        ({"tested_months_ago": 6, "offline": False}, 0.49),
    ],
)
def test_copies_work_by_the_age_of_their_test_and_where_they_lie(
    back_ups: dict[str, object], chance: float
) -> None:
    tables = extorted(**back_ups).tables
    assert tables.attack.back_up_chance == pytest.approx(chance)


def test_by_default_somebody_pays_in_the_share_of_cases_said() -> None:
    scenario = load("breaches/double-extortion")
    decision = scenario.decisions["ransom"]
    assert decision.default == "refuse"
    assert decision.otherwise.option == "pay"
    assert decision.otherwise.share.central == 0.36


# -- tampering ----------------------------------------------------------------------------------


def tampered(*on: str, **back_ups: float) -> Play:
    company = firm(team("it"), team("desk", "client_service"), back_ups=back_ups)
    its_threat = {"kind": "tampering", "holdings": ["list"]}
    scenario = case(
        its_threat | {"visit_gap_h": 24, "batch_records": 10},
        *on,
        organisation=company,
        channels="nobody",
    )
    stop = {"stop": wait(24 * 10 - 1, effects=[STOP, flag("confirmed")])}
    return Play(scenario, plan(stop))


def test_wrong_records_grow_and_get_into_filings_at_their_rate() -> None:
    play = tampered("tampering-spread").to(24 * 10 - 2)
    assert play.state.records_wrong == [100]
    filed = 0.0
    for wrong in range(10, 100, 10):
        filed += (wrong - filed) * (1 - math.exp(-0.02))
    assert play.state.filed_wrong == pytest.approx(filed, rel=0.01)
    assert tampered().to(24 * 9).state.filed_wrong == 0.0


@pytest.mark.parametrize(("kept_d", "hours"), [(30, 0.0), (5, 100 * 0.1)])
def test_copies_kept_long_enough_spare_the_work_by_hand(kept_d: float, hours: float) -> None:
    play = tampered(kept_d=kept_d).to(24 * 800)
    assert play.state.records_wrong == [0.0]
    item = "measures: replacement"
    cost = play.recorder.tally.outcome().cost_by_item.get(item, 0.0)
    assert cost == pytest.approx(hours * 60)


# -- again --------------------------------------------------------------------------------------


def test_it_happens_again_at_its_hazard_until_the_cause_is_fixed() -> None:
    often = {"threat__second_breach_per_d": 0.02}
    tasks = {"stop": wait(1, effects=[STOP, flag("confirmed")])}
    fixing = tasks | {"fix": wait(2, effects=[flag("cause_fixed")])}
    scenario = insider(switched_off=only("recurrence"), parameters=sizes(**often).plain())
    program = Program(scenario, plan(tasks), seed=2)
    days = []
    for replication in range(150):
        play = Play(scenario, plan(tasks), program=program, replication=replication).to(2)
        days.append((play.state.due[play.tables.entity(E_TURN, U_AGAIN)] - HOUR) / DAY)
    assert stats.kstest(days, stats.expon(scale=50).cdf).pvalue > 0.01
    play.to(24 * 900)
    assert play.recorder.tally.outcome().second_breaches > 0
    assert Play(scenario, plan(fixing)).to(24 * 900).events("breach.again") == []


def test_what_is_published_is_misused_more() -> None:
    misused = []
    for on in (("misuse",), ("misuse", "published")):
        scenario = breach(misuse=True, switched_off=only(*on))
        open_ = {"open": wait(24 * 10, effects=[flag("published")])}
        misused.append(Play(scenario, plan(open_)).to(24 * 20).state.misused)
    assert misused[1] == pytest.approx(misused[0] / 2 * (1 + 3), rel=1e-6)


# -- forks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["double-extortion", "lost-laptop", "open-share", "site-injection", "supplier-transfer"],
)
def test_a_fork_onto_the_same_luck_goes_on_alike(name: str) -> None:
    play = Play(load(f"breaches/{name}"), load("plans/lean"), seed=4).to(24 * 5)
    twin = play.engine.fork()
    play.to(24 * 40)
    twin.advance(24 * 40 * HOUR)
    assert twin.state.records_out == play.state.records_out
    assert twin.state.due == play.state.due
    other = play.engine.fork(replication=7)
    other.advance(24 * 60 * HOUR)
    held = play.tables.holding_records
    assert all(out <= most for out, most in zip(other.state.records_out, held, strict=True))


def test_a_drill_has_its_theft_before_the_sign_and_its_note_with_it() -> None:
    for name in ("double-extortion", "site-injection", "supplier-transfer"):
        scenario = load(f"breaches/{name}")
        play = Play(scenario, load("plans/lean"), drill=True, seed=9)
        sign_h = scenario.first_sign.after_h
        play.to(sign_h)
        assert sum(play.state.records_out) > 0.0
        (channel,) = {e.subject for e in play.events("channel.fire") if e.after > 0}
        assert channel == f"channel/{scenario.first_sign.channel}"
        assert play.flagged("first_sign") == pytest.approx(sign_h, abs=0.01)
        noted = play.events("ransom.note")
        assert len(noted) == (name == "double-extortion")


SIX_CAUSES = (
    *("site-injection", "insider-export", "double-extortion"),
    *("mis-sent-filing", "open-share", "supplier-transfer"),
)


def habits(name: str, runs: int) -> tuple[float, ...]:
    """When a breach is found in the middle, and what mostly finds it, stops it and costs most."""
    program = Program(load(name), load("plans/no-plan"), seed=11)
    signs, finders, stops, payers = [], [], [], []
    for replication in range(runs):
        play = Play(program.scenario, program.plan, program=program, replication=replication)
        o = play.finish().recorder.tally.outcome()
        signs.append(o.first_sign_h or 3 * 365 * 24.0)
        finders.append(o.found_by)
        stops += [e.cause for e in play.events("leak.factor") if e.after <= 0.0][:1]
        payers.append(max(o.cost_by_item, key=lambda item, o=o: o.cost_by_item[item]))
    most = [max(set(kinds), key=kinds.count) for kinds in (finders, stops, payers)]
    return (sorted(signs)[runs // 2], *most)


def assert_all_differ(names: Iterable[str], runs: int) -> None:
    seen = {name: habits(name, runs) for name in names}
    for one, other in itertools.combinations(seen, 2):
        ratio = seen[one][0] / seen[other][0]
        apart = ratio > 1.4 or ratio < 1 / 1.4
        differ = apart + sum(a != b for a, b in zip(seen[one][1:], seen[other][1:], strict=True))
        assert differ >= 2, (one, other, seen)


@pytest.mark.slow
def test_between_any_two_causes_two_of_four_things_differ() -> None:
    assert_all_differ([f"breaches/{name}" for name in SIX_CAUSES], runs=60)


@pytest.mark.slow
def test_between_breaches_of_one_root_cause_two_of_four_things_differ() -> None:
    of_cause: dict[str, list[str]] = {}
    for entry in library():
        if entry.name.startswith("breaches/"):
            of_cause.setdefault(load(entry.name).root_cause, []).append(entry.name)
    assert max(map(len, of_cause.values())) > 1
    for names in of_cause.values():
        if len(names) > 1:
            assert_all_differ(names, runs=40)


def test_channels_of_other_kinds_still_wait_until_data_have_left() -> None:
    play = Play(case({"kind": "open_share", "holdings": ["list"], "seen_per_d": 0.01}), plan())
    assert play.state.due[play.tables.entity(E_CHANNEL, 2)] == NEVER

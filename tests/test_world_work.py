"""People and tasks as a queue: against Erlang C, Pollaczek-Khinchine, Cobham and Lindley.

The laws of work are driven here by a scheduler of a few lines that has nothing but a heap, so
that a queue of any length can run through a model of a few dozen tasks.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from models import OFFICE, Play, breach, firm, only, plan, play, sizes, task, team, wait

from simulation.program import Program
from simulation.world import starting, work
from simulation.world.facts import FACT
from simulation.world.layout import (
    E_TASK,
    HOUR,
    NEVER,
    T_DONE,
    T_IDLE,
    T_WAITING,
    State,
    Tables,
)

SLOTS = 90
NOTHING_ELSE = only()
"""No nights, no tiredness, no everyday work, no interruption: plain queues."""


@dataclass
class Customer:
    """Someone who came, wanted some hours of work, and waited for them."""

    came_s: int
    hours: float
    priority: int = 20
    started_s: int = -1
    left_s: int = -1


class Queue:
    """Customers that come to the laws of work one after another, each in a free task."""

    def __init__(self, heads: int, *, urgent: bool = False, mechanisms: tuple[str, ...] = ()):
        asleep = {"when": {"flag": "never"}}
        kinds = {f"slot-{n:03d}": task(1, priority=20, **asleep) for n in range(SLOTS)}
        kinds |= {
            f"high-{n:03d}": task(1, priority=80, urgent=urgent, **asleep) for n in range(SLOTS)
        }
        scenario = breach(firm(team("it", heads=heads)), switched_off=only(*mechanisms))
        program = Program(scenario, plan(kinds), seed=1)
        self.p: Tables = program.tables
        self.s: State = program.state(0)
        self.free = {20: [*range(SLOTS)], 80: [*range(SLOTS, 2 * SLOTS)]}
        self.inside: dict[int, Customer] = {}

    def serve(self, customers: list[Customer]) -> None:
        """Let all customers come and go."""
        p, s = self.p, self.s
        arrivals = [(c.came_s, n) for n, c in enumerate(customers)]
        heapq.heapify(arrivals)
        events: list[tuple[int, int, int]] = []
        number = itertools.count()
        while arrivals or events:
            s.now = min(queue[0][0] for queue in (arrivals, events) if queue)
            while events and events[0][0] == s.now:
                _, _, slot = heapq.heappop(events)
                if s.due[p.entity(E_TASK, slot)] == s.now and slot in self.inside:
                    s.due[p.entity(E_TASK, slot)] = NEVER
                    self.end(slot)
            while arrivals and arrivals[0][0] == s.now:
                _, who = heapq.heappop(arrivals)
                self.come(customers[who])
            starting.start_waiting(p, s)
            self.note_starts()
            for entity in s.touched:
                slot = entity - p.entity(E_TASK)
                if slot in self.inside and s.due[entity] < NEVER:
                    heapq.heappush(events, (s.due[entity], next(number), slot))
            s.touched.clear()

    def come(self, customer: Customer) -> None:
        slot = self.free[customer.priority].pop()
        self.s.row[self.p.task_effort[slot]] = customer.hours
        self.s.status[slot], self.s.times[slot] = T_IDLE, 0
        work.make_ready(self.p, self.s, slot)
        self.inside[slot] = customer

    def end(self, slot: int) -> None:
        work.segment_ends(self.p, self.s, slot)
        if self.s.status[slot] == T_DONE:
            customer = self.inside.pop(slot)
            customer.left_s = self.s.now
            self.free[customer.priority].append(slot)

    def note_starts(self) -> None:
        first = self.p.entity(E_TASK)
        for fact in self.s.facts:
            slot = fact[2] - first
            if fact[1] == FACT["task.start"] and self.inside[slot].started_s < 0:
                self.inside[slot].started_s = self.s.now
        self.s.facts.clear()


def customers(
    rate: float, number: int, hours: Callable[[np.random.Generator, int], Any], seed: int = 1
) -> list[Customer]:
    """Return a stream of customers at a rate per hour."""
    rng = np.random.default_rng(seed)
    came = np.cumsum(rng.exponential(1 / rate, number))
    efforts = hours(rng, number)
    return [Customer(round(at * HOUR), float(h)) for at, h in zip(came, efforts, strict=True)]


def batch_means(values: list[float], batches: int = 25) -> tuple[float, float]:
    """Return the mean and its standard error from batches, after a warm-up of one batch."""
    cut = len(values) // (batches + 1)
    means = [float(np.mean(values[n * cut : (n + 1) * cut])) for n in range(1, batches + 1)]
    return float(np.mean(means)), float(np.std(means, ddof=1)) / math.sqrt(batches)


def erlang_c(rate: float, service: float, heads: int) -> float:
    """Return the chance that someone has to wait in M/M/c."""
    load = rate / service
    terms = [load**n / math.factorial(n) for n in range(heads)]
    last = load**heads / math.factorial(heads) / (1 - load / heads)
    return last / (sum(terms) + last)


def waits_h(served: list[Customer]) -> list[float]:
    return [(c.started_s - c.came_s) / HOUR for c in served]


def near(found: tuple[float, float], expected: float, errors: float = 3.5) -> bool:
    mean, error = found
    return abs(mean - expected) < errors * error


exponential = lambda mean: lambda rng, n: rng.exponential(mean, n)  # noqa: E731


@pytest.mark.parametrize(("heads", "load"), [(1, 0.5), (1, 0.8), (3, 0.7), (8, 0.85)])
def test_waiting_in_line_for_several_people_is_erlang_c(heads: int, load: float) -> None:
    service_h = 2.0
    rate = heads * load / service_h
    stream = customers(rate, 6_000, exponential(service_h))
    Queue(heads).serve(stream)
    waits = waits_h(stream)
    must_wait = erlang_c(rate, 1 / service_h, heads)
    assert near(batch_means(waits), must_wait / (heads / service_h - rate))
    assert near(batch_means([float(w > 0) for w in waits]), must_wait)


@pytest.mark.parametrize("sigma", [0.3, pytest.param(0.8, marks=pytest.mark.slow)])
def test_waiting_for_one_person_is_pollaczek_khinchine(sigma: float) -> None:
    mean, load = 2.0, 0.7
    mu = math.log(mean) - sigma**2 / 2
    stream = customers(load / mean, 8_000, lambda rng, n: rng.lognormal(mu, sigma, n))
    Queue(1).serve(stream)
    spread = math.expm1(sigma**2)
    expected = load * mean * (1 + spread) / (2 * (1 - load))
    assert near(batch_means(waits_h(stream)), expected)


def test_fixed_efforts_wait_half_as_long_as_exponential_ones() -> None:
    mean, load = 2.0, 0.8
    stream = customers(load / mean, 8_000, lambda _rng, n: np.full(n, mean))
    Queue(1).serve(stream)
    assert near(batch_means(waits_h(stream)), load * mean / (2 * (1 - load)))


def with_priorities(stream: list[Customer], high: float) -> list[Customer]:
    rng = np.random.default_rng(77)
    for customer in stream:
        customer.priority = 80 if rng.random() < high else 20
    return stream


def test_priorities_without_interruption_are_cobhams() -> None:
    mean, load, high = 1.0, 0.8, 0.4
    stream = with_priorities(customers(load / mean, 8_000, exponential(mean)), high)
    Queue(1).serve(stream)
    left = load * mean  # what the one in service still needs, on average
    first, both = load * high, load
    expected = {80: left / (1 - first), 20: left / ((1 - first) * (1 - both))}
    for priority, hours in expected.items():
        waits = [w for w, c in zip(waits_h(stream), stream, strict=True) if c.priority == priority]
        assert near(batch_means(waits), hours)


def test_urgent_work_meets_nobody_but_its_like() -> None:
    mean, load, high = 1.0, 0.8, 0.4
    stream = with_priorities(customers(load / mean, 8_000, exponential(mean)), high)
    Queue(1, urgent=True, mechanisms=("interruption",)).serve(stream)
    first, both = load * high, load
    # Preemptive resume: time in the system, by class.
    expected = {
        80: mean / (1 - first),
        20: mean / (1 - first) + load * mean / ((1 - first) * (1 - both)),
    }
    for priority, hours in expected.items():
        stays = [(c.left_s - c.came_s) / HOUR for c in stream if c.priority == priority]
        assert near(batch_means(stays), hours)


def test_nobody_waits_while_someone_is_free() -> None:
    stream = customers(1.2, 2_000, exponential(2.0))
    queue = Queue(3)
    idle: list[bool] = []
    note_starts = queue.note_starts

    def watch() -> None:
        note_starts()
        waiting = T_WAITING in queue.s.status
        idle.append(waiting and queue.s.busy[0] < 3)

    queue.note_starts = watch  # type: ignore[method-assign]
    queue.serve(stream)
    assert not any(idle)
    assert all(c.left_s - c.started_s == math.ceil(c.hours * HOUR) for c in stream)


# -- the engine itself, against a queue of a dozen lines ---------------------------------------


def lindley(came: list[float], hours: list[float], heads: int) -> list[float]:
    """Return when each of those who came, in order, is started by the first free of some."""
    free = [0.0] * heads
    heapq.heapify(free)
    starts = []
    for at, effort in zip(came, hours, strict=True):
        start = max(at, heapq.heappop(free))
        starts.append(start)
        heapq.heappush(free, start + effort)
    return starts


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_the_engine_is_the_same_queue_on_the_same_draws(heads: int) -> None:
    tasks: dict[str, dict[str, Any]] = {}
    for number in range(60):
        after = [f"gap-{number - 1:02d}"] if number else []
        gap = wait({"exponential": {"mean": 1.1 / heads}}, after=after)
        work_ = task({"lognormal": {"median": 0.8, "sigma": 0.7}}, after=[f"gap-{number:02d}"])
        tasks |= {f"gap-{number:02d}": gap, f"work-{number:02d}": work_}
    scenario = breach(firm(team("it", heads=heads)), switched_off=NOTHING_ELSE)
    for replication in range(3):
        run = Play(scenario, plan(tasks), replication=replication).to(24 * 60)
        names = [f"work-{number:02d}" for number in range(60)]
        came = [run.ended(f"gap-{number:02d}") for number in range(60)]
        row = run.state.row
        efforts = [row[run.tables.task_effort[run.program.tasks.index(name)]] for name in names]
        # The clock counts whole seconds, and a task ends on the next of them.
        rounded = [math.ceil(round(e * HOUR, 6)) / HOUR for e in efforts]
        starts = [run.started(name)[0] for name in names]
        assert starts == pytest.approx(lindley(came, rounded, heads), abs=2e-3)
        assert max(s - c for s, c in zip(starts, came, strict=True)) > 0.5


# -- notices ----------------------------------------------------------------------------------


def notices(people: int, letters_share: float = 0.5) -> Play:
    list_all = {"effect": "list", "whom": "all"}
    work_ = {
        "draft": task(0.5, effects=[list_all]),
        "document": task(0.5, after=["draft"]),
        "inform": task(
            0.0,
            after=["document"],
            notices=True,
            effects=[{"effect": "tell", "audience": "affected"}],
        ),
    }
    segment = {"name": "all", "clients": 100, "margin_per_client_year": 1}
    company = firm(
        team("it"),
        segments=[segment | {"people_per_client": people / 100}],
        holdings=[
            {"name": "list", "data_class": "contact", "system": "server"}
            | {"records": people, "people": people}
        ],
    )
    in_house = sizes(notices__letters_in_house=2_500).plain()
    scenario = breach(company, parameters=in_house, switched_off=NOTHING_ELSE)
    return Play(scenario, plan(work_, support={"letters_share": letters_share})).to(24 * 30)


def test_five_thousand_notices_half_letters_half_e_mails_are_38_and_a_half_hours() -> None:
    run = notices(5_000)
    assert run.ended("inform") == pytest.approx(38.5, abs=1e-3)
    (cost,) = run.events("cost", "cost/notices")
    assert cost.after - cost.before == 2_500 * 1.0


@pytest.mark.parametrize(
    ("share", "hours"), [(0.0, 1 + 5_000 / 200), (0.4, 1 + 3_000 / 200 + 2_000 / 100)]
)
def test_e_mails_are_two_hundred_an_hour_and_letters_one_hundred(
    share: float, hours: float
) -> None:
    assert notices(5_000, share).ended("inform") == pytest.approx(hours, abs=1e-3)


def test_many_letters_go_to_a_mailing_house() -> None:
    run = notices(10_000, 0.3)
    expected = 1 + 7_000 / 200 + 16 + 3_000 / 25_000
    assert run.ended("inform") == pytest.approx(expected, abs=1e-3)
    (cost,) = run.events("cost", "cost/notices")
    assert cost.after - cost.before == 3_000 * 0.5


def test_by_default_more_than_two_thousand_letters_leave_the_house() -> None:
    p = Program(breach(), plan(), seed=1).tables
    assert p.notices.letters_in_house == 2_000


# -- who does it ------------------------------------------------------------------------------


def test_own_people_first_then_help_from_outside_then_deputies() -> None:
    teams = (
        team("own", "legal"),
        team("deputy", "hr", deputises=["legal"]),
        team("away", "legal", outside=True, arrives_h=0),
    )
    call = {"effect": "call_in", "team": "away"}
    tasks = {"call": task(0.5, {"hr": 1}, effects=[call])}
    tasks |= {f"read-{n}": task(2, {"legal": 1}, after=["call"]) for n in range(3)}
    run = play(tasks, *teams)
    places = {e.subject: int(e.before) for e in run.events("task.start")}
    assert [places[f"task/read-{n}"] for n in range(3)] == [0, 2, 1]


def test_a_deputy_takes_three_tenths_longer() -> None:
    tasks, deputy = {"read": task(2, {"legal": 1})}, team("deputy", "hr", deputises=["legal"])
    slow = play(tasks, deputy, switched_off=only("deputies"))
    assert slow.ended("read") == pytest.approx(2.6)
    assert play(tasks, deputy, switched_off=only()).ended("read") == 2.0


def test_a_deputy_who_stops_for_the_night_has_done_a_deputys_work() -> None:
    deputy = team("deputy", "hr", shift=OFFICE, deputises=["legal"])
    off = only("nights", "deputies")
    run = play({"read": task(10, {"legal": 1})}, deputy, switched_off=off)
    # Thirteen hours, eight of them on the first day.
    assert run.ended("read") == pytest.approx(24 + 9 + 5, abs=1e-3)


def test_help_that_nobody_inside_can_give_is_called_at_once() -> None:
    teams = (team("it"), team("away", "forensics", outside=True, arrives_h=30))
    run = play({"look": task(2, {"forensics": 1})}, *teams)
    assert run.hours("staff.call", "team/away") == [0]
    assert run.hours("staff.arrive", "team/away") == [30] or run.started("look") == [0]


def test_help_takes_its_time_to_come_unless_the_search_is_switched_off() -> None:
    teams = (team("it"), team("away", "forensics", outside=True, arrives_h=30))
    tasks = {"look": task(2, {"forensics": 1})}
    slow = play(tasks, *teams, switched_off=only("search-for-help"))
    assert slow.started("look") == [30]
    assert play(tasks, *teams, switched_off=only()).started("look") == [0]


def test_help_is_not_called_while_someone_inside_can_do_it() -> None:
    teams = (
        team("deputy", "hr", deputises=["forensics"]),
        team("away", "forensics", outside=True, arrives_h=1),
    )
    run = play({f"look-{n}": task(2, {"forensics": 1}) for n in range(3)}, *teams)
    assert run.events("staff.call") == []


def test_outside_help_and_own_people_are_paid_apart() -> None:
    teams = (team("it"), team("away", "legal", wage_per_h=200, outside=True, arrives_h=0))
    run = play({"a": task(2), "b": task(3, {"legal": 1})}, *teams)
    by_item = run.recorder.tally.outcome().cost_by_item
    assert by_item["wages"] == pytest.approx(2 * 60)
    assert by_item["outside help"] == pytest.approx(3 * 200)

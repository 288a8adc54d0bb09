"""The walk along the grid: compiled or not it is the same, and so are its clocks and its cache."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import breach, firm, plan, team, world
from scipy import special

from simulation.world import desk, grid, opinion, public, steps, support, working_time
from simulation.world.compiled import digest
from simulation.world.facts import facts_of
from simulation.world.layout import DAY, E_GRID, HOUR, State, Tables

ROOT = Path(__file__).parent.parent
DESK = team("desk", "client_service", heads=3, shift="Mon-Fri 09:00-17:00")


def told(**changes: Any) -> tuple[Tables, State]:
    """A firm whose clients have all been told and ask, beside news and misuse."""
    p, s = world(breach(firm(DESK), misuse=True), plan(support={"lent": {"desk": 2}}))
    s.records_out[0] = 900.0
    s.now = s.public_at = s.exposure_at = 100 * DAY + 7
    public.start_news(p, s)
    public.learn(p, s, [0.7], 4.0, by_us=True)
    support.expect_contacts(p, s, 3_000.0, by_news=False)
    for name, value in changes.items():
        setattr(s, name, value)
    return p, s


def after(p: Tables, s: State, until: int) -> list[Any]:
    while s.due[p.entity(E_GRID)] <= until:
        grid.walk(p, s, until)
    left_out = ("around", "may_come", "columns", "lines")
    plain = [getattr(s, name) for name in type(s).__slots__ if name not in left_out]
    return [*plain, *s.columns.arrays, *s.lines]


def test_compiled_steps_are_the_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = after(*told(), 140 * DAY)
    monkeypatch.setattr(grid, "STEPS", steps.steps)
    plain = after(*told(), 140 * DAY)
    for one, other in zip(compiled, plain, strict=True):
        assert np.array(one, dtype=float) == pytest.approx(np.array(other, dtype=float), rel=1e-12)


def test_a_walk_stops_where_people_are_lent_and_come_back() -> None:
    p, s = told(lent=[0, 0], facts=[])
    assert s.lent[p.still.teams[0]] == 0
    moved = 0
    while s.due[p.entity(E_GRID)] <= 200 * DAY:
        moved += grid.walk(p, s, 200 * DAY) == steps.MOVED
    assert moved == 2
    assert [fact[4:] for fact in s.facts if fact[1] == desk.STAFF_LENT] == [(0, 2), (2, 0)]


@pytest.mark.parametrize("midnights", [1, 2, 128])
def test_a_walk_of_years_writes_each_midnight_once(
    midnights: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    p, s = world()
    s.due[p.entity(E_GRID)] = DAY
    monkeypatch.setattr(grid, "MIDNIGHTS", midnights)
    assert grid.walk(p, s, 300 * DAY + 5) == steps.ARRIVED
    written = [fact for lines in s.lines for fact in facts_of(lines)]
    times = [fact[0] for fact in written if fact[1] == steps._TRUST]
    assert times == [day * DAY for day in range(1, 301)]
    assert s.ordinal == 300


@given(st.floats(0.05, 30.0), st.floats(0.0, 200.0))
def test_the_incomplete_gamma_function_is_scipys(a: float, x: float) -> None:
    assert opinion.incomplete_gamma(a, x) == pytest.approx(special.gammainc(a, x), abs=1e-13)


def test_the_incomplete_gamma_function_in_closed_form() -> None:
    for x in (0.0, 0.01, 0.5, 1.0, 3.0, 20.0):
        assert opinion.incomplete_gamma(1.0, x) == pytest.approx(1 - math.exp(-x), rel=1e-12)
        assert opinion.incomplete_gamma(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), rel=1e-12)


@given(st.integers(0, 60 * DAY), st.integers(0, 20 * DAY))
def test_the_desk_keeps_the_teams_calendar(at: int, length: int) -> None:
    p, s = world(breach(firm(team("it"), DESK)), plan(support={"lent": {"desk": 2}}))
    cal, end = p.calendars[s.calendar[1]], at + length
    w = grid.columns_of(p, s)
    assert desk.next_open(w, 0, at) == working_time.next_open(cal, at)
    paid = desk._paid_until(w, 0, end) - desk._paid_until(w, 0, at)
    assert paid == pytest.approx(working_time.spent(cal, at, end).paid_s)
    opened = desk._opened_until(w, 0, end) - desk._opened_until(w, 0, at)
    assert opened == working_time.open_between(cal, at, end)


def test_the_desk_opens_in_the_next_shift_of_who_is_lent() -> None:
    p, s = told(now=103 * DAY + 20 * HOUR, fine_grid_until=0)
    s.lent[p.still.teams[0]] = 2
    cal = p.calendars[s.calendar[p.still.teams[0]]]
    opens = working_time.next_open(cal, s.now)
    assert grid.next_grid(p, s) == min(104 * DAY, -(-opens // HOUR) * HOUR)


RUN = """
import simulation as sim, sys
assert "numba" not in sys.modules
run = sim.run(sim.load("breaches/mis-sent-filing"), sim.load("plans/lean"), seed=1)
print(run.outcome.cost)
"""


@pytest.mark.slow
def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(tmp_path: Path) -> None:
    package = tmp_path / "elsewhere"
    for folder in ("simulation", "scenarios"):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, package / folder, ignore=leave_out)
    nowhere = tmp_path / "a file"
    nowhere.write_text("", encoding="utf-8")
    (package / "simulation/world/__pycache__").write_text("", encoding="utf-8")
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"), str(nowhere))
    said = [
        subprocess.run(
            [sys.executable, "-c", RUN],
            cwd=folder,
            env={**os.environ, **more, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for folder, more in ((package, homes), (ROOT, {}))
    ]
    assert said[0] == said[1]


def test_what_is_kept_is_named_after_all_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    grid.sample(*world())
    before = digest(steps.steps)
    assert before in steps.STEPS._compiled.py_func.__qualname__
    monkeypatch.setattr(steps, "_TRUST", 99)
    assert digest(steps.steps) != before

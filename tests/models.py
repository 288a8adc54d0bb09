"""Builders of small inputs: one firm, one breach, a few tasks, and nothing else going on."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from simulation.engine import Engine
from simulation.files import load
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.log import Event, Log
from simulation.program import Program
from simulation.run import Recorder
from simulation.world.layout import DAY, HOUR, State, Tables

DATA = Path(__file__).parent / "data"
ALWAYS = "Mon-Sun 00:00-24:00"
OFFICE = "Mon-Fri 09:00-17:00"
MONDAY = "2026-03-02 00:00"
WINTER_UTC = "UTC"
Made = TypeVar("Made")
NOBODY_LOOKS = {"monitoring": 0.0, "client": 0.0}
"""Shares of channels that never fire: nothing is found unless a test says so."""


@functools.cache
def standard() -> Parameters:
    """Return the standard sizes of all mechanisms."""
    return load("parameters/standard")


def sizes(**changes: Any) -> Parameters:
    """Return the standard sizes with some changed; `trust__shock=0.5` means `trust.shock`."""
    nobody = {"discovery.mixes.nobody": NOBODY_LOOKS}
    changed = nobody | {k.replace("__", "."): v for k, v in changes.items()}
    return made("sizes", changed, standard().change)


@functools.cache
def standard_sizes() -> dict[str, Any]:
    """Return the standard sizes as plain data, to be read and not written to."""
    return sizes().plain()


MOST_MADE = 300
_MADE: dict[tuple[str, str], Any] = {}


def made(kind: str, data: Any, make: Callable[[Any], Made]) -> Made:
    """Return what is made of plain data; inputs are frozen, so the same data need no second."""
    key = kind, repr(data)
    found = _MADE.get(key)
    if found is None:
        if len(_MADE) >= MOST_MADE:
            _MADE.clear()
        found = _MADE[key] = make(data)
    return found


@functools.lru_cache(maxsize=32)
def program_of(scenario: Scenario, its_plan: Plan, seed: int) -> Program:
    """Return the compiled case, which no run changes."""
    return Program(scenario, its_plan, seed=seed)


def team(name: str, *roles: str, **more: Any) -> dict[str, Any]:
    """Return a team that is always there, alone, and costs 60 an hour."""
    plain = {"title": name, "heads": 1, "shift": ALWAYS, "wage_per_h": 60.0}
    return {"name": name, "roles": list(roles) or ["it"], **plain, **more}


def firm(*teams: dict[str, Any], **more: Any) -> Organisation:
    """Return a firm with one list of 1,000 people at 100 clients, whose clocks never change."""
    contact = {"name": "contact", "title": "Contacts", "categories": {"simple": 0}}
    plain = {
        "name": "firm",
        "title": "Firm",
        "summary": "A firm.",
        "place": "Land",
        "time_zone": WINTER_UTC,
        "currency": "EUR",
        "turnover_per_year": 1e6,
        "notice_limit_h": 24,
        "letter_cost": 1,
        "mailing_house_letter_cost": 0.5,
        "segments": [
            {"name": "all", "clients": 100, "people_per_client": 10, "margin_per_client_year": 500}
        ],
        "data_classes": [contact | {"identifiability": 1.0}],
        "systems": [{"name": "server", "title": "Server", "downtime_cost_per_h": 100}],
        "holdings": [holding("list", 1_000)],
        "teams": list(teams) or [team("it")],
    }
    return made("firm", plain | more, Organisation.model_validate)


def holding(name: str, people: int, records: int | None = None) -> dict[str, Any]:
    """Return a list of people on the only system."""
    held = {"data_class": "contact", "system": "server", "people": people}
    return {"name": name, "records": people if records is None else records, **held}


def breach(organisation: Organisation | None = None, **more: Any) -> Scenario:
    """Return a mistake at the start that nobody finds and nothing follows from.

    Every mechanism is on but false alarms, which would take people at times of their own.
    """
    company = organisation or firm()
    plain = {
        "name": "breach",
        "title": "Breach",
        "summary": "A breach.",
        "narrative": "A breach.",
        "organisation": company.plain(),
        "begins": MONDAY,
        "cause": "unauthorised-access",
        "channels": "nobody",
        "responsibility": "preventable",
        "threat": {"kind": "one_mistake", "holdings": ["list"], "records": 1_000},
        "malicious": False,
        "recipients": "known",
        "misuse": False,
        "parameters": standard_sizes(),
        "switched_off": ["false-alarms"],
    }
    return made("breach", plain | more, Scenario.model_validate)


def insider(organisation: Organisation | None = None, **more: Any) -> Scenario:
    """Return someone inside who copies ten records a day until stopped."""
    visits = {"visit_gap_h": 24, "batch_records": 10}
    threat = {"kind": "insider_copying", "holdings": ["list"], **visits}
    return breach(organisation, threat=threat, malicious=True, recipients="unknown", **more)


def only(*mechanisms: str) -> list[str]:
    """Return what to switch off so that these mechanisms alone are left."""
    return sorted(set(MECHANISMS) - set(mechanisms))


def task(effort_h: Any, people: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    """Return work by one administrator that may start at once."""
    plain = {"title": "Task", "phase": "detection", "label": "look"}
    return {"effort_h": effort_h, "people": people or {"it": 1}, **plain, **more}


def wait(elapsed_h: Any, **more: Any) -> dict[str, Any]:
    """Return a wait without people that begins at once and that no mechanism switches off."""
    plain = {"title": "Wait", "phase": "detection", "label": "fix"}
    return {"elapsed_h": elapsed_h, **plain, **more}


def flag(name: str) -> dict[str, Any]:
    """Return the effect that sets a flag."""
    return {"effect": "flag", "flag": name}


def plan(tasks: dict[str, dict[str, Any]] | None = None, **more: Any) -> Plan:
    """Return a plan of some tasks; without any, of one that is never started."""
    asleep = {"asleep": wait(1, when={"flag": "never"})}
    head = {"name": "plan", "title": "Plan", "summary": "A plan.", "currency": "EUR"}
    return made("plan", head | {"tasks": tasks or asleep} | more, Plan.model_validate)


LEAK = {
    "kind": "insider_copying",
    "holdings": ["list"],
    "visit_gap_h": {"exponential": {"mean": 12}},
    "batch_records": {"lognormal": {"median": 10, "sigma": 0.5}},
}


def question(
    options: dict[str, list[dict[str, Any]]],
    default: str,
    when: str = "first_sign",
    wait_h: float = 24,
) -> dict[str, Any]:
    """Return a decision that comes up with a flag, its options by their effects."""
    labelled = {name: {"label": name, "effects": effects} for name, effects in options.items()}
    words = {"question": "What now?", "owner": "management", "default": default}
    return words | {"when": {"flag": when}, "wait_h": wait_h, "options": labelled}


def leaking() -> tuple[Scenario, Plan]:
    """A firm whose leak one of the options stops at once, and a question without effects."""
    decisions = {
        "contain": question(
            {"now": [{"effect": "leak", "multiply": 0.0}], "watch": []}, "watch", wait_h=72
        ),
        "talk": question({"one": [], "other": []}, "one", wait_h=48),
        "list": question({"short": [], "long": [flag("asked")]}, "short", "first_sign", 24),
        "sequel": question({"yes": [], "no": []}, "no", "asked", 96),
    }
    inject = {"title": "A call", "text": "Hello?", "sender": "A client", "to": ["management"]}
    injects = {
        "call": inject | {"mode": "phone", "after": "first_sign", "delay_h": 30},
        "paper": inject
        | {"mode": "e-mail", "after": "hand", "effects": [{"effect": "cost", "amount": 5_000}]},
    }
    scenario = breach(
        firm(team("it"), team("desk", "management")),
        threat=LEAK,
        malicious=True,
        decisions=decisions,
        injects=injects,
        first_sign={"after_h": 200, "channel": "client"},
    )
    look = task(2, when={"flag": "first_sign"}, effects=[flag("confirmed"), flag("aware")])
    tell = [{"effect": "tell", "audience": "affected"}]
    its_plan = plan(
        {
            "look": look,
            "tell": wait(400, after=["look"], effects=tell),
        },
        answers={"talk": "other"},
    )
    return scenario, its_plan


class Play:
    """An engine with everything it has recorded, and short questions to the log."""

    def __init__(
        self,
        scenario: Scenario,
        its_plan: Plan,
        *,
        seed: int = 1,
        replication: int = 0,
        program: Program | None = None,
        **engine: Any,
    ) -> None:
        self.program = program or program_of(scenario, its_plan, seed)
        self.recorder = Recorder(self.program)
        self.engine = Engine(self.program, replication, self.recorder, **engine)

    def to(self, hours: float) -> Play:
        """Let the run go on to a time."""
        self.engine.advance(round(hours * HOUR))
        return self

    def finish(self) -> Play:
        """Let the run go to its end."""
        self.engine.finish()
        return self

    @property
    def log(self) -> Log:
        """All that has been recorded."""
        return self.recorder.log

    @property
    def state(self) -> State:
        """The world as it is now."""
        return self.engine.state

    @property
    def tables(self) -> Tables:
        """The compiled model."""
        return self.program.tables

    def events(self, kind: str, subject: str | None = None) -> list[Event]:
        """Return the events of a kind, not of its whole family; of one subject or of all."""
        found = [e for e in self.log.of(kind) if e.kind == kind]
        return [e for e in found if subject is None or e.subject == subject]

    def hours(self, kind: str, subject: str) -> list[float]:
        """Return when something happened, in hours."""
        return [e.time_h for e in self.events(kind, subject)]

    def started(self, name: str) -> list[float]:
        """Return when a task was started, in hours: once for each stretch of work."""
        return sorted(set(self.hours("task.start", f"task/{name}")))

    def paused(self, name: str) -> list[float]:
        """Return when a task went back to the queue, in hours."""
        return self.hours("task.pause", f"task/{name}")

    def ended(self, name: str) -> float:
        """Return when a task was done, in hours."""
        (hour,) = self.hours("task.end", f"task/{name}")
        return hour

    def flagged(self, name: str) -> float:
        """Return when a flag was set, in hours."""
        (hour,) = self.hours("flag.set", f"flag/{name}")
        return hour


def play(tasks: dict[str, dict[str, Any]], *teams: dict[str, Any], **more: Any) -> Play:
    """Play tasks by teams for a hundred days, with nothing else going on."""
    answered: dict[str, Any] = {"switched_off": only()}
    keep = ("switched_off", "parameters", "begins", "injects", "decisions")
    answered |= {name: more.pop(name) for name in keep if name in more}
    until_d = more.pop("until_d", 100)
    scenario = breach(firm(*teams), **answered)
    return Play(scenario, plan(tasks, **more)).to(until_d * DAY / HOUR)


def world(scenario: Scenario | None = None, its_plan: Plan | None = None) -> tuple[Tables, State]:
    """Return the compiled model and the state at time 0, for laws to be tried alone."""
    program = program_of(scenario or breach(), its_plan or plan(), 1)
    return program.tables, program.state(0)

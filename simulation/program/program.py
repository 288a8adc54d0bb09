"""A scenario, a plan and an organisation, compiled into one flat model."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from simulation.errors import Fault, InputError
from simulation.inputs.effects import Condition, Effect
from simulation.inputs.faults import SEEDS, whole_number
from simulation.inputs.fit import check_fit
from simulation.inputs.law import Obligation
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program.assemble import Assembly
from simulation.program.beginning import state_at_start
from simulation.program.draw_table import DrawTable
from simulation.program.readiness import Ready
from simulation.world.grid import Still
from simulation.world.layout import E_DECISION, E_INJECT, State, Tables

IMPROVISED = 40
"""How many injects a drill can improvise."""


class Program:
    """A compiled model: what an engine runs, and how its numbers are named.

    Raises InputError when plan, scenario and organisation do not fit together.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: Plan,
        organisation: Organisation | None = None,
        seed: int = 0,
    ) -> None:
        self.scenario = scenario
        self.plan = plan
        self.organisation = organisation or scenario.organisation
        self.seed = whole_number("seed", seed, SEEDS)
        faults = check_fit(scenario, plan, self.organisation)
        if faults:
            raise InputError(faults)
        assembly = Assembly(scenario, plan, self.organisation, seed, IMPROVISED)
        self.tables: Tables = assembly.tables
        self.tables.still = Still(self.tables)
        self.draws: DrawTable = assembly.draws
        self.ready: Ready = assembly.ready
        self._assembly = assembly
        self.teams: list[str] = assembly.names.team_names
        self.tasks: list[str] = assembly.names.task_names
        self.injects: list[str] = assembly.names.inject_names
        self.decisions: list[str] = assembly.names.decision_names
        self.options: list[list[str]] = assembly.names.option_names
        self.obligations: list[str] = assembly.names.obligation_names
        self.duties: list[Obligation] = [duty for _, duty in assembly.names.obligations]
        self.flags: list[str] = assembly.names.flag_names

    @property
    def begins(self) -> datetime.datetime:
        """The moment of the first unauthorised access, with its time zone."""
        return self.scenario.begins.replace(tzinfo=ZoneInfo(self.organisation.time_zone))

    def rows(self, first: int, count: int) -> list[list[float]]:
        """Return the rows of draws of some replications."""
        rows: list[list[float]] = self.draws.rows(self.seed, first, count).tolist()
        return rows

    def state(self, replication: int, row: Sequence[float] | None = None) -> State:
        """Return the state of the world at time 0, before anything has happened."""
        values = list(row) if row is not None else self.rows(replication, 1)[0]
        return state_at_start(self.tables, replication, values)

    def calendar(self, team: str, shift: str, overtime_h: float = 0.0) -> int:
        """Return the place of a team's calendar for a shift, compiling it if it is new."""
        place = self.teams.index(team)
        return self._assembly.shifts.calendar(place, shift, overtime_h)

    def rest_share(self, team: int, shift: str) -> float:
        """Return the share of a team's days of a shift that its people have off in turns."""
        return self._assembly.shifts.rest_share(team, shift)

    def inject_rules(
        self, effects: Iterable[Effect], when: Condition | None = None
    ) -> tuple[int, int]:
        """Return the places of effects and condition, for an improvised or edited inject.

        Amounts are in the currency of the scenario's own firm. Raises InputError when an effect
        names what the model does not have.
        """
        vocabulary, rate = self._assembly.vocabulary, self._assembly.story_rate
        effects = tuple(effects)
        idle = [n for n, effect in enumerate(effects) if not vocabulary.flat(effect, rate)]
        if idle:
            problem = "names something that this drill does not have"
            expected = "a team, task, system, flag, event, decision or duty of it"
            raise InputError(
                [Fault("inject", 0, 0, f"effects.{n}: {problem}", expected) for n in idle]
            )
        return vocabulary.effect_list(effects, rate), vocabulary.condition(when, rate=rate)

    def subject(self, place: int) -> str:
        """Return the name of a subject or cause of a fact."""
        return self.tables.names[place]

    def option_name(self, entity: int, option: int) -> str:
        """Return the name of an option of a decision's entity."""
        return self.options[self.tables.entity_item[entity]][option]

    def model_of(self, entity: int) -> Any:
        """Return the inject or decision behind an entity, or nothing."""
        kind, item = self.tables.entity_kind[entity], self.tables.entity_item[entity]
        if kind == E_INJECT:
            return self.scenario.injects.get(self.injects[item])
        if kind == E_DECISION:
            return self.scenario.decisions[self.decisions[item]]
        return None

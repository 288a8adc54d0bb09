"""The assembly of a compiled model, one part after another."""

from __future__ import annotations

import math
from typing import Any

from simulation.distributions import Fixed
from simulation.inputs.claims import Claim
from simulation.inputs.organisation import DataClass, Organisation
from simulation.inputs.plan import Plan, Task
from simulation.inputs.scenario import MECHANISMS, Scenario
from simulation.program.attack import Attack
from simulation.program.clients import client_tables
from simulation.program.controls import Strength
from simulation.program.draw_table import DrawTable
from simulation.program.groups import task_groups
from simulation.program.laws import legal_tables
from simulation.program.leading import filler_tables, leading_tables, welfare_tables
from simulation.program.names import ALARM_TASK, Names
from simulation.program.readiness import Ready
from simulation.program.records import floats, make_record
from simulation.program.shifts import Shifts
from simulation.program.standing import (
    CLOSING,
    CORRECTION,
    QUESTIONS,
    role_among,
    standing_row,
    standing_tasks,
)
from simulation.program.vocabulary import stops_leak
from simulation.world import layout as w
from simulation.world.discovery import FEWEST_ALARM_DRAWS
from simulation.world.happenings import (
    ANCHOR_AWARE,
    ANCHOR_CONTAINED,
    ANCHOR_DECISION,
    ANCHOR_HAND,
    ANCHOR_SIGN,
    ANCHOR_START,
)
from simulation.world.layout import Tables
from simulation.world.public import SURVEYS
from simulation.world.severity import circumstances, context_score, ease_of_identification
from simulation.world.work import WIDTH

ROLES = (
    "management",
    "it",
    "forensics",
    "legal",
    "privacy",
    "hr",
    "communications",
    "client_service",
)
RECIPIENTS = ("none", "known", "unknown")
_ANCHORS = {
    "start": ANCHOR_START,
    "first_sign": ANCHOR_SIGN,
    "aware": ANCHOR_AWARE,
    "contained": ANCHOR_CONTAINED,
    "hand": ANCHOR_HAND,
}


class Assembly:
    """Puts a compiled model together; `tables` and `draws` are what it makes."""

    def __init__(
        self,
        scenario: Scenario,
        plan: Plan,
        organisation: Organisation,
        seed: int,
        improvised: int,
    ) -> None:
        self.scenario, self.plan, self.organisation = scenario, plan, organisation
        self.sizes = scenario.parameters
        self.seed = seed
        switches = make_record("Switches", [m.replace("-", "_") for m in MECHANISMS])
        self.on = switches(*(m not in scenario.switched_off for m in MECHANISMS))
        self.strength = Strength(
            organisation,
            self.sizes.controls,
            counted=self.on.controls,
            upkeep=self.on.upkeep,
            training_decay=self.on.training_decay,
        )
        self.names = Names(scenario, plan, organisation, improvised)
        self.vocabulary = self.names.vocabulary()
        self.draws, self.ready = DrawTable(), Ready(plan, organisation, self.sizes, self.on)
        self.shifts = Shifts(self.names, scenario, plan, organisation, self.on)
        self.tables = Tables(
            **self.names.tables(),
            **self._parameters(),
            **self._threat(),
            **self._discovery(),
            **self._people(),
            **self._tasks(),
            **self._decisions(),
            **self._injects(),
            **legal_tables(
                (scenario, plan, organisation), self.names, self.vocabulary, self._rate, self.draws
            ),
            **client_tables(plan, organisation, self.sizes, self.on, self.draws),
            condition_clauses=self.vocabulary.conditions,
            cost_limits=self.vocabulary.cost_limits,
            primary_limits=self.vocabulary.primary_limits,
            effect_lists=self.vocabulary.effects,
            messages=self.vocabulary.messages,
            draw_at=self.draws.at,
        )

    # -- sizes, threat, discovery ----------------------------------------------------------

    def _parameters(self) -> dict[str, Any]:
        sizes = self.sizes
        draws = self.draws
        draws.add("media/picks_up")
        draws.add("media/delay", sizes.attention.media_delay_d.distribution)
        draws.add("public/posts_seen", sizes.attention.posts_seen_h.distribution, 1, self._posts())
        draws.add("public/imitation")
        draws.add("public/imitation_after", sizes.harm.fake_notices_after_d.distribution)
        draws.add("survey/error", None, SURVEYS)
        draws.add("knowledge/error")
        draws.add_group(
            "knowledge/find", dict.fromkeys(h.name for h in self.organisation.holdings)
        )
        draws.add("support/contact_share", sizes.support.contact_share.distribution)
        draws.add("support/handling", Fixed(sizes.support.handling_min.distribution.mean))
        apart = ("kind", "discovery", "incidents", "controls")
        groups = [name for name in type(sizes).model_fields if name not in apart]
        return {
            "seed": self.seed,
            "currency": self.organisation.currency,
            "on": self.on,
            **self.strength.on_sizes(
                {name: floats(getattr(sizes, name)) for name in groups}, self.scenario.threat.kind
            ),
        }

    def _posts(self) -> float:
        """Return by how much sooner than usual what is said of the firm is seen."""
        watched = self.plan.support.posts_watched
        factor = self.sizes.attention.watched_factor.central if watched else 1.0
        return factor * self.strength.factor("posts_seen")

    def _threat(self) -> dict[str, Any]:
        threat, organisation = self.scenario.threat, self.organisation
        names = [h.name for h in organisation.holdings]
        systems = self.names.system_names
        classes = {c.name: c for c in organisation.data_classes}
        kinds = [classes[h.data_class] for h in organisation.holdings]
        attack = Attack(self.scenario, organisation, self.names, self.draws, self.strength)
        sizes = self.sizes.trust
        blame = {
            "victim": sizes.victim_factor,
            "accident": sizes.accident_factor,
            "preventable": sizes.preventable_factor,
        }
        return {
            "attack": attack.tables,
            "mistake_records": attack.mistake_records,
            "visit_gap_mean_s": attack.visit_gap_mean_s,
            "threat_holdings": [names.index(name) for name in threat.holdings],
            "holding_records": [float(h.records) for h in organisation.holdings],
            "holding_people": [float(h.people) for h in organisation.holdings],
            "holding_system": [systems.index(h.system) for h in organisation.holdings],
            "holding_sensitive": [kind.sensitive for kind in kinds],
            "holding_dpc": [context_score(kind.categories) for kind in kinds],
            "holding_identifiability": [
                self.strength.identifiability(_ease(kind), sensitive=kind.sensitive)
                for kind in kinds
            ],
            "holding_processed": [h.role == "processor" for h in organisation.holdings],
            "system_cost": [s.downtime_cost_per_h for s in organisation.systems],
            "circumstances": circumstances(
                0, self.scenario.integrity, self.scenario.availability, self.scenario.malicious
            ),
            "recipients": RECIPIENTS.index(self.scenario.recipients),
            "affected_known": self.scenario.affected_known,
            "misuse": self.scenario.misuse,
            "responsibility": blame[self.scenario.responsibility].central,
            "negligent": self.scenario.responsibility == "preventable",
        }

    def _discovery(self) -> dict[str, Any]:
        curve = self.sizes.discovery.causes[self.scenario.cause]
        mix = self.sizes.discovery.mixes[self.scenario.channels]
        self.draws.add_group("channel", dict.fromkeys(w.CHANNELS))
        self.draws.add_group("event", dict.fromkeys(self.names.event_names))
        self.draws.add("false-alarm/gap", width=self._most_alarms())
        a_month_s = w.YEAR_D / 12.0 * w.DAY
        rate = self._alarms_a_month()
        return {
            "same_day_share": curve.same_day_share.central,
            "mu_log_d": curve.mu_log_d.central,
            "sigma_log_d": curve.sigma_log_d.central,
            "channel_share": [mix[c].central if c in mix else 0.0 for c in w.CHANNELS],
            "channel_watch": [self.strength.factor("watch", c) for c in w.CHANNELS],
            "event_external": [self.names.events[name] for name in self.names.event_names],
            "event_disproves": [n in self.names.disproving for n in self.names.event_names],
            "alarm_gap_s": a_month_s / rate if rate > 0.0 else 0.0,
            "most_alarms": self._most_alarms(),
        }

    def _alarms_a_month(self) -> float:
        monthly = self.sizes.work.false_alarms_per_month_per_100_staff.central
        monthly *= self.strength.factor("false_alarms")
        return monthly * self.organisation.staff / 100.0 if self.on.false_alarms else 0.0

    def _most_alarms(self) -> int:
        """Draw for as many alarms as the longest run may hold; few firms need more than the least.

        In doublings, so that a head more or less leaves every draw where it was.
        """
        expected = self._alarms_a_month() * w.NEVER_FOUND_S / (w.YEAR_D / 12.0 * w.DAY)
        most, draws = expected + 6.0 * math.sqrt(expected), FEWEST_ALARM_DRAWS
        while draws < most:
            draws *= 2
        return draws

    # -- people ----------------------------------------------------------------------------

    def _people(self) -> dict[str, Any]:
        heads, calendars = [], []
        arrives = [
            team.arrives_h.distribution if team.arrives_h else Fixed(0.0)
            for team in self.names.teams
        ]
        for place, team in enumerate(self.names.teams):
            change = self.plan.staffing.get(team.name)
            heads.append(max(0, team.heads + (change.add if change else 0)))
            shift = change.shift if change and change.shift else team.shift
            overtime_h = change.overtime_h if change else 0.0
            calendars.append(self.shifts.calendar(place, shift, overtime_h))
        self.draws.add_group(
            "outside/arrives",
            dict(zip(self.names.team_names, arrives, strict=True)),
            self.ready.lists,
        )
        rate = [
            team.wage_per_h * (self._rate(self.plan.currency) if team in self.plan.teams else 1.0)
            for team in self.names.teams
        ]
        bonus = self.sizes.people.incentive_wage_share.central * self.plan.welfare.incentives
        rate = [
            wage * (1.0 if team.outside else 1.0 + bonus)
            for wage, team in zip(rate, self.names.teams, strict=True)
        ]
        return {
            "team_heads": heads,
            "team_calendar": calendars,
            "team_wage": rate,
            "team_outside": [team.outside for team in self.names.teams],
            "team_lent": [self.plan.support.lent.get(name, 0) for name in self.names.team_names],
            **filler_tables(self.names.teams, ROLES),
            **welfare_tables(self.plan, self.names.teams, self.sizes, self.draws),
            **leading_tables(self.plan, self.names.teams, self.sizes, self.on),
            "calendars": self.shifts.calendars,
            "calendar_key": self.shifts.keys,
        }

    @property
    def story_rate(self) -> float:
        """What one unit of the scenario's amounts, the currency of its own firm, is worth here."""
        return self._rate(self.scenario.organisation.currency)

    def _rate(self, currency: str) -> float:
        if currency == self.organisation.currency:
            return 1.0
        return self.organisation.exchange_rates[currency].central

    # -- tasks -----------------------------------------------------------------------------

    def _tasks(self) -> dict[str, Any]:
        columns: dict[str, list[Any]] = {}
        alarm = self.sizes.work.false_alarm_effort_h
        work = [self._task(name, task) for name, task in self.plan.tasks.items()]
        work.append(self._alarm(alarm))
        standing = len(work)
        work += self._standing()
        for row in work:
            for field, value in row.items():
                columns.setdefault(field, []).append(value)
        places = self.names.task_names.index
        return {
            **columns,
            "alarm_task": standing - 1,
            "answer_tasks": [(places(records), places(answer)) for records, answer in QUESTIONS],
            "correction_task": places(CORRECTION),
            "closing_task": places(CLOSING),
            **task_groups(columns, standing),
        }

    def _standing(self) -> list[dict[str, Any]]:
        """Return work that no plan lists; it begins when something calls for it."""
        rows = []
        for name, task in standing_tasks(self.sizes).items():
            role = ROLES.index(role_among(task.roles, self.names.teams))
            effects = self.vocabulary.own_effects(task.effects)
            place = self.names.task_names.index
            pace = self.strength.factor("effort", task.label)
            rows.append(standing_row(task, name, role, self.draws, place, effects, pace=pace))
        return rows

    def _task(self, name: str, task: Task) -> dict[str, Any]:
        again = task.again
        off = task.elapsed_h is not None and self._wait_is_off(task.label)
        effort = Fixed(0.0) if off else task.duration_h.distribution
        chance = again.chance.central * self._factor("repeat", task.label) if again else 0.0
        quantity = "wait" if task.elapsed_h is not None else "effort"
        pace = self._factor(quantity, task.label)
        wait = again.wait_h.distribution if again and again.wait_h else Fixed(0.0)
        v, rate = self.vocabulary, self._rate(self.plan.currency)
        people = [ROLES.index(role) for role, n in task.people.items() for _ in range(n)]
        return {
            "task_phase": w.PHASES.index(task.phase),
            "task_label": task.label,
            "task_after": [self.names.task_names.index(other) for other in task.after],
            "task_roles": people,
            "task_wait": task.elapsed_h is not None,
            "task_priority": task.priority,
            "task_urgent": task.urgent,
            "task_when": v.condition(task.when, rate=rate),
            "task_skip": v.condition(task.skip_when, rate=rate),
            "task_again_most": again.most if again else 0,
            "task_together": {"hr", "it"} <= set(task.people) and stops_leak(task.effects),
            "task_notices": task.notices,
            "task_effects": v.effect_list(task.effects, self._rate(self.plan.currency)),
            "task_effort": self.draws.add(f"task/{name}/duration", effort, WIDTH, pace),
            "task_again": self.draws.add(f"task/{name}/again", None, WIDTH),
            "task_again_wait": self.draws.add(f"task/{name}/again_wait", wait, WIDTH),
            "task_again_chance": chance,
        }

    def _factor(self, quantity: str, label: str) -> float:
        """Return what controls and readiness make of a task's effort, wait or chance to fail."""
        return self.strength.factor(quantity, label) * self.ready.factor(quantity, label)

    def _wait_is_off(self, label: str) -> bool:
        switch = {
            "list": self.on.listing_wait,
            "advice": self.on.advice_wait,
            "approve": self.on.deciding_wait,
            "look": self.on.sign_unseen,
        }
        return not switch.get(label, True)

    def _alarm(self, effort: Claim) -> dict[str, Any]:
        at = self.draws.add(f"{ALARM_TASK}/duration", effort.distribution, self._most_alarms())
        return {
            "task_phase": w.P_DETECTION,
            "task_label": "triage",
            "task_after": [],
            "task_roles": [self._alarm_role()],
            "task_wait": False,
            "task_priority": 60,
            "task_urgent": False,
            "task_when": -1,
            "task_skip": -1,
            "task_again_most": 0,
            "task_together": False,
            "task_notices": False,
            "task_effects": -1,
            "task_effort": at,
            "task_again": at,
            "task_again_wait": at,
            "task_again_chance": 0.0,
        }

    def _alarm_role(self) -> int:
        """IT looks into alarms; where nobody does IT, whoever is first in the house."""
        inside = [team for team in self.names.teams if not team.outside]
        held = [role for team in inside for role in (*team.roles, *team.deputises)]
        return ROLES.index("it" if "it" in held else held[0])

    # -- decisions, injects, duties, clients -------------------------------------------------

    def _decisions(self) -> dict[str, Any]:
        v, decisions, rate = self.vocabulary, self.scenario.decisions, self.story_rate
        self.draws.add_group("decision", dict.fromkeys(decisions))
        planned = [
            options.index(answer) if (answer := self.plan.answers.get(name)) in options else -1
            for name, options in zip(decisions, self.names.option_names, strict=True)
        ]
        return {
            "decision_when": [v.condition(d.when, rate=rate) for d in decisions.values()],
            "decision_wait_s": [round(d.wait_h * w.HOUR) for d in decisions.values()],
            "decision_default": [list(d.options).index(d.default) for d in decisions.values()],
            "decision_plan": planned,
            "decision_otherwise": [
                list(d.options).index(d.otherwise.option) if d.otherwise else -1
                for d in decisions.values()
            ],
            "decision_otherwise_share": [
                d.otherwise.share.central if d.otherwise else 0.0 for d in decisions.values()
            ],
            "decision_owner": [
                ROLES.index(d.owner) if d.owner in ROLES else -1 for d in decisions.values()
            ],
            "decision_options": [
                [v.effect_list(option.effects, rate) for option in d.options.values()]
                for d in decisions.values()
            ],
        }

    def _injects(self) -> dict[str, Any]:
        v, rate = self.vocabulary, self.story_rate
        injects = list(self.scenario.injects.values())
        free = len(self.names.inject_names) - len(injects)
        anchors = [_ANCHORS.get(i.after, ANCHOR_DECISION) for i in injects]
        decisions = [v.place("decision", i.after.removeprefix("decision/")) for i in injects]
        return {
            "inject_anchor": anchors + [ANCHOR_HAND] * free,
            "inject_anchor_decision": decisions + [-1] * free,
            "inject_delay_s": [round(i.delay_h * w.HOUR) for i in injects] + [0] * free,
            "inject_when_at_first": [v.condition(i.when, rate=rate) for i in injects]
            + [-1] * free,
            "inject_by_hand": [i.by_hand for i in injects] + [True] * free,
            "inject_effects_at_first": [v.effect_list(i.effects, rate) for i in injects]
            + [-1] * free,
        }


def _ease(kind: DataClass) -> float:
    """Return how easily data of a kind tell whose they are: one number, or by what is in them."""
    if kind.identifiability is not None:
        return kind.identifiability
    return ease_of_identification(kind.identifiers)

"""The names of everything in a model, and the places they get in the flat tables."""

from __future__ import annotations

from typing import Any

from simulation.inputs.organisation import Organisation, Team
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.program.standing import STANDING
from simulation.program.vocabulary import Vocabulary, all_conditions, all_effects
from simulation.world import layout as w
from simulation.world.escalation import GRADES
from simulation.world.money import FORM_OF_ITEM, ITEMS
from simulation.world.threat_tables import TURNS

STANDARD_EVENTS = ("client-defrauded", "data-posted", "ransom-note", "sale-offer")
"""World events that an improvised inject can name in any scenario."""
ALARM_TASK = "false-alarm"
_ENTITY_CLASS = {
    w.E_GRID: w.GRID,
    w.E_TASK: w.TASK_END,
    w.E_SHIFT: w.STAFF,
    w.E_ARRIVAL: w.STAFF,
    w.E_LEAVE: w.STAFF,
    w.E_HIRE: w.STAFF,
    w.E_DECISION: w.DECISION,
}


class Names:
    """Lists of names; the place of a name in its list is its number everywhere."""

    def __init__(
        self, scenario: Scenario, plan: Plan, organisation: Organisation, improvised: int
    ) -> None:
        self._plan, self._organisation = plan, organisation
        self.teams: list[Team] = [*organisation.teams, *plan.teams]
        self.team_names = [team.name for team in self.teams]
        self.task_names = [*plan.tasks, ALARM_TASK, *STANDING]
        self.decision_names = list(scenario.decisions)
        self.system_names = [system.name for system in organisation.systems]
        self.option_names = [list(d.options) for d in scenario.decisions.values()]
        slots = [f"improvised-{number:02d}" for number in range(1, improvised + 1)]
        self.inject_names = [*scenario.injects, *slots]
        day = scenario.begins.date()
        self.obligations = [
            (i, o)
            for i, law in enumerate(organisation.laws)
            for o in law.obligations
            if o.in_force_from <= day <= (o.in_force_to or day)
        ]
        self.obligation_names = [o.id for _, o in self.obligations]
        effects = [*all_effects(scenario), *all_effects(plan)]
        conditions = [*all_conditions(scenario), *all_conditions(plan)]
        conditions += [c for _, o in self.obligations for c in (o.when, *o.exempt_when) if c]
        named = {e.flag for e in effects if e.effect == "flag"}
        named |= {flag for c in conditions for flag in (*c.flag, *c.without)}
        self.flag_names = [*w.MOMENTS, *sorted(named - set(w.MOMENTS))]
        events = {e.event: e.external for e in effects if e.effect == "world_event"}
        self.events = dict.fromkeys(STANDARD_EVENTS, True) | events
        self.event_names = sorted(self.events)
        self.disproving = {e.event for e in effects if e.effect == "world_event" and e.disproves}

    def vocabulary(self) -> Vocabulary:
        """Return a vocabulary that finds the places of these names."""
        places = {
            "flag": self.flag_names,
            "task": self.task_names,
            "audience": list(w.AUDIENCES),
            "decision": self.decision_names,
            "system": self.system_names,
            "event": self.event_names,
            "team": self.team_names,
            "obligation": self.obligation_names,
        }
        vocabulary = Vocabulary(places, self.option_names)
        for index, task in enumerate(self._plan.tasks.values()):
            vocabulary.labels.setdefault(task.label, []).append(index)
        return vocabulary

    def tables(self) -> dict[str, Any]:
        """Return the fields of the tables that hold entities and subjects."""
        groups = (
            (w.E_GRID, "", ["continuous change"]),
            (w.E_TASK, "task/", self.task_names),
            (w.E_SHIFT, "", ["shift"]),
            (w.E_ARRIVAL, "arrival/", self.team_names),
            (w.E_VISIT, "", ["visit"]),
            (w.E_ALARM, "", ["alarm"]),
            (w.E_CHANNEL, "channel/", list(w.CHANNELS)),
            (w.E_EVENT, "event/", self.event_names),
            (w.E_OBLIGATION, "obligation/", self.obligation_names),
            (w.E_MEDIA, "", ["media"]),
            (w.E_CASE, "case/", [law.name for law in self._organisation.laws]),
            (w.E_INJECT, "inject/", self.inject_names),
            (w.E_DECISION, "decision/", self.decision_names),
            (w.E_SPREAD, "spread/", self.system_names),
            (w.E_RESTORE, "restore/", self.system_names),
            (w.E_TURN, "turn/", list(TURNS)),
            (w.E_QUESTION, "", ["questions"]),
            (w.E_CLAIM, "claims/", [law.name for law in self._organisation.laws]),
            (w.E_ESCALATION, "escalation/", list(GRADES)),
            (w.E_LEAVE, "leaving/", self.team_names),
            (w.E_HIRE, "hiring/", self.team_names),
            (w.E_TALK, "talk/", list(w.TALKS)),
        )
        names: list[str] = []
        kinds: list[int] = []
        items: list[int] = []
        first: list[int] = []
        for kind, prefix, members in groups:
            first.append(len(names))
            names += [prefix + member for member in members]
            kinds += [kind] * len(members)
            items += range(len(members))
        order = sorted(range(len(names)), key=lambda e: names[e])
        rank = [0] * len(names)
        for place, entity in enumerate(order):
            rank[entity] = place
        return {
            "entity_kind": kinds,
            "entity_item": items,
            "entity_class": [_ENTITY_CLASS.get(kind, w.WORLD) for kind in kinds],
            "entity_rank": rank,
            "first": first,
            **self._subjects(names),
        }

    def _subjects(self, names: list[str]) -> dict[str, Any]:
        organisation = self._organisation
        fields: dict[str, Any] = {}
        for field, prefix, members in (
            ("flag_subject", "flag/", self.flag_names),
            ("team_subject", "team/", self.team_names),
            ("system_subject", "system/", self.system_names),
            ("holding_subject", "holding/", [h.name for h in organisation.holdings]),
            ("audience_subject", "audience/", list(w.AUDIENCES)),
            ("phase_subject", "phase/", list(w.PHASES)),
            ("room_subject", "", ["the room"]),
            ("item_subject", "cost/", [*ITEMS, *(f"measures: {form}" for form in w.FORMS)]),
        ):
            fields[field] = len(names)
            names += [prefix + member for member in members]
        forms = [*FORM_OF_ITEM, *range(len(w.FORMS))]
        return {"names": names, "item_form": forms, **fields}

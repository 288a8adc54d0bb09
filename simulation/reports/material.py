"""What a drill's report is written from: the drill at one moment, looked up by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simulation import charts
from simulation.charts import Story
from simulation.drill import Act, Conclusions, Drill, Observation, Rating, View
from simulation.drill.course import Record
from simulation.inputs.organisation import Organisation
from simulation.inputs.scenario import Scenario
from simulation.log import Event, Log, moment_at
from simulation.outcomes import Outcome
from simulation.reports.blocks import Link
from simulation.speaking import BOTH, speaking
from simulation.text import CATALOGUE, Text, both, own_title, told
from simulation.units import show_moment

HOUR = 3_600
_SUBJECT = {
    "decide": ("decision", "decision"),
    "heads": ("team", "team"),
    "shift": ("team", "team"),
    "call_in": ("team", "team"),
    "improvise": ("inject", "name"),
    "edit": ("inject", "name"),
    **dict.fromkeys(("release", "hold_back", "put_back", "skip"), ("inject", "inject")),
}
"""What an act is about: the room of its subject in the log, and where the act says its name."""


@dataclass(frozen=True)
class Material:
    """A drill at one moment, for its report: what is true is left out while it still runs.

    It holds nothing that goes on changing, so a report can be made of it beside the drill.
    """

    record: Record
    file_name: str
    finished: bool
    ended: bool
    acts: tuple[Act, ...]
    conclusions: Conclusions
    view: View
    story: Story
    outcome: Outcome
    log: Log
    branches: int
    ratings: tuple[Rating, ...] = ()
    observations: tuple[Observation, ...] = ()
    language: str = BOTH
    """What it is to be written in: en, zh or both."""

    @classmethod
    def of(
        cls, drill: Drill, conclusions: Conclusions | None = None, *, language: str = BOTH
    ) -> Material:
        """Take down a drill as it stands now, also while an earlier moment is shown."""
        with drill.at_present(), speaking(language):
            return cls._taken(drill, conclusions, language)

    @classmethod
    def _taken(cls, drill: Drill, conclusions: Conclusions | None, language: str) -> Material:
        over = drill.finished or drill.ended
        view = drill.view(truth=over)
        return cls(
            record=drill.record(),
            file_name=drill.file.name,
            finished=drill.finished,
            ended=drill.ended,
            acts=drill.acts,
            conclusions=conclusions or drill.conclusions,
            view=view,
            story=charts.story(drill, truth=over, view=view),
            outcome=drill.outcome,
            log=drill.log.copy(),
            branches=len(drill.branches),
            ratings=drill.ratings,
            observations=drill.observations,
            language=language,
        )

    @property
    def over(self) -> bool:
        """Whether the drill has ended, so that its report may tell the truth."""
        return self.finished or self.ended

    @property
    def scenario(self) -> Scenario:
        """What happens in the drill."""
        return self.record.scenario

    @property
    def firm(self) -> Organisation:
        """To whom it happens."""
        return self.record.organisation or self.scenario.organisation

    @cached_property
    def events(self) -> dict[tuple[str, str], list[Event]]:
        """Events of the log by kind and subject."""
        found: dict[tuple[str, str], list[Event]] = {}
        for event in self.log:
            found.setdefault((event.kind, event.subject), []).append(event)
        return found

    @cached_property
    def acts_on(self) -> dict[tuple[int, str], Act]:
        """Acts of people by their moment and by what they are about."""
        found = {}
        for act in self.acts:
            if act.kind in _SUBJECT:
                room, argument = _SUBJECT[act.kind]
                found[act.time_s, f"{room}/{act.arguments[argument]}"] = act
        return found

    @cached_property
    def teams(self) -> dict[str, Text]:
        """What each team is called."""
        return {team.name: team.title for team in self.view.staff}

    def when(self, time_s: int) -> str:
        """Return a moment of the drill by its calendar, on one line."""
        return _unbroken(show_moment(moment_at(self.view.begins, time_s)))

    def day_and_hour(self, time_s: int) -> str:
        """Return a moment by its calendar, with the drill's day: the first sign is on day 1."""
        first, then = (moment_at(self.view.begins, s) for s in (self.view.drill_began_s, time_s))
        day = (then.date() - first.date()).days + 1
        key = "report/day" if day > 0 else "report/days_before"
        said = told(key, day=str(day if day > 0 else 1 - day))
        return f"{_unbroken(said)}, {self.when(time_s)}"

    @property
    def zone(self) -> str:
        """The time zone of the drill's clock, which is the firm's."""
        return str(self.view.begins.tzinfo)

    def link(self, text: str, kind: str, subject: str) -> str | Link:
        """Return words that lead to the last event of a kind, if there is one."""
        found = self.events.get((kind, subject))
        return Link(text, f"event-{found[-1].number}") if found else text

    def task(self, name: str) -> Text:
        """Return what a task is called."""
        tasks = self.record.plan.tasks
        return tasks[name].title if name in tasks else own_title(f"task/{name}")

    def team(self, name: str) -> Text:
        """Return what a team is called."""
        return self.teams.get(name, name)


def named(key: str) -> str:
    """Return a message of the catalogue in both languages, or the last part of an unknown key."""
    return both(CATALOGUE[key]) if key in CATALOGUE else key.rpartition("/")[2]


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")

"""What we do once it has begun: staffing, tasks, answers, support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from pydantic import Field, model_validator

from simulation.inputs.base import Currency, Input, Name, Role, Text
from simulation.inputs.claims import Amount, Claim, Share
from simulation.inputs.effects import Condition, Effect, Label
from simulation.inputs.organisation import ShiftText, Team
from simulation.inputs.people import Coordination, Readiness, Welfare
from simulation.inputs.references import Misfit, Reference, leaves

Phase = Literal["detection", "containment", "notification", "remediation"]
PHASES: tuple[Phase, ...] = ("detection", "containment", "notification", "remediation")


class Staffing(Input):
    """A change to one of the organisation's teams."""

    add: int = Field(default=0, ge=-1000, le=1000)
    shift: ShiftText | None = None
    overtime_h: float = Field(default=0, ge=0, le=8)
    everyday_share: float | None = Field(default=None, ge=0, le=0.95)
    on_call: bool = Field(
        default=False, description="whether somebody answers the telephone at any hour, to decide"
    )


class Again(Input):
    """A chance that the work did not do it: wait, then do it again."""

    chance: Share
    wait_h: Amount | None = None
    most: int = Field(default=1, ge=1, le=3)


class Task(Input):
    """A piece of work by people, or a wait without them.

    Effort is working time of people; elapsed is calendar time that needs nobody.
    """

    title: Text
    phase: Phase
    label: Label
    after: tuple[Name, ...] = ()
    people: dict[Role, int] = Field(default_factory=dict)
    effort_h: Amount | None = None
    elapsed_h: Amount | None = None
    priority: int = Field(default=50, ge=0, le=100)
    urgent: bool = False
    when: Condition | None = None
    skip_when: Condition | None = None
    again: Again | None = None
    notices: bool = False
    effects: tuple[Effect, ...] = Field(default=(), max_length=20)

    @property
    def duration_h(self) -> Claim:
        """The effort of people, or the elapsed time of a wait."""
        return self.effort_h or self.elapsed_h or Claim(value=0)

    @model_validator(mode="after")
    def _work_or_wait(self) -> Task:
        if (self.effort_h is None) == (self.elapsed_h is None):
            raise ValueError("a task has effort_h with people, or elapsed_h without; expected one")
        if (self.effort_h is None) == bool(self.people):
            raise ValueError(
                "people go with effort_h, and a wait has none; expected both or neither"
            )
        if any(number < 1 for number in self.people.values()):
            raise ValueError("a role is asked for fewer than one person; expected 1 or more")
        return self


class Support(Input):
    """Who answers clients' questions, and how notices are sent."""

    lent: dict[Name, int] = Field(default_factory=dict)
    letters_share: float = Field(default=0.5, ge=0, le=1)
    posts_watched: bool = Field(
        default=False, description="whether somebody reads what is posted about the firm"
    )


class Plan(Input):
    """What we choose to do, written so that it fits any organisation.

    >>> from simulation.files import load
    >>> load("plans/lean").change({"staffing.it.add": 1}).staffing["it"].add
    1
    """

    kind: Literal["plan"] = "plan"
    name: Name
    title: Text
    summary: Text
    currency: Currency
    staffing: dict[Name, Staffing] = Field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    tasks: dict[Name, Task] = Field(min_length=1, max_length=200)
    answers: dict[Name, Name] = Field(default_factory=dict)
    support: Support = Support()
    coordination: Coordination = Coordination()
    welfare: Welfare = Welfare()
    readiness: Readiness | None = None
    """What it says counts before what the organisation says; without one nothing was prepared,
    and the efforts and waits are meant as they stand."""
    towards_authority: Literal["open", "plain", "obstructive"] = "plain"
    """How questions of an authority are met, unless a decision says otherwise."""
    yearly_cost: Amount | None = None
    """What being ready costs each year, breach or not, in the plan's currency; no run holds it."""

    REFERENCES = (Reference("tasks.*.after.*", "tasks"),)
    UNIQUE = ("teams.*.name",)

    @classmethod
    def misfits(cls, data: Mapping[str, Any]) -> Iterator[Misfit]:
        """Return names that nothing has, and tasks that wait for each other.

        >>> data = {"tasks": {"stop": {"after": ["scope"]}, "scope": {"after": ["stop"]}}}
        >>> [misfit.path for misfit in Plan.misfits(data)]
        [('tasks', 'stop', 'after')]
        """
        yield from super().misfits(data)
        waits: dict[str, list[str]] = {}
        for path, other in leaves(data, "tasks.*.after.*"):
            waits.setdefault(str(path[1]), []).append(str(other))
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            ring: list[str] = error.args[1][::-1]
            problem = f"these tasks wait for each other: {' after '.join(ring)}"
            yield Misfit(("tasks", ring[0], "after"), problem, "a task that can begin")

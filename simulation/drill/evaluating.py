"""What evaluators see in a drill: ratings of its objectives, and observations with their moment.

Both are acts beside the world: they change nothing in it, and undoing leaves them alone.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from simulation.drill.acts import MOST_NAME, MOST_TEXT, short
from simulation.drill.debrief import Debrief
from simulation.drill.given import plainly
from simulation.drill.view import FeedLine
from simulation.errors import ActRefused, nearest
from simulation.inputs.scenario import Scenario

RATINGS = ("P", "S", "M", "U")
"""Of HSEEP (FEMA, Homeland Security Exercise and Evaluation Program, 2020): performed without
challenges, with some, with major challenges, unable to be performed."""
FINDINGS = ("", "strength", "improvement")
"""What an observation may speak of."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How an evaluator rates an objective; `undone` where the future it was given in was left."""

    objective: str
    rating: str
    why: str
    by: str
    time_s: int
    undone: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """What an evaluator saw, when, and after which line of the log; -1 is before any."""

    text: str
    objective: str
    finding: str
    by: str
    time_s: int
    event: int
    undone: bool


class Evaluating(Debrief):
    """The part of a drill that evaluators write.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> drill.observe("They ask who leads.", objective="recognise", by="Chen")
    >>> drill.rate("recognise", "S", "Half an hour passed before anybody led.", by="Chen")
    >>> [(one.objective, one.rating) for one in drill.ratings], drill.observations[0].text
    ([('recognise', 'S')], 'They ask who leads.')
    >>> drill.close()
    """

    @property
    @abstractmethod
    def scenario(self) -> Scenario:
        """What happens in this drill."""

    @property
    def undone(self) -> frozenset[int]:
        """Numbers of records that belong to a future which was undone."""
        raise NotImplementedError

    def _last_line(self) -> FeedLine | None:
        raise NotImplementedError

    @plainly
    def rate(self, objective: str, rating: str, why: str = "", by: str = "") -> None:
        """Rate an objective P, S, M or U; an evaluator's last rating of it counts.

        P is performed without challenges, S with some, M with major ones, U not at all.
        """
        self._expect_objective(objective)
        if rating not in RATINGS:
            raise ActRefused(f"rating {rating!r}; expected one of {', '.join(RATINGS)}")
        words = {"why": short(why, MOST_TEXT), "by": short(by, MOST_NAME)}
        self._record("rate", {"objective": objective, "rating": rating, **words})

    @plainly
    def observe(self, text: str, objective: str = "", finding: str = "", by: str = "") -> None:
        """Write down what was seen just now; of an objective, a strength or an improvement."""
        kept = short(text, MOST_TEXT)
        if not kept.strip():
            raise ActRefused("the observation is empty; expected a line of text")
        if objective:
            self._expect_objective(objective)
        if finding not in FINDINGS:
            raise ActRefused(f"finding {finding!r}; expected strength, improvement or nothing")
        line = self._last_line()
        about: dict[str, Any] = {"objective": objective, "finding": finding}
        about |= {"event": line.number if line else -1, "by": short(by, MOST_NAME)}
        self._record("observe", {"text": kept, **about})

    def _expect_objective(self, objective: str) -> None:
        names = [one.id for one in self.scenario.objectives]
        if objective not in names:
            near = nearest(str(objective), names)
            hint = f"; did you mean “{near}”?" if near else ""
            known = ", ".join(names) or "none, for the scenario has no objectives"
            raise ActRefused(f"there is no objective {objective!r}; expected {known}{hint}")

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """Each evaluator's last rating of each objective, in the scenario's order."""
        last = {
            (act.arguments["objective"], act.arguments["by"]): act
            for act in self._acts
            if act.kind == "rate"
        }
        order = [one.id for one in self.scenario.objectives]
        found = [
            Rating(
                objective=str(act.arguments["objective"]),
                rating=str(act.arguments["rating"]),
                why=str(act.arguments["why"]),
                by=str(act.arguments["by"]),
                time_s=act.time_s,
                undone=act.number in self.undone,
            )
            for act in last.values()
        ]
        return tuple(sorted(found, key=lambda one: order.index(one.objective)))

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What evaluators saw, by the drill's clock."""
        found = [
            Observation(
                text=str(act.arguments["text"]),
                objective=str(act.arguments["objective"]),
                finding=str(act.arguments["finding"]),
                by=str(act.arguments["by"]),
                time_s=act.time_s,
                event=int(act.arguments["event"]),
                undone=act.number in self.undone,
            )
            for act in self._acts
            if act.kind == "observe"
        ]
        return tuple(sorted(found, key=lambda one: one.time_s))

"""What can be asked of a drill beside playing it: what if, what mattered, what is to come."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from simulation.drill import decisive as weighing
from simulation.drill import forecast as ahead
from simulation.drill import what_if as asked
from simulation.drill.acts import BESIDE_THE_WORLD
from simulation.drill.course import Record
from simulation.drill.decisive import Decisive
from simulation.drill.evaluating import Evaluating
from simulation.drill.forecast import Forecast, WaitingCost
from simulation.drill.futures import How, Progress
from simulation.drill.given import plainly
from simulation.drill.scene import Inputs
from simulation.drill.what_if import WhatIf
from simulation.study.workers import Cancel


class Asking(Evaluating):
    """Questions to a drill, answered beside it: the drill itself stays as it is."""

    inputs: Inputs

    @property
    @abstractmethod
    def now_s(self) -> int:
        """Seconds since the first unauthorised access."""

    def record(self) -> Record:
        """Return the drill as it was played, as plain values that play again."""
        acts = Record.written([act for act in self.acts if act.kind not in BESIDE_THE_WORLD])
        i = self.inputs
        who = i.scenario, i.plan, i.organisation, i.seed
        return Record(*who, acts, self.now_s, i.length_min)

    @plainly
    def what_if(
        self,
        changes: Mapping[str, object] | None = None,
        /,
        *,
        at_h: float | None = None,
        futures: int = 0,
        executor: Executor | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        **decisions: str,
    ) -> WhatIf:
        """Return what would have come of something else, on the same luck.

        Ask for another option of a decision that was taken, `what_if(isolate="now")`, where `_`
        stands for `-`; or with a mapping for `"inject/NAME"`: `"release"` or `"skip"`, and
        `"heads/TEAM"`: a number, both at `at_h` hours after the first sign. Left out, an inject is
        released now, or skipped when it came, and heads change at the first sign.

        Everything up to there is as it was. What the room did later it does again: a question is
        answered as long after it comes up as it was, what fell to a default does so again, and
        other acts have their times; what does not apply any more is listed. A question that the
        room has given no answer to is answered by the plan as soon as it comes up, but not before
        the drill's present, or by its default where the plan says nothing.

        With `futures` the same two courses are also played from the moment where they part over
        so many other lucks; what had begun keeps its draw.

        Raises InputError with everything that is wrong in the question.

        >>> import tempfile
        >>> from simulation.drill import Drill
        >>> from simulation.files import load
        >>> file = tempfile.mkdtemp() + "/friday.drill"
        >>> scenario, plan = load("breaches/insider-export"), load("plans/lean")
        >>> drill = Drill.start(scenario, plan, file, seed=7)
        >>> drill.jump("decision")
        'decision'
        >>> drill.decide("isolate", "tonight")
        >>> answer = drill.what_if(isolate="now")
        >>> answer.at_s == drill.now_s, answer.same
        (True, False)
        >>> drill.close()
        """
        how = How(executor, progress, cancel)
        wishes = {**(changes or {}), **decisions}
        return asked.what_if(self.record(), wishes, at_h=at_h, futures=futures, how=how)

    @plainly
    def decisive(
        self,
        n: int = 3,
        *,
        futures: int = 50,
        executor: Executor | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> tuple[Decisive, ...]:
        """Return the decisions that mattered most, the weightiest first.

        Each decision that was taken, by the room or by default, is asked what would have come of
        its other options. The mean differences are weighed in standard deviations of the measure;
        a difference whose interval leaves out zero comes before any other. A first look over
        fewer futures picks what is looked at over all of them.
        """
        how = How(executor, progress, cancel)
        return weighing.decisive(self.record(), n, futures=futures, how=how)

    @plainly
    def forecast(
        self,
        inject: str,
        *,
        futures: int = ahead.FUTURES,
        executor: Executor | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Forecast:
        """Return what an inject that waits is expected to change, released now rather than never.

        The changes are in record-days untold, cost and trust after 1, 3 and 7 days, and at the
        end of the run. Raises ActRefused when the inject does not wait.
        """
        how = How(executor, progress, cancel)
        return ahead.forecast(self.record(), inject, futures=futures, how=how)

    @plainly
    def waiting_cost(
        self,
        decision: str,
        options: Sequence[str] = (),
        *,
        wait_h: float = ahead.WAIT_H,
        futures: int = ahead.FUTURES,
        executor: Executor | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> WaitingCost:
        """Return what a quarter of an hour of waiting with an open decision costs, by option.

        Without options it is the plan's answer, or else the default. Answering now is compared
        with answering in `wait_h` hours, or just before the deadline where that comes sooner, and
        the difference is divided by the quarters of an hour, for a single one often hits nothing.
        Raises ActRefused when the decision does not wait for its answer.
        """
        how = How(executor, progress, cancel)
        return ahead.waiting_cost(
            self.record(), decision, options, wait_h=wait_h, futures=futures, how=how
        )

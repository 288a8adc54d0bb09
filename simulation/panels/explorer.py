"""The student's screen: change one thing, and see at once what it does and why.

The explorer of `simulation.study.exploring` does the work in processes of its own and posts each
answer; the loop of the screen asks and shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from simulation.errors import InputError, SimulationError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.explorer_answer import Curves, Figures, Reasons, Story, verdict_key
from simulation.panels.explorer_fields import Settings
from simulation.panels.explorer_refusals import refusal_lines
from simulation.panels.explorer_settings import asked_for, of_controls, usual
from simulation.panels.markup import element, page, show, stylesheet, two
from simulation.panels.parts import HIDDEN, SHOWN, both_ways, button, column, label, row, switch
from simulation.panels.screen import Screen, explained, key_of, take_over
from simulation.study.exploring import Exploration, Explorer, Which
from simulation.study.ledger import CHANGED, UNCHANGED
from simulation.study.workers import Case
from simulation.text import CATALOGUE

SHEET = "explorer.css"
OLD = "explore-old"
GRACE_S = 0.08
"""How long the browser has to show a first picture before workers take the cores again."""


class Explore(Screen):
    """The widgets of one exploration; its newest answer is in `answer`.

    >>> from simulation.files import load
    >>> case = Case("as it is", load("breaches/mis-sent-filing"), load("plans/lean"))
    >>> screen = Explore(case, None, seed=1, replications=2, workers=0)
    >>> screen.settings.fields["plan.staffing.it.add"].slider.value = 2
    >>> screen.handle_all()
    >>> screen.settings.changes()
    {'plan.staffing.it.add': 1}
    >>> screen.stop()
    """

    def __init__(
        self,
        case: Case,
        settings: Mapping[str, object] | None,
        *,
        controls: Iterable[str] = (),
        seed: int,
        replications: int,
        workers: int | None = None,
    ) -> None:
        super().__init__()
        self.answer: Exploration | None = None
        self._shown: Exploration | None = None
        self._question = 0
        self._spoken: object = None
        self._to_ask = False
        self._lost = 0
        self._problem = ""
        offers = usual(case) if settings is None else asked_for(case, settings)
        offered = {offer.path for offer in offers}
        more = of_controls(case, dict.fromkeys(controls))
        offers = (*offers, *(offer for offer in more if offer.path not in offered))
        self.explorer = Explorer(
            *case.inputs, seed=seed, replications=replications, workers=workers, paced=True
        )
        self.settings = Settings(self, self.explorer.base, offers, seed, self._changed)
        self._build()
        self._question = self.explorer.newest
        self.explorer.heard = self._hear
        # What was answered before anybody heard is told again.
        self._follow("typical")
        self._said = [both_ways("explore/ready")]
        self.handle_all()

    def _build(self) -> None:
        self.curves, self.figures = Curves(self, self._look), Figures()
        self.story, self.reasons = Story(self, self._follow), Reasons(self)
        self.problem = page("explore-problem")
        caution = page("explore-caution", says=two(CATALOGUE["explore/caution"]))
        self.undo = button(self, "explore/undo", self._undo)
        self.reset = button(self, "explore/reset", self._reset)
        self.keep = button(self, "explore/keep", self._keep)
        self.whole = switch(self, "screen/whole", self._widen)
        line = row(*(self.status, self.undo, self.reset, self.keep, self.whole), kind="drill-line")
        tellings = row(self.story.widget, self.reasons.widget, kind="explore-tellings")
        self.shown = column(
            *(self.curves.widget, self.figures.widget, tellings, caution),
            kind="explore-answer",
        )
        left = column(self.settings.widget, kind="explore-settings")
        body = row(left, self.shown, kind="explore-body")
        self.children = (stylesheet(SHEET), line, self.problem, body)
        self.add_class("drill-explore")

    # -- acts ------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._to_ask = True

    def _follow(self, which: Which) -> None:
        self.explorer.follow(which, self.curves.measure)

    def _look(self) -> None:
        """Tell a run that is typical, or worst, in what the chart shows."""
        if not isinstance(self.story.which, int):
            self._follow(self.story.which)

    def _undo(self) -> str:
        done = self.settings.undo()
        return both_ways("explore/undone" if done else "explore/nothing_to_undo")

    def _reset(self) -> str:
        self.settings.reset()
        return both_ways("explore/was_reset")

    def _keep(self) -> str:
        # What was turned before the click is kept with the rest.
        self._ask()
        if self._problem:
            return both_ways("explore/refused")
        self.explorer.keep()
        self.settings.rebase(self.explorer.base, self.explorer.seed)
        self._to_ask = True
        return both_ways("explore/kept")

    def _widen(self) -> None:
        change = self.add_class if self.whole.value else self.remove_class
        change("drill-whole")

    def stop(self) -> None:
        """End the loop and the workers."""
        self.explorer.close(timeout_s=0.0)
        super().stop()

    # -- questions and answers -------------------------------------------------------------

    def tick(self) -> str | None:
        """Ask once for all that has been changed since the last look."""
        self.settings.settle()
        return self._ask()

    def _ask(self) -> str | None:
        if not self._to_ask or self.stopped:
            return None
        self._to_ask = False
        self.settings.mark()
        self.settings.refuse("")
        self.shown.add_class(OLD)
        self.curves.show_progress(label("explore/thinking"))
        try:
            self._question = self.explorer.ask(
                self.settings.changes(),
                switched_off=self.settings.switched_off,
                seed=self.settings.luck,
            )
        except InputError as refusal:
            return self._refuse(refusal)
        self._show_problem("")
        return None

    def _refuse(self, refusal: InputError) -> str:
        """Say what cannot be; the answer before it stays, in grey."""
        self._question = -1
        self.curves.show_progress(label("explore/old"))
        settings = self.settings
        lines = refusal_lines(refusal, self.explorer.base, settings.changes(), settings.last)
        self._show_problem("\n".join(lines))
        settings.refuse(lines[0])
        return both_ways("explore/refused")

    def _show_problem(self, words: str) -> None:
        self._problem = words
        first, *others = words.splitlines() or [""]
        more = [both_ways("explore/more_faults", count=len(others))] if others else []
        lines = [element("p", line) for line in (first, *more) if line]
        show(self.problem, element("div", *lines, role="alert") if lines else "")
        self.problem.layout.display = SHOWN if lines else HIDDEN

    def _hear(self, answer: Exploration | SimulationError) -> None:
        """Take an answer in the explorer's thread: the loop shows it."""
        self.post(partial(self._take_in, answer))

    def _take_in(self, answer: Exploration | SimulationError) -> str | None:
        if isinstance(answer, SimulationError):
            self._show_problem(explained(answer))
            return None
        if answer.question != self._question:
            return None
        self.answer = answer
        return self._words(answer)

    def _words(self, answer: Exploration) -> str | None:
        """Return what is said of an answer: the first to a question, the last, and any news."""
        said = []
        if answer.lost > self._lost:
            self._lost = answer.lost
            said.append(both_ways("explore/in_process" if answer.in_process else "explore/lost"))
        verdicts = {
            name: CATALOGUE[verdict_key(answer.study.difference(measure, CHANGED), answer)]
            for name, measure in (("cost", "cost"), ("exposure", "record_days_untold"))
        }
        # Said again only where it is another answer: a reader who hears it is not told the same.
        key = (answer.question, answer.complete, tuple(one["en"] for one in verdicts.values()))
        if key != self._spoken:
            self._spoken = key
            said.append(
                both_ways("explore/answer", runs=answer.runs, asked=answer.asked, **verdicts)
            )
        return " ／ ".join(said)

    def refresh(self) -> None:
        """Show the newest answer, the picture first."""
        self.beat()
        answer = self.answer
        if answer is None:
            return
        for part in (self.curves, self.figures, self.story):
            self._guard(partial(part.show, answer))
        self._guard(partial(self.reasons.show, answer, self.curves.measure))
        if answer is not self._shown:
            self._shown = answer
            # Not before everything is new: what was grey stays so until then.
            if answer.question == self._question:
                self.shown.remove_class(OLD)
                progress = both_ways("explore/progress", runs=answer.runs, asked=answer.asked)
                self.curves.show_progress(progress)
            self._go_on()

    def _go_on(self) -> None:
        """Sharpen the answer, once the browser has had the cores to show it."""
        if self._loop is None:
            self.explorer.go_on()
        else:
            self._loop.call_later(GRACE_S, self.explorer.go_on)


def explore(
    scenario: Scenario,
    plan: Plan,
    settings: Mapping[str, object] | None = None,
    organisation: Organisation | None = None,
    *,
    controls: Iterable[str] = (),
    seed: int = 1,
    replications: int = 200,
    workers: int | None = None,
) -> Explore:
    """Return sliders on a plan and what they do to the whole spread, for a cell's last line.

    Run again on the same inputs, it takes the place of the screen before it.

    Parameters
    ----------
    settings
        What may be changed: dotted paths with `(low, high)`, `(low, high, step)`, a list of
        values, or labels with values. Left out: heads and hours of every team, every effort
        and wait, every decision. Mechanisms and the seed are always there.
    controls
        Preventive controls of the library whose quality may be turned beside that, by name.
    workers
        How many processes do the work; one a core when left out, none for 0.

    Examples
    --------
    >>> from simulation.files import load
    >>> scenario, plan = load("breaches/mis-sent-filing"), load("plans/lean")
    >>> sliders = {"staffing.it.add": (0, 3), "answers.wording": ["facts", "apology"]}
    >>> screen = explore(scenario, plan, sliders, replications=2, workers=0)
    >>> list(screen.settings.offers)
    ['staffing.it.add', 'answers.wording']
    >>> screen.stop()
    """
    case = Case(UNCHANGED, scenario, plan, organisation or scenario.organisation)
    made = Explore(
        case,
        settings,
        controls=controls,
        seed=seed,
        replications=replications,
        workers=workers,
    )
    return take_over(key_of("explore", case.inputs), made)

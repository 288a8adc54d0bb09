"""What to compare: the breach, the organisation, the plans, how often, and on what luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import ipywidgets as widgets

from simulation.errors import SimulationError
from simulation.files import library, load
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.background import Job
from simulation.panels.markup import beside, element, page, show, spoken, two
from simulation.panels.parts import (
    HIDDEN,
    SHOWN,
    Act,
    Owner,
    both_ways,
    button,
    column,
    dressed,
    field,
    label,
    on_change,
    row,
)
from simulation.study import MEASURES
from simulation.study.comparing import FIRST_LOOK, NEXT_LOOK
from simulation.study.measures import measure_named
from simulation.text import lasting

Model = TypeVar("Model", Scenario, Organisation, Plan)
MOST_RUNS = 1_000_000
# A browser counts whole numbers to here.
MOST_SEED = 2**53 - 1
ROUGH_S = 90
FEW_RUNS = 20
"""Under so many runs, not one of them is beyond the 95th percentile."""
OWN = -1
"""In the place of an organisation: the one that the breach brings."""
KINDS = ("scenario", "plan", "organisation")
FIRST_WIDTHS = {
    "money": 10_000.0,
    "share": 5.0,
    "h": 12.0,
    "record-days": 1_000.0,
    "people": 10.0,
    "clients": 10.0,
}
"""In the units that the screen shows."""
FIRST_PLANS = {"no-plan": 0, "lean": 1}


@dataclass(frozen=True)
class Choice:
    """What is to be compared; the first plan is the one the others are held against."""

    scenario: Scenario
    organisation: Organisation | None
    plans: tuple[Plan, ...]
    replications: int
    seed: int
    until: dict[str, float] | None


@dataclass(frozen=True)
class Shelf:
    """What can be chosen from: what was given, then the library's."""

    scenarios: tuple[Scenario, ...]
    organisations: tuple[Organisation, ...]
    plans: tuple[Plan, ...]
    chosen_plans: tuple[Plan, ...]
    chosen_organisation: Organisation | None = None
    """The one that was given; without one, each breach brings its own."""

    @property
    def inputs(self) -> tuple[Scenario | Organisation | Plan, ...]:
        """All that can be chosen from."""
        return self.scenarios + self.organisations + self.plans


def shelf(
    scenario: Scenario | None, plans: Sequence[Plan] | None, organisation: Organisation | None
) -> Shelf:
    """Return what was given and, where nothing was, what the library has.

    >>> lean = load("plans/lean")
    >>> shelf(None, [lean], None).plans == (lean,)
    True
    >>> ours = load("organisations/agency-80").change({"name": "ours"})
    >>> shelf(None, None, ours).chosen_organisation.name
    'ours'
    """
    loaded = [load(entry.name) for entry in library() if entry.kind in KINDS]
    scenarios = [model for model in loaded if isinstance(model, Scenario)]
    every_plan = [model for model in loaded if isinstance(model, Plan)]
    # Sorted by what is shown first, so that doing nothing is what others are held against.
    every_plan.sort(key=lambda plan: FIRST_PLANS.get(plan.name, len(FIRST_PLANS)))
    given = tuple(plans or ())
    firms = [model for model in loaded if isinstance(model, Organisation)]
    if organisation is not None:
        firms = [organisation, *(firm for firm in firms if firm != organisation)]
    return Shelf(
        scenarios=(scenario,) if scenario else tuple(scenarios),
        organisations=tuple(firms),
        plans=given or tuple(every_plan),
        chosen_plans=given or tuple(every_plan[:2]),
        chosen_organisation=organisation,
    )


class Form:
    """The fields on the left, and the line that says how far the work is."""

    def __init__(
        self, owner: Owner, given: Shelf, replications: int, seed: int, compare: Act, cancel: Act
    ) -> None:
        self._given = given
        self._rate_per_s: float | None = None
        self._unit = "money"
        self._build_what(owner)
        self._build_how(owner, replications, seed)
        self.compare = button(owner, "compare/compare", compare, "drill-main")
        self.cancel = button(owner, "compare/cancel", cancel)
        self.cancel.disabled = True
        self.bar = dressed(widgets.IntProgress, "drill-progress", min=0, max=1)
        self.how_far = page("drill-how-far")
        self.widget = column(
            *(self.scenario, self.organisation, self.base, self._plans_box),
            row(self.replications, self.seed),
            *(self.time, self.stop, self._stop_box),
            row(self.compare, self.cancel),
            *(self.bar, self.how_far),
            kind="drill-form",
        )
        self.refresh()
        if given.chosen_organisation is not None:
            self.organisation.value = given.organisations.index(given.chosen_organisation)
        self.show_job(None)

    def _build_what(self, owner: Owner) -> None:
        given = self._given
        self.scenario = _dropdown("scenario", given.scenarios)
        self.organisation = _dropdown("organisation", ())
        self.plans = []
        for plan in given.plans:
            box = _check(spoken(plan.title), on=plan in given.chosen_plans)
            self.plans.append((plan, box))
            on_change(owner, box, self.refresh)
        self._plans_box = column(
            _caption("compare/plans"),
            *(one for plan, box in self.plans for one in (box, _what(plan))),
            kind="drill-plans",
        )
        self.base = _dropdown("base", ())
        on_change(owner, self.scenario, self.refresh)

    def _build_how(self, owner: Owner, replications: int, seed: int) -> None:
        self.replications = field(widgets.IntText, "compare/replications", value=replications)
        self.seed = field(widgets.IntText, "compare/seed", value=seed)
        self.time = page("drill-estimate")
        self.stop = _check(label("compare/stop"), on=False)
        titles = [(label(f"measure/{one.name}"), one.name) for one in MEASURES]
        self.stop_measure = field(
            widgets.Dropdown, "compare/stop_measure", options=titles, value="cost"
        )
        self.stop_width = field(widgets.FloatText, "compare/stop_width", value=10_000.0)
        self.unit = page("drill-unit")
        when = both_ways("compare/looks", first=FIRST_LOOK, next=NEXT_LOOK)
        looks = page("drill-looks", says=element("div", when, classes="drill-note"))
        self._stop_box = column(self.stop_measure, row(self.stop_width, self.unit), looks)
        for widget in (self.replications, self.stop, self.stop_measure):
            on_change(owner, widget, self.refresh)

    # -- reading ---------------------------------------------------------------------------

    @property
    def _checked(self) -> list[Plan]:
        return [plan for plan, box in self.plans if box.value]

    def choice(self) -> Choice:
        """Return what is chosen; SimulationError says what is missing."""
        checked = self._checked
        if not checked:
            raise SimulationError(both_ways("compare/choose_plan"))
        for number, least, most, key in (
            (self.replications, 1, MOST_RUNS, "compare/runs_between"),
            (self.seed, 0, MOST_SEED, "compare/seed_between"),
        ):
            if not least <= number.value <= most:
                raise SimulationError(both_ways(key, most=most))
        base = self._given.plans[self.base.value] if self.base.value is not None else checked[0]
        others = [plan for plan in checked if plan is not base]
        scenario = self._given.scenarios[self.scenario.value]
        return Choice(
            scenario=scenario,
            organisation=self._organisation,
            plans=(base, *others),
            replications=self.replications.value,
            seed=self.seed.value,
            until=self._until(),
        )

    def whole_choice(self) -> Choice | None:
        """Return what is chosen, or nothing where something is missing."""
        try:
            return self.choice()
        except SimulationError:
            return None

    def choose_as(self, other: Form) -> None:
        """Choose what is chosen in another form on the same shelf."""
        for (_, box), (_, theirs) in zip(self.plans, other.plans, strict=True):
            box.value = theirs.value
        self.scenario.value = other.scenario.value
        self.refresh()
        for name in ("organisation", "base", "replications", "seed"):
            getattr(self, name).value = getattr(other, name).value
        for name in ("stop", "stop_measure", "stop_width"):
            getattr(self, name).value = getattr(other, name).value
        self._rate_per_s, self._unit = other._rate_per_s, other._unit
        self.refresh()

    @property
    def _organisation(self) -> Organisation | None:
        place = self.organisation.value
        return None if place == OWN else self._given.organisations[place]

    def _until(self) -> dict[str, float] | None:
        if not self.stop.value:
            return None
        if not self.stop_width.value > 0.0:
            raise SimulationError(both_ways("compare/width_above"))
        share = measure_named(self.stop_measure.value).unit == "share"
        return {self.stop_measure.value: self.stop_width.value / (100.0 if share else 1.0)}

    # -- showing ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring what depends on other fields up to date."""
        places = [place for place, (_, box) in enumerate(self.plans) if box.value]
        _set(self.base, [(beside(self.plans[place][0].title), place) for place in places])
        scenario = self._given.scenarios[self.scenario.value]
        own = both_ways("compare/own", title=scenario.organisation.title)
        others = [
            (beside(firm.title), place)
            for place, firm in enumerate(self._given.organisations)
            # Who asked for a firm by name keeps it, whichever breaches are looked at between.
            if firm != scenario.organisation or firm == self._given.chosen_organisation
        ]
        _set(self.organisation, [(own, OWN), *others])
        self._stop_box.layout.display = SHOWN if self.stop.value else HIDDEN
        unit = measure_named(self.stop_measure.value).unit
        if unit != self._unit:
            # A width in one unit says nothing in another.
            self._unit, self.stop_width.value = unit, FIRST_WIDTHS[unit]
        currency = scenario.organisation.currency
        show(self.unit, {"share": "%", "money": currency}.get(unit, unit))
        self._show_time(len(places))

    def _show_time(self, plans: int) -> None:
        runs = plans * max(0, self.replications.value)
        if self._rate_per_s is None:
            words = both_ways("compare/unknown_time", runs=runs)
        else:
            time = about(runs / self._rate_per_s)
            words = both_ways("compare/about_time", runs=runs, time=time)
        lines = [words]
        if 0 < self.replications.value < FEW_RUNS:
            lines.append(both_ways("compare/few_runs", least=FEW_RUNS))
        show(self.time, *(element("div", line, classes="drill-note") for line in lines))

    def show_job(self, job: Job | None) -> None:
        """Show how far a job is, or that there is none."""
        self.compare.disabled, self.cancel.disabled = job is not None, job is None
        if job is None:
            self.bar.layout.visibility = "hidden"
            show(self.how_far, element("div", "\N{NO-BREAK SPACE}"))
            return
        self._rate_per_s = job.rate_per_s or self._rate_per_s
        self.bar.layout.visibility = "visible"
        self.bar.max, self.bar.value = max(1, job.total), job.done
        words = [both_ways("compare/starting")]
        if job.total:
            words = [both_ways("compare/progress", done=job.done, total=job.total)]
        if job.left_s is not None:
            words.append(both_ways("compare/time_left", time=about(job.left_s)))
        show(self.how_far, *(element("div", line) for line in words))

    def ended(self, job: Job) -> None:
        """Keep how fast it went, for the next estimate."""
        self._rate_per_s = job.rate_per_s or self._rate_per_s
        self.refresh()


def about(time_s: float) -> dict[str, str]:
    """Print a time as coarsely as an estimate deserves.

    >>> [about(time_s)["en"] for time_s in (3.2, 47.0, 200.0)]
    ['4 s', '50 s', '4 min']
    """
    step_s = 1 if time_s < 10 else 5 if time_s < ROUGH_S else 60
    return lasting(max(step_s, -(-time_s // step_s) * step_s))


def _dropdown(name: str, models: Sequence[Model]) -> widgets.Dropdown:
    options = [(beside(model.title), place) for place, model in enumerate(models)]
    return field(widgets.Dropdown, f"compare/{name}", options=options)


def _set(dropdown: widgets.Dropdown, options: list[tuple[str, int]]) -> None:
    """Give a list its lines, and keep what was chosen where it is still there."""
    if list(dropdown.options) == options:
        return
    before = dropdown.value
    dropdown.options = options
    values = [value for _, value in options]
    dropdown.value = before if before in values else next(iter(values), None)


def _what(plan: Plan) -> widgets.HTML:
    """Return what a plan is, in the lines there is room for; the whole of it comes on hover."""
    words = two(plan.summary)
    line = element("div", words, classes="drill-note", title=beside(plan.summary))
    return page("drill-about", says=line)


def _caption(key: str) -> widgets.HTML:
    return page("drill-caption", says=element("div", label(key), classes="drill-name"))


def _check(words: str, *, on: bool) -> widgets.Checkbox:
    look = {"description": words, "indent": False, "layout": {"width": "auto"}}
    return dressed(widgets.Checkbox, "drill-check", value=on, **look)

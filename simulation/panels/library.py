"""The library on a screen: find a breach, see what may come of it, and start the drill there."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from simulation import charts
from simulation.drill import Drill
from simulation.errors import ActRefused
from simulation.files import load, load_organisation, load_scenario
from simulation.inputs.scenario import LENGTHS_MIN
from simulation.library import (
    QUICK_PLAN,
    QUICK_RUNS,
    SHOWN,
    Card,
    card_of,
    cards,
    find_cards,
    nearest_cards,
    outlook,
)
from simulation.panels.background import Background, Job
from simulation.panels.console import console
from simulation.panels.markup import Part, beside, element, page, picture, show, stylesheet, two
from simulation.panels.parts import (
    HIDDEN,
    both_ways,
    button,
    column,
    dressed,
    field,
    label,
    on_change,
    row,
    set_choices,
)
from simulation.panels.parts import (
    SHOWN as IN_SIGHT,
)
from simulation.panels.screen import Screen, take_over
from simulation.study import Study
from simulation.study.wording import amount
from simulation.text import CATALOGUE, LANGUAGES

FRAME_S = 0.25
BREACH = "scenario"
KINDS = (BREACH, "plan", "organisation", "law", "control")
MARKS = {"easy": "●○○", "medium": "●●○", "hard": "●●●"}
USUAL_LENGTH_MIN = 90


class Library(Screen):
    """Cards to choose from, one of them in full, and what is needed to start its drill.

    >>> import tempfile
    >>> screen = Library(folder=tempfile.mkdtemp())
    >>> screen.search.value = "离职"
    >>> screen.handle_all()
    >>> screen.list.value
    'breaches/insider-export'
    """

    def __init__(self, *own: str | Path, folder: str | Path = ".") -> None:
        """Show the library and some files of one's own; drills go to the folder."""
        super().__init__()
        self.folder = Path(folder)
        self.drill: Drill | None = None
        self._own = tuple(card_of(load(one), str(one)) for one in own)
        self._cards: dict[str, Card] = {}
        self._looks: dict[tuple[str, str, str], Study] = {}
        self._job: Job | None = None
        self.background = Background(self)
        self._build()
        self._said = [both_ways("library/ready")]
        self._find()
        self.handle_all()

    def _build(self) -> None:
        self.search = field(widgets.Text, "library/search", placeholder="phishing, 离职 …")
        kinds = [(label(f"kinds/{kind}"), kind) for kind in KINDS]
        self.kind = field(widgets.Dropdown, "library/kind", options=kinds, value=BREACH)
        self.list = field(widgets.Select, "library/list", "drill-list", rows=9)
        self.story = page("drill-detail")
        self.detail = page("drill-detail")
        plans = [(beside(card.title), card.name) for card in cards("plan")]
        self.plan = field(widgets.Dropdown, "library/plan_for", options=plans, value=QUICK_PLAN)
        own_firm = beside(CATALOGUE["library/own_firm"])
        firms = [(own_firm, ""), *((beside(c.title), c.name) for c in cards("organisation"))]
        self.firm = field(widgets.Dropdown, "library/firm", options=firms, value="")
        self.length = field(
            widgets.Dropdown, "library/length", options=LENGTHS_MIN, value=USUAL_LENGTH_MIN
        )
        self.seed = field(widgets.BoundedIntText, "explore/seed", min=0, max=2**31 - 1, value=7)
        self.file = field(widgets.Text, "library/file")
        self.start_drill = button(self, "library/start", self._start_drill, "mod-primary")
        self.look = button(self, "library/look", self._look)
        self.stop_look = button(self, "library/stop", self._stop_look)
        self.bar = dressed(widgets.IntProgress, "drill-progress", min=0, max=QUICK_RUNS)
        self.picture = page("drill-picture-place")
        self.begin = column(
            row(self.length, self.start_drill, self.look, self.bar, self.stop_look),
            row(self.plan, self.firm, self.seed, self.file),
        )
        finder = row(self.search, self.kind)
        left = column(finder, self.list, self.begin, kind="drill-tab")
        right = column(self.story, self.picture, self.detail, kind="drill-tab")
        self.chooser = row(left, right, kind="drill-pair")
        self.place = column()
        self.line = row(self.status, kind="drill-line")
        self.children = (stylesheet(), self.line, self.chooser, self.place)
        on_change(self, self.search, self._search)
        on_change(self, self.kind, self._search)
        on_change(self, self.list, self._choose)
        on_change(self, self.plan, self._choose)
        on_change(self, self.firm, self._choose)

    # -- acts ------------------------------------------------------------------------------

    def _search(self) -> str:
        near = self._find()
        count = len(self._cards)
        if near:
            return both_ways("library/near", count=count)
        return both_ways("library/found", count=count) if count else both_ways("library/nothing")

    def _find(self) -> bool:
        """List what is found, and return whether it has most of the words alone."""
        kind, words = self.kind.value, self.search.value.strip()
        own = [card for card in self._own if card.kind == kind]
        found = find_cards(words, kind) if words else (*own, *cards(kind))
        near = () if found else nearest_cards(words, kind)
        self._cards = {card.name: card for card in found or near}
        set_choices(self.list, [(_line(card), name) for name, card in self._cards.items()])
        self._choose()
        return bool(near)

    def _choose(self) -> None:
        """Name a drill file that is not there yet; the card itself is shown after every act."""
        card = self._chosen
        if card is not None and card.kind == BREACH:
            self.file.value = _free(self.folder, Path(card.name).stem)

    @property
    def _chosen(self) -> Card | None:
        return self._cards.get(self.list.value or "")

    def _breach(self) -> Card:
        card = self._chosen
        if card is None or card.kind != BREACH:
            raise ActRefused(both_ways("library/choose"))
        return card

    def _start_drill(self) -> None:
        card = self._breach()
        self.background.cancel()
        name = self.file.value.strip() or _free(self.folder, Path(card.name).stem)
        file = self.folder / (name if name.endswith(".drill") else f"{name}.drill")
        self.drill = Drill.start(
            card.name,
            self.plan.value,
            file=file,
            organisation=self.firm.value or None,
            seed=self.seed.value,
            length_min=self.length.value,
        )
        shown = console(self.drill)
        self.chooser.layout.display = self.line.layout.display = HIDDEN
        self.place.children = (shown,)
        shown.take_focus()
        # From here on the console has a heart of its own, and this screen has nothing to do.
        self.remove_class("drill-beat-odd").remove_class("drill-beat-even")
        self.stop()

    def _look(self) -> str:
        card, plan, name = self._breach(), self.plan.value, self.firm.value
        scenario, firm = load_scenario(card.name), load_organisation(name) if name else None

        def work(job: Job) -> Study:
            return outlook(scenario, plan, firm, progress=job.progress, cancel=job.cancelled)

        self._job = self.background.run(work, partial(self._looked, (card.name, plan, name)))
        return both_ways("library/runs", runs=QUICK_RUNS)

    def _looked(self, key: tuple[str, str, str], study: Study) -> str:
        self._looks[key] = study
        return both_ways("library/looked", runs=study.replications)

    def _stop_look(self) -> None:
        self.background.cancel()

    def pause_s(self) -> float:
        """Return a frame's time while runs are made."""
        return FRAME_S if self.background.job is not None else super().pause_s()

    # -- showing ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the chosen card, and how far its quick look is."""
        if self.stopped:
            return
        card, job = self._chosen, self.background.job
        playable = card is not None and card.kind == BREACH
        show(self.story, *_story(card))
        show(self.detail, *_facts(card))
        for part in (self.begin, self.picture):
            part.layout.display = IN_SIGHT if playable else HIDDEN
        for part in (self.bar, self.stop_look):
            part.layout.display = HIDDEN if job is None else IN_SIGHT
        self.bar.value = 0 if job is None else job.done
        self.look.disabled = job is not None
        asked = ("" if card is None else card.name, self.plan.value, self.firm.value)
        study = self._looks.get(asked)
        show(self.picture, *(_picture(study) if study is not None else []))
        self.beat()


def _line(card: Card) -> str:
    """Return a card as a line of the list."""
    level = f"{MARKS[card.plain['difficulty']]}  " if card.kind == BREACH else ""
    return f"{level}{beside(card.title)}"


def _story(card: Card | None) -> list[Part]:
    if card is None:
        return [element("p", both_ways("library/nothing"), classes="drill-note")]
    return [
        element("h4", two(card.title)),
        element("p", two(card.summary), classes="drill-words"),
    ]


def _facts(card: Card | None) -> list[Part]:
    lines = [
        element("tr", element("th", label(key), scope="row"), element("td", two(text)))
        for key, text in (card.rows if card is not None else ())
    ]
    return [element("div", element("table", element("tbody", *lines)), classes="drill-facts")]


def _picture(study: Study) -> list[Part]:
    """Return the quick look as a picture, with the same in words in its place."""
    chart = charts.outlook(study, SHOWN)
    return [picture(charts.png(chart), " ".join(_words(study, name) for name in SHOWN))]


def _words(study: Study, measure: str) -> str:
    one = study.summary_of(measure, study.plans[0])
    values = {"low": one.p5, "middle": one.p50, "high": one.p95}
    said = {
        name: {k: amount(measure, value, study.currency, k) for k in LANGUAGES}
        for name, value in values.items()
    }
    return both_ways("library/spread", measure=CATALOGUE[f"measure/{measure}"], **said)


def _free(folder: Path, stem: str) -> str:
    """Return the name of a drill file that is not there yet."""
    names = (f"{stem}{'' if n == 1 else f'-{n}'}.drill" for n in itertools.count(1))
    return next(name for name in names if not (folder / name).exists())


def library(*own: str | Path, folder: str | Path = ".") -> Library:
    """Return the library to choose a drill from, for the last line of a cell.

    Files of one's own are listed first; drills that are started go to the folder.
    """
    return take_over(("library", Path(folder).resolve()), Library(*own, folder=folder))

"""Active content in every text of every input and every act: it runs in no place that shows it.

A browser runs what stands in HTML; so what each place hands to a browser is parsed as one would,
and may hold only the elements that the place itself makes. Buttons, fields and lists are escaped
by ipywidgets; a formula is none where there is no dollar sign.
"""

from __future__ import annotations

import ast
import base64
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import ipywidgets as widgets
import pytest
from docx.oxml.ns import qn
from hostile import ACTIVE, NAME, damaged_everywhere, every_text_field
from test_reports import Reading

import simulation as sim
from simulation import lab, panels
from simulation.panels import markup
from simulation.panels.console import Console
from simulation.panels.players import for_players
from simulation.panels.summary import summary
from simulation.reports import after_action, comparison
from simulation.reports.after_action import report_of
from simulation.reports.material import Material
from simulation.reports.word import document

SCENARIO = "breaches/mailbox-takeover"
FIELDS: set[str] = set()
SHOWN = "window.hacked"
SHORT = ACTIVE[:200]
"""A name may be no longer."""
PAGE = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section"),
    *("h1", "h2", "h3", "p", "span", "a", "img", "figure", "figcaption", "ul", "li", "dl", "dt"),
    *("dd", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "br"),
}


def hostile(name: str, **changes: object) -> sim.Scenario | sim.Plan | sim.Organisation:
    model = sim.load(name).change(changes)
    plain = damaged_everywhere(model, FIELDS)
    return type(model).read(plain, lambda _path, _key: ("x.yaml", 1, 1))


@pytest.fixture(scope="module")
def inputs() -> tuple[sim.Scenario, sim.Plan, sim.Organisation]:
    scenario = hostile(SCENARIO)
    message = {"effect": "message", "sender": ACTIVE, "text": ACTIVE}
    first = next(iter(scenario.injects))
    scenario = scenario.change({f"injects.{first}.effects": [message]})
    damaged_everywhere(scenario, FIELDS)
    own = {"own_controls": [sim.load("controls/log-review").plain()]}
    return scenario, hostile("plans/lean"), hostile("organisations/group-400", **own)


@pytest.fixture(scope="module")
def drill(inputs, tmp_path_factory):
    """A drill with active content in every text of its inputs and of its acts."""
    scenario, plan, firm = inputs
    file = tmp_path_factory.mktemp("hostile") / "x.drill"
    drill = sim.Drill.start(scenario, plan, file, seed=7, organisation=firm)
    drill.note(ACTIVE, by=SHORT)
    drill.set_heads("it", 2, by=SHORT)
    drill.set_shift("it", "Mon-Sun 08:00-20:00", by=SHORT)
    drill.improvise(ACTIVE, ACTIVE, sender=ACTIVE)
    coming = next(i.name for i in drill.view().injects if i.state != "released")
    drill.edit(coming, title=ACTIVE, text=ACTIVE)
    outside = next(team.name for team in drill.view().staff if team.outside and not team.arrived)
    drill.call_in(outside, by=SHORT)
    drill.jump("decision")
    for decision in drill.view().decisions:
        if decision.raised_s is not None and decision.answer is None:
            drill.decide(decision.name, decision.options[0][0], ACTIVE, by=SHORT)
    drill.step(60)
    drill.set_heads("it", 3, by=SHORT)
    drill.step(5)
    drill.undo()
    drill.set_heads("it", 4, by=SHORT)
    drill.name_branch(1, SHORT)
    drill.step(5)
    objective = drill.scenario.objectives[0].id
    drill.rate(objective, "M", ACTIVE, by=SHORT)
    drill.observe(ACTIVE, objective, "improvement", by=SHORT)
    drill.conclude(ACTIVE, ACTIVE, ACTIVE, SHORT, lessons=f"{ACTIVE} | {ACTIVE} | {ACTIVE}")
    drill.end()
    yield drill
    drill.close()


def test_every_field_that_takes_any_text_is_tried(inputs):
    assert inputs
    assert every_text_field() - FIELDS == set()


def every_widget(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every_widget(child)


def rendered(screen: widgets.Widget) -> list[str]:
    """What a browser renders of a screen: the values of its HTML, and no formula anywhere."""
    found = list(every_widget(screen))
    assert not [one for one in found if isinstance(one, widgets.HTMLMath | widgets.Output)]
    for one in found:
        # A dollar sign in a description would be set as a formula.
        words = getattr(one, "description", "")
        assert "\\href" not in words or "$" not in words
    return [one.value for one in found if type(one) is widgets.HTML]


def console(drill: sim.Drill) -> list[str]:
    screen = Console(drill, workers=0)
    pages = rendered(screen)
    for switch in (screen.truth, screen.room):
        switch.value = True
        screen.handle_all()
        pages += rendered(screen)
    for one in screen.decisions.list.options:
        screen.decisions.list.value = one[1]
        screen.handle_all()
        pages += rendered(screen)
    screen.stop()
    return pages


def travelling(drill: sim.Drill) -> list[str]:
    """Every event with the truth, an earlier moment, the branches and two of them compared."""
    screen = Console(drill, workers=0)
    travel = screen.feed.travel
    screen.truth.value = True
    screen.handle_all()
    pages = []
    for number in [number for _, number in travel.moments.options][::10]:
        travel.moments.value = number
        screen.handle_all()
        pages += [travel.events.chosen.value]
    pages += rendered(screen)
    for act in (travel.back_to, travel.earlier, travel.now, travel.compare):
        travel.branches.value = "1"
        act.click()
        screen.handle_all()
        pages += rendered(screen)
    assert SHOWN in travel.comparison.value
    assert SHOWN in travel.courses.value
    screen.stop()
    return pages


def looking_ahead(drill: sim.Drill) -> list[str]:
    """What if, forecast and cost of waiting of a drill whose every text is hostile."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for place in ("ahead.FUTURES", "ahead.WAITING_FUTURES", "what_if.FUTURES"):
            patch.setattr(f"simulation.panels.{place}", 1)
        given = (drill.scenario, drill.plan, Path(folder) / "x.drill")
        played = sim.Drill.start(*given, seed=7, organisation=drill.organisation)
        played.jump("decision")
        screen = Console(played, workers=0)
        asked = [one for one in played.view().decisions if one.raised_s is not None]
        screen.decisions.list.value = asked[0].name
        screen.decisions.waiting.switch.value = True
        pages = settled(screen)
        assert SHOWN in screen.decisions.waiting.sight.result.value
        screen.decisions.waiting.switch.value = False
        coming = next(i.name for i in played.view().injects if i.state == "coming")
        screen.deck.list.value = coming
        screen.handle_all()
        screen.deck.foreseen.ask.click()
        pages += settled(screen)
        assert SHOWN in screen.deck.foreseen.sight.result.value
        played.decide(asked[0].name, asked[0].options[0][0], ACTIVE, by=SHORT)
        screen.handle_all()
        screen.decisions.list.value = asked[0].name
        for act in (screen.decisions.ask, screen.decisions.otherwise.ask):
            screen.handle_all()
            act.click()
        pages += settled(screen)
        assert SHOWN in screen.decisions.otherwise.sight.result.value
        screen.stop()
        played.close()
    return pages


def settled(screen: Console) -> list[str]:
    screen.handle_all()
    assert screen.foresight.wait(60)
    screen.handle_all()
    return rendered(screen)


def shelf(drill: sim.Drill) -> list[str]:
    """The list of drills: one of a hostile name out of an archive, and one that is damaged."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        drill.export(place / f"{NAME}.drillpack")
        sim.Drill.import_(place / f"{NAME}.drillpack", place / f"{NAME}.drill").close()
        (place / f"{NAME}-2.drill").write_text(ACTIVE, encoding="utf-8")
        screen = panels.shelf(place)
        pages = rendered(screen)
        for _, name in screen.list.options:
            screen.list.value = name
            screen.handle_all()
            pages += rendered(screen)
        screen.list.value = f"{NAME}.drill"
        screen.handle_all()
        screen.resume.click()
        screen.handle_all()
        (opened,) = screen.place.children
        pages += rendered(opened)
        opened.stop()
        screen.drill.close()
    return pages


def players(drill: sim.Drill) -> list[str]:
    view = for_players(drill.view(truth=True))
    assert view.truth is None
    return [str(markup.element("p", markup.two(inject.text))) for inject in view.injects]


def comparison_of(drill: sim.Drill) -> sim.Study:
    firm = drill.organisation
    return sim.compare(drill.scenario, [drill.plan, drill.plan], firm, replications=2, seed=1)


def comparing(drill: sim.Drill) -> list[str]:
    screen = panels.comparison(drill.scenario, [drill.plan], drill.organisation, replications=1)
    screen.form.compare.click()
    screen.handle_all()
    screen.background.wait(60)
    screen.handle_all()
    pages = [*rendered(screen), str(panels.result(screen).html)]
    screen.stop()
    return pages


def exploring(drill: sim.Drill) -> list[str]:
    screen = panels.explore(drill.scenario, drill.plan, replications=1, workers=0)
    for _ in range(20):
        screen.handle_all()
    pages = rendered(screen)
    screen.stop()
    return pages


SCREENS: dict[str, Callable[[sim.Drill], list[str]]] = {
    "console": console,
    "time travel": travelling,
    "looking ahead": looking_ahead,
    "shelf": shelf,
    "players": players,
    "summary": lambda drill: [str(summary(drill).html)],
    "comparison": comparing,
    "explorer": exploring,
}
PAGES: dict[str, Callable[[sim.Drill], str]] = {
    "after-action report": lambda drill: after_action(drill, futures=2),
    "comparison report": lambda drill: comparison(comparison_of(drill)),
}


LONG = ("time travel", "looking ahead", "shelf", "explorer")
"""Screens that take some seconds."""


@pytest.mark.parametrize(
    "sink", [pytest.param(s, marks=pytest.mark.slow if s in LONG else ()) for s in SCREENS]
)
def test_a_screen_renders_its_own_elements_alone(drill, sink):
    pages = SCREENS[sink](drill)
    allowed = markup.ELEMENTS | {"img", "style"}
    assert any(SHOWN in page for page in pages)
    for page in pages:
        if page.startswith("<style>"):
            assert ACTIVE.partition("<")[2][:20] not in page
            continue
        read = Reading(page)
        assert set(read.tags) <= allowed
        assert all(
            value.startswith("data:image/png") for n, value in read.attributes if n == "src"
        )
        assert not [name for name, _ in read.attributes if name.startswith("on") or name == "href"]
        assert "\u202e" not in page


@pytest.mark.slow
@pytest.mark.parametrize("sink", PAGES)
def test_a_page_renders_its_own_elements_alone(drill, sink):
    page = PAGES[sink](drill)
    read = Reading(page)
    assert set(read.tags) <= PAGE
    assert SHOWN in read.words
    assert "\u202e" not in page
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    for name, value in read.attributes:
        if name in ("src", "href"):
            assert value.startswith(("data:image/svg+xml;base64,", "#"))
        if name == "src":
            expect_plain_drawing(base64.b64decode(value.partition(",")[2]).decode())


def expect_plain_drawing(picture: str) -> None:
    """A picture holds shapes and words; a comment is none of what a browser reads."""
    read = Reading(picture)
    assert set(read.tags).isdisjoint({"script", "foreignobject", "iframe", "a", "img", "image"})
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    inside = [value for name, value in read.attributes if name in ("href", "xlink:href")]
    assert all(value.startswith("#") for value in inside)


@pytest.mark.slow
def test_a_document_holds_text_and_nothing_that_acts(drill):
    data = document(report_of(Material.of(drill)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        links = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
    assert b'TargetMode="External"' not in links
    body = docx.Document(io.BytesIO(data)).element.body
    fields = {one.text for one in body.iter(qn("w:instrText"))}
    assert fields == {'TOC \\o "1-1" \\h \\z \\u'}
    words = "".join(one.text or "" for one in body.iter(qn("w:t")))
    assert SHOWN in words
    assert "\u202e" not in words


def test_an_archive_is_data_alone_and_its_copy_says_the_same(drill, tmp_path):
    drill.export(tmp_path / "x.drillpack")
    with zipfile.ZipFile(tmp_path / "x.drillpack") as archive:
        members = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert all(name.endswith(".json") for name in members)
    again = sim.Drill.import_(tmp_path / "x.drillpack", tmp_path / "again.drill")
    assert [branch.name for branch in again.branches] == [b.name for b in drill.branches]
    assert [one.why for one in again.ratings] == [one.why for one in drill.ratings]
    assert again.log.text() == drill.log.text()
    again.close()


def test_choices_of_a_stranger_are_written_into_a_notebook_as_text_alone(tmp_path):
    """A notebook's code holds them as one constant each; nothing else of it is another's."""
    code = '"); import os; os.abort(); ("' + NAME
    path = lab.prepare(tmp_path, {"scenario": f"{code}\n{ACTIVE}", "plan": code, "file": NAME})
    assert path.parent == tmp_path
    template = json.loads((lab.notebooks() / f"{lab.DRILL}.ipynb").read_text(encoding="utf-8"))
    made = json.loads(path.read_text(encoding="utf-8"))
    assert made["metadata"] == template["metadata"]
    found: set[str] = set()
    for one, before in zip(made["cells"], template["cells"], strict=True):
        assert one["metadata"] == before["metadata"]
        if one["cell_type"] != "code":
            assert one == before
            continue
        assert not one["outputs"]
        trees = [ast.parse("".join(cell["source"])) for cell in (one, before)]
        found |= {n.value for n in ast.walk(trees[0]) if isinstance(n, ast.Constant)}
        shapes = [[type(node) for node in ast.walk(tree)] for tree in trees]
        assert shapes[0] == shapes[1]
    assert {f"{code}\n{ACTIVE}", code, f"{NAME}.drill"} <= found

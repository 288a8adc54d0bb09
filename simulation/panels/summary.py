"""The summary that stays in the notebook when the widgets are gone."""

from __future__ import annotations

from simulation.charts import LiveBoard, story
from simulation.drill import DecisionView, Drill, View
from simulation.log import moment_at
from simulation.panels.decisions import how_answered
from simulation.panels.markup import Markup, Part, Static, beside, element, picture
from simulation.panels.parts import both_ways, label, role
from simulation.reports.results import results
from simulation.text import CATALOGUE, both, in_language, lasting


def summary(drill: Drill) -> Static:
    """Return what has happened in a drill, as a page that survives closing.

    It tells the truth only when the drill is over.

    >>> import tempfile
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> print(repr(summary(drill)).splitlines()[0])
    An accountant who leaves copies the clients' files
    >>> drill.close()
    """
    with drill.at_present():
        truth = drill.finished or drill.ended
        rows = _rows(drill, truth=truth)
        title = in_language(drill.scenario.title)
        lines = [title, *(f"{name:<34} {value}" for name, value in rows)]
        return Static("\n".join(lines), *summary_parts(drill, truth=truth))


def summary_parts(drill: Drill, *, truth: bool, notes: bool = True) -> list[Part]:
    """Return the summary as parts of a page; players see it without truth and notes."""
    view = drill.view(truth=truth)
    board = LiveBoard(900, 560, sharpness=1.0)
    png = board.png(story(drill, truth=truth, view=view))
    parts: list[Part] = [
        element("h3", f"{beside(drill.scenario.title)} — {beside(drill.plan.title)}"),
        element("p", _standing(drill)),
        element(
            "table",
            element(
                "tbody",
                *(
                    element("tr", element("th", name, scope="row"), element("td", value))
                    for name, value in _rows(drill, truth=truth)
                ),
            ),
        ),
        picture(png, label("summary/charts")),
    ]
    parts += _duties(view) + _decisions(view) + (_notes(view) if notes else [])
    return [*parts, element("p", both(CATALOGUE["view/conditional"]), classes="drill-note")]


def _standing(drill: Drill) -> str:
    view, over = drill.view(), drill.finished or drill.ended
    since = lasting(view.now_s - view.drill_began_s)
    return both_ways(
        "summary/over" if over else "summary/not_over", moment=view.moment, time=since
    )


def _rows(drill: Drill, *, truth: bool) -> list[tuple[str, str]]:
    return [
        (label(key), value)
        for key, value in results(drill.outcome, drill.view().known, truth=truth)
    ]


def _section(key: str, lines: list[Markup]) -> list[Part]:
    return [element("h4", label(key)), element("ul", *lines)] if lines else []


def _duties(view: View) -> list[Part]:
    lines = []
    for duty in view.duties:
        if duty.met_s is not None:
            state = label("law/met_late" if duty.late else "law/met")
        else:
            state = label("law/missed" if duty.late else "law/open")
        lines.append(element("li", element("strong", state), " ", beside(duty.title)))
    return _section("tab/law", lines)


def _decisions(view: View) -> list[Part]:
    raised = [d for d in view.decisions if d.answer is not None]
    return _section("tab/decisions", [_decision(d, view) for d in sorted(raised, key=_when)])


def _when(decision: DecisionView) -> int:
    return decision.answered_s or 0


def _decision(decision: DecisionView, view: View) -> Markup:
    answer = beside(dict(decision.options)[decision.answer or decision.default])
    who = " · ".join(words for words in (decision.by, decision.reason) if words)
    nobody = f"{how_answered(decision)}: " if decision.by_default else ""
    when = f"{moment_at(view.begins, _when(decision)):%a %Y-%m-%d %H:%M}"
    return element(
        "li",
        f"{when} {beside(decision.question)} {nobody}",
        element("strong", answer),
        f" ({role(decision.owner)}{': ' + who if who else ''})",
    )


def _notes(view: View) -> list[Part]:
    lines = [
        element("li", f"{note.moment} ", element("strong", beside(note.by)), " ", note.text)
        for note in view.notes
    ]
    return _section("tab/notes", lines)

"""A drill as a page for those who took part: what happened, what was decided, what to do next."""

from __future__ import annotations

import importlib.metadata
import platform

from simulation import world
from simulation.drill import Conclusions, Drill
from simulation.inputs.organisation import Organisation
from simulation.reports import drill_sections as parts
from simulation.reports.assumptions import assumptions, not_to_conclude
from simulation.reports.blocks import (
    Document,
    Facts,
    Points,
    Section,
    Words,
    heading,
    section,
)
from simulation.reports.findings import improvement_plan
from simulation.reports.material import Material, named
from simulation.reports.pages import html
from simulation.reports.results import results
from simulation.study.workers import Case, digest
from simulation.text import both
from simulation.units import show_duration

DISTRIBUTION = "breach-drill"
NOT = ("not/forecast", "not/one_course", "not/people", "not/interval", "not/proof", "not/china")


def after_action(drill: Drill, notes: Conclusions | None = None) -> str:
    """Return a drill's report as one HTML page that needs no other file and runs nothing.

    `notes` are the facilitator's conclusions; without them those kept in the drill are used. A
    drill that still runs has a provisional report, without what is true.

    >>> import tempfile
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> "Provisional" in after_action(drill)
    True
    >>> drill.close()
    """
    return html(report_of(drill, notes))


def report_of(drill: Drill, notes: Conclusions | None = None) -> Document:
    """Return a drill's report, to be made into a page or a document."""
    m = Material(drill, notes or drill.conclusions)
    made = [
        _overview(m),
        _conclusions(m),
        _results(m),
        parts.objectives(m),
        parts.known_and_true(m),
        parts.decisions(m),
        parts.clocks(m),
        parts.costs(m),
        section("report/trust", parts.chart(m, "trust")),
        parts.staff(m),
        parts.injects(m),
        parts.expected(m),
        parts.notes(m),
        improvement_plan(m),
        _debrief(m),
        not_to_conclude(*NOT),
        parts.timeline(m),
        *_assumptions(m),
    ]
    return Document(
        title=both(drill.scenario.title),
        kind=heading("report/after_action"),
        subtitle=f"{both(_firm(m).title)} — {both(drill.plan.title)}",
        sections=tuple(one for one in made if one is not None and one.blocks),
    )


def _firm(m: Material) -> Organisation:
    return m.drill.organisation or m.drill.scenario.organisation


def _overview(m: Material) -> Section:
    drill, view = m.drill, m.view
    state = "finished" if drill.finished else "ended" if drill.ended else "provisional"
    program = importlib.metadata.version(DISTRIBUTION)
    rows = (
        ("field/breach", both(drill.scenario.title)),
        ("field/organisation", both(_firm(m).title)),
        ("field/plan", both(drill.plan.title)),
        ("field/people", ", ".join(_people(m)) or "–"),
        ("field/played", _played(m)),
        ("field/simulated", f"{m.when(view.drill_began_s)} – {view.moment}"),
        ("field/length", show_duration(view.now_s - view.drill_began_s)),
        ("field/acts", f"{len(drill.acts):,}"),
        ("field/seed", str(drill.seed)),
        (
            "field/versions",
            f"{DISTRIBUTION} {program}, model {world.VERSION}, Python {platform.python_version()}",
        ),
        ("field/file", drill.file.name),
    )
    return section(
        "report/overview",
        Words(named(f"standing/{state}"), "caution" if state == "provisional" else ""),
        Facts(tuple((heading(key), value) for key, value in rows)),
        Words(both(drill.scenario.summary)),
    )


def _people(m: Material) -> list[str]:
    """Return everybody whom the record names, in the order in which they came into it."""
    by = [str(act.arguments.get("by", "")).strip() for act in m.drill.acts]
    return list(dict.fromkeys(name for name in by if name))


def _played(m: Material) -> str:
    """Return when the room played, by the first and the last act."""
    written = [act.written_at for act in m.drill.acts]
    if not written:
        return "–"
    first, last = (moment[:16].replace("T", " ") for moment in (written[0], written[-1]))
    return f"{first} – {last} UTC"


def _conclusions(m: Material) -> Section:
    kept = m.conclusions
    rows = (
        ("field/strengths", kept.strengths),
        ("field/improvements", kept.improvements),
        ("field/by", kept.by),
    )
    return section(
        "report/summary",
        Words(kept.summary or named("report/blank"), "" if kept.summary else "soft"),
        Facts(tuple((heading(key), value or "–") for key, value in rows)),
    )


def _results(m: Material) -> Section:
    rows = results(m.drill, truth=m.over)
    return section(
        "report/results",
        Facts(tuple((heading(key), value) for key, value in rows)),
        Words(named("view/conditional"), "caution"),
    )


def _debrief(m: Material) -> Section | None:
    questions = tuple(both(text) for text in m.drill.scenario.debrief)
    return section("report/debrief", Points(questions)) if questions else None


def _assumptions(m: Material) -> tuple[Section, ...]:
    drill = m.drill
    inputs = Case("", drill.scenario, drill.plan, drill.organisation).inputs
    about = [(model.kind, model.name, digest(model)) for model in inputs]
    return assumptions(inputs, about, named("report/same_again"))

"""A drill as a page for those who took part: what happened, what was decided, what to do next."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Sequence

from simulation import world
from simulation.drill import Conclusions, Drill
from simulation.drill.decisive import Decisive, decisive
from simulation.drill.futures import How
from simulation.reports import drill_sections as parts
from simulation.reports.as_written import as_written
from simulation.reports.assumptions import assumptions, not_to_conclude
from simulation.reports.blocks import (
    Document,
    Facts,
    Points,
    Section,
    Words,
    heading,
    section,
    with_living_links,
)
from simulation.reports.carrying import used_by
from simulation.reports.findings import improvement_plan, lessons, mattered_most
from simulation.reports.material import Material, named
from simulation.reports.pages import html
from simulation.reports.results import results
from simulation.speaking import BOTH, speaking
from simulation.study.workers import digest
from simulation.text import both, lasting, told

FUTURES = 50
MOST_DECISIVE = 3
DISTRIBUTION = "breach-drill"
NOT = ("not/forecast", "not/one_course", "not/people", "not/interval", "not/proof", "not/china")


def after_action(
    drill: Drill,
    notes: Conclusions | None = None,
    *,
    futures: int = FUTURES,
    language: str = BOTH,
) -> str:
    """Return a drill's report as one HTML page that needs no other file and runs nothing.

    `notes` are the facilitator's conclusions; without them those kept in the drill are used. A
    drill that still runs has a provisional report, without what is true. `futures` says over how
    many the decisions are weighed that mattered most, which takes a while; 0 leaves them out. It
    is written in English with the Chinese beside it, or in one `language` alone: en or zh.

    >>> import tempfile
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> "Provisional" in after_action(drill)
    True
    >>> drill.close()
    """
    if drill.written is not None:
        return html(as_written(drill.written, language=language))
    m = Material.of(drill, notes, language=language)
    return html(report_of(m, weigh(m, futures)))


def report_of(m: Material, weighed: Sequence[Decisive] = ()) -> Document:
    """Return a drill's report, to be made into a page or a document."""
    with speaking(m.language):
        return _written(m, weighed)


def _written(m: Material, weighed: Sequence[Decisive]) -> Document:
    made = [
        _overview(m),
        _conclusions(m),
        _results(m),
        parts.objectives(m),
        parts.known_and_true(m),
        parts.decisions(m),
        mattered_most(m, weighed),
        parts.clocks(m),
        parts.costs(m),
        section("report/trust", parts.chart(m, "trust")),
        parts.staff(m),
        parts.injects(m),
        parts.expected(m),
        parts.observations(m),
        parts.notes(m),
        improvement_plan(m),
        lessons(m),
        _debrief(m),
        not_to_conclude(*NOT),
        parts.timeline(m),
        *_assumptions(m),
    ]
    return Document(
        title=both(m.scenario.title),
        kind=heading("report/after_action"),
        subtitle=f"{both(m.firm.title)} — {both(m.record.plan.title)}",
        sections=with_living_links([one for one in made if one is not None and one.blocks]),
        language=m.language,
    )


def weigh(m: Material, futures: int = FUTURES, how: How | None = None) -> tuple[Decisive, ...]:
    """Return the decisions that mattered most; none while the drill runs, or over no futures."""
    if not m.over or not futures:
        return ()
    return decisive(m.record, MOST_DECISIVE, futures=futures, how=how)


def _overview(m: Material) -> Section:
    view = m.view
    state = "finished" if m.finished else "ended" if m.ended else "provisional"
    program = importlib.metadata.version(DISTRIBUTION)
    rows = (
        ("field/breach", both(m.scenario.title)),
        ("field/organisation", both(m.firm.title)),
        ("field/plan", both(m.record.plan.title)),
        ("field/people", ", ".join(_people(m)) or "–"),
        ("field/simulated", f"{m.when(view.drill_began_s)} – {m.when(view.now_s)} ({m.zone})"),
        ("field/meant", _meant(m)),
        ("field/length", both(lasting(view.now_s - view.drill_began_s))),
        ("field/played", _played(m)),
        ("field/acts", f"{len(m.acts):,}"),
        ("field/branches", told("report/branches", count=f"{m.branches:,}")),
        ("field/seed", str(m.record.seed)),
        (
            "field/versions",
            told(
                "report/versions",
                program=f"{DISTRIBUTION} {program}",
                model=str(world.VERSION),
                python=platform.python_version(),
            ),
        ),
        ("field/file", m.file_name),
    )
    return section(
        "report/overview",
        Words(named(f"standing/{state}"), "caution" if state == "provisional" else ""),
        Facts(tuple((heading(key), value) for key, value in rows)),
        Words(told("report/which_time", zone=m.zone), "soft"),
        Words(both(m.scenario.summary)),
    )


def _meant(m: Material) -> str:
    """Return how long the drill was meant to take, and what became of its spare injects."""
    spare = set(m.scenario.spare(m.record.length_min))
    released = [one for one in m.view.injects if one.name in spare and one.released_s is not None]
    return told(
        "report/meant_spare" if spare else "report/meant",
        minutes=str(m.record.length_min),
        spare=str(len(spare)),
        released=str(len(released)),
    )


def _people(m: Material) -> list[str]:
    """Return everybody whom the record names, in the order in which they came into it."""
    by = [str(act.arguments.get("by", "")).strip() for act in m.acts]
    return list(dict.fromkeys(name for name in by if name))


def _played(m: Material) -> str:
    """Return when the room played, by the first and the last act."""
    written = [act.written_at for act in m.acts]
    if not written:
        return "–"
    first, last = (moment[:16].replace("T", " ") for moment in (written[0], written[-1]))
    return f"{first} – {last} UTC"


def _conclusions(m: Material) -> Section:
    kept = m.conclusions
    rows = (
        ("field/strengths", _lines(m, kept.strengths, "strength")),
        ("field/improvements", _lines(m, kept.improvements, "improvement")),
        ("field/by", kept.by),
    )
    said = tuple((heading(key), value) for key, value in rows if value)
    blank = Words(named("report/blank"), "soft")
    return section(
        "report/summary",
        Words(kept.summary) if kept.summary else None if said else blank,
        Facts(said) if said else None,
    )


def _lines(m: Material, written: str, finding: str) -> str:
    """Return what the facilitator wrote, then what evaluators saw of the kind, a line each."""
    seen = [
        f"{one.text} ({one.by})" if one.by else one.text
        for one in m.observations
        if one.finding == finding and not one.undone
    ]
    return "\n".join([*written.splitlines(), *seen])


def _results(m: Material) -> Section:
    rows = results(m.outcome, m.view.known, truth=m.over)
    return section(
        "report/results",
        Facts(tuple((heading(key), value) for key, value in rows)),
        Words(named("view/conditional"), "caution"),
    )


def _debrief(m: Material) -> Section | None:
    questions = tuple(both(text) for text in m.scenario.debrief)
    return section("report/debrief", Points(questions)) if questions else None


def _assumptions(m: Material) -> tuple[Section, ...]:
    inputs = (m.scenario, m.record.plan, m.firm)
    about = [(model.kind, model.name, digest(model)) for model in inputs]
    return assumptions(inputs, about, named("report/same_again"), used_by(m))

"""The improvement plan of a drill: what it showed, and room for who does what by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulation.drill import DecisionView
from simulation.drill.decisive import Decisive
from simulation.reports.blocks import Cell, Link, Section, Words, section, table
from simulation.reports.material import HOUR, Material, named
from simulation.study.measures import measure_named
from simulation.study.wording import figure
from simulation.text import CATALOGUE, both, lasting, told

MOST_WAITS = 3
LEAST_WAIT_H = 4.0
"""A task that waited less than half a working day is no finding."""
BLANK_ROWS = 3
_UNITS = {"share": "points"}
"""Shares differ by points."""

Finding = tuple[Cell, str]


def improvement_plan(m: Material) -> Section:
    """Return the findings of a drill with columns to fill in, and rows for what it missed."""
    found = [*_own(m), *_late(m), *_defaults(m), *_waits(m)]
    rows = [(cell, ask, "", "", "", "", "") for cell, ask in found]
    blank = [("",) * 7] * BLANK_ROWS
    return section(
        "report/improvement",
        table("finding ask action element owner start done_by", [*rows, *blank], small=True),
    )


def _own(m: Material) -> Iterator[Finding]:
    """Give what the facilitator wants better, a line each, then what evaluators saw."""
    for line in m.conclusions.improvements.splitlines():
        if line.strip():
            yield line.strip(), told("finding/own_ask")
    for number, seen in enumerate(m.observations):
        if seen.finding == "improvement" and not seen.undone:
            yield Link(seen.text, f"observation-{number}"), told("finding/own_ask")


def lessons(m: Material) -> Section | None:
    """Return the lessons that were agreed, each with its owner and its date, if there are any."""
    lines = [line for line in m.conclusions.lessons.splitlines() if line.strip()]
    made = table("lesson owner done_by", map(_lesson, lines))
    return section("report/lessons", made) if made else None


def _lesson(line: str) -> tuple[str, str, str]:
    what, who, when = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
    return what, who or "–", when or "–"


def _late(m: Material) -> Iterator[Finding]:
    for duty in m.view.duties:
        if not duty.late:
            continue
        due = m.when(duty.due_s)
        title = duty.title
        if duty.met_s is None:
            text = told("finding/missed", duty=title, due=due)
        else:
            text = told("finding/late", duty=title, due=due, met=m.when(duty.met_s))
        link = m.link(text, "obligation.late", f"obligation/{duty.name}")
        yield link, told("finding/late_ask")


def _defaults(m: Material) -> Iterator[Finding]:
    for decision in m.view.decisions:
        if decision.by_default:
            text = told(
                "finding/default",
                question=decision.question,
                took=lasting(open_s(decision, m.view.now_s)),
                option=dict(decision.options)[decision.answer or decision.default],
            )
            link = m.link(text, "decision.answer", f"decision/{decision.name}")
            yield link, told("finding/default_ask")


def _waits(m: Material) -> Iterator[Finding]:
    waits = sorted(m.outcome.waits, key=lambda wait: -wait.waited_h)[:MOST_WAITS]
    for wait in waits:
        if wait.waited_h >= LEAST_WAIT_H:
            text = told(
                "finding/wait",
                task=m.task(wait.task),
                hours=lasting(round(wait.waited_h * HOUR)),
                team=m.team(wait.team),
            )
            yield text, told("finding/wait_ask")


def mattered_most(m: Material, weighed: Sequence[Decisive]) -> Section | None:
    """Return which decisions mattered most, and how much another option would have changed."""
    made = table("question chosen instead measure futures", (_weighed(m, d) for d in weighed))
    if made is None:
        return None
    futures = str(weighed[0].difference.pairs)
    return section(
        "report/decisive",
        Words(told("report/how_weighed", futures=futures)),
        made,
    )


def _weighed(m: Material, one: Decisive) -> tuple[Cell, ...]:
    decision = m.scenario.decisions[one.decision]
    labels = {name: option.label for name, option in decision.options.items()}
    taken = labels[one.taken]
    return (
        Link(both(decision.question), f"decision-{one.decision}"),
        told("report/default", option=taken) if one.by_default else both(taken),
        both(labels[one.alternative]),
        both(CATALOGUE[f"measure/{one.measure}"]),
        _difference(one, m.view.currency),
    )


def _difference(one: Decisive, currency: str) -> str:
    """Return the mean difference of the other option with its interval, and what to make of it."""
    found = one.difference
    if found.mean is None or found.low is None or found.high is None:
        return named(f"verdict/{found.verdict}")
    mean, low, high = (figure(one.measure, x, "+") for x in (found.mean, found.low, found.high))
    unit = measure_named(one.measure).unit
    unit = currency if unit == "money" else named(f"unit/{_UNITS.get(unit, unit)}")
    return f"{mean} [{low}, {high}] {unit}: {named(f'verdict/{found.verdict}')}"


def open_for(decision: DecisionView, now_s: int) -> str:
    """Return how long a decision was before the room, or has been."""
    return "–" if decision.raised_s is None else both(lasting(open_s(decision, now_s)))


def open_s(decision: DecisionView, now_s: int) -> int:
    """Return for how many seconds a decision was before the room, or has been."""
    until_s = now_s if decision.answered_s is None else decision.answered_s
    return until_s - (until_s if decision.raised_s is None else decision.raised_s)

"""The report of a drill that this model does not play: what was written down, and what is missing.

Nothing in it is played again, so it says the same whatever model this program has.
"""

from __future__ import annotations

from simulation import world
from simulation.drill import Act, Written
from simulation.drill.replaying import left_behind
from simulation.drill.viewing import moment
from simulation.reports.blocks import (
    Document,
    Facts,
    Points,
    Section,
    Words,
    heading,
    section,
    table,
)
from simulation.reports.material import named
from simulation.speaking import BOTH, speaking
from simulation.text import both, told

MISSING = ("results", "known", "clocks", "cost", "charts", "what_if", "decisive", "anonymous")
"""What only a replay gives, as the catalogue names it."""


def as_written(written: Written, *, language: str = BOTH) -> Document:
    """Return the report of a drill from what its file holds; it names the parts it cannot have.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> drill.close()
    >>> [one.title["en"] for one in as_written(Written.of(file)).sections][:2]
    ['Overview', 'What this report cannot have']
    """
    with speaking(language):
        made = [
            _overview(written),
            _missing(written),
            _conclusions(written),
            _decisions(written),
            _notes(written),
            _timeline(written),
        ]
        return Document(
            title=both(written.title),
            kind=heading("report/as_written"),
            subtitle=both(written.plan_title),
            sections=tuple(one for one in made if one.blocks),
            language=language,
        )


def _overview(w: Written) -> Section:
    rows = (
        ("field/breach", both(w.title)),
        ("field/plan", both(w.plan_title)),
        ("field/simulated", f"{_when(w, w.began_s)} – {w.moment} ({w.begins.tzinfo})"),
        ("field/meant", told("report/meant", minutes=str(w.length_min))),
        ("field/acts", f"{len(w.acts):,}"),
        ("field/branches", told("report/branches", count=f"{len(w.branches):,}")),
        ("field/seed", str(w.seed)),
        ("field/file", w.file.name),
    )
    models = {"old": w.model, "new": str(world.VERSION)}
    return section(
        "report/overview",
        Words(told("as_written/why", **models), "caution"),
        Facts(tuple((heading(key), value) for key, value in rows)),
    )


def _missing(w: Written) -> Section:
    return section(
        "report/missing",
        Words(named("as_written/missing")),
        Points(tuple(named(f"as_written/{part}") for part in MISSING)),
        Words(told("as_written/instead", old=w.model)),
    )


def _conclusions(w: Written) -> Section:
    kept = [act.arguments for act in w.acts if act.kind == "conclude"]
    last = kept[-1] if kept else {}
    rows = (
        ("field/strengths", "strengths"),
        ("field/improvements", "improvements"),
        ("field/by", "by"),
    )
    return section(
        "report/summary",
        Words(str(last.get("summary") or named("report/blank")), "" if last else "soft"),
        Facts(tuple((heading(key), str(last.get(name) or "–")) for key, name in rows)),
    )


def _decisions(w: Written) -> Section:
    rows = (_decision(w, act) for act in w.course if act.kind == "decide")
    return section("report/decisions", table("when question chosen reason who", rows))


def _decision(w: Written, act: Act) -> tuple[str, ...]:
    said = ("decision", "option", "reason", "by")
    return _when(w, act.time_s), *(str(act.arguments[name]) for name in said)


def _notes(w: Written) -> Section:
    undone = left_behind(w.branches, w.branch.number, w.acts)
    left = named("as_written/undone")
    rows = (
        (
            _when(w, act.time_s),
            f"{_said(act)} ({left})" if act.number in undone else _said(act),
            str(act.arguments["by"]),
        )
        for act in w.acts
        if act.kind in ("note", "observe", "rate")
    )
    return section("report/notes", table("when what who", rows))


def _said(act: Act) -> str:
    """Return a note, an observation with its objective, or an objective with its rating."""
    a = act.arguments
    parts = (a.get("objective"), a.get("rating"), a.get("finding"), a.get("text"), a.get("why"))
    return ": ".join(str(part) for part in parts if part)


def _timeline(w: Written) -> Section:
    rows = ((_when(w, line.time_s), both(line.text)) for line in w.feed(truth=w.ended))
    return section("report/timeline", table("when what", rows, small=True))


def _when(w: Written, time_s: int) -> str:
    return moment(w.begins, time_s).replace(" ", "\u00a0")

"""R04, R09, R10, R22, R26, R28: who does the work, when, and in what state."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import COST, FIXED, KNOWN, SIGN_TO_STOP, STOPPED, TOLD, WAITED

INSIDER = "insider-export"


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    no_plan, lean = Case.of(INSIDER, "no-plan"), Case.of(INSIDER, "lean")
    yield Experiment(
        "R04",
        "heads of a team",
        "two more administrators",
        no_plan,
        no_plan.answer({"staffing.it.add": 2}),
        WAITED,
        FEWER,
    )
    yield Experiment(
        "R04",
        "shifts",
        "without nights and weekends: everyone is always there",
        no_plan,
        no_plan.without("nights"),
        KNOWN,
        FEWER,
    )
    yield Experiment(
        "R04",
        "everyday work",
        "without other work that comes first",
        no_plan,
        no_plan.without("everyday-work"),
        KNOWN,
        FEWER,
    )
    yield Experiment(
        "R10",
        "search for help",
        "without the search for counsel on the day",
        lean,
        lean.without("search-for-help"),
        TOLD,
        FEWER,
    )
    yield from _led(lean)
    yield from _ready(lean)
    teams = ("owner", "it", "senior-accountants", "accountants", "reception")
    longer = {f"staffing.{team}.overtime_h": 4 for team in teams}
    often = {"tasks.fix-effort.again": {"chance": 0.5, "wait_h": 1, "most": 3}}
    tired = no_plan.answer(longer | often)
    yield Experiment(
        "R22",
        "fatigue",
        "long shifts and mends that fail, without fatigue",
        tired,
        tired.without("fatigue"),
        FIXED,
        FEWER,
        1.0,
    )


def _led(lean: Case) -> Iterator[Experiment]:
    """Give the experiments about a team that meets, who decides, and who acts together."""
    yield Experiment(
        "R04",
        "coordination",
        "no team is convened: hand-overs and decisions take longer",
        lean,
        lean.answer({"coordination.convened": False}),
        COST,
        MORE,
        5_000.0,
    )
    busy = lean.answer({"coordination.meeting_share": 0.4})
    yield Experiment(
        "R04",
        "meetings",
        "meetings that take four tenths of the day, without them",
        busy,
        busy.without("coordination"),
        TOLD,
        FEWER,
    )
    hours = {"staffing.owner.on_call": False, "staffing.owner.shift": "Mon 09:00-12:00"}
    rules = {"coordination.deputy_after_h": 72, "answers.tell-clients": "early-range"}
    away = lean.answer(hours | rules)
    yield Experiment(
        "R04",
        "decision owner",
        "an owner there on Monday mornings alone; nobody waited for",
        away,
        away.without("decision-owner"),
        TOLD,
        FEWER,
        5.0,
    )
    yield Experiment(
        "R09",
        "HR and IT together",
        "IT alone takes all access away from one of us",
        lean,
        lean.without("accountability"),
        STOPPED,
        FEWER,
    )
    group = Case.of("mailbox-takeover", "lean", "group-400")
    one_clock = {"offices.hamburg.time_zone": "Asia/Shanghai", "offices.hamburg.holidays": "CN"}
    yield Experiment(
        "R28",
        "offices in time zones",
        "the second office moves to the first one's clock",
        group,
        group.at(one_clock),
        SIGN_TO_STOP,
        MORE,
    )


def _ready(lean: Case) -> Iterator[Experiment]:
    """Give the experiments about plans tried lately or never."""
    never = {"drill_age_months": None, "contact_lists_age_months": 3, "kits": True}
    yield Experiment(
        "R26",
        "tested plan",
        "the plan was never tried",
        lean,
        lean.answer({"readiness": never}),
        TOLD,
        MORE,
    )
    old = {"contact_lists_age_months": None, "kits": False}
    yield Experiment(
        "R26",
        "lists and kits",
        "no list is kept up, no kit is ready",
        lean,
        lean.answer({f"readiness.{k}": v for k, v in old.items()}),
        TOLD,
        MORE,
    )

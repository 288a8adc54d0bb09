"""R04, R09, R10, R22, R26, R28: who does the work, when, and in what state."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import (
    FIXED,
    FORENSICS,
    KNOWN,
    MISUSED,
    MORALE,
    SIGN_TO_STOP,
    STAFF_LOST,
    STOPPED,
    TOLD,
    WAGES,
    WAITED,
    item,
)

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
    yield from _led(lean)
    yield from _relieved(no_plan)
    yield from _ready(lean)
    yield from _helped(lean)
    yield from _cared(lean)
    yield from _judged(lean)
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
    alone = lean.answer({"coordination.convened": False})
    yield Experiment(
        "R04",
        "coordination",
        "no team is convened: people ask about, hand over and decide as if one were",
        alone,
        alone.without("coordination"),
        TOLD,
        FEWER,
        10.0,
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
    listed = lean.answer({"answers.tell-clients": "after-list"})
    yield Experiment(
        "R26",
        "contact lists",
        "none is kept up, where clients are told once there is a list of names",
        listed,
        listed.answer({"readiness.contact_lists_age_months": None}),
        TOLD,
        MORE,
        None,
        120,
    )
    yield Experiment(
        "R26",
        "kits",
        "no kit is ready",
        lean,
        lean.answer({"readiness.kits": False}),
        FORENSICS,
        MORE,
    )


def _relieved(no_plan: Case) -> Iterator[Experiment]:
    """Give the experiments about who steps in for others, and who goes on with their work."""
    away = no_plan.answer({"staffing.owner.shift": "Mon 09:00-12:00"})
    yield Experiment(
        "R04",
        "deputies",
        "as quick as those they stand in for, where the owner comes on Monday mornings alone",
        away,
        away.without("deputies"),
        WAGES,
        FEWER,
        500.0,
    )
    shifts = Case.of("mailbox-takeover", "lean", "group-400")
    yield Experiment(
        "R04",
        "hand-over",
        "whoever takes over knows at once how far it is",
        shifts,
        shifts.without("hand-over"),
        WAGES,
        FEWER,
    )


def _cared(lean: Case) -> Iterator[Experiment]:
    """Give the experiments about morale, leaving and welfare, where everybody works long."""
    teams = ("owner", "it", "senior-accountants", "accountants", "reception")
    long = lean.answer({f"staffing.{team}.overtime_h": 4 for team in teams})
    yield Experiment(
        "R22",
        "long hours",
        "four more hours a day for everybody",
        lean,
        long,
        MORALE,
        FEWER,
    )
    hurt = long.breach({"parameters.people.low_morale_effort": 0.6})
    yield Experiment(
        "R22",
        "morale",
        "morale that makes slow, at its high end; without it",
        hurt,
        hurt.without("morale"),
        WAGES,
        FEWER,
        500.0,
    )
    often = long.answer({"tasks.fix-effort.again": {"chance": 0.3, "wait_h": 1, "most": 3}})
    careless = often.breach({"parameters.people.low_morale_repeat": 2})
    yield Experiment(
        "R22",
        "low morale and mistakes",
        "mends fail no more often for it, where they do so most; at its high end",
        careless,
        often.breach({"parameters.people.low_morale_repeat": 0}),
        WAGES,
        FEWER,
    )
    weary = long.breach({"parameters.people.leaving_per_year": 4})
    yield Experiment(
        "R22",
        "leaving",
        "the weary leave, at the high end; nobody does",
        weary,
        weary.without("leaving"),
        STAFF_LOST,
        FEWER,
    )
    for name, what, on in (
        ("rest days", "a day off a week in turns", {"rest_days": 1}),
        ("counselling", "counselling for every team whose morale falls", {"counselling": True}),
        ("incentives", "a bonus for the hours of the emergency", {"incentives": True}),
    ):
        cared = long.answer({f"welfare.{field}": value for field, value in on.items()})
        yield Experiment("R22", name, what, long, cared, MORALE, MORE, 0.01)


def _judged(lean: Case) -> Iterator[Experiment]:
    """Give the experiments about who is accused, what follows and who hears of it."""
    accused = lean.answer({"answers.suspect": "suspend-trainee"})
    yield Experiment(
        "R09",
        "false accusation",
        "the trainee is sent home on the first suspicion",
        lean,
        accused,
        MORALE,
        FEWER,
    )
    police = lean.answer({"answers.sanction": "police"})
    yield Experiment(
        "R09",
        "sanctions",
        "dismissal and a report to the police, not dismissal alone",
        lean,
        police,
        MISUSED,
        FEWER,
        0.1,
    )
    silent = lean.answer({"answers.publish-sanction": "nobody"})
    yield Experiment(
        "R09",
        "sanction told",
        "nobody is told what followed",
        lean,
        silent,
        MORALE,
        FEWER,
        0.005,
    )
    mute = lean.breach({"injects.i03-shared-login.effects": []})
    yield Experiment(
        "R09",
        "interviews",
        "nobody is suspected, so nobody is asked and nothing follows",
        police,
        Case(mute.scenario, police.plan),
        MISUSED,
        MORE,
        0.1,
    )


def _helped(lean: Case) -> Iterator[Experiment]:
    """Give the experiments about help from outside."""
    yield Experiment(
        "R10",
        "search for help",
        "without the search for examiners and counsel on the day",
        lean,
        lean.without("search-for-help"),
        TOLD,
        FEWER,
        10.0,
    )
    signed = Case.of(INSIDER, "retainer")
    rates = {f"teams.{team.name}.wage_per_h": team.wage_per_h for team in lean.plan.teams}
    unsigned = signed.answer(rates)
    yield Experiment(
        "R10",
        "retainer",
        "the day rate of a contract, not that of an emergency",
        unsigned,
        signed,
        item("outside help"),
        FEWER,
    )
    alone = lean.answer({"answers.ask-outside": "nobody"})
    yield Experiment(
        "R10",
        "guidance of the authority",
        "its hotline is asked before the report",
        alone,
        lean,
        TOLD,
        FEWER,
        1.0,
    )
    peers = lean.answer({"answers.ask-outside": "peers"})
    yield Experiment(
        "R10",
        "peers",
        "two firms that had a leak are asked",
        alone,
        peers,
        TOLD,
        FEWER,
        1.0,
    )
    police = lean.answer({"answers.ask-outside": "police"})
    yield Experiment(
        "R10",
        "police",
        "the police are told at once",
        alone,
        police,
        MISUSED,
        FEWER,
        0.1,
    )

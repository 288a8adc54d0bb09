"""R05 to R08, R16 and R23: causes, containment, traces, recovery, suppliers, what comes again."""

from __future__ import annotations

import math
from collections.abc import Iterator

from simulation.outcomes import Outcome
from validation.coverage.experiment import FEWER, MORE, Case, Experiment, Quantity
from validation.coverage.quantities import (
    AFFECTED,
    COST,
    FIXED,
    FORENSICS,
    LOST,
    MISUSED,
    RECORDS,
    STOPPED,
    TOLD,
    item,
    number,
)

DOWNTIME = number("downtime_h", "downtime of systems", "h")
REACHED = number("systems_reached", "systems reached", "systems")
FILINGS = number("filings_wrong", "filings made with wrong records", "filings")
AGAIN = number("second_breaches", "second breaches", "breaches")


def _by_hand(outcome: Outcome) -> float:
    return outcome.cost_by_item.get("measures: replacement", 0.0)


def _found(outcome: Outcome) -> float:
    return math.nan if outcome.first_sign_h is None else outcome.first_sign_h


TO_SIGN = Quantity("first access to first sign", "h", _found)


REPAIR = Quantity("cost of replacing and correcting", "money", _by_hand)


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from _causes()
    yield from _containment()
    yield from _traces()
    yield from _recovery()
    yield from _suppliers()
    yield from _again()


def _causes() -> Iterator[Experiment]:
    share, laptop = Case.of("open-share", "no-plan"), Case.of("lost-laptop", "no-plan")
    rarely = share.breach({"threat.seen_per_d": 0.005})
    yield Experiment(
        "R05", "an open share", "strangers see it a sixth as often", share, rarely, AFFECTED, FEWER
    )
    locked = laptop.breach({"threat.encrypted": 1})
    yield Experiment(
        "R05", "a lost device", "its disk is encrypted for certain", laptop, locked, MISUSED, FEWER
    )
    theft = Case.of("site-injection", "no-plan")
    little = theft.breach({"threat.taken_share": 0.2})
    yield Experiment(
        "R05",
        "a theft in one go",
        "it takes a fifth of what it reaches",
        theft,
        little,
        RECORDS,
        FEWER,
    )


def _containment() -> Iterator[Experiment]:
    extortion = Case.of("double-extortion", "no-plan")
    still = extortion.without("lateral-movement")
    yield Experiment("R06", "moving on", "without it", extortion, still, AFFECTED, FEWER)
    links = {"systems": [_guarded(s) for s in extortion.firm.plain()["systems"]]}
    yield Experiment(
        "R06",
        "guarded links",
        "every link lets one in fifty tries pass",
        extortion,
        extortion.at(links),
        REACHED,
        FEWER,
    )
    share = Case.of("open-share", "lean")
    cleared = share.breach({"parameters.threat.caches_cleared_h": 1})
    yield Experiment(
        "R06",
        "copies in caches",
        "they are cleared within an hour",
        share,
        cleared,
        STOPPED,
        FEWER,
    )
    laptop = Case.of("lost-laptop", "lean")
    late = laptop.answer({"answers.wipe": "look-first", "answers.isolate": "not-yet"})
    yield Experiment(
        "R06",
        "wiping from afar",
        "the wipe waits until she has looked at home",
        laptop,
        late,
        STOPPED,
        MORE,
    )
    cut = Case.of("insider-export", "retainer")
    yield Experiment(
        "R06",
        "the price of cutting off",
        "without downtime",
        cut,
        cut.without("downtime"),
        COST,
        FEWER,
        5_000.0,
    )


def _guarded(system: dict[str, object]) -> dict[str, object]:
    links = system.get("links")
    guarded = [link | {"control": 0.98} for link in links] if isinstance(links, list) else []
    return system | {"links": guarded}


def _traces() -> Iterator[Experiment]:
    cut = Case.of("insider-export", "retainer")
    kept = cut.without("evidence")
    yield Experiment("R07", "traces lost", "without it", cut, kept, FORENSICS, FEWER)
    imaged = cut.answer({"answers.isolate": "after-imaging"})
    yield Experiment(
        "R07",
        "imaging first",
        "images are made before anything is cut off",
        cut,
        imaged,
        FIXED,
        FEWER,
    )


def _recovery() -> Iterator[Experiment]:
    extortion = Case.of("double-extortion", "no-plan")
    refuse = extortion.answer({"answers.ransom": "refuse"})
    sure = refuse.without("back-ups")
    yield Experiment("R08", "back-ups that fail", "they never do", refuse, sure, DOWNTIME, FEWER)
    tested = refuse.at({"back_ups.tested_months_ago": 3})
    yield Experiment(
        "R08",
        "a test of the back-ups",
        "tried three months ago, not thirty",
        refuse,
        tested,
        DOWNTIME,
        FEWER,
        None,
        150,
    )
    hunted = tested.breach({"parameters.threat.back_up_online_factor": 0.3})
    yield Experiment(
        "R08",
        "copies out of reach",
        "kept offline, where copies within reach are destroyed most; both tried lately",
        hunted,
        hunted.at({"back_ups.offline": True}),
        DOWNTIME,
        FEWER,
    )
    seldom = refuse.at({"back_ups.every_h": 24 * 28})
    yield Experiment(
        "R08",
        "how often copies are made",
        "every four weeks instead of daily",
        refuse,
        seldom,
        item("downtime"),
        MORE,
    )
    pay = extortion.answer({"answers.ransom": "pay"})
    yield Experiment("R08", "paying", "the ransom is paid", refuse, pay, DOWNTIME, FEWER)
    hidden = refuse.without("published")
    yield Experiment(
        "R08", "published data", "nothing is published", refuse, hidden, MISUSED, FEWER
    )
    tampered = Case.of("tampered-filings", "no-plan")
    alone = tampered.without("tampering-spread")
    yield Experiment(
        "R08", "wrong records spread", "they get into no filing", tampered, alone, FILINGS, FEWER
    )
    long = tampered.at({"back_ups.kept_d": 720, "back_ups.tested_months_ago": 3})
    yield Experiment(
        "R08",
        "copies kept long enough",
        "kept for two years and tried",
        tampered,
        long,
        REPAIR,
        FEWER,
    )


def _suppliers() -> Iterator[Experiment]:
    supplier = Case.of("supplier-transfer", "no-plan")
    prompt = supplier.without("supplier-delay")
    yield Experiment(
        "R16", "late word", "the supplier tells at once", supplier, prompt, TO_SIGN, FEWER
    )
    within = supplier.at({"supplier_contract.notice_within_h": 24})
    yield Experiment(
        "R16",
        "a term in the contract",
        "notice within a day is agreed",
        supplier,
        within,
        TO_SIGN,
        FEWER,
    )
    borne = supplier.at({"supplier_contract.cost_borne_share": 0.5})
    yield Experiment(
        "R16", "who bears the cost", "the supplier bears half", supplier, borne, COST, FEWER
    )
    lean = Case.of("supplier-transfer", "lean")
    apart = lean.answer({"answers.press-supplier": "wait-for-letter"})
    yield Experiment(
        "R16", "joint work", "we wait for the supplier's letter", lean, apart, TOLD, MORE
    )


def _again() -> Iterator[Experiment]:
    insider = Case.of("insider-export", "no-plan")
    once = insider.without("recurrence")
    yield Experiment(
        "R23", "it happens again", "without it", insider, once, AGAIN, FEWER, None, 200
    )
    slow = {"tasks.fix-elapsed.elapsed_h": {"lognormal": {"median": 4_320, "sigma": 0.9}}}
    yield Experiment(
        "R23",
        "an unfinished repair",
        "it waits six months instead of one",
        insider,
        insider.answer(slow),
        AGAIN,
        MORE,
        None,
        200,
    )
    twice = insider.answer(slow).breach({"parameters.threat.second_breach_per_d": 0.004})
    yield Experiment(
        "R23",
        "trust in a firm that lets it happen again",
        "clients take a second breach as they would none, where one comes most often",
        twice,
        twice.breach({"parameters.threat.second_breach_shock": 0}),
        LOST,
        FEWER,
        0.5,
    )

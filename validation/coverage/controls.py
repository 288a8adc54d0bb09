"""R18 to R21, R26: what stands between a thief and the data, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from validation.coverage.experiment import FEWER, MORE, REPLICATIONS, Case, Experiment, Quantity
from validation.coverage.quantities import (
    AFFECTED,
    ALARMS,
    COST,
    FOUND,
    KNOWN,
    MISUSED,
    RECORDS,
    SEVERITY,
    TOLD,
    item,
)

INSIDER, MAILBOX = "insider-export", "mailbox-takeover"
LONG_AGO_MONTHS = 36.0
A_DAY_H = 24.0
DOWNTIME = item("downtime")
MORE_RUNS = 150
"""For times to a first sign and to awareness, which vary more than other measures."""


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    yield from _preventive()
    yield from _life_cycle()
    yield from _training()
    yield from _readiness()
    yield from _tips()


def _with(
    row: str, control: str, change: str, base: Case, quantity: Quantity, direction: int = FEWER
) -> Experiment:
    """Return an experiment that gives the firm one control, new and whole."""
    changed = base.at(base.firm.with_control(control))
    runs = MORE_RUNS if quantity in (FOUND, KNOWN) else REPLICATIONS
    return Experiment(row, control, change, base, changed, quantity, direction, None, runs)


def _preventive() -> Iterator[Experiment]:
    no_plan, mailbox = Case.of(INSIDER, "no-plan"), Case.of(MAILBOX, "no-plan")
    for control, change, base, quantity in (
        ("behaviour-monitoring", "unusual use raises an alert", no_plan, FOUND),
        ("export-limits", "a day's download is capped", no_plan, RECORDS),
        ("tiered-rights", "a login opens a part of the files", no_plan, AFFECTED),
        ("multi-factor-login", "a stolen session ends", mailbox, RECORDS),
        ("alert-tuning", "alerts that mean nothing are turned off", no_plan, ALARMS),
    ):
        yield _with("R18", control, change, base, quantity)
    for control, breach, change, quantity in (
        ("network-segmentation", "double-extortion", "less stands still", COST),
        ("back-up-offline", "double-extortion", "a copy is out of reach", DOWNTIME),
        ("back-up-test", "double-extortion", "a restore was tried", DOWNTIME),
        ("supplier-contracts", "supplier-transfer", "the supplier must tell", FOUND),
    ):
        yield _with("R18", control, change, Case.of(breach, "no-plan"), quantity)
    capped = no_plan.at(no_plan.firm.with_control("export-limits"))
    yield Experiment(
        "R18",
        "controls",
        "limits on export, without what controls do",
        capped,
        capped.without("controls"),
        RECORDS,
        MORE,
    )
    old = no_plan.firm.with_control("behaviour-monitoring", 1.0, LONG_AGO_MONTHS)
    neglected = no_plan.at(old)
    yield Experiment(
        "R18",
        "upkeep",
        "monitoring set up three years ago, without decay",
        neglected,
        neglected.without("upkeep"),
        FOUND,
        FEWER,
        None,
        MORE_RUNS,
    )


def _life_cycle() -> Iterator[Experiment]:
    no_plan = Case.of(INSIDER, "no-plan")
    for control, change, quantity in (
        ("retention-limits", "what has no use any more is deleted", AFFECTED),
        ("data-classification", "sensitive files are kept apart", AFFECTED),
        ("pseudonymisation", "files carry numbers instead of names", SEVERITY),
        ("pseudonymisation", "records are harder to misuse", MISUSED),
    ):
        yield _with("R19", control, change, no_plan, quantity)
    for control, breach, change, quantity in (
        ("retention-limits", "open-share", "old files are deleted", AFFECTED),
        ("supplier-data-limits", "supplier-transfer", "the supplier gets less", AFFECTED),
        ("encryption-at-rest", "site-injection", "files are encrypted", MISUSED),
        ("disk-encryption", "lost-laptop", "the disk is encrypted", MISUSED),
    ):
        yield _with("R19", control, change, Case.of(breach, "no-plan"), quantity)
    listed = no_plan.at(no_plan.firm.with_control("data-inventory"))
    yield Experiment(
        "R19",
        "data-inventory",
        "a list says what is held where",
        no_plan,
        listed,
        TOLD,
        FEWER,
        A_DAY_H,
        200,
    )


def _training() -> Iterator[Experiment]:
    no_plan = Case.of(INSIDER, "no-plan")
    mailbox = Case.of(MAILBOX, "no-plan")
    yield _with("R20", "phishing-training", "staff report what they see", mailbox, FOUND)
    long_ago = mailbox.firm.with_control("phishing-training", 1.0, LONG_AGO_MONTHS)
    forgotten = mailbox.at(long_ago)
    yield Experiment(
        "R20",
        "training-decay",
        "a course three years ago, without forgetting",
        forgotten,
        forgotten.without("training-decay"),
        FOUND,
        FEWER,
        None,
        MORE_RUNS,
    )
    yield _with("R20", "client-education", "clients know how fraud looks", no_plan, MISUSED)
    yield _with("R20", "feedback-channel", "clients are asked", no_plan, FOUND)


def _readiness() -> Iterator[Experiment]:
    no_plan = Case.of(INSIDER, "no-plan")
    yield _with("R26", "playbook-exercises", "the plan was played through", no_plan, KNOWN)
    stale = no_plan.at(no_plan.firm.with_control("playbook-exercises", 1.0, LONG_AGO_MONTHS))
    yield Experiment(
        "R26",
        "upkeep",
        "the last exercise was three years ago, against one now",
        stale,
        stale.without("upkeep"),
        KNOWN,
        FEWER,
        None,
        MORE_RUNS,
    )


def _tips() -> Iterator[Experiment]:
    """Give the experiments of ways to tell us what is wrong."""
    stolen, share = Case.of("stealer-malware", "no-plan"), Case.of("open-share", "no-plan")
    yield _with("R17", "published-contacts", "who finds it can reach us", stolen, FOUND)
    yield _with("R17", "whistle-blowing", "what is seen is told in confidence", share, FOUND)

"""What a line of the log may say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FACTS = (
    "phase.start",
    "phase.end",
    "flag.set",
    "flag.clear",
    "channel.fire",
    "alarm.false",
    "task.ready",
    "task.start",
    "task.pause",
    "task.end",
    "task.again",
    "task.skip",
    "task.cancel",
    "task.slow",
    "decision.raise",
    "decision.answer",
    "inject.release",
    "inject.hold",
    "inject.back",
    "inject.skip",
    "inject.edit",
    "message",
    "leak.factor",
    "harm.factor",
    "records.out",
    "system.off",
    "system.on",
    "estimate",
    "list",
    "told",
    "told.vain",
    "obligation.start",
    "obligation.met",
    "obligation.late",
    "obligation.stop",
    "staff.heads",
    "staff.shift",
    "staff.call",
    "staff.arrive",
    "staff.lent",
    "staff.meet",
    "staff.part",
    "staff.overtime",
    "staff.morale",
    "staff.leave",
    "cost",
    "news",
    "media",
    "attention",
    "mend",
    "trust.shock",
    "case",
    "channel.watch",
    "sample.trust",
    "sample.attention",
    "draws.reused",
    "sample.clients_lost",
    "sample.exposure",
    "sample.misuse",
    "sample.severity",
    "support",
    "system.reached",
    "evidence.lost",
    "ransom.note",
    "supplier.finds",
    "device.opened",
    "records.repaired",
    "breach.again",
    "sample.wrong",
    "authority.asks",
    "authority.answered",
    "case.end",
    "claims",
    "escalation.start",
    "escalation.met",
    "escalation.late",
    "notices.again",
    "statement.untrue",
    "survey",
    "notices.fake",
    "care",
    "notices.returned",
    "notices.public",
    "told.unreached",
    "supplier.told",
    "partners.cut_off",
)
"""What a line of the log may say; a fact names its kind by its place here."""
FACT = {name: number for number, name in enumerate(FACTS)}
"""The place of a kind of fact among `FACTS`."""

QUIET = (
    *("task.ready", "task.start", "task.pause", "task.slow", "decision.raise", "inject.release"),
    *("message", "staff.call", "staff.lent", "staff.overtime", "staff.morale", "obligation.late"),
    *("cost", "support", "draws.reused", "sample.trust", "sample.attention", "sample.wrong"),
    *("sample.clients_lost", "sample.exposure", "sample.misuse", "sample.severity"),
)
"""Kinds of facts on which no condition turns (costs count where they pass a limit)."""
STIRS = tuple(name not in QUIET for name in FACTS)
"""Whether a kind of fact may let a condition come to hold."""
APART = (
    *(name for name in QUIET if name != "sample.wrong"),
    *("task.end", "task.again", "task.skip", "phase.start", "phase.end", "alarm.false"),
    *("decision.answer", "obligation.start", "obligation.met"),
)
"""Kinds of facts that move nothing of what stands still around a walk."""
MOVES = tuple(name not in APART for name in FACTS)
"""Whether a kind of fact may move what stands still around a walk."""
FREES = tuple(
    name.startswith("staff.")
    or name in ("task.ready", "task.pause", "task.again", "task.end", "task.cancel")
    for name in FACTS
)
"""Whether a kind of fact may let a waiting task start, for it asks for people or frees some."""

Fact = tuple[int, int, int, int, float, float]
"""Time in seconds, kind, subject, cause (both as places in `Tables.names`), before, after."""
Lines = NDArray[np.float64]
"""Facts as the compiled walk writes them: a row each."""


def facts_of(lines: Lines) -> list[Fact]:
    """Return the facts that lines of a walk hold.

    >>> facts_of(np.array([[86_400.0, 1.0, 2.0, 3.0, 0.5, 0.75]]))
    [(86400, 1, 2, 3, 0.5, 0.75)]
    """
    times, kinds, subjects, causes = lines[:, :4].T.astype(np.int64).tolist()
    return list(zip(times, kinds, subjects, causes, *lines[:, 4:].T.tolist(), strict=True))

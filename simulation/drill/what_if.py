"""What if: a drill played again with something changed, on the same luck and over many futures."""

from __future__ import annotations

import dataclasses
import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from simulation.drill.changes import changes_of, words_of
from simulation.drill.course import Change, History, Key, Player, Record, history_of
from simulation.drill.futures import (
    END_MEASURES,
    How,
    Question,
    compared,
    expect_futures,
    play_futures,
)
from simulation.drill.wording import Wording
from simulation.run import Recorder, Run
from simulation.study.explaining import Why, why_between
from simulation.study.figures import Difference
from simulation.study.measures import measure_named
from simulation.study.wording import amount, verdict
from simulation.study.workers import Case
from simulation.text import LANGUAGES, say

PLAYED, WHAT_IF = "played", "what-if"
WIDTH, MOST_WHY, MOST_ACTS = 99, 6, 8


@dataclass(frozen=True, slots=True)
class LaterAct:
    """Something the room did after what was changed, and whether it could be done again.

    `now_s` is when it was done this time; `reason` says why it was not.
    """

    number: int
    kind: str
    what: Mapping[str, str] = dataclasses.field(hash=False)
    then_s: int
    now_s: int | None
    reason: Mapping[str, str] = dataclasses.field(hash=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """A measure of both runs; None where it never happened."""

    measure: str
    played: float | None
    what_if: float | None

    @property
    def change(self) -> float | None:
        """How much more it is with the change."""
        if self.played is None or self.what_if is None:
            return None
        return self.what_if - self.played


@dataclass(frozen=True)
class Futures:
    """Both courses over many futures from the moment where they part, in pairs."""

    replications: int
    differences: tuple[Difference, ...]

    def of(self, measure: str) -> Difference:
        """Return the difference in a measure: with the change less as it was played."""
        measure_named(measure)
        return next(one for one in self.differences if one.measure == measure)


@dataclass(frozen=True, repr=False)
class WhatIf:
    """A drill as it was played and with a change, both run on to their end on the same luck.

    `why` tells in sentences how the one led to the other end. `kept` and `dropped` are the later
    acts of the room. `futures` is there when it was asked for.
    """

    changed: Mapping[str, str]
    at_s: int
    base: Run
    run: Run
    kept: tuple[LaterAct, ...]
    dropped: tuple[LaterAct, ...]
    why: Why
    futures: Futures | None

    @property
    def differences(self) -> tuple[Changed, ...]:
        """Every measure of both runs."""
        pair = self.base.outcome, self.run.outcome
        found = []
        for name in END_MEASURES:
            before, after = (measure_named(name).read(outcome) for outcome in pair)
            found.append(Changed(name, _known(before), _known(after)))
        return tuple(found)

    @property
    def same(self) -> bool:
        """Whether the change led to the very same course."""
        return self.run.log.facts == self.base.log.facts

    def sentences(self, language: str = "en") -> list[str]:
        """Return why the courses differ, without what both have in common."""
        return [link.text[language] for link in self.why.chain if link.kind != "settings"]

    def in_short(self, most: int, language: str = "en") -> list[str]:
        """Return the sentences on what came of it, as many as are wanted: no steps between."""
        kinds = ("moment", "outcome", "waiting", "note")
        told = [link.text[language] for link in self.why.chain if link.kind in kinds]
        return told[:most]

    def plain(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        return {
            "changed": dict(self.changed),
            "at_s": self.at_s,
            "seed": self.base.seed,
            "differences": [
                {**dataclasses.asdict(one), "change": one.change} for one in self.differences
            ],
            "kept": [dataclasses.asdict(act) for act in self.kept],
            "dropped": [dataclasses.asdict(act) for act in self.dropped],
            "why": {language: self.sentences(language) for language in LANGUAGES},
            "base": self.base.plain(),
            "run": self.run.plain(),
            "futures": None
            if self.futures is None
            else {
                "replications": self.futures.replications,
                "differences": [dataclasses.asdict(one) for one in self.futures.differences],
            },
        }

    def __repr__(self) -> str:
        """Return the change, the figures of both runs and why, on one screen."""
        lines = [*_wrapped(f"What if {self.changed['en']}", "")]
        if self.same:
            lines.append("  The course is the very same.")
        else:
            lines += self._table()
            lines += [line for text in self.sentences()[:MOST_WHY] for line in _wrapped(text, "")]
        lines += self._acts()
        return "\n".join([*lines, *self._over_futures()])

    def _table(self) -> list[str]:
        currency = self.base.outcome.currency
        rows = [f"  {'on the same luck':<34}{'as played':>20}{'what if':>20}"]
        for one in self.differences:
            title = measure_named(one.measure).title
            shown = [amount(one.measure, v, currency) for v in (one.played, one.what_if)]
            rows.append(f"  {title:<34}{shown[0]:>20}{shown[1]:>20}")
        return rows

    def _acts(self) -> list[str]:
        if not self.kept and not self.dropped:
            return []
        lines = [f"  Later acts: {len(self.kept)} done again, {len(self.dropped)} not."]
        for act in self.dropped[:MOST_ACTS]:
            lines += _wrapped(f"{act.what['en']}: {act.reason['en']}", "  - ")
        return lines

    def _over_futures(self) -> list[str]:
        if self.futures is None:
            return []
        currency = self.base.outcome.currency
        lines = [f"Over {self.futures.replications} futures from that moment on:"]
        for one in self.futures.differences:
            lines += _wrapped(verdict(one, currency), "  ")
        return lines


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        *(text, WIDTH), initial_indent=indent, subsequent_indent=" " * (len(indent) + 4)
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def what_if(
    record: Record,
    changes: Mapping[str, object],
    *,
    at_h: float | None = None,
    futures: int = 0,
    how: How | None = None,
) -> WhatIf:
    """Play a record again with changes, on the same luck and, if asked, over many futures.

    See `Drill.what_if` for what changes say.
    """
    futures = expect_futures(futures, 0)
    history = history_of(record)
    made = changes_of(history, changes, at_h)
    moment = history.moment(made)
    players = [_to_the_end(history, arm, moment) for arm in ((), made)]
    base, run = (_as_run(history, player) for player in players)
    ours, theirs = (_with_answers(history, made, label) for label in (PLAYED, WHAT_IF))
    kept, dropped = _later(history, players[1])
    return WhatIf(
        changed=words_of(history, made),
        at_s=moment[0],
        base=base,
        run=run,
        kept=kept,
        dropped=dropped,
        why=why_between(base, run, ours, theirs),
        futures=_over_futures(record, made, futures, how or How()) if futures else None,
    )


def _to_the_end(history: History, changes: tuple[Change, ...], moment: Key) -> Player:
    """Play a course from the beginning to the end of its run, on the drill's own luck."""
    trunk = history.trunk(moment, keep_log=True)
    player = history.arm(trunk.engine, trunk.recorder, history.script(changes), moment)
    player.play()
    return player


def _as_run(history: History, player: Player) -> Run:
    recorder: Recorder = player.recorder
    record = history.record
    return Run(
        record.scenario.name,
        record.plan.name,
        history.program.organisation.name,
        record.seed,
        player.engine.state.replication,
        recorder.tally.outcome(),
        recorder.log,
        history.program,
    )


def _with_answers(history: History, changes: tuple[Change, ...], label: str) -> Case:
    """Return the inputs with a plan that answers what is changed as the course did.

    So the answer counts as what differs, and the reasons can be followed back to it.
    """
    record = history.record
    answers = dict(record.plan.answers)
    for one in changes:
        if one.kind == "decide":
            option = history.taken[one.name].option if label == PLAYED else str(one.value)
            answers[one.name] = option
    plan = record.plan.change({"answers": answers}) if answers else record.plan
    return Case(label, record.scenario, plan, record.organisation)


def _later(history: History, player: Player) -> tuple[tuple[LaterAct, ...], tuple[LaterAct, ...]]:
    """Return the room's acts after the moment that were done again, and those that were not."""
    wording = Wording(history.program, history.injects)
    reasons = {**player.refused, **player.left_over()}
    kept: list[LaterAct] = []
    dropped: list[LaterAct] = []
    for act in history.acts:
        now_s, reason = player.done.get(act.number), reasons.get(act.number, "")
        if now_s is None and not reason:
            continue  # before the moment, or itself what was changed
        key = f"what_if/{reason}"
        said = {language: say(key, language) for language in LANGUAGES} if reason else {}
        later = LaterAct(
            act.number,
            act.kind,
            wording.act(act.kind, act.arguments),
            act.time_s,
            now_s,
            said,
        )
        (dropped if reason else kept).append(later)
    return tuple(kept), tuple(dropped)


def _over_futures(record: Record, made: tuple[Change, ...], futures: int, how: How) -> Futures:
    table = play_futures(Question(record, ((), made)), futures, how)
    found = [
        compared((WHAT_IF, PLAYED, name), table[1, place], table[0, place])
        for place, name in enumerate(END_MEASURES)
    ]
    return Futures(futures, tuple(found))

"""Which judgements carry the ranking of plans: `python -m validation.sensitivity`."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from simulation import world
from simulation.study.measures import measure_named
from validation.checks import Figure, number
from validation.marked import renewed, rows
from validation.ranking import (
    CONFIRM_RUNS,
    MEASURES,
    OPEN,
    PAIRS,
    PLANS,
    REVERSED,
    SCREEN_RUNS,
    SEED,
    Ranking,
    Runner,
    Turn,
    difference,
    ranking,
    sign,
)

BREACHES = ("insider-export", "mailbox-takeover", "double-extortion")
DOCS = Path(__file__).parent.parent / "docs"
TRIAL_STEP = 40
"""A trial tries every so many judgements."""
HEAD = """# Which judgements carry the ranking of plans

Every judged size of `scenarios/parameters/standard.yaml` that a breach can touch, and every judged
time and chance in a plan's tasks, is put at its low and at its high end, one at a time, the rest
as shipped. The library's plans are compared pair by pair on the same luck by cost, by record-days
untold and by clients' trust a year after. A pair counts as ranked when the 95 % interval of its
difference excludes zero. An end that a few runs leave in doubt is run again with as many runs as
the base; it is listed as **reversed** when the pair is then ranked the other way, as left open
when it is ranked no more. Among so many pairs some are left open by chance alone; ends can also
work together, which one at a time does not show. Sizes with evidence and figures of laws and of
the cases are not moved here.

Model version {version}, seed {seed}; {screen} runs to screen and {confirm} to confirm a plan.
Written by `make sensitivity`."""
QUICK = "\n\nThis is a quick trial, which shows that everything works and nothing else."


def main() -> None:
    """Try the judgements, write `sensitivity.md` and the list in `limits.md`."""
    parser = argparse.ArgumentParser(prog="python -m validation.sensitivity", description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS, help="where to write; default: docs")
    parser.add_argument("--quick", action="store_true", help="few judgements and few runs")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--breach", action="append", help="one or more; default: three of them")
    asked = parser.parse_args()
    began = time.monotonic()
    screen, confirm, step = (2, 8, TRIAL_STEP) if asked.quick else (SCREEN_RUNS, CONFIRM_RUNS, 1)
    with Runner(asked.workers) as runner:
        found = [
            ranking(runner, breach, screen=screen, confirm=confirm, step=step)
            for breach in asked.breach or BREACHES
        ]
        total = runner.total
    path = asked.out / "sensitivity.md"
    text = page(found, screen, confirm, quick=asked.quick)
    path.write_text(text, encoding="utf-8", newline="\n")
    limits = asked.out / "limits.md"
    if limits.exists():
        before = limits.read_text(encoding="utf-8")
        after = renewed(before, lambda _: carriers(found))
        limits.write_text(after, encoding="utf-8", newline="\n")
    took_s = time.monotonic() - began
    sys.stderr.write(f"{total:,} runs in {took_s:,.0f} s: {path}\n")


def page(found: Sequence[Ranking], screen: int, confirm: int, *, quick: bool = False) -> str:
    """Return the whole page as Markdown."""
    head = HEAD.format(version=world.VERSION, seed=SEED, screen=screen, confirm=confirm)
    parts = [head + (QUICK if quick else ""), "## In short", carriers(found)]
    for one in found:
        parts += [f"## {one.breach}", _counted(one), ranks(one)]
        for verdict, title in ((REVERSED, "Reversed"), (OPEN, "Left open")):
            turns = [turn for turn in one.turns if turn.verdict == verdict]
            parts += [f"### {title}", _table(turns) if turns else "None."]
    return "\n\n".join(parts) + "\n"


def carriers(found: Sequence[Ranking]) -> str:
    """Return the judgements that reverse a ranking somewhere, each with where, as a list."""
    where: dict[str, set[str]] = {}
    for one in found:
        for turn in one.turns:
            if turn.verdict == REVERSED:
                title = measure_named(turn.measure).title
                place = f"{title} in {one.breach} ({' against '.join(turn.pair)})"
                where.setdefault(turn.knob.name, set()).add(place)
    lines = [
        f"- `{name}` reverses {', '.join(sorted(places))}."
        for name, places in sorted(where.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    opened = {t.knob.name for one in found for t in one.turns if t.verdict == OPEN} - set(where)
    if opened:
        names = ", ".join(f"`{name}`" for name in sorted(opened))
        lines.append(f"- At one end leave a ranking open and reverse none: {names}.")
    tried = sum(one.tried for one in found)
    cases = ", ".join(one.breach for one in found)
    lines.append(
        f"- All others of the {tried} judgements tried in {cases} leave every ranking as it is."
    )
    return "\n".join(lines)


def _counted(one: Ranking) -> str:
    return (
        f"{one.tried} judgements, {one.idle} of which change no figure of the few runs; "
        f"{one.confirmed} ends run again; {one.runs:,} runs."
    )


def ranks(one: Ranking) -> str:
    """Return how the plans come out as shipped, and which pairs are ranked."""
    lines = []
    for place, name in enumerate(MEASURES):
        measure = measure_named(name)
        means = {plan: float(one.base[plan][place].mean()) for plan in PLANS}
        best = sorted(PLANS, key=means.__getitem__, reverse=not measure.lower_is_better)
        order = ", ".join(f"{plan} {number(means[plan])}" for plan in best)
        ties = [pair for pair in PAIRS if sign(difference(one.base, pair, place)) == 0]
        open_ = "; ".join(" and ".join(pair) for pair in ties) or "none"
        lines.append((measure.title, order, open_))
    return rows(("measure", "plans, the best first (mean)", "pairs not ranked"), lines)


def _table(turns: Sequence[Turn]) -> str:
    head = ("judgement", "from", "to", "measure", "pair", "difference as shipped", "at that end")
    lines = [
        (
            *(f"`{turn.knob.name}`", f"{turn.knob.values['base']:g}"),
            f"{turn.end} {turn.knob.values[turn.end]:g}",
            *(measure_named(turn.measure).title, " less ".join(turn.pair)),
            *(_said(turn.before), _said(turn.after)),
        )
        for turn in sorted(turns, key=_size, reverse=True)
    ]
    return rows(head, lines)


def _size(turn: Turn) -> float:
    """Return how far a difference moved, in widths of its interval as shipped."""
    width = turn.before.high - turn.before.low
    return abs(turn.after.value - turn.before.value) / width if width else math.inf


def _said(figure: Figure) -> str:
    return f"{number(figure.value)} ({number(figure.low)} to {number(figure.high)})"


if __name__ == "__main__":
    main()

"""Which judgements carry the ranking of plans: `python -m validation.sensitivity`."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from simulation import world
from simulation.library import cards
from simulation.study.measures import measure_named
from validation.checks import Figure, number
from validation.marked import renewed, rows
from validation.ranking import (
    CONFIRM_RUNS,
    LEAST_SHARE,
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
    knobs_of,
    ranked,
    ranking,
)

DOCS = Path(__file__).parent.parent / "docs"
TRIAL_STEP = 40
"""A trial tries every so many judgements."""
IN_FULL, MOST_PAIRS = 8, 3
"""How many judgements the list tells in full, and how many pairs of a measure it names."""
Turned = Mapping[str, Sequence[Turn]]
"""By breach, what one judgement turned there."""
HEAD = """# Which judgements carry the ranking of plans

Every judged size of `scenarios/parameters/standard.yaml` that a breach can touch, and every judged
time and chance in a plan's tasks, is put at its low and at its high end, one at a time, the rest
as shipped. The library's plans ({plans})
are compared pair by pair on the same luck by cost, by record-days untold and by clients' trust a
year after. A pair counts as ranked when the 95 % interval of its difference excludes zero and the
difference is {least:g} % of the larger or more; plans closer than that do alike. An end that a few
runs leave in doubt is run again with as many runs as the base; it is listed as
**reversed** when the pair is then ranked the other way, as left open when it is ranked no more.
Among so many pairs some are left open by chance alone; ends can also work together, which one at a
time does not show, and what acts in one run of many can escape a few runs. What several plans
judge alike is moved in all of them, for it is the same work. Sizes with evidence and figures of
laws and of the cases are not moved here.

Model version {version}, seed {seed}; {screen} runs to screen and {confirm} to confirm a plan.
Written by `make sensitivity`."""
QUICK = "\n\nThis is a quick trial, which shows that everything works and nothing else."


def main() -> None:
    """Try the judgements, write `sensitivity.md` and the list in `limits.md`."""
    parser = argparse.ArgumentParser(prog="python -m validation.sensitivity", description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS, help="where to write; default: docs")
    parser.add_argument("--quick", action="store_true", help="few judgements and few runs")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--breach", action="append", help="one or more; default: all of the library"
    )
    asked = parser.parse_args()
    began = time.monotonic()
    screen, confirm, step = (2, 8, TRIAL_STEP) if asked.quick else (SCREEN_RUNS, CONFIRM_RUNS, 1)
    with Runner(asked.workers) as runner:
        found = [
            ranking(runner, breach, knobs_of(breach)[::step], screen=screen, confirm=confirm)
            for breach in asked.breach or [Path(card.name).stem for card in cards("scenario")]
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
    plans = ", ".join(PLANS)
    sizes = {"screen": screen, "confirm": confirm, "plans": plans, "least": 100 * LEAST_SHARE}
    head = HEAD.format(version=world.VERSION, seed=SEED, **sizes)
    parts = [head + (QUICK if quick else ""), "## In short", in_short(found)]
    for one in found:
        parts += [f"## {one.breach}", f"{one.tried} judgements; {one.runs:,} runs.", ranks(one)]
        for verdict, title in ((REVERSED, "Reversed"), (OPEN, "Left open")):
            turns = [turn for turn in one.turns if turn.verdict == verdict]
            parts += [f"### {title}", _table(turns) if turns else "None."]
    return "\n\n".join(parts) + "\n"


def carriers(found: Sequence[Ranking]) -> str:
    """Return the judgements that carry a ranking as a list for `limits.md`, with a link."""
    return f"{in_short(found)}\n- Each end with its figures: [sensitivity.md](sensitivity.md)."


def in_short(found: Sequence[Ranking]) -> str:
    """Return the judgements that turn a ranking somewhere as a list, the worst first.

    A few that reverse the most are told in full, the rest by name.
    """
    turned, opened = _carried(found, REVERSED), _carried(found, OPEN)
    for name in turned:
        opened.pop(name, None)
    of = f" of {len(found)} breaches"
    names = sorted(turned, key=lambda name: (*_worth(turned[name]), name))
    lines = [f"- {_in_full(name, turned[name], of)}" for name in names[:IN_FULL]]
    lines += _by_count("Reverse a ranking", {name: turned[name] for name in names[IN_FULL:]}, of)
    lines += _by_count("Leave a ranking open at one end and reverse none", opened, of)
    tried = sum(one.tried for one in found)
    cases = ", ".join(one.breach for one in found)
    rest = "All others" if lines else "All judgements"
    lines.append(
        f"- {rest} leave every ranking as it is. {tried:,} times a judgement was tried at "
        f"both ends, in {cases}."
    )
    return "\n".join(lines)


def _carried(found: Sequence[Ranking], verdict: str) -> dict[str, dict[str, list[Turn]]]:
    """Return by judgement and breach the turns with a verdict."""
    carried: dict[str, dict[str, list[Turn]]] = {}
    for one in found:
        for turn in one.turns:
            if turn.verdict == verdict:
                carried.setdefault(turn.knob.name, {}).setdefault(one.breach, []).append(turn)
    return carried


def _worth(turned: Turned) -> tuple[int, int]:
    """Return a key by which the judgement that turns most comes first."""
    return -len(turned), -len(
        {(b, t.measure, t.pair) for b, these in turned.items() for t in these}
    )


def _in_full(name: str, turned: Turned, of: str) -> str:
    values = next(iter(turned.values()))[0].knob.values
    size = f"{values['base']:g}, judged {values['low']:g} to {values['high']:g}"
    return f"`{name}` ({size}) reverses, in {len(turned)}{of}: {_measures(turned)}."


def _measures(turned: Turned) -> str:
    """Return what is turned, by measure: the pairs, those of most breaches first."""
    parts = []
    for name in MEASURES:
        pairs = Counter(
            pair
            for these in turned.values()
            for pair in {t.pair for t in these if t.measure == name}
        )
        said = [
            f"{' against '.join(pair)}{f' ({count})' if len(turned) > 1 else ''}"
            for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        ]
        if len(said) > MOST_PAIRS:
            said[MOST_PAIRS - 1 :] = [f"{len(said) - MOST_PAIRS + 1} more pairs"]
        if said:
            parts.append(f"{measure_named(name).title}, {', '.join(said)}")
    return "; ".join(parts)


def _by_count(what: str, carried: Mapping[str, Turned], of: str) -> list[str]:
    """Return names under the number of breaches in which they turn something."""
    by_count: dict[int, list[str]] = {}
    for name, turned in carried.items():
        by_count.setdefault(len(turned), []).append(name)
    return [
        f"- {what}, in {count}{of}: {_named(by_count[count])}."
        for count in sorted(by_count, reverse=True)
    ]


def _named(names: Iterable[str]) -> str:
    """Return names of judgements, those of one group together.

    >>> _named(["trust.shock", "lean: tasks.stop.effort_h", "trust.recovery"])
    'lean, tasks `stop.effort_h`; trust `recovery`, `shock`'
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(names):
        group, _, rest = name.partition(".")
        groups.setdefault(group.replace(":", ","), []).append(f"`{rest}`")
    return "; ".join(f"{group} {', '.join(rest)}" for group, rest in groups.items())


def ranks(one: Ranking) -> str:
    """Return how the plans come out as shipped, and which pairs are ranked."""
    lines = []
    for place, name in enumerate(MEASURES):
        measure = measure_named(name)
        means = {plan: float(one.base[plan][place].mean()) for plan in PLANS}
        best = sorted(PLANS, key=means.__getitem__, reverse=not measure.lower_is_better)
        order = ", ".join(f"{plan} {number(means[plan])}" for plan in best)
        ties = [pair for pair in PAIRS if not ranked(one.base, pair, place)]
        open_ = "; ".join(" and ".join(pair) for pair in ties) or "none"
        lines.append((measure.title, order, open_))
    return rows(("measure", "plans, the best first (mean)", "pairs not ranked"), lines)


def _table(turns: Sequence[Turn]) -> str:
    head = ("judgement", "from", "to", "measure", "pair", "difference as shipped", "at that end")
    by_name: dict[str, list[Turn]] = {}
    for turn in sorted(turns, key=_size, reverse=True):
        by_name.setdefault(turn.knob.name, []).append(turn)
    lines = []
    for name, these in by_name.items():
        first = (f"`{name}`", f"{these[0].knob.values['base']:g}")
        for turn in these:
            end = f"{turn.end} {turn.knob.values[turn.end]:g}"
            pair = " less ".join(turn.pair)
            title = measure_named(turn.measure).title
            lines.append((*first, end, title, pair, _said(turn.before), _said(turn.after)))
            first = ("", "")
    return rows(head, lines)


def _size(turn: Turn) -> float:
    """Return how far a difference moved, in widths of its interval as shipped."""
    width = turn.before.high - turn.before.low
    return abs(turn.after.value - turn.before.value) / width if width else math.inf


def _said(figure: Figure) -> str:
    return f"{number(figure.value)} ({number(figure.low)} to {number(figure.high)})"


if __name__ == "__main__":
    main()

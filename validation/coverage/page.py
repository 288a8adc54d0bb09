"""The table of capabilities as a page."""

from __future__ import annotations

from collections.abc import Sequence

from simulation import world
from simulation.units import true_minus
from validation.coverage.experiment import SEED, Effect, Experiment
from validation.coverage.rows import ELSEWHERE, ROWS

HEAD = """# Every capability, tried

Each row of what was asked for is tried on a case of the library: one thing is changed or switched
off, every replication meets the same luck as before, and what must move, and where to, is written
down beforehand. An effect is shown when the 95 % interval of the paired difference excludes zero
on that side and the effect is at least 5 % of the base, or the size stated. These are experiments
on the model: they show that a mechanism works in it, not how large it is in the world.

Model version {version}, seed {seed}. Written by `make coverage`; `tests/test_coverage.py` runs the
same experiments.
"""
TABLE = """
| mechanism | what is changed | on | measured | base | changed | difference [95 %] | |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def page(tried: Sequence[tuple[Experiment, Effect]]) -> str:
    """Return the page of all experiments and their effects, row by row."""
    parts = [HEAD.format(version=world.VERSION, seed=SEED)]
    for row, title in ROWS.items():
        parts.append(f"\n## {row} {title}\n")
        of_row = [pair for pair in tried if pair[0].row == row]
        if of_row:
            parts.append(TABLE + "\n".join(_line(*pair) for pair in of_row) + "\n")
        elif row not in ELSEWHERE:
            parts.append("\nNot in the model yet.\n")
        if row in ELSEWHERE:
            said = ELSEWHERE[row]
            parts.append(f"\n{said[0].upper()}{said[1:]}.\n")
    return "".join(parts)


def _line(one: Experiment, found: Effect) -> str:
    base = one.base
    case = f"{base.scenario.name} · {base.plan.name} · {base.firm.name}"
    unit = base.firm.currency if one.quantity.unit == "money" else one.quantity.unit
    span = f"{_figure(found.difference)} [{_figure(found.low)}, {_figure(found.high)}]"
    verdict = "shown" if found.shown else "not shown"
    measured = f"{one.quantity.title}, {unit}; {one.replications} runs"
    figures = (_figure(found.base), _figure(found.changed), span, verdict)
    return "| " + " | ".join((one.mechanism, one.change, case, measured, *figures)) + " |"


def _figure(value: float) -> str:
    """Return a figure with three digits that count."""
    shown = f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"
    return true_minus(shown)

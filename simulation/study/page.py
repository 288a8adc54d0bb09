"""The screen that a study prints: means, paired differences, and what not to conclude."""

from __future__ import annotations

import itertools
import math
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from simulation.study.figures import NOT_SHOWN, ONLY_ONE, Difference, Summary
from simulation.study.measures import measure_named
from simulation.study.wording import MANY_RUNS, figure, signed, unhappened

SHOWN = (
    *("contained_h", "clients_told_h", "record_days_untold", "people_misused"),
    *("cost", "trust_at_year_share", "clients_lost", "duties_met_share"),
)
"""Measures on the page of a few plans; `summary` and `differences` have all."""
SHOWN_OF_MANY = ("clients_told_h", "record_days_untold", "cost")
FEW, MOST_ROWS = 3, 12
WIDTH, LABEL_WIDTH = 99, 33
CELL_WIDTH, NARROW_WIDTH = (WIDTH - LABEL_WIDTH) // FEW, (WIDTH - LABEL_WIDTH) // (FEW + 1)
"""Of a column: three with all that is said of a plan, or four with short names and means alone."""
_PATH = re.compile(r"(?<![^ ])[\w-]+(?:\.[\w-]+)+(?==)")
"""The path of a setting, as a sweep's label has it before its value."""
_NEXT = re.compile(r", (?=[\w-]+(?:\.[\w-]+)*=)")
"""Between two settings of a label."""
LEAST_ROOM = 8
"""Settings are not cut to fewer letters than this."""
_SAID = {
    NOT_SHOWN: "not shown",
    ONLY_ONE: "in one alone",
    "the same in every run": "the same",
    "never under both": "never",
}
_DIFFERENCES = (
    "mean difference ± half of its 95 % interval, and better:worse in % of runs (never is worst);"
)
_MORE = (
    "More measures: --json or --out on the command line; summary() and differences() in Python."
)
CAUTIONS = (
    "Ranks plans in this model on these inputs; it does not forecast what a breach will cost.",
    "Intervals hold chance alone, not what the files assume; one in twenty misses by chance.",
)


class Compared(Protocol):
    """What the page asks of a study."""

    @property
    def scenario(self) -> str:
        """What happens."""

    @property
    def organisation(self) -> str:
        """To whom."""

    @property
    def seed(self) -> int:
        """On what luck."""

    @property
    def ended(self) -> str:
        """How a stopping rule ended."""

    @property
    def plans(self) -> tuple[str, ...]:
        """What was tried."""

    @property
    def replications(self) -> int:
        """How often."""

    @property
    def yearly_costs(self) -> dict[str, str]:
        """What being ready costs each year, in each language."""

    def unit(self, measure: str) -> str:
        """Return the unit of a measure."""

    def summary_of(self, measure: str, plan: str) -> Summary:
        """Return a measure under a plan."""

    def difference(self, measure: str, plan: str, against: str | None = None) -> Difference:
        """Return a plan less the first."""


Cell = Callable[[str, str], str]


def page(study: Compared) -> list[str]:
    """Return the lines of a study's screen."""
    others = study.plans[1:]
    few = len(study.plans) <= FEW or _narrow(study.plans)
    lay_out = _by_measure if few else _by_plan
    count = f"{study.replications:,} replications on the same draws"
    lines = [f"{study.scenario} · {study.organisation} · {count} · seed {study.seed}"]
    lines += textwrap.wrap(study.ended.partition(" · ")[0], WIDTH)
    lines += ["", *lay_out(study, "mean ± standard error", study.plans, _mean(study))]
    if others:
        title = f"less {fitted(study.plans, LABEL_WIDTH - 6)[0]}"
        lines += ["", *lay_out(study, title, others, _less(study))]
    besides = textwrap.wrap(study.yearly_costs.get("en", ""), WIDTH)
    more = [] if few else [_MORE]
    return [*lines, *_legend(study), *more, *besides, "", *CAUTIONS]


def _narrow(plans: Sequence[str]) -> bool:
    """Whether one plan more than a few has room, for all have short names."""
    return len(plans) == FEW + 1 and max(map(len, plans)) <= NARROW_WIDTH - 2


def _by_measure(study: Compared, title: str, plans: Sequence[str], cell: Cell) -> Iterator[str]:
    """Give a row for each measure and a column for each plan."""
    width = NARROW_WIDTH if len(plans) > FEW else CELL_WIDTH
    yield _row(title, _labels(study, plans, width - 2), width)
    for name in SHOWN:
        label = f"{measure_named(name).title}{_unit(study, name)}"
        yield _row(label, [cell(name, plan) for plan in plans], width)


def _by_plan(study: Compared, title: str, plans: Sequence[str], cell: Cell) -> Iterator[str]:
    """Give a row for each plan, as many as fit, and a column for each of a few measures."""
    heads = [measure_named(name).title.removesuffix(" after awareness") for name in SHOWN_OF_MANY]
    units = [_unit(study, name) for name in SHOWN_OF_MANY]
    yield _row(title, [head + unit for head, unit in zip(heads, units, strict=True)])
    labels = _labels(study, plans, LABEL_WIDTH - 2)
    for label, plan in zip(labels, plans[:MOST_ROWS], strict=False):
        yield _row(label, [cell(name, plan) for name in SHOWN_OF_MANY])
    if len(plans) > MOST_ROWS:
        yield f"… and {len(plans) - MOST_ROWS} more"


def _unit(study: Compared, name: str) -> str:
    """Return the unit where the title does not say it."""
    unit = study.unit(name)
    known = {"h": ", h", "share": ", %"}
    return known.get(unit, f", {unit}" if measure_named(name).unit == "money" else "")


def _row(label: str, cells: Sequence[str], cell_width: int = CELL_WIDTH) -> str:
    return f"{label:<{LABEL_WIDTH}}" + "".join(f"{cell:>{cell_width}}" for cell in cells)


def _mean(study: Compared) -> Cell:
    def cell(name: str, plan: str) -> str:
        one = study.summary_of(name, plan)
        if one.mean is None:
            return unhappened(name)
        error = "" if one.se is None else f" ± {figure(name, one.se)}"
        return f"{figure(name, one.mean)}{error}" + ("*" if one.never else "")

    return cell


def _less(study: Compared) -> Cell:
    def cell(name: str, plan: str) -> str:
        one = study.difference(name, plan)
        said = _SAID.get(one.verdict)
        if said is None and one.mean_misleads:
            said = one.verdict
        if said is None:
            star = "*" if one.uneven else ""
            said = f"{signed(name, one.mean or 0.0)} ± {figure(name, _half(one))}{star}"
        if one.needed is not None:
            said += f", {_about(one.needed)}"
        better, worse = (round(100 * share) for share in (one.better_share, one.worse_share))
        return f"{said} {better}:{worse}" if better or worse else said

    return cell


def _about(runs: int) -> str:
    """Return about how many runs, no fewer; `differences` has the number.

    >>> [_about(runs) for runs in (480, 1_230, 9_990, 123_456, 2_000_000)]
    ['480', '1.3k', '10k', '124k', '>1M']
    """
    if runs > MANY_RUNS:
        return ">1M"
    if runs < 1_000:
        return f"{runs}"
    tens = runs > 9_900
    return f"{math.ceil(runs / 1_000)}k" if tens else f"{math.ceil(runs / 100) / 10:.1f}k"


def _half(one: Difference) -> float:
    return 0.0 if one.high is None or one.low is None else (one.high - one.low) / 2


def _legend(study: Compared) -> list[str]:
    lines = []
    if len(study.plans) > 1:
        lines += [
            _DIFFERENCES,
            "not shown, n: no difference shown; one of this size would need n replications",
        ]
    never = any(study.summary_of(name, plan).never for name in SHOWN for plan in study.plans)
    return [*lines, "* of the runs in which it happened at all"] if never else lines


def _labels(study: Compared, plans: Sequence[str], width: int) -> list[str]:
    """Return what stands for plans in a table: the same in every table of a study."""
    known = dict(zip(study.plans, fitted(study.plans, width), strict=True))
    return [known[plan] for plan in plans]


def fitted(labels: Sequence[str], width: int) -> list[str]:
    """Return labels that fit a width and still tell apart what they stand for.

    Where one is too long, what all settings begin with is left out, and what is still too long
    is cut in the middle; labels that would then be alike bear their place.

    >>> fitted(["plan.staffing.it.add=0", "plan.staffing.it.add=12"], 12)
    ['it.add=0', 'it.add=12']
    >>> fitted(["a-plan-of-the-board", "a-plan-of-the-staff"], 12)
    ['a-pl…e-board', 'a-pl…e-staff']
    """
    if all(len(label) <= width for label in labels):
        return list(labels)
    paths = [path for label in labels for path in _PATH.findall(label)]
    steps = zip(*(path.split(".")[:-2] for path in paths), strict=False)
    same = itertools.takewhile(lambda step: len(set(step)) == 1, steps)
    alike = "".join(f"{step[0]}." for step in same)
    dropped = [_PATH.sub(lambda path: path[0].removeprefix(alike), label) for label in labels]
    cut = [_cut(label, width) for label in dropped]
    if len(set(cut)) == len(cut):
        return cut
    return [_cut(f"{place}: {label}", width) for place, label in enumerate(dropped, start=1)]


def _cut(label: str, width: int) -> str:
    """Cut each setting of a label in the middle: its end, the value, says most."""
    if len(label) <= width:
        return label
    parts = _NEXT.split(label)
    room = (width - 2 * (len(parts) - 1)) // len(parts)
    if room < LEAST_ROOM:
        parts, room = [label], width
    return ", ".join(_middle_cut(part, room) for part in parts)


def _middle_cut(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    begin = (width - 1) * 2 // 5
    return f"{text[:begin]}…{text[len(text) - (width - 1 - begin) :]}"

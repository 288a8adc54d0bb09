"""Charts of plans compared, in rows: costs, differences, legal duties and waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simulation.charts.dots import (
    Dot,
    Group,
    dot_axes,
    draw_dots,
    marks,
    names_pt,
)
from simulation.charts.look import LIGHT, Look, style
from simulation.charts.paper import (
    POINTS_PER_INCH,
    WIDTH_IN,
    compact,
    cut,
    dressed,
    filled,
    foot,
    head,
    inks,
    key_in,
    label,
    own_axes,
    room_pt,
    titled,
    width_pt,
)
from simulation.charts.words import (
    by_runs,
    duty_titles,
    factor,
    known_mean,
    measure_text,
    short_unit,
    source,
    team_titles,
)
from simulation.study import Difference, Study
from simulation.study.columns import FORM, MET, WAITED
from simulation.study.figures import NOT_SHOWN, mean_and_error, percentile, share_interval
from simulation.study.measures import measure_named

MEASURES_SHOWN = (
    *("contained_h", "clients_told_h", "record_days_untold", "people_misused"),
    *("cost", "trust_at_year_share", "clients_lost", "duties_met_share"),
)
BAR = 0.62
UNITS_IN_TITLES = ("record-days", "people", "clients")
MOST_PER_CENT = 200.0
"""A difference beyond this is drawn at the edge; its figure is written beside it."""


def forms(study: Study, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw what each plan costs on average, by FAIR's forms of loss, and the total with its error.

    Forms: Freund and Jones, *Measuring and managing information risk* (2014).
    """
    means = {
        form: [known_mean(study.column(FORM + form, plan))[0] or 0.0 for plan in study.plans]
        for form in study.forms
    }
    shown = [form for form in study.forms if any(means[form])]
    totals = [known_mean(study.of("cost", plan)) for plan in study.plans]
    with style(look):
        names = [cut(plan) for plan in study.plans]
        beside_pt = max(map(width_pt, names))
        key = key_in([label(f"form/{form}") for form in shown], beside_pt)
        height = 1.7 + key + 0.5 * len(study.plans)
        own = ax is None
        ax = dressed(ax) if ax else own_axes(WIDTH_IN, height)
        ends = [
            max(sum(means[form][row] for form in shown), mean or 0.0)
            for row, (mean, _) in enumerate(totals)
        ]
        widest = max(ends, default=0.0) or 1.0
        said = [_total(study, mean, error) for mean, error in totals]
        taken_pt = beside_pt + max(map(width_pt, said)) + 40.0
        room = WIDTH_IN * POINTS_PER_INCH - taken_pt if own else room_pt(ax)
        ax.set_xlim(0.0, 1.02 * widest)
        handles = _stack(ax, means, shown, look, room / (1.02 * widest))
        for row, text in enumerate(said):
            ax.text(1.015, row, text, transform=ax.get_yaxis_transform(), va="center_baseline")
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.set_yticks(range(len(names)), names)
        ax.tick_params(axis="y", length=0.0)
        ax.grid(visible=False, axis="y")
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        head(ax, label("chart/forms"), handles, own=own, beside_pt=beside_pt)
        foot(ax, study.currency, (label("chart/total"), source(study)), own=own)
    return ax


def _total(study: Study, mean: float | None, error: float | None) -> str:
    if mean is None:
        return ""
    around = "" if error is None else f" ± {compact(error)}"
    return f"{compact(mean)}{around} {study.currency}"


def _stack(
    ax: Axes, means: dict[str, list[float]], shown: Sequence[str], look: Look, pt_per_unit: float
) -> list[Patch]:
    """Draw the parts of each bar, with the amount where it fits; return the key."""
    handles = []
    for form, ink in zip(shown, inks(look, len(shown)), strict=True):
        lefts = [
            sum(means[before][row] for before in shown[: shown.index(form)])
            for row in range(len(means[form]))
        ]
        rows, widths = range(len(lefts)), means[form]
        ax.barh(rows, widths, BAR, lefts, color=ink.colour, alpha=0.45, lw=0)
        outline = ax.barh(rows, widths, BAR, lefts, facecolor="none", edgecolor=ink.colour)
        for bar in outline:
            bar.set(hatch=ink.hatch, linewidth=1.4)
        for row, (left, amount) in enumerate(zip(lefts, means[form], strict=True)):
            text = compact(amount)
            if width_pt(text) + 8.0 <= amount * pt_per_unit:
                box = {"facecolor": look.paper, "edgecolor": "none", "alpha": 0.85, "pad": 1.0}
                ax.text(left + amount / 2, row, text, ha="center", va="center_baseline", bbox=box)
        handles.append(
            Patch(facecolor=ink.colour, alpha=0.6, hatch=ink.hatch, label=label(f"form/{form}"))
        )
    return handles


def differences(
    study: Study,
    against: str | None = None,
    measures: Sequence[str] | None = None,
    ax: Axes | None = None,
    *,
    look: Look = LIGHT,
) -> Axes:
    """Draw each plan less one, by default the first, in each measure, with 95 % intervals.

    In per cent of that plan's mean, shares in percentage points; turned so that better lies to
    the right in every row. Grey where no difference is shown.
    """
    base = study.plans[0] if against is None else against
    others = tuple(plan for plan in study.plans if plan != base)
    chosen = MEASURES_SHOWN if measures is None else tuple(measures)
    found = {name: [study.difference(name, plan, base) for plan in others] for name in chosen}
    groups = [
        Group(titled(measure_text(name)), tuple(_less(study, one) for one in row))
        for name, row in found.items()
    ]
    uneven = any(one.mean_misleads for row in found.values() for one in row)
    happened = (label("chart/happened"),) if uneven else ()
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else dot_axes(groups, others)
        shades, handles = marks(others, look, study.plans)
        _sides(ax, groups, look)
        draw_dots(ax, groups, shades, look, own=own)
        title = filled("chart/against", plan=cut(base))
        head(ax, title, handles, own=own, beside_pt=names_pt(groups))
        sides = f"← {label('chart/worse')}     {label('chart/better')} →"
        scale = filled("chart/per_cent_of", plan=cut(base))
        foot(ax, sides, (*happened, scale, label("chart/paired"), source(study)), own=own)
    return ax


def _less(study: Study, one: Difference) -> Dot:
    """Return a difference as its row shows it."""
    unit, times = short_unit(study, one.measure), factor(one.measure)
    shown = one.verdict in ("better", "worse")
    if one.mean_misleads:
        return Dot(None, None, None, by_runs(one), grey=one.verdict == NOT_SHOWN)
    if one.mean is None:
        return Dot(None, None, None, label("chart/never"), grey=True)
    behind = "points" if unit == "%" else "" if unit in UNITS_IN_TITLES else unit
    half = (
        ""
        if one.low is None or one.high is None
        else f" ± {compact(times * (one.high - one.low) / 2)}"
    )
    said = f"{compact(times * one.mean, sign=True)}{half} {behind}".rstrip()
    base = study.summary_of(one.measure, one.against).mean
    scale = 100.0 if unit == "%" else 100.0 / abs(base) if base else None
    if scale is None:
        return Dot(None, None, None, said, grey=not shown)
    turn = -scale if measure_named(one.measure).lower_is_better else scale
    low, high = (None if end is None else turn * end for end in (one.low, one.high))
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Dot(turn * one.mean, low, high, said, grey=not shown)


def _sides(ax: Axes, groups: Sequence[Group], look: Look) -> None:
    """Draw the zero line, as far to each side as the rows need."""
    ends = [
        abs(end)
        for group in groups
        for dot in group.dots
        for end in (dot.low, dot.middle, dot.high)
        if end is not None
    ]
    reach = min(MOST_PER_CENT, 1.1 * max(ends, default=0.0)) or 1.0
    ax.set_xlim(-reach, reach)
    ax.axvline(0.0, color=look.ink, lw=1.4)
    ax.locator_params(axis="x", nbins=5)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")


def deadlines(study: Study, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw in what share of runs each legal duty was met in time, with 95 % intervals.

    Of the runs in which the duty's clock ran (Wilson's interval, 1927).
    """
    titles = duty_titles(study)
    groups = [
        Group(titled(titles[duty]), _once(_met(study, duty, plan) for plan in study.plans))
        for duty in study.duties
    ]
    return _rows(study, groups, ax, look, ("chart/duties", "chart/of_runs"), top=100.0)


def _once(dots: Iterable[Dot]) -> tuple[Dot, ...]:
    """Say it once where there is the same to say of every plan, and no mark."""
    first, *others = dots
    if any(dot != first for dot in others) or first.middle is not None:
        return (first, *others)
    return (first, *(replace(dot, said="") for dot in others))


def _met(study: Study, duty: str, plan: str) -> Dot:
    met = study.column(MET + duty, plan)
    ran = met[~np.isnan(met)]
    if not len(ran):
        return Dot(None, None, None, label("chart/no_duty"), grey=True)
    hits, count = int((ran == 1.0).sum()), len(ran)
    low, high = (100.0 * end for end in share_interval(hits, count))
    return Dot(
        100.0 * hits / count, low, high, f"{100.0 * hits / count:.0f} % ({hits:,}/{count:,})"
    )


def waiting(study: Study, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw how many hours tasks waited for each team in a run: the mean, and 90 % of runs."""
    titles = team_titles(study)
    groups = [
        Group(titled(titles[team]), tuple(_waited(study, team, plan) for plan in study.plans))
        for team in study.teams
        if any(np.nan_to_num(study.column(WAITED + team, plan)).any() for plan in study.plans)
    ]
    return _rows(study, groups, ax, look, ("chart/waiting", "chart/waited_h"), top=None)


def _waited(study: Study, team: str, plan: str) -> Dot:
    hours = study.column(WAITED + team, plan)
    if np.isnan(hours).any():
        return Dot(None, None, None, label("chart/never"), grey=True)
    mean, error = mean_and_error(hours)
    ordered = np.sort(hours)
    low, high = (percentile(ordered, share) for share in (0.05, 0.95))
    around = "" if error is None else f" ± {error:,.1f}"
    return Dot(mean, low, high, f"{mean or 0.0:,.1f}{around} h")


def _rows(
    study: Study,
    groups: list[Group],
    ax: Axes | None,
    look: Look,
    keys: tuple[str, str],
    top: float | None,
) -> Axes:
    """Draw rows of marks over an axis that begins at nothing."""
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else dot_axes(groups, study.plans)
        found, handles = marks(study.plans, look)
        ends = [dot.high or 0.0 for group in groups for dot in group.dots]
        reach = top or 1.05 * max(ends, default=0.0) or 1.0
        ax.set_xlim(-0.015 * reach, 1.015 * reach)
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        draw_dots(ax, groups, found, look, own=own)
        title, unit = keys
        head(ax, label(title), handles, own=own, beside_pt=names_pt(groups))
        notes = (label("chart/mean_and_most"), source(study)) if top is None else (source(study),)
        foot(ax, label(unit), notes, own=own)
    return ax

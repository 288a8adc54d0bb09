"""Charts of a firm's yearly risk: how often a year costs more, by which cause, what lowers it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation.charts.dots import Dot, Group, dot_axes, draw_dots
from simulation.charts.look import LIGHT, Look, style
from simulation.charts.paper import (
    HEIGHT_IN,
    WIDTH_IN,
    compact,
    dressed,
    foot,
    head,
    inks,
    key_in,
    label,
    own_axes,
    titled,
)
from simulation.risk import Risk, Treatment, YearlyLoss, yearly_loss
from simulation.risk.saying import in_full, per_unit, rate
from simulation.text import CATALOGUE, LANGUAGES, both, say, told

RAREST = 1e-4
"""Years rarer than one in ten thousand are not drawn: no figure of the model reaches so far."""
MOST_CAUSES = 3
"""Causes drawn beside the whole, those that bring the most in the mean year."""
ONE_IN = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


def yearly(found: Risk, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw the chance that a year costs more than an amount, for all causes and the largest.

    Both axes go by powers of ten; the line across stands at one year in a hundred.
    """
    largest = sorted(found.causes, key=lambda one: -one.yearly_mean)[:MOST_CAUSES]
    parts = [(label("chart/yearly_all"), found.year)] + [
        (both(CATALOGUE[f"cause/{one.cause}"]), yearly_loss([(one.per_year, one.losses)]))
        for one in largest
    ]
    with style(look):
        own = ax is None
        names = [name for name, _ in parts]
        ax = dressed(ax) if ax else own_axes(WIDTH_IN, HEIGHT_IN + key_in([*names, "-" * 30]))
        handles: list[Artist] = []
        for (name, year), ink in zip(parts, inks(look, len(parts)), strict=True):
            amounts, chances = _curve(year)
            ax.plot(amounts, chances, ls=ink.line, color=ink.colour, lw=2.4)
            handles.append(Line2D([], [], color=ink.colour, ls=ink.line, lw=2.4, label=name))
        ruin = found.ruin_turnover_share * found.turnover_per_year
        ax.axvline(ruin, color=look.ink, lw=1.4, ls=(0, (1, 2)))
        handles.append(
            Line2D(
                [], [], color=look.ink, ls=(0, (1, 2)), lw=1.4, label=label("chart/yearly_ruin")
            )
        )
        ax.axhline(0.01, color=look.ink, ls=(0, (4, 3)), lw=1.2)
        ax.set(xscale="log", yscale="log")
        top = min(1.0, 2.0 * max(found.chance_of_a_breach, 1.2 * RAREST))
        ax.set_ylim(RAREST, top)
        ticks = [1.0 / years for years in ONE_IN if RAREST <= 1.0 / years <= top]
        ax.set_yticks(ticks, [f"{round(1.0 / tick):,}" for tick in ticks])
        ax.minorticks_off()
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        ax.set_ylabel(label("chart/chance"))
        head(ax, label("chart/yearly"), handles, own=own)
        axis = _both("chart/yearly_axis", currency=found.currency)
        foot(ax, axis, (_source(found),), own=own)
    return ax


def _curve(year: YearlyLoss) -> tuple[np.ndarray, np.ndarray]:
    """Return amounts and the chance of more, where that is not too rare."""
    above = 1.0 - np.cumsum(year.chances)
    seen = above > RAREST
    seen[0] = False
    places = np.flatnonzero(seen)
    if not len(places):
        return np.array([1.0]), np.array([RAREST])
    chosen = np.unique(np.geomspace(places[0], places[-1], 600).astype(int))
    return year.amounts[chosen], above[chosen]


def by_cause(found: Risk, ax: Axes | None = None, *, look: Look = LIGHT) -> Axes:
    """Draw the mean yearly loss that each cause brings, the largest first."""
    causes = sorted(found.causes, key=lambda one: -one.yearly_mean)
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else own_axes(WIDTH_IN, 1.6 + 0.5 * len(causes))
        ink = inks(look, 1)[0]
        ax.barh(range(len(causes)), [one.yearly_mean for one in causes], 0.6, color=ink.colour)
        for row, one in enumerate(causes):
            said = f"{compact(one.yearly_mean)} = {rate(one.per_year)} × {compact(one.mean_loss)}"
            ax.text(1.015, row, said, transform=ax.get_yaxis_transform(), va="center_baseline")
        names = [both(CATALOGUE[f"cause/{one.cause}"]) for one in causes]
        ax.set_yticks(range(len(causes)), names)
        ax.set_ylim(len(causes) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0.0)
        ax.grid(visible=False, axis="y")
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        head(ax, label("chart/by_cause"), own=own)
        foot(ax, found.currency, (_source(found),), own=own)
    return ax


def treated(
    found: Sequence[Treatment], currency: str, ax: Axes | None = None, *, look: Look = LIGHT
) -> Axes:
    """Draw what each control or hire takes from the mean year's loss, the best value first."""
    groups = [
        Group(
            titled(in_full(one), lines=3),
            (Dot(one.less_loss, one.low, one.high, per_unit(one), grey=not one.shown),),
        )
        for one in found
    ]
    with style(look):
        own = ax is None
        ax = dressed(ax) if ax else dot_axes(groups)
        draw_dots(ax, groups, inks(look, 1), look, own=own)
        ax.axvline(0.0, color=look.ink, lw=1.2)
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: compact(value))
        head(ax, label("chart/treatments"), own=own)
        axis = _both("chart/treatments_axis", currency=currency)
        foot(ax, axis, (_both("chart/treatments_key", currency=currency),), own=own)
    return ax


def _source(found: Risk) -> str:
    return told(
        "chart/yearly_source",
        plan=found.plan_title,
        replications=f"{found.replications:,}",
        seed=f"{found.seed}",
    )


def _both(key: str, **words: object) -> str:
    return both({language: say(key, language, **words) for language in LANGUAGES})

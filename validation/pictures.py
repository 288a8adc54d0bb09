"""Pictures of the checks, each readable from the back of a room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from simulation.charts.look import LIGHT, style
from validation import cost, discovery, incidents, telling, trust
from validation.bench import PLANS, Bench, breaches
from validation.checks import quantile

WIDTH_IN, HEIGHT_IN, DPI = 10.0, 5.2, 100
COLOURS = (LIGHT.blue, LIGHT.vermillion, LIGHT.green, LIGHT.purple)
MARKS = ("o", "s", "^", "D")
LINES: tuple[Any, ...] = ("-", "--", "-.", ":")
LARGE_PT = 14.0


def draw(bench: Bench, folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Draw all pictures into a folder; return their names and what they show, by group."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, list[tuple[str, str]]] = {}
    for group, name, text, paint in PICTURES:
        with style(LIGHT):
            figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, layout="constrained")
            FigureCanvasAgg(figure)
            paint(figure.subplots(), bench)
            # Without this the file would name the version that wrote it.
            figure.savefig(folder / name, metadata={"Software": None})
        drawn.setdefault(group, []).append((name, text))
    return drawn


def _time_axis(ax: Axes, places_d: list[float], label: str) -> None:
    ax.set_xscale("log")
    ax.set_xlim(places_d[0], places_d[-1])
    ax.set_xticks(places_d, [f"{place:g}" for place in places_d])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel(label)


def _share_axis(ax: Axes, label: str) -> None:
    ax.set_ylim(0.0, 100.0)
    ax.set_ylabel(label)


def _steps(ax: Axes, values_d: Any, **how: Any) -> None:
    """Draw the share that has happened by each time; never counts, and is never reached."""
    ordered = np.sort(values_d)
    shares = 100.0 * np.arange(1, len(ordered) + 1) / len(ordered)
    known = np.isfinite(ordered)
    ax.plot(np.maximum(ordered[known], 1e-3), shares[known], linewidth=2.2, **how)


def paint_discovery(ax: Axes, bench: Bench) -> None:
    """Modelled time to discovery by cause, and the quantiles of filings."""
    runs = 0
    for place, (cause, (row, first_day, quantiles)) in enumerate(discovery.WORLD.items()):
        found_d = discovery.found_after_d(discovery.signs_by_cause(bench, cause))
        runs = len(found_d)
        look = {"color": COLOURS[place], "linestyle": LINES[place]}
        _steps(ax, found_d, label=f"{cause} ({row})", **look)
        ax.plot(
            [1.0, *quantiles.values()],
            [100.0 * first_day, *(100.0 * level for level in quantiles)],
            MARKS[place],
            color=COLOURS[place],
            markersize=11,
            markeredgecolor=LIGHT.ink,
        )
    _time_axis(ax, [0.1, 1, 3, 10, 30, 100, 365, 1000], "days from first access to first sign")
    _share_axis(ax, "% of breaches found")
    ax.set_title(f"Found when: model (lines, {runs:,} runs each) and filings (marks)")
    ax.legend(loc="upper left", frameon=False)


def paint_telling(ax: Axes, bench: Bench) -> None:
    """Modelled time from awareness to notice under each plan, and filings."""
    runs = 0
    for place, plan in enumerate(("no-plan", *telling.PREPARED)):
        told_d = telling.delays(bench, plan)
        runs = max(runs, len(told_d))
        label = plan + (" (fitted)" if plan == "no-plan" else " (judgement)")
        _steps(ax, told_d, color=COLOURS[place], linestyle=LINES[place], label=label)
    levels = [100.0 * level for level in telling.FILINGS_D]
    how: Any = {"color": LIGHT.ink, "markersize": 11, "linestyle": "none"}
    ax.plot(list(telling.FILINGS_D.values()), levels, "o", label="filings (T26)", **how)
    _time_axis(ax, [1, 3, 7, 14, 30, 60, 120, 365], "days from awareness to notice")
    _share_axis(ax, "% of firms that have told")
    ax.set_title(
        f"Told when: {telling.INSIDER}, {runs:,} runs a plan in which the firm became aware"
    )
    ax.legend(loc="upper left", frameon=False)


def paint_churn(ax: Axes, bench: Bench) -> None:
    """Clients lost by case and plan, between what was counted elsewhere."""
    names = breaches()
    width = 0.8 / len(PLANS)
    for place, plan in enumerate(PLANS):
        figures = [trust.churn_by_case(bench, breach, plan) for breach in names]
        heights = [100.0 * figure.value for figure in figures]
        errors = [100.0 * (figure.high - figure.value) for figure in figures]
        at = np.arange(len(names)) + (place - (len(PLANS) - 1) / 2) * width
        ax.bar(at, heights, 0.92 * width, color=COLOURS[place], label=plan)
        ax.errorbar(at, heights, errors, fmt="none", ecolor=LIGHT.ink, capsize=4, linewidth=1.5)
        for x, height, error in zip(at, heights, errors, strict=True):
            how: Any = {"textcoords": "offset points", "ha": "center", "fontsize": LARGE_PT}
            ax.annotate(f"{height:.1f}", (x, height + error), xytext=(0.0, 4.0), **how)
    label = "benchmark means (R03, R04)"
    ax.axhspan(2.0, 5.0, color=LIGHT.faint, alpha=0.7, zorder=0, label=label)
    ax.set_xticks(range(len(names)), names)
    ax.tick_params(axis="x", labelsize=LARGE_PT, length=0)
    ax.grid(visible=False, axis="x")
    ax.set_ylabel("% of all clients, a year after awareness")
    ax.set_ylim(0.0, 1.3 * ax.get_ylim()[1])
    runs = len(bench.shipped(names[0], PLANS[0]))
    ax.set_title(f"Clients lost because of the breach: mean of {runs:,} runs, 95 % interval")
    ax.legend(loc="upper right", frameon=False, ncols=2)


def paint_cost(ax: Axes, bench: Bench) -> None:
    """The parts of cost beside those of the benchmark."""
    bars = {"benchmark (C03–C06)": cost.WORLD_SHARES}
    for breach in breaches():
        for plan in ("no-plan", "lean"):
            figures = cost.parts(bench, breach, plan)
            shares = {part: figure.value for part, figure in figures.items()}
            bars[f"{breach}, {plan}"] = shares
    left = np.zeros(len(bars))
    for place, part in enumerate(cost.PARTS):
        widths = np.array([100.0 * shares[part] for shares in bars.values()])
        drawn = ax.barh(range(len(bars)), widths, left=left, color=COLOURS[place], label=part)
        labels = [f"{width:.0f}" if width >= 4.0 else "" for width in widths]
        ax.bar_label(drawn, labels, label_type="center", color="white", fontsize=LARGE_PT)
        left += widths
    ax.set_yticks(range(len(bars)), list(bars))
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xlim(0.0, 100.0)
    ax.set_xlabel("% of mean cost")
    runs = len(bench.shipped(breaches()[0], PLANS[0]))
    ax.set_title(f"What the cost consists of: {runs:,} runs a bar", pad=34)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, frameon=False)


def paint_contacts(ax: Axes, bench: Bench) -> None:
    """How many ask after 5,000 letters."""
    asked = trust.asked_after_letters(bench)
    label = "expected (H01): 400 to 850"
    ax.axvspan(400, 850, color=LIGHT.faint, alpha=0.7, zorder=0, label=label)
    edges = [float(edge) for edge in range(200, 1101, 50)]
    ax.hist(asked, bins=edges, color=LIGHT.blue, edgecolor=LIGHT.paper)
    middle = float(np.mean(asked))
    ax.axvline(middle, color=LIGHT.vermillion, linewidth=2.5, label=f"mean {middle:.0f}")
    ax.set_xlim(edges[0], edges[-1])
    ax.set_xlabel("people who ask at least once, after 5,000 letters")
    ax.set_ylabel("runs")
    ax.set_title(f"Questions after a notice: {len(asked):,} runs")
    ax.legend(loc="upper right", frameon=False)


def paint_incidents(ax: Axes, bench: Bench) -> None:
    """Quartiles of three times among real incidents and in the model."""
    places: dict[float, str] = {}
    for row, what in enumerate(incidents.TIMES):
        for place, breach in enumerate(incidents.GROUPS):
            at = 4.0 * row + place
            places[at] = f"{what}: {breach}"
            world = list(incidents.world_d(breach, what).values())
            model_d = incidents.model_d(bench, breach, what)
            model = [quantile(model_d, level).value for level in incidents.QUARTILES.values()]
            labels = ("public incidents", "model, no plan") if at == 0.0 else (None, None)
            _range(ax, at - 0.17, world, color=LIGHT.vermillion, marker="D", label=labels[0])
            _range(ax, at + 0.17, model, color=LIGHT.blue, marker="o", label=labels[1])
    ax.set_yticks(list(places), list(places.values()))
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    _time_axis(ax, [0.01, 0.1, 1, 10, 100, 1000, 10_000], "days: median and quartiles")
    ax.set_title("Orders of magnitude: incidents that became public", pad=32)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)


def _range(ax: Axes, at: float, quartiles: list[float], *, color: str, **how: Any) -> None:
    """Draw a median between its quartiles; never is drawn at the edge."""
    low, middle, high = (max(0.01, min(1e4, value)) for value in quartiles)
    ax.plot([low, high], [at, at], color=color, linewidth=4, alpha=0.5)
    ax.plot([middle], [at], color=color, markersize=9, linestyle="none", **how)


PICTURES = (
    (
        "Discovery",
        "discovery.png",
        "Time to discovery by cause: the model's distribution against filings",
        paint_discovery,
    ),
    (
        "Telling",
        "telling.png",
        "Time from awareness to notice by plan, against filings",
        paint_telling,
    ),
    ("Clients", "contacts.png", "How many ask after 5,000 letters", paint_contacts),
    ("Clients", "churn.png", "Clients lost by breach and plan", paint_churn),
    ("Cost", "cost.png", "Parts of the cost by breach and plan, against a benchmark", paint_cost),
    (
        "Public incidents",
        "incidents.png",
        "Times of real incidents that became public, and of the model",
        paint_incidents,
    ),
)

"""Pictures of the checks, each readable from the back of a room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from simulation.charts.look import LIGHT, style
from validation import cost, discovery, incidents, telling, trust
from validation.bench import PLANS, Bench, breaches
from validation.checks import days

WIDTH_IN, HEIGHT_IN, DPI = 10.0, 5.2, 100
COLOURS = (LIGHT.blue, LIGHT.vermillion, LIGHT.green, LIGHT.purple)
MARKS = ("o", "s", "^", "D")
LINES: tuple[Any, ...] = ("-", "--", "-.", ":")
SMALL_PT = 12.0
DAYS_D = (0.1, 1.0, 10.0, 100.0, 1_000.0)
PEOPLE = (1.0, 100.0, 10_000.0, 1_000_000.0)


class Picture(NamedTuple):
    """A picture: the group it stands in, its file, what it shows, and who paints it how high."""

    group: str
    name: str
    text: str
    paint: Callable[[Axes, Bench], None] | Callable[[Any, Bench], None]
    height_in: float = 5.2
    panels: tuple[int, int] = (1, 1)


def draw(bench: Bench, folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Draw all pictures into a folder; return their names and what they show, by group."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, list[tuple[str, str]]] = {}
    for picture in PICTURES:
        with style(LIGHT):
            size = (WIDTH_IN, picture.height_in)
            figure = Figure(figsize=size, dpi=DPI, layout="constrained")
            FigureCanvasAgg(figure)
            picture.paint(figure.subplots(*picture.panels), bench)
            # Without this the file would name the version that wrote it.
            figure.savefig(folder / picture.name, metadata={"Software": None})
        drawn.setdefault(picture.group, []).append((picture.name, picture.text))
    return drawn


def _time_axis(ax: Axes, places_d: Sequence[float], label: str) -> None:
    _log_axis(ax, places_d)
    ax.set_xlabel(label)


def _log_axis(ax: Axes, places: Sequence[float]) -> None:
    ax.set_xscale("log")
    ax.set_xlim(places[0], places[-1])
    ax.set_xticks(places, [f"{place:,.10g}" for place in places])
    ax.xaxis.set_minor_locator(NullLocator())


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
        runs = min(runs or len(found_d), len(found_d))
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
    ax.set_title(f"Found when: model (lines, {runs:,} runs or more) and filings (marks)")
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
    height = 0.8 / len(PLANS)
    for place, plan in enumerate(PLANS):
        figures = [trust.churn_by_case(bench, breach, plan) for breach in names]
        lengths = [100.0 * figure.value for figure in figures]
        errors = [100.0 * (figure.high - figure.value) for figure in figures]
        at = np.arange(len(names)) + (place - (len(PLANS) - 1) / 2) * height
        ax.barh(at, lengths, 0.92 * height, color=COLOURS[place], label=plan)
        ax.errorbar(
            lengths, at, xerr=errors, fmt="none", ecolor=LIGHT.ink, capsize=3, linewidth=1.5
        )
        for y, length, error in zip(at, lengths, errors, strict=True):
            how: Any = {"textcoords": "offset points", "va": "center", "fontsize": SMALL_PT}
            ax.annotate(f"{length:.1f}", (length + error, y), xytext=(5.0, 0.0), **how)
    label = "benchmark means (R03, R04)"
    ax.axvspan(2.0, 5.0, color=LIGHT.faint, alpha=0.7, zorder=0, label=label)
    _rows(ax, names)
    ax.set_xlabel("% of all clients, a year after awareness")
    ax.set_xlim(0.0, 1.05 * ax.get_xlim()[1])
    runs = len(bench.shipped(names[0], PLANS[0]))
    ax.set_title(f"Clients lost because of the breach: {runs:,} runs, 95 % interval", pad=34)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, frameon=False)


def _rows(ax: Axes, names: Sequence[str]) -> None:
    """Name the rows of a picture, the first on top."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")


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
        ax.bar_label(drawn, labels, label_type="center", color="white", fontsize=SMALL_PT)
        left += widths
    _rows(ax, list(bars))
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
    ax.set_title(f"Questions after a notice: {len(asked):,} runs", pad=34)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)


def paint_incident_times(panels: Any, bench: Bench) -> None:
    """Quartiles of the times of real incidents and of the model, a panel a measure."""
    _paint_incidents(panels, bench, in_days=True)


def paint_incident_sizes(panels: Any, bench: Bench) -> None:
    """The same for records and people."""
    _paint_incidents(panels, bench, in_days=False)


def _paint_incidents(panels: Any, bench: Bench, *, in_days: bool) -> None:
    names = [f"{breach}\n({cause})" for breach, cause in incidents.by_cause()]
    measures = {w: m for w, m in incidents.MEASURES.items() if (m.show is days) is in_days}
    for ax, (what, measure) in zip(panels.flat, measures.items(), strict=True):
        _beside(ax, bench, measure)
        _rows(ax, names)
        for place in range(0, len(names), 2):
            ax.axhspan(place - 0.5, place + 0.5, color=LIGHT.faint, alpha=0.4, zorder=0)
        ax.label_outer(remove_inner_ticks=True)
        ax.tick_params(axis="both", labelsize=SMALL_PT, labelbottom=True)
        ax.set_title(f"{what}, days" if in_days else what, fontsize=SMALL_PT + 1.0)
        _log_axis(ax, DAYS_D if in_days else PEOPLE)
        # Beyond the last place, whose name would else run into the next panel's first.
        ax.set_xlim(right=_last(measure))
    figure = panels.flat[0].figure
    figure.suptitle("Incidents that became public: median and quartiles, by cause")
    handles, labels = panels.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)


def _last(measure: incidents.Measure) -> float:
    return 2.0 * DAYS_D[-1] if measure.show is days else 5.0 * PEOPLE[-1]


def _beside(ax: Axes, bench: Bench, measure: incidents.Measure) -> None:
    places = {breach: place for place, (breach, _) in enumerate(incidents.by_cause())}
    colours = {incidents.COMMUNITY: LIGHT.vermillion, incidents.FILINGS: LIGHT.purple}
    for source, colour in colours.items():
        # Drawn nowhere, so that one legend names both sources.
        label = incidents.SOURCES[source]
        ax.plot([], [], "D", color=colour, markersize=7, label=label)
    ax.plot([], [], "o", color=LIGHT.blue, markersize=7, label="model, no plan")
    edges = (DAYS_D if measure.show is days else PEOPLE)[0], _last(measure)
    for beside in incidents.compared(bench, measure):
        at = places[beside.breach]
        world = [beside.world[stat] for stat in incidents.QUARTILES]
        _range(ax, at - 0.17, world, edges, color=colours[measure.source], marker="D")
        _range(ax, at + 0.17, beside.quartiles, edges, color=LIGHT.blue, marker="o")


def _range(
    ax: Axes, at: float, quartiles: Sequence[float], edges: tuple[float, float], **how: Any
) -> None:
    """Draw a median between its quartiles; never is drawn at the edge."""
    low, middle, high = (max(edges[0], min(edges[1], value)) for value in quartiles)
    ax.plot([low, high], [at, at], color=how["color"], linewidth=4, alpha=0.5)
    ax.plot([middle], [at], markersize=7, linestyle="none", **how)


PICTURES = (
    Picture(
        "Discovery",
        "discovery.png",
        "Time to discovery by cause: the model's distribution against filings",
        paint_discovery,
    ),
    Picture(
        "Telling",
        "telling.png",
        "Time from awareness to notice by plan, against filings",
        paint_telling,
    ),
    Picture("Clients", "contacts.png", "How many ask after 5,000 letters", paint_contacts),
    Picture("Clients", "churn.png", "Clients lost by breach and plan", paint_churn, 8.0),
    Picture(
        "Cost",
        "cost.png",
        "Parts of the cost by breach and plan, against a benchmark",
        paint_cost,
        8.0,
    ),
    Picture(
        "Public incidents",
        "incidents.png",
        "Discovery, containment and notice of real incidents that became public, and of the "
        f"model; nothing where fewer than {incidents.FEWEST_RECORDS} records of a cause say when",
        paint_incident_times,
        11.0,
        (2, 2),
    ),
    Picture(
        "Public incidents",
        "incident-sizes.png",
        "Records and people of real incidents that became public, and of the model",
        paint_incident_sizes,
        6.2,
        (1, 2),
    ),
)

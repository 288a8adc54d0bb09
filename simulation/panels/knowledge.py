"""What the room knows, in six cards; the truth beside it only behind the facilitator's switch."""

from __future__ import annotations

from simulation.drill import DutyView, Known, View
from simulation.panels.markup import Markup, element, page, show
from simulation.panels.parts import both_ways, label, time_left
from simulation.units import show_money, show_share

MOST_CLOCKS = 2
UNBROKEN = "\u00a0"
"""A space that no line is broken at, so that no number stands alone."""
GRADED_BY = f"GB/T{UNBROKEN}20986:{UNBROKEN}"


class Knowledge:
    """The cards under the clock."""

    def __init__(self) -> None:
        self.widget = page("drill-cards")

    def show(self, view: View) -> None:
        """Show the six cards."""
        known, truth = view.known, view.truth
        span = f"{known.people_low:,.0f}–{known.people_high:,.0f}"
        show(
            self.widget,
            _card(
                "card/people",
                f"≈ {known.people:,.0f}" if known.people_high > 0 else "?",
                f"{span} · {label('chart/told')}{UNBROKEN}{known.people_told:,.0f}"
                if known.people_high > 0
                else label("card/not_yet"),
                truth=None
                if truth is None
                else f"{truth.people_affected:,.0f} · {truth.people_misused:,.1f} "
                f"{label('card/misused')}",
            ),
            _card(
                "card/severity",
                label(f"severity/{known.level}") if known.severity else "?",
                f"ENISA {known.severity:.2g}" if known.severity else label("card/not_yet"),
                *_graded(known),
                truth=None
                if truth is None
                else f"{label(f'severity/{truth.level}')} {truth.severity:.2g}",
            ),
            _card("card/cost", show_money(known.cost, view.currency)),
            _card(
                "card/trust",
                *_surveyed(known),
                truth=None if truth is None else show_share(round(truth.trust_share, 3)),
            ),
            _card(
                "card/clients_lost",
                f"{known.clients_lost:,.1f}",
                label("card/more_than_usual"),
            ),
            _clocks(view),
        )


def _surveyed(known: Known) -> tuple[str, str]:
    """Return what the last survey told of clients' trust, and how sure that is."""
    if known.trust_surveyed is None:
        return "?", label("card/no_survey")
    found, half = known.trust_surveyed
    sure = f"{label('card/survey')} ± {show_share(round(half, 3))}"
    return f"≈ {show_share(round(found, 3))}", sure


def _graded(known: Known) -> list[str]:
    """Return China's grade and level of what is known."""
    if known.china is None or not known.severity:
        return []
    grade, level = known.china
    return [f"{label(f'grade/{grade}')} · {GRADED_BY}{level}"]


def _card(key: str, figure: str, *notes: str, truth: str | None = None) -> Markup:
    parts = [element("div", note, classes="drill-note") for note in notes]
    if truth is not None:
        parts.append(element("div", f"{label('chart/true')}: {truth}", classes="drill-truth"))
    return element(
        "div",
        element("div", label(key), classes="drill-name"),
        element("div", figure, classes="drill-figure"),
        *parts,
        classes="drill-card",
    )


def _clocks(view: View) -> Markup:
    open_clocks = sorted((d for d in view.duties if d.met_s is None), key=lambda d: d.due_s)
    by_time: dict[int, list[DutyView]] = {}
    for duty in open_clocks:
        by_time.setdefault(duty.due_s, []).append(duty)
    lines = [
        element(
            "div",
            f"{_whom(duties)}: {time_left(due_s, view.now_s)}",
            classes="drill-clock-late" if due_s < view.now_s else "drill-clock-open",
        )
        for due_s, duties in list(by_time.items())[:MOST_CLOCKS]
    ]
    none = element("div", label("card/no_clock"), classes="drill-note")
    met_late = sum(duty.met_s is not None and duty.late for duty in view.duties)
    late = element("div", both_ways("card/met_late", count=met_late), classes="drill-note")
    return element(
        "div",
        element("div", f"{label('card/clocks')}: {len(open_clocks)}", classes="drill-name"),
        *(lines or ([] if met_late else [none])),
        *([late] if met_late else []),
        classes="drill-card drill-card-wide",
    )


def _whom(duties: list[DutyView]) -> str:
    names = dict.fromkeys(label(f"recipient/{duty.recipient}") for duty in duties)
    return ", ".join(names)

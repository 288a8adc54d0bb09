"""What a drill came to, as names and figures: for its report and for the summary on the screen."""

from __future__ import annotations

from simulation.drill import Known
from simulation.outcomes import Outcome
from simulation.text import CATALOGUE, both, lasting
from simulation.units import show_money, show_share

HOUR = 3_600


def results(o: Outcome, known: Known, *, truth: bool) -> list[tuple[str, str]]:
    """Return keys of the catalogue with their figures; the truth only where it is asked for.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> results(drill.outcome, drill.view().known, truth=False)[0]
    ('summary/found_by', 'monitoring · 监测')
    >>> drill.close()
    """
    rows = [
        ("summary/found_by", channel(known.found_by)),
        *_graded(known),
        ("summary/contained", _after(o.contained_h, o.first_sign_h)),
        ("summary/clients_told", _after(o.clients_told_h, o.aware_h)),
        ("summary/regulator_told", _after(o.regulator_told_h, o.aware_h)),
        ("summary/people_known", _range(known)),
        ("summary/people_told", f"{known.people_told:,.0f}"),
        *_law(o),
        ("summary/cost", show_money(o.cost, o.currency)),
        ("summary/trust", show_share(round(known.trust_share, 3)) if truth else _surveyed(known)),
        ("summary/clients_lost", f"{known.clients_lost:,.1f}"),
    ]
    return rows + _true(o) if truth else rows


def channel(found_by: str | None) -> str:
    """Return how a breach was found, as people name it."""
    if found_by is None:
        return "–"
    return both(CATALOGUE[found_by]) if found_by in CATALOGUE else found_by.rpartition("/")[2]


def _range(known: Known) -> str:
    """Return between what bounds the number of people lies, once anything is known."""
    if known.people_high <= 0.0:
        return both(CATALOGUE["card/not_yet"])
    return f"{known.people_low:,.0f}–{known.people_high:,.0f}"


def _surveyed(known: Known) -> str:
    """Return what the last survey of clients found, and its error."""
    if known.trust_surveyed is None:
        return both(CATALOGUE["card/no_survey"])
    found, half = (show_share(round(share, 3)) for share in known.trust_surveyed)
    return f"≈ {found} ± {half}"


def _graded(known: Known) -> list[tuple[str, str]]:
    """Return the severity as known: ENISA's score, and China's grade and level."""
    if not known.severity:
        return []
    level = both(CATALOGUE[f"severity/{known.level}"])
    rows = [("summary/severity", f"ENISA 2013: {known.severity:.2f}, {level}")]
    if known.china is not None:
        grade, standard = known.china
        rows.append(("summary/graded", both(CATALOGUE[f"grade/{grade}"])))
        rows.append(("summary/standard", f"GB/T 20986-2023: {standard}"))
    return rows


def _law(o: Outcome) -> list[tuple[str, str]]:
    """Return what the firm's own limits, the authority and people who claim came to so far."""
    rows = []
    if o.escalations:
        in_time, late = "summary/escalated_in_time", "summary/escalated_late"
        rows.append(
            ("summary/escalated", both(CATALOGUE[late if o.escalations_late else in_time]))
        )
    if o.authority_questions:
        rows.append(("summary/questions", f"{o.authority_questions}"))
    for case in o.cases:
        end = f"{case.end}, {show_money(case.amount, o.currency)}"
        rule = f" ({case.rule})" if case.rule else ""
        said = end + rule if case.opened else both(CATALOGUE["summary/no_case"])
        rows.append(("summary/case", f"{case.law}: {said}"))
    if o.claims:
        cost = show_money(o.cost_by_item["claims"], o.currency)
        rows.append(("summary/claims", f"{o.claims:,.1f} ({cost})"))
    return rows


def _true(o: Outcome) -> list[tuple[str, str]]:
    return [
        ("summary/people_true", f"{o.people_affected:,.0f}"),
        ("summary/record_days", f"{o.record_days_untold:,.0f}"),
        ("summary/misused", f"{o.people_misused:,.1f}"),
        ("summary/late", f"{o.duties_late} / {len(o.duties)}"),
    ]


def _after(hours: float | None, since_h: float | None) -> str:
    if hours is None or since_h is None:
        return both(CATALOGUE["summary/not_yet"])
    return f"+ {both(lasting(max(0, round((hours - since_h) * HOUR))))}"

"""A page for each breach of the library, from its file and some runs: `make library`.

It tells what players may know, what the drill practises, how its figures spread under each plan,
and what tends to decide it: the largest paired effects of another plan than the lean one, and of
another option than that takes. Figures depend on the files, the model's version and the seed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation import files, world
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import LENGTHS_MIN, Scenario
from simulation.library import QUICK_PLAN, SHOWN, Card, cards
from simulation.study import Study, compare
from simulation.study.figures import difference
from simulation.study.measures import measure_named
from simulation.study.wording import figure, signed
from simulation.text import CATALOGUE, in_language
from validation.marked import rows

FOLDER = Path(__file__).parent.parent / "docs" / "library"
RUNS, OPTION_RUNS, SEED = 100, 20, 1
WEIGHED = ("record_days_untold", "cost", "trust_lowest_share", "people_misused")
"""In which measures an effect is looked for."""
MOST_EFFECTS = 6
ABOUT_SPREAD = (
    "{runs} runs of each plan on the same luck, model {model}: one run in twenty lies below the "
    "first figure, half below the second, one in twenty above the third. Times are in days. They "
    "rank plans and do not forecast."
)
ABOUT_EFFECTS = (
    "The largest effects on the same luck, each thing in place of another, all else as the lean "
    "plan has it ({option_runs} runs for an option, {runs} for a plan): the mean difference with "
    "its 95 % interval. They were picked as the largest of all that were tried, so they are "
    "somewhat smaller than they look."
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What something otherwise changes on the same luck, in a measure."""

    what: str
    instead_of: str
    measure: str
    mean: float
    low: float
    high: float
    weight: float
    """The mean difference in standard deviations of the measure under what it is held against."""


def main() -> None:
    """Write the pages, and the list of them."""
    parser = argparse.ArgumentParser(prog="python -m validation.library", description=__doc__)
    parser.add_argument("--only", action="append", help="a breach, such as insider-export")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: docs/library")
    parser.add_argument("--runs", type=int, default=RUNS, help="by plan")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    shipped = cards("scenario")
    for card in shipped:
        stem = _stem(card)
        if not asked.only or stem in asked.only:
            text = page(card, asked.runs)
            (asked.folder / f"{stem}.md").write_text(text, "utf-8", newline="\n")
            sys.stderr.write(f"{asked.folder / stem}.md\n")
    (asked.folder / "README.md").write_text(contents(shipped), "utf-8", newline="\n")


def contents(shipped: Sequence[Card]) -> str:
    """Return the list of all pages."""
    lines = [
        (
            f"[{in_language(card.title, 'en')}]({_stem(card)}.md)",
            in_language(dict(card.rows)["browse/cause"], "en"),
            card.plain["difficulty"],
            card.plain["organisation"],
        )
        for card in shipped
    ]
    head = "# The breaches of the library"
    about = "Written by `make library`. Firms, people and events are fiction."
    table = rows(("breach", "cause", "difficulty", "happens to"), lines)
    return f"{head}\n\n{about}\n\n{table}\n"


def page(card: Card, runs: int = RUNS, option_runs: int = OPTION_RUNS) -> str:
    """Return the page of a breach."""
    scenario = files.load_scenario(card.name)
    plans = [files.load_plan(QUICK_PLAN)]
    plans += [files.load_plan(one.name) for one in cards("plan") if one.name != QUICK_PLAN]
    study = compare(scenario, plans, replications=runs, seed=SEED)
    effects = [*_of_plans(study), *_of_options(scenario, plans[0], study, option_runs)]
    title, title_zh = (in_language(card.title, language) for language in ("en", "zh"))
    facts = [(CATALOGUE[key]["en"], in_language(text, "en")) for key, text in card.rows]
    counts = {"runs": runs, "option_runs": option_runs, "model": world.VERSION}
    parts = [
        f"# {title}",
        f"*{title_zh}*",
        f"`{card.name}`. Written by `make library`; the firm, its people and events are fiction.",
        *(in_language(card.summary, language) for language in ("en", "zh")),
        rows(("", ""), facts),
        "## Injects by length",
        _lengths(scenario),
        "## What it comes to",
        ABOUT_SPREAD.format(**counts),
        _spread(study),
        "## For the facilitator alone",
        "What follows tells what helps, and the truth of the story. Players should stop here.",
        "### What tends to decide it",
        ABOUT_EFFECTS.format(**counts),
        _deciding(effects, study.currency),
        "### The truth",
        *(f"> {in_language(scenario.narrative, language)}" for language in ("en", "zh")),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _stem(card: Card) -> str:
    return card.name.rpartition("/")[2]


def _lengths(scenario: Scenario) -> str:
    """Return how many injects each length has, and how many of them come by hand."""
    table = []
    for length_min in LENGTHS_MIN:
        spare = set(scenario.spare(length_min))
        mine = [one for name, one in scenario.injects.items() if name not in spare]
        by_hand = sum(one.after == "hand" for one in mine)
        table.append((f"{length_min} min", str(len(mine)), str(by_hand), str(len(spare))))
    return rows(("drill", "injects", "of them by hand", "spare"), table)


def _figure(measure: str, value: float | None) -> str:
    """Return a figure without its unit, a time in days."""
    if value is None:
        return "never"
    return figure(measure, value / 24.0 if measure_named(measure).unit == "h" else value)


def _spread(study: Study) -> str:
    table = []
    for measure in SHOWN:
        unit = study.unit(measure)
        cells = []
        for plan in study.plans:
            one = study.summary_of(measure, plan)
            found = (one.p5, one.p50, one.p95)
            cells.append(" / ".join(_figure(measure, value) for value in found))
        named = {"h": "days", "share": "%"}.get(unit, unit)
        table.append((f"{measure_named(measure).title}, {named}", *cells))
    return rows(("", *study.plans), table)


# -- what decides it --------------------------------------------------------------------------


def _of_plans(study: Study) -> list[Effect]:
    first, *others = study.plans
    return [
        one for plan in others for one in _effects((f"plan {plan}", first), study, plan, study)
    ]


def _of_options(scenario: Scenario, plan: Plan, base: Study, runs: int) -> list[Effect]:
    """Return the effects of every option against what the plan does, by the same runs."""
    found = []
    for name, decision in scenario.decisions.items():
        taken = plan.answers.get(name, decision.default)
        others = [option for option in decision.options if option != taken]
        plans = [plan.change({f"answers.{name}": option, "name": option}) for option in others]
        study = compare(scenario, plans, replications=runs, seed=SEED)
        question = in_language(decision.question, "en")
        labels = {o: f"“{in_language(one.label, 'en')}”" for o, one in decision.options.items()}
        for option in others:
            said = f"{question} {labels[option]}", labels[taken]
            found += _effects(said, study, option, base)
    return found


def _effects(said: tuple[str, str], study: Study, plan: str, base: Study) -> list[Effect]:
    """Return the effects of a plan against the first of the base, in measures that show one."""
    found = []
    for measure in WEIGHED:
        values = study.of(measure, plan)
        others = base.of(measure, base.plans[0])[: len(values)]
        lower = measure_named(measure).lower_is_better
        names = (plan, base.plans[0], measure)
        one = difference(names, values[: len(others)], others, lower_is_better=lower)
        spread = float(np.nanstd(others))
        if one.mean is None or one.low is None or one.high is None or not spread > 0.0:
            continue
        if one.low > 0.0 or one.high < 0.0:
            shown = (*said, measure, one.mean, one.low, one.high)
            found.append(Effect(*shown, weight=abs(one.mean) / spread))
    return found


def _deciding(effects: Iterable[Effect], currency: str) -> str:
    """Return the largest effects, each thing once, in the measure it moves most."""
    best: dict[str, Effect] = {}
    for one in effects:
        if one.what not in best or best[one.what].weight < one.weight:
            best[one.what] = one
    largest = sorted(best.values(), key=lambda one: (-one.weight, one.what))[:MOST_EFFECTS]
    if not largest:
        return "No effect is shown in so few runs."
    table = [
        (one.what, one.instead_of, measure_named(one.measure).title, _size(one, currency))
        for one in largest
    ]
    return rows(("", "in place of", "changes", "by (95 % interval)"), table)


def _size(one: Effect, currency: str) -> str:
    unit = {"share": "points", "money": currency}.get(measure_named(one.measure).unit, "")
    mean, low, high = (signed(one.measure, value) for value in (one.mean, one.low, one.high))
    return f"{mean} {unit} ({low} to {high})".replace("  ", " ")


if __name__ == "__main__":
    main()

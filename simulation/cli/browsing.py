"""The command that looks into the library: cards to choose by, and a search in them."""

from __future__ import annotations

import dataclasses
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from simulation import files
from simulation.cli.shown import AsJson, progress_bar, show
from simulation.errors import UnknownName, nearest
from simulation.library import (
    QUICK_PLAN,
    QUICK_RUNS,
    SHOWN,
    Card,
    cards,
    find_cards,
    known_words,
    nearest_cards,
    outlook,
    words_of,
)
from simulation.study import Study
from simulation.study.measures import measure_named
from simulation.study.wording import amount
from simulation.text import CATALOGUE, both, in_language

WIDTH, SUMMARY_WIDTH = 98, 72
SAID = {
    "organisation": "{staff} people, {clients:,} clients, {place}",
    "law": "{duties} duties, {verified} of them read at the source",
}
"""What is said of a thing in a list, where that is not the beginning of its summary."""
NEAR = "Nothing has all of these words; most of them are in:"
EVIDENCE = "evidence"
CHOSEN_BY = "scenario"
"""The kind that one begins with: it is listed by itself, and can be played."""


def library(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KIND] [WORD...]", help="Such as plans, or 钓鱼; evidence."),
    ] = None,
    *,
    runs: Annotated[
        int, typer.Option(min=0, help="Try the one breach that is found so often, quickly.")
    ] = 0,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Find what ships by its kind and by words, in English or Chinese; one alone is told in full.

    Without words it lists the breaches, and how much there is beside them.
    """
    kind, wanted = _kind_and_words(list(words or []))
    if kind == EVIDENCE:
        _show_evidence(wanted, as_json=as_json)
        return
    found, missed = _found(kind, wanted, strict=as_json)
    one = found[0] if len(found) == 1 else None
    if runs and (one is None or one.kind != CHOSEN_BY):
        raise typer.BadParameter("it goes with the name of one breach", param_hint="--runs")
    study = _tried(one.name, runs) if one is not None and runs else None
    plain = [_plain(card) for card in found]
    if study is not None:
        plain[0]["outlook"] = _figures(study)
    if one is not None:
        lines = _card(one, study)
    elif not kind and not wanted:
        lines = [*_list([card for card in found if card.kind == CHOSEN_BY]), *_rest(found)]
    else:
        lines = _list(found)
    show(plain, [*missed, *lines], as_json=as_json)


def _kind_and_words(words: list[str]) -> tuple[str, str]:
    """Return the kind that is asked for, if one is, and the words to search for."""
    if not words:
        return "", ""
    first = words[0]
    try:
        kind = first if first == EVIDENCE or cards(first) else ""
    except UnknownName:
        return "", " ".join(words)
    return kind, " ".join(words[1:])


def _refuse_folder(name: str) -> None:
    instead = "this lists what ships; the command drills lists the drills of a folder"
    raise typer.BadParameter(f"{name} is a folder; {instead}", param_hint="KIND")


def _found(kind: str, wanted: str, *, strict: bool) -> tuple[tuple[Card, ...], list[str]]:
    """Return the cards of a search, and what is said when they have most of the words alone."""
    found = find_cards(wanted, kind) if wanted else cards(kind)
    if found:
        return found, []
    if Path(wanted).is_dir():
        _refuse_folder(wanted)
    known = {*known_words(kind), *(entry.kind for entry in files.library())}
    nowhere = [word for word in words_of(wanted) if not find_cards(word, kind)]
    hints = {word: hint for word in nowhere if (hint := nearest(word, known))}
    near = () if strict else nearest_cards(wanted, kind)
    if near:
        slips = [f"{word}: did you mean “{hint}”?" for word, hint in hints.items()]
        return near, [*slips, NEAR, ""]
    missed = next(iter([*hints, *nowhere]), wanted)
    raise UnknownName(missed, "part of the library", hints.get(missed, ""))


def _show_evidence(row: str, *, as_json: bool) -> None:
    if row:
        fields = dataclasses.asdict(files.evidence_row(row))
        width = max(map(len, fields)) + 2
        lines = [f"{name:<{width}}{value}" for name, value in fields.items() if value]
        show(fields, lines, as_json=as_json)
        return
    table = [dataclasses.asdict(one) for one in files.evidence().values()]
    width = max(len(one["id"]) for one in table) + 2
    lines = [f"{one['id']:<{width}}{one['quantity']}" for one in table]
    show(table, lines, as_json=as_json)


def _plain(card: Card) -> dict[str, Any]:
    about = {"name": card.name, "title": in_language(card.title), "kind": card.kind}
    return {**about, "summary": in_language(card.summary), **card.plain}


# -- many cards -------------------------------------------------------------------------------


def _list(found: Sequence[Card]) -> list[str]:
    """Return a line for each card, and one more that says what it is chosen by."""
    width = max(len(card.name) for card in found) + 2
    lines = []
    for card in found:
        lines.append(f"{card.name:<{width}}{in_language(card.title)}")
        lines += [f"{'':<{width}}{line}" for line in _chosen_by(card)]
    return lines


def _chosen_by(card: Card) -> list[str]:
    plain = card.plain
    if card.kind == CHOSEN_BY:
        cause = in_language(dict(card.rows)["browse/cause"])
        counts = plain["injects_by_length_min"]
        injects = f"{'/'.join(map(str, counts.values()))} injects in {'/'.join(counts)} min"
        about = f"{plain['difficulty']}; {cause}; {injects}; {plain['decisions']} decisions"
        return [about, f"trains {', '.join(plain['objectives'])}"]
    if "family" in plain:
        return [f"{plain['family']}: {', '.join(plain['acts'])}"]
    if card.kind in SAID:
        return [SAID[card.kind].format(**{**plain, "duties": len(plain.get("duties", ()))})]
    short = textwrap.shorten(in_language(card.summary), SUMMARY_WIDTH, placeholder=" …")
    return [short] if short else []


def _rest(found: Sequence[Card]) -> list[str]:
    """Return how much there is beside the breaches, and how it is seen."""
    counts = Counter(card.folder for card in found if card.kind != CHOSEN_BY)
    beside = ", ".join(f"{count} {folder}" for folder, count in counts.items())
    return [
        "",
        f"Beside them: {beside}.",
        "Add a kind, or words to search for: library plans, library phishing, library 钓鱼.",
        "One name shows its card: library insider-export.",
    ]


# -- one card ---------------------------------------------------------------------------------


def _card(card: Card, study: Study | None) -> list[str]:
    """Return a card in full, in both languages, and what to do next."""
    lines = [f"{card.name}: {both(card.title)}"]
    lines += textwrap.wrap(in_language(card.summary), WIDTH)
    width = max((len(CATALOGUE[key]["en"]) for key, _ in card.rows), default=0) + 2
    for key, text in card.rows:
        room = WIDTH - width
        wrapped = textwrap.wrap(in_language(text), room) or [""]
        lines.append(f"{CATALOGUE[key]['en']:<{width}}{wrapped[0]}")
        lines += [f"{'':<{width}}{line}" for line in wrapped[1:]]
    if study is not None:
        lines += ["", *_table(study)]
    if card.kind == CHOSEN_BY:
        lines += ["", *_next(card.name, looked=study is not None)]
    return lines


def _next(name: str, *, looked: bool) -> list[str]:
    me = "python -m simulation"
    look = [] if looked else [f"See what it may come to:  {me} library {name} --runs {QUICK_RUNS}"]
    return [
        *look,
        f"Play it with a room:      {me} drill --scenario {name} --plan {QUICK_PLAN} --length 90",
    ]


def _tried(name: str, runs: int) -> Study:
    with progress_bar(runs) as bar:
        return outlook(
            name, replications=runs, progress=lambda done, _total: bar.update(done - bar.pos)
        )


def _figures(study: Study) -> dict[str, Any]:
    plan = study.plans[0]
    spread = {}
    for measure in SHOWN:
        one = study.summary_of(measure, plan)
        spread[measure] = {"p5": one.p5, "p50": one.p50, "p95": one.p95, "never": one.never}
    return {"plan": plan, "replications": study.replications, "measures": spread}


def _table(study: Study) -> list[str]:
    """Return how a few measures spread over the runs."""
    plan = study.plans[0]
    head = f"{study.replications} runs, plan {plan}"
    rows: list[tuple[str, ...]] = [(head, "one in 20 below", "middle", "one in 20 above")]
    for measure in SHOWN:
        one = study.summary_of(measure, plan)
        found = (one.p5, one.p50, one.p95)
        title = measure_named(measure).title
        rows.append((title, *(amount(measure, v, study.currency) for v in found)))
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    return [
        "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]

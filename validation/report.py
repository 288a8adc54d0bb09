"""The report: first what passed and what did not, then every check, then how to make it again."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata

from simulation import world
from validation.bench import MANY_SIGNS, PAIRED_RUNS, SIGNS, WHOLE_RUNS, Bench
from validation.checks import MISSED, NOT_DECIDED, NOT_YET, PASSED, TOLERANCE, Check, percent

Pictures = Mapping[str, Sequence[tuple[str, str]]]
LIBRARIES = ("numpy", "scipy", "simpy", "matplotlib")
VERDICTS = (PASSED, MISSED, NOT_DECIDED, NOT_YET)
KINDS: dict[str, str] = {
    "input": "the figure went in, so agreement proves arithmetic alone",
    "fitted": "sizes were set so that it comes out",
    "prediction": "nothing was set to it, and its size is known: these test the model",
    "order of magnitude": "nothing was set to it; within a factor of three or ten is weak",
    "direction": "a sign and no size, such as that a wait taken away shortens the whole",
    "property": "must hold whatever the sizes",
}


def page(groups: Mapping[str, Sequence[Check]], pictures: Pictures, bench: Bench) -> str:
    """Return the whole report as Markdown.

    `pictures` holds for a group the paths of its pictures, each with what it shows.
    """
    checks = [check for group in groups.values() for check in group]
    parts = ["# The model against the world", introduction(), counts(checks), *misses(checks)]
    for title, group in groups.items():
        parts += [f"## {title}", table(group)]
        parts += [f"![{text}]({path})" for path, text in pictures.get(title, [])]
    parts += ["## Again", again(bench)]
    return "\n\n".join(parts) + "\n"


def introduction() -> str:
    """Return what the page is, of which version of the model, and how a check is judged."""
    return f"""\
Every check of the model against the world that this library touches, as it came out with
model version {world.VERSION}. A case runs as the library ships it, with all its mechanisms, unless
the note beside a check says what was changed or switched off for it. A check passes when the
measured figure lies within what is expected; its 95 % interval is shown beside it and holds chance
alone. A property passes when the interval of the difference ends below {percent(TOLERANCE)} of
what it was before; it is not decided when chance leaves open whether it does. Rows are those of
`scenarios/evidence/evidence.csv`. Nothing was tuned after a miss; a miss says where not to trust
the model. What must hold in every single run (nobody works twice at once, money adds up, trust
keeps its bounds, a replay gives the same log) is held by `tests/test_properties.py`."""


def counts(checks: Iterable[Check]) -> str:
    """Return how many checks of each kind came out how."""
    number = Counter((str(check.kind), check.verdict) for check in checks)
    lines = [
        f"| kind | {' | '.join(VERDICTS)} | what it says |",
        f"| --- |{' --- |' * len(VERDICTS)} --- |",
    ]
    for kind, meaning in KINDS.items():
        cells = [str(number[kind, verdict]) for verdict in VERDICTS]
        lines.append(f"| {kind} | {' | '.join(cells)} | {meaning} |")
    totals = [str(sum(number[kind, verdict] for kind in KINDS)) for verdict in VERDICTS]
    return "\n".join([*lines, f"| all | {' | '.join(totals)} | |"])


def misses(checks: Sequence[Check]) -> list[str]:
    """Return the misses in words, quantity by quantity, and what is open or not modelled."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        if check.verdict == MISSED:
            found.setdefault(check.row, []).append(check)
    lines = []
    for row, missed in found.items():
        said = "; ".join(f"{c.quantity} {c.measured}, expected {c.expected}" for c in missed)
        lines.append(f"- **{row}.** {said}. {missed[0].why}".rstrip())
    open_ = [
        f"- **{c.row}**: {c.quantity} {c.measured}." for c in checks if c.verdict == NOT_DECIDED
    ]
    absent = [f"- **{c.row}**: {c.note}." for c in checks if c.verdict == NOT_YET]
    parts = ["## Misses", "\n".join(lines) or "None."]
    for title, these in (("Not decided:", open_), ("Not modelled yet:", absent)):
        parts += [title, "\n".join(these)] if these else []
    return parts


def table(checks: Iterable[Check]) -> str:
    """Return checks as a table; a quantity is named once."""
    lines = [
        "| quantity | | kind | expected | evidence | measured (95 % interval) | verdict | note |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    before = ""
    for check in checks:
        name = "" if check.row == before else check.row
        before = check.row
        verdict = check.verdict if check.verdict == PASSED else f"**{check.verdict}**"
        cells = (
            *(name, check.quantity, check.kind, check.expected, check.rows or "–"),
            *(check.measured, verdict, check.note),
        )
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def again(bench: Bench) -> str:
    """Return how to make the report again, and with what it was made."""
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    python = ".".join(platform.python_version_tuple()[:2])
    if bench.quick:
        runs = "a quick trial with few runs, which shows that everything works and nothing else"
    else:
        runs = (
            f"{WHOLE_RUNS:,} of a shipped case, {PAIRED_RUNS:,} of a changed one, "
            f"{SIGNS:,} up to the first sign where nothing more is asked, and {MANY_SIGNS:,} for "
            "the first check, whose limits are narrow"
        )
    return f"""\
```
make validate
```

Model version {world.VERSION}, seed {bench.seed}; {bench.total:,} runs: {runs}.
Python {python}, {", ".join(versions)}. The same versions on the same platform write the same
bytes."""

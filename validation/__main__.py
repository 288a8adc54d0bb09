"""Run every check and write the report: `python -m validation`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from validation import cost, discovery, incidents, laws, pictures, properties, telling, trust
from validation.bench import SEED, Bench
from validation.report import page

GROUPS = {
    "Discovery": discovery.checks,
    "Telling": telling.checks,
    "Clients": trust.checks,
    "Cost": cost.checks,
    "Laws": laws.checks,
    "Properties": properties.checks,
    "Public incidents": incidents.checks,
}
DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Run the checks and write `validation.md` and its pictures into a folder."""
    parser = argparse.ArgumentParser(prog="python -m validation", description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS, help="where to write; default: docs")
    parser.add_argument("--quick", action="store_true", help="few runs: a trial of the program")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with Bench(quick=asked.quick, seed=asked.seed) as bench:
        groups = {}
        for title, checks in GROUPS.items():
            sys.stderr.write(f"{title}\n")
            groups[title] = checks(bench)
        sys.stderr.write("Pictures\n")
        drawn = pictures.draw(bench, asked.out / "pictures" / "validation")
    places = {
        title: [(f"pictures/validation/{name}", text) for name, text in found]
        for title, found in drawn.items()
    }
    path = asked.out / "validation.md"
    path.write_text(page(groups, places, bench), encoding="utf-8", newline="\n")
    verdicts = Counter(check.verdict for group in groups.values() for check in group)
    said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
    sys.stderr.write(f"{said}: {path}\n")


if __name__ == "__main__":
    main()

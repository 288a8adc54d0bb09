"""Run every experiment and write the page: `python -m validation.coverage`."""

from __future__ import annotations

import itertools
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from validation.coverage.page import page
from validation.coverage.rows import FAMILIES, experiments, try_family

PAGE = Path(__file__).parent.parent.parent / "docs" / "coverage.md"


def main() -> None:
    """Write `docs/coverage.md`, and fail when an effect is not shown."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        effects = itertools.chain.from_iterable(pool.map(try_family, FAMILIES))
        tried = list(zip(experiments(), effects, strict=True))
    PAGE.write_text(page(tried), encoding="utf-8", newline="\n")
    missing = [f"{one.row} {one.mechanism}" for one, found in tried if not found.shown]
    sys.stderr.write(f"{len(tried) - len(missing)} shown of {len(tried)}: {PAGE.name}\n")
    if missing:
        sys.exit(f"not shown: {', '.join(missing)}")


if __name__ == "__main__":
    main()

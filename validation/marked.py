"""Tables between markers in a page that people write: the program renews the tables alone.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_PLACE = re.compile(r"<!-- table: (?P<name>[a-z0-9./-]+) -->\n(?P<old>.*?)<!-- end -->", re.DOTALL)


def renewed(page: str, table: Callable[[str], str]) -> str:
    r"""Return a page with every marked table written anew.

    >>> renewed("<!-- table: one -->\nold\n<!-- end -->", str.upper)
    '<!-- table: one -->\n\nONE\n\n<!-- end -->'
    """

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- table: {name} -->\n\n{table(name)}\n\n<!-- end -->"

    return _PLACE.sub(put, page)


def names(page: str) -> list[str]:
    r"""Return the names of the marked tables of a page.

    >>> names("<!-- table: one -->\n<!-- end -->")
    ['one']
    """
    return [found["name"] for found in _PLACE.finditer(page)]


def rows(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    """Return a table as Markdown.

    >>> print(rows(("a", "b"), [("1", "x|y")]))
    | a | b |
    | --- | --- |
    | 1 | x/y |
    """
    made = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for line in lines:
        cells = (" ".join(cell.split()).replace("|", "/") for cell in line)
        made.append(f"| {' | '.join(cells)} |")
    return "\n".join(made)

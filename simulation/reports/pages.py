"""From a template and plain data to one self-contained page, every text escaped."""

from __future__ import annotations

import base64
import functools

import jinja2

from simulation import charts
from simulation.reports.blocks import Document, Picture
from simulation.text import harmless

__all__ = ["html", "page", "picture_address"]


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("simulation", "reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """Return a text without control characters; what a macro has made is shown as it is."""
    plain = isinstance(value, str) and not hasattr(value, "__html__")
    return harmless(str(value)) if plain else value


def page(template: str, **data: object) -> str:
    """Return a template filled with data; tags come from the template alone."""
    return _templates().get_template(template).render(address=_address, **data)


def html(document: Document) -> str:
    """Return a report as one HTML page that needs no other file, prints well, and runs nothing."""
    return page(
        "document.html.j2", title=document.title, document=document, language=document.language
    )


def _address(picture: Picture) -> str:
    return picture_address(charts.svg(picture.chart, picture.words))


def picture_address(svg: str) -> str:
    """Return a picture as an address that holds it whole; a browser runs no script in it.

    >>> picture_address("x")
    'data:image/svg+xml;base64,eA=='
    """
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")

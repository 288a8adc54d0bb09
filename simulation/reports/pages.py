"""From a template and plain data to one self-contained page, every text escaped."""

from __future__ import annotations

import base64
import functools

import jinja2

from simulation.text import harmless

__all__ = ["page", "picture_address"]


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("simulation", "reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: harmless(value) if isinstance(value, str) else value,
    )


def page(template: str, **data: object) -> str:
    """Return a template filled with data; tags come from the template alone."""
    return _templates().get_template(template).render(data)


def picture_address(svg: str) -> str:
    """Return a picture as an address that holds it whole; a browser runs no script in it.

    >>> picture_address("x")
    'data:image/svg+xml;base64,eA=='
    """
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")

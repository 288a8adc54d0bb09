"""The one way to what a browser renders: elements of a closed kind around escaped text.

No other module writes a tag or makes an HTML widget, so nothing that stands in a file or that a
person types can become active content.
"""

from __future__ import annotations

import base64
import re
from importlib.resources import files

import ipywidgets as widgets

from simulation.text import Text, both, escape, harmless, in_language

ELEMENTS = frozenset(
    {"div", "h3", "h4", "li", "p", "span", "strong", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)
ATTRIBUTES = frozenset(("aria_live", "classes", "lang", "role", "rowspan", "scope", "title"))
_CLASSES = re.compile(r"[a-z0-9 -]*")


class Markup(str):
    """Text that is safe to render, because it was made here."""

    __slots__ = ()


Part = str | Markup
"""A child of an element: markup as it is, any other text escaped."""


def element(name: str, *parts: Part, **attributes: str) -> Markup:
    """Return an element around its parts, each escaped unless it is markup already.

    >>> element("p", "a < b", classes="note")
    '<p class="note">a &lt; b</p>'
    """
    if name not in ELEMENTS:
        raise ValueError(f"element {name!r}; expected one of {', '.join(sorted(ELEMENTS))}")
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value)
    return Markup(f"<{name}{written}>{join(*parts)}</{name}>")


def _attribute(key: str, value: str) -> str:
    if key not in ATTRIBUTES:
        raise ValueError(f"attribute {key!r}; expected one of {', '.join(sorted(ATTRIBUTES))}")
    if key == "classes":
        if not _CLASSES.fullmatch(value):
            raise ValueError(f"classes {value!r}; expected small letters and hyphens")
        key = "class"
    return f' {key.replace("_", "-")}="{escape(value)}"'


def join(*parts: Part) -> Markup:
    """Return parts one after the other, escaped where they are no markup.

    >>> join("1 < 2", element("strong", "yes"))
    '1 &lt; 2<strong>yes</strong>'
    """
    return Markup("".join(p if isinstance(p, Markup) else escape(p) for p in parts))


def two(text: Text) -> Markup:
    """Return a text of a file in English with the Chinese under it.

    >>> two("Stop")
    '<span lang="en">Stop</span>'
    """
    english, chinese = in_language(text, "en"), in_language(text, "zh")
    first = element("span", english, lang="en")
    if chinese == english:
        return first
    return join(first, " ", element("span", chinese, lang="zh", classes="drill-zh"))


def beside(text: Text) -> str:
    r"""Return a text in both languages on one line, for a list, a button or a choice.

    >>> beside({"en": "Call\u202e the bank", "zh": "致电银行"})
    'Call the bank · 致电银行'
    """
    return " ".join(harmless(both(text)).split())


def spoken(text: Text) -> str:
    """Return a text as the label of a field; a dollar sign there would begin a formula.

    >>> spoken("Costs $5")
    'Costs ＄5'
    """
    return beside(text).replace("$", "＄")


def page(*classes: str, says: Part = "") -> widgets.HTML:
    """Return a place on the screen that says something, or is empty; `show` fills it anew."""
    return widgets.HTML(str(join(says)), _dom_classes=classes)


def show(place: widgets.HTML, *parts: Part) -> None:
    """Put parts into a place of the screen, if they are not there already."""
    value = str(join(*parts))
    if place.value != value:
        place.value = value


def stylesheet(*sheets: str) -> widgets.HTML:
    """Return the screens' own style, which names no address, with further sheets after it."""
    return widgets.HTML(_style(*sheets), layout={"display": "none"})


def _style(*sheets: str) -> Markup:
    folder = files("simulation.panels")
    names = ("console.css", *sheets)
    styles = [folder.joinpath(name).read_text(encoding="utf-8") for name in names]
    return Markup(f"<style>{''.join(styles)}</style>")


def picture(png: bytes, alternative: str) -> Markup:
    """Return a picture that is kept inside the page, with a text in its place."""
    data, words = base64.b64encode(png).decode("ascii"), escape(alternative)
    return Markup(f'<img class="drill-picture" src="data:image/png;base64,{data}" alt="{words}">')


class Static:
    """A page without widgets, which stays in a notebook after it is closed.

    >>> Static("The end", element("p", "The end"))
    The end
    """

    def __init__(self, text: str, *parts: Part, sheets: tuple[str, ...] = ()) -> None:
        self.text = text
        self.html = join(*parts)
        self._sheets = sheets

    def __repr__(self) -> str:
        """Return the page as plain text."""
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the page in the forms that Jupyter keeps."""
        # JupyterLab reads dollar signs in a page as formulas, unless the page says not to.
        safe = Markup(
            f'<div class="drill-summary mathjax_ignore tex2jax_ignore">{self.html}</div>'
        )
        return {"text/plain": self.text, "text/html": f"{_style(*self._sheets)}{safe}"}

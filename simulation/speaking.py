"""Which language texts for people are in: both side by side, or one alone for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("en", "zh")
BOTH = "both"
"""English with the Chinese beside it."""
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=BOTH)


def spoken() -> str:
    """Return what is spoken now: en, zh or both.

    >>> spoken()
    'both'
    """
    return _SPOKEN.get()


def one_language(language: str | None) -> str:
    """Return a language that was asked for, or the first of those that are spoken.

    >>> one_language("zh"), one_language(None)
    ('zh', 'en')
    """
    if language is None:
        language = LANGUAGES[0] if spoken() == BOTH else spoken()
    if language not in LANGUAGES:
        raise ValueError(f"unknown language “{language}”; expected en or zh")
    return language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one language in a block, or both; another thread goes on as it was.

    >>> with speaking("zh"):
    ...     one_language(None)
    'zh'
    """
    if language not in (*LANGUAGES, BOTH):
        raise ValueError(f"unknown language “{language}”; expected en, zh or both")
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)

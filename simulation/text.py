"""Words for people: texts in two languages, every message of ours, and escaping.

A text that comes from a file is a string or has an English and a Chinese form. What the package
itself says to people stands in `CATALOGUE`, so that nothing is said in one language alone.
"""

import html
import unicodedata
from collections.abc import Mapping
from typing import Protocol

from simulation.errors import nearest

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Text",
    "TwoLanguages",
    "both",
    "escape",
    "in_language",
    "say",
]

LANGUAGES = ("en", "zh")


class TwoLanguages(Protocol):
    """Anything with an English and a Chinese form; one of them may be empty."""

    @property
    def en(self) -> str:
        """The English form."""

    @property
    def zh(self) -> str:
        """The Chinese form."""


Text = str | Mapping[str, str] | TwoLanguages
"""A text as files give it: one string, or an English and a Chinese form."""

BIDIRECTIONAL_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Invisible marks that can make a line read otherwise than it is written."""


def _forms(text: TwoLanguages | Mapping[str, str]) -> tuple[str, str]:
    if isinstance(text, Mapping):
        return text.get("en", ""), text.get("zh", "")
    return text.en, text.zh


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language “{language}”; expected en or zh")


def in_language(text: Text, language: str = "en") -> str:
    """Return a text in one language, or in the other where it has no such form.

    >>> in_language({"en": "Call the bank", "zh": "致电银行"}, "zh")
    '致电银行'
    >>> in_language({"en": "Call the bank", "zh": ""}, "zh")
    'Call the bank'
    """
    _check_language(language)
    if isinstance(text, str):
        return text
    english, chinese = _forms(text)
    return (chinese or english) if language == "zh" else (english or chinese)


def both(text: Text) -> str:
    """Return a text in English with the Chinese beside it, where it has both.

    >>> both({"en": "Call the bank", "zh": "致电银行"})
    'Call the bank · 致电银行'
    >>> both("Call the bank")
    'Call the bank'
    """
    if isinstance(text, str):
        return text
    english, chinese = _forms(text)
    return (
        english if english == chinese else " · ".join(form for form in (english, chinese) if form)
    )


def _is_harmless(character: str) -> bool:
    if character in "\n\t":
        return True
    # Cc are control characters; Cs are halves of a pair, which cannot be encoded.
    return character not in BIDIRECTIONAL_CONTROLS and unicodedata.category(character) not in {
        "Cc",
        "Cs",
    }


def escape(text: str) -> str:
    """Return a text as HTML shows it to the letter, without control characters.

    >>> escape('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return html.escape("".join(filter(_is_harmless, text)), quote=True)


def say(key: str, language: str = "en", **values: object) -> str:
    """Return a message of the catalogue with its values filled in.

    >>> say("phase/containment", "zh")
    '遏制'
    >>> say("moment/late_by", duration="3 d 4 h")
    'late by 3 d 4 h'
    """
    _check_language(language)
    if key not in CATALOGUE:
        hint = nearest(key, CATALOGUE)
        raise KeyError(f"no message “{key}”" + (f"; did you mean “{hint}”?" if hint else ""))
    return CATALOGUE[key][language].format(**values)


CATALOGUE: dict[str, dict[str, str]] = {
    # Phases of a response.
    "phase/detection": {"en": "detection", "zh": "发现"},
    "phase/containment": {"en": "containment", "zh": "遏制"},
    "phase/notification": {"en": "notification", "zh": "通知"},
    "phase/remediation": {"en": "remediation", "zh": "整改"},
    # Moments that a run reports.
    "moment/start": {"en": "first access", "zh": "首次未授权访问"},
    "moment/first_sign": {"en": "first sign", "zh": "首个迹象"},
    "moment/aware": {"en": "aware", "zh": "确认知悉"},
    "moment/assessed": {"en": "assessed", "zh": "完成评估"},
    "moment/contained": {"en": "contained", "zh": "已遏制"},
    "moment/first_notice": {"en": "first notice", "zh": "首次通知"},
    "moment/all_told": {"en": "everyone told", "zh": "全部告知"},
    "moment/remediated": {"en": "cause fixed", "zh": "根源已消除"},
    "moment/never": {"en": "never", "zh": "从未"},
    "moment/late_by": {"en": "late by {duration}", "zh": "迟了 {duration}"},
    "moment/in_time": {"en": "in time", "zh": "按时"},
    # Measures on the screen.
    "measure/exposure": {"en": "exposure", "zh": "泄露规模"},
    "measure/cost": {"en": "cost", "zh": "成本"},
    "measure/trust": {"en": "client trust", "zh": "客户信任"},
    "measure/work": {"en": "work", "zh": "工作"},
    # Truth and knowledge are never shown without saying which is which.
    "view/known": {"en": "what the room knows", "zh": "现场所知"},
    "view/true": {"en": "what is true", "zh": "真实情况"},
    "view/conditional": {
        "en": "Results depend on this model; they rank plans and teach, and do not forecast.",
        "zh": "结果取决于本模型；可用于比较预案和教学，不作预测。",
    },
}
"""Every message to people: its key, and its English and Chinese form with the same values."""

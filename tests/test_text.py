"""Two languages, the catalogue, and escaping."""

import html
import re
import string
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.text import CATALOGUE, Text, both, escape, in_language, say


@dataclass(frozen=True)
class Label:
    en: str
    zh: str


@pytest.mark.parametrize(
    ("text", "english", "chinese", "beside"),
    [
        ("stop", "stop", "stop", "stop"),
        ({"en": "stop", "zh": "停"}, "stop", "停", "stop · 停"),
        (Label("stop", "停"), "stop", "停", "stop · 停"),
        ({"en": "stop", "zh": ""}, "stop", "stop", "stop"),
        ({"en": "stop"}, "stop", "stop", "stop"),
        (Label("", "停"), "停", "停", "停"),
        ({"en": "VPN", "zh": "VPN"}, "VPN", "VPN", "VPN"),
        ({"en": "", "zh": ""}, "", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_text_in_each_language(text: Text, english: str, chinese: str, beside: str) -> None:
    assert in_language(text) == english
    assert in_language(text, "en") == english
    assert in_language(text, "zh") == chinese
    assert both(text) == beside


def test_an_unknown_language_is_refused() -> None:
    message = "unknown language “fr”; expected en or zh"
    with pytest.raises(ValueError, match=message):
        in_language("stop", "fr")
    with pytest.raises(ValueError, match=message):
        say("measure/cost", "fr")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onload='x'", "&quot; onload=&#x27;x&#x27;"),
        ("Tom & &lt;", "Tom &amp; &amp;lt;"),
        ("a\x00b\x1b[31m\x7f\x85c", "ab[31mc"),
        ("invoice\u202egpj.exe\u2066\u2069\u200f", "invoicegpj.exe"),
        ("half \ud83d pair", "half  pair"),
        ("two\nlines\tand 中文 😀 café", "two\nlines\tand 中文 😀 café"),
        ("<\x00script>", "&lt;script&gt;"),
    ],
)
def test_escaping(text: str, escaped: str) -> None:
    assert escape(text) == escaped


class TagFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {attrs}")

    def handle_data(self, data: str) -> None:
        self.data += data


@given(st.text(alphabet=st.sampled_from("<>&\"'/ =ab!-\u202e\x00中"), max_size=30))
def test_no_escaped_text_opens_a_tag_or_leaves_an_attribute(text: str) -> None:
    escaped = escape(text)
    inside, attribute = TagFinder(), TagFinder()
    inside.feed(f"<p>{escaped}</p>")
    inside.close()
    assert inside.found == ["p []"]
    shown = text.replace("\u202e", "").replace("\x00", "")
    assert inside.data == shown == html.unescape(escaped)
    attribute.feed(f"<p title=\"{escaped}\" lang='{escaped}'>")
    assert attribute.found == [f"p {[('title', shown), ('lang', shown)]}"]
    escaped.encode("utf-8")


def fields_of(message: str) -> list[tuple[str, str | None, str | None]]:
    parsed = string.Formatter().parse(message)
    return sorted((name, spec, how) for _, name, spec, how in parsed if name is not None)


def has_words(message: str) -> bool:
    """Whether a message is more than signs, figures and values."""
    return re.search("[A-Za-z]{2}", re.sub("{[^}]*}", "", message)) is not None


def same_values(entry: dict[str, str]) -> bool:
    """Whether a message is in both languages, and the Chinese asks for no value of its own."""
    if set(entry) != {"en", "zh"} or not all(form.strip() for form in entry.values()):
        return False
    if has_words(entry["en"]) and any(form.strip() != form for form in entry.values()):
        return False
    names = {name for name, _, _ in fields_of(entry["en"])}
    plain = all(name.isidentifier() for name in names) and not {"key", "language"} & names
    # Side by side, what is named once need not be named again.
    return plain and set(fields_of(entry["zh"])) <= set(fields_of(entry["en"]))


def is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def in_its_own_signs(entry: dict[str, str]) -> bool:
    """Whether the English has no Chinese sign, and the Chinese some unless both are the same."""
    said_twice = has_words(entry["en"]) and entry["en"] != entry["zh"]
    return not is_chinese(entry["en"]) and (is_chinese(entry["zh"]) or not said_twice)


def test_each_message_has_both_languages_with_the_same_values() -> None:
    assert [key for key, entry in CATALOGUE.items() if not same_values(entry)] == []


def test_each_chinese_message_is_chinese() -> None:
    assert [key for key, entry in CATALOGUE.items() if not in_its_own_signs(entry)] == []


@pytest.mark.parametrize(
    ("english", "chinese", "values", "signs"),
    [
        ("{n} days", "{n} 天", True, True),
        ("{n} days", "天", True, True),
        ("days", "{n} 天", False, True),
        ("{n:d} days", "{n:f} 天", False, True),
        ("days ", "天", False, True),
        ("", "天", False, True),
        ("{key} days", "天", False, True),
        ("{0} days", "天", False, True),
        ("days", "jours", True, False),
        ("天", "天", True, False),
        ("VPN", "VPN", True, True),
        (" · ", " · ", True, True),
    ],
)
def test_a_wrong_message_is_seen(english: str, chinese: str, values: bool, signs: bool) -> None:
    entry = {"en": english, "zh": chinese}
    assert (same_values(entry), in_its_own_signs(entry)) == (values, signs)


def test_the_phases_and_measures_of_the_model_can_be_said() -> None:
    for phase in ("detection", "containment", "notification", "remediation"):
        assert say(f"phase/{phase}") == phase
    for measure in ("exposure", "cost", "trust", "work"):
        assert say(f"measure/{measure}", "zh") == CATALOGUE[f"measure/{measure}"]["zh"]


def test_values_are_filled_in_and_never_read_as_messages() -> None:
    assert say("moment/late_by", duration="{duration.__class__}") == (
        "late by {duration.__class__}"
    )
    assert say("moment/late_by", "zh", duration="3 d") == "迟了 3 d"
    with pytest.raises(KeyError, match="duration"):
        say("moment/late_by")


def test_an_unknown_message_is_an_error_with_a_hint() -> None:
    with pytest.raises(
        KeyError, match="no message “phase/detecton”; did you mean “phase/detection”"
    ):
        say("phase/detecton")
    with pytest.raises(KeyError, match=r"no message “zzz”'$"):
        say("zzz")

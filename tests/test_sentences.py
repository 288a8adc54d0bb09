"""What `why` says: every sentence is used, none is missing, both languages say the same."""

import re
from pathlib import Path

from simulation.sentences import FRAMES, SENTENCES
from simulation.study.ending import _OUTCOMES
from simulation.study.tracing import MOMENTS
from simulation.world.money import ITEMS

PACKAGE = Path(__file__).parent.parent / "simulation"
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in (PACKAGE / "study").glob("*.py"))
# Families that are looked up by a name of the model: their keys are put together.
FAMILIES = (
    *("why/moment/", "why/item/", "why/fact/", "why/outcome/", "why/step/", "why/direction/"),
    *("frame/day/", "why/waits_for"),
)


def keys_in_source() -> set[str]:
    return set(re.findall(r"[\"']((?:why|frame)/[a-z_/ ]*[a-z])[\"']", SOURCE))


def values_of(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_sentence_is_said_and_none_is_missing() -> None:
    said = keys_in_source()
    known = SENTENCES | FRAMES
    assert said - known.keys() == set()
    assert [k for k in known if k not in said and not k.startswith(FAMILIES)] == []


def test_both_languages_hold_the_same_values() -> None:
    differ = [k for k, (en, zh) in (SENTENCES | FRAMES).items() if values_of(en) != values_of(zh)]
    assert differ == []


def test_families_hold_every_name_of_the_model() -> None:
    assert {f"why/moment/{name}" for name in MOMENTS} <= SENTENCES.keys()
    assert {f"why/item/{name}" for name in ITEMS} <= SENTENCES.keys()
    assert {f"why/outcome/{name}" for name in _OUTCOMES} <= SENTENCES.keys()

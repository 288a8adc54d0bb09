"""One language for a while: it holds in its block and in its thread alone."""

from __future__ import annotations

import threading

import pytest

from simulation.speaking import one_language, speaking, spoken
from simulation.text import both, in_language, lasting, say, told
from simulation.units import show_duration

TEXT = {"en": "stop", "zh": "停"}


def test_both_are_spoken_until_one_is_asked_for():
    assert (both(TEXT), in_language(TEXT), show_duration(60)) == ("stop · 停", "stop", "1 min")
    with speaking("zh"):
        assert (both(TEXT), in_language(TEXT), show_duration(60)) == ("停", "停", "1 分钟")
        assert say("phase/containment") == "遏制"
        assert told("moment/late_by", duration=lasting(60)) == "迟了 1 分钟"
        with speaking("en"):
            assert both(TEXT) == "stop"
        assert both(TEXT) == "停"
    assert both(TEXT) == "stop · 停"


def test_a_language_that_is_named_goes_before_the_one_that_is_spoken():
    with speaking("zh"):
        assert in_language(TEXT, "en") == "stop"
        assert say("phase/containment", "en") == "containment"


def test_a_fault_in_the_block_ends_it_too():
    with pytest.raises(RuntimeError), speaking("zh"):
        raise RuntimeError
    assert spoken() == "both"


def test_another_thread_goes_on_as_it_was():
    heard = []
    with speaking("zh"):
        other = threading.Thread(target=lambda: heard.append(spoken()))
        other.start()
        other.join()
    assert heard == ["both"]


def test_other_languages_are_refused():
    with pytest.raises(ValueError, match="expected en, zh or both"), speaking("fr"):
        pass
    with pytest.raises(ValueError, match="expected en or zh"):
        one_language("both")

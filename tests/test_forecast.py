"""Looking ahead: what an inject is expected to change, and what waiting costs."""

import json

import pytest
from models import leaking

from simulation.drill import Drill
from simulation.drill.course import Change
from simulation.drill.forecast import AFTER_D
from simulation.drill.futures import END_MEASURES, MARK_MEASURES, How, Question, play_futures
from simulation.errors import ActRefused
from simulation.files import load


@pytest.fixture
def drill(tmp_path):
    drill = Drill.start(*leaking(), tmp_path / "leak.drill", seed=4)
    drill.step(1)
    yield drill
    drill.close()


def test_an_inject_that_costs_5000_is_expected_to_cost_5000(drill):
    before = drill.log.text()
    found = drill.forecast("paper", futures=4)
    for after_d in (*AFTER_D, None):
        one = found.of("cost", after_d)
        assert (one.mean, one.low, one.high) == (5_000.0, 5_000.0, 5_000.0)
        assert found.of("record_days_untold", after_d).verdict == "the same in every run"
    assert found.at_s == drill.now_s
    assert drill.log.text() == before
    assert "cost                   after 3 d   +5,000 EUR" in repr(found)
    assert json.loads(json.dumps(found.plain()))["inject"] == "paper"


def test_waiting_with_containing_the_leak_lets_more_out(drill):
    found = drill.waiting_cost("contain", ["now", "watch"], wait_h=24, futures=8)
    exposed = found.of("now").of("record_days_untold")
    assert exposed.low > 0.0
    assert exposed.verdict == "worse"
    assert found.of("watch").of("record_days_untold").mean == 0.0
    assert found.at_s == drill.now_s
    assert found.wait_s == 24 * 3600


def test_waiting_is_told_by_the_quarter_of_an_hour(drill):
    at_s = drill.now_s
    arms = tuple(
        (Change("decide", "contain", "now", time_s),) for time_s in (at_s, at_s + 24 * 3600)
    )
    table = play_futures(Question(drill.record(), arms), 6, How())
    place = END_MEASURES.index("record_days_untold")
    whole = (table[1, place] - table[0, place]).mean()
    found = drill.waiting_cost("contain", ["now"], wait_h=24, futures=6)
    assert found.of("now").of("record_days_untold").mean == pytest.approx(whole / 96)


def test_without_options_it_is_what_the_plan_advises_or_else_the_default(drill):
    assert drill.waiting_cost("talk", futures=2).options[0].option == "other"
    assert drill.waiting_cost("contain", futures=2).options[0].option == "watch"


def test_the_wait_ends_before_the_deadline(drill):
    drill.step(70.9)
    found = drill.waiting_cost("contain", ["now"], wait_h=2, futures=2)
    assert found.wait_s == 72 * 3600 - round(71.9 * 3600) - 1


def test_a_forecast_is_the_same_whenever_it_is_asked(drill):
    assert drill.forecast("call", futures=3) == drill.forecast("call", futures=3)
    assert drill.waiting_cost("contain", futures=3) == drill.waiting_cost("contain", futures=3)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda d: d.forecast("papre"), "no inject 'papre'; did you mean “paper”"),
        (lambda d: d.forecast("call"), "call does not wait any more"),
        (lambda d: d.waiting_cost("contian"), "no decision 'contian'; did you mean “contain”"),
        (lambda d: d.waiting_cost("talk"), "talk has been taken"),
        (lambda d: d.waiting_cost("sequel"), "sequel has not come up"),
        (lambda d: d.waiting_cost("contain", ["nwo"]), "no option 'nwo'; did you mean “now”"),
        (lambda d: d.waiting_cost("contain", wait_h=0), "expected hours above 0"),
        (lambda d: d.waiting_cost("contain", wait_h=1e-9), "wait_h is 1e-09; expected hours"),
        (
            lambda d: d.waiting_cost("contain", wait_h=float("inf")),
            "wait_h is inf; expected hours",
        ),
        (lambda d: d.waiting_cost("contain", futures=0), "futures is 0; expected 1 or more"),
        (lambda d: d.forecast("paper", futures=0), "futures is 0; expected 1 or more"),
        (lambda d: d.forecast("paper", futures=2.5), "futures is 2.5; expected a whole number"),
        (lambda d: d.what_if(talk="two", futures=-1), "futures is -1; expected 0 or more"),
    ],
)
def test_what_cannot_be_foreseen_is_refused_clearly(drill, ask, words):
    drill.release("call")
    drill.decide("talk", "one")
    with pytest.raises(ActRefused, match=words):
        ask(drill)


def test_waiting_to_isolate_lets_whoever_comes_back_take_more(tmp_path):
    """On this luck the insider comes back 2 h 22 min after the question, to that server alone."""
    scenario = load("breaches/insider-export").change({"threat.holdings": ["payroll-files"]})
    drill = Drill.start(scenario, load("plans/lean"), tmp_path / "x.drill", seed=142)
    drill.jump("decision")
    found = drill.waiting_cost("isolate", ["now", "tonight"], wait_h=5, futures=8)
    drill.close()
    exposed = found.of("now").of("people_affected")
    assert exposed.verdict == "worse"
    assert 0.0 < exposed.low < exposed.mean < exposed.high
    assert found.of("tonight").of("people_affected").mean == 0.0
    stored = found.plain()["options"][0]["changes"]
    assert {"people_affected", "cost", "trust_at_year_share"} <= {c["measure"] for c in stored}
    assert "people_affected" in repr(found)


def test_a_mark_at_once_reads_what_is_true_now(drill):
    drill.step(30)
    question = Question(drill.record(), ((),), (drill.now_s,))
    first = play_futures(question, 2, How())[0, : len(MARK_MEASURES)]
    truth = drill.view(truth=True).truth
    assert first[MARK_MEASURES.index("people_affected")] == pytest.approx(truth.people_affected)
    record_days = first[MARK_MEASURES.index("record_days_untold")]
    assert record_days == pytest.approx(truth.record_days_untold)

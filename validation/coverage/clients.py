"""R11 to R14: who is told what and when, how clients take it, and what the public says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validation.coverage.experiment import FEWER, MORE, Case, Experiment
from validation.coverage.quantities import (
    ABANDONED,
    ANSWERED,
    COST,
    LOST,
    LOWEST_TRUST,
    MISSED,
    MISUSED,
    RUMOUR,
    SURVEY_ERROR,
    TOLD,
    YEAR_TRUST,
)

INSIDER = "insider-export"


def experiments() -> Iterator[Experiment]:
    """Give the experiments of these rows."""
    no_plan, lean = Case.of(INSIDER, "no-plan"), Case.of(INSIDER, "lean")
    yield from _public()
    yield from _care()
    late = lean.answer({"answers.tell-clients": "late-number"})
    early = lean.answer({"answers.tell-clients": "early-range"})
    soon = "told early with a range, not late with a number"
    yield Experiment("R11", "early or late notice", soon, late, early, TOLD, FEWER)
    yield Experiment("R11", "early is less sure", soon, late, early, MISSED, MORE)
    yield Experiment(
        "R11",
        "delay costs trust",
        "without the shock of a late notice",
        no_plan,
        no_plan.without("delay-shock"),
        LOWEST_TRUST,
        MORE,
        0.005,
    )
    yield Experiment(
        "R13",
        "heard from others first",
        "it costs no more trust than to hear it from us",
        no_plan,
        no_plan.without("told-first"),
        LOWEST_TRUST,
        MORE,
        0.005,
    )
    yield Experiment(
        "R11",
        "people who were warned",
        "being told protects nobody",
        lean,
        lean.breach({"parameters.harm.warned_factor": 1}),
        MISUSED,
        MORE,
    )
    yield Experiment(
        "R12",
        "clients' questions",
        "without them",
        no_plan,
        no_plan.without("support"),
        COST,
        FEWER,
        5_000.0,
    )
    yield Experiment(
        "R12",
        "people lent to answer",
        "nobody instead of two answers clients",
        lean,
        lean.answer({"support.lent": {}}),
        ABANDONED,
        MORE,
    )
    yield Experiment(
        "R13",
        "recovery of trust",
        "without it",
        no_plan,
        no_plan.without("recovery"),
        YEAR_TRUST,
        FEWER,
    )
    yield Experiment(
        "R13",
        "clients leave",
        "without clients who leave for the breach",
        no_plan,
        no_plan.without("churn"),
        COST,
        FEWER,
    )
    yield Experiment(
        "R14",
        "attention",
        "without it",
        no_plan,
        no_plan.without("attention"),
        LOST,
        FEWER,
    )


def _public() -> Iterator[Experiment]:
    """Give the experiments of public talk, in a case that the media take up whatever its size."""
    told_of = {"parameters.attention.media_log_odds": 5}
    no_plan = Case.of(INSIDER, "no-plan").breach(told_of)
    lean = Case.of(INSIDER, "lean").breach(told_of).answer({"answers.statement": "proactive"})
    yield Experiment(
        "R14",
        "media",
        "without them, where they take it up",
        no_plan,
        no_plan.without("media"),
        LOST,
        FEWER,
        0.3,
    )
    yield Experiment(
        "R14",
        "rumour",
        "without it, in the news",
        no_plan,
        no_plan.without("rumour"),
        LOST,
        FEWER,
    )
    yield Experiment(
        "R14",
        "a statement",
        "no comment instead of a statement of our own",
        lean,
        lean.answer({"answers.statement": "none"}),
        RUMOUR,
        MORE,
    )
    yield Experiment(
        "R14",
        "posts that are watched",
        "somebody reads what is posted about the firm",
        lean,
        lean.answer({"support.posts_watched": True}),
        RUMOUR,
        FEWER,
    )
    watched = lean.at(lean.firm.with_control("social-monitoring"))
    yield Experiment(
        "R14",
        "social-media monitoring",
        "a firm that has the control",
        lean,
        watched,
        RUMOUR,
        FEWER,
    )
    soothing = lean.answer({"answers.wording": "soothing"})
    yield Experiment(
        "R14",
        "quality of what is said",
        "soothing words that prove untrue cost no more",
        soothing,
        soothing.without("untrue-statement"),
        LOWEST_TRUST,
        MORE,
        0.005,
    )
    yield Experiment(
        "R14",
        "word of mouth",
        "without it",
        no_plan,
        no_plan.without("word-of-mouth"),
        LOST,
        FEWER,
    )


def _with(case: Case, **effect: Any) -> Case:
    """Let an effect come with the notices."""
    tell = {"effect": "tell", "audience": "affected"}
    return case.answer({"tasks.inform-clients.effects": [tell, effect]})


def _asking(case: Case, answers: int) -> Case:
    """Let so many clients answer the plan's survey."""
    survey = {"effect": "survey", "answers": answers}
    return case.answer({"tasks.survey-clients.effects": [survey]})


def _care() -> Iterator[Experiment]:
    """Give the experiments of help for clients, of surveys and of notices in our name."""
    lean = Case.of(INSIDER, "lean").answer({"answers.offer": "none"})
    imitated = lean.breach({"parameters.harm.fake_notices_share": 1})
    yield Experiment(
        "R11",
        "notices in our name",
        "nobody sends them",
        imitated,
        imitated.without("fake-notices"),
        MISUSED,
        FEWER,
        2,
    )
    checked = _with(imitated, effect="flag", flag="verifiable-channel")
    yield Experiment(
        "R11",
        "a way to check a notice",
        "ours says how",
        imitated,
        checked,
        MISUSED,
        FEWER,
        1,
    )
    briefed = _with(lean, effect="tell", audience="our_staff")
    yield Experiment(
        "R11",
        "our own people told",
        "those who answer know what happened",
        lean,
        briefed,
        ABANDONED,
        FEWER,
    )
    yield Experiment(
        "R12",
        "clients ask again",
        "without it",
        lean,
        lean.without("repeat-contacts"),
        ANSWERED,
        FEWER,
    )
    for kind, quantity, way, least in (
        ("guidance", ANSWERED, FEWER, None),
        ("follow_up", ANSWERED, FEWER, None),
        ("counselling", LOWEST_TRUST, MORE, 0.005),
        ("agreement", MISUSED, FEWER, 5),
    ):
        helped = _with(lean, effect="care", by=kind, take_up_share=0.8)
        yield Experiment(
            "R12",
            f"{kind.replace('_', '-')} for those told",
            "four in five take it up",
            lean,
            helped,
            quantity,
            way,
            least,
        )
    paid = {"effect": "mend", "by": "compensation", "offered_share": 0.15, "remedy": "financial"}
    money = _with(lean, **paid)
    yield Experiment(
        "R12",
        "money for sensitive data",
        "as if it mended as much as help",
        money,
        money.without("remedy-fit"),
        YEAR_TRUST,
        MORE,
        0.003,
    )
    yield from _offers(lean)
    few, many = _asking(lean, 20), _asking(lean, 200)
    yield Experiment(
        "R13",
        "the error of surveys",
        "without it",
        few,
        few.without("survey-error"),
        SURVEY_ERROR,
        FEWER,
    )
    yield Experiment(
        "R13",
        "how many answer",
        "two hundred answers instead of twenty",
        few,
        many,
        SURVEY_ERROR,
        FEWER,
    )


def _offers(lean: Case) -> Iterator[Experiment]:
    """Give the experiments of offers, where all clients expect half of the scale."""
    watched = lean.answer({"answers.offer": "monitoring"})
    yield Experiment(
        "R12",
        "account watching",
        "it is offered, and taken up by few",
        lean,
        watched,
        MISUSED,
        FEWER,
    )
    places = range(len(lean.firm.segments))
    plain = lean.at({f"segments.{i}.expects_compensation_share": 0.5 for i in places})
    given, twice = (
        _with(plain, effect="mend", by="compensation", offered_share=share) for share in (0.5, 1)
    )
    yield Experiment(
        "R12",
        "compensation",
        "what clients expect is offered, not nothing",
        plain,
        given,
        LOST,
        FEWER,
    )
    yield Experiment(
        "R12",
        "compensation against expectation",
        "twice as much as clients expect",
        given,
        twice,
        LOST,
        MORE,
    )

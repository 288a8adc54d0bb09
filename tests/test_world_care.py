"""Help for clients, surveys and notices in our name, each law by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from models import breach, firm, only, plan, team, world

from simulation.inputs.scenario import MECHANISMS
from simulation.program import Program
from simulation.world import public
from simulation.world.around import around, message_credit
from simulation.world.care import AGREEMENT, COUNSELLING, FOLLOW_UP, GUIDANCE, care
from simulation.world.layout import A_STAFF, DAY, E_TALK, F_CHANNEL, NEVER, T_IMITATION

FULL = 0.75


def sensitive(*mechanisms: str, **more: Any) -> Any:
    secret = {"name": "contact", "title": "C", "categories": {"sensitive": 0}, "sensitive": True}
    company = firm(team("it"), data_classes=[secret | {"identifiability": 1.0}])
    p, s = world(breach(company, switched_off=only(*mechanisms), **more))
    s.records_out[0] = 1_000.0
    return p, s


# -- surveys -----------------------------------------------------------------------------------


def test_surveys_scatter_about_the_truth_as_samples_do() -> None:
    program = Program(breach(switched_off=only("survey-error")), plan(), seed=5)
    p, found = program.tables, []
    for replication, row in enumerate(program.rows(0, 2_000)):
        s = program.state(replication, row)
        s.lasting[0] = 0.3
        public.survey(p, s, 25)
        found.append(s.trust_surveyed)
    sigma = 0.2 / math.sqrt(25)
    assert np.mean(found) == pytest.approx(FULL - 0.3, abs=3.5 * sigma / math.sqrt(2_000))
    assert np.std(found) == pytest.approx(sigma, rel=0.06)
    assert s.survey_half == pytest.approx(1.96 * sigma)


def test_each_survey_has_luck_of_its_own_and_none_leaves_the_scale() -> None:
    p, s = world(breach(switched_off=only("survey-error")))
    found = []
    for _ in range(3):
        public.survey(p, s, 5)
        found.append(s.trust_surveyed)
    assert s.surveys == 3
    assert len({*found} - {FULL}) >= 1
    assert all(0.0 <= one <= FULL for one in found)


def test_without_their_error_surveys_tell_the_truth() -> None:
    p, s = world(breach(switched_off=only()))
    s.lasting[0] = 0.2
    public.survey(p, s, 5)
    assert s.trust_surveyed == pytest.approx(FULL - 0.2)


# -- help for clients --------------------------------------------------------------------------


def told(share: float, *mechanisms: str, **more: Any) -> Any:
    """Return a world in which all of a thousand people are affected, and a share was told."""
    p, s = world(breach(switched_off=only(*mechanisms), **more))
    s.records_out[0] = 1_000.0
    s.told_people = s.told_true = 1_000.0 * share
    return p, s


def test_guidance_and_calls_leave_fewer_questions_open() -> None:
    p, s = told(0.5, "repeat-contacts", "message")
    assert around(p, s).again_share == pytest.approx(0.15)
    care(p, s, GUIDANCE, 0.5)
    assert around(p, s).again_share == pytest.approx(0.15 * (1 - 0.5 * 0.6))
    care(p, s, FOLLOW_UP, 0.25)
    assert around(p, s).again_share == pytest.approx(0.15 * 0.7 * (1 - 0.25 * 0.8))


def test_counselling_mends_some_trust_and_guidance_none() -> None:
    p, s = told(0.8, "message")
    care(p, s, GUIDANCE, 1.0)
    assert message_credit(p, s, 0) == 0.0
    care(p, s, COUNSELLING, 0.5)
    assert message_credit(p, s, 0) == pytest.approx(0.06 * 0.5 * 0.8)


def test_an_agreement_lowers_talk_and_harm_by_those_who_sign() -> None:
    p, s = told(0.8, "word-of-mouth", "misuse", misuse=True)
    before = around(p, s)
    for take_up in (0.3, 0.5, 0.5, 0.4):  # four in one notice count as the largest alone
        care(p, s, AGREEMENT, take_up)
    after = around(p, s)
    assert after.spread_per_d == pytest.approx(before.spread_per_d * (1 - 0.8 * 0.5 * 0.6))
    assert after.misused_per_d == pytest.approx(before.misused_per_d * (1 - 0.8 * 0.5 * 0.15))


@pytest.mark.parametrize("kind", [GUIDANCE, FOLLOW_UP, COUNSELLING, AGREEMENT])
def test_care_does_nothing_while_nobody_was_told_and_never_counts_twice(kind: int) -> None:
    on = "word-of-mouth", "misuse", "repeat-contacts", "message"
    p, s = told(0.0, *on, misuse=True)
    before, credit = around(p, s), message_credit(p, s, 0)
    care(p, s, kind, 0.7)
    assert (around(p, s), message_credit(p, s, 0)) == (before, credit)
    s.told_people = s.told_true = 400.0
    once = around(p, s), message_credit(p, s, 0)
    without = told(0.4, *on, misuse=True)
    assert once != (around(*without), message_credit(*without, 0))
    care(p, s, kind, 0.6)
    assert (around(p, s), message_credit(p, s, 0)) == once


def test_our_own_people_answer_faster_once_they_were_told() -> None:
    p, s = world()
    before = around(p, s).handling_min
    s.told_at[A_STAFF] = 0
    assert around(p, s).handling_min == pytest.approx(0.85 * before)


def test_money_alone_mends_less_for_sensitive_data_unless_help_came_first() -> None:
    p, s = sensitive("message", "remedy-fit")
    public.mend(p, s, public.COMPENSATION, 0.4, money=True)
    assert message_credit(p, s, 0) == pytest.approx(0.18 * 0.6)
    p, s = sensitive("message", "remedy-fit")
    public.mend(p, s, public.COMPENSATION, 0.4)
    public.mend(p, s, public.COMPENSATION, 0.4, money=True)
    assert message_credit(p, s, 0) == pytest.approx(0.18)
    p, s = sensitive("message")
    public.mend(p, s, public.COMPENSATION, 0.4, money=True)
    assert message_credit(p, s, 0) == pytest.approx(0.18)


# -- notices in our name -----------------------------------------------------------------------


def test_false_notices_deceive_fewer_of_those_who_had_ours_and_know_how_to_check() -> None:
    deceived = []
    for told, channel in ((0.0, False), (1_000.0, False), (1_000.0, True)):
        p, s = sensitive("fake-notices", misuse=True)
        s.told_people = s.told_true = told
        s.flag_at[F_CHANNEL] = 0 if channel else -1
        public.imitate(p, s)
        deceived.append(s.misused)
    assert deceived == pytest.approx([10.0, 5.0, 1.5])


def test_somebody_imitates_us_once_at_most_and_in_the_share_of_runs_that_is_said() -> None:
    scenario = breach(switched_off=only("fake-notices"), misuse=True)
    program, number, came = Program(scenario, plan(), seed=3), 2_000, 0
    p = program.tables
    for replication, row in enumerate(program.rows(0, number)):
        s = program.state(replication, row)
        public.await_imitation(p, s)
        due = s.due[p.entity(E_TALK, T_IMITATION)]
        came += due != NEVER
        s.now = 300 * DAY
        public.await_imitation(p, s)
        assert s.due[p.entity(E_TALK, T_IMITATION)] == due
    assert abs(came - 0.25 * number) < 3.5 * math.sqrt(number * 0.25 * 0.75)


def test_the_mechanisms_tried_here_exist() -> None:
    tried = {"survey-error", "repeat-contacts", "remedy-fit", "fake-notices"}
    assert tried <= set(MECHANISMS)

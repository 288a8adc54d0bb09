"""What the staffing chart shows of how people are led: each sign with its cause, none without."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation import charts, text
from simulation.charts import signs, worked
from simulation.charts.bars import bars_of
from simulation.charts.draw import ink_work
from simulation.charts.look import LIGHT
from simulation.drill import Drill
from simulation.files import load_plan, load_scenario
from simulation.inputs.organisation import Organisation
from simulation.run import Run, run

INSIDER = "breaches/insider-export"
CARED = {"welfare.rest_days": 1, "welfare.counselling": True, "welfare.incentives": True}
HOURS = {f"staffing.{team}.overtime_h": 4 for team in ("owner", "it", "reception")}
FRESH = {
    "readiness.drill_age_months": 0,
    "readiness.contact_lists_age_months": 0,
    "readiness.kits": True,
}


@cache
def of_insider(*changes: tuple[str, object], off: tuple[str, ...] = ()) -> Run:
    scenario, plan = load_scenario(INSIDER).without(*off), load_plan("plans/lean")
    return run(scenario, plan.change(dict(changes)), seed=7)


def kinds(found: Run) -> list[str]:
    return worked.work_of(found).signs.kinds()


def sign_lines(ax: Axes) -> dict[str, int]:
    """Return how many signs of each kind are drawn."""
    found: dict[str, int] = {}
    for line in ax.findobj(Line2D):
        if line.get_gid() in signs.FORMS:
            found[line.get_gid()] = found.get(line.get_gid(), 0) + len(line.get_xdata())
    return found


def key_of(ax: Axes) -> str:
    legend = ax.get_legend()
    assert legend is not None
    return " | ".join(text.get_text() for text in legend.get_texts())


@pytest.fixture(scope="module")
def cared() -> Run:
    return of_insider(*CARED.items(), *HOURS.items())


@pytest.fixture(scope="module")
def abroad() -> Run:
    return run(load_scenario("breaches/unpatched-flaw"), load_plan("plans/retainer"), seed=7)


def own_roles(firm: Organisation) -> Organisation:
    """Return a firm in which nobody has to stand in, for the role is one's own."""
    return firm.change(
        {
            f"teams.{team.name}.{field}": value
            for team in firm.teams
            for field, value in (("roles", [*team.roles, *team.deputises]), ("deputises", []))
        }
    )


def test_a_run_with_all_of_it_shows_every_sign_with_its_word_in_the_key(cared: Run) -> None:
    ax = charts.gantt(cared)
    drawn, words, told = sign_lines(ax), key_of(ax), charts.alt(cared, "gantt")
    assert set(drawn) == set(signs.FORMS) - {"abroad"}
    for kind in drawn:
        assert charts.paper.label(f"sign/{kind}") in words
        assert text.say(f"sign/{kind}", "en") in told
    assert "untried: work × 1.13" in words
    assert "untried: work × 1.13" in told
    assert "sanction (Dismissal without notice)" in told
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows[-2] == "Dismissal without notice"


def test_who_has_the_role_does_not_stand_in(cared: Run) -> None:
    scenario, plan = load_scenario(INSIDER), load_plan("plans/lean")
    nobody = run(scenario, plan, own_roles(scenario.organisation), seed=7)
    assert "stands-in" in kinds(cared)
    assert "stands-in" not in kinds(nobody)
    teams = {t.name: t for t in (*cared.program.organisation.teams, *cared.program.plan.teams)}
    for sign in worked.work_of(cared).signs.signs:
        if sign.kind == "stands-in":
            task = cared.program.plan.tasks.get(sign.task)
            needs = set(task.people) if task else set()
            assert not needs or needs & set(teams[sign.team].deputises), sign


def test_nobody_takes_over_where_nobody_goes_home_or_is_called_away(cared: Run) -> None:
    at_it = of_insider(off=("nights", "interruption"))
    assert "hand-over" in kinds(cared)
    assert "hand-over" not in kinds(at_it)
    assert "hand-over" not in sign_lines(charts.gantt(at_it))


def test_a_team_that_takes_over_was_not_at_it_before(cared: Run) -> None:
    shown = worked.work_of(cared)
    bars = [span for span in shown.spans if not span.waiting]
    taken = [sign for sign in shown.signs.signs if sign.kind == "hand-over"]
    for sign in taken:
        at_h = (sign.at_s - shown.first_s) / 3_600
        others = [s for s in bars if s.task == sign.task and s.end_h <= at_h]
        last_h = max(span.end_h for span in others)
        assert sign.team not in {span.team for span in others if span.end_h == last_h}
        assert any(s.team == sign.team and s.start_h == at_h for s in bars if s.task == sign.task)
    assert len(taken) > 3


def test_another_time_zone_is_told_from_another_team(abroad: Run) -> None:
    scenario, plan = abroad.program.scenario, abroad.program.plan
    here = scenario.organisation.change({"offices.hamburg.time_zone": "Asia/Shanghai"})
    at_home = run(scenario, plan, here, seed=7)
    ax = charts.gantt(abroad)
    assert sign_lines(ax)["abroad"] > 5
    assert "across zones" in key_of(ax)
    assert "abroad" not in kinds(at_home)
    assert "hand-over" in kinds(at_home)


@pytest.mark.slow
def test_signs_in_a_row_do_not_cover_each_other(abroad: Run) -> None:
    ax = charts.gantt(abroad)
    figure = charts.paper.arranged(ax)
    at: dict[int, list[float]] = {}
    for line in ax.findobj(Line2D):
        if line.get_gid() in signs.FORMS:
            for x, row in zip(*line.get_transform().transform(line.get_xydata()).T, strict=True):
                at.setdefault(round(row), []).append(x * 72.0 / figure.dpi)
    assert len(at) > 10
    for places in at.values():
        gaps = [b - a for a, b in zip(sorted(places), sorted(places)[1:], strict=False)]
        assert min(gaps, default=99.0) > 0.85 * signs.SIZE_PT


@pytest.mark.parametrize(
    ("kind", "field", "off"),
    [
        ("rest", "welfare.rest_days", 0),
        ("counselling", "welfare.counselling", False),
        ("bonus", "welfare.incentives", False),
    ],
)
def test_welfare_shows_only_where_it_is_given(
    cared: Run, kind: str, field: str, off: object
) -> None:
    without = of_insider(*(CARED | {field: off}).items(), *HOURS.items())
    assert kinds(cared).count(kind) == 1
    assert kind not in kinds(without)
    outside = {t.name for t in cared.program.plan.teams if t.outside}
    given = {s.team for s in worked.work_of(cared).signs.signs if s.kind == kind}
    assert given
    assert not given & outside


def test_a_plan_that_is_fresh_shows_nothing_of_readiness(cared: Run) -> None:
    fresh = of_insider(*FRESH.items())
    off = of_insider(off=("readiness",))
    bare = of_insider(*(FRESH | {"readiness.kits": False}).items())
    names = [name for name, _ in worked.work_of(cared).signs.unready]
    assert names == ["untried", "old-lists"]
    assert worked.work_of(fresh).signs.unready == ()
    assert worked.work_of(off).signs.unready == ()
    assert [name for name, _ in worked.work_of(bare).signs.unready] == ["no-kits"]
    assert "untried" not in key_of(charts.gantt(fresh))


def test_sanction_and_publication_show_as_far_as_they_came() -> None:
    silent = of_insider(("answers.publish-sanction", "nobody"))
    mild = of_insider(("answers.sanction", "nothing"))
    assert "sanction" in kinds(silent)
    assert "published" not in kinds(silent)
    assert not {"sanction", "published"} & set(kinds(mild))
    assert "interview" in kinds(mild)


def test_a_letter_sent_to_the_wrong_people_has_no_interview_and_no_suspension() -> None:
    mistake = run(load_scenario("breaches/mis-sent-filing"), load_plan("plans/no-plan"), seed=7)
    shown = worked.work_of(mistake)
    nothing = {"interview", "suspension", "sanction", "published", "rest", "counselling", "bonus"}
    assert not nothing & set(shown.signs.kinds())
    assert shown.signs.unready == ()
    assert shown.strain.meetings == ()
    words = key_of(charts.gantt(mistake))
    assert not [kind for kind in nothing if charts.paper.label(f"sign/{kind}") in words]


def test_a_suspension_needs_both_at_once(cared: Run) -> None:
    at = [(s.at_s, s.team) for s in worked.work_of(cared).signs.signs if s.kind == "suspension"]
    assert {team for _, team in at} == {"it", "reception"}
    assert len({at_s for at_s, _ in at}) == 1


def test_forms_tell_the_signs_apart_without_colour() -> None:
    markers = [signs.dress(kind, LIGHT)["marker"] for kind in signs.FORMS]
    assert len(set(markers)) == len(markers)


def test_a_drills_chart_has_the_signs_of_what_has_happened(tmp_path: Path) -> None:
    drill = Drill.start(
        load_scenario(INSIDER), load_plan("plans/lean"), tmp_path / "a.drill", seed=7
    )
    before = charts.story(drill)
    drill.step(hours=48)
    after = charts.story(drill)
    drill.close()
    early, late = before.signs.kinds(), after.signs.kinds()
    assert "suspension" not in early
    assert "stands-in" in late
    assert all(sign.at_s <= after.now_s for sign in after.signs.signs)
    drawn = sign_lines(charts.gantt(after))
    assert set(drawn) == set(late)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> charts.Story:
    file = tmp_path_factory.mktemp("drills") / "a.drill"
    plan = load_plan("plans/retainer")
    drill = Drill.start(load_scenario("breaches/unpatched-flaw"), plan, file, seed=7)
    drill.step(hours=24 * 9)
    found = charts.story(drill)
    drill.close()
    return found


def test_the_live_chart_of_work_has_its_signs_and_their_key(played: charts.Story) -> None:
    ax = charts.work(played)
    figure = ax.get_figure(root=True)
    assert figure is not None
    words = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    kinds_of_work = [kind for kind in played.signs.kinds() if kind in signs.AT_WORK]
    assert set(kinds_of_work) == {"stands-in", "hand-over", "abroad", "suspension"}
    assert words == [charts.paper.label(f"mark/{kind}") for kind in kinds_of_work]
    assert set(sign_lines(ax)) == set(kinds_of_work)
    for kind in kinds_of_work:
        assert signs.say(f"sign/{kind}", "en") in charts.alt(played, "work")
    bare = charts.work(replace(played, signs=signs.Signs()))
    assert not sign_lines(bare)
    assert not bare.get_figure(root=True).legends


def test_a_board_that_goes_back_keeps_no_key_of_what_is_still_to_come(
    played: charts.Story,
) -> None:
    board, fresh = charts.LiveBoard(), charts.LiveBoard()
    bare = replace(played, signs=signs.Signs())
    board.png(played)
    assert board.png(bare) == fresh.png(bare)


@pytest.mark.slow
def test_signs_on_the_live_board_lie_on_neither_names_nor_each_other(played: charts.Story) -> None:
    board = charts.LiveBoard()
    ax = board._axes["work"]
    at = []
    board.png(played)
    for placed in bars_of(ax, played):
        at += placed.signs
    assert len(at) > 10
    drawn = [line for line in ink_work(ax, played, LIGHT) if line.get_gid() in signs.FORMS]
    points = [point for line in drawn for point in ax.transData.transform(line.get_xydata())]
    apart_px = 0.75 * signs.SIZE_PT * board.figure.dpi / 72.0
    assert len(points) > 10
    for number, (x, y) in enumerate(points):
        assert x > ax.get_window_extent().x0
        assert all(max(abs(x - a), abs(y - b)) > apart_px for a, b in points[number + 1 :])


@pytest.mark.slow
def test_names_of_twelve_teams_have_room_and_more_are_those_that_work(
    played: charts.Story,
) -> None:
    assert set(played.teams) == {bar.team for bar in played.bars}
    board = charts.LiveBoard()
    twelve = {f"team-{n}": f"Team {n}" for n in range(12)} | played.teams
    board.png(replace(played, teams=dict([*twelve.items()][:12])))
    renderer = board.canvas.get_renderer()
    names = board._axes["work"].get_yticklabels()
    boxes = sorted(name.get_window_extent(renderer).y0 for name in names)
    assert len(boxes) == 12
    letters_px = 0.75 * 12.0 * board.figure.dpi / 72.0
    assert min(b - a for a, b in pairwise(boxes)) > letters_px

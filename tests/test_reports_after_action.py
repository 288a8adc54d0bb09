"""The after-action report: it says what the drill says, and no more while the drill runs."""

from __future__ import annotations

import html
import io
import re
from collections import Counter

import docx
import pytest
from docx.oxml.ns import qn
from test_drill import play
from test_reports import Reading

import simulation as sim
from simulation.cli import main
from simulation.drill import Conclusions
from simulation.files import claims_of, evidence
from simulation.log import moment_at
from simulation.reports import after_action
from simulation.reports.after_action import report_of, weigh
from simulation.reports.blocks import Row, Table
from simulation.reports.material import Material
from simulation.reports.pages import html as html_of
from simulation.reports.word import _widths, document
from simulation.study.workers import digest


@pytest.fixture(scope="module")
def drill(tmp_path_factory) -> sim.Drill:
    inputs = sim.load("breaches/insider-export"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path_factory.mktemp("drills") / "friday.drill", seed=7)
    play(drill)
    drill.step(48)  # time in which nobody decides
    return drill


@pytest.fixture(scope="module")
def running(drill) -> str:
    return words(after_action(drill, futures=0, language="en"))


@pytest.fixture(scope="module")
def page(drill, running) -> str:
    assert running
    drill.conclude("Calm, but late.", "Help came.", "No deputy.\nNo list of clients.", "Chen")
    drill.observe("Nobody led.", "contain", "improvement", by="Chen")
    drill.rate("contain", "M", "An hour was lost.", by="Chen")
    drill.end()
    return after_action(drill, futures=4, language="en")


@pytest.fixture(scope="module")
def weighed(drill, page):
    assert page
    return weigh(Material.of(drill), 2)


def words(page: str) -> str:
    """A page as a person reads it."""
    return html.unescape(page).replace("\u00a0", " ")


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, without tags."""
    (part,) = re.findall(rf"<h2>{heading}(?: <span.*?)?</h2>.*?</section>", page, re.DOTALL)
    lines = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in lines]
    return [[words(re.sub("<.*?>", "", cell)) for cell in line] for line in cells if line]


def test_a_report_needs_no_other_file_and_runs_nothing(page):
    read = Reading(page)
    assert not {"script", "iframe", "object", "embed", "link", "form"} & set(read.tags)
    images = [value for name, value in read.attributes if name == "src"]
    assert len(images) == 4
    assert all(address.startswith("data:image/svg+xml;base64,") for address in images)
    links = [value for name, value in read.attributes if name == "href"]
    anchors = [value for name, value in read.attributes if name == "id"]
    assert len(anchors) == len(set(anchors))
    assert links
    assert {link.removeprefix("#") for link in links} <= set(anchors)
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert "default-src 'none'" in page


def test_every_picture_has_words_in_its_place(page):
    alternatives = re.findall(r'<img src="[^"]*" alt="([^"]*)"', page)
    assert len(set(alternatives)) == 4
    assert all(len(text) > 30 for text in alternatives)


def test_decisions_stand_with_who_why_and_their_line_of_the_timeline(drill, page):
    view = drill.view(truth=True)
    said = {row[0]: row for row in rows(page, "Decisions")}
    raised = [d for d in view.decisions if d.raised_s is not None]
    assert len(said) == len(raised)
    for decision in raised:
        row = next(row for question, row in said.items() if decision.question.en in question)
        if decision.by_default:
            assert "nobody decided" in row[2]
        elif decision.answer is not None:
            assert row[2] == dict(decision.options)[decision.answer].en
            assert (row[3], row[4]) == (decision.by, decision.reason)
    (taken,) = [e for e in drill.log.of("decision.answer") if e.cause == "the room"]
    assert f'href="#event-{taken.number}"' in page
    (line,) = re.findall(rf'<tr id="event-{taken.number}">.*?</tr>', page)
    assert "Li" in line
    assert taken.moment in words(line)


def test_legal_clocks_stand_with_their_dates_and_how_late(drill, page):
    said = rows(page, "Legal clocks")
    duties = drill.view().duties
    assert len(said) == len(duties) > 0
    assert sum("overdue" in row[-1] or "late" in row[-1] for row in said) == sum(
        duty.late for duty in duties
    )


def test_cost_adds_up_to_what_the_drill_cost(drill, page):
    amounts = [float(row[1].split()[1].replace(",", "")) for row in rows(page, "Cost by form")]
    assert sum(amounts) == pytest.approx(drill.outcome.cost, abs=len(amounts))


def test_injects_stand_with_what_became_of_them(drill, page):
    said = {row[0].split(" · ")[0]: row for row in rows(page, "Injects")}
    assert "made up in the drill" in said["A call"][3]
    skipped = [i for i in drill.view().injects if i.state == "skipped"]
    assert "skipped" in said[skipped[0].title.en][2]
    by_hand = [row[3] for row in said.values() if "released by hand" in row[3]]
    assert len(by_hand) == 1
    assert "edited" in by_hand[0]


def test_the_improvement_plan_holds_what_went_wrong_and_room_for_more(drill, page):
    plan = rows(page, "Improvement plan")
    findings = [row[0] for row in plan]
    assert findings[:3] == ["No deputy.", "No list of clients.", "Nobody led."]
    view = drill.view()
    assert sum("due" in text for text in findings) == sum(duty.late for duty in view.duties)
    defaults = [d for d in view.decisions if d.by_default]
    assert sum("nobody decided" in text for text in findings) == len(defaults) > 0
    assert findings[-3:] == ["", "", ""]
    assert all(row[2:] == [""] * 5 for row in plan)


def test_a_running_drill_has_a_provisional_report_without_the_truth(drill, running, page):
    truth = f"{drill.view(truth=True).truth.people_affected:,.0f}"
    assert "Provisional" in running
    assert "What was known, and what was true" not in running
    assert "records leave" not in running
    assert truth not in running
    assert truth in words(page)
    assert "Provisional" not in words(page)
    assert "ended by the facilitator" in words(page)


def test_a_report_says_from_what_it_follows(drill, page):
    said = words(page)
    for model in (drill.scenario, drill.plan, drill.scenario.organisation):
        assert digest(model) in said
    assert "scenario.parameters.knowledge." in said
    assert "What not to conclude" in said
    assert rows(page, "Sources")


def test_what_was_known_stands_at_the_moments_themselves(drill, page):
    said = rows(page, "What was known, and what was true")
    view, m = drill.view(truth=True), Material.of(drill)
    set_s = {event.subject: event.time_s for event in drill.log.of("flag.set")}
    assert set_s["flag/aware"] % 3600
    assert words(m.when(set_s["flag/aware"])) in [row[1] for row in said]
    assert said[-1][1] == view.moment
    assert said[-1][2].startswith(f"{view.known.people:,.0f} ({view.known.people_low:,.0f}")
    told, true = view.known.people_told, view.truth.people_affected
    assert said[-1][3:5] == [f"{told:,.0f}", f"{true:,.0f}"]


def test_conclusions_given_stand_in_place_of_those_kept(drill, page):
    assert "Calm, but late." in page
    other = after_action(drill, Conclusions(summary="In other words"), futures=0)
    assert "In other words" in other
    assert "Calm, but late." not in other
    assert drill.conclusions.summary == "Calm, but late."


@pytest.mark.slow
def test_a_drill_of_its_whole_year_is_finished(tmp_path):
    inputs = sim.load("breaches/mis-sent-filing"), sim.load("plans/lean")
    drill = sim.Drill.start(*inputs, tmp_path / "year.drill", seed=2)
    drill.step(24 * 365)
    drill.step(24 * 365)
    assert drill.finished
    assert "played to its end" in words(after_action(drill, futures=0))
    drill.close()


def test_decisions_that_mattered_stand_with_what_another_option_would_have_changed(drill, page):
    found = rows(page, "The decisions that mattered most")
    assert 0 < len(found) <= 3
    questions = [d.question.en for d in drill.view().decisions if d.answer is not None]
    for question, chosen, instead, _, change in found:
        assert any(one in question for one in questions)
        assert chosen.removeprefix("nobody decided: ").removesuffix(" by default") != instead
        assert "[" in change or "the same in every run" in change


def test_the_document_says_what_the_page_says(drill, page):
    m = Material.of(drill, language="en")
    file = docx.Document(io.BytesIO(document(report_of(m))))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert len(headings) > 15
    shown = re.findall(r"<h2>(.*?)</h2>", page)
    kept = [one for one in shown if one != "The decisions that mattered most"]
    assert [heading.split("  ")[0] for heading in headings] == [words(one) for one in kept]
    assert len(file.tables) >= 12
    assert all(len(table.rows) > 0 for table in file.tables)
    (decisions,) = [t for t in file.tables if t.rows[0].cells[0].text.startswith("question")]
    for row, cells in zip(rows(page, "Decisions"), decisions.rows[1:], strict=True):
        assert [cell.text.replace("\u00a0", " ") for cell in cells.cells] == row


def test_the_document_has_pictures_with_words_links_and_numbered_pages(drill, page):
    file = docx.Document(io.BytesIO(document(report_of(Material.of(drill, language="en")))))
    body = file.element.body
    told = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert len(told) == 4
    assert all(html.escape(words, quote=False) in html.unescape(page) for words in told)
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(marks) == len(set(marks))
    assert links
    assert set(links) <= set(marks)
    fields = [one.text for one in file.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    outside = [r for r in file.part.rels.values() if r.is_external]
    assert outside == []


@pytest.mark.slow
def test_the_command_writes_both_and_refuses_other_kinds(drill, tmp_path, capsys):
    kept = tmp_path / "copy.drill"
    kept.write_bytes(drill.file.read_bytes())
    out = [tmp_path / "report.html", tmp_path / "report.docx"]
    arguments = [word for path in out for word in ("--out", str(path))]
    main_of("report", str(kept), *arguments, "--futures", "0")
    assert out[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert out[1].read_bytes()[:2] == b"PK"
    out[0].write_text("mine", encoding="utf-8")
    again = ("report", str(kept), "--out", str(out[0]), "--futures", "0", "--language", "zh")
    with pytest.raises(SystemExit) as kept_safe:
        main_of(*again)
    assert kept_safe.value.code == 2
    assert "--replace" in capsys.readouterr().err
    assert out[0].read_text(encoding="utf-8") == "mine"
    main_of(*again, "--replace")
    assert '<html lang="zh-Hans">' in out[0].read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        main_of("report", str(kept), "--out", str(tmp_path / "report.pdf"))
    assert refused.value.code == 2
    assert ".docx" in capsys.readouterr().err


def main_of(*arguments: str) -> None:
    try:
        main(list(arguments))
    except SystemExit as end:
        if end.code:
            raise


def plain(page: str) -> str:
    """All that a page says to eyes and to screen readers."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    spoken = re.findall(r'alt="([^"]*)"', body)
    return words("\n".join([*re.sub(r"<[^>]*>", "\n", body).splitlines(), *spoken]))


def said_in(data: bytes) -> str:
    """All that a document says to eyes and to screen readers."""
    file = docx.Document(io.BytesIO(data))
    body = file.element.body
    texts = [one.text or "" for one in body.iter(qn("w:t"))]
    spoken = [one.get("descr") or "" for one in body.iter(qn("wp:docPr"))]
    return "\n".join([*texts, *spoken, file.core_properties.subject])


def from_people_and_files(drill: sim.Drill) -> list[str]:
    """Words that stand in a report as they were given: typed, names, ids, titles of sources."""
    typed = [str(v) for act in drill.acts for v in act.arguments.values() if isinstance(v, str)]
    typed += [line for one in typed for line in one.splitlines()]
    made_up = [
        str(act.arguments["inject"]["title"]) for act in drill.acts if act.kind == "improvise"
    ]
    rows = [text for row in evidence().values() for text in (row.quantity, row.source_title)]
    inputs = [drill.scenario.name, drill.plan.name, drill.scenario.organisation.name]
    firm = drill.scenario.organisation
    held = [one.name.replace("-", " ") for one in firm.holdings]
    fixed = [drill.file.name, "breach-drill library evidence", "breach-drill", "Python", "SHA-256"]
    fixed += ["HSEEP", "ENISA 2013", "GB/T 20986-2023"]
    fixed += ["UTC", firm.currency, str(drill.view().begins.tzinfo)]
    return sorted([*typed, *made_up, *rows, *inputs, *held, *fixed], key=len, reverse=True)


def left_of(said: str, drill: sim.Drill, foreign: str) -> list[str]:
    """The lines with words of another language, when all that was given is taken out."""
    said = said.replace("\u00a0", " ")
    for given in filter(None, from_people_and_files(drill)):
        said = said.replace(given, "")
    said = re.sub(r"\b(scenario|plan|organisation)\.[\w.-]+", "", said)
    said = re.sub(r"\b[0-9a-f]{64}\b", "", said)
    return [line for line in said.splitlines() if re.search(foreign, line)]


@pytest.mark.parametrize(
    ("language", "foreign"),
    [
        ("zh", "[A-Za-z]{2,}"),
        pytest.param("en", "[一-鿿]", marks=pytest.mark.slow),
    ],
)
def test_a_report_in_one_language_has_no_word_of_the_other(drill, weighed, language, foreign):
    m = Material.of(drill, language=language)
    report = report_of(m, weighed)
    assert left_of(plain(html_of(report)), drill, foreign) == []
    assert left_of(said_in(document(report)), drill, foreign) == []


@pytest.mark.slow
def test_a_report_in_both_has_every_heading_and_sentence_of_each(drill, page):
    assert page
    shown = plain(after_action(drill, futures=0))
    for language in ("en", "zh"):
        alone = after_action(drill, futures=0, language=language)
        said = re.findall(r'<(?:h2|th scope[^>]*|p class="keep[^>]*)>(.*?)</', alone)
        assert len(said) > 100
        assert [line for line in map(words, said) if line not in shown] == []


def test_the_drill_clock_and_the_time_in_the_room_are_told_apart(drill, page):
    assert "Real time in the room (UTC)" in page
    assert "Asia/Shanghai" in page
    table = re.findall(r"<h2>Timeline.*?</thead>", page, re.DOTALL)[0]
    assert re.findall(r"<th[^>]*>(.*?)</th>", table) == ["drill clock", "what", "who"]
    view = drill.view(truth=True)
    began, now = (moment_at(view.begins, s) for s in (view.drill_began_s, view.now_s))
    first = next(r for r in rows(page, "Timeline") if f"{began:%Y-%m-%d %H:%M}" in r[0])
    assert first[0] == f"day 1, {began:%a %Y-%m-%d %H:%M}"
    days = {row[0].split(",")[0] for row in rows(page, "Timeline")}
    assert f"day {(now.date() - began.date()).days + 1}" in days


def test_assumptions_are_a_short_annex_of_what_the_drill_used(drill, page):
    shown = rows(page, "Assumptions that carry this report")
    assert 8 <= len(shown) <= 24
    assert all(count <= 3 for count in Counter(row[0] for row in shown).values())
    unplayed = [d for d in drill.view().decisions if d.raised_s is None]
    names = " ".join(row[1] for row in shown)
    assert unplayed
    assert not any(f"decisions.{d.name}." in names for d in unplayed)
    started = {e.subject.removeprefix("task/") for e in drill.log.of("task.start")}
    tasks = set(re.findall(r"plan\.tasks\.([\w-]+)", names))
    assert tasks
    assert tasks <= started
    inputs = (drill.scenario, drill.plan, drill.scenario.organisation)
    judged = [
        claim
        for model in inputs
        for path, claim in claims_of(model)
        if path[0] != "organisation" and claim.judgement
    ]
    (rest,) = re.findall(r"(\d+) more judgements stand in the files", page)
    assert int(rest) == len(judged) - len(shown)


def test_in_the_document_short_tables_are_whole_and_no_moment_is_broken_within(drill, page):
    assert page
    file = docx.Document(io.BytesIO(document(report_of(Material.of(drill, language="en")))))
    short = [table for table in file.tables if 2 < len(table.rows) <= 12]
    assert short
    for table in short:
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert all(kept[:-1])
    (clocks,) = [t for t in file.tables if t.rows[0].cells[0].text == "duty"]
    moments = [cell.text for row in clocks.rows[1:] for cell in row.cells[2:4]]
    assert all(re.fullmatch(r"\w{3}\u00a0[\d-]{10} \d\d:\d\d", one) for one in moments)


@pytest.mark.slow
def test_the_same_drill_gives_the_same_report_when_it_is_opened_again(drill, page):
    drill.close()
    again = sim.Drill.resume(drill.file)
    assert after_action(again, futures=4, language="en") == page
    again.close()


def test_chinese_takes_no_more_of_a_line_in_word_than_the_words_beside_it():
    objective, seen = "从不明确的迹象中认出事件并宣布", "Lead was named late; nobody kept the log."
    columns = tuple(
        dict.fromkeys(("en", "zh"), name) for name in ("观察", "发现", "目标", "其前事件", "人员")
    )
    cells = (seen, "待改进", objective, "状态：分阶段报告", "Evaluator Zhao")
    widths = _widths(Table(columns, (Row(cells),)))
    assert widths[0] == max(widths)

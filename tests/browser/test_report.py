"""Reports in a real browser: content of a stranger runs nothing, and asks for nothing."""

from __future__ import annotations

import re

import pytest
from hostile import ACTIVE, damaged_everywhere

import simulation as sim
from simulation.reports import after_action, comparison

HACKED = "() => window.hacked"


def read(name):
    model = sim.load(name)
    return type(model).read(damaged_everywhere(model), lambda _path, _key: ("x.yaml", 1, 1))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    scenario, plan = read("breaches/insider-export"), read("plans/lean")
    drill = sim.Drill.start(scenario, plan, folder / "x.drill", seed=7)
    drill.note(ACTIVE, by=ACTIVE[:200])
    drill.improvise(ACTIVE, ACTIVE, sender=ACTIVE)
    drill.jump("decision")
    for decision in drill.view().decisions:
        if decision.raised_s is not None and decision.answer is None:
            drill.decide(decision.name, decision.options[0][0], ACTIVE, by=ACTIVE[:200])
    drill.step(40)
    drill.conclude(ACTIVE, ACTIVE, ACTIVE, ACTIVE[:200])
    drill.end()
    study = sim.compare(scenario, [plan, plan], replications=2, seed=1)
    texts = {"drill": after_action(drill, futures=2), "study": comparison(study)}
    drill.close()
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["drill", "study"])
@pytest.mark.parametrize("policy", [True, False], ids=["with its policy", "without it"])
def test_nothing_of_a_stranger_runs_or_is_asked_for(browser, pages, name, policy):
    path = pages / f"{name}.html"
    text = path.read_text(encoding="utf-8")
    assert "window.hacked" in text
    if not policy:
        # What escaping alone must do, should a reader's browser heed no policy.
        path = pages / f"{name}-bare.html"
        start = text.index('<meta http-equiv="Content-Security-Policy"')
        end = text.index(">", start) + 1
        path.write_text(text[:start] + text[end:], encoding="utf-8")
    context = browser.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="networkidle")
    assert page.evaluate(HACKED) is None
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    assert page.locator("script, iframe, a[href^='javascript:']").count() == 0
    broken = "() => [...document.images].filter(one => !one.naturalWidth).length"
    assert page.evaluate(broken) == 0
    for link in page.locator("a").all()[:5]:
        link.click()
    assert page.evaluate(HACKED) is None
    context.close()


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_printed_pages_hold_the_answer_and_the_appendix_is_compact(browser, tmp_path, count):
    plans = [
        sim.load(f"plans/{name}")
        for name in ("no-plan", "lean", "retainer", "notify-early")[:count]
    ]
    study = sim.compare(sim.load("breaches/insider-export"), plans, replications=20, seed=1)
    path = tmp_path / "study.html"
    path.write_text(comparison(study), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert printed(page) <= 15 + max(0, count - 3)
    page.evaluate("document.querySelector('.rest').remove()")
    assert printed(page) == 2
    page.close()


def printed(page):
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))

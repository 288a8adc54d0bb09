"""The comparison of plans in real JupyterLab: what only a browser can show."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "02_compare_plans.ipynb"
LONGEST_MS = 120_000
# Where the keyboard is, and whether one can see it there.
FOCUS = """() => {
    const at = document.activeElement;
    return [at.innerText || at.labels?.[0]?.innerText || at.type || '',
            getComputedStyle(at).outlineStyle !== 'none', !!at.closest('.drill-compare')];
}"""


def button(page: Page, name: str):
    return page.locator(".drill-compare").get_by_role("button", name=re.compile(f"^{name} "))


@pytest.fixture
def opened(lab, request):
    """The notebook run to its end, its panel set to few runs; nothing is said in the console."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("replications=500", "replications=4")
    path = lab.server.folder / f"{request.node.name}.ipynb"
    nbformat.write(notebook, path)
    said: list[str] = []
    lab.page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    lab.show(path.name)
    lab.run_all()
    yield lab
    assert said == []


def test_compare_plans_and_keep_the_table(opened):
    page = opened.page
    panel = page.locator(".drill-compare")
    button(page, "Compare").click()
    expect(panel.get_by_role("status").first).to_contain_text("Compared: 4 runs a plan")
    table = panel.get_by_role("table").first
    expect(table).to_contain_text("No plan")
    expect(table.get_by_role("row", name=re.compile("^cost, CNY"))).to_be_visible()
    expect(panel.locator(".drill-picture").first).to_be_visible()
    # A chart is drawn when its tab is opened, and says in words what it shows.
    page.get_by_role("tab", name="Over time").click()
    drawn = panel.locator(".drill-picture:visible")
    expect(drawn).to_have_count(3)
    assert "in 90 % of runs" in drawn.first.get_attribute("alt")
    page.get_by_role("tab", name="Why").click()
    expect(panel.locator(".drill-why")).to_contain_text("What came out", timeout=LONGEST_MS)
    # Files lie beside the notebook.
    button(page, "Report").click()
    expect(panel.locator(".drill-exported")).to_contain_text("Written", timeout=LONGEST_MS)
    (report,) = (opened.server.folder / "comparisons").glob("*.html")
    assert report.stat().st_size > 10_000
    # Run once more, the panel keeps its result, and the last cell's words stay without a kernel.
    opened.run_all()
    expect(page.locator(".jp-RenderedHTML .drill-summary")).to_contain_text("What not to conclude")


def test_cancel_and_the_keyboard(opened):
    page = opened.page
    panel = page.locator(".drill-compare")
    panel.get_by_label("Runs a plan").fill("100000")
    panel.get_by_label("Runs a plan").press("Tab")
    label, _, inside = page.evaluate(FOCUS)
    assert (label.split()[0], inside) == ("Seed", True)
    for expected in ("Stop", "Compare"):
        page.keyboard.press("Tab")
        label, outlined, inside = page.evaluate(FOCUS)
        assert (label.split()[0], outlined, inside) == (expected, True, True)
    page.keyboard.press("Enter")
    # Workers are starting, or at work; the kernel answers meanwhile.
    expect(panel.locator(".drill-how-far")).to_contain_text(re.compile("Starting|runs"))
    expect(panel.locator(".drill-how-far")).to_contain_text(" left", timeout=LONGEST_MS)
    button(page, "Cancel").click()
    expect(panel.get_by_role("status").first).to_contain_text("Called off")
    expect(button(page, "Compare")).to_be_enabled()
    expect(panel.get_by_role("table")).to_have_count(0)

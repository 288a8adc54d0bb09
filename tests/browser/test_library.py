"""The library in real JupyterLab: from a word that is typed to a drill in the console."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "00_library.ipynb"
OUTSIDE = """() => {
    const screen = document.querySelector('.drill-console'), box = screen.getBoundingClientRect();
    return [...screen.querySelectorAll('button, select, table, img')]
        .filter(part => part.getClientRects().length)
        .filter(part => part.getBoundingClientRect().right > box.right + 1)
        .map(part => part.tagName + part.innerText);
}"""


def test_a_newcomer_finds_looks_and_starts(lab, request):
    page = lab.page
    lab.open(NOTEBOOK)
    lab.run_all()
    screen = page.locator(".drill-console").first
    screen.evaluate("part => part.scrollIntoView()")
    screen.locator("input[type=text]").first.fill("钓鱼")
    expect(screen.locator(".drill-list option")).to_have_count(1)
    expect(screen.get_by_role("status")).to_contain_text("1 found")
    screen.get_by_role("button", name=re.compile("^What may come of it")).press("Enter")
    expect(screen.locator("img.drill-picture")).to_be_visible(timeout=120_000)
    assert page.evaluate(OUTSIDE) == []
    lab.picture(f"{request.node.name}-card")
    screen.get_by_role("button", name=re.compile("^Start drill")).press("Enter")
    expect(screen.locator(".drill-meant")).to_contain_text("90 min", timeout=60_000)
    expect(screen.locator(".drill-state")).to_contain_text("on hold")
    # By keys alone: the space bar starts the clock, and the list of drills below has the new one.
    expect(screen.get_by_role("button", name=re.compile("^Run "))).to_be_focused()
    listed = page.locator(".drill-list option", has_text="mailbox-takeover.drill")
    expect(listed).to_have_count(1)
    assert (lab.server.folder / "mailbox-takeover.drill").is_file()

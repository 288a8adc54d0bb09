"""The console in real JupyterLab: what only a browser can show."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import nbformat
import pytest
from hostile import ACTIVE, write_damaged
from playwright.sync_api import Page, expect

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "01_drill.ipynb"
CHART = "img.drill-charts"
# The kernel's last beat was long ago: what moves with the beat has come to its end.
HEART_STOPPED = """() => {
    for (const animation of document.getAnimations())
        if ((animation.animationName ?? '').startsWith('drill-')) animation.finish();
    const console = document.querySelector('.drill-console');
    const menu = document.querySelector('#jp-MainMenu').getBoundingClientRect();
    const top = document.elementFromPoint(menu.left + 20, menu.top + menu.height / 2);
    return [getComputedStyle(console).position, getComputedStyle(console, '::after').visibility,
            top.closest('#jp-MainMenu') !== null];
}"""
HACKED = "() => window.hacked"


def button(page: Page, name: str):
    words = re.compile(rf"^{re.escape(name)} ")
    return page.locator(".drill-console").get_by_role("button", name=words)


def clock(page: Page) -> str:
    return page.locator(".drill-time").inner_text()


def go_to_next_decision(page: Page) -> None:
    """Return when its moment is shown: the console shows the time after all that is of it."""
    moment = clock(page)
    button(page, "Next decision").click()
    expect(page.locator(".drill-time")).not_to_have_text(moment)


@pytest.fixture
def own_file(lab, request):
    """The notebook with a drill file of its own, so that no test goes on with another's drill."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("01_drill.drill", f"{request.node.name}.drill")
    path = lab.server.folder / f"{request.node.name}.ipynb"
    nbformat.write(notebook, path)
    return path


def test_open_run_all_release_an_inject_and_see_it(lab, own_file):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    expect(page.get_by_role("status").filter(has_text="Ready")).to_be_visible()
    picture = page.locator(CHART).get_attribute("src")
    chosen = page.locator(".drill-list select").first
    option = chosen.locator("option", has_text="The trainee wants an apology")
    chosen.select_option(value=option.get_attribute("value"))
    expect(page.locator(".drill-detail")).to_contain_text("for something she did not do")
    # It costs money, so the curve of cost must rise at once.
    button(page, "Release").click()
    expect(page.locator(".drill-status")).to_contain_text("Released: The trainee wants")
    expect(page.locator(CHART)).not_to_have_attribute("src", picture)
    # A click beside the console does not fold it away.
    box = page.locator(".drill-console").bounding_box()
    page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    expect(page.locator(".jp-mod-outputsScrolled")).to_have_count(0)
    # The whole window is the console's for as long as the kernel lives.
    button(page, "Full window").click()
    expect(page.locator(".drill-console")).to_have_css("position", "fixed")
    assert page.locator(".drill-console").bounding_box() == {
        "x": 0,
        "y": 0,
        "width": 1280,
        "height": 720,
    }
    assert page.evaluate(HEART_STOPPED) == ["relative", "visible", True]
    button(page, "Full window").click()
    # Nothing on the screen is a dead widget, and the last cell's words stay without a kernel.
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    expect(page.locator(".jp-RenderedHTML .drill-summary")).to_contain_text("Client trust")


FITS = """() => {
    const console = document.querySelector('.drill-console');
    const tabs = console.querySelector('.drill-tabs').getBoundingClientRect();
    const choices = [...console.querySelectorAll('select')].filter(each => each.offsetParent);
    return [console.scrollHeight <= console.clientHeight, tabs.bottom <= window.innerHeight,
            choices.every(each => each.getBoundingClientRect().right <= tabs.right)];
}"""


def test_the_whole_window_holds_the_console_however_much_its_head_says(lab, own_file):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    button(page, "Full window").click()
    expect(page.locator(".drill-console")).to_have_css("position", "fixed")
    button(page, "Next decision").click()
    expect(page.get_by_role("tab", name="Decisions")).to_have_attribute("aria-selected", "true")
    button(page, "Next inject").click()
    expect(page.locator(".drill-phases")).to_contain_text("nothing leaves")
    page.get_by_role("tab", name="Evaluation").click()
    assert page.evaluate(FITS) == [True, True, True]
    # An earlier moment has a line of its own in the head, and branches are chosen by long names.
    page.get_by_role("tab", name="Events").click()
    button(page, "Back to here").click()
    expect(page.get_by_text("looking back").first).to_be_visible()
    assert page.evaluate(FITS) == [True, True, True]
    button(page, "Event before").click()
    button(page, "Go on from here").click()
    expect(page.locator(".drill-branches")).to_be_visible()
    assert page.evaluate(FITS) == [True, True, True]


def test_decide_hold_and_go_on(lab, own_file):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    question = page.locator(
        ".drill-list:not(.drill-moments) option", has_text="The login was used"
    )
    while question.count() == 0:
        go_to_next_decision(page)
    # What came is before the facilitator without looking for it.
    expect(page.get_by_role("tab", name="Decisions")).to_have_attribute("aria-selected", "true")
    page.get_by_role("radio", name="Accuse nobody").check()
    page.get_by_label("Reason").and_(page.locator("input:visible")).fill("No proof yet")
    page.get_by_label("By").and_(page.locator("input:visible")).fill("Wang")
    button(page, "Decide").click()
    expect(page.locator(".drill-status")).to_contain_text("Decided: Accuse nobody")
    # The next question follows, its fields empty; what was decided stays in the list.
    expect(page.get_by_label("Reason").and_(page.locator("input:visible"))).to_have_value("")
    expect(question).to_contain_text("✓")
    page.locator(".drill-list select:visible").select_option(question.get_attribute("value"))
    expect(page.locator(".drill-question").first).to_contain_text("No proof yet")

    before = clock(page)
    button(page, "Run").click()
    page.wait_for_function(
        "was => document.querySelector('.drill-time').innerText !== was", arg=before
    )
    button(page, "Hold").and_(page.locator(".drill-hold")).click()
    expect(page.locator(".drill-state")).to_contain_text("on hold")
    held = clock(page)
    time.sleep(1.5)
    assert clock(page) == held != before
    # Keys do what the mouse does.
    button(page, "Run").press("Enter")
    page.wait_for_function(
        "was => document.querySelector('.drill-time').innerText !== was", arg=held
    )


def test_active_content_of_a_stranger_does_nothing(lab, own_file, request):
    page = lab.page
    folder = lab.server.folder
    for name in ("breaches/insider-export", "plans/lean"):
        write_damaged(name, folder / f"{name.replace('/', '-')}.yaml")
    notebook = nbformat.read(own_file, as_version=4)
    for cell in notebook.cells:
        for name in ("breaches/insider-export", "plans/lean"):
            cell.source = cell.source.replace(f'"{name}"', f'"./{name.replace("/", "-")}.yaml"')
    nbformat.write(notebook, own_file)
    lab.show(own_file.name)
    lab.run_all()
    expect(page.locator(".drill-detail")).to_contain_text("window.hacked")
    button(page, "Truth").click()
    for _ in range(4):
        go_to_next_decision(page)
    for tab in ("Decisions", "Staff", "Law", "Events", "Notes", "Injects"):
        page.get_by_role("tab", name=tab).click()
        lab.picture(f"{request.node.name}-{tab}")
        assert page.evaluate(HACKED) is None
    # A branch of a hostile name, put beside this one.
    page.get_by_role("tab", name="Events").click()
    button(page, "+ 1 h").click()
    button(page, "Back to here").click()
    button(page, "Event before").click()
    button(page, "Go on from here").click()
    page.get_by_label("Name", exact=False).and_(page.locator("input:visible")).fill(ACTIVE[:190])
    button(page, "Name it").click()
    expect(page.locator(".drill-branches")).to_contain_text("window.hacked")
    button(page, "Compare with now").click()
    expect(page.locator(".drill-ahead table:visible")).to_contain_text("record-days untold")
    lab.picture(f"{request.node.name}-branches")
    page.get_by_role("tab", name="Injects").click()
    coming = page.locator(".drill-list select:visible").first
    coming.select_option(index=1)
    button(page, "Forecast").click()
    expect(page.locator(".drill-ahead table:visible")).to_be_visible(timeout=60_000)
    assert page.evaluate(HACKED) is None
    button(page, "Finish").click()
    expect(page.locator(".drill-ending")).to_contain_text("window.hacked")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    summary = page.locator(".jp-RenderedHTML .drill-summary")
    expect(summary).to_contain_text("window.hacked")
    for place in (page.locator(".drill-console"), summary):
        assert (
            place.locator(
                "script, iframe, a, mjx-container, img:not(.drill-charts, .drill-picture)"
            ).count()
            == 0
        )
    assert page.evaluate(HACKED) is None
    # That nothing beyond this machine was asked for is checked when the window closes.


def kernel_of(lab) -> int:
    """The process of the open notebook's kernel, as its console would tell."""
    ask = """async () => {
        const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const future = kernel.requestExecute({code: 'import os; print(os.getpid())'});
        let said = '';
        future.onIOPub = message => { if (message.content.text) said += message.content.text; };
        await future.done;
        return said;
    }"""
    return int(lab.page.evaluate(ask))


def test_a_killed_kernel_greys_the_console_and_running_the_cells_again_goes_on(lab, own_file):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    console = page.locator(".drill-console")
    button(page, "Next decision").click()
    expect(page.locator(".drill-time")).not_to_have_text("")
    button(page, "+ 1 h").click()
    expect(page.locator(".drill-status")).to_contain_text("One hour has passed")
    # While it lives it never looks lost.
    lost = "console => getComputedStyle(console, '::after').visibility"
    for _ in range(7):
        assert console.evaluate(lost) == "hidden"
        time.sleep(1)
    moment = clock(page)
    os.kill(kernel_of(lab), signal.SIGKILL)
    killed_s = time.monotonic()
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.drill-console'), '::after').visibility"
        " === 'visible'",
        timeout=6_000,
    )
    assert time.monotonic() - killed_s < 6
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.drill-console > *:nth-child(2)')).opacity"
        " < 0.5",
        timeout=2_000,
    )
    lab.picture("killed-kernel")
    dialog = page.get_by_role("dialog")
    if dialog.count():
        dialog.get_by_role("button", name="Ok").click()
    lab.wait_for_kernel()
    lab.run_all()
    expect(page.locator(".drill-time")).to_have_text(moment)
    expect(console).to_have_count(1)
    assert console.evaluate(lost) == "hidden"
    button(page, "+ 1 h").click()
    expect(page.locator(".drill-time")).not_to_have_text(moment)


def test_back_to_an_event_and_on_from_there(lab, own_file):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    button(page, "Next decision").click()
    button(page, "+ 1 h").click()
    expect(page.locator(".drill-status")).to_contain_text("One hour has passed")
    moment = clock(page)
    page.get_by_role("tab", name="Events").click()
    events = page.locator(".drill-list select:visible")
    lines = "list => Math.floor(list.clientHeight / list.options[0].offsetHeight)"
    assert events.evaluate(lines) >= 10
    events.select_option(index=events.locator("option").count() - 1)
    button(page, "Back to here").click()
    expect(page.locator(".drill-state")).to_contain_text("looking back")
    assert clock(page) != moment
    banner = page.locator(".drill-banner")
    assert banner.evaluate("bar => bar.scrollHeight <= bar.clientHeight")
    assert banner.evaluate("bar => getComputedStyle(bar).overflowY") == "visible"
    lab.picture("looking-back")
    # From event to event by the keys alone.
    for _ in range(3):
        chosen = events.input_value()
        button(page, "Event after").press("Enter")
        expect(events).not_to_have_value(chosen)
    page.get_by_label("Word").fill("First look")
    expect(events.locator("option")).not_to_have_count(0)
    expect(events.locator("option").first).to_contain_text("First look")
    button(page, "Go on from here").click()
    expect(page.locator(".drill-state")).to_contain_text("on hold")
    branches = page.get_by_label("Branches")
    expect(branches.locator("option")).to_have_count(2)
    expect(page.locator(".drill-branches tbody tr")).to_have_count(2)
    branches.select_option(index=0)
    button(page, "Compare with now").click()
    expect(page.locator(".drill-ahead table:visible")).to_contain_text("record-days untold")
    lab.picture("branches")
    button(page, "Play it").click()
    expect(page.locator(".drill-time")).to_have_text(moment)


def test_the_console_writes_a_report_while_the_drill_goes_on(lab, own_file, request):
    page = lab.page
    lab.show(own_file.name)
    lab.run_all()
    button(page, "Report").click()
    page.get_by_label("In short").fill("Calm, but late.")
    page.get_by_label("To improve").fill("No deputy.\nNo list.")
    lab.picture(f"{request.node.name}-form")
    button(page, "Write the report").click()
    button(page, "+ 1 h").click()
    expect(page.locator(".drill-time")).to_contain_text("10:00")
    expect(page.locator(".drill-exported")).to_contain_text("Report written", timeout=60_000)
    lab.picture(f"{request.node.name}-written")
    report = own_file.with_name(f"{own_file.stem}-report.html")
    assert "No deputy." in report.read_text(encoding="utf-8")
    assert report.with_suffix(".docx").is_file()

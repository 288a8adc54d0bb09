"""JupyterLab in a real browser: one server and one Chromium for all browser tests."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

HERE = Path(__file__).parent
PICTURES = HERE.parent.parent / "test-results"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# No sandbox for root, who has none; the rest keeps Chromium from calling home.
FLAGS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 30_000.0
"""How long a busy machine may take for anything that a person waits for."""
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
KERNEL_READY = """() => {
    const widget = window.jupyterapp?.shell?.currentWidget;
    const session = widget?.context?.isReady && widget.sessionContext;
    const kernel = session && session.isReady && session.session?.kernel;
    return !!kernel && kernel.status === 'idle' && kernel.connectionStatus === 'connected';
}"""
# A page that opens asks the kernel for the widgets it has. Widgets that a cell makes meanwhile may
# be made twice, or missed.
WIDGETS_READY = """async () => {
    const parts = window.jupyterapp.shell.currentWidget.content.rendermime;
    const part = parts.createRenderer('application/vnd.jupyter.widget-view+json');
    return (await part._manager.promise).restoredStatus;
}"""
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
# Running all cells resolves even where a cell raised, so errors are read from the notebook.
CELL_ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .flatMap(cell => cell.toJSON().outputs ?? [])
    .filter(output => output.output_type === 'error')
    .map(output => output.ename + ': ' + output.evalue)"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without it browser tests are skipped, or fail if they must run."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = (
            "no Chromium here: install it (Debian: apt-get install chromium) or name it in the "
            "environment variable CHROMIUM, then run 'make test' again"
        )
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: its address, its token and the folder it shows."""

    address: str
    token: str
    folder: Path


@pytest.fixture(scope="session")
def server(
    jupyter_environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """JupyterLab on this machine alone, with nothing of the user's settings."""
    folder = tmp_path_factory.mktemp("lab")
    settings = Path(jupyter_environment["JUPYTERLAB_SETTINGS_DIR"])
    settings = settings / "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(NO_NEWS), encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    running = Server(f"http://127.0.0.1:{port}", secrets.token_hex(16), folder)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
        *(["--allow-root"] if "--no-sandbox" in FLAGS else []),
        *(f"--port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={running.token}", f"--ServerApp.root_dir={folder}"),
        *("--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"),
    ]
    log = folder.parent / "jupyterlab.log"
    with log.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(
            command, env=os.environ | jupyter_environment, stdout=sink, stderr=sink, cwd=folder
        )
        try:
            _wait_until_up(running, process, log)
            yield running
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log when it ends or stays silent."""
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/api?token={server.token}", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for all browser tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path, headless=True, args=FLAGS
        )
        yield launched
        launched.close()


@dataclass
class Lab:
    """JupyterLab as a facilitator has it before them."""

    page: Page
    server: Server
    asked_elsewhere: list[str] = field(default_factory=list)

    def watch(self, request: Request) -> None:
        """Keep every request that leaves this machine."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"blob", "data"} and parts.hostname != "127.0.0.1":
            self.asked_elsewhere.append(request.url)

    def open(self, notebook: Path, name: str | None = None) -> None:
        """Copy a notebook into the server's folder and open it, its kernel ready."""
        name = name or notebook.name
        shutil.copyfile(notebook, self.server.folder / name)
        self.show(name)

    def show(self, name: str) -> None:
        """Open a notebook that lies in the server's folder, or open it again."""
        self.page.goto(f"{self.server.address}/lab/tree/{name}?reset&token={self.server.token}")
        self.page.locator(".jp-Notebook").wait_for()
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Return once the open notebook's kernel is ready, and asked for what it has."""
        self.page.wait_for_function(KERNEL_READY)
        self.page.wait_for_function(WIDGETS_READY)

    def run_all(self) -> None:
        """Run all cells to their end and insist that none raised."""
        self.page.evaluate(RUN_ALL)
        assert self.cell_errors() == []

    def cell_errors(self) -> list[Any]:
        """Errors that cells of the open notebook ended with."""
        return self.page.evaluate(CELL_ERRORS)

    def picture(self, name: str) -> Path:
        """Take a picture of the window into test-results/."""
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        return path


@pytest.fixture
def lab(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """A fresh window of 1280 by 720; nothing in it may ask beyond this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(PATIENCE_MS)
    window = Lab(context.new_page(), server)
    context.on("request", window.watch)
    yield window
    window.picture(request.node.name)
    _end_kernels(window)
    context.close()
    assert window.asked_elsewhere == []


def _end_kernels(lab: Lab) -> None:
    """Leave no kernel behind: each test starts a new one, and memory is finite."""
    headers = {"Authorization": f"token {lab.server.token}"}
    sessions = f"{lab.server.address}/api/sessions"
    for session in lab.page.request.get(sessions, headers=headers).json():
        lab.page.request.delete(f"{sessions}/{session['id']}", headers=headers)

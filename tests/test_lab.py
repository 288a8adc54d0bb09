"""The notebook's copy in the user's folder, and JupyterLab as users get it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from simulation import lab

CELL = """\
import simulation as sim
# the plan is 计划
scenario, plan = None, None
scenario = sim.load("breaches/insider-export")
plan = sim.load("plans/lean"); 计 = "计"; seed = 7
drill = sim.Drill.start(scenario, plan, file="friday.drill", seed=seed)
"""


def page(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate(sources)
    ]
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "seed = 1"}
    return json.dumps(
        {"cells": [text, *cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A notebook in place of the one that ships."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    path = shipped / f"{lab.DRILL}.ipynb"
    path.write_text(page("%matplotlib inline", CELL), encoding="utf-8")
    monkeypatch.setattr(lab, "notebooks", lambda: shipped)
    return path


def code(notebook: Path) -> str:
    return "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][2]["source"])


def test_the_notebook_is_copied_once(template, tmp_path):
    folder = tmp_path / "deep" / "drills"
    copy = lab.prepare(folder, {})
    assert copy == folder / "01_drill.ipynb"
    assert copy.read_bytes() == template.read_bytes()
    copy.write_text("mine", encoding="utf-8")
    assert lab.prepare(folder, {}).read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("template")
def test_choices_stand_where_the_cell_had_its_own(tmp_path):
    choices = {"scenario": "breaches/mis-sent-filing", "plan": 'a "b"\\c', "seed": 11}
    copy = lab.prepare(tmp_path, {**choices, "file": "monday"})
    assert copy == tmp_path / "monday.ipynb"
    assert code(copy) == CELL.replace("breaches/insider-export", choices["scenario"]).replace(
        '"plans/lean"', r'"a \"b\"\\c"'
    ).replace("seed = 7", "seed = 11").replace("friday.drill", "monday.drill")


@pytest.mark.usefixtures("template")
def test_each_drill_of_its_own_has_a_notebook_and_file_of_its_own(tmp_path):
    lab.prepare(tmp_path, {})
    (tmp_path / "01_drill-2.drill").touch()
    copy = lab.prepare(tmp_path, {"seed": 11})
    assert copy.name == "01_drill-3.ipynb"
    assert 'file="01_drill-3.drill"' in code(copy)


@pytest.mark.usefixtures("template")
def test_a_drill_goes_on_by_its_file_alone(tmp_path):
    first = lab.prepare(tmp_path, {"file": "friday.drill", "seed": 11})
    assert lab.prepare(tmp_path, {"file": "friday"}) == first
    assert "seed = 11" in code(first)
    with pytest.raises(lab.LabError, match=r"friday\.ipynb is there already"):
        lab.prepare(tmp_path, {"file": "friday", "seed": 12})


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("inside", [True, False])
def test_a_drill_file_elsewhere_is_named_in_full(tmp_path, inside):
    folder = tmp_path / "drills"
    place = folder if inside else tmp_path / "elsewhere"
    copy = lab.prepare(folder, {"file": str(place / "friday.drill")})
    named = "friday.drill" if inside else str(place / "friday.drill")
    assert copy == folder / "friday.ipynb"
    assert f"file={json.dumps(named)}" in code(copy)


def test_a_notebook_without_a_place_says_so(template, tmp_path):
    template.write_text(page("scenario = 1"), encoding="utf-8")
    with pytest.raises(lab.LabError, match="has no place for a seed"):
        lab.prepare(tmp_path / "drills", {"seed": 1})


def test_the_notebook_that_ships_has_a_place_for_every_choice(tmp_path):
    choices = {"scenario": "breaches/chosen", "plan": "plans/chosen", "seed": 123_456}
    copy = lab.prepare(tmp_path, {**choices, "file": "chosen"})
    written = copy.read_text(encoding="utf-8")
    for word in ("breaches/chosen", "plans/chosen", "123456", "chosen.drill"):
        assert word in written


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="windows are always shown there")
def test_a_browser_needs_a_display(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not lab.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert lab.has_display()


def test_a_server_that_does_not_start_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(
        lab, "_command", lambda *_, **__: [sys.executable, "-c", "raise OSError('no room')"]
    )
    with (
        pytest.raises(lab.LabError, match=r"(?s)did not start.*OSError: no room"),
        lab.opened(tmp_path / "a.ipynb", port=1, browser=False),
    ):
        pass


SLOW_TO_LISTEN = """
import http.server, json, os, socket, time
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ours = self.headers["Authorization"] == "token ours"
        self.send_response(200 if ours else 403)
        self.end_headers()
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
said = {"url": f"http://127.0.0.1:{port}/", "port": port, "token": "%s"}
with open(os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "jpserver-1.json"), "w") as file:
    json.dump(said, file)
time.sleep(0.5)
http.server.HTTPServer(("127.0.0.1", port), Page).serve_forever()
"""


def fake_server(token: str):
    """Return what stands in for JupyterLab's command: it says its port, and listens later."""
    return lambda *_, **__: [sys.executable, "-c", SLOW_TO_LISTEN % token]


def test_a_server_is_waited_for_until_it_listens(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "_command", fake_server("ours"))
    with lab.opened(tmp_path / "a.ipynb", port=1, browser=False) as running:
        assert listeners(urlsplit(running.address).port) == ["127.0.0.1"]


def test_a_server_that_does_not_know_our_token_is_not_ours(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "_command", fake_server("another"))
    monkeypatch.setattr(lab, "START_TRIES", 12)
    with (
        pytest.raises(lab.LabError, match="did not start"),
        lab.opened(tmp_path / "a.ipynb", port=1, browser=False),
    ):
        pass


def answer(address: str, path: str, token: str = "") -> tuple[int, str]:
    """Ask a server without following it anywhere."""
    host = urlsplit(address).netloc
    headers = {"Authorization": f"token {token}"} if token else {}
    with contextlib.closing(http.client.HTTPConnection(host, timeout=30)) as line:
        line.request("GET", path, headers=headers)
        reply = line.getresponse()
        return reply.status, reply.read().decode()


def listeners(port: int) -> list[str]:
    """Addresses of this machine at which a port answers."""
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    found = []
    for host in sorted(own | {"127.0.0.1"}):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=2):
            found.append(host)
    return found


@pytest.fixture
def careless_home(tmp_path, jupyter_environment, monkeypatch):
    """A user whose settings would open JupyterLab to everyone, with a broken kernel."""
    for name, value in jupyter_environment.items():
        monkeypatch.setenv(name, value)
    open_to_all = {"ServerApp": {"ip": "0.0.0.0"}, "IdentityProvider": {"token": ""}}  # noqa: S104 - what must not happen
    broken = {"argv": ["false"], "display_name": "Broken", "language": "python"}
    files = {"jupyter_server_config.json": open_to_all, "kernels/python3/kernel.json": broken}
    for name, content in files.items():
        path = tmp_path / "careless" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    for name in ("CONFIG_DIR", "CONFIG_PATH", "DATA_DIR", "PATH"):
        monkeypatch.setenv(f"JUPYTER_{name}", str(tmp_path / "careless"))


@pytest.mark.slow
@pytest.mark.usefixtures("careless_home")
def test_jupyterlab_answers_here_alone_with_its_token_and_ends(tmp_path):
    notebook = tmp_path / "drills" / "a drill.ipynb"
    notebook.parent.mkdir()
    notebook.write_text(page("1"), encoding="utf-8")
    with (
        socket.create_server(("127.0.0.1", 0)) as busy,
        lab.opened(notebook, port=busy.getsockname()[1], browser=False) as running,
    ):
        address = urlsplit(running.address)
        assert address.hostname == "127.0.0.1"
        assert address.port != busy.getsockname()[1]
        assert listeners(address.port) == ["127.0.0.1"]
        assert answer(running.address, "/api/contents")[0] == 403
        assert answer(running.address, "/lab")[0] == 302
        (token,) = parse_qs(address.query)["token"]
        status, shown = answer(running.address, address.path, token)
        assert status == 200
        assert '"news": {"disabled": true}' in shown
        for extension in lab.PAGE["disabledExtensions"]:
            assert f'"{extension}"' in shown
        kernels = json.loads(answer(running.address, "/api/kernelspecs", token)[1])
        # JupyterLab puts the interpreter it runs in where a kernel says no more than "python".
        interpreter = kernels["kernelspecs"]["python3"]["spec"]["argv"][0]
        assert interpreter in {"python", "python3", sys.executable}
        assert json.loads(answer(running.address, "/lab/api/news", token)[1]) == {"news": []}
        update = json.loads(answer(running.address, "/lab/api/update", token)[1])
        assert update == {"notification": None}
    assert running.process.poll() is not None
    assert listeners(address.port) == []


LISTENING = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["simulation", "drill", "--no-browser"]
runpy.run_module("simulation", run_name="__main__")
"""
"""The command as a terminal starts it, also where the tests themselves ignore Ctrl-C."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a console there has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_jupyterlab_when_it_is_ended(tmp_path, jupyter_environment, number):
    notebook = tmp_path / "drills" / f"{lab.DRILL}.ipynb"
    notebook.parent.mkdir()
    notebook.write_text(page("1"), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING],
        cwd=tmp_path,
        env=os.environ | jupyter_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        address = next(line.strip() for line in process.stdout if line.strip())
        assert answer(address, "/lab")[0] == 302
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "JupyterLab has ended" in said
    with pytest.raises(OSError, match="refused"):
        answer(address, "/lab")

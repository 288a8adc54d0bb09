"""A notebook in the user's own folder, and JupyterLab opened on it.

JupyterLab runs apart from the user's own: its settings lie in `.jupyter` beside the notebooks, it
answers on this machine alone, asks for its token, and asks nothing of the world outside.
"""

from __future__ import annotations

import ast
import contextlib
import http
import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from simulation.errors import SimulationError
from simulation.files.whole import write_whole

__all__ = [
    "DRILL",
    "NOTEBOOKS",
    "Lab",
    "LabError",
    "copied",
    "has_display",
    "notebooks",
    "opened",
    "prepare",
]

DRILL = "01_drill"
"""The notebook that a drill opens, without its ending."""
NOTEBOOKS = {
    "library": "00_library",
    "drill": DRILL,
    "compare": "02_compare_plans",
    "explore": "03_explore",
}
"""What can be done in JupyterLab, and the notebook for it."""

Choices = Mapping[str, str | int]
"""What the notebook's first cell names: scenario, plan, file, seed."""

THIS_MACHINE = "127.0.0.1"
START_TRIES, TRY_S = 600, 0.1
ANSWER_S = 5
STOP_S = 20
LOG_LINES = 12
# What the browser would otherwise ask of the world outside; the server is told the same below.
PAGE = {
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/extensionmanager-extension": True,
    }
}
OPTIONS = (
    f"--ip={THIS_MACHINE}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)

_PACKAGE = Path(__file__).parent


class LabError(SimulationError):
    """JupyterLab or its notebook could not be had.

    >>> print(LabError("JupyterLab did not start"))
    JupyterLab did not start
    """


def notebooks() -> Path:
    """Return the folder of the notebooks that ship with the package.

    >>> notebooks().name
    'notebooks'
    """
    # A built wheel carries them inside; a checkout, also one installed in place, does not.
    inside = _PACKAGE / "_library" / "notebooks"
    return inside if inside.is_dir() else _PACKAGE.parent / "notebooks"


def prepare(folder: Path, choices: Choices) -> Path:
    """Return the drill notebook in a folder, copied there unless it is there already.

    With choices it is a copy of its own, which bears the name of the drill file.
    """
    if not choices:
        return copied(folder, DRILL)
    folder.mkdir(parents=True, exist_ok=True)
    path, file = _named(folder, str(choices.get("file", "")))
    if path.exists():
        if choices.keys() != {"file"}:
            message = f"{path} is there already: go on with it by --file alone, or name another"
            raise LabError(message)
        return path
    page = _chosen(notebooks() / f"{DRILL}.ipynb", {**choices, "file": file})
    text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, text.encode(), LabError)
    return path


def copied(folder: Path, name: str) -> Path:
    """Return a notebook in a folder, copied there unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    if not path.exists():
        write_whole(path, (notebooks() / path.name).read_bytes(), LabError)
    return path


def _named(folder: Path, file: str) -> tuple[Path, str]:
    """Return the notebook that belongs to a drill file, and the file as the notebook names it."""
    if file:
        named = Path(file)
        stem = named.name.removesuffix(".drill")
        beside = named.parent in (Path(), folder)
        name = f"{stem}.drill" if beside else str(named.resolve().with_name(f"{stem}.drill"))
        return folder / f"{stem}.ipynb", name
    for number in itertools.count(1):
        stem = DRILL if number == 1 else f"{DRILL}-{number}"
        files = [folder / f"{stem}.ipynb", folder / f"{stem}.drill"]
        if not any(path.exists() for path in files):
            break
    return files[0], files[1].name


def _chosen(template: Path, choices: Choices) -> dict[str, Any]:
    """Return a notebook with the choices written into the cells that name them."""
    page: dict[str, Any] = json.loads(template.read_text(encoding="utf-8"))
    cells = [cell for cell in page["cells"] if cell["cell_type"] == "code"]
    for name, value in choices.items():
        for cell in cells:
            source = "".join(cell["source"])
            written = _written(source, name, value)
            if written is not None:
                cell["source"] = written.splitlines(keepends=True)
                break
        else:
            raise LabError(f"{template.name} has no place for a {name}")
    return page


def _written(source: str, name: str, value: str | int) -> str | None:
    """Return a cell with a value in place of the one it names, or None when it names none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    place = _place(tree, name)
    if place is None or place.end_col_offset is None:
        return None
    lines = source.encode().splitlines(keepends=True)
    line = lines[place.lineno - 1]
    literal = json.dumps(value, ensure_ascii=False).encode()
    lines[place.lineno - 1] = line[: place.col_offset] + literal + line[place.end_col_offset :]
    return b"".join(lines).decode()


def _place(tree: ast.Module, name: str) -> ast.Constant | None:
    """Find the constant of `name = 7`, `name = load("x")` or `start(…, name=7)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            called = ast.unparse(node.targets[0])
        elif isinstance(node, ast.keyword):
            called = node.arg or ""
        else:
            continue
        value = node.value
        if isinstance(value, ast.Call) and value.args:
            value = value.args[0]
        if called == name and isinstance(value, ast.Constant):
            return value
    return None


def has_display() -> bool:
    """Say whether a browser window could open here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address with the token, its process and its log."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """Return once JupyterLab is shut down from its own window; LabError if it failed."""
        if self.process.wait():
            raise LabError(f"JupyterLab ended with an error\n{_tail(self.log)}")


@contextlib.contextmanager
def opened(notebook: Path, *, port: int, browser: bool) -> Iterator[Lab]:
    """Run JupyterLab on a notebook, at a port or the next free one, until the block is left."""
    home = notebook.parent.resolve() / ".jupyter"
    _settle(home)
    log = home / "jupyterlab.log"
    with (
        _ended_by_signals(),
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as runtime,
        log.open("wb") as sink,
    ):
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, and no shell
            _command(notebook.resolve(), port=port, browser=browser),
            env=_environment(home, runtime),
            cwd=home.parent,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for us alone; we then end JupyterLab, which ends its kernels.
            start_new_session=True,
        )
        try:
            server = _server(process, Path(runtime), log)
            page = f"lab/tree/{quote(notebook.name)}?token={server['token']}"
            yield Lab(f"{server['url']}{page}", process, log)
        finally:
            _stop(process)


def _settle(home: Path) -> None:
    """Write the settings that JupyterLab starts with."""
    settings = home / "labconfig"
    # The log inside holds the token, so the folder is the user's alone.
    home.mkdir(mode=0o700, exist_ok=True)
    settings.mkdir(exist_ok=True)
    (settings / "page_config.json").write_text(json.dumps(PAGE, indent=1), encoding="utf-8")


def _command(notebook: Path, *, port: int, browser: bool) -> list[str]:
    command = [sys.executable, "-m", "jupyterlab", str(notebook), *OPTIONS]
    command += [f"--port={port}", f"--ServerApp.root_dir={notebook.parent}"]
    if not browser:
        command.append("--no-browser")
    if sys.platform != "win32" and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def _environment(home: Path, runtime: str) -> dict[str, str]:
    """Return the environment, with Jupyter's settings ours and not the user's."""
    ours = {
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_RUNTIME_DIR": runtime,
        # A kernel called python3 in the user's home could belong to another environment.
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    without = {"JUPYTER_CONFIG_PATH", "JUPYTER_NO_CONFIG", "JUPYTER_PATH"}
    return {**{k: v for k, v in os.environ.items() if k not in without}, **ours}


def _server(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> dict[str, Any]:
    """Wait for what JupyterLab writes down about itself, and until it answers there."""
    for _ in range(START_TRIES):
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):
                server: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
                if _answers(server):
                    return server
        if process.poll() is not None:
            break
        time.sleep(TRY_S)
    raise LabError(f"JupyterLab did not start\n{_tail(log)}")


def _answers(server: Mapping[str, Any]) -> bool:
    """Say whether JupyterLab listens yet, which it does a moment after it writes itself down.

    Its token is asked for, because another program could have taken the port in that moment.
    """
    line = http.client.HTTPConnection(THIS_MACHINE, server["port"], timeout=ANSWER_S)
    with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
        line.request("GET", "/api/status", headers={"Authorization": f"token {server['token']}"})
        return line.getresponse().status == http.HTTPStatus.OK
    return False


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LOG_LINES:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End JupyterLab and its kernels; a second Ctrl-C does not wait for them."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_S)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a terminal that closes, or a request to end, act like Ctrl-C."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {}
    for number in (signal.Signals[name] for name in names):
        # What was started to outlive its terminal ignores the one signal, and so do we.
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""What all tests share: Jupyter apart from the user's own, Hypothesis the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from simulation import cli
from simulation.charts import live

if TYPE_CHECKING:
    from pathlib import Path

# A failure must come again, and a slow machine must not make one.
settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with much slow work first, so that no worker has the last of them to itself.

    Browser tests come last: Playwright's event loop stays in the main thread once it runs.
    """
    slow = Counter(item.path for item in items if item.get_closest_marker("slow") is not None)
    items.sort(key=lambda i: (i.get_closest_marker("browser") is not None, -slow[i.path]))


@pytest.fixture
def quick_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the story in a live picture's place: drawing takes most of the time of a console.

    A test that is about the picture itself says so by the mark `pictures`.
    """
    if request.node.get_closest_marker("pictures") is None:
        monkeypatch.setattr(live.LiveBoard, "png", lambda _board, story: repr(story).encode())


@pytest.fixture(scope="session")
def jupyter_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables that keep Jupyter away from the user's files and settings."""
    home: Path = tmp_path_factory.mktemp("jupyter")
    folders = {
        "HOME": "home",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    for folder in folders.values():
        (home / folder).mkdir()
    return {name: str(home / folder) for name, folder in folders.items()}


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def command(capsys):
    """Run a command in this process, as a terminal would."""

    def go(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return go

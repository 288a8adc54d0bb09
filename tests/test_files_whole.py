"""A file is there whole or not at all, also when its writer is killed or the disk is full."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from simulation.errors import SimulationError
from simulation.files.whole import write_whole, written_whole

KILLED = """
import os, signal, sys
from pathlib import Path
from simulation.errors import SimulationError
from simulation.files.whole import written_whole
with written_whole(Path(sys.argv[1]), SimulationError) as place:
    place.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill is of POSIX")
def test_a_killed_writer_leaves_the_old_file_and_the_next_one_clears_up(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(page)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert page.read_text() == "old"
    assert (tmp_path / ".page.html.part").is_dir()
    write_whole(page, b"new", SimulationError)
    assert page.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_breaks_the_writing_off_leaves_nothing_behind(tmp_path, problem):
    page = tmp_path / "page.html"
    page.write_text("old")
    wanted = SimulationError if isinstance(problem, OSError) else KeyboardInterrupt

    def written():
        with written_whole(page, SimulationError) as place:
            place.write_text("half")
            raise problem

    with pytest.raises(wanted):
        written()
    assert page.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


def test_two_writers_of_one_file_do_not_mix(tmp_path):
    page = tmp_path / "page.html"

    def written():
        with written_whole(page, SimulationError) as place:
            place.write_text("first")
            write_whole(page, b"second", SimulationError)

    with pytest.raises(SimulationError, match=r"page\.html"):
        written()
    assert page.read_text() == "second"


def test_a_link_is_followed_and_the_file_has_ordinary_permissions(tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    write_whole(tmp_path / "link.html", b"new", SimulationError)
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"
    usual = tmp_path / "usual"
    usual.write_text("")
    assert (tmp_path / "real.html").stat().st_mode == usual.stat().st_mode


def test_a_folder_of_that_name_is_said(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(SimulationError, match=r"page\.html cannot be written"):
        write_whole(tmp_path / "page.html", b"new", SimulationError)

"""Drills that are killed at random moments are resumed whole; `make soak` kills many more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).parent / "killing.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill needs a process that can be forked")
def test_twenty_kills_leave_twenty_whole_drills():
    done = subprocess.run(
        [sys.executable, KILLING, "--kills", "20", "--seed", "4"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("20 drills killed, all whole")

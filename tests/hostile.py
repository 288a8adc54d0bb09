"""Inputs of a stranger who means harm: active content wherever a file holds words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulation.files import load
from simulation.inputs.base import Input

ACTIVE = (
    '<img src="x" onerror="window.hacked = 1"><script>window.hacked = 2</script>'
    '<a href="javascript:window.hacked = 3">look</a> [look](javascript:window.hacked=4) '
    r"$\href{javascript:window.hacked=5}{x}$ <iframe src='http://elsewhere.invalid/'></iframe>"
    '<img src="http://elsewhere.invalid/pixel.png"> & "quoted" \u202e'
)
WORDS = ("sender", "title", "text", "en", "zh")


def damaged(data: Any) -> Any:
    """Plain data of an input with active content at the head of every text."""
    if isinstance(data, dict):
        return {
            key: ACTIVE + value if key in WORDS and isinstance(value, str) else damaged(value)
            for key, value in data.items()
        }
    return [damaged(item) for item in data] if isinstance(data, list) else data


def write_damaged(name: str, path: Path) -> Path:
    """Write a damaged copy of an input of the library; JSON is YAML too."""
    path.write_text(json.dumps(damaged(load(name).plain()), ensure_ascii=False), encoding="utf-8")
    return path


def load_damaged(name: str, folder: Path) -> Input:
    """A damaged input of the library, read as a user's file would be."""
    return load(str(write_damaged(name, folder / f"{name.rpartition('/')[2]}.yaml")))

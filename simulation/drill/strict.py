"""What a drill file may hold, to the type and the limit; a stranger's may hold anything at all.

Everything here raises ValueError with what is wrong; whoever reads the file says which it is.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from simulation.drill.records import Act, Branch, Contents, Line
from simulation.inputs.scenario import LENGTHS_MIN

MOST_BRANCHES = 1_000
MOST_LINES = 1_000_000
MOST_COUNT = 2**31
"""Of happenings, and of seconds: 68 years."""
MOST_WORD = 200
"""Letters of a kind, a model, a moment or a name."""
SEEDS = 2**64
_WHO = {"by": str}
NEEDED: dict[str, dict[str, type]] = {
    **{kind: {"inject": str} for kind in ("release", "hold_back", "put_back", "skip")},
    **{kind: {"name": str, "inject": dict} for kind in ("edit", "improvise")},
    "decide": {"decision": str, "option": str, "reason": str, **_WHO},
    "heads": {"team": str, "heads": int, **_WHO},
    "shift": {"team": str, "shift": str, "overtime_h": float, **_WHO},
    "call_in": {"team": str, **_WHO},
    "note": {"text": str, **_WHO},
    "rate": {"objective": str, "rating": str, "why": str, **_WHO},
    "observe": {"text": str, "objective": str, "finding": str, "event": int, **_WHO},
    "conclude": {"summary": str, "strengths": str, "improvements": str, **_WHO},
}
"""What each kind of act says, and as what; an unknown kind is another version's."""


def expect_contents(contents: Contents) -> None:
    """Refuse contents of a drill that do not fit together, or of which a value is none."""
    expect_branches(contents.branches)
    for place, act in enumerate(contents.acts, 1):
        expect_act(act)
        _expect(act.number == place, f"act {act.number} stands in the place of act {place}")
    expect_together(contents.branches, contents.acts)
    known = {branch.number for branch in contents.branches}
    _expect(type(contents.here) is int and contents.here in known, "its branch is missing")
    _expect(set(contents.lines) <= known, "its log has lines of no branch")
    _expect(sum(map(len, contents.lines.values())) <= MOST_LINES, "its log is too long")
    for lines in contents.lines.values():
        for line in lines:
            expect_line(line)
    for number, act_number, message in contents.failed:
        _expect_count(number, "a failed act's branch")
        _expect_count(act_number, "a failed act")
        _expect_word(message, "why an act failed", 10_000)


def expect_about(about: Mapping[str, str]) -> None:
    """Refuse what no drill can be about.

    >>> expect_about({"seed": "7", "begins": "2026-03-02T09:00:00+08:00", "time_zone": "UTC"})
    >>> expect_about({"seed": "7", "begins": "yesterday", "time_zone": "UTC"})
    Traceback (most recent call last):
        ...
    ValueError: Invalid isoformat string: 'yesterday'
    """
    _expect(0 <= int(about["seed"]) < SEEDS, "its seed is out of range")
    length = about.get("length_min", str(LENGTHS_MIN[-1]))
    _expect(length in map(str, LENGTHS_MIN), "its length is none of a drill")
    _expect_moment(about["begins"], "when it begins")
    ZoneInfo(about["time_zone"])


def expect_act(act: Act) -> None:
    """Refuse an act of which a part is no such thing.

    >>> from simulation.drill.records import Act
    >>> expect_act(Act(1, 60, 0, "note", {"text": 5, "by": ""}, "2026-03-02T09:00:00+00:00"))
    Traceback (most recent call last):
        ...
    ValueError: act 1 (note): text is not of the kind expected
    """
    for count in (act.number, act.branch, act.time_s, act.ordinal):
        _expect_count(count, "a number of an act")
    _expect_word(act.kind, f"the kind of act {act.number}")
    _expect_moment(act.written_at, f"when act {act.number} was written")
    what, said = f"act {act.number} ({act.kind})", act.arguments
    _expect(isinstance(said, dict), f"{what}: what was said is no table")
    for name, kind in NEEDED.get(act.kind, {}).items():
        _expect(_is(said.get(name), kind), f"{what}: {name} is not of the kind expected")


def _is(value: object, kind: type) -> bool:
    if kind is float:
        return type(value) in (int, float) and math.isfinite(float(str(value)))
    if kind is int:
        return type(value) is int and abs(value) < MOST_COUNT
    return type(value) is kind


def expect_branches(branches: Sequence[Branch]) -> None:
    """Refuse branches that lead nowhere, or of which a part is no such thing."""
    _expect(len(branches) <= MOST_BRANCHES, "it has too many branches")
    for place, branch in enumerate(branches, 1):
        what = f"of branch {place}"
        for count in (branch.parent, branch.after_act, branch.from_s, branch.first_line):
            _expect_count(count, f"a number {what}")
        _expect_count(branch.reached_s, f"the time {what}")
        _expect(
            type(branch.number) is int and branch.number == place, f"the number {what} is wrong"
        )
        _expect(branch.parent < place, "its branches lead in a circle")
        _expect(bool(branch.parent) == (place > 1), f"the parent {what} is missing")
        _expect_word(branch.model, f"the model {what}")
        _expect_word(branch.name, f"the name {what}")
        _expect_moment(branch.opened_at, f"when a branch {what} was opened")


def expect_together(branches: Sequence[Branch], acts: Sequence[Act]) -> None:
    """Refuse acts of no branch, or after the moment that their branch has reached."""
    reached = {branch.number: branch.reached_s for branch in branches}
    for act in acts:
        in_time = act.time_s <= reached.get(act.branch, -1)
        _expect(in_time, f"act {act.number} is of no branch, or of no moment of its branch")


def expect_line(line: Line) -> None:
    """Refuse a line of the log of which a part is no such thing."""
    _expect_count(line.number, "a line's number")
    _expect_count(line.time_s, f"the time of line {line.number}")
    _expect_word(line.kind, f"the kind of line {line.number}")
    _expect(type(line.text) is str, f"line {line.number} is no text")
    words = json.loads(line.words) if line.words else {}
    _expect(isinstance(words, dict), f"the words of line {line.number} are none")


def _expect(true: bool, problem: str) -> None:
    if not true:
        raise ValueError(problem)


def _expect_count(value: object, what: str) -> None:
    _expect(type(value) is int and 0 <= value < MOST_COUNT, f"{what} is out of range")


def _expect_word(value: object, what: str, most: int = MOST_WORD) -> None:
    _expect(type(value) is str and len(value) <= most, f"{what} is no short text")


def _expect_moment(value: str, what: str) -> None:
    _expect_word(value, what)
    moment = datetime.datetime.fromisoformat(value)
    _expect(moment.utcoffset() is not None, f"{what} lacks a time zone")

"""Kills drills at random moments, resumes them and compares: `python tests/killing.py`.

Each drill runs in a process of its own and says what it was promised, line by line, as it comes
back from each act. It is killed by the clock, or by itself at a chosen place: at one of the
database's statements, between commit and apply, half way through an act or a stretch of time, or
while a copy, an archive or a report is written. Whatever was promised must be there afterwards,
the drill must be the one that the same acts make without any kill, no half file may bear a name,
and writing it again must succeed. A kill that comes too late is tried again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulation.drill import Act, Drill
from simulation.drill.drill_file import DrillFile
from simulation.engine import Engine
from simulation.errors import ActRefused, DrillError
from simulation.files import load_plan, load_scenario, whole
from simulation.reports.writing import write_report

SCENARIO, PLAN, SEED = "breaches/insider-export", "plans/lean", 7
STEPS, STEPS_BEFORE_WRITING = 26, 6
MOST_TRIES = 12
LONGEST_S = 60
WAYS = (
    *("clock", "statement", "commit", "apply", "engine", "copy", "export", "anonymous", "clock"),
    *("html", "statement", "commit", "apply", "engine", "copy", "export", "anonymous"),
    *("clock", "statement", "word"),
)
SHIFTS = ("Mon-Sun 08:00-22:00", "Mon-Fri 09:00-18:00")

Promise = dict[str, Any]


def script(
    drill: Drill, chance: random.Random, said: Callable[[], None], steps: int = STEPS
) -> None:
    """Play some of everything; `said` is called whenever the drill has come back from an act."""
    for number in range(steps):
        act = chance.choice(ACTS)
        try:
            act(drill, chance, number)
        except ActRefused:
            continue
        said()


def _decide(drill: Drill, chance: random.Random, _: int) -> None:
    for decision in drill.view().decisions:
        if decision.raised_s is not None and decision.answer is None:
            option = chance.choice(decision.options)[0]
            drill.decide(decision.name, option, reason="so it was played", by="Li")
            return
    drill.jump("decision")


def _inject(drill: Drill, chance: random.Random, _: int) -> None:
    coming = [i.name for i in drill.view().injects if i.state == "coming"]
    if coming:
        chance.choice([drill.release, drill.hold_back, drill.skip])(chance.choice(coming))


def _improvise(drill: Drill, _: random.Random, number: int) -> None:
    effects = [{"effect": "trust", "shock_share": 0.01}]
    drill.improvise(f"Call {number}", "Somebody calls.", effects=effects)


def _look_back(drill: Drill, chance: random.Random, _: int) -> None:
    drill.go_to(time_s=chance.randint(drill.began_s, drill.now_s))
    drill.go_on_from_here("another way")


def _tick(drill: Drill, chance: random.Random, _: int) -> None:
    drill.pace.run(chance.choice([30.0, 600.0]))
    for _look in range(5):
        time.sleep(0.002)
        drill.tick()
    drill.pace.hold()


ACTS: tuple[Callable[[Drill, random.Random, int], object], ...] = (
    lambda drill, chance, _: drill.step(chance.uniform(0.1, 30)),
    lambda drill, chance, _: drill.step(chance.uniform(0.1, 30)),
    lambda drill, chance, _: drill.set_heads("it", chance.randint(1, 5), by="Wang"),
    lambda drill, chance, _: drill.set_shift("it", chance.choice(SHIFTS)),
    lambda drill, _, number: drill.note(f"note {number}", by="observer"),
    lambda drill, _chance, _number: drill.call_in("forensics"),
    lambda drill, _chance, _number: drill.undo(),
    lambda drill, _chance, _number: drill.save_copy(drill.file.with_suffix(".copy")),
    *(_decide, _decide, _inject, _improvise, _look_back, _tick),
)


WRITINGS: dict[str, tuple[str, Callable[[Drill, Path], object]]] = {
    "export": (".drillpack", lambda drill, path: drill.export(path)),
    "anonymous": (".drillpack", lambda drill, path: drill.export(path, anonymous=True)),
    "html": (".html", lambda drill, path: write_report(drill, [path], futures=0)),
    "word": (".docx", lambda drill, path: write_report(drill, [path], futures=0)),
}
"""What can be written of a drill: the ending of its file, and how it is written."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at(count: int, before: Callable[..., Any], *, afterwards: bool = False) -> Callable[..., Any]:
    """A function that ends its process when it is called for the last of so many times."""
    left = [count]

    def counted(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not afterwards:
            die()
        result = before(*arguments, **named)
        if left[0] == 0:
            die()
        return result

    return counted


def lie_in_wait(drill: Drill, way: str, chance: random.Random) -> None:
    """Arrange that this process ends itself at some place."""
    if way == "statement":
        left = [chance.randint(1, 150)]

        def look(_: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                die()

        drill._file._db.set_trace_callback(look)
    elif way == "commit":
        DrillFile.append = at(chance.randint(1, 10), DrillFile.append, afterwards=True)
    elif way == "apply":
        Engine._settle = at(chance.randint(2, 25), Engine._settle)
    elif way == "engine":
        Engine.advance = at(chance.randint(1, 250), Engine.advance, afterwards=True)
    elif way == "copy":
        late = chance.choice([True, False])
        Path.replace = at(chance.randint(1, 2), Path.replace, afterwards=late)
    elif way in WRITINGS:
        late = chance.choice([True, False])
        place, name, most = chance.choice(
            [
                (zipfile.ZipFile, "writestr", 5) if way != "html" else (Path, "write_bytes", 1),
                (shutil, "rmtree", 1),
                (Path, "mkdir", 1),
                (whole, "_to_disk", 1),
                (Path, "replace", 1),
            ]
        )
        before = getattr(place, name)
        setattr(place, name, at(chance.randint(1, most), before, afterwards=late))


def play(file: Path, way: str, seed: str, promised: int) -> None:
    """Be the process that is killed: play, and promise after each act what has been done."""
    chance = random.Random(seed)  # noqa: S311, it keeps no secret
    drill = Drill.start(load_scenario(SCENARIO), load_plan(PLAN), file, seed=SEED)

    def said() -> None:
        promise = {
            "acts": len(drill._acts),
            "branches": len(drill.branches),
            "branch": drill._branch.number,
            "now_s": drill.now_s,
        }
        os.write(promised, json.dumps(promise).encode() + b"\n")

    said()
    if way in WRITINGS:
        script(drill, chance, said, STEPS_BEFORE_WRITING)
        lie_in_wait(drill, way, chance)
        ending, write = WRITINGS[way]
        write(drill, file.with_suffix(ending))
    else:
        lie_in_wait(drill, way, chance)
        script(drill, chance, said)


def killed(file: Path, way: str, seed: str, after_s: float) -> tuple[Promise, bool]:
    """Start a drill in a process of its own, have it killed; return what it promised last.

    And whether it was killed before it had played to its end.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            play(file, way, seed, writing)
        except BaseException as error:  # noqa: BLE001, what goes wrong here is shown by the parent
            os.write(writing, json.dumps({"error": repr(error)}).encode() + b"\n")
        os._exit(0)
    os.close(writing)
    if way == "clock":
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    _, status = os.waitpid(child, 0)
    whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
    errors = [promise["error"] for promise in whole if "error" in promise]
    if errors:
        raise AssertionError(f"the drill failed by itself: {errors[0]}")
    return whole[-1] if whole else {}, os.WIFSIGNALED(status)


def struck(file: Path, way: str, seed: str, after_s: float) -> tuple[Promise, int]:
    """Have a drill killed, again where a kill came too late; return its promise and the tries."""
    for tries in range(1, MOST_TRIES + 1):
        promise, in_time = killed(file, way, f"{seed}-{tries}", after_s / tries)
        if in_time:
            return promise, tries
        clear(file)
    raise AssertionError(f"none of {MOST_TRIES} kills came in time")


def clear(file: Path) -> None:
    """Remove a drill and all that was written of it."""
    for left in file.parent.iterdir():
        if left.name.lstrip(".").startswith(f"{file.stem}."):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def expect_whole(file: Path) -> None:
    """Refuse half a file under the name of one that was being written."""
    for ending in (".drillpack", ".docx"):
        if (path := file.with_suffix(ending)).exists():
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
    if (page := file.with_suffix(".html")).exists():
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")


def write_again(drill: Drill, way: str) -> None:
    """Write once more what was being written, which must succeed and leave nothing else."""
    ending, write = WRITINGS[way]
    path = drill.file.with_suffix(ending)
    write(drill, path)
    expect_whole(drill.file)
    assert path.exists()
    assert not path.with_name(f".{path.name}.part").exists(), "what the kill left is still there"
    if ending == ".drillpack":
        Drill.import_(path, drill.file.with_suffix(".imported")).close()


def again(drill: Drill, act: Act) -> None:
    """Do an act once more as a person would."""
    a = dict(act.arguments)
    by = a.get("by", "")
    if act.kind == "heads":
        drill.set_heads(a["team"], a["heads"], by)
    elif act.kind == "shift":
        drill.set_shift(a["team"], a["shift"], a["overtime_h"], by)
    elif act.kind == "call_in":
        drill.call_in(a["team"], by)
    elif act.kind == "decide":
        drill.decide(a["decision"], a["option"], a["reason"], by)
    elif act.kind == "improvise":
        inject = a["inject"]
        drill.improvise(inject["title"], inject["text"], effects=inject["effects"])
    else:
        getattr(drill, act.kind)(a["inject"])


def uninterrupted(file: Path, acts: list[Act], now_s: int) -> Drill:
    """Return the drill that the same acts make when nobody is killed."""
    drill = Drill.start(load_scenario(SCENARIO), load_plan(PLAN), file, seed=SEED)
    for act in acts:
        drill.advance(act.time_s)
        again(drill, act)
    drill.advance(now_s)
    return drill


def check(file: Path, promise: Promise, way: str) -> None:
    """Resume a drill that was killed, and compare it with what was promised and what must be."""
    expect_whole(file)
    try:
        drill = Drill.resume(file)
    except DrillError:
        # Nothing was promised yet, so there may be no drill; but then another can be begun.
        assert not promise, f"promised {promise}, and the drill cannot be resumed"
        file.unlink(missing_ok=True)
        Drill.start(load_scenario(SCENARIO), load_plan(PLAN), file, seed=SEED).close()
        return
    if promise:
        acts, branches = len(drill._acts), len(drill.branches)
        assert promise["acts"] <= acts <= promise["acts"] + 1, "acts were lost or made up"
        assert promise["branches"] <= branches <= promise["branches"] + 1, "branches were lost"
        if branches == promise["branches"]:
            assert drill._branch.number == promise["branch"]
            assert drill.now_s >= promise["now_s"], "time was lost"
    same = uninterrupted(file.with_suffix(".same"), drill._scene.acts, drill.now_s)
    assert drill.log.text() == same.log.text(), "the log is another"
    shown, wanted = drill.view(truth=True), same.view(truth=True)
    for name in (n for n in shown.__dataclass_fields__ if n != "notes"):
        assert getattr(shown, name) == getattr(wanted, name), f"{name} is another"
    assert not drill.failed
    same.close()
    copy = file.with_suffix(".copy")
    if copy.exists():
        Drill.resume(copy).close()
    if way in WRITINGS:
        write_again(drill, way)
    drill.note("It goes on.")
    drill.step(1)
    log = drill.log.text()
    drill.close()
    resumed = Drill.resume(file)
    assert resumed.log.text() == log
    resumed.close()


def main() -> None:
    """Kill so many drills as is asked for; the first that is not whole afterwards ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311, likewise
    with tempfile.TemporaryDirectory() as folder:
        began_s = time.monotonic()
        killed(Path(folder) / "whole.drill", "none", f"{asked.seed}", 0.0)
        longest_s = min(LONGEST_S, time.monotonic() - began_s)
        late = 0
        for number in range(asked.kills):
            way, seed = WAYS[number % len(WAYS)], f"{asked.seed}-{number}"
            file = Path(folder) / f"{number}.drill"
            promise, tries = struck(file, way, seed, chance.uniform(0.0, longest_s))
            late += tries - 1
            try:
                check(file, promise, way)
            except Exception as error:
                kept = f"kill {number} ({way}, seed {seed}, promised {promise})"
                raise AssertionError(f"{kept}: {error}") from error
            clear(file)
    took_s = time.monotonic() - began_s
    said = (
        f"{asked.kills} drills killed, all whole, {took_s:.0f} s; {late} came too late before that"
    )
    sys.stdout.write(said + "\n")


if __name__ == "__main__":
    sys.exit(main())

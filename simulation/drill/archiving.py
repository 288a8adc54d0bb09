"""A drill as one archive that somebody else opens: whole, or without names.

The archive holds the inputs, the acts, the branches and the log as it was written, each as JSON.
Opening it makes a drill file of it, in which everything happens again to the same bytes.
"""

from __future__ import annotations

import datetime
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from simulation.drill.anonymity import (
    LEFT_OUT,
    PLACE,
    Veil,
    doubts,
    identifiers,
    names_in,
    ordinary_words,
    people_in,
)
from simulation.drill.drill_file import DrillFile
from simulation.drill.given import plainly
from simulation.drill.opening import length_of
from simulation.drill.records import Act, Branch, Contents, Line
from simulation.drill.session import Session
from simulation.drill.strict import expect_about, expect_contents
from simulation.errors import DrillError, OtherModel, SimulationError
from simulation.files.archive import as_json, from_json, opened, write_archive
from simulation.inputs.organisation import Organisation
from simulation.inputs.scenario import LENGTHS_MIN
from simulation.log import Log

FORMAT = 1
ABOUT, ACTS, LINES = "drill.json", "acts.json", "lines.json"
MOST_BYTES = 200_000_000
STEADY_STEPS = 37 * 5
"""So many steps of ten days are five years."""
_INPUTS = ("scenario", "plan", "organisation")
WRITTEN = frozenset(
    (
        *("by", "text", "reason", "why", "title", "sender", "en", "zh"),
        *("summary", "strengths", "improvements", "lessons"),
    )
)
"""Fields of acts that people write in their own words."""
FREE_WORDS = (
    "what people typed (notes, reasons, improvised injects, names of branches) but for those names"
)
_NOBODYS_DAY = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Exported:
    """An archive that was written: what was replaced in it, what was kept, what to look at."""

    path: Path
    replaced: dict[str, str]
    kept: tuple[str, ...]
    doubts: tuple[str, ...]


class Archiving(Session):
    """A session that can be handed on as an archive."""

    @plainly
    def export(
        self, path: str | Path, *, anonymous: bool = False, names: Sequence[str] = ()
    ) -> Exported:
        """Write the drill as an archive; somebody else opens it with `Drill.import_`.

        Anonymous, names of people, of the firm and of its place are replaced wherever they stand,
        and `names` besides. A name that stands only in what somebody typed, in a note or the
        name of a branch, cannot be known. Whoever hands it on should read what is returned: what
        was kept, and words that may be names still. Raises DrillError when the course would
        become another.
        """
        self._expect_open()
        if not self.read_only:
            self._reach(self._branch.reached_s)
        plain = _plain(self._file)
        target = Path(path)
        if self.written is not None and anonymous:
            raise OtherModel(
                f"{self.file.name} was played with model {self.written.model}; without its names "
                "it has to be played again to be checked, which another model cannot do. Export "
                "it with its names, or with the version that played it"
            )
        if not anonymous:
            _write(target, plain)
            return Exported(target, {}, (), ())
        firm = self.inputs.organisation or self.inputs.scenario.organisation
        story, written = self.inputs.scenario, [plain[name] for name in _INPUTS]
        found = names_in(firm, story, people_in(plain["acts"], story), names)
        veil = Veil(found, sorted(set(identifiers(written))), ordinary=ordinary_words(written))
        hidden = _hidden(plain, veil, firm)
        kept = hidden["about"]["kept"]
        with tempfile.TemporaryDirectory() as folder:
            self._expect_same_course(hidden, Path(folder), target.name)
        _write(target, hidden)
        return Exported(target, found, tuple(kept), doubts(_free_words(hidden)))

    def _expect_same_course(self, hidden: dict[str, Any], folder: Path, name: str) -> None:
        """Play an anonymous drill before it is handed on: a name may be what luck hangs on."""
        draft = folder / name
        _write(draft, hidden)
        try:
            twin = type(self).import_(draft, folder / f"{name}.drill")
        except SimulationError as error:
            raise DrillError(
                "a name stands in an identifier (of a task, a team, a system …) on which the "
                f"course hangs; give that another identifier and play again: {error}"
            ) from None
        try:
            same = _numbers(twin.log) == _numbers(self._now.log)
        finally:
            twin.close()
        if not same:
            raise DrillError("without its names this drill would take another course")

    @classmethod
    @plainly
    def import_(cls, archive: str | Path, file: str | Path) -> Self:
        """Make a drill file of an archive and open it; it takes the same course, or is refused.

        Raises OtherModel when this model takes it to another course; the drill file is kept then,
        to be read as it was written or to be gone on with on a branch of its own.
        """
        source, target = Path(archive), Path(file).resolve()
        with opened(
            source, about=ABOUT, what="drill archive", error=DrillError, most_bytes=MOST_BYTES
        ) as inside:
            about, contents = _read(inside, source.name)
            others: list[OtherModel] = []

            def check(place: Path) -> None:
                try:
                    cls._on(DrillFile.read(place)).close()
                except OtherModel as error:
                    others.append(error)

            DrillFile.restore(target, about, contents, check)
        for other in others:
            raise OtherModel(f"{other}. {target.name} was made of the archive, and is kept")
        return cls.resume(target)


def _numbers(log: Log) -> list[tuple[int, int, float, float]]:
    return [(f[0], f[1], f[4], f[5]) for f in log.facts]


def _plain(file: DrillFile) -> dict[str, Any]:
    """Return all that a drill file holds as plain data."""
    about, contents = file.about(), file.contents()
    return {
        "about": {
            "format": FORMAT,
            "model": next(b.model for b in contents.branches if b.number == contents.here),
            "seed": about["seed"],
            "length_min": length_of(about),
            "begins": about["begins"],
            "time_zone": about["time_zone"],
            "here": contents.here,
            "branches": [asdict(branch) for branch in contents.branches],
            "failed": [list(row) for row in contents.failed],
        },
        **{name: json.loads(about[name] or "null") for name in _INPUTS},
        "acts": [asdict(act) for act in contents.acts],
        "lines": {str(n): [asdict(one) for one in own] for n, own in contents.lines.items()},
    }


def _write(path: Path, plain: dict[str, Any]) -> None:
    members = {ABOUT: plain["about"], ACTS: plain["acts"], LINES: plain["lines"]}
    members |= {f"{name}.json": plain[name] for name in _INPUTS if plain[name]}
    write_archive(
        path,
        {name: as_json(data) for name, data in members.items()},
        DrillError,
        most_bytes=MOST_BYTES,
        instead="Drill.save_copy writes the drill file itself, which can be handed on at any size",
    )


def _read(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, str], Contents]:
    plain = from_json(archive, ABOUT)
    if plain["format"] != FORMAT:
        raise DrillError(f"{name} has format {plain['format']}; expected {FORMAT}")
    about = {field: str(plain[field]) for field in ("seed", "begins", "time_zone")}
    about["length_min"] = str(plain.get("length_min", LENGTHS_MIN[-1]))
    for kind in _INPUTS:
        there = f"{kind}.json" in archive.namelist()
        about[kind] = _text(from_json(archive, f"{kind}.json")) if there else ""
    lines = from_json(archive, LINES)
    contents = Contents(
        here=plain["here"],
        branches=tuple(Branch(**one) for one in plain["branches"]),
        acts=tuple(Act(**one) for one in from_json(archive, ACTS)),
        lines={int(number): [Line(**one) for one in own] for number, own in lines.items()},
        failed=tuple((row[0], row[1], row[2]) for row in plain["failed"]),
    )
    expect_about(about)
    expect_contents(contents)
    return about, contents


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _hidden(plain: dict[str, Any], veil: Veil, firm: Organisation) -> dict[str, Any]:
    """Return a drill without names, without prose about the firm, and on nobody's day."""
    kept = ["laws and jurisdictions", "currency", "dates of the story", FREE_WORDS]
    zone = firm.time_zone
    others = sorted({office.time_zone for office in firm.offices.values()} - {zone})
    if others:
        kept.append(
            f"time zones {', '.join((zone, *others))}, for offices work by each other's hours"
        )
    elif _is_steady(ZoneInfo(zone), plain["about"]["begins"]):
        zone = "UTC"
    else:
        kept.append(f"time zone {zone}, whose clocks change")
    hidden: dict[str, Any] = veil.over(plain)
    hidden["acts"] = veil.over(plain["acts"], WRITTEN)
    for one, branch in zip(hidden["about"]["branches"], plain["about"]["branches"], strict=True):
        one["name"] = veil.words(branch["name"])
    hidden["scenario"]["narrative"] = LEFT_OUT
    hidden["scenario"].pop("people", None)
    for one in (hidden["scenario"]["organisation"], hidden["organisation"]):
        if one:
            title = {"en": "The firm", "zh": "本公司"}
            one |= {"name": "firm", "title": title, "summary": LEFT_OUT, "place": PLACE}
            one["time_zone"] = zone
    begins = datetime.datetime.fromisoformat(plain["about"]["begins"]).replace(tzinfo=None)
    local = begins.replace(tzinfo=ZoneInfo(zone)).isoformat()
    hidden["about"] |= {"begins": local, "time_zone": zone, "anonymous": True, "kept": kept}
    written = [act["written_at"] for act in plain["acts"]]
    first = min([one["opened_at"] for one in plain["about"]["branches"]] + written)
    for one in hidden["acts"]:
        one["written_at"] = _on_nobodys_day(one["written_at"], first)
    for one in hidden["about"]["branches"]:
        one["opened_at"] = _on_nobodys_day(one["opened_at"], first)
    return hidden


def _free_words(plain: dict[str, Any]) -> list[Any]:
    """Return what people wrote, and the story itself: laws and the firm are said elsewhere."""
    names = [branch["name"] for branch in plain["about"]["branches"]]
    scenario = plain["scenario"]
    story = [scenario.get(name) for name in ("title", "summary", "decisions", "injects")]
    return [plain["acts"], names, story]


def _is_steady(zone: ZoneInfo, begins: str) -> bool:
    """Whether a zone's clocks are never changed in the years a drill can take."""
    first = datetime.datetime.fromisoformat(begins)
    moments = (first + datetime.timedelta(days=10 * step) for step in range(STEADY_STEPS))
    return len({moment.astimezone(zone).utcoffset() for moment in moments}) == 1


def _on_nobodys_day(moment: str, first: str) -> str:
    passed = datetime.datetime.fromisoformat(moment) - datetime.datetime.fromisoformat(first)
    return (_NOBODYS_DAY + passed).isoformat(timespec="seconds")

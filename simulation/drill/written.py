"""What was written in a drill file, read without the model that played it.

So it can be read whatever model this program has, and while another session plays the drill.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from simulation.drill.database import UNREADABLE
from simulation.drill.drill_file import DrillFile
from simulation.drill.opening import length_of
from simulation.drill.records import Act, Branch, Line
from simulation.drill.replaying import left_behind, lineage
from simulation.drill.view import FeedLine, NoteView
from simulation.drill.viewing import moment, notes
from simulation.drill.wording import HIDDEN
from simulation.errors import DamagedDrill
from simulation.inputs.base import Bilingual, Text
from simulation.text import in_language


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a drill: its acts, its branches, and the log of the one being played.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> drill.note("The room has met.")
    >>> drill.close()
    >>> Written.of(file).notes[0].text
    'The room has met.'
    """

    file: Path
    title: Text
    plan_title: Text
    seed: int
    length_min: int
    model: str
    """The model that played this branch."""
    began_at: str
    """When the drill file was made, by the machine's clock."""
    begins: datetime.datetime
    branch: Branch
    branches: tuple[Branch, ...]
    acts: tuple[Act, ...]
    lines: tuple[Line, ...]
    writer: str
    """Who wrote to the file last, as far as it is known."""

    @classmethod
    def of(cls, file: str | Path) -> Self:
        """Read a drill file; raises DamagedDrill when it is none."""
        with contextlib.closing(DrillFile.read(Path(file).resolve())) as opened:
            return cls.of_open(opened)

    @classmethod
    def of_open(cls, opened: DrillFile) -> Self:
        """Read a drill file that is open already."""
        path = opened.path
        with opened.together():
            about, branch = opened.about(), opened.branch()
            branches = tuple(opened.branches())
            try:
                zone = ZoneInfo(about["time_zone"])
                return cls(
                    file=path,
                    title=_title(json.loads(about["scenario"])),
                    plan_title=_title(json.loads(about["plan"])),
                    seed=int(about["seed"]),
                    length_min=length_of(about),
                    model=branch.model,
                    began_at=branches[0].opened_at,
                    begins=datetime.datetime.fromisoformat(about["begins"]).astimezone(zone),
                    branch=branch,
                    branches=branches,
                    acts=tuple(opened.acts()),
                    lines=tuple(opened.lines(branch.number)),
                    writer=opened.writer(),
                )
            except UNREADABLE as error:
                raise DamagedDrill(f"{path.name}: its inputs cannot be read") from error

    @property
    def moment(self) -> str:
        """How far it has gone, as a person reads it."""
        return moment(self.begins, self.branch.reached_s)

    @property
    def began_s(self) -> int:
        """When the first sign came."""
        return self.branches[0].from_s

    @property
    def ended(self) -> bool:
        """Whether the drill was ended for the room."""
        marks = [act.kind for act in self.acts if act.kind in ("end", "go_on")]
        return marks[-1:] == ["end"]

    @property
    def last_at(self) -> str:
        """When the last act was written, or the file made, by the machine's clock."""
        return self.acts[-1].written_at if self.acts else self.began_at

    @property
    def course(self) -> tuple[Act, ...]:
        """Acts that changed the world of the branch being played, in order."""
        return tuple(lineage(self.branches, self.branch.number, self.acts))

    @property
    def notes(self) -> tuple[NoteView, ...]:
        """Notes taken, in order."""
        undone = left_behind(self.branches, self.branch.number, self.acts)
        return notes(self.acts, self.begins, undone)

    def feed(self, *, truth: bool = False) -> tuple[FeedLine, ...]:
        """Return the event feed as it was shown; the truth's lines only when asked for."""
        shown = [line for line in self.lines if line.words]
        if not truth:
            shown = [x for x in shown if x.kind not in HIDDEN and x.time_s >= self.began_s]
        return tuple(self._feed_line(line) for line in shown)

    def _feed_line(self, line: Line) -> FeedLine:
        said = json.loads(line.words)
        words = {language: str(said.get(language, "")) for language in ("en", "zh")}
        when = moment(self.begins, line.time_s)
        return FeedLine(
            line.number, line.time_s, when, line.kind, words, bool(said.get("by_room"))
        )

    def __repr__(self) -> str:
        """Return the feed as text."""
        head = f"{in_language(self.title)} · {self.file.name} · model {self.model} · {self.moment}"
        return "\n".join([head, *(f"{line.moment}  {line.text['en']}" for line in self.feed())])


def _title(plain: Mapping[str, Any]) -> Text:
    title = plain["title"]
    return str(title) if isinstance(title, str) else Bilingual(en=title["en"], zh=title["zh"])

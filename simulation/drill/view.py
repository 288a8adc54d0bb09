"""What a drill shows: frozen values for a screen, truth kept apart from knowledge."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from simulation.inputs.base import Text


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase of the response, with its start and end.

    Containment ends when nothing leaves any more, by whatever work; decisions about it may be
    open then, and are counted.
    """

    name: str
    start_s: int | None
    end_s: int | None
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the room knows, or can see for itself."""

    people_low: float
    people: float
    people_high: float
    people_told: float
    severity: float
    level: str
    grade: str
    china: tuple[str, int] | None
    """The grade for reporting, and the level of GB/T 20986-2023, under a law that has grades."""
    cost: float
    trust_share: float
    """In truth: for reports after the fact; the room has its surveys."""
    trust_surveyed: tuple[float, float] | None
    """What the last survey of clients found, and its 95 % error to either side."""
    clients_lost: float
    found_by: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true, for the facilitator alone."""

    records_out: float
    people_affected: float
    record_days_untold: float
    people_misused: float
    severity: float
    level: str
    china: tuple[str, int] | None
    contained: bool
    trust_share: float


@dataclass(frozen=True, slots=True)
class InjectView:
    """An inject of the deck and its state: coming, waiting, held, released or skipped."""

    name: str
    title: Text
    text: Text
    sender: str
    to: tuple[str, ...]
    mode: str
    type: str
    state: str
    due_s: int | None
    released_s: int | None
    by_hand: bool
    expected: tuple[tuple[Text, str, float | None], ...]
    hint: Text | None
    objectives: tuple[str, ...]
    from_length_min: int
    """The shortest drill that has it."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision: open while it is raised and has no answer."""

    name: str
    question: Text
    owner: str
    raised_s: int | None
    deadline_s: int | None
    options: tuple[tuple[str, Text], ...]
    default: str
    answer: str | None
    answered_s: int | None
    by_default: bool
    advice: str | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team: who is on, busy with what, how much waits for it."""

    name: str
    title: Text
    heads: int
    on_shift: bool
    shift: str
    overtime_h: float
    outside: bool
    arrived: bool
    arrives_s: int | None
    busy: tuple[tuple[str, int], ...]
    waiting: tuple[tuple[str, float], ...]
    lent: int
    wage: float


@dataclass(frozen=True, slots=True)
class DutyView:
    """A legal clock."""

    name: str
    title: Text
    recipient: str
    from_s: int
    due_s: int
    met_s: int | None
    late: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A line of the event feed, in both languages."""

    number: int
    time_s: int
    moment: str
    kind: str
    text: dict[str, str]
    by_room: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note somebody took; `undone` says that it is of a future that was left since."""

    time_s: int
    moment: str
    text: str
    by: str
    undone: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What the facilitator makes of a drill, in their own words."""

    summary: str = ""
    strengths: str = ""
    improvements: str = ""
    lessons: str = ""
    """A line each: what | who | by when."""
    by: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a screen shows at one moment."""

    now_s: int
    moment: str
    begins: datetime.datetime
    finished: bool
    drill_began_s: int
    currency: str
    phases: tuple[PhaseView, ...]
    known: Known
    truth: Truth | None
    injects: tuple[InjectView, ...]
    decisions: tuple[DecisionView, ...]
    staff: tuple[TeamView, ...]
    duties: tuple[DutyView, ...]
    feed: tuple[FeedLine, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of work of one team on one task, for a Gantt chart."""

    team: str
    task: str
    start_s: int
    end_s: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample of the curves a drill draws; the last three are true, not known."""

    time_s: int
    people_low: float
    people: float
    people_high: float
    people_told: float
    cost: float
    trust_surveyed: float
    """By the last survey of clients; not a number before the first."""
    tasks_waiting: int
    trust_share: float
    people_true: float
    record_days_untold: float


@dataclass(frozen=True, slots=True)
class Series:
    """Curves of a drill, one value per simulated hour; the true ones are empty for players."""

    time_s: tuple[int, ...]
    people_low: tuple[float, ...]
    people: tuple[float, ...]
    people_high: tuple[float, ...]
    people_told: tuple[float, ...]
    cost: tuple[float, ...]
    trust_surveyed: tuple[float, ...]
    tasks_waiting: tuple[int, ...]
    trust_share: tuple[float, ...]
    people_true: tuple[float, ...]
    record_days_untold: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MenuEffect:
    """A ready-made effect for an improvised inject."""

    key: str
    label: Text
    effect: dict[str, object]

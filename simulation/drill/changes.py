"""What a person asks to be otherwise in a drill, read into changes, with every fault at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from simulation.drill.course import Change, History
from simulation.drill.wording import Wording
from simulation.errors import Fault, InputError, nearest
from simulation.sentences import FRAMES
from simulation.text import LANGUAGES, in_language, say
from simulation.world.layout import HOUR

MOST_HEADS = 10_000
ROOMS = ("inject", "heads")
INJECT_WORDS = ("release", "skip")


def changes_of(
    history: History, asked: Mapping[str, object], at_h: float | None = None
) -> tuple[Change, ...]:
    """Return changes that were asked for; InputError lists everything wrong in them."""
    reader = _Reader(history, at_h)
    found = [change for key, value in asked.items() for change in reader.read(key, value)]
    if not asked:
        reader.fault("nothing is asked", "a decision and another option of it")
    if at_h is not None and not any("/" in key for key in asked):
        reader.fault("at_h goes with heads/TEAM and inject/NAME", "it left out for decisions")
    if reader.faults:
        raise InputError(reader.faults)
    return tuple(found)


class _Reader:
    """Reads one wish after the other and collects what is wrong."""

    def __init__(self, history: History, at_h: float | None) -> None:
        self._history = history
        self.faults: list[Fault] = []
        self._at_s = None if at_h is None else self._moment(at_h)

    def fault(self, problem: str, expected: str, hint: str = "") -> None:
        """Take note of something wrong."""
        self.faults.append(Fault("what_if", 0, 0, problem, expected, hint))

    def _moment(self, at_h: float) -> int | None:
        began_s, reached_s = self._history.began_s, self._history.record.reached_s
        if math.isfinite(at_h) and began_s <= (at_s := began_s + round(at_h * HOUR)) <= reached_s:
            return at_s
        most_h = (reached_s - began_s) / HOUR
        self.fault(f"at_h is {at_h:g}", f"0 to {most_h:g}, hours from the first sign to now")
        return None

    def read(self, key: str, value: object) -> Iterator[Change]:
        """Give the change that a key and a value ask for, if they are right."""
        room, _, name = key.partition("/")
        if not name:
            yield from self._decision(key, value)
        elif room == "inject":
            yield from self._inject(name, value)
        elif room == "heads":
            yield from self._heads(name, value)
        else:
            expected = "a decision, inject/NAME or heads/TEAM"
            self.fault(f"there is nothing {key!r} to change", expected, nearest(room, ROOMS))

    def _decision(self, key: str, value: object) -> Iterator[Change]:
        names = self._history.program.decisions
        name = key if key in names else key.replace("_", "-")
        if name not in names:
            expected = f"one of {', '.join(names)}"
            self.fault(f"there is no decision {key!r}", expected, nearest(name, names))
            return
        options = self._history.program.options[names.index(name)]
        option = value if value in options else str(value).replace("_", "-")
        if option not in options:
            expected = f"one of {', '.join(options)}"
            problem = f"decision {name} has no option {value!r}"
            self.fault(problem, expected, nearest(str(option), options))
            return
        taken = self._history.taken.get(name)
        if taken is None or not taken.option:
            what = "waits for its answer" if taken else "has not come up"
            decided = ", ".join(n for n, t in self._history.taken.items() if t.option)
            problem = f"decision {name} {what}, so nothing else can be asked of it"
            self.fault(problem, f"one that has been taken: {decided or 'none has been'}")
            return
        yield Change("decide", name, str(option))

    def _inject(self, name: str, value: object) -> Iterator[Change]:
        history = self._history
        if name not in history.injects:
            expected = f"one of {', '.join(history.injects)}"
            self.fault(f"there is no inject {name!r}", expected, nearest(name, history.injects))
            return
        if value not in INJECT_WORDS:
            problem, expected = f"inject/{name} is {value!r}", "'release' or 'skip'"
            self.fault(problem, expected, nearest(str(value), INJECT_WORDS))
            return
        released_s = history.released_s(name)
        if value == "release":
            at_s = self._at_s if self._at_s is not None else history.record.reached_s
            if released_s is not None and released_s <= at_s:
                self.fault(f"inject {name} has been released by then", "an earlier at_h")
            else:
                yield Change("release", name, time_s=at_s)
        elif released_s is not None and released_s <= history.began_s:
            self.fault(f"inject {name} came before the drill began", "one of the drill")
        else:
            yield Change("skip", name, time_s=None)

    def _heads(self, name: str, value: object) -> Iterator[Change]:
        teams = self._history.program.teams
        if name not in teams:
            self.fault(
                f"there is no team {name!r}",
                f"one of {', '.join(teams)}",
                nearest(name, teams),
            )
        elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_HEADS:
            self.fault(f"heads/{name} is {value!r}", f"a whole number, 0 to {MOST_HEADS:,}")
        else:
            at_s = self._at_s if self._at_s is not None else self._history.began_s
            yield Change("heads", name, value, at_s)


def words_of(history: History, changes: Sequence[Change]) -> dict[str, str]:
    """Return changes as people say them, in both languages."""
    wording = Wording(history.program, history.injects)
    words = {}
    for language in LANGUAGES:
        said = [_words(history, wording, change, language) for change in changes]
        words[language] = FRAMES["frame/and"][LANGUAGES.index(language)].join(said)
    return words


def _words(history: History, wording: Wording, change: Change, language: str) -> str:
    room = {"decide": "decision", "heads": "team"}.get(change.kind, "inject")
    title = wording.title(f"{room}/{change.name}", language)
    if change.kind != "decide":
        return say(f"what_if/{change.kind}", language, what=title, heads=change.value)
    options = history.record.scenario.decisions[change.name].options
    taken = history.taken[change.name].option
    before, after = (in_language(options[o].label, language) for o in (taken, str(change.value)))
    return say("what_if/decide", language, what=title, before=before, after=after)

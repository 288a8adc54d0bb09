"""Every error of the package, as a tree.

- `SimulationError`: anything we raise on purpose
    - `InputError`: a file or a value given to us is wrong; it lists every fault found
        - `UnknownName`: the library holds nothing of this name
    - `DrillError`: a drill cannot go on
        - `DrillInUse`: another session holds the drill file
        - `DamagedDrill`: the drill file cannot be read as a drill
        - `OtherModel`: this model takes what was done in a drill to another course
        - `ActRefused`: this act is not possible now
    - `StudyError`: a study cannot be finished, for example because its workers ended
        - `StudyCancelled`: it was called off before its end
    - `ModelError`: a law of the model was broken, which is a fault of ours
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "ActRefused",
    "DamagedDrill",
    "DrillError",
    "DrillInUse",
    "Fault",
    "InputError",
    "ModelError",
    "OtherModel",
    "SimulationError",
    "StudyCancelled",
    "StudyError",
    "UnknownName",
    "nearest",
    "nearest_few",
]


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like a word, or nothing when none is near.

    >>> nearest("detecton", ["detection", "containment"])
    'detection'
    >>> nearest("zebra", ["detection", "containment"])
    ''
    """
    by_folded = {choice.casefold(): choice for choice in sorted(choices, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[found[0]] if found else ""


def nearest_few(word: str, choices: Iterable[str], most: int = 5) -> list[str]:
    """Return the choices that look most like a word, or whose first letters do, best first.

    >>> nearest_few("mfa", ["patching", "multi-factor-login", "mail-gateway"], 2)
    ['multi-factor-login', 'mail-gateway']
    """

    def likeness(choice: str) -> float:
        folded = choice.casefold()
        initials = "".join(part[:1] for part in folded.replace("_", "-").split("-"))
        tried = (folded, initials, *folded.split("-"))
        return max(difflib.SequenceMatcher(None, word.casefold(), one).ratio() for one in tried)

    return sorted(choices, key=lambda choice: (-likeness(choice), choice))[:most]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in an input, and where it is.

    Lines and columns count from 1; line 0 means that the place is not known.

    >>> print(Fault("plan.yaml", 3, 7, "unknown role “tI”", hint="it"))
    plan.yaml:3:7: unknown role “tI”; did you mean “it”?
    >>> print(Fault("plan.yaml", 0, 0, "the file is empty", expected="a plan"))
    plan.yaml: the file is empty; expected a plan
    """

    file: str
    line: int
    column: int
    problem: str
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        expected = f"; expected {self.expected}" if self.expected else ""
        hint = f"; did you mean “{self.hint}”?" if self.hint else ""
        return f"{place}: {self.problem}{expected}{hint}"


def _reading_order(fault: Fault) -> tuple[str, int, int]:
    return fault.file, fault.line, fault.column


class SimulationError(Exception):
    """Anything this package raises on purpose.

    >>> issubclass(InputError, SimulationError)
    True
    """

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a traceback: the message alone.

        IPython asks an exception that has this method; a program catches it like any other.
        """
        return [f"{type(self).__name__}: {self}"]


class InputError(SimulationError):
    """An input is wrong; every fault is listed, in the order of reading.

    >>> print(InputError([Fault("a.yaml", 9, 1, "second"), Fault("a.yaml", 2, 1, "first")]))
    a.yaml:2:1: first
    a.yaml:9:1: second
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults, key=_reading_order))
        if not self.faults:
            raise ValueError("InputError needs at least one fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return one line for each fault."""
        return "\n".join(str(fault) for fault in self.faults)


class UnknownName(InputError):
    """The library holds nothing of this name.

    >>> print(UnknownName("plans/leen", "plan", hint="plans/lean"))
    plans/leen: there is no plan of this name; did you mean “plans/lean”?
    """

    def __init__(self, name: str, kind: str, hint: str = "") -> None:
        super().__init__([Fault(name, 0, 0, f"there is no {kind} of this name", hint=hint)])
        self.name = name
        self.kind = kind
        self.hint = hint
        # Pickle calls the class with `args`, so they have to be the arguments given here.
        self.args = (name, kind, hint)


class DrillError(SimulationError):
    """A drill cannot go on.

    >>> issubclass(DrillError, SimulationError)
    True
    """


class DrillInUse(DrillError):
    """Another session holds this drill file.

    >>> print(DrillInUse("friday.drill is open in another session"))
    friday.drill is open in another session
    """


class DamagedDrill(DrillError):
    """The file cannot be read as a drill.

    >>> print(DamagedDrill("friday.drill: act 7 does not follow act 5"))
    friday.drill: act 7 does not follow act 5
    """


class OtherModel(DrillError):
    """This model takes what was done in a drill to another course than was written.

    >>> print(OtherModel("friday.drill was played with model 1; this is model 2"))
    friday.drill was played with model 1; this is model 2
    """


class ActRefused(DrillError):
    """This act is not possible now; the drill itself is unharmed.

    >>> print(ActRefused("this inject was released already"))
    this inject was released already
    """


class StudyError(SimulationError):
    """A study cannot be finished.

    >>> print(StudyError("the workers ended before their work"))
    the workers ended before their work
    """


class StudyCancelled(StudyError):
    """A study was called off before its end.

    >>> print(StudyCancelled("the study was called off"))
    the study was called off
    """


class ModelError(SimulationError):
    """A law of the model was broken, for example by over 1,000 rounds at one instant.

    >>> print(ModelError("more than 1,000 rounds at 3600 s"))
    more than 1,000 rounds at 3600 s
    """

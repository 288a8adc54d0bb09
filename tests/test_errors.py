"""What an error tells, and that it survives the way to another process."""

import dataclasses
import inspect
import pickle

import pytest
from IPython.core.interactiveshell import InteractiveShell

from simulation import errors
from simulation.errors import DrillError, Fault, InputError, SimulationError, UnknownName, nearest


def test_a_fault_says_place_problem_expectation_and_hint() -> None:
    fault = Fault("plan.yaml", 3, 7, "unknown role “ti”", "a role of the organisation", "it")
    assert str(fault) == (
        "plan.yaml:3:7: unknown role “ti”; expected a role of the organisation; did you mean “it”?"
    )


def test_a_fault_leaves_out_what_it_does_not_know() -> None:
    assert str(Fault("plan.yaml", 3, 7, "given twice")) == "plan.yaml:3:7: given twice"
    assert str(Fault("plan.yaml", 0, 0, "is empty")) == "plan.yaml: is empty"


def test_a_notebook_shows_one_message_and_no_traceback() -> None:
    shell = InteractiveShell()
    shown: list[str] = []
    shell._showtraceback = lambda _kind, _value, lines: shown.extend(lines)
    shell.run_cell("from simulation.errors import DrillInUse\nraise DrillInUse('it is open')")
    assert shown == ["DrillInUse: it is open"]


def test_a_fault_cannot_be_changed() -> None:
    fault = Fault("plan.yaml", 3, 7, "given twice")
    with pytest.raises(dataclasses.FrozenInstanceError):
        fault.line = 4  # type: ignore[misc]


def test_faults_are_listed_in_reading_order_with_numbers_as_numbers() -> None:
    given = [
        Fault("b.yaml", 1, 1, "fifth"),
        Fault("a.yaml", 10, 1, "fourth"),
        Fault("a.yaml", 2, 11, "third"),
        Fault("a.yaml", 2, 3, "first"),
        Fault("a.yaml", 2, 3, "second"),
    ]
    error = InputError(given)
    problems = [fault.problem for fault in error.faults]
    assert problems == ["first", "second", "third", "fourth", "fifth"]
    assert str(error).splitlines()[0] == "a.yaml:2:3: first"
    assert len(str(error).splitlines()) == 5


def test_an_input_error_without_a_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        InputError([])


def test_an_unknown_name_is_an_input_error_with_one_fault() -> None:
    error = UnknownName("plans/leen", "plan", "plans/lean")
    assert isinstance(error, InputError)
    assert (error.name, error.kind, error.hint) == ("plans/leen", "plan", "plans/lean")
    assert [fault.hint for fault in error.faults] == ["plans/lean"]
    assert str(UnknownName("plans/x", "plan")) == "plans/x: there is no plan of this name"


@pytest.mark.parametrize(
    "error",
    [
        InputError([Fault("a.yaml", 1, 2, "wrong", "right", "hint")]),
        UnknownName("plans/leen", "plan", "plans/lean"),
        DrillError("held"),
    ],
)
def test_an_error_survives_pickling(error: SimulationError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_every_exception_is_a_simulation_error_and_is_listed() -> None:
    classes = {
        name
        for name, thing in inspect.getmembers(errors, inspect.isclass)
        if issubclass(thing, Exception)
    }
    assert all(issubclass(getattr(errors, name), SimulationError) for name in classes)
    assert classes | {"Fault", "nearest", "nearest_few"} == set(errors.__all__)
    drill = {name for name in classes if issubclass(getattr(errors, name), DrillError)}
    assert drill == {"DrillError", "DrillInUse", "DamagedDrill", "OtherModel", "ActRefused"}


@pytest.mark.parametrize(
    ("word", "choices", "found"),
    [
        ("detecton", ["containment", "detection"], "detection"),
        ("DETECTION", ["containment", "detection"], "detection"),
        ("insider", ["insider-export", "mis-sent-filing"], "insider-export"),
        ("qqq", ["containment", "detection"], ""),
        ("detection", [], ""),
        ("", ["detection"], ""),
    ],
)
def test_nearest(word: str, choices: list[str], found: str) -> None:
    assert nearest(word, choices) == found


def test_nearest_does_not_depend_on_the_order_of_the_choices() -> None:
    assert nearest("lead", ["lean", "leaf"]) == nearest("lead", ["leaf", "lean"])
    assert nearest("it", ["It", "IT"]) == nearest("it", ["IT", "It"])

"""Files to models and back, references between files followed.

A file is read whole or not at all, and every fault names the file, line and column where the
faulty value is written, also when it was inherited from another file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from simulation.errors import Fault, InputError, UnknownName, nearest
from simulation.files import shelf
from simulation.files.tree import MAX_BYTES, Source, Tree, locate, merge, parse, plain, write
from simulation.inputs.control import Control
from simulation.inputs.law import Law
from simulation.inputs.organisation import Organisation
from simulation.inputs.parameters import Parameters
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.text import in_language

__all__ = [
    "AnyInput",
    "Document",
    "Entry",
    "dump",
    "entries",
    "given",
    "load",
    "load_organisation",
    "load_plan",
    "load_scenario",
    "loads",
    "read",
]

AnyInput = Organisation | Scenario | Plan | Law | Parameters | Control
T = TypeVar("T", Organisation, Scenario, Plan, Parameters)

KINDS: dict[str, type[AnyInput]] = {
    "organisation": Organisation,
    "scenario": Scenario,
    "plan": Plan,
    "law": Law,
    "parameters": Parameters,
    "control": Control,
}
STANDARD_PARAMETERS = "parameters/standard"
MAX_REFERENCES = 100

_CLAIM_WORDS = {
    *("value", "uniform", "pert", "triangular", "lognormal", "beta", "gamma", "weibull"),
    *("exponential", "quantiles", "choice", "evidence", "judgement"),
}
_LIBRARY_NAME = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9_-]*")


def load(name: str | Path) -> AnyInput:
    """Return the organisation, scenario, plan, law or other input of a library name or a path.

    Raises InputError with every fault, or UnknownName.

    >>> load("plans/lean").kind
    'plan'
    """
    return read(name).model()


def load_organisation(name: str | Path) -> Organisation:
    """Return the organisation of a library name or a path.

    >>> load_organisation("organisations/bookkeeping-12").currency
    'CNY'
    """
    return _load_as(name, Organisation)


def load_scenario(name: str | Path) -> Scenario:
    """Return the scenario of a library name or a path.

    >>> load_scenario("breaches/insider-export").threat.kind
    'insider_copying'
    """
    return _load_as(name, Scenario)


def load_plan(name: str | Path) -> Plan:
    """Return the plan of a library name or a path.

    >>> "triage" in load_plan("plans/no-plan").tasks
    True
    """
    return _load_as(name, Plan)


def loads(text: str, name: str = "text") -> AnyInput:
    r"""Return the model that a text stands for; its references are library names.

    >>> loads("kind: plan\nextends: plans/lean\nname: ours").name
    'ours'
    """
    reading = _Reading()
    return reading.text(text.encode("utf-8", "surrogatepass"), Source(name)).model()


def dump(model: AnyInput) -> str:
    """Return a model as YAML, complete in itself; `loads` gives the same model back.

    >>> plan = load("plans/lean")
    >>> loads(dump(plan)) == plan
    True
    """
    return write({"kind": model.kind, **model.plain()})


def _load_as(name: str | Path, wanted: type[T]) -> T:
    model = load(name)
    if not isinstance(model, wanted):
        expected = f"kind: {wanted.__name__.lower()}"
        raise InputError([Fault(str(name), 0, 0, f"the file's kind is {model.kind}", expected)])
    return model


def given(what: str, value: object, kind: type[T]) -> T:
    """Return an input that is one of its kind, or the one that a name or a path stands for.

    >>> given("plan", "plans/lean", Plan).name
    'lean'
    >>> given("plan", 7, Plan)
    Traceback (most recent call last):
        ...
    simulation.errors.InputError: plan: got int; expected what load gives, or a name such as ...
    """
    if isinstance(value, kind):
        return value
    if isinstance(value, (str, Path)):
        return _load_as(value, kind)
    folder = {"scenario": "breaches"}.get(what, f"{what}s")
    expected = f"what load gives, or a name such as “{folder}/…”"
    raise InputError([Fault(what, 0, 0, f"got {type(value).__name__}", expected)])


@dataclass(frozen=True)
class Document:
    """A file that was read, with its references in place, and what was wrong on the way."""

    tree: Tree
    faults: tuple[Fault, ...]

    @property
    def kind(self) -> str:
        """What the file says it is."""
        return _text_at(self.tree, "kind")

    def locate(self, path: tuple[str | int, ...], key: bool = False) -> tuple[str, int, int]:
        """Return file, line and column of a path into the model."""
        return locate(self.tree, path, key=key)

    def model(self) -> AnyInput:
        """Return the model, or raise InputError with every fault."""
        return self._model

    @functools.cached_property
    def _model(self) -> AnyInput:
        known = {(fault.file, fault.line) for fault in self.faults}
        try:
            made = KINDS[self.kind].read(plain(self.tree), self.locate)
        except InputError as error:
            # A value that could not be read at all is wrong once, not twice.
            new = [f for f in error.faults if (f.file, f.line) not in known]
            raise InputError([*self.faults, *new]) from None
        if self.faults:
            raise InputError(self.faults)
        return made


def read(name: str | Path) -> Document:
    """Read a library name or a path; raises InputError where there is nothing to go on with.

    >>> read("plans/lean").kind
    'plan'
    """
    path = Path(name)
    if isinstance(name, str) and not path.suffix and not path.is_file():
        return _kept(shelf.find(name), Source(f"{name}.yaml")).document()
    if not path.is_file():
        beside = [p.name for p in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        fault = Fault(str(path), 0, 0, "there is no such file", hint=nearest(path.name, beside))
        raise InputError([fault])
    return _kept(path, Source(str(path), path.parent)).document()


@dataclass(frozen=True)
class Entry:
    """A file of the library: its name, kind, title and summary.

    >>> [entry.kind for entry in entries() if entry.name == "plans/lean"]
    ['plan']
    """

    name: str
    kind: str
    title: str
    summary: str


def entries() -> list[Entry]:
    """Return what the library holds.

    >>> "laws/china" in [entry.name for entry in entries()]
    True
    """
    found = []
    for name in shelf.names():
        document = read(name)
        title, summary = (_text_at(document.tree, field) for field in ("title", "summary"))
        found.append(Entry(name, document.kind, title, summary))
    return found


def _text_at(tree: Tree, field: str) -> str:
    child = tree.value.get(field) if isinstance(tree.value, dict) else None
    text = plain(child) if child is not None else ""
    if isinstance(text, dict) and all(isinstance(form, str) for form in text.values()):
        return in_language(text)
    return text if isinstance(text, str) else ""


Chain = tuple[Path, ...]
Version = tuple[int, int, int, int]
"""What tells one version of a file from another: device, inode, time of change, size."""


class _Kept:
    """A file's last reading without faults, good while no file that it came from changes.

    Models are frozen, so all who load a file may have the same one.
    """

    def __init__(self, path: Path, source: Source) -> None:
        self._path, self._source = path, source
        self._last: tuple[Document, dict[Path, Version]] | None = None

    def document(self) -> Document:
        last = self._last
        if last is not None and _versions(last[1]) == last[1]:
            return last[0]
        reading = _Reading()
        document = reading.file(self._path, self._source)
        self._last = None if document.faults else (document, reading.versions)
        return document


@functools.lru_cache(maxsize=256)
def _kept(path: Path, source: Source) -> _Kept:
    return _Kept(path, source)


def _versions(paths: Iterable[Path]) -> dict[Path, Version] | None:
    try:
        return {path: _version(path) for path in paths}
    except OSError:
        return None


def _version(path: Path) -> Version:
    state = path.stat()
    return state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size


class _Reading:
    """One document being read: its faults so far, the references followed, the files read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.references = 0
        self.versions: dict[Path, Version] = {}

    def file(self, path: Path, source: Source) -> Document:
        tree, faults = self._parse(path, source)
        return self._document(tree, faults, (path.resolve(),))

    def text(self, data: bytes, source: Source) -> Document:
        tree, faults = parse(data, source)
        return self._document(tree, tuple(faults), ())

    def _parse(self, path: Path, source: Source) -> tuple[Tree | None, tuple[Fault, ...]]:
        try:
            self.versions[path] = _version(path)
            return _parse_version(path, source, self.versions[path])
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            return None, (Fault(source.label, 0, 0, f"the file cannot be read: {reason}"),)

    def _document(self, tree: Tree | None, faults: tuple[Fault, ...], chain: Chain) -> Document:
        self.faults += faults
        kind = self._kind(tree)
        if tree is None or kind is None:
            raise InputError(self.faults)
        resolved = self._resolve(tree, kind, chain)
        if resolved is None:
            raise InputError(self.faults)
        return Document(resolved, tuple(self.faults))

    def _kind(self, tree: Tree | None) -> str | None:
        """Return what a file says it is, or note why that cannot be known."""
        if tree is None:
            return None
        known = ", ".join(KINDS)
        if not isinstance(tree.value, dict):
            problem = "the file holds no fields"
            self.faults.append(tree.place.fault(problem, "kind: and the fields of that kind"))
            return None
        if "kind" not in tree.value:
            misspelt = nearest("kind", tree.value)
            place = tree.keys.get(misspelt, tree.place)
            problem = f"{misspelt}: unknown field" if misspelt else "kind: missing"
            expected = "kind" if misspelt else f"one of {known}"
            self.faults.append(place.fault(problem, expected, "kind" if misspelt else ""))
            return None
        child = tree.value["kind"]
        if isinstance(child.value, str) and child.value in KINDS:
            return child.value
        shown = repr(plain(child))[:60]
        near = nearest(str(child.value), KINDS)
        self.faults.append(
            child.place.fault(f"kind: {shown} is not known", f"one of {known}", near)
        )
        return None

    def _resolve(self, tree: Tree, kind: str, chain: Chain) -> Tree | None:
        """Put what a document extends and refers to in place; nothing when that cannot be had."""
        if not isinstance(tree.value, dict):
            return tree
        if "extends" in tree.value:
            base = self._follow(tree.value["extends"], kind, chain)
            if base is None:
                return None
            own = {key: child for key, child in tree.value.items() if key != "extends"}
            tree = self._merge(base, Tree(tree.place, own, tree.keys))
        if kind == "organisation":
            with_laws = self._with_parts(tree, "laws", "law", chain)
            return self._with_parts(with_laws, "own_controls", "control", chain)
        if kind == "scenario":
            return self._with_world(tree, chain)
        return tree

    def _merge(self, base: Tree, over: Tree) -> Tree:
        merged, faults = merge(base, over, _replaces_whole)
        self.faults += faults
        return merged

    def _part(self, tree: Tree, kind: str, chain: Chain) -> Tree:
        """Return what stands for a part of a document: written there, or referred to."""
        if isinstance(tree.value, str):
            return self._follow(tree, kind, chain) or tree
        return self._resolve(tree, kind, chain) or tree

    def _with_parts(self, tree: Tree, field: str, kind: str, chain: Chain) -> Tree:
        """Put each document that a list names in its place."""
        parts = tree.value.get(field) if isinstance(tree.value, dict) else None
        if parts is None or not isinstance(parts.value, list):
            return tree
        items = [self._part(item, kind, chain) for item in parts.value]
        return _with(tree, field, Tree(parts.place, items))

    def _with_world(self, tree: Tree, chain: Chain) -> Tree:
        fields = tree.value if isinstance(tree.value, dict) else {}
        if "organisation" in fields:
            part = self._part(fields["organisation"], "organisation", chain)
            tree = _with(tree, "organisation", part)
        own = fields.get("parameters")
        if own is not None and not isinstance(own.value, dict):
            return _with(tree, "parameters", self._part(own, "parameters", chain))
        standard = self._follow(Tree(tree.place, STANDARD_PARAMETERS), "parameters", chain)
        if standard is None:
            return tree
        over = self._part(own, "parameters", chain) if own is not None else None
        return _with(tree, "parameters", self._merge(standard, over) if over else standard)

    def _follow(self, reference: Tree, kind: str, chain: Chain) -> Tree | None:
        """Return the document a reference names, or note why it cannot be had."""
        found = self._find(reference, kind)
        if found is None:
            return None
        path, source = found
        resolved = path.resolve()
        self.references += 1
        if resolved in chain:
            problem = f"{reference.value!r} leads back to a file that leads here"
            self.faults.append(reference.place.fault(problem, "no ring of references"))
            return None
        if self.references > MAX_REFERENCES:
            problem = f"more than {MAX_REFERENCES} references"
            self.faults.append(reference.place.fault(problem, "fewer"))
            return None
        tree, faults = self._parse(path, source)
        self.faults += faults
        given = self._kind(tree)
        if tree is None or given is None:
            return None
        if given != kind:
            problem = f"{reference.value!r} is of kind {given}"
            self.faults.append(reference.place.fault(problem, f"a file of kind {kind}"))
            return None
        return self._resolve(tree, kind, (*chain, resolved))

    def _find(self, reference: Tree, kind: str) -> tuple[Path, Source] | None:
        place, name = reference.place, reference.value
        wanted = f"a name in the library, or a .yaml file beside this one, of kind {kind}"
        if not isinstance(name, str):
            self.faults.append(place.fault("this is no reference", wanted))
            return None
        if _LIBRARY_NAME.fullmatch(name):
            try:
                return shelf.find(name), Source(f"{name}.yaml")
            except UnknownName as error:
                problem = f"{name!r} is not in the library"
                self.faults.append(place.fault(problem, wanted, error.hint))
                return None
        return self._find_beside(name, place.source, reference, wanted)

    def _find_beside(
        self, name: str, source: Source, reference: Tree, wanted: str
    ) -> tuple[Path, Source] | None:
        parts = name.split("/")
        is_inside = not (name.startswith(("/", "~")) or "\\" in name or ":" in name)
        if not is_inside or ".." in parts or not name.endswith((".yaml", ".yml")):
            self.faults.append(reference.place.fault(f"the reference {name[:60]!r}", wanted))
            return None
        if source.folder is None:
            problem = f"the reference {name[:60]!r} needs a file beside this one"
            self.faults.append(reference.place.fault(problem, "a library name"))
            return None
        path = source.folder / name
        if not path.resolve().is_relative_to(source.folder.resolve()):
            problem = f"the reference {name[:60]!r} leads out of the folder"
            self.faults.append(reference.place.fault(problem, wanted))
            return None
        if not path.is_file():
            beside = [p.name for p in path.parent.glob("*.y*ml")]
            hint = nearest(path.name, beside)
            self.faults.append(reference.place.fault(f"there is no file {name[:60]!r}", hint=hint))
            return None
        return path, Source(str(path), path.parent)


def _with(tree: Tree, field: str, child: Tree) -> Tree:
    fields = tree.value if isinstance(tree.value, dict) else {}
    keys = {**tree.keys, field: tree.keys.get(field, tree.place)}
    return Tree(tree.place, {**fields, field: child}, keys)


def _replaces_whole(base: Tree, over: Tree) -> bool:
    """Say whether two mappings are alternatives rather than parts of one.

    Claims are: half of one claim with half of another would be neither. So are threats of
    different kinds and whatever else names its `kind`, and a part that extends a file of its own.
    """
    ours, theirs = plain(over), plain(base)
    if "extends" in ours:
        return True
    if _CLAIM_WORDS & ours.keys() and _CLAIM_WORDS & theirs.keys():
        return True
    return bool(ours.get("kind", theirs.get("kind")) != theirs.get("kind"))


@functools.lru_cache(maxsize=256)
def _parse_version(
    path: Path,
    source: Source,
    _version: Version,
) -> tuple[Tree | None, tuple[Fault, ...]]:
    # Kept between calls, for a run of tests or a study reads the same library again and again.
    with path.open("rb") as file:
        tree, faults = parse(file.read(MAX_BYTES + 1), source)
    return tree, tuple(faults)

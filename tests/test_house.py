"""The house as the design has it: rooms, doors, sizes, names, and what may not be said.

Each rule is a function from a module to its faults, `file:line: what`. Every rule is also shown a
module that breaks it, so that no rule can fall silent.
"""

from __future__ import annotations

import ast
import io
import itertools
import json
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "simulation"

# A room imports only from rooms before it in this list; modules of one folder share a room.
ROOMS = (
    *(
        "errors",
        "speaking",
        "units",
        "messages",
        "sentences",
        "text",
        "distributions",
        "draws",
        "workdays",
        "inputs",
        "files",
        "world",
        "log",
    ),
    *("program", "engine", "fast", "outcomes", "run", "study", "drill", "veris", "risk"),
    *("library", "charts"),
    *("exchange", "reports", "board", "panels", "lab", "cli", "__init__", "__main__"),
)
# One door for each library: no other room imports it.
DOORS = {
    "docx": "reports",
    "filelock": "drill",
    "holidays": "workdays",
    "IPython": "panels",
    "ipywidgets": "panels",
    "jinja2": "reports",
    "matplotlib": "charts",
    "numba": "world",
    "pandas": "study",
    "PIL": "charts",
    "pydantic": "inputs",
    "pydantic_core": "inputs",
    "random": "draws",
    "ruamel": "files",
    "scipy": "distributions",
    "secrets": "draws",
    "simpy": "engine",
    "sqlite3": "drill",
    "typer": "cli",
}
EVERYWHERE = {"numpy", PACKAGE}
# What users may rely on; a name added or taken away is a change of the interface.
PUBLIC_NAMES = [
    *("Drill", "DrillError", "InputError", "Organisation", "Outcome", "Plan", "Run"),
    *(
        "Scenario",
        "SimulationError",
        "Study",
        "__version__",
        "compare",
        "load",
        "risk",
        "run",
        "sweep",
        "why",
    ),
]
NEVER_IMPORTED = {"dill", "marshal", "pickle", "shelve", "yaml"}
NEVER_CALLED = {"__import__", "compile", "eval", "exec"}
NEVER_READ = {"IPython.get_ipython", "os.system", "yaml.load"}
# Only the drill and the console's pace may ask what time it is.
CLOCKS = re.compile(
    r"((^|\.)date(time)?\.(now|today|utcnow))|(^time\.(monotonic|perf_counter|process_time|time))"
)
CLOCK_ROOMS = {"drill", "panels"}
# What a browser would run or render; one module alone makes it, and escapes what it is given.
MARKUP = f"{PACKAGE}.panels.markup"
MARKUP_MAKERS = {"HTML", "HTMLMath", "Javascript", "Latex", "Markdown", "SVG"}
MARKUP_METHODS = {"_repr_html_", "_repr_javascript_", "_repr_markdown_", "_repr_mimebundle_"}
TAG = re.compile(
    r"</?(a|b|br|button|code|details|div|em|h[1-6]|i|iframe|img|input|li|ol|p|pre|script|section"
    r"|small|span|strong|style|summary|svg|table|tbody|td|th|thead|tr|u|ul)(\s|/?>)",
    re.IGNORECASE,
)

MODULE_LINES_BELOW = 400
FUNCTION_LINES_MAX = 70
FUNCTION_LINES_BELOW = 50
# Functions of 50 lines to 70 lines, each with the reason why it is better whole.
LONG_FUNCTIONS: dict[str, str] = {}
PUBLIC_NAMES_MAX = 20


@dataclass(frozen=True)
class Module:
    """One file of the package, and what a rule asks of it."""

    name: str
    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "__init__"

    def at(self, node: ast.AST | int, what: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path}:{line}: {what}"


def read_package() -> dict[str, Module]:
    modules = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        inside = path.relative_to(ROOT)
        if inside.parts[1] == "_library":
            continue
        name = ".".join(inside.with_suffix("").parts).removesuffix(".__init__")
        modules[name] = Module(name, inside.as_posix(), path.read_text(encoding="utf-8"))
    return modules


MODULES = read_package()
Rule = Callable[[Module], Iterator[str]]


def imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import, those inside functions too: (statement, dotted name)."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def docstrings(tree: ast.AST) -> Iterator[ast.Expr]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            yield first


def code_lines(module: Module) -> set[int]:
    """Numbers of the lines that hold code: no blank ones, comments or docstrings."""
    skipped = {
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
        *(tokenize.ENCODING, tokenize.ENDMARKER),
    }
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    for text in docstrings(module.tree):
        lines.difference_update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return lines


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of attributes, its last part where it starts elsewhere."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def imports_point_down(module: Module) -> Iterator[str]:
    if module.room not in ROOMS:
        yield module.at(1, f"room {module.room!r} has no place in the design")
        return
    for node, name in imports(module):
        if name.startswith("."):
            yield module.at(node, f"relative import {name}: write it from {PACKAGE} on")
        elif name.split(".")[0] == PACKAGE:
            room = [*name.split("."), "__init__"][1]
            if room not in ROOMS:
                # A public name taken from the package itself.
                room = "__init__"
            if room != module.room and ROOMS.index(room) >= ROOMS.index(module.room):
                yield module.at(node, f"{module.room} imports {name}, which is not below it")


def libraries_have_one_door(module: Module) -> Iterator[str]:
    for node, name in imports(module):
        library = name.split(".")[0]
        door = DOORS.get(library)
        if library in NEVER_IMPORTED:
            yield module.at(node, f"{library} is never imported")
        elif door is not None and door != module.room:
            yield module.at(node, f"{library} belongs to {door} alone")
        elif library == "scipy" and not name.startswith("scipy.special"):
            yield module.at(node, f"of scipy only scipy.special, not {name}")
        elif not (
            door or library in EVERYWHERE or library in sys.stdlib_module_names or not library
        ):
            yield module.at(node, f"{library} has no door; give it one in {Path(__file__).name}")


def chance_and_time_have_one_door(module: Module) -> Iterator[str]:
    for node, name in imports(module):
        if name.startswith("numpy.random") and module.room != "draws":
            yield module.at(node, "numpy.random belongs to draws alone")
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            if re.match(r"(np|numpy)\.random\b", name) and module.room != "draws":
                yield module.at(node, f"{name} belongs to draws alone")
            if CLOCKS.search(name) and module.room not in CLOCK_ROOMS:
                yield module.at(node, f"{name} belongs to {' and '.join(sorted(CLOCK_ROOMS))}")


def nothing_is_executed(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in NEVER_CALLED or name in NEVER_READ:
                yield module.at(node, f"{name}() is never called")
            if any(word.arg == "shell" for word in node.keywords):
                yield module.at(node, "no shell")
            kinds = [word.value for word in node.keywords if word.arg == "typ"]
            if any(isinstance(kind, ast.Constant) and kind.value == "unsafe" for kind in kinds):
                yield module.at(node, "YAML is read safely, never as objects")


def only_the_terminal_prints(module: Module) -> Iterator[str]:
    for node in module.nodes:
        name = dotted(node.func) if isinstance(node, ast.Call) else ""
        if module.room != "cli" and name in {"print", "sys.stdout.write", "sys.stderr.write"}:
            yield module.at(node, f"{name}() belongs to cli alone")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def markup_is_made_in_one_place(module: Module) -> Iterator[str]:
    if module.name == MARKUP:
        return
    spoken = {id(text.value) for text in docstrings(module.tree)}
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = dotted(node.func).rpartition(".")[2]
            if name in MARKUP_MAKERS:
                yield module.at(node, f"{name}( belongs to {MARKUP} alone")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
            name = dotted(node.value).rpartition(".")[2]
            if name in MARKUP_MAKERS:
                yield module.at(node, f"{name} under another name belongs to {MARKUP} alone")
        elif isinstance(node, ast.FunctionDef) and node.name in MARKUP_METHODS:
            yield module.at(node, f"{node.name} belongs to {MARKUP} alone")
        elif _is_text(node) and id(node) not in spoken and TAG.search(node.value):
            yield module.at(node, f"a tag in {node.value!r}: tags belong to {MARKUP} alone")
    for node, name in imports(module):
        if name.rpartition(".")[2] in MARKUP_MAKERS:
            yield module.at(node, f"{name} belongs to {MARKUP} alone")


def sizes_are_small(module: Module) -> Iterator[str]:
    lines = code_lines(module)
    if len(lines) >= MODULE_LINES_BELOW:
        yield module.at(
            1, f"{len(lines)} code lines; a module has fewer than {MODULE_LINES_BELOW}"
        )
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = len(lines.intersection(range(node.lineno, (node.end_lineno or 0) + 1)))
            allowed = f"{module.name}.{node.name}" in LONG_FUNCTIONS
            if length > FUNCTION_LINES_MAX or (length >= FUNCTION_LINES_BELOW and not allowed):
                most = FUNCTION_LINES_MAX if allowed else FUNCTION_LINES_BELOW - 1
                yield module.at(node, f"{node.name} has {length} code lines; at most {most}")


def names_are_our_own(module: Module) -> Iterator[str]:
    for part in module.name.split("."):
        if part in sys.stdlib_module_names and not part.startswith("__"):
            yield module.at(1, f"{part!r} is a module of the standard library")


RULES: dict[Rule, tuple[str, ...]] = {
    imports_point_down: (
        "from simulation.cli import main",
        "from simulation import engine",
        "from simulation import load",
        "import simulation",
        "from .run import run",
        "def later():\n    import simulation.panels.console",
    ),
    libraries_have_one_door: (
        "import pickle",
        "import matplotlib.pyplot as plt",
        "from scipy import stats",
        "from scipy.special import ndtri",
        "import requests",
        "from random import random",
    ),
    chance_and_time_have_one_door: (
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.seed(1)",
        "import datetime\ndatetime.datetime.now()",
        "import time\nstarted_s = time.monotonic()",
    ),
    nothing_is_executed: (
        "eval('1')",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "YAML(typ='unsafe')",
    ),
    only_the_terminal_prints: ("print('hello')", "import sys\nsys.stdout.write('hello')"),
    markup_is_made_in_one_place: (
        "widgets.HTML('hello')",
        "Text = widgets.HTML",
        "from ipywidgets import HTML as Text",
        "label.value = f'<b>{name}</b>'",
        """label.value = f'<img src="{source}">'""",
        "class A:\n    def _repr_html_(self):\n        return ''",
    ),
    sizes_are_small: (
        "a = 1\n" * MODULE_LINES_BELOW,
        "def f():\n" + "    a = 1\n" * FUNCTION_LINES_BELOW,
        "def f():\n" + "    g(\n        1,\n    )\n" * (FUNCTION_LINES_BELOW // 3 + 1),
    ),
}


@pytest.mark.parametrize("rule", [*RULES, names_are_our_own], ids=lambda rule: rule.__name__)
def test_every_module_keeps(rule):
    faults = [fault for module in MODULES.values() for fault in rule(module)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "source"), [(rule, source) for rule, sources in RULES.items() for source in sources]
)
def test_a_rule_sees_what_breaks_it(rule, source):
    assert list(rule(Module(f"{PACKAGE}.units", "units.py", source)))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (imports_point_down, "helpers", ""),
        (libraries_have_one_door, "distributions", "from scipy import stats"),
        (names_are_our_own, "world.logging", ""),
    ],
)
def test_a_rule_sees_where_a_module_stands(rule, name, source):
    assert list(rule(Module(f"{PACKAGE}.{name}", "file.py", source)))


def test_docstrings_comments_and_blank_lines_are_no_code():
    source = (
        '"""One.\n\nTwo.\n"""\n\n# three\ndef f():\n    """Four."""\n    return """\n    """\n'
    )
    assert code_lines(Module("m", "m.py", source)) == {7, 9, 10}


def test_no_function_is_allowed_its_length_in_vain():
    long = {
        f"{module.name}.{node.name}"
        for module in MODULES.values()
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 >= FUNCTION_LINES_BELOW
    }
    assert set(LONG_FUNCTIONS) <= long


def module_graph() -> dict[str, set[str]]:
    """Which module of the package imports which."""
    graph: dict[str, set[str]] = {}
    for module in MODULES.values():
        found = {
            name if name in MODULES else name.rpartition(".")[0] for _, name in imports(module)
        }
        graph[module.name] = found & MODULES.keys()
    return graph


def test_no_import_loop_exists():
    try:
        TopologicalSorter(module_graph()).prepare()
    except CycleError as loop:
        pytest.fail(" -> ".join(loop.args[1]))


def test_importing_has_no_side_effect():
    # The libraries we stand on are opened first: what they do to Python is not ours to answer for.
    script = """
import json, sys, time, warnings
import numpy, pydantic, ruamel.yaml, scipy.special, simpy
filters, recursion_limit = list(warnings.filters), sys.getrecursionlimit()
print_options, errors = numpy.get_printoptions(), numpy.geterr()
import simulation
print(json.dumps({
    "opened": sorted(sys.modules),
    "same": warnings.filters == filters and sys.getrecursionlimit() == recursion_limit
    and numpy.get_printoptions() == print_options and numpy.geterr() == errors,
}))
"""
    said = json.loads(_python(script))
    heavy = {
        "IPython",
        "ipywidgets",
        "matplotlib",
        "numba",
        "pandas",
        "PIL",
        "pyarrow",
        "scipy.stats",
        "typer",
    }
    assert heavy.isdisjoint(said["opened"])
    assert said["same"]


def test_importing_takes_well_under_a_second():
    script = "import time, simulation; print(time.process_time())"
    assert any(float(_python(script)) < 1.0 for _ in range(3))


def _python(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == ""
    return done.stdout


def test_the_world_reads_as_a_list_of_laws():
    docs = {
        name.removeprefix(f"{PACKAGE}.world").removeprefix("."): ast.get_docstring(module.tree)
        or ""
        for name, module in MODULES.items()
        if name.startswith(f"{PACKAGE}.world")
    }
    index = docs.pop("")
    chapters = dict(re.findall(r"^(\d+)\. (.+?):", index, re.MULTILINE))
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert chapters.items() <= dict(re.findall(r"^## (\d+)\. (.+)$", page, re.MULTILINE)).items()
    parts = re.split(r"^(\d+)\. |\n\n", index, flags=re.MULTILINE)
    place = {
        name: number
        for number, text in itertools.pairwise(parts)
        if number in chapters
        for name in re.findall(r"`(\w+)`", text)
    }
    for name, said in docs.items():
        law = name.partition(".")[0]
        assert f"`{law}`" in index, f"the list of laws leaves out {law}"
        named = set(re.findall(r"chapter (\d+)\)", said))
        assert named <= ({place[law]} if law in place else chapters.keys()), (
            f"{name} stands in chapter {place.get(law)}"
        )


def test_public_names_are_few_sorted_and_there():
    import simulation

    names = simulation.__all__
    assert names == PUBLIC_NAMES
    assert list(names) == sorted(set(names))
    assert len(names) <= PUBLIC_NAMES_MAX
    assert [name for name in names if not hasattr(simulation, name)] == []
    assert [name for name in names if not getattr(simulation, name).__doc__] == []


def test_each_room_has_its_test():
    rooms = {module.room for module in MODULES.values()} - {"__init__", "__main__"}
    tests = [path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")]
    tested = {
        module.room
        for module in MODULES.values()
        for name in tests
        if name.startswith((module.room, module.name.rpartition(".")[2]))
    }
    untested = rooms - tested
    assert untested == set()


# Words that may not be written here are put together, or this file would be the first to be found.
REGISTRIES = ("py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb" + "ian.org")
PLACES = re.compile(
    "(?<![\\w.*~}-])/(?:"
    + "|".join(map("".join, zip(("ro", "wo", "t", "ho"), ("ot", "rk", "mp", "me"), strict=True)))
    + r")\b"
)
WORKPLACE = re.compile("issues " + "show|\\.\\./sha" + "red|/\\.lib" + "rary")


def tracked_texts() -> Iterator[tuple[str, list[str]]]:
    """Text files of the checkout: those git knows, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git the user has
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    for name in listed.stdout.splitlines():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def unspeakable(line: str) -> bool:
    hosts = any(host in line.lower() for host in REGISTRIES)
    return hosts or bool(PLACES.search(line) or WORKPLACE.search(line))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_file_names_a_registry_or_a_place_on_a_machine():
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, lines in tracked_texts()
        for number, line in enumerate(lines, 1)
        if unspeakable(line)
    ]
    assert not found, "\n".join(found)


def test_what_may_not_be_named_is_seen():
    lines = (
        "https://" + REGISTRIES[0],
        "cd /" + "work/main",
        '"/' + 'tmp/x"',
        "../sha" + "red/a.md",
    )
    assert [line for line in lines if not unspeakable(line)] == []


def test_the_lock_is_whole_hashed_and_without_addresses():
    lock = (ROOT / "requirements-lock.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = re.findall(
        r"^([\w.-]+)==\S+(?:[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64})+", lock, re.MULTILINE
    )
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w.-]+", want).group().lower().replace(".", "-") for want in wanted}
    assert "://" not in lock
    assert names <= set(locked)
    assert len(locked) == len(re.findall(r"^\S", lock, re.MULTILINE))

"""Every shipped notebook runs as it is, is short, and is kept without outputs."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CODE_LINES_MAX = 40
WIDGET = "application/vnd.jupyter.widget-view+json"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def as_python(source: str) -> ast.Module:
    """A cell's tree; a cell may await, and a line for IPython begins with % or !."""
    lines = [line for line in source.splitlines() if not line.startswith(("%", "!"))]
    return compile(
        "\n".join(lines), "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    )


def test_there_are_notebooks():
    assert NOTEBOOKS


@each_notebook
def test_is_short_and_defines_nothing(path):
    cells = code_cells(nbformat.read(path, as_version=4))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    defined = [
        ast.unparse(node)
        for cell in cells
        for node in ast.walk(as_python(cell.source))
        if isinstance(node, kinds)
    ]
    lines = [line for cell in cells for line in cell.source.splitlines()]
    assert defined == []
    assert sum(bool(line.strip()) and not line.startswith("#") for line in lines) <= CODE_LINES_MAX


@each_notebook
def test_a_sentence_stands_before_each_cell(path):
    cells = nbformat.read(path, as_version=4).cells
    for before, cell in zip([None, *cells], cells, strict=False):
        if cell.cell_type == "code":
            assert before is not None, cell.source
            assert before.cell_type == "markdown", cell.source
            assert before.source.rstrip()[-1] in ".:?。：？", before.source


@each_notebook
def test_a_chinese_sentence_ends_as_chinese_does(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert not re.findall(r"[\u4e00-\u9fff”）][.:?](?:\s|$)", cell.source), cell.source


@each_notebook
def test_is_kept_clean_and_names_its_kernel(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in code_cells(notebook) if cell.outputs] == []
    assert [cell.source for cell in code_cells(notebook) if cell.execution_count] == []
    assert "widgets" not in notebook.metadata
    # JupyterLab asks for a kernel, and a person must answer, unless all three are there.
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }


@pytest.mark.slow
@each_notebook
def test_runs_and_ends_with_what_survives_closing(
    path, tmp_path, monkeypatch, jupyter_environment
):
    for name, folder in jupyter_environment.items():
        monkeypatch.setenv(name, folder)
    copy = Path(shutil.copy(path, tmp_path))
    notebook = nbformat.read(copy, as_version=4)
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = code_cells(notebook)[-1].outputs
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds
    # Widgets are not saved with a notebook, so its last word must not be one; the library's has
    # nothing to keep, for the drills begun there lie in files of their own.
    assert (WIDGET in kinds) is (path.stem == "00_library")

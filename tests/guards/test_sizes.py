"""Files and functions stay small enough to read in one sitting, and nothing is kept that others made."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.tree import ROOT, SRC, files, shown, source, syntax

PYTHON_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 300
BYTES = 300_000
KINDS = {
    ".css",
    ".csv",
    ".html",
    ".in",
    ".js",
    ".md",
    ".png",
    ".py",
    ".svg",
    ".toml",
    ".txt",
    ".typ",
    ".webp",
    "",
}
"""What we write. Packages and archives come from where they are kept."""
# src/evenhand/apps/<app>/<folder>: the package is the first level below src.
FOLDERS_BELOW_SRC = 4
# A template also stands in templates/<app>/, as Django finds it.
TEMPLATE_FOLDERS_BELOW_SRC = 6


def lines(path: Path) -> int:
    """The number of lines of a file."""
    return source(path).count("\n")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_python_file_is_long() -> None:
    measured = {shown(path): lines(path) for path in files(ROOT, ".py") if "migrations" not in path.parts}
    assert {path: count for path, count in measured.items() if count > PYTHON_LINES} == {}


def test_no_function_is_long() -> None:
    found = [
        f"{shown(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in files(ROOT, ".py")
        for node in functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert found == []


def test_no_template_is_long() -> None:
    measured = {shown(path): lines(path) for path in files(SRC, ".html", ".typ")}
    assert {path: count for path, count in measured.items() if count > TEMPLATE_LINES} == {}


def test_the_tree_is_shallow() -> None:
    def too_deep(path: Path) -> bool:
        folders = path.relative_to(SRC.parent).parent.parts
        placed_by_django = {"templates", "static"} & set(folders)
        return len(folders) > (TEMPLATE_FOLDERS_BELOW_SRC if placed_by_django else FOLDERS_BELOW_SRC)

    assert [shown(path) for path in files(SRC) if too_deep(path)] == []


def test_every_file_is_of_a_kind_that_we_write_and_of_a_size_to_read() -> None:
    kept = {shown(path): path.stat().st_size for path in files(ROOT)}
    assert {name: size for name, size in kept.items() if size > BYTES} == {}
    assert [shown(path) for path in files(ROOT) if path.suffix not in KINDS] == []

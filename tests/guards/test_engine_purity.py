"""The engine is a pure function: no clock, file, environment, time-zone database or chance."""

import ast
import sys
from pathlib import Path

import pytest

from tests.guards.tree import ENGINE, files, shown, syntax

ALLOWED_MODULES = frozenset(
    [
        "__future__",
        "abc",
        "bisect",
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "string",
        "textwrap",
        "tomllib",
        "types",
        "typing",
        "unicodedata",
    ]
)
BANNED_CALLS = frozenset(
    {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint", "id", "hash"}
)
BANNED_METHODS = frozenset(
    {
        "now",
        "utcnow",
        "today",
        "fromtimestamp",
        "utcfromtimestamp",
        "astimezone",
        "timestamp",
        "read_text",
        "write_text",
    }
)


def modules_imported(tree: ast.AST) -> set[str]:
    """The absolute names of all modules that a tree imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(("." * node.level) + (node.module or ""))
    return names


def hashing(tree: ast.AST) -> set[ast.AST]:
    """What stands inside a `__hash__`: its value never leaves the process, so hash() does no harm there."""
    methods = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__hash__"
    ]
    return {inner for method in methods for inner in ast.walk(method)}


def impurities(tree: ast.AST) -> list[str]:
    """What in a tree would let the same inputs give another answer."""
    found = [
        f"imports {name}"
        for name in sorted(modules_imported(tree))
        if name not in ALLOWED_MODULES and not name.startswith(("evenhand.engine", "."))
    ]
    harmless = hashing(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or node in harmless:
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id in BANNED_CALLS:
            found.append(f"line {node.lineno} calls {function.id}()")
        if isinstance(function, ast.Attribute) and function.attr in BANNED_METHODS:
            found.append(f"line {node.lineno} calls .{function.attr}()")
    return found


def test_the_allow_list_is_of_the_standard_library() -> None:
    assert {name.partition(".")[0] for name in ALLOWED_MODULES} <= sys.stdlib_module_names


@pytest.mark.parametrize("path", files(ENGINE, ".py"), ids=shown)
def test_a_module_of_the_engine_is_pure(path: Path) -> None:
    assert impurities(syntax(path)) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "from time import monotonic",
        "import zoneinfo",
        "from random import choice",
        "import django",
        "from evenhand.packs import read",
        "open('x')",
        "import datetime\ndatetime.date.today()",
        "def f():\n    import pathlib",
    ],
)
def test_the_guard_sees_each_kind_of_impurity(code: str) -> None:
    assert impurities(ast.parse(code)) != []

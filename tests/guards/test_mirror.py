"""Tests mirror the source one to one: each test file has its module, each module with logic its test file."""

import ast
from pathlib import Path

from tests.guards.tree import SRC, TESTS, files, shown, source, syntax

FREE_FOLDERS = frozenset({"journeys", "guards", "served"})
LINES_THAT_NEED_A_TEST = 60

# Modules with more lines whose test is elsewhere, each with the reason.
EXEMPT = {
    "web/settings/base.py": "values, not logic: test_database and the journeys run on them",
}
# Folders of modules that are tested together, each with the reason.
EXEMPT_FOLDERS = {
    "cli/demo": "makes up two schools: tests/cli/demo builds them whole, twice, and replays every decision",
}


def is_exempt(path: Path) -> bool:
    """Whether the module's test is elsewhere, for a reason that is stated above."""
    name = path.relative_to(SRC)
    return str(name) in EXEMPT or any(name.is_relative_to(folder) for folder in EXEMPT_FOLDERS)


def has_logic(path: Path) -> bool:
    """Whether a module holds a function: declarations, and how a row shows itself, do not count."""
    found = (node.name for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef))
    return any(name not in {"__str__", "__repr__"} for name in found)


def test_of(path: Path) -> Path:
    """Where the test of a source file stands: a package's `__init__` is tested under the package's name."""
    relative = path.relative_to(SRC)
    if path.name == "__init__.py":
        return TESTS / relative.parent.parent / f"test_{relative.parent.name}.py"
    return TESTS / relative.parent / f"test_{path.name}"


test_of.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def is_tested(path: Path) -> bool:
    """Whether the module has its test file, or a folder of them where one file would be too long."""
    expected = test_of(path)
    folder = expected.with_suffix("")
    return expected.is_file() or any(folder.glob("test_*.py"))


def module_of(test: Path) -> Path:
    """The source that a test file names: a module, a package, or the module whose tests fill its folder."""
    relative = test.relative_to(TESTS)
    name = test.stem.removeprefix("test_")
    folder = SRC / relative.parent
    if relative.parent.name.startswith("test_"):
        return folder.parent / f"{relative.parent.name.removeprefix('test_')}.py"
    return folder / name if (folder / name).is_dir() else folder / f"{name}.py"


def test_each_test_file_has_its_module() -> None:
    orphans = [
        shown(test)
        for test in files(TESTS, ".py")
        if test.name.startswith("test_")
        and test.relative_to(TESTS).parts[0] not in FREE_FOLDERS
        and not module_of(test).exists()
    ]
    assert orphans == []


def test_each_module_with_logic_has_its_test_file() -> None:
    untested = [
        f"{shown(path)} lacks {shown(test_of(path))}"
        for path in files(SRC, ".py")
        if "migrations" not in path.parts
        and source(path).count("\n") > LINES_THAT_NEED_A_TEST
        and not is_exempt(path)
        and has_logic(path)
        and not is_tested(path)
    ]
    assert untested == []


def test_each_exemption_is_still_needed() -> None:
    stale = [name for name in EXEMPT if not (SRC / name).is_file() or is_tested(SRC / name)]
    stale += [name for name in EXEMPT_FOLDERS if not any((TESTS / name).glob("test_*.py"))]
    assert stale == []

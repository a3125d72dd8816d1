"""What the guards look at: the files of the repository, as git would commit them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "evenhand"
TESTS = ROOT / "tests"
ENGINE = SRC / "engine"
PACKS = SRC / "packs"


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is committed or would be, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def files(folder: Path, *suffixes: str) -> list[Path]:
    """The repository's files under a folder, with one of the suffixes if any is given."""
    return [
        path
        for path in repository_files()
        if path.is_relative_to(folder) and (not suffixes or path.suffix in suffixes)
    ]


def shown(path: Path) -> str:
    """A path as a reader of the failure would type it."""
    return str(path.relative_to(ROOT))


@cache
def source(path: Path) -> str:
    """A file's text; undecodable bytes are replaced, since guards look for words."""
    return path.read_text(encoding="utf-8", errors="replace")


@cache
def syntax(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(source(path), filename=str(path))

"""No school's own words in code, and nothing that belongs to one machine or to somebody else."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.guards.tree import PACKS, ROOT, SRC, files, repository_files, shown, source

VAGUE_NAMES = frozenset({"core", "common", "utils", "util", "helpers", "helper", "misc"})
# In halves, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + "hosted",
            "registry" + r"\.npm",
            "--index" + "-url",
            "--find" + "-links",
        ]
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:" + "|".join(["work", "home", "root", "opt", "Users"]) + r")/\w")
LONGEST_SCRIPT_LINE = 500
# The demonstration's data says which made-up school runs which policy.
DATA_THAT_CHOOSES = frozenset({"src/evenhand/cli/demo/demo.toml"})
PARTS_OF_A_POLICY = frozenset({"clauses.toml", "catalogue.toml", "ladders.toml", "params.toml"})


def pack_files() -> list[Path]:
    """Every pack's main file."""
    return [path for path in files(PACKS, ".toml") if path.name == "pack.toml"]


def own_words() -> set[str]:
    """The packs' ids and the names that each reserves to itself."""
    words: set[str] = set()
    for path in pack_files():
        pack = tomllib.loads(source(path))
        words.update({path.parent.name, *pack.get("proper_names", ())})
    # The law's pack bears the country's name, which dates, languages and courts bear too.
    return words - {"england"}


def test_each_policy_reserves_its_proper_names() -> None:
    policies = {path.parent for path in files(PACKS, ".toml") if path.name in PARTS_OF_A_POLICY}
    assert policies
    assert policies <= {path.parent for path in pack_files()}
    assert [shown(path) for path in pack_files() if "proper_names" not in tomllib.loads(source(path))] == []


def test_no_school_speaks_in_the_code() -> None:
    looked_for = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(own_words())))
    found = [
        f"{shown(path)}:{number} {match.group()}"
        for path in files(SRC)
        if not path.is_relative_to(PACKS) and shown(path) not in DATA_THAT_CHOOSES
        for number, line in enumerate(source(path).splitlines(), 1)
        if (match := looked_for.search(line))
    ]
    assert found == []


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_nothing_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{shown(path)}:{number} {line.strip()[:80]}"
        for path in repository_files()
        for number, line in enumerate(source(path).splitlines(), 1)
        if pattern.search(line) and not _is_the_flag_that_leaves_them_out(line)
    ]
    assert found == []


def _is_the_flag_that_leaves_them_out(line: str) -> bool:
    return "--no-emit-" in line and "://" not in line


def test_the_patterns_see_what_they_look_for() -> None:
    assert REGISTRIES.search("https://py" + "pi.org/simple")
    assert MACHINE_PATHS.search("path = '/ho" + "me/someone/x'")
    assert not MACHINE_PATHS.search("a two-fold/work/life balance")


def test_no_third_party_or_minified_script_is_committed() -> None:
    scripts = files(ROOT, ".js", ".css", ".map")
    named = [shown(path) for path in scripts if ".min." in path.name or path.suffix == ".map"]
    dense = [
        shown(path)
        for path in scripts
        if max(map(len, source(path).splitlines()), default=0) > LONGEST_SCRIPT_LINE
    ]
    assert named + dense == []


def test_every_folder_and_module_is_named_for_what_it_holds() -> None:
    vague = [shown(path) for path in files(SRC) if VAGUE_NAMES & {*path.relative_to(SRC).parts, path.stem}]
    assert vague == []

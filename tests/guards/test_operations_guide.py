"""Every environment variable that the program reads is in docs/operations.md, and nothing else is."""

import re

from tests.guards.tree import ROOT, SRC, files, source

VARIABLE = re.compile(r"\bEVENHAND_[A-Z_]*[A-Z]\b")
GUIDE = ROOT / "docs" / "operations.md"
# Django settings of ours that share the prefix.
SETTINGS = frozenset({"EVENHAND_TICKS"})


def variables_read() -> set[str]:
    """The names in the program, the scripts and the Makefile."""
    looked_at = [*files(SRC, ".py"), *files(ROOT / "scripts"), ROOT / "Makefile"]
    return {name for path in looked_at for name in VARIABLE.findall(source(path))} - SETTINGS


def test_each_variable_is_documented() -> None:
    assert variables_read() - set(VARIABLE.findall(source(GUIDE))) == set()


def test_each_documented_variable_is_read() -> None:
    documented = set(VARIABLE.findall(source(GUIDE)))
    assert {name for name in documented if name.removesuffix("_FILE") not in variables_read()} == set()

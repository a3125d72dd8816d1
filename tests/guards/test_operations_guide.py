"""Every environment variable that the program reads is in docs/operations.md, and nothing else is."""

import re

from tests.guards.tree import ROOT, SRC, files, source

VARIABLE = re.compile(r"\bEVENHAND_[A-Z_]*[A-Z]\b")
GUIDE = ROOT / "docs" / "operations.md"
# Django settings of ours that share the prefix.
NAMED_IN_SETTINGS = re.compile(r"^(EVENHAND_[A-Z_]+)(?::[^=]+)? =", re.MULTILINE)


def variables_read() -> set[str]:
    """The names in the program, the scripts and the Makefile."""
    looked_at = [*files(SRC, ".py"), *files(ROOT / "scripts"), ROOT / "Makefile"]
    named = {name for path in looked_at for name in VARIABLE.findall(source(path))}
    return named - settings_of_ours()


def settings_of_ours() -> set[str]:
    """Django settings that share the prefix: assigned in a settings module, and not read from the environment there."""
    modules = [source(path) for path in files(SRC / "web" / "settings", ".py")]
    read = {name for text in modules for name in re.findall(r'read_\w+\(\s*"(EVENHAND_\w+)"', text)}
    return {name for text in modules for name in NAMED_IN_SETTINGS.findall(text)} - read


def test_each_variable_is_documented() -> None:
    assert variables_read() - set(VARIABLE.findall(source(GUIDE))) == set()


def test_each_documented_variable_is_read() -> None:
    documented, read = set(VARIABLE.findall(source(GUIDE))), variables_read()
    assert {name for name in documented if name.removesuffix("_FILE") not in read} == set()

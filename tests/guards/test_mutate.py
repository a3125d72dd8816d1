"""Mutation testing: what is changed, how the change is put in place, and what counts as noticed."""

import importlib.util
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.guards.tree import ROOT

SCRIPTS = ROOT / "scripts"
SMALL = '''
from functools import lru_cache

LIMIT = 3

@lru_cache(maxsize=len("ab") + 2)
def over(n: int, by: int = 1, *, twice: bool = False) -> bool:
    """Not this 1."""
    return n + by > LIMIT


class Day:
    def __init__(self) -> None:
        self.open = True

    @property
    def shut(self) -> bool:
        return not self.open
'''


@pytest.fixture(scope="module")
def scripts() -> Iterator[tuple[Any, Any]]:
    """The two modules of the script, which stand outside the package."""
    sys.path.insert(0, str(SCRIPTS))
    loader = SourceFileLoader("mutate_script", str(SCRIPTS / "mutate"))
    spec = importlib.util.spec_from_loader("mutate_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate_script"] = module
    loader.exec_module(module)
    yield module, sys.modules["mutants"]
    sys.path.remove(str(SCRIPTS))
    del sys.modules["mutate_script"], sys.modules["mutants"], sys.modules["traced"]


def changes(scripts: tuple[Any, Any], body: str) -> list[str]:
    """The mutants of a function of one line, in words."""
    return [mutant.change for mutant in scripts[1].mutants_in(f"def f(a, b):\n    {body}\n", "f.py")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a < b", ["return a < b  ->  return None", "a < b  ->  a <= b"]),
        ("a.go()", ["a.go()  ->  pass"]),
        ("a = 5", ["5  ->  6", "5  ->  4"]),
        ("a += b", ["a += b  ->  pass"]),
        ("a = True", ["True  ->  False"]),
        ("a = b and f", ["b and f  ->  b or f"]),
        ("a = b is None", ["b is None  ->  b is not None"]),
        ("a = min(b)", ["min(b)  ->  max(b)"]),
        ("a = f if b else a", ["f if b else a  ->  f if not b else a"]),
        ("a = [n for n in b if n]", ["[n for n in b if n]  ->  [n for n in b]"]),
        ("raise ValueError", ["raise ValueError  ->  pass"]),
        ("a = b", []),
        ("return None", []),
        ("'''Words 1.'''", []),
    ],
)
def test_each_kind_of_change_is_made_once(scripts: tuple[Any, Any], body: str, expected: list[str]) -> None:
    assert changes(scripts, body) == expected


def test_a_condition_is_turned_round_once(scripts: tuple[Any, Any]) -> None:
    assert changes(scripts, "if a == b: a.go()") == ["a == b  ->  a != b", "a.go()  ->  pass"]
    assert "if a:  ->  if not a:" in changes(scripts, "if a: a.go()")


def test_decorators_defaults_and_module_level_are_left_alone(scripts: tuple[Any, Any]) -> None:
    found = scripts[1].mutants_in(SMALL, "small.py")
    assert [(mutant.name, mutant.change) for mutant in found] == [
        ("over", "return n + by > LIMIT  ->  return None"),
        ("over", "n + by > LIMIT  ->  n + by >= LIMIT"),
        ("over", "n + by  ->  n - by"),
        ("Day.__init__", "self.open = True  ->  pass"),
        ("Day.__init__", "True  ->  False"),
        ("Day.shut", "return not self.open  ->  return None"),
        ("Day.shut", "not self.open  ->  self.open"),
    ]


def small(tmp_path: Path) -> ModuleType:
    """The small module, alive."""
    path = tmp_path / "small.py"
    path.write_text(SMALL)
    spec = importlib.util.spec_from_file_location("small", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_change_reaches_the_living_function_whatever_wraps_it(
    scripts: tuple[Any, Any], tmp_path: Path
) -> None:
    living = small(tmp_path)
    found = {mutant.change: mutant for mutant in scripts[1].mutants_of(tmp_path / "small.py")}
    assert (living.over(3, by=0), living.Day().shut) == (False, False)
    scripts[0].put_in_place(found["n + by > LIMIT  ->  n + by >= LIMIT"], living)
    scripts[0].put_in_place(found["not self.open  ->  self.open"], living)
    living.over.cache_clear()
    assert (living.over(3, by=0), living.Day().shut) == (True, True)


def test_only_a_process_that_ends_well_says_that_nobody_noticed(scripts: tuple[Any, Any]) -> None:
    def loops() -> bool:
        while True:
            pass

    def breaks() -> bool:
        raise ValueError

    assert scripts[0].in_a_fork(lambda: True, 5)
    assert not scripts[0].in_a_fork(lambda: False, 5)
    assert not scripts[0].in_a_fork(breaks, 5)
    assert not scripts[0].in_a_fork(loops, 0)


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("rules/due", ["rules/test_due.py"]),
        ("close", ["test_close.py"]),
        ("rules/following", ["rules/test_following.py"]),
        ("rules/time_owed/owing", []),
    ],
)
def test_a_module_is_tried_by_the_tests_that_mirror_it(
    scripts: tuple[Any, Any], module: str, tests: list[str]
) -> None:
    assert [str(path.relative_to(scripts[0].TESTS)) for path in scripts[0].tests_of(module)] == tests


def test_declarations_are_not_changed_and_the_rules_are(scripts: tuple[Any, Any]) -> None:
    found = list(scripts[0].modules())
    assert {"rules/due", "school_calendar/days", "step", "rules/programmes/rank"} <= set(found)
    assert not [name for name in found if name.startswith(scripts[0].DECLARATIONS)]


def test_too_few_killed_is_a_failure(scripts: tuple[Any, Any], capsys: pytest.CaptureFixture[str]) -> None:
    script, mutants = scripts
    survivor = mutants.Mutant("f.py", "f", (1,), "", "")
    assert script.told([script.Found("a", 100, [survivor] * 15, 200)]) == 0
    assert script.told([script.Found("a", 100, [survivor] * 16, 200)]) == 1
    assert "| a | 100 | 200 | 84 | 16 |\n84 of 100 killed, 84.0%" in capsys.readouterr().out


def test_a_draw_is_always_the_same_and_its_survivors_can_be_tried_again(scripts: tuple[Any, Any]) -> None:
    script, _ = scripts
    some = script.drawn("rules/due", 5, 1)
    assert len(some) == 5
    assert some == script.drawn("rules/due", 5, 1)
    assert some != script.drawn("rules/due", 5, 2)
    assert len(script.drawn("rules/due", 5000, 1)) == len(set(script.drawn("rules/due", 5000, 2))) > 5
    printed = "\n".join(["noise", *(script.shown("rules/due", one) for one in some), "| a | 1 |"])
    assert script.earlier(printed) == {"rules/due": some}

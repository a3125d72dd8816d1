"""Positions of key paths, compared with what the standard library reads."""

import json
import re
import tomllib
from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.engine.pack.locate import KeyPath, Position, locate

BARE = re.compile(r"[A-Za-z0-9_-]+")
TRICKY = "[a]\n# \"no\" = key\n\\ 'quoted', {b = 1}"

keys = st.one_of(
    st.text("abz09_-", min_size=1, max_size=4),
    st.text(st.sampled_from(".# =[]\"'\\é\n]{},"), max_size=4),
)
strings = st.one_of(
    st.text("aé☃\t\x7f\\", max_size=6), st.just(TRICKY), st.text(st.sampled_from("\"'\n#=[]"), max_size=6)
)
leaves = st.one_of(
    st.integers(-(2**40), 2**40),
    st.booleans(),
    strings.filter(lambda text: "\r" not in text),
    st.dates(),
    st.datetimes(),
    st.times(),
)
values: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(keys, inner, max_size=3),
        st.lists(st.dictionaries(keys, inner, max_size=3), min_size=1, max_size=3),
    ),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=4)


class Writer:
    """Writes a document in one of the many ways in which TOML can be written."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.lines: list[str] = []

    def pick(self, *ways: str) -> str:
        return self.chance.choice(ways)

    def key(self, key: str) -> str:
        ways = [json.dumps(key).replace("\x7f", "\\u007f")]
        if BARE.fullmatch(key):
            ways.append(key)
        if "'" not in key and "\n" not in key:
            ways.append(f"'{key}'")
        return self.pick(*ways)

    def text(self, text: str) -> str:
        escaped = json.dumps(text).replace("\x7f", "\\u007f")
        ways = [escaped, f'""{escaped}""']
        printable = all(char in "\n\t" or (char >= " " and char != "\x7f") for char in text)
        if printable and "'" not in text:
            ways.append(f"'''{text if not text.startswith(chr(10)) else chr(10) + text}'''")
            if "\n" not in text:
                ways.append(f"'{text}'")
        return self.pick(*ways)

    def value(self, value: object) -> str:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            gap = self.pick("", " ", "\n", " # a, comment ]\n  ")
            inner = ",".join(f"{gap}{self.value(entry)}{gap}" for entry in value)
            return f"[{inner}{self.pick('', ',') if value else ''}{gap}]"
        if isinstance(value, dict):
            inner = ", ".join(f"{self.key(key)} = {self.value(entry)}" for key, entry in value.items())
            return f"{{ {inner} }}"
        return str(value) if isinstance(value, int) else value.isoformat()  # type: ignore[attr-defined]  # a date

    def table(self, table: dict[str, Any], path: tuple[str, ...] = ()) -> None:
        """A table's own pairs first, then its tables under headers."""
        later: list[tuple[str, Any]] = []
        for key, value in table.items():
            tables = isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value)
            if (isinstance(value, dict) or tables) and self.pick("here", "header") == "header":
                later.append((key, value))
            else:
                self.pair(self.key(key), value)
        for key, value in later:
            header = (*path, self.key(key))
            for entry in value if isinstance(value, list) else [value]:
                name = self.pick(".", " . ").join(header)
                self.lines.append(f"[[{name}]]  # list" if isinstance(value, list) else f"[ {name} ]")
                self.table(entry, header)

    def pair(self, key: str, value: Any) -> None:
        if isinstance(value, dict) and value and self.pick("inline", "dotted") == "dotted":
            for inner, entry in value.items():
                self.pair(f"{key}{self.pick('.', ' . ')}{self.key(inner)}", entry)
        else:
            self.lines.append(f"{self.pick('', '  ')}{key}{self.pick('=', ' = ')}{self.value(value)}")
            if self.pick("", "comment"):
                self.lines.append("# [not.a.table]  x = 1")


def paths_of(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Every key path of what the standard library has read."""
    yield path, value
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from paths_of(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from paths_of(entry, (*path, number))


def key_at(rest: str) -> str | None:
    """The first key that a text begins with."""
    match = re.match(r"'[^'\n]*'|\"(?:[^\"\\\n]|\\.)*\"|[A-Za-z0-9_-]+", rest)
    return next(iter(tomllib.loads(f"{match.group()} = 1"))) if match else None


def header_keys(line: str) -> list[str]:
    """The keys that a header line names, outermost first."""
    keys: list[str] = []
    inner: Any = tomllib.loads(line)
    while inner:
        inner = inner[0] if isinstance(inner, list) else inner
        keys += inner
        inner = next(iter(inner.values()), None)
    return keys


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(documents, st.randoms())
def test_each_key_path_is_found_where_its_key_stands(document: dict[str, Any], chance: Random) -> None:
    writer = Writer(chance)
    writer.table(document)
    text = "\n".join(writer.lines)
    read = tomllib.loads(text)
    found = locate(text)
    lines = text.split("\n")
    assert set(found) == {path for path, _ in paths_of(read)}
    for path, value in paths_of(read):
        position = found[path]
        rest = "\n".join([lines[position.line - 1][position.column - 1 :], *lines[position.line :]])
        names = [part for part in path if isinstance(part, str)]
        if path and rest.startswith("[") and (isinstance(path[-1], str) or isinstance(value, dict)):
            assert position.column == 1
            assert names[-1] in header_keys(rest.partition("\n")[0])
        elif path and isinstance(path[-1], str):
            assert key_at(rest) == path[-1]
        elif path and isinstance(value, int) and not isinstance(value, bool):
            assert re.match(rf"{value}\b", rest)


def test_each_kind_of_key_has_its_line_and_column() -> None:
    text = "\n".join(
        [
            "# a comment",  # 1
            'name = "x # y"',  # 2
            'a."b.c".d = 1',  # 3
            "many = [",  # 4
            "  10, # ten ]",  # 5
            "  { since = 2021-04-01, value = [1, 2] },",  # 6
            "]",  # 7
            'long = """',  # 8
            "fake = 1",  # 9
            '"""',  # 10
            "[[item]]",  # 11
            'code = "A"',  # 12
            "[[item.condition]]",  # 13
            "  op = 'equals'",  # 14
            "[[item]]",  # 15
            "points.behaviour = { warning = 1 }",  # 16
            "[item.extra]",  # 17
            "last = 1979-05-27 07:32:00",  # 18
        ]
    )
    tomllib.loads(text)
    expected: dict[KeyPath, tuple[int, int]] = {
        ("name",): (2, 1),
        ("a",): (3, 1),
        ("a", "b.c"): (3, 3),
        ("a", "b.c", "d"): (3, 9),
        ("many",): (4, 1),
        ("many", 0): (5, 3),
        ("many", 1): (6, 3),
        ("many", 1, "value"): (6, 25),
        ("many", 1, "value", 1): (6, 37),
        ("long",): (8, 1),
        ("item",): (11, 1),
        ("item", 0): (11, 1),
        ("item", 0, "code"): (12, 1),
        ("item", 0, "condition", 0): (13, 1),
        ("item", 0, "condition", 0, "op"): (14, 3),
        ("item", 1): (15, 1),
        ("item", 1, "points", "behaviour", "warning"): (16, 22),
        ("item", 1, "extra", "last"): (18, 1),
    }
    found = locate(text)
    assert {path: found[path] for path in expected} == {
        path: Position(*place) for path, place in expected.items()
    }
    assert not any("fake" in path for path in found)


def test_windows_line_ends_do_not_move_lines() -> None:
    assert locate("a = 1\r\n\r\nb = [\r\n 2]\r\n")[("b", 0)] == Position(4, 2)

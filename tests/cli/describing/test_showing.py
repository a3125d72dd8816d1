"""A pack's parts as plain values, and as lines."""

from __future__ import annotations

import pytest

from evenhand.cli.describing.showing import NoSuchPart, as_text, describe, users
from evenhand.engine.pack.load import load_pack
from tests.tiny_pack import tiny_texts

PACK = load_pack(tiny_texts())


def test_each_part_is_found_by_its_name() -> None:
    assert describe(PACK, "1", ())["clause"] == "1"
    assert describe(PACK, "setting:step.match", ())["default"] == "any"
    assert [one["value"] for one in describe(PACK, "quiet.minutes", ())["values"]] == [10, 15]
    assert describe(PACK, "", ())["clauses by fate"] == {"rule": 2}
    with pytest.raises(NoSuchPart, match=r'expected "quiet\.minutes"'):
        describe(PACK, "quiet.minute", ())


def test_who_uses_a_figure() -> None:
    assert users(PACK, "param:quiet.minutes") == ["placement quiet_room, station sit"]
    assert users(PACK, "setting:nothing") == []


def test_plain_values_are_lines_to_read() -> None:
    plain = {"a": 1, "none": [], "built": True, "empty": "", "by": {"x": {"y": False}}, "list": ["p", "q"]}
    told = "a: 1\nnone: none\nbuilt: yes\nby:\n  x:\n    y: no\nlist:\n  p\n  q"
    assert as_text(plain) == told

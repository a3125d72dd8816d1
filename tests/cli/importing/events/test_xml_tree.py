"""Strangers' XML: a small tree with lines, and nothing hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.cli.importing.events import xml_tree
from evenhand.cli.importing.events.xml_tree import Refused, read_file, read_tree

BOMB = b"""<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"""
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"""
OUTSIDE_TYPE = b"""<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>"""
PARAMETER = b"""<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]><a/>"""


def test_names_lose_their_namespace_and_keep_their_line() -> None:
    root = read_tree(b'<x:a xmlns:x="urn:x">\n <x:b id=" 7 ">  told\n </x:b><c xmlns="urn:y"/></x:a>')
    assert (root.name, [one.name for one in root.children]) == ("a", ["b", "c"])
    assert (root.value("b"), root.children[0].line, root.children[0].attributes) == ("told", 2, {"id": "7"})


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, OUTSIDE_TYPE, PARAMETER])
def test_declarations_are_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_tree(content)
    assert refused.value.expected == "no document type, entity or outside file"


def test_what_is_too_deep_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="levels"):
        read_tree(b"<a>" * 60 + b"</a>" * 60)
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 5)
    with pytest.raises(Refused, match="elements"):
        read_tree(b"<a>" + b"<b/>" * 6 + b"</a>")
    monkeypatch.setattr(xml_tree, "LARGEST", 10)
    (tmp_path / "a.xml").write_bytes(b"<a>         </a>")
    with pytest.raises(Refused, match="at most 0 MB"):
        read_file(tmp_path / "a.xml")


@pytest.mark.parametrize(
    "content", [b"", b"<a>", b"<a></b>", b'<?xml version="1.0" encoding="nonsense"?><a/>']
)
def test_what_is_not_xml_is_refused_with_its_line(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_tree(content)
    assert refused.value.line == 1


def test_other_encodings_are_read() -> None:
    assert read_tree("<a>é</a>".encode("utf-16")).text == "é"

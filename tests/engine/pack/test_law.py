"""The law as data: dated, with its source, and strict about what it holds."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.law import load_law
from evenhand.engine.pack.resolve import digest_with

TEXT = """
country = "somewhere"
title = "A made-up law"
applies_to = ["state_funded"]

[[figure]]
key = "panel_hearing_days"
label = "Days to a hearing"
unit = "school_days"
basis = "law"
values = [
  { since = 2012-09-01, value = 15, source = "An act", confidence = "high" },
  { since = 2020-06-01, value = 25, source = "An amendment", confidence = "high" },
]

[[category]]
code = "PERM"
label = "For good"
form = "permanent"

[[reason]]
code = "OLD"
label = "As it was"
until = 2026-08-31

[[reason]]
code = "NEW"
label = "As it is"
since = 2026-09-01

[[result]]
id = "upheld"
body = "board"
label = "Stands"
"""
LAW = load_law("law.toml", TEXT)


def test_the_digest_depends_on_content_and_stands_beside_the_settings() -> None:
    other = load_law("law.toml", TEXT.replace("value = 25", "value = 26"))
    assert LAW.digest == load_law("law.toml", "# a remark\n" + TEXT).digest != other.digest
    assert len({digest_with([], law) for law in (None, LAW, other)}) == 3


def test_one_is_a_figure() -> None:
    law = load_law("law.toml", TEXT.replace("value = 15", "value = 1"))
    assert [one.value for one in law.figures["panel_hearing_days"].values] == [1, 25]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "panel_hearing_days"', 'key = "panel_days"', '"panel_days" is not known here'),
        ("value = 15", "value = 0", "0 cannot be"),
        ('source = "An act"', 'source = ""', "is empty"),
        ("since = 2020-06-01", "since = 2012-09-01", "does not come after the value above it"),
        ('unit = "school_days"', 'unit = "points"', "points is not counted here"),
        ('basis = "law"', 'basis = "habit"', '"habit" is not known here'),
        ("applies_to", "applies", "this key is not known"),
        ("[[figure]]", "[figure", "not TOML"),
        ("value = 15", 'value = "15"', "a whole number"),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(PackErrors) as found:
        load_law("law.toml", TEXT.replace(old, new, 1))
    words = [str(error) for error in found.value.errors if message in str(error)]
    assert words, found.value
    assert words[0].startswith("law.toml:")

"""Values of Ed-Fi elements in their several spellings."""

from __future__ import annotations

from datetime import date, time

import pytest

from evenhand.cli.importing.events.edfi_values import code_of, codes_of, date_of, text_of, time_of
from evenhand.cli.importing.events.xml_tree import read_tree


@pytest.mark.parametrize(
    "written",
    ["uri://x/D#Fight", "Fight", "<CodeValue>Fight</CodeValue><Namespace>uri://x</Namespace>"],
)
def test_a_descriptor_is_read_however_it_is_written(written: str) -> None:
    assert code_of(read_tree(f"<Behavior>{written}</Behavior>".encode())) == "Fight"


def test_behaviours_stand_by_themselves_or_within_each_other() -> None:
    inner = read_tree(b"<Behaviors><Behavior>A#x</Behavior><Behavior>A#y</Behavior></Behaviors>")
    assert list(codes_of(inner)) == ["x", "y"]
    assert list(codes_of(read_tree(b"<Behavior/>"))) == []


def test_days_and_times_with_and_without_offsets() -> None:
    assert date_of("2026-09-15Z") == date(2026, 9, 15)
    assert date_of("15/09/2026") is None
    assert [time_of(text) for text in ("09:05:00.5Z", "09:05", "09:05Z", "9.05", "25:00:00")] == [
        time(9, 5), time(9, 5), time(9, 5), None, None,
    ]  # fmt: skip


def test_an_element_that_is_not_there_says_nothing() -> None:
    assert (text_of(None), text_of(read_tree(b"<x> y </x>"))) == ("", "y")

"""Rows as the engine is told of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying import events
from evenhand.cli.replaying.events import NEEDED, EventReader, Told
from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.kinds import ALIASES, kind_of
from evenhand.cli.replaying.people import NOBODY
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.facts import Adjustment, Answer, Event
from evenhand.engine.values import EventKind, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import policy


def reader(columns: tuple[str, ...] = NEEDED) -> EventReader:
    return EventReader(policy("tiny"), WORKED, Zone("Europe/London"), NOBODY, "", columns)


def read(**changed: Any) -> Event:
    """The event of a row with some values changed."""
    row = {
        "id": "e1", "at": "2026-09-15T11:20:00+01:00", "pupil": "ada", "kind": "concern", "code": "TALK",
        "lesson": "7L", "by": "t1", "details": "", **changed,
    }  # fmt: skip
    return reader(tuple(row)).read(list(row.values())).event


def bad(**changed: Any) -> BadRow:
    with pytest.raises(BadRow) as caught:
        read(**changed)
    return caught.value


def test_the_period_follows_from_the_time_and_a_lesson_is_of_its_day() -> None:
    event = read()
    assert (event.spot.where, event.spot.scope, event.spot.period) == (Where.LESSON, "2026-09-15/7L", "P3")
    assert read(lesson="2026-09-15/7L").spot.scope == "2026-09-15/7L"


def test_social_time_has_no_lesson_and_its_slot_in_the_details() -> None:
    event = read(lesson="", details='{"slot": "FIELD", "minutes": 3, "place": "Field"}')
    assert (event.spot.where, event.spot.scope) == (Where.OUT_OF_CLASS, "2026-09-15/FIELD")
    assert event.spot.place == "Field"
    assert dict(event.details) == {"minutes": 3}
    assert read(lesson="", at="2026-09-15T12:20:00+01:00").spot.scope == "2026-09-15/LUNCH/out_of_class"


def test_what_belongs_to_the_event_may_stand_in_a_column_of_its_own() -> None:
    event = read(kind="arrival", code="", lesson="", about="e0", witness="t2")
    assert (event.kind, event.about, event.witness) == (EventKind.ARRIVAL, "e0", "t2")
    assert event.spot.where is Where.PLACEMENT


def test_adjustments_and_answers_are_read() -> None:
    details = {
        "adjustments": [{"id": "a1", "kind": "extra_time", "value": 2}],
        "answers": [{"adjustment": "a1", "outcome": "applied"}],
        "list": ["x", "y"],
    }
    event = read(details=json.dumps(details))
    assert event.adjustments == (Adjustment("a1", "extra_time", 2),)
    assert event.answers == (Answer("a1", "applied"),)
    assert dict(event.details) == {"list": ("x", "y")}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": " "}, "id"),
        ({"pupil": ""}, "pupil"),
        ({"by": None}, "by"),
        ({"code": ["TALK"]}, "code"),
        ({"code": "NONE"}, "code"),
        ({"kind": "close", "code": "fortnight"}, "code"),
        ({"at": "yesterday"}, "at"),
        ({"at": 3}, "at"),
        ({"at": "2026-09-15T11:20:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"details": "{"}, "details"),
        ({"details": "[]"}, "details"),
        ({"details": '{"x": null}'}, "details"),
        ({"details": '{"adjustments": 3}'}, "details"),
        ({"details": '{"answers": [{"adjustment": "a"}]}'}, "details"),
        ({"details": '{"adjustments": [{"id": "a", "kind": "b", "value": "c"}]}'}, "details"),
        ({"where": "moon"}, "where"),
    ],
)
def test_what_does_not_fit_names_its_column_and_what_was_expected(
    changed: dict[str, Any], field: str
) -> None:
    found = bad(**changed)
    assert found.field == field
    assert found.message
    assert found.expected


def test_a_kind_may_be_written_plainly() -> None:
    assert kind_of("Detention outcome") is EventKind.OWED_OUTCOME
    assert kind_of("correction") is EventKind.VOID
    assert kind_of("LATE-MARK") is EventKind.LATE
    assert all(kind_of(kind.value) is kind for kind in EventKind)
    assert [word for word, kind in ALIASES.items() if kind_of(word) is not kind] == []


def test_a_code_that_fits_one_kind_is_not_taken_for_another_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "FITS_KEPT", 1)
    one = reader()

    def row(kind: str, code: str) -> list[str]:
        return ["e1", "2026-09-15T11:20:00+01:00", "ada", kind, code, "7L", "t1", ""]

    for kind in ("concern", "Concern", "concern"):
        assert one.read(row(kind, "TALK")).event.kind is EventKind.CONCERN
        for _ in range(2):
            with pytest.raises(BadRow, match="no period"):
                one.read(row("facts", "TALK"))
            with pytest.raises(BadRow, match="not in the catalogue"):
                one.read(row(kind, "NOPE"))


ROWS = st.tuples(
    st.sampled_from(("e1", " e2 ")),
    st.sampled_from(("2026-09-15T", "2026-09-18T", "2026-10-25T")),
    st.sampled_from(("11:20:00+01:00", "11:20:59+01:00", "10:20:59+00:00", "01:30:00+00:00", "12:20:00Z")),
    st.sampled_from(("ada", "ben")),
    st.sampled_from(("concern", "Concern", "arrival", "late", "achievement")),
    st.sampled_from(("TALK", " TALK", "")),
    st.sampled_from(("7L", "2026-09-15/7L", "", " 7L ")),
    st.sampled_from(
        ("", "{}", '{"minutes": 3}', '{"slot": "FIELD"}', '{"where": "off_site", "about": "e0"}')
    ),
)


@given(st.lists(ROWS, max_size=12), st.integers(1, 8))
def test_what_a_reader_keeps_of_rows_changes_no_other_row(rows: list[tuple[str, ...]], kept: int) -> None:
    """One reader of many rows against a new one for each."""

    def told(one: EventReader, values: list[str]) -> Told | str:
        try:
            return one.read(values)
        except BadRow as problem:
            return str(problem)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "SPOTS_KEPT", kept)  # so that room is needed
        same = reader()
        for ident, day, clock, pupil, kind, code, lesson, details in rows:
            values = [ident, day + clock, pupil, kind, code, lesson, "t1", details]
            assert told(same, values) == told(reader(), values)


def test_a_kind_fits_the_code_it_stands_with() -> None:
    told = bad(kind="achievement")
    assert (told.field, told.expected) == ("kind", "concern")
    assert bad(code="talk").expected == '"TALK"'


@pytest.mark.parametrize("given", ['{"note": "\\ud800"}', "[" * 50_000, '{"a": ' + "9" * 5000 + "}"])
def test_details_that_cannot_be_held_are_one_bad_row(given: str) -> None:
    assert bad(details=given).field == "details"


def test_a_moment_stands_in_the_decisions_as_rfc_3339_has_it() -> None:
    row = ["e1", "2026-09-15 11:20+0100", "ada", "concern", "TALK", "7L", "t1", ""]
    assert reader().read(row).at == "2026-09-15T11:20:00+01:00"

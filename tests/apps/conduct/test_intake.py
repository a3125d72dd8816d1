"""What a device sends: every fault of form is named, and nothing whatever makes the reader fall over."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.intake import MOST, OUTCOMES, read

ID = "0190f0f0-0000-7000-8000-000000000001"
GOOD: dict[str, Any] = {"id": ID, "kind": "concern", "pupil": 7, "code": "X", "lesson": 3}


def faults(body: bytes | dict[str, Any]) -> set[str]:
    """The fields that are named as wrong in a request, or in one record."""
    sent = body if isinstance(body, bytes) else json.dumps({"records": [body]}).encode()
    try:
        read(sent)
    except Refused as refused:
        found = refused.problems
    else:
        found = ()
    assert all(problem.message for problem in found)
    return {problem.field for problem in found}


def test_a_whole_record_is_read_as_it_was_sent() -> None:
    more = {
        "happened_at": "2026-11-17T11:02:00+00:00",
        "details": {"items": ["pen"], "note": True, "late": 6},
    }
    (command,) = read(json.dumps({"records": [{**GOOD, **more, "text": "Zoë \N{PILE OF POO}"}]}).encode())
    assert (str(command.event_id), command.kind, command.pupil_id, command.lesson_id) == (ID, "concern", 7, 3)
    assert command.details == {"items": ("pen",), "note": True, "late": 6}
    assert command.happened_at is not None
    assert command.happened_at.isoformat() == "2026-11-17T11:02:00+00:00"
    assert command.text == "Zoë \N{PILE OF POO}"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"nonsense", b"[" * 100_000, b'{"records": ' + b"9" * 5_000 + b"}",
        b'{"records": [' + b'{"a":' * 50_000,
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(body: bytes) -> None:
    assert faults(body) == {"body"}


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b"{}", b'{"records": []}', b'{"records": {}}', b'{"records": 3}']
)
def test_a_request_without_records_is_refused(body: bytes) -> None:
    assert faults(body) == {"records"}


def test_more_than_the_most_is_refused() -> None:
    records = [{**GOOD, "id": str(uuid4())} for _ in range(MOST + 1)]
    assert faults(json.dumps({"records": records}).encode()) == {"records"}
    assert len(read(json.dumps({"records": records[:MOST]}).encode())) == MOST


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x"), ("id", 3), ("id", ""), ("kind", "suspend"), ("kind", None), ("where", "moon"), ("pupil", "7"),
        ("pupil", None), ("pupil", True), ("pupil", 10**30), ("pupil", -(10**30)), ("lesson", 1.5), ("lesson", 2**63),
        ("witness", "me"), ("on_behalf_of", 10**19), ("code", 5), ("text", ["x"]), ("text", "a\x00b"),
        ("text", "\ud800"), ("place", "\x00"), ("code", "x" * 61), ("about", "x" * 65), ("happened_at", "yesterday"),
        ("happened_at", "2026-11-17T11:02:00"), ("happened_at", "0001-01-01T00:00:00+14:00"),
        ("device_at", "9999-12-31T23:59:59-14:00"), ("device_at", 5), ("details", []), ("details", "x"),
        ("answers", {}), ("answers", [{"outcome": "forgiven"}]), ("answers", ["x"]), ("points", 10),
        ("recorded_by", 3), ("actor", 3), ("school", 2),
    ],
)  # fmt: skip
def test_each_bad_field_is_named(field: str, value: object) -> None:
    assert field in faults({**GOOD, field: value})


@pytest.mark.parametrize("value", [None, 1.5, {}, [1], "\x00", "\ud800", ["\x00"], 10**30, "x" * 10_001])
def test_each_bad_detail_is_named(value: object) -> None:
    assert faults({**GOOD, "details": {"minutes": value}}) == {"minutes"}


def test_the_name_of_a_detail_is_a_word_too() -> None:
    assert faults({**GOOD, "details": {"a\x00": 1}}) == {"details"}
    assert faults({**GOOD, "details": {f"d{n}": n for n in range(100)}}) == {"details"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_way_to_answer_an_adjustment_is_read(outcome: str) -> None:
    sent = {**GOOD, "answers": [{"adjustment": "4", "outcome": outcome, "reason": "So agreed"}]}
    (command,) = read(json.dumps({"records": [sent]}).encode())
    assert [tuple(answer) for answer in command.answers] == [("4", outcome, "So agreed")]


def test_every_fault_of_every_record_is_named_at_once() -> None:
    records = [{**GOOD, "kind": "x", "pupil": "y"}, {**GOOD, "lesson": "z"}, 5]
    assert faults(json.dumps({"records": records}).encode()) == {"kind", "pupil", "lesson", "records"}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
record = st.dictionaries(
    st.sampled_from([*GOOD, "details", "answers", "happened_at", "text", "where", "x"]), plain
)


@settings(max_examples=100)
@given(st.one_of(plain, st.lists(record, max_size=3).map(lambda rows: {"records": rows})))
def test_anything_is_read_or_refused_in_words(body: object) -> None:
    faults(json.dumps(body).encode())


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(body: bytes) -> None:
    faults(body)

"""The digest of a link covers every field, canonically."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from evenhand.apps.audit.chain import Link, canonical, digest_of

LINK = Link(
    1, 1, datetime(2026, 11, 17, 11, 32, tzinfo=UTC), 7, "Ms N. Okonjo", "", "do", "x:1", {"a": 1}, ""
)
OTHERS: dict[str, Any] = {
    "school": 2,
    "seq": 2,
    "at": LINK.at + timedelta(microseconds=1),
    "actor_id": None,
    "actor_name": "Ms N. Okonio",
    "on_behalf_of": "Mr A",
    "action": "undo",
    "subject": "x:2",
    "body": {"a": "1"},
    "previous": "0",
}


def test_every_field_is_covered() -> None:
    assert set(OTHERS) == set(Link._fields)
    digests = {digest_of(LINK._replace(**{name: value})) for name, value in OTHERS.items()}
    assert len(digests | {digest_of(LINK)}) == len(OTHERS) + 1


def test_the_order_of_keys_and_the_zone_of_the_moment_change_nothing() -> None:
    there = LINK.at.astimezone(timezone(timedelta(hours=5)))
    one = LINK._replace(body={"a": 1, "b": 2})
    other = LINK._replace(body={"b": 2, "a": 1}, at=there)
    assert digest_of(one) == digest_of(other)


def test_words_are_kept_as_they_are_written() -> None:
    assert canonical({"b": "Ælfgifu", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"Ælfgifu"}'.encode()


@pytest.mark.parametrize("plain", [1.5, [1.0], {"a": {"b": [0.1]}}])
def test_a_float_is_refused(plain: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(plain)  # type: ignore[arg-type]  # what is refused

"""The digest of a link covers every field, canonically."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.apps.audit.chain import Link, ahead_of, canonical, digest_at, digest_of

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


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
bodies = st.dictionaries(
    words, st.none() | st.integers(-99, 99) | words | st.lists(words, max_size=2), max_size=3
)
there = timezone(timedelta(hours=1))
moments = st.integers(0, 2**31).map(
    lambda at: datetime.fromtimestamp(at, UTC).replace(microsecond=at % 10**6)
)
links = st.builds(
    Link,
    st.integers(1, 9),
    st.integers(1, 2**63 - 1),
    moments | moments.map(lambda at: at.astimezone(there)),
    st.none() | st.integers(1, 99),
    words,
    words,
    words,
    words,
    bodies,
    st.sampled_from(["", "0" * 64, "9f" * 32]),
)


@given(links)
def test_what_was_written_ahead_has_the_digest_of_the_whole_link(link: Link) -> None:
    ahead = ahead_of(
        at=link.at,
        actor_id=link.actor_id,
        actor_name=link.actor_name,
        action=link.action,
        subject=link.subject,
        body=canonical(link.body).decode(),
        on_behalf_of=link.on_behalf_of,
    )
    assert digest_at(ahead, link.school, link.seq, link.previous) == digest_of(link)

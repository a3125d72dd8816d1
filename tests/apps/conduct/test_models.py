"""An event's details are told with the words that its payload keeps."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.models import WRITTEN, Event, EventPayload
from evenhand.apps.tenancy.erasable import ERASED


def test_details_without_words_need_no_payload() -> None:
    row = Event(details={"minutes_late": 5})
    assert row.told() == {"minutes_late": 5}
    assert row.said("reason") == ""


@pytest.mark.parametrize(("words", "said"), [({"reason": "Bus broke down"}, "Bus broke down"), ({}, ERASED)])
def test_words_come_from_the_payload(words: dict[str, str], said: str) -> None:
    row = Event(details={"reason": WRITTEN, "minutes_late": 5})
    row.payload = EventPayload(event=row, words=words)
    assert row.said("reason") == said
    assert row.told() == {"reason": said, "minutes_late": 5}


def test_a_row_just_made_knows_its_words() -> None:
    row = Event(details={"reason": WRITTEN})
    row.spoken = {"reason": "Bus broke down"}
    assert row.said("reason") == "Bus broke down"

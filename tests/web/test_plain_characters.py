"""A character that no database keeps is refused before a page is asked."""

from __future__ import annotations

import pytest

from tests.cast import SchoolCast
from tests.classroom import signed_in

NUL = "a\x00b"


def test_a_form_and_an_address_with_such_a_character_are_refused_in_words(here: SchoolCast) -> None:
    client, page = signed_in(here, "senior_leader"), f"/injuries/{here.pupil.pk}/"
    for sent in ({"words": NUL}, {NUL: "words"}, {"parts": ["head", NUL]}):
        answer = client.post(page, sent)
        assert answer.status_code == 400
        assert "a character that cannot be kept" in answer.content.decode()
    assert client.get("/find/", {"q": NUL}).status_code == 400
    assert client.post(page, {"words": "Ein Stuhl fiel um 🎉 שלום"}).status_code == 422


@pytest.mark.parametrize("body", ['{"a": 1}', "{"])
def test_what_a_device_sends_is_read_where_it_always_was(here: SchoolCast, body: str) -> None:
    answer = signed_in(here).post("/record/", body, content_type="application/json")
    assert answer.status_code == 422

"""The forms of a stay: what they demand."""

from __future__ import annotations

import pytest

from evenhand.apps.removal.forms import GapForm, ReleaseForm
from evenhand.apps.removal.stay_page import FORMS


@pytest.mark.parametrize("key", ["family", "repair", "reflection", "book", "phone", "prevention"])
def test_an_empty_form_is_refused(key: str) -> None:
    assert not FORMS[key]({}).is_valid()


def test_release_and_gap_may_be_sent_as_they_are() -> None:
    assert ReleaseForm({}).is_valid()
    assert GapForm({}).is_valid()


def test_a_time_that_is_none_is_refused() -> None:
    assert not GapForm({"gap-until": "tomorrow"}).is_valid()

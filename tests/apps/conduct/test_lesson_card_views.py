"""The page of cards, one tap from the class, and the ticks of what was tried before a warning."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from evenhand.apps.conduct.models import ClassLog, Event, LedgerEntry
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import one, send, signed_in

UNPROCESSABLE = 422


def deck(cast: SchoolCast, kind: str) -> str:
    """The cards of one kind, as the teacher sees them."""
    html = signed_in(cast).get(f"/class/{cast.lesson.pk}/cards/").content.decode()
    start = html.index(f'id="deck-{kind}"')
    return html[start : html.index("</section>", start)]


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        pytest.param("start", "65", "Planners and equipment", marks=pytest.mark.covers("STAR-65")),
        pytest.param("start", "66", "At the door", marks=pytest.mark.covers("STAR-66")),
        pytest.param("start", "67", "short task of recall", marks=pytest.mark.covers("STAR-67")),
        pytest.param("start", "70", "look back", marks=pytest.mark.covers("STAR-70")),
        pytest.param("start", "71", "Objectives", marks=pytest.mark.covers("STAR-71")),
        pytest.param("during", "72", "tidy", marks=pytest.mark.covers("STAR-72")),
        pytest.param("during", "73", "Expectations are on show", marks=pytest.mark.covers("STAR-73")),
        pytest.param("during", "74", "dated and well set out", marks=pytest.mark.covers("STAR-74")),
        pytest.param("during", "59", "Routines", marks=pytest.mark.covers("STAR-59")),
        pytest.param("end", "76", "Chairs under desks", marks=pytest.mark.covers("STAR-76")),
        pytest.param("prompt", "58", "Clear directions", marks=pytest.mark.covers("STAR-58")),
        pytest.param("prompt", "62", "Directed questions", marks=pytest.mark.covers("STAR-62")),
        pytest.param("prompt", "63", "Slow stretches", marks=pytest.mark.covers("STAR-63")),
        pytest.param("prompt", "84", "Signals without words", marks=pytest.mark.covers("STAR-84")),
        pytest.param("prompt", "86", "Corrective statements", marks=pytest.mark.covers("STAR-86")),
        pytest.param("prompt", "89", "even tone", marks=pytest.mark.covers("STAR-89")),
    ],
)
def test_a_card_of_the_policy_shows_under_its_heading(
    here: SchoolCast, kind: str, number: str, words: str
) -> None:
    shown = deck(here, kind)
    assert words in shown
    assert f'href="/policy/{number}/"' in shown


@pytest.mark.covers("STAR-60")
def test_the_six_techniques_are_named(here: SchoolCast) -> None:
    shown = deck(here, "technique")
    for name in (
        "What To Do",
        "Teacher Radar",
        "Positive Group",
        "Anonymous Individual",
        "Do It Again",
        "Whole Class Reset",
    ):
        assert name in shown
    assert shown.count("<li>") == 6


def test_the_cards_are_one_tap_from_the_class_and_ones_own(here: SchoolCast) -> None:
    page = f"/class/{here.lesson.pk}/cards/"
    assert page in signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    assert signed_in(here, "other").get(page).status_code == 404


@pytest.mark.covers("STAR-68")
def test_a_routine_taught_is_listed_for_its_class(here: SchoolCast) -> None:
    client, page = signed_in(here), f"/class/{here.lesson.pk}/cards/"
    assert client.post(page, {"kind": "routine", "words": "Entering in silence"}).status_code == 302
    assert "Entering in silence" in client.get(page).content.decode()
    assert client.post(page, {"kind": "routine", "words": ""}).status_code == UNPROCESSABLE


@pytest.mark.covers("STAR-77")
def test_a_reset_changes_no_ledger(here: SchoolCast) -> None:
    signed_in(here).post(f"/class/{here.lesson.pk}/cards/", {"kind": "reset", "words": "Lining up"})
    with in_school(here.school):
        assert ClassLog.objects.get().kind == "reset"
        assert not LedgerEntry.objects.exists()
        assert not Event.objects.exists()


@pytest.mark.covers("STAR-61")
def test_a_warning_offers_what_was_tried_before_and_needs_none_of_it(here: SchoolCast) -> None:
    client, page = signed_in(here), f"/class/{here.lesson.pk}/"
    assert "Before a warning" in deck(here, "correction")
    assert "Eye contact" in deck(here, "correction")
    assert "data-tried" in client.get(page).content.decode()
    form: dict[str, Any] = {"token": str(uuid4()), "act": "DIS-04", "pupil": here.pupil.pk}
    html = client.post(page, form).content.decode()
    assert 'name="tried" value="eye-contact"' in html
    assert client.post(page, {**form, "sure": "1", "tried": ["eye-contact", "made-up"]}).status_code == 302
    with in_school(here.school):
        assert Event.objects.get().details == {"tried": ["eye-contact"]}
    send(client, one(here, "concern", "DIS-04", here.pupils[1]))
    assert "tried first: eye contact" in client.get(f"/pupils/{here.pupil.pk}/").content.decode()
    assert "tried first" not in client.get(f"/pupils/{here.pupils[1].pk}/").content.decode()

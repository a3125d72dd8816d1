"""Tokens, drafts and the end of a booklet."""

from __future__ import annotations

from uuid import UUID

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.services import finish_station
from evenhand.apps.restorative import booklets
from evenhand.apps.restorative.booklet_pages import locked_page
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import agree


def test_only_the_questions_of_the_booklet_are_kept(here: SchoolCast, stay: UUID) -> None:
    with in_school(here.school):
        row = booklets.open_for(here.actor("removal_manager"), stay=Stay.objects.get(pk=stay))
    opened = booklets.opening(booklets.token_of(row))
    assert opened is not None
    kept = booklets.save(opened, {"felt": " Cross ", "other": "x", "happened": "y" * (booklets.LONGEST + 1)})
    assert kept is not None
    assert set(kept.answers) == {"felt", "happened"}
    assert kept.answers["felt"] == "Cross"
    assert len(kept.answers["happened"]) == booklets.LONGEST


def test_a_stay_whose_station_is_done_opens_no_booklet(here: SchoolCast, stay: UUID) -> None:
    manager = here.actor("removal_manager")
    with in_school(here.school):
        held = Stay.objects.get(pk=stay)
        finish_station(actor=manager, stay=held, station="reflection")
        with pytest.raises(Refused):
            booklets.open_for(manager, stay=held)


def test_plain_words_are_asked_for_by_the_policy_alone(here: SchoolCast, stay: UUID) -> None:
    agree(here, here.pupil, "plain_words")
    with in_school(here.school):
        row = booklets.open_for(here.actor("removal_manager"), stay=Stay.objects.get(pk=stay))
        page = locked_page(row, "token", simple=False)
        plain = locked_page(row, "token", simple=True)
    assert (page.simple, page.offers_simple) == (False, True)
    assert (plain.simple, plain.offers_simple) == (True, False)
    assert plain.questions[3].words == "Why did it happen?"
    assert plain.questions[3].symbol

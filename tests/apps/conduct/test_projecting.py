"""A device marked as projected starts hidden and goes back to that."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.test import RequestFactory

from evenhand.apps.conduct import projecting
from tests.cast import MOMENT


def hidden(**cookies: str) -> bool:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return projecting.starts_hidden(request)


def test_only_a_marked_device_hides(db: object, moment: object) -> None:
    until = str(int((MOMENT + timedelta(minutes=4)).timestamp()))
    assert not hidden()
    assert hidden(projected="1")
    assert not hidden(projected="1", names_until=until)


def test_a_time_that_is_over_or_too_far_off_does_not_show_names(db: object, moment: object) -> None:
    for minutes in (-1, 6, 10_000_000):
        assert hidden(projected="1", names_until=str(int(MOMENT.timestamp()) + minutes * 60))
    assert hidden(projected="1", names_until="soon")


def test_showing_lasts_five_minutes(db: object, moment: object) -> None:
    response = HttpResponse()
    projecting.show(response)
    assert response.cookies["names_until"]["max-age"] == 300
    projecting.unmark(response)
    assert response.cookies["projected"].value == ""

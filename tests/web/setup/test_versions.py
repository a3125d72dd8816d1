"""Of two adults who have the same form of the set-up open the second sees both versions, and chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from evenhand.apps.letters.models import Authority
from evenhand.apps.tenancy.bell_rows import bell_rows_of
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.year_rows import ClosureRow, rows_of
from evenhand.web.setup.versions import bell_words_in, last_changed, year_words_in
from tests.cast import SchoolCast, add_person
from tests.classroom import signed_in
from tests.crawling import form_with
from tests.reading_pages import shown
from tests.web.setup import test_bells, test_year

YEAR, BELLS, SCHOOL, BOOK = "/setup/year/", "/setup/bells/", "/setup/school/", "/setup/addresses/"
Both = tuple[Client, Client]


@pytest.fixture
def both(here: SchoolCast) -> Both:
    """The browsers of two administrators."""
    with in_school(here.school):
        here.memberships["second"] = add_person(here.school, "second", [("administrator", None)])
    return signed_in(here, "administrator"), signed_in(here, "second")


def seen_by(client: Client, address: str) -> str:
    """The version that an opened form carries."""
    return dict(form_with(client.get(address).content, "seen").fields)["seen"]


def saved_by_both(both: Both, address: str, theirs: dict[str, Any], mine: dict[str, Any]) -> Any:
    """Both open the form and save; what the second is answered."""
    versions = [seen_by(client, address) for client in both]
    first = both[0].post(address, {**theirs, "seen": versions[0]})
    assert first.status_code == 302, first.content.decode()[:2000]
    answer = both[1].post(address, {**mine, "seen": versions[1]})
    assert answer.status_code == 409
    assert "saved this first" in shown(answer.content.decode())
    return answer


def chosen(client: Client, address: str, answer: Any, **typed: str) -> None:
    """One's own from the page with both versions, without a script."""
    form = form_with(answer.content, "seen")
    assert client.post(address, {**dict(form.fields), **typed}).status_code == 302


def test_terms_and_closures(here: SchoolCast, both: Both) -> None:
    with in_school(here.school):
        rows = rows_of(calendar_of(here.school).years[0])
    theirs = replace(rows, closures=(*rows.closures, ClosureRow("2026-11-25", "closure", "Boiler")))
    mine = replace(rows, closures=(*rows.closures, ClosureRow("2026-11-26", "inset", "Training")))
    answer = saved_by_both(both, YEAR, test_year.typed(theirs), test_year.typed(mine))
    page = shown(answer.content.decode())
    assert "2026-11-25: Boiler, other closure" in page
    assert "2026-11-26: Training, staff training" in page
    assert "Terms and half-terms" not in page
    assert "leave theirs, and make your change there again" in page
    chosen(both[1], YEAR, answer)
    with in_school(here.school):
        told = last_changed(here.school.pk, year_words_in(rows.id))
        assert "Training" in told.words["closed"]
        assert "Boiler" not in told.words["closed"]
        assert told.by == here.user("second").pk


def test_bells_and_who_changed_them_last(here: SchoolCast, both: Both) -> None:
    with in_school(here.school):
        year = calendar_of(here.school).years[0]
    kind = bell_rows_of(year)[0]
    theirs = test_bells.typed([replace(kind, closing="15:20")])
    mine = test_bells.typed([replace(kind, closing="15:30")])
    answer = saved_by_both(both, BELLS, theirs, mine)
    page = shown(answer.content.decode())
    assert "Kind of day: ordinary" in page
    assert "closing bell 15:20" in page
    assert "closing bell 15:30" in page
    assert "cycle" not in page.partition("saved this first")[2]
    chosen(both[1], BELLS, answer)
    # A change of the terms leaves the bells as they are, and whose they are.
    rows = rows_of(year)
    more = replace(rows, closures=(*rows.closures, ClosureRow("2026-11-25", "closure", "Boiler")))
    assert both[0].post(YEAR, test_year.typed(more)).status_code == 302
    with in_school(here.school):
        told = last_changed(here.school.pk, bell_words_in(year.id))
        assert told.by == here.user("second").pk
        assert "closing bell 15:30" in told.words["kind-ordinary"]
        assert last_changed(here.school.pk, bell_words_in("2040-41")).words == {}


def test_details_of_the_school(here: SchoolCast, both: Both) -> None:
    given = {"name": "Marlow Bridge", "short_name": "Marlow", "trust": "", "urn": "123456", "dfe": ""}
    answer = saved_by_both(both, SCHOOL, given, {**given, "urn": "654321", "name": "Marlow Bridge School"})
    page = answer.content.decode()
    assert "123456" in page
    assert '<input id="mine-1" name="name" dir="auto" value="Marlow Bridge School">' in page
    chosen(both[1], SCHOOL, answer, name="Marlow Bridge School", urn="654321")
    assert School.objects.get(pk=here.school.pk).identifiers["urn"] == "654321"


def test_the_address_book(here: SchoolCast, both: Both) -> None:
    theirs = {"police-name": "PC Hale", "governors-name": "The governors"}
    answer = saved_by_both(both, BOOK, theirs, {"police-name": "PC Moss", "governors-name": "The governors"})
    page = shown(answer.content.decode())
    assert "Police contact: Name" in page
    assert "PC Hale" in page
    chosen(both[1], BOOK, answer, **{"police-name": "PC Moss", "governors-name": "The governors"})
    with in_school(here.school):
        assert Authority.objects.get(key="police").name == "PC Moss"
        assert Authority.objects.get(key="governors").name == "The governors"
    # What oneself has written is no surprise.
    assert (
        both[1]
        .post(BOOK, {"police-name": "PC Reed", "governors-name": "The governors", "seen": "older"})
        .status_code
        == 302
    )

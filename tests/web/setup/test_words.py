"""Words are erased from a page after a look, with a reason and the name typed, by an administrator or the principal."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct.models import EventPayload
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in
from tests.incidents import concern
from tests.reading_pages import shown

URL = "/setup/words/"
RULE = "Seven years after leaving"


@pytest.fixture
def said(here: SchoolCast) -> SchoolCast:
    with in_school(here.school):
        EventPayload.objects.create(
            school=here.school, event=concern(here).event, text="He shouted", salt="s"
        )
    return here


def text(cast: SchoolCast) -> str:
    with in_school(cast.school):
        return EventPayload.objects.get().text


def test_a_look_changes_nothing_and_the_name_and_reason_are_needed(said: SchoolCast) -> None:
    client = signed_in(said, "administrator")
    assert client.get(URL).status_code == 200
    page = shown(client.get(f"{URL}?pupil={said.pupil.pk}").content.decode())
    assert said.pupil.display_name in page
    assert "Events" in page
    sent = {"pupil": str(said.pupil.pk), "reason": RULE, "name": said.pupil.display_name}
    for wrong in ({"name": "Somebody Else"}, {"reason": " "}):
        assert client.post(URL, {**sent, **wrong}).status_code == 422
    assert text(said) == "He shouted"
    assert client.post(URL, sent).status_code == 302
    assert text(said) == ""
    with in_school(said.school):
        entry = AuditEntry.objects.get(action="words.erased")
        assert (entry.body["rule"], entry.actor_id) == (RULE, said.user("administrator").pk)


def test_a_pupil_of_the_next_school_is_not_found(cast: Cast, said: SchoolCast) -> None:
    answer = signed_in(said, "principal").get(f"{URL}?pupil={cast.next_door.pupil.pk}")
    assert answer.status_code == 422
    assert "No pupil of this school" in answer.content.decode()


def test_nobody_else_finds_the_page(said: SchoolCast) -> None:
    for role in ("teacher", "senior_leader", "policy_author", "safeguarding_lead"):
        assert signed_in(said, role).get(URL).status_code == 404


def test_the_principal_is_led_there_from_the_pupil(said: SchoolCast) -> None:
    page = signed_in(said, "principal").get(f"/pupils/{said.pupil.pk}/").content.decode()
    assert f'href="{URL}?pupil={said.pupil.pk}"' in page
    assert URL not in signed_in(said, "senior_leader").get(f"/pupils/{said.pupil.pk}/").content.decode()

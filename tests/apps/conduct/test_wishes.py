"""How a pupil likes praise stands on the profile, and is chosen beforehand where praise is given."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct.models import Event, PraisePrompt
from evenhand.apps.conduct.wishes import Wishes, set_wishes, wishes_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import page_data, signed_in
from tests.reading_pages import shown

PRESSED = 'data-do="privately" aria-pressed="true"'


def wish(cast: SchoolCast, role: str = "pastoral_lead", **ticked: str) -> int:
    client = signed_in(cast, role)
    return int(client.post(f"/praise/{cast.pupil.pk}/", {"kind": "wishes", **ticked}).status_code)


def corridor(cast: SchoolCast, number: int = 0) -> Any:
    return signed_in(cast, "teacher").get(f"/find/{cast.pupils[number].pk}/")


@pytest.mark.covers("INF-RW-1")
def test_for_who_likes_a_quiet_word_it_is_chosen_beforehand_and_kept_with_the_praise(
    next_door: SchoolCast,
) -> None:
    assert PRESSED not in corridor(next_door).content.decode()
    assert wish(next_door, quiet="on") == 302
    profile = shown(signed_in(next_door).get(f"/profile/{next_door.pupil.pk}/").content.decode())
    assert "Praise is a quiet word" in profile
    page = corridor(next_door).content.decode()
    assert PRESSED in page
    assert 'name="private" value="yes" checked' in page
    assert PRESSED not in corridor(next_door, 1).content.decode()
    told = page_data(signed_in(next_door).get(f"/class/{next_door.lesson.pk}/"))["pupils"]
    assert [key for key, one in told.items() if one.get("quiet")] == [str(next_door.pupil.pk)]
    form = {"token": corridor(next_door).context["token"], "act": "CMP-01", "private": "yes"}
    signed_in(next_door).post(f"/find/{next_door.pupil.pk}/", {**form, "place": "Hall"})
    with in_school(next_door.school):
        assert Event.objects.get(kind="achievement").details == {"private": True}
    record = shown(signed_in(next_door).get(f"/pupils/{next_door.pupil.pk}/").content.decode())
    assert "a quiet word" in record


def test_a_wish_that_no_longer_holds_is_closed_and_stays_on_record(next_door: SchoolCast) -> None:
    wish(next_door, quiet="on", unnamed="on")
    with in_school(next_door.school):
        assert wishes_of([next_door.pupil.pk]) == {next_door.pupil.pk: Wishes(True, True)}
    wish(next_door, unnamed="on")
    with in_school(next_door.school):
        assert wishes_of([next_door.pupil.pk]) == {next_door.pupil.pk: Wishes(False, True)}
        assert PraisePrompt.objects.filter(kind="quiet", closed_at__isnull=False).count() == 1


def test_it_is_kept_by_those_who_keep_the_profile(next_door: SchoolCast) -> None:
    assert wish(next_door, "teacher", quiet="on") == 404
    page = signed_in(next_door).get(f"/praise/{next_door.pupil.pk}/").content.decode()
    assert "For all to hear." in page
    with in_school(next_door.school):
        assert not PraisePrompt.objects.exists()


def test_wishes_that_two_adults_wrote_at_once_end_together_and_what_is_unchanged_leaves_no_mark(
    next_door: SchoolCast,
) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        for _ in range(2):
            PraisePrompt.objects.create(school=next_door.school, pupil=pupil, kind="quiet", by_id=lead.person)
        set_wishes(lead, pupil=pupil, wishes=Wishes())
        assert wishes_of([pupil.pk]) == {}
        for _ in range(2):
            set_wishes(lead, pupil=pupil, wishes=Wishes(unnamed=True))
        assert AuditEntry.objects.filter(action="praise.wishes").count() == 2

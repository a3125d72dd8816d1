"""The record of searches: not there until the school switches it on, and complete or refused."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.policy.selectors import forget
from evenhand.apps.support.models import SearchRecord
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, SchoolCast
from tests.classroom import one, send, signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422


def address(cast: SchoolCast) -> str:
    return f"/searches/{cast.pupil.pk}/"


def switch_on(cast: SchoolCast) -> None:
    with in_school(cast.school):
        SettingChange.objects.create(
            school=cast.school, key="search.enabled", value=True, since=FROM, reason="A procedure is approved"
        )
    forget(cast.school.pk)


def form(cast: SchoolCast) -> dict[str, str]:
    return {
        "happened": "2026-11-17T11:10",
        "place": "Office",
        "searched_by": str(cast.user("senior_leader").pk),
        "witness": str(cast.user("pastoral_lead").pk),
        "found": "yes",
        "grounds": "Somebody had seen it",
        "sought": "A knife",
        "others": "Nobody",
        "item": "A pen knife",
        "handed_to": "The headteacher",
        "family_told": "Ms Leader, 11:30",
    }


@pytest.mark.covers("INF-SE-19")
def test_while_it_is_off_no_form_shows_and_a_search_is_logged_as_an_entry(next_door: SchoolCast) -> None:
    leader = signed_in(next_door, "senior_leader")
    for page in (f"/profile/{next_door.pupil.pk}/", f"/pupils/{next_door.pupil.pk}/", "/more/"):
        text = leader.get(page).content.decode()
        assert "/searches/" not in text
        assert "Searches" not in shown(text)
    assert leader.get(address(next_door)).status_code == 404
    assert leader.post(address(next_door), form(next_door)).status_code == 404
    words = "Searched in the office at 11:10, Ms Lead as witness; a pen knife was handed in"
    entry = one(
        next_door,
        "concern",
        "SAF-08",
        where="out_of_class",
        lesson=None,
        place="Office",
        text=words,
        details={"description": "A search"},
    )
    assert send(leader, entry).status_code == 200
    with in_school(next_door.school):
        assert Event.objects.get(kind="concern").payload.text == words
        assert not SearchRecord.objects.exists()


@pytest.mark.covers("INF-SE-19")
def test_once_it_is_on_a_record_without_a_witness_is_refused_and_a_complete_one_kept(
    next_door: SchoolCast,
) -> None:
    switch_on(next_door)
    leader = signed_in(next_door, "senior_leader")
    assert address(next_door) in leader.get(f"/profile/{next_door.pupil.pk}/").content.decode()
    refused = leader.post(address(next_door), {**form(next_door), "witness": ""})
    assert refused.status_code == UNPROCESSABLE
    assert "Name the witness" in refused.content.decode()
    assert "Somebody had seen it" in refused.content.decode()
    with in_school(next_door.school):
        assert not SearchRecord.objects.exists()
    assert leader.post(address(next_door), form(next_door)).status_code == 302
    page = " ".join(shown(leader.get(address(next_door)).content.decode()).split())
    record = page[page.index("On record") :]
    for part in (
        "17 Nov 2026, 11:10", "Office", next_door.user("senior_leader").name, next_door.user("pastoral_lead").name,
        "Somebody had seen it", "A knife", "Nobody", "A pen knife", "The headteacher", "Ms Leader, 11:30",
    ):  # fmt: skip
        assert part in record


def test_only_senior_leaders_have_it(next_door: SchoolCast) -> None:
    switch_on(next_door)
    for role in ("teacher", "pastoral_lead", "office"):
        assert signed_in(next_door, role).get(address(next_door)).status_code == 404
        if role == "teacher":
            profile = signed_in(next_door, role).get(f"/profile/{next_door.pupil.pk}/").content.decode()
            assert "/searches/" not in profile

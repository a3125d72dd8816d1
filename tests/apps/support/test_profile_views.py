"""The profile through the browser: one tap from the class, in layers, kept by few."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.apps.support.models import ProfileEntry, Strategy
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import agree, signed_in

UNPROCESSABLE = 422


def add(cast: SchoolCast, role: str = "pastoral_lead", **sent: str) -> int:
    """Add something to the first pupil's profile; returns the status."""
    return int(signed_in(cast, role).post(address(cast), {"do": "add", **sent}).status_code)


def address(cast: SchoolCast) -> str:
    """The first pupil's profile."""
    return f"/profile/{cast.pupil.pk}/"


def seen_by(cast: SchoolCast, role: str, query: str = "") -> str:
    """The profile as that person sees it."""
    return signed_in(cast, role).get(address(cast) + query).content.decode()


@pytest.mark.covers("INF-PP-6")
def test_triggers_and_what_to_do_are_one_tap_from_the_class(next_door: SchoolCast) -> None:
    agree(next_door, next_door.pupil)
    add(next_door, kind="trigger", words="A raised voice behind the chair")
    add(next_door, kind="sign", words="Rocks on the chair")
    add(next_door, kind="avoid", words="Standing over the desk")
    add(next_door, kind="strategy", words="Offer the corner seat")
    page = signed_in(next_door).get(f"/class/{next_door.lesson.pk}/").content.decode()
    assert 'data-profile-link="/profile/"' in page
    html = seen_by(next_door, "teaching_assistant")
    for words in (
        "A raised voice behind",
        "Rocks on the chair",
        "Standing over",
        "corner seat",
        "Ten seconds",
    ):
        assert words in html
    assert 'name="pattern"' not in html


@pytest.mark.covers("INF-PP-2", "INF-PP-13")
def test_the_confidential_layer_is_not_even_hinted_at(next_door: SchoolCast) -> None:
    past = {
        "kind": "history",
        "words": "Excluded from two schools",
        "source": "File of 2024",
        "dated": "2024-03-01",
    }
    assert add(next_door, "family_liaison", **past) == 302
    add(next_door, kind="need", pattern="attachment", words="Checks where adults are")
    add(next_door, kind="strategy", words="Say who comes back when")
    for role in ("pastoral_lead", "family_liaison", "safeguarding_lead", "principal"):
        assert "Excluded from two schools" in seen_by(next_door, role), role
    for role in ("teacher", "teaching_assistant", "tutor", "office"):
        html = seen_by(next_door, role)
        assert "Say who comes back when" in html
        assert "Checks where adults are" in html
        for hidden in ("Excluded", "File of 2024", "History", "history", "Bonds with adults"):
            assert hidden not in html.replace("/static/", ""), (role, hidden)
    assert "Bonds with adults" in seen_by(next_door, "pastoral_lead")


@pytest.mark.covers("INF-PP-12")
def test_the_pupils_own_words_come_first_with_who_wrote_them_down_and_when(next_door: SchoolCast) -> None:
    add(next_door, kind="trigger", words="Sudden noise")
    add(next_door, kind="voice_helps", words="Let me draw first")
    html = seen_by(next_door, "teacher")
    assert html.index("Let me draw first") < html.index("Sudden noise")
    assert "Nia PastoralLead, 17 Nov 2026" in html


@pytest.mark.covers("STAR-130")
def test_a_changed_plan_lists_the_teachers_who_have_not_read_it(here: SchoolCast) -> None:
    add(here, kind="plan", words="Leaves five minutes early for maths")
    teacher = signed_in(here)
    assert "has changed since you read it" in teacher.get(address(here)).content.decode()
    assert "Leaves five minutes early" in teacher.get(address(here)).content.decode()
    assert "Not read yet" in seen_by(here, "pastoral_lead")
    teacher.post(address(here), {"do": "read"})
    assert "has changed since you read it" not in teacher.get(address(here)).content.decode()
    assert "Not read yet" not in seen_by(here, "pastoral_lead")
    add(here, kind="plan", words="And sits by the door")
    assert "Ms N. Teacher" in seen_by(here, "pastoral_lead")


def test_helped_and_did_not_are_one_tap(next_door: SchoolCast) -> None:
    add(next_door, kind="strategy", words="A walk")
    with in_school(next_door.school):
        row = Strategy.objects.get()
    teacher = signed_in(next_door)
    for helped in ("yes", "no"):
        assert teacher.post(f"/profile/tried/{row.pk}/", {"helped": helped}).status_code == 302
    assert "Helped 1 of 2 times" in teacher.get(address(next_door)).content.decode()
    assert teacher.post("/profile/tried/999999/", {"helped": "yes"}).status_code == 404


def test_only_those_who_keep_it_change_it(next_door: SchoolCast) -> None:
    add(next_door, kind="trigger", words="Noise")
    with in_school(next_door.school):
        key = ProfileEntry.objects.get().pk
    assert add(next_door, "teacher", kind="trigger", words="x") == UNPROCESSABLE
    assert add(next_door, "teacher", kind="strategy", words="x") == 404
    assert add(next_door, "teacher", kind="success", words="Read aloud to the class") == 302
    for do in (f"entry-{key}", "review"):
        assert signed_in(next_door).post(address(next_door), {"do": do}).status_code == 404
    lead = signed_in(next_door, "pastoral_lead")
    assert lead.post(address(next_door), {"do": "entry-0"}).status_code == 404
    assert lead.post(address(next_door), {"do": "review", "review": "soon"}).status_code == UNPROCESSABLE
    assert lead.post(address(next_door), {"do": "review", "review": "2026-11-01"}).status_code == 302
    assert "when-late" in seen_by(next_door, "teacher")
    assert lead.post(address(next_door), {"do": f"entry-{key}"}).status_code == 302
    assert "Noise" not in seen_by(next_door, "teacher")


def test_an_earlier_version_is_read_by_those_who_keep_it(next_door: SchoolCast, moment: Any) -> None:
    add(next_door, kind="strategy", words="A walk")
    moment.shift(600)
    add(next_door, kind="strategy", words="Headphones")
    html = seen_by(next_door, "pastoral_lead", "?version=1")
    assert "an earlier version" in html
    assert "Headphones" not in html
    assert "Headphones" in seen_by(next_door, "teacher", "?version=1")


def test_which_need_is_asked_for_a_need_and_a_document_where_one_says_so(next_door: SchoolCast) -> None:
    page = signed_in(next_door, "senco").get(address(next_door)).content.decode()
    assert '<div class="field profile-need"><label for="pattern">Which need' in page
    assert '<option value="need"' in page
    assert "<details><summary" in page[page.index("profile-add") : page.index('name="source"')]
    sent = {"do": "add", "kind": "trigger", "words": "", "source": "Report of May"}
    again = signed_in(next_door, "senco").post(address(next_door), sent).content.decode()
    assert "<details open><summary" in again[again.index("profile-add") : again.index('name="source"')]

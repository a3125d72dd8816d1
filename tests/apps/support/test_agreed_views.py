"""What meetings agree through the browser: for a pupil, a class and a year group, looked at again and ended."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.support.models import MeetingEntry
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

RECORD = "/agreed/"
UNPROCESSABLE = 422
SENT = {"day": "2026-11-17", "review": "2026-12-01"}


def keep(cast: SchoolCast, role: str, path: str = RECORD, **sent: str) -> int:
    return int(signed_in(cast, role).post(path, {**SENT, **sent}).status_code)


def read(cast: SchoolCast, role: str, path: str = RECORD) -> str:
    answer = signed_in(cast, role).get(path)
    assert answer.status_code == 200
    return " ".join(shown(answer.content.decode()).split())


@pytest.mark.covers("STAR-116b")
def test_what_senior_leaders_agree_for_a_pupil_or_a_class_appears_in_the_meetings_record(
    here: SchoolCast,
) -> None:
    own = f"{RECORD}pupil/{here.pupil.pk}/"
    assert "Nothing has been agreed yet" in read(here, "senior_leader")
    assert keep(here, "senior_leader", own, words="A mentor on Mondays") == 302
    group = here.groups[8]
    assert keep(here, "senior_leader", about=f"class:{group.pk}", words="A seat by the door for each") == 302
    page = read(here, "senior_leader")
    for part in ("ECM meeting", "Pupils and classes", "Amara Year8", "A mentor on Mondays", group.name):
        assert part in page
    assert "A seat by the door for each" in page
    assert "look again Tuesday 1 December" in page
    assert "A mentor on Mondays" in read(here, "head_of_year", own)
    assert "A seat by the door for each" in read(here, "head_of_year", own)
    assert "A mentor on Mondays" not in read(here, "senior_leader", f"{RECORD}pupil/{here.pupils[1].pk}/")


@pytest.mark.covers("STAR-117b")
def test_a_head_of_years_strategy_is_listed_in_the_register_of_year_groups(here: SchoolCast) -> None:
    assert keep(here, "head_of_year", about="year:8", words="Line up in the yard before period 3") == 302
    page = read(here, "head_of_year")
    register = page[page.index("Year groups") :]
    assert "Year 8" in register
    assert "Line up in the yard before period 3" in register
    assert here.actor("head_of_year").name.split()[-1] in register


def test_what_is_over_is_ended_and_stays(here: SchoolCast) -> None:
    keep(here, "senior_leader", about="year:8", words="Line up")
    with in_school(here.school):
        row = MeetingEntry.objects.get()
    path = f"{RECORD}{row.pk}/end/"
    assert signed_in(here, "senior_leader").post(path).status_code == 302
    page = read(here, "senior_leader")
    assert "Ended" in page
    assert "look again" not in page


def test_a_head_of_year_keeps_to_the_own_year_and_a_teacher_has_no_record(here: SchoolCast) -> None:
    keep(here, "senior_leader", about="year:9", words="Of the other year")
    assert keep(here, "head_of_year", about="year:9", words="Not mine") == UNPROCESSABLE
    assert keep(here, "head_of_year", f"{RECORD}pupil/{here.pupils[3].pk}/", words="Not mine") == 404
    assert "Of the other year" not in read(here, "head_of_year")
    with in_school(here.school):
        row = MeetingEntry.objects.get()
    assert signed_in(here, "head_of_year").post(f"{RECORD}{row.pk}/end/").status_code == 404
    assert signed_in(here, "teacher").get(RECORD).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"about": "year:8", "words": " "},
        {"about": "", "words": "Something"},
        {"about": "year:8", "words": "Something", "day": "soon"},
        {"about": "year:8", "words": "Something", "day": ""},
        {"about": "year:8", "words": "Something", "review": "2026-01-01"},
    ],
)
def test_what_is_not_said_is_asked_for_and_nothing_typed_is_lost(
    here: SchoolCast, sent: dict[str, str]
) -> None:
    answer = signed_in(here, "senior_leader").post(RECORD, {**SENT, **sent})
    assert answer.status_code == UNPROCESSABLE
    assert sent["words"].strip() in answer.content.decode()
    with in_school(here.school):
        assert not MeetingEntry.objects.exists()


def test_the_chain_holds_no_word_of_what_was_agreed(here: SchoolCast) -> None:
    keep(here, "senior_leader", about="year:8", words="Line up in the yard")
    with in_school(here.school):
        body = AuditEntry.objects.get(action="meeting.agreed").body
    assert "Line up" not in str(body)
    assert len(body["words"]) == 64


def test_the_profile_leads_there_for_those_who_may(here: SchoolCast) -> None:
    link = f"{RECORD}pupil/{here.pupil.pk}/"
    assert link in signed_in(here, "head_of_year").get(f"/profile/{here.pupil.pk}/").content.decode()
    assert link not in signed_in(here, "teacher").get(f"/profile/{here.pupil.pk}/").content.decode()

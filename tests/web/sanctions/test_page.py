"""The register of serious sanctions is what the log says: who, what for, what, by whom, and when the family heard."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.services import complete
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast, add_person
from tests.classroom import signed_in
from tests.incidents import happen
from tests.reading_pages import shown

REGISTER = "/sanctions/"
WEIGHED = {
    f"considered.{name}": "Weighed" for name in ("needs", "adjustments", "context", "trauma", "alternatives")
}


def suspend(cast: SchoolCast, about: str = "", code: str = "suspension", **more: Any) -> Event:
    """The headteacher decides; within the school's scope."""
    details = {
        "stage": "issue",
        "start": "2026-11-18",
        "half_days": 2,
        "looked_after": False,
        "social_worker": False,
        "evidence": "Two statements",
        "pupil_account": "Heard",
        **WEIGHED,
        **more,
    }
    command = Command(
        uuid4(),
        EventKind.SANCTION,
        cast.pupil.pk,
        code,
        where=Where.OUT_OF_CLASS,
        about=about,
        details=details,
    )
    return record(cast.actor("principal"), commands=[command]).done[0].event


def words(cast: SchoolCast, role: str = "principal", query: str = "") -> str:
    answer = signed_in(cast, role).get(REGISTER + query)
    assert answer.status_code == 200
    return " ".join(shown(answer.content.decode()).split())


@pytest.mark.covers("INF-CR-13")
def test_a_suspension_is_on_the_register_with_no_second_typing(next_door: SchoolCast) -> None:
    assert "None in this year" in words(next_door)
    with in_school(next_door.school):
        act = happen(
            next_door, "teacher", EventKind.CONCERN, code="SAF-06", where=Where.OUT_OF_CLASS, place="Gate"
        ).event
        suspend(next_door, about=str(act.pk))
        label = policy_of(next_door.school.pk).pack.items["SAF-06"].label
    page = words(next_door)
    row = page[page.index("17 Nov 2026") :]
    for part in (
        "Amara Year8",
        label,
        "Suspension, 18 November",
        next_door.actor("principal").name,
        "Not yet",
    ):
        assert part in row
    with in_school(next_door.school):
        call = Task.objects.get(kind="family_call")
        complete(next_door.actor("principal"), task_id=call.pk, note="Asha Khan, by phone: told")
    assert "11:32 today" in words(next_door)


@pytest.mark.covers("INF-CR-12")
def test_the_report_calls_each_serious_consequence_a_sanction(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        suspend(next_door)
        suspend(next_door, code="permanent", ground="weapons")
    page = words(next_door)
    assert "Serious sanctions" in page
    table = page[page.index("Sanctions of 2026-27") :]
    assert "Suspension" in table
    assert "Permanent exclusion" in table
    assert "consequence" not in page.lower()


def test_what_is_taken_back_is_not_there_and_a_record_is_no_sanction(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        event = suspend(next_door)
        command = Command(
            uuid4(),
            EventKind.VOID,
            next_door.pupil.pk,
            about=str(event.pk),
            details={"reason": "Wrong pupil"},
        )
        record(next_door.actor("principal"), commands=[command])
    assert "None in this year" in words(next_door)


def test_it_is_read_by_few_and_each_read_is_on_record(next_door: SchoolCast) -> None:
    for role in ("teacher", "pastoral_lead", "office", "governor", "administrator"):
        assert signed_in(next_door, role).get(REGISTER).status_code == 404
    words(next_door, "senior_leader", "?year=1066")
    with in_school(next_door.school):
        assert AuditEntry.objects.filter(action="sanctions.read").count() == 1


def test_a_leader_of_some_years_sees_the_register_of_those(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        suspend(next_door)
        for year in (8, 9):
            next_door.memberships[f"link{year}"] = add_person(
                next_door.school, f"link{year}", [("year_link", year)]
            )
    assert next_door.pupil.display_name in words(next_door, "link8")
    other = words(next_door, "link9")
    assert next_door.pupil.display_name not in other
    assert "Year group 9" in other

"""Whom an act is done with outside the school stands on its page, as the pack and the school say."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import FROM, MOMENT, SchoolCast
from tests.classroom import signed_in
from tests.incidents import happen
from tests.reading_pages import shown

OUT = Where.OUT_OF_CLASS
HEARD = {"heard_by": "Ms Abara", "account": "Said in anger", "need_considered": True}


def comment(cast: SchoolCast, code: str) -> str:
    done = happen(
        cast, "teacher", EventKind.CONCERN, code=code, where=OUT, place="Playground", details={"words": "It"}
    )
    return f"{done.event.pk}:comments"


def case(cast: SchoolCast, role: str, code: str, about: str, **details: object) -> None:
    happen(cast, role, EventKind.CASE, code=code, where=OUT, about=about, details=details)


def at_the_second_stage(cast: SchoolCast, moment: time_machine.Traveller) -> Task:
    """A comment, a suspension, the return, and another comment: the police are asked to speak with the pupil."""
    about = comment(cast, "PPL-06")
    case(cast, "senior_leader", "confirmed", about, **HEARD)
    case(cast, "principal", "suspended", about, account="Said in anger")
    moment.move_to(MOMENT + timedelta(days=2))
    case(cast, "senior_leader", "returned", about)
    moment.shift(timedelta(minutes=20))
    comment(cast, "PPL-07")
    case(cast, "senior_leader", "confirmed", about, **HEARD)
    return Task.objects.get(kind="police_talk")


@pytest.mark.covers("INF-RH-12")
def test_a_police_task_shows_the_officer_whom_the_pack_and_then_the_school_names(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    with in_school(next_door.school):
        task = at_the_second_stage(next_door, moment)
        head = signed_in(next_door, "principal")
        page = shown(head.get(f"/inbox/{task.pk}/").content.decode())
        assert "Police officer for the school" in page
        assert "Child Centred Policing Team" in page
        SettingChange.objects.create(
            school=next_door.school,
            key="police.contact",
            value="PC Dana Lowe, 01632 960123",
            since=FROM,
            reason="Assigned",
        )
        forget(next_door.school.pk)
        assert "PC Dana Lowe, 01632 960123" in shown(head.get(f"/inbox/{task.pk}/").content.decode())
        other = Task.objects.exclude(kind="police_talk").filter(status="open", role="principal").first()
        assert other is not None
        assert "PC Dana Lowe" not in shown(head.get(f"/inbox/{other.pk}/").content.decode())


def test_a_proposal_to_contact_the_police_shows_it_too(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        happen(next_door, "teacher", EventKind.CONCERN, code="SAF-06", where=OUT, place="Gate")
        proposal = Proposal.objects.get(kind="police_contact")
        page = signed_in(next_door, "principal").get(f"/inbox/proposals/{proposal.pk}/").content.decode()
    assert "Child Centred Policing Team" in shown(page)

"""A task that stands for a conversation leads to the page on which it is held."""

from __future__ import annotations

from uuid import uuid4

from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.casework.talks import kinds_of, page_of, session_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast


def test_each_kind_of_task_stands_for_its_conversation(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        kinds = kinds_of(policy_of(cast.next_door.school.pk).pack)
    assert {kind: talk.id for kind, talk in kinds.items()} == {
        "restorative": "restorative",
        "session": "justice",
    }
    with in_school(cast.here.school):
        kinds = kinds_of(policy_of(cast.here.school.pk).pack)
        assert page_of(policy_of(cast.here.school.pk).pack, Task(kind="reading", about="x")) == ""
    assert set(kinds) == {"repair", "handover:repair"}


def test_a_suggested_session_leads_to_its_people(cast: Cast) -> None:
    event = uuid4()
    with in_school(cast.next_door.school):
        pack = policy_of(cast.next_door.school.pk).pack
        assert session_of(pack, Proposal(kind="justice", event_id=event)) == f"/talks/session/{event}/"
        assert session_of(pack, Proposal(kind="restorative", event_id=event)) == ""
        assert session_of(pack, Proposal(kind="justice")) == ""

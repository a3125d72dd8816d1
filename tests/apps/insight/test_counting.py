"""What is counted: entries that stand, by all that they have, now and before."""

from __future__ import annotations

from evenhand.apps.insight import counting
from evenhand.apps.insight.blocks import chosen
from evenhand.apps.insight.counting import Row
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import one, send, signed_in


def test_what_was_taken_back_and_quick_notes_are_not_counted(logged: SchoolCast) -> None:
    teacher = signed_in(logged)
    act = one(logged, "concern", "SAF-02", logged.pupils[2])
    send(teacher, act)
    undo = {"about": act["id"], "lesson": None, "details": {"reason": "mis-tap"}}
    for sent in (
        one(logged, "void", "", logged.pupils[2], **undo),
        one(logged, "concern", "ARR-03", logged.pupils[2]),
    ):
        assert send(teacher, sent).status_code == 200
    with in_school(logged.school):
        found = chosen(logged.school)
        assert found is not None
        facts = counting.facts_in(logged.school, found[0])
        earlier = counting.facts_in(logged.school, found[1]) if found[1] else []
        assert counting.table("pupil", facts, earlier) == [
            Row(str(logged.pupils[0].pk), "Amara Year8", 5, 0),
            Row(str(logged.pupils[1].pk), "Ben Year8", 1, 2),
        ]
        assert len(counting.behind(facts, "pupil", str(logged.pupil.pk))) == 5
        assert counting.small_of(logged.school) == 5


def test_a_policy_without_fields_is_counted_by_what_every_record_has(cast: Cast) -> None:
    with in_school(cast.here.school):
        assert counting.dimensions(cast.here.school) == dict(counting.BY)
        assert counting.small_of(cast.here.school) == counting.USUAL_SMALL

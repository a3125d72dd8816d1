"""An entry is never deleted: it is taken back with a reason, or put right by a void and a new entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import correct, void
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.incidents import concern, happen


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


@pytest.mark.covers("STAR-208")
def test_a_delete_is_refused_and_a_reversal_needs_a_reason(school: SchoolCast) -> None:
    event = concern(school).event
    posted = sum(LedgerEntry.objects.values_list("value", flat=True))
    assert posted > 0
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.filter(event=event).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk)._raw_delete("default")
    with pytest.raises(Refused, match="reason"):
        void(school.actor("head_of_year"), event=event, reason=" ")
    void(school.actor("head_of_year"), event=event, reason="It was somebody else.")
    values = list(LedgerEntry.objects.order_by("seq").values_list("value", flat=True))
    assert values == [posted, -posted]
    assert Event.objects.filter(pk=event.pk).exists()


def test_the_author_takes_back_until_the_lesson_ends_and_a_leader_after(school: SchoolCast) -> None:
    event = concern(school).event
    with time_machine.travel(MOMENT + timedelta(hours=3), tick=False):
        with pytest.raises(Refused, match="lesson is over"):
            void(school.actor("teacher"), event=event, reason="Mis-tap")
        void(school.actor("head_of_year"), event=event, reason="Asked by Ms Teacher")
    with pytest.raises(Refused, match="already"):
        void(school.actor("head_of_year"), event=event, reason="Again")


def test_the_wrong_pupil_is_put_right_in_one_go(school: SchoolCast) -> None:
    event = concern(school).event
    right = school.pupils[1]
    done = correct(school.actor("head_of_year"), event=event, reason="Wrong name", pupil_id=right.pk).done
    assert [item.event.kind for item in done] == [EventKind.VOID, EventKind.CONCERN]
    anew = done[1].event
    assert (anew.pupil_id, anew.code, anew.happened_at) == (right.pk, event.code, event.happened_at)
    assert (anew.recorded_by_id, anew.on_behalf_of_id) == (
        school.user("head_of_year").pk,
        school.user("teacher").pk,
    )


def test_a_correction_that_cannot_be_recorded_takes_nothing_back(school: SchoolCast) -> None:
    event = concern(school).event
    with pytest.raises(Refused):
        correct(school.actor("head_of_year"), event=event, reason="Wrong act", code="nothing")
    assert not Event.objects.filter(kind=EventKind.VOID).exists()


def test_nobody_asked_about_the_other_pupils_adjustments_then(school: SchoolCast) -> None:
    right = school.pupils[1]
    agreed = AgreedAdjustment.objects.create(
        school=school.school, pupil=right, kind="repeat_step", value=2, agreed_on=TODAY, valid_from=TODAY
    )
    event = concern(school).event
    done = correct(school.actor("head_of_year"), event=event, reason="Wrong name", pupil_id=right.pk).done
    assert done[1].event.pupil_id == right.pk
    assert agreed.pk


@pytest.mark.covers("STAR-207a")
def test_a_proxy_entry_keeps_who_awarded_and_who_typed(school: SchoolCast) -> None:
    pack = policy_of(school.school.pk).pack
    praise = {group.id for group in pack.groups.values() if group.kind == "achievement"}
    code = next(item.code for item in pack.items.values() if item.group in praise and not item.details)
    typist, awarder = school.user("senior_leader").pk, school.user("teacher").pk
    happen(school, "senior_leader", EventKind.ACHIEVEMENT, code=code, on_behalf_of=awarder)
    stored = Event.objects.get(kind=EventKind.ACHIEVEMENT)
    assert (stored.recorded_by_id, stored.on_behalf_of_id) == (typist, awarder)


def test_nobody_of_another_school_is_named_as_awarder(school: SchoolCast, next_door: SchoolCast) -> None:
    with pytest.raises(Refused, match="no such person"):
        concern(school, on_behalf_of=next_door.user("teacher").pk)


@pytest.mark.covers("STAR-207b")
def test_free_text_without_a_category_is_refused(school: SchoolCast) -> None:
    with pytest.raises(Refused, match="catalogue"):
        happen(school, "teacher", EventKind.ACHIEVEMENT, code="")
    assert not Event.objects.exists()


@pytest.mark.covers("STAR-209")
def test_a_referral_without_a_category_is_refused(school: SchoolCast) -> None:
    with pytest.raises(Refused, match="catalogue"):
        concern(school, code="")
    assert not Event.objects.exists()

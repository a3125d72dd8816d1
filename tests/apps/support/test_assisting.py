"""Who is named for whom, for which days: once, by those who agree adjustments, on the chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.support import assisting
from evenhand.apps.support.assisting import BadNaming
from evenhand.apps.support.models import Assistance
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast, add_person

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def named(
    here: SchoolCast, first: date | None = TODAY, last: date | None = None, number: int = 0
) -> Assistance:
    return assisting.name_assistant(
        here.actor("senco"),
        pupil=here.pupils[number],
        user_id=here.user("teaching_assistant").pk,
        first=first,
        last=last,
    )


def test_only_assistants_of_this_school_may_be_named(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(here.school):
        add_person(here.school, "aide", [("teaching_assistant", None)])
        names = [name for _, name in assisting.assistants_on(TODAY)]
        assert names == ["Ms N. Aide", "Ms N. TeachingAssistant"]
        assert assisting.assistants_on(date(2020, 1, 1)) == []
        for other in (here.user("teacher"), next_door.user("teaching_assistant")):
            with pytest.raises(BadNaming, match="from the list"):
                assisting.name_assistant(
                    here.actor("senco"), pupil=here.pupil, user_id=other.pk, first=TODAY, last=None
                )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "as the first"),
        (YESTERDAY, None, "as the first"),
        (TOMORROW, TODAY, "last day comes after"),
    ],
)
def test_days_that_cannot_be_are_refused(
    here: SchoolCast, first: date | None, last: date | None, words: str
) -> None:
    with in_school(here.school), pytest.raises(BadNaming, match=words):
        named(here, first, last)


def test_the_same_assistant_is_not_named_twice_for_one_day(here: SchoolCast) -> None:
    with in_school(here.school):
        named(here, TOMORROW, TOMORROW)
        named(here, TODAY, TODAY)
        named(here, TODAY, number=1)
        named(here, TOMORROW + timedelta(days=1))
        for first, last in ((TODAY, None), (TODAY, TOMORROW), (TOMORROW, TOMORROW), (TOMORROW, None)):
            with pytest.raises(BadNaming, match="already"):
                named(here, first, last)
        assert Assistance.objects.count() == 4


def test_it_holds_from_the_first_day_to_the_last(here: SchoolCast) -> None:
    user = here.user("teaching_assistant").pk
    with in_school(here.school):
        row = named(here, TODAY, TOMORROW)
        assert assisting.of_adult(user, TODAY) == assisting.of_adult(user, TOMORROW) == [row]
        assert assisting.of_adult(user, YESTERDAY) == []
        assert assisting.of_adult(user, TOMORROW + timedelta(days=1)) == []
        assert assisting.of_adult(None, TODAY) == []
        assert assisting.of_pupil(here.pupil, YESTERDAY) == [("Ms N. TeachingAssistant", row)]
        assert assisting.of_pupil(here.pupil, TOMORROW + timedelta(days=1)) == []
        assert assisting.all_on(TODAY) == [("Ms N. TeachingAssistant", row)]


def test_an_end_holds_at_once_and_both_acts_are_on_the_chain(here: SchoolCast) -> None:
    with in_school(here.school):
        row = named(here)
        with pytest.raises(BadNaming):
            assisting.end(here.actor("senco"), pupil=here.pupils[1], pk=row.pk)
        assisting.end(here.actor("senco"), pupil=here.pupil, pk=row.pk)
        assert assisting.of_adult(here.user("teaching_assistant").pk, TODAY) == []
        with pytest.raises(BadNaming):
            assisting.end(here.actor("senco"), pupil=here.pupil, pk=row.pk)
        acts = AuditEntry.objects.filter(subject=f"pupil:{here.pupil.pk}").values_list("action", flat=True)
        assert [act for act in acts.order_by("pk") if act.startswith("assistant")] == [
            "assistant.named",
            "assistant.ended",
        ]

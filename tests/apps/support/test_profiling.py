"""Profiles: layers, versions, receipts, and what was tried."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.support import profiling
from evenhand.apps.support.models import ProfileEntry, ProfileVersion, Strategy
from evenhand.apps.support.profiling import BadEntry, New
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast


def test_each_kind_of_change_is_a_version_and_the_review_date_stays(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        profiling.look_again(lead, pupil=pupil, day=date(2027, 1, 8))
        row = profiling.add_entry(lead, pupil=pupil, new=New("trigger", "Sudden noise"))
        strategy = profiling.add_strategy(lead, pupil=pupil, words="Sit beside, say little")
        profiling.end(lead, row=row)
        profiling.end(lead, row=row)
        assert [one.number for one in ProfileVersion.objects.order_by("number")] == [1, 2, 3, 4]
        latest = profiling.latest_version(pupil)
        assert latest is not None
        assert latest.review_on == date(2027, 1, 8)
        assert profiling.entries_of(lead, pupil) == []
        assert profiling.strategies_of(pupil) == [strategy]
        assert AuditEntry.objects.filter(action="profile.changed").count() == 4


def test_what_was_tried_counts_whether_it_helped_and_stands_in_the_chain(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        row = Strategy.objects.create(
            school=next_door.school, pupil=next_door.pupil, words="A walk", worked=2, tried=5
        )
        profiling.tried(next_door.actor("teacher"), strategy=row, helped=True)
        profiling.tried(next_door.actor("teacher"), strategy=row, helped=False)
        row.refresh_from_db()
        assert (row.worked, row.tried) == (3, 7)
        bodies = [entry.body for entry in AuditEntry.objects.filter(action="strategy.tried").order_by("seq")]
        assert [body["helped"] for body in bodies] == [True, False]


@pytest.mark.covers("INF-PP-4")
@pytest.mark.parametrize(
    "new", [New("need", " ", "attachment"), New("need", "Hides under the desk", "made-up")]
)
def test_a_need_is_of_the_list_and_says_how_it_shows(next_door: SchoolCast, new: New) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        with pytest.raises(BadEntry):
            profiling.add_entry(lead, pupil=pupil, new=new)
        for pattern in ("attachment", "boundaries", "naming", "bearing", "empathy", "envy", "esteem", "failure",
                        "control", "watchful", "splitting", "other"):  # fmt: skip
            profiling.add_entry(lead, pupil=pupil, new=New("need", f"Shows as {pattern}", pattern))
        assert ProfileEntry.objects.count() == 12


@pytest.mark.covers("INF-PP-5")
def test_a_finding_without_its_document_is_asked_for(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("family_liaison"), next_door.pupil
    with in_school(next_door.school):
        with pytest.raises(BadEntry, match="Name the document"):
            profiling.add_entry(lead, pupil=pupil, new=New("need", "Has ADHD", "boundaries"))
        profiling.add_entry(
            lead, pupil=pupil, new=New("need", "Has ADHD", "boundaries", "Report of Dr Hale, 3 May 2025")
        )
        profiling.add_entry(lead, pupil=pupil, new=New("need", "Leaves the seat often", "other"))
        assert ProfileEntry.objects.count() == 2


def test_the_past_needs_its_source_and_its_date(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school), pytest.raises(BadEntry, match="its source and its date"):
        profiling.add_entry(lead, pupil=pupil, new=New("history", "Two earlier placements"))


@pytest.mark.covers("INF-PP-3")
def test_those_who_teach_and_have_not_read_the_newest_version_are_named(next_door: SchoolCast) -> None:
    lead, teacher, pupil = next_door.actor("pastoral_lead"), next_door.actor("teacher"), next_door.pupil
    with in_school(next_door.school):
        assert profiling.unread(pupil, TODAY) == []
        profiling.add_entry(lead, pupil=pupil, new=New("risk", "May run to the road"))
        assert profiling.unread(pupil, TODAY) == ["Ms N. Teacher"]
        profiling.mark_read(teacher, pupil=pupil)
        profiling.mark_read(teacher, pupil=pupil)
        assert profiling.unread(pupil, TODAY) == []
        profiling.add_entry(lead, pupil=pupil, new=New("risk", "And to the river"))
        assert profiling.unread(pupil, TODAY) == ["Ms N. Teacher"]


@pytest.mark.covers("INF-PP-10")
def test_an_earlier_version_keeps_its_strategies_and_dates(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        old = profiling.add_strategy(lead, pupil=pupil, words="A walk round the yard")
    with time_machine.travel(MOMENT + timedelta(days=3), tick=False), in_school(next_door.school):
        profiling.end(lead, row=old)
        profiling.add_strategy(lead, pupil=pupil, words="Headphones")
        first = ProfileVersion.objects.get(number=1)
        assert [row.words for row in profiling.strategies_of(pupil, first.at)] == ["A walk round the yard"]
        assert first.at == MOMENT
        assert [row.words for row in profiling.strategies_of(pupil)] == ["Headphones"]

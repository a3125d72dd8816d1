"""Marks: once, corrected by a new one, and what the policy makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from evenhand.apps.attendance.models import Mark
from evenhand.apps.attendance.services import Marked, Said, mark
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event, LedgerEntry, PupilHead
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.people.models import Pupil
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain
from tests.apps.detentions.detained import late
from tests.apps.removal.stays import referral
from tests.cast import TODAY, SchoolCast

EARLY = datetime(2026, 11, 17, 8, 47, tzinfo=UTC)


def say(
    cast: SchoolCast,
    code: str,
    *,
    slot: str = "am",
    pupil: Pupil | None = None,
    by: str = "teacher",
    **more: object,
) -> Marked:
    said = Said((pupil or cast.pupil).pk, TODAY, slot, code, **more)  # type: ignore[arg-type]  # fields by name
    return mark(cast.actor(by), said=[said])


def late_points(pupil: Pupil) -> list[int]:
    return list(LedgerEntry.objects.filter(pupil=pupil, ledger="behaviour").values_list("value", flat=True))


def total(pupil: Pupil, name: str) -> int:
    counts = state_from_plain(PupilHead.objects.get(pupil=pupil).state).counts
    return counts.get(f"attendance.{name}|b:autumn-2", 0)


@pytest.mark.covers("STAR-145a")
def test_a_late_mark_brings_the_detention_of_the_same_day(here: SchoolCast) -> None:
    with time_machine.travel(EARLY, tick=False):
        done = say(here, "L", minutes=12)
    (owed,) = OwedTime.objects.filter(pupil=here.pupil)
    assert (owed.kind, owed.day, owed.stage) == ("late_detention", TODAY, "set")
    assert owed.starts_at == datetime(2026, 11, 17, 15, 5, tzinfo=UTC)
    assert done.made[0].late_event == owed.event_id


@pytest.mark.covers("STAR-145b")
def test_a_late_mark_posts_once_however_often_it_is_made(here: SchoolCast) -> None:
    say(here, "L", minutes=12)
    again = say(here, "L", minutes=12)
    worse = say(here, "U", minutes=40)
    assert (len(again.made), again.unchanged, len(worse.made)) == (0, 1, 1)
    assert late_points(here.pupil) == [2]
    assert Event.objects.filter(kind=EventKind.LATE).count() == 1


def test_a_corrected_late_mark_takes_back_what_it_brought(here: SchoolCast) -> None:
    say(here, "L", minutes=12)
    say(here, "/")
    assert [mark.code for mark in Mark.objects.order_by("number")] == ["L", "/"]
    assert sum(late_points(here.pupil)) == 0
    assert OwedTime.objects.get().stage == "withdrawn"
    say(here, "L", minutes=12)
    assert sum(late_points(here.pupil)) == 2
    assert OwedTime.objects.filter(stage="set").count() == 1


def test_anothers_late_mark_is_corrected_by_a_leader_only(here: SchoolCast) -> None:
    say(here, "L", minutes=12, by="office")
    with pytest.raises(Refused, match="A leader can correct"):
        say(here, "/")
    say(here, "/", by="head_of_year")
    assert sum(late_points(here.pupil)) == 0


def test_sessions_are_told_as_the_difference(here: SchoolCast) -> None:
    say(here, "N")
    assert (total(here.pupil, "possible"), total(here.pupil, "attended")) == (1, 0)
    say(here, "I")
    assert (total(here.pupil, "possible"), total(here.pupil, "authorised")) == (1, 1)
    say(here, "/")
    say(here, "\\", slot="pm")
    counts = [total(here.pupil, name) for name in ("possible", "attended", "authorised", "late")]
    assert counts == [2, 2, 0, 0]


def test_a_mark_of_a_lesson_counts_no_session(here: SchoolCast) -> None:
    say(here, "N", slot="P3")
    assert not Event.objects.exists()
    assert Mark.objects.get().slot == "P3"


def test_an_absence_moves_a_stay_and_a_correction_brings_it_back(here: SchoolCast) -> None:
    stay = referral(here)
    before = stay.release_at
    with time_machine.travel(datetime(2026, 11, 18, 9, 0, tzinfo=UTC), tick=False):
        mark(here.actor("office"), said=[Said(here.pupil.pk, date(2026, 11, 18), "am", "I")])
        mark(here.actor("office"), said=[Said(here.pupil.pk, date(2026, 11, 18), "pm", "I")])
        stay.refresh_from_db()
        assert before is not None
        assert stay.release_at is not None
        assert stay.release_at > before
        mark(here.actor("office"), said=[Said(here.pupil.pk, date(2026, 11, 18), "am", "/")])
    assert Event.objects.filter(kind=EventKind.VOID).count() == 1


def test_a_late_mark_told_after_its_day_brings_points_and_no_detention(here: SchoolCast) -> None:
    said = Said(here.pupil.pk, date(2026, 11, 16), "am", "L", 5)
    mark(here.actor("office"), said=[said], source="import")
    assert late_points(here.pupil) == [2]
    assert not OwedTime.objects.exists()


@pytest.mark.parametrize(
    ("day", "slot", "code", "words"),
    [
        (TODAY, "am", "ZZ", "not one of the attendance codes"),
        (date(2026, 11, 22), "am", "/", "not a school day"),
        (date(2026, 11, 18), "am", "/", "still to come"),
        (TODAY, "P9", "/", "neither am, pm nor a period"),
    ],
)
def test_what_cannot_be_is_refused(here: SchoolCast, day: date, slot: str, code: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        mark(here.actor("teacher"), said=[Said(here.pupil.pk, day, slot, code)])
    assert not Mark.objects.exists()


def test_a_page_that_is_out_of_date_does_not_overwrite(here: SchoolCast) -> None:
    say(here, "N")
    say(here, "L", minutes=9, by="office")
    done = say(here, "/", seen=1)
    assert (done.made, len(done.overtaken)) == ((), 1)
    assert Mark.objects.order_by("number").last().code == "L"  # type: ignore[union-attr]  # there are two


def test_a_late_arrival_recorded_by_another_road_is_the_same_one(here: SchoolCast) -> None:
    owed = late(here)
    done = say(here, "L", minutes=12)
    assert done.made[0].late_event == owed.event_id
    assert late_points(here.pupil) == [2]


def test_a_late_mark_that_a_leader_took_back_on_the_pupils_page_can_still_be_corrected(
    here: SchoolCast,
) -> None:
    say(here, "L", minutes=12)
    void(here.actor("head_of_year"), event=Event.objects.get(kind=EventKind.LATE), reason="The bus was late")
    say(here, "/")
    assert sum(late_points(here.pupil)) == 0
    assert Event.objects.filter(kind=EventKind.VOID).count() == 1

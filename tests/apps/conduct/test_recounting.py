"""By night the totals are counted again from their entries, once, and the log and the administrator hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct import ink
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.conduct.recounting import recount, recount_due, tick
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import TODAY, SchoolCast
from tests.classroom import signed_in
from tests.incidents import happen
from tests.reading_pages import shown

EARLY = datetime(2026, 11, 18, 0, 59, tzinfo=UTC)
NIGHT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
NEXT_NIGHT = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    """Two pupils with points of both kinds, one entry taken back."""
    with in_school(here.school):
        happen(here, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3")
        happen(here, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", pupil=here.pupils[1].pk)
        happen(here, "teacher", EventKind.CONCERN, code="DIS-03", pupil=here.pupils[1].pk)
        gone = happen(here, "teacher", EventKind.ACHIEVEMENT, code="ACH-T2")
        void(here.actor("teacher"), event=gone.event, reason="Wrong pupil")
        yield here


def make_wrong(school: SchoolCast, by: int = 5) -> None:
    """The kept total of the first pupil's year is other than what was posted."""
    head = PupilHead.objects.get(pupil=school.pupil)
    state = head.state
    key = next(key for key in state[0] if "|y:" in key)
    state[0][key] += by
    ink.move(school.school.pk, [(school.pupil.pk, ink.state_text(state), head.seq)])


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(subject="ledgers").order_by("seq"))


def test_totals_are_what_their_entries_come_to(school: SchoolCast) -> None:
    found = recount(school.school, TODAY)
    assert (found.pupils, found.differing) == (2, ())
    assert found.totals >= 4


def test_a_total_that_differs_is_named_with_both_figures(school: SchoolCast) -> None:
    make_wrong(school)
    (one,) = recount(school.school, TODAY).differing
    assert one.pupil_id == school.pupil.pk
    assert one.kept == one.counted + 5
    assert one.total.endswith("|y:2026-27")


def test_it_is_done_once_a_night_and_the_log_says_so(school: SchoolCast) -> None:
    with time_machine.travel(EARLY, tick=False):
        recount_due(school.school)
    with time_machine.travel(NIGHT, tick=False):
        tick()
        tick()
    with time_machine.travel(NEXT_NIGHT, tick=False):
        tick()
    assert [(row.at, row.body["pupils"], row.body["differ"]) for row in entries()] == [
        (NIGHT, 2, 0),
        (NEXT_NIGHT, 2, 0),
    ]
    assert not Alert.objects.exists()


def test_what_differs_is_told_to_the_administrator_and_on_the_page(school: SchoolCast) -> None:
    make_wrong(school)
    with time_machine.travel(NIGHT, tick=False):
        tick()
    (entry,), (alert,) = entries(), Alert.objects.all()
    assert entry.body["differ"] == 1
    assert entry.body["which"][0]["pupil_id"] == school.pupil.pk
    assert (alert.role, alert.body["pupils"]) == ("administrator", [school.pupil.pk])
    assert "The totals of one pupil are not what their entries come to" in alert.body["words"]
    page = shown(signed_in(school, "principal").get("/audit/").content.decode())
    assert "1 of 2 pupils differ" in page
    assert "Nothing was changed by counting." in page


def test_the_page_says_that_all_agree(school: SchoolCast) -> None:
    with time_machine.travel(NIGHT, tick=False):
        tick()
    page = shown(signed_in(school, "principal").get("/audit/").content.decode())
    assert "Totals counted again on 18 November at" in page
    assert "those of 2 pupils agree with their entries." in page
    assert "Nothing was changed" not in page


def test_a_school_without_records_has_nothing_to_count(cast: object, next_door: SchoolCast) -> None:
    with in_school(next_door.school), time_machine.travel(NIGHT, tick=False):
        assert recount_due(next_door.school) is None
        assert entries() == []


def test_a_pupil_for_whom_something_is_recorded_meanwhile_is_left_to_the_next_night(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wrong(school)
    heads = ink.heads_of

    def moved(school_id: int, pupils: list[int]) -> dict[int, ink.Head]:
        found = heads(school_id, pupils)
        return found | {school.pupil.pk: found[school.pupil.pk]._replace(seq=99)}

    monkeypatch.setattr(ink, "heads_of", moved)
    found = recount(school.school, TODAY)
    assert (found.pupils, found.differing) == (1, ())


def test_on_a_day_beyond_the_calendar_nobody_is_said_to_agree(school: SchoolCast) -> None:
    beyond = datetime(2031, 1, 7, 1, 0, tzinfo=UTC)
    assert recount(school.school, beyond.date()) == (0, 0, ())
    assert recount_due(school.school, beyond) is None
    assert entries() == []

"""What a close is told beyond the pupils' states: what this school records, and nothing that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from evenhand.apps.conduct.close_facts import pupils_facts, school_facts
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import ClosedPeriod
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, to_instant
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.close import Period
from evenhand.engine.facts import EMPTY_STATE, Report
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.values import EventKind, Where
from tests.cast import TODAY, SchoolCast
from tests.incidents import happen

BLOCK = "b:autumn-1"
CARDED = EMPTY_STATE._replace(reports=(Report("r", "report_card", date(2026, 11, 10)),))
HALF_TERM = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def rules(school: SchoolCast) -> Rules:
    return policy_of(school.school.pk).on(TODAY)


def end(school: SchoolCast, kind: str, key: str, day: date = TODAY) -> Period:
    return Period(kind, key, local(school.school, to_instant(school.school, day, time(15))))


def test_the_lessons_of_a_pupil_on_report_are_those_of_the_timetable(school: SchoolCast) -> None:
    states = {school.pupil.pk: CARDED, school.pupils[1].pk: EMPTY_STATE}
    day = end(school, "day", "d:2026-11-17")
    told = pupils_facts(rules(school), day, states)
    taught = LessonOccurrence.objects.filter(day=TODAY, group=school.lesson.group).values_list(
        "period", flat=True
    )
    assert told == {school.pupil.pk: {"lessons": tuple(sorted(taught))}}
    assert pupils_facts(rules(school), end(school, "week", "w:2026-11-16"), states) == {}
    LessonOccurrence.objects.filter(day=TODAY).exclude(pk=school.lesson.pk).delete()
    assert pupils_facts(rules(school), day, states) == {school.pupil.pk: {"lessons": ("P3",)}}


def test_without_a_timetable_of_the_day_nothing_is_said_of_lessons(school: SchoolCast) -> None:
    other = end(school, "day", "d:2026-11-18", date(2026, 11, 18))
    assert pupils_facts(rules(school), other, {school.pupil.pk: CARDED}) == {}


@pytest.mark.parametrize(
    ("possible", "attended", "told"),
    [
        (70, 67, {"attendance": "95.7"}),
        (70, 70, {"attendance": "100.0"}),
        (3, 2, {"attendance": "66.6"}),
        (0, 0, None),
    ],
)
def test_the_share_of_sessions_is_told_where_any_was_marked(
    school: SchoolCast, possible: int, attended: int, told: dict[str, str] | None
) -> None:
    counts = {f"attendance.possible|{BLOCK}": possible, f"attendance.attended|{BLOCK}": attended}
    states = {school.pupil.pk: EMPTY_STATE._replace(counts=counts)}
    found = pupils_facts(rules(school), end(school, "half_term", BLOCK), states)
    assert found == ({school.pupil.pk: told} if told else {})


def test_who_nominated_nobody_is_told_once_somebody_has_nominated_here(school: SchoolCast) -> None:
    half_term = end(school, "half_term", "b:autumn-2", date(2026, 12, 18))
    assert school_facts(rules(school), half_term) == {}
    tutor = school.user("tutor").pk
    made = happen(
        school, "tutor", EventKind.NOMINATION, code="character", where=Where.OFF_SITE, details={"taken": 0}
    )
    told = school_facts(rules(school), half_term)
    lacking = told.get("lacking:character", ())
    assert isinstance(lacking, tuple)
    assert str(tutor) not in lacking
    assert "lacking:work_ethic" not in told
    void(school.actor("principal"), event=made.event, reason="It was somebody else.")
    assert school_facts(rules(school), half_term) == {}


def test_what_was_told_is_kept_with_the_close_and_decided_again_from_there(school: SchoolCast) -> None:
    PolicyInForce.objects.update(recorded_at=datetime(2026, 10, 21, 12, tzinfo=UTC))
    close_due(school.school, HALF_TERM)
    kept = ClosedPeriod.objects.get(kind="half_term").cohort
    assert all(len(row) == 3 for row in kept)
    assert replay(school.school.pk).differing == ()

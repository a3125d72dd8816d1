"""A period is closed once, in order, by whoever comes first, and what follows is stored and performed as for an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.conduct import closing, ink
from evenhand.apps.conduct.closing import close_due, content_digest, tick
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import ClosedPeriod, Event, LedgerEntry, PupilHead
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.people.models import Pupil, YearMembership
from evenhand.apps.policy.models import PolicyInForce, StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.close import close
from evenhand.engine.decisions import OutsideCalendar
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import state_from_plain
from tests.cast import MOMENT, SchoolCast
from tests.incidents import concern, happen

TUESDAY = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 21, 12, tzinfo=UTC)
HALF_TERM = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)
LAST_WEEK_OF_THE_YEAR = datetime(2026, 12, 17, 12, tzinfo=UTC)
END_OF_THE_YEAR = datetime(2026, 12, 19, 12, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def praise(school: SchoolCast, pupil: int = 0) -> Any:
    return happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", pupil=pupil)


def since_october() -> None:
    """The policy was taken up two days before the half-term ended."""
    PolicyInForce.objects.update(recorded_at=OCTOBER)


def heads() -> dict[int, tuple[Any, int]]:
    return {pk: (state, seq) for pk, state, seq in PupilHead.objects.values_list("pupil_id", "state", "seq")}


def test_what_has_ended_is_closed_once_and_in_order(school: SchoolCast) -> None:
    made = close_due(school.school, FRIDAY)
    keys = [row.key for row in made]
    assert keys[-1] == "w:2026-11-16"
    assert keys[:-1] == sorted(keys[:-1])
    assert {row.closed_at for row in made} == {FRIDAY}
    assert close_due(school.school, FRIDAY) == []
    assert list(ClosedPeriod.objects.order_by("pk").values_list("key", flat=True)) == keys


def test_nothing_from_before_the_school_took_up_its_policy_is_closed(school: SchoolCast) -> None:
    assert all(row.at >= MOMENT for row in close_due(school.school, FRIDAY))
    assert close_due(school.school, MOMENT) == []


def test_an_outage_is_caught_up_in_the_same_order(school: SchoolCast) -> None:
    since_october()
    made = [row.key for row in close_due(school.school, HALF_TERM)]
    assert made == ["d:2026-10-21", "d:2026-10-22", "d:2026-10-23", "w:2026-10-19", "b:autumn-1"]
    assert [row.kind for row in close_due(school.school, TUESDAY)][-1] == "day"


def test_a_list_of_the_week_recognises_and_moves_the_heads(school: SchoolCast) -> None:
    praise(school)
    before = heads()
    close_due(school.school, FRIDAY)
    event = Event.objects.get(kind=EventKind.CLOSE, code="week")
    stored = StoredDecision.objects.get(pk=event.pk)
    assert event.pupil_id == school.pupil.pk
    assert (event.recorded_by_id, event.where, event.recorded_at) == (None, "off_site", FRIDAY)
    assert "recognise" in {outcome[0] for outcome in stored.outcomes["outcomes"]}
    after = heads()
    assert after[school.pupil.pk][1] == event.seq > before[school.pupil.pk][1]
    untouched = [pk for pk in before if pk != school.pupil.pk]
    assert all(after[pk] == before[pk] for pk in untouched)


def test_a_half_term_fixes_the_registers_of_everybody(school: SchoolCast) -> None:
    since_october()
    concern(school)
    close_due(school.school, HALF_TERM)
    parts = Event.objects.filter(kind=EventKind.CLOSE, code="half_term")
    assert parts.count() == len(school.pupils)
    assert len({event.incident_id for event in parts}) == len(school.pupils)
    states = PupilHead.objects.values_list("state", flat=True)
    assert all(state_from_plain(state).levels for state in states)


def test_at_the_end_of_the_year_the_sums_of_earlier_years_leave_the_state_alone(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The calendar ends with this year, and the close of its last half-term waits for the next.
    monkeypatch.setattr(closing, "kinds_of", lambda _: {"year"})
    praise(school)
    head = PupilHead.objects.get(pupil=school.pupil)
    state, of_long_ago = head.state, {"achievement|y:2024-25": 7, "achievement|b:autumn-1-2024": 7}
    with_more = ink.state_text([{**state[0], **of_long_ago}, *state[1:]])
    ink.move(school.school.pk, [(head.pupil_id, with_more, head.seq)])
    PolicyInForce.objects.update(recorded_at=LAST_WEEK_OF_THE_YEAR)
    entries = list(LedgerEntry.objects.values_list("pk", "value"))
    closed = close_due(school.school, END_OF_THE_YEAR)
    assert [row.key for row in closed] == ["y:2026-27"]
    assert close_due(school.school, END_OF_THE_YEAR) == []
    head.refresh_from_db()
    assert state_from_plain(head.state).totals == state_from_plain(state).totals
    part = Event.objects.get(kind=EventKind.CLOSE, code="year")
    assert part.pupil_id == head.pupil_id
    assert StoredDecision.objects.get(pk=part.pk).outcomes["outcomes"] == []
    assert list(LedgerEntry.objects.values_list("pk", "value")) == entries


def test_what_the_school_itself_owes_becomes_a_task_without_a_pupil(school: SchoolCast) -> None:
    since_october()
    close_due(school.school, HALF_TERM)
    row = ClosedPeriod.objects.get(kind="half_term")
    owed = row.school_outcomes["outcomes"]
    names = [outcome[1] for outcome in owed if outcome[0] == "task"]
    kept = Task.objects.filter(pupil__isnull=True, event__isnull=True, kind__in=names)
    assert kept.count() == len(names) > 0


@pytest.mark.covers("STAR-93i")
def test_each_school_day_owes_its_routines_once_even_after_an_outage(school: SchoolCast) -> None:
    close_due(school.school, FRIDAY)
    days = ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]
    for _ in range(2):
        owed = Task.objects.filter(kind="referral_update").order_by("pk")
        assert [task.about for task in owed] == [f"referral_update:{day}" for day in days]
        told = Alert.objects.filter(kind="update", subject__startswith="referral_update:").order_by("pk")
        assert [alert.subject for alert in told] == [f"referral_update:{day}" for day in days]
        assert {alert.user_id for alert in told} == {school.user("senior_leader").pk}
        close_due(school.school, FRIDAY)
    assert Task.objects.filter(kind="referral_pack").values_list("role", flat=True).get() == "removal_manager"
    row = ClosedPeriod.objects.get(key="d:2026-11-17")
    assert "referral_update" in [outcome[1] for outcome in row.school_outcomes["outcomes"]]


def test_the_chain_holds_each_close(school: SchoolCast) -> None:
    praise(school)
    made = close_due(school.school, FRIDAY)
    links = AuditEntry.objects.filter(action="period.close").order_by("seq")
    assert [link.subject for link in links] == [f"period:{row.key}" for row in made]
    assert [link.body["close"] for link in links] == [row.digest for row in made]
    assert [content_digest(row) for row in ClosedPeriod.objects.order_by("pk")] == [
        row.digest for row in made
    ]
    assert verify(school.school.pk).problem == ""


def test_a_closed_period_cannot_be_changed(school: SchoolCast) -> None:
    close_due(school.school, FRIDAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosedPeriod.objects.update(cohort=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosedPeriod.objects.all().delete()


def test_recording_goes_on_after_a_close(school: SchoolCast) -> None:
    praise(school)
    close_due(school.school, TUESDAY)
    close_due(school.school, FRIDAY)
    done = praise(school)
    assert done.event.seq == PupilHead.objects.get(pupil=school.pupil).seq


def test_nobody_records_a_close_or_takes_one_back(school: SchoolCast) -> None:
    praise(school)
    with pytest.raises(Refused, match="cannot be recorded from here"):
        happen(school, "principal", EventKind.CLOSE, code="week", where=Where.OFF_SITE)
    close_due(school.school, FRIDAY)
    event = Event.objects.get(kind=EventKind.CLOSE, code="week")
    with pytest.raises(Refused, match="no such entry"):
        void(school.actor("principal"), event=event, reason="It was somebody else.")


def test_an_entry_from_before_a_close_can_be_taken_back(school: SchoolCast) -> None:
    entry = praise(school).event
    close_due(school.school, FRIDAY)
    void(school.actor("principal"), event=entry, reason="It was somebody else.")
    assert not Task.objects.filter(kind="review").exists()


def without_year(pupil: Pupil) -> None:
    Pupil.objects.filter(pk=pupil.pk).update(year_group=None)
    YearMembership.objects.filter(pupil=pupil).update(year_group=None)


def test_a_pupil_without_a_year_group_holds_up_nobody_and_the_close_says_so(school: SchoolCast) -> None:
    praise(school)
    praise(school, school.pupils[1].pk)
    without_year(school.pupil)
    assert [row.key for row in close_due(school.school, FRIDAY)][-1] == "w:2026-11-16"
    parts = {row.pupil_id: row for row in Event.objects.filter(kind=EventKind.CLOSE, code="week")}
    assert set(parts) == {school.pupil.pk, school.pupils[1].pk}
    mine = StoredDecision.objects.get(pk=parts[school.pupil.pk].pk).outcomes
    assert mine["outcomes"] == []
    assert mine["unanswered"] == [["missing", [f"year_group:{school.pupil.pk}"], []]]
    others = StoredDecision.objects.get(pk=parts[school.pupils[1].pk].pk).outcomes
    assert "recognise" in {outcome[0] for outcome in others["outcomes"]}
    alert = Alert.objects.get(kind="close_left_out")
    assert (alert.role, alert.subject) == ("administrator", "period:w:2026-11-16")
    assert alert.body["pupils"] == [school.pupil.pk]
    assert alert.body["words"] == (
        "The close of the week that ended on 20 November 2026 left out one pupil, "
        "since it was not told the year group"
    )
    assert replay(school.school.pk).differing == ()


def test_the_administrator_is_told_once_of_a_close_that_waits_and_not_after_it(
    school: SchoolCast, moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(policy: Any, calendar: Any, members: Any, end: Any) -> Any:
        refused = close(policy, calendar, members, end)
        lacking = (OutsideCalendar(date(2027, 9, 1)),)
        return tuple(one._replace(decision=one.decision._replace(unanswered=lacking)) for one in refused)

    moment.move_to(FRIDAY)
    with monkeypatch.context() as patch:
        patch.setattr(closing, "close", faulty)
        with pytest.raises(closing.Waits, match="d:2026-11-17"):
            close_due(school.school)
        tick()
        tick()
    alert = Alert.objects.get(kind="close_waits")
    assert (alert.role, alert.seen_at) == ("administrator", None)
    assert alert.body["words"].startswith("The day that ended on 17 November 2026 cannot be closed")
    assert alert.body["label"] == "the calendar does not reach 1 September 2027"
    assert not ClosedPeriod.objects.exists()
    tick()
    alert.refresh_from_db()
    assert alert.seen_at is not None
    assert ClosedPeriod.objects.exists()


def test_the_worker_closes_at_every_school_and_a_fault_holds_up_no_other(
    cast: Any, moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    School.objects.create(trust=cast.here.school.trust, name="New", short_name="New", slug="new")

    def faulty(policy: Any, *rest: Any) -> Any:
        if policy.pack.id == broken:
            raise ValueError("broken")
        return close(policy, *rest)

    with in_school(cast.here.school):
        broken = policy_of(cast.here.school.pk).pack.id
    monkeypatch.setattr(closing, "close", faulty)
    moment.move_to(FRIDAY)
    tick()
    with in_school(cast.here.school):
        assert not ClosedPeriod.objects.exists()
    with in_school(cast.next_door.school):
        assert ClosedPeriod.objects.exists()

"""One's own aims of the day, and who has had no recognition this week: for oneself alone, and softly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.conduct import aims
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, send, signed_in

BREAK = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
TUTOR_TIME = datetime(2026, 11, 17, 8, 40, tzinfo=UTC)


def recognise(cast: SchoolCast, role: str, number: int) -> None:
    """A recognition outside lessons by the person of that role, now."""
    command = Command(
        new_event_id(),
        EventKind.ACHIEVEMENT,
        cast.pupils[number].pk,
        "ACH-A3",
        where=Where.OUT_OF_CLASS,
        place="Yard",
    )
    record(cast.actor(role), commands=[command])


@pytest.mark.covers("STAR-34a")
def test_tutor_time_that_ends_without_an_award_shows_a_soft_reminder(here: SchoolCast) -> None:
    with in_school(here.school):
        with time_machine.travel(TUTOR_TIME, tick=False):
            during = next(aim for aim in aims.own_aims(here.actor("tutor")) if "tutor" in aim.label)
            assert (during.reached, during.aim, during.reminder) == (0, 1, "")
        after = next(aim for aim in aims.own_aims(here.actor("tutor")) if "tutor" in aim.label)
        assert after.reminder
        assert not [aim for aim in aims.own_aims(here.actor("teacher")) if "tutor" in aim.label]
    assert after.reminder in signed_in(here, "tutor").get("/me/").content.decode()
    with in_school(here.school), time_machine.travel(TUTOR_TIME, tick=False):
        recognise(here, "tutor", 0)
    with in_school(here.school):
        done = next(aim for aim in aims.own_aims(here.actor("tutor")) if "tutor" in aim.label)
        assert (done.met, done.reminder) == (True, "")


@pytest.mark.covers("STAR-34b")
def test_four_awards_to_two_pupils_are_two_of_three(here: SchoolCast) -> None:
    client = signed_in(here)
    for number in (0, 1, 0, 1):
        send(client, one(here, "achievement", "ACH-A3", here.pupils[number]))
    html = client.get("/me/").content.decode()
    assert "<b>2</b>, the aim is 3" in html
    taken = one(here, "achievement", "ACH-A3", here.pupils[2])
    send(client, taken)
    assert "<b>3</b>, the aim is 3" in client.get("/me/").content.decode()
    send(
        client,
        one(here, "void", "", here.pupils[2], about=taken["id"], lesson=None, details={"reason": "mis-tap"}),
    )
    assert "<b>2</b>, the aim is 3" in client.get("/me/").content.decode()


@pytest.mark.covers("STAR-34c")
def test_a_head_of_year_counts_the_own_year_at_social_times(here: SchoolCast) -> None:
    with in_school(here.school), time_machine.travel(BREAK, tick=False):
        for number in (0, 1, 2, 3):
            recognise(here, "head_of_year", number)
        found = next(aim for aim in aims.own_aims(here.actor("head_of_year")) if "social" in aim.label)
        assert (found.reached, found.aim) == (3, 5)
        assert not found.met


@pytest.mark.covers("INF-EP-12")
def test_nobody_else_asks_for_anothers_balance(next_door: SchoolCast) -> None:
    send(signed_in(next_door), one(next_door, "achievement", next(iter(_praise(next_door)))))
    assert "<b>1</b>" in signed_in(next_door).get("/me/").content.decode()
    for role in ("pastoral_lead", "principal", "senior_leader"):
        client = signed_in(next_door, role)
        assert "<b>1</b>" not in client.get("/me/").content.decode()
        who = next_door.user("teacher").pk
        for asked in (f"/me/{who}/", f"/me/{who}"):
            assert client.get(asked).status_code == 404
        assert "<b>1</b>" not in client.get(f"/me/?user={who}").content.decode()
    assert signed_in(next_door, "governor").get("/me/").status_code == 404


def test_the_list_of_the_week_names_whom_nobody_has_recognised(here: SchoolCast) -> None:
    send(signed_in(here), one(here, "achievement", "ACH-A3"))
    with in_school(here.school):
        found = aims.not_recognised(here.actor("teacher"))
        assert [(row.group, row.names) for row in found] == [("8R Sci", ("Ben Year8", "Chloe Year8"))]
        assert aims.not_recognised(here.actor("governor")) == ()
    with time_machine.travel(MOMENT + timedelta(days=7), tick=False), in_school(here.school):
        assert "Amara Year8" in aims.not_recognised(here.actor("teacher"))[0].names


def _praise(cast: SchoolCast) -> list[str]:
    from evenhand.apps.policy.selectors import policy_of

    with in_school(cast.school):
        pack = policy_of(cast.school.pk).pack
    return [
        item.code
        for item in pack.items.values()
        if pack.groups[item.group].kind == "achievement" and not item.details
    ]

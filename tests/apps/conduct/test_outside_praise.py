"""Praise from outside counts once a member of staff has confirmed it, and never twice."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.models import Event, LedgerEntry, PraisePrompt
from evenhand.apps.conduct.outside_praise import confirm, report_praise
from evenhand.apps.conduct.praise import NotPossible
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

SAID = {"kind": "outside", "source": "The bus driver", "words": "gave up the seat"}


def keep(cast: SchoolCast, **more: str) -> PraisePrompt | None:
    signed_in(cast, "office").post(f"/praise/{cast.pupil.pk}/", {**SAID, **more})
    with in_school(cast.school):
        return PraisePrompt.objects.filter(kind="outside").first()


@pytest.mark.covers("INF-RW-16")
def test_praise_from_the_public_counts_as_a_positive_once_staff_confirm_it(next_door: SchoolCast) -> None:
    row = keep(next_door)
    assert row is not None
    page = f"/praise/{next_door.pupil.pk}/"
    tutor = signed_in(next_door, "tutor")
    assert "The bus driver: gave up the seat" in shown(tutor.get(page).content.decode())
    with in_school(next_door.school):
        assert not LedgerEntry.objects.exists()
    tutor.post(page, {"kind": "confirm", "prompt": str(row.pk), "code": "CMP-01"})
    with in_school(next_door.school):
        event = Event.objects.get(kind="achievement")
        assert event.payload.text == "The bus driver: gave up the seat"
        assert event.recorded_by_id == next_door.user("tutor").pk
        assert LedgerEntry.objects.get().ledger == "positives"
    record = shown(tutor.get(f"/pupils/{next_door.pupil.pk}/").content.decode())
    assert "The bus driver: gave up the seat" in record
    assert "The bus driver" not in shown(tutor.get(page).content.decode())
    tutor.post(page, {"kind": "confirm", "prompt": str(row.pk), "code": "CMP-01"})
    with in_school(next_door.school):
        assert Event.objects.filter(kind="achievement").count() == 1


@pytest.mark.parametrize("sent", [{"source": " "}, {"words": ""}, {"words": "x" * 201}])
def test_what_is_not_said_or_too_long_is_not_kept(next_door: SchoolCast, sent: dict[str, str]) -> None:
    assert keep(next_door, **sent) is None


def test_it_is_confirmed_as_something_that_the_policy_recognises(next_door: SchoolCast) -> None:
    row = keep(next_door)
    assert row is not None
    with in_school(next_door.school):
        with pytest.raises(NotPossible, match="in the policy's words"):
            confirm(next_door.actor("tutor"), prompt=row, code="PPL-06")
        assert not Event.objects.exists()


def test_what_is_dismissed_never_counts(next_door: SchoolCast) -> None:
    row = keep(next_door)
    assert row is not None
    signed_in(next_door, "tutor").post(f"/praise/close/{row.pk}/")
    with in_school(next_door.school), pytest.raises(NotPossible, match="a moment ago"):
        confirm(next_door.actor("tutor"), prompt=row, code="CMP-01")


def test_the_same_praise_sent_twice_waits_once(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        first, second = (
            report_praise(
                next_door.actor("office"), pupil=next_door.pupil, source="A neighbour", words="Helped"
            )
            for _ in range(2)
        )
        assert first == second

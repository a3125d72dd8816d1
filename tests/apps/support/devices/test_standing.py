"""A pupil's day read from its marks: the last answer stands, and a wait has two ends."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.support.devices.standing import NOT_ASKED, standings_on, terms_of
from evenhand.apps.support.models import DeviceMark
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, Cast, SchoolCast


def mark(cast: SchoolCast, minutes: int, name: str, **more: object) -> None:
    """One mark of the first pupil, so many minutes after the stated moment."""
    DeviceMark.objects.create(
        school=cast.school, pupil=cast.pupil, day=TODAY, mark=name, by=cast.user("office"),
        at=MOMENT + timedelta(minutes=minutes), **more,
    )  # fmt: skip


def test_the_wait_ends_with_the_first_other_answer(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        assert standings_on(TODAY) == {}
        mark(next_door, 0, "refused", device="phone", adult=next_door.user("office"))
        stood = standings_on(TODAY)[next_door.pupil.pk]
        assert (stood.waits, stood.waited, stood.refused) == (True, None, MOMENT)
        mark(next_door, 7, "handed_in", device="phone", slot="2")
        mark(next_door, 60, "found", device="watch", slot="3")
        mark(next_door, 90, "returned", device="phone", slot="2")
        stood = standings_on(TODAY, [next_door.pupil.pk])[next_door.pupil.pk]
        assert (stood.answer, stood.waits, stood.waited) == ("handed_in", False, 7)
        assert [(one.device, one.returned is None) for one in stood.held] == [
            ("phone", False),
            ("watch", True),
        ]
        assert standings_on(TODAY + timedelta(days=1)) == {}
        assert NOT_ASKED.waited is None


def test_the_terms_are_the_policys(cast: Cast) -> None:
    with in_school(cast.here.school):
        assert terms_of(cast.here.school.pk) is None
    with in_school(cast.next_door.school):
        terms = terms_of(cast.next_door.school.pk)
    assert terms is not None
    assert (terms.alert_minutes, terms.place) == (15, "With an adult in reception, marked as on site")
    assert [terms.label(one.id) for one in terms.devices] == ["Phone", "Watch", "Tablet"]

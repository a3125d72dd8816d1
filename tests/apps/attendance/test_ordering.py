"""The orders in which a register can stand."""

from __future__ import annotations

from evenhand.apps.attendance.ordering import choices, known, ranks
from evenhand.apps.conduct import selectors as conduct
from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, SchoolCast


def test_an_order_nobody_offers_is_by_first_name() -> None:
    assert [known(asked) for asked in ("seat", "surname", "", "height")] == [
        "seat",
        "surname",
        "first",
        "first",
    ]
    assert [(one.words, one.current) for one in choices("seat")] == [
        ("First name", False),
        ("Surname", False),
        ("Seat", True),
    ]


def test_each_pupil_has_a_place_in_each_order(here: SchoolCast) -> None:
    amara, ben, chloe = here.pupils[:3]
    with in_school(here.school):
        seats = {str(chloe.pk): [1, 1], str(ben.pk): [1, 2]}
        SeatingPlan.objects.create(school=here.school, group=here.groups[8], seats=seats, valid_from=FROM)
        found = ranks(here.lesson, conduct.members(here.lesson))
    assert found[chloe.pk] == {"first": 2, "surname": 2, "seat": 0}
    assert found[amara.pk]["seat"] == 2

"""The arrival screen: one form at a time, those who wait first, by slot at the end, and few reads however many."""

from __future__ import annotations

from typing import Any

from evenhand.apps.support.devices import services
from evenhand.apps.support.devices.pages import arrival_page, leaving_page
from evenhand.apps.support.devices.services import Said
from evenhand.apps.support.devices.standing import terms_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import LONG, seat_more


def test_one_form_at_a_time_and_who_waits_whatever_the_form(
    next_door: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    office = next_door.actor("office")
    seat_more(next_door, LONG, "\u0644\u064a\u0644\u0649", "Third", "Fourth")
    with in_school(next_door.school):
        terms = terms_of(next_door.school.pk)
        assert terms is not None
        services.mark_in(
            office, pupil=next_door.pupils[3], said=Said("refused", "phone", adult_id=office.user_id)
        )
        services.mark_in(office, pupil=next_door.pupil, said=Said("none"))
        with django_assert_max_num_queries(9):
            page = arrival_page(office, terms)
        assert (page.form, page.forms) == ("8R", (("8R", 6), ("9R", 2)))
        assert [line.pupil.pk for line in page.waiting] == [next_door.pupils[3].pk]
        assert [line.pupil.pk for line in page.here] == [next_door.pupil.pk]
        assert len(page.coming) == 6
        assert [line.pupil.form for line in arrival_page(office, terms, "9R").coming] == ["9R", "9R"]


def test_slots_are_in_the_order_in_which_they_hang(next_door: SchoolCast) -> None:
    office = next_door.actor("office")
    with in_school(next_door.school):
        terms = terms_of(next_door.school.pk)
        assert terms is not None
        for pupil, slot in zip(next_door.pupils, ("10", "9", "a2", "1"), strict=False):
            services.mark_in(office, pupil=pupil, said=Said("handed_in", "phone", slot))
        assert [one.slot for one in leaving_page(office, terms).held] == ["1", "A2", "9", "10"]

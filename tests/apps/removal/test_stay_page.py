"""One stay's page: the forms for those who may, open where something is owed."""

from __future__ import annotations

from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.selectors import rows_of
from evenhand.apps.removal.stay_page import StayPage, stay_page
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast


def seen(here: SchoolCast, role: str) -> StayPage:
    rows = rows_of(Stay.objects.all())
    return stay_page(ground(here.actor(role)), rows, rows.stays[0], {})


def test_before_arrival_there_is_only_the_arrival_to_record(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        assert seen(here, "removal_manager").parts == ()
        assert seen(here, "removal_manager").arrive_url
        assert seen(here, "teacher").arrive_url == ""


def test_each_person_sees_the_forms_that_are_theirs(here: SchoolCast) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        parts = {
            role: [part.key for part in seen(here, role).parts]
            for role in ("removal_manager", "teacher", "office")
        }
        assert parts == {
            "removal_manager": [
                "family",
                "repair",
                "reflection",
                "book",
                "phone",
                "lunch",
                "extension",
                "release",
            ],
            "teacher": ["family", "repair"],
            "office": ["family"],
        }


def test_what_is_owed_stands_open_and_what_is_done_is_closed(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        assert [part.key for part in seen(here, "removal_manager").parts if part.open] == ["family", "repair"]
        services.tell_family(actor=manager, stay=stay, who="Mrs Year", how="phone", words="Told why")
        page = seen(here, "removal_manager")
        assert [part.key for part in page.parts if part.open] == ["repair"]
        assert [(entry.what, entry.words) for entry in page.log] == [
            ("Family told", "Mrs Year, By phone. Told why")
        ]


def test_a_stay_that_has_ended_asks_for_nothing(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.release(actor=manager, stay=stay, adult_absent=True)
        page = seen(here, "removal_manager")
        assert (page.parts, page.state) == ((), "Back in lessons since today 11:32")

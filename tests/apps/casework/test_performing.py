"""What a void takes back with it."""

from __future__ import annotations

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.correcting import void
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.incidents import arrived


def test_a_stay_that_is_withdrawn_leaves_nothing_to_do(here: SchoolCast) -> None:
    with in_school(here.school):
        referral = arrived(here)
        assert Task.objects.filter(about=str(referral.pk), status="open").exists()
        void(here.actor("head_of_year"), event=referral, reason="Somebody else")
        assert not Task.objects.filter(about=str(referral.pk), status="open").exclude(kind="review").exists()

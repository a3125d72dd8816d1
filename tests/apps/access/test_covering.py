"""Who is away on a day: the days included, what ended left out, next door never."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.access.covering import Standing, away_now, away_on
from evenhand.apps.access.models import Away
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, Cast


def test_both_days_are_included_and_what_ended_is_not(cast: Cast) -> None:
    here = cast.here
    with in_school(here.school):
        membership = here.memberships["tutor"]
        row = Away.objects.create(
            school=here.school,
            membership=membership,
            first=TODAY,
            last=TODAY + timedelta(days=1),
            stand_in=here.user("teacher"),
        )
        one = Standing(
            membership.pk,
            membership.user_id,
            "Ms N. Tutor",
            here.user("teacher").pk,
            TODAY + timedelta(days=1),
        )
        assert [away_on(TODAY + timedelta(days=days)) for days in (-1, 0, 1, 2)] == [[], [one], [one], []]
        assert away_now() == [one]
    with in_school(cast.next_door.school):
        assert away_now() == []
    with in_school(here.school):
        row.ended_at = now()
        row.save()
        assert away_now() == []

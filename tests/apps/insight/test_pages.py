"""Who reads entries, and who sees figures only."""

from __future__ import annotations

from evenhand.apps.insight.blocks import chosen
from evenhand.apps.insight.pages import figures_page, may_read
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_who_reviews_for_one_year_group_only_sees_figures(here: SchoolCast, logged: SchoolCast) -> None:
    assert not may_read(here.actor("head_of_year"))
    assert not may_read(logged.actor("governor"))
    assert may_read(logged.actor("pastoral_lead"))
    with in_school(logged.school):
        found = chosen(logged.school)
        assert found is not None
        page = figures_page(logged.actor("governor"), *found)
        assert (page.small, page.works, page.pupils, page.people, page.total) == (5, False, (), (), "6")
        assert "pupil" not in {table.by for table in page.tables}

"""The day from which an import holds, and the year that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from evenhand.apps.access.actors import system_actor
from evenhand.apps.people.importing.span import Span, UnknownYear, Year, span_for, years_of
from evenhand.apps.people.models import Pupil, YearMembership
from evenhand.apps.people.roster.model import RosterTerm
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school, save_calendar
from tests.cast import TODAY, calendar

YEAR = Year("2026-27", date(2026, 9, 1), date(2027, 8, 31))
MIDDLE = Span(YEAR, TODAY)
OLD = RosterTerm("t1", "Autumn 2017", date(2017, 9, 1), date(2017, 12, 20))


@pytest.mark.parametrize(
    ("stated", "begins"),
    [
        (None, TODAY),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2027, 8, 31), date(2027, 8, 31)),
        (date(2026, 8, 31), TODAY),
        (date(2027, 9, 1), TODAY),
    ],
)
def test_a_first_day_counts_within_the_year_only(stated: date | None, begins: date) -> None:
    assert MIDDLE.begin(stated) == begins


@pytest.mark.parametrize(
    ("stated", "ends"),
    [
        (None, None),
        (TODAY, TODAY),
        (date(2027, 8, 31), date(2027, 8, 31)),
        (date(2026, 11, 16), None),
        (date(2027, 9, 1), None),
    ],
)
def test_a_last_day_counts_from_the_day_of_the_import_to_the_end_of_the_year(
    stated: date | None, ends: date | None
) -> None:
    assert MIDDLE.end(stated) == ends


def test_what_is_replaced_held_until_the_day_before() -> None:
    assert Span(YEAR, date(2026, 9, 1)).until == date(2026, 8, 31)


@pytest.fixture
def bare(db: None, moment: object) -> Iterator[School]:
    made = create_school(trust="Northway", name="Marlow Bridge Academy")
    with in_school(made):
        yield made


@pytest.fixture
def school(bare: School) -> School:
    save_calendar(system_actor(bare.pk, "set-up"), calendar=calendar())
    return bare


@pytest.mark.parametrize(
    ("today", "year"),
    [
        ("2026-08-31 12:00", ("2025-26", date(2025, 9, 1), date(2026, 8, 31))),
        ("2026-09-01 12:00", ("2026-27", date(2026, 9, 1), date(2027, 8, 31))),
        ("2099-10-01 12:00", ("2099-00", date(2099, 9, 1), date(2100, 8, 31))),
    ],
)
def test_before_there_is_a_calendar_a_plain_year_from_september_stands_in(
    bare: School, today: str, year: tuple[str, date, date]
) -> None:
    with time_machine.travel(today, tick=False):
        span = span_for(bare, [OLD])
    assert years_of(bare) == ()
    assert (span.year, span.since, span.asked) == (Year(*year), year[1], None)


def test_a_first_import_holds_from_the_first_day_and_a_later_one_from_today(school: School) -> None:
    assert span_for(school, []).since == date(2026, 9, 1)
    pupil = Pupil.objects.create(school=school, source_id="p1", given="Amara")
    YearMembership.objects.create(school=school, pupil=pupil, year_group=8, valid_from=date(2025, 9, 1))
    assert span_for(school, []).since == date(2026, 9, 1), "an earlier year is no import of this one"
    YearMembership.objects.create(school=school, pupil=pupil, year_group=9, valid_from=date(2026, 9, 1))
    assert span_for(school, []).since == TODAY
    with time_machine.travel("2026-07-20 09:00", tick=False):
        assert span_for(school, []).since == date(2026, 9, 1), "not before the year begins"


def test_only_terms_that_all_lie_outside_the_years_are_asked_about(school: School) -> None:
    undated = RosterTerm("t0", "Whole year")
    inside = RosterTerm("t2", "Autumn", date(2026, 8, 1), date(2026, 9, 1))
    asked = span_for(school, [undated, OLD]).asked
    assert asked is not None
    assert (asked.name, asked.choices) == ("needs_year", ("2026-27",))
    assert asked.examples == ("Autumn 2017: 2017-09-01 to 2017-12-20",)
    assert span_for(school, [OLD, inside]).asked is None
    assert span_for(school, [undated]).asked is None
    assert span_for(school, [OLD], "2026-27").asked is None


def test_a_year_that_the_calendar_lacks_is_refused_with_those_it_has(school: School) -> None:
    with pytest.raises(UnknownYear, match="'2031-32'; it has 2026-27"):
        span_for(school, [], "2031-32")

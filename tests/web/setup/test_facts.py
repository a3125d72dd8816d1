"""What there is of a school so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from evenhand.apps.access.models import Invitation
from evenhand.apps.people.models import Contact, Group, Pupil, Teaching
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from evenhand.web.setup.facts import facts_of, year_on
from tests.cast import ROLES, TODAY, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_a_school_without_anything_has_facts_too(db: None, moment: object) -> None:
    bare: School = create_school(trust="", name="Bare")
    with in_school(bare):
        found = facts_of(bare.pk)
    assert (found.pack, found.year, found.adopted_from, found.open_questions) == (None, None, None, 0)
    assert (found.pupils, found.groups, found.gaps, found.forms) == (0, 0, (), ())
    assert found.bells_are_examples


def test_what_is_there_is_counted_in_this_school_alone(school: SchoolCast) -> None:
    found = facts_of(school.school.pk)
    assert (found.pupils, found.years, found.groups, found.lessons) == (6, (8, 9), 2, 4)
    assert found.staff == len(ROLES) + 1
    assert (found.signed_in, found.invited, found.contacts, found.without_contact) == (0, 0, 0, 6)
    assert found.pack is not None
    assert found.open_questions == len(found.pack.settings)
    assert not found.bells_are_examples


def test_a_pupil_who_has_left_is_not_missed(school: SchoolCast) -> None:
    Pupil.objects.filter(year_group=9).update(left_on=TODAY)
    Contact.objects.create(school=school.school, pupil=school.pupil, name="Ada")
    found = facts_of(school.school.pk)
    assert (found.pupils, found.years, found.contacts, found.without_contact) == (3, (8,), 1, 2)


def test_a_class_whose_teacher_has_gone_is_untaught_and_a_form_is_no_class(school: SchoolCast) -> None:
    Group.objects.create(school=school.school, source_id="form:8R", name="8R", kind="tutor", year_group=8)
    Teaching.objects.filter(group=school.groups[9]).update(valid_to=TODAY)
    assert facts_of(school.school.pk).untaught == ()
    Teaching.objects.filter(group=school.groups[9]).update(valid_to=TODAY - timedelta(days=1))
    found = facts_of(school.school.pk)
    assert (found.untaught, found.groups) == (("9R Sci",), 2)


def test_an_answer_closes_its_question_once(school: SchoolCast) -> None:
    before = facts_of(school.school.pk)
    assert before.pack is not None
    key = next(iter(before.pack.settings))
    for value in (1, 2):
        SettingChange.objects.create(school=school.school, key=key, value=value, since=TODAY)
    SettingChange.objects.create(school=school.school, key="no.question", value=1, since=TODAY)
    assert facts_of(school.school.pk).open_questions == before.open_questions - 1


def test_those_who_came_are_no_longer_invited(school: SchoolCast) -> None:
    account = school.user("teacher")
    account.last_login = clock.now()
    account.save()
    for accepted in (None, clock.now()):
        Invitation.objects.create(
            school=school.school,
            email=f"{bool(accepted)}@marlow.example",
            name="Nia",
            secret_digest=str(bool(accepted)),
            roles=["teacher"],
            expires_at=clock.now(),
            accepted_at=accepted,
        )
    found = facts_of(school.school.pk)
    assert (found.signed_in, found.invited) == (1, 1)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 7, 1), "2026-27"), (date(2027, 8, 31), "2026-27"), (date(2027, 9, 1), "")]
)
def test_the_year_is_that_of_the_day_or_else_the_next(school: SchoolCast, day: date, year: str) -> None:
    found = year_on(school.school, day)
    assert (found.id if found else "") == year

"""The first account is made once, by whoever holds the code that the server printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from evenhand.apps.access.first import (
    AlreadySetUp,
    NewSchool,
    first_code,
    is_code,
    is_open,
    join_as_administrator,
    make_first,
)
from evenhand.apps.access.models import Membership, User
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import PASSWORD, SchoolCast

NEW = NewSchool("Northway Learning Trust", "Larch Field School")


def make(school: NewSchool = NEW, password: str = PASSWORD) -> tuple[User, School]:
    return make_first(email="First@Larch.example", name="Noor First", password=password, school=school)


def test_the_code_can_be_read_aloud_and_comes_from_the_secret_alone(settings: Any) -> None:
    code = first_code()
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){2}", code)
    assert first_code() == code
    settings.SECRET_KEY = "another installation's secret"
    assert first_code() != code


def test_the_code_is_taken_in_any_case_with_or_without_its_hyphens() -> None:
    code = first_code()
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert is_code(typed)
    for typed in ("", code[:-1], f"{code}A", "ÄÖÜ-ÄÖÜ"):
        assert not is_code(typed)


@pytest.mark.django_db
def test_the_first_account_sets_a_school_up_and_begins_its_chain() -> None:
    assert is_open()
    user, school = make()
    assert (user.email, user.check_password(PASSWORD)) == ("first@larch.example", True)
    assert (school.slug, school.trust.name) == ("larch-field-school", "Northway Learning Trust")
    with in_school(school):
        membership = Membership.objects.get()
        assert [grant.role for grant in membership.grants.all()] == ["administrator"]
        entry = AuditEntry.objects.get()
        assert (entry.seq, entry.action, entry.actor_id) == (1, "create_school", user.pk)
        assert verify(school.pk).problem == ""
    assert not is_open()


@pytest.mark.django_db
def test_once_there_is_an_account_nobody_makes_the_first() -> None:
    make()
    with pytest.raises(AlreadySetUp):
        make(NewSchool("Northway Learning Trust", "Second School"))
    assert (User.objects.count(), School.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_what_is_refused_leaves_the_installation_open() -> None:
    with pytest.raises(ValidationError):
        make(password="password")
    with pytest.raises(ValueError, match="name"):
        make(NewSchool("Northway Learning Trust", "  "))
    assert is_open()
    assert not School.objects.exists()


def test_an_account_may_set_up_another_school_and_can_do_nothing_else_there(here: SchoolCast) -> None:
    second = School.objects.create(trust=here.school.trust, name="Second", short_name="Second", slug="second")
    actor = join_as_administrator(here.user("teacher"), second)
    assert (actor.school_id, actor.roles) == (second.pk, frozenset({"administrator"}))
    assert actor.user_id == here.user("teacher").pk
    assert here.actor("teacher").roles == frozenset({"teacher"})

"""Each class is found by a part of any name, and gets its teacher without a page of every choice for every class."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.people.models import Group, Staff, Teaching
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.setup.classes import MOST_SHOWN
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

PAGE = "/setup/classes/"


@pytest.fixture
def client(here: SchoolCast) -> Client:
    """The administrator of a school with more classes than a page shows, one of them without a teacher."""
    with in_school(here.school):
        made = [
            Group(
                school=here.school,
                source_id=f"g{number}",
                name=f"9X/Ma{number}",
                subject="Maths",
                kind="class",
            )
            for number in range(MOST_SHOWN + 5)
        ]
        Group.objects.bulk_create(made)
        Staff.objects.create(school=here.school, source_id="new", given="Ola", family="Newcomer")
    return signed_in(here, "administrator")


def text(client: Client, **asked: str) -> str:
    return shown(client.get(PAGE, asked).content.decode())


def test_a_class_is_found_by_a_part_of_any_name(here: SchoolCast, client: Client) -> None:
    with in_school(here.school):
        more = Group.objects.exclude(kind="tutor").count() - MOST_SHOWN
    assert f"{more} more: type a part of a name" in text(client)
    found = text(client, q="ma104 MATHS")
    assert "9X/Ma104" in found
    assert "9X/Ma103" not in found
    assert "No class is like that." in text(client, q="astronomy")


def test_one_class_at_a_time_has_a_choice_of_teacher(here: SchoolCast, client: Client) -> None:
    with in_school(here.school):
        group, staff = Group.objects.get(name="9X/Ma7"), Staff.objects.get(family="Newcomer")
    assert "<option" not in client.get(PAGE).content.decode()
    page = client.get(f"{PAGE}?q=ma7&class={group.pk}").content.decode()
    assert page.count("<select") == 1
    typed = {"group": group.pk, "staff": staff.pk, "q": "ma7"}
    answer = client.post(PAGE, typed)
    assert answer.headers["Location"] == f"{PAGE}?q=ma7#c-{group.pk}"
    assert "O. Newcomer" in text(client, q="newcomer")
    with in_school(here.school):
        assert Teaching.objects.filter(group=group, staff=staff).count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "-1", "999999"])
def test_what_is_not_there_is_not_found(here: SchoolCast, client: Client, wrong: str) -> None:
    with in_school(here.school):
        staff = Staff.objects.get(family="Newcomer").pk
    assert client.post(PAGE, {"group": wrong, "staff": staff}).status_code == 404
    assert client.post(PAGE, {"group": here.groups[9].pk, "staff": wrong}).status_code == 404
    assert client.get(f"{PAGE}?class={wrong}").status_code == 200

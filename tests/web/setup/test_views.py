"""From nothing to a checklist: the first account, the school, its policy."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evenhand.apps.access.first import first_code
from evenhand.apps.access.models import RoleGrant, User
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import PASSWORD, SchoolCast, add_group

FIRST = {
    "code": "",
    "name": "Ruta Kazlauskas",
    "email": "ruta@marlow.example",
    "password": PASSWORD,
    "school": "Marlow Bridge Academy",
    "trust": "Northway Learning Trust",
}


@pytest.fixture
def newcomer(db: None, moment: object) -> Client:
    """A browser at a new installation, its first account just made."""
    client = Client()
    answer = client.post("/setup/first/", {**FIRST, "code": first_code().lower().replace("-", " ")})
    assert answer.status_code == 302, answer.content.decode()
    return client


@pytest.fixture
def school(newcomer: Client) -> School:
    return School.objects.get()


def administrator(here: SchoolCast) -> Client:
    client = Client()
    client.force_login(
        here.user("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_the_first_account_is_made_once_with_the_code_that_the_server_printed(newcomer: Client) -> None:
    assert User.objects.get().email == "ruta@marlow.example"
    with in_school(School.objects.get()):
        assert RoleGrant.objects.get().role == "administrator"
        assert AuditEntry.objects.get().action == "create_school"
    assert Client().get("/setup/first/").status_code == 404
    assert Client().post("/setup/first/", {**FIRST, "code": first_code()}).status_code == 404
    assert "Set up Marlow Bridge Academy" in newcomer.get("/setup/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "AAAA-BBBB-CCCC"}, "This is not the code"),
        ({"password": "short"}, "too short"),
        ({"email": "nobody"}, "valid email"),
        ({"school": ""}, "required"),
    ],
)
def test_a_wrong_first_form_makes_nothing(db: None, typed: dict[str, str], words: str) -> None:
    answer = Client().post("/setup/first/", {**FIRST, "code": first_code(), **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.exists()
    assert not School.objects.exists()


def test_the_details_of_the_school_are_kept_with_its_numbers(newcomer: Client, school: School) -> None:
    typed = {"name": "Marlow Bridge", "short_name": "Marlow", "trust": "Northway", "urn": "100001", "dfe": ""}
    assert newcomer.post("/setup/school/", typed).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.trust.name, school.identifiers) == (
        "Marlow Bridge",
        "Northway",
        {"urn": "100001"},
    )


def test_a_new_school_adopts_a_policy_from_a_day(newcomer: Client, school: School) -> None:
    page = newcomer.get("/setup/policy/").content.decode()
    pack = "star_binary"
    assert f'value="{pack}"' in page
    typed = {"pack": pack, "valid_from": "2026-09-01", "reason": "Trust board"}
    assert newcomer.post("/setup/policy/", typed).status_code == 302
    with in_school(school):
        row = PolicyInForce.objects.get()
    assert (row.pack_id, row.valid_from, row.reason) == (pack, date(2026, 9, 1), "Trust board")


def test_another_policy_is_for_its_authors(here: SchoolCast) -> None:
    client = administrator(here)
    client.post("/setup/policy/", {"pack": "infiniti", "valid_from": "2026-09-01"})
    with in_school(here.school):
        assert {row.pack_id for row in PolicyInForce.objects.all()} == {"star_binary"}


def test_an_unknown_policy_is_refused_in_words(newcomer: Client, school: School) -> None:
    answer = newcomer.post("/setup/policy/", {"pack": "nowhere", "valid_from": "2026-09-01"})
    assert answer.status_code == 422
    assert "there is no pack" in answer.content.decode()


def test_those_who_only_see_set_up_are_offered_nothing_to_change(here: SchoolCast) -> None:
    client = Client()
    client.force_login(here.user("principal"), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/setup/").content.decode()
    assert "Set up Marlow Bridge Academy" in page
    assert "/setup/year/" not in page
    assert client.get("/setup/year/").status_code == 404


def test_the_checklist_asks_the_database_no_more_for_a_larger_school(here: SchoolCast) -> None:
    client = administrator(here)
    client.get("/setup/")
    with CaptureQueriesContext(connection) as small:
        client.get("/setup/")
    with in_school(here.school):
        for year in range(10, 13):
            add_group(here, year)
    with CaptureQueriesContext(connection) as large:
        assert "11" in client.get("/setup/").content.decode()
    # One more where a second has passed: the shift of the clock is then read again.
    assert len(large) <= len(small) + 1 <= 32

"""People and their roles: invited, granted, ended, named for a form or a class."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.access.capabilities import ROLE_CAPABILITIES
from evenhand.apps.access.models import Invitation, RoleGrant
from evenhand.apps.people.models import Staff, Teaching
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import Role
from evenhand.web.setup.people import role_choices
from tests.cast import TODAY, SchoolCast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(here: SchoolCast, role: str) -> Client:
    made = Client()
    made.force_login(here.user(role), backend=BACKEND)
    return made


@pytest.fixture
def client(here: SchoolCast) -> Client:
    return client_of(here, "administrator")


def said(client: Client, url: str, typed: dict[str, object]) -> str:
    """The page after a post."""
    return client.post(url, typed, follow=True).content.decode()


def test_roles_are_offered_by_the_titles_of_the_policy() -> None:
    policy = pack("star_binary")
    offered = role_choices(policy)
    assert {role for role, _ in offered} == {*map(str, policy.roles), "administrator"} & set(
        ROLE_CAPABILITIES
    )
    assert policy.roles[Role.REMOVAL_MANAGER][0] in dict(offered)["removal_manager"]
    assert [role for role, _ in role_choices(None)] == list(ROLE_CAPABILITIES)


def test_an_invitation_shows_its_link_once(here: SchoolCast, client: Client) -> None:
    typed = {"name": "Nia Hale", "email": "nia@marlow.example", "role": "teacher"}
    assert "/join/" in client.post("/setup/people/", typed).content.decode()
    page = client.get("/setup/people/").content.decode()
    assert "Nia Hale" in page
    assert "/join/" not in page
    with in_school(here.school):
        assert Invitation.objects.get().email == "nia@marlow.example"


def test_a_role_that_one_person_holds_goes_to_no_second(here: SchoolCast, client: Client) -> None:
    for name in ("office", "tutor"):
        typed = {"membership": here.memberships[name].pk, "role": "behaviour_lead"}
        page = said(client, "/setup/people/grant/", typed)
    assert "End that role first; nothing was changed." in page
    answer = client.post(
        "/setup/people/", {"name": "Nia", "email": "nia@x.example", "role": "behaviour_lead"}
    )
    assert answer.status_code == 422
    assert "holds this role already" in answer.content.decode()
    with in_school(here.school):
        assert RoleGrant.objects.get(role="behaviour_lead").membership == here.memberships["office"]
        assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"role": "teacher", "year_group": "nine"}, "nine is not a year group"),
        ({"role": "king"}, "Choose a role."),
    ],
)
def test_what_is_no_role_changes_nothing(
    here: SchoolCast, client: Client, typed: dict[str, str], words: str
) -> None:
    office = here.memberships["office"]
    assert words in said(client, "/setup/people/grant/", {"membership": office.pk, **typed})
    with in_school(here.school):
        assert RoleGrant.objects.filter(membership=office).count() == 1


def test_a_role_for_one_year_group_is_granted_and_ended(here: SchoolCast, client: Client) -> None:
    office = here.memberships["office"]
    typed = {"membership": office.pk, "role": "year_link", "year_group": "9"}
    assert ", year 9" in said(client, "/setup/people/grant/", typed)
    with in_school(here.school):
        made = RoleGrant.objects.get(role="year_link")
        assert (made.membership_id, made.year_group, made.valid_from) == (office.pk, 9, TODAY)
    assert ", year 9" not in said(client, "/setup/people/end/", {"grant": made.pk})


def test_nobody_ends_their_own_right_to_manage_people(here: SchoolCast, client: Client) -> None:
    with in_school(here.school):
        own = RoleGrant.objects.get(role="administrator")
    assert "Another administrator must end this role" in said(client, "/setup/people/end/", {"grant": own.pk})
    with in_school(here.school):
        own.refresh_from_db()
    assert own.valid_to is None


def test_next_doors_people_cannot_be_reached(here: SchoolCast, next_door: SchoolCast, client: Client) -> None:
    with in_school(next_door.school):
        theirs = RoleGrant.objects.get(role="teacher", membership=next_door.memberships["teacher"])
    stranger = next_door.memberships["teacher"]
    assert client.post("/setup/people/end/", {"grant": theirs.pk}).status_code == 404
    typed = {"membership": stranger.pk, "role": "senco"}
    assert client.post("/setup/people/grant/", typed).status_code == 404
    assert client.post("/setup/classes/", {"group": next_door.groups[8].pk, "staff": "1"}).status_code == 404
    with in_school(next_door.school):
        assert RoleGrant.objects.filter(membership=stranger).count() == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "999999"])
def test_a_role_that_is_not_there_is_not_found(client: Client, number: str) -> None:
    assert client.post("/setup/people/end/", {"grant": number}).status_code == 404


def test_a_form_gets_its_tutor_and_a_class_its_teacher(here: SchoolCast, client: Client) -> None:
    member = here.memberships["office"]
    assert client.post("/setup/forms/tutor/", {"form": "8X", "membership": member.pk}).status_code == 404
    page = said(client, "/setup/forms/tutor/", {"form": "8R", "membership": member.pk})
    assert "N. Office" in page
    with in_school(here.school):
        made = Staff.objects.create(school=here.school, source_id="new", given="Ola", family="Newcomer")
    page = said(client, "/setup/classes/", {"group": here.groups[9].pk, "staff": made.pk})
    assert "O. Newcomer" in page
    with in_school(here.school):
        assert Teaching.objects.filter(group=here.groups[9], staff=made).count() == 1


def test_a_link_to_the_page_fills_in_who_has_no_account(here: SchoolCast, client: Client) -> None:
    with in_school(here.school):
        made = Staff.objects.create(
            school=here.school, source_id="new", given="Ola", family="Newcomer", email="ola@marlow.example"
        )
    page = client.get(f"/setup/people/?role=senco&staff={made.pk}").content.decode()
    assert 'value="Ola Newcomer"' in page
    assert 'value="ola@marlow.example"' in page
    assert client.get("/setup/people/?staff=x").status_code == 200


def test_those_who_only_look_choose_nobody(here: SchoolCast) -> None:
    client = client_of(here, "principal")
    assert client.get("/setup/forms/").status_code == 200
    assert client.get("/setup/people/").status_code == 404
    assert client.post("/setup/forms/tutor/", {"form": "8R", "membership": "1"}).status_code == 404

"""An account comes to be by an invitation, once, within its time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from evenhand.apps.access.actors import actor_of
from evenhand.apps.access.invitations import NotInvited, accept, find, invite
from evenhand.apps.access.models import Invitation, User
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import PASSWORD, SchoolCast


@pytest.fixture
def secret(here: SchoolCast) -> str:
    with in_school(here.school):
        actor = here.actor("administrator")
        return invite(actor, email="New@Marlow.example", name="Noor New", roles=["tutor"])[1]


def test_an_invitation_makes_an_account_with_its_roles(here: SchoolCast, secret: str) -> None:
    membership = accept(secret=secret, password=PASSWORD)
    assert membership.user.email == "new@marlow.example"
    assert membership.user.check_password(PASSWORD)
    found = actor_of(membership.pk)
    assert found is not None
    assert (found[0].roles, found[0].school_id) == (frozenset({"tutor"}), here.school.pk)
    with in_school(here.school):
        assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"invite", "join"}


def test_an_invitation_is_good_once(secret: str) -> None:
    accept(secret=secret, password=PASSWORD)
    with pytest.raises(NotInvited):
        accept(secret=secret, password=PASSWORD)


def test_an_invitation_ends_after_a_week(secret: str, moment: time_machine.Traveller) -> None:
    moment.shift(timedelta(days=7))
    assert find(secret).name == "Noor New"
    moment.shift(timedelta(seconds=1))
    with pytest.raises(NotInvited):
        find(secret)


def test_only_the_digest_of_the_secret_is_kept(here: SchoolCast, secret: str) -> None:
    with in_school(here.school):
        kept = Invitation.objects.values().get()
    assert secret not in str(kept)


def test_a_weak_password_is_refused_and_the_invitation_stays_open(secret: str) -> None:
    with pytest.raises(ValidationError):
        accept(secret=secret, password="password")
    assert find(secret).accepted_at is None


def test_somebody_with_an_account_keeps_their_password(here: SchoolCast) -> None:
    user = here.user("teacher")
    with in_school(here.school):
        secret = invite(here.actor("administrator"), email=user.email, name="X", roles=["office"])[1]
    membership = accept(secret=secret, password="something else entirely")
    assert membership.user_id == user.pk
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize("role", ["teacher", "principal", "governor"])
def test_only_those_who_manage_people_invite(here: SchoolCast, role: str) -> None:
    with in_school(here.school), pytest.raises(PermissionError):
        invite(here.actor(role), email="a@b.example", name="A", roles=["tutor"])


@pytest.mark.parametrize("roles", [[], ["wizard"]])
def test_a_role_that_is_not_ours_is_refused(here: SchoolCast, roles: list[str]) -> None:
    with in_school(here.school), pytest.raises(ValueError, match="roles"):
        invite(here.actor("administrator"), email="a@b.example", name="A", roles=roles)


def test_the_page_of_an_invitation(secret: str) -> None:
    client = Client()
    assert client.get(f"/join/{secret}/").status_code == 200
    assert client.get("/join/not-a-secret/").status_code == 404
    assert client.post(f"/join/{secret}/", {"password": "short"}).status_code == 422
    assert client.post(f"/join/{secret}/", {"password": PASSWORD}).headers["Location"] == "/sign-in/"
    assert client.get(f"/join/{secret}/").status_code == 404

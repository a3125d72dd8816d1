"""A session has shown a second factor only when it did so itself, for the account that it is of."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from evenhand.apps.access.models import User
from evenhand.apps.access.second_factor import has_second_factor, remember_set_up
from evenhand.apps.access.sessions import SessionStore
from tests.cast import SchoolCast


def ask(user: User | AnonymousUser) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    request.user = user
    return request


def signed_in_with(user: User, method: str) -> HttpRequest:
    request = ask(user)
    request.session["account_authentication_methods"] = [{"method": method}]
    request.session["account_authentication_methods_user"] = str(user.pk)
    return request


def test_a_code_at_sign_in_counts_and_a_password_alone_does_not(here: SchoolCast) -> None:
    user = here.user("principal")
    assert has_second_factor(signed_in_with(user, "mfa"))
    assert not has_second_factor(signed_in_with(user, "password"))


def test_a_code_of_another_account_does_not_count(here: SchoolCast) -> None:
    request = signed_in_with(here.user("principal"), "mfa")
    request.user = here.user("senior_leader")
    assert not has_second_factor(request)


def test_setting_one_up_counts_for_that_account(here: SchoolCast) -> None:
    request = ask(here.user("principal"))
    remember_set_up(request, here.user("principal"))
    assert has_second_factor(request)
    request.user = here.user("senior_leader")
    assert not has_second_factor(request)


def test_a_stranger_has_none(db: object) -> None:
    assert not has_second_factor(ask(AnonymousUser()))

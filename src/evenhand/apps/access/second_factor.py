"""Whether a session has shown a second factor: at sign-in, or by setting one up in this very session."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from evenhand.apps.access.models import User

SET_UP_HERE = "second_factor_set_up"


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session signed in with a second factor or set one up.

    That the account has one is not enough: an older session of the same account may be somebody else's.
    """
    user = request.user
    if not user.is_authenticated:
        return False
    if request.session.get(SET_UP_HERE) == user.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def remember_set_up(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Called when a factor has been added to the account of this session."""
    request.session[SET_UP_HERE] = user.pk

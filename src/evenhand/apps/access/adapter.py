"""How the sign-in package behaves here: nobody signs up; accounts come by invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package carries no types
    """Closed to sign-up; every other answer is the package's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the package's signature
        """Never: an administrator invites."""
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """No notes of the package's own: the next page says enough, in the words of this site."""
